"""Codings and turns by column: what tables over a whole project read, without a hundred thousand objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import groupby
from typing import Any, TypeVar

from coder.domain.coding import Coding
from coder.domain.transcript import Speaker, Turn, places_of_talk


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingColumns:
    """Codings by column; all columns are of one length, and row n of each is about the same coding.

    Values are those of `Coding` as they are kept: directions, strengths, origins and reviews by their words.
    """

    id: Sequence[str]
    transcript_id: Sequence[str]
    code_id: Sequence[str]
    coder_id: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    direction: Sequence[str | None]
    strength: Sequence[str | None]
    memo: Sequence[str]
    created_at: Sequence[str]
    origin: Sequence[str]
    codebook_version: Sequence[str]
    review: Sequence[str]

    def __len__(self) -> int:
        return len(self.id)

    @classmethod
    def of(cls, codings: Iterable[Coding]) -> CodingColumns:
        """Return codings by column, in their order."""
        return _columns(cls, list(codings))

    def at(self, places: Sequence[int]) -> CodingColumns:
        """Return the rows at some places, in that order."""
        return CodingColumns(
            **{name: list(map(getattr(self, name).__getitem__, places)) for name in column_names(CodingColumns)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnColumns:
    """Turns by column, those of a transcript together and in order."""

    transcript_id: Sequence[str]
    number: Sequence[int]
    speaker_id: Sequence[str | None]
    start: Sequence[int]
    end: Sequence[int]
    time: Sequence[float | None]
    kind: Sequence[str]

    def __len__(self) -> int:
        return len(self.number)

    @classmethod
    def of(cls, turns: Iterable[Turn]) -> TurnColumns:
        """Return turns by column."""
        return _columns(cls, sorted(turns, key=lambda turn: (turn.transcript_id, turn.start)))

    def talk(self, speakers: Iterable[Speaker]) -> dict[str, list[tuple[int, int]]]:
        """Return by transcript where participants speak, as `talk_of_participants` finds it, as start and end."""
        asking = {speaker.id for speaker in speakers if speaker.role.asks}
        found: dict[str, list[tuple[int, int]]] = {}
        for transcript_id, places in groupby(range(len(self)), key=self.transcript_id.__getitem__):
            turns = list(places)
            voices, kinds = [self.speaker_id[place] for place in turns], [self.kind[place] for place in turns]
            talk = places_of_talk(voices, kinds, asking)
            found[transcript_id] = [(self.start[turns[at]], self.end[turns[at]]) for at in talk]
        return found


C = TypeVar("C", CodingColumns, TurnColumns)


def column_names(kind: type[CodingColumns] | type[TurnColumns]) -> tuple[str, ...]:
    """Return the names of the columns, in order."""
    return tuple(field.name for field in fields(kind))


def _columns(kind: type[C], rows: Sequence[Coding] | Sequence[Turn]) -> C:
    values: dict[str, Any] = {name: [_plain(getattr(row, name)) for row in rows] for name in column_names(kind)}
    return kind(**values)


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value
