"""Undo and redo: each says what it took back or repeated, and the menu says what comes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from coder.domain.changes import ChangeSet
from coder.errors import CoderError
from coder.gui.base.actions import Actions
from coder.gui.base.session import Session


class HistoryController(QObject):
    """Replays the project's history."""

    replayed = Signal(object)
    """The change set that was just undone or redone."""

    def __init__(self, session: Session, *, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        session.bridge.committed.connect(self.name)

    def undo(self) -> None:
        """Take the last action back and say which."""
        self._replay(self._session.project.undo, "Undid", "There is nothing to undo.")

    def redo(self) -> None:
        """Repeat the last action that was taken back and say which."""
        self._replay(self._session.project.redo, "Redid", "There is nothing to redo.")

    def name(self, _event: object = None) -> None:
        """Say in the menu and in the tooltips what would be undone and redone."""
        history = self._session.project.history
        for name, step in (("undo", history.next_undo), ("redo", history.next_redo)):
            action = self._actions[name]
            word = name.capitalize()
            action.setText(f"{word} {step.label}".replace("&", "&&") if step else word)
            action.setEnabled(step is not None)

    def _replay(self, step: Callable[[], ChangeSet | None], done: str, nothing: str) -> None:
        try:
            changes = step()
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return
        self._session.notifier.say(f"{done}: {changes.label}" if changes else nothing)
        self.name()
        if changes:
            self.replayed.emit(changes)
