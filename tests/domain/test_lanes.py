"""Lanes: overlapping codings never hide each other, and no more lanes are used than needed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.domain.lanes import assign_lanes
from coder.domain.span import Span

SPANS = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 60), st.integers(1, 25))


@given(st.lists(SPANS, max_size=25))
def test_overlapping_spans_never_share_a_lane_and_lanes_are_few(spans: list[Span]) -> None:
    lanes = assign_lanes(spans)
    for at, (span, lane) in enumerate(zip(spans, lanes, strict=True)):
        for other, other_lane in zip(spans[at + 1 :], lanes[at + 1 :], strict=True):
            assert not (span.overlaps(other) and lane == other_lane)
    deepest = max((sum(span.contains(position) for span in spans) for position in range(90)), default=0)
    assert len(set(lanes)) == deepest


def test_identical_spans_lie_side_by_side() -> None:
    assert sorted(assign_lanes([Span(2, 9)] * 3)) == [0, 1, 2]


def test_the_longer_of_two_that_begin_together_comes_first() -> None:
    assert assign_lanes([Span(0, 5), Span(0, 50)]) == [1, 0]
