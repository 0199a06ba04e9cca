"""Small projects with talk and codings, made by the project's own rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from coder.domain.codebook import Code, CodeLink
from coder.domain.coding import Coding
from coder.domain.transcript import Participant, TranscriptStatus
from coder.services.project import Project, create_project
from tests.helpers.builders import Talk, a_codebook, a_coder


def a_project(
    folder: Path,
    talks: Sequence[Talk],
    codes: Sequence[Code],
    codings: Sequence[Coding] = (),
    *,
    complete: Sequence[str] = (),
    participants: Sequence[Participant] = (),
    links: Sequence[CodeLink] = (),
) -> Project:
    """Make a project of these rows, coded by "AB"; `complete` names the transcripts that are marked so."""
    project = create_project(folder / "Pilot.coder", person="AB")
    with project.action("Fill") as action:
        rows = action.rows
        rows.add(a_coder())
        rows.add_all(list(participants))
        for place, talk in enumerate(talks):
            status = TranscriptStatus.COMPLETE if talk.transcript.name in complete else TranscriptStatus.OPEN
            rows.add(replace(talk.transcript, position=place, status=status))
            rows.add_all([*talk.speakers, *talk.turns])
        rows.add(a_codebook())
        rows.add_all([replace(code, position=place) for place, code in enumerate(codes)])
        rows.add_all(list(links))
        rows.add_all(list(codings))
    project.history.clear()
    return project
