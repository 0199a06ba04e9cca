"""Cutting a turn into passages that are short enough to be about one thing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from coder.domain.span import Span, trimmed
from coder.domain.text import word_count

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)")
_WORD = re.compile(r"\S+")


def split_passages(text: str, *, longest: int = 120) -> list[Span]:
    """Return the passages of one turn, in order, as spans of code points without blanks at their ends.

    A turn of up to `longest` blank-separated words is one passage. A longer one is cut into its paragraphs, and
    a paragraph that is still too long into windows of whole sentences, about equally long; only a sentence of
    more than `longest` words is cut inside. Every word is in exactly one passage. Blank text has none.
    """
    if longest < 1:
        raise ValueError("A passage needs room for a word.")
    whole = trimmed(text, 0, len(text))
    if whole is None:
        return []
    if word_count(text) <= longest:
        return [whole]
    passages: list[Span] = []
    start = 0
    for paragraph in text.split("\n"):
        span = trimmed(text, start, start + len(paragraph))
        if span is not None:
            passages.extend(_windows(text, span, longest))
        start += len(paragraph) + 1
    return passages


def _windows(text: str, paragraph: Span, longest: int) -> list[Span]:
    """Cut a paragraph into as few windows as possible, and these about equally long."""
    total = word_count(paragraph.of(text))
    if total <= longest:
        return [paragraph]
    pieces = _pieces(text, paragraph, longest)
    sizes = [size for _, size in pieces]
    fewest = len(_packed(sizes, longest))
    limits = range(max(sizes), longest + 1)
    # A tighter limit never needs fewer windows, so the tightest one that still needs the fewest is found by halving.
    limit = limits[bisect_left(limits, True, key=lambda words: len(_packed(sizes, words)) <= fewest)]
    windows: list[Span] = []
    first = 0
    for count in _packed(sizes, limit):
        windows.append(Span(pieces[first][0].start, pieces[first + count - 1][0].end))
        first += count
    return windows


def _packed(sizes: Sequence[int], limit: int) -> list[int]:
    """Return how many pieces go into each window if windows are filled in order up to `limit` words."""
    counts: list[int] = []
    filled = limit
    for size in sizes:
        if filled + size > limit:
            counts.append(0)
            filled = 0
        counts[-1] += 1
        filled += size
    return counts


def _pieces(text: str, paragraph: Span, longest: int) -> list[tuple[Span, int]]:
    """Return the sentences with their numbers of words; an overlong sentence comes in parts of `longest` words."""
    pieces: list[tuple[Span, int]] = []
    start = paragraph.start
    ends = [match.end() for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end)]
    for end in [*ends, paragraph.end]:
        words = [match.span() for match in _WORD.finditer(text, start, end)]
        for first in range(0, len(words), longest):
            part = words[first : first + longest]
            pieces.append((Span(part[0][0], part[-1][1]), len(part)))
        start = end
    return pieces
