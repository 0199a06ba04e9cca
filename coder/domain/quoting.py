"""Which passages a report quotes, by a rule that is written down and gives the same quotes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coder.domain.coding import Direction, Strength

RULE = (
    "Quotes are chosen by rule, not by hand: corroborated passages come before described ones, and these before those "
    "said in passing; passages of 12 to 80 words come before shorter and longer ones; earlier passages come before "
    "later ones. Among them each person is quoted once before anybody is quoted twice, and no two quotes overlap. "
    "Passages that challenge, or are mixed, are chosen in the same way by themselves, so that they are always there "
    "where there are any."
)

_STRENGTH = {Strength.CORROBORATED: 0, Strength.DESCRIBED: 1, Strength.ANECDOTAL: 2, None: 3}
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s")
_LONGEST = 120
"""Words of a quote; what is longer is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that may be quoted, with what its codings say about one subject."""

    transcript: int
    """Place of the transcript in the project."""
    start: int
    end: int
    text: str
    people: tuple[str, ...]
    """Keys of those who speak in it."""
    direction: Direction | None = None
    strength: Strength | None = None
    coding_ids: tuple[str, ...] = ()

    @property
    def challenges(self) -> bool:
        """Tell whether it speaks against the subject, also if only in part."""
        return self.direction in (Direction.CHALLENGES, Direction.MIXED)


def together(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates with those on the same passage as one: the best strength; mixed if they disagree."""
    found: dict[tuple[int, int, int], Candidate] = {}
    for new in candidates:
        key = (new.transcript, new.start, new.end)
        old = found.get(key)
        found[key] = new if old is None else _united(old, new)
    return [found[key] for key in sorted(found)]


def best(candidates: Sequence[Candidate], *, most: int, beside: Sequence[Candidate] = ()) -> list[Candidate]:
    """Return at most `most` candidates by `RULE`, the best first; none overlaps another one or one of `beside`."""
    chosen: list[Candidate] = []
    heard = {person for other in beside for person in other.people}
    ranked = sorted(candidates, key=_rank)
    for only_new in (True, False):
        for candidate in ranked:
            if len(chosen) == most:
                return chosen
            if only_new and heard.intersection(candidate.people):
                continue
            if not any(_overlap(candidate, other) for other in (*chosen, *beside)):
                chosen.append(candidate)
                heard.update(candidate.people)
    return chosen


def shortened(text: str) -> str:
    """Return a quote of a length that people read: cut after a sentence where there is one, and marked as cut."""
    words = list(re.finditer(r"\S+", text))
    if len(words) <= _LONGEST:
        return text
    cut = text[: words[_LONGEST - 1].end()]
    ends = [match.end() for match in _SENTENCE_END.finditer(cut)]
    if ends and ends[-1] > len(cut) // 2:
        cut = cut[: ends[-1]]
    return f"{cut.rstrip()} […]"


def _rank(candidate: Candidate) -> tuple[int, int, int, int, int]:
    count = len(candidate.text.split())
    length = 0 if 12 <= count <= 80 else 1 if 6 <= count <= 150 else 2
    return (_STRENGTH[candidate.strength], length, candidate.transcript, candidate.start, candidate.end)


def _united(one: Candidate, other: Candidate) -> Candidate:
    ways = {each.direction for each in (one, other) if each.direction is not None}
    strength = min((one.strength, other.strength), key=_STRENGTH.__getitem__)
    return Candidate(
        transcript=one.transcript,
        start=one.start,
        end=one.end,
        text=one.text,
        people=tuple(dict.fromkeys((*one.people, *other.people))),
        direction=Direction.MIXED if len(ways) > 1 else next(iter(ways), None),
        strength=strength,
        coding_ids=(*one.coding_ids, *other.coding_ids),
    )


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.transcript == other.transcript and one.start < other.end and other.start < one.end
