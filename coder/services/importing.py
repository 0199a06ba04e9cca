"""Importing transcripts: look at files first, then take in what the evaluator confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from coder.domain.changes import ChangeSet, Row
from coder.domain.labels import distinct, is_nobody
from coder.domain.search import folded
from coder.domain.text import laid_out, text_hash
from coder.domain.transcript import (
    ParsedTranscript,
    Participant,
    Speaker,
    SpeakerRole,
    Transcript,
    TranscriptKind,
    Turn,
    TurnKind,
)
from coder.errors import CoderError, InvalidValueError
from coder.services.import_people import is_new_person, lead_of, who_asks
from coder.services.project import Project, now


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerPlan:
    """Who a speaker's label stands for."""

    label: str
    role: SpeakerRole = SpeakerRole.PARTICIPANT
    participant: str = ""
    """The pseudonym, for participants; the label is taken when it is empty."""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """A file as the evaluator wants it in the project."""

    parsed: ParsedTranscript
    name: str
    kind: TranscriptKind = TranscriptKind.INTERVIEW
    date: str = ""
    place: str = ""
    speakers: tuple[SpeakerPlan, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    speakers_given: bool = False
    """Whether the file named no speakers and somebody said who speaks."""


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


def proposed(parsed: ParsedTranscript, *, kind: TranscriptKind | None = None) -> ImportPlan:
    """Propose name, kind and roles: the one who asks is the interviewer, many voices make a workshop."""
    summaries = parsed.speakers()
    voices = [item for item in summaries if not is_nobody(item.label)]
    guess = kind or (TranscriptKind.WORKSHOP if len(voices) > 4 else TranscriptKind.INTERVIEW)
    lead, asking = lead_of(guess), who_asks(parsed, summaries)
    speakers = tuple(
        SpeakerPlan(
            label=item.label,
            role=(
                SpeakerRole.OTHER
                if is_nobody(item.label)
                else lead
                if item.label in asking
                else SpeakerRole.PARTICIPANT
            ),
        )
        for item in summaries
    )
    return ImportPlan(
        parsed=parsed,
        name=PurePath(parsed.source_name).stem,
        kind=guess,
        date=parsed.date,
        place=parsed.place,
        speakers=speakers,
        warnings=parsed.warnings,
    )


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
    project: Project, plans: Sequence[ImportPlan], *, again: bool = False, same_people: bool = False
) -> ChangeSet:
    """Take confirmed files into the project as one action.

    Participants are shared by pseudonym; a label that is no name ("P1", "Interviewee") and was given none is somebody
    new in each file, unless `same_people` is set. The text is laid out, frozen and hashed here. A name that is taken
    gets a number. Raises `InvalidValueError` for a text that is in the project already, unless `again` is set.
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
        people = {folded(person.pseudonym): person for person in action.rows.participants()}
        added: dict[type, list[Row]] = {Participant: [], Transcript: [], Speaker: [], Turn: []}
        for plan in plans:
            for row in _rows_of(plan, _free_name(plan.name, names), position, people, same_people):
                added[type(row)].append(row)
            position += 1
        for rows in added.values():
            action.rows.add_all(rows)
    return action.changes


def _rows_of(
    plan: ImportPlan, name: str, position: int, people: dict[str, Participant], same_people: bool
) -> Iterable[Row]:
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
        person = None
        if wish.role is SpeakerRole.PARTICIPANT:
            pseudonym = " ".join(wish.participant.split()) or label
            if not wish.participant.strip() and is_new_person(label, same_people=same_people):
                pseudonym = distinct(label, set(people))
            person = people.get(folded(pseudonym))
            if person is None:
                person = Participant(pseudonym=pseudonym, group=wish.group.strip())
                people[folded(pseudonym)] = person
                yield person
        speaker = Speaker(
            transcript_id=transcript.id,
            label=label,
            role=wish.role,
            participant_id=person.id if person else None,
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
