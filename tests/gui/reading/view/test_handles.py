"""Moving the ends of a coding: by the mouse with handles, by keys with words; nothing happens by accident."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from coder.domain.span import Span
from coder.gui.look.theme import Theme
from coder.gui.reading.view.handles import dragged, extended, grips
from tests.gui.reading.view.robot import Reader, a_mark, a_page, long_page

ALT = Qt.KeyboardModifier.AltModifier
PAGE = a_page(
    "Rosa 0:09: They moved me to guaranteed hours in the spring, so now I can plan and sleep at night.",
    "Amal 0:31: And then it was summer 😀 for everyone.",
)


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Reader:
    reader = Reader(qtbot)
    reader.open(PAGE)
    reader.view.set_marks([a_mark("secure", reader.span("guaranteed hours"))])
    reader.view.set_active_mark("secure")
    reader.settle()
    return reader


def knob(reader: Reader, *, end: bool) -> QPoint:
    grip = next(grip for grip in grips(reader.view.page) if grip.is_end is end)
    return QPoint(round(grip.x), round((grip.top + grip.bottom) / 2) - reader.view.verticalScrollBar().value())


def wished(reader: Reader) -> list[str]:
    return [Span(start, end).of(reader.text) for name, _, start, end in reader.heard if name == "resize_requested"]


def test_only_the_active_coding_has_handles(reader: Reader) -> None:
    assert len(grips(reader.view.page)) == 2
    reader.view.set_active_mark(None)
    assert grips(reader.view.page) == []


def test_the_end_is_dragged_to_the_nearest_word(reader: Reader) -> None:
    reader.drag(knob(reader, end=True), reader.point(reader.span("pring").start + 3))
    assert wished(reader) == ["guaranteed hours in the spring"]
    assert reader.heard[0][1] == "secure"


def test_the_start_is_dragged_to_the_nearest_word(reader: Reader) -> None:
    reader.drag(knob(reader, end=False), reader.point(reader.span("oved").start))
    assert wished(reader) == ["moved me to guaranteed hours"]


def test_with_alt_it_goes_to_the_character(reader: Reader) -> None:
    reader.drag(knob(reader, end=True), reader.point(reader.span("pring").start), modifiers=ALT)
    assert wished(reader) == ["guaranteed hours in the s"]


def test_the_end_can_be_dragged_into_the_next_turn(reader: Reader) -> None:
    reader.drag(knob(reader, end=True), reader.point(reader.span(" for everyone").start))
    assert wished(reader)[0].endswith("it was summer")


def test_while_dragging_the_new_passage_is_shown_and_escape_leaves_it(reader: Reader) -> None:
    target = reader.span("spring").start
    before = reader.wash_at(target + 1)
    reader.press(knob(reader, end=True))
    reader.move(reader.point(target + 6))
    assert reader.wash_at(target + 1) != before
    reader.key(Qt.Key.Key_Escape)
    assert reader.wash_at(target + 1) == before
    reader.release(reader.point(target + 6))
    assert wished(reader) == []


def test_dragging_back_to_where_it_was_wishes_nothing(reader: Reader) -> None:
    start = knob(reader, end=True)
    reader.press(start)
    reader.move(reader.point(reader.span("sleep").start))
    reader.move(start)
    reader.release(start)
    assert wished(reader) == []


def test_dragged_past_the_other_end_one_word_is_left(reader: Reader) -> None:
    reader.drag(knob(reader, end=True), reader.point(reader.span("They").start + 1))
    assert wished(reader) == ["guaranteed"]


def test_dragging_a_handle_selects_nothing(reader: Reader) -> None:
    reader.drag(knob(reader, end=True), reader.point(reader.span("sleep").start))
    assert reader.view.selected_span() is None


def test_a_mark_that_goes_while_it_is_dragged_is_let_go(reader: Reader) -> None:
    reader.press(knob(reader, end=True))
    reader.view.change_marks(["secure"], [])
    reader.move(reader.point(reader.span("sleep").start))
    reader.release(reader.point(reader.span("sleep").start))
    assert wished(reader) == []


def test_the_page_scrolls_while_a_handle_is_held_below_it(reader: Reader) -> None:
    reader.open(long_page(), [])
    reader.view.set_marks([a_mark("secure", Span(0, 6))])
    reader.view.set_active_mark("secure")
    reader.press(knob(reader, end=True))
    reader.move(QPoint(200, reader.view.viewport().height() + 30))
    bar = reader.view.verticalScrollBar()
    reader.qtbot.waitUntil(lambda: bar.value() > 0, timeout=2000)
    reader.key(Qt.Key.Key_Escape)
    stopped = bar.value()
    reader.qtbot.wait(120)
    assert bar.value() == stopped


@pytest.mark.parametrize(
    ("start_by", "end_by", "passage"),
    [
        (0, 1, "guaranteed hours in"),
        (0, -1, "guaranteed"),
        (-1, 0, "to guaranteed hours"),
        (1, 0, "hours"),
        (-2, 3, "me to guaranteed hours in the spring"),
    ],
)
def test_the_ends_move_by_words_with_keys(reader: Reader, start_by: int, end_by: int, passage: str) -> None:
    reader.view.resize_active(start_by, end_by)
    assert wished(reader) == [passage]


def test_at_the_ends_of_the_text_there_is_nothing_to_move_to(reader: Reader) -> None:
    whole = Span(0, len(reader.text))
    reader.view.set_marks([a_mark("secure", whole)])
    reader.view.set_active_mark("secure")
    reader.view.resize_active(-1, 1)
    assert wished(reader) == []


words = st.lists(st.sampled_from(["plan", "Zo\u0308e", "😀", "שלום", "don't", "e.g.", "\n", "–"]), min_size=1).map(
    " ".join
)


@given(words, st.data())
def test_a_resized_passage_is_never_empty_nor_outside_and_has_no_blanks_at_its_ends(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start, end)
    if not span.of(text).strip():
        return
    moved = extended(text, span, start_by=data.draw(st.integers(-3, 3)), end_by=data.draw(st.integers(-3, 3)))
    pulled = dragged(
        text,
        span,
        data.draw(st.integers(0, len(text))),
        is_end=data.draw(st.booleans()),
        exact=data.draw(st.booleans()),
    )
    for result in (moved, pulled):
        assert 0 <= result.start < result.end <= len(text)
        assert result == span or result.of(text) == result.of(text).strip()
