"""Texts that read alike: composed and decomposed letters, characters that are not seen, blanks of any kind.

What people type or copy differs from a transcript in such ways. Texts are compared in one plain form, and a map leads
back, so that positions stay those of the transcript.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from coder.domain.span import Span

_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_UNSEEN_ONE = re.compile(f"[{_UNSEEN}]")
_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")


def without_unseen(text: str) -> str:
    """Return a text without soft hyphens, joiners and other characters that are not seen."""
    return text if text.isascii() else _UNSEEN_RUN.sub("", text)


def seen_span(text: str, start: int, end: int) -> Span:
    """Return where `[start, end)` of `without_unseen(text)` is in the text (code points); `start < end`."""
    places = [match.start() for match in _UNSEEN_ONE.finditer(text)]
    return Span(_shifted(places, start), _shifted(places, end - 1) + 1)


def _shifted(places: list[int], position: int) -> int:
    """Return the place of the character that has `position` others before it which are not among `places`."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if places[middle] - middle <= position:
            low = middle + 1
        else:
            high = middle
    return position + low


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in the form in which texts are compared, with where each part of it stands in the text."""

    text: str
    _starts: tuple[int, ...]
    """Of each part in the plain text."""
    _froms: tuple[int, ...]
    """Of each part in the text."""
    _ends: tuple[int, ...]
    """End of each part in the text."""

    @classmethod
    def of(cls, text: str, *, ignore_case: bool = False) -> Plain:
        """Bring a text into plain form: composed letters, one blank for each run of blanks, nothing unseen."""
        parts: list[str] = []
        starts: list[int] = []
        froms: list[int] = []
        ends: list[int] = []
        length = 0
        for start, end, plain in _parts(text):
            made = plain.casefold() if ignore_case else plain
            if made:
                starts.append(length)
                froms.append(start)
                ends.append(end)
                parts.append(made)
                length += len(made)
        return cls("".join(parts), tuple(starts), tuple(froms), tuple(ends))

    def find_all(self, wanted: str, *, ignore_case: bool = False) -> list[Span]:
        """Return where a text that reads alike stands (code points of the text), overlaps included."""
        plain = Plain.of(wanted, ignore_case=ignore_case).text.strip()
        found: list[Span] = []
        at = self.text.find(plain) if plain else -1
        while at >= 0:
            found.append(self.span(at, at + len(plain)))
            at = self.text.find(plain, at + 1)
        return found

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch of the plain text stands in the text, whole letters only."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        return Span(self._froms[first], self._ends[last])


_CLUSTER = re.compile(rf"([\s{_UNSEEN}]*\s[\s{_UNSEEN}]*)|([{_UNSEEN}]+)|(.)", re.DOTALL)


def _parts(text: str) -> list[tuple[int, int, str]]:
    """Return the letters of a text with their marks: start, end, plain form."""
    found: list[tuple[int, int, str]] = []
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        if match[1] is not None:
            found.append((start, end, " "))
        elif match[3] is not None:
            if found and found[-1][1] == start and unicodedata.combining(match[3]) and found[-1][2] != " ":
                before, _, plain = found[-1]
                found[-1] = (before, end, unicodedata.normalize("NFC", plain + match[3]))
            else:
                found.append((start, end, unicodedata.normalize("NFC", match[3])))
        elif found:
            # What is not seen belongs to the letter before it, so that no quote is torn.
            before, _, plain = found[-1]
            found[-1] = (before, end, plain) if plain != " " else found[-1]
    return found


def find_once_alike(text: str, quote: str) -> tuple[Span | None, int]:
    """Return where a quote stands, letter by letter or else in text that reads alike, and how often it occurs.

    The place is None unless it occurs exactly once.
    """
    exact = text.find(quote) if quote else -1
    if exact >= 0:
        again = text.find(quote, exact + 1) >= 0
        return (None, 2) if again else (Span(exact, exact + len(quote)), 1)
    found = Plain.of(text).find_all(quote)
    return (found[0] if len(found) == 1 else None), len(found)
