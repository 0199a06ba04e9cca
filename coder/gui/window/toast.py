"""The calm message at the bottom of a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from coder.gui.look.theme import Space
from coder.gui.look.widgets import announce


class Toast(QFrame):
    """A calm message at the bottom of a window, gone by itself, with at most one thing to do about it."""

    def __init__(self, window: QWidget, *, milliseconds: int = 5000) -> None:
        super().__init__(window)
        self._window = window
        self._milliseconds = milliseconds
        self._do: Callable[[], object] | None = None
        self.setProperty("role", "toast")
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._button = QPushButton()
        self._button.clicked.connect(self._act)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self._row.setSpacing(Space.M)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show a message and have it spoken; `action` names what its button does by calling `do`."""
        self._label.setText(text)
        self._do = do
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(self._milliseconds)
        announce(self, text)

    def text(self) -> str:
        """Return the message shown last."""
        return self._label.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(self._milliseconds)
        super().leaveEvent(event)

    def _act(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    def _place(self) -> None:
        """Put the message above the bottom edge, in the middle, never wider than the window."""
        widest = max(120, min(560, self._window.width() - 2 * Space.XL))
        margins = self._row.contentsMargins()
        other = margins.left() + margins.right()
        if not self._button.isHidden():
            other += self._button.sizeHint().width() + Space.M
        wanted = self._label.fontMetrics().horizontalAdvance(self._label.text()) + 4
        width = min(widest, wanted + other)
        self._label.setFixedWidth(max(1, width - other))
        self._label.setFixedHeight(self._label.heightForWidth(self._label.width()))
        self._row.activate()
        height = self._row.sizeHint().height()
        left = (self._window.width() - width) // 2
        self.setGeometry(left, self._window.height() - height - 40, width, height)
