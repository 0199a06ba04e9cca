"""The panel SUGGESTED: codes offered for the passage that is read; calm, and never in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from coder.gui.look.cards import CardList, is_key
from coder.gui.look.fonts import small_font
from coder.gui.look.hints import Hint
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, SectionTitle, announce, button
from coder.gui.suggestions.panel.card import SuggestionCard, SuggestionCardView

__all__ = ["Stage", "SuggestionCard", "SuggestionPanel", "SuggestionState"]


class Stage(StrEnum):
    """How far the suggestions are."""

    LOADING = "loading"
    """The engine is getting ready."""
    FAILED = "failed"
    """There is no engine; `why` says for what reason."""
    OFF = "off"
    """The person switched suggestions off."""
    NOTHING = "nothing"
    """Nothing is read yet, or no code is left to offer for the passage."""
    NOT_HERE = "not here"
    """The passage is none of a participant's."""
    LOOKING = "looking"
    """The passage was just come to, and nothing is known of it yet."""
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionState:
    """Everything that the panel shows."""

    stage: Stage
    passage: str = ""
    """The first words of the passage that was asked about."""
    engine: str = ""
    """Where suggestions come from, such as `codebook only`."""
    cards: tuple[SuggestionCard, ...] = ()
    active: str = ""
    """The id of the highlighted code."""
    why: str = ""
    muted: int = 0
    """How many codes would be offered here, were they not muted."""


class SuggestionPanel(QFrame):
    """Shows what is offered and says what the person decides; it decides nothing.

    `keys` tells how the keys of actions are shown, by the action's name, such as {"accept": "A"}; they work here as
    in the text.
    """

    accepted = Signal(str)
    """The id of the code that the person takes."""
    rejected = Signal(str)
    """The id of the code that the person refuses."""
    accepted_with_direction = Signal(str)
    """The id of the code that the person takes together with the suggested direction."""
    passage_requested = Signal(str)
    """The id of a coding whose passage should be shown, because the one at hand resembles it."""
    pick_another_requested = Signal()
    review_requested = Signal()
    """The person wants to go through the suggestions of the whole transcript."""
    active_changed = Signal(str)
    """The person highlighted another code; its id."""
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
        self.setAccessibleName("Suggested codes")
        self._title = SectionTitle("Suggested")
        self._passage = ElidedLabel()
        self._muted = ElidedLabel()
        for label, tone in ((self._passage, "soft"), (self._muted, "faint")):
            label.setFont(small_font())
            label.setProperty("tone", tone)
        self._list = CardList(self._make_card)
        self._list.setAccessibleName("Suggested codes")
        self._hint = Hint(theme)
        self._another = button(f"Pick another…  {self._keys.get('pick_another', '')}".rstrip(), kind="quiet")
        self._another.setFont(small_font())
        self._another.setAccessibleName("Pick another code")
        self._another.setToolTip("Choose a code for this passage from the whole codebook")
        self._another.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.dress(self._another, "tags", tone="soft_ink")
        key = self._keys.get("review", "")
        self._review = button(f"Review  {key}" if key else "Review", kind="quiet")
        self._review.setFont(small_font())
        self._review.setAccessibleName("Review suggestions")
        self._review.setToolTip("Go through the suggestions of this whole transcript, one after the other")
        self._review.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.dress(self._review, "list-checks", tone="soft_ink")
        self._lay_out()
        self._review.clicked.connect(self.review_requested)
        self._list.current_changed.connect(self.active_changed)
        self._list.left.connect(self.left)
        self._another.clicked.connect(self.pick_another_requested)
        self.show_state(SuggestionState(stage=Stage.LOADING))

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        head.setSpacing(Space.XS)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._review)
        head.addLayout(top)
        head.addWidget(self._passage)
        self._pages = PageStack()
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._list)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(Space.XS, 0, Space.M, Space.S)
        foot.setSpacing(Space.S)
        foot.addWidget(self._another)
        foot.addWidget(self._muted, 1)
        self._muted.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot)

    def show_state(self, state: SuggestionState) -> None:
        """Show how far the suggestions are, and the offered codes."""
        there = state.stage is Stage.READY and bool(state.cards)
        asked = bool(state.passage) and state.stage in (Stage.READY, Stage.NOTHING, Stage.LOOKING)
        self._passage.setText(f"for “{state.passage}”" if asked else "")
        self._passage.setVisible(asked)
        self._muted.setText(f"{state.muted} muted here" if state.muted else "")
        self._muted.setToolTip(
            "Codes that are muted for their hit rate; the trust panel says which" if state.muted else ""
        )
        self._title.setToolTip(f"Suggestions from: {state.engine}" if state.engine else "")
        self.setAccessibleDescription(f"Suggestions from: {state.engine}" if state.engine else "")
        if self._another.hasFocus() and not asked:
            self.left.emit()
        self._foot.setVisible(asked)
        self._hint.say(*self._said(state))
        self._list.show_items(state.cards if there else (), current=state.active or None)
        self._pages.setCurrentWidget(self._list if there else self._hint)
        ids = tuple(card.key for card in state.cards) if there else ()
        if ids != self._told:
            self._told = ids
            if ids:
                announce(self, f"{len(ids)} suggested: {', '.join(card.name for card in state.cards)}")

    def focus_list(self) -> None:
        """Give the keys to the highlighted code, or to what else can be done here."""
        if self._list.current is not None:
            self._list.current.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._foot.isHidden():
            self._another.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_key(event, self._keys.get("pick_another", "")) and not self._foot.isHidden():
            self.pick_another_requested.emit()
        elif is_key(event, self._keys.get("next_suggestion", "")) and len(self._list.cards) > 1:
            last = self._list.current is self._list.cards[-1]
            self._list.step(-len(self._list.cards) if last else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_card(self) -> SuggestionCardView:
        view = SuggestionCardView(self._theme, self._icons, keys=self._keys)
        view.accepted.connect(self.accepted)
        view.accepted_with_direction.connect(self.accepted_with_direction)
        view.rejected.connect(self.rejected)
        view.passage_requested.connect(self.passage_requested)
        return view

    def _said(self, state: SuggestionState) -> tuple[str, str]:
        """Return the heading and the sentence where no code is offered."""
        if state.stage is Stage.LOADING:
            return (
                "Getting ready…",
                "The language tools (spaCy) are loading in the background. You can read and code meanwhile.",
            )
        if state.stage is Stage.FAILED:
            return "Suggestions are not available", state.why
        if state.stage is Stage.OFF:
            key = self._keys.get("show_suggestions")
            how = f"Press {key}" if key else "Choose “Show suggestions” in the menu"
            return "Suggestions are off", f"{how} to have codes suggested, each with its reason."
        if state.stage is Stage.NOT_HERE:
            return (
                "No suggestions here",
                "Codes are suggested for what participants say, not for headings, nor for what "
                "interviewers and facilitators say.",
            )
        if state.stage is Stage.LOOKING:
            return "Looking…", ""
        if state.passage:
            if state.muted:
                what = "1 code is" if state.muted == 1 else f"{state.muted} codes are"
                return "Nothing to suggest", f"{what} muted here, because too few such suggestions were taken."
            return "Nothing to suggest", "No code in the codebook stands out for this passage, or all are decided."
        return (
            "Suggestions appear here",
            "Put the caret into what a participant says, or select a passage. Nothing is coded without you.",
        )
