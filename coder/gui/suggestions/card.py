"""One offered code with its reasons, and what can be decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from coder.domain.colour import CodeColour
from coder.domain.suggestion import Reason
from coder.gui.fonts import small_font, ui_font
from coder.gui.icons import IconSet
from coder.gui.inspector.cards import Card, is_key, with_key
from coder.gui.suggestions.reasons import because, example, like
from coder.gui.theme import RADIUS, Space, Theme
from coder.gui.widgets import ElidedLabel, Swatch, WrappedLabel, button


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """What the panel shows of an offered code."""

    code_id: str
    rank: int
    name: str
    definition: str
    colours: CodeColour
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> str:
        """Return what tells the offer apart."""
        return self.code_id

    @property
    def said(self) -> str:
        """Return the offer in words."""
        parts = (f"Suggested {self.rank}: {self.name}", because(self.reasons), like(self.reasons))
        return ", ".join(part for part in parts if part)


class SuggestionCardView(Card):
    """Shows an offered code; the current one can be accepted or rejected."""

    accepted = Signal(str)
    rejected = Signal(str)

    def __init__(self, theme: Theme, icons: IconSet, *, keys: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._keys = keys
        self.setProperty("role", "offer")
        self._number = QLabel()
        self._number.setProperty("tone", "faint")
        self._number.setFont(ui_font())
        self._swatch = Swatch(theme, CodeColour("#000000", "#ffffff"))
        self._name = WrappedLabel()
        self._short_because = ElidedLabel()
        self._because = QLabel()
        self._like = QLabel()
        for label in (self._because, self._like):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for label in (self._short_because, self._because, self._like):
            label.setFont(small_font())
            label.setProperty("tone", "soft")
        self._accept = self._decision("Accept", "accept")
        self._reject = self._decision("Reject", "reject")
        icons.dress(self._accept, "approve", tone="soft_ink")
        icons.dress(self._reject, "reject", tone="soft_ink")
        self._lay_out()
        self._accept.clicked.connect(lambda: self.accepted.emit(self.key))
        self._reject.clicked.connect(lambda: self.rejected.emit(self.key))
        theme.changed.connect(self._fold)  # A new style sheet gives every label the font that it was made with.

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
        for part in (self._number, self._swatch, self._name):
            head.addWidget(part, 1 if part is self._name else 0)
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
        for line in (self._short_because, self._because, self._like, self._decide):
            column.addWidget(line)
        self._decide.hide()

    def show_item(self, item: SuggestionCard) -> None:
        """Show an offered code in place of the one before."""
        words = because(item.reasons)
        quote = like(item.reasons)
        self._number.setText(str(item.rank))
        self._swatch.set_colour(item.colours)
        self._name.setText(item.name)
        self._short_because.setText(words or quote)
        self._because.setText(words)
        self._like.setText(quote)
        whole = example(item.reasons)
        self._like.setToolTip(f"“{whole}”" if whole else "")
        self.setToolTip(item.definition)
        self.setAccessibleName(item.said)
        self.setAccessibleDescription(item.definition)
        self._accept.setAccessibleDescription(item.name)
        self._reject.setAccessibleDescription(item.name)
        self._fold()

    def controls(self) -> Sequence[QWidget]:
        """Return what Tab reaches within the current card, in order."""
        return (self._accept, self._reject)

    def set_current(self, current: bool) -> None:
        """Show all reasons and what can be decided, or only the first line."""
        super().set_current(current)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_key(event, self._keys.get("accept", "")):
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

    def _fold(self) -> None:
        self._name.setFont(ui_font(strong=self.is_current))
        self._short_because.setVisible(not self.is_current and bool(self._short_because.text()))
        self._because.setVisible(self.is_current and bool(self._because.text()))
        self._like.setVisible(self.is_current and bool(self._like.text()))
        self._decide.setVisible(self.is_current)
