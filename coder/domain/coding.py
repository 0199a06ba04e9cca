"""Codings: a code on a passage by a coder."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from coder.domain.ids import new_id
from coder.domain.span import Span


class Direction(StrEnum):
    """Which way a passage speaks about the outcome."""

    SUPPORTS = "supports"
    CHALLENGES = "challenges"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class Strength(StrEnum):
    """How strong the evidence in a passage is, by a written rubric.

    Anecdotal: said in passing. Described: told with its circumstances. Corroborated: borne out by another
    voice or source.
    """

    ANECDOTAL = "anecdotal"
    DESCRIBED = "described"
    CORROBORATED = "corroborated"


class Origin(StrEnum):
    """How a coding came about; a person decided in either case."""

    BY_HAND = "by hand"
    SUGGESTED = "suggested"


class Review(StrEnum):
    """Whether somebody looked at a coding again."""

    OPEN = "not reviewed"
    DONE = "reviewed"
    DISCUSS = "to discuss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """A person who codes."""

    id: str = field(default_factory=new_id)
    name: str
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A code on a passage by a coder; the span is a half-open range of the transcript's code points."""

    id: str = field(default_factory=new_id)
    transcript_id: str
    code_id: str
    coder_id: str
    start: int
    end: int
    direction: Direction | None = None
    strength: Strength | None = None
    memo: str = ""
    created_at: str
    origin: Origin = Origin.BY_HAND
    engine_key: str = ""
    """Which state of the suggestion engine offered it; empty when coded by hand."""
    rank: int | None = None
    codebook_version: str = ""
    review: Review = Review.OPEN
    revision: int = 0

    @property
    def span(self) -> Span:
        """Return the coded passage's place in the text."""
        return Span(self.start, self.end)
