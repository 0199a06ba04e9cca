"""A row of toggles of which at most one is on, such as the directions of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from coder.domain.coding import Direction
from coder.domain.colour import CodeColour
from coder.gui.connecting import follow
from coder.gui.fonts import small_font
from coder.gui.inspector.signs import badge_colours
from coder.gui.theme import CONTROL_HEIGHT, RADIUS, Space, Theme
from coder.gui.transcript.signs import paint_badge

_BADGE = 6.0
"""Half the width of a direction's sign in its disc, in pixels."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be chosen, with what its toggle says; `sign` puts a direction's sign before the words."""

    value: object
    text: str
    tip: str
    sign: Direction | None = None


class Segment(QAbstractButton):
    """One toggle of a row."""

    def __init__(self, theme: Theme, choice: Choice, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.choice = choice
        self.colour: CodeColour | None = None
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
        words = QFontMetrics(font).horizontalAdvance(self.text())
        lead = 2 * _BADGE + Space.XS if self.choice.sign else 0
        left = (self.width() - lead - words) / 2
        if self.choice.sign is not None:
            self._paint_sign(painter, QPointF(left + _BADGE, self.height() / 2), self.choice.sign)
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink" if self.isChecked() else "soft_ink"))
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
    """Toggles side by side within one outline, in two rows where one is too narrow for their words."""

    chosen = Signal(object)
    """The value that the person chose, or None if its toggle was on before."""

    def __init__(self, theme: Theme, name: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
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

    def set_colour(self, colour: CodeColour) -> None:
        """Take a code's colour for the sign of the toggle that is on."""
        for segment in self.segments:
            segment.colour = colour
        self._repaint()

    def sizeHint(self) -> QSize:
        return QSize(sum(segment.sizeHint().width() for segment in self.segments) + 2, self.height())

    def minimumSizeHint(self) -> QSize:
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
        """Place the toggles in one row if it takes their words, or else in two."""
        rows = 1 if self.sizeHint().width() <= self.width() else 2
        columns = -(-len(self.segments) // rows)
        widths = self._widths(columns)
        height = self.segments[0].sizeHint().height()
        self.setFixedHeight(rows * height + 2)
        for number, segment in enumerate(self.segments):
            row, column = divmod(number, columns)
            segment.setGeometry(QRect(1 + sum(widths[:column]), 1 + row * height, widths[column], height))

    def _widths(self, columns: int) -> list[int]:
        """Return the width of each column: its words and an equal share of what is left, to the last pixel."""
        needed = [
            max(segment.sizeHint().width() for segment in self.segments[column::columns]) for column in range(columns)
        ]
        spare = max(0, self.width() - 2 - sum(needed))
        return [
            need + spare * (column + 1) // columns - spare * column // columns for column, need in enumerate(needed)
        ]

    def _clicked(self, which: Segment, on: bool) -> None:
        for other in self.segments:
            if other is not which:
                other.setChecked(False)
        self.chosen.emit(which.choice.value if on else None)

    def _repaint(self) -> None:
        self.update()
        for segment in self.segments:
            segment.update()
