"""The right margin: a stripe for every coding beside its lines, with its label where there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from coder.domain.colour import readable_ink
from coder.gui.base.emphasis import broken
from coder.gui.look.badges import paint_badge
from coder.gui.reading.view.content import Mark
from coder.gui.reading.view.page import Page
from coder.gui.reading.view.stripes import Placed, StripeTable, Wanted, place_labels
from coder.gui.reading.view.tips import tip_for

GUTTER_LANES = 64
"""Pixels for the lanes; with many lanes they come closer together rather than push the labels away."""
_GAP = 10
_WIDEST_LANE, _NARROWEST_LANE = 11, 4
_LABEL_GAP = 10
_CHIP = 4.0
_BADGE = 5.5
_NARROWEST_LABEL = 40


class StripeGutter(QWidget):
    """Paints stripes, direction signs and labels, and tells which of them the pointer means."""

    activated = Signal(str)
    """The id of the mark whose stripe or label was clicked."""
    pointed = Signal(object)
    """The id of the mark under the pointer, or None."""
    context_requested = Signal(QPoint, str)
    """A context menu was asked for at a global place, for the mark with this id."""

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self._stripes = StripeTable()
        self._arranged = False
        self._scroll = 0
        self._labels: list[Placed] = []
        self._elided: dict[tuple[str, int, int], list[str]] = {}
        self.setAccessibleName("Codings in the margin")
        self.setMouseTracking(True)

    # -- state ---------------------------------------------------------------------------------------------

    def set_scroll(self, value: int) -> None:
        """Show the part of the page that begins `value` pixels below its top."""
        self._scroll = value
        self.update()

    def marks_changed(self) -> None:
        """Take up marks that were added or removed."""
        self._arranged = False
        self.update()

    def lines_changed(self) -> None:
        """Take up a new layout of the text, other fonts or another text."""
        self._stripes.forget_lines()
        self._elided.clear()
        self.marks_changed()

    @property
    def stripes(self) -> StripeTable:
        """Return the lanes of all marks, arranged when they are first asked for after a change."""
        if not self._arranged:
            self._stripes.arrange(self._page.marks, self._page.lines)
            self._arranged = True
        return self._stripes

    @property
    def lane_pitch(self) -> int:
        """Return how many pixels one lane takes."""
        return max(_NARROWEST_LANE, min(_WIDEST_LANE, GUTTER_LANES // max(1, self.stripes.lanes)))

    @property
    def lanes_width(self) -> int:
        """Return how many pixels all the lanes that are shown take."""
        return min(GUTTER_LANES, max(1, self.stripes.lanes) * self.lane_pitch)

    def stripe_rect(self, mark: Mark) -> QRectF:
        """Return where a mark's stripe is, in document pixels from this margin's left."""
        stripe, pitch = self.stripes[mark.id], self.lane_pitch
        last_lane = GUTTER_LANES // pitch - 1
        top, bottom = self._page.top(stripe.first), self._page.bottom(stripe.last) + 3
        return QRectF(_GAP + min(stripe.lane, last_lane) * pitch + 2, top, max(2, min(4, pitch - 2)), bottom - top)

    # -- painting ------------------------------------------------------------------------------------------

    def _visible_marks(self) -> list[Mark]:
        lines = self._page.lines
        first, last = lines.at_y(self._scroll), lines.at_y(self._scroll + self.height())
        marks = self._page.marks.overlapping(lines.starts[first], max(lines.end(last), lines.starts[first] + 1))
        seen = self._scroll, self._scroll + self.height()
        return [mark for mark in marks if self._page.vertical(mark.span)[1] > seen[0]]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._page.colours.paper))
        self._labels = []
        if not self._page.text or not len(self._page.marks):
            return
        painter.translate(0, -self._scroll)
        marks = self._visible_marks()
        for mark in marks:
            self._paint_stripe(painter, mark)
        self._paint_labels(painter, marks)

    def _paint_stripe(self, painter: QPainter, mark: Mark) -> None:
        rect = self.stripe_rect(mark)
        colour = QColor(self._page.colour(mark))
        if mark.id in (self._page.pointed, self._page.active):
            rect = rect.adjusted(-1, 0, 1, 0)
        if mark.hollow:
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(rect, colour)
        if mark.direction is not None and self.lane_pitch > 2 * _BADGE - 1:
            top = max(rect.top(), min(self._scroll + 3.0, rect.bottom() - 2 * _BADGE))
            ink = QColor(readable_ink(self._page.colour(mark), dark=self._dark_ink, light="#ffffff"))
            centre = QPointF(rect.center().x(), top + _BADGE)
            painter.setFont(self._page.type.small_font)
            paint_badge(painter, centre, _BADGE, fill=colour, ink=ink, sign=mark.direction)

    @property
    def _dark_ink(self) -> str:
        return self._page.colours.paper if self._page.colours.dark else self._page.colours.ink

    @property
    def _label_left(self) -> int:
        return _GAP + self.lanes_width + _LABEL_GAP

    def _row(self) -> int:
        return round(QFontMetricsF(self._page.type.small_font).height()) + 1

    def _paint_labels(self, painter: QPainter, marks: list[Mark]) -> None:
        room = self.width() - self._label_left - 8
        if room < _NARROWEST_LABEL:
            return
        page = self._page
        wanted = []
        for mark in marks:
            top, bottom = page.vertical(mark.span)
            wanted.append((max(top, self._scroll + 2), self.stripes[mark.id].lane, mark.id, bottom))
        row = self._row()
        slack = page.type.turn_gap // 2
        self._labels = place_labels(
            [Wanted(mark_id, top, bottom + slack) for top, _, mark_id, bottom in sorted(wanted)], row
        )
        metrics = QFontMetricsF(page.type.small_font)
        painter.setFont(page.type.small_font)
        for label in self._labels:
            named = page.marks.get(label.mark_id)
            if named is not None:
                self._paint_label(painter, named, label, room, row, metrics)

    def _paint_label(
        self, painter: QPainter, mark: Mark, label: Placed, room: int, row: int, metrics: QFontMetricsF
    ) -> None:
        left = self._label_left
        more = f"+{len(label.more)}" if label.more else ""
        more_width = metrics.horizontalAdvance(more) + 8 if more else 0
        width = int(room - 2 * _CHIP - 6 - more_width)
        lines = self._fitted(mark, width, metrics, rows=1 if more else label.rows)
        label.rows = len(lines)
        colour = QColor(self._page.colour(mark))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(left + _CHIP, label.top + row / 2)
        painter.setPen(QPen(colour, 1.4) if mark.hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if mark.hollow else colour)
        painter.drawEllipse(centre, _CHIP - 0.7, _CHIP - 0.7)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        strong = mark.id in (self._page.pointed, self._page.active)
        painter.setPen(QColor(self._page.colours.ink if strong else self._page.colours.soft_ink))
        baseline = label.top + (row + metrics.capHeight()) / 2
        x = left + 2 * _CHIP + 6
        for number, text in enumerate(lines):
            painter.drawText(QPointF(x, baseline + number * row), text)
        if more:
            painter.setPen(QColor(self._page.colours.soft_ink))
            painter.drawText(QPointF(x + metrics.horizontalAdvance(lines[0]) + 8, baseline), more)

    def _fitted(self, mark: Mark, width: int, metrics: QFontMetricsF, *, rows: int) -> list[str]:
        """Return the label in as many rows as it needs and may have, or else as much of the short one as fits."""
        key = (mark.label, width, rows)
        if key not in self._elided:
            for text in dict.fromkeys((mark.label, mark.short_label or mark.label)):
                *above, last = broken(text, self._page.type.small_font, width, lines=rows)
                lines = [*(line.rstrip() for line in above), last]
                if metrics.horizontalAdvance(last) <= width:
                    break
            cut = metrics.elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
            self._elided[key] = [*lines[:-1], cut]
        return self._elided[key]

    # -- pointing ------------------------------------------------------------------------------------------

    def marks_at(self, point: QPointF) -> list[Mark]:
        """Return the mark whose stripe or label is at a point, with those that a label counts after it."""
        if not self._page.text or not len(self._page.marks):
            return []
        y = point.y() + self._scroll
        if point.x() >= self._label_left - 2:
            row = self._row()
            for label in self._labels:
                if label.top <= y < label.top + row * label.rows:
                    found = (self._page.marks.get(mark_id) for mark_id in (label.mark_id, *label.more))
                    return [mark for mark in found if mark is not None]
            return []
        hits = []
        for mark in self._visible_marks():
            rect = self.stripe_rect(mark)
            if rect.top() <= y < rect.bottom() and abs(rect.center().x() - point.x()) <= self.lane_pitch / 2:
                hits.append(mark)
        return hits

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        marks = self.marks_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if marks else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(marks[0].id if marks else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        marks = self.marks_at(event.position())
        if marks and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(marks[0].id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # It would be taken for a click into the text otherwise.

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        marks = self.marks_at(QPointF(event.pos()))
        if marks:
            self.context_requested.emit(event.globalPos(), marks[0].id)

    def event(self, event: QEvent) -> bool:
        """Say what a stripe, or a label and those counted after it, stand for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            marks = self.marks_at(QPointF(event.pos()))
            if marks:
                QToolTip.showText(event.globalPos(), tip_for(marks), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
