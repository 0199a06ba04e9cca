"""What a table is, for everybody who shows or writes one: a name, a title, and columns with a type and a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    WHOLE = "whole number"
    SHARE = "share"
    """A number from 0 to 1, shown as a percentage."""
    DATE = "date"
    """ISO 8601: `2026-03-12`, or `2026-03-12T09:30:00Z` where the time is known; empty when nobody knows."""
    TIME = "time"
    """A place in a recording as `m:ss` or `h:mm:ss`; empty when nobody knows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, its heading for people, its type, and what it means, for users."""

    name: str
    title: str
    type: ColumnType
    meaning: str
    wide: bool = False
    """Holds sentences rather than words, so it needs room."""
    detail: bool = False
    """May be left out where room is scarce, as on paper."""

    @property
    def technical(self) -> bool:
        """Tell whether it holds permanent ids, which programs need and paper does not."""
        return self.name.endswith("_id")


@dataclass(frozen=True, slots=True)
class Lattice:
    """How a long table reads as a grid: one line for each value of a column, one column for each of another."""

    rows: str
    columns: str
    row_title: str
    column_title: str
    cell: str
    """The column that matters most in a cell."""


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table without its rows."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    lattice: Lattice | None = None

    def column(self, name: str) -> Column:
        """Return a column by name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Grid:
    """A long table as a grid; `cells` leads from a row's and a column's key to the table's row number."""

    lattice: Lattice
    row_keys: tuple[str, ...]
    row_titles: tuple[str, ...]
    column_keys: tuple[str, ...]
    column_titles: tuple[str, ...]
    cells: dict[tuple[str, str], int]


def text(name: str, title: str, meaning: str, *, wide: bool = False, detail: bool = False) -> Column:
    """Describe a column of text."""
    return Column(name, title, ColumnType.TEXT, meaning, wide, detail)


def whole(name: str, title: str, meaning: str, *, detail: bool = False) -> Column:
    """Describe a column of whole numbers."""
    return Column(name, title, ColumnType.WHOLE, meaning, detail=detail)


def share(name: str, title: str, meaning: str) -> Column:
    """Describe a column of shares."""
    return Column(name, title, ColumnType.SHARE, meaning)


def date(name: str, title: str, meaning: str, *, detail: bool = False) -> Column:
    """Describe a column of dates."""
    return Column(name, title, ColumnType.DATE, meaning, detail=detail)


def time(name: str, title: str, meaning: str) -> Column:
    """Describe a column of places in a recording."""
    return Column(name, title, ColumnType.TIME, meaning)
