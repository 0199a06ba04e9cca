"""One page for every table: its rows, or its grid where it has one, with a filter and what the cells count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.colour import CodeColour
from coder.gui.analysis.grid import SheetGrid
from coder.gui.analysis.places import Place
from coder.gui.analysis.sheets import Sheet
from coder.gui.analysis.table_view import SheetTable
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, EmptyState, Hairline, announce, button

FILTER_AFTER_MS = 120


class Switch(QWidget):
    """A few words of which one is chosen."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values: list[object] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._group.idClicked.connect(lambda at: self.chosen.emit(self._values[at]))

    def offer(self, choices: Sequence[tuple[str, object, str]]) -> None:
        """Offer words with the value behind them and a tooltip; what was chosen stays chosen while it is offered."""
        before = self.value
        for press in self._group.buttons():
            self._group.removeButton(press)
            self._row.removeWidget(press)
            press.hide()
            press.deleteLater()
        self._values = [value for _, value, _ in choices]
        for at, (words, _, tip) in enumerate(choices):
            press = button(words, kind="quiet")
            press.setFont(small_font())
            press.setCheckable(True)
            press.setToolTip(tip)
            self._group.addButton(press, at)
            self._row.addWidget(press)
        self.set_value(before if before in self._values else self._values[0] if self._values else None)

    @property
    def value(self) -> object:
        """Return the value that is chosen."""
        at = self._group.checkedId()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose without telling."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def press(self, value: object) -> None:
        """Choose as a click does."""
        self._group.button(self._values.index(value)).click()

    def texts(self) -> list[str]:
        """Return the words that are offered."""
        return [press.text() for press in self._group.buttons()]


class TablePage(QFrame):
    """Shows one of the tables."""

    cell_chosen = Signal(int, str)
    """The sheet's row and a column's name, or an empty one for all of the row."""
    nothing_chosen = Signal()
    """A cell of the grid with nothing behind it."""
    passages_wanted = Signal()
    """The keys should go to the passages behind what was chosen."""

    def __init__(self, place: Place, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.setAccessibleName(place.title)
        self.place = place
        self._theme = theme
        self.sheet: Sheet | None = None
        self._colours: Mapping[str, CodeColour] = {}
        self.table = SheetTable(theme)
        self.table.setAccessibleName(place.title)
        self.grid: SheetGrid | None = None
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter rows")
        self.filter.setAccessibleName(f"Filter {place.title}")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self.count = ElidedLabel()
        self.count.setFont(small_font())
        self.count.setProperty("tone", "soft")
        self.count.setMinimumWidth(56)
        self.shape = Switch("Shown as")
        self.measure = Switch("Cells count")
        self.signs = QCheckBox("Direction")
        self.signs.setAccessibleName("Show supports, challenges and mixed in the cells")
        self.signs.setToolTip("Show how many codings support, challenge or are mixed")
        self.signs.setChecked(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FILTER_AFTER_MS)
        self._timer.timeout.connect(self._filter)
        self._empty = EmptyState(
            icons,
            icon="table",
            title="Nothing to show yet",
            text=place.missing,
        )
        self._unfit = EmptyState(
            icons,
            icon="filter",
            title="Nothing fits",
            text="No row holds these words, or nothing fits what the workspace is narrowed to.",
        )
        self.pages = PageStack()
        for page in (self.table, self._empty, self._unfit):
            self.pages.addWidget(page)
        self._arrange()
        self._connect()

    def show_sheet(self, sheet: Sheet, *, colours: Mapping[str, CodeColour]) -> None:
        """Show the table's rows as they are now; place, filter and what was chosen are kept."""
        first = self.sheet is None
        self.sheet, self._colours = sheet, colours
        if first:
            self._offer(sheet)
        self.table.model_.set_colours(colours)
        self._fill()

    def focus_main(self) -> None:
        """Give the keys to the rows or cells, or to the filter while there are none."""
        shown = self.pages.currentWidget()
        rows = shown is not None and shown in (self.table, self.grid)
        (shown if rows and shown is not None else self.filter).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def as_grid(self) -> bool:
        """Tell whether the grid is shown."""
        return self.shape.value == "grid"

    def shown_rows(self) -> list[list[str]]:
        """Return what the table shows, heading first."""
        model = self.table.model_
        rows = [[model.text(row, column) for column in model.columns] for row in model.order]
        return [[column.title for column in model.columns], *rows]

    # -- parts that pages of single tables add ---------------------------------------------------------------

    def tools(self) -> list[QWidget]:
        """Return what stands in the row above the table after the filter."""
        return []

    # -- inside ----------------------------------------------------------------------------------------------

    def _offer(self, sheet: Sheet) -> None:
        has_grid = sheet.grid is not None
        self.shape.setVisible(has_grid)
        self.measure.setVisible(has_grid and len(self.place.measures) > 1)
        self.signs.setVisible(has_grid and sheet.has_ways and bool(self.place.measures))
        if has_grid:
            self.shape.offer([("Grid", "grid", "One line for each row, one column for each of the others"),
                              ("Rows", "rows", "One row for each pair, with all figures")])  # fmt: skip
            self.measure.offer([(sheet.column(name).title, name, sheet.column(name).meaning)
                                for name in self.place.measures])  # fmt: skip
            self.grid = self.make_grid()
            self.pages.addWidget(self.grid)

    def make_grid(self) -> SheetGrid:
        """Return the grid, connected."""
        grid = SheetGrid(self._theme)
        grid.setAccessibleName(f"{self.place.title} as a grid")
        grid.cell_chosen.connect(self._cell_chosen)
        grid.cell_activated.connect(lambda _row: self.passages_wanted.emit())
        return grid

    def grid_measure(self) -> str:
        """Return the column whose values the cells show."""
        return str(self.measure.value)

    def _fill(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self.table.show_sheet(sheet, self.place.columns)
        if self.grid is not None and sheet.grid is not None:
            self.grid.show_sheet(
                sheet, self.grid_measure(), signs=self.signs.isChecked() and not self.signs.isHidden(),
                colours=self._colours,
            )  # fmt: skip
        self._switch()

    def _switch(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        grid = self.grid if self.as_grid else None
        has_rows = bool(sheet.grid.row_keys) if grid is not None and sheet.grid is not None else bool(sheet.rows)
        shown = grid.model_.rowCount() if grid is not None else self.table.model_.rowCount()
        target: QWidget = grid or self.table
        self.pages.setCurrentWidget(target if shown else self._unfit if has_rows else self._empty)
        for part in (self.measure, self.signs):
            part.setEnabled(grid is not None)
        total = len(sheet.grid.row_keys) if grid is not None and sheet.grid is not None else len(sheet.rows)
        words = f"{shown:,} of {total:,} rows" if shown != total else f"{total:,} row{'' if total == 1 else 's'}"
        if grid is not None:
            across = grid.model_.columnCount()
            words += f", {across:,} column{'' if across == 1 else 's'}"
        self.count.setText(words)

    def _filter(self) -> None:
        self.table.filter(self.filter.text())
        if self.grid is not None:
            self.grid.model_.filter(self.filter.text())
        self._switch()
        announce(self.filter, self.count.text())

    def _cell_chosen(self, row: object) -> None:
        if isinstance(row, int):
            self.cell_chosen.emit(row, "")
        else:
            self.nothing_chosen.emit()

    def _connect(self) -> None:
        self.table.cell_chosen.connect(self.cell_chosen)
        self.table.cell_activated.connect(lambda _row, _column: self.passages_wanted.emit())
        self.filter.textChanged.connect(lambda _text: self._timer.start())
        self.filter.returnPressed.connect(self.focus_main)
        self.shape.chosen.connect(lambda _value: self._switch())
        self.measure.chosen.connect(lambda _value: self._fill())
        self.signs.toggled.connect(lambda _on: self._fill())

    def _arrange(self) -> None:
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self.bar.setSpacing(Space.S)
        self.bar.addWidget(self.filter)
        for tool in self.tools():
            self.bar.addWidget(tool)
        self.bar.addWidget(self.count, 1)
        for part in (self.measure, self.signs, self.shape):
            self.bar.addWidget(part)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self.bar)
        self.column.addWidget(Hairline(self._theme))
        self.column.addWidget(self.pages, 1)


Press = Callable[[], None]


def press(text: str, do: Press, *, kind: str = "", tip: str = "") -> QPushButton:
    """Return a button that does something."""
    result = button(text, kind=kind)
    result.setToolTip(tip)
    result.clicked.connect(lambda _checked=False: do())
    return result
