"""Where a transcript's text stood in the file that it came from.

An import takes out names, times and marks and puts line ends right, so that a place counted in the file is another
place in our text. What is left stands in the order of the file: the words of both texts are laid side by side, long
runs of words first, what is between them after that, and the names of the speakers help to tell equal words apart.
So every layout has its map, also one that was read by an earlier version.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coder.domain.span import Span
from coder.domain.transcript import SourceMap

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufdd0-\ufdef]+")
"""What an import leaves out within words; it is looked past on both sides."""
_CRLF = re.compile("\r\n")
_RUNS = (6, 3)
"""How many words in a row, unlike any others on both sides, are surely the same ones; first in all, then in gaps."""
_MOST_CELLS = 400_000
_NEAR = 80
_HIT, _BESIDE = 2, 1
_FAR, _LONG, _INDENT, _SHORT = 200, 24, 12, 3
"""Code points: between two turns, of a line that is hardly there twice, before a line, and of a short name."""


def source_map(transcript_id: str, *, turns: Sequence[tuple[str | None, str]], source: str) -> SourceMap:
    """Return the map of a transcript with these turns (speaker, text), laid out with one newline between them.

    `source` is the file's text after decoding, before anything was put right; its code points count, so that "\\r\\n"
    is two. For Word it is the text of the document with one newline per paragraph.
    """
    pieces = list(_pieces(turns, source))
    marks = [(0, match.start(), 0) for match in _CRLF.finditer(source)]
    flat = (*(number for piece in pieces for number in piece), *(number for mark in marks for number in mark))
    return SourceMap(
        id=transcript_id,
        transcript_id=transcript_id,
        source_hash=source_hash(source),
        source_length=len(source),
        pieces=flat,
    )


def source_hash(source: str) -> str:
    """Return the SHA-256 of a file's decoded text, as 64 hexadecimal digits."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


class SourcePlaces:
    """Turns places in a file into places in the transcript that was made of it."""

    def __init__(self, known: SourceMap) -> None:
        numbers = known.pieces
        triples = list(zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True))
        self._ours = [ours for ours, _, length in triples if length]
        self._theirs = [theirs for _, theirs, length in triples if length]
        self._lengths = [length for _, _, length in triples if length]
        self._double = [theirs - number for number, theirs in enumerate(t[1] for t in triples if not t[2])]
        self.length = known.source_length
        """Of the file's text, in code points."""

    @property
    def double_line_ends(self) -> bool:
        """Tell whether the file's lines end in two code points, which some tools count as one."""
        return bool(self._double)

    @property
    def covered(self) -> int:
        """Return how many code points of the transcript have a place in the file."""
        return sum(self._lengths)

    def in_text(self, start: int, end: int, *, line_ends_as_one: bool = False) -> Span | None:
        """Return where a half-open range of the file (code points) stands in the transcript.

        What the import took out at its ends is left off; nothing is returned where nothing of it is left.
        """
        if line_ends_as_one:
            start, end = self._both_counted(start), self._both_counted(end)
        if not 0 <= start < end <= self.length:
            return None
        last = bisect_left(self._theirs, end) - 1
        first = bisect_right(self._theirs, start) - 1
        if first < 0 or self._theirs[first] + self._lengths[first] <= start:
            first += 1
        if first > last:
            return None
        begin = self._ours[first] + max(0, start - self._theirs[first])
        stop = self._ours[last] + min(self._lengths[last], end - self._theirs[last])
        return Span(begin, stop)

    def _both_counted(self, place: int) -> int:
        """Return a place for which each "\\r\\n" counted once as one for which it counts twice."""
        return place + bisect_left(self._double, place)


@dataclass(frozen=True, slots=True)
class _Words:
    """A text in tokens, with where each one stands (code points of the text without what is dropped)."""

    tokens: list[str]
    starts: list[int]
    cuts: list[int]
    """Where something was dropped: places in the text that is left."""
    shifts: list[int]
    """How much was dropped up to and including each cut."""

    def original(self, place: int) -> int:
        """Return where the character at a place of the text that is left stood before."""
        number = bisect_right(self.cuts, place)
        return place + (self.shifts[number - 1] if number else 0)


def _words(text: str) -> tuple[str, _Words]:
    cuts: list[int] = []
    shifts: list[int] = []
    dropped = 0
    for match in _DROPPED.finditer(text):
        cuts.append(match.start() - dropped)
        dropped += len(match[0])
        shifts.append(dropped)
    clean = _DROPPED.sub("", text) if cuts else text
    found = [(match[0], match.start()) for match in _TOKEN.finditer(clean)]
    return clean, _Words([token for token, _ in found], [start for _, start in found], cuts, shifts)


@dataclass(slots=True)
class _Line:
    """A line of our text: where it stands there, the name that the file says before it, and where it stands there."""

    ours: int
    text: str
    label: str = ""
    theirs: int = -1


def _pieces(turns: Sequence[tuple[str | None, str]], source: str) -> Iterator[tuple[int, int, int]]:
    """Yield the triples of `SourceMap.pieces`, in order of both texts."""
    lines: list[_Line] = []
    at = 0
    for speaker, said in turns:
        label = speaker or ""
        for text in said.split("\n"):
            if text:
                lines.append(_Line(at, text, label))
                label = ""
            at += len(text) + 1
    _find_whole(lines, source)
    text = "\n".join(said for _, said in turns)
    yield from _merged(_all_pieces(lines, text, source), text, source)


def _find_whole(lines: Sequence[_Line], source: str) -> None:
    """Place the lines that the file has as they are, where nothing but their speaker's name stands before them.

    Nearly all lines of nearly all files are such, and this is many times as fast as comparing words.
    """
    view = source.replace("\u00a0", " ").replace("\u202f", " ")
    at = 0
    for number, line in enumerate(lines):
        place = view.find(line.text, at)
        while place > 0 and (view[place - 1].isalnum() and line.text[0].isalnum()):
            place = view.find(line.text, place + 1)
        if place < 0:
            continue
        end = place + len(line.text)
        if view[end : end + 1].isalnum() and line.text[-1].isalnum():
            continue
        gap = view[at:place]
        if place - at > _FAR or (number and lines[number - 1].theirs < 0):
            sure = len(line.text) >= _LONG and view.find(line.text, place + 1) < 0
        elif line.label:
            sure = _names(line.label, gap)
        else:
            sure = len(gap) <= _INDENT and not any(map(str.isalnum, gap))
        if sure:
            line.theirs = place
            at = end


def _names(label: str, gap: str) -> bool:
    """Tell whether what stands before a turn names its speaker; short names must be words by themselves."""
    if len(label) > _SHORT:
        return label.casefold() in gap.casefold()
    return label.casefold() in (word.casefold() for word in re.findall(r"\w+", gap))


def _all_pieces(lines: Sequence[_Line], text: str, source: str) -> Iterator[tuple[int, int, int]]:
    """Yield the lines that were found, and word by word what is between them."""
    at = 0
    missing: list[_Line] = []
    for line in lines:
        if line.theirs < 0:
            missing.append(line)
            continue
        if missing:
            yield from _by_words(missing, line.label, text, source, at, line.theirs)
            missing = []
        yield line.ours, line.theirs, len(line.text)
        at = line.theirs + len(line.text)
    if missing:
        yield from _by_words(missing, "", text, source, at, len(source))


def _by_words(
    lines: Sequence[_Line], next_label: str, text: str, source: str, start: int, end: int
) -> Iterator[tuple[int, int, int]]:
    """Yield where the words of these lines stand between two places of the file."""
    base = lines[0].ours
    there, theirs = _words(source[start:end])
    clean, ours = _words(text[base : lines[-1].ours + len(lines[-1].text)])
    # The names go in between, as they stand in the file; they have no place in our text.
    tokens: list[str] = []
    place_of: list[int] = []
    number = 0
    for line in lines:
        name = _TOKEN.findall(line.label)
        tokens += name
        place_of += [-1] * len(name)
        until = line.ours - base + len(line.text)
        while number < len(ours.tokens) and ours.original(ours.starts[number]) < until:
            tokens.append(ours.tokens[number])
            place_of.append(number)
            number += 1
    tokens += _TOKEN.findall(next_label)
    place_of += [-1] * (len(tokens) - len(place_of))
    whole = [
        (ours.starts[place_of[mine]], theirs.starts[other], len(tokens[mine]))
        for mine, other in _aligned(tokens, theirs.tokens)
        if place_of[mine] >= 0
    ]
    for run in _merged(whole, clean, there):
        for mine, other, length in _cut(*run, ours, theirs):
            yield mine + base, other + start, length


def _merged(runs: Iterable[tuple[int, int, int]], one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """Join tokens between which nothing stands, or as many blanks, on both sides."""
    last: tuple[int, int, int] | None = None
    for run in runs:
        if last is not None:
            mine, theirs = one[last[0] + last[2] : run[0]], other[last[1] + last[2] : run[1]]
            if len(mine) == len(theirs) and (mine == theirs or (mine.isspace() and theirs.isspace())):
                last = (last[0], last[1], run[0] + run[2] - last[0])
                continue
            yield last
        last = run
    if last is not None:
        yield last


def _cut(mine: int, other: int, length: int, ours: _Words, theirs: _Words) -> Iterator[tuple[int, int, int]]:
    """Yield a piece in places of the whole texts, cut where one of them holds something that was dropped."""
    edges = {0, length}
    for start, words in ((mine, ours), (other, theirs)):
        for number in range(bisect_right(words.cuts, start), bisect_left(words.cuts, start + length)):
            edges.add(words.cuts[number] - start)
    for begin, end in pairwise(sorted(edges)):
        yield ours.original(mine + begin), theirs.original(other + begin), end - begin


def _aligned(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return which tokens are the same ones: pairs of places, both rising."""
    return list(_between(one, other, 0, len(one), 0, len(other), _RUNS))


def _between(
    one: Sequence[str], other: Sequence[str], i: int, until_i: int, j: int, until_j: int, runs: Sequence[int]
) -> Iterator[tuple[int, int]]:
    while i < until_i and j < until_j and one[i] == other[j] and not runs:
        yield i, j
        i, j = i + 1, j + 1
    if i >= until_i or j >= until_j:
        return
    if not runs:
        if (until_i - i) * (until_j - j) <= _MOST_CELLS:
            yield from _best(one, other, i, until_i, j, until_j)
        else:
            yield from _next_ones(one, other, i, until_i, j, until_j)
        return
    for mine, theirs in [*_anchors(one, other, i, until_i, j, until_j, runs[0]), (until_i, until_j)]:
        yield from _between(one, other, i, mine, j, theirs, runs[1:])
        if mine < until_i:
            yield mine, theirs
        i, j = mine + 1, theirs + 1


def _anchors(
    one: Sequence[str], other: Sequence[str], i: int, until_i: int, j: int, until_j: int, run: int
) -> list[tuple[int, int]]:
    """Return the tokens in runs that stand once on both sides, as far as they come in the same order."""
    mine, theirs = _once(one[i:until_i], run), _once(other[j:until_j], run)
    both = sorted((at + i, theirs[key] + j) for key, at in mine.items() if key in theirs)
    found: list[tuple[int, int]] = []
    for at, place in _rising(both):
        for step in range(run):
            if not found or (at + step > found[-1][0] and place + step > found[-1][1]):
                found.append((at + step, place + step))
    return found


def _once(tokens: Sequence[str], run: int) -> dict[tuple[str, ...], int]:
    keys = list(zip(*(tokens[step:] for step in range(run)), strict=False))
    counts = Counter(keys)
    return {key: at for at, key in enumerate(keys) if counts[key] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest choice of pairs, sorted by their first number, whose second numbers rise."""
    tops: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        height = bisect_left(tops, place)
        before.append(holders[height - 1] if height else -1)
        if height == len(tops):
            tops.append(place)
            holders.append(number)
        else:
            tops[height], holders[height] = place, number
    chosen: list[tuple[int, int]] = []
    number = holders[-1] if holders else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _best(
    one: Sequence[str], other: Sequence[str], i: int, until_i: int, j: int, until_j: int
) -> Iterator[tuple[int, int]]:
    """Yield the most tokens that can be the same, those side by side before scattered ones (a table of best scores)."""
    rows, columns = until_i - i, until_j - j
    best = [[0] * (columns + 1)]
    hits = [[0] * (columns + 1)]
    for row in range(rows):
        above, above_hits, token = best[-1], hits[-1], one[i + row]
        line, line_hits, left = [0], [0], 0
        for column in range(columns):
            score = above[column + 1]
            left = max(left, score)
            hit = 0
            if other[j + column] == token:
                hit = _HIT + max(above[column], above_hits[column] + _BESIDE if above_hits[column] else 0)
                left = max(left, hit)
            line.append(left)
            line_hits.append(hit)
        best.append(line)
        hits.append(line_hits)
    found: list[tuple[int, int]] = []
    row, column = rows, columns
    within = False
    while row and column:
        hit = hits[row][column]
        if hit and (within or hit == best[row][column]):
            found.append((i + row - 1, j + column - 1))
            beside = hits[row - 1][column - 1]
            within = bool(beside) and hit == _HIT + beside + _BESIDE
            row, column = row - 1, column - 1
        elif best[row - 1][column] == best[row][column]:
            row -= 1
        else:
            column -= 1
    yield from reversed(found)


def _next_ones(
    one: Sequence[str], other: Sequence[str], i: int, until_i: int, j: int, until_j: int
) -> Iterator[tuple[int, int]]:
    """Yield each token's next like; for long stretches in which the same words come again and again."""
    for mine in range(i, until_i):
        for place in range(j, min(until_j, j + _NEAR)):
            if other[place] == one[mine]:
                yield mine, place
                j = place + 1
                break
