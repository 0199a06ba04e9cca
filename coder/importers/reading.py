"""Reading a transcript file: which format it really is, whatever its name says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coder.domain.text import excerpt, one_line, readable_name
from coder.domain.transcript import ParsedTranscript
from coder.errors import ImportFileError
from coder.importers.captions import looks_like_captions, read_captions
from coder.importers.decoding import decode
from coder.importers.grids import read_grid
from coder.importers.heads import read_head
from coder.importers.looks import refuse_no_transcript
from coder.importers.markdown import read_markdown
from coder.importers.opening import is_zip, read_bytes, refuse_foreign, shown
from coder.importers.plain_text import read_plain_text
from coder.importers.recognise import recognised
from coder.importers.turns import Recognised
from coder.importers.word import read_word

ENDINGS = (".txt", ".md", ".docx", ".vtt", ".srt")
"""The endings of the files that can be imported."""

_WORD = (".docx", ".docm", ".dotx")
_CAPTIONS = (".vtt", ".srt")
_MARKDOWN = (".md", ".markdown")
_HEAD_LINES = 20
_LINES_QUOTED = 12
_WORDS_QUOTED = 30


def read_transcript(path: Path, *, encoding: str | None = None) -> ParsedTranscript:
    """Read a file in whichever of the known formats it is; the contents count more than the ending.

    `encoding` (a label of `ENCODINGS`) reads a text file so instead of by recognition. Raises `ImportFileError`
    with one clear sentence for a file that cannot be read.
    """
    data = read_bytes(path)
    name, ending = shown(path), path.suffix.lower()
    if is_zip(data):
        document = read_word(data, name)
        found = recognised(document)
        misnamed = [] if ending in _WORD else [_in_spite(name, "a Word document", ending)]
        return _parsed(path, found, document.source, "", [*misnamed, *document.warnings])
    refuse_foreign(data, name)
    decoded = decode(data, name, encoding=encoding)
    refuse_no_transcript(decoded.text, name, ending)
    found, also = _read_text(decoded.text, name, ending)
    return _parsed(path, found, decoded.raw, decoded.label, [*also, *decoded.warnings])


def _read_text(text: str, name: str, ending: str) -> tuple[Recognised, list[str]]:
    """Read a text in the format that it shows; also say so where the name promises another one."""
    if looks_like_captions(text):
        return read_captions(text, name), [] if ending in _CAPTIONS else [_in_spite(name, "a caption file", ending)]
    warnings = [_in_spite(name, "plain text", ending)] if ending in (*_CAPTIONS, *_WORD) else []
    if ending not in _MARKDOWN and (grid := read_grid(text)) is not None:
        return grid, warnings
    document = read_markdown(text) if ending in _MARKDOWN else read_plain_text(text)
    return recognised(document), warnings


def _parsed(path: Path, found: Recognised, source: str, encoding: str, warnings: Sequence[str]) -> ParsedTranscript:
    if not any(any(map(str.isalnum, turn.text)) for turn in found.turns):
        raise ImportFileError(f"{shown(path)} holds no text that could be coded; check that it is the right file.")
    head = read_head(_head_of(found))
    return ParsedTranscript(
        source_name=readable_name(path.name),
        layout=found.layout,
        turns=tuple(found.turns),
        encoding=encoding,
        warnings=(*warnings, *found.warnings, *head.notes, *_told(found)),
        title=found.title,
        date=head.date,
        place=head.place,
        left_out=found.left_out,
        source=source,
    )


def _head_of(found: Recognised) -> list[str]:
    """Return the lines that may say when and where it was: headings at the top, and what was left out."""
    top: list[str] = []
    for turn in found.turns:
        if not turn.heading:
            break
        top += turn.text.split("\n")
    return [*top[:_HEAD_LINES], *found.left_out[:_HEAD_LINES]]


def _told(found: Recognised) -> list[str]:
    """Name every line that is no talk: those kept as headings, and those left out."""
    headings = [line for turn in found.turns if turn.heading for line in turn.text.split("\n")]
    told: list[str] = []
    if headings:
        what = "1 line that is no talk was kept as a heading"
        if len(headings) > 1:
            what = f"{len(headings)} lines that are no talk were kept as headings"
        told.append(f"{what}: {_quoted(headings)}.")
    if found.left_out:
        told.append(f"Left out, because it is no talk: {_quoted(found.left_out)}.")
    return told


def _quoted(texts: Sequence[str]) -> str:
    named = ", ".join(f"“{excerpt(one_line(text), words=_WORDS_QUOTED)}”" for text in texts[:_LINES_QUOTED])
    more = len(texts) - _LINES_QUOTED
    return f"{named} and {more} more" if more > 0 else named


def _in_spite(name: str, what: str, ending: str) -> str:
    return f"{name} is {what} in spite of its ending “{ending or 'none'}”, and was read as such."
