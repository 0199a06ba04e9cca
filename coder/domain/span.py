"""Spans of text: half-open ranges of Unicode code points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coder.errors import InvalidValueError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points; never empty, never negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise InvalidValueError(
                f"A passage must have at least one character, but this one runs from {self.start} to {self.end}."
            )

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, position: int) -> bool:
        """Tell whether the character at `position` is in the span."""
        return self.start <= position < self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def within(self, length: int) -> Span:
        """Return the span, or raise `InvalidValueError` if it runs past a text of `length` code points."""
        if self.end > length:
            raise InvalidValueError(f"The passage ends at {self.end}, but the transcript has only {length} characters.")
        return self

    def shifted(self, by: int) -> Span:
        """Return the span moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def of(self, text: str) -> str:
        """Return the passage that the span marks in `text`."""
        return text[self.start : self.end]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without blanks at either end, or None if nothing but blanks is left."""
    start, end = max(0, start), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def find_once(text: str, quote: str) -> Span | None:
    """Return where `quote` occurs in `text`, or None if it does not occur exactly once (overlaps counted)."""
    if not quote:
        return None
    first = text.find(quote)
    if first < 0 or text.find(quote, first + 1) >= 0:
        return None
    return Span(first, first + len(quote))


def merged(spans: Sequence[Span]) -> list[Span]:
    """Return the union of spans as sorted, disjoint spans; touching ones become one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            if span.end > result[-1].end:
                result[-1] = Span(result[-1].start, span.end)
        else:
            result.append(span)
    return result


def covered(spans: Iterable[tuple[int, int]], within: Iterable[tuple[int, int]]) -> int:
    """Return how many code points of `within` (sorted, disjoint) lie under at least one of the spans.

    Both are pairs of start and end, because whole projects are counted with this.
    """
    union: list[list[int]] = []
    for start, end in sorted(spans):
        if union and start <= union[-1][1]:
            union[-1][1] = max(union[-1][1], end)
        else:
            union.append([start, end])
    count = at = 0
    for first, last in within:
        while at < len(union) and union[at][1] <= first:
            at += 1
        index = at
        while index < len(union) and union[index][0] < last:
            count += min(union[index][1], last) - max(union[index][0], first)
            index += 1
    return count
