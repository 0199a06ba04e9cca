"""Who speaks in files that come in: who asks, who is known or new, and who speaks a text without names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coder.domain.labels import LabelKind, label_kind
from coder.domain.search import folded
from coder.domain.transcript import (
    Speaker,
    SpeakerRole,
)
from coder.errors import InvalidValueError
from coder.services.project import Project
from coder.services.transcripts.import_plan import ImportPlan, lead_of, proposed
from coder.services.transcripts.pseudonyms import KnownPeople


def known_roles(project: Project) -> dict[str, SpeakerRole]:
    """Return the role in which each name (folded) speaks in the project; somebody who asks anywhere is one who asks."""
    with project.read() as rows:
        return roles_of(rows.speakers())


def roles_of(speakers: Iterable[Speaker]) -> dict[str, SpeakerRole]:
    """Return the role of each name (folded) among speakers."""
    found: dict[str, SpeakerRole] = {}
    for speaker in speakers:
        key = folded(speaker.label)
        if label_kind(speaker.label) is LabelKind.NAME and not (key in found and found[key].asks):
            found[key] = speaker.role
    return found


def with_known_roles(plans: Sequence[ImportPlan], known: Mapping[str, SpeakerRole]) -> list[ImportPlan]:
    """Return plans in which people keep the role that they have in the project, or in another file of the batch.

    Only names count: "Speaker 1" is somebody else in each file. What was taken over is told in the warnings.
    """
    asks_in: dict[str, str] = {}
    for plan in plans:
        for item in plan.speakers:
            key = folded(item.label)
            if item.role.asks and label_kind(item.label) is LabelKind.NAME and key not in known:
                asks_in.setdefault(key, plan.name)
    return [_with_roles(plan, known, asks_in) for plan in plans]


def _with_roles(plan: ImportPlan, known: Mapping[str, SpeakerRole], asks_in: Mapping[str, str]) -> ImportPlan:
    lead = lead_of(plan.kind)
    told: list[str] = []
    speakers = []
    for item in plan.speakers:
        role, key = item.role, folded(item.label)
        if label_kind(item.label) is LabelKind.NAME and role in (SpeakerRole.PARTICIPANT, lead):
            before = known.get(key)
            wanted = (lead if before.asks else before) if before is not None else lead if key in asks_in else role
            if wanted is not role:
                where = "in the project" if before is not None else f"in “{asks_in[key]}”"
                told.append(f"“{item.label}” was taken for {_called(wanted)}, as {where}.")
                role = wanted
        speakers.append(replace(item, role=role))
    return replace(plan, speakers=tuple(speakers), warnings=(*plan.warnings, *told)) if told else plan


def _called(role: SpeakerRole) -> str:
    return {SpeakerRole.OTHER: "somebody else than a participant"}.get(
        role, f"the {role}" if role.asks else f"a {role}"
    )


def is_new_person(label: str, *, same_people: bool) -> bool:
    """Tell whether a label is taken for somebody new in each file: a role, a number or a letter is no name."""
    return not same_people and label_kind(label) is not LabelKind.NAME


def notes_on_people(plans: Sequence[ImportPlan], known: KnownPeople, *, same_people: bool = False) -> list[list[str]]:
    """Return for each plan what was guessed about who is who: the same person as elsewhere, or somebody new."""
    files: dict[str, list[int]] = {}
    for number, plan in enumerate(plans):
        for item in plan.speakers:
            if item.role is SpeakerRole.PARTICIPANT and not item.participant:
                files.setdefault(folded(item.label), []).append(number)
    notes: list[list[str]] = [[] for _ in plans]
    for number, plan in enumerate(plans):
        for item in plan.speakers:
            key = folded(item.label)
            if item.role is not SpeakerRole.PARTICIPANT or item.participant:
                continue
            others = [plans[other].name for other in files[key] if other != number]
            if not others and not known.heard(item.label):
                continue
            where = f"in “{others[0]}”" if others else "in the project"
            if is_new_person(item.label, same_people=same_people):
                notes[number].append(
                    f"“{item.label}” is no name, so this is somebody else than “{item.label}” {where}; "
                    "say so if it is the same person."
                )
            else:
                notes[number].append(f"“{item.label}” was taken for the same person as {where}.")
    return notes


def with_speakers(plan: ImportPlan, names: Sequence[str], *, in_turn: bool = False) -> ImportPlan:
    """Give a text without speakers one: the whole of it, or with `in_turn` paragraph by paragraph, over and over.

    An empty name leaves its paragraphs without a speaker. Raises `InvalidValueError` for a text that has speakers.
    """
    clean = [" ".join(name.split()) for name in names]
    if not any(clean) or (len(clean) > 1 and not in_turn):
        raise InvalidValueError("Give one name for the whole text, or say that they speak in turn by paragraph.")
    talk = [place for place, turn in enumerate(plan.parsed.turns) if not turn.heading]
    return with_speaker_of(plan, {place: clean[number % len(clean)] for number, place in enumerate(talk)})


def with_speaker_of(plan: ImportPlan, names: Mapping[int, str]) -> ImportPlan:
    """Give turns of a text without speakers one each, by their place from 0; an empty name is nobody."""
    if any(turn.speaker is not None for turn in plan.parsed.turns) and not plan.speakers_given:
        raise InvalidValueError(f"“{plan.parsed.source_name}” names its speakers itself, so none can be given to it.")
    turns = tuple(
        replace(turn, speaker=names[place] or None) if place in names and not turn.heading else turn
        for place, turn in enumerate(plan.parsed.turns)
    )
    anew = proposed(replace(plan.parsed, turns=turns), kind=plan.kind)
    return replace(plan, parsed=anew.parsed, speakers=anew.speakers, speakers_given=True)
