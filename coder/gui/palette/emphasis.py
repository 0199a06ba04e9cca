"""Which letters of a name were typed, and painting the name so that they stand out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from coder.domain.search import folded
from coder.domain.span import Span
from coder.gui.offsets import OffsetMap

_WORD_BREAKS = " -/"
_ELLIPSIS = "…"


def matched_spans(name: str, query: str) -> list[Span]:
    """Return the spans of a name that the typed words match, in order and without overlaps, in code points.

    A word is looked for at the start of the name's words before anywhere else, as `matching` does.
    """
    plain, places = _folded_with_places(name)
    found = sorted((at, at + len(word)) for word in folded(query).split() if (at := _place_of(word, plain)) is not None)
    result: list[Span] = []
    for start, stop in found:
        first, last = places[start], places[stop - 1] + 1
        while last < len(name) and not folded(name[last]):
            last += 1  # accents that are characters of their own belong to the letter before them
        if result and first <= result[-1].end:
            result[-1] = Span(result[-1].start, max(last, result[-1].end))
        else:
            result.append(Span(first, last))
    return result


def draw_name(
    painter: QPainter,
    rect: QRectF,
    name: str,
    spans: Sequence[Span],
    *,
    font: QFont,
    strong: QFont,
    ink: QColor,
) -> float:
    """Paint a name on one line, cut with an ellipsis, its `spans` in the strong font; return the width used."""
    widest = strong if spans else font
    shown = QFontMetricsF(widest).elidedText(name, Qt.TextElideMode.ElideRight, rect.width())
    kept = len(name) if shown == name else len(shown.removesuffix(_ELLIPSIS))
    layout = QTextLayout(shown, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats([_format(OffsetMap(shown), span, kept, strong) for span in spans if span.start < kept])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    painter.setPen(ink)
    layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2))
    return line.naturalTextWidth()


def _format(offsets: OffsetMap, span: Span, kept: int, strong: QFont) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start, end = offsets.to_units(span.start), offsets.to_units(min(span.end, kept))
    result.length = end - result.start
    look = QTextCharFormat()
    look.setFont(strong)
    result.format = look
    return result


def _folded_with_places(name: str) -> tuple[str, list[int]]:
    """Return the folded name and, for each of its characters, the place in the name that it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(name):
        plain = folded(letter)
        letters.append(plain)
        places += [place] * len(plain)
    return "".join(letters), places


def _place_of(word: str, plain: str) -> int | None:
    first = at = plain.find(word)
    while at > 0 and plain[at - 1] not in _WORD_BREAKS:
        at = plain.find(word, at + 1)
    best = at if at >= 0 else first
    return best if best >= 0 else None
