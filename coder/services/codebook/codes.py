"""Managing codes in a project: each function is one action of the codebook's editor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code, Codebook, CodeKind, CodeTree
from coder.domain.ids import new_code_id
from coder.domain.search import folded
from coder.errors import InvalidValueError
from coder.services import lookup
from coder.services.codebook.codebook_content import put_code, remember_version
from coder.services.counted import counts_by_code, talk_in
from coder.services.project import Project
from coder.storage.repository import Repository
from coder.storage.unit_of_work import UnitOfWork

OWN_CODEBOOK = "project"
"""The id of the codebook that takes codes added in a project that has none."""


@dataclass(frozen=True, slots=True)
class DeletionImpact:
    """What deleting a code would take with it."""

    codes: int
    codings: int


def add_codebook(project: Project, *, file: Path) -> ChangeSet:
    """Take a codebook file into the project: a shared file, or one of another tool (.qdc) or spreadsheet.

    Raises `CodebookFileError` for a file that is not valid, and `InvalidValueError` when the project has the
    codebook, or one of its codes in another codebook, already.
    """
    from coder.codebooks.exchange import INPUTS, convert_in
    from coder.codebooks.file import read_codebook

    # Whatever its name, a file that is of no other known form is taken for a shared one.
    content = convert_in(file) if file.suffix.lower() in INPUTS else read_codebook(file)
    with project.action(f"Add codebook “{content.codebook.name}”") as action:
        codebooks = action.rows.codebooks()
        if any(codebook.id == content.codebook.id for codebook in codebooks):
            raise InvalidValueError(f"The project has the codebook “{content.codebook.name}” already.")
        taken = {code.id for code in action.rows.codes()}
        twice = [code.id for code in content.codes if code.id in taken]
        if twice:
            raise InvalidValueError(
                f"“{file.name}” cannot be added: its code id “{twice[0]}” is used by another codebook in this project."
            )
        action.rows.add(replace(content.codebook, position=len(codebooks)))
        action.rows.add_all(content.codes)
        action.rows.add_all(content.links)
        remember_version(action.rows, content)
    return action.changes


def add_code(
    project: Project, *, name: str, parent_id: str | None = None, kind: CodeKind = CodeKind.OTHER, colour: str = ""
) -> ChangeSet:
    """Add a code under another one, or at the top; it gets a permanent id of its own.

    The new code is the one added row of the change set.
    """
    clean = _clean_name(name)
    with project.action(f"Add code “{clean}”") as action:
        codes = action.rows.codes()
        _check_name(codes, clean, parent_id)
        if parent_id is not None:
            codebook_id = lookup.code(action.rows, parent_id).codebook_id
        else:
            codebook_id = _codebook_for_new(action.rows)
        position = 1 + max((code.position for code in codes if code.parent_id == parent_id), default=-1)
        action.rows.add(
            Code(
                id=new_code_id(clean, {code.id for code in codes}),
                codebook_id=codebook_id,
                parent_id=parent_id,
                kind=kind,
                name=clean,
                colour=colour,
                position=position,
            )
        )
    return action.changes


def rename_code(project: Project, *, code_id: str, name: str) -> ChangeSet:
    """Give a code another name; its id and its codings stay."""
    clean = _clean_name(name)
    with project.action(f"Rename code to “{clean}”") as action:
        before = lookup.code(action.rows, code_id)
        _check_name(action.rows.codes(), clean, before.parent_id, but=code_id)
        put_code(action.rows, before, replace(before, name=clean))
    return action.changes


def recolour_code(project: Project, *, code_id: str, colour: str) -> ChangeSet:
    """Give a code a colour (`#rrggbb`), or take it from the domain again with an empty one."""
    if colour and not _is_colour(colour):
        raise InvalidValueError(f"“{colour}” is not a colour; write it as #rrggbb.")
    with project.action("Change colour") as action:
        before = lookup.code(action.rows, code_id)
        action.rows.put(before, replace(before, colour=colour.lower()))
    return action.changes


def define_code(
    project: Project,
    *,
    code_id: str,
    short_definition: str,
    full_definition: str,
    when_to_use: str,
    when_not_to_use: str,
    example_quotes: Sequence[str],
    key_terms: Sequence[str],
) -> ChangeSet:
    """Write a code's definition, notes, example quotes and key terms; blank and repeated lines are left out."""
    with project.action("Edit definition") as action:
        before = lookup.code(action.rows, code_id)
        after = replace(
            before,
            short_definition=short_definition.strip(),
            full_definition=full_definition.strip(),
            when_to_use=when_to_use.strip(),
            when_not_to_use=when_not_to_use.strip(),
            example_quotes=_distinct(example_quotes),
            key_terms=_distinct(key_terms),
        )
        action.rows.put(before, after)
    return action.changes


def move_code(project: Project, *, code_id: str, parent_id: str | None, place: int | None = None) -> ChangeSet:
    """Move a code under another parent, or to another place among its siblings (counted from 0; None is the end).

    Raises `InvalidValueError` for a move under itself or into another codebook.
    """
    with project.action("Move code") as action:
        before = lookup.code(action.rows, code_id)
        tree = action.rows.code_tree()
        if parent_id is not None:
            parent = lookup.code(action.rows, parent_id)
            if parent_id in tree.with_descendants(code_id):
                raise InvalidValueError(f"“{before.name}” cannot be moved under itself.")
            if parent.codebook_id != before.codebook_id:
                raise InvalidValueError(
                    f"“{before.name}” and “{parent.name}” are in different codebooks; a code stays in its own."
                )
        _check_name(tree.codes.values(), before.name, parent_id, but=code_id)
        siblings = [
            code for code in tree.children(parent_id) if code.id != code_id and code.codebook_id == before.codebook_id
        ]
        at = len(siblings) if place is None else max(0, min(place, len(siblings)))
        siblings.insert(at, before)
        for position, code in enumerate(siblings):
            after = replace(code, position=position, parent_id=parent_id)
            action.rows.put(code, after)
    return action.changes


def deletion_impact(project: Project, *, code_id: str) -> DeletionImpact:
    """Tell what deleting a code would take with it: the codes below it and all their codings."""
    with project.read() as rows:
        ids = rows.code_tree().with_descendants(code_id)
        return DeletionImpact(len(ids), len(rows.codings_with(sorted(ids))))


def delete_code(project: Project, *, code_id: str) -> ChangeSet:
    """Delete a code with the codes below it and all their codings; undo brings everything back."""
    with project.action("Delete code") as action:
        name = lookup.code(action.rows, code_id).name
        action.rename(f"Delete code “{name}”")
        tree = action.rows.code_tree()
        ids = tree.with_descendants(code_id)
        action.rows.remove_all(action.rows.codings_with(sorted(ids)))
        action.rows.remove_all(action.rows.decisions_with(sorted(ids)))
        for code in tree.codes.values():
            if code.merged_into in ids and code.id not in ids:
                action.rows.put(code, replace(code, merged_into=None))
        links = action.rows.code_links()
        action.rows.remove_all([link for link in links if link.code_id in ids or link.target_id in ids])
        action.rows.remove_all([code for code in reversed(list(tree)) if code.id in ids])
    return action.changes


def code_tree(project: Project) -> CodeTree:
    """Return all codes of the project as a tree."""
    with project.read() as rows:
        return rows.code_tree()


def usage(project: Project) -> dict[str, int]:
    """Return how many codings that are evidence each code has; codes without any are left out."""
    with project.read() as rows:
        return counts_by_code(rows, talk_in(rows))


def codings_with(project: Project, code_id: str) -> int:
    """Return how many codings a code has, also those that are no evidence: what goes along when it is merged."""
    with project.read() as rows:
        return rows.coding_counts().get(code_id, 0)


def recent_codes(rows: Repository, coder: str, *, limit: int = 9) -> list[str]:
    """Return the ids of the codes that a coder used last, the latest first."""
    people = [person.id for person in rows.coders() if folded(person.name) == folded(coder)]
    return rows.codes_used_by(people, limit=limit)


def _codebook_for_new(rows: UnitOfWork) -> str:
    codebooks = rows.codebooks()
    if codebooks:
        return codebooks[0].id
    return rows.add(Codebook(id=OWN_CODEBOOK, name="Project codes")).id


def _clean_name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise InvalidValueError("A code needs a name.")
    return clean


def _check_name(codes: Iterable[Code], name: str, parent_id: str | None, *, but: str = "") -> None:
    for code in codes:
        if code.id != but and code.parent_id == parent_id and folded(code.name) == folded(name):
            raise InvalidValueError(f"There is a code “{code.name}” in this place already; choose another name.")


def _distinct(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(char in "0123456789abcdef" for char in text[1:].lower())
