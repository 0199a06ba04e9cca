"""One offered code with its reasons, and what can be decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from coder.domain.coding import Direction
from coder.domain.colour import CodeColour
from coder.domain.suggestion import Reason
from coder.gui.look.cards import Card, is_key, with_key
from coder.gui.look.connecting import follow
from coder.gui.look.deliberate import once_per_press, presses
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.signs import DirectionSign
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.gui.look.widgets import ElidedLabel, Swatch, WrappedLabel, button
from coder.gui.suggestions.panel.reason_list import ReasonLabel, ReasonList
from coder.gui.suggestions.panel.reasons import lines

_SPEAKS = {
    Direction.SUPPORTS: "Seems to support it",
    Direction.CHALLENGES: "Seems to challenge it",
    Direction.MIXED: "Seems mixed",
    Direction.UNCLEAR: "Unclear which way",
}


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """What is shown of an offered code."""

    code_id: str
    rank: int
    name: str
    definition: str
    colours: CodeColour
    reasons: tuple[Reason, ...]
    direction: Direction | None = None
    cue: str = ""
    """The quoted words for which the direction is suggested."""
    chance: str = ""
    """How likely a person takes it, such as `72%`; empty while that is not known."""
    verdict: str = ""
    """What was decided about it already, such as `Accepted`; empty while it is open."""

    @property
    def key(self) -> str:
        """Return what tells the offer apart."""
        return self.code_id

    @property
    def direction_said(self) -> str:
        """Return the suggested direction with its cue; empty unless there is a cue to show."""
        return f"{_SPEAKS[self.direction]}: {self.cue}" if self.direction is not None and self.cue else ""

    @property
    def said(self) -> str:
        """Return the offer in words."""
        parts = [f"Suggested {self.rank}: {self.name}"]
        if self.chance:
            parts.append(f"{self.chance} likely")
        parts += [line.said for line in lines(self.reasons)]
        return ", ".join(part for part in (*parts, self.direction_said, self.verdict) if part)


class SuggestionCardView(Card):
    """Shows an offered code; the current one can be accepted or rejected."""

    accepted = Signal(str)
    accepted_with_direction = Signal(str)
    rejected = Signal(str)
    passage_requested = Signal(str)
    """The id of a coding: a passage that was coded alike should be shown."""

    def __init__(self, theme: Theme, icons: IconSet, *, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._keys = keys
        self._open = True
        self.setProperty("role", "offer")
        self._number = QLabel()
        self._number.setProperty("tone", "faint")
        self._number.setFont(ui_font())
        self._swatch = Swatch(theme, CodeColour("#000000", "#ffffff"))
        self._name = WrappedLabel()
        self._chance = QLabel()
        self._chance.setFont(small_font())
        self._chance.setProperty("tone", "soft")
        self._chance.setToolTip("How often a suggestion like this one is accepted, going by what your team decided")
        self._short = ElidedLabel()
        self._short.setFont(small_font())
        self._short.setProperty("tone", "soft")
        self._reasons = ReasonList(theme)
        self._sign = DirectionSign(theme)
        self._direction = WrappedLabel()
        self._direction.setFont(small_font())
        self._direction.setProperty("tone", "soft")
        self._verdict = QLabel()
        self._verdict.setFont(small_font(strong=True))
        self._verdict.setProperty("tone", "success")
        self._accept = self._decision("Accept", "accept")
        self._reject = self._decision("Reject", "reject")
        self._directed = self._decision("Accept with direction", "accept_directed")
        icons.dress(self._accept, "approve", tone="soft_ink")
        icons.dress(self._reject, "reject", tone="soft_ink")
        once_per_press(self._accept, self._reject, self._directed, keys=presses)
        self._lay_out()
        self._accept.clicked.connect(lambda: self.accepted.emit(self.key))
        self._reject.clicked.connect(lambda: self.rejected.emit(self.key))
        self._directed.clicked.connect(lambda: self.accepted_with_direction.emit(self.key))
        self._reasons.passage_requested.connect(self.passage_requested)
        follow(theme.changed, self, self._fold)  # A new style sheet gives every label the font that it was made with.

    def _decision(self, text: str, action: str) -> QPushButton:
        key = self._keys.get(action, "")
        result = button(f"{text}  {key}" if key else text)
        result.setFont(small_font())
        result.setAccessibleName(text)
        result.setToolTip(with_key(f"{text} this suggestion", key))
        return result

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        parts: tuple[QWidget, ...] = (self._number, self._swatch, self._name, self._chance)
        for part in parts:
            head.addWidget(part, 1 if part is self._name else 0)
        self._speaks = QWidget()
        speaks = QHBoxLayout(self._speaks)
        speaks.setContentsMargins(0, 0, 0, 0)
        speaks.setSpacing(Space.S)
        speaks.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        speaks.addWidget(self._direction, 1)
        self._decide = QWidget()
        row = QHBoxLayout(self._decide)
        row.setContentsMargins(0, Space.XS, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._accept)
        row.addWidget(self._reject)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        for line in (self._short, self._reasons, self._speaks, self._verdict, self._decide):
            column.addWidget(line)
        column.addWidget(self._directed, 0, Qt.AlignmentFlag.AlignLeft)
        self._decide.hide()

    def show_item(self, item: SuggestionCard) -> None:
        """Show an offered code in place of the one before."""
        found = lines(item.reasons)
        self._number.setText(str(item.rank))
        self._swatch.set_colour(item.colours)
        self._name.setText(item.name)
        self._chance.setText(item.chance)
        self._chance.setVisible(bool(item.chance))
        self._short.setText(f"{found[0].label}: {found[0].text}" if found else "")
        self._reasons.show_lines(found)
        self._sign.show_sign(item.direction, item.colours)
        self._direction.setText(item.direction_said)
        self._direction.setToolTip("The words that say so are marked in the text; you decide whether they do")
        key = self._keys.get("accept_directed", "")
        as_said = f"Accept as {item.direction}" if item.direction else "Accept with direction"
        self._directed.setText(f"{as_said}  {key}" if key else as_said)
        self._directed.setAccessibleName(as_said)
        self._verdict.setText(item.verdict)
        self._open = not item.verdict
        self.setToolTip(item.definition)
        self.setAccessibleName(item.said)
        self.setAccessibleDescription(item.definition)
        for press in (self._accept, self._reject, self._directed):
            press.setAccessibleDescription(item.name)
        self._fold()

    def controls(self) -> Sequence[QWidget]:
        """Return what Tab reaches within the current card, in order."""
        return (*self._reasons.labels, self._accept, self._reject, self._directed)

    def set_current(self, current: bool) -> None:
        """Show all reasons and what can be decided, or only the first line."""
        super().set_current(current)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shifted and is_key(event, self._keys.get("accept_directed", "")):
            if self._direction.text() and self._open:
                self.accepted_with_direction.emit(self.key)
        elif is_key(event, self._keys.get("accept", "")):
            self.accepted.emit(self.key)
        elif is_key(event, self._keys.get("reject", "")):
            self.rejected.emit(self.key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an outline of dots: an offer is not a coding yet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("paper"))
        pen = QPen(self._theme.colour("accent" if self.is_current else "edge"), 1)
        pen.setDashPattern([1.0, 3.0])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
        super().paintEvent(event)

    def _focus_policy(self, control: QWidget) -> Qt.FocusPolicy:
        if isinstance(control, ReasonLabel) and not control.leads_somewhere:
            return Qt.FocusPolicy.NoFocus
        return super()._focus_policy(control)

    def _fold(self) -> None:
        self._name.setFont(ui_font(strong=self.is_current))
        for label in self._reasons.labels:
            label.setFocusPolicy(self._focus_policy(label) if self.is_current else Qt.FocusPolicy.NoFocus)
        directed = self.is_current and bool(self._direction.text())
        self._short.setVisible(not self.is_current and bool(self._short.text()))
        self._reasons.setVisible(self.is_current)
        self._speaks.setVisible(directed)
        self._verdict.setVisible(self.is_current and not self._open)
        self._decide.setVisible(self.is_current and self._open)
        self._directed.setVisible(directed and self._open)
