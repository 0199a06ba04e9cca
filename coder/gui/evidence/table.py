"""The table of evidence: rows that lead back to the passage."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from coder.domain.coding import Review
from coder.domain.evidence import EvidenceRow
from coder.gui.evidence.cells import ROW_HEIGHT, EvidenceCell
from coder.gui.evidence.rows import Column, EvidenceModel, Index, copied
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import SMALL_PX, larger, small_font
from coder.gui.look.tables import settle
from coder.gui.look.theme import Theme

_WIDTHS = {
    Column.CODE: 164,
    Column.DIRECTION: 108,
    Column.STRENGTH: 128,
    Column.PARTICIPANT: 88,
    Column.GROUP: 96,
    Column.TRANSCRIPT: 116,
    Column.TIME: 62,
    Column.CODER: 72,
    Column.REVIEW: 84,
    Column.MEMO: 80,
}
"""At most, until the person gives a column another width; what it holds may need less."""
_YIELDING = (
    Column.MEMO,
    Column.TRANSCRIPT,
    Column.CODE,
    Column.GROUP,
    Column.PARTICIPANT,
    Column.STRENGTH,
)
"""Columns that become narrower still where the passage has too little, the first first; a direction is never cut."""
_LEAST_CODE = 120
_PASSAGE_SHARE = 0.42
"""Of the table's width that the passage should have at least."""
_MEASURED_ROWS = 200
_NARROWEST_PASSAGE = 200
_EXTRA = {Column.CODE: 24, Column.DIRECTION: 22, Column.STRENGTH: 29}
"""Pixels for a colour, a sign or dots before the words."""
_HEADER, _PADDING = 22, 18
_NO_ROW = -1


class EvidenceTable(QTableView):
    """Rows are selected as a whole and stay selected, by their coding, when the table is brought up to date."""

    row_activated = Signal(object)
    """The `EvidenceRow` that was clicked, or entered by a key."""
    review_wanted = Signal(list, object)
    """Ids of codings, and the `Review` that they should have."""
    code_wanted = Signal(str)
    """The table is to be narrowed to this code."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sized = False
        self._own: set[Column] = set()
        """Columns to which the person gave a width."""
        self._needed = dict(_WIDTHS)
        self._least: dict[Column, int] = {}
        """Pixels that a column's title takes."""
        self.rows_model = EvidenceModel(self)
        self.setModel(self.rows_model)
        self._cells = EvidenceCell(theme)
        self.setItemDelegate(self._cells)
        self.setAccessibleName("Evidence table")
        settle(self)
        self.setMouseTracking(True)
        self._set_headers()
        self.clicked.connect(self._clicked)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.viewportEntered.connect(lambda: self._hover(_NO_ROW))
        follow(theme.changed, self, self.viewport().update)

    def show_rows(self, rows: list[EvidenceRow]) -> None:
        """Show these rows; what was selected, and the place in the table, are kept."""
        model = self.rows_model
        current = model.row_at(self.currentIndex())
        column = max(0, self.currentIndex().column())
        chosen = {row.evidence_id for row in self.selected_rows()}
        place = self.verticalScrollBar().value()
        if not model.set_rows(rows):
            return
        self._measure()
        self._hover(_NO_ROW)
        if current is not None and (found := model.places_of([current.evidence_id])):
            index = model.index(found[0], column)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._select(model.places_of(chosen))
        self.verticalScrollBar().setValue(place)

    def selected_rows(self) -> list[EvidenceRow]:
        """Return the selected rows in the order in which they are shown."""
        selection = self.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        places = sorted({place for part in parts for place in range(part.top(), part.bottom() + 1)})
        return [self.rows_model.rows[place] for place in places]

    def select_something(self) -> None:
        """Select a row if there is one and none is selected, so that keys have something to act on."""
        if self.rows_model.rows and not self.selected_rows():
            self._go_to(max(0, self.currentIndex().row()))

    def copy(self) -> None:
        """Copy the selected rows as tab-separated text."""
        if rows := self.selected_rows():
            QGuiApplication.clipboard().setText(copied(rows))

    def menu(self, row: EvidenceRow) -> QMenu:
        """Return the context menu of a row."""
        menu = QMenu(self)
        menu.addAction("Go to the passage\tEnter", lambda: self.row_activated.emit(row))
        keys = QKeySequence(QKeySequence.StandardKey.Copy).toString(QKeySequence.SequenceFormat.NativeText)
        several = len(self.selected_rows()) > 1
        menu.addAction(f"{'Copy rows' if several else 'Copy row'}\t{keys}", self.copy)
        menu.addSeparator()
        chosen = self.selected_rows() or [row]
        ids = [each.evidence_id for each in chosen]
        now = {each.review for each in chosen}
        for review in (Review.DONE, Review.DISCUSS, Review.OPEN):
            action = menu.addAction(f"Mark as {review.value}")
            action.triggered.connect(partial(self.review_wanted.emit, ids, review))
            action.setCheckable(True)
            action.setChecked(now == {review.value})
        menu.addSeparator()
        name = row.code.replace("&", "&&")
        menu.addAction(f"Show only “{name}”", lambda: self.code_wanted.emit(row.code_id))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.rows_model.row_at(self.currentIndex())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.row_activated.emit(row)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows_model.rows:
            # A row is one thing: its first and last column are no places to go to.
            last = len(self.rows_model.rows) - 1
            self._go_to(0 if event.key() == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(QPoint(24, self.visualRect(index).bottom()))
        else:
            index, place = self.indexAt(self.viewport().mapFromGlobal(event.globalPos())), event.globalPos()
        row = self.rows_model.row_at(index)
        if row is not None:
            menu = self.menu(row)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: object) -> None:
        self._hover(_NO_ROW)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.select_something()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_passage()

    def _set_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(44)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setAccessibleName("Columns")
        self.setSortingEnabled(True)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        columns.sectionResized.connect(self._resized)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _resized(self, column: int, _before: int, _now: int) -> None:
        if column == Column.PASSAGE:
            self._sized = True
        else:
            self._own.add(Column(column))
            self._fit_passage()

    def _measure(self) -> None:
        """Find out how wide each column has to be for what it holds; the passage gets what they do not need."""
        metrics, header = QFontMetrics(small_font()), QFontMetrics(small_font(strong=True))
        model, asked = self.rows_model, min(self.rows_model.rowCount(), _MEASURED_ROWS)
        wider = 1 + larger() / SMALL_PX
        for column, most in _WIDTHS.items():
            title = str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
            texts = {str(model.index(row, column).data()) for row in range(asked)}
            held = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            self._least[column] = header.horizontalAdvance(title) + _HEADER
            needed = max(self._least[column], held + _EXTRA.get(column, 0) + _PADDING)
            self._needed[column] = min(round(most * wider), needed)
        self._fit_passage()

    def _fit_passage(self) -> None:
        """Give the passage all the room that the other columns leave, until the person gives it a width."""
        if self._sized:
            return
        room = self.viewport().width()
        widths = {column: width for column, width in self._needed.items() if column not in self._own}
        fixed = sum(self.columnWidth(column) for column in self._own)
        for column in _YIELDING:
            lacking = round(room * _PASSAGE_SHARE) - (room - fixed - sum(widths.values()))
            if lacking > 0 and column in widths:
                least = min(widths[column], _LEAST_CODE if column is Column.CODE else self._least.get(column, 0))
                widths[column] = max(least, widths[column] - lacking)
        header = self.horizontalHeader()
        blocked = header.blockSignals(True)
        try:
            for column, width in widths.items():
                self.setColumnWidth(column, width)
            self.setColumnWidth(Column.PASSAGE, max(_NARROWEST_PASSAGE, room - fixed - sum(widths.values())))
        finally:
            header.blockSignals(blocked)
        self.updateGeometries()
        self.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        row = self.rows_model.row_at(index)
        # With Ctrl or Shift the person is gathering rows.
        if row is not None and not QGuiApplication.keyboardModifiers():
            self.row_activated.emit(row)

    def _go_to(self, place: int) -> None:
        """Select just this row; unlike `selectRow`, whatever keys are held down at the moment."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.rows_model.index(place, 0), flag.ClearAndSelect | flag.Rows)

    def _hover(self, row: int) -> None:
        if self.property("hovered_row") != row:
            self.setProperty("hovered_row", row)
            self.viewport().update()

    def _select(self, places: list[int]) -> None:
        """Select rows, in as few ranges as possible."""
        selection, last = QItemSelection(), len(Column) - 1
        ranges: list[list[int]] = []
        for place in places:
            if ranges and place == ranges[-1][1] + 1:
                ranges[-1][1] = place
            else:
                ranges.append([place, place])
        for first, end in ranges:
            selection.select(self.rows_model.index(first, 0), self.rows_model.index(end, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
