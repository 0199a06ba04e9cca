"""The digits that put the codes used last on the passage at hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

RECENT_KEYS = 9


def recent_keys(text: QWidget, apply: Callable[[int], object]) -> list[QAction]:
    """Return an action for each digit that counts while the text has the keys; `apply` is told the digit."""
    return [_key(number, text, apply) for number in range(1, RECENT_KEYS + 1)]


def _key(number: int, text: QWidget, apply: Callable[[int], object]) -> QAction:
    action = QAction(f"Recent code {number}", text)
    action.setShortcut(QKeySequence(str(number)))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.setAutoRepeat(False)
    action.triggered.connect(partial(_pressed, apply, number))
    return action


def _pressed(apply: Callable[[int], object], number: int, _checked: bool = False) -> None:
    apply(number)
