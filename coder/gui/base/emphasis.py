"""Which letters of a name were typed, and painting the name so that they stand out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from coder.domain.search import folded
from coder.domain.span import Span
from coder.gui.base.offsets import OffsetMap

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
    lines: int = 1,
) -> float:
    """Paint a name on so many lines at most, cut with an ellipsis, its `spans` in the strong font.

    Return the width of the last line, in pixels.
    """
    widest = strong if spans else font
    *above, last = broken(name, widest, rect.width(), lines=lines)
    cut = QFontMetricsF(widest).elidedText(last, Qt.TextElideMode.ElideRight, rect.width())
    kept = len(name) if cut == last else sum(map(len, above)) + len(cut.removesuffix(_ELLIPSIS))
    painter.setPen(ink)
    high = QFontMetricsF(widest).height()
    top, start, used = rect.top() + (rect.height() - high * (len(above) + 1)) / 2, 0, 0.0
    for part in (*above, cut):
        here = [
            Span(max(span.start, start) - start, min(span.end, kept, start + len(part)) - start)
            for span in spans
            if max(span.start, start) < min(span.end, kept, start + len(part))
        ]
        used = _draw_line(painter, QPointF(rect.left(), top), part, here, font=font, strong=strong)
        top, start = top + high, start + len(part)
    return used


def _draw_line(
    painter: QPainter, at: QPointF, text: str, spans: Sequence[Span], *, font: QFont, strong: QFont
) -> float:
    """Paint one line; return its width."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    places = OffsetMap(text)
    layout.setFormats([_format(places, span, strong) for span in spans])
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    if not line.isValid():
        return 0.0
    layout.draw(painter, at)
    return line.naturalTextWidth()


def broken(name: str, font: QFont, width: float, *, lines: int) -> list[str]:
    """Return a name in lines of a width in pixels, broken between words; what does not fit stays in the last line."""
    if lines < 2 or QFontMetricsF(font).horizontalAdvance(name) <= width:
        return [name]
    layout = QTextLayout(name, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    places, found, start = OffsetMap(name), list[str](), 0
    layout.beginLayout()
    while len(found) < lines - 1:
        line = layout.createLine()
        line.setLineWidth(max(1.0, width))
        end = places.to_code_points(line.textStart() + line.textLength())
        found.append(name[start:end])
        start = end
        if start >= len(name):
            break
    layout.endLayout()
    return [*found, name[start:]] if start < len(name) else found


def _format(offsets: OffsetMap, span: Span, strong: QFont) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start, end = offsets.to_units(span.start), offsets.to_units(span.end)
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
