"""A page on which passages are selected: caret and selection, places under a point, and a mark held by one end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor

from coder.domain.span import Span, trimmed
from coder.gui.reading.view.boundaries import sentence_at
from coder.gui.reading.view.surface import PageSurface


class SelectablePage(PageSurface):
    """What the mouse and the keys work on; positions are code points, points are pixels of the viewport."""

    resize_requested = Signal(str, int, int)
    """The active mark's ends were moved: its id, and the start and end it should have."""
    dropped_code = Signal(str, object)
    """A code was dropped: its id, and the passage (`Span`) on which it was dropped."""

    # -- selection and caret -------------------------------------------------------------------------------

    def selected_span(self) -> Span | None:
        """Return what is selected without blanks at its ends, or None."""
        cursor = self.textCursor()
        span = self._page.offsets.span_from_units(cursor.selectionStart(), cursor.selectionEnd())
        return None if span is None else trimmed(self._page.text, span.start, span.end)

    def select_span(self, span: Span) -> None:
        """Select a passage; the caret goes to its end."""
        self.setTextCursor(self._cursor_over(span.within(len(self._page.text))))

    def caret(self) -> int:
        """Return the caret's position."""
        return self._page.caret

    def set_caret(self, position: int) -> None:
        """Put the caret at a position and select nothing."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._page.offsets.to_units(position))
        self.setTextCursor(cursor)

    def current_turn(self) -> int | None:
        """Return the number of the turn with the caret, or None."""
        turn = self._page.turn_at(self._page.caret)
        return None if turn is None else turn.number

    def go_to_turn(self, by: int) -> None:
        """Put the caret at the beginning of a later (or with a negative number an earlier) turn."""
        turn = self._page.turn_from(self._page.caret, by)
        if turn is not None:
            self.set_caret(turn.start)
            self.reveal(Span(turn.start, max(turn.end, turn.start + 1)))

    def select_turn(self) -> None:
        """Select the turn with the caret."""
        self._select_turn_at(self._page.caret)

    def _select_turn_at(self, position: int) -> None:
        turn = self._page.turn_at(position)
        if turn is None and not self._page.text[position:].strip():
            turn = self._page.turn_from(position, 0)  # Behind all that is said.
        span = None if turn is None else trimmed(self._page.text, turn.start, turn.end)
        if span is not None:
            self.select_span(span)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select_sentence(self) -> None:
        """Select the sentence with the caret."""
        self.select_sentence_at(self._page.caret)

    def select_sentence_at(self, position: int) -> None:
        """Select the sentence around a position."""
        span = sentence_at(self._page.text, position)
        if span is not None:
            self.select_span(span)

    def copy(self) -> None:
        """Put the selected text on the clipboard; the only way in which text leaves this view."""
        cursor = self.textCursor()
        span = self._page.offsets.span_from_units(cursor.selectionStart(), cursor.selectionEnd())
        if span is not None:
            QGuiApplication.clipboard().setText(span.of(self._page.text))

    # -- places and the active mark ------------------------------------------------------------------------

    def to_page(self, point: QPointF) -> QPointF:
        """Return a point of the viewport in document pixels."""
        return QPointF(point.x(), point.y() + self.verticalScrollBar().value())

    def place_at(self, point: QPointF) -> int:
        """Return the place for a caret that is nearest to a point of the viewport."""
        return self._page.position_at(self.to_page(point), between=True) or 0

    def preview_resize(self, span: Span | None) -> None:
        """Show the active mark as if it were on another span, or where it is."""
        self._page.preview = span
        mark = self._page.marks.get(self._page.active)
        if mark is not None:
            self._repaint(mark.span)
        self.viewport().update()
