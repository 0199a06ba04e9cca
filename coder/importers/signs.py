"""Labels that are set off from the text by something else than a colon: "[Jo] …", "Jo - …", "Q. …", "Jo  …".

None of these signs makes a speaker by itself, less than a colon does: most paragraphs of the file must begin so, and
at least two names must take part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coder.importers.names import TIME, Likeness, likeness, seconds
from coder.importers.turns import Line

Found = tuple[int, str, int, float | None]
"""The line, the label, where the text begins in the line, and the time."""

_TIME_FIRST = re.compile(rf"[\[(]?\s*({TIME})\s*[\])]?\s*(?:[-–—|]\s*)?")
_LABEL = r"(?P<label>[^\W_][^:：\t\n]{0,58}?)"
_BRACKETS = re.compile(
    rf"[\[<({{](?P<label>[^\[\]<>(){{}}:：\n]{{1,60}}?)(?:\s+(?P<time>{TIME}))?[\]>)}}]\s*[:：–—-]?\s*(?=\S)"
)
_DASH = re.compile(rf"{_LABEL}(?:\s+(?:[-–—|>~→=]{{1,2}})\s+|\s*[—|]\s*)(?=\S)")
_DOT = re.compile(r"(?P<label>[^\W\d_]{1,3}[ -]?\d{0,3}|[^\W\d_]{4,20}(?: \d{1,3})?)[.)]\s+(?=\S)")
_GAP = re.compile(r"(?P<label>[^\W_](?:[^:：\t\n ]| (?! )){0,48}) {2,}(?=\S)")
_LOOK = 90
_PAIRS = ({"q", "a"}, {"f", "a"}, {"p", "r"}, {"q", "r"}, {"d", "r"}, {"v", "a"}, {"i", "b"}, {"i", "r"}, {"i", "p"})
"""Two letters that stand for who asks and who answers, in one language or another."""


def found_by_signs(lines: Sequence[Line]) -> list[Found]:
    """Return the labels of the sign by which most paragraphs begin; an empty list where there is none."""
    units = sum(line.starts for line in lines)
    for pattern, believed in ((_BRACKETS, _named), (_DASH, _named), (_DOT, _short), (_GAP, _named)):
        found = _matches(pattern, lines)
        named = [label for label in found if likeness(label[1]) >= Likeness.STRONG or _is_number(label[1])]
        if len(named) >= 2 and len(named) >= 0.5 * units and believed(named):
            return named
    return []


def _matches(pattern: re.Pattern[str], lines: Sequence[Line]) -> list[Found]:
    found: list[Found] = []
    for number, line in enumerate(lines):
        if line.marker or line.heading:
            continue
        start, time = 0, line.time
        if early := _TIME_FIRST.match(line.text):
            start, time = early.end(), seconds(early[1])
        match = pattern.match(line.text, start, min(len(line.text), start + _LOOK))
        if match is None:
            continue
        inner = match.groupdict().get("time")
        label = " ".join(match["label"].split())
        if not re.fullmatch(TIME, label):
            found.append((number, label, match.end(), seconds(inner) if inner else time))
    return found


def _named(found: Sequence[Found]) -> bool:
    """Tell whether at least two names take part, and come back or are beyond doubt."""
    counts = Counter(label.casefold() for _, label, _, _ in found)
    certain = all(likeness(label) is Likeness.CERTAIN for _, label, _, _ in found)
    back = sum(1 for count in counts.values() if count > 1)
    return len(counts) >= 2 and (certain or (back >= 1 and len(counts) <= 0.7 * len(found)))


def _short(found: Sequence[Found]) -> bool:
    """Tell whether letters before a full stop are voices, not a list: two of them come back, or they are a pair."""
    counts = Counter(label.casefold() for _, label, _, _ in found)
    back = sum(1 for count in counts.values() if count > 1)
    return (len(counts) >= 2 and back >= 2 and len(counts) <= 0.7 * len(found)) or set(counts) in _PAIRS


def _is_number(label: str) -> bool:
    return label.isdigit() and len(label) <= 2
