"""One user action's writes: rows in, a ChangeSet out, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import delete, insert, update
from sqlmodel import Session

from coder.domain.changes import Change, ChangeSet, Row, same_content
from coder.errors import StaleError
from coder.storage import fulltext
from coder.storage.repository import Repository
from coder.storage.rows import R, table_of, values_of


class UnitOfWork(Repository):
    """Writes rows within one transaction and records each change; reads see what was written."""

    def __init__(self, session: Session, label: str) -> None:
        super().__init__(session)
        self.label = label
        """What undo calls this action."""
        self._changes: list[Change] = []

    def add(self, row: R) -> R:
        """Add a new row and return it."""
        self.add_all([row])
        return row

    def add_all(self, rows: Sequence[Row]) -> None:
        """Add new rows; those of one kind that follow each other go in together."""
        at = 0
        while at < len(rows):
            kind = type(rows[at])
            end = at
            while end < len(rows) and type(rows[end]) is kind:
                end += 1
            self._session.execute(insert(table_of(kind)), [values_of(row) for row in rows[at:end]])
            at = end
        self._changes.extend(Change(None, row) for row in rows)

    def put(self, before: R, after: R) -> R:
        """Change a row that was read before; return it as stored, with the next revision.

        Raises `StaleError` if somebody else changed or removed it since.
        """
        if same_content(before, after):
            return before
        stored = replace(after, revision=before.revision + 1)
        table = table_of(type(before))
        query = update(table).where(table.c.id == before.id, table.c.revision == before.revision)
        if self._session.connection().execute(query.values(values_of(stored))).rowcount != 1:
            raise _stale()
        self._changes.append(Change(before, stored))
        return stored

    def remove(self, row: Row) -> None:
        """Remove a row that was read before; raises `StaleError` if somebody else changed or removed it since."""
        self.remove_all([row])

    def remove_all(self, rows: Sequence[Row]) -> None:
        """Remove rows that were read before, as `remove` does."""
        for row in rows:
            table = table_of(type(row))
            query = delete(table).where(table.c.id == row.id, table.c.revision == row.revision)
            if self._session.connection().execute(query).rowcount != 1:
                raise _stale()
        self._changes.extend(Change(row, None) for row in rows)

    def apply(self, changes: Iterable[Change]) -> None:
        """Replay changes, as undo and redo do.

        Each row must be as it was after the action that is undone; revisions do not count, because undoing
        and redoing move them on. Otherwise raises `StaleError`.
        """
        pending: list[Row] = []
        for change in changes:
            if change.before is None:
                assert change.after is not None
                pending.append(change.after)
                continue
            self.add_all(pending)
            pending = []
            now: Row | None = self.get(type(change.before), change.before.id)
            if now is None or not same_content(now, change.before):
                raise _stale()
            if change.after is None:
                self.remove(now)
            else:
                self.put(now, change.after)
        self.add_all(pending)

    def finish(self) -> ChangeSet:
        """Bring the search index in line and return what changed; storage calls it before the commit."""
        fulltext.follow(self._session, self._changes)
        return ChangeSet(self.label, tuple(self._changes))


def _stale() -> StaleError:
    return StaleError("This was changed elsewhere in the meantime, so nothing was done. Look at it again and repeat.")
