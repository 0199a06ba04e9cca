"""A robot in the analysis workspace: it looks things up, compares, writes and exports as an evaluator does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from coder.gui.analysis.coverage_page import CoveragePage
from coder.gui.analysis.matrix_page import MatrixPage
from coder.gui.analysis.page import AnalysisPage
from coder.gui.analysis.people_page import PeoplePage
from coder.gui.analysis.query_page import QueryPage
from coder.gui.analysis.report_page import ReportPage
from coder.gui.analysis.search_page import SearchPage
from coder.gui.analysis.table_page import TablePage
from coder.services.project import Project
from tests.helpers.desk import DeskRobot

D = TypeVar("D", bound=QDialog)
W = TypeVar("W", bound=QWidget)
_WAIT_MS = 60_000
"""A guard for a busy computer; figures come in a fraction of a second."""


class Analyst(DeskRobot):
    """An evaluator in the analysis workspace."""

    @property
    def project(self) -> Project:
        return self.desk.session.project

    @property
    def page(self) -> AnalysisPage:
        return self.desk.places["analyse"].widget

    # -- doing -----------------------------------------------------------------------------------------------

    def analyse(self, place: str = "coverage") -> None:
        """Open the workspace and a place in it."""
        self._take_keys()
        if not self.desk.places["analyse"].shown:
            self.press("Ctrl+Shift+A")
        self.page.list.choose(place)
        self.wait()

    def wait(self) -> None:
        """Wait until all figures are there."""
        self.settle()
        work = self.desk.places["analyse"].controller

        def is_quiet() -> bool:
            return not work.tasks.busy and not work._timer.isActive()

        for _ in range(3):
            self.qtbot.waitUntil(is_quiet, timeout=_WAIT_MS)
            self.settle()

    def wait_for_tasks(self) -> None:
        """Wait until nothing is worked out any more."""
        self.settle()
        self.qtbot.waitUntil(lambda: not self.window.tasks.busy, timeout=_WAIT_MS)
        self.settle()

    def choose_row(self, name: str, column: str = "code") -> None:
        """Click on a table's row by the name that it shows in a column."""
        page = self.table()
        names = [each.name for each in page.table.model_.columns]
        model = page.table.model_
        first = names.index("code" if "code" in names else column)
        row = next(at for at in range(model.rowCount()) if model.index(at, first).data() == name)
        page.table.scrollTo(model.index(row, names.index(column)))
        self._click(page.table.viewport(), page.table.cell_place(row, column))

    def choose_cell(self, row: str, column: str) -> None:
        """Click on a grid's cell by its titles."""
        page = self.table()
        grid = page.grid
        assert grid is not None
        assert grid.model_.sheet is not None
        assert grid.model_.sheet.grid is not None
        at = grid.model_.sheet.grid.row_titles.index(row), grid.model_.sheet.grid.column_titles.index(column)
        index = grid.model_.index(*at)
        grid.scrollTo(index)
        self._click(grid.viewport(), grid.visualRect(index).center())

    def open_passage(self, number: int = 0) -> None:
        """Click on a passage in the panel."""
        self.page.passages.open_passage(number)
        self.settle()

    def answer(self, dialog: type[D], do: Callable[[D], object]) -> None:
        """Do something in the dialog of a kind that opens next."""
        self._take_keys()
        super().answer(dialog, do)

    def _take_keys(self) -> None:
        """Give the window its keys back after a dialog: offscreen nobody else does."""
        self.window.activateWindow()
        self.settle()

    def undo(self) -> None:
        """Press Ctrl+Z in the workspace and wait for the figures."""
        self.page.list.setFocus()
        self.press("Ctrl+Z")
        self.wait()

    # -- seeing ----------------------------------------------------------------------------------------------

    def table(self) -> TablePage:
        """Return the page of a table that is shown."""
        return self._shown(TablePage)

    def coverage(self) -> CoveragePage:
        return self._shown(CoveragePage)

    def matrix(self) -> MatrixPage:
        return self._shown(MatrixPage)

    def people(self) -> PeoplePage:
        return self._shown(PeoplePage)

    def queries(self) -> QueryPage:
        return self._shown(QueryPage)

    def searching(self) -> SearchPage:
        return self._shown(SearchPage)

    def report(self) -> ReportPage:
        return self._shown(ReportPage)

    def figure(self, code: str, column: str) -> str:
        """Return what a table shows for a code in a column, by the column's name."""
        model = self.table().table.model_
        names = [each.name for each in model.columns]
        for row in range(model.rowCount()):
            if model.index(row, names.index("code")).data() == code:
                return str(model.index(row, names.index(column)).data())
        raise AssertionError(f"no row for {code}")

    def cell(self, row: str, column: str) -> str:
        """Return the number in a grid's cell by its titles; an empty text for none."""
        grid = self.table().grid
        assert grid is not None
        assert grid.model_.sheet is not None
        assert grid.model_.sheet.grid is not None
        titles = grid.model_.sheet.grid.row_titles, grid.model_.sheet.grid.column_titles
        return str(grid.model_.index(titles[0].index(row), titles[1].index(column)).data() or "")

    def passages(self) -> list[str]:
        return self.page.passages.passages()

    def codes_read(self) -> list[str]:
        """Return the code of every coding that can be read behind a figure."""
        panel = self.page.passages
        return [code for number in range(len(panel.passages())) for code in panel.codes(number)]

    def _shown(self, kind: type[W]) -> W:
        shown = self.page.pages.currentWidget()
        assert isinstance(shown, kind), f"{shown} is shown and no {kind.__name__}"
        return shown

    def _click(self, viewport: QWidget, at: QPoint) -> None:
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        self.wait()
