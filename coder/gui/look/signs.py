"""Small signs for a coding's direction and strength, where there is no room for words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from coder.domain.coding import Direction, Strength
from coder.domain.colour import CodeColour, readable_ink
from coder.gui.look.badges import paint_badge
from coder.gui.look.connecting import follow
from coder.gui.look.theme import Theme

_SIDE = 14
_DOT, _STEP = 5, 7


def badge_colours(theme: Theme, colour: CodeColour) -> tuple[QColor, QColor]:
    """Return the disc's colour and its sign's ink for a code, as on the stripe in the margin."""
    fill = theme.of(colour)
    dark, light = theme.tokens.ink, "#ffffff"
    if theme.is_dark:
        dark = theme.tokens.paper
    return fill, QColor(readable_ink(fill.name(), dark=dark, light=light))


class DirectionSign(QWidget):
    """A direction's sign in a disc of the code's colour, as on the stripe in the margin."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._direction: Direction | None = None
        self._colour: CodeColour | None = None
        self.setFixedSize(_SIDE, _SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        follow(theme.changed, self, self.update)

    def show_sign(self, direction: Direction | None, colour: CodeColour) -> None:
        """Show a direction in a code's colour, or nothing."""
        self._direction, self._colour = direction, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._direction is not None and self._colour is not None:
            fill, ink = badge_colours(self._theme, self._colour)
            half = _SIDE / 2
            paint_badge(QPainter(self), QPointF(half, half), half - 1, fill=fill, ink=ink, sign=self._direction)


class StrengthDots(QWidget):
    """One to three dots out of three: anecdotal, described, corroborated."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filled = 0
        self.setFixedSize(2 * _STEP + _DOT + 2, _SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        follow(theme.changed, self, self.update)

    def show_strength(self, strength: Strength | None) -> None:
        """Show a strength, or nothing."""
        self._filled = list(Strength).index(strength) + 1 if strength is not None else 0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._theme.colour("soft_ink")
        painter.setPen(QPen(ink, 1))
        for number in range(len(Strength)):
            painter.setBrush(ink if number < self._filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(1 + _DOT / 2 + number * _STEP, _SIDE / 2), _DOT / 2 - 0.5, _DOT / 2 - 0.5)
