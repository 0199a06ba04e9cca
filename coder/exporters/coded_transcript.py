"""A transcript with its codings, as its documents describe it: turns, passages, and the pieces between their ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coder.domain.coding import Direction
from coder.exporters.charts.data import SIGNS, WAY_WORDS, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTurn:
    """One speaker's uninterrupted talk; code points of the transcript, half-open."""

    number: int
    start: int
    end: int
    who: str
    time: str = ""
    asks: bool = False
    withheld: str = ""
    """Why the words are not shown; empty when they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPassage:
    """A coding on the transcript; code points, half-open."""

    number: int
    """By which text and margin belong together; counts from 1."""
    start: int
    end: int
    code: str
    colour: str
    """`#rrggbb` on white paper."""
    direction: Direction | None = None
    strength: str = ""
    memo: str = ""
    coder: str = ""
    coded_at: str = ""
    """ISO 8601."""
    counts: bool = True
    """Whether it is evidence; what only askers say is shown and counts nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTranscript:
    """A transcript to read on paper."""

    title: str
    about: str = ""
    text: str
    turns: tuple[CodedTurn, ...]
    passages: tuple[CodedPassage, ...] = ()
    """By start, the longer first; none lies in words that are withheld."""
    notes: tuple[str, ...] = ()
    """Sentences about what was withheld."""
    warnings: tuple[str, ...] = ()
    """What the evaluator should know before passing it on; told when it is made, and not part of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same codings."""

    start: int
    end: int
    over: tuple[CodedPassage, ...] = ()
    begins: tuple[CodedPassage, ...] = ()
    """Passages whose first letter is the first one here."""
    ends: tuple[CodedPassage, ...] = ()
    """Passages whose last letter is the last one here."""


def pieces(turn: CodedTurn, passages: Sequence[CodedPassage]) -> Iterator[Piece]:
    """Yield a turn's text cut where a passage begins or ends.

    A passage over several turns begins and ends in each of them, so that none has to be read with the others.
    """
    inside = [passage for passage in passages if passage.start < turn.end and turn.start < passage.end]
    cuts = {turn.start, turn.end}
    for passage in inside:
        cuts.update((max(passage.start, turn.start), min(passage.end, turn.end)))
    places = sorted(cuts)
    for start, end in pairwise(places):
        over = tuple(passage for passage in inside if passage.start < end and start < passage.end)
        yield Piece(
            start,
            end,
            over,
            tuple(passage for passage in over if passage.start == start or (start == turn.start > passage.start)),
            tuple(passage for passage in over if passage.end == end or (end == turn.end < passage.end)),
        )


def passage_in_words(passage: CodedPassage) -> str:
    """Return what the margin says: the code, the direction with its sign, the strength."""
    parts = [passage.code]
    if passage.direction is not None:
        parts.append(f"{SIGNS[passage.direction]}\N{NO-BREAK SPACE}{WAY_WORDS[passage.direction]}")
    if passage.strength:
        parts.append(passage.strength)
    if not passage.counts:
        parts.append("not counted")
    return " · ".join(parts)


def count_in_words(passages: Sequence[CodedPassage]) -> str:
    """Return how many codings there are, and how many more are no evidence."""
    mine = sum(passage.counts for passage in passages)
    more = len(passages) - mine
    return counted(mine, "coding") + (f" and {more:,} more on what askers say, not counted" if more else "")


def codes_used(passages: Sequence[CodedPassage]) -> list[tuple[str, str, int]]:
    """Return the codes with their colour and how often they are used, in the order of their first passage."""
    counts: dict[tuple[str, str], int] = {}
    for passage in passages:
        key = (passage.code, passage.colour)
        counts[key] = counts.get(key, 0) + passage.counts
    return [(code, colour, count) for (code, colour), count in counts.items()]
