"""What the mouse does in the text beyond Qt's own selecting: handles, dragging passages out, dropping codes in."""

from __future__ import annotations

from PySide6.QtCore import QBasicTimer, QElapsedTimer, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QDrag, QDropEvent, QFontMetrics, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from coder.domain.span import Span, trimmed
from coder.domain.text import excerpt
from coder.gui.reading.view.handles import Grip, dragged, grip_at
from coder.gui.reading.view.mime import dragged_code, passage_mime
from coder.gui.reading.view.selecting import SelectablePage

_SCROLL_MS = 40


class Pointer:
    """The state of one mouse over the view, between pressing and letting go."""

    def __init__(self, view: SelectablePage) -> None:
        self._view = view
        self._grip: Grip | None = None
        self._pressed: QPoint | None = None
        self._since_double_click = QElapsedTimer()
        self._double_click_at = QPoint()
        self._last = QPoint()
        self._scrolling = QBasicTimer()

    # -- pressing, moving, letting go: each tells whether Qt's own handling is to be left out --------------

    def press(self, event: QMouseEvent) -> bool:
        """Begin dragging a handle or the selection, or select a sentence on the third click."""
        if event.button() != Qt.MouseButton.LeftButton:
            return event.button() == Qt.MouseButton.RightButton
        place = event.position().toPoint()
        page = self._view.page
        self._grip = grip_at(page, self._view.to_page(event.position()))
        if self._grip is not None:
            return True
        if self._is_third(place):
            self._since_double_click.invalidate()
            self._view.select_sentence_at(self._view.place_at(event.position()))
            return True
        if not event.modifiers() and self._in_selection(event.position()):
            self._pressed = place
            return True
        return False

    def move(self, event: QMouseEvent) -> bool:
        """Preview a handle's new place, or take the selection along once it has been pulled far enough."""
        place = event.position().toPoint()
        if self._grip is not None:
            self._last = place
            self._preview(exact=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            if self._beyond(place) and not self._scrolling.isActive():
                self._scrolling.start(_SCROLL_MS, self._view)
            elif not self._beyond(place):
                self._scrolling.stop()
            return True
        if self._pressed is not None:
            if (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag_out()
            return True
        return False

    def release(self, event: QMouseEvent) -> bool:
        """Let a handle go; a plain click into the selection puts the caret there."""
        if self._grip is not None:
            page = self._view.page
            mark, preview = page.marks.get(page.active), page.preview
            self._end_resize()
            if mark is not None and preview is not None and preview != mark.span:
                self._view.resize_requested.emit(mark.id, preview.start, preview.end)
            return True
        if self._pressed is not None:
            self._pressed = None
            self._view.set_caret(self._view.place_at(event.position()))
            return True
        return False

    def double_clicked(self, event: QMouseEvent) -> None:
        """Remember a double click: a third one soon after it selects the sentence."""
        self._pressed = None
        self._since_double_click.start()
        self._double_click_at = event.position().toPoint()

    def cancel(self) -> bool:
        """Leave a handle where it was; tell whether one was being dragged."""
        dragging = self._grip is not None
        if dragging:
            self._end_resize()
        return dragging

    def forget(self) -> None:
        """Let go of everything, because another text is shown or the view is hidden."""
        self._grip, self._pressed = None, None
        self._scrolling.stop()

    def scroll_on(self, timer_id: int) -> bool:
        """Scroll while a handle is held beyond the view's edge; tell whether this timer was meant."""
        if not self._scrolling.isActive() or timer_id != self._scrolling.timerId():
            return False
        step = self._view.page.type.pitch * (1 if self._last.y() > 0 else -1)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + step)
        self._preview(exact=False)
        return True

    def _is_third(self, place: QPoint) -> bool:
        timer = self._since_double_click
        near = (place - self._double_click_at).manhattanLength() < QApplication.startDragDistance()
        return timer.isValid() and not timer.hasExpired(QApplication.doubleClickInterval()) and near

    def _in_selection(self, point: QPointF) -> bool:
        span = self._view.selected_span()
        place = self._view.page.position_at(self._view.to_page(point))
        return span is not None and place is not None and span.contains(place)

    def _beyond(self, place: QPoint) -> bool:
        return not 0 <= place.y() < self._view.viewport().height()

    def _preview(self, *, exact: bool) -> None:
        page = self._view.page
        mark = page.marks.get(page.active)
        if mark is None or self._grip is None:
            return
        position = self._view.place_at(QPointF(self._last))
        # Reckoned from the mark, not from the preview before, so that going back undoes going too far.
        self._view.preview_resize(dragged(page.text, mark.span, position, is_end=self._grip.is_end, exact=exact))

    def _end_resize(self) -> None:
        self._grip = None
        self._scrolling.stop()
        self._view.preview_resize(None)

    # -- dragging a passage out ----------------------------------------------------------------------------

    def _drag_out(self) -> None:
        span = self._view.selected_span()
        if span is None:
            return
        drag = QDrag(self._view)
        drag.setMimeData(passage_mime(self._view.page.content.transcript_id, span))
        drag.setPixmap(self._card(excerpt(span.of(self._view.page.text), words=7)))
        drag.setHotSpot(QPoint(-10, -6))
        drag.exec(Qt.DropAction.LinkAction | Qt.DropAction.CopyAction, Qt.DropAction.LinkAction)

    def _card(self, words: str) -> QPixmap:
        """Return the little card with the first words that goes along with the pointer."""
        colours, font = self._view.page.colours, self._view.page.type.small_font
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(words) + 20, metrics.height() + 12
        ratio = self._view.devicePixelRatioF()
        card = QPixmap(round(width * ratio), round(height * ratio))
        card.setDevicePixelRatio(ratio)
        card.fill(Qt.GlobalColor.transparent)
        painter = QPainter(card)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.paper))
        painter.setPen(QColor(colours.accent))
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 6, 6)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
        return card

    # -- dropping a code in --------------------------------------------------------------------------------

    def drag_over(self, event: QDropEvent) -> None:
        """Accept a code over the text and show where it would go."""
        if dragged_code(event.mimeData()) is None:
            event.ignore()
            return
        self._view.show_drop_target(self.target_at(event.position()))
        event.setDropAction(_offered(event))
        event.accept()

    def drop(self, event: QDropEvent) -> None:
        """Put a dropped code on the selection if the drop is in it, and else on the turn."""
        code_id = dragged_code(event.mimeData())
        target = self.target_at(event.position())
        self._view.show_drop_target(None)
        if code_id is None or target is None:
            event.ignore()
            return
        event.setDropAction(_offered(event))
        event.accept()
        self._view.dropped_code.emit(code_id, target)

    def target_at(self, point: QPointF) -> Span | None:
        """Return the passage that a code dropped at a point would go on."""
        page = self._view.page
        if not page.text:
            return None
        if self._in_selection(point):
            return self._view.selected_span()
        position = self._view.place_at(point)
        turn = page.turn_at(position)
        if turn is not None:
            return trimmed(page.text, turn.start, turn.end)
        lines = page.lines
        return trimmed(page.text, *lines.block_bounds(lines.blocks[lines.at(position)]))


def _offered(event: QDropEvent) -> Qt.DropAction:
    """Return the action to answer with: a code is put on a passage, it does not leave the tree."""
    possible = event.possibleActions()
    for action in (Qt.DropAction.LinkAction, Qt.DropAction.CopyAction):
        if possible & action:
            return action
    return event.proposedAction()
