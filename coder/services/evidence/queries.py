"""Keeping questions about the codings under a name."""

from __future__ import annotations

from dataclasses import replace

from coder.domain.changes import ChangeSet
from coder.domain.query import Query
from coder.domain.search import folded
from coder.domain.writing import SavedQuery
from coder.errors import InvalidValueError, NotFoundError
from coder.services.project import Project
from coder.storage.repository import Repository


def saved_queries(project: Project) -> list[SavedQuery]:
    """Return what is kept, in display order; read a definition with `Query.from_json`."""
    with project.read() as rows:
        return rows.saved_queries()


def query_named(rows: Repository, name: str) -> Query:
    """Return a saved query by its name (case does not matter) or id; raises `NotFoundError` with those there are."""
    kept = rows.saved_queries()
    for item in kept:
        if item.id == name or folded(item.name) == folded(" ".join(name.split())):
            return Query.from_json(item.definition)
    there = ", ".join(f"“{item.name}”" for item in kept)
    raise NotFoundError(
        f"There is no saved query “{name}”. There are: {there}."
        if there
        else f"There is no saved query “{name}”, nor any other in this project."
    )


def save_query(project: Project, *, name: str, query: Query) -> ChangeSet:
    """Keep a query under a name; one that has this name already becomes this one."""
    clean = _clean(name)
    with project.action(f"Save query “{clean}”") as action:
        kept = action.rows.saved_queries()
        before = next((item for item in kept if folded(item.name) == folded(clean)), None)
        if before is not None:
            action.rows.put(before, replace(before, name=clean, definition=query.to_json()))
        else:
            position = max((item.position for item in kept), default=-1) + 1
            action.rows.add(SavedQuery(name=clean, definition=query.to_json(), position=position))
    return action.changes


def rename_query(project: Project, *, query_id: str, name: str) -> ChangeSet:
    """Give a saved query another name, which no other one has."""
    clean = _clean(name)
    with project.action("Rename query") as action:
        before = _kept(action.rows, query_id)
        if any(item.id != query_id and folded(item.name) == folded(clean) for item in action.rows.saved_queries()):
            raise InvalidValueError(f"There is a query “{clean}” already; choose another name.")
        action.rows.put(before, replace(before, name=clean))
    return action.changes


def remove_query(project: Project, *, query_id: str) -> ChangeSet:
    """Take a saved query out; the codings are not touched."""
    with project.action("Remove query") as action:
        before = _kept(action.rows, query_id)
        action.rename(f"Remove query “{before.name}”")
        action.rows.remove(before)
    return action.changes


def _kept(rows: Repository, query_id: str) -> SavedQuery:
    found = rows.get(SavedQuery, query_id)
    if found is None:
        raise NotFoundError("This query is no longer in the project.")
    return found


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise InvalidValueError("A saved query needs a name.")
    return clean
