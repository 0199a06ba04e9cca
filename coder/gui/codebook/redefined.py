"""Codings made under an older definition: old and new wording side by side, and a verdict on each passage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEventLoop, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
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
from coder.gui.codebook.difference_words import marked_words
from coder.gui.look.deliberate import OncePerPress, presses
from coder.gui.look.dialog_parts import card, column
from coder.gui.look.fonts import small_font
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space
from coder.gui.look.widgets import SectionTitle, WrappedLabel, button
from coder.services.codebook.codebook_editing import CodedPassage
from coder.services.coding.redefined import Redefined

SIZE = QSize(980, 660)
SHOWN_FIRST = 40
"""Passages that are laid out at once; a much used code has hundreds."""
_LIST_WIDTH = 240
_VERDICT = "verdict"


class RedefinedDialog(FittedDialog):
    """A list of things to do; each verdict is carried out at once and can be undone."""

    still_right = Signal(object)
    """Coding ids that fit the new wording."""
    recode_requested = Signal(str)
    remove_requested = Signal(str)
    go_requested = Signal(str)
    undo_requested = Signal()

    def __init__(
        self,
        *,
        passages: Callable[[str], Sequence[CodedPassage]],
        coders: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Read a code's passages through `passages`; `coders` has the coders' names by id."""
        super().__init__(parent)
        self.setWindowTitle("Coded under an older definition")
        self.resize(SIZE)
        self._passages, self._coders = passages, coders
        self._once = OncePerPress(self, keys=presses)
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
        self._shown = SHOWN_FIRST
        self._undo = button("Undo")
        self._undo.setToolTip("Take the last verdict back (Ctrl+Z)")
        self._undo.setEnabled(False)
        self._undo.clicked.connect(lambda _checked: self.undo_requested.emit())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._undo.click)
        self._close = close = QPushButton("Close")
        close.clicked.connect(lambda _checked: self.accept())
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(card(self._list))
        row.addWidget(self._scroll, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._undo)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        whole.addLayout(row, 1)
        whole.addLayout(foot)
        self._list.currentRowChanged.connect(self._choose)

    def show_items(self, items: Sequence[Redefined], *, undo: str = "") -> None:
        """Show what is to be done now; `undo` names the verdict that can be taken back."""
        focused = self.focusWidget()
        at = max(0, self._list.currentRow())
        in_cards = focused is not None and self._scroll.isAncestorOf(focused)
        what = focused.property(_VERDICT) if focused is not None else None
        self._undo.setEnabled(bool(undo))
        self._undo.setText(f"Undo {undo}".replace("&", "&&") if undo else "Undo")
        self._items = items
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([f"{item.code.name} ({len(item.codings)})" for item in items])
        self._list.blockSignals(False)
        if items:
            self._list.setCurrentRow(min(at, len(items) - 1))
        self._show(self._list.currentRow())
        if in_cards or focused is self._undo:
            self._focus_verdict(str(what or ""))

    def _focus_verdict(self, what: str) -> None:
        """Give the keys to the next passage's button of the same kind, so that a list is gone through by one key."""
        page = self._scroll.widget()
        presses = page.findChildren(QPushButton) if page is not None else []
        same = next((press for press in presses if press.property(_VERDICT) == (what or "Still right")), None)
        (same or self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, at: int) -> None:
        self._shown = SHOWN_FIRST
        self._show(at)

    def _show_more(self) -> None:
        self._shown += SHOWN_FIRST
        place = self._scroll.verticalScrollBar().value()
        self._show(self._list.currentRow())
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self._scroll.verticalScrollBar().setValue(place)

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._items):
            done = WrappedLabel("Nothing is left to do: every coding fits the definition that it was made under.")
            done.setProperty("tone", "soft")
            self._scroll.setWidget(done)
            return
        item = self._items[at]
        texts: Mapping[str, CodedPassage] = {passage.coding_id: passage for passage in self._passages(item.code.id)}
        everything = button("All still right")
        everything.setAccessibleName(f"All {len(item.codings)} passages are still right")
        everything.installEventFilter(self._once)
        everything.clicked.connect(lambda _checked: self.still_right.emit([coding.id for coding in item.codings]))
        head = QHBoxLayout()
        head.addWidget(SectionTitle(f"Passages ({len(item.codings)})"), 1)
        head.addWidget(everything)
        there = [(texts[coding.id], coding.coder_id) for coding in item.codings if coding.id in texts]
        cards: list[QWidget] = [self._card(*shown) for shown in there[: self._shown]]
        if len(there) > self._shown:
            more = button(f"Show {min(SHOWN_FIRST, len(there) - self._shown)} more")
            more.clicked.connect(lambda _checked: self._show_more())
            cards.append(more)
        inside = column(self._wordings(item), head, *cards, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.S, 0)
        inside.addStretch(1)
        page = QWidget()
        page.setLayout(inside)
        self._scroll.setWidget(page)

    def _wordings(self, item: Redefined) -> QFrame:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        for side, title in enumerate((f"Then ({item.since.rpartition(' ')[2]})", "Now")):
            grid.addWidget(SectionTitle(title), 0, side)
        for at, (field, before, after) in enumerate((c.field, c.before, c.after) for c in item.fields):
            label = QLabel(FIELD_NAMES[field].capitalize())
            label.setFont(small_font(strong=True))
            label.setContentsMargins(0, Space.S, 0, 0)
            grid.addWidget(label, 2 * at + 1, 0, 1, 2)
            for side, text in enumerate((before, after)):
                shown = WrappedLabel(text or "(empty)")
                if before and after:
                    # What is different is seen at once, and not by colour alone.
                    shown.setTextFormat(Qt.TextFormat.RichText)
                    shown.setText(marked_words(before, after)[side])
                shown.setAccessibleName(f"{'Then' if side == 0 else 'Now'}: {text or 'empty'}")
                if side == 0:
                    shown.setProperty("tone", "soft")
                grid.addWidget(shown, 2 * at + 2, side, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        inside = QWidget()
        inside.setLayout(grid)
        return card(inside, margin=Space.M)

    def _card(self, passage: CodedPassage, coder_id: str) -> QFrame:
        who = self._coders.get(coder_id, "")
        under = f"coded{f' by {who}' if who else ''} under version {passage.version.rpartition(' ')[2]}"
        where = QLabel(" · ".join(filter(None, (passage.transcript, passage.speaker, under))))
        where.setTextFormat(Qt.TextFormat.PlainText)
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
            press.installEventFilter(self._once)
            press.setProperty(_VERDICT, name)
            press.setAccessibleName(f"{name}: {one_line(passage.text)[:60]}")
            press.clicked.connect(lambda _checked=False, do=act: do())
            row.addWidget(press)
        row.addStretch(1)
        inside = QWidget()
        inside.setLayout(column(where, text, row, spacing=Space.S))
        return card(inside, margin=Space.M)
