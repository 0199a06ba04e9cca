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
    SKIPPED = "skipped"
    """Left for later; says nothing about the code."""


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
    meaning: str = ""
    """Hash of what the code meant then: a rejected code is offered again once it means something else."""
    revision: int = 0

    @property
    def span(self) -> Span:
        """Return the passage's place in the transcript (code points)."""
        return Span(self.start, self.end)


class Offer(StrEnum):
    """Whether a code is suggested at all."""

    AUTOMATIC = "automatic"
    """Muted while its hit rate is under the project's limit."""
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRule:
    """The team's word on whether one code is suggested; without a rule it is automatic."""

    id: str
    """The code's id."""
    offer: Offer = Offer.AUTOMATIC
    revision: int = 0


class Way(StrEnum):
    """Where a suggestion was shown."""

    PASSAGE = "passage"
    """Beside the text, for the passage that was read."""
    REVIEW = "review"
    FIND = "find"
    """Among the passages found for one code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A suggestion that a person saw on a passage; each passage and code counts once."""

    transcript_id: str
    code_id: str
    start: int
    end: int
    engine_key: str
    rank: int
    way: Way
    shown_at: str

    @property
    def span(self) -> Span:
        """Return the passage's place in the transcript (code points)."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A held-out estimate of the engine at one moment; the points of the learning curve."""

    engine_key: str
    measured_at: str
    labels: int
    """How many codings it had to learn from."""
    figures: str
    """The figures as JSON."""
