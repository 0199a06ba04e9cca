"""Under which name the person codes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.search import folded
from coder.gui.look.dialog_parts import FieldLabel, button_row, card, column
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space

_WIDTH = 400
_ROW = 28
_SHOWN = 6


def ask_for_coder(coder: str, *, known: Sequence[str], parent: QWidget) -> str | None:
    """Let the person code under another name; None if they keep theirs. `known` are those who coded the project."""
    dialog = CoderNameDialog(coder, known=known, parent=parent)
    accepted = dialog.exec() == CoderNameDialog.DialogCode.Accepted
    name = dialog.name() if accepted else None
    dialog.deleteLater()
    return name


class CoderNameDialog(FittedDialog):
    """Asks for a name, and offers those who have coded in the project already."""

    def __init__(self, current: str, *, known: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Code as")
        self._known = {folded(name): name for name in known}
        self._line = QLineEdit(current)
        self._line.selectAll()
        self._line_label = FieldLabel("Your name or initials", self._line)
        self._hint = QLabel()
        self._hint.setProperty("tone", "soft")
        self._hint.setWordWrap(True)
        self._list = QListWidget()
        self._list.addItems(list(known))
        for row, name in enumerate(known):
            self._list.item(row).setSizeHint(QSize(0, _ROW))
            if folded(name) == folded(current):
                self._list.setCurrentRow(row)
        self._list.setAccessibleName("Coders in this project")
        self._list.setFixedHeight(min(max(1, len(known)), _SHOWN) * _ROW)
        self._save = QPushButton("Code under this name")
        self._save.setProperty("kind", "primary")
        self._arrange(with_list=bool(known))
        self._connect()
        self._check()

    def _connect(self) -> None:
        self._line.textChanged.connect(lambda _text: self._check())
        self._list.itemClicked.connect(lambda item: self._line.setText(item.text()))
        self._list.itemActivated.connect(lambda item: self._line.setText(item.text()))
        self._list.currentItemChanged.connect(self._step)
        self._list.itemDoubleClicked.connect(lambda _item: self.accept())

    def name(self) -> str:
        """Return the name: as it is spelt in the project, if it is known there."""
        clean = " ".join(self._line.text().split())
        return self._known.get(folded(clean), clean)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(_WIDTH, 0))

    def _step(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        """Take the name that the arrows came to; merely entering the list takes none."""
        if item is not None and before is not None:
            self._line.setText(item.text())

    def _check(self) -> None:
        name = self.name()
        self._line_label.show_problem("" if name else "Write a name, so that everybody can see who coded what")
        self._save.setEnabled(bool(name))
        if name and self._known and folded(name) not in self._known:
            self._hint.setText(f"“{name}” has not coded in this project before.")
        else:
            self._hint.setText("What you code from now on carries this name; earlier codings keep theirs.")

    def _arrange(self, *, with_list: bool) -> None:
        cancel = QPushButton("Cancel")
        buttons = button_row(self._save, cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.L)
        whole.addLayout(column(self._line_label, self._line, self._hint))
        if with_list:
            whole.addLayout(column(FieldLabel("Coders in this project", self._list), card(self._list)))
        whole.addStretch(1)
        whole.addWidget(buttons)
