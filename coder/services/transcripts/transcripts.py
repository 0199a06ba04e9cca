"""Looking after transcripts and the people in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from coder.domain.alike import Plain
from coder.domain.changes import ChangeSet
from coder.domain.coding import Coding
from coder.domain.columns import TurnColumns
from coder.domain.search import folded
from coder.domain.span import Span, covered
from coder.domain.suggestion import Decision
from coder.domain.talk import Talk
from coder.domain.text import context, one_line
from coder.domain.transcript import (
    Consent,
    Participant,
    Speaker,
    SpeakerRole,
    Transcript,
    TranscriptKind,
    TranscriptStatus,
    Turn,
    TurnKind,
)
from coder.errors import InvalidValueError, NotFoundError
from coder.services import lookup
from coder.services.project import Project
from coder.services.transcripts.import_plan import SpeakerPlan
from coder.services.transcripts.importing import clean_date
from coder.services.transcripts.pseudonyms import next_pseudonym
from coder.storage.unit_of_work import UnitOfWork

EXCERPT_WIDTH = 60
"""Code points of what is said on either side of a search hit."""


@dataclass(frozen=True, slots=True)
class TranscriptDetail:
    """A transcript with all that the desk shows of it."""

    transcript: Transcript
    speakers: dict[str, Speaker]
    participants: dict[str, Participant]
    turns: list[Turn]
    codings: list[Coding]
    decisions: list[Decision]

    @property
    def turns_of_talk(self) -> int:
        """Return how many turns somebody said; headings do not count."""
        return sum(turn.kind is TurnKind.TALK for turn in self.turns)

    def turn_at(self, position: int) -> Turn | None:
        """Return the turn at a position of the text (code points), or the one that ends there."""
        return next((turn for turn in self.turns if turn.start <= position <= turn.end), None)

    def counted(self) -> int:
        """Return how many of the codings are evidence, as all tables count them."""
        talk = Talk(TurnColumns.of(self.turns), self.speakers.values(), self.participants.values())
        return sum(talk.heard(item.transcript_id, item.start, item.end) for item in self.codings)

    def role_of(self, turn: Turn) -> SpeakerRole:
        """Return why a turn's speaker speaks; without a speaker it is a participant's."""
        return self.speakers[turn.speaker_id].role if turn.speaker_id else SpeakerRole.PARTICIPANT

    def may_be_suggested_for(self, span: Span) -> bool:
        """Tell whether codes may be offered for a passage: not for askers, nor where somebody speaks who withdrew."""
        first = self.turn_at(span.start)
        if first is None or first.kind is TurnKind.HEADING or self.role_of(first).asks:
            return False
        gone = {key for key, person in self.participants.items() if person.consent is Consent.WITHDRAWN}
        return not any(turn.span.overlaps(span) and self.participant_of(turn) in gone for turn in self.turns)

    def participant_of(self, turn: Turn) -> str:
        """Return who speaks in a turn, as a participant's id; empty if it is nobody known."""
        speaker = self.speakers.get(turn.speaker_id or "")
        return (speaker.participant_id if speaker else None) or ""


@dataclass(frozen=True, slots=True)
class TranscriptSummary:
    """A line of the transcript list."""

    transcript: Transcript
    voices: tuple[str, ...]
    turns: int
    """Turns of talk; headings are counted apart."""
    codings: int
    """Those that are evidence."""
    coded_share: float
    """How much of the participants' talk carries a code, from 0 to 1, by characters."""
    headings: int = 0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A turn that holds the words, with where they are (code points of the transcript)."""

    transcript_id: str
    transcript: str
    turn: int
    span: Span
    excerpt: str


def detail(project: Project, transcript_id: str) -> TranscriptDetail:
    """Read a transcript with its turns, speakers, codings and verdicts."""
    with project.read() as rows:
        return TranscriptDetail(
            transcript=lookup.transcript(rows, transcript_id),
            speakers={speaker.id: speaker for speaker in rows.speakers(transcript_id)},
            participants={person.id: person for person in rows.participants()},
            turns=rows.turns(transcript_id),
            codings=rows.codings(transcript_id),
            decisions=rows.decisions(transcript_id),
        )


def summaries(project: Project, *, only: Collection[str] | None = None) -> list[TranscriptSummary]:
    """Return all transcripts in display order, or `only` some (ids), with who speaks and how much is coded."""
    with project.read() as rows:
        transcripts = rows.transcripts(only)
        people = {person.id: person for person in rows.participants()}
        speakers, turns, coded = rows.speakers(), rows.turn_columns(only), rows.coded_places(only)
    heard = Talk(turns, speakers, people.values()).heard
    counted = {key: [place for place in places if heard(key, *place)] for key, places in coded.items()}
    voices: dict[str, list[str]] = {}
    for speaker in speakers:
        if speaker.participant_id:
            voices.setdefault(speaker.transcript_id, []).append(people[speaker.participant_id].pseudonym)
    count, talk = Counter(zip(turns.transcript_id, turns.kind, strict=True)), turns.talk(speakers)
    return [
        TranscriptSummary(
            transcript=transcript,
            voices=tuple(voices.get(transcript.id, ())),
            turns=count[transcript.id, TurnKind.TALK.value],
            headings=count[transcript.id, TurnKind.HEADING.value],
            codings=len(counted.get(transcript.id, ())),
            coded_share=coded_share(talk.get(transcript.id, ()), counted.get(transcript.id, ())),
        )
        for transcript in transcripts
    ]


def coded_share(talk: Sequence[tuple[int, int]], coded: Sequence[tuple[int, int]]) -> float:
    """Return how much of a talk (sorted, disjoint) is coded, from 0 to 1; both are pairs of start and end."""
    whole = sum(end - start for start, end in talk)
    return covered(coded, talk) / whole if whole else 0.0


def edit_transcript(
    project: Project,
    *,
    transcript_id: str,
    name: str,
    kind: TranscriptKind,
    date: str,
    place: str,
    speakers: Sequence[SpeakerPlan] = (),
) -> ChangeSet:
    """Change what is known about a transcript and, by label, who its speakers are; its text never changes."""
    clean = " ".join(name.split())
    if not clean:
        raise InvalidValueError("A transcript needs a name.")
    with project.action("Edit transcript details") as action:
        before = lookup.transcript(action.rows, transcript_id)
        others = action.rows.transcript_names()
        if any(key != transcript_id and folded(other) == folded(clean) for key, other in others.items()):
            raise InvalidValueError(f"There is a transcript “{clean}” already; choose another name.")
        after = replace(before, name=clean, kind=kind, date=clean_date(date, before.name), place=place.strip())
        action.rows.put(before, after)
        labelled = {speaker.label: speaker for speaker in action.rows.speakers(transcript_id)}
        for plan in speakers:
            if plan.label not in labelled:
                raise NotFoundError(f"“{plan.label}” does not speak in “{before.name}”.")
            _set_speaker(action.rows, labelled[plan.label], plan)
    return action.changes


def set_status(project: Project, *, transcript_id: str, status: TranscriptStatus) -> ChangeSet:
    """Say whether the coding of a transcript is complete."""
    with project.action(f"Mark as {status}") as action:
        before = lookup.transcript(action.rows, transcript_id)
        action.rows.put(before, replace(before, status=status))
    return action.changes


def remove_transcript(project: Project, *, transcript_id: str) -> ChangeSet:
    """Take a transcript out with its codings and verdicts, and participants who speak nowhere else."""
    with project.action("Remove transcript") as action:
        rows = action.rows
        transcript = lookup.transcript(rows, transcript_id)
        action.rename(f"Remove “{transcript.name}”")
        speakers = rows.speakers(transcript_id)
        elsewhere = {item.participant_id for item in rows.speakers() if item.transcript_id != transcript_id}
        leaving = {item.participant_id for item in speakers} - elsewhere
        rows.remove_all(rows.codings(transcript_id))
        rows.remove_all(rows.decisions(transcript_id))
        rows.remove_all(rows.turns(transcript_id))
        rows.remove_all(rows.source_maps(transcript_id))
        rows.remove_all(speakers)
        rows.remove_all([person for person in rows.participants() if person.id in leaving])
        rows.remove(transcript)
    return action.changes


def set_speaker(
    project: Project, *, speaker_id: str, role: SpeakerRole, participant: str = "", group: str = ""
) -> ChangeSet:
    """Say who a speaker is: a role and, for participants, a pseudonym and stakeholder group.

    A pseudonym that is known already makes them the same person, who then gets this group.
    """
    with project.action("Set speaker") as action:
        before = action.rows.get(Speaker, speaker_id)
        if before is None:
            raise NotFoundError("This speaker is no longer in the project.")
        _set_speaker(
            action.rows, before, SpeakerPlan(label=before.label, role=role, participant=participant, group=group)
        )
    return action.changes


def _person_meant(rows: UnitOfWork, before: Speaker, plan: SpeakerPlan) -> Participant:
    """Return the person that a speaker becomes: the one who has the pseudonym, who they were, or somebody new."""
    people = rows.participants()
    given = " ".join(plan.participant.split())
    if given:
        person = next((each for each in people if folded(each.pseudonym) == folded(given)), None)
    else:
        person = next((each for each in people if each.id == before.participant_id), None)
    if person is None:
        name = given or next_pseudonym(before.label, people)
        return rows.add(Participant(pseudonym=name, group=plan.group.strip()))
    return rows.put(person, replace(person, group=plan.group.strip()))


def _set_speaker(rows: UnitOfWork, before: Speaker, plan: SpeakerPlan) -> None:
    """Make a speaker somebody else; a participant who speaks nowhere any more goes."""
    person_id = None
    if plan.role is SpeakerRole.PARTICIPANT:
        person_id = _person_meant(rows, before, plan).id
    rows.put(before, replace(before, role=plan.role, participant_id=person_id))
    if before.participant_id not in (None, person_id):
        still = {item.participant_id for item in rows.speakers()}
        rows.remove_all([p for p in rows.participants() if p.id == before.participant_id and p.id not in still])


def search(project: Project, words: str, *, limit: int = 300) -> list[SearchHit]:
    """Return the places where all the words are said, turn by turn, in order; none by people who withdrew."""
    first = next(iter(words.split()), "")
    if not first:
        return []
    with project.read() as rows:
        found = rows.turns_with_words(words, limit=limit)
        wanted = {hit.turn_id for hit in found}
        transcripts = {item.id: item for item in rows.transcripts()}
        turns: list[Turn] = []
        for transcript_id in dict.fromkeys(hit.transcript_id for hit in found):
            turns += [turn for turn in rows.turns(transcript_id) if turn.id in wanted]
    hits: list[SearchHit] = []
    for turn in turns:
        transcript = transcripts[turn.transcript_id]
        text = turn.span.of(transcript.text)
        span = _where(text, words) or _where(text, first) or Span(0, len(text))
        before, after = context(text, span, width=EXCERPT_WIDTH)
        gap = " " if text[: span.start][-1:].isspace() else ""
        end = " " if text[span.end : span.end + 1].isspace() else ""
        said = f"{before}{gap}{span.of(text)}{end}{after}"
        hits.append(
            SearchHit(
                transcript.id,
                transcript.name,
                turn.number,
                span.shifted(turn.start),
                ("… " if span.start > EXCERPT_WIDTH else "")
                + one_line(said)
                + (" …" if span.end + EXCERPT_WIDTH < len(text) else ""),
            )
        )
    return hits


def _where(text: str, words: str) -> Span | None:
    """Return where words stand in a text; case does not matter, nor how letters and blanks are written."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    at = lowered.find(words.lower())
    if at >= 0 or not words or text.isascii():
        return Span(at, at + len(words)) if at >= 0 and words else None
    return next(iter(Plain.of(text, ignore_case=True).find_all(words, ignore_case=True)), None)
