"""A row of the evidence table, and what the table can be narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coder.domain.coding import Direction
from coder.domain.query import Query
from coder.domain.transcript import SpeakerRole

SEPARATOR = "; "
"""Between names when a passage belongs to several speakers or a code counts for several domains."""

ASKER = "asker"
"""Marks in tables what only somebody says who leads the conversation: it is kept and counts nowhere."""
HEADING = "heading"
"""Marks what is nobody's words: a title, a section or who was present."""


def role_words(roles: Sequence[SpeakerRole], *, heard: bool) -> str:
    """Return why somebody speaks in a passage, as tables say it; `heard` says whether the passage is evidence."""
    named = SEPARATOR.join(roles)
    if heard:
        return named
    return f"{ASKER} ({named})" if named else HEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One coding with everything that a reader of the evidence needs.

    `EVIDENCE_COLUMNS` are the table's columns in order; the other ids lead back to the passage.
    """

    evidence_id: str
    transcript: str
    kind: str
    date: str
    place: str
    participant: str
    stakeholder_group: str
    speaker: str
    turn: int | None
    time: str
    start: int
    end: int
    passage: str
    context_before: str
    context_after: str
    domain: str
    theme: str
    code_id: str
    code: str
    direction: str
    strength: str
    memo: str
    coder: str
    coded_at: str
    origin: str
    codebook_version: str
    transcript_id: str
    coder_id: str
    consent: str = ""
    review: str = ""
    role: str = ""
    """Why whoever speaks does so; `ASKER` or `HEADING` begins it where the coding is no evidence."""

    @property
    def counts(self) -> bool:
        """Tell whether the coding is evidence, and so counts in tables, charts and reports."""
        return not self.role.startswith((ASKER, HEADING))


EVIDENCE_COLUMNS = (
    "evidence_id", "transcript", "kind", "date", "place", "participant", "stakeholder_group", "speaker", "turn",
    "time", "start", "end", "passage", "context_before", "context_after", "domain", "theme", "code_id", "code",
    "direction", "strength", "memo", "coder", "coded_at", "origin", "codebook_version",
    "consent", "review", "role",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFilter:
    """What to narrow the evidence to; None means all."""

    code_id: str | None = None
    with_descendants: bool = True
    transcript_id: str | None = None
    group: str | None = None
    direction: Direction | None = None
    coder_id: str | None = None
    older: bool = False
    """Only what was coded under an older definition and not looked at since."""

    def as_query(self) -> Query:
        """Return the filter as a query."""
        return Query(
            code_id=self.code_id,
            with_descendants=self.with_descendants,
            transcript_ids=() if self.transcript_id is None else (self.transcript_id,),
            groups=() if self.group is None else (self.group,),
            directions=() if self.direction is None else (self.direction.value,),
            coder_ids=() if self.coder_id is None else (self.coder_id,),
            older=self.older,
        )
