"""The table of codes with what became of their suggestions; several can be selected and switched at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coder.domain.colour import CodeColour
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.tables import settle
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import paint_swatch
from coder.gui.suggestions.trust.model import COLOUR_ROLE, LINE_ROLE, Column, Index, TrustLine, TrustModel

ROW_HEIGHT = 30
_SWATCH = 10
_BAR = 44
_NARROWEST, _WIDEST = 168, 360
"""Of the column of names."""
_OFFERED, _REASON = 112, 200
"""Room for whether a code is suggested, and where a reason stands beside it, before the names get more."""
_WIDTHS = {
    Column.CODE: 250,
    Column.HIT_RATE: 128,
    Column.SHOWN: 90,
    Column.ACCEPTED: 76,
    Column.REJECTED: 74,
    Column.EXAMPLES: 100,
    Column.HELD_OUT: 112,
}


class _Cell(QStyledItemDelegate):
    """Paints cells; the hit rate has a bar beside its figure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, TrustLine):
            return
        painter.save()
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("selection"))
        painter.setPen(QPen(self._theme.colour("hairline"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        view = option.widget
        if (
            isinstance(view, QAbstractItemView)
            and view.hasFocus()
            and view.currentIndex().row() == index.row()
            and index.column() == Column.CODE
        ):
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self._theme.colour("focus"))
        room = rect.adjusted(Space.S, 0, -Space.S, 0)
        column = Column(index.column())
        if column is Column.CODE:
            colour = index.data(COLOUR_ROLE)
            if isinstance(colour, CodeColour):
                top = rect.top() + (rect.height() - _SWATCH) / 2
                paint_swatch(painter, QRectF(room.left(), top, _SWATCH, _SWATCH), self._theme.of(colour))
            room = room.adjusted(_SWATCH + Space.S, 0, 0, 0)
        elif column is Column.HIT_RATE and line.tells and line.code.hit_rate is not None:
            self._paint_bar(painter, QRect(room.left(), rect.center().y() - 2, _BAR, 4), line.code.hit_rate)
        muted = column is Column.OFFERED and line.code.muted
        plain = column is Column.CODE
        painter.setFont(ui_font() if plain else small_font(strong=muted))
        painter.setPen(self._theme.colour("warning" if muted else "ink" if plain else "soft_ink"))
        said = line.hit_rate_in_brief if column is Column.HIT_RATE else str(index.data())
        text = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room.width())
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(room, int(side), text)
        painter.restore()

    def _paint_bar(self, painter: QPainter, room: QRect, share: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("outline"))
        painter.drawRoundedRect(QRectF(room), 2, 2)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(QRectF(room.left(), room.top(), room.width() * share, room.height()), 2, 2)


class TrustTable(QTableView):
    """Rows are selected as a whole; the selection stays on its codes when the figures change."""

    selection_told = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines_model = TrustModel(self)
        self._cells = _Cell(theme)
        self.setModel(self.lines_model)
        self.setItemDelegate(self._cells)
        self.setAccessibleName("Suggestions by code")
        settle(self)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setStretchLastSection(True)
        columns.setAccessibleName("Columns")
        self.setSortingEnabled(True)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_told.emit())
        follow(theme.changed, self, self.viewport().update)

    def show_lines(self, lines: Sequence[TrustLine], colours: Mapping[str, CodeColour]) -> None:
        """Show these lines; what was selected and the place in the table are kept."""
        chosen = {line.code.code_id for line in self.selected()}
        current = self.lines_model.lines[self.currentIndex().row()].code.code_id if self._has_current() else ""
        top = self.verticalScrollBar().value()
        if not self.lines_model.set_lines(lines, colours):
            return
        self._fit()
        selection = QItemSelection()
        last = len(Column) - 1
        for place, line in enumerate(self.lines_model.lines):
            if line.code.code_id in chosen:
                selection.select(self.lines_model.index(place, 0), self.lines_model.index(place, last))
        at = self.lines_model.place_of(current)
        if at is not None:
            index = self.lines_model.index(at, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(top)

    def selected(self) -> list[TrustLine]:
        """Return the selected lines in the order in which they are shown."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.lines_model.lines[row] for row in rows]

    def choose(self, code_id: str) -> None:
        """Select a code's line."""
        place = self.lines_model.place_of(code_id)
        if place is not None:
            self._select(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.lines_model.lines and not self.selected():
            self._select(max(0, self.currentIndex().row()))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def _fit(self) -> None:
        """Give the names what the figures leave."""
        others = sum(width for column, width in _WIDTHS.items() if column is not Column.CODE)
        others += _REASON if any(line.code.why for line in self.lines_model.lines) else _OFFERED
        self.setColumnWidth(Column.CODE, max(_NARROWEST, min(_WIDEST, self.viewport().width() - others)))

    def _select(self, place: int) -> None:
        """Select one row, whatever keys are held: the panel is opened by keys that would mean to add or to extend."""
        index = self.lines_model.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _has_current(self) -> bool:
        return self.currentIndex().isValid() and self.currentIndex().row() < len(self.lines_model.lines)
