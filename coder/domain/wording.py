"""When two wordings are the same, whatever program wrote them down: blanks, line ends, and how signs are encoded.

Runs of blanks count as one blank, soft hyphens and signs without width as nothing; composed and decomposed letters,
curly and straight quotation marks, long and short dashes are alike. Case, spelling and punctuation count.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from coder.domain.span import Span

_LIKE = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_NOTHING = "\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_ODD = re.compile(rf"[{_NOTHING}]*\s[\s{_NOTHING}]+|[{_NOTHING}]+\s?|[^\S ]|[{''.join(map(re.escape, _LIKE))}]")
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]")


class Wording:
    """A text in the form in which wordings are compared, with the way back to its own places (code points)."""

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        self._at: list[int] = [0]
        self._from: list[int] = [0]
        self._to: list[int] = [0]
        place = length = 0
        for start, end, alike in _changes(text):
            if alike == text[start:end]:
                continue
            parts += (text[place:start], alike)
            length += start - place
            # Of what was changed, the first place begins it and the last one ends it.
            for number in range(len(alike)):
                self._note(length + number, start, end)
            length += len(alike)
            self._note(length, end, end)
            place = end
        parts.append(text[place:])
        self.plain = "".join(parts)
        """The text for comparing."""

    def _note(self, at: int, start: int, end: int) -> None:
        if self._at[-1] == at:
            self._from[-1], self._to[-1] = start, end
        else:
            self._at.append(at)
            self._from.append(start)
            self._to.append(end)

    def span(self, start: int, end: int) -> Span:
        """Return where a range of `plain` stands in the text."""
        return Span(self._place(start)[0], self._place(end - 1)[1])

    def _place(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._at, at) - 1
        beyond = at - self._at[number]
        if beyond == 0 and self._to[number] > self._from[number]:
            return self._from[number], self._to[number]
        return self._to[number] + beyond, self._to[number] + beyond + 1

    def find_all(self, quote: str) -> Iterator[Span]:
        """Yield every place where a quote stands, in order; places may overlap."""
        wanted = alike(quote)
        at = self.plain.find(wanted) if wanted else -1
        while at >= 0:
            yield self.span(at, at + len(wanted))
            at = self.plain.find(wanted, at + 1)


def alike(text: str) -> str:
    """Return a text for comparing, without blanks at its ends."""
    return Wording(text).plain.strip()


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield which ranges of a text are written otherwise for comparing, and how."""
    if unicodedata.is_normalized("NFC", text):
        for match in _ODD.finditer(text):
            yield match.start(), match.end(), _level(match[0])
        return
    at = 0
    for start, end in _clusters(text):
        for match in _ODD.finditer(text, at, start):
            yield match.start(), match.end(), _level(match[0])
        yield start, end, unicodedata.normalize("NFC", text[start:end])
        at = end
    for match in _ODD.finditer(text, at):
        yield match.start(), match.end(), _level(match[0])


def _level(text: str) -> str:
    if text in _LIKE:
        return _LIKE[text]
    return " " if any(map(str.isspace, text)) else ""


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the letters that are not in their composed form, each with its marks."""
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and (
            unicodedata.combining(text[at]) or (_JAMO.match(text[at]) and _JAMO.match(text[at - 1]))
        ):
            continue
        if not unicodedata.is_normalized("NFC", text[start:at]):
            yield start, at
        start = at
