"""Codings made under an older definition: old and new wording side by side, and a verdict on each passage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coder.domain.content import FIELD_NAMES
from coder.domain.text import one_line
from coder.gui.dialogs.parts import card, column
from coder.gui.fonts import small_font
from coder.gui.theme import Space
from coder.gui.widgets import SectionTitle, WrappedLabel, button
from coder.services.codebook_editing import CodedPassage
from coder.services.redefined import Redefined

SIZE = QSize(980, 660)
_LIST_WIDTH = 240


class RedefinedDialog(QDialog):
    """A list of things to do; each verdict is carried out at once and can be undone."""

    still_right = Signal(object)
    """Coding ids that fit the new wording."""
    recode_requested = Signal(str)
    remove_requested = Signal(str)
    go_requested = Signal(str)

    def __init__(self, *, passages: Callable[[str], Sequence[CodedPassage]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Coded under an older definition")
        self.resize(SIZE)
        self._passages = passages
        self._items: Sequence[Redefined] = ()
        self._list = QListWidget()
        self._list.setAccessibleName("Changed codes")
        self._list.setFixedWidth(_LIST_WIDTH)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setProperty("role", "lines")
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close = QPushButton("Close")
        close.clicked.connect(lambda _checked: self.accept())
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(card(self._list))
        row.addWidget(self._scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        whole.addLayout(row, 1)
        whole.addLayout(foot)
        self._list.currentRowChanged.connect(self._show)

    def show_items(self, items: Sequence[Redefined]) -> None:
        """Show what is to be done now."""
        at = max(0, self._list.currentRow())
        self._items = items
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([f"{item.code.name} ({len(item.codings)})" for item in items])
        self._list.blockSignals(False)
        if items:
            self._list.setCurrentRow(min(at, len(items) - 1))
        self._show(self._list.currentRow())

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._items):
            done = WrappedLabel("Nothing is left to do: every coding fits the definition that it was made under.")
            done.setProperty("tone", "soft")
            self._scroll.setWidget(done)
            return
        item = self._items[at]
        texts: Mapping[str, CodedPassage] = {passage.coding_id: passage for passage in self._passages(item.code.id)}
        everything = button("All still right")
        everything.clicked.connect(lambda _checked: self.still_right.emit([coding.id for coding in item.codings]))
        head = QHBoxLayout()
        head.addWidget(SectionTitle("Passages"), 1)
        head.addWidget(everything)
        cards = [self._card(texts[coding.id]) for coding in item.codings if coding.id in texts]
        inside = column(column(SectionTitle("Then and now"), self._wordings(item)), head, *cards, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.S, 0)
        inside.addStretch(1)
        page = QWidget()
        page.setLayout(inside)
        self._scroll.setWidget(page)

    def _wordings(self, item: Redefined) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        for at, (field, before, after) in enumerate((c.field, c.before, c.after) for c in item.fields):
            label = QLabel(FIELD_NAMES[field].capitalize())
            label.setFont(small_font(strong=True))
            grid.addWidget(label, 2 * at, 0, 1, 2)
            for side, text in enumerate((before, after)):
                shown = WrappedLabel(text or "(empty)")
                shown.setAccessibleName(f"{'Then' if side == 0 else 'Now'}: {text}")
                if side == 0:
                    shown.setProperty("tone", "soft")
                grid.addWidget(shown, 2 * at + 1, side, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        inside = QWidget()
        inside.setLayout(grid)
        return card(inside, margin=Space.M)

    def _card(self, passage: CodedPassage) -> QFrame:
        where = QLabel(f"{passage.transcript} · {passage.speaker} · coded under {passage.version}")
        where.setFont(small_font())
        where.setProperty("tone", "soft")
        text = WrappedLabel(one_line(passage.text))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for name, act in (
            ("Still right", lambda: self.still_right.emit([passage.coding_id])),
            ("Recode…", partial(self.recode_requested.emit, passage.coding_id)),
            ("Remove", partial(self.remove_requested.emit, passage.coding_id)),
            ("Go there", partial(self.go_requested.emit, passage.coding_id)),
        ):
            press = button(name, kind="" if name == "Still right" else "quiet")
            press.setAccessibleName(f"{name}: {one_line(passage.text)[:60]}")
            press.clicked.connect(lambda _checked=False, do=act: do())
            row.addWidget(press)
        row.addStretch(1)
        inside = QWidget()
        inside.setLayout(column(where, text, row, spacing=Space.S))
        return card(inside, margin=Space.M)
