"""Marks: every coding is seen where it is, none hides another, and what changes is painted again at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction
from coder.domain.colour import contrast, wash
from coder.domain.span import Span
from coder.errors import InvalidValueError
from coder.gui.look.theme import Theme
from coder.gui.reading.view import DARK, LIGHT, ViewColours
from tests.gui.reading.view.robot import BLUE, GREEN, ROSE, Reader, a_mark, a_page, long_page

PAGE = a_page(
    "Interviewer 0:03: How was it before?",
    "Rosa 0:09: They moved me to guaranteed hours in the spring, so now I can plan and sleep.",
    "Amal 0:31: Then שלום to all of them.",
)
PAPER = LIGHT.paper


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Reader:
    reader = Reader(qtbot)
    reader.open(PAGE)
    return reader


def green_wash() -> str:
    return wash(GREEN.light, PAPER, alpha=0.2)


def test_a_coded_passage_has_a_wash_and_a_line_in_its_colour_and_nothing_else_has(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("secure", span)])
    assert reader.wash_at(span.start) == green_wash()
    assert set(reader.underline_at(span.start)) == {GREEN.light}
    assert reader.wash_at(reader.span("moved").start) == PAPER
    assert set(reader.underline_at(reader.span("moved").start)) == {PAPER}


def test_where_codes_overlap_each_keeps_its_own_line_and_the_wash_is_one_code_deep(reader: Reader) -> None:
    whole, part = reader.span("moved me to guaranteed hours in the spring"), reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("secure", whole), a_mark("paid", part, colours=BLUE)])
    assert set(reader.underline_at(part.start, 0)) == {GREEN.light}
    assert set(reader.underline_at(part.start, 1)) == {BLUE.light}
    assert reader.wash_at(part.start) == wash(BLUE.light, PAPER, alpha=0.2)
    assert reader.wash_at(whole.start) == green_wash()


def test_the_same_passage_may_have_several_codes(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark(key, span, colours=c) for key, c in (("a", GREEN), ("b", BLUE), ("c", ROSE))])
    seen = [reader.underline_at(span.start, lane)[0] for lane in range(3)]
    assert sorted(seen) == sorted([GREEN.light, BLUE.light, ROSE.light])
    assert set(reader.view.marks_at(span.start)) == {"a", "b", "c"}


def test_a_fourth_code_on_one_passage_shows_that_there_is_more(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark(str(number), span) for number in range(5)])
    below = reader.underline_at(span.start, 2)
    assert GREEN.light not in below
    assert PAPER not in below


def test_a_suggestion_is_dotted_and_has_no_wash(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("offer", span, hollow=True)])
    dots = reader.underline_at(span.start)
    assert GREEN.light in dots
    assert PAPER in dots
    assert reader.wash_at(span.start) == PAPER


def test_passages_of_mixed_direction_are_marked_where_they_are(reader: Reader) -> None:
    span = reader.span("שלום")
    reader.view.set_marks([a_mark("greeting", span)])
    page = reader.view.page
    ((_, left, right),) = page.pieces(span)
    line = page.lines.at(span.start)
    ends = sorted((page.geometry(line).x(span.start), page.geometry(line).x(span.end)))
    assert left < right
    assert left >= page.geometry(line).x(reader.span("Then").end) - 1
    assert right <= page.geometry(line).x(reader.span("to all").start) + 1
    assert ends[0] >= left - 1


def test_a_mark_over_several_turns_is_painted_in_each(reader: Reader) -> None:
    span = Span(reader.span("sleep").start, reader.span("Then").end)
    reader.view.set_marks([a_mark("across", span)])
    assert reader.wash_at(reader.span("sleep").start) == green_wash()
    assert reader.wash_at(reader.span("Then").start) == green_wash()


# -- changes -----------------------------------------------------------------------------------------------


def test_adding_a_mark_paints_it_at_once_and_leaves_the_others(reader: Reader) -> None:
    first, second = reader.span("moved me"), reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("one", first, colours=BLUE)])
    reader.picture()
    reader.view.change_marks([], [a_mark("two", second)])
    assert reader.wash_at(second.start) == green_wash()
    assert reader.wash_at(first.start) == wash(BLUE.light, PAPER, alpha=0.2)


def test_removing_a_mark_leaves_the_paper(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("one", span)])
    reader.picture()
    reader.view.change_marks(["one"], [])
    assert reader.wash_at(span.start) == PAPER
    assert reader.view.marks_at(span.start) == ()


def test_an_added_mark_with_a_known_id_moves_it(reader: Reader) -> None:
    before, after = reader.span("moved me"), reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("one", before)])
    reader.picture()
    reader.view.change_marks([], [a_mark("one", after)])
    assert reader.wash_at(before.start) == PAPER
    assert reader.wash_at(after.start) == green_wash()


def test_removing_what_is_not_there_changes_nothing(reader: Reader) -> None:
    reader.view.set_marks([a_mark("one", reader.span("moved me"))])
    before = reader.picture()
    reader.view.change_marks(["other"], [])
    assert reader.picture() == before


def test_only_the_paragraphs_of_a_change_are_painted_again(reader: Reader) -> None:
    reader.open(long_page())
    reader.picture()
    reader.view.viewport().installEventFilter(watcher := Watcher(reader.view))
    reader.view.change_marks([], [a_mark("one", reader.span("Turn 2."))])
    reader.settle()
    assert 0 < watcher.pixels < 0.5 * reader.view.viewport().width() * reader.view.viewport().height()


def test_a_mark_outside_the_text_is_refused_and_nothing_changes(reader: Reader) -> None:
    reader.view.set_marks([a_mark("one", reader.span("moved me"))])
    length = len(reader.text)
    with pytest.raises(InvalidValueError):
        reader.view.change_marks(["one"], [a_mark("two", Span(length - 1, length + 1))])
    with pytest.raises(InvalidValueError):
        reader.view.set_marks([a_mark("two", Span(length, length + 5))])
    assert reader.view.marks_at(reader.span("moved me").start) == ("one",)


def test_marks_at_a_place_come_with_the_shortest_first(reader: Reader) -> None:
    whole, part = reader.span("moved me to guaranteed hours"), reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("long", whole), a_mark("short", part), a_mark("offer", part, hollow=True)])
    assert reader.view.marks_at(part.start) == ("short", "offer", "long")
    assert reader.view.marks_at(whole.start) == ("long",)
    assert reader.view.marks_at(part.end) == ()


# -- the active mark, the pointer ------------------------------------------------------------------------


def test_the_active_mark_stands_out(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("one", span)])
    reader.view.set_active_mark("one")
    assert reader.view.active_mark() == "one"
    assert reader.wash_at(span.start + 3) == wash(GREEN.light, PAPER, alpha=0.38)
    reader.view.set_active_mark(None)
    assert reader.wash_at(span.start + 3) == green_wash()


def test_a_mark_that_goes_is_not_active_any_more(reader: Reader) -> None:
    reader.view.set_marks([a_mark("one", reader.span("moved me"))])
    reader.view.set_active_mark("one")
    reader.view.change_marks(["one"], [])
    assert reader.view.active_mark() is None
    reader.view.set_active_mark("unknown")
    assert reader.view.active_mark() is None


def test_pointing_at_a_passage_tells_what_is_coded_there(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("one", span), a_mark("two", Span(span.start, span.end + 5))])
    seen: list[tuple[str, ...]] = []
    reader.view.marks_hovered.connect(seen.append)
    reader.hover(reader.point(span.start + 2))
    reader.hover(reader.point(span.start + 4))
    reader.hover(reader.point(reader.span("plan").start + 1))
    assert seen == [("one", "two"), ()]


def test_a_tool_tip_says_what_is_coded_under_the_pointer(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks(
        [
            a_mark("secure", span, direction=Direction.CHALLENGES),
            a_mark("offer", span, hollow=True),
            a_mark("noted", span, tooltip="Noted · AB\n<b>not bold</b>"),
        ]
    )
    tip = reader.tip_at(reader.point(span.start + 2))
    for words in ("Secure · challenges", "−", "Offer · suggested", "○", "Noted · AB<br>&lt;b&gt;not bold&lt;/b&gt;"):
        assert words in tip
    assert reader.tip_at(reader.point(reader.span("plan").start + 1)) == ""


def test_a_tool_tip_counts_what_it_has_no_room_for(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark(f"code{number}", span) for number in range(15)])
    assert "and 3 more" in reader.tip_at(reader.point(span.start + 2))


def test_words_that_speak_for_a_suggestion_are_pointed_out(reader: Reader) -> None:
    span = reader.span("hours")
    reader.view.set_term_highlights([span])
    assert reader.wash_at(span.start) == wash(LIGHT.accent, PAPER, alpha=0.16)
    reader.view.set_term_highlights([])
    assert reader.wash_at(span.start) == PAPER


# -- looks -----------------------------------------------------------------------------------------------


def test_dark_paper_takes_the_other_colour_of_each_code(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("one", span)])
    reader.view.set_dark(True)
    assert reader.wash_at(span.start) == wash(GREEN.dark, DARK.paper, alpha=0.2)
    assert set(reader.underline_at(span.start)) == {GREEN.dark}
    reader.view.set_dark(False)
    assert reader.wash_at(span.start) == green_wash()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_text_can_be_read_on_every_ground(colours: ViewColours) -> None:
    for ink in (colours.ink, colours.soft_ink):
        assert contrast(ink, colours.paper) >= 4.5
    for ground in (colours.selection, colours.flash, colours.hit, colours.current_hit):
        assert contrast(colours.ink, ground) >= 4.5


class Watcher(QObject):
    """Counts the pixels of the viewport that are painted."""

    pixels = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.pixels += sum(rect.width() * rect.height() for rect in event.region())
        return False
