"""A transcript with its codes in the margin, or as Word comments on exactly the coded words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.coding import Direction
from coder.errors import ExportCancelledError, InvalidValueError, NotFoundError
from coder.exporters.coded_transcript import CodedPassage, CodedTranscript, CodedTurn, pieces
from coder.exporters.coded_transcript_docx import coded_transcript_as_docx
from coder.exporters.coded_transcript_html import coded_transcript_as_html
from coder.services import tables
from coder.services.evidence.coded_transcripts import coded_transcript, export_coded_transcript
from coder.services.project import Project
from tests.helpers.pages import read_page
from tests.services.evidence.pilot import GONE, SECRET, a_pilot, talks

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LETTERS = "ab שלו\u0627 😀é\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    made = a_pilot(tmp_path_factory.mktemp("pilot"))
    yield made
    made.close()


def shown(project: Project, name: str) -> CodedTranscript:
    with project.read() as rows:
        kept = tables.as_kept(rows)
    return coded_transcript(kept, name)


def opened(transcript: CodedTranscript) -> Document:
    return docx.Document(io.BytesIO(coded_transcript_as_docx(transcript)))


def commented(document: Document) -> dict[str, str]:
    """Return the coded words under each comment, by its id; the lines that say who speaks do not count."""
    found: dict[str, str] = {}
    open_ones: set[str] = set()
    for paragraph in document.element.body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        spoken = style is None or style.get(f"{W}val") != "About"
        for element in paragraph.iter():
            if element.tag == f"{W}commentRangeStart":
                open_ones.add(element.get(f"{W}id"))
                found[element.get(f"{W}id")] = ""
            elif element.tag == f"{W}commentRangeEnd":
                open_ones.remove(element.get(f"{W}id"))
            elif spoken and element.tag in (f"{W}t", f"{W}br", f"{W}tab"):
                text = {f"{W}br": "\n", f"{W}tab": "\t"}.get(element.tag, element.text or "")
                for each in open_ones:
                    found[each] += text
    assert not open_ones
    return found


def test_every_comment_lies_on_exactly_its_passage(project: Project) -> None:
    transcript = shown(project, "interview-1")
    document = opened(transcript)
    words = list(commented(document).values())
    assert words == [transcript.text[passage.start : passage.end] for passage in transcript.passages]
    assert len(words) == 3


def test_a_comment_says_code_direction_strength_memo_and_who(project: Project) -> None:
    comments = list(opened(shown(project, "interview-1")).comments)
    assert comments[0].text == (
        "Enhanced security and livelihood for care workers · +\N{NO-BREAK SPACE}supports · described\n"
        "Her <own> words & tone."
    )
    assert (comments[0].author, comments[0].initials) == ("AB", "A")
    assert comments[0].timestamp is not None
    assert comments[0].timestamp.isoformat() == "2026-03-02T09:30:00+00:00"


def test_right_to_left_words_are_marked_for_word(project: Project) -> None:
    document = opened(shown(project, "workshop-a"))
    paragraph = next(item for item in document.paragraphs if "Friday, and it" in item.text)
    assert paragraph._p.pPr is not None
    assert paragraph._p.pPr.find(f"{W}bidi") is not None
    marked = [run.text for run in paragraph.runs if run._r.rPr is not None and run._r.rPr.find(f"{W}rtl") is not None]
    assert "".join(marked).strip() == "אני אוכל איתם"


def test_the_margin_names_the_codes_and_the_text_their_ends(project: Project) -> None:
    transcript = shown(project, "interview-1")
    page = read_page(coded_transcript_as_html(transcript))
    for passage in transcript.passages:
        assert f"[{passage.number}" in page.text
        assert f"{passage.number}]" in page.text
    assert "Her <own> words & tone." in page.text
    assert "<b>Calm</b> & fine 😀." in page.text
    assert "0:12 · turn 2" in page.text
    assert "Worker 1, care worker" in page.text
    assert "Interviewer" in page.text


def test_what_consent_keeps_back_is_not_in_the_page(project: Project) -> None:
    transcript = shown(project, "workshop-a")
    for text in (
        read_page(coded_transcript_as_html(transcript)).text,
        "\n".join(paragraph.text for paragraph in opened(transcript).paragraphs),
    ):
        for secret in (SECRET, GONE, "brother", "kitchen", "Volunteer", "Worker 2", "Family 1", "SAM", "█"):
            assert secret not in text
        assert "Withheld: this person took their consent back." in text
        assert "Words withheld: consent is for internal use only." in text
        assert "2 turns are withheld, as consent asks." in text
        assert "We eat together on Fridays" in text


def test_passages_in_withheld_turns_are_left_out(project: Project) -> None:
    transcript = shown(project, "workshop-a")
    silent = [turn for turn in transcript.turns if turn.withheld]
    assert len(silent) == 2
    assert not [p for p in transcript.passages for t in silent if t.start <= p.start and p.end <= t.end]
    assert "rent" not in " ".join(comment.text for comment in opened(transcript).comments)


def test_a_missing_transcript_is_told(project: Project) -> None:
    with pytest.raises(NotFoundError, match="not in the project"):
        shown(project, "no-such")


@pytest.mark.parametrize("file_format", ["html", "docx"])
def test_the_same_transcript_gives_the_same_bytes(project: Project, tmp_path: Path, file_format: str) -> None:
    for name in ("one", "other"):
        export_coded_transcript(project, transcript_id="interview-1", file=tmp_path / f"{name}.{file_format}")
    assert (tmp_path / f"one.{file_format}").read_bytes() == (tmp_path / f"other.{file_format}").read_bytes()


def test_another_ending_is_refused_and_nothing_written(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="html or docx"):
        export_coded_transcript(project, transcript_id="interview-1", file=tmp_path / "a.rtf")
    assert list(tmp_path.iterdir()) == []


def test_cancelling_leaves_the_old_file(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(ExportCancelledError):
        export_coded_transcript(project, transcript_id="interview-1", file=file, cancelled=lambda: True)
    assert file.read_text(encoding="utf-8") == "old"


def test_a_transcript_without_codings_is_still_a_page(project: Project) -> None:
    bare = CodedTranscript(title="Bare", text="", turns=())
    assert "This transcript has no text." in read_page(coded_transcript_as_html(bare)).text
    assert list(opened(bare).comments) == []
    assert talks()[0].transcript.name == "Interview 1"


@st.composite
def transcripts(draw: st.DrawFn) -> CodedTranscript:
    """Return a transcript of odd letters with overlapping passages over one or more turns."""
    said = draw(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=4))
    turns, text = [], ""
    for number, words in enumerate(said, start=1):
        start = len(text)
        text += words
        turns.append(CodedTurn(number=number, start=start, end=len(text), who="Rosa"))
        text += "\n"
    text = text[:-1]
    places = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20)), max_size=6))
    spans = sorted({(start, min(len(text), start + long)) for start, long in places}, key=lambda s: (s[0], -s[1]))
    passages = [
        CodedPassage(number=number, start=start, end=end, code=f"Code {number}", colour="#2f8f5b",
                     direction=Direction.SUPPORTS, coder="AB", coded_at="2026-03-02T09:30:00Z")
        for number, (start, end) in enumerate(spans, start=1)
        if text[start:end].strip("\n")
    ]  # fmt: skip
    return CodedTranscript(title="T", text=text, turns=tuple(turns), passages=tuple(passages))


@given(transcript=transcripts())
def test_pieces_hold_the_whole_text_and_every_passage(transcript: CodedTranscript) -> None:
    for turn in transcript.turns:
        cut = list(pieces(turn, transcript.passages))
        assert (
            "".join(transcript.text[piece.start : piece.end] for piece in cut) == transcript.text[turn.start : turn.end]
        )
        for passage in transcript.passages:
            under = [piece for piece in cut if passage in piece.over]
            low, high = max(turn.start, passage.start), min(turn.end, passage.end)
            assert "".join(transcript.text[p.start : p.end] for p in under) == transcript.text[low : max(low, high)]


@given(transcript=transcripts())
@settings(max_examples=15)
def test_comments_lie_on_their_words_whatever_is_written(transcript: CodedTranscript) -> None:
    expected = []
    for passage in transcript.passages:
        parts = [
            transcript.text[max(turn.start, passage.start) : min(turn.end, passage.end)]
            for turn in transcript.turns
            if turn.start < passage.end and passage.start < turn.end
        ]
        if parts:
            expected.append("".join(parts))
    assert list(commented(opened(transcript)).values()) == expected


@given(transcript=transcripts())
def test_pages_are_valid_whatever_is_written(transcript: CodedTranscript) -> None:
    read_page(coded_transcript_as_html(transcript))
