"""Code points and UTF-16 units: the one place that knows that Qt counts text differently from Python.

A character beyond U+FFFF (an emoji, a rare script) is one code point in Python and two units in Qt. Such
characters are few, so a sorted table of their places and a bisection is all that is needed.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from coder.domain.span import Span

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class OffsetMap:
    """Where each code point of one text is in UTF-16 units, and back; O(log n) in its astral characters."""

    __slots__ = ("_astral", "_pairs", "length", "units")

    def __init__(self, text: str) -> None:
        self._astral = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._pairs = [position + index for index, position in enumerate(self._astral)]
        self.length = len(text)
        """The text's length in code points."""
        self.units = self.length + len(self._astral)
        """The text's length in UTF-16 units."""

    @property
    def is_identity(self) -> bool:
        """Tell whether every position is the same number in both counts."""
        return not self._astral

    def to_units(self, position: int) -> int:
        """Return the UTF-16 position of a code point position; one outside the text counts as its nearest end."""
        position = min(max(position, 0), self.length)
        return position + bisect_left(self._astral, position) if self._astral else position

    def to_code_points(self, unit: int, *, after: bool = False) -> int:
        """Return the code point position of a UTF-16 position; one outside the text counts as its nearest end.

        A position between the two halves of a surrogate pair becomes the place before the character, or with
        `after` the place behind it.
        """
        unit = min(max(unit, 0), self.units)
        if not self._astral:
            return unit
        before = bisect_left(self._pairs, unit)
        position = unit - before
        inside = before > 0 and self._pairs[before - 1] == unit - 1
        return position + 1 if inside and after else position

    def span_to_units(self, span: Span) -> tuple[int, int]:
        """Return the start and end of a span in UTF-16 units."""
        return self.to_units(span.start), self.to_units(span.end)

    def span_from_units(self, start: int, end: int) -> Span | None:
        """Return the span between two UTF-16 positions in either order, or None if they are one place.

        A position inside a surrogate pair snaps outward, so that the whole character is in the span.
        """
        low, high = min(start, end), max(start, end)
        first, last = self.to_code_points(low), self.to_code_points(high, after=True)
        return Span(first, last) if low < high and first < last else None
