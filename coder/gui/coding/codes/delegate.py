"""How a row of the code tree is painted: swatch, name with the typed letters strong, key, count."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from coder.gui.base.emphasis import draw_name
from coder.gui.coding.codes.model import LOOK_ROLE, RowLook
from coder.gui.look.fonts import small_font, tall, ui_font
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.gui.look.widgets import paint_swatch

_Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 26
_SWATCH = 10
_NARROW_LETTER = 0.62
"""Of a letter's height in pixels: the width that letters of a name do not exceed on average."""
_ASIDES = 64
"""Pixels for count and key, generously."""


class CodeDelegate(QStyledItemDelegate):
    """Paints codes and the headers of codebooks."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        look: RowLook = index.data(LOOK_ROLE)
        if look.header:
            return QSize(80, tall(ROW_HEIGHT) + Space.XS)
        height = tall(ROW_HEIGHT)
        if self._needs_two_lines(option, index, look):
            height += QFontMetrics(ui_font()).height()
        return QSize(80, height)

    def _needs_two_lines(self, option: QStyleOptionViewItem, index: _Index, look: RowLook) -> bool:
        """Tell whether a name is too long for one line of the tree as wide as it is now."""
        view = option.widget
        if not isinstance(view, QTreeView):
            return False
        depth, parent = 1, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        room = view.viewport().width() - depth * view.indentation() - Space.XS - Space.S - _SWATCH - Space.S
        # What is painted with is measured: a view that was not shown yet has another font.
        font = ui_font(strong=bool(look.spans))
        if len(look.name) * _NARROW_LETTER * font.pixelSize() < room - _ASIDES:
            return False  # Most names: nothing has to be measured.
        small = QFontMetrics(small_font())
        for text in (f"{look.count:,}" if look.count else "", look.shortcut):
            room -= small.horizontalAdvance(text) + Space.S if text else 0
        return QFontMetrics(font).horizontalAdvance(look.name or "New code") > room

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look: RowLook = index.data(LOOK_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        room = option.rect.adjusted(Space.XS, 0, -Space.S, 0)
        right = self._paint_count(painter, room, look)
        left = room.left()
        if look.colour is not None:
            colour = self._theme.of(look.colour)
            if look.quiet:
                colour.setAlphaF(0.5)
            paint_swatch(painter, QRectF(left, room.center().y() - _SWATCH / 2 + 1, _SWATCH, _SWATCH), colour)
        if not look.header:
            left += _SWATCH + Space.S
        rect = QRectF(left, room.top(), right - left, room.height())
        tone = "soft_ink" if look.header or look.quiet else "ink"
        font = small_font(strong=True) if look.header else ui_font()
        draw_name(
            painter,
            rect,
            look.name or "New code",
            look.spans,
            font=font,
            strong=ui_font(strong=True),
            ink=self._theme.colour(tone),
            lines=1 if look.header else 2,
        )
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName("Name of the code")
        editor.setPlaceholderText("Name of the code")
        editor.setFont(ui_font())
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        left = option.rect.left() + Space.XS + _SWATCH
        editor.setGeometry(QRect(left, option.rect.top() - 1, option.rect.right() - left - 2, option.rect.height() + 2))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if selected else "hover"))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS, RADIUS)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _paint_count(self, painter: QPainter, room: QRect, look: RowLook) -> int:
        """Write the count and the key at the right; return where the name must end."""
        painter.setFont(small_font())
        painter.setPen(self._theme.colour("faint"))
        right = room.right()
        for text in (f"{look.count:,}" if look.count else "", look.shortcut):
            if text:
                width = painter.fontMetrics().horizontalAdvance(text)
                place = QRect(right - width, room.top(), width + 1, room.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
                right -= width + Space.S
        return right
