"""All that tables are made of, read once: plain rows of the domain, with codings and turns by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from coder.analysis.facts import Facts
from coder.domain.audit import AuditEntry
from coder.domain.codebook import Codebook, CodeTree
from coder.domain.coding import Coder
from coder.domain.columns import CodingColumns, TurnColumns
from coder.domain.transcript import Participant, Speaker, Transcript
from coder.domain.writing import Finding, Summary


class Audience(StrEnum):
    """For whom a table is made, which decides what consent leaves in it."""

    TEAM = "team"
    """The people who code: everything but what was withdrawn."""
    READERS = "readers"
    """Everybody who gets a file: only what the participants agreed to."""


@dataclass(frozen=True, eq=False)
class AnalysisData:
    """A project at one moment. `coder.analysis.consent.seen_by` makes one for an audience.

    What is worked out from it is kept with it, so that several tables cost little more than one.
    """

    transcripts: tuple[Transcript, ...]
    """In display order."""
    speakers: tuple[Speaker, ...]
    turns: TurnColumns
    participants: tuple[Participant, ...]
    codebooks: tuple[Codebook, ...]
    tree: CodeTree
    codings: CodingColumns
    coders: tuple[Coder, ...]
    summaries: tuple[Summary, ...] = ()
    findings: tuple[Finding, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
    older: frozenset[str] = frozenset()
    """Ids of codings that were made under an older definition and not looked at since."""
    name: str = ""
    audience: Audience | None = None
    """For whom consent was applied already; None for everything as it is kept."""
    asked: bool = False
    """Whether the codings are narrowed to those that fit a query."""
    masked: frozenset[str] = field(default=frozenset())
    """Transcripts in which words are withheld; these read as `MASK`, character for character."""
    hushed: tuple[str, ...] = ()
    """What people were called who withdrew; they are among the people no more, and nobody is told."""

    def narrowed(self, places: Sequence[int]) -> AnalysisData:
        """Return the same with only the codings at some places (row numbers of `codings`)."""
        return replace(self, codings=self.codings.at(places), asked=True)

    @cached_property
    def counting(self) -> AnalysisData:
        """Return the same with only the codings that are evidence: what all figures are counted from."""
        heard = self.facts.heard
        if heard.all():
            return self
        kept = [place for place, counts in enumerate(heard.tolist()) if counts]
        codings = self.codings.at(kept)
        return replace(self, codings=codings, older=self.older.intersection(codings.id))

    @cached_property
    def facts(self) -> Facts:
        """Return what all tables count with."""
        return Facts(self)
