"""The sample project, made from its original files by the same services as any other project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coder import shipped
from coder.domain.transcript import Consent, SpeakerRole, TranscriptKind
from coder.errors import ProjectFileError
from coder.services.codebook.codes import add_codebook
from coder.services.coding.codings_import import import_codings
from coder.services.evidence.consent import set_consent
from coder.services.project import Project, create_project
from coder.services.transcripts.import_plan import ImportPlan, SpeakerPlan
from coder.services.transcripts.importing import import_transcripts, look_at
from coder.services.transcripts.participants import participant_named, set_attributes


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What the sample consists of."""

    name: str
    codebooks: list[str]
    transcripts: list[Mapping[str, Any]]
    codings: str
    participants: Mapping[str, Mapping[str, Any]]


def sample_folder() -> Path:
    """Return the folder of the sample's transcripts."""
    return shipped.resources_folder() / "sample"


def build_sample(path: Path, *, coder: str) -> Project:
    """Make a fresh sample project at `path` and open it; nothing of it can be undone.

    Raises `ProjectFileError` if the file is there already.
    """
    folder = sample_folder()
    manifest = _manifest(folder)
    project = create_project(path, name=manifest.name, person=coder)
    try:
        for name in manifest.codebooks:
            add_codebook(project, file=shipped.codebooks_folder() / f"{name}.yaml")
        import_transcripts(project, [_plan(folder, entry) for entry in manifest.transcripts])
        _note_participants(project, manifest.participants)
        report = import_codings(project, file=folder / manifest.codings, coder=coder)
        if report.problems:
            raise ProjectFileError(f"The sample's codings do not fit its transcripts: {report.problems[0].message}")
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    project.history.clear()
    return project


def free_path(folder: Path, name: str) -> Path:
    """Return a project file in a folder that is not there yet: `name.coder`, `name 2.coder` and so on."""
    path, number = folder / f"{name}.coder", 1
    while path.exists():
        number += 1
        path = folder / f"{name} {number}.coder"
    return path


def _manifest(folder: Path) -> _Manifest:
    found = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    return _Manifest(
        found["project"], found["codebooks"], found["transcripts"], found["codings"], found["participants"]
    )


def _note_participants(project: Project, wishes: Mapping[str, Mapping[str, Any]]) -> None:
    """Say what the participants agreed to, and what else to compare them by."""
    with project.read() as rows:
        people = rows.participants()
    for pseudonym, wish in wishes.items():
        person = participant_named(people, pseudonym)
        set_consent(project, participant_ids=[person.id], consent=Consent(wish["consent"]))
        set_attributes(project, participant_id=person.id, attributes=wish.get("attributes", ()))


def _plan(folder: Path, entry: Mapping[str, Any]) -> ImportPlan:
    speakers = tuple(
        SpeakerPlan(
            label=label,
            role=SpeakerRole(wish["role"]),
            participant=wish.get("participant", ""),
            group=wish.get("group", ""),
        )
        for label, wish in entry["speakers"].items()
    )
    return replace(
        look_at(folder / entry["file"]),
        name=entry["name"],
        kind=TranscriptKind(entry["kind"]),
        date=entry.get("date", ""),
        place=entry.get("place", ""),
        speakers=speakers,
    )
