"""Positions survive the way from Python's counting to Qt's and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.span import Span
from coder.gui.base.offsets import OffsetMap

PIECES = ["a", "Z", " ", "\n", "é", "e\u0301", "שלום", "مرحبا", "न", "😀", "👩🏽‍⚕️", "𝔊", "🇬🇧", "…", "\u200f", "한"]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Cs"]), max_size=3))).map(
    "".join
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts)
def test_each_position_has_as_many_units_before_it_as_the_text_before_it(text: str) -> None:
    offsets = OffsetMap(text)
    assert [offsets.to_units(i) for i in range(len(text) + 1)] == [utf16_length(text[:i]) for i in range(len(text) + 1)]
    assert (offsets.length, offsets.units) == (len(text), utf16_length(text))


@given(texts)
def test_there_and_back_is_the_same_position(text: str) -> None:
    offsets = OffsetMap(text)
    for position in range(len(text) + 1):
        assert offsets.to_code_points(offsets.to_units(position)) == position
        assert offsets.to_code_points(offsets.to_units(position), after=True) == position


@given(texts)
def test_every_unit_lies_between_its_outward_snaps(text: str) -> None:
    offsets = OffsetMap(text)
    for unit in range(offsets.units + 1):
        before, after = offsets.to_code_points(unit), offsets.to_code_points(unit, after=True)
        assert offsets.to_units(before) <= unit <= offsets.to_units(after)
        assert after - before in (0, 1)


@given(texts, st.data())
def test_a_selection_that_cuts_characters_in_half_takes_them_whole(text: str, data: st.DataObject) -> None:
    offsets = OffsetMap(text)
    one = data.draw(st.integers(0, offsets.units))
    other = data.draw(st.integers(0, offsets.units))
    span = offsets.span_from_units(one, other)
    if one == other:
        assert span is None
    else:
        assert span is not None
        start, end = offsets.span_to_units(span)
        assert start <= min(one, other)
        assert end >= max(one, other)
        assert end - start <= abs(one - other) + 2


def test_inside_an_emoji_the_start_snaps_before_and_the_end_behind() -> None:
    offsets = OffsetMap("a😀b")
    assert offsets.to_code_points(2) == 1
    assert offsets.to_code_points(2, after=True) == 2
    assert offsets.span_from_units(2, 3) == Span(1, 2)


def test_a_caret_inside_an_emoji_selects_nothing() -> None:
    assert OffsetMap("😀").span_from_units(1, 1) is None


@pytest.mark.parametrize("text", ["", "plain words", "naïve שלום e\u0301"])
def test_text_without_astral_characters_counts_the_same_in_both(text: str) -> None:
    offsets = OffsetMap(text)
    assert offsets.is_identity
    assert offsets.units == offsets.length == len(text)


def test_positions_outside_the_text_count_as_its_nearest_end() -> None:
    offsets = OffsetMap("a😀")
    assert (offsets.to_units(-3), offsets.to_units(99)) == (0, 3)
    assert (offsets.to_code_points(-3), offsets.to_code_points(99)) == (0, 2)
