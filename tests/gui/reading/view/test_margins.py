"""The margins: who speaks on the left, what is coded on the right, and a click on either does what one expects."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction
from coder.domain.span import Span
from coder.gui.look.fonts import ui_font
from coder.gui.look.theme import Theme
from coder.gui.reading.view import LIGHT
from coder.gui.reading.view.names import fitted
from coder.gui.reading.view.stripes import Wanted, place_labels
from coder.gui.reading.view.typography import Typography
from tests.gui.reading.view.robot import BLUE, GREEN, ROSE, Reader, a_mark, a_page, long_page

PAGE = a_page(
    "Interviewer 0:03: How was it before?",
    "Rosa 0:09: They moved me to guaranteed hours in the spring, so now I can plan and sleep at night, most nights.",
    "Amal 0:31: And then it was summer.",
)


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Reader:
    reader = Reader(qtbot)
    reader.open(PAGE)
    return reader


def gutter_colours(reader: Reader) -> set[str]:
    reader.settle()
    picture = reader.gutter.grab().toImage()
    return {
        QColor(picture.pixelColor(x, y)).name() for x in range(picture.width()) for y in range(0, picture.height(), 2)
    }


# -- stripes -----------------------------------------------------------------------------------------------


def test_every_coding_has_a_stripe_beside_its_lines(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("secure", span)])
    rect = reader.gutter.stripe_rect(next(iter(reader.view.page.marks)))
    top, bottom = reader.view.page.vertical(span)
    assert (rect.top(), rect.bottom()) == (top, pytest.approx(bottom, abs=12))
    assert GREEN.light in gutter_colours(reader)


def test_stripes_of_codings_on_the_same_line_lie_side_by_side(reader: Reader) -> None:
    reader.view.set_marks(
        [
            a_mark("one", reader.span("They")),
            a_mark("two", reader.span("moved"), colours=BLUE),
            a_mark("three", reader.span("hours"), colours=ROSE),
        ]
    )
    places = {reader.gutter.stripe_rect(mark).left() for mark in reader.view.page.marks}
    assert len(places) == 3


def test_codings_far_apart_share_a_lane(reader: Reader) -> None:
    reader.view.set_marks([a_mark("one", reader.span("How")), a_mark("two", reader.span("summer"))])
    assert len({reader.gutter.stripe_rect(mark).left() for mark in reader.view.page.marks}) == 1


def test_however_many_codings_there_are_the_labels_keep_their_room(reader: Reader) -> None:
    reader.view.set_marks([a_mark(str(number), reader.span("guaranteed hours")) for number in range(40)])
    reader.settle()
    assert reader.gutter.lanes_width <= 64


@pytest.mark.parametrize("direction", list(Direction))
def test_the_direction_is_a_sign_on_the_stripe(reader: Reader, direction: Direction) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"))])
    plain = reader.gutter.grab().toImage()
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"), direction=direction)])
    assert reader.gutter.grab().toImage() != plain


def test_a_click_on_a_stripe_or_its_label_makes_the_coding_the_one_that_is_meant(reader: Reader) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"))])
    reader.settle()
    at = reader.stripe("secure")
    reader.click(at, on=reader.gutter)
    reader.click(QPoint(at.x() + 40, at.y()), on=reader.gutter)
    assert reader.heard == [("mark_activated", "secure"), ("mark_activated", "secure")]


def test_a_click_beside_the_stripes_does_nothing(reader: Reader) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"))])
    reader.settle()
    reader.click(QPoint(reader.stripe("secure").x(), 500), on=reader.gutter)
    assert reader.heard == []


def test_stripes_move_with_the_text(reader: Reader) -> None:
    reader.open(long_page())
    far = len(reader.text) // 2
    reader.view.set_marks([a_mark("far", Span(far, far + 20))])
    reader.view.reveal(Span(far, far + 20))
    reader.settle()
    reader.click(reader.stripe("far"), on=reader.gutter)
    assert reader.heard == [("mark_activated", "far")]


def test_pointing_at_a_stripe_shows_its_passage(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("secure", span)])
    before = reader.wash_at(span.start + 3)
    reader.hover(reader.stripe("secure"), on=reader.gutter)
    assert reader.wash_at(span.start + 3) != before
    reader.hover(QPoint(2, 600), on=reader.gutter)
    assert reader.wash_at(span.start + 3) == before


def test_a_stripe_says_what_it_stands_for(reader: Reader) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"), direction=Direction.MIXED)])
    reader.settle()
    assert "Secure · mixed" in reader.tip_at(reader.stripe("secure"), on=reader.gutter)
    assert reader.tip_at(QPoint(2, 600), on=reader.gutter) == ""


def test_a_label_that_counts_others_names_them_all(reader: Reader) -> None:
    reader.view.set_marks([a_mark(f"code{number}", reader.span("And then")) for number in range(8)])
    reader.gutter.grab()
    at = reader.stripe("code0") + QPoint(0, 0)
    tips = reader.tip_at(QPoint(reader.gutter.width() - 60, at.y()), on=reader.gutter)
    rest = "".join(reader.tip_at(QPoint(reader.gutter.width() - 60, y), on=reader.gutter) for y in range(0, 300, 4))
    assert all(f"Code{number}" in tips + rest for number in range(8))


def test_a_menu_is_asked_for_on_a_stripe(reader: Reader) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"))])
    reader.settle()
    at = reader.stripe("secure")
    reader.ask_for_menu(at, on=reader.gutter)
    assert reader.heard == [("context_requested", reader.gutter.mapToGlobal(at), None, ("secure",))]


def test_removing_a_coding_takes_its_stripe_away(reader: Reader) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"))])
    assert GREEN.light in gutter_colours(reader)
    reader.view.change_marks(["secure"], [])
    assert GREEN.light not in gutter_colours(reader)


def test_a_wide_margin_shows_the_whole_name_and_a_narrow_one_the_short_one(qtbot: QtBot, theme: Theme) -> None:
    pictures = []
    for label in ("Community decision-making", "Community decision-making and collaborative problem-solving"):
        reader = Reader(qtbot, width=1500)
        reader.open(PAGE)
        reader.view.set_marks([a_mark("one", reader.span("moved"), label=label, short_label="Community…")])
        pictures.append(reader.gutter.grab().toImage())
    assert pictures[0] != pictures[1]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=40))
def test_labels_never_cover_one_another_and_none_is_lost(places: list[tuple[int, int]]) -> None:
    wanted = [Wanted(str(number), top, top + height) for number, (top, height) in enumerate(sorted(places))]
    placed = place_labels(wanted, 16)
    for above, below in pairwise(placed):
        assert below.top >= above.top + 16 * above.rows
    named = [mark_id for label in placed for mark_id in (label.mark_id, *label.more)]
    assert sorted(named, key=int) == [label.mark_id for label in wanted]


def test_a_long_label_takes_a_second_row_where_there_is_room(qtbot: QtBot, theme: Theme) -> None:
    reader = Reader(qtbot, width=820)
    reader.open(PAGE)
    label = "Enhanced security and livelihood"
    reader.view.set_marks([a_mark("one", reader.span("guaranteed"), label=label, short_label=label)])
    reader.settle()
    reader.gutter.grab()
    placed = reader.gutter._labels[0]
    shown = next(iter(reader.gutter._elided.values()))
    assert placed.rows == len(shown) == 2
    assert len("".join(shown)) > 18, shown
    below = QPoint(reader.gutter.width() - 30, placed.top + reader.gutter._row() + 4)
    reader.click(below, on=reader.gutter)
    assert ("mark_activated", "one") in reader.heard, "the second row belongs to the label"


# -- names -------------------------------------------------------------------------------------------------


def test_names_are_shortened_by_one_rule(qtbot: QtBot, theme: Theme) -> None:
    reader = Reader(qtbot, width=640)
    speakers = ["Colin Firbank", "Łukasz Wiśniewski-Kowalczyk", "Care owner 1"]
    page = a_page("A 0:03: Yes.", "B 0:09: No.", "C 0:20: Perhaps.")
    turns = tuple(replace(turn, speaker=name) for turn, name in zip(page.turns, speakers, strict=True))
    reader.open(replace(page, turns=turns))
    names, metrics = reader.names, QFontMetricsF(reader.view.page.type.name_font)
    shown = [fitted(speaker, metrics, 400, short=names._short) for speaker in speakers]
    assert shown == ["Colin F.", "Łukasz W.", "Care owner 1"]


def test_a_short_turns_time_is_nearer_to_its_own_name_than_to_the_next(qtbot: QtBot, theme: Theme) -> None:
    for size in (12, 16, 24, 32):
        type_ = Typography.of(ui_font(), size)
        small, name = QFontMetricsF(type_.small_font), QFontMetricsF(type_.name_font)
        time = round(type_.pitch * 0.6)
        next_name = type_.pitch + type_.turn_gap - name.capHeight()
        assert next_name - time > 1.5 * (time - small.capHeight())


def name_at(reader: Reader, position: int) -> QPoint:
    return QPoint(reader.names.width() - 40, reader.point(position).y())


def test_a_click_on_a_speakers_name_selects_the_turn(reader: Reader) -> None:
    reader.click(name_at(reader, reader.span("They").start), on=reader.names)
    assert reader.selected().startswith("They moved me")
    assert reader.selected().endswith("most nights.")


def test_names_are_painted_beside_their_turns(reader: Reader) -> None:
    picture = reader.names.grab().toImage()
    y = reader.point(reader.span("They").start).y()
    strip = {QColor(picture.pixelColor(x, y)).name() for x in range(picture.width())}
    assert len(strip) > 1
    below = reader.point(reader.span("summer").start).y() + 150
    assert {QColor(picture.pixelColor(x, below)).name() for x in range(picture.width())} == {LIGHT.paper}


def test_the_speaker_of_a_turn_that_began_above_stays_in_view(qtbot: QtBot, theme: Theme) -> None:
    reader = Reader(qtbot, height=300)
    reader.open(a_page("Rosa 0:01: " + "I can plan my week and sleep. " * 200, "Amal 9:00: Yes."))
    reader.view.verticalScrollBar().setValue(900)
    reader.click(QPoint(reader.names.width() - 40, 14), on=reader.names)
    assert reader.selected().startswith("I can plan my week")


def test_a_cut_name_is_whole_in_its_tool_tip(reader: Reader) -> None:
    name = "Unbelievably-Long-Double-Barrelled-Name-Of-A-Speaker"
    reader.open(a_page(f"{name} 0:01: Hello there.", "Amal 0:02: Yes."))
    assert reader.tip_at(name_at(reader, 0), on=reader.names) == name
    assert reader.tip_at(name_at(reader, reader.span("Yes").start), on=reader.names) == ""
