"""One coding at the caret: what it says, and when it is the current one, its controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from coder.domain.coding import Direction, Review, Strength
from coder.domain.colour import CodeColour
from coder.domain.text import one_line
from coder.gui.look.cards import Card, is_key, with_key
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import ICON_PX, IconSet
from coder.gui.look.memo import MemoField
from coder.gui.look.segments import Choice, Segments
from coder.gui.look.signs import DirectionSign, StrengthDots
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, FlowLayout, Swatch, WrappedLabel, button

_DIRECTIONS = {
    Direction.SUPPORTS: "The passage speaks for the outcome",
    Direction.CHALLENGES: "The passage speaks against the outcome, or shows that it is missing",
    Direction.MIXED: "The passage speaks both for and against the outcome",
    Direction.UNCLEAR: "The passage bears on the outcome, but it is not clear which way",
}
_STRENGTHS = {
    Strength.ANECDOTAL: "Anecdotal: said in passing",
    Strength.DESCRIBED: "Described: told with its circumstances",
    Strength.CORROBORATED: "Corroborated: borne out by another voice or source",
}
_SIGNS_FROM = 180
"""Pixels from which the four directions stand in one row; where there is less, two rows have room for words."""
_REVIEWS = {Review.DONE: "reviewed", Review.DISCUSS: "discuss"}
"""What is chosen of a review, with its icon; that a coding is not reviewed yet is shown by neither."""


@dataclass(frozen=True, slots=True)
class CodingCard:
    """What the panel shows of a coding."""

    id: str
    code_id: str
    name: str
    colours: CodeColour
    coder: str
    direction: Direction | None
    strength: Strength | None
    memo: str
    review: Review
    meta: str
    """Who coded it, when, how, and under which version of the codebook, in a few words."""

    @property
    def key(self) -> str:
        """Return what tells the coding apart."""
        return self.id

    @property
    def said(self) -> str:
        """Return the coding in words."""
        reviewed = self.review if self.review in _REVIEWS else ""
        memo = f"memo: {one_line(self.memo)}" if self.memo else ""
        parts = (self.name, self.direction, self.strength, reviewed, memo)
        return ", ".join(str(part) for part in parts if part)


class CodingCardView(Card):
    """Shows a coding; unfolded while it is the current one."""

    direction_chosen = Signal(str, object)
    strength_chosen = Signal(str, object)
    review_chosen = Signal(str, object)
    memo_edited = Signal(str, str)
    change_code_requested = Signal(str)
    remove_requested = Signal(str)
    done = Signal()
    """The person is done with the memo."""

    def __init__(self, theme: Theme, icons: IconSet, *, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self._keys = keys
        self._item: CodingCard | None = None
        self._saved = ""
        self._drawn = Review.OPEN
        self._swatch = Swatch(theme, CodeColour("#000000", "#ffffff"))
        self._short = ElidedLabel()
        self._name = WrappedLabel()
        self._name.setFont(ui_font(strong=True))
        self._sign = DirectionSign(theme)
        self._dots = StrengthDots(theme)
        self._has_memo = QLabel()
        self._reviewed = QLabel()
        self._direction = Segments(
            theme,
            "Direction of evidence",
            [
                Choice(value, value.capitalize(), with_key(tip, keys.get(value, "")), sign=value)
                for value, tip in _DIRECTIONS.items()
            ],
            one_row_from=_SIGNS_FROM,
        )
        self._strength = Segments(
            theme,
            "Strength of evidence",
            [
                Choice(value, value.capitalize(), with_key(tip, keys.get(value, "")), dots=number)
                for number, (value, tip) in enumerate(_STRENGTHS.items(), start=1)
            ],
            one_row_from=0,
        )
        self._review = Segments(
            theme,
            "Review",
            [
                Choice(value, value.capitalize(), f"Mark as {value}; once more to mark as {Review.OPEN}")
                for value in _REVIEWS
            ],
        )
        self._memo = MemoField()
        self._change = self._quiet_button("Change code…", "edit", "change_code")
        self._remove = self._quiet_button("Remove", "delete", "remove_coding")
        self._meta = ElidedLabel()
        self._meta.setFont(small_font())
        self._meta.setProperty("tone", "faint")
        if memo_key := keys.get("memo"):
            self._memo.setPlaceholderText(f"Memo ({memo_key})")
        self._lay_out()
        self._connect()
        self._draw()

    def _connect(self) -> None:
        self._direction.chosen.connect(self._choose_direction)
        self._strength.chosen.connect(self._choose_strength)
        self._review.chosen.connect(self._choose_review)
        self._memo.settled.connect(self.save_memo)
        self._memo.done.connect(self._memo_done)
        self._change.clicked.connect(self._ask_for_change)
        self._remove.clicked.connect(self._ask_for_removal)
        follow(self._icons.changed, self, self._draw)

    def _quiet_button(self, text: str, icon: str, action: str) -> QPushButton:
        result = button(text, kind="quiet")
        result.setFont(small_font())
        result.setToolTip(with_key(text.rstrip("…"), self._keys.get(action, "")))
        self._icons.dress(result, icon, tone="soft_ink")
        return result

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(Space.S)
        for part in (self._swatch, self._name, self._short, self._sign, self._dots, self._has_memo, self._reviewed):
            self._head.addWidget(part, 1 if part in (self._name, self._short) else 0)
        self._head.setAlignment(self._swatch, Qt.AlignmentFlag.AlignVCenter)
        more = FlowLayout()
        more.addWidget(self._change)
        more.addWidget(self._remove)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, Space.XS, 0, 0)
        body.setSpacing(Space.S)
        strength = QHBoxLayout()
        strength.setSpacing(Space.S)
        named = QLabel("Strength")
        named.setFont(small_font())
        named.setProperty("tone", "soft")
        strength.addWidget(named)
        strength.addWidget(self._strength, 1)
        body.addWidget(self._direction)
        body.addLayout(strength)
        body.addWidget(self._memo)
        body.addWidget(self._review)
        body.addLayout(more)
        body.addWidget(self._meta)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(self._head)
        column.addWidget(self._body)
        self._body.hide()

    # -- showing -------------------------------------------------------------------------------------------

    def show_item(self, item: CodingCard) -> None:
        """Show a coding; a memo that is being written for it stays as it is written."""
        other = self._item is None or self._item.id != item.id
        if (other or not self.has_unsaved_memo) and self._memo.toPlainText() != item.memo:
            self._memo.setPlainText(item.memo)
        self._saved = item.memo
        self._item = item
        self._swatch.set_colour(item.colours)
        self._name.setText(item.name)
        self._short.setText(item.name)
        self._sign.show_sign(item.direction, item.colours)
        self._dots.show_strength(item.strength)
        self._direction.set_colour(item.colours)
        self._direction.set_value(item.direction)
        self._strength.set_value(item.strength)
        self._review.set_value(item.review)
        self._meta.setText(item.meta)
        self.setAccessibleName(item.said)
        self.setAccessibleDescription(item.meta)
        self._draw_review()
        self._fold()

    def controls(self) -> Sequence[QWidget]:
        """Return what Tab reaches within the current card, in order."""
        judged = (*self._direction.segments, *self._strength.segments)
        return (*judged, self._memo, *self._review.segments, self._change, self._remove)

    def set_current(self, current: bool) -> None:
        """Unfold the card, or fold it to one line."""
        super().set_current(current)
        self._fold()

    def focus_memo(self) -> None:
        """Begin to write the memo, after what is written already."""
        self._memo.setFocus(Qt.FocusReason.OtherFocusReason)
        self._memo.moveCursor(self._memo.textCursor().MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for value in _DIRECTIONS:
            if is_key(event, self._keys.get(value, "")):
                self._choose_direction(None if self._direction.value == value else value)
                return
        if is_key(event, self._keys.get("clear_direction", "")):
            self._choose_direction(None)
        elif is_key(event, self._keys.get("memo", "")):
            self.focus_memo()
        elif is_key(event, self._keys.get("change_code", "")):
            self._ask_for_change()
        elif is_key(event, self._keys.get("remove_coding", "")):
            self._ask_for_removal()
        else:
            super().keyPressEvent(event)

    # -- the memo ------------------------------------------------------------------------------------------

    @property
    def has_unsaved_memo(self) -> bool:
        """Tell whether something was written that nobody was told of yet."""
        return self._memo.toPlainText() != self._saved

    def take_memo(self) -> str:
        """Return what is written and count it as told."""
        self._saved = self._memo.toPlainText()
        return self._saved

    def save_memo(self) -> None:
        """Tell what was written, if anything."""
        if self._item is not None and self.has_unsaved_memo:
            self.memo_edited.emit(self._item.id, self.take_memo())

    def _memo_done(self) -> None:
        self.save_memo()
        self.done.emit()

    # -- wishes: what is written comes first, so that it is in the project whatever happens to the coding --

    def _choose_direction(self, direction: object) -> None:
        self.save_memo()
        if self._item is not None:
            self.direction_chosen.emit(self._item.id, direction)

    def _choose_strength(self, strength: object) -> None:
        self.save_memo()
        if self._item is not None:
            self.strength_chosen.emit(self._item.id, strength)

    def _choose_review(self, review: object) -> None:
        self.save_memo()
        if self._item is not None:
            self.review_chosen.emit(self._item.id, review or Review.OPEN)

    def _ask_for_change(self) -> None:
        self.save_memo()
        if self._item is not None:
            self.change_code_requested.emit(self._item.id)

    def _ask_for_removal(self) -> None:
        self.save_memo()
        if self._item is not None:
            self.remove_requested.emit(self._item.id)

    # -- looks ---------------------------------------------------------------------------------------------

    def _focus_policy(self, control: QWidget) -> Qt.FocusPolicy:
        # The memo is the one part that a click may give the keys to: it is written in.
        return Qt.FocusPolicy.StrongFocus if control is self._memo else super()._focus_policy(control)

    def _fold(self) -> None:
        item = self._item
        self._body.setVisible(self.is_current)
        self._name.setVisible(self.is_current)
        self._short.setVisible(not self.is_current)
        folded = item is not None and not self.is_current
        self._sign.setVisible(folded and item is not None and item.direction is not None)
        self._dots.setVisible(folded and item is not None and item.strength is not None)
        self._has_memo.setVisible(folded and item is not None and bool(item.memo))
        self._reviewed.setVisible(folded and item is not None and item.review in _REVIEWS)
        self.setToolTip(one_line(item.memo) if folded and item is not None else "")

    def _draw(self) -> None:
        self._has_memo.setPixmap(self._icons.pixmap("memo", ICON_PX, tone="faint", ratio=self.devicePixelRatioF()))
        self._drawn = Review.OPEN
        self._draw_review()

    def _draw_review(self) -> None:
        """Draw the sign of a review, if it is another one than before: the caret passes many cards."""
        review = self._item.review if self._item is not None else Review.OPEN
        if review is self._drawn or review not in _REVIEWS:
            return
        self._drawn = review
        ratio = self.devicePixelRatioF()
        self._reviewed.setPixmap(self._icons.pixmap(_REVIEWS[review], ICON_PX, tone="faint", ratio=ratio))
        self._reviewed.setToolTip(review.capitalize())
