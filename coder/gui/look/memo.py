"""A text field for a memo: one line at first, growing with what is written."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from coder.gui.look.theme import CONTROL_HEIGHT

MOST_LINES = 10
"""Beyond these the field scrolls."""

_PADDING = 10
"""Above and below the text together, with the edge, in pixels."""


class MemoField(QPlainTextEdit):
    """A memo that is written beside the text; Tab leaves it, and so does Ctrl+Enter."""

    settled = Signal()
    """The keys went elsewhere, so what is written counts."""
    done = Signal()
    """The person is done writing: Ctrl+Enter or Escape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Memo")
        self.setAccessibleName("Memo")
        self.setAccessibleDescription("Saved when you leave the field or press Ctrl+Enter.")
        self.setToolTip("Saved when you leave the field or press Ctrl+Enter")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(1)
        self.textChanged.connect(self._grow)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The field's own menu takes the keys only for a moment.
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = max(1, round(self.document().size().height()))
        many = lines > MOST_LINES
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        text = math.ceil(min(lines, MOST_LINES) * self.fontMetrics().lineSpacing())
        self.setFixedHeight(max(CONTROL_HEIGHT, text + _PADDING + 2))
