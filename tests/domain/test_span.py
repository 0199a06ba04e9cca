"""Spans: half-open, never empty, and what can be worked out with them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.span import Span, covered, find_once, merged, trimmed
from coder.errors import InvalidValueError

TEXTS = st.text(alphabet="ab \n\tÄé😀ش", max_size=40)
SPANS = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 60), st.integers(1, 25))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 4), (-1, 2)])
def test_a_passage_has_at_least_one_character(start: int, end: int) -> None:
    with pytest.raises(InvalidValueError, match="at least one character"):
        Span(start, end)


def test_a_passage_stays_within_its_text() -> None:
    assert Span(0, 5).within(5) == Span(0, 5)
    with pytest.raises(InvalidValueError, match="has only 4 characters"):
        Span(0, 5).within(4)


@given(SPANS, SPANS)
def test_spans_overlap_when_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(TEXTS, st.integers(-3, 45), st.integers(-3, 45))
def test_trimming_takes_away_blanks_at_the_ends_and_nothing_else(text: str, start: int, end: int) -> None:
    span = trimmed(text, start, end)
    inside = text[max(0, start) : max(0, end)]
    assert (span.of(text) if span else "") == inside.strip()
    if span:
        assert trimmed(text, span.start, span.end) == span


@given(TEXTS, st.text(alphabet="ab ", max_size=4))
def test_a_quote_is_found_only_if_it_is_there_once(text: str, quote: str) -> None:
    places = [at for at in range(len(text)) if quote and text.startswith(quote, at)]
    found = find_once(text, quote)
    assert found == (Span(places[0], places[0] + len(quote)) if len(places) == 1 else None)


@given(st.lists(SPANS, max_size=12))
def test_merging_keeps_every_character_once(spans: list[Span]) -> None:
    union = merged(spans)
    covered = {position for span in spans for position in range(span.start, span.end)}
    assert sum(len(span) for span in union) == len(covered)
    assert {position for span in union for position in range(span.start, span.end)} == covered
    assert all(one.end < other.start for one, other in itertools.pairwise(union)), "touching ones became one"
    assert merged(union) == union


def ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 10)), max_size=4, unique_by=lambda pair: pair[0]),
)
def test_what_is_covered_is_what_a_count_by_letter_says(
    some: list[tuple[int, int]], tens: list[tuple[int, int]]
) -> None:
    spans = [Span(start, start + length) for start, length in some]
    within = sorted(Span(10 * ten, 10 * ten + length) for ten, length in tens)
    letters = {place for span in within for place in range(span.start, span.end)}
    by_letter = sum(any(span.contains(place) for span in spans) for place in letters)
    assert covered(map(ends, spans), map(ends, within)) == by_letter
