"""A row of toggles of which at most one is on, such as the directions of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from coder.domain.coding import Direction
from coder.domain.colour import CodeColour
from coder.gui.look.badges import paint_badge
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font
from coder.gui.look.signs import badge_colours
from coder.gui.look.theme import CONTROL_HEIGHT, RADIUS, Space, Theme

_DOT, _DOT_STEP = 5.0, 7
_LEAST = 28
"""Pixels of a toggle without words, to be hit with the mouse."""
_BADGE = 6.0
"""Half the width of a direction's sign in its disc, in pixels."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be chosen, with what its toggle says.

    `sign` puts a direction's sign before the words; `dots` stand in their place where there is no room for them.
    """

    value: object
    text: str
    tip: str
    sign: Direction | None = None
    dots: int = 0


class Segment(QAbstractButton):
    """One toggle of a row."""

    def __init__(self, theme: Theme, choice: Choice, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.choice = choice
        self.colour: CodeColour | None = None
        self.dotted = False
        self.worded = True
        """Whether the words are shown; without them the sign or the dots speak, and the tip."""
        self.setCheckable(True)
        self.setText(choice.text)
        self.setAccessibleName(choice.text)
        self.setAccessibleDescription(choice.tip)
        self.setToolTip(choice.tip)
        self.setFont(small_font())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        # Measured in the heavier weight, so that nothing moves when the toggle goes on.
        width = QFontMetrics(small_font(strong=True)).horizontalAdvance(self.text()) + 2 * Space.XS + 2
        return QSize(width + (round(2 * _BADGE) + Space.XS if self.choice.sign else 0), CONTROL_HEIGHT - 2)

    def bare_width(self) -> int:
        """Return the width without words, in pixels."""
        mark = 2 * _BADGE if self.choice.sign is not None else self.choice.dots * _DOT_STEP
        return max(_LEAST, round(mark) + 2 * Space.S)

    def worded_width(self) -> int:
        """Return the width with words where the others have none, in pixels."""
        width = self.sizeHint().width()
        return width + (self.choice.dots * _DOT_STEP + Space.XS if self.choice.dots else 0)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
        else:
            painter.setPen(self._theme.colour("accent") if self.isChecked() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(self._theme.colour("selection"))
        elif self.underMouse() or self.isDown():
            painter.setBrush(self._theme.colour("hover"))
        painter.drawRoundedRect(box, RADIUS - 2, RADIUS - 2)
        font = small_font(strong=self.isChecked())
        words = QFontMetrics(font).horizontalAdvance(self.text()) if self.worded else 0
        mark = 2 * _BADGE if self.choice.sign else self.choice.dots * _DOT_STEP if self.dotted else 0
        lead = mark + (Space.XS if mark and words else 0)
        left = (self.width() - lead - words) / 2
        ink = self._theme.colour("ink" if self.isChecked() else "soft_ink")
        if self.choice.sign is not None:
            self._paint_sign(painter, QPointF(left + _BADGE, self.height() / 2), self.choice.sign)
        elif mark:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            for number in range(self.choice.dots):
                middle = QPointF(left + (number + 0.5) * _DOT_STEP, self.height() / 2)
                painter.drawEllipse(middle, _DOT / 2, _DOT / 2)
        if words:
            painter.setFont(font)
            painter.setPen(ink)
            room = QRectF(left + lead, 0, words + 2, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def _paint_sign(self, painter: QPainter, centre: QPointF, sign: Direction) -> None:
        """Paint the sign as the stripe in the margin shows it: in the code's colour once it is chosen."""
        if self.isChecked() and self.colour is not None:
            fill, ink = badge_colours(self._theme, self.colour)
        else:
            fill, ink = self._theme.colour("hairline"), self._theme.colour("soft_ink")
        paint_badge(painter, centre, _BADGE, fill=fill, ink=ink, sign=sign)


class Segments(QWidget):
    """Toggles side by side within one outline.

    Where a row is too narrow for their words they stand in two; from a width of `one_row_from` pixels up they stay in
    one row all the same, and only the chosen one keeps its words.
    """

    chosen = Signal(object)
    """The value that the person chose, or None if its toggle was on before."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        one_row_from: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._one_row_from = one_row_from
        self.setAccessibleName(name)
        self.segments = tuple(Segment(theme, choice, self) for choice in choices)
        for segment in self.segments:
            segment.clicked.connect(lambda on, which=segment: self._clicked(which, on))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange()
        follow(theme.changed, self, self._repaint)

    @property
    def value(self) -> object:
        """Return the value whose toggle is on, or None."""
        return next((segment.choice.value for segment in self.segments if segment.isChecked()), None)

    def set_value(self, value: object) -> None:
        """Show a value, or with None that nothing is chosen; tells nobody."""
        for segment in self.segments:
            segment.setChecked(segment.choice.value == value)
        self._arrange()

    def set_colour(self, colour: CodeColour) -> None:
        """Take a code's colour for the sign of the toggle that is on."""
        for segment in self.segments:
            segment.colour = colour
        self._repaint()

    def sizeHint(self) -> QSize:
        return QSize(sum(segment.sizeHint().width() for segment in self.segments) + 2, self.height())

    def minimumSizeHint(self) -> QSize:
        if self._one_row_from is not None:
            return QSize(sum(segment.bare_width() for segment in self.segments) + 2, self.height())
        return QSize(max(segment.sizeHint().width() for segment in self.segments), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("outline"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _arrange(self) -> None:
        """Place the toggles in one row if it takes their words or may go without, or else in two."""
        fits = self.sizeHint().width() <= self.width()
        bare = not fits and self._one_row_from is not None and self.width() >= self._one_row_from
        rows = 1 if fits or bare else 2
        self._choose_words(bare=bare)
        columns = -(-len(self.segments) // rows)
        widths = self._widths(columns)
        height = self.segments[0].sizeHint().height()
        self.setFixedHeight(rows * height + 2)
        for number, segment in enumerate(self.segments):
            row, column = divmod(number, columns)
            segment.setGeometry(QRect(1 + sum(widths[:column]), 1 + row * height, widths[column], height))

    def _widths(self, columns: int) -> list[int]:
        """Return the width of each column: its words and an equal share of what is left, to the last pixel."""
        needed = [max(self._needed(segment) for segment in self.segments[column::columns]) for column in range(columns)]
        spare = max(0, self.width() - 2 - sum(needed))
        return [
            need + spare * (column + 1) // columns - spare * column // columns for column, need in enumerate(needed)
        ]

    def _choose_words(self, *, bare: bool) -> None:
        """Leave out the words of what is not chosen, and of all where even one has no room."""
        for segment in self.segments:
            segment.dotted = bare
            segment.worded = not bare or segment.isChecked()
        if bare and sum(map(self._needed, self.segments)) + 2 > self.width():
            for segment in self.segments:
                segment.worded = False
        for segment in self.segments:
            segment.update()

    def _needed(self, segment: Segment) -> int:
        """Return the width that a toggle needs as it is shown now."""
        if not segment.dotted:
            return segment.sizeHint().width()
        return segment.worded_width() if segment.worded else segment.bare_width()

    def _clicked(self, which: Segment, on: bool) -> None:
        for other in self.segments:
            if other is not which:
                other.setChecked(False)
        self._arrange()
        self.chosen.emit(which.choice.value if on else None)

    def _repaint(self) -> None:
        self.update()
        for segment in self.segments:
            segment.update()
