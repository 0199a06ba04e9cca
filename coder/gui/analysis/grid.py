"""A table as a grid, such as outcomes by group: a shade and a number in each cell, with the signs of directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coder.domain.colour import CodeColour
from coder.domain.text import excerpt, one_line
from coder.gui.analysis.sheets import Sheet
from coder.gui.analysis.table_model import Index
from coder.gui.analysis.tints import shade
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.tables import settle
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import paint_swatch

VALUE_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
"""The number of the sheet's row behind a cell, or None."""

_SIGNS = (("supports", "+"), ("challenges", "−"), ("mixed", "~"))
_ROW, _ROW_WITH_SIGNS, _ROW_OF_WORDS = 38, 44, 58
_COLUMN, _COLUMN_OF_WORDS = 104, 190
_LINES = 3
"""At most in the title of a column."""


class GridHeader(QHeaderView):
    """Titles of rows, or of columns over up to three lines, each with its code's colour."""

    def __init__(self, orientation: Qt.Orientation, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setFont(small_font())
        follow(theme.changed, self, self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, GridModel):
            return
        flat = self.orientation() is Qt.Orientation.Horizontal
        painter.save()
        painter.fillRect(rect, self._theme.colour("paper"))
        painter.setPen(QPen(self._theme.colour("outline" if flat else "hairline"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        room = rect.adjusted(Space.S if flat else Space.M, Space.XS, -Space.S, -Space.XS)
        colour = model.colour(logicalIndex, self.orientation())
        if colour is not None:
            room.setLeft(room.left() + 16)
        painter.setFont(small_font() if flat else ui_font())
        painter.setPen(self._theme.colour("ink"))
        text = str(model.headerData(logicalIndex, self.orientation()) or "")
        lines = wrapped(text, painter.fontMetrics(), room.width(), most=_LINES if flat else 2)
        high = painter.fontMetrics().height()
        # A column's title stands on its column, however many lines the others have.
        y = room.bottom() + 1 - high * len(lines) if flat else room.center().y() - high * len(lines) // 2
        if colour is not None:
            top = y + 3 if flat else room.center().y() - 4
            paint_swatch(painter, QRectF(room.left() - 16, top, 9, 9), self._theme.of(colour))
        for line in lines:
            painter.drawText(QRect(room.left(), y, room.width(), high), Qt.AlignmentFlag.AlignLeft, line)
            y += high
        painter.restore()

    def height_for(self, width: int) -> int:
        """Return the height that the titles of columns of a width need."""
        model, metrics = self.model(), QFontMetrics(small_font())
        lines = 1
        for at in range(self.count()):
            coloured = isinstance(model, GridModel) and model.colour(at, self.orientation()) is not None
            room = width - 2 * Space.S - (16 if coloured else 0)
            title = str(model.headerData(at, self.orientation()) or "")
            lines = max(lines, len(wrapped(title, metrics, room, most=_LINES)))
        return lines * metrics.height() + 2 * Space.XS + 4


class GridModel(QAbstractTableModel):
    """A sheet's grid; `measure` says which of its figures the cells show."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sheet: Sheet | None = None
        self.measure = ""
        self.signs = True
        self.symmetric = False
        self.largest = 0
        self._shown: list[int] = []
        self._words = ""
        self._colours: Mapping[str, CodeColour] = {}

    def set_sheet(self, sheet: Sheet, measure: str, *, signs: bool, colours: Mapping[str, CodeColour]) -> None:
        """Show a sheet's grid."""
        assert sheet.grid is not None
        self.beginResetModel()
        self.sheet, self.measure, self._colours = sheet, measure, colours
        self.signs = signs and "supports" in sheet.places
        self.symmetric = sheet.grid.lattice.rows.removesuffix("_a") == sheet.grid.lattice.columns.removesuffix("_b")
        values = [sheet.value(row, measure) for row in range(len(sheet.rows))]
        self.largest = max((value for value in values if isinstance(value, int)), default=0)
        self._shown = self._matching()
        self.endResetModel()

    def filter(self, words: str) -> None:
        """Show only rows whose title holds all these words."""
        self.beginResetModel()
        self._words = words
        self._shown = self._matching()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.sheet.grid.column_keys) if self.sheet is not None and self.sheet.grid is not None else 0

    def key(self, row: int, column: int) -> tuple[str, str]:
        """Return the keys of a shown row and a column."""
        assert self.sheet is not None
        assert self.sheet.grid is not None
        return self.sheet.grid.row_keys[self._shown[row]], self.sheet.grid.column_keys[column]

    def index_of(self, key: tuple[str, str]) -> tuple[int, int] | None:
        """Return the shown row and the column of a cell, or None."""
        assert self.sheet is not None
        assert self.sheet.grid is not None
        grid = self.sheet.grid
        if key[0] not in grid.row_keys or key[1] not in grid.column_keys:
            return None
        row = grid.row_keys.index(key[0])
        return (self._shown.index(row), grid.column_keys.index(key[1])) if row in self._shown else None

    def sheet_row(self, row: int, column: int) -> int | None:
        """Return the number of the sheet's row behind a cell, or None where there is none."""
        assert self.sheet is not None
        assert self.sheet.grid is not None
        one, other = self.key(row, column)
        found = self.sheet.grid.cells.get((one, other))
        return self.sheet.grid.cells.get((other, one)) if found is None and self.symmetric else found

    def titles(self, row: int, column: int) -> tuple[str, str]:
        """Return the titles of a shown row and a column."""
        assert self.sheet is not None
        assert self.sheet.grid is not None
        return self.sheet.grid.row_titles[self._shown[row]], self.sheet.grid.column_titles[column]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.sheet is None:
            return None
        number = self.sheet_row(index.row(), index.column())
        if role == ROW_ROLE:
            return number
        value = self.sheet.value(number, self.measure) if number is not None else None
        if role == VALUE_ROLE:
            return value
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{value:,}" if isinstance(value, int) else value or ""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._said(index.row(), index.column(), number)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.sheet is None or self.sheet.grid is None:
            return None
        grid = self.sheet.grid
        flat = orientation is Qt.Orientation.Horizontal
        at = section if flat else self._shown[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (grid.column_titles if flat else grid.row_titles)[at]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def colour(self, section: int, orientation: Qt.Orientation) -> CodeColour | None:
        """Return the colour of a row's or a column's code, or None."""
        if self.sheet is None or self.sheet.grid is None:
            return None
        flat = orientation is Qt.Orientation.Horizontal
        keys = self.sheet.grid.column_keys if flat else self.sheet.grid.row_keys
        return self._colours.get(keys[section if flat else self._shown[section]])

    def ways(self, number: int) -> list[tuple[str, str, int]]:
        """Return the directions in a row of the sheet as word, sign and count, those that occur."""
        assert self.sheet is not None
        return [(way, sign, self.sheet.value(number, way)) for way, sign in _SIGNS if self.sheet.value(number, way)]

    def _said(self, row: int, column: int, number: int | None) -> str:
        one, other = self.titles(row, column)
        if number is None:
            return f"{one}, {other}: nothing"
        assert self.sheet is not None
        numbers = [each for each in self.sheet.head.columns if each.type == "whole number"]
        figures = [f"{self.sheet.value(number, each.name):,} {each.title.lower()}" for each in numbers
                   if self.sheet.value(number, each.name) and each.name != "group_size"]  # fmt: skip
        text = self.sheet.value(number, "summary") if "summary" in self.sheet.places else ""
        return f"{one}, {other}: {', '.join(figures) or 'nothing'}" + (f". {text}" if text else "")

    def _matching(self) -> list[int]:
        if self.sheet is None or self.sheet.grid is None:
            return []
        words = self._words.casefold().split()
        titles = self.sheet.grid.row_titles
        return [at for at, title in enumerate(titles) if all(word in title.casefold() for word in words)]


class GridCell(QStyledItemDelegate):
    """Paints a cell: its shade, its number, and below it the signs of the directions; or the words of a summary."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_COLUMN, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, GridModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, value = option.rect, index.data(VALUE_ROLE)
        box = rect.adjusted(1, 1, -1, -1)
        if model.measure == "summary":
            self._paint_words(painter, box, model, index)
        else:
            share = value / model.largest if isinstance(value, int) and model.largest else 0.0
            painter.fillRect(box, shade(self._theme, share))
            self._paint_figures(painter, QRectF(box), model, index, value or 0)
        if option.state & QStyle.StateFlag.State_Selected:
            strong = option.widget is not None and option.widget.hasFocus()
            painter.setPen(QPen(self._theme.colour("focus" if strong else "edge"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(2, 2, -2, -2))
        painter.restore()

    def _paint_figures(self, painter: QPainter, box: QRectF, model: GridModel, index: Index, value: int) -> None:
        number = index.data(ROW_ROLE)
        signs = model.ways(number) if model.signs and number is not None and value else []
        painter.setFont(ui_font(strong=True) if value else small_font())
        painter.setPen(self._theme.colour("ink" if value else "disabled"))
        upper = QRectF(box.left(), box.top() + 3, box.width(), 20) if model.signs else box
        place = upper if value else box
        diagonal = (
            model.symmetric and model.key(index.row(), index.column())[0] == model.key(index.row(), index.column())[1]
        )
        text = f"{value:,}" if value else ("" if diagonal else "·")
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        if not signs:
            return
        painter.setFont(small_font())
        metrics = painter.fontMetrics()
        words = [f"{sign}{count:,}" for _, sign, count in signs]
        x = box.center().x() - (sum(metrics.horizontalAdvance(word) for word in words) + 8 * (len(words) - 1)) / 2
        for word in words:
            painter.setPen(self._theme.colour("ink"))
            painter.drawText(QPointF(x, box.top() + 23 + metrics.ascent()), word)
            x += metrics.horizontalAdvance(word) + 8

    def _paint_words(self, painter: QPainter, box: Any, model: GridModel, index: Index) -> None:
        number = index.data(ROW_ROLE)
        if number is None or model.sheet is None:
            painter.fillRect(box, self._theme.colour("paper"))
            painter.setPen(self._theme.colour("disabled"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "·")
            return
        painter.fillRect(box, self._theme.colour("panel"))
        text = model.sheet.value(number, "summary")
        room = box.adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        painter.setFont(small_font())
        if text:
            painter.setPen(self._theme.colour("ink"))
            painter.drawText(room, Qt.TextFlag.TextWordWrap, excerpt(one_line(text), words=24))
        else:
            painter.setPen(self._theme.colour("soft_ink"))
            count = model.sheet.value(number, "codings")
            signs = "  ".join(f"{sign}{count}" for _, sign, count in model.ways(number))
            words = f"{count} quote{'' if count == 1 else 's'}\n{signs}"
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)


class SheetGrid(QTableView):
    """Shows a sheet as a grid; the cell that becomes current tells what it stands for."""

    cell_chosen = Signal(object)
    """The number of the sheet's row, or None for an empty cell."""
    cell_activated = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = GridModel(theme, self)
        self.setModel(self.model_)
        self._cells = GridCell(theme)
        self.setItemDelegate(self._cells)
        settle(self, by_cell=True)
        rows = GridHeader(Qt.Orientation.Vertical, theme, self)
        columns = GridHeader(Qt.Orientation.Horizontal, theme, self)
        self._titles = columns
        self.setVerticalHeader(rows)
        self.setHorizontalHeader(columns)
        rows.setAccessibleName("Rows")
        columns.setAccessibleName("Columns")
        columns.setHighlightSections(False)
        rows.setHighlightSections(False)
        rows.setFixedWidth(264)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(lambda index: self.cell_chosen.emit(index.data(ROW_ROLE)))
        self.doubleClicked.connect(lambda index: self.cell_activated.emit(index.data(ROW_ROLE)))
        follow(theme.changed, self, self._redraw)

    def show_sheet(self, sheet: Sheet, measure: str, *, signs: bool, colours: Mapping[str, CodeColour]) -> None:
        """Show a sheet; the place in the grid and the current cell are kept, by their keys."""
        model, index = self.model_, self.currentIndex()
        same = model.sheet is not None and model.sheet.head.name == sheet.head.name
        key = model.key(index.row(), index.column()) if same and index.isValid() else None
        place = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        model.set_sheet(sheet, measure, signs=signs, colours=colours)
        words = measure == "summary"
        self.verticalHeader().setDefaultSectionSize(
            _ROW_OF_WORDS if words else _ROW_WITH_SIGNS if model.signs else _ROW
        )
        width = _COLUMN_OF_WORDS if words else _COLUMN
        self._titles.setDefaultSectionSize(width)
        self._titles.setFixedHeight(self._titles.height_for(width))
        if key is not None and (at := model.index_of(key)) is not None:
            self.setCurrentIndex(model.index(*at))
        if same:
            self.verticalScrollBar().setValue(place[0])
            self.horizontalScrollBar().setValue(place[1])

    def choose(self, key: tuple[str, str]) -> None:
        """Make a cell the current one, as a click does."""
        at = self.model_.index_of(key)
        if at is not None:
            index = self.model_.index(*at)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.cell_chosen.emit(index.data(ROW_ROLE))

    def copy(self) -> None:
        """Copy the grid as tab-separated text."""
        model = self.model_
        heads = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
        lines = ["\t".join(["", *heads])]
        for row in range(model.rowCount()):
            cells = [str(model.index(row, at).data() or "") for at in range(model.columnCount())]
            lines.append("\t".join([str(model.headerData(row, Qt.Orientation.Vertical)), *cells]).replace("\n", " "))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.cell_activated.emit(self.currentIndex().data(ROW_ROLE))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus() and not QGuiApplication.mouseButtons():
            self.cell_chosen.emit(current.data(ROW_ROLE))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_keys = event.reason() is not Qt.FocusReason.MouseFocusReason
        if by_keys and not self.currentIndex().isValid() and self.model_.rowCount() and self.model_.columnCount():
            self.setCurrentIndex(self.model_.index(0, 0))
        self.viewport().update()

    def _redraw(self) -> None:
        self.viewport().update()
        self.verticalHeader().viewport().update()


def wrapped(text: str, metrics: QFontMetrics, width: int, *, most: int) -> list[str]:
    """Return a text in at most some lines that fit a width, the last one cut where it has to be."""
    lines: list[str] = []
    left = text.split()
    while left and len(lines) < most - 1:
        line = left.pop(0)
        while left and metrics.horizontalAdvance(f"{line} {left[0]}") <= width:
            line = f"{line} {left.pop(0)}"
        lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
    if left:
        lines.append(metrics.elidedText(" ".join(left), Qt.TextElideMode.ElideRight, width))
    return lines
