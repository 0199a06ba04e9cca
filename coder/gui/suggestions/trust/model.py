"""The table of the trust panel: one line per code, sorted by any column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coder.domain.colour import CodeColour
from coder.domain.suggestion import Offer
from coder.services.suggestions.trust import ENOUGH, LAST, CodeTrust, rate_in_words

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 2

_ROOT = QModelIndex()

OFFERS = {Offer.AUTOMATIC: "By hit rate", Offer.ALWAYS: "Always", Offer.NEVER: "Never"}


class Column(IntEnum):
    """The columns, in order."""

    CODE = 0
    HIT_RATE = 1
    SHOWN = 2
    ACCEPTED = 3
    REJECTED = 4
    EXAMPLES = 5
    HELD_OUT = 6
    OFFERED = 7


@dataclass(frozen=True, slots=True)
class TrustLine:
    """One code's line, ready to be shown."""

    code: CodeTrust
    name: str
    place: int
    """In the order of the codebook."""
    held_out: float | None = None
    """F1 (0 to 1) on held-out transcripts; None where nothing can be said."""
    too_little: bool = False
    """Whether it was measured, but on too few passages to tell."""

    @property
    def hit_rate(self) -> str:
        """Return the hit rate in words; an en dash before anything was shown, and no share of too few."""
        if self.code.hit_rate is None:
            return "–"
        return rate_in_words(round(self.code.hit_rate * self.code.recent), self.code.recent)

    @property
    def tells(self) -> bool:
        """Tell whether there are enough decisions for a rate to be shown, in words or as a bar."""
        return self.code.hit_rate is not None and self.code.recent >= ENOUGH

    @property
    def hit_rate_in_brief(self) -> str:
        """Return the hit rate in so few words that a narrow column holds them."""
        if self.code.hit_rate is None or self.tells:
            return self.hit_rate
        return f"too few ({self.code.recent} of {ENOUGH})"

    @property
    def shown_rate(self) -> float:
        """Return what lines are sorted by: what is not said comes before every rate."""
        if self.code.hit_rate is None:
            return -2.0
        return self.code.hit_rate if self.tells else -1.0

    @property
    def held_out_said(self) -> str:
        """Return the held-out figure in words."""
        if self.too_little and self.code.learned_from:
            return "too little to tell"
        return "–" if self.held_out is None else f"{self.held_out:.0%}"

    @property
    def offered(self) -> str:
        """Return whether the code is offered, and why not."""
        said = OFFERS[self.code.offer]
        if self.code.muted:
            return f"Muted: {self.code.why}"
        return f"{said} ({self.code.why})" if self.code.why else said


@dataclass(frozen=True, slots=True)
class _Spec:
    title: str
    tip: str
    text: Callable[[TrustLine], str]
    key: Callable[[TrustLine], Any]


_COLUMNS: Mapping[Column, _Spec] = {
    Column.CODE: _Spec("Code", "In the order of the codebook", lambda line: line.name, lambda line: line.place),
    Column.HIT_RATE: _Spec(
        "Hit rate",
        f"Share of the last {LAST} suggestions that was accepted, or coded by hand after it was seen; "
        f"said from {ENOUGH} on",
        lambda line: line.hit_rate,
        lambda line: line.shown_rate,
    ),
    Column.SHOWN: _Spec(
        "Shown", "Suggestions that somebody saw", lambda line: str(line.code.shown), lambda line: line.code.shown
    ),
    Column.ACCEPTED: _Spec(
        "Accepted",
        "Taken, or coded by hand after it was seen",
        lambda line: str(line.code.accepted),
        lambda line: line.code.accepted,
    ),
    Column.REJECTED: _Spec(
        "Rejected", "Refused", lambda line: str(line.code.rejected), lambda line: line.code.rejected
    ),
    Column.EXAMPLES: _Spec(
        "Learned from",
        "Codings that the engine has learned this code from",
        lambda line: str(line.code.learned_from),
        lambda line: line.code.learned_from,
    ),
    Column.HELD_OUT: _Spec(
        "Held out",
        "F1 on transcripts that were not learned from: 100% would be every passage right and none missed",
        lambda line: line.held_out_said,
        lambda line: -1.0 if line.held_out is None else line.held_out,
    ),
    Column.OFFERED: _Spec(
        "Suggested", "Whether the code is suggested", lambda line: line.offered, lambda line: line.offered
    ),
}
_NUMBERS = (Column.HIT_RATE, Column.SHOWN, Column.ACCEPTED, Column.REJECTED, Column.EXAMPLES, Column.HELD_OUT)


class TrustModel(QAbstractTableModel):
    """Lines as they were given, sorted here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given: list[TrustLine] = []
        self._lines: list[TrustLine] = []
        self._colours: Mapping[str, CodeColour] = {}
        self._sorted_by = Column.CODE
        self._falling = False

    @property
    def lines(self) -> Sequence[TrustLine]:
        """Return the lines in the order in which they are shown."""
        return self._lines

    def set_lines(self, lines: Sequence[TrustLine], colours: Mapping[str, CodeColour]) -> bool:
        """Show these lines; return whether anything is different, which is one reset."""
        if list(lines) == self._given and colours == self._colours:
            return False
        self.beginResetModel()
        self._given, self._colours = list(lines), dict(colours)
        self._lines = self._in_order()
        self.endResetModel()
        return True

    def place_of(self, code_id: str) -> int | None:
        """Return the row of a code, or None."""
        return next((at for at, line in enumerate(self._lines) if line.code.code_id == code_id), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        spec = _COLUMNS[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return spec.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return spec.tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(Column(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[column].text(line)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == LINE_ROLE:
            return line
        if role == COLOUR_ROLE:
            return self._colours.get(line.code.code_id)
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.CODE, Column.OFFERED):
            return _COLUMNS[column].text(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_COLUMNS[column].title}: {_COLUMNS[column].text(line)}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none (-1) in the order of the codebook."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        held = [(self._lines[index.row()].code.code_id, index.column()) for index in kept]
        self._sorted_by = Column(column) if column >= 0 else Column.CODE
        self._falling = column >= 0 and order is Qt.SortOrder.DescendingOrder
        self._lines = self._in_order()
        places = {line.code.code_id: place for place, line in enumerate(self._lines)}
        self.changePersistentIndexList(kept, [self.index(places[key], at) for key, at in held])
        self.layoutChanged.emit()

    def _in_order(self) -> list[TrustLine]:
        return sorted(self._given, key=_COLUMNS[self._sorted_by].key, reverse=self._falling)


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
