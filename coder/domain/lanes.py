"""Lanes: side-by-side places for overlapping codings, so that none hides another."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from coder.domain.span import Span


def assign_lanes(spans: Sequence[Span]) -> list[int]:
    """Return a lane for each span so that overlapping spans never share one; lanes count from 0.

    The number of lanes is the largest number of spans over one character (greedy interval partitioning,
    which is optimal). Longer spans that start together come first. O(n log n).
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i))
    lanes = [0] * len(spans)
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    count = 0
    for index in order:
        while busy and busy[0][0] <= spans[index].start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane = count
            count += 1
        lanes[index] = lane
        heapq.heappush(busy, (spans[index].end, lane))
    return lanes
