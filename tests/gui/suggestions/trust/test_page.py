"""The trust panel: figures by code that can be sorted and spoken, switches, curves in words."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from coder.domain.colour import CodeColour
from coder.domain.suggestion import Offer
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Space, Theme
from coder.gui.suggestions.trust import controller as trusting
from coder.gui.suggestions.trust.curve import Point, Series
from coder.gui.suggestions.trust.model import Column, TrustLine
from coder.gui.suggestions.trust.page import HeldOut, TrustPage
from coder.gui.suggestions.trust.table import _Cell
from coder.services.suggestions.trust import CodeTrust, CurvePoint, Estimate

COLOURS = {name: CodeColour("#2f8f5b", "#6fc294") for name in ("pay", "peers", "food")}


def line(
    code_id: str, place: int, *, rate: float | None = None, held_out: float | None = None, **more: Any
) -> TrustLine:
    values: dict[str, Any] = {
        "shown": 20 if rate is not None else 0,
        "accepted": round(20 * (rate or 0)),
        "rejected": 3,
        "recent": 20 if rate is not None else 0,
        "learned_from": 12,
        "offer": Offer.AUTOMATIC,
        "muted": False,
        "why": "",
    }
    too_little = bool(more.pop("too_little", False))
    code = CodeTrust(code_id=code_id, hit_rate=rate, **(values | more))
    return TrustLine(code, code_id.capitalize(), place, held_out=held_out, too_little=too_little)


LINES = (
    line("pay", 0, rate=0.75, held_out=0.6),
    line("peers", 1, rate=0.1, muted=True, why="10% of the last 20 were taken, under 20%", too_little=True),
    line("food", 2),
)


class Reader:
    """A person who looks at the panel."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
        self.qtbot = qtbot
        self.heard: list[tuple[Any, ...]] = []
        self.page = TrustPage(theme=theme, icons=icons)
        qtbot.addWidget(self.page)
        for name in ("left", "offer_chosen", "limit_chosen", "measure_requested", "cancel_requested"):
            getattr(self.page, name).connect(lambda *what, name=name: self.heard.append((name, *what)))
        self.page.resize(1180, 640)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.show_lines(LINES, COLOURS)

    def names(self) -> list[str]:
        return [item.name for item in self.page.table.lines_model.lines]

    def cell(self, code_id: str, column: Column, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> Any:
        model = self.page.table.lines_model
        return model.index(model.place_of(code_id) or 0, column).data(role)

    def sorts_by(self, column: Column, order: Qt.SortOrder) -> None:
        self.page.table.sortByColumn(column, order)


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme, icons: IconSet) -> Reader:
    return Reader(qtbot, theme, icons)


def test_each_code_says_what_became_of_its_suggestions(reader: Reader) -> None:
    assert reader.cell("pay", Column.HIT_RATE) == "75% of 20"
    assert reader.cell("pay", Column.HELD_OUT) == "60%"
    assert reader.cell("food", Column.HIT_RATE) == "–"
    assert reader.cell("peers", Column.HELD_OUT) == "too little to tell"


def test_a_muted_code_says_why(reader: Reader) -> None:
    assert reader.cell("peers", Column.OFFERED) == "Muted: 10% of the last 20 were taken, under 20%"


def test_all_columns_are_seen_on_a_small_laptop(reader: Reader) -> None:
    assert reader.page.table.horizontalScrollBar().maximum() == 0


def test_names_get_the_room_that_no_reason_needs(reader: Reader) -> None:
    reader.page.resize(1360, 780)
    with_reason = reader.page.table.columnWidth(Column.CODE)
    reader.page.show_lines([LINES[0], LINES[2]], COLOURS)
    assert reader.page.table.columnWidth(Column.CODE) > with_reason


def test_cells_are_spoken_with_the_name_of_their_column(reader: Reader) -> None:
    assert reader.cell("pay", Column.EXAMPLES, Qt.ItemDataRole.AccessibleTextRole) == "Learned from: 12"


def test_it_is_sorted_by_any_column_and_back_into_the_codebooks_order(reader: Reader) -> None:
    reader.sorts_by(Column.HIT_RATE, Qt.SortOrder.DescendingOrder)
    assert reader.names() == ["Pay", "Peers", "Food"]
    reader.sorts_by(Column.HIT_RATE, Qt.SortOrder.AscendingOrder)
    assert reader.names() == ["Food", "Peers", "Pay"]
    reader.sorts_by(Column.CODE, Qt.SortOrder.AscendingOrder)
    assert reader.names() == ["Pay", "Peers", "Food"]


def test_codes_are_switched_by_the_toggles_below(reader: Reader) -> None:
    reader.page.table.choose("peers")
    assert reader.page.offers.value is Offer.AUTOMATIC
    always = next(item for item in reader.page.offers.segments if item.choice.value is Offer.ALWAYS)
    reader.qtbot.mouseClick(always, Qt.MouseButton.LeftButton)
    assert reader.heard == [("offer_chosen", ["peers"], Offer.ALWAYS)]


def test_pressing_the_toggle_that_is_on_changes_nothing(reader: Reader) -> None:
    reader.page.table.choose("peers")
    reader.qtbot.mouseClick(reader.page.offers.segments[0], Qt.MouseButton.LeftButton)
    assert reader.heard == []
    assert reader.page.offers.value is Offer.AUTOMATIC


def test_the_selection_stays_on_its_code_when_figures_change(reader: Reader) -> None:
    reader.page.table.choose("food")
    reader.page.show_lines([*LINES[:2], line("food", 2, rate=0.5)], COLOURS)
    assert [item.code.code_id for item in reader.page.table.selected()] == ["food"]


def test_the_limit_is_chosen_and_a_limit_of_the_projects_own_is_shown(reader: Reader) -> None:
    reader.page.show_limit(0.33)
    assert reader.page.limit.currentText() == "below 33% hit rate"
    assert reader.heard == []
    reader.page.limit.setCurrentIndex(2)
    reader.page.limit.activated.emit(2)
    assert reader.heard == [("limit_chosen", 0.2)]


def test_curves_are_told_in_words_too(reader: Reader) -> None:
    assert "Nothing was suggested yet" in reader.page.hits.accessibleDescription()
    points = (
        Point(0.4, "3 Mar", "3 Mar, 8 of 20 accepted"),
        Point(0.5, "4 Mar", "4 Mar, 5 of 10 accepted", hollow=True),
    )
    reader.page.show_hits((Series("Accepted", points),), "Of the last 10 suggestions, 5 were accepted.")
    assert reader.page.hits.words() == "Accepted: 3 Mar, 8 of 20 accepted; 4 Mar, 5 of 10 accepted."


def test_a_measurement_can_be_started_and_called_off(reader: Reader) -> None:
    reader.page.show_held_out(HeldOut(text="Not yet."), ())
    assert not reader.page.cancel.isVisible()
    reader.qtbot.mouseClick(reader.page.measure, Qt.MouseButton.LeftButton)
    reader.page.show_held_out(HeldOut(text="Measuring…", measuring=True), ())
    assert not reader.page.measure.isEnabled()
    reader.qtbot.mouseClick(reader.page.cancel, Qt.MouseButton.LeftButton)
    assert reader.heard == [("measure_requested",), ("cancel_requested",)]


def test_escape_leads_back(reader: Reader) -> None:
    reader.page.focus_table()
    reader.qtbot.keyClick(reader.page.table, Qt.Key.Key_Escape)
    assert reader.heard == [("left",)]


def test_it_is_painted_in_both_looks(reader: Reader, theme: Theme) -> None:
    two = (Series("One", (Point(0.2, "a", "a"), Point(0.9, "b", "b"))), Series("Two", (Point(0.1, "a", "a"),)))
    reader.page.show_held_out(HeldOut(text="Measured.", figures=(("Right", "61%"),)), two)
    light = reader.page.hits.grab().toImage()
    theme.set_mode(Mode.DARK)
    dark = reader.page.hits.grab().toImage()
    assert light.pixelColor(2, 60) != dark.pixelColor(2, 60) or light != dark


def test_a_rate_of_few_decisions_is_no_rate(reader: Reader) -> None:
    few = line("food", 2, rate=1.0, recent=3, shown=3, accepted=3)
    reader.page.show_lines([LINES[0], LINES[1], few], COLOURS)
    assert reader.cell("food", Column.HIT_RATE) == "too few decisions to say (3 of 10)"
    assert "%" not in reader.cell("food", Column.HIT_RATE, Qt.ItemDataRole.AccessibleTextRole)
    reader.sorts_by(Column.HIT_RATE, Qt.SortOrder.DescendingOrder)
    assert reader.names() == ["Pay", "Peers", "Food"], "what is not said is not the best either"


def test_a_rate_of_few_decisions_fits_its_column_and_has_no_bar(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = line("food", 2, rate=1.0, recent=3, shown=3, accepted=3)
    bars: list[float] = []
    monkeypatch.setattr(_Cell, "_paint_bar", lambda _cell, _painter, _room, share: bars.append(share))
    reader.page.show_lines([LINES[0], few], COLOURS)
    reader.page.table.grab()
    assert set(bars) == {0.75}
    room = reader.page.table.columnWidth(Column.HIT_RATE) - 2 * Space.S
    assert few.hit_rate_in_brief == "too few (3 of 10)"
    assert QFontMetrics(small_font()).horizontalAdvance(few.hit_rate_in_brief) <= room


def test_no_point_of_the_curve_stands_for_few_decisions() -> None:
    few, many = CurvePoint("2026-03-02T09:30:00Z", 3, 3), CurvePoint("2026-03-02T09:00:00Z", 20, 5)
    series, said = trusting._over_time([few])
    assert (series, said) == ((), "Too few decisions to say (3 of 10).")
    (one,), said = trusting._over_time([many, few])
    assert [point.value for point in one.points] == [0.25]
    assert said == "Of the last 20 suggestions, 5 were accepted."
    little = Estimate("2026-03-02T09:30:00Z", 4, 1.0, 1.0, True)
    assert not any(each.points for each in trusting._estimated([little]))
