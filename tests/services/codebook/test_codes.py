"""Managing codes in a project, as an evaluator does in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.domain.span import Span
from coder.errors import CoderError, InvalidValueError, NotFoundError
from coder.services.codebook import codes
from coder.services.coding import coding
from coder.services.project import Project, create_project
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from coder.shipped import codebooks_folder
from tests.gui.importing.robot import a_parsed


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = create_project(tmp_path / "Pilot.coder")
    codes.add_codebook(made, file=codebooks_folder() / "outcomes.yaml")
    yield made
    made.close()


def names(project: Project, parent: str | None) -> list[str]:
    return [code.name for code in codes.code_tree(project).children(parent)]


def added(project: Project, name: str, parent: str | None = None) -> str:
    return codes.add_code(project, name=name, parent_id=parent).changes[0].row.id


def test_a_codebook_comes_in_whole_and_only_once(project: Project) -> None:
    assert len(codes.code_tree(project).codes) == 46
    with pytest.raises(InvalidValueError, match="has the codebook “Outcomes” already"):
        codes.add_codebook(project, file=codebooks_folder() / "outcomes.yaml")


def test_a_new_code_gets_an_id_that_stays_when_it_is_renamed(project: Project) -> None:
    code_id = added(project, "Quiet  hours ", "growth")
    assert codes.code_tree(project)[code_id].name == "Quiet hours"
    codes.rename_code(project, code_id=code_id, name="Calm hours")
    assert codes.code_tree(project)[code_id].name == "Calm hours"


def test_two_codes_in_one_place_never_have_one_name(project: Project) -> None:
    added(project, "Café", "growth")
    with pytest.raises(InvalidValueError, match="“Café” in this place already"):
        added(project, "CAFE", "growth")
    other = added(project, "Cafe", "wellbeing") if "wellbeing" in codes.code_tree(project) else added(project, "Cafe")
    assert other, "elsewhere it may"


@pytest.mark.parametrize("name", ["", "  "])
def test_a_code_needs_a_name(project: Project, name: str) -> None:
    with pytest.raises(InvalidValueError, match="needs a name"):
        added(project, name)


def test_colours_are_hexadecimal_or_the_domains(project: Project) -> None:
    codes.recolour_code(project, code_id="growth", colour="#AA3344")
    assert codes.code_tree(project)["growth"].colour == "#aa3344"
    codes.recolour_code(project, code_id="growth", colour="")
    assert codes.code_tree(project)["growth"].colour == ""
    with pytest.raises(InvalidValueError, match="write it as #rrggbb"):
        codes.recolour_code(project, code_id="growth", colour="red")


def test_a_code_moves_among_its_siblings_and_under_others_but_never_under_itself(project: Project) -> None:
    first, second, third = (added(project, name, "growth") for name in ("One", "Two", "Three"))
    codes.move_code(project, code_id=third, parent_id="growth", place=0)
    assert names(project, "growth")[0] == "Three"
    codes.move_code(project, code_id=second, parent_id=first)
    assert names(project, first) == ["Two"]
    with pytest.raises(InvalidValueError, match="cannot be moved under itself"):
        codes.move_code(project, code_id=first, parent_id=second)
    assert names(project, second) == []


def test_a_code_stays_in_its_codebook(project: Project) -> None:
    codes.add_codebook(project, file=codebooks_folder() / "partnership.yaml")
    tree = codes.code_tree(project)
    other = next(code for code in tree if code.codebook_id == "partnership" and code.parent_id is None)
    with pytest.raises(InvalidValueError, match="a code stays in its own"):
        codes.move_code(project, code_id="growth", parent_id=other.id)


def test_deleting_says_what_goes_and_undo_brings_it_back(project: Project) -> None:
    import_transcripts(project, [proposed(a_parsed("A: Where?", "Rosa: I learned a lot there."))])
    with project.read() as rows:
        talk = rows.transcripts()[0]
    child = added(project, "Below", "growth")
    coding.apply_code(project, transcript_id=talk.id, span=Span(8, 20), code_id=child, coder="Ana")
    impact = codes.deletion_impact(project, code_id="growth")
    assert impact.codings == 1
    assert impact.codes >= 2
    before = set(codes.code_tree(project).codes)
    codes.delete_code(project, code_id="growth")
    assert child not in codes.code_tree(project)
    assert codes.usage(project) == {}
    project.undo()
    assert set(codes.code_tree(project).codes) == before
    assert codes.usage(project) == {child: 1}


def test_a_code_that_is_not_there_is_named(project: Project) -> None:
    with pytest.raises(NotFoundError, match="no-such-code"):
        codes.rename_code(project, code_id="no-such-code", name="X")


def test_definitions_lose_blank_and_repeated_lines(project: Project) -> None:
    codes.define_code(
        project,
        code_id="growth",
        short_definition=" Short. ",
        full_definition="",
        when_to_use="",
        when_not_to_use="",
        example_quotes=["One.", "", "One.", " Two. "],
        key_terms=["learn", "learn", ""],
    )
    code = codes.code_tree(project)["growth"]
    assert (code.short_definition, code.example_quotes, code.key_terms) == ("Short.", ("One.", "Two."), ("learn",))


def test_a_failed_action_is_no_step_to_undo(project: Project) -> None:
    before = project.history.next_undo
    with pytest.raises(CoderError):
        codes.rename_code(project, code_id="growth", name=" ")
    assert project.history.next_undo is before
