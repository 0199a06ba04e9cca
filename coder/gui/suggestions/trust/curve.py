"""A small curve of shares over time, with the same in words for people who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font
from coder.gui.look.theme import RADIUS, Space, Theme

_HEIGHT = 132
_LEFT, _BOTTOM, _TOP = 40, 20, 8
_DOT = 3.5
_LEGEND = 18
_MOST = 60
"""Points that are drawn; of more, the latest."""


@dataclass(frozen=True, slots=True)
class Point:
    """One share (0 to 1) with what it is about; a hollow point says too little to be trusted."""

    value: float
    label: str
    """What stands below it, such as a date or a count."""
    said: str
    """The point in words."""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Points in order under one name; the second series of a curve is drawn dashed."""

    name: str
    points: tuple[Point, ...]


class Curve(QWidget):
    """Draws one or two series between 0 and 100 %."""

    def __init__(self, theme: Theme, name: str, *, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._nothing = nothing
        self._series: tuple[Series, ...] = ()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        follow(theme.changed, self, self.update)
        self.show_series(())

    def show_series(self, series: Sequence[Series]) -> None:
        """Show these series; empty ones are left out."""
        self._series = tuple(Series(item.name, item.points[-_MOST:]) for item in series if item.points)
        more = _LEGEND * len(self._series) if len(self._series) > 1 else 0
        self.setFixedHeight(_HEIGHT + more)
        self.setAccessibleDescription(self.words() or self._nothing)
        self.update()

    def words(self) -> str:
        """Return what the curve shows, in words; empty if it shows nothing."""
        return " ".join(f"{item.name}: {'; '.join(point.said for point in item.points)}." for item in self._series)

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            near = self._near(QPointF(event.pos()))
            if near is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), near.said, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        room = self._room()
        if not self._series:
            painter.setPen(self._theme.colour("soft_ink"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(0, Space.XS, 0, 0), flags, self._nothing)
        else:
            self._paint_grid(painter, room)
            if len(self._series) > 1:
                self._paint_legend(painter)
            for number, series in enumerate(self._series):
                self._paint_series(painter, room, series, second=number > 0)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _room(self) -> QRectF:
        legend = _LEGEND * len(self._series) if len(self._series) > 1 else 0
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - Space.S, self.height() - _TOP - _BOTTOM - legend)

    def _paint_grid(self, painter: QPainter, room: QRectF) -> None:
        for share in (0.0, 0.5, 1.0):
            y = room.bottom() - share * room.height()
            painter.setPen(QPen(self._theme.colour("hairline"), 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(self._theme.colour("faint"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 8, _LEFT - Space.S, 16), right, f"{share:.0%}")
        points = self._series[0].points
        below = QRectF(room.left(), room.bottom() + 3, room.width(), _BOTTOM - 3)
        painter.setPen(self._theme.colour("faint"))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, points[0].label)
        if len(points) > 1:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, points[-1].label)

    def _paint_legend(self, painter: QPainter) -> None:
        for number, series in enumerate(self._series):
            middle = self.height() - _LEGEND * (len(self._series) - number) + _LEGEND / 2
            pen = QPen(self._ink(number), 1.6, Qt.PenStyle.DashLine if number else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(_LEFT, middle), QPointF(_LEFT + Space.XL, middle))
            painter.setPen(self._theme.colour("soft_ink"))
            room = QRectF(_LEFT + Space.XL + Space.S, middle - 8, self.width(), 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, series.name)

    def _ink(self, number: int) -> QColor:
        return self._theme.colour("soft_ink" if number else "accent")

    def _paint_series(self, painter: QPainter, room: QRectF, series: Series, *, second: bool) -> None:
        ink = self._ink(int(second))
        places = _places(room, series.points)
        pen = QPen(ink, 1.6, Qt.PenStyle.DashLine if second else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        for one, other in pairwise(places):
            painter.drawLine(one, other)
        for place, point in zip(places, series.points, strict=True):
            painter.setPen(QPen(ink, 1.6))
            painter.setBrush(self._theme.colour("panel") if point.hollow else ink)
            painter.drawEllipse(place, _DOT, _DOT)

    def _near(self, where: QPointF) -> Point | None:
        room = self._room()
        found = [
            ((place - where).manhattanLength(), point)
            for series in self._series
            for place, point in zip(_places(room, series.points), series.points, strict=True)
        ]
        best = min(found, key=lambda item: item[0], default=None)
        return best[1] if best is not None and best[0] <= 24 else None


def _places(room: QRectF, points: Sequence[Point]) -> list[QPointF]:
    step = room.width() / max(1, len(points) - 1)
    return [
        QPointF(room.left() + number * step, room.bottom() - point.value * room.height())
        for number, point in enumerate(points)
    ]
