"""Suggested codes with their reasons, and what people decided about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from coder.domain.coding import Direction
from coder.domain.ids import new_id
from coder.domain.span import Span


class ReasonKind(StrEnum):
    """What speaks for a suggestion; in the order in which reasons are shown."""

    TERM = "term"
    """A key term of the code is said."""
    SIMILAR = "similar"
    """A passage that people coded with this code is alike."""
    EXAMPLE = "example"
    """An example quote in the codebook is alike."""
    WORDS = "words"
    """Words are shared with the code's entry in the codebook."""
    LEARNED = "learned"
    """Words that were learned to speak for or against the code from the team's codings."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a suggestion."""

    kind: ReasonKind
    text: str
    """The matched key term, the most similar quote or coded passage, or words, the strongest first, with commas."""
    spans: tuple[Span, ...] = ()
    """Where the passage shows it, in code points of the text that was asked about."""
    source: str = ""
    """For a similar passage the coding to go to (id); empty for what the codebook says."""
    weight: float = 0.0
    """For learned words their pull, below 0 against the code; for a similar passage how alike it is, 0 to 1."""

    @property
    def sign(self) -> int:
        """Return 1 for what speaks for the code, -1 for what speaks against it."""
        return -1 if self.weight < 0 else 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code offered for a passage; scores only rank, they are not probabilities."""

    code_id: str
    rank: int
    score: float
    reasons: tuple[Reason, ...]
    direction: Direction | None = None
    """Which way the passage seems to speak, only where words say so."""
    cue: tuple[Span, ...] = ()
    """The words that say so, in code points of the text that was asked about; empty without a direction."""
    probability: float | None = None
    """How likely a person takes the code (0 to 1), only once enough is coded to know; otherwise None."""
    margin: float | None = None
    """How far the score is above the code's threshold, below it where negative; None before a threshold is learned.
    The nearer to 0, the less certain."""


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
