"""Plain text files as lines: which lines belong together, and whether they were broken by column."""

from __future__ import annotations

from collections.abc import Sequence

from coder.importers.turns import Document, Line, is_rule

_ENDS_SENTENCE = (".", "?", "!", "…", ":", ";", "-", "–", "—", '"', "”", "’", "»", ")", "]", "*")
_NARROWEST, _WIDEST = 40, 120
_LEAST_PAIRS = 3
_LONG = 100


def read_plain_text(text: str) -> Document:
    """Return the lines of a normalised text with what separates them."""
    raw = text.split("\n")
    return as_document([line.strip() for line in raw], "text", widths=[len(line.rstrip()) for line in raw])


def as_document(texts: Sequence[str], kind: str, *, widths: Sequence[int] | None = None) -> Document:
    """Return a document of stripped lines, empty ones standing for blank lines.

    `widths` are the lengths of the lines before stripping; they show a break by column.
    """
    widths = widths or [len(text) for text in texts]
    width = _wrap_width(texts, widths)
    wrapped = width > 0
    spaced = any(not text for text in _trimmed(texts))
    lines: list[Line] = []
    gap = False
    previous = ""
    for text in texts:
        if not text or is_rule(text):
            gap = bool(lines)
            continue
        if gap or not previous:
            starts = True
        elif wrapped:
            # Without blank lines, a short line that ends a sentence is the last of its paragraph.
            starts = not spaced and len(previous) < 0.75 * width and previous.endswith(_ENDS_SENTENCE)
        else:
            starts = not spaced or (len(previous) >= _LONG and previous.endswith(_ENDS_SENTENCE))
        lines.append(Line(text, starts, gap) if gap or not starts else Line(text))
        previous, gap = text, False
    return Document(lines=lines, kind=kind, wrapped=wrapped)


def _trimmed(texts: Sequence[str]) -> Sequence[str]:
    """Return the lines without the blank ones at both ends."""
    first = next((n for n, text in enumerate(texts) if text), 0)
    last = next((n for n in range(len(texts) - 1, -1, -1) if texts[n]), -1)
    return texts[first : last + 1]


def _wrap_width(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Return the column at which lines were broken, or 0 where they were not.

    Broken by column means: hardly any line that stops in the middle of a sentence had room for the next word.
    """
    width = max(widths, default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = stops = full = roomy = 0
    for number in range(len(texts) - 1):
        text, following = texts[number], texts[number + 1]
        if not text or not following or text[-1].isdigit():
            continue
        pairs += 1
        if text.endswith(_ENDS_SENTENCE):
            stops += 1
        elif widths[number] + 1 + len(following.split(None, 1)[0]) > width:
            full += 1
        elif widths[number] > width // 3:
            roomy += 1
    if full < _LEAST_PAIRS or full < 0.5 * (pairs - stops) or full < 0.3 * pairs or roomy > 0.1 * (full + roomy):
        return 0
    return width
