"""Tables with their rows: a definition, and what it takes to build it and to go back to the passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coder.analysis.counting import DIRECTION_COLUMNS
from coder.analysis.data import AnalysisData
from coder.domain.tables import Column, Grid, TableHead

if TYPE_CHECKING:
    import pandas as pd

    from coder.analysis.facts import Ints


Behind = Callable[[int, str], "Ints"]
"""For a row (by number) and a column: the numbers of the codings behind that cell."""


@dataclass(frozen=True, slots=True)
class Built:
    """A table with its rows, for one project at one moment.

    `frame` has the head's columns in their order and a plain index from 0. `keys` names each row by permanent ids:
    a code's, a coding's, a participant's; two of them in a grid.
    """

    head: TableHead
    frame: pd.DataFrame
    keys: Sequence[tuple[str, ...]]
    data: AnalysisData
    behind: Behind

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        return self.head.columns

    def __len__(self) -> int:
        return len(self.keys)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as plain values: text, whole numbers, decimals, or None where nothing is known."""
        return zip(*(plain(self.frame[column.name]) for column in self.columns), strict=True)

    def row(self, key: str | tuple[str, ...]) -> int:
        """Return the number of the row with a key; raises `KeyError`."""
        wanted = (key,) if isinstance(key, str) else key
        for number, found in enumerate(self.keys):
            if found == wanted:
                return number
        raise KeyError(key)

    def codings_of(self, row: int | str | tuple[str, ...], column: str = "") -> list[str]:
        """Return the ids of the codings behind a row, or behind one of its cells, in the order of reading.

        The columns of directions lead to their own codings, all others to those of the whole row.
        """
        number = row if isinstance(row, int) else self.row(row)
        facts = self.data.facts
        found = self.behind(number, column)
        if column in DIRECTION_COLUMNS:
            found = found[facts.direction[found] == DIRECTION_COLUMNS.index(column)]
        place = reading_order(self.data)
        return [self.data.codings.id[each] for each in sorted(found.tolist(), key=place.__getitem__)]

    def grid(self) -> Grid:
        """Return the table as a grid; raises `ValueError` for a table that is none."""
        lattice = self.head.lattice
        if lattice is None:
            raise ValueError(f"The table {self.head.name} is not a grid.")
        lines = list(dict.fromkeys(key[0] for key in self.keys))
        heads = list(dict.fromkeys(key[1] for key in self.keys))
        titles = dict(zip((key[0] for key in self.keys), plain(self.frame[lattice.rows]), strict=True))
        names = dict(zip((key[1] for key in self.keys), plain(self.frame[lattice.columns]), strict=True))
        return Grid(
            lattice=lattice,
            row_keys=tuple(lines),
            row_titles=tuple(titles[key] for key in lines),
            column_keys=tuple(heads),
            column_titles=tuple(names[key] for key in heads),
            cells={(key[0], key[1]): number for number, key in enumerate(self.keys)},
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table's definition: what it holds, and how it is built."""

    head: TableHead
    make: Callable[[TableHead, AnalysisData], Built] = field(repr=False)
    every_coding: bool = False
    """Whether it lists all codings, also those that are no evidence and count nowhere."""

    @property
    def name(self) -> str:
        """Return the name in files and commands."""
        return self.head.name

    @property
    def title(self) -> str:
        """Return the heading for people."""
        return self.head.title

    @property
    def description(self) -> str:
        """Return what the table shows, in a sentence or two."""
        return self.head.description

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        return self.head.columns

    def build(self, data: AnalysisData) -> Built:
        """Return the table for a project whose audience is settled (`coder.analysis.consent.seen_by`)."""
        return self.make(self.head, data if self.every_coding else data.counting)


def built(
    head: TableHead, data: AnalysisData, columns: dict[str, Any], keys: Sequence[tuple[str, ...]], behind: Behind
) -> Built:
    """Put a table together from its columns by name."""
    import pandas as pd

    frame = pd.DataFrame({column.name: columns[column.name] for column in head.columns}, copy=False)
    return Built(head, frame, keys, data, behind)


def plain(column: pd.Series) -> list[Any]:
    """Return a column's values as plain ones, with None where nothing is known."""
    values: list[Any] = column.tolist()
    missing = column.isna()
    if missing.any():
        return [None if gone else value for value, gone in zip(values, missing.tolist(), strict=True)]
    return values


def reading_order(data: AnalysisData) -> Ints:
    """Return the place of each coding in the order of reading: transcript, start, end, code, coder's name, id."""
    import numpy as np

    order = in_reading_order(data)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place


def in_reading_order(data: AnalysisData) -> Ints:
    """Return the numbers of all codings in the order of reading."""
    return data.facts.order
