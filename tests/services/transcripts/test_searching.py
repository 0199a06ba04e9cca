"""Looking for words in all transcripts: exact places, and coding what was found in one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.codebook import CodeStatus
from coder.domain.coding import Coding
from coder.domain.span import Span
from coder.errors import InvalidValueError, NotFoundError
from coder.services.coding.coding import apply_code
from coder.services.project import Project, create_project
from coder.services.transcripts.searching import Extent, code_hits, search_text
from coder.storage.fulltext import expression
from tests.helpers.builders import a_code, a_codebook, a_participant, a_transcript

ROSA = a_participant("Worker 1")
FIRST = a_transcript(
    [
        "INTERVIEWER: Did you visit?",
        "Rosa: 😀 At Café Noir, Dr. Bell paid. We VISITED the cafe\u0301 twice! Then home.",
        'Rosa: A co-operative is "ours", isn\'t it? The co operative pays.',
        "Wilf: ביקור at the café, שלום.",
    ],
    name="First",
    participants={"Rosa": ROSA},
    times=[0, 61, 125, 3700],
)
SECOND = a_transcript(["Rosa: Visits, visits; no café."], name="Second", participants={"Rosa": ROSA}, position=1)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = create_project(tmp_path / "P.coder")
    with made.action("Fill") as action:
        action.rows.add(a_codebook())
        action.rows.add_all([a_code("care"), a_code("old", status=CodeStatus.RETIRED), ROSA])
        for talk in (SECOND, FIRST):  # the later one came in first
            action.rows.add(talk.transcript)
            action.rows.add_all([*talk.speakers, *talk.turns])
    made.history.clear()
    return made


def said(project: Project, words: str) -> list[str]:
    """Return the words that are marked."""
    texts = {talk.transcript.id: talk.text for talk in (FIRST, SECOND)}
    hits = search_text(project, words).hits
    return [span.of(texts[hit.transcript_id]) for hit in hits for span in hit.spans]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("café", ["Café", "cafe\u0301", "café", "café"]),
        ("CAFE", ["Café", "cafe\u0301", "café", "café"]),
        ("visit", ["visit"]),
        ("visit*", ["visit", "VISITED", "Visits", "visits"]),
        ("café visits", ["Visits", "visits", "café"]),
        ('"visited the cafe"', ["VISITED the cafe\u0301"]),
        ("“the café”", ["the cafe\u0301", "the café"]),
        ('"co operative"', ["co-operative", "co operative"]),
        ("co-operative", ["co-operative", "co operative"]),
        ("שלום", ["שלום"]),
        ("isn't", ["isn't"]),
        ('"noir', ["Noir"]),
        ("NOT AND OR", []),
        ("nowhere", []),
        ("-café (visits) ^home", []),
    ],
)
def test_words_phrases_and_prefixes_are_found_where_they_are(project: Project, words: str, found: list[str]) -> None:
    assert said(project, words) == found


def test_a_hit_says_where_it_is_and_who_speaks(project: Project) -> None:
    hit = search_text(project, "twice").hits[0]
    assert (hit.transcript, hit.turn, hit.time, hit.speaker, hit.participant) == (
        "First",
        2,
        "1:01",
        "Rosa",
        "Worker 1",
    )
    assert (hit.before[-8:], hit.words, hit.after) == ("he cafe\u0301 "[-8:], "twice", "! Then home.")
    assert hit.turn_span == FIRST.turns[1].span


def test_hits_come_in_display_order_and_a_long_list_is_cut(project: Project) -> None:
    found = search_text(project, "café")
    assert [hit.transcript for hit in found.hits] == ["First", "First", "Second"]
    assert not found.cut
    few = search_text(project, "café", limit=1)
    assert (len(few.hits), few.turns, few.cut) == (1, 3, True)


@pytest.mark.parametrize("words", ["", "  ", "*", "–", '""', "?!"])
def test_nothing_to_look_for_is_said(project: Project, words: str) -> None:
    with pytest.raises(InvalidValueError, match="Type a word"):
        search_text(project, words)


@given(st.text(alphabet='a*"“”-() :^+~\u0301é\x00\n漢½', max_size=12))
def test_whatever_is_typed_is_no_error(words: str) -> None:
    assert expression(words).count('"') % 2 == 0


@given(words=st.text(alphabet='ca fé*"“”-():^+~\u0301\x00\n漢½{}', max_size=10))
def test_whatever_is_typed_can_be_searched(project_for_typing: Project, words: str) -> None:
    if expression(words):
        for hit in search_text(project_for_typing, words).hits:
            assert hit.spans
            assert all(hit.turn_span.start <= span.start < span.end <= hit.turn_span.end for span in hit.spans)


@pytest.fixture(scope="module")
def project_for_typing(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = create_project(tmp_path_factory.mktemp("typing") / "T.coder")
    talk = a_transcript(["Rosa: ca fé caf\u00e9 漢 ½ cafe\u0301 a c."], name="T")
    with made.action("Fill") as action:
        action.rows.add(talk.transcript)
        action.rows.add_all([*talk.speakers, *talk.turns])
    return made


def coded(project: Project) -> list[str]:
    texts = {talk.transcript.id: talk.text for talk in (FIRST, SECOND)}
    with project.read() as rows:
        codings = sorted(rows.codings(), key=lambda coding: (coding.transcript_id, coding.start))
    return [coding.span.of(texts[coding.transcript_id]) for coding in codings]


LAST = ["ביקור at the café, שלום.", "Visits, visits; no café."]


@pytest.mark.parametrize(
    ("extent", "expected"),
    [
        (Extent.WORDS, ["Café", "cafe\u0301", "café", "café"]),
        (Extent.SENTENCE, ["😀 At Café Noir, Dr. Bell paid.", "We VISITED the cafe\u0301 twice!", *LAST]),
        (Extent.TURN, ["😀 At Café Noir, Dr. Bell paid. We VISITED the cafe\u0301 twice! Then home.", *LAST]),
    ],
)
def test_hits_are_coded_as_one_step(project: Project, extent: Extent, expected: list[str]) -> None:
    hits = search_text(project, "café").hits
    changes = code_hits(project, hits=hits, code_id="care", coder="Ana", extent=extent)
    assert coded(project) == expected
    assert changes.label == f"Code {len(expected)} hits with “Care”"
    assert not code_hits(project, hits=hits, code_id="care", coder="Ana", extent=extent), "nothing is coded twice"
    assert code_hits(project, hits=hits, code_id="care", coder="Ben", extent=extent).of(Coding)
    project.undo()
    project.undo()
    assert coded(project) == []


def test_what_lies_within_a_passage_of_mine_is_coded_already(project: Project) -> None:
    start = FIRST.text.index("😀")
    apply_code(project, transcript_id="first", span=Span(start, start + 40), code_id="care", coder="Ana")
    hits = search_text(project, "noir").hits
    assert not code_hits(project, hits=hits, code_id="care", coder="Ana").of(Coding)
    assert code_hits(project, hits=hits, code_id="care", coder="Ana", extent=Extent.TURN).of(Coding)


def test_coding_hits_refuses_what_cannot_be(project: Project) -> None:
    hits = search_text(project, "noir").hits
    with pytest.raises(InvalidValueError, match="retired"):
        code_hits(project, hits=hits, code_id="old", coder="Ana")
    with pytest.raises(NotFoundError):
        code_hits(project, hits=hits, code_id="gone", coder="Ana")
    with pytest.raises(InvalidValueError, match="name of its coder"):
        code_hits(project, hits=hits, code_id="care", coder=" ")
    assert coded(project) == []
