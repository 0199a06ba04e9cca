"""Finding where another tool's coding belongs in a transcript: its quote decides, its places only choose.

Places are worth nothing before it is known what they are counted in, since an import takes names and times out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from coder.domain.source_map import SourcePlaces
from coder.domain.span import Span
from coder.domain.text import normalised
from coder.domain.wording import Wording, alike


class Counting(StrEnum):
    """What the places of a table are counted in; always code points from 0."""

    TEXT = "text"
    """In the transcript's text, as it stands here."""
    SOURCE = "source"
    """In the file's text after decoding; a line end of two characters counts as two."""
    SOURCE_LF = "source-lf"
    """In the file's text after decoding; every line end counts as one, as in most other tools."""


_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_OF_TIMES = frozenset("v am pm h hr hrs hour hours m min mins minute minutes s sec secs second seconds".split())
_LONGEST_HEAD = 40
_FEW_WORDS = 6


class Places:
    """A transcript in which rows of a table are looked for."""

    def __init__(
        self,
        text: str,
        *,
        voices: Sequence[tuple[int, str]] = (),
        source: SourcePlaces | None = None,
        source_text: str = "",
    ) -> None:
        """Take the text, where each turn begins and who speaks in it, and what is known of the file it came from."""
        self.text = text
        self.source = source
        self._source_text = source_text
        self._wording = Wording(text)
        self._in_source: Wording | None = None
        self._voices = voices
        self._talk: _Talk | None = None
        self._known: dict[str, tuple[Span, ...]] = {}

    def hits(self, quote: str) -> tuple[Span, ...]:
        """Return every place of a quote, in order; names and times that the import took out may stand in the quote."""
        if quote not in self._known:
            self._known[quote] = tuple(dict.fromkeys(self._found(quote)))
        return self._known[quote]

    def counted(self, start: int, end: int, counting: Counting) -> Span | None:
        """Return the passage at a half-open range of the text or the file; nothing where there is no such place."""
        if counting is Counting.TEXT:
            return Span(start, end) if 0 <= start < end <= len(self.text) else None
        if self.source is None:
            return None
        return self.source.in_text(start, end, line_ends_as_one=counting is Counting.SOURCE_LF)

    def agrees(self, quote: str, span: Span | None) -> bool:
        """Tell whether a passage is what the quote says."""
        return span is not None and (span in self.hits(quote) or alike(span.of(self.text)) == alike(quote))

    def whole_words(self, spans: Iterable[Span]) -> list[Span]:
        """Return the passages that do not begin or end within a word."""
        return [span for span in spans if not (self._within_word(span.start) or self._within_word(span.end))]

    def _within_word(self, place: int) -> bool:
        return 0 < place < len(self.text) and self.text[place - 1].isalnum() and self.text[place].isalnum()

    def _found(self, quote: str) -> Iterator[Span]:
        found = list(self._wording.find_all(quote))
        if not found and self._source_text and self.source is not None:
            self._in_source = self._in_source or Wording(self._source_text)
            there = (self.source.in_text(hit.start, hit.end) for hit in self._in_source.find_all(quote))
            found = [span for span in there if span is not None]
        if not found:
            self._talk = self._talk or _Talk(self._wording, self._voices)
            found = list(self._talk.find(alike(quote)))
        yield from found


def exactly(text: str, quote: str, start: int, end: int) -> Span | None:
    """Return the passage at a place of the text if it is the quote letter by letter, blanks at its ends and all."""
    if 0 <= start < end <= len(text) and text[start:end].strip() == normalised(quote).strip():
        return Span(start, end)
    return None


class _Talk:
    """A text as words and signs, to find quotes that hold the lines of names and times between the turns."""

    def __init__(self, wording: Wording, voices: Sequence[tuple[int, str]]) -> None:
        matches = list(_TOKEN.finditer(wording.plain))
        self._wording = wording
        self._tokens = [match[0] for match in matches]
        self._ends = [(match.start(), match.end()) for match in matches]
        places = [wording.span(match.start(), match.end()).start for match in matches]
        begins = [start for start, _ in voices]
        self._turn = [bisect_right(begins, place) - 1 for place in places]
        self._labels = [frozenset(word.casefold() for word in _TOKEN.findall(label)) for _, label in voices]
        self._where: dict[str, list[int]] = {}
        for number, token in enumerate(self._tokens):
            self._where.setdefault(token, []).append(number)

    def find(self, quote: str) -> Iterator[Span]:
        """Yield where a quote stands, looking past the lines between turns that are not in the text."""
        wanted = _TOKEN.findall(quote)
        for first in range(min(len(wanted), _LONGEST_HEAD)):
            found = False
            for place in self._where.get(wanted[first], ()):
                if first and not (self._begins_turn(place) and self._is_head(wanted[:first], place)):
                    continue
                last = self._walk(wanted, first, place)
                if last is not None:
                    found = True
                    yield self._wording.span(self._ends[place][0], self._ends[last][1])
            if found:
                return

    def _walk(self, wanted: Sequence[str], at: int, place: int, *, may_skip: bool = False) -> int | None:
        """Return the last token of the text that a quote covers from a place on, or nothing where it differs."""
        while at < len(wanted):
            end = place >= len(self._tokens)
            if may_skip and (end or self._tokens[place] != wanted[at] or self._begins_turn(place)):
                for skip in range(1, min(_LONGEST_HEAD, len(wanted) - at) + 1):
                    rest = wanted[at + skip : at + skip + 2]
                    if self._tokens[place : place + len(rest)] != rest:
                        continue
                    if self._is_head(wanted[at : at + skip], place):
                        if at + skip == len(wanted):
                            return place - 1
                        last = self._walk(wanted, at + skip, place) if not end else None
                        if last is not None:
                            return last
            if end or self._tokens[place] != wanted[at]:
                return None
            at, place, may_skip = at + 1, place + 1, True
        return place - 1

    def _begins_turn(self, place: int) -> bool:
        return place >= len(self._tokens) or place == 0 or self._turn[place] != self._turn[place - 1]

    def _is_head(self, tokens: Sequence[str], place: int) -> bool:
        """Tell whether words can be what stands before a turn: a name, a time, signs."""
        near = {self._turn[number] for number in (place - 1, place) if 0 <= number < len(self._turn)}
        names = frozenset().union(*(self._labels[number] for number in near if 0 <= number < len(self._labels)))
        words = [token for token in tokens if any(map(str.isalpha, token))]
        other = [word for word in words if word.casefold() not in names and word.casefold() not in _OF_TIMES]
        if not other:
            return bool(words) or any(map(str.isdigit, tokens))
        # The names may have been changed since: a few words, then a time or a colon, before a turn.
        behind = tokens[len(tokens) - 1 - tokens[::-1].index(other[-1]) :]
        return ":" in behind and len(other) <= _FEW_WORDS and self._begins_turn(place)
