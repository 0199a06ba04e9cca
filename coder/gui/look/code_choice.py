"""Choosing one code: a line that narrows the list as one types, and what the choice will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.codebook import Code
from coder.domain.search import Searchable, ranked
from coder.gui.look.dialog_parts import FieldLabel, button_row, card, column
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space
from coder.gui.look.widgets import WrappedLabel, announce, swatch_icon

SIZE = QSize(560, 520)
_SWATCH = 12
_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class CodeOption:
    """A code that can be chosen, with where it is and its colour on this ground."""

    code: Code
    path: str
    colour: QColor


class _Filter(QLineEdit):
    """A line whose arrow keys walk through the list below."""

    def __init__(self, listed: QListWidget) -> None:
        super().__init__()
        self._listed = listed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
            Qt.Key(event.key())
        )
        if step is None or not self._listed.count():
            super().keyPressEvent(event)
            return
        row = max(0, min(self._listed.currentRow() + step, self._listed.count() - 1))
        self._listed.setCurrentRow(row)
        announce(self, self._listed.item(row).text())


class CodeChoiceDialog(FittedDialog):
    """Offers codes; typing narrows them, the arrow keys choose, Enter accepts."""

    def __init__(
        self,
        options: Sequence[CodeOption],
        *,
        title: str,
        question: str,
        accept: str,
        top: str = "",
        effect: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `options`, and with `top` a first row for no code at all; `effect` says what choosing a code does."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(SIZE)
        self._options = {option.code.id: option for option in options}
        self._searchable = [Searchable.of(option.code) for option in options]
        self._top, self._effect_of = top, effect
        self._list = QListWidget()
        self._list.setUniformItemSizes(True)
        self._list.setIconSize(QSize(_SWATCH, _SWATCH))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._filter = _Filter(self._list)
        self._filter.setPlaceholderText("Part of a name or key term…")
        self._filter.setClearButtonEnabled(True)
        self._effect = WrappedLabel("")
        self._effect.setProperty("tone", "soft")
        self._effect.setVisible(effect is not None)
        self._accept = QPushButton(accept)
        self._accept.setProperty("kind", "primary")
        buttons = button_row(self._accept, QPushButton("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._list.setAccessibleName("Codes")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        asked = FieldLabel(question, self._filter)
        # A question names a code, and names may be long.
        asked.setWordWrap(True)
        whole.addLayout(column(asked, self._filter))
        whole.addWidget(card(self._list), 1)
        whole.addWidget(self._effect)
        whole.addWidget(buttons)
        self._filter.textChanged.connect(lambda _text: self._narrow())
        self._list.currentItemChanged.connect(lambda *_: self._check())
        self._list.itemActivated.connect(lambda _item: self.accept())
        self._narrow()
        self._filter.setFocus()

    def code_id(self) -> str:
        """Return the code that was chosen; empty for none."""
        item = self._list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def accept(self) -> None:
        """Leave only with a choice."""
        if self._accept.isEnabled():
            super().accept()

    def _narrow(self) -> None:
        query = self._filter.text()
        found = ranked(query, self._searchable) if query.strip() else [entry.code for entry in self._searchable]
        self._list.blockSignals(True)
        self._list.clear()
        if self._top and not query.strip():
            item = QListWidgetItem(self._top)
            item.setData(_ID, "")
            self._list.addItem(item)
        for code in found:
            option = self._options[code.id]
            place = f"   –   {option.path}" if option.path else ""
            item = QListWidgetItem(swatch_icon(option.colour, px=_SWATCH), f"{code.name}{place}")
            item.setData(_ID, code.id)
            item.setToolTip(code.short_definition)
            self._list.addItem(item)
        self._list.blockSignals(False)
        self._list.setCurrentRow(0)
        self._check()

    def _check(self) -> None:
        there = self._list.currentItem() is not None
        self._accept.setEnabled(there)
        if self._effect_of is not None:
            self._effect.setText(self._effect_of(self.code_id()) if there else "No code has this in its name.")
