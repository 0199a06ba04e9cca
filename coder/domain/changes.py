"""What an action changed, as plain rows before and after; the inverse undoes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coder.domain.codebook import Code, Codebook, CodeLink
from coder.domain.coding import Coder, Coding
from coder.domain.content import CodebookVersion
from coder.domain.project import ProjectInfo
from coder.domain.suggestion import Decision, OfferRule
from coder.domain.transcript import Participant, SourceMap, Speaker, Transcript, Turn
from coder.domain.writing import Finding, SavedQuery, Summary

Row = (
    ProjectInfo
    | Coder
    | Participant
    | Transcript
    | Speaker
    | Turn
    | SourceMap
    | Codebook
    | CodebookVersion
    | Code
    | CodeLink
    | Coding
    | Decision
    | OfferRule
    | SavedQuery
    | Summary
    | Finding
)


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after: no before means added, no after means removed."""

    before: Row | None
    after: Row | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("A change needs a row before or after.")
        if (
            self.before is not None
            and self.after is not None
            and (type(self.before) is not type(self.after) or self.before.id != self.after.id)
        ):
            raise ValueError("A change is about one row of one kind.")

    @property
    def row(self) -> Row:
        """Return the row as it is now, or as it was last."""
        row = self.after if self.after is not None else self.before
        assert row is not None
        return row

    def inverse(self) -> Change:
        """Return the change that undoes this one."""
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All that one user action changed, in order, under the name that undo shows."""

    label: str
    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def inverse(self) -> ChangeSet:
        """Return the change set that undoes this one: the inverse changes in reverse order."""
        return ChangeSet(self.label, tuple(change.inverse() for change in reversed(self.changes)))

    def of(self, kind: type[Row]) -> list[Change]:
        """Return the changes to rows of one kind, in order."""
        return [change for change in self.changes if type(change.row) is kind]

    def touches(self, *kinds: type[Row]) -> bool:
        """Tell whether a row of one of these kinds changed."""
        return any(type(change.row) in kinds for change in self.changes)

    def transcript_ids(self) -> set[str]:
        """Return the transcripts whose text, turns, codings or decisions changed."""
        ids: set[str] = set()
        for change in self.changes:
            row = change.row
            if isinstance(row, Transcript):
                ids.add(row.id)
            elif isinstance(row, Coding | Turn | Speaker | Decision):
                ids.add(row.transcript_id)
        return ids


def same_content(one: Row | None, other: Row | None) -> bool:
    """Tell whether two rows hold the same but for their revision."""
    if one is None or other is None:
        return one is other
    return type(one) is type(other) and replace(one, revision=0) == replace(other, revision=0)


def applied(rows: dict[tuple[type, str], Row], changes: Iterable[Change]) -> dict[tuple[type, str], Row]:
    """Return rows by kind and id after some changes; the plain model of what storage does."""
    result = dict(rows)
    for change in changes:
        key = (type(change.row), change.row.id)
        if change.after is None:
            del result[key]
        else:
            result[key] = change.after
    return result
