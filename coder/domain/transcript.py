"""Transcripts, their turns and speakers, and the participants behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from coder.domain.ids import new_id
from coder.domain.span import Span
from coder.domain.text import word_count


class TranscriptKind(StrEnum):
    """What kind of conversation a transcript records."""

    INTERVIEW = "interview"
    WORKSHOP = "workshop"


class TranscriptStatus(StrEnum):
    """How far the coding of a transcript has come."""

    OPEN = "open"
    COMPLETE = "complete"


class SpeakerRole(StrEnum):
    """Why somebody speaks in a transcript; only participants' turns are evidence."""

    PARTICIPANT = "participant"
    INTERVIEWER = "interviewer"
    FACILITATOR = "facilitator"
    OTHER = "other"

    @property
    def asks(self) -> bool:
        """Tell whether this role leads the conversation, so that its turns get no suggestions."""
        return self in (SpeakerRole.INTERVIEWER, SpeakerRole.FACILITATOR)


class TurnKind(StrEnum):
    """What stands in a turn."""

    TALK = "talk"
    HEADING = "heading"
    """A title, a section or who was present: shown in the text, but nobody's words."""


class Consent(StrEnum):
    """What a participant agreed to; it is enforced in every export."""

    NOT_RECORDED = "not recorded"
    """Nobody was asked yet, or nobody noted the answer; for readers like internal only."""
    INTERNAL = "internal only"
    """Counted in figures; their words leave the team's laptops nowhere."""
    ANONYMISED = "anonymised quote"
    """Quoted with the stakeholder group, without the pseudonym."""
    ATTRIBUTED = "attributed quote"
    """Quoted with pseudonym and stakeholder group."""
    WITHDRAWN = "withdrawn"
    """Took their consent back: in no table, figure or report."""

    @property
    def quotable(self) -> bool:
        """Tell whether readers may be given the words."""
        return self in (Consent.ANONYMISED, Consent.ATTRIBUTED)

    @property
    def named(self) -> bool:
        """Tell whether readers may be given the pseudonym."""
        return self is Consent.ATTRIBUTED


STAKEHOLDER_GROUPS = ("Care worker", "Care owner", "Family member", "Volunteer", "Circle member", "Organiser")
"""The groups offered first; any other wording may be typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person who took part, known in every export by the pseudonym only."""

    id: str = field(default_factory=new_id)
    pseudonym: str
    group: str = ""
    note: str = ""
    consent: Consent = Consent.NOT_RECORDED
    attributes: tuple[str, ...] = ()
    """What else to compare people by, each as `name: value`, such as `area: North`."""
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One conversation with its frozen text; turns are separated by one newline."""

    id: str = field(default_factory=new_id)
    name: str
    kind: TranscriptKind = TranscriptKind.INTERVIEW
    date: str = ""
    place: str = ""
    text: str
    text_hash: str
    source_name: str = ""
    layout: str = ""
    encoding: str = ""
    imported_at: str = ""
    position: int = 0
    status: TranscriptStatus = TranscriptStatus.OPEN
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A name that speaks in one transcript, with its role and, for participants, the person."""

    id: str = field(default_factory=new_id)
    transcript_id: str
    label: str
    role: SpeakerRole = SpeakerRole.PARTICIPANT
    participant_id: str | None = None
    position: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker's uninterrupted talk: a half-open range of the transcript's code points; numbers count from 1."""

    id: str = field(default_factory=new_id)
    transcript_id: str
    number: int
    speaker_id: str | None = None
    start: int
    end: int
    time: float | None = None
    """Seconds from the start of the recording, where the file says."""
    kind: TurnKind = TurnKind.TALK
    revision: int = 0

    @property
    def span(self) -> Span:
        """Return the turn's place in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMap:
    """Where a transcript's text stood in the file that it came from; the id is the transcript's."""

    id: str
    transcript_id: str
    source_hash: str
    """Of the file's text after decoding, before anything was taken out or put right."""
    source_length: int
    """In code points of that text."""
    pieces: tuple[int, ...] = ()
    """Triples, one after the other: start in the transcript's text, start in the file's text, length; code points.

    A triple of length 0 marks where a line of the file ends in two code points ("\\r\\n"): many tools count one.
    """
    revision: int = 0


def talk_of_participants(turns: Iterable[Turn], speakers: Iterable[Speaker]) -> list[Turn]:
    """Return the turns that may be evidence, in order: those of everybody who does not lead the conversation.

    A turn without a speaker counts as a participant's; a heading is nobody's.
    """
    asking = {speaker.id for speaker in speakers if speaker.role.asks}
    ordered = list(turns)
    places = places_of_talk([turn.speaker_id for turn in ordered], [turn.kind for turn in ordered], asking)
    return [ordered[place] for place in places]


def places_of_talk(voices: Sequence[str | None], kinds: Sequence[str], asking: Collection[str]) -> list[int]:
    """Return the places of turns that may be evidence, by who says each (ids), what it is (`TurnKind`) and who asks."""
    return [
        place
        for place, (voice, kind) in enumerate(zip(voices, kinds, strict=True))
        if kind != TurnKind.HEADING and voice not in asking
    ]


@dataclass(frozen=True, slots=True)
class ParsedTurn:
    """A turn as read from a file: normalised text without blanks at its ends, never empty."""

    speaker: str | None
    text: str
    time: float | None = None
    heading: bool = False
    """Whether it is nobody's talk: a title, a section, who was present, what stands before the first speaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTranscript:
    """What an importer makes of a file, the same for every format."""

    source_name: str
    layout: str
    """The recognised layout in the evaluator's words, such as "Otter text" or "Teams captions (VTT)"."""
    turns: tuple[ParsedTurn, ...]
    encoding: str = ""
    """The encoding that was taken, such as "UTF-8" or "Windows-1252"; empty for formats that have none."""
    warnings: tuple[str, ...] = ()
    title: str = ""
    """A title that the file itself carries, if any; it is among the headings, too."""
    date: str = ""
    """The date that the file's head gives, as yyyy-mm-dd."""
    place: str = ""
    """The place that the file's head gives."""
    left_out: tuple[str, ...] = ()
    """What stands in the file and in no turn, line by line; the warnings name it."""
    source: str = field(default="", repr=False)
    """The file's text after decoding, as it was; for Word the document's, with one newline per paragraph."""

    def speakers(self) -> list[SpeakerSummary]:
        """Return the speakers in order of appearance with their turn and word counts."""
        turns: dict[str, int] = {}
        words: dict[str, int] = {}
        for turn in self.turns:
            if turn.speaker is not None:
                turns[turn.speaker] = turns.get(turn.speaker, 0) + 1
                words[turn.speaker] = words.get(turn.speaker, 0) + word_count(turn.text)
        return [SpeakerSummary(label, turns[label], words[label]) for label in turns]


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """How much a speaker says in a file."""

    label: str
    turns: int
    words: int
