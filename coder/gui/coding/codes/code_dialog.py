"""Everything that a codebook entry says about one code, to read and to write."""

from __future__ import annotations

from typing import TypedDict

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coder.domain.codebook import Code
from coder.gui.look.dialog_parts import FieldLabel, button_row, column
from coder.gui.look.fonts import small_font
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space

SIZE = QSize(640, 680)


class Definition(TypedDict):
    """What a code means, in the terms of the service that writes it."""

    short_definition: str
    full_definition: str
    when_to_use: str
    when_not_to_use: str
    example_quotes: list[str]
    key_terms: list[str]


class CodeDialog(FittedDialog):
    """Edits a code's name and definition; nothing changes until it is accepted."""

    def __init__(self, code: Code, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Code")
        self.resize(SIZE)
        self._name = QLineEdit(code.name)
        self._name_label = FieldLabel("Name", self._name)
        self._short = QLineEdit(code.short_definition)
        self._short.setCursorPosition(0)
        self._full = _text(code.full_definition, lines=4)
        self._use = _text(code.when_to_use, lines=3)
        self._not_use = _text(code.when_not_to_use, lines=3)
        self._quotes = _text("\n".join(code.example_quotes), lines=4)
        self._terms = _text("\n".join(code.key_terms), lines=5)
        about = QLabel(f"{code.kind.value.replace('-', ' ').capitalize()} · permanent id “{code.id}”")
        about.setFont(small_font())
        about.setProperty("tone", "soft")
        about.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        about.setAccessibleName(about.text())
        fields = column(
            column(self._name_label, self._name, about),
            column(FieldLabel("Short definition, shown while coding", self._short), self._short),
            column(FieldLabel("Full definition", self._full), self._full),
            column(FieldLabel("When to use", self._use), self._use),
            column(FieldLabel("When not to use", self._not_use), self._not_use),
            column(FieldLabel("Example quotes, one on each line", self._quotes), self._quotes),
            column(FieldLabel("Key terms for suggestions, one on each line", self._terms), self._terms),
            spacing=Space.M,
        )
        page = QWidget()
        page.setLayout(fields)
        fields.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        self._save = QPushButton("Save")
        self._save.setProperty("kind", "primary")
        self._save.setToolTip("Save (Ctrl+Enter)")
        cancel = QPushButton("Cancel")
        buttons = button_row(self._save, cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, Space.L)
        whole.setSpacing(Space.S)
        whole.addWidget(scroll, 1)
        foot = column(buttons)
        foot.setContentsMargins(Space.L, 0, Space.L, 0)
        whole.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._accept_if_valid)
        self._name.textChanged.connect(lambda _text: self._check())
        self._check()

    def name(self) -> str:
        """Return the code's name as it should be."""
        return " ".join(self._name.text().split())

    def definition(self) -> Definition:
        """Return what the code should mean."""
        return {
            "short_definition": self._short.text(),
            "full_definition": self._full.toPlainText(),
            "when_to_use": self._use.toPlainText(),
            "when_not_to_use": self._not_use.toPlainText(),
            "example_quotes": self._quotes.toPlainText().split("\n"),
            "key_terms": self._terms.toPlainText().split("\n"),
        }

    def _check(self) -> None:
        self._name_label.show_problem("" if self.name() else "A code needs a name.")
        self._save.setEnabled(bool(self.name()))

    def _accept_if_valid(self) -> None:
        if self._save.isEnabled():
            self.accept()


def _text(content: str, *, lines: int) -> QPlainTextEdit:
    """Return a field of several lines; Tab goes on to the next field."""
    field = QPlainTextEdit(content)
    field.setTabChangesFocus(True)
    field.setMinimumHeight(lines * field.fontMetrics().lineSpacing() + 2 * Space.S)
    return field
