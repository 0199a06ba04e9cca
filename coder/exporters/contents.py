"""What every format is given to write, and what they all do alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coder.domain.tables import Column, ColumnType, Grid, TableHead
from coder.errors import ExportCancelledError

if TYPE_CHECKING:
    import pandas as pd

_AT_ONCE = 1000
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Contents:
    """A table to write: its definition, its rows, and what readers should know about them."""

    head: TableHead
    frame: pd.DataFrame
    grid: Grid | None = None
    notes: tuple[str, ...] = ()
    """Sentences for readers: to what the table is narrowed, what is withheld."""
    notice: str = ""
    """What has to be seen first, such as that the file is not to be passed on."""

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as text, whole numbers, decimals, or None where nothing is known."""
        return zip(*(_plain(self.frame[column.name]) for column in self.head.columns), strict=True)


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody who watches an export: is told how far it is, and may stop it."""

    progress: Callable[[int, int], None] | None = None
    """Called with how many rows are done, of how many."""
    cancelled: Callable[[], bool] | None = None

    def over(self, rows: Iterator[tuple[Any, ...]], total: int, done: int = 0) -> Iterator[tuple[Any, ...]]:
        """Yield rows, telling now and then; raises `ExportCancelledError` when stopped."""
        for number, row in enumerate(rows):
            if not number % _AT_ONCE:
                self.at(done + number, total)
            yield row

    def at(self, done: int, total: int) -> None:
        """Tell how far it is; raises `ExportCancelledError` when stopped."""
        if self.cancelled is not None and self.cancelled():
            raise ExportCancelledError("The export was stopped; no file was written.")
        if self.progress is not None:
            self.progress(done, total)


NOBODY = Watch()
"""Nobody watches."""


def for_xml(text: str) -> str:
    """Return text with characters that no XML document may hold replaced by “�”."""
    return _NOT_IN_XML.sub("\ufffd", text)


def shown(value: Any, column: Column) -> str:
    """Return a value as people read it: shares as percentages, nothing for what is unknown."""
    if value is None:
        return ""
    if column.type is ColumnType.SHARE:
        return f"{100 * value:.0f} %" if value >= 0.1 or not value else f"{100 * value:.1f} %"
    if column.type is ColumnType.WHOLE:
        return f"{value:,}"
    if column.type is ColumnType.DATE:
        return str(value).replace("T", " ").removesuffix("Z").removesuffix("+00:00")
    return str(value)


def cell_lines(rows: Sequence[tuple[Any, ...]], contents: Contents, place: int) -> tuple[str, str]:
    """Return what a cell of a grid says in bold and below it, for a row of the long table."""
    names = [column.name for column in contents.head.columns]
    values = dict(zip(names, rows[place], strict=True))
    assert contents.grid is not None
    main = values[contents.grid.lattice.cell]
    if isinstance(main, str):
        return "", main
    if not values.get("codings", main):
        return "", ""
    counted = contents.grid.lattice.cell
    said = [_counted(values["codings"], "codings")] if "codings" in values and counted != "codings" else []
    said += [
        f"{values[name]:,} {title}"
        for name, title in (
            ("supports", "supports"),
            ("challenges", "challenges"),
            ("mixed", "mixed"),
            ("unclear", "unclear"),
            ("undirected", "without direction"),
        )
        if values.get(name)
    ]
    return _counted(main, counted), ", ".join(said)


def _counted(number: int, what: str) -> str:
    one, many = {
        "people": ("person", "people"),
        "codings": ("coding", "codings"),
        "same_turn": ("turn", "turns"),
    }.get(what, (what, what))
    return f"{number:,} {one if number == 1 else many}"


def _plain(column: pd.Series) -> list[Any]:
    values: list[Any] = column.tolist()
    missing = column.isna()
    if not missing.any():
        return values
    return [None if gone else value for value, gone in zip(values, missing.tolist(), strict=True)]
