"""How a row of evidence looks: the code with its colour, the direction with its sign, the strength with its dots."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coder.domain.coding import Direction, Strength
from coder.domain.colour import CodeColour
from coder.domain.evidence import EvidenceRow
from coder.gui.evidence.rows import COLOUR_ROLE, ROW_ROLE, Column, Index
from coder.gui.look.badges import paint_badge
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.signs import badge_colours
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import paint_swatch

ROW_HEIGHT = 30

_SWATCH = 10
_BADGE = 7.0
_DOT, _DOT_STEP = 5, 7
_DIRECTIONS = {direction.value: direction for direction in Direction}
_STRENGTHS = [strength.value for strength in Strength]
_SOFT = (Column.PARTICIPANT, Column.GROUP, Column.TRANSCRIPT, Column.TIME, Column.CODER, Column.REVIEW, Column.MEMO)


class EvidenceCell(QStyledItemDelegate):
    """Paints the cells; a row's mark at the left edge shows where the keys are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, EvidenceRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        column = Column(index.column())
        room = option.rect.adjusted(Space.S, 0, -Space.S, 0)
        if column is Column.CODE:
            room = self._after_swatch(painter, room, index)
        elif column is Column.DIRECTION:
            room = self._after_sign(painter, room, index, row)
        elif column is Column.STRENGTH:
            room = self._after_dots(painter, room, row)
        soft = column in _SOFT
        painter.setFont(small_font() if soft else ui_font())
        painter.setPen(self._theme.colour("soft_ink" if soft else "ink"))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if column is Column.TIME else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view = option.widget
        table = view if isinstance(view, QAbstractItemView) else None
        hovered = table is not None and table.property("hovered_row") == index.row()
        if selected or hovered:
            painter.fillRect(rect, self._theme.colour("selection" if selected else "hover"))
        painter.setPen(QPen(self._theme.colour("hairline"), 1))
        painter.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right() + 1, rect.bottom() + 0.5))
        keys_here = table is not None and table.hasFocus() and table.currentIndex().row() == index.row()
        if keys_here and index.column() == Column.CODE:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self._theme.colour("focus"))

    def _after_swatch(self, painter: QPainter, room: QRect, index: Index) -> QRect:
        colour = index.data(COLOUR_ROLE)
        if isinstance(colour, CodeColour):
            square = QRectF(room.left(), room.top() + (room.height() - _SWATCH) / 2, _SWATCH, _SWATCH)
            paint_swatch(painter, square, self._theme.of(colour))
        return room.adjusted(_SWATCH + Space.S, 0, 0, 0)

    def _after_sign(self, painter: QPainter, room: QRect, index: Index, row: EvidenceRow) -> QRect:
        direction, colour = _DIRECTIONS.get(row.direction), index.data(COLOUR_ROLE)
        if direction is not None and isinstance(colour, CodeColour):
            fill, ink = badge_colours(self._theme, colour)
            centre = QPointF(room.left() + _BADGE, room.top() + room.height() / 2)
            paint_badge(painter, centre, _BADGE - 0.5, fill=fill, ink=ink, sign=direction)
        return room.adjusted(round(2 * _BADGE) + Space.S, 0, 0, 0)

    def _after_dots(self, painter: QPainter, room: QRect, row: EvidenceRow) -> QRect:
        filled = _STRENGTHS.index(row.strength) + 1 if row.strength in _STRENGTHS else 0
        if filled:
            ink = self._theme.colour("soft_ink")
            painter.setPen(QPen(ink, 1))
            for number in range(len(_STRENGTHS)):
                painter.setBrush(ink if number < filled else Qt.BrushStyle.NoBrush)
                centre = QPointF(room.left() + _DOT / 2 + number * _DOT_STEP, room.top() + room.height() / 2)
                painter.drawEllipse(centre, _DOT / 2 - 0.5, _DOT / 2 - 0.5)
        return room.adjusted(len(_STRENGTHS) * _DOT_STEP + Space.S, 0, 0, 0)
