"""What people are called in files: P01, P02 and so on unless somebody says otherwise, never by a name that was read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coder.domain.search import folded

_VOWELS = frozenset("aeiouy")
_PART = re.compile(r"(?P<letters>[A-Za-z]{1,4})(?P<gap>[-_. ]?)(?P<number>\d{1,4})[A-Za-z]?")
_BETWEEN = re.compile(r"(?<=[0-9A-Za-z])[-_/](?=[A-Za-z])|(?<=\d)(?=[A-Z])")
_NUMBERED = re.compile(r"p0*([1-9]\d{0,2})")
_WIDTH = 2


def is_code(label: str) -> bool:
    """Tell whether a label is a code that somebody gave, such as R2, P07, CW-3 or FG1-P4, and so no name.

    A few letters and a number; where the letters could be somebody's short name, only in capitals and close together.
    """
    text = " ".join(label.split())
    parts = _BETWEEN.split(text)
    whole = [text] if _PART.fullmatch(text) else parts
    return all((found := _PART.fullmatch(part)) is not None and _coded(found) for part in whole)


def _coded(found: re.Match[str]) -> bool:
    letters, gap = found["letters"], found["gap"]
    if len(letters) == 1 or not _VOWELS.intersection(letters.lower()):
        return True
    return len(letters) <= 3 and letters.isupper() and gap != " "


class Numbering:
    """Gives pseudonyms that nobody has: codes as they stand, everybody else the next number."""

    def __init__(self, taken: Iterable[str], reserved: Iterable[str] = ()) -> None:
        """Go on after the numbers of those in the project (`taken`), around what is `reserved` in the batch."""
        everybody = list(taken)
        self._taken = {folded(name) for name in [*everybody, *reserved]}
        self._used = {number for name in self._taken if (number := _number(name))}
        self._last = max((_number(name) for name in everybody), default=0)

    def code(self, label: str) -> str:
        """Return a label that is a code, made distinct if somebody else has it."""
        wanted = " ".join(label.split())
        name, count = wanted, 1
        while folded(name) in self._taken:
            count += 1
            name = f"{wanted} ({count})"
        self._taken.add(folded(name))
        return name

    def number(self) -> str:
        """Return the next number that nobody has."""
        self._last += 1
        while self._last in self._used:
            self._last += 1
        self._used.add(self._last)
        name = f"P{self._last:0{_WIDTH}d}"
        self._taken.add(folded(name))
        return name

    def proposed(self, label: str) -> str:
        """Return the pseudonym that is proposed for a new person with a label."""
        return self.code(label) if is_code(label) else self.number()


def _number(name: str) -> int:
    """Return the number of a pseudonym such as P07, or 0."""
    found = _NUMBERED.fullmatch(folded(name))
    return int(found[1]) if found else 0
