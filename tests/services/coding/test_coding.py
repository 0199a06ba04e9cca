"""Coding passages: the rules that hold whoever codes, in the window or on the command line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.domain.changes import ChangeSet
from coder.domain.coding import Coding, Direction, Strength
from coder.domain.span import Span
from coder.errors import InvalidValueError, NotFoundError
from coder.services.codebook import codebook_editing, codes
from coder.services.coding import coding
from coder.services.project import Project, create_project
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from coder.shipped import codebooks_folder
from tests.gui.importing.robot import a_parsed

PAY, PEERS = "secure-livelihood", "peer-learning"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = create_project(tmp_path / "Pilot.coder")
    codes.add_codebook(made, file=codebooks_folder() / "outcomes.yaml")
    import_transcripts(made, [proposed(a_parsed("A: Where was it?", "Rosa: I learned 😀 a lot there.   And more."))])
    yield made
    made.close()


def transcript(project: Project) -> str:
    with project.read() as rows:
        return rows.transcripts()[0].id


PASSAGE = Span(13, 30)


def put(project: Project, span: Span = PASSAGE, code: str = PAY, coder: str = "Ana", **more: object) -> ChangeSet:
    return coding.apply_code(
        project,
        transcript_id=transcript(project),
        span=span,
        code_id=code,
        coder=coder,
        **more,  # type: ignore[arg-type]
    )


def all_codings(project: Project) -> list[Coding]:
    with project.read() as rows:
        return rows.codings()


def test_a_coding_carries_who_when_and_which_codebook(project: Project) -> None:
    put(project, direction=Direction.SUPPORTS, strength=Strength.DESCRIBED, memo="Strong.")
    (one,) = all_codings(project)
    with project.read() as rows:
        assert [person.name for person in rows.coders()] == ["Ana"]
    assert (one.direction, one.strength, one.memo) == (Direction.SUPPORTS, Strength.DESCRIBED, "Strong.")
    assert one.created_at.endswith("Z")
    assert one.codebook_version.startswith("Outcomes 1.0") or one.codebook_version


def test_the_same_code_on_the_same_passage_by_the_same_coder_is_there_once(project: Project) -> None:
    put(project)
    assert not put(project)
    put(project, coder="Ben")
    put(project, code=PEERS)
    put(project, span=Span(13, 29))
    assert len(all_codings(project)) == 4


def test_one_person_is_one_coder_however_they_write_their_name(project: Project) -> None:
    put(project, coder="Zoë  Hart")
    put(project, coder="zoe hart", code=PEERS)
    with project.read() as rows:
        assert [person.name for person in rows.coders()] == ["Zoë Hart"]


def test_a_retired_code_is_put_on_nothing(project: Project) -> None:
    codebook_editing.retire_code(project, code_id=PAY)
    with pytest.raises(InvalidValueError, match="is retired; restore it first"):
        put(project)
    second = put(project, code=PEERS).of(Coding)[0].row.id
    with pytest.raises(InvalidValueError, match="is retired"):
        coding.change_code(project, coding_id=second, code_id=PAY)


def test_a_passage_outside_the_text_or_of_blanks_is_refused(project: Project) -> None:
    with pytest.raises(InvalidValueError, match="has only"):
        put(project, span=Span(0, 5000))
    with project.read() as rows:
        text = rows.transcripts()[0].text
    blanks = text.index("   ")
    with pytest.raises(InvalidValueError, match="nothing but blanks"):
        put(project, span=Span(blanks, blanks + 3))
    with pytest.raises(NotFoundError):
        put(project, code="no-such-code")
    assert all_codings(project) == []


def test_changing_to_a_code_that_is_there_already_is_refused(project: Project) -> None:
    put(project)
    second = put(project, code=PEERS).of(Coding)[0].row.id
    with pytest.raises(InvalidValueError, match="has that code by the same coder already"):
        coding.change_code(project, coding_id=second, code_id=PAY)
    assert sorted(item.code_id for item in all_codings(project)) == sorted([PAY, PEERS])


def test_direction_and_strength_of_many_are_one_step(project: Project) -> None:
    ids = [put(project, code=code).of(Coding)[0].row.id for code in (PAY, PEERS)]
    coding.set_direction(project, coding_ids=ids, direction=Direction.CHALLENGES)
    assert {item.direction for item in all_codings(project)} == {Direction.CHALLENGES}
    project.undo()
    assert {item.direction for item in all_codings(project)} == {None}


def test_codings_are_removed_together_and_come_back_together(project: Project) -> None:
    ids = [put(project, code=code).of(Coding)[0].row.id for code in (PAY, PEERS)]
    before = all_codings(project)
    coding.remove_codings(project, coding_ids=ids)
    assert all_codings(project) == []
    project.undo()
    assert {item.id for item in all_codings(project)} == {item.id for item in before}


def test_coding_stays_quick_in_a_large_project(project: Project) -> None:
    with project.read() as rows:
        talk, coder = rows.transcripts()[0], all_codings
    put(project)
    template = coder(project)[0]
    with project.action("Many") as action:
        many = [
            Coding(
                transcript_id=talk.id,
                code_id=PEERS,
                coder_id=template.coder_id,
                start=at % 20,
                end=at % 20 + 1 + at // 20 % 9,
                created_at=template.created_at,
                memo=str(at),
            )
            for at in range(20_000)
        ]
        action.rows.add_all(many)
    begun = time.perf_counter()
    for end in range(20, 30):
        put(project, span=Span(12, end))
    assert (time.perf_counter() - begun) / 10 < 0.25, "a wide guard: figures are taken in the benchmarks"
