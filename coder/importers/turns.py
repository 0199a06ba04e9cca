"""The lines that every text-like format becomes, and how lines become turns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coder.domain.text import normalised, one_line
from coder.domain.transcript import ParsedTurn

# What `normalised` takes out, too, so that a tidy text is looked through only once.
_SPECIAL = re.compile("[\x00-\x08\v\f\r\x0e-\x1f\x7f\u0085\u00a0\u2028\u2029\u202f\ud800-\udfff\ufdd0-\ufdef\ufeff]")
_TRANSLATED = {0xA0: " ", 0x202F: " ", **dict.fromkeys([*range(1, 9), *range(14, 32), 127])}
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, *range(0x202A, 0x202F), 0xFE0F])
_RULE = re.compile(r"[-=_*~–—·•.#\s]{3,}")
_HYPHENATED = re.compile(r"[^\W\d_]-$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: no blanks at its ends, no newline, never empty."""

    text: str
    starts: bool = True
    """Whether it begins a paragraph; False for what follows a soft break or a hard-wrapped line."""
    gap: bool = False
    """Whether a blank line stands before it."""
    heading: int = 0
    """The heading level, 0 for ordinary text."""
    bold: int = 0
    """How many of its first code points are bold."""
    marker: str = ""
    """The list marker in front of it, such as "- " or "2. ", which is not part of `text`."""
    speaker: str | None = None
    """The speaker, where the document says so outside the text (a table of speakers)."""
    time: float | None = None
    """Seconds from the start of the recording, where the document says so outside this text."""
    outside: bool = False
    """Whether it begins something that cannot continue a turn, such as the text after a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text-like file as lines, the same for text, Markdown and Word."""

    lines: Sequence[Line]
    kind: str
    """The word that layouts carry in brackets: "text", "Word" or "Markdown"."""
    wrapped: bool = False
    """Whether lines were broken by column, so that only `Line.starts` begins a paragraph."""
    title: str = ""
    warnings: tuple[str, ...] = ()
    source: str = ""
    """The text of a file that is no text itself, with one newline per paragraph, as other tools show it."""
    left_out: tuple[str, ...] = ()
    """What stands in the file and in no line, such as hidden text."""


class Draft(NamedTuple):
    """A turn before its text is tidied."""

    speaker: str | None
    text: str
    time: float | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """The turns of a document and the layout they were found in."""

    layout: str
    turns: list[ParsedTurn]
    title: str = ""
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Lines of the file that are in no turn, as they stand there."""


def tidy(text: str) -> str:
    """Return normalised text without control characters, empty lines, or blanks at the ends of lines."""
    if _SPECIAL.search(text):
        text = normalised(text).translate(_TRANSLATED)
    if "\n" not in text:
        return text.strip()
    return "\n".join(stripped for line in text.split("\n") if (stripped := line.strip()))


def label_form(label: str) -> str:
    """Return a label with composed letters and without characters that are not seen, so that one name is one."""
    return label if label.isascii() else unicodedata.normalize("NFC", label.translate(_UNSEEN))


def turn(speaker: str | None, text: str, time: float | None = None, *, heading: bool = False) -> ParsedTurn | None:
    """Return a turn in its final form, or nothing where there is no text to code."""
    clean = tidy(text)
    if not clean:
        return None
    label = label_form(one_line(tidy(speaker))) if speaker else None
    return ParsedTurn(label or None, clean, time, heading)


def turns(drafts: Iterable[Draft]) -> list[ParsedTurn]:
    """Return the turns of drafts, leaving out those without text."""
    found = (turn(draft.speaker, draft.text, draft.time, heading=draft.heading) for draft in drafts)
    return [made for made in found if made is not None]


def paragraphs(lines: Iterable[Line]) -> list[list[Line]]:
    """Group lines into paragraphs."""
    result: list[list[Line]] = []
    for line in lines:
        if line.starts or not result:
            result.append([line])
        else:
            result[-1].append(line)
    return result


def joined(lines: Sequence[Line], *, wrapped: bool) -> str:
    """Join lines of one turn: wrapped lines with a blank, paragraphs and soft breaks with a newline."""
    if not lines:
        return ""
    if not wrapped:
        return "\n".join(line.marker + line.text for line in lines)
    parts = [lines[0].marker + lines[0].text]
    for line in lines[1:]:
        if line.starts or line.marker:
            parts.append("\n")
        elif not (_HYPHENATED.search(parts[-1]) and line.text[0].islower()):
            parts.append(" ")
        parts.append(line.marker + line.text)
    return "".join(parts)


def is_rule(text: str) -> bool:
    """Tell whether a line only draws a separator, such as "-----"."""
    return len(text) >= 3 and not text[0].isalnum() and _RULE.fullmatch(text) is not None and text.strip(".…") != ""
