"""Queries are kept with the project under a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.domain.coding import Direction
from coder.domain.query import Query
from coder.errors import InvalidValueError, NotFoundError
from coder.services.evidence.queries import query_named, remove_query, rename_query, save_query, saved_queries
from coder.services.project import Project, create_project, open_project

AGAINST = Query(directions=(Direction.CHALLENGES.value,))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return create_project(tmp_path / "P.coder")


def names(project: Project) -> list[str]:
    return [item.name for item in saved_queries(project)]


def test_a_query_is_there_when_the_project_is_opened_again(project: Project) -> None:
    save_query(project, name="  Counter   evidence ", query=AGAINST)
    project.close()
    again = open_project(project.path)
    with again.read() as rows:
        assert query_named(rows, "counter evidence") == AGAINST
    again.close()


def test_saving_under_the_same_name_replaces_and_undo_brings_back(project: Project) -> None:
    save_query(project, name="Mine", query=AGAINST)
    save_query(project, name="mine", query=Query(older=True))
    assert names(project) == ["mine"]
    project.undo()
    with project.read() as rows:
        assert query_named(rows, "Mine") == AGAINST


def test_queries_are_renamed_and_removed(project: Project) -> None:
    save_query(project, name="One", query=AGAINST)
    save_query(project, name="Two", query=Query())
    one, two = saved_queries(project)
    rename_query(project, query_id=two.id, name="Three")
    with pytest.raises(InvalidValueError, match="already"):
        rename_query(project, query_id=two.id, name="one")
    remove_query(project, query_id=one.id)
    assert names(project) == ["Three"]
    with pytest.raises(NotFoundError):
        remove_query(project, query_id=one.id)
    project.undo()
    assert names(project) == ["One", "Three"]


def test_a_name_is_needed_and_an_unknown_one_is_answered_with_those_there_are(project: Project) -> None:
    with pytest.raises(InvalidValueError, match="needs a name"):
        save_query(project, name=" ", query=AGAINST)
    save_query(project, name="One", query=AGAINST)
    with project.read() as rows, pytest.raises(NotFoundError, match="“One”"):
        query_named(rows, "Two")
