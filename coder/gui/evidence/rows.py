"""The evidence as a table model: what each column says, how it is sorted and what is copied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coder.domain.coding import Direction, Review, Strength
from coder.domain.colour import CodeColour
from coder.domain.evidence import EvidenceRow
from coder.domain.search import folded
from coder.domain.text import one_line

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The row's `EvidenceRow`."""
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 2
"""The `CodeColour` of the row's code, or None."""

_ROOT = QModelIndex()
_SHOWN = 400
"""More characters than this of a cell never fit into a line."""


class Column(IntEnum):
    """The columns, in order."""

    CODE = 0
    PASSAGE = 1
    DIRECTION = 2
    STRENGTH = 3
    PARTICIPANT = 4
    GROUP = 5
    TRANSCRIPT = 6
    TIME = 7
    CODER = 8
    REVIEW = 9
    MEMO = 10


@dataclass(frozen=True, slots=True)
class _Spec:
    title: str
    text: Callable[[EvidenceRow], str]
    key: Callable[[EvidenceRow], Any]


_FORMULA = re.compile(r"['\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]")
_NUMBER = re.compile(r"(\d+)")
_DIRECTIONS = {direction.value: place for place, direction in enumerate(Direction)}
_REVIEWS = {Review.DISCUSS.value: 0, Review.DONE.value: 1}
_STRENGTHS = {strength.value: place for place, strength in enumerate(Strength)}


def _natural(text: str) -> tuple[Any, ...]:
    """Return a key by which "Interview 2" comes before "Interview 10", and empty cells come last."""
    parts = _NUMBER.split(folded(text))
    return not text, tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _seconds(row: EvidenceRow) -> tuple[Any, ...]:
    total = 0
    for part in row.time.split(":"):
        total = total * 60 + (int(part) if part.isdecimal() else 0)
    return not row.time, total


def review_words(row: EvidenceRow) -> str:
    """Return what is said about a second look; nothing where nobody has taken one."""
    return "" if row.review == Review.OPEN else row.review


def who_speaks(row: EvidenceRow) -> str:
    """Return the participants, or what the passage is where it is no evidence: `asker` or `heading`."""
    return row.participant if row.counts else row.role.split(" ")[0]


_COLUMNS: Mapping[Column, _Spec] = {
    Column.CODE: _Spec("Code", lambda row: row.code, lambda row: _natural(row.code)),
    Column.PASSAGE: _Spec("Passage", lambda row: row.passage, lambda row: folded(row.passage[:80])),
    Column.DIRECTION: _Spec("Direction", lambda row: row.direction, lambda row: _DIRECTIONS.get(row.direction, 9)),
    Column.STRENGTH: _Spec("Strength", lambda row: row.strength, lambda row: _STRENGTHS.get(row.strength, 9)),
    Column.PARTICIPANT: _Spec("Participant", who_speaks, lambda row: _natural(row.participant)),
    Column.GROUP: _Spec("Group", lambda row: row.stakeholder_group, lambda row: _natural(row.stakeholder_group)),
    Column.TRANSCRIPT: _Spec("Transcript", lambda row: row.transcript, lambda row: _natural(row.transcript)),
    Column.TIME: _Spec("Time", lambda row: row.time, _seconds),
    Column.CODER: _Spec("Coder", lambda row: row.coder, lambda row: _natural(row.coder)),
    Column.REVIEW: _Spec("Review", review_words, lambda row: _REVIEWS.get(row.review, 9)),
    Column.MEMO: _Spec("Memo", lambda row: row.memo, lambda row: (not row.memo, folded(row.memo))),
}


class EvidenceModel(QAbstractTableModel):
    """One row per coding; sorting is done here, over the rows as they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given: list[EvidenceRow] = []
        self._rows: list[EvidenceRow] = []
        self._colours: Mapping[str, CodeColour] = {}
        self._sorted_by: Column | None = None
        self._falling = False

    def set_rows(self, rows: Sequence[EvidenceRow]) -> bool:
        """Show these rows, sorted as before; return whether anything is different, which is one reset."""
        if (new := list(rows)) == self._given:
            return False
        self.beginResetModel()
        self._given = new
        self._rows = self._in_order()
        self.endResetModel()
        return True

    def set_colours(self, colours: Mapping[str, CodeColour]) -> None:
        """Show codes in these colours, by the code's id."""
        if colours != self._colours:
            self._colours = dict(colours)
            if self._rows:
                last = self.index(len(self._rows) - 1, Column.DIRECTION)
                self.dataChanged.emit(self.index(0, Column.CODE), last, [COLOUR_ROLE])

    @property
    def rows(self) -> Sequence[EvidenceRow]:
        """Return the rows in the order in which they are shown."""
        return self._rows

    def row_at(self, index: Index) -> EvidenceRow | None:
        """Return the row of a cell, or None for no cell."""
        return self._rows[index.row()] if index.isValid() else None

    def places_of(self, ids: Iterable[str]) -> list[int]:
        """Return the places of the rows with these evidence ids, in order; unknown ids have none."""
        wanted = set(ids)
        return [place for place, row in enumerate(self._rows) if row.evidence_id in wanted] if wanted else []

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[Column(section)].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == Column.TIME else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"Sort by {_COLUMNS[Column(section)].title.lower()}"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(_COLUMNS[column].text(row)[:_SHOWN])
        if role == ROW_ROLE:
            return row
        if role == COLOUR_ROLE:
            return self._colours.get(row.code_id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(column, row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            spec = _COLUMNS[column]
            return f"{spec.title}: {one_line(spec.text(row)) or 'none'}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none (-1) the rows stand as they were given."""
        self._sorted_by = Column(column) if column >= 0 else None
        self._falling = order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        held = [(self._rows[index.row()].evidence_id, index.column()) for index in kept]
        self._rows = self._in_order()
        places = {row.evidence_id: place for place, row in enumerate(self._rows)} if held else {}
        self.changePersistentIndexList(kept, [self.index(places[key], column) for key, column in held])
        self.layoutChanged.emit()

    def _in_order(self) -> list[EvidenceRow]:
        if self._sorted_by is None:
            return list(self._given)
        return sorted(self._given, key=_COLUMNS[self._sorted_by].key, reverse=self._falling)


def copied(rows: Iterable[EvidenceRow]) -> str:
    """Return rows as tab-separated text, one line for each row with its cells in the order of the columns.

    A cell that a spreadsheet would run as a formula when it is pasted gets an apostrophe in front.
    """
    return "".join("\t".join(_harmless(one_line(spec.text(row))) for spec in _COLUMNS.values()) + "\n" for row in rows)


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _tip(column: Column, row: EvidenceRow) -> str | None:
    """Return the whole text of a cell that may be cut, as rich text so that it is broken into lines."""
    if column is Column.PASSAGE:
        before, after = escape(one_line(row.context_before)), escape(one_line(row.context_after))
        passage = escape(row.passage).replace("\n", "<br>")
        return f"<p>{before} <b>{passage}</b> {after}</p>"
    if column is Column.CODE:
        above = " › ".join(part for part in (row.domain, row.theme) if part and part != row.code)
        return f"<p><b>{escape(row.code)}</b></p>" + (f"<p>{escape(above)}</p>" if above else "")
    text = _COLUMNS[column].text(row)
    if column is Column.PARTICIPANT and not row.counts:
        text = f"{row.role}: no evidence, so it counts in no table, chart or report"
    return f"<p>{escape(text)}</p>" if text else None
