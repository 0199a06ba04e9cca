"""One press, one decision: a held key and the second half of a double click decide nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_PRESSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)


class OnePress(QObject):
    """Keeps from a button what a person did not press anew.

    When a decision is carried out, the next thing to decide takes the place of the one before, under the same pointer
    and the same key.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        return (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.isAutoRepeat()
            and event.key() in _PRESSING
        )


def decides_once(*buttons: QAbstractButton) -> None:
    """Have buttons that decide take each press once."""
    for button in buttons:
        button.installEventFilter(OnePress(button))
