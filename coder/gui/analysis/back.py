"""The line above a transcript that leads back to the analysis from which the person came."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from coder.gui.base.actions import key_text
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import Hairline, button


class BackBar(QFrame):
    """Says where the person came from."""

    back_requested = Signal()

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName("Back to the analysis")
        self._press = button("Back", kind="quiet")
        self._press.setFont(small_font())
        icons.dress(self._press, "chevron-left")
        self._press.clicked.connect(self.back_requested.emit)
        close = QToolButton()
        icons.dress(close, "close", tone="soft_ink")
        close.setAccessibleName("Close this line")
        close.setToolTip("Close this line")
        close.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(Space.S, 2, Space.M, 2)
        row.addWidget(self._press)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline(theme))

    def offer(self, place: str) -> None:
        """Offer the way back to a place."""
        self._press.setText(f"Back to: {place}")
        self._press.setToolTip(f"Back to where you were ({key_text('analyse')})")
        self.show()

    def press(self) -> None:
        """Go back as a click does."""
        self._press.click()
