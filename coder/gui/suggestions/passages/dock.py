"""FIND PASSAGES at the foot of the desk: where one code may be spoken of, the best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.colour import CodeColour
from coder.gui.look.cards import is_key, with_key
from coder.gui.look.connecting import follow
from coder.gui.look.deliberate import once_per_press
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.hints import Hint
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, Hairline, SectionTitle, Swatch, announce, button
from coder.gui.suggestions.passages.delegate import BOX, FoundDelegate
from coder.gui.suggestions.passages.rows import FoundModel, FoundPassage, Index

_GREY = CodeColour("#808080", "#808080")


class FindStage(StrEnum):
    """How far the search is."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindState:
    """Everything that the dock shows."""

    stage: FindStage
    name: str = ""
    colours: CodeColour = _GREY
    why: str = ""
    rows: tuple[FoundPassage, ...] = ()
    at_most: bool = False
    """Whether there may be more than these rows."""


class FoundList(QListView):
    """The rows; Space ticks the current one, Enter goes to its passage."""

    accept_requested = Signal()
    reject_requested = Signal()
    go_requested = Signal()
    left = Signal()
    current_changed = Signal()

    def __init__(self, theme: Theme, *, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.found = FoundModel(self)
        self._delegate = FoundDelegate(theme)
        self.setModel(self.found)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Passages found")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        once_per_press(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        follow(theme.changed, self, self.viewport().update)

    def current(self) -> FoundPassage | None:
        """Return the row that keys act on."""
        return self.found.row_at(self.currentIndex())

    def choose(self, place: int) -> None:
        """Make a row the current one."""
        if self.found.rows:
            index = self.found.index(max(0, min(place, len(self.found.rows) - 1)))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def menu(self) -> QMenu:
        """Return the context menu of the current row."""
        menu = QMenu(self)
        menu.addAction("Go to the passage\tEnter", self.go_requested.emit)
        menu.addAction("Tick or untick\tSpace", lambda: self.found.toggle(self.currentIndex()))
        menu.addSeparator()
        menu.addAction(f"Accept\t{self._keys.get('accept', '')}", self.accept_requested.emit)
        menu.addAction(f"Reject\t{self._keys.get('reject', '')}", self.reject_requested.emit)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.found.toggle(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.go_requested.emit()
        elif is_key(event, self._keys.get("accept", "")):
            self.accept_requested.emit()
        elif is_key(event, self._keys.get("reject", "")):
            self.reject_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters decide here; they do not search."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            box = self._delegate.box(self.visualRect(index)).adjusted(-Space.S, -BOX, Space.S, BOX)
            if box.contains(event.position().toPoint()):
                self.found.toggle(index)
                return
        super().mousePressEvent(event)
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.current_changed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            index = self.indexAt(event.pos())
            if not index.isValid():
                return
            self.choose(index.row())
        if self.current() is not None:
            menu = self.menu()
            menu.aboutToHide.connect(menu.deleteLater)
            low = self.viewport().mapToGlobal(QPoint(24, self.visualRect(self.currentIndex()).bottom()))
            menu.popup(low if event.reason() is QContextMenuEvent.Reason.Keyboard else event.globalPos())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class PassageDock(QFrame):
    """Shows what was found; it emits what the person wishes and changes nothing by itself."""

    shown_changed = Signal(object)
    """The row (`FoundPassage`) that the person is at, or None."""
    go_requested = Signal()
    """The person wants to read on at the passage that is at hand."""
    accept_requested = Signal()
    """The row at hand is accepted."""
    reject_requested = Signal()
    accept_ticked_requested = Signal()
    """All ticked rows are accepted."""
    reject_ticked_requested = Signal()
    again_requested = Signal()
    other_code_requested = Signal()
    closed = Signal()

    def __init__(
        self, *, theme: Theme, icons: IconSet, keys: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = dict(keys or {})
        self._told = ""
        self._found = ""
        self.setProperty("role", "panel")
        self.setAccessibleName("Find passages for a code")
        self._swatch = Swatch(theme, _GREY)
        self._name = ElidedLabel()
        self._name.setFont(ui_font(strong=True))
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._count = ElidedLabel()
        self._count.setFont(small_font())
        self._count.setProperty("tone", "soft")
        self._accept = button("Accept ticked", kind="")
        self._reject = button("Reject ticked", kind="")
        self._accept.setToolTip("Put the code on every ticked passage, as one step that Ctrl+Z takes back")
        self._reject.setToolTip("Refuse the code for every ticked passage, as one step that Ctrl+Z takes back")
        icons.dress(self._accept, "approve")
        icons.dress(self._reject, "reject")
        self._again = button("Search again", kind="quiet")
        self._again.setToolTip("Search with what was learned since; ticks on passages that stay are kept")
        self._other = button("Other code…", kind="quiet")
        self._other.setToolTip(with_key("Look for another code", self._keys.get("find_passages", "")))
        self._close = QToolButton()
        icons.dress(self._close, "close", tone="soft_ink")
        self._close.setAccessibleName("Close")
        self._close.setToolTip("Close the list (Esc)")
        self.list = FoundList(theme, keys=self._keys)
        self._hint = Hint(theme)
        self._arrange(theme)
        self._connect()
        self.show_state(FindState(stage=FindStage.LOADING))

    def _connect(self) -> None:
        self.list.current_changed.connect(lambda: self.shown_changed.emit(self.list.current()))
        self.list.go_requested.connect(self.go_requested)
        self.list.accept_requested.connect(self.accept_requested)
        self.list.reject_requested.connect(self.reject_requested)
        self.list.left.connect(self.closed)
        self.list.found.ticks_changed.connect(self._count_ticks)
        for press, tell in (
            (self._accept, self.accept_ticked_requested),
            (self._reject, self.reject_ticked_requested),
            (self._again, self.again_requested),
            (self._other, self.other_code_requested),
            (self._close, self.closed),
        ):
            press.clicked.connect(lambda _checked=False, signal=tell: signal.emit())

    def _arrange(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(SectionTitle("Find passages"))
        head.addWidget(self._swatch)
        head.addWidget(self._name)
        head.addWidget(self._count, 1)
        for part in (self._accept, self._reject, self._again, self._other, self._close):
            head.addWidget(part)
        told = QWidget()
        hint = QVBoxLayout(told)
        hint.setContentsMargins(0, Space.M, 0, 0)
        hint.addWidget(self._hint)
        self._pages = PageStack()
        self._pages.addWidget(self.list)
        self._pages.addWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline(theme))
        column.addWidget(self._pages, 1)

    @property
    def ticked(self) -> Sequence[FoundPassage]:
        """Return the rows that are ticked, in order."""
        return self.list.found.ticked

    def show_state(self, state: FindState) -> None:
        """Show how far the search is and what was found; the place in the list is kept."""
        self._swatch.set_colour(state.colours)
        self._swatch.setVisible(bool(state.name))
        self._name.setText(state.name)
        place = self.list.currentIndex().row()
        if tuple(self.list.found.rows) != state.rows:
            key = current.key if (current := self.list.current()) is not None else None
            self.list.found.set_rows(state.rows)
            keys = [row.key for row in state.rows]
            if state.rows:
                self.list.choose(keys.index(key) if key in keys else max(0, place))
        title, text = _said(state)
        self._hint.say(title, text)
        had_keys = self.list.hasFocus() or self._other.hasFocus()
        self._pages.setCurrentIndex(0 if state.rows else 1)
        if had_keys:
            self.focus_list()
        self._found = f"{'the best ' if state.at_most else ''}{len(state.rows)} to look at" if state.rows else ""
        self._again.setEnabled(state.stage is not FindStage.LOADING)
        self._count_ticks()
        said = f"{state.name}: {self._found}" if state.rows else f"{title}. {text}"
        if said != self._told:
            self._told = said
            if self.isVisible():
                announce(self, said)

    def texts(self) -> tuple[str, str]:
        """Return the heading and the sentence that stand where nothing is listed."""
        return self._hint.texts()

    def count_text(self) -> str:
        """Return how many there are and how many are ticked."""
        return self._count.text()

    def focus_list(self) -> None:
        """Give the keys to the list, or to what else can be done here."""
        target = self.list if self.list.found.rows else self._other
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _count_ticks(self) -> None:
        count = len(self.list.found.ticked)
        self._count.setText(f"{self._found} · {count} ticked" if count else self._found)
        for press, word in ((self._accept, "Accept"), (self._reject, "Reject")):
            press.setText(f"{word} {count} ticked" if count else f"{word} ticked")
            press.setEnabled(bool(count))


def _said(state: FindState) -> tuple[str, str]:
    """Return the heading and the sentence where nothing is listed."""
    if state.stage is FindStage.LOADING:
        return "Searching all transcripts…", "You can read and code meanwhile."
    if state.stage is FindStage.FAILED:
        return "This cannot be searched", state.why
    return (
        "Nothing left to look at",
        "No other passage stands out for this code, or all are coded or refused. Key terms and example quotes in its "
        "codebook entry help to find more.",
    )
