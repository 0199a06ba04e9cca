"""One press, one decision: a held key and the second half of a double click decide nothing.

When a decision is carried out, the next thing to decide takes the place of the one before, under the same key and the
same pointer.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_STRENGTHS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
_PRESSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
_PRESSES = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


def decides(event: QKeyEvent) -> bool:
    """Tell whether a key may decide something: letters, digits and signs do, keys that move the caret do not."""
    held = event.modifiers() & _MODIFIERS
    if held:
        return held == Qt.KeyboardModifier.ControlModifier and event.key() in _STRENGTHS
    return (event.text().isprintable() and bool(event.text())) or event.key() in (*_PRESSING, Qt.Key.Key_Delete)


def presses(event: QKeyEvent) -> bool:
    """Tell whether a key presses buttons and rows, or takes rows away."""
    return event.key() in (*_PRESSING, Qt.Key.Key_Delete)


def confirms(event: QKeyEvent) -> bool:
    """Tell whether a key takes what is chosen while text is typed."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OncePerPress(QObject):
    """Keeps from what it watches whatever a person did not press anew.

    Qt knows of most keys that they are held down, and not of all: on X11 a quick program is told of a release and a
    press instead, both at the same moment, which no finger can do.
    """

    def __init__(self, parent: QObject, *, keys: Callable[[QKeyEvent], bool] = decides) -> None:
        super().__init__(parent)
        self._keys = keys
        self._released: dict[int, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonDblClick:
            return isinstance(watched, QAbstractButton)
        if not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.KeyRelease:
            self._released[event.key()] = event.timestamp()
            return False
        if kind not in _PRESSES or not self._is_repeated(event) or not self._keys(event):
            return False
        event.accept()  # No action may take it either.
        return True

    def _is_repeated(self, event: QKeyEvent) -> bool:
        at = event.timestamp()
        return event.isAutoRepeat() or (at > 0 and self._released.get(event.key()) == at)


def once_per_press(*watched: QObject, keys: Callable[[QKeyEvent], bool] = decides) -> OncePerPress:
    """Have parts of the window take each press once, the keys that decide as well as clicks on buttons."""
    result = OncePerPress(watched[0], keys=keys)
    for part in watched:
        part.installEventFilter(result)
    return result
