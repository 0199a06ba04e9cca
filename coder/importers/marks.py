"""What tools write into the lines of a text beside the talk: times of f4 and Whisper, lone times, line numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from coder.importers.names import TIME, seconds
from coder.importers.turns import Document, Line

_F4 = re.compile(r"\s*(?:#(?P<one>\d{1,2}:\d\d:\d\d(?:[-.,]\d{1,3})?)#|\[(?P<two>\d{1,2}:\d\d:\d\d-\d{1,3})\])\s*")
_CLOCK = r"(?:(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?|\d{1,6}[.,]\d{1,3} ?s?)"
_RANGE = re.compile(
    rf"(?:[\[(]\s*(?P<start>{_CLOCK})\s*(?:-{{1,2}}>|→|–|—|-|\bto\b)\s*{_CLOCK}\s*[\])]"
    rf"|(?P<bare>{_CLOCK})\s*-{{1,2}}>\s*{_CLOCK})\s*[:|]?\s*(?=\S)"
)
_LONE = re.compile(rf"[\[(]?\s*(?P<time>{TIME})\s*[\])]?")
_NUMBERED = re.compile(
    r"[\[(]?0{0,5}(?P<number>\d{1,6})[\])]?(?:[.:)|]\s*|\s+|\t)(?=\S)|[\[(]?0{0,5}(?P<alone>\d{1,6})[\])]?[.:)]?"
)
_LEAST_NUMBERS = 3


def without_f4_times(document: Document) -> Document:
    """Take f4's marks ("#00:01:12-3#") out of the lines; a mark at the end of a line says when the next one begins."""
    if not any("#" in line.text or "-" in line.text for line in document.lines):
        return document
    if not any(_F4.search(line.text) for line in document.lines):
        return document
    lines: list[Line] = []
    time: float | None = None
    gap = False
    for line in document.lines:
        marks = list(_F4.finditer(line.text))
        if marks and marks[0].start() == 0 and marks[0].end() < len(line.text):
            time = _f4(marks[0])
        text = _F4.sub(" ", line.text).strip() if marks else line.text
        if text:
            lines.append(replace(line, text=text, time=line.time if time is None else time, gap=line.gap or gap))
            time, gap = None, False
        else:
            gap = gap or line.gap
        if marks and (marks[-1].end() == len(line.text)):
            time = _f4(marks[-1])
    return replace(document, lines=lines)


def _f4(match: re.Match[str]) -> float:
    return seconds((match["one"] or match["two"]).replace("-", "."))


def with_ranges_as_times(document: Document) -> Document | None:
    """Take two times before a line ("[00:03.000 --> 00:07.000] …") for its time; None where lines do not begin so."""
    matches = [_RANGE.match(line.text) for line in document.lines]
    found = sum(match is not None for match in matches)
    if not found or found < 0.5 * len(matches):
        return None
    lines: list[Line] = []
    for line, match in zip(document.lines, matches, strict=True):
        if match is None:
            lines.append(replace(line, starts=not lines or line.gap))
            continue
        written = (match["start"] or match["bare"]).rstrip(" s").replace(",", ".")
        time = seconds(written) if ":" in written else float(written)
        lines.append(replace(line, text=line.text[match.end() :], starts=True, time=time))
    return replace(document, lines=lines, wrapped=False)


def without_lone_times(document: Document) -> Document | None:
    """Take out lines that are only a time, as Meet sets them between turns, and give it to the line below.

    None where there is none, or where they do not rise as times of a recording do.
    """
    times = {number: _LONE.fullmatch(line.text) for number, line in enumerate(document.lines)}
    found = [seconds(match["time"]) for match in times.values() if match]
    if not found or found != sorted(found):
        return None
    lines: list[Line] = []
    time: float | None = None
    for number, line in enumerate(document.lines):
        if match := times[number]:
            time = seconds(match["time"])
            continue
        lines.append(line if time is None else replace(line, time=time, starts=True))
        time = None
    return replace(document, lines=lines)


def without_line_numbers(document: Document) -> Document | None:
    """Take the numbers off lines that are numbered one by one; None where they are not.

    Lines that are numbered were broken by column, so those without a label of their own go on with the line before.
    """
    if document.kind != "text" or len(document.lines) < _LEAST_NUMBERS:
        return None
    matches = [_NUMBERED.fullmatch(line.text) or _NUMBERED.match(line.text) for line in document.lines]
    numbers = [int(match["number"] or match["alone"]) if match else None for match in matches]
    if not _count_up(numbers):
        return None
    lines: list[Line] = []
    gap = False
    for line, match in zip(document.lines, matches, strict=True):
        text = line.text[match.end() :].strip() if match else line.text
        if text:
            lines.append(replace(line, text=text, starts=gap or line.gap or not lines, gap=gap or line.gap))
        gap = not text
    return replace(document, lines=lines, wrapped=True)


def _count_up(numbers: Sequence[int | None]) -> bool:
    """Tell whether nearly all lines have a number, each one more than the line before."""
    have = [number for number in numbers if number is not None]
    if len(have) < _LEAST_NUMBERS or len(have) < 0.9 * len(numbers):
        return False
    steps = sum(1 for one, other in itertools.pairwise(have) if other == one + 1)
    return steps >= 0.9 * (len(have) - 1)
