"""What evaluators write and keep beside their codings: questions, summaries, findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from coder.domain.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """A question about the codings under a name."""

    id: str = field(default_factory=new_id)
    name: str
    definition: str
    """The question as JSON; see `coder.domain.query`."""
    position: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A cell of the framework matrix: what one participant says about one outcome, in the evaluator's words."""

    id: str = field(default_factory=new_id)
    participant_id: str
    code_id: str
    text: str
    written_at: str
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the evaluator writes in the report about one subject; a report that is made again keeps it."""

    id: str = field(default_factory=new_id)
    subject: str
    """A code's id, or the name of a part of the report such as `introduction`."""
    text: str
    written_at: str
    revision: int = 0
