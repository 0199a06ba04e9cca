"""Importing transcripts: look at files first, then take in what the evaluator confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from coder.domain.changes import ChangeSet, Row
from coder.domain.search import folded
from coder.domain.source_map import source_map
from coder.domain.text import laid_out, text_hash
from coder.domain.transcript import (
    Consent,
    Participant,
    SourceMap,
    Speaker,
    SpeakerRole,
    Transcript,
    Turn,
    TurnKind,
)
from coder.errors import CoderError, InvalidValueError
from coder.services.project import Project, now
from coder.services.transcripts.import_plan import ImportPlan, SpeakerPlan, proposed
from coder.services.transcripts.pseudonyms import KnownPeople, Voice, who_they_are, with_consent


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that cannot be imported, and why."""

    path: Path
    message: str


def file_endings() -> tuple[str, ...]:
    """Return the endings of the files that can be imported."""
    from coder.importers import ENDINGS

    return ENDINGS


def text_encodings() -> list[str]:
    """Return the encodings that an evaluator can choose for a text file, the likely ones first."""
    from coder.importers import ENCODINGS

    return [encoding.label for encoding in ENCODINGS]


def look_at(path: Path, *, encoding: str | None = None) -> ImportPlan:
    """Read a file and propose how to import it; nothing is written.

    Raises `ImportFileError` with one sentence for a file that cannot be read.
    """
    from coder.importers import read_transcript

    return proposed(read_transcript(path, encoding=encoding))


def look_at_all(paths: Iterable[Path]) -> tuple[list[ImportPlan], list[FileProblem]]:
    """Read several files; each one that cannot be read is named and the others still come."""
    plans: list[ImportPlan] = []
    problems: list[FileProblem] = []
    for path in paths:
        try:
            plans.append(look_at(path))
        except CoderError as error:
            problems.append(FileProblem(path, error.message))
    return plans, problems


def duplicates(project: Project, plans: Sequence[ImportPlan]) -> dict[int, str]:
    """Return, for each plan (by index) whose text is there already, the name of the transcript or file that has it."""
    with project.read() as rows:
        known = rows.text_hashes()
    result: dict[int, str] = {}
    for index, plan in enumerate(plans):
        text, _ = laid_out(turn.text for turn in plan.parsed.turns)
        digest = text_hash(text)
        if digest in known:
            result[index] = known[digest]
        else:
            known[digest] = plan.parsed.source_name
    return result


def import_transcripts(
    project: Project,
    plans: Sequence[ImportPlan],
    *,
    again: bool = False,
    consent: Consent = Consent.NOT_RECORDED,
    same_people: bool = False,
) -> ChangeSet:
    """Take confirmed files into the project as one action; `consent` is what the people new to the project agreed to.

    People are shared by the name that they speak under, or by a pseudonym that somebody gives; new ones get the next
    number. A label that is no name ("P1", "Interviewee") is somebody new in each file, unless `same_people` is set. The
    text is laid out, frozen and hashed here. A name that is taken gets a number. Raises `InvalidValueError` for a text
    that is in the project already, unless `again` is set.
    """
    if not again and (twice := duplicates(project, plans)):
        index, other = next(iter(twice.items()))
        raise InvalidValueError(
            f"“{plans[index].parsed.source_name}” holds the same text as “{other}”, so it was not imported."
        )
    label = f"Import “{plans[0].name}”" if len(plans) == 1 else f"Import {len(plans)} transcripts"
    with project.action(label) as action:
        names = {folded(name) for name in action.rows.transcript_names().values()}
        position = len(names)
        known = KnownPeople(action.rows.participants(), action.rows.speakers())
        people = _people_of(plans, known, same_people=same_people)
        new = with_consent(people.values(), known, consent)
        added: dict[type, list[Row]] = {
            Participant: list(new),
            Transcript: [],
            Speaker: [],
            Turn: [],
            SourceMap: [],
        }
        for place, plan in enumerate(plans):
            behind = {label: person.id for (file, label), person in people.items() if file == place}
            for row in _rows_of(plan, _free_name(plan.name, names), position, behind):
                added[type(row)].append(row)
            position += 1
        for rows in added.values():
            action.rows.add_all(rows)
    return action.changes


def _people_of(
    plans: Sequence[ImportPlan], known: KnownPeople, *, same_people: bool
) -> dict[tuple[int, str], Participant]:
    """Return the person behind each speaker who takes part, by the plan's place and the label."""
    voices = []
    for place, plan in enumerate(plans):
        wishes = {item.label: item for item in plan.speakers}
        for label in dict.fromkeys(turn.speaker for turn in plan.parsed.turns if turn.speaker is not None):
            wish = wishes.get(label, SpeakerPlan(label=label))
            if wish.role is SpeakerRole.PARTICIPANT:
                voices.append(Voice(file=place, label=label, given=wish.participant, group=wish.group))
    people = who_they_are(voices, known, same_people=same_people)
    return {(voice.file, voice.label): person for voice, person in zip(voices, people, strict=True)}


def _rows_of(plan: ImportPlan, name: str, position: int, people: Mapping[str, str]) -> Iterable[Row]:
    """Yield a plan's rows; `people` are the participants' ids by label."""
    text, spans = laid_out(turn.text for turn in plan.parsed.turns)
    transcript = Transcript(
        name=name,
        kind=plan.kind,
        date=clean_date(plan.date, plan.parsed.source_name),
        place=plan.place.strip(),
        text=text,
        text_hash=text_hash(text),
        source_name=plan.parsed.source_name,
        layout=plan.parsed.layout,
        encoding=plan.parsed.encoding,
        imported_at=now(),
        position=position,
    )
    yield transcript
    plans = {item.label: item for item in plan.speakers}
    speakers: dict[str, str] = {}
    labels = dict.fromkeys(turn.speaker for turn in plan.parsed.turns if turn.speaker is not None)
    for index, label in enumerate(labels):
        wish = plans.get(label, SpeakerPlan(label=label))
        speaker = Speaker(
            transcript_id=transcript.id,
            label=label,
            role=wish.role,
            participant_id=people.get(label),
            position=index,
        )
        speakers[label] = speaker.id
        yield speaker
    for number, (turn, span) in enumerate(zip(plan.parsed.turns, spans, strict=True), start=1):
        yield Turn(
            transcript_id=transcript.id,
            number=number,
            speaker_id=speakers[turn.speaker] if turn.speaker is not None else None,
            start=span.start,
            end=span.end,
            time=turn.time,
            kind=TurnKind.HEADING if turn.heading else TurnKind.TALK,
        )
    if plan.parsed.source:
        said = [(turn.speaker, turn.text) for turn in plan.parsed.turns]
        yield source_map(transcript.id, turns=said, source=plan.parsed.source)


def _free_name(wanted: str, taken: set[str]) -> str:
    clean = " ".join(wanted.split()) or "Transcript"
    name, number = clean, 1
    while folded(name) in taken:
        number += 1
        name = f"{clean} ({number})"
    taken.add(folded(name))
    return name


def clean_date(text: str, file: str) -> str:
    """Return a date as `yyyy-mm-dd`, or nothing for nothing; raises `InvalidValueError` naming the file."""
    clean = text.strip()
    if not clean:
        return ""
    try:
        return date.fromisoformat(clean).isoformat()
    except ValueError:
        raise InvalidValueError(f"The date “{clean}” of “{file}” is not a date; write it as 2026-03-12.") from None
