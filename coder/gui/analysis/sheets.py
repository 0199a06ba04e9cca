"""Tables as the window shows them: plain values that are made in the background and only read here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coder.domain.search import folded
from coder.domain.tables import Column, Grid, TableHead

if TYPE_CHECKING:
    from coder.analysis.building import Built

WAYS = ("supports", "challenges", "mixed", "unclear", "undirected")
"""The columns of directions, in the order of the bars."""

_BETWEEN = "\0"


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table with its values and what leads from it to the codings."""

    head: TableHead
    rows: list[tuple[Any, ...]]
    keys: list[tuple[str, ...]]
    code_ids: list[str]
    """The code of each row, for its colour; empty strings where a row is about none."""
    haystack: list[str]
    """What the filter looks through, folded, by row."""
    built: Built
    grid: Grid | None = None
    places: dict[str, int] = field(default_factory=dict)
    """Columns by name."""

    def column(self, name: str) -> Column:
        """Return a column by name."""
        return self.head.columns[self.places[name]]

    def value(self, row: int, name: str) -> Any:
        """Return a value by row and column."""
        return self.rows[row][self.places[name]]

    @property
    def has_ways(self) -> bool:
        """Tell whether its figures say which way passages speak."""
        return all(way in self.places for way in WAYS)


def sheet_of(built: Built) -> Sheet:
    """Return a table's plain values; takes a while for a hundred thousand rows."""
    rows = list(built.rows())
    places = {column.name: at for at, column in enumerate(built.columns)}
    texts = [at for at, column in enumerate(built.columns) if column.type == "text" and not is_id(column)]
    by_code = places.get("code_id")
    return Sheet(
        head=built.head,
        rows=rows,
        keys=list(built.keys),
        code_ids=[row[by_code] for row in rows] if by_code is not None else [""] * len(rows),
        haystack=_folded_rows(["\n".join([str(row[at]) for at in texts if row[at]]) for row in rows]),
        built=built,
        grid=built.grid() if built.head.lattice is not None else None,
        places=places,
    )


def _folded_rows(lines: list[str]) -> list[str]:
    """Return lines folded, all in one go: a hundred thousand calls would take a second."""
    if any(_BETWEEN in line for line in lines):
        return [folded(line) for line in lines]
    return folded(_BETWEEN.join(lines)).split(_BETWEEN) if lines else []


def is_id(column: Column) -> bool:
    """Tell whether a column holds permanent ids, which files need and eyes do not."""
    return column.name.endswith("_id")
