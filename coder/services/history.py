"""Undo and redo: the change sets of this sitting, in order."""

from __future__ import annotations

from coder.domain.changes import ChangeSet


class History:
    """Remembers change sets that were committed; undoing moves one over to the redo side."""

    def __init__(self) -> None:
        self._done: list[ChangeSet] = []
        self._undone: list[ChangeSet] = []

    def record(self, changes: ChangeSet) -> None:
        """Remember a new action; what had been undone before it can no longer be redone."""
        self._done.append(changes)
        self._undone.clear()

    @property
    def next_undo(self) -> ChangeSet | None:
        """Return the action that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> ChangeSet | None:
        """Return the action that redo would repeat."""
        return self._undone[-1] if self._undone else None

    def moved_to_undone(self) -> None:
        """Note that the last action was taken back."""
        self._undone.append(self._done.pop())

    def moved_to_done(self) -> None:
        """Note that the last undone action was repeated."""
        self._done.append(self._undone.pop())

    def clear(self) -> None:
        """Forget everything; nothing can be undone then."""
        self._done.clear()
        self._undone.clear()
