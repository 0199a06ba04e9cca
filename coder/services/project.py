"""An open project: the one place where changes are committed, remembered for undo, and told to listeners."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from coder.domain.changes import ChangeSet
from coder.domain.project import ProjectInfo
from coder.domain.text import readable_name
from coder.services.history import History
from coder.storage.database import Database
from coder.storage.notebook import Notebook
from coder.storage.repository import Repository
from coder.storage.unit_of_work import UnitOfWork


class Cause(StrEnum):
    """Whether a change is new or replayed."""

    DONE = "done"
    UNDONE = "undone"
    REDONE = "redone"


@dataclass(frozen=True, slots=True)
class Event:
    """What listeners are told after a commit."""

    changes: ChangeSet
    cause: Cause


class Listener(Protocol):
    """Somebody who wants to know what changed."""

    def __call__(self, event: Event, /) -> None:
        """Take note of committed changes."""


@dataclass(slots=True)
class Action:
    """One user action in progress; `changes` is set once it is committed."""

    rows: UnitOfWork
    changes: ChangeSet

    def rename(self, label: str) -> None:
        """Give the step a label that is known only after looking."""
        self.rows.label = label


class Project:
    """A project file that is open in this process."""

    def __init__(self, database: Database, *, person: str = "") -> None:
        self._database = database
        self._listeners: list[Listener] = []
        self.history = History()
        self.person = person
        """Who acts, for the audit trail."""

    @property
    def path(self) -> Path:
        """Return the project file."""
        return self._database.path

    @property
    def writable(self) -> bool:
        """Tell whether the project is open for more than reading."""
        return self._database.writes

    @contextlib.contextmanager
    def read(self) -> Iterator[Repository]:
        """Read within one transaction."""
        with self._database.reading() as repository:
            yield repository

    @contextlib.contextmanager
    def action(self, label: str) -> Iterator[Action]:
        """Make one user action: a transaction, a step to undo under `label`, and an event.

        Nothing happens at all if the body raises, or if it changes nothing.
        """
        with self._database.writing(label, who=self.person, at=now()) as (rows, outcome):
            action = Action(rows, ChangeSet(label))
            yield action
        assert outcome.changes is not None
        action.changes = outcome.changes
        if action.changes:
            self.history.record(action.changes)
            self._tell(Event(action.changes, Cause.DONE))

    @contextlib.contextmanager
    def note(self) -> Iterator[Notebook]:
        """Write what the application notes by itself; nothing that undo or the audit trail would know."""
        with self._database.noting() as notebook:
            yield notebook

    @contextlib.contextmanager
    def notes(self) -> Iterator[Notebook]:
        """Read what the application noted by itself."""
        with self._database.noted() as notebook:
            yield notebook

    def undo(self) -> ChangeSet | None:
        """Take back the last action; return what changed, or None if there is nothing to undo.

        Raises `StaleError` if rows were changed elsewhere since; nothing is changed then.
        """
        last = self.history.next_undo
        if last is None:
            return None
        changes = self._replay(last.inverse(), Cause.UNDONE)
        self.history.moved_to_undone()
        self._tell(Event(changes, Cause.UNDONE))
        return changes

    def redo(self) -> ChangeSet | None:
        """Repeat the last undone action; return what changed, or None if there is nothing to redo."""
        last = self.history.next_redo
        if last is None:
            return None
        changes = self._replay(last, Cause.REDONE)
        self.history.moved_to_done()
        self._tell(Event(changes, Cause.REDONE))
        return changes

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` about every committed change from now on; call the result to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def file_problems(self) -> list[str]:
        """Return what is wrong with the file itself, in words."""
        return self._database.problems()

    @contextlib.contextmanager
    def foreseen(self) -> Iterator[None]:
        """Blame the file for an error that nobody foresaw if it is damaged, in words and with what to do."""
        with self._database.foreseen():
            yield

    def close(self) -> None:
        """Leave one file at rest."""
        self._listeners.clear()
        self._database.close()

    def _replay(self, changes: ChangeSet, cause: Cause) -> ChangeSet:
        with self._database.writing(changes.label, who=self.person, at=now(), cause=cause) as (rows, outcome):
            rows.apply(changes.changes)
        assert outcome.changes is not None
        return outcome.changes

    def _tell(self, event: Event) -> None:
        for listener in list(self._listeners):
            listener(event)


def create_project(path: Path, *, name: str = "", person: str = "") -> Project:
    """Make a new, empty project file and open it.

    The name defaults to the file's; `person` is who acts, for the audit trail. Raises `ProjectFileError` if the
    file is there already or cannot be made.
    """
    info = ProjectInfo(name=name.strip() or readable_name(path.stem), created_at=now())
    return Project(Database.create(path, info), person=person)


def open_project(
    path: Path, *, writes: bool = True, backups: Path | None = None, copies: Path | None = None, person: str = ""
) -> Project:
    """Open a project file; see `Database.open`. `person` is who acts, for the audit trail."""
    return Project(Database.open(path, writes=writes, backups=backups, copies=copies), person=person)


def now() -> str:
    """Return the time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
