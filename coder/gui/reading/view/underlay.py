"""The washes and underlines beneath the text, worked out for a line when it is first seen and kept until it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from coder.domain.colour import wash
from coder.domain.lanes import assign_lanes
from coder.domain.span import Span
from coder.gui.reading.view.content import Mark
from coder.gui.reading.view.marks import depth
from coder.gui.reading.view.page import Page
from coder.gui.reading.view.typography import UNDERLINE, UNDERLINE_LANES, UNDERLINE_STEP

_WASH = 0.2
STRONG_WASH = 0.38
_TERM_WASH = 0.16
_TERM_UNDERLINE = 3


@dataclass(slots=True)
class _LinePaint:
    """What is painted beneath one line, in document pixels."""

    fills: list[tuple[QRectF, QColor]] = field(default_factory=list)
    dots: list[tuple[QLineF, QPen]] = field(default_factory=list)


class Underlay:
    """Paints what lies beneath the text: washes one code deep, underline lanes, terms and the fading flash."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lines: dict[int, _LinePaint] = {}
        self._lanes: dict[int, dict[str, int]] = {}
        self._terms: list[Span] = []
        self.flash: Span | None = None
        self.flash_strength = 0.0

    def forget(self) -> None:
        """Forget everything worked out, because lines, colours or all marks changed."""
        self._lines.clear()
        self._lanes.clear()

    def forget_span(self, span: Span) -> range:
        """Forget the paragraphs of a span; return their lines, which must be painted again."""
        lines = self._page.lines
        first, last = lines.blocks[lines.at(span.start)], lines.blocks[lines.at(max(span.start, span.end - 1))]
        for block in range(first, last + 1):
            self._lanes.pop(block, None)
        beyond = lines.first_of_block[last + 1] if last + 1 < len(lines.first_of_block) else len(lines)
        touched = range(lines.first_of_block[first], beyond)
        for line in touched:
            self._lines.pop(line, None)
        return touched

    def set_terms(self, terms: Sequence[Span]) -> None:
        """Point out these words; they are few, those that speak for the suggestions at hand."""
        self._terms = list(terms)
        self._lines.clear()

    def paint(self, painter: QPainter, first: int, last: int) -> None:
        """Paint beneath the lines `first` to `last` (both included); the painter is at the document's origin."""
        for line in range(first, last + 1):
            paint = self._lines.get(line)
            if paint is None:
                paint = self._lines[line] = self._worked_out(line)
            for rect, colour in paint.fills:
                painter.fillRect(rect, colour)
            for dots, pen in paint.dots:
                painter.setPen(pen)
                painter.drawLine(dots)
        if self.flash is not None and self.flash_strength > 0:
            colour = QColor(self._page.colours.flash)
            colour.setAlphaF(0.85 * self.flash_strength)
            self._paint_span(painter, self.flash, colour, range(first, last + 1), grow=2)
        active, preview = self._page.marks.get(self._page.active), self._page.preview
        if active is not None and preview is not None:
            colour = QColor(self._page.colour(active))
            colour.setAlphaF(STRONG_WASH)
            self._paint_span(painter, preview, colour, range(first, last + 1))

    def _worked_out(self, line: int) -> _LinePaint:
        page = self._page
        start, end = page.lines.starts[line], page.lines.end(line)
        paint = _LinePaint()
        marks = page.marks.overlapping(start, end) if end > start else []
        terms = [term for term in self._terms if term.start < end and term.end > start]
        if not marks and not terms:
            return paint
        geometry = page.geometry(line)
        top, bottom = page.top(line), page.bottom(line)
        extents = {mark.id: page.extents(line, mark.span, geometry) for mark in marks}
        # The shortest is painted last and covers the others, so the wash is one code deep wherever one looks.
        for mark in sorted(marks, key=lambda mark: (self._strong(mark), *(-part for part in depth(mark)))):
            if not mark.hollow or self._strong(mark):
                strength = STRONG_WASH if self._strong(mark) else _WASH
                tint = QColor(wash(page.colour(mark), page.colours.paper, alpha=strength))
                paint.fills += [(QRectF(x, top, right - x, bottom - top), tint) for x, right in extents[mark.id]]
        for term in terms:
            self._add_term(paint, page.extents(line, term, geometry), top, bottom)
        lanes = self._lanes_of(page.lines.blocks[line])
        for mark in marks:
            self._add_underline(paint, mark, lanes[mark.id], extents[mark.id], bottom)
        return paint

    def _strong(self, mark: Mark) -> bool:
        if mark.id == self._page.active:
            return self._page.preview is None
        return mark.id == self._page.pointed

    def _lanes_of(self, block: int) -> dict[str, int]:
        """Return the underline lane of each mark in a paragraph, so that a lane holds over its lines."""
        lanes = self._lanes.get(block)
        if lanes is None:
            start, end = self._page.lines.block_bounds(block)
            marks = self._page.marks.overlapping(start, end)
            places = assign_lanes([Span(max(start, mark.start), min(end, mark.end)) for mark in marks])
            lanes = self._lanes[block] = dict(zip((mark.id for mark in marks), places, strict=True))
        return lanes

    def _add_underline(
        self, paint: _LinePaint, mark: Mark, lane: int, extents: list[tuple[float, float]], bottom: int
    ) -> None:
        y = bottom + 1 + min(lane, UNDERLINE_LANES - 1) * UNDERLINE_STEP
        if lane >= UNDERLINE_LANES:
            # More codes than lanes: a thicker bar in the ink says that there is more; the stripes say what.
            more = QColor(wash(self._page.colours.soft_ink, self._page.colours.paper, alpha=0.75))
            paint.fills += [(QRectF(x, y, right - x - 1, UNDERLINE + 1), more) for x, right in extents]
            return
        colour = QColor(self._page.colour(mark))
        if mark.hollow:
            pen = _dotted(colour, UNDERLINE)
            paint.dots += [(QLineF(x, y + UNDERLINE / 2, right - 1, y + UNDERLINE / 2), pen) for x, right in extents]
        else:
            paint.fills += [(QRectF(x, y, right - x - 1, UNDERLINE), colour) for x, right in extents]

    def _add_term(self, paint: _LinePaint, extents: list[tuple[float, float]], top: int, bottom: int) -> None:
        colours = self._page.colours
        tint = QColor(wash(colours.accent, colours.paper, alpha=_TERM_WASH))
        pen = _dotted(QColor(colours.accent), _TERM_UNDERLINE)
        y = bottom + _TERM_UNDERLINE / 2 - 1
        for x, right in extents:
            paint.fills.append((QRectF(x - 1, top, right - x + 2, bottom - top), tint))
            paint.dots.append((QLineF(x, y, right, y), pen))

    def _paint_span(self, painter: QPainter, span: Span, colour: QColor, lines: range, *, grow: int = 0) -> None:
        """Fill a span on some lines, `grow` pixels beyond its edges: for what changes from frame to frame."""
        page = self._page
        for line in page.lines.range_of(span.start, span.end):
            if line in lines:
                top, height = page.top(line) - grow, page.bottom(line) - page.top(line) + 2 * grow
                for x, right in page.extents(line, span):
                    painter.fillRect(QRectF(x - grow, top, right - x + 2 * grow, height), colour)


def _dotted(colour: QColor, width: int) -> QPen:
    pen = QPen(colour, width, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.0, 1.0] if width > UNDERLINE else [1.0, 1.5])
    return pen
