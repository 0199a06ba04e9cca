"""Participants who are only a number or a letter ("1: …", "b: …", "3) …"), and how they differ from a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from coder.domain.labels import asks_by_label
from coder.importers.names import Likeness, likeness
from coder.importers.turns import Line

_NUMBER = re.compile(r"[(\[]?#?(?:\d{1,2}[a-zA-Z]?|[a-z])[)\]]?")
_OTHER_SIGN = re.compile(
    r"[(\[]?(?P<label>(?:[^\W\d_]{0,3}[ -]?\d{1,2}[a-z]?|[^\W\d_]))[)\]]?(?:[.)\]]\s*|\s*[-–—|]\s+|\s*\)\s*)(?=\S)"
)
_ENDS_QUESTION = ("?", "？", "؟", "՞", "?”", '?"', ";")


def is_number(label: str) -> bool:
    """Tell whether a label is a bare number of at most two digits or a single small letter."""
    return _NUMBER.fullmatch(label) is not None


def numbers_of_people(labels: Sequence[tuple[int, str]], lines: Sequence[Line], units: int) -> frozenset[str]:
    """Return the bare numbers and letters (folded) that stand for people, of labels given by line and name.

    They do where they come after somebody who asks, or, in a file that has nothing but numbers, where they come back.
    A list that somebody reads out ("1: …", "2: …") has neither.
    """
    numbers = [(line, name) for line, name in labels if is_number(name)]
    if not numbers:
        return frozenset()
    counts = Counter(name.casefold() for _, name in numbers)
    others = [name for _, name in labels if not is_number(name) and likeness(name) >= Likeness.STRONG]
    if not others:
        back = sum(1 for count in counts.values() if count > 1)
        return frozenset(counts) if len(counts) > 1 and back and len(numbers) >= 0.6 * units else frozenset()
    runs = asked = 0
    before = ""
    for line, name in labels:
        if is_number(name):
            if before:
                runs += 1
                asked += asks_by_label(before) or lines[line - 1].text.endswith(_ENDS_QUESTION)
                before = ""
        elif likeness(name) >= Likeness.STRONG:
            before = name
    return frozenset(counts) if asked and asked >= 0.5 * runs else frozenset()


def enumerated(lines: Sequence[Line], labels: Mapping[int, str]) -> list[tuple[int, str, int]]:
    """Return lines that begin with a number or code and another sign than a colon, where they answer who asks.

    `labels` are those before a colon, by line. Each is line, label and where the text begins. A list within a turn
    counts up and never comes back to a number; people do come back.
    """
    if not any(asks_by_label(name) for name in labels.values()):
        return []
    found: list[tuple[int, str, int]] = []
    for number, line in enumerate(lines):
        if number in labels or line.marker or line.heading:
            continue
        if match := _OTHER_SIGN.match(line.text[:20]):
            found.append((number, " ".join(match["label"].split()), match.end()))
    counts = Counter(name for _, name, _ in found)
    if len(counts) < 2 or max(counts.values()) < 2:
        return []
    return found
