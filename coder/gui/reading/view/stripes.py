"""Where the stripes beside the text go, and which of their labels find room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coder.domain.lanes import assign_lanes
from coder.domain.span import Span
from coder.gui.reading.view.content import Mark
from coder.gui.reading.view.lines import LineTable

ROWS = 2
"""A label takes at most."""


@dataclass(frozen=True, slots=True)
class Stripe:
    """The lines `first` to `last` (both included) of a mark, and its lane; lanes count from 0, next to the text."""

    first: int
    last: int
    lane: int


class StripeTable:
    """The stripe of every mark; marks that share a line never share a lane."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[int, int, Span]] = {}
        self._lanes: dict[str, int] = {}
        self.lanes = 0

    def arrange(self, marks: Iterable[Mark], lines: LineTable) -> None:
        """Find the lanes anew; lines are looked up only for marks that are new or have moved."""
        known, found = self._lines, dict[str, tuple[int, int, Span]]()
        for mark in marks:
            place = known.get(mark.id)
            if place is None or place[0] != mark.start or place[1] != mark.end:
                held = lines.range_of(mark.start, mark.end)
                place = (mark.start, mark.end, Span(held.start, held.stop))
            found[mark.id] = place
        self._lines = found
        assigned = assign_lanes([place[2] for place in found.values()])
        self._lanes = dict(zip(found, assigned, strict=True))
        self.lanes = max(assigned, default=-1) + 1

    def forget_lines(self) -> None:
        """Forget which lines the marks are on, because the text is laid out anew."""
        self._lines = {}

    def __getitem__(self, mark_id: str) -> Stripe:
        held = self._lines[mark_id][2]
        return Stripe(held.start, held.end - 1, self._lanes[mark_id])


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that would stand at `top`, and must not slip so far that it ends below `limit` (pixels)."""

    mark_id: str
    top: int
    limit: int


@dataclass(slots=True)
class Placed:
    """A label at `top`, with the ids of the marks after it for which no room was left."""

    mark_id: str
    top: int
    more: list[str]
    rows: int = 1
    """How many rows of text it may take before it would touch the next one."""


def place_labels(wanted: Sequence[Wanted], row: int) -> list[Placed]:
    """Place labels of `row` pixels height below one another so that none covers another.

    A label that finds its place taken slips down as far as its limit; beyond that it is counted on the last one.
    """
    placed: list[Placed] = []
    for label in wanted:
        top = max(label.top, placed[-1].top + row) if placed else label.top
        if placed and top > label.top and top + row > label.limit:
            placed[-1].more.append(label.mark_id)
        else:
            placed.append(Placed(label.mark_id, top, []))
    for one, below in pairwise(placed):
        one.rows = max(1, min(ROWS, (below.top - one.top) // row))
    if placed:
        placed[-1].rows = ROWS
    return placed
