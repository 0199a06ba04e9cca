"""The panel REVIEW in place of SUGGESTED: the suggestion at hand, how far one is, and what can be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coder.gui.look.cards import CardList, is_key, with_key
from coder.gui.look.deliberate import once_per_press, presses
from coder.gui.look.fonts import small_font
from coder.gui.look.hints import Hint
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, SectionTitle, WrappedLabel, announce, button
from coder.gui.suggestions.panel.card import SuggestionCard, SuggestionCardView


class ReviewStage(StrEnum):
    """How far the review is."""

    LOADING = "loading"
    LOCKED = "locked"
    """Too little is coded yet; `why` says what is missing."""
    NOTHING = "nothing"
    """No transcript is open, or there is nothing to suggest in it."""
    READY = "ready"
    AWAY = "away"
    """The person looks at a passage in another transcript."""
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewState:
    """Everything that the panel shows."""

    stage: ReviewStage
    why: str = ""
    decided: int = 0
    total: int = 0
    skipped: bool = False
    """Whether the suggestion was left for later once already."""
    where: str = ""
    """Who says it and when."""
    changed: str = ""
    """The first words of the passage that will be coded, if it is another than the suggested one."""
    card: SuggestionCard | None = None


class ReviewPanel(QFrame):
    """Shows one suggestion after the other and says what the person decides; it decides nothing.

    `orders` are the orders to choose from: value and words. `keys` tells how the keys of actions are shown; they
    work here as in the text.
    """

    accepted = Signal()
    accepted_with_direction = Signal()
    rejected = Signal()
    other_code_requested = Signal()
    skipped = Signal()
    next_requested = Signal()
    back_requested = Signal()
    return_requested = Signal()
    """The person wants to go back to the passage under review."""
    passage_requested = Signal(str)
    """The id of a coding: a passage that was coded alike should be shown."""
    order_chosen = Signal(str)
    closed = Signal()
    left = Signal()
    """The person is done here and wants to read on."""

    def __init__(
        self,
        *,
        theme: Theme,
        icons: IconSet,
        orders: Sequence[tuple[str, str]],
        keys: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._keys = dict(keys or {})
        self._told = ""
        self.setProperty("role", "panel")
        self.setAccessibleName("Review suggestions")
        self._order = QComboBox()
        self._order.setFont(small_font())
        self._order.setAccessibleName("Order of the review")
        self._order.setToolTip("In which order suggestions are gone through; what you skipped comes last")
        self._order.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for value, words in orders:
            self._order.addItem(words[:1].upper() + words[1:], value)
        self._close = QToolButton()
        icons.dress(self._close, "close", tone="soft_ink")
        self._close.setAccessibleName("End the review")
        self._close.setToolTip(with_key("End the review; it goes on from here next time", self._keys.get("review", "")))
        self._progress = QLabel()
        self._progress.setFont(small_font())
        self._progress.setProperty("tone", "soft")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Suggestions decided")
        self._where = ElidedLabel()
        self._where.setFont(small_font())
        self._where.setProperty("tone", "soft")
        self._changed = WrappedLabel()
        self._changed.setFont(small_font())
        self._changed.setProperty("tone", "accent")
        self._list = CardList(self._make_card)
        self._list.setAccessibleName("Suggestion under review")
        self._hint = Hint(theme)
        self._return = button(with_key("Back to the review", self._keys.get("back_suggestion", "")))
        self._other = self._press("Other code…", "pick_another", "Put another code on the passage; this one is refused")
        self._skip = self._press("Skip", "skip_suggestion", "Leave it for later; it comes again at the end")
        self._back = self._press("Back", "back_suggestion", "Go back to the one before")
        once_per_press(self._other, self._skip, self._back, keys=presses)
        self._lay_out()
        self._connect()
        self.show_state(ReviewState(stage=ReviewStage.LOADING))

    def _press(self, text: str, action: str, tip: str) -> QPushButton:
        key = self._keys.get(action, "")
        result = button(f"{text} {key}" if key else text, kind="quiet")
        result.setFont(small_font())
        result.setAccessibleName(text.rstrip("…"))
        result.setToolTip(with_key(tip, key))
        result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return result

    def _connect(self) -> None:
        self._order.activated.connect(lambda _at: self.order_chosen.emit(self._order.currentData()))
        self._close.clicked.connect(lambda _checked: self.closed.emit())
        self._other.clicked.connect(lambda _checked: self.other_code_requested.emit())
        self._skip.clicked.connect(lambda _checked: self.skipped.emit())
        self._back.clicked.connect(lambda _checked: self.back_requested.emit())
        self._return.clicked.connect(lambda _checked: self.return_requested.emit())
        self._list.left.connect(self.left)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        top.addWidget(SectionTitle("Review"), 1)
        top.addWidget(self._order)
        top.addWidget(self._close)
        head = QVBoxLayout()
        head.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        head.setSpacing(Space.XS)
        head.addLayout(top)
        self._standing = QWidget()
        standing = QVBoxLayout(self._standing)
        standing.setContentsMargins(0, 0, Space.XS, 0)
        standing.setSpacing(Space.XS)
        standing.addWidget(self._progress)
        standing.addWidget(self._bar)
        standing.addWidget(self._where)
        head.addWidget(self._standing)
        told = QWidget()
        hint = QVBoxLayout(told)
        hint.setContentsMargins(0, 0, 0, 0)
        hint.setSpacing(0)
        hint.addWidget(self._hint)
        back = QHBoxLayout()
        back.setContentsMargins(Space.M, 0, Space.M, Space.M)
        back.addWidget(self._return)
        back.addStretch(1)
        hint.addLayout(back)
        hint.addStretch(1)
        self._pages = PageStack()
        self._pages.addWidget(told)
        self._pages.addWidget(self._list)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(Space.M, Space.XS, Space.S, Space.S)
        foot.setSpacing(Space.XS)
        foot.addWidget(self._changed)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        for part in (self._other, self._skip, self._back):
            row.addWidget(part)
        row.addStretch(1)
        foot.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot)

    def show_order(self, value: str) -> None:
        """Show which order is used; tells nobody."""
        self._order.setCurrentIndex(max(0, self._order.findData(value)))

    def show_state(self, state: ReviewState) -> None:
        """Show how far the review is, and the suggestion at hand."""
        there = state.stage is ReviewStage.READY and state.card is not None
        counted = state.total > 0 and state.stage not in (ReviewStage.LOCKED, ReviewStage.LOADING)
        later = " · skipped before" if state.skipped and there else ""
        self._progress.setText(f"{state.decided} of {state.total} decided{later}")
        self._bar.setMaximum(max(1, state.total))
        self._bar.setValue(state.decided)
        self._where.setText(state.where)
        self._where.setVisible(bool(state.where) and there)
        self._standing.setVisible(counted)
        self._changed.setText(f"Codes {state.changed} instead" if state.changed else "")
        self._changed.setVisible(bool(state.changed) and there)
        title, text = _said(state)
        self._hint.say(title, text)
        self._return.setVisible(state.stage is ReviewStage.AWAY)
        self._list.show_items((state.card,) if there and state.card is not None else (), current=None)
        self._pages.setCurrentIndex(1 if there else 0)
        self._foot.setVisible(there)
        verdict = state.card.verdict if state.card is not None else ""
        for press in (self._other, self._skip):
            press.setEnabled(not verdict)
        self._tell(state, title, text)

    def focus_list(self) -> None:
        """Give the keys to the suggestion at hand, or to what else can be done here."""
        if self._list.current is not None and not self._foot.isHidden():
            self._list.current.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._return.isHidden():
            self._return.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> tuple[str, str]:
        """Return the heading and the sentence that stand where there is no suggestion."""
        return self._hint.texts()

    def progress(self) -> str:
        """Return what is said about how far the review is."""
        return self._progress.text() if not self._standing.isHidden() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for action, tell in (
            ("pick_another", self.other_code_requested),
            ("skip_suggestion", self.skipped),
            ("next_suggestion", self.next_requested),
            ("back_suggestion", self.back_requested),
        ):
            if is_key(event, self._keys.get(action, "")):
                tell.emit()
                return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_card(self) -> SuggestionCardView:
        view = SuggestionCardView(self._theme, self._icons, keys=self._keys)
        view.accepted.connect(lambda _code: self.accepted.emit())
        view.accepted_with_direction.connect(lambda _code: self.accepted_with_direction.emit())
        view.rejected.connect(lambda _code: self.rejected.emit())
        view.passage_requested.connect(self.passage_requested)
        return view

    def _tell(self, state: ReviewState, title: str, text: str) -> None:
        """Have a screen reader say what is new."""
        card = state.card
        said = f"{card.said}. {self._progress.text()}" if card is not None else f"{title}. {text}"
        if said != self._told:
            self._told = said
            if self.isVisible():
                announce(self, said)


def _said(state: ReviewState) -> tuple[str, str]:
    """Return the heading and the sentence where there is no suggestion to show."""
    if state.stage is ReviewStage.LOADING:
        return "Getting ready…", "Suggestions for the whole transcript are being worked out."
    if state.stage is ReviewStage.LOCKED:
        return "Not yet", state.why
    if state.stage is ReviewStage.AWAY:
        return "You are looking at another passage", "The review waits where you left it."
    if state.stage is ReviewStage.DONE:
        return (
            "Everything is decided",
            "No suggestion is left in this transcript. What no suggestion found is still yours to find: read it "
            "through, and tick “Complete” when its coding is finished.",
        )
    return "Nothing to review", state.why or "No code in the codebook stands out in this transcript."
