"""Text in the form in which the pipeline reads it, and the way back to its own positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coder.domain.span import Span

_LONGEST_RUN = 64
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\ud800-\udfff"
_SUSPECT = re.compile(f"[{_INVISIBLE}]")
_PART = re.compile(rf"(?P<invisible>[{_INVISIBLE}]+)|(?P<blank>\s+)|[^\s{_INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A copy of a text with single blanks and without invisible characters."""

    text: str
    places: Sequence[int] | None = None
    """Where each code point of the copy stands in the original; None if both are the same."""

    def span(self, start: int, end: int) -> Span:
        """Return the original's span for a non-empty range of the copy (code points)."""
        if self.places is None:
            return Span(start, end)
        return Span(self.places[start], self.places[end - 1] + 1)


def reading(text: str) -> Reading:
    """Return a text as the pipeline reads it.

    Line ends, double and non-breaking blanks would stand between the words of a key term, soft hyphens inside
    them, and lone surrogates cannot be read at all. Runs without a blank are cut into parts of 64 characters:
    the tokenizer takes half a minute for 20,000 emoji in a row.
    """
    words = text.split()
    if not _SUSPECT.search(text) and " ".join(words) == text and max(map(len, words), default=0) <= _LONGEST_RUN:
        return Reading(text)
    parts: list[str] = []
    places: list[int] = []
    run = 0
    for match in _PART.finditer(text):
        if match["invisible"]:
            continue
        if match["blank"]:
            if run:
                parts.append(" ")
                places.append(match.start())
                run = 0
            continue
        for place, char in enumerate(match[0], match.start()):
            if run == _LONGEST_RUN:
                parts.append(" ")
                places.append(place)
                run = 0
            parts.append(char)
            places.append(place)
            run += 1
    if parts and not run:
        parts.pop()
        places.pop()
    return Reading("".join(parts), places)
