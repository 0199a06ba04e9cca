"""The left margin: who speaks and when, on the baseline of each turn's first line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from coder.domain.colour import wash
from coder.gui.reading.view.content import TurnView
from coder.gui.reading.view.page import Page

_GAP = 20
"""Between the names and the text; the current turn's edge runs in it."""
_EDGE = 8
_EDGE_WIDTH = 2


class NamesMargin(QWidget):
    """Paints speakers and times beside the turns; the speaker of a turn that began above stays at the top."""

    turn_clicked = Signal(int)
    """The position of the turn whose name was clicked (code points)."""

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self._scroll = 0
        self._names = 0
        self._short = False
        self.setAccessibleName("Speakers")
        self.setMouseTracking(True)

    def set_scroll(self, value: int) -> None:
        """Show the part of the page that begins `value` pixels below its top."""
        self._scroll = value
        self.update()

    def set_names_width(self, width: int) -> None:
        """Set how many pixels the names may take, next to the text."""
        self._names = width
        self.names_changed()

    def names_changed(self) -> None:
        """Take up other names, other fonts or another width: all names are written out, or all are short."""
        metrics = QFontMetricsF(self._page.type.name_font)
        speakers = {turn.speaker for turn in self._page.content.turns}
        self._short = any(metrics.horizontalAdvance(speaker) > self._names for speaker in speakers)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._page.colours.paper))
        if not self._page.text:
            return
        painter.translate(0, -self._scroll)
        self._paint_edge(painter)
        for turn, baseline in self._visible():
            self._paint_turn(painter, turn, baseline)

    def _visible(self) -> list[tuple[TurnView, int]]:
        """Return the turns in view with the baseline on which their names stand."""
        page = self._page
        lines = page.lines
        first, last = lines.at_y(self._scroll), lines.at_y(self._scroll + self.height())
        found: list[tuple[TurnView, int]] = []
        lowest = self._scroll + page.type.ascent + 6
        block = 2 * page.type.pitch
        for turn in page.turns_between(lines.starts[first], lines.end(last)):
            span_lines = lines.range_of(turn.start, turn.end)
            baseline = lines.baselines[span_lines.start]
            if baseline < lowest:
                # The name waits at the top while its turn is read, and leaves with the turn's last lines.
                baseline = max(baseline, min(lowest, lines.baselines[span_lines[-1]] - block + page.type.pitch))
            found.append((turn, baseline))
        return found

    def _paint_edge(self, painter: QPainter) -> None:
        page = self._page
        turn = page.turn_at(page.caret)
        if turn is not None and turn.end > turn.start:
            lines = page.lines.range_of(turn.start, turn.end)
            top, bottom = page.top(lines[0]), page.bottom(lines[-1])
            edge = QRectF(self.width() - _EDGE, top, _EDGE_WIDTH, bottom - top)
            painter.fillRect(edge, QColor(wash(page.colours.accent, page.colours.paper, alpha=0.45)))

    def _paint_turn(self, painter: QPainter, turn: TurnView, baseline: int) -> None:
        page = self._page
        soft = QColor(page.colours.soft_ink)
        right = self.width() - _GAP
        metrics = QFontMetricsF(page.type.name_font)
        name = fitted(turn.speaker, metrics, self._names, short=self._short)
        painter.setFont(page.type.name_font)
        painter.setPen(soft if turn.quiet else QColor(wash(page.colours.ink, page.colours.paper, alpha=0.86)))
        painter.drawText(QPointF(right - metrics.horizontalAdvance(name), baseline), name)
        if turn.time:
            small = QFontMetricsF(page.type.small_font)
            painter.setFont(page.type.small_font)
            painter.setPen(soft)
            below = baseline + round(page.type.pitch * 0.6) if turn.speaker else baseline
            painter.drawText(QPointF(right - small.horizontalAdvance(turn.time), below), turn.time)

    def _turn_at(self, y: float) -> TurnView | None:
        reach = self._page.type.pitch
        for turn, baseline in self._visible() if self._page.text else ():
            if baseline - self._page.type.ascent <= y + self._scroll < baseline + reach:
                return turn
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._turn_at(event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        turn = self._turn_at(event.position().y())
        if turn is not None and event.button() == Qt.MouseButton.LeftButton:
            self.turn_clicked.emit(turn.start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # It would be taken for a click into the text otherwise.

    def event(self, event: QEvent) -> bool:
        """Show the whole name where it is cut off."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            turn = self._turn_at(event.pos().y())
            metrics = QFontMetricsF(self._page.type.name_font)
            if turn and fitted(turn.speaker, metrics, self._names, short=self._short) != turn.speaker:
                QToolTip.showText(event.globalPos(), turn.speaker, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


def fitted(name: str, metrics: QFontMetricsF, width: int, *, short: bool = False) -> str:
    """Return a name that is no wider than this: whole (unless `short`), else "Imogen S.", else cut."""
    first, *others = name.split() or [""]
    abbreviated = " ".join((first, *map(_initial, others)))
    for shown in (abbreviated,) if short else (name, abbreviated):
        if metrics.horizontalAdvance(shown) <= width:
            return shown
    return metrics.elidedText(abbreviated, Qt.TextElideMode.ElideRight, width)


def _initial(word: str) -> str:
    """Return a surname's first letter; numbers and words in small letters are no surnames."""
    return f"{word[0]}." if len(word) > 1 and word[0].isupper() else word
