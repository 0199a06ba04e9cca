"""Markdown transcripts: the marks mean something, and are not shown."""

from __future__ import annotations

import pytest

from tests.importers.conftest import Read
from tests.importers.looks import said


def test_bold_names_headings_lists_and_quotes(read: Read) -> None:
    parsed = read(
        "# Interview 4\n\n*12 March 2026*\n\n**Interviewer:** How was it?\n\n**Dawn:** It was *really* good:\n\n"
        "- time\n* tea\n1) talk\n\n> a quoted line\n\n---\n\n## Part two ##\n\n**Interviewer**: And then?\n\n"
        "**Dawn**: `Home`.\n",
        "interview.md",
    )
    assert parsed.layout == "Names before the text (Markdown)"
    assert parsed.title == "Interview 4"
    assert said(parsed) == [
        (None, "12 March 2026"),
        ("Interviewer", "How was it?"),
        ("Dawn", "It was really good:\n- time\n- tea\n1. talk\na quoted line"),
        (None, "Part two"),
        ("Interviewer", "And then?"),
        ("Dawn", "Home."),
    ]


def test_names_as_headings(read: Read) -> None:
    parsed = read("### Jo\nHow are you?\n\n### Pat\nFine.\n\n### Jo\nGood.\n\n### Pat\nYes.\n", "interview.md")
    assert said(parsed) == [("Jo", "How are you?"), ("Pat", "Fine."), ("Jo", "Good."), ("Pat", "Yes.")]


def test_the_title_may_stand_in_the_settings_at_the_top(read: Read) -> None:
    parsed = read('---\ntitle: "Interview 7"\ndate: 2026-03-12\n---\nJo: Hello.\n\nPat: Hi.\n', "interview.md")
    assert parsed.title == "Interview 7"
    assert said(parsed) == [("Jo", "Hello."), ("Pat", "Hi.")]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2 * 3 * 4 is 24", "2 * 3 * 4 is 24"),
        ("a snake_case_name stays", "a snake_case_name stays"),
        ("***very*** **bold *and* light**", "very bold and light"),
        ("__strong__ and _soft_", "strong and soft"),
        ("see [the rota](https://example.org/rota)", "see the rota"),
        (r"a star \* and a line \_", "a star * and a line _"),
        ("**never closed", "**never closed"),
    ],
)
def test_marks_within_a_line(read: Read, written: str, shown: str) -> None:
    assert said(read(f"{written}\n\nAnd more.", "notes.md"))[0] == (None, shown)
