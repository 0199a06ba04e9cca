"""The page: a comfortable measure at every width and size, and the reader's place is kept through every change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from coder.domain.span import Span
from coder.gui.look.fonts import reading_font
from coder.gui.look.theme import Mode, Theme
from coder.gui.reading.view import DARK, LIGHT
from coder.gui.reading.view.measure import measured
from coder.gui.reading.view.typography import Typography
from tests.gui.reading.view.robot import Reader, a_mark, long_page


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Reader:
    reader = Reader(qtbot)
    reader.open(long_page())
    return reader


# -- the measure -------------------------------------------------------------------------------------------


def line_lengths(reader: Reader) -> list[int]:
    """Return the characters of each line that is filled, the last ones of paragraphs left out."""
    lines = reader.view.page.lines
    return [
        lines.end(number) - lines.starts[number]
        for number in range(len(lines) - 1)
        if lines.blocks[number] == lines.blocks[number + 1]
    ]


@pytest.mark.parametrize("width", [900, 1400])
@pytest.mark.parametrize("size", [14, 16, 18])
def test_lines_have_about_seventy_characters(qtbot: QtBot, theme: Theme, width: int, size: int) -> None:
    reader = Reader(qtbot, width=width, text_size=size)
    reader.open(long_page())
    lengths = line_lengths(reader)
    # Labels of codes keep a place in the margin, for which the column gives its last tenths.
    assert 56 <= sum(lengths) / len(lengths) <= 74
    assert max(lengths) <= 82


@pytest.mark.parametrize("width", [600, 900, 1400])
def test_names_text_and_stripes_stand_side_by_side_at_every_width(qtbot: QtBot, theme: Theme, width: int) -> None:
    reader = Reader(qtbot, width=width)
    reader.open(long_page())
    reader.settle()
    names, text, gutter = reader.names.geometry(), reader.view.viewport().geometry(), reader.gutter.geometry()
    assert names.left() >= 0
    assert names.right() + 1 == text.left()
    assert text.right() + 1 == gutter.left()
    bar = reader.view.verticalScrollBar().geometry()
    assert gutter.right() < reader.view.width() - bar.width() + 1
    assert names.width() >= 76
    assert gutter.width() >= 60
    assert text.width() >= 300
    assert reader.view.horizontalScrollBar().maximum() == 0


def test_in_a_wide_window_the_text_does_not_get_wider_and_stays_in_the_middle(qtbot: QtBot, theme: Theme) -> None:
    widths = []
    for width in (1200, 1800):
        reader = Reader(qtbot, width=width)
        reader.open(long_page())
        widths.append(reader.view.viewport().width())
        left = reader.view.viewport().geometry().center().x()
        assert abs(left - width / 2) < 0.12 * width
    assert widths[0] == widths[1]


@given(st.integers(0, 3000), st.integers(10, 40))
def test_every_width_is_shared_without_rest(width: int, size: int) -> None:
    measure = measured(width, TYPES[size])
    assert min(measure.left, measure.column, measure.right, measure.names) >= 0
    assert measure.left + measure.column + measure.right == max(width, measure.left + measure.column)
    assert measure.names <= measure.left


class _Types(dict[int, Typography]):
    def __missing__(self, size: int) -> Typography:
        self[size] = Typography.of(reading_font(), size)
        return self[size]


TYPES = _Types()


# -- the place is kept -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [12, 20, 30])
def test_another_text_size_keeps_the_place(reader: Reader, size: int) -> None:
    reader.view.scroll_to(len(reader.text) // 2)
    place = reader.view.first_visible_position()
    reader.view.set_text_size(size)
    reader.settle()
    lines = reader.view.page.lines
    assert reader.view.text_size() == size
    assert abs(lines.at(reader.view.first_visible_position()) - lines.at(place)) <= 1


def test_another_look_moves_nothing(reader: Reader) -> None:
    reader.view.verticalScrollBar().setValue(1234)
    reader.view.set_dark(True)
    assert reader.view.verticalScrollBar().value() == 1234


def test_another_width_keeps_the_place(reader: Reader) -> None:
    reader.view.scroll_to(len(reader.text) // 2)
    place = reader.view.first_visible_position()
    reader.view.resize(560, 700)
    reader.settle()
    lines = reader.view.page.lines
    assert abs(lines.at(reader.view.first_visible_position()) - lines.at(place)) <= 1


def test_marks_stay_on_their_words_at_another_size(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("one", span)])
    before = reader.wash_at(span.start)
    reader.view.set_text_size(24)
    assert reader.wash_at(span.start) == before != LIGHT.paper


@pytest.mark.parametrize(("wanted", "taken"), [(2, 10), (99, 40), (18, 18)])
def test_the_text_size_stays_within_limits(reader: Reader, wanted: int, taken: int) -> None:
    reader.view.set_text_size(wanted)
    assert reader.view.text_size() == taken


# -- looks -------------------------------------------------------------------------------------------------


def papers(reader: Reader) -> set[str]:
    reader.settle()
    whole = reader.view.grab().toImage()
    return {QColor(whole.pixelColor(x, whole.height() - 3)).name() for x in range(0, whole.width() - 20, 7)}


def test_text_and_margins_are_on_one_paper_in_light_and_dark(reader: Reader, theme: Theme) -> None:
    reader.view.verticalScrollBar().setValue(reader.view.verticalScrollBar().maximum())
    assert papers(reader) == {LIGHT.paper}
    theme.set_mode(Mode.DARK)
    reader.view.set_dark(True)
    assert papers(reader) == {DARK.paper}


def test_the_window_in_dark_leaves_the_page_its_ink(reader: Reader, theme: Theme) -> None:
    theme.set_mode(Mode.DARK)
    reader.view.set_dark(True)
    picture = reader.picture()
    shades = [picture.pixelColor(x, y).lightness() for x in range(0, 500, 2) for y in range(60, 200, 2)]
    assert min(shades) < 40
    assert max(shades) > 200


def test_no_edge_is_drawn_around_the_page_when_it_has_the_keys(reader: Reader) -> None:
    reader.view.setFocus()
    reader.settle()
    whole = reader.view.grab().toImage()
    assert QColor(whole.pixelColor(0, 300)).name() == LIGHT.paper
    assert QColor(whole.pixelColor(whole.width() // 2, 0)).name() == LIGHT.paper


def test_an_interviewers_words_are_softer(reader: Reader) -> None:
    first, second = reader.view.page.content.turns[0], reader.view.page.content.turns[1]
    picture = reader.picture()

    def darkest(position: int) -> int:
        at = reader.point(position)
        return min(
            picture.pixelColor(x, y).lightness()
            for x in range(at.x(), at.x() + 120)
            for y in range(at.y() - 6, at.y() + 5)
        )

    assert second.quiet
    assert not first.quiet
    assert darkest(first.start) < darkest(second.start)


def test_the_application_changing_its_looks_leaves_the_pages_font_alone(reader: Reader, theme: Theme) -> None:
    before = reader.view.page.lines.starts[5]
    reader.view.document().setDefaultFont(reading_font(30))
    theme.set_mode(Mode.DARK)
    theme.set_mode(Mode.LIGHT)
    reader.settle()
    assert reader.view.document().defaultFont() == reader.view.page.type.font
    assert reader.view.page.lines.starts[5] == before


# -- search hits and the flash -----------------------------------------------------------------------------


def test_search_hits_lie_on_top_and_the_current_one_stands_out(reader: Reader) -> None:
    spans = [Span(i, i + 5) for i in range(600) if reader.text.startswith("hours", i)][:3]
    reader.view.set_marks([a_mark("one", spans[0])])
    reader.view.set_search_hits(spans, current=1)
    assert reader.wash_at(spans[0].start) == LIGHT.hit
    assert reader.wash_at(spans[1].start) == LIGHT.current_hit
    reader.view.set_search_hits([])
    assert reader.wash_at(spans[1].start) == LIGHT.paper


def test_search_hits_change_with_the_look(reader: Reader) -> None:
    span = reader.span("hours")
    reader.view.set_search_hits([span])
    reader.view.set_dark(True)
    assert reader.wash_at(span.start) == DARK.hit


def test_a_passage_that_one_jumps_to_comes_into_view_and_lights_up_for_a_moment(reader: Reader) -> None:
    start = len(reader.text) * 2 // 3
    span = Span(start, start + 30)
    reader.view.flash(span)
    assert 0 <= reader.point(start).y() < reader.view.viewport().height()
    lit = reader.wash_at(start + 2)
    assert lit != LIGHT.paper
    reader.qtbot.waitUntil(lambda: reader.wash_at(start + 2) == LIGHT.paper, timeout=3000)


def test_a_second_jump_ends_the_first_flash(reader: Reader) -> None:
    first, second = Span(40, 60), Span(200, 220)
    reader.view.flash(first)
    reader.view.flash(second)
    assert reader.wash_at(first.start) == LIGHT.paper
    assert reader.wash_at(second.start) != LIGHT.paper


def test_opening_another_transcript_ends_the_flash(reader: Reader) -> None:
    reader.view.flash(Span(40, 60))
    reader.open(long_page(3))
    assert reader.wash_at(41) == LIGHT.paper
