"""Transcripts whose turns begin with a label: "NAME: text", "Name [00:12]: text", "**Name:** text", a tab, or a line.

For other signs than these see `signs`; for numbers and letters that stand for people see `numbered`.

A colon alone does not make a speaker. A label must be written like a name and either recur, or be one of the voices
of a file in which labels are the rule.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coder.domain.labels import asks_by_label
from coder.importers.heads import is_metadata
from coder.importers.names import TIME, Likeness, bare, likeness, seconds
from coder.importers.numbered import enumerated, is_number, numbers_of_people
from coder.importers.signs import found_by_signs
from coder.importers.turns import Document, Line, label_form

_TIME_FIRST = re.compile(rf"(?:>>\s*)?[\[(]?\s*({TIME})\s*[\])]?\s*(?:[-–—|]\s*)?")
_COLON = re.compile(
    rf"(?:>>\s*)?(?:[#@](?=\w))?(?P<em>[*_]{{0,3}})(?P<label>[^:：\t\n*_\s][^:：\t\n]{{0,59}}?)"
    rf"\s*(?:[\[(]\s*(?P<time>{TIME})\s*[\])]|\s(?P<bare>{TIME}))?"
    rf"\s?[*_]{{0,3}}\s?[:：](?!//|\d)[*_]{{0,3}}(?:\s*[\[(](?P<late>{TIME})[\])])?(?P<gap>\s*)"
)
_TAB = re.compile(r"(?P<em>[*_]{0,3})(?P<label>[^:：\t\n*_\s][^\t\n]{0,59}?)[*_]{0,3}\s*\t\s*")
_ALONE = re.compile(r"(?P<em>[*_]{0,3})(?P<label>[^:：\t\n*_\s][^:：\t\n]{0,39}?)[*_]{0,3}")
_ANNOTATED = re.compile(r"(?P<base>.*\S)\s*(?P<note>[\[(][^\])]*[\])])")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LOOK = 90
_HEADER_LINES = 15
_HEADER_WORDS = 30
_SENTENCE_END = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Label:
    """A place where a turn may begin: the line, the label, where the text begins in the line, and the time."""

    line: int
    name: str
    text_from: int
    time: float | None = None
    styled: bool = False
    """Whether it is set off from the text by bold type or by a time."""
    tight: bool = False
    """Whether no blank follows the colon."""
    note: str = ""
    """What stood in brackets behind the name and belongs to the text, such as "[laughs]"."""


@dataclass(slots=True)
class _Tally:
    """How one label is used in a file."""

    likeness: Likeness
    forms: Counter[str] = field(default_factory=Counter)
    styled: int = 0
    starting: int = 0
    tight: int = 0
    small: int = 0
    """How often the text after it begins with a small letter, as the rest of a sentence does."""
    headings: int = 0
    listed: int = 0
    given: int = 0
    """How often the document itself, not a form of words, says that this is a speaker."""

    @property
    def count(self) -> int:
        return self.forms.total()


def find_labels(document: Document) -> list[Label]:
    """Return the labels that begin turns, in order; an empty list when the file is not labelled."""
    lines = document.lines
    paragraphs = sum(line.starts for line in lines)
    for find in (_after_colon, _before_tab, _on_own_line, _after_signs):
        candidates = find(lines)
        body_from = _header_length(lines, candidates)
        body = [label for label in candidates if label.line >= body_from]
        # A name on its own line is a paragraph by itself, so those with text say nothing about how common it is.
        found = chosen(body, lines, units=len(body) if find is _on_own_line else max(paragraphs, len(body)))
        if found:
            return found
    return []


def _colon_label(line: int, text: str) -> Label | None:
    """Return the label that a line of text begins with, by its form alone."""
    start, time = 0, None
    if text[0] in "[(>0123456789" and (early := _TIME_FIRST.match(text)):
        start, time = early.end(), seconds(early[1])
    match = _COLON.match(text, start)
    if match is None:
        return None
    written = match["time"] or match["bare"] or match["late"]
    if written:
        time = seconds(written)
    end = match.end()
    return Label(
        line,
        label_form(bare(" ".join(match["label"].split()))),
        end,
        time,
        bool(match["em"]) or time is not None,
        # The wide colon of Chinese and Japanese carries its own blank.
        end < len(text) and not match["gap"] and text[end - 1] != "：",
    )


def _after_colon(lines: Sequence[Line]) -> list[Label]:
    found: list[Label] = []
    for number, line in enumerate(lines):
        if line.speaker is not None:
            found.append(Label(number, line.speaker, 0, line.time, styled=True))
            continue
        head = line.text[:_LOOK]
        if (":" in head or "：" in head) and (label := _colon_label(number, line.text)):
            bold = len(label.name) <= line.bold <= label.text_from + 1
            found.append(label if not bold or label.styled else replace(label, styled=True))
    found = _with_second_part(_without_notes(found), lines)
    more = [Label(*place) for place in enumerated(lines, {label.line: label.name for label in found})]
    return sorted([*found, *more], key=lambda label: label.line) if more else found


def _after_signs(lines: Sequence[Line]) -> list[Label]:
    return [Label(*place) for place in found_by_signs(lines)]


def _with_second_part(labels: list[Label], lines: Sequence[Line]) -> list[Label]:
    """Take the whole of a name that holds a colon ("FGD: P1: …") where that is how the label is always followed."""
    seconds_of: dict[int, Label] = {}
    counts = Counter(label.name.casefold() for label in labels)
    followed: Counter[str] = Counter()
    for label in labels:
        text = lines[label.line].text
        if counts[label.name.casefold()] < 2 or ":" not in text[label.text_from : label.text_from + _LOOK]:
            continue
        second = _colon_label(label.line, text[label.text_from :])
        if second is None:
            continue
        if likeness(second.name) >= Likeness.STRONG or (second.name.isdigit() and len(second.name) <= 2):
            seconds_of[label.line] = second
            followed[label.name.casefold()] += 1
    if not seconds_of:
        return labels
    return [
        replace(
            label,
            name=f"{label.name}: {second.name}",
            text_from=label.text_from + second.text_from,
            time=label.time if second.time is None else second.time,
            tight=second.tight,
        )
        if followed[label.name.casefold()] >= 0.8 * counts[label.name.casefold()]
        and (second := seconds_of.get(label.line)) is not None
        else label
        for label in labels
    ]


def _before_tab(lines: Sequence[Line]) -> list[Label]:
    """Return labels set off by a tab, if that is how nearly all lines begin."""
    found: list[Label] = []
    for number, line in enumerate(lines):
        if "\t" not in line.text[:_LOOK]:
            continue
        start, time = 0, None
        if early := _TIME_FIRST.match(line.text):
            start, time = early.end(), seconds(early[1])
        if match := _TAB.match(line.text, start):
            found.append(Label(number, label_form(match["label"]), match.end(), time, styled=time is not None))
    numbers = any(asks_by_label(label.name) for label in found)
    named = [label for label in found if likeness(label.name) >= Likeness.STRONG or (numbers and is_number(label.name))]
    return named if len(named) >= 0.5 * sum(line.starts for line in lines) else []


def _on_own_line(lines: Sequence[Line]) -> list[Label]:
    """Return names that stand alone on a line with text after them, if they recur and there are several."""
    counts: Counter[str] = Counter()
    found: list[Label] = []
    for number, line in enumerate(lines[:-1]):
        if len(line.text) > 48 or line.text.endswith(_SENTENCE_END):
            continue
        match = _ALONE.fullmatch(line.text)
        if match and likeness(match["label"]) >= Likeness.STRONG:
            styled = bool(match["em"]) or line.bold >= len(line.text) or line.heading > 0
            found.append(Label(number, label_form(match["label"]), len(line.text), None, styled))
            counts[match["label"].casefold()] += 1
    names = {label.line for label in found}
    named = [label for label in found if counts[label.name.casefold()] >= 2 or label.styled]
    followed = sum(1 for label in named if label.line + 1 not in names)
    several = len({label.name.casefold() for label in named}) >= 2
    if len(named) < 4 or not several or followed < 0.9 * len(named) or len(named) < 0.2 * len(lines):
        return []
    return named


def _without_notes(labels: list[Label]) -> list[Label]:
    """Take "[laughs]" off a label where the bare name is the usual one, so that both are one speaker."""
    counts = Counter(label.name.casefold() for label in labels)
    result: list[Label] = []
    for label in labels:
        match = _ANNOTATED.fullmatch(label.name) if label.name[-1:] in ")]" else None
        if match and counts[match["base"].casefold()] > counts[label.name.casefold()]:
            result.append(replace(label, name=match["base"], note=match["note"]))
        else:
            result.append(label)
    return result


def _header_length(lines: Sequence[Line], labels: Sequence[Label]) -> int:
    """Return how many lines at the top are facts about the recording ("Date: …", "Interviewer: JS")."""
    by_line = {label.line: label for label in labels}
    length = 0
    for number, line in enumerate(lines[:_HEADER_LINES]):
        if len(line.text.split()) > _HEADER_WORDS:
            break
        if number in by_line and is_metadata(by_line[number].name):
            length = number + 1
        elif number in by_line and not _is_fact(line, by_line[number]):
            break  # somebody speaks
    if not length:
        return _length_of_facts(lines, by_line, labels)
    end = length
    while end < len(lines) and end in by_line and not lines[end].gap and _is_fact(lines[end], by_line[end]):
        end += 1
    return end if end < len(lines) and (lines[end].gap or lines[end].heading) else length


def _length_of_facts(lines: Sequence[Line], by_line: Mapping[int, Label], labels: Sequence[Label]) -> int:
    """Return the length of a first paragraph of short facts ("Interviewer: Jo") whose labels never speak below."""
    end = 0
    while end < len(lines) and end in by_line and (not end or not lines[end].gap):
        if not _is_fact(lines[end], by_line[end]):
            return 0
        end += 1
    below = Counter(label.name.casefold() for label in labels if label.line >= end)
    if not end or end >= len(lines) or not lines[end].gap or len([name for name in below if below[name] > 1]) < 2:
        return 0
    return 0 if any(by_line[number].name.casefold() in below for number in range(end)) else end


def _is_fact(line: Line, label: Label) -> bool:
    rest = line.text[label.text_from :]
    return len(rest.split()) <= 4 and not rest.endswith(_SENTENCE_END)


def chosen(labels: Sequence[Label], lines: Sequence[Line], *, units: int) -> list[Label]:
    """Return those labels that name speakers, each in the form most used; see the module's rule.

    `units` is the number of paragraphs that could have a label.
    """
    tallies = _tallied(labels, lines, numbers_of_people([(label.line, label.name) for label in labels], lines, units))
    if not tallies:
        return []
    body = _Body(lines, labels)
    given = {key for key, tally in tallies.items() if tally.given}
    usual = given | {key for key, tally in tallies.items() if _recurs(tally, body)}
    if not _habit([tallies[key] for key in usual], units).listed:
        # "- Dawn: care worker" in a list of who was there
        labels = [label for label in labels if not lines[label.line].marker]
    total = sum(tallies[key].count for key in usual)
    if usual and (given or total >= 0.25 * units or (total >= 6 and _alternates(labels, usual))):
        least = max(3, total // 20)
        usual = {k for k in usual if tallies[k].likeness > Likeness.WEAK or tallies[k].count >= least}
        habit = _habit([tallies[key] for key in usual], units)
        accepted = usual | {key for key, tally in tallies.items() if key not in usual and _joins_in(tally, habit, body)}
    else:
        accepted = {key for key, tally in tallies.items() if _could_be_voice(tally, body)}
        once = sum(tallies[key].count for key in accepted)
        if once < 2 or once < 0.6 * units:
            return []
    forms = {key: tallies[key].forms.most_common(1)[0][0] for key in accepted}
    return [
        label if label.name == forms[key] else replace(label, name=forms[key])
        for label in labels
        if (key := label.name.casefold()) in accepted
    ]


class _Body:
    """The words outside labels, to see whether a would-be name is an ordinary word of this text."""

    def __init__(self, lines: Sequence[Line], labels: Sequence[Label]) -> None:
        self._lines = lines
        self._starts = {label.line: label.text_from for label in labels}
        self._words: frozenset[str] | None = None

    def uses(self, label: str) -> bool:
        """Tell whether every word of a label also occurs in small letters in the text."""
        if self._words is None:
            said = (line.text[self._starts.get(n, 0) :] for n, line in enumerate(self._lines))
            self._words = frozenset(word for text in said for word in _WORD.findall(text))
        words = [word.lower() for word in _LETTERS.findall(label)]
        return bool(words) and all(word in self._words for word in words)


def _tallied(labels: Iterable[Label], lines: Sequence[Line], people: Collection[str]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    for label in labels:
        key = label.name.casefold()
        line = lines[label.line]
        tally = tallies.get(key)
        if tally is None:
            sure = line.speaker is not None or key in people
            like = Likeness.CERTAIN if sure else likeness(label.name)
            tally = tallies[key] = _Tally(like)
        elif tally.likeness is Likeness.WEAK:
            tally.likeness = max(tally.likeness, likeness(label.name))
        tally.forms[label.name] += 1
        tally.styled += label.styled
        tally.starting += line.starts
        tally.tight += label.tight
        tally.small += line.text[label.text_from : label.text_from + 1].islower()
        tally.headings += line.heading > 0
        tally.listed += bool(line.marker)
        tally.given += line.speaker is not None
    return {key: tally for key, tally in tallies.items() if tally.likeness > Likeness.NO}


def _recurs(tally: _Tally, body: _Body) -> bool:
    if tally.likeness is Likeness.WEAK:
        return tally.count >= 3
    if tally.count < 2:
        return False
    if tally.likeness is Likeness.CERTAIN or tally.count >= 4 or tally.styled == tally.count:
        return True
    return not body.uses(next(iter(tally.forms)))


def _alternates(labels: Sequence[Label], usual: set[str]) -> bool:
    """Tell whether the recurring labels take turns, as speakers do."""
    keys = [key for label in labels if (key := label.name.casefold()) in usual]
    changes = sum(1 for one, other in itertools.pairwise(keys) if one != other)
    return changes >= 0.3 * len(keys)


@dataclass(frozen=True, slots=True)
class _Habit:
    """How the recurring labels of a file are written."""

    styled: bool
    starting: bool
    listed: bool
    small: bool
    tight: bool
    """Whether the file writes no blank after its colons."""
    dense: bool
    """Whether they stand before a good part of the paragraphs."""


def _habit(usual: Sequence[_Tally], units: int) -> _Habit:
    total = sum(tally.count for tally in usual)
    return _Habit(
        styled=sum(tally.styled for tally in usual) >= 0.8 * total,
        starting=sum(tally.starting for tally in usual) >= 0.9 * total,
        listed=sum(tally.listed for tally in usual) >= 0.5 * total,
        small=sum(tally.small for tally in usual) >= 0.05 * total,
        tight=sum(tally.tight for tally in usual) >= 0.5 * total,
        dense=total >= 0.25 * units,
    )


def _joins_in(tally: _Tally, habit: _Habit, body: _Body) -> bool:
    """Tell whether a label that is rare belongs to the voices of a labelled file."""
    if tally.likeness < Likeness.STRONG or tally.headings or (tally.tight == tally.count and not habit.tight):
        return False
    if (habit.starting and not tally.starting) or (habit.styled and not tally.styled):
        return False
    if tally.listed and not habit.listed:
        return False
    if habit.styled or tally.likeness is Likeness.CERTAIN:
        return True
    return habit.dense and (habit.small or not tally.small) and not body.uses(next(iter(tally.forms)))


def _could_be_voice(tally: _Tally, body: _Body) -> bool:
    if tally.likeness < Likeness.STRONG or tally.headings or tally.listed or tally.tight == tally.count:
        return False
    return tally.likeness is Likeness.CERTAIN or not (tally.small or body.uses(next(iter(tally.forms))))
