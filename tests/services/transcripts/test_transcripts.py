"""The list of transcripts: who speaks in them, and how much of what they say is coded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.services.codebook.codes import recent_codes
from coder.services.project import Project
from coder.services.transcripts.transcripts import summaries
from tests.helpers.builders import a_code, a_coder, a_coding, a_participant, a_transcript
from tests.helpers.projects import a_project

ROSA = a_participant("Rosa")
FIRST = a_transcript(
    "Notes of June\nINTERVIEWER: Hm?\nROSA: 12345\nROSA: 67890", name="First", participants={"ROSA": ROSA}
)
SECOND = a_transcript("WILF: abcd", name="Second")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    codings = [
        a_coding(FIRST, "12345", "pay", created_at="2026-03-01T10:00:00Z"),
        a_coding(FIRST, "2345", "rest", created_at="2026-03-02T10:00:00Z"),
        a_coding(FIRST, "Hm?", "pay", created_at="2026-03-03T10:00:00Z"),
        a_coding(SECOND, "ab", "trust", created_at="2026-03-04T10:00:00Z"),
        a_coding(SECOND, "cd", "rest", a_coder("Someone else"), created_at="2026-03-05T10:00:00Z"),
    ]
    codes = [a_code("pay"), a_code("rest"), a_code("trust"), a_code("never-used")]
    made = a_project(tmp_path, [FIRST, SECOND], codes, participants=[ROSA])
    with made.action("Fill") as action:
        action.rows.add(a_coder("Someone else"))
        action.rows.add_all(codings)
    yield made
    made.close()


def test_a_line_tells_who_speaks_and_how_much_of_what_participants_say_is_coded(project: Project) -> None:
    first, second = summaries(project)
    # One more is on what the interviewer says, which is no evidence.
    assert (first.voices, first.turns, first.codings, first.coded_share) == (("Rosa",), 3, 2, 0.5)
    assert first.headings == 1
    assert (second.voices, second.turns, second.codings, second.coded_share) == ((), 1, 2, 1.0)


def test_one_line_alone_says_the_same_as_among_all(project: Project) -> None:
    everything = summaries(project)
    for line in everything:
        assert summaries(project, only={line.transcript.id}) == [line]
    assert summaries(project, only={"no-such"}) == []


def test_the_codes_used_last_are_those_of_the_person(project: Project) -> None:
    with project.read() as rows:
        assert recent_codes(rows, "ab") == ["trust", "pay", "rest"]
        assert recent_codes(rows, "AB", limit=2) == ["trust", "pay"]
        assert recent_codes(rows, "Nobody") == []
