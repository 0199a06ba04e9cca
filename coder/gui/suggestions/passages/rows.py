"""The passages that were found for a code as a list model: each with its place, context and reasons, to be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coder.domain.span import Span
from coder.services.suggestions.reviewing import ReviewItem

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The row's `FoundPassage`."""
TICKED_ROLE = Qt.ItemDataRole.UserRole + 2

_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that may speak of the code, ready to be shown on one line."""

    item: ReviewItem
    transcript: str
    speaker: str
    time: str
    before: str
    """Words before the passage."""
    text: str
    """The passage on one line."""
    after: str
    marked: tuple[Span, ...]
    """The words that speak for the code, in code points of `text`."""
    reasons: str
    chance: str = ""
    codes: str = ""
    """What the passage is coded with already, in words."""

    @property
    def key(self) -> tuple[str, Span]:
        """Return what tells the row apart: transcript and passage."""
        return self.item.passage.transcript_id, self.item.passage.span

    @property
    def aside(self) -> str:
        """Return what stands beside the passage: the codes that it carries already, and the reasons for this one."""
        return " · ".join(part for part in (f"Coded: {self.codes}" if self.codes else "", self.reasons) if part)

    @property
    def place(self) -> str:
        """Return who says it and when."""
        return " · ".join(part for part in (self.speaker, self.time) if part)


class FoundModel(QAbstractListModel):
    """Rows in the order in which they were found."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FoundPassage] = []
        self._ticked: set[tuple[str, Span]] = set()

    @property
    def rows(self) -> Sequence[FoundPassage]:
        """Return the rows in order."""
        return self._rows

    @property
    def ticked(self) -> list[FoundPassage]:
        """Return the rows that are ticked, in order."""
        return [row for row in self._rows if row.key in self._ticked]

    def set_rows(self, rows: Sequence[FoundPassage]) -> None:
        """Show these rows; ticks stay on those that were there before."""
        self.beginResetModel()
        self._rows = list(rows)
        self._ticked &= {row.key for row in rows}
        self.endResetModel()
        self.ticks_changed.emit()

    def row_at(self, index: Index) -> FoundPassage | None:
        """Return the row of an index, or None for none."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def toggle(self, index: Index) -> None:
        """Tick a row, or take its tick away."""
        row = self.row_at(index)
        if row is not None:
            self._ticked ^= {row.key}
            self.dataChanged.emit(index, index, [TICKED_ROLE, Qt.ItemDataRole.CheckStateRole])
            self.ticks_changed.emit()

    def clear_ticks(self) -> None:
        """Take all ticks away."""
        self._ticked.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [TICKED_ROLE])
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == TICKED_ROLE:
            return row.key in self._ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.key in self._ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            ticked = "ticked, " if row.key in self._ticked else ""
            rank = row.chance and f"{row.chance} likely, "
            where = f"{row.transcript}, {row.place}"
            return f"{ticked}{row.item.suggestion.rank}, {rank}{where}: {row.text}. {row.aside}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
