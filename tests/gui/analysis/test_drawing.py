"""A chart that takes long: it is said that it is drawn, and nobody has to wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from coder.exporters.charts.data import DrawnChart
from coder.gui.analysis.chart_page import ChartPage
from coder.gui.look.theme import Mode
from coder.services.evidence import charts
from tests.gui.analysis.robot import Analyst

_WAIT_MS = 90_000
"""A guard for a busy computer."""


class SlowPen:
    """Draws as charts are drawn, but waits before each chart that is `held`, by its title, until it is let go."""

    def __init__(self) -> None:
        self.held: set[str] = set()
        self.begun: list[str] = []
        self.ended: list[str] = []
        """What was drawn to the end."""
        self.let_go = threading.Event()

    def draw(self, chart: charts.Chart, **how: Any) -> DrawnChart:
        self.begun.append(chart.title)
        if chart.title in self.held:
            self.let_go.wait(60)
        drawn = charts_draw(chart, **how)
        self.ended.append(chart.title)
        return drawn


charts_draw = charts.draw


@pytest.fixture
def pen(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowPen]:
    pen = SlowPen()
    monkeypatch.setattr(charts, "draw", pen.draw)
    yield pen
    pen.let_go.set()


@pytest.fixture
def page(analyst: Analyst, pen: SlowPen) -> ChartPage:
    """Return the page of charts with the first one drawn."""
    analyst.analyse("charts")
    page = analyst._shown(ChartPage)
    analyst.qtbot.waitUntil(lambda: bool(page.picture.marks()), timeout=_WAIT_MS)
    analyst.wait()
    return page


def title(kind: str) -> str:
    return charts.CHARTS[kind].title


def begin(analyst: Analyst, page: ChartPage, pen: SlowPen, kind: str) -> None:
    """Choose a chart that takes long, and wait until it is said that it is being drawn."""
    pen.held.add(title(kind))
    page.choose(kind)
    analyst.qtbot.waitUntil(page.drawing.isVisible, timeout=_WAIT_MS)
    analyst.qtbot.waitUntil(lambda: title(kind) in pen.begun, timeout=_WAIT_MS)


def let_go(analyst: Analyst, pen: SlowPen) -> None:
    pen.held.clear()
    pen.let_go.set()
    analyst.wait()


def press(analyst: Analyst, part: QWidget) -> None:
    analyst.click(part.findChild(QPushButton))


def test_a_chart_that_takes_long_says_so_and_is_there_at_last(analyst: Analyst, page: ChartPage, pen: SlowPen) -> None:
    begin(analyst, page, pen, "domains")
    assert not page.picture.isVisible(), "the picture of another chart is not taken for this one"
    assert page.told.text() == ""
    let_go(analyst, pen)
    assert page.picture.isVisible()
    assert page.picture.accessibleName() == title("domains")
    assert "domains have evidence" in page.told.text()


def test_escape_stops_the_drawing_and_the_page_says_so_and_offers_it_again(
    analyst: Analyst, page: ChartPage, pen: SlowPen
) -> None:
    begin(analyst, page, pen, "domains")
    page.kind.setFocus()
    analyst.press("Escape")
    assert analyst.desk.places["analyse"].shown, "what is drawn is stopped first"
    assert page.stopped.isVisible()
    assert page.stopped.accessibleName() == "Drawing was stopped"
    let_go(analyst, pen)
    assert page.stopped.isVisible(), "what is drawn nevertheless is not shown"
    assert title("domains") not in pen.ended, "it ends at the next step"
    press(analyst, page.stopped)
    analyst.qtbot.waitUntil(page.picture.isVisible, timeout=_WAIT_MS)
    assert page.picture.accessibleName() == title("domains")


def test_the_button_stops_it_and_a_second_escape_leaves(analyst: Analyst, page: ChartPage, pen: SlowPen) -> None:
    begin(analyst, page, pen, "domains")
    press(analyst, page.drawing)
    assert page.stopped.isVisible()
    page.kind.setFocus()
    analyst.press("Escape")
    assert not analyst.desk.places["analyse"].shown
    let_go(analyst, pen)


def test_keys_alone_stop_it_and_draw_it_again(analyst: Analyst, page: ChartPage, pen: SlowPen) -> None:
    page.choose("domains")
    analyst.wait()
    page.focus_main()
    begin(analyst, page, pen, "coverage")
    analyst.press("Space")
    assert page.stopped.isVisible()
    pen.held.clear()
    analyst.press("Space")
    analyst.qtbot.waitUntil(page.picture.isVisible, timeout=_WAIT_MS)
    assert page.picture.hasFocus()
    assert page.area.verticalScrollBar().value() == 0, "a chart is read from its top"
    let_go(analyst, pen)


def test_another_chart_takes_the_place_of_the_one_that_is_drawn(
    analyst: Analyst, page: ChartPage, pen: SlowPen
) -> None:
    begin(analyst, page, pen, "domains")
    page.choose("progress")
    analyst.qtbot.waitUntil(page.picture.isVisible, timeout=_WAIT_MS)
    assert page.picture.accessibleName() == title("progress")
    let_go(analyst, pen)
    assert page.picture.accessibleName() == title("progress"), "the chart that was dropped does not come back"
    assert title("domains") not in pen.ended


def test_going_back_to_the_chart_before_shows_it_at_once(analyst: Analyst, page: ChartPage, pen: SlowPen) -> None:
    before, drawn = page.told.text(), len(pen.begun)
    begin(analyst, page, pen, "domains")
    page.choose("coverage")
    assert page.picture.isVisible()
    assert page.told.text() == before
    assert len(pen.begun) == drawn + 1
    let_go(analyst, pen)
    assert page.picture.accessibleName() == title("coverage")


@pytest.mark.parametrize("to", ["another place", "the transcripts"])
def test_whoever_leaves_drops_the_drawing_and_finds_it_drawn_on_coming_back(
    analyst: Analyst, page: ChartPage, pen: SlowPen, to: str
) -> None:
    begin(analyst, page, pen, "domains")
    if to == "another place":
        analyst.page.list.choose("coverage")
    else:
        analyst.press("Ctrl+Shift+A")
    assert not page.is_drawing
    let_go(analyst, pen)
    assert title("domains") not in pen.ended
    analyst.analyse("charts")
    analyst.qtbot.waitUntil(page.picture.isVisible, timeout=_WAIT_MS)
    assert page.picture.accessibleName() == title("domains")


def test_what_was_stopped_stays_stopped_until_it_is_wanted(analyst: Analyst, page: ChartPage, pen: SlowPen) -> None:
    begin(analyst, page, pen, "domains")
    press(analyst, page.drawing)
    let_go(analyst, pen)
    begun = len(pen.begun)
    analyst.window.set_mode(Mode.DARK)
    analyst.window.resize(1500, 900)
    analyst.press("Ctrl+Shift+A")
    analyst.analyse("charts")
    analyst.qtbot.wait(400)
    analyst.wait()
    assert page.stopped.isVisible()
    assert len(pen.begun) == begun
    page.choose("domains")
    analyst.qtbot.waitUntil(page.picture.isVisible, timeout=_WAIT_MS)


def test_marks_of_the_picture_that_still_stands_lead_to_its_own_passages(
    analyst: Analyst, page: ChartPage, pen: SlowPen
) -> None:
    mark = next(mark for mark in page.picture.marks() if mark.coding_ids)
    pen.held.add(title("outcome-by-group"))
    page.choose("outcome-by-group")
    page.picture.mark_chosen.emit(mark)
    analyst.qtbot.waitUntil(lambda: analyst.page.passages.heading() == mark.label, timeout=_WAIT_MS)
    assert len(analyst.codes_read()) == len(mark.coding_ids)
    let_go(analyst, pen)
