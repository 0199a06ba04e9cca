"""The table of a sheet: rows that lead to passages, with codes in their colours and evidence as bars."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coder.domain.coding import Direction
from coder.domain.colour import CodeColour
from coder.domain.tables import Column, ColumnType
from coder.gui.analysis.places import BAR
from coder.gui.analysis.sheets import Sheet
from coder.gui.analysis.table_model import BAR_ROLE, CODES, COLOUR_ROLE, NUMBERS, ROW_ROLE, Index, TableModel
from coder.gui.analysis.tints import LEVELS, way_colours
from coder.gui.look.badges import paint_badge
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.tables import settle
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import paint_swatch

ROW_HEIGHT = 30
_SWATCH = 10
_DIRECTIONS = {direction.value: direction for direction in Direction}
_WIDTHS = {BAR: 168, "level": 148, "code": 300, "code_name": 220, "direction": 108, "strength": 112, "kind": 112,
           "time": 64, "transcript": 170, "attribution": 150, "consent": 132, "at": 130, "action": 280, "kinds": 220,
           "who": 120, "participant": 130, "stakeholder_group": 130}  # fmt: skip
_WIDTHS_OF = {
    "quotes": {"code": 208, "quote": 318, "direction": 112},
    "codebook": {"code": 250, "kind": 88, BAR: 124},
    "audit": {"number": 76, "who": 96, "cause": 80},
}
"""Of columns that want less or more in one table."""


class TableCell(QStyledItemDelegate):
    """Paints the cells."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TableModel):
            return
        column = model.columns[index.column()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        room = option.rect.adjusted(Space.S, 0, -Space.S, 0)
        text = str(index.data() or "")
        if column.name == BAR:
            self._paint_bar(painter, room, index)
        elif column.name == "level" and text in LEVELS:
            self._paint_level(painter, room, text)
        else:
            if column.name in CODES:
                room = self._after_swatch(painter, room, index)
            elif column.name == "direction":
                room = self._after_sign(painter, room, text)
            self._write(painter, room, text, column)
        painter.restore()

    def _write(self, painter: QPainter, room: QRect, text: str, column: Column) -> None:
        number = column.type in NUMBERS
        loud = column.name in (*CODES, "quote", "passage", "participant", "action", "people", "groups", "codings")
        painter.setFont(ui_font() if loud or number else small_font())
        nothing = number and text in ("0", "0%")
        painter.setPen(self._theme.colour("disabled" if nothing else "ink" if loud else "soft_ink"))
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, "·" if nothing else shown)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        table = option.widget if isinstance(option.widget, QAbstractItemView) else None
        hovered = table is not None and table.property("hovered_row") == index.row()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("selection"))
        elif hovered:
            painter.fillRect(rect, self._theme.colour("hover"))
        painter.setPen(QPen(self._theme.colour("hairline"), 1))
        painter.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right() + 1, rect.bottom() + 0.5))
        if table is not None and table.hasFocus() and table.currentIndex() == index:
            painter.setPen(QPen(self._theme.colour("focus"), 1.5))
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -2.5), 3, 3)

    def _after_swatch(self, painter: QPainter, room: QRect, index: Index) -> QRect:
        colour = index.data(COLOUR_ROLE)
        if isinstance(colour, CodeColour):
            square = QRectF(room.left(), room.top() + (room.height() - _SWATCH) / 2, _SWATCH, _SWATCH)
            paint_swatch(painter, square, self._theme.of(colour))
        return room.adjusted(_SWATCH + Space.S, 0, 0, 0)

    def _after_sign(self, painter: QPainter, room: QRect, text: str) -> QRect:
        direction = _DIRECTIONS.get(text)
        if direction is not None:
            fill, ink = way_colours(self._theme, direction.value)
            centre = QPointF(room.left() + 7, room.top() + room.height() / 2)
            paint_badge(painter, centre, 6.5, fill=fill, ink=ink, sign=direction)
        return room.adjusted(14 + Space.S, 0, 0, 0)

    def _paint_level(self, painter: QPainter, room: QRect, text: str) -> None:
        """Paint how well an outcome is covered: as many filled steps as it has reached, and the words."""
        reached = LEVELS.index(text)
        ink = self._theme.colour(("danger", "warning", "warning", "soft_ink", "success")[reached])
        painter.setPen(QPen(ink, 1))
        for step in range(4):
            painter.setBrush(ink if step < reached else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(room.left() + step * 6 + 0.5, room.center().y() - 4.5, 4, 9), 1, 1)
        painter.setFont(small_font())
        painter.setPen(ink)
        painter.drawText(room.adjusted(32, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_bar(self, painter: QPainter, room: QRect, index: Index) -> None:
        found = index.data(BAR_ROLE)
        if not found or not found[1]:
            return
        counts, longest = found
        x, y = float(room.left()), room.top() + (room.height() - 12) / 2
        for way, count in zip(("supports", "challenges", "mixed", "unclear", ""), counts, strict=True):
            if not count:
                continue
            width = max(3.0, room.width() * count / longest - 1)
            fill, ink = way_colours(self._theme, way)
            box = QRectF(x, y, width, 12)
            painter.setPen(QPen(self._theme.colour("edge"), 1) if way in ("", "unclear") else Qt.PenStyle.NoPen)
            painter.setBrush(fill if way not in ("", "unclear") else self._theme.colour("paper"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if way in ("", "unclear") else box, 2, 2)
            if width >= 12 and way:
                painter.setPen(ink if way != "unclear" else self._theme.colour("soft_ink"))
                painter.setFont(small_font(strong=True))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, {"supports": "+", "challenges": "−",
                                                                      "mixed": "~", "unclear": "?"}[way])  # fmt: skip
            x += width + 1


class SheetTable(QTableView):
    """Shows a sheet; a row that becomes current tells what it stands for."""

    cell_chosen = Signal(int, str)
    """The sheet's row and the column's name."""
    cell_activated = Signal(int, str)
    """Entered by Enter or a double click."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model_ = TableModel(self)
        self.setModel(self.model_)
        self._cells = TableCell(theme)
        self.setItemDelegate(self._cells)
        settle(self)
        self.setMouseTracking(True)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns.setHighlightSections(False)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setAccessibleName("Columns")
        columns.setStretchLastSection(True)
        self.setSortingEnabled(True)
        self._told: tuple[int, str] | None = None
        self.clicked.connect(self._choose)
        self.doubleClicked.connect(self._activate)
        follow(theme.changed, self, self.viewport().update)

    def show_sheet(self, sheet: Sheet, columns: tuple[str, ...] = ()) -> None:
        """Show a sheet; the place in the table and the current row are kept, by its key."""
        model = self.model_
        before, key, column = model.sheet, self.current_key(), max(0, self.currentIndex().column())
        same = before is not None and before.head.name == sheet.head.name
        place, across = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        model.set_sheet(sheet, columns)
        if not same:
            self._fit()
        elif key is not None and (at := model.place_of(key)) >= 0:
            self.setCurrentIndex(model.index(at, column))
        if same:
            self.verticalScrollBar().setValue(place)
            self.horizontalScrollBar().setValue(across)

    def filter(self, words: str) -> None:
        """Show only rows that hold all these words."""
        key = self.current_key()
        self.model_.filter(words)
        if key is not None and (at := self.model_.place_of(key)) >= 0:
            self.setCurrentIndex(self.model_.index(at, 0))

    def current_key(self) -> tuple[str, ...] | None:
        """Return the key of the current row."""
        row = self.currentIndex().data(ROW_ROLE)
        return self.model_.sheet.keys[row] if self.model_.sheet is not None and row is not None else None

    def copy(self) -> None:
        """Copy the selected rows as tab-separated text, headings first."""
        model = self.model_
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        lines = ["\t".join(column.title for column in model.columns)]
        for place in rows:
            cells = (model.text(model.order[place], column) for column in model.columns)
            lines.append("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_keys = event.reason() is not Qt.FocusReason.MouseFocusReason
        if by_keys and not self.currentIndex().isValid() and self.model_.rowCount():
            self.setCurrentIndex(self.model_.index(0, 0))
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        # A click tells by itself; keys tell here.
        if self.hasFocus() and not QGuiApplication.mouseButtons():
            self._choose(current)

    def _choose(self, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.cell_chosen.emit(row, self.model_.columns[index.column()].name)

    def _activate(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.cell_activated.emit(row, self.model_.columns[index.column()].name)

    def _hover(self, row: int) -> None:
        if self.property("hovered_row") != row:
            self.setProperty("hovered_row", row)
            self.viewport().update()

    def _fit(self) -> None:
        """Give each column a sensible width: its heading's, or what its kind needs."""
        metrics = self.horizontalHeader().fontMetrics()
        sheet = self.model_.sheet
        widths = _WIDTHS | _WIDTHS_OF.get(sheet.head.name if sheet is not None else "", {})
        for at, column in enumerate(self.model_.columns):
            heading = metrics.horizontalAdvance(column.title) + 36
            if column.name in widths:
                width = max(heading, widths[column.name])
            elif column.type in (ColumnType.WHOLE, ColumnType.SHARE, ColumnType.TIME):
                width = max(64, heading)
            else:
                width = max(heading, 300 if column.wide else 160)
            self.setColumnWidth(at, width)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.scrollToTop()

    def cell_place(self, row: int, column: str) -> QPoint:
        """Return the middle of a shown cell, for tests and menus; rows count as shown."""
        names = [each.name for each in self.model_.columns]
        return self.visualRect(self.model_.index(row, names.index(column))).center()
