"""Lists whose rows say two things: a name, and below it what there is to know."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import ICON_PX, IconSet
from coder.gui.look.theme import RADIUS, Space, Theme

ROW_HEIGHT = 48

_Index = QModelIndex | QPersistentModelIndex


class RowRole(IntEnum):
    """What a model tells the delegate besides the name."""

    DETAIL = Qt.ItemDataRole.UserRole + 1
    TONE = Qt.ItemDataRole.UserRole + 2
    """Token of the colour of icon and second line."""
    ICON = Qt.ItemDataRole.UserRole + 3
    ASIDE = Qt.ItemDataRole.UserRole + 4
    """A short text at the right end of the first line."""


class TwoLineDelegate(QStyledItemDelegate):
    """Paints such rows; `detail_elide` says where a second line that is too long is cut."""

    def __init__(
        self,
        icons: IconSet,
        theme: Theme,
        *,
        name_elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        detail_elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        keep_right: int = 0,
    ) -> None:
        super().__init__()
        self._icons, self._theme = icons, theme
        self._name_elide, self._detail_elide = name_elide, detail_elide
        self._keep_right = keep_right

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        tone = str(index.data(RowRole.TONE) or "faint")
        room = option.rect.adjusted(Space.S, Space.XS, -Space.S - self._keep_right, -Space.XS)
        name_line = QRect(room.left(), room.top() + 2, room.width(), 18)
        if icon := index.data(RowRole.ICON):
            self._icons.icon(str(icon), tone=tone).paint(
                painter, QRect(room.left(), name_line.top() + 1, ICON_PX, ICON_PX)
            )
            name_line.setLeft(room.left() + ICON_PX + Space.S)
        detail_line = QRect(name_line.left(), name_line.bottom() + 2, name_line.width(), 16)
        if aside := str(index.data(RowRole.ASIDE) or ""):
            name_line.setRight(self._paint_aside(painter, name_line, aside))
        painter.setFont(ui_font())
        painter.setPen(self._theme.colour("ink"))
        self._write(painter, name_line, str(index.data() or ""), self._name_elide)
        painter.setFont(small_font())
        painter.setPen(self._theme.colour("soft_ink" if tone == "faint" else tone))
        self._write(painter, detail_line, str(index.data(RowRole.DETAIL) or ""), self._detail_elide)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if selected else "hover"))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _paint_aside(self, painter: QPainter, line: QRect, text: str) -> int:
        """Write the short text at the right and return where it begins, less a gap."""
        painter.setFont(small_font())
        painter.setPen(self._theme.colour("faint"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return line.right() - painter.fontMetrics().horizontalAdvance(text) - Space.M

    def _write(self, painter: QPainter, line: QRect, text: str, elide: Qt.TextElideMode) -> None:
        cut = painter.fontMetrics().elidedText(text, elide, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
