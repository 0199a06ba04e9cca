"""What stands in a panel while it has nothing to show: a sentence, and the keys that help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.theme import Space, Theme

_CAP_HEIGHT = 20
_CAP_RADIUS = 4


class KeyCap(QWidget):
    """The name of a key as it is drawn on keyboards."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self.setFont(small_font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(theme.changed, self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(max(_CAP_HEIGHT + 2, self.fontMetrics().horizontalAdvance(self._key) + Space.M), _CAP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("outline"))
        painter.setBrush(self._theme.colour("paper"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _CAP_RADIUS, _CAP_RADIUS)
        painter.setPen(self._theme.colour("soft_ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._key)


class Hint(QWidget):
    """A short heading, a sentence, and keys with what they do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = QLabel()
        self._title.setFont(ui_font(strong=True))
        self._title.setWordWrap(True)
        self._text = QLabel()
        self._text.setProperty("tone", "soft")
        self._text.setWordWrap(True)
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._keys = QGridLayout()
        self._keys.setContentsMargins(0, Space.XS, 0, 0)
        self._keys.setHorizontalSpacing(Space.S)
        self._keys.setVerticalSpacing(Space.XS)
        self._keys.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, 0, Space.M, Space.M)
        column.setSpacing(Space.XS)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._keys)
        column.addStretch(1)

    def say(self, title: str, text: str) -> None:
        """Show a heading and a sentence."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def set_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys with what they do; call it once."""
        for row, (key, does) in enumerate(keys):
            label = QLabel(does)
            label.setFont(small_font())
            label.setProperty("tone", "soft")
            label.setAccessibleName(f"{key}: {does}")
            self._keys.addWidget(KeyCap(self._theme, key), row, 0)
            self._keys.addWidget(label, row, 1)

    def texts(self) -> tuple[str, str]:
        """Return the heading and the sentence that are shown."""
        return self._title.text(), self._text.text()
