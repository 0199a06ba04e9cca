"""Publishing the codebook: which version it becomes, what changed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from coder.domain.codebook_diff import CodeDifference
from coder.gui.look.dialog_parts import FieldLabel, button_row, card, column
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space
from coder.gui.look.widgets import SectionTitle, WrappedLabel

SIZE = QSize(560, 460)


class PublishDialog(FittedDialog):
    """Asks why the codebook changes."""

    def __init__(
        self,
        changes: Sequence[CodeDifference],
        *,
        version: str,
        file: Path,
        reason: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Show what changed since the version in `file`; `reason` is what was typed before, if anything."""
        super().__init__(parent)
        self.setWindowTitle(f"Publish version {version}")
        self.resize(SIZE)
        self._reason = QLineEdit(reason)
        self._reason.setPlaceholderText("For example: pay and hours were too close together")
        self._label = FieldLabel("Why does it change? The team reads this in the change log", self._reason)
        self._publish = QPushButton("Publish")
        self._publish.setProperty("kind", "primary")
        listed = QListWidget()
        listed.setAccessibleName("What changed")
        listed.setWordWrap(True)
        listed.addItems([f"{item.name}: {item.sentence}" for item in changes] or ["Only the order of the codes"])
        buttons = button_row(self._publish, QPushButton("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        head = WrappedLabel(f"Writes version {version} to “{file.name}”. The file before is kept beside it.")
        head.setToolTip(str(file))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.L)
        whole.addWidget(head)
        whole.addLayout(column(self._label, self._reason))
        whole.addLayout(column(SectionTitle("What changed"), card(listed)), 1)
        whole.addWidget(buttons)
        self._reason.textChanged.connect(lambda _text: self._check())
        self._check()

    def reason(self) -> str:
        """Return why."""
        return " ".join(self._reason.text().split())

    def accept(self) -> None:
        """Leave only with a reason."""
        if self.reason():
            super().accept()

    def _check(self) -> None:
        self._publish.setEnabled(bool(self.reason()))
