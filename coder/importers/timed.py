"""Transcripts whose turns begin with a line of name and time: Otter text, Teams and Word transcripts.

The same header is written in several ways; a file uses one of them, so the style is decided for the whole file.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from coder.importers.names import SPOKEN_TIME, TIME, Likeness, bare, begins_like_talk, likeness, seconds
from coder.importers.turns import Document, Line

_CLOCK = rf"[\[(]?(?P<time>{TIME})[\])]?"
_NAME_TIME = re.compile(rf"(?P<name>\S.*?)(?P<gap>\s*[-–—|·•,:]?\s*)(?P<clock>{_CLOCK})\s*:?")
_NAME_SPOKEN = re.compile(rf"(?P<name>\S.*?)(?P<gap>\s+)(?P<time>{SPOKEN_TIME})\s*(?:{TIME})?")
_SPOKEN_ALONE = re.compile(rf"(?P<time>{SPOKEN_TIME})\s*(?:{TIME})?")
_RANGE = re.compile(r"(?P<time>\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)\s*-->\s*\d[\d:.,]*")
_TIME_ALONE = re.compile(_CLOCK)
_TIME_NAME = re.compile(rf"{_CLOCK}\s*[-–—|]?\s+(?P<name>\S.*)")
_INLINE = re.compile(
    rf"(?P<name>\S.{{0,70}}?)(?:\s{{2,}}|\s*\t\s*)[\[(]?(?P<time>{TIME})[\])]?\s+(?P<text>\S.*)", re.DOTALL
)
_ANY_TIME = re.compile(r"\d:[0-5]?\d|\bseconds?\b")
_DATED = re.compile(r"\d:\d\d|\b(?:19|20)\d\d\b")
_WIDE_GAP = re.compile(r"(?: {2,}|\t)\d[\d:.,]*$")
_CLOCK_STARTS = "0123456789[("
_EMPHASIS = "*_"
_LONGEST_HEADER = 120
_LONGEST_NAME = 80
_EARLY = 20
_SOON = 120.0


class Style(Enum):
    """How a file writes its headers."""

    RANGE = "two times with an arrow, name on the next line"
    SPOKEN = "name, time in words"
    APART = "name on a line, time on the next"
    WIDE = "name, two blanks or a bracket, time"
    INLINE = "name, two blanks, time, text on the same line"
    FIRST = "time, name"
    NARROW = "name, one blank, time"
    BARE = "time only"


_BEGINS_WITH_TIME = re.compile(rf"[*_]{{0,3}}[\[(]?\s*{TIME}\b")


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its first line, how many lines it takes, and what it says; `text_from` is for `Style.INLINE`."""

    line: int
    length: int
    name: str | None
    time: float
    style: Style
    text_from: int = 0


def find_headers(document: Document) -> list[Header]:
    """Return the headers of the file's own style, in order; an empty list when the file has none."""
    found: dict[Style, list[Header]] = {style: [] for style in Style}
    for number, line in enumerate(document.lines):
        if line.speaker is not None or not _may_hold_time(line.text):
            continue
        for header in _readings(number, line.text):
            found[header.style].append(header)
    found[Style.FIRST] = _over_words(found[Style.FIRST], document.lines)
    found[Style.RANGE] = _with_names_below(found[Style.RANGE], document.lines)
    found[Style.APART] = _with_names_above(found[Style.BARE], document.lines)
    found[Style.SPOKEN] = _settled(found[Style.SPOKEN], document.lines)
    believed = [_checked(style, headers, document.lines) for style, headers in found.items()]
    return max(believed, key=len)  # the first of equals: `Style` is in order of certainty


def _may_hold_time(text: str) -> bool:
    """Tell cheaply whether a line needs to be looked at: most do not."""
    head = text[:_LONGEST_HEADER]
    if ":" not in head:
        return "second" in head and len(text) <= _LONGEST_HEADER
    if len(text) > _LONGEST_HEADER and "  " not in head and "\t" not in head:
        return False  # a long line can only hold a header before its text, set off by a wide gap
    return _ANY_TIME.search(head) is not None


def _readings(number: int, text: str) -> list[Header]:
    """Return every way in which one line can be read as a header."""
    if len(text) > _LONGEST_HEADER:
        inline = _INLINE.match(text)
        return [_inline(number, inline)] if inline and _may_be_name(inline["name"]) else []
    plain = text.strip(_EMPHASIS) if text[0] in _EMPHASIS or text[-1] in _EMPHASIS else text
    if plain[:1] in _CLOCK_STARTS and (match := _TIME_ALONE.fullmatch(plain)):
        return [Header(number, 1, None, seconds(match["time"]), Style.BARE)]
    if "-->" in plain and (match := _RANGE.fullmatch(plain)):
        return [Header(number, 1, None, seconds(match["time"]), Style.RANGE)]
    in_words = "second" in plain
    if in_words and (match := _SPOKEN_ALONE.fullmatch(plain)):
        return [Header(number, 1, None, seconds(match["time"]), Style.SPOKEN)]
    if in_words and (match := _NAME_SPOKEN.fullmatch(plain)):
        name = _plain(match["name"])
        return [Header(number, 1, name, seconds(match["time"]), Style.SPOKEN)] if _may_be_name(name) else []
    found: list[Header] = []
    if (match := _NAME_TIME.fullmatch(plain)) and _may_be_name(name := _plain(match["name"])):
        wide = len(match["gap"]) >= 2 or "\t" in match["gap"] or match["clock"][0] in "[("
        if match["gap"]:
            found.append(Header(number, 1, name, seconds(match["time"]), Style.WIDE if wide else Style.NARROW))
    elif (match := _TIME_NAME.fullmatch(plain)) and likeness(name := _plain(match["name"])) >= (Likeness.STRONG):
        found.append(Header(number, 1, name, seconds(match["time"]), Style.FIRST))
    elif (match := _INLINE.match(plain)) and _may_be_name(match["name"]):
        found.append(_inline(number, match))
    return found


def _plain(name: str) -> str:
    return bare(name.strip(_EMPHASIS + " :"))


def _inline(number: int, match: re.Match[str]) -> Header:
    name = _plain(match["name"])
    return Header(number, 1, name, seconds(match["time"]), Style.INLINE, match.start("text"))


def _may_be_name(name: str) -> bool:
    """Tell whether a header's name can be one: headers allow more than labels ("Smith, Jane (Trust) [External]")."""
    return (
        len(name) <= _LONGEST_NAME
        and len(name.split()) <= 10
        and any(character.isalnum() for character in name)
        and name[-1] not in "!?;:"
        and not (name[0].islower() and len(name.split()) > 4)
        and not _DATED.search(name)
    )


def _over_words(headers: Sequence[Header], lines: Sequence[Line]) -> list[Header]:
    """Leave out "[0:05] BEN: Goats" where the next line has its time too: that is an answer, and no name over one."""
    return [
        header
        for header in headers
        if ":" not in (header.name or "")
        or (header.line + 1 < len(lines) and not _BEGINS_WITH_TIME.match(lines[header.line + 1].text))
    ]


def _with_names_below(ranges: Sequence[Header], lines: Sequence[Line]) -> list[Header]:
    """Read the name under each pair of times, where nearly every pair has one."""
    named: list[Header] = []
    for header in ranges:
        below = header.line + 1
        if below + 1 < len(lines) and not lines[below].starts and not lines[below + 1].starts:
            named.append(replace(header, length=2, name=_plain(lines[below].text)))
        else:
            named.append(header)
    names = [header.name for header in named if header.name]
    likely = sum(1 for name in names if likeness(name) >= Likeness.STRONG)
    return named if likely >= 0.8 * len(named) else list(ranges)


def _with_names_above(times_only: Sequence[Header], lines: Sequence[Line]) -> list[Header]:
    """Read "name", "time", "text" on lines of their own; only if nearly every time has a name above it."""
    times = {header.line for header in times_only}
    named: list[Header] = []
    for header in times_only:
        above = header.line - 1
        if above >= 0 and above not in times and _stands_as_name(lines[above].text):
            named.append(Header(above, 2, _plain(lines[above].text), header.time, Style.APART))
        else:
            named.append(Header(header.line, 1, None, header.time, Style.APART))
    names = Counter(header.name for header in named if header.name)
    if names.total() < 0.8 * len(named) or (len(named) > 4 and len(names) > 0.7 * names.total()):
        return []
    return named


def _stands_as_name(text: str) -> bool:
    plain = text.strip(_EMPHASIS + ": ")
    return bool(plain) and len(plain) <= _LONGEST_NAME and text[-1] not in ".?!," and likeness(plain) >= Likeness.WEAK


def _settled(headers: Sequence[Header], lines: Sequence[Line]) -> list[Header]:
    """Merge the copies that a paste from Teams makes of one header, from the initials of the picture to the name."""
    result: list[Header] = []
    for header in headers:
        if header.name and likeness(header.name) < Likeness.STRONG:
            continue
        last = result[-1] if result else None
        if last is not None and last.line + last.length == header.line and last.name in (None, header.name):
            result.pop()
            now = replace(last, length=last.length + 1, name=header.name or last.name)
        else:
            now = header
        begin, name = now.line, now.name
        above = lines[begin - 1].text.strip(_EMPHASIS) if begin > 0 else ""
        if above and (above == name or (name is None and _stands_as_name(above))):
            begin, name = begin - 1, above
        if begin > 0 and name and lines[begin - 1].text == _initials(name):
            begin -= 1
        end = now.line + now.length
        if end < len(lines) and _TIME_ALONE.fullmatch(lines[end].text):
            end += 1
        result.append(replace(now, line=begin, length=end - begin, name=name))
    return result


def _initials(name: str) -> str:
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _checked(style: Style, headers: Sequence[Header], lines: Sequence[Line]) -> list[Header]:
    """Return the headers if there is enough reason to believe in them, else nothing."""
    kept = list(headers)
    if style is Style.WIDE:
        counts = Counter(header.name for header in headers)
        kept = [header for header in headers if _credible(header, counts, lines[header.line].text)]
    elif style in (Style.NARROW, Style.FIRST):
        kept = [header for header in headers if likeness(header.name or "") >= Likeness.STRONG]
    if not kept or not _followed(kept, lines):
        return []
    early = kept[0].line <= _EARLY
    if style in (Style.APART, Style.WIDE):
        return kept if early or len(kept) > 2 else []
    if style is Style.INLINE:
        return kept if len(kept) >= 0.5 * (len(lines) - kept[0].line) else []
    rising = sum(1 for one, other in itertools.pairwise(kept) if one.time <= other.time)
    if len(kept) < 2 or not early or rising < 0.9 * (len(kept) - 1):
        return []
    recurring = Counter(header.name for header in kept).most_common(1)[0][1] >= 2
    return kept if style in (Style.BARE, Style.RANGE) or recurring or kept[0].time < _SOON else []


def _followed(headers: Sequence[Header], lines: Sequence[Line]) -> bool:
    """Tell whether text follows most headers."""
    if headers[0].style is Style.INLINE:
        return True
    begins = {header.line for header in headers}
    ends = [header.line + header.length for header in headers]
    return sum(1 for end in ends if end < len(lines) and end not in begins) >= 0.5 * len(headers)


def _credible(header: Header, counts: Counter[str | None], line: str) -> bool:
    """Tell whether a name with a time is a header among the others, not a remark that ends in a time."""
    name = header.name or ""
    if not (name[0].islower() or begins_like_talk(name) or (name[-1] == "." and len(name.split()) > 3)):
        return True
    enough = Likeness.WEAK if _WIDE_GAP.search(line) else Likeness.STRONG
    return likeness(name) >= enough or counts[name] >= 2
