"""The list of files on the left of the import dialog, with how each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from coder.gui.importing.batch import FileState, ImportFile
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.look.two_lines import RowRole, TwoLineDelegate

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

_LOOKS = {
    FileState.READING: ("circle", "faint"),
    FileState.READY: ("circle-check", "success"),
    FileState.WARNED: ("info", "warning"),
    FileState.DUPLICATE: ("copy", "warning"),
    FileState.BROKEN: ("warning", "danger"),
}


class ImportFileModel(QAbstractListModel):
    """Shows files in the order in which they were added."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[ImportFile] = []

    def show_files(self, files: Sequence[ImportFile]) -> None:
        """Show files; while they stay the same ones, the current one stays too."""
        if len(files) == len(self.files) and all(a is b for a, b in zip(files, self.files, strict=True)):
            if files:
                self.dataChanged.emit(self.index(0), self.index(len(files) - 1))
            return
        self.beginResetModel()
        self.files = list(files)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        file = self.files[index.row()]
        icon, tone = _LOOKS[file.state]
        values = {
            int(Qt.ItemDataRole.DisplayRole): file.path.name,
            int(RowRole.DETAIL): file.sentence,
            int(RowRole.ICON): icon,
            int(RowRole.TONE): tone if tone != "success" else "faint",
            int(Qt.ItemDataRole.ToolTipRole): f"{file.path.name}\n{file.sentence}",
            int(Qt.ItemDataRole.AccessibleTextRole): f"{file.path.name}: {file.sentence}",
        }
        return values.get(int(role))


class ImportFileList(QListView):
    """A list from which Delete takes a file out."""

    remove_requested = Signal()

    def __init__(self, model: ImportFileModel, icons: IconSet, theme: Theme) -> None:
        super().__init__()
        self._delegate = TwoLineDelegate(icons, theme)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Files to import")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)
