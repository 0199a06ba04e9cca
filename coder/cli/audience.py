"""For whom a command writes a file, and what it says about that."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from coder.cli.written import Destination

if TYPE_CHECKING:
    from coder.domain.query import Query
    from coder.services.evidence.audiences import Audience
    from coder.services.project import Project


class Whom(StrEnum):
    """For whom a file is made, as it is typed."""

    TEAM = "team"
    READERS = "readers"


ForOption = Annotated[
    Whom | None,
    typer.Option(
        "--for",
        help="For whom: `team` (the words of everybody but the withdrawn; not to be passed on) or `readers` (only what "
        "recorded consent lets out).",
    ),
]


_RECORD = "Record what people agreed to with “coder consent PROJECT --all --level LEVEL”, or --group or --participant."


@dataclass(frozen=True, slots=True)
class Choice:
    """For whom a file is made, and whether somebody said so."""

    audience: Audience
    said: bool

    def told(self, project: Project, *, query: Query | None = None, transcript_id: str = "") -> tuple[str, str]:
        """Return what the result says about the choice, and a note in one line, or nothing, for stderr."""
        from coder.services.evidence.consent import what_is_withheld

        found = what_is_withheld(project, audience=self.audience, query=query, transcript_id=transcript_id)
        sentence, warning = found.sentence(), found.warning()
        lead = _RECORD if found.unrecorded else ""
        if self.said:
            return sentence, " ".join(filter(None, [lead, warning]))
        return "", " ".join(filter(None, [sentence, "Choose with --for team or --for readers.", lead, warning]))


def chosen(whom: Whom | None, usual: Audience) -> Choice:
    """Return for whom a file is made: as somebody said, or as is usual."""
    return Choice(usual if whom is None else type(usual)(whom.value), said=whom is not None)


def say(place: Destination, result: str, told: tuple[str, str]) -> None:
    """Say what was written, with what is said about the choice, and the note beside it."""
    place.say(" ".join(filter(None, [result, told[0]])))
    if told[1]:
        print(f"note: {told[1]}", file=sys.stderr)
