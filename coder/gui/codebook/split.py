"""Splitting a code: the new code's name, and which passages go to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.text import excerpt, one_line
from coder.gui.look.dialog_parts import CalmDialog, FieldLabel, button_row, card, column
from coder.gui.look.theme import Space
from coder.gui.look.widgets import WrappedLabel
from coder.services.codebook.codebook_editing import CodedPassage

SIZE = QSize(640, 560)
_ID = Qt.ItemDataRole.UserRole


class SplitDialog(CalmDialog):
    """Asks for a name and for passages; the old code keeps the others."""

    def __init__(
        self,
        name: str,
        passages: Sequence[CodedPassage],
        *,
        problem: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """Offer the passages of the code `name`; `problem` says why the new code cannot have a name, or nothing."""
        super().__init__(parent)
        self._problem = problem
        self.setWindowTitle("Split code")
        self.resize(SIZE)
        self._name = QLineEdit()
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.setProperty("role", "lines")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for passage in passages:
            item = QListWidgetItem(
                f"{excerpt(one_line(passage.text), words=26)}\n{passage.transcript} · {passage.speaker}"
            )
            item.setData(_ID, passage.coding_id)
            item.setToolTip(passage.text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._split = QPushButton("Split")
        self._split.setProperty("kind", "primary")
        self._split.setToolTip("Split (Ctrl+Enter)")
        buttons = button_row(self._split, QPushButton("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.L)
        whole.addWidget(WrappedLabel(f"The new code stands beside “{name}” and begins with its definition."))
        self._label = FieldLabel("Name of the new code", self._name)
        whole.addLayout(column(self._label, self._name))
        whole.addLayout(column(FieldLabel("Passages that go to the new code", self._list), card(self._list)), 1)
        self._count = QLabel()
        self._count.setProperty("tone", "soft")
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(buttons)
        whole.addLayout(foot)
        self._list.itemChanged.connect(lambda _item: self._check())
        self._list.itemActivated.connect(_toggle)
        self._name.textChanged.connect(lambda _text: self._check())
        self.calm(self._split)
        self._check()

    def name(self) -> str:
        """Return the new code's name."""
        return " ".join(self._name.text().split())

    def coding_ids(self) -> list[str]:
        """Return the codings that go to the new code."""
        items = [self._list.item(row) for row in range(self._list.count())]
        return [str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def accept(self) -> None:
        """Leave only with a name that the new code can have."""
        if self._split.isEnabled():
            super().accept()

    def _check(self) -> None:
        problem = self._problem(self.name()) if self.name() else ""
        self._label.show_problem(problem)
        self._split.setEnabled(bool(self.name()) and not problem)
        chosen, count = len(self.coding_ids()), self._list.count()
        self._count.setText(
            f"{chosen} of {count} passages go to the new code" if count else "Nothing is coded with it yet"
        )


def _toggle(item: QListWidgetItem) -> None:
    on = item.checkState() is Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
