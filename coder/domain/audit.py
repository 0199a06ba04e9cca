"""The audit trail: who did what when. It grows with every action, also with undoing and redoing, and never shrinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coder.domain.changes import ChangeSet

_ROWS_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One action, as it is kept."""

    number: int
    """Counts from 1 in the order of the commits."""
    at: str
    who: str
    label: str
    cause: str
    """Done, undone or redone."""
    counts: Mapping[str, tuple[int, int, int]]
    """By kind of row, such as `Coding`: how many were added, changed and removed."""
    row_ids: tuple[str, ...] = ()
    """The first rows that were touched, as `kind id`."""


def audited(changes: ChangeSet, *, number: int, at: str, who: str, cause: str) -> AuditEntry:
    """Return what the audit trail keeps of an action."""
    counts: dict[str, list[int]] = {}
    for change in changes.changes:
        place = 0 if change.before is None else 2 if change.after is None else 1
        counts.setdefault(type(change.row).__name__, [0, 0, 0])[place] += 1
    named = dict.fromkeys(f"{type(change.row).__name__} {change.row.id}" for change in changes.changes)
    return AuditEntry(
        number=number,
        at=at,
        who=who,
        label=changes.label,
        cause=cause,
        counts={kind: (added, changed, removed) for kind, (added, changed, removed) in counts.items()},
        row_ids=tuple(named)[:_ROWS_NAMED],
    )
