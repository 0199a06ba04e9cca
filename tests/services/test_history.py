"""Everything that people do undoes and redoes: any sequence of actions, back to the beginning and forth again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.changes import ChangeSet
from coder.domain.coding import Coding, Direction, Strength
from coder.domain.span import Span
from coder.domain.transcript import SpeakerRole, TranscriptKind, TranscriptStatus
from coder.errors import CoderError
from coder.services.codebook import codes
from coder.services.coding import coding
from coder.services.project import Project, create_project
from coder.services.transcripts import importing, transcripts
from coder.services.transcripts.import_plan import SpeakerPlan
from coder.shipped import codebooks_folder

TALK = "ROSA: I came in March and they paid my travel.\nINTERVIEWER: And then?\nROSA: Then I could plan my week."
KINDS = ("project", "coder", "participant", "transcript", "speaker", "turn", "codebook", "code", "code_link", "coding")


def new_project(folder: Path) -> Project:
    project = create_project(folder / "P.coder")
    codes.add_codebook(project, file=codebooks_folder() / "partnership.yaml")
    (folder / "Rosa.txt").write_text(TALK, encoding="utf-8")
    importing.import_transcripts(project, [importing.look_at(folder / "Rosa.txt")])
    return project


def content(project: Project) -> dict[str, Any]:
    """Return all rows by kind and id, without revisions."""
    with project.read() as rows:
        everything: list[Any] = [
            *rows.coders(),
            *rows.participants(),
            *rows.transcripts(),
            *rows.speakers(),
            *rows.turns(),
            *rows.codebooks(),
            *rows.codes(),
            *rows.code_links(),
            *rows.codings(),
            *rows.decisions(),
        ]
    return {
        f"{type(row).__name__} {row.id}": {
            name: getattr(row, name) for name in row.__dataclass_fields__ if name != "revision"
        }
        for row in everything
    }


def actions(project: Project) -> list[Callable[[int], ChangeSet]]:
    """Return what a person may do; the number says with which of the things that there are."""

    def codings() -> list[Coding]:
        with project.read() as rows:
            return rows.codings()

    def code_ids() -> list[str]:
        return [code.id for code in codes.code_tree(project)]

    def some(things: list[Any], number: int) -> Any:
        if not things:
            raise CoderError("There is nothing of the kind.")
        return things[number % len(things)]

    def transcript() -> str:
        with project.read() as rows:
            found = rows.transcripts()
        return str(some(found, 0).id)

    def apply(n: int) -> ChangeSet:
        span = Span(n % 20, n % 20 + 5)
        return coding.apply_code(
            project, transcript_id=transcript(), span=span, code_id=some(code_ids(), n), coder=f"Coder {n % 2}"
        )

    def speaker() -> str:
        with project.read() as rows:
            return str(some(rows.speakers(), 0).id)

    return [
        apply,
        lambda n: coding.remove_codings(project, coding_ids=[some(codings(), n).id]),
        lambda n: coding.change_code(project, coding_id=some(codings(), n).id, code_id=some(code_ids(), n)),
        lambda n: coding.resize_coding(project, coding_id=some(codings(), n).id, span=Span(n % 9, n % 9 + 12)),
        lambda n: coding.set_direction(
            project, coding_ids=[some(codings(), n).id], direction=some([*Direction, None], n)
        ),
        lambda n: coding.set_strength(project, coding_ids=[some(codings(), n).id], strength=some([*Strength, None], n)),
        lambda n: coding.set_memo(project, coding_id=some(codings(), n).id, memo=f"memo {n}"),
        lambda n: codes.add_code(project, name=f"Code {n}", parent_id=some([None, *code_ids()], n)),
        lambda n: codes.rename_code(project, code_id=some(code_ids(), n), name=f"Name {n}"),
        lambda n: codes.recolour_code(project, code_id=some(code_ids(), n), colour="#2f8f5b"),
        lambda n: codes.move_code(
            project, code_id=some(code_ids(), n), parent_id=some([None, *code_ids()], n * 7), place=n % 3
        ),
        lambda n: codes.delete_code(project, code_id=some(code_ids(), n)),
        lambda n: transcripts.set_status(project, transcript_id=transcript(), status=some(list(TranscriptStatus), n)),
        lambda n: transcripts.edit_transcript(
            project,
            transcript_id=transcript(),
            name=f"Interview {n}",
            kind=some(list(TranscriptKind), n),
            date="2026-03-12",
            place="Hall",
            speakers=[SpeakerPlan(label="ROSA", participant=f"P{n % 3}", group="Volunteer")],
        ),
        lambda n: transcripts.set_speaker(
            project, speaker_id=speaker(), role=some(list(SpeakerRole), n), participant=f"P{n % 4}"
        ),
        lambda n: transcripts.remove_transcript(project, transcript_id=transcript()),
    ]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 40)), min_size=1, max_size=14))
def test_any_sequence_of_actions_goes_back_and_forth(wishes: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = new_project(Path(folder))
        project.history.clear()
        try:
            possible = actions(project)
            states = [content(project)]
            for which, number in wishes:
                done = project.history.next_undo
                try:
                    possible[which](number)
                except CoderError:
                    # A refused action leaves everything as it was.
                    assert content(project) == states[-1]
                    assert project.history.next_undo is done
                    continue
                if project.history.next_undo is not done:
                    states.append(content(project))
            for state in reversed(states[:-1]):
                project.undo()
                assert content(project) == state
            assert project.undo() is None
            for state in states[1:]:
                project.redo()
                assert content(project) == state
            assert project.redo() is None
        finally:
            project.close()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


def test_undo_says_what_it_undoes_and_a_new_action_ends_redo(project: Project) -> None:
    code = next(iter(codes.code_tree(project)))
    with project.read() as rows:
        where = rows.transcripts()[0].id
    coding.apply_code(project, transcript_id=where, span=Span(0, 6), code_id=code.id, coder="AB")
    undone = project.undo()
    assert undone is not None
    assert undone.label == f"Code “{code.name}”"
    assert project.history.next_redo is not None
    codes.rename_code(project, code_id=code.id, name="Another name")
    assert project.history.next_redo is None
    project.close()


def test_details_and_speakers_change_as_one_step(project: Project) -> None:
    with project.read() as rows:
        where = rows.transcripts()[0].id
    transcripts.edit_transcript(
        project,
        transcript_id=where,
        name="Rosa, March",
        kind=TranscriptKind.INTERVIEW,
        date="2026-03-02",
        place="Library",
        speakers=[SpeakerPlan(label="ROSA", participant="Worker 9", group="Care worker")],
    )
    with project.read() as rows:
        assert [(person.pseudonym, person.group) for person in rows.participants()] == [("Worker 9", "Care worker")]
    project.undo()
    with project.read() as rows:
        assert [person.pseudonym for person in rows.participants()] == ["P01"]
        assert rows.transcripts()[0].name == "Rosa"
    project.close()
