"""Suggested codes with their reasons, and what people decided about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from coder.domain.ids import new_id
from coder.domain.span import Span


class ReasonKind(StrEnum):
    """What speaks for a suggestion; in the order in which reasons are shown."""

    TERM = "term"
    EXAMPLE = "example"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a suggestion."""

    kind: ReasonKind
    text: str
    """The matched key term, the most similar codebook quote, or a shared word."""
    spans: tuple[Span, ...] = ()
    """Where the passage shows it, in code points of the text that was asked about."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code offered for a passage; scores only rank, they are not probabilities."""

    code_id: str
    rank: int
    score: float
    reasons: tuple[Reason, ...]


class Verdict(StrEnum):
    """What a person decided about a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's verdict on a suggested code for a passage."""

    id: str = field(default_factory=new_id)
    transcript_id: str
    code_id: str
    coder_id: str
    start: int
    end: int
    verdict: Verdict
    engine_key: str
    rank: int
    coding_id: str | None = None
    decided_at: str
    revision: int = 0

    @property
    def span(self) -> Span:
        """Return the passage's place in the transcript (code points)."""
        return Span(self.start, self.end)
