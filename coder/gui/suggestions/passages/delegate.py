"""How a found passage looks: a box to tick, its rank and place, two lines of text in context, and the reasons."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coder.gui.base.offsets import OffsetMap
from coder.gui.look.fonts import small_font, tall, ui_font
from coder.gui.look.theme import Space, Theme
from coder.gui.suggestions.passages.rows import ROW_ROLE, TICKED_ROLE, FoundPassage, Index

ROW_HEIGHT = 56
BOX = 14
"""Side of the box to tick, in pixels."""

_RANK, _WHERE = 40, 184
_REASONS = 0.34
"""Share of the room that is left which the reasons take."""
_LINES = 2


class FoundDelegate(QStyledItemDelegate):
    """Paints rows; the current one has a bar at the left edge while the list has the keys."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(480, tall(ROW_HEIGHT, lines=2))

    def box(self, rect: QRect) -> QRect:
        """Return where a row's box to tick is."""
        return QRect(rect.left() + Space.M, rect.top() + (rect.height() - BOX) // 2, BOX, BOX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, FoundPassage):
            return
        painter.save()
        rect: QRect = option.rect
        self._paint_ground(painter, option, index)
        self._paint_box(painter, self.box(rect), ticked=bool(index.data(TICKED_ROLE)))
        left = rect.left() + Space.M + BOX + Space.S
        painter.setFont(small_font())
        painter.setPen(self._theme.colour("faint"))
        rank = row.chance or str(row.item.suggestion.rank)
        painter.drawText(QRect(left, rect.top(), _RANK - Space.S, rect.height()), _side(right=True), rank)
        left += _RANK
        where = QRect(left, rect.top() + Space.S, _WHERE - Space.M, rect.height() - 2 * Space.S)
        self._paint_where(painter, where, row)
        left += _WHERE
        room = rect.right() - Space.M - left
        reasons = round(room * _REASONS)
        text = QRect(left, rect.top() + Space.S, room - reasons - Space.L, rect.height() - 2 * Space.S)
        self._paint_text(painter, text, row)
        self._paint_reasons(painter, QRect(text.right() + Space.L, text.top(), reasons, text.height()), row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        view = option.widget
        current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
        if current:
            painter.fillRect(rect, self._theme.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("hover"))
        painter.setPen(QPen(self._theme.colour("hairline"), 1))
        painter.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right() + 1, rect.bottom() + 0.5))
        if current and view.hasFocus():
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self._theme.colour("focus"))

    def _paint_box(self, painter: QPainter, box: QRect, *, ticked: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent" if ticked else "edge"), 1))
        painter.setBrush(self._theme.colour("accent" if ticked else "paper"))
        shape = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, 3, 3)
        if ticked:
            pen = QPen(self._theme.colour("accent_ink"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            middle = shape.center()
            painter.drawLine(middle + QPointF(-3.2, 0.2), middle + QPointF(-0.8, 2.6))
            painter.drawLine(middle + QPointF(-0.8, 2.6), middle + QPointF(3.4, -2.6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_where(self, painter: QPainter, room: QRect, row: FoundPassage) -> None:
        half = room.height() // 2
        for top, text, tone in ((0, row.transcript, "ink"), (half, row.place, "soft_ink")):
            painter.setPen(self._theme.colour(tone))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.left(), room.top() + top, room.width(), half), _side(), cut)

    def _paint_text(self, painter: QPainter, room: QRect, row: FoundPassage) -> None:
        before = f"{row.before} " if row.before else ""
        whole = f"{before}{row.text}{f' {row.after}' if row.after else ''}"
        units = OffsetMap(whole)
        start, end = units.to_units(len(before)), units.to_units(len(before) + len(row.text))
        formats = [
            _format(0, start, self._theme.colour("faint")),
            _format(start, end, self._theme.colour("ink")),
            _format(end, units.units, self._theme.colour("faint")),
        ]
        for span in row.marked:
            first, last = units.to_units(len(before) + span.start), units.to_units(len(before) + span.end)
            formats.append(_format(first, last, self._theme.colour("ink"), strong=True))
        _draw(painter, room, whole, ui_font(), formats)

    def _paint_reasons(self, painter: QPainter, room: QRect, row: FoundPassage) -> None:
        units = OffsetMap(row.aside)
        _draw(
            painter,
            room,
            row.aside,
            small_font(),
            [_format(0, units.units, self._theme.colour("soft_ink"))],
        )


def _side(*, right: bool = False) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def _format(start: int, end: int, colour: object, *, strong: bool = False) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start, result.length = start, max(0, end - start)
    look = QTextCharFormat()
    look.setForeground(colour)  # type: ignore[arg-type]  # a colour is made into a brush
    if strong:
        look.setFontWeight(QFont.Weight.DemiBold)
    result.format = look
    return result


def _draw(painter: QPainter, room: QRect, text: str, font: QFont, formats: list[QTextLayout.FormatRange]) -> None:
    """Draw text on two lines, the second cut with an ellipsis where more would come."""
    if room.width() < Space.XL:
        return
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    top, lines = 0.0, 0
    while lines < _LINES and (line := layout.createLine()).isValid():
        last = lines == _LINES - 1
        line.setLineWidth(room.width() - (Space.M if last else 0))
        line.setPosition(QPointF(0, top))
        top += line.height()
        lines += 1
    layout.endLayout()
    if not lines:
        return
    end = layout.lineAt(lines - 1)
    shown = end.textStart() + end.textLength()
    offset = QPointF(room.left(), room.top() + max(0.0, (room.height() - top) / 2))
    layout.draw(painter, offset)
    if shown < OffsetMap(text).units:
        painter.setFont(font)
        at = offset + QPointF(end.naturalTextWidth() + 1, end.y() + end.ascent())
        painter.drawText(at, "…")
