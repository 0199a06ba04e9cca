"""Who speaks in a transcript, as a table: what is read, and what the evaluator says about each speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coder.domain.transcript import SpeakerRole

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class SpeakerField(StrEnum):
    """What can be said about a speaker."""

    ROLE = "role"
    PARTICIPANT = "participant"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """A speaker in the table."""

    label: str
    turns: int
    words: int
    role: SpeakerRole = SpeakerRole.PARTICIPANT
    participant: str = ""
    stands_in: str = ""
    """The pseudonym that is taken when none is given."""
    group: str = ""
    group_fixed: bool = False
    """The group belongs to a person who is in the project already and is not changed here."""

    @property
    def is_person(self) -> bool:
        """Tell whether this is somebody whose words are evidence."""
        return self.role is SpeakerRole.PARTICIPANT


ROLE_NAMES = {role: role.value.capitalize() for role in SpeakerRole}
LABEL, TURNS, WORDS, ROLE, PARTICIPANT, GROUP = range(6)
FIELDS = {ROLE: SpeakerField.ROLE, PARTICIPANT: SpeakerField.PARTICIPANT, GROUP: SpeakerField.GROUP}

PLACEHOLDER = Qt.ItemDataRole.UserRole + 1
"""Role of the data: what a cell shows softly while nothing is written in it."""

_HEADERS = ("Speaker", "Turns", "Words", "Role", "Pseudonym", "Stakeholder group")
_HEADER_TIPS = (
    "The name as the file has it",
    "",
    "",
    "Only participants’ words are evidence; the others’ are context",
    "How the person is known in every table and export; one pseudonym is one person",
    "The group whose view the person brings",
)
_NOT_A_PERSON = "Only participants have a pseudonym and a group"


class SpeakerModel(QAbstractTableModel):
    """Shows rows; an edit is only told as a wish, and whoever knows the rules sets new rows."""

    edited = Signal(int, str, str)
    """Row, `SpeakerField` and the new value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SpeakerRow] = []

    @property
    def rows(self) -> Sequence[SpeakerRow]:
        """Return the rows shown."""
        return self._rows

    def show_rows(self, rows: Sequence[SpeakerRow]) -> None:
        """Show rows; while the speakers stay the same, the current cell and an open editor stay too."""
        if [row.label for row in rows] == [row.label for row in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(_HEADERS) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _HEADER_TIPS[section] or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        row = self._rows[index.row()]
        column = index.column()
        if column == ROLE or (row.is_person and (column == PARTICIPANT or (column == GROUP and not row.group_fixed))):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return _text(row, column)
        if role == PLACEHOLDER:
            return _placeholder(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADERS[column]} of {row.label}: {_text(row, column) or _placeholder(row, column) or 'none'}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() not in FIELDS:
            return False
        text = " ".join(str(value).split())
        field = FIELDS[index.column()]
        if field is SpeakerField.ROLE:
            text = next((role.value for role, name in ROLE_NAMES.items() if name == text), "")
            if not text:
                return False
        elif text == str(_text(self._rows[index.row()], index.column())):
            return True
        self.edited.emit(index.row(), field.value, text)
        return True


def _text(row: SpeakerRow, column: int) -> str:
    match column:
        case 0:
            return row.label
        case 1:
            return f"{row.turns:,}"
        case 2:
            return f"{row.words:,}"
        case 3:
            return ROLE_NAMES[row.role]
        case 4:
            return row.participant if row.is_person else ""
        case _:
            return row.group if row.is_person else ""


def _placeholder(row: SpeakerRow, column: int) -> str:
    if column == PARTICIPANT:
        return row.stands_in if row.is_person else "–"
    if column == GROUP:
        return ("None" if row.group_fixed else "Choose…") if row.is_person else "–"
    return ""


def _tip(row: SpeakerRow, column: int) -> str | None:
    if column in (PARTICIPANT, GROUP) and not row.is_person:
        return _NOT_A_PERSON
    if column == GROUP and row.group_fixed:
        return f"“{row.stands_in}” is in the project already; change the group in the details of their transcript"
    if column == PARTICIPANT and not row.participant:
        return f"Known as “{row.stands_in}” unless you write a pseudonym"
    return row.label if column == LABEL else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (TURNS, WORDS) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
