"""SQLModel tables: one per kind of row, with the same field names as the domain's dataclasses.

`table=True` models do not validate; the domain does, and the CHECK constraints here do. Foreign keys are deferred
to the commit, so that a change set may come in any order. Column types are ones that PostgreSQL has too.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from coder.domain.codebook import CodeKind, CodeStatus, LinkType
from coder.domain.coding import Direction, Origin, Review, Strength
from coder.domain.suggestion import Offer, Verdict, Way
from coder.domain.transcript import Consent, SpeakerRole, TranscriptKind, TranscriptStatus, TurnKind


def _ref(target: str, *, nullable: bool = False, index: bool = True) -> Column[str]:
    key = ForeignKey(target, deferrable=True, initially="DEFERRED")
    return Column(Text, key, nullable=nullable, index=index)


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"known_{column}")


def _span() -> CheckConstraint:
    return CheckConstraint('start >= 0 AND "end" > start', name="span")


class Row(SQLModel):
    """What every table has: a permanent id and a revision for optimistic locking."""

    id: str = Field(sa_type=Text, primary_key=True)
    revision: int = 0


class ProjectTable(Row, table=True):
    """The project; one row."""

    __tablename__ = "project"
    name: str = Field(sa_type=Text)
    created_at: str = Field(sa_type=Text)
    mute_below: float = Field(sa_type=Float)


class CoderTable(Row, table=True):
    """People who code."""

    __tablename__ = "coder"
    name: str = Field(sa_type=Text, unique=True)


class ParticipantTable(Row, table=True):
    """People who took part."""

    __tablename__ = "participant"
    __table_args__ = (_one_of("consent", Consent),)
    pseudonym: str = Field(sa_type=Text)
    group: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    consent: str = Field(sa_type=Text)
    attributes: str = Field(sa_type=Text)


class TranscriptTable(Row, table=True):
    """Conversations with their frozen text."""

    __tablename__ = "transcript"
    __table_args__ = (_one_of("kind", TranscriptKind), _one_of("status", TranscriptStatus))
    name: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    date: str = Field(sa_type=Text)
    place: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    text_hash: str = Field(sa_type=Text, index=True)
    source_name: str = Field(sa_type=Text)
    layout: str = Field(sa_type=Text)
    encoding: str = Field(sa_type=Text)
    imported_at: str = Field(sa_type=Text)
    position: int
    status: str = Field(sa_type=Text)


class SpeakerTable(Row, table=True):
    """Names that speak in a transcript."""

    __tablename__ = "speaker"
    __table_args__ = (_one_of("role", SpeakerRole),)
    transcript_id: str = Field(sa_column=_ref("transcript.id"))
    label: str = Field(sa_type=Text)
    role: str = Field(sa_type=Text)
    participant_id: str | None = Field(sa_column=_ref("participant.id", nullable=True))
    position: int


class TurnTable(Row, table=True):
    """Turns: one speaker's uninterrupted talk."""

    __tablename__ = "turn"
    __table_args__ = (_span(), _one_of("kind", TurnKind), Index("turn_order", "transcript_id", "number"))
    transcript_id: str = Field(sa_column=_ref("transcript.id", index=False))
    number: int
    speaker_id: str | None = Field(sa_column=_ref("speaker.id", nullable=True, index=False))
    start: int
    end: int
    time: float | None = Field(sa_column=Column(Float, nullable=True))
    kind: str = Field(sa_type=Text)


class SourceMapTable(Row, table=True):
    """Where transcripts' texts stood in their files; pieces are JSON text."""

    __tablename__ = "source_map"
    transcript_id: str = Field(sa_column=_ref("transcript.id"))
    source_hash: str = Field(sa_type=Text)
    source_length: int
    pieces: str = Field(sa_type=Text)


class CodebookTable(Row, table=True):
    """Codebooks that the project uses."""

    __tablename__ = "codebook"
    name: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    content_hash: str = Field(sa_type=Text)
    shared_file: str = Field(sa_type=Text)
    position: int


class CodebookVersionTable(Row, table=True):
    """Versions of codebooks that the project has seen, each as the text of a shared file."""

    __tablename__ = "codebook_version"
    codebook_id: str = Field(sa_column=_ref("codebook.id"))
    version: str = Field(sa_type=Text)
    content_hash: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    seen_at: str = Field(sa_type=Text)


class CodeTable(Row, table=True):
    """Codebook entries; lists are JSON text."""

    __tablename__ = "code"
    __table_args__ = (_one_of("kind", CodeKind), _one_of("status", CodeStatus))
    codebook_id: str = Field(sa_column=_ref("codebook.id"))
    parent_id: str | None = Field(sa_column=_ref("code.id", nullable=True))
    kind: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    colour: str = Field(sa_type=Text)
    shortcut: str = Field(sa_type=Text)
    short_definition: str = Field(sa_type=Text)
    full_definition: str = Field(sa_type=Text)
    when_to_use: str = Field(sa_type=Text)
    when_not_to_use: str = Field(sa_type=Text)
    example_quotes: str = Field(sa_type=Text)
    key_terms: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    merged_into: str | None = Field(sa_type=Text, nullable=True)
    position: int


class CodeLinkTable(Row, table=True):
    """Typed links between codes."""

    __tablename__ = "code_link"
    __table_args__ = (_one_of("type", LinkType),)
    code_id: str = Field(sa_column=_ref("code.id"))
    type: str = Field(sa_type=Text)
    target_id: str = Field(sa_column=_ref("code.id"))


class CodingTable(Row, table=True):
    """Codings: a code on a passage by a coder."""

    __tablename__ = "coding"
    __table_args__ = (
        _span(),
        _one_of("direction", Direction),
        _one_of("strength", Strength),
        _one_of("origin", Origin),
        _one_of("review", Review),
    )
    transcript_id: str = Field(sa_column=_ref("transcript.id"))
    code_id: str = Field(sa_column=_ref("code.id"))
    coder_id: str = Field(sa_column=_ref("coder.id"))
    start: int
    end: int
    direction: str | None = Field(sa_type=Text, nullable=True)
    strength: str | None = Field(sa_type=Text, nullable=True)
    memo: str = Field(sa_type=Text)
    created_at: str = Field(sa_type=Text)
    origin: str = Field(sa_type=Text)
    engine_key: str = Field(sa_type=Text)
    rank: int | None = Field(sa_column=Column(Integer, nullable=True))
    codebook_version: str = Field(sa_type=Text)
    review: str = Field(sa_type=Text)


class DecisionTable(Row, table=True):
    """What people decided about suggestions."""

    __tablename__ = "decision"
    __table_args__ = (_span(), _one_of("verdict", Verdict))
    transcript_id: str = Field(sa_column=_ref("transcript.id"))
    code_id: str = Field(sa_column=_ref("code.id"))
    coder_id: str = Field(sa_column=_ref("coder.id"))
    start: int
    end: int
    verdict: str = Field(sa_type=Text)
    engine_key: str = Field(sa_type=Text)
    rank: int
    coding_id: str | None = Field(sa_type=Text, nullable=True)
    """Not a foreign key: the verdict outlives a coding that is removed later."""
    decided_at: str = Field(sa_type=Text)
    meaning: str = Field(sa_type=Text)


class OfferRuleTable(Row, table=True):
    """Whether single codes are suggested; the id is the code's."""

    __tablename__ = "offer_rule"
    __table_args__ = (_one_of("offer", Offer),)
    offer: str = Field(sa_type=Text)


class SavedQueryTable(Row, table=True):
    """Questions about the codings, under a name."""

    __tablename__ = "saved_query"
    name: str = Field(sa_type=Text)
    definition: str = Field(sa_type=Text)
    position: int


class SummaryTable(Row, table=True):
    """Written cells of the framework matrix."""

    __tablename__ = "summary"
    participant_id: str = Field(sa_type=Text)
    code_id: str = Field(sa_type=Text)
    """Not foreign keys: what was written outlives a code or a person that is removed, and comes back with them."""
    text: str = Field(sa_type=Text)
    written_at: str = Field(sa_type=Text)


class FindingTable(Row, table=True):
    """Written parts of the report."""

    __tablename__ = "finding"
    subject: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    written_at: str = Field(sa_type=Text)


class AuditTable(SQLModel, table=True):
    """Who did what when; written with each action, never changed. Counts and rows are JSON text."""

    __tablename__ = "audit"
    number: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text)
    who: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    cause: str = Field(sa_type=Text)
    counts: str = Field(sa_type=Text)
    row_ids: str = Field(sa_type=Text)


class ShownTable(SQLModel, table=True):
    """Suggestions that people saw; no user action, so outside undo, and without foreign keys."""

    __tablename__ = "shown"
    __table_args__ = (_span(), _one_of("way", Way))
    transcript_id: str = Field(sa_type=Text, primary_key=True)
    code_id: str = Field(sa_type=Text, primary_key=True)
    start: int = Field(primary_key=True)
    end: int = Field(primary_key=True)
    engine_key: str = Field(sa_type=Text)
    rank: int
    way: str = Field(sa_type=Text)
    shown_at: str = Field(sa_type=Text)


class MeasurementTable(SQLModel, table=True):
    """Held-out estimates of the suggestion engine; figures are JSON text."""

    __tablename__ = "measurement"
    engine_key: str = Field(sa_type=Text, primary_key=True)
    measured_at: str = Field(sa_type=Text)
    labels: int
    figures: str = Field(sa_type=Text)


class KeptTable(SQLModel, table=True):
    """Results that can be worked out again, such as what the suggestion engine learned, by what they depend on."""

    __tablename__ = "kept"
    kind: str = Field(sa_type=Text, primary_key=True)
    key: str = Field(sa_type=Text)
    value: bytes = Field(sa_type=LargeBinary)
