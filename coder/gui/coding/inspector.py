"""The panel HERE: what is coded at the caret, and everything that can be said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from coder.gui.coding.inspector_card import CodingCard, CodingCardView
from coder.gui.look.cards import CardList, is_key
from coder.gui.look.fonts import small_font
from coder.gui.look.hints import Hint
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack, ScrolledBody
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import SectionTitle, announce

__all__ = ["CodingCard", "InspectorPanel"]

_TAUGHT = (
    ("code_passage", "find a code for it"),
    ("select_sentence", "select the sentence"),
    ("select_turn", "select the whole turn"),
)
_RECENT = ("1 … 9", "put a recent code on it")


class InspectorPanel(QFrame):
    """Lists the codings at the caret; the current one shows its controls.

    `keys` tells how the keys of actions are shown, by the action's name, such as {"supports": "+"}; they work here
    as in the text. It emits what the person wishes and changes nothing by itself.
    """

    activated = Signal(str)
    """The person made another coding the current one; its id."""
    direction_chosen = Signal(str, object)
    """The coding's id, and the `Direction` that it should have or None."""
    strength_chosen = Signal(str, object)
    """The coding's id, and the `Strength` that it should have or None."""
    review_chosen = Signal(str, object)
    """The coding's id, and the `Review` that it should have."""
    memo_edited = Signal(str, str)
    """The coding's id and the whole memo as written."""
    change_code_requested = Signal(str)
    remove_requested = Signal(str)
    left = Signal()
    """The person is done here and wants to read on."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: IconSet,
        keys: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._keys = dict(keys or {})
        self._told: tuple[str, ...] = ()
        self.setProperty("role", "panel")
        self.setAccessibleName("Codings here")
        self._count = QLabel()
        self._count.setFont(small_font())
        self._count.setProperty("tone", "faint")
        self._list = CardList(self._make_card)
        self._list.setAccessibleName("Codings here")
        self._empty = self._taught()
        self._pages = PageStack()
        self._pages.addWidget(ScrolledBody(self._empty, smallest=QSize(180, 72)))
        self._pages.addWidget(self._list)
        head = QHBoxLayout()
        head.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        head.addWidget(SectionTitle("Here"))
        head.addStretch(1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self._list.current_changed.connect(self.activated)
        self._list.left.connect(self.left)

    def show_codings(self, cards: Sequence[CodingCard], active_id: str | None) -> None:
        """Show these codings, the one with `active_id` (or the first) unfolded.

        What was written in a memo stays while its coding is the current one, and is told by `memo_edited` before it
        would be lost.
        """
        ids = tuple(card.id for card in cards)
        current = active_id if active_id in ids else ids[0] if ids else None
        unsaved = {
            view.key: view.take_memo() for view in self._views() if view.key != current and view.has_unsaved_memo
        }
        shown = [replace(card, memo=unsaved.get(card.id, card.memo)) for card in cards]
        self._count.setText(str(len(shown)) if len(shown) > 1 else "")
        self._list.show_items(shown, current=current)
        self._pages.setCurrentIndex(1 if shown else 0)
        if ids != self._told:
            self._told = ids
            if shown:
                announce(self, f"Coded here: {'; '.join(card.said for card in shown)}")
        # Last, because whoever saves a memo shows the codings anew.
        for coding_id, memo in unsaved.items():
            self.memo_edited.emit(coding_id, memo)

    def save_memo(self) -> None:
        """Tell what was written in a memo and not told yet."""
        for view in self._views():
            view.save_memo()

    def focus_memo(self) -> None:
        """Write the memo of the current coding."""
        if isinstance(view := self._list.current, CodingCardView):
            view.focus_memo()
            self._list.ensureWidgetVisible(view, 0, Space.S)

    def focus_list(self) -> None:
        """Give the keys to the current coding, if there is one."""
        if self._list.current is not None:
            self._list.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_key(event, self._keys.get("next_coding", "")) and len(self._list.cards) > 1:
            last = self._list.current is self._list.cards[-1]
            self._list.step(-len(self._list.cards) if last else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _views(self) -> list[CodingCardView]:
        return [card for card in self._list.cards if isinstance(card, CodingCardView)]

    def _make_card(self) -> CodingCardView:
        view = CodingCardView(self._theme, self._icons, keys=self._keys)
        # A click on another card hides the memo that is being written: it is told before that.
        view.pressed.connect(self.save_memo)
        view.direction_chosen.connect(self.direction_chosen)
        view.strength_chosen.connect(self.strength_chosen)
        view.review_chosen.connect(self.review_chosen)
        view.memo_edited.connect(self.memo_edited)
        view.change_code_requested.connect(self.change_code_requested)
        view.remove_requested.connect(self.remove_requested)
        view.done.connect(self.left)
        return view

    def _taught(self) -> Hint:
        hint = Hint(self._theme)
        key = self._keys.get("code_passage")
        hint.say("Nothing coded here", f"Select a passage and press {key}." if key else "Select a passage to code it.")
        known = [(self._keys[name], does) for name, does in _TAUGHT if self._keys.get(name)]
        hint.set_keys([*known[:1], _RECENT, *known[1:]] if known else [])
        return hint
