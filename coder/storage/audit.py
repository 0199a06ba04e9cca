"""The audit trail in the project file: one line with each action's own transaction."""

from __future__ import annotations

import json
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlmodel import Session

from coder.domain.audit import AuditEntry, audited
from coder.domain.changes import ChangeSet
from coder.storage.failures import UnreadableRowError
from coder.storage.tables import AuditTable

_TABLE = cast(Table, AuditTable.__table__)  # type: ignore[attr-defined]  # SQLModel sets it at class creation


def record(session: Session, changes: ChangeSet, *, at: str, who: str, cause: str) -> None:
    """Add an action to the trail."""
    entry = audited(changes, number=0, at=at, who=who, cause=cause)
    session.connection().execute(
        insert(_TABLE).values(
            at=entry.at,
            who=entry.who,
            label=entry.label,
            cause=entry.cause,
            counts=json.dumps(entry.counts),
            row_ids=json.dumps(entry.row_ids),
        )
    )


def trail(session: Session) -> list[AuditEntry]:
    """Return all actions in the order in which they were committed."""
    columns = (_TABLE.c[name] for name in ("number", "at", "who", "label", "cause", "counts", "row_ids"))
    found = session.connection().execute(select(*columns).order_by(_TABLE.c.number))
    return [_entry(*record) for record in found]


def _entry(number: int, at: str, who: str, label: str, cause: str, counts: str, row_ids: str) -> AuditEntry:
    if not all(isinstance(value, str) for value in (at, who, label, cause)):
        raise UnreadableRowError("a row of “audit” holds what does not belong there")
    try:
        counted: dict[str, Any] = json.loads(counts)
        kinds = {kind: (int(new), int(changed), int(gone)) for kind, (new, changed, gone) in counted.items()}
        touched = tuple(map(str, json.loads(row_ids)))
    except (AttributeError, TypeError, ValueError, RecursionError):
        raise UnreadableRowError("a row of “audit” holds what does not belong there") from None
    return AuditEntry(number=number, at=at, who=who, label=label, cause=cause, counts=kinds, row_ids=touched)
