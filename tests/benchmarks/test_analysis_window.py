"""How long the analysis workspace takes in the real window, in a project with 100,000 codings, and how it holds it up.

The baseline is reading and counting the same without a window. Figures go into the benchmark's extra information;
what is asserted is wide.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from coder.analysis.tables import TABLES
from coder.gui.analysis.table_page import TablePage
from coder.gui.look.theme import Mode, Theme
from coder.gui.window.main_window import MainWindow
from coder.services.project import open_project
from coder.services.settings import Settings
from coder.services.tables import analysis_data
from tests.benchmarks.ticks import Ticks

PLACES = (
    *("outcome-by-group", "outcome-by-transcript", "domains", "matrix", "co-occurrence", "frequencies", "quotes"),
    *("codebook", "participants", "audit"),
)


class Stopwatch:
    """Opens places of the workspace, and keeps how long each took and the longest pause meanwhile."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.ticks = window, Ticks(window)
        self.figures: dict[str, dict[str, float]] = {}

    def take(self, name: str, do: Callable[[], object]) -> None:
        assert self.window.desk is not None
        work, arrived = self.window.desk.places["analyse"].controller, list[str]()
        connection = work.counted.connect(arrived.append)
        begun = time.perf_counter()
        do()
        first = time.perf_counter() - begun
        pause = self.ticks.longest_until(lambda: bool(arrived))
        QApplication.processEvents()
        self.figures[name] = {"seconds": time.perf_counter() - begun, "pause_ms": 1000 * max(first, pause)}
        work.counted.disconnect(connection)


@pytest.fixture
def watch(qapp: QApplication, large: Path, tmp_path: Path) -> Iterator[Stopwatch]:
    theme = Theme(mode=Mode.LIGHT)
    theme.apply(qapp)
    shutil.copy(large, tmp_path / "Large.coder")
    window = MainWindow(Settings(tmp_path / "settings"), theme=theme)
    window.resize(1360, 860)
    window.show()
    begun = time.perf_counter()
    window.open_project(tmp_path / "Large.coder")
    QApplication.processEvents()
    result = Stopwatch(window)
    result.figures["open project"] = {"seconds": time.perf_counter() - begun, "pause_ms": 0.0}
    assert window.desk is not None
    keeper = window.desk.engine
    learning = time.perf_counter()
    pause = result.ticks.longest_until(lambda: keeper.engine is not None)
    result.figures["learn"] = {"seconds": time.perf_counter() - learning, "pause_ms": 1000 * pause}
    yield result
    window.close()
    qapp.setStyleSheet("")


@pytest.mark.benchmark(group="analysis window")
def test_the_workspace_and_its_tables_come_quickly(watch: Stopwatch, large: Path, benchmark: BenchmarkFixture) -> None:
    assert watch.window.desk is not None
    views = watch.window.desk.places["analyse"]
    watch.take("open workspace", lambda: views.show(True))
    for place in PLACES:
        watch.take(place, lambda place=place: views.controller.page.list.choose(place))  # type: ignore[misc]
    page = views.page.page("quotes")
    assert isinstance(page, TablePage)
    for column in ("transcript", "quote"):
        begun = time.perf_counter()
        at = [each.name for each in page.table.model_.columns].index(column)
        page.table.sortByColumn(at, Qt.SortOrder.DescendingOrder)
        watch.figures[f"sort by {column}"] = {"seconds": time.perf_counter() - begun}
    begun = time.perf_counter()
    project = open_project(large, writes=False)
    assert len(TABLES["coverage"].build(analysis_data(project)))
    project.close()
    watch.figures["without a window"] = {"seconds": time.perf_counter() - begun}
    benchmark.extra_info.update(watch.figures)
    benchmark.pedantic(lambda: None, rounds=1)
    assert watch.figures["open workspace"]["seconds"] < 4
    assert max(watch.figures[place]["seconds"] for place in PLACES) < 4
