"""Reading: the text is what it was, wherever one is in it, whatever letters it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coder.domain.span import Span, trimmed
from coder.gui.look.theme import Theme
from coder.gui.reading.view import TranscriptContent
from tests.gui.reading.view.robot import Reader, a_page, long_page

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

MIXED = a_page(
    "Interviewer 0:03: How was it? 😀 Go on.",
    "Rosa 0:09: Good 👩🏽‍⚕️ day. Cafe\u0301 with Zoe\u0308.",
    "Amal 0:31: أهلا وسهلا بكم. Then שלום to all.",
    "Rosa: 𝔊reat.",
)

PIECES = ["a", "Zo ", " ", "\n", "é", "e\u0301", "שלום", "مرحبا ", "न", "😀", "👩🏽‍⚕️", "𝔊", "🇬🇧", "…", "\u200f", "한"]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Reader:
    return Reader(qtbot)


# -- the text ----------------------------------------------------------------------------------------------


def test_the_text_is_shown_as_it_is(reader: Reader) -> None:
    reader.open(MIXED)
    assert reader.view.toPlainText() == MIXED.text
    assert reader.view.page.text == MIXED.text


@pytest.mark.parametrize(
    "quote",
    ["😀", "Go on.", "👩🏽‍⚕️", "day.", "Cafe\u0301", "Zoe\u0308.", "أهلا", "بكم. Then", "שלום", "to all.", "𝔊reat."],
)
def test_a_passage_is_the_same_after_selecting_it(reader: Reader, quote: str) -> None:
    reader.open(MIXED)
    span = reader.span(quote)
    reader.view.select_span(span)
    assert reader.view.selected_span() == span
    assert reader.view.textCursor().selectedText() == quote
    assert reader.view.caret() == span.end


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, data=st.data())
def test_any_passage_of_any_text_is_the_same_after_selecting_it(reader: Reader, text: str, data: st.DataObject) -> None:
    reader.open(TranscriptContent("t", text))
    assert reader.view.toPlainText() == text
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    reader.view.select_span(Span(start, end))
    assert reader.view.selected_span() == trimmed(text, start, end)
    reader.view.set_caret(start)
    assert reader.view.caret() == start


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(text=texts)
def test_every_line_and_character_has_its_place(reader: Reader, text: str) -> None:
    reader.open(TranscriptContent("t", text))
    lines = reader.view.page.lines
    assert lines.starts[0] == 0
    assert list(lines.starts) == sorted(lines.starts)
    for position in range(len(text)):
        line = lines.at(position)
        assert lines.starts[line] <= position < lines.end(line)


def test_a_transcript_without_any_text_is_an_empty_page(reader: Reader) -> None:
    reader.open(TranscriptContent("", ""))
    assert reader.view.selected_span() is None
    assert reader.view.caret() == 0
    assert reader.view.current_turn() is None
    reader.view.select_sentence()
    reader.view.select_turn()
    reader.view.go_to_turn(1)
    assert reader.view.first_visible_position() == 0
    reader.picture()


def test_another_transcript_starts_at_its_beginning(reader: Reader) -> None:
    reader.open(long_page())
    reader.view.scroll_to(3000)
    reader.view.select_span(Span(3000, 3010))
    reader.open(MIXED)
    assert reader.view.verticalScrollBar().value() == 0
    assert reader.view.caret() == 0
    assert reader.view.selected_span() is None


def test_nothing_can_be_typed_or_pasted_or_cut(reader: Reader) -> None:
    reader.open(MIXED)
    reader.view.select_span(reader.span("day."))
    QGuiApplication.clipboard().setText("intruder")
    reader.qtbot.keyClicks(reader.view, "x")
    for key, modifiers in (
        (Qt.Key.Key_V, CONTROL),
        (Qt.Key.Key_X, CONTROL),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    ):
        reader.key(key, modifiers)
    assert reader.view.toPlainText() == MIXED.text


def test_copying_gives_the_passage_with_its_line_ends(reader: Reader) -> None:
    reader.open(MIXED)
    start = reader.span("Zoe").start
    reader.view.select_span(Span(start, reader.span("أهلا").end))
    reader.key(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == MIXED.text[start : reader.span("أهلا").end]


# -- selecting with the mouse ------------------------------------------------------------------------------


def test_a_passage_is_selected_by_dragging_also_across_turns(reader: Reader) -> None:
    reader.open(MIXED)
    reader.drag(reader.point(reader.span("day").start), reader.point(reader.span(" to all").start))
    assert said(reader) == MIXED.text[reader.span("day").start : reader.span(" to all").start]


def test_a_double_click_selects_a_word_and_a_third_click_the_sentence(reader: Reader) -> None:
    reader.open(a_page("Rosa: It was hard. I slept badly, Dr. Hay said so. Then it got better."))
    at = reader.point(reader.span("badly").start + 1)
    reader.double_click(at)
    assert said(reader) == "badly"
    reader.click(at)
    assert said(reader) == "I slept badly, Dr. Hay said so."


def test_a_click_into_the_selection_puts_the_caret_there(reader: Reader) -> None:
    reader.open(MIXED)
    reader.view.select_span(reader.span("Good 👩🏽‍⚕️ day"))
    reader.click(reader.point(reader.span("day").start))
    assert reader.view.selected_span() is None
    assert reader.view.caret() == reader.span("day").start


def test_a_selection_has_no_blanks_at_its_ends(reader: Reader) -> None:
    reader.open(a_page("Rosa: one two three"))
    reader.view.select_span(Span(3, 8))
    assert said(reader) == "two"
    reader.view.select_span(Span(3, 4))
    assert reader.view.selected_span() is None


# -- by keys only ------------------------------------------------------------------------------------------


def test_the_caret_goes_through_the_text_by_keys(reader: Reader) -> None:
    reader.open(a_page("Rosa: one two three", "Tom: four five"))
    reader.key(Qt.Key.Key_Right, CONTROL)
    assert reader.view.caret() == 4
    reader.key(Qt.Key.Key_End)
    assert reader.view.caret() == len("one two three")
    reader.key(Qt.Key.Key_Home, CONTROL)
    assert reader.view.caret() == 0
    reader.key(Qt.Key.Key_Down)
    assert reader.view.caret() == len("one two three\n")


def test_a_passage_is_selected_by_keys_across_turns(reader: Reader) -> None:
    reader.open(a_page("Rosa: one two three", "Tom: four five"))
    reader.view.set_caret(4)
    reader.key(Qt.Key.Key_Right, SHIFT | CONTROL, times=4)
    assert said(reader) == "two three\nfour"


def test_an_emoji_is_one_step(reader: Reader) -> None:
    reader.open(a_page("Rosa: a😀b"))
    positions = []
    for _ in range(3):
        reader.key(Qt.Key.Key_Right)
        positions.append(reader.view.caret())
    assert positions == [1, 2, 3]


def test_the_caret_tells_where_it_is(reader: Reader) -> None:
    reader.open(MIXED)
    seen: list[int] = []
    reader.view.caret_moved.connect(seen.append)
    place = reader.span("day").start
    reader.view.set_caret(place)
    reader.key(Qt.Key.Key_Right)
    assert seen == [place, place + 1]


def test_a_selection_tells_that_it_changed(reader: Reader) -> None:
    reader.open(MIXED)
    with reader.qtbot.waitSignal(reader.view.selection_changed, timeout=1000):
        reader.key(Qt.Key.Key_Right, SHIFT)


def test_alt_and_arrows_go_from_turn_to_turn(reader: Reader) -> None:
    reader.open(MIXED)
    reader.key(Qt.Key.Key_Down, ALT, times=2)
    assert reader.view.current_turn() == 3
    assert reader.view.caret() == MIXED.turns[2].start
    reader.key(Qt.Key.Key_Up, ALT)
    assert reader.view.current_turn() == 2
    reader.key(Qt.Key.Key_Down, ALT, times=9)
    assert reader.view.current_turn() == 4


def test_the_turn_reached_by_keys_is_in_view(reader: Reader) -> None:
    reader.open(long_page())
    reader.key(Qt.Key.Key_Down, ALT, times=30)
    assert 0 <= reader.point(reader.view.caret()).y() < reader.view.viewport().height()


def test_the_whole_turn_is_selected(reader: Reader) -> None:
    reader.open(MIXED)
    reader.view.set_caret(reader.span("Zoe").start)
    reader.view.select_turn()
    assert said(reader) == "Good 👩🏽‍⚕️ day. Cafe\u0301 with Zoe\u0308."


def test_the_sentence_is_selected(reader: Reader) -> None:
    reader.open(MIXED)
    reader.view.set_caret(reader.span("Zoe").start)
    reader.view.select_sentence()
    assert said(reader) == "Cafe\u0301 with Zoe\u0308."


def test_a_screen_reader_hears_where_one_is(reader: Reader) -> None:
    reader.open(MIXED)
    assert reader.view.accessibleName() == "Transcript text"
    reader.view.set_caret(reader.span("Then").start)
    assert reader.view.accessibleDescription() == "Turn 3 of 4, Amal, 0:31"
    reader.view.set_caret(reader.span("𝔊reat").start)
    assert reader.view.accessibleDescription() == "Turn 4 of 4, Rosa"


# -- the place ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.1, 0.4, 0.7])
def test_one_comes_back_to_the_same_place(reader: Reader, part: float) -> None:
    reader.open(long_page())
    reader.view.verticalScrollBar().setValue(round(reader.view.verticalScrollBar().maximum() * part))
    place, scrolled = reader.view.first_visible_position(), reader.view.verticalScrollBar().value()
    reader.view.verticalScrollBar().setValue(0)
    reader.view.scroll_to(place)
    assert reader.view.first_visible_position() == place
    assert abs(reader.view.verticalScrollBar().value() - scrolled) <= reader.view.page.type.pitch + 30


def test_revealing_scrolls_only_if_need_be(reader: Reader) -> None:
    reader.open(long_page())
    bar = reader.view.verticalScrollBar()
    reader.view.reveal(Span(300, 310))
    assert bar.value() == 0
    far = len(reader.text) // 2
    reader.view.reveal(Span(far, far + 10))
    y = reader.point(far).y()
    assert abs(y - reader.view.viewport().height() / 3) < 2 * reader.view.page.type.pitch
    before = bar.value()
    reader.view.reveal(Span(far, far + 10))
    assert bar.value() == before


def test_control_and_the_wheel_ask_for_another_size(reader: Reader) -> None:
    reader.open(long_page())

    def turn(angle: int, modifiers: Qt.KeyboardModifier) -> None:
        at = QPointF(200, 200)
        event = QWheelEvent(
            at, at, QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(reader.view.viewport(), event)

    for angle in (60, 60, -240):
        turn(angle, CONTROL)
    assert reader.heard == [("zoom_requested", 1), ("zoom_requested", -2)]
    assert reader.view.verticalScrollBar().value() == 0
    turn(-120, Qt.KeyboardModifier.NoModifier)
    assert reader.view.verticalScrollBar().value() > 0


def said(reader: Reader) -> str:
    span = reader.view.selected_span()
    return "" if span is None else span.of(reader.view.page.text)


@pytest.mark.parametrize("behind", ["", "\n", " \n\n"])
def test_sentence_and_turn_are_selected_from_the_very_end_too(reader: Reader, behind: str) -> None:
    page = a_page("Ben: And how was that?", "Ana: I slept badly. It was the noise.")
    reader.open(replace(page, text=page.text + behind))
    end = len(page.text + behind)
    reader.view.set_caret(end)
    reader.view.select_sentence()
    assert said(reader) == "It was the noise."
    reader.view.set_caret(end)
    reader.view.select_turn()
    assert said(reader) == "I slept badly. It was the noise."
