"""One user action's writes: rows in, a ChangeSet out, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Session

from coder.domain.changes import Change, ChangeSet, Row, same_content
from coder.errors import StaleError
from coder.storage import fulltext
from coder.storage.repository import Repository
from coder.storage.rows import R, table_of, values_of

_AT_ONCE = 500
"""Ids in one query; SQLite takes at most 999 on old systems."""


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
        for kind, some in _runs(rows):
            self._session.connection().execute(insert(table_of(kind)), [values_of(row) for row in some])
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
        for kind, some in _runs(rows):
            table = table_of(kind)
            query = delete(table).where(
                table.c.id == bindparam("row_id"), table.c.revision == bindparam("row_revision")
            )
            keys = [{"row_id": row.id, "row_revision": row.revision} for row in some]
            if self._session.connection().execute(query, keys).rowcount != len(some):
                raise _stale()
        self._changes.extend(Change(row, None) for row in rows)

    def apply(self, changes: Sequence[Change]) -> None:
        """Replay changes, as undo and redo do.

        Each row must be as it was after the action that is undone; revisions do not count, because undoing
        and redoing move them on. Otherwise raises `StaleError`.
        """
        for step, some in groupby(changes, key=lambda change: (change.before is None, change.after is None)):
            run = list(some)
            if step == (True, False):
                self.add_all([change.row for change in run])
                continue
            now = self._as_expected([change.before for change in run if change.before is not None])
            if step == (False, True):
                self.remove_all(now)
            else:
                for old, change in zip(now, run, strict=True):
                    assert change.after is not None
                    self.put(old, change.after)

    def _as_expected(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows as stored, in the same order, if nobody else changed them."""
        stored: dict[tuple[type, str], Row] = {}
        for kind, some in _runs(rows):
            column = table_of(kind).c.id
            for at in range(0, len(some), _AT_ONCE):
                ids = [row.id for row in some[at : at + _AT_ONCE]]
                stored.update(((kind, row.id), row) for row in self._all(kind, column.in_(ids)))
        found = [stored.get((type(row), row.id)) for row in rows]
        result = [now for now, row in zip(found, rows, strict=True) if now is not None and same_content(now, row)]
        if len(result) != len(rows):
            raise _stale()
        return result

    def finish(self) -> ChangeSet:
        """Bring the search index in line and return what changed; storage calls it before the commit."""
        fulltext.follow(self._session, self._changes)
        return ChangeSet(self.label, tuple(self._changes))


def _runs(rows: Sequence[Row]) -> Iterator[tuple[type[Row], list[Row]]]:
    """Yield the rows of one kind that follow each other, together."""
    for kind, some in groupby(rows, key=type):
        yield kind, list(some)


def _stale() -> StaleError:
    return StaleError("This was changed elsewhere in the meantime, so nothing was done. Look at it again and repeat.")
