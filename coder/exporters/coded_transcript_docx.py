"""The coded transcript as a Word document: each coding is a comment on exactly its passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from coder.exporters.coded_transcript import (
    CodedPassage,
    CodedTranscript,
    CodedTurn,
    codes_used,
    count_in_words,
    passage_in_words,
    pieces,
)
from coder.exporters.contents import NOBODY, Watch
from coder.exporters.word_parts import SOFT, add_table, element, new_document, plain, right_to_left, saved

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run


def coded_transcript_as_docx(transcript: CodedTranscript, *, watch: Watch = NOBODY) -> bytes:
    """Return the transcript as a Word document with comments; the same transcript gives the same bytes.

    `watch` is told how many turns of how many are done.
    """
    document = new_document(transcript.title)
    document.add_paragraph(plain(transcript.title), style="Title")
    count = count_in_words(transcript.passages)
    document.add_paragraph(plain(" · ".join(part for part in (transcript.about, count) if part)), style="About")
    for note in transcript.notes:
        document.add_paragraph(plain(note), style="About")
    runs: dict[int, tuple[Run, Run]] = {}
    waiting = sorted(transcript.passages, key=lambda passage: (passage.start, -passage.end, passage.number))
    place, inside = 0, list[CodedPassage]()
    for done, turn in enumerate(transcript.turns):
        watch.at(done, len(transcript.turns))
        while place < len(waiting) and waiting[place].start < turn.end:
            inside.append(waiting[place])
            place += 1
        inside = [passage for passage in inside if passage.end > turn.start]
        _turn(document, transcript, turn, inside, runs)
    if not transcript.turns:
        document.add_paragraph("This transcript has no text.", style="About")
    _comments(document, transcript, runs)
    if transcript.passages:
        document.add_heading("Codes in this transcript", 1)
        rows = [(code, f"{times:,}") for code, _, times in codes_used(transcript.passages)]
        add_table(document, ("Code", "Codings"), rows, widths=(4, 1))
    return saved(document)


def _turn(
    document: Document,
    transcript: CodedTranscript,
    turn: CodedTurn,
    inside: list[CodedPassage],
    runs: dict[int, tuple[Run, Run]],
) -> None:
    from docx.shared import Pt, RGBColor

    head = document.add_paragraph(style="About")
    head.paragraph_format.keep_with_next = True
    head.paragraph_format.space_before, head.paragraph_format.space_after = Pt(8), Pt(0)
    head.add_run(plain(turn.who)).bold = True
    parts = [part for part in (turn.time, f"turn {turn.number}") if part]
    head.add_run(f"  {' · '.join(parts)}")
    paragraph = document.add_paragraph()
    if turn.withheld:
        paragraph.add_run(plain(turn.withheld)).italic = True
        return
    text = transcript.text[turn.start : turn.end]
    if _reads_right_to_left(text):
        right_to_left(paragraph)
    for piece in pieces(turn, inside):
        found = [
            _run(paragraph, part, leftwards=leftwards)
            for leftwards, part in _by_direction(transcript.text[piece.start : piece.end])
        ]
        if turn.asks:
            for run in found:
                run.font.color.rgb = RGBColor.from_string(SOFT)
        if found:
            for passage in piece.over:
                first = runs[passage.number][0] if passage.number in runs else found[0]
                runs[passage.number] = (first, found[-1])


def _run(paragraph: Paragraph, text: str, *, leftwards: bool) -> Run:
    run: Run = paragraph.add_run(plain(text))
    if leftwards:
        run._r.get_or_add_rPr().append(element("rtl"))
    return run


def _comments(document: Document, transcript: CodedTranscript, runs: dict[int, tuple[Run, Run]]) -> None:
    """Add the comments, those that begin first in front; of those that begin together the longer one is outside."""
    ordered = sorted(transcript.passages, key=lambda passage: (passage.start, -passage.end, passage.number))
    for passage in ordered:
        if passage.number not in runs:
            continue
        first, last = runs[passage.number]
        said = passage_in_words(passage) + (f"\n{passage.memo}" if passage.memo else "")
        comment = document.add_comment(
            [first, last], text=plain(said), author=plain(passage.coder), initials=_initials(passage.coder)
        )
        comment._comment_elm.date = _moment(passage.coded_at)


def _by_direction(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the text in parts that are written from right to left or not; blanks and signs stay with what is before.

    Word wants to be told, run by run.
    """
    leftwards = False
    marked: list[tuple[bool, str]] = []
    for letter in plain(text):
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            leftwards = True
        elif kind == "L":
            leftwards = False
        marked.append((leftwards, letter))
    for key, letters in groupby(marked, key=lambda pair: pair[0]):
        yield key, "".join(letter for _, letter in letters)


def _reads_right_to_left(text: str) -> bool:
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _initials(name: str) -> str:
    return "".join(word[0].upper() for word in re.findall(r"\w+", name))[:3]


def _moment(iso: str) -> datetime:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
