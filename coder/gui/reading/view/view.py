"""The reading and coding view: a transcript with its turns and marks, and what a person does with them as signals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimerEvent, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from coder.gui.reading.view.content import TranscriptContent
from coder.gui.reading.view.handles import extended, grip_at
from coder.gui.reading.view.mime import passage_mime
from coder.gui.reading.view.pointer import Pointer
from coder.gui.reading.view.selecting import SelectablePage
from coder.gui.reading.view.tips import tip_for

_WHEEL_STEP = 120


class TranscriptView(SelectablePage):
    """A read-only page on which passages are selected and codings are seen; positions are code points.

    It knows nothing of projects or services: it takes plain data and emits signals.
    """

    selection_changed = Signal()
    caret_moved = Signal(int)
    """The caret's position."""
    marks_hovered = Signal(tuple)
    """The ids of the marks under the pointer, the shortest first; empty when there are none."""
    mark_activated = Signal(str)
    """The id of the mark whose stripe or label was clicked."""
    context_requested = Signal(QPoint, object, tuple)
    """A context menu is wanted: global place, the selected `Span` or None, and the ids of the marks there."""
    zoom_requested = Signal(int)
    """The text should be larger (above 0) or smaller by this many steps."""

    def __init__(self, parent: QWidget | None = None, *, font: QFont | None = None, text_size: int = 16) -> None:
        super().__init__(parent, font=font, text_size=text_size)
        self._pointer = Pointer(self)
        self._hovered: tuple[str, ...] = ()
        self._described: int | None = None
        self._wheel = 0
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Transcript text")
        self._connect()

    def _connect(self) -> None:
        self.selectionChanged.connect(self.selection_changed)
        self.cursorPositionChanged.connect(self._caret_changed)
        self._names.turn_clicked.connect(self._select_turn_at)
        self._gutter.activated.connect(self.mark_activated)
        self._gutter.pointed.connect(self._point_at)
        self._gutter.context_requested.connect(self._request_context_for)

    def show_transcript(self, content: TranscriptContent) -> None:
        """Show a transcript from its beginning, without marks, hits or highlights."""
        self._pointer.forget()
        super().show_transcript(content)
        self._hover(())
        self._described = None
        self._caret_changed()

    # -- marks ---------------------------------------------------------------------------------------------

    def marks_at(self, position: int) -> tuple[str, ...]:
        """Return the ids of the marks over the character at a position, the shortest first."""
        return tuple(mark.id for mark in self._page.marks.at(position))

    def active_mark(self) -> str | None:
        """Return the id of the mark whose ends can be moved, or None."""
        return self._page.active

    def set_active_mark(self, mark_id: str | None) -> None:
        """Make a mark the one whose ends can be moved, or none; an id that is not shown counts as none."""
        before, mark = self._page.marks.get(self._page.active), self._page.marks.get(mark_id)
        self._pointer.forget()
        self._page.active = mark.id if mark is not None else None
        self._page.preview = None
        for touched in (before, mark):
            if touched is not None:
                self._repaint(touched.span)
        self._gutter.update()

    def resize_active(self, start_by: int, end_by: int) -> None:
        """Ask to move the active mark's ends by whole words; negative numbers move towards the beginning."""
        mark = self._page.marks.get(self._page.active)
        if mark is not None:
            span = extended(self._page.text, mark.span, start_by=start_by, end_by=end_by)
            if span != mark.span:
                self.resize_requested.emit(mark.id, span.start, span.end)

    def _point_at(self, mark_id: str | None) -> None:
        """Emphasise the mark whose stripe is under the pointer."""
        if mark_id == self._page.pointed:
            return
        before, mark = self._page.marks.get(self._page.pointed), self._page.marks.get(mark_id)
        self._page.pointed = mark_id
        for touched in (before, mark):
            if touched is not None:
                self._repaint(touched.span)
        self._gutter.update()

    def _request_context_for(self, place: QPoint, mark_id: str) -> None:
        self.context_requested.emit(place, self.selected_span(), (mark_id,))

    # -- places --------------------------------------------------------------------------------------------

    def _marks_under(self, point: QPointF) -> tuple[str, ...]:
        position = self._page.position_at(self.to_page(point))
        return () if position is None else self.marks_at(position)

    def _caret_changed(self) -> None:
        self._page.caret = self._page.offsets.to_code_points(self.textCursor().position())
        turn = self._page.turn_at(self._page.caret)
        number = turn.number if turn is not None else 0
        if number != self._described:
            self._described = number
            last = self._page.content.turns[-1].number if self._page.content.turns else 0
            parts = [f"Turn {number} of {last}", turn.speaker, turn.time] if turn is not None else []
            self.setAccessibleDescription(", ".join(part for part in parts if part))
            self._names.update()
        self.caret_moved.emit(self._page.caret)

    def _hover(self, ids: tuple[str, ...]) -> None:
        if ids != self._hovered:
            self._hovered = ids
            self.marks_hovered.emit(ids)

    # -- Qt: mouse -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.press(event):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pointer.move(event):
            return
        if not event.buttons():
            self._hover(self._marks_under(event.position()))
            near = grip_at(self._page, self.to_page(event.position()))
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.release(event):
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_clicked(event)
        super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(())
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._pointer.forget()
        self._end_flash()
        super().hideEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is coded under a resting pointer."""
        if event.type() == QEvent.Type.Leave:
            self._hover(())
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            marks = [self._page.marks.get(mark_id) for mark_id in self._marks_under(QPointF(event.pos()))]
            found = [mark for mark in marks if mark is not None]
            if found:
                QToolTip.showText(event.globalPos(), tip_for(found), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        # Touch pads send many small turns: they count together until they make a step.
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / _WHEEL_STEP)
        self._wheel -= steps * _WHEEL_STEP
        if steps:
            self.zoom_requested.emit(steps)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        span = self.selected_span()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.cursorRect().bottomRight())
            self.context_requested.emit(place, span, self.marks_at(self._page.caret))
            return
        point = QPointF(event.pos())
        position = self._page.position_at(self.to_page(point))
        if span is None or position is None or not span.contains(position):
            # As everywhere: a menu elsewhere than on the selection is about what is there.
            self.set_caret(self.place_at(point))
            span = None
        self.context_requested.emit(event.globalPos(), span, () if position is None else self.marks_at(position))

    # -- Qt: keys, drag and drop ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Escape and self._pointer.cancel():
            pass
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go_to_turn(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def timerEvent(self, event: QTimerEvent) -> None:
        if not self._pointer.scroll_on(event.timerId()):
            super().timerEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Carry only the place of the selection: Qt also offers this to other programs, by itself on some systems."""
        span = self.selected_span()
        return QMimeData() if span is None else passage_mime(self._page.content.transcript_id, span)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._pointer.drag_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._pointer.drag_over(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.show_drop_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._pointer.drop(event)
