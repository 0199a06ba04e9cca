"""The reasons for a suggestion below one another; a passage that was coded alike can be gone to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coder.gui.look.fonts import small_font
from coder.gui.look.theme import Theme
from coder.gui.look.widgets import WrappedLabel, set_variant
from coder.gui.suggestions.panel.reasons import ReasonLine

MOST = 6
"""Lines that are ever shown."""


class ReasonLabel(WrappedLabel):
    """One reason; with a source it is pressed by mouse, Enter or Space."""

    pressed = Signal(str)
    """The id of the coding to go to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._source = ""
        self.setFont(small_font())
        self.setProperty("tone", "soft")

    @property
    def leads_somewhere(self) -> bool:
        """Tell whether there is a passage to go to."""
        return bool(self._source)

    def show_line(self, line: ReasonLine) -> None:
        """Show a reason."""
        self._source = line.source
        self.setText(f"{line.label}: {line.text}{' →' if line.source else ''}")
        self.setToolTip(line.tip)
        self.setAccessibleName(f"{line.said}{', go there' if line.source else ''}")
        tone = "accent" if line.source else "soft"
        if self.property("tone") != tone:
            set_variant(self, "tone", tone)
        self.setCursor(Qt.CursorShape.PointingHandCursor if line.source else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._source:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._source and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._source)
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._source and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self._source)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class ReasonList(QWidget):
    """Shows reasons; the labels are made once and used again."""

    passage_requested = Signal(str)
    """The id of the coding to go to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.labels = tuple(ReasonLabel(theme) for _ in range(MOST))
        for label in self.labels:
            label.pressed.connect(self.passage_requested)
            label.hide()
            column.addWidget(label)

    def show_lines(self, lines: Sequence[ReasonLine]) -> None:
        """Show these reasons."""
        shown = lines[:MOST]
        for label, line in zip(self.labels, shown, strict=False):
            label.show_line(line)
        for number, label in enumerate(self.labels):
            label.setVisible(number < len(shown))
