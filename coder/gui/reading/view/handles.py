"""The handles at the ends of the active mark, and what dragging one of them means."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from coder.domain.span import Span, trimmed
from coder.gui.reading.view.boundaries import moved, snapped
from coder.gui.reading.view.page import Page

_KNOB = 4.5
_REACH = 9.0


@dataclass(frozen=True, slots=True)
class Grip:
    """One end of the active mark: where its stem stands, in document pixels."""

    is_end: bool
    x: float
    top: float
    bottom: float

    @property
    def knob(self) -> QPointF:
        """Return the middle of the round part: above the first line, below the last."""
        return QPointF(self.x, self.bottom + _KNOB - 1 if self.is_end else self.top - _KNOB + 1)

    def is_near(self, point: QPointF) -> bool:
        """Tell whether a pointer at `point` means this handle."""
        above, below = self.top - 2 * _KNOB, self.bottom + 2 * _KNOB
        return abs(point.x() - self.x) <= _REACH and above <= point.y() <= below


def grips(page: Page) -> list[Grip]:
    """Return the handles of the active mark, or none."""
    mark = page.marks.get(page.active)
    if mark is None:
        return []
    pieces = page.pieces(page.preview or mark.span)
    if not pieces:
        return []
    ascent, descent = page.type.ascent, page.type.descent
    (first, left, _), (last, _, right) = pieces[0], pieces[-1]
    return [
        Grip(False, round(left), first - ascent, first + descent),
        Grip(True, round(right), last - ascent, last + descent),
    ]


def grip_at(page: Page, point: QPointF) -> Grip | None:
    """Return the handle that is nearest to a point in document pixels, if one is near."""
    near = [grip for grip in grips(page) if grip.is_near(point)]
    return min(near, key=lambda grip: abs(grip.x - point.x()), default=None)


def paint_grips(painter: QPainter, page: Page) -> None:
    """Paint the handles; the painter is at the document's origin."""
    mark = page.marks.get(page.active)
    if mark is None:
        return
    colour = QColor(page.colour(mark))
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    for grip in grips(page):
        painter.fillRect(QRectF(grip.x - 1, grip.top, 2, grip.bottom - grip.top), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(page.colours.paper))
        painter.drawEllipse(grip.knob, _KNOB + 1.5, _KNOB + 1.5)
        painter.setBrush(colour)
        painter.drawEllipse(grip.knob, _KNOB, _KNOB)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.restore()


def dragged(text: str, span: Span, position: int, *, is_end: bool, exact: bool) -> Span:
    """Return a passage after one of its ends was dragged to a position.

    The end snaps to the nearest word unless `exact`, and always stays a character beyond the other end.
    """
    place = position if exact else snapped(text, position, end=is_end)
    return _valid(text, span, (span.start, place) if is_end else (place, span.end), is_end=is_end)


def extended(text: str, span: Span, *, start_by: int, end_by: int) -> Span:
    """Return a passage with its ends moved by whole words; negative numbers move towards the beginning."""
    start = moved(text, span.start, start_by, end=False)
    wider = _valid(text, span, (start, span.end), is_end=False)
    end = moved(text, wider.end, end_by, end=True)
    return _valid(text, wider, (wider.start, end), is_end=True)


def _valid(text: str, span: Span, wanted: tuple[int, int], *, is_end: bool) -> Span:
    start, end = wanted
    if start < end:
        return trimmed(text, start, end) or span
    # Dragged past the other end: the nearest word there is what remains.
    if is_end:
        return trimmed(text, span.start, max(span.start + 1, moved(text, span.start, 1, end=True))) or span
    return trimmed(text, min(span.end - 1, moved(text, span.end, -1, end=False)), span.end) or span
