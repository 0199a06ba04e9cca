"""Choosing several of some things from a menu that stays open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from coder.gui.look.theme import Space

_ARROW = 24
"""The room of the arrow at the right edge."""


class _StayingMenu(QMenu):
    """Ticks without closing."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


class MultiChoice(QPushButton):
    """A button that says what is chosen, with a menu to tick several."""

    changed = Signal()

    def __init__(self, name: str, everything: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "choice")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(88)
        self._name, self._everything = name, everything
        self._menu = _StayingMenu(self)
        self._menu.setAccessibleName(name)
        self.setMenu(self._menu)
        self._actions: list[tuple[QAction, str]] = []
        self._say()

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer words and the value behind each; what was chosen stays chosen while it is offered."""
        before = set(self.values())
        self._menu.clear()
        self._actions = []
        for words, value in choices:
            action = self._menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in before)
            action.toggled.connect(self._toggled)
            self._actions.append((action, value))
        self._say()

    def values(self) -> tuple[str, ...]:
        """Return the chosen values; none means all."""
        return tuple(value for action, value in self._actions if action.isChecked())

    def set_values(self, values: Sequence[str]) -> None:
        """Choose without telling."""
        for action, value in self._actions:
            action.blockSignals(True)
            action.setChecked(value in values)
            action.blockSignals(False)
        self._say()

    def tick(self, value: str) -> None:
        """Tick or untick a value as a click does."""
        next(action for action, each in self._actions if each == value).trigger()

    def paintEvent(self, event: QPaintEvent) -> None:
        # The style sheet's own text has no room at its left when the button has a menu.
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        room = self.rect().adjusted(Space.S, 0, -_ARROW, 0)
        words = self.fontMetrics().elidedText(self.text().replace("&&", "&"), Qt.TextElideMode.ElideRight, room.width())
        role = QPalette.ColorRole.ButtonText
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, role))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _toggled(self, _on: bool) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        chosen = [action.text().replace("&&", "&") for action, _ in self._actions if action.isChecked()]
        words = self._everything if not chosen else chosen[0] if len(chosen) == 1 else f"{len(chosen)} chosen"
        self.setText(words.replace("&", "&&"))
        self.setToolTip(f"{self._name}: {', '.join(chosen) or self._everything}")
        self.setAccessibleDescription(", ".join(chosen) or self._everything)
