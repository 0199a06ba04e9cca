"""A sheet as a Qt model: sorted and filtered by moving numbers, so that a hundred thousand rows stay quick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coder.domain.colour import CodeColour
from coder.domain.search import folded
from coder.domain.tables import Column, ColumnType
from coder.domain.text import excerpt, one_line
from coder.gui.analysis.places import BAR
from coder.gui.analysis.sheets import WAYS, Sheet, is_id

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The number of the sheet's row."""
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 2
"""The colour of the row's code, or None."""
BAR_ROLE = Qt.ItemDataRole.UserRole + 3
"""For the bar: the counts by direction and the largest sum of all rows."""

NUMBERS = (ColumnType.WHOLE, ColumnType.SHARE, ColumnType.TIME)
_BAR = Column(BAR, "Evidence", ColumnType.TEXT, "The codings as a bar, by direction.")
CODES = ("code", "code_name")
"""Columns that name the code of a row."""
_COMPARED = 80
"""Code points by which long texts are sorted."""
_LONGEST = 60
"""Words of a long text that a cell shows."""


class TableModel(QAbstractTableModel):
    """Rows of a sheet in the order in which they are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.columns: list[Column] = []
        self.order: list[int] = []
        self._words = ""
        self._only: tuple[str, object] | None = None
        self._sorted: tuple[str, bool] | None = None
        self._ranks: dict[str, dict[Any, int]] = {}
        """The places of values by column, for the columns that were sorted by."""
        self._longest_bar = 0
        self._colours: Mapping[str, CodeColour] = {}

    def set_sheet(self, sheet: Sheet, columns: Sequence[str] = ()) -> None:
        """Show another sheet, or the same one brought up to date; filter and order are kept."""
        self.beginResetModel()
        self.sheet = sheet
        self._ranks.clear()
        names = columns or [column.name for column in sheet.head.columns if not is_id(column)]
        self.columns = [_BAR if name == BAR else sheet.column(name) for name in names]
        if BAR in columns:
            self._longest_bar = max((sum(self._ways(row)) for row in range(len(sheet.rows))), default=0)
        self.order = self._arranged()
        self.endResetModel()

    def set_colours(self, colours: Mapping[str, CodeColour]) -> None:
        """Show codes in these colours, by id."""
        self._colours = colours

    def filter(self, words: str) -> None:
        """Show only rows that hold all these words."""
        self._words = folded(words).strip()
        self._arrange()

    def restrict(self, column: str, value: object, *, now: bool = True) -> None:
        """Show only rows with this value in a column, None for all; not `now` leaves it to the next sheet."""
        self._only = (column, value) if value is not None else None
        if now:
            self._arrange()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        sheet = self.sheet
        if sheet is None or not index.isValid():
            return None
        row, column = self.order[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {self.text(row, column) or 'nothing'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.type in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == ROW_ROLE:
            return row
        if role == COLOUR_ROLE:
            return self._colours.get(sheet.code_ids[row]) if column.name in CODES else None
        if role == BAR_ROLE and column.name == BAR:
            return self._ways(row), self._longest_bar
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{column.meaning}</p>"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.type in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; none (-1) brings back the table's own order."""
        down = order is Qt.SortOrder.DescendingOrder
        wanted = (self.columns[column].name, down) if 0 <= column < len(self.columns) else None
        # Qt asks once for the heading that was clicked and once for the order that it shows.
        if wanted != self._sorted:
            self._sorted = wanted
            self._arrange()

    def place_of(self, key: tuple[str, ...]) -> int:
        """Return where the row with a key is shown, or -1."""
        if self.sheet is None or key not in (keys := self.sheet.keys):
            return -1
        number = keys.index(key)
        return self.order.index(number) if number in self.order else -1

    def text(self, row: int, column: Column) -> str:
        """Return what a cell shows."""
        assert self.sheet is not None
        if column.name == BAR:
            return ", ".join(f"{count} {way}" for way, count in zip(WAYS, self._ways(row), strict=True) if count)
        return shown(self.sheet.rows[row][self.sheet.places[column.name]], column)

    def _tooltip(self, row: int, column: Column) -> str:
        assert self.sheet is not None
        if column.name == BAR:
            return self.text(row, column)
        value = self.sheet.rows[row][self.sheet.places[column.name]]
        return str(value) if isinstance(value, str) and len(value) > 24 else ""

    def _ways(self, row: int) -> tuple[int, ...]:
        assert self.sheet is not None
        values, places = self.sheet.rows[row], self.sheet.places
        return tuple(values[places[way]] or 0 for way in WAYS)

    def _arrange(self) -> None:
        if self.sheet is None:
            return
        self.beginResetModel()
        self.order = self._arranged()
        self.endResetModel()

    def _arranged(self) -> list[int]:
        sheet = self.sheet
        assert sheet is not None
        order = list(range(len(sheet.rows)))
        for word in self._words.split():
            hay = sheet.haystack
            order = [row for row in order if word in hay[row]]
        if self._only is not None and self._only[0] in sheet.places:
            at, value = sheet.places[self._only[0]], self._only[1]
            order = [row for row in order if sheet.rows[row][at] == value]
        if self._sorted is None:
            return order
        name, down = self._sorted
        if name == BAR:
            return sorted(order, key=lambda row: sum(self._ways(row)), reverse=down)
        if name not in sheet.places:
            return order
        at, column = sheet.places[name], sheet.column(name)
        values = [row[at] for row in sheet.rows]
        if name not in self._ranks:
            self._ranks[name] = _ranks(values, column)
        rank = self._ranks[name]
        known = [row for row in order if values[row] in rank]
        known.sort(key=lambda row: rank[values[row]], reverse=down)
        # What nobody knows comes last, whichever way the others are sorted.
        return known + [row for row in order if values[row] not in rank]


def _ranks(values: Iterable[Any], column: Column) -> dict[Any, int]:
    """Return the place of every value that a column knows; values that differ in case only share theirs.

    Values are compared once each, as most columns of a large table say few things many times.
    """

    def comparable(value: Any) -> Any:
        if column.type in (ColumnType.WHOLE, ColumnType.SHARE):
            return value
        if column.type is ColumnType.TIME:
            return [int(part) for part in str(value).split(":")]
        return str(value)[:_COMPARED].casefold()

    pairs = sorted(((comparable(value), value) for value in set(values) - {None, ""}), key=itemgetter(0))
    ranks: dict[Any, int] = {}
    for place, (_, alike) in enumerate(groupby(pairs, key=itemgetter(0))):
        ranks.update((value, place) for _, value in alike)
    return ranks


def shown(value: Any, column: Column) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if column.type is ColumnType.WHOLE:
        return f"{value:,}"
    if column.type is ColumnType.SHARE:
        return f"{value:.0%}" if value >= 0.01 or not value else "< 1%"
    if column.type is ColumnType.DATE:
        return str(value)[:16].replace("T", " ")
    text = str(value)
    return excerpt(one_line(text), words=_LONGEST) if column.wide else text
