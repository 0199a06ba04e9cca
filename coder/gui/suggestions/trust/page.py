"""How far suggestions can be trusted: every code with what became of its suggestions, and how that changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coder.domain.colour import CodeColour
from coder.domain.suggestion import Offer
from coder.gui.look.dialog_parts import column
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.segments import Choice, Segments
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, Hairline, SectionTitle, WrappedLabel, announce, button
from coder.gui.suggestions.trust.curve import Curve, Series
from coder.gui.suggestions.trust.model import OFFERS, TrustLine
from coder.gui.suggestions.trust.table import TrustTable

_SIDE, _NARROW_SIDE, _ROOMY = 340, 296, 1280
"""Width of the curves, and from which width of the page they have all of it."""
_LIMITS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
_TIPS = {
    Offer.AUTOMATIC: "Suggest it unless its hit rate falls below the limit",
    Offer.ALWAYS: "Suggest it whatever its hit rate",
    Offer.NEVER: "Do not suggest it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What is said about the estimate on transcripts that were held out."""

    text: str
    figures: tuple[tuple[str, str], ...] = ()
    """Names with figures in words."""
    measuring: bool = False


class TrustPage(QWidget):
    """Shows figures; it emits what the person wishes and changes nothing by itself."""

    left = Signal()
    """The person goes back to the transcripts."""
    offer_chosen = Signal(object, object)
    """The ids of codes, and the `Offer` that they should have."""
    limit_chosen = Signal(float)
    """The hit rate (0 to 1) below which codes are muted."""
    measure_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Trust in suggestions")
        self._title = QLabel("Trust in suggestions")
        font = ui_font(strong=True)
        font.setPixelSize(font.pixelSize() + 2)
        self._title.setFont(font)
        self._standing = ElidedLabel()
        self._standing.setFont(small_font())
        self._standing.setProperty("tone", "soft")
        self.back = button("Back to the transcripts")
        icons.dress(self.back, "chevron-left")
        self.limit = QComboBox()
        for limit in _LIMITS:
            self.limit.addItem(_limit_said(limit), limit)
        self.limit.setAccessibleName("Mute codes whose hit rate is below")
        self.limit.setToolTip("A code with at least 10 suggestions is muted while its hit rate is below this")
        self.table = TrustTable(theme)
        self.offers = Segments(
            theme, "Suggest the selected codes", [Choice(offer, OFFERS[offer], _TIPS[offer]) for offer in Offer]
        )
        for segment in self.offers.segments:
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chosen = ElidedLabel()
        self._chosen.setFont(small_font())
        self._chosen.setProperty("tone", "soft")
        self.hits = Curve(
            theme,
            "Accepted over time",
            nothing="Nothing was suggested yet. Every 20 suggestions that you see make one point here.",
        )
        self.estimates = Curve(
            theme,
            "Held-out estimates",
            nothing="Not measured yet. Each measurement makes one point here.",
        )
        self._hits_said, self._estimate_said = WrappedLabel(), WrappedLabel()
        self._figures = QLabel()
        self._figures.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._hits_said, self._estimate_said, self._figures):
            label.setFont(small_font())
            label.setProperty("tone", "soft")
        self.measure = button("Measure now")
        self.measure.setToolTip(
            "Learn from all transcripts but some, look how well those are foretold, and so on in turn. Takes a while."
        )
        self.cancel = button("Cancel", kind="quiet")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName("Measuring")
        self._arrange(theme)
        self._connect()
        self._say_chosen()

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _checked: self.left.emit())
        self.limit.activated.connect(lambda _at: self.limit_chosen.emit(self.limit.currentData()))
        self.offers.chosen.connect(self._choose)
        self.table.selection_told.connect(self._say_chosen)
        self.measure.clicked.connect(lambda _checked: self.measure_requested.emit())
        self.cancel.clicked.connect(lambda _checked: self.cancel_requested.emit())

    def show_standing(self, text: str) -> None:
        """Say what suggestions come from and how they are taken on the whole."""
        self._standing.setText(text)

    def show_limit(self, limit: float) -> None:
        """Show the hit rate below which codes are muted; tells nobody."""
        at = self.limit.findData(limit)
        if at < 0:
            self.limit.addItem(_limit_said(limit), limit)
            at = self.limit.count() - 1
        self.limit.setCurrentIndex(at)

    def show_lines(self, lines: Sequence[TrustLine], colours: Mapping[str, CodeColour]) -> None:
        """Show what became of each code's suggestions."""
        self.table.show_lines(lines, colours)
        self._say_chosen()

    def show_hits(self, series: Sequence[Series], said: str) -> None:
        """Show how often suggestions were accepted over time, and say it."""
        self.hits.show_series(series)
        self._hits_said.setText(said)
        self._hits_said.setVisible(bool(said))

    def show_held_out(self, estimate: HeldOut, series: Sequence[Series]) -> None:
        """Show the held-out estimates, and what is to be said about the last."""
        self.estimates.show_series(series)
        if estimate.text != self._estimate_said.text():
            self._estimate_said.setText(estimate.text)
            if self.isVisible():
                announce(self, estimate.text)
        self._figures.setText("\n".join(f"{name}: {value}" for name, value in estimate.figures))
        self._figures.setVisible(bool(estimate.figures))
        self.measure.setEnabled(not estimate.measuring)
        self.cancel.setVisible(estimate.measuring)
        self._busy.setVisible(estimate.measuring)

    def estimate_text(self) -> str:
        """Return what is said about the held-out estimate."""
        return "\n".join(part for part in (self._estimate_said.text(), self._figures.text()) if part)

    def standing(self) -> str:
        """Return what is said about suggestions on the whole."""
        return self._standing.text()

    def focus_table(self) -> None:
        """Give the keys to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(_SIDE if self.width() >= _ROOMY else _NARROW_SIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, offer: object) -> None:
        codes = [line.code.code_id for line in self.table.selected()]
        if offer is not None and codes:
            self.offer_chosen.emit(codes, offer)
        self._say_chosen()

    def _say_chosen(self) -> None:
        chosen = self.table.selected()
        offers = {line.code.offer for line in chosen}
        self.offers.setEnabled(bool(chosen))
        self.offers.set_value(offers.pop() if len(offers) == 1 else None)
        if not chosen:
            self._chosen.setText("Select codes to say whether they are suggested")
        elif len(chosen) == 1:
            self._chosen.setText(f"Suggest “{chosen[0].name}”")
        else:
            self._chosen.setText(f"Suggest these {len(chosen)} codes")

    def _arrange(self, theme: Theme) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._standing)
        mute = QLabel("Mute codes")
        mute.setBuddy(self.limit)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self.back)
        head.addSpacing(Space.M)
        head.addLayout(words, 1)
        head.addWidget(mute)
        head.addWidget(self.limit)
        parts = QHBoxLayout()
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self._codes(theme), 1)
        parts.addWidget(Hairline(theme, Qt.Orientation.Vertical))
        parts.addWidget(self._curves())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(Hairline(theme))
        whole.addLayout(parts, 1)

    def _codes(self, theme: Theme) -> QFrame:
        """Return the table of codes with the switch below it."""
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        foot.setSpacing(Space.M)
        foot.addWidget(self._chosen, 1)
        self.offers.setFixedWidth(264)
        self.offers.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        foot.addWidget(self.offers)
        paper = QFrame()
        paper.setProperty("role", "paper")
        left = QVBoxLayout(paper)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        left.addWidget(Hairline(theme))
        left.addLayout(foot)
        return paper

    def _curves(self) -> QScrollArea:
        """Return what is seen over time, with the measurement."""
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.measure)
        row.addWidget(self.cancel)
        row.addStretch(1)
        inside = column(
            SectionTitle("Accepted over time"),
            self.hits,
            self._hits_said,
            SectionTitle("On transcripts not learned from"),
            self._estimate_said,
            self._figures,
            self.estimates,
            row,
            self._busy,
            spacing=Space.S,
        )
        inside.insertSpacing(3, Space.M)
        inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        inside.addStretch(1)
        holder = QFrame()
        holder.setProperty("role", "panel")
        holder.setLayout(inside)
        side = QScrollArea()
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setWidget(holder)
        self._side = side
        return side


def _limit_said(limit: float) -> str:
    return f"below {limit:.0%} hit rate" if limit else "never"
