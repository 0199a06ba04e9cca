"""The files of one import: what was read from each, what the evaluator said about it, what would be imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from coder.domain.labels import LabelKind, label_kind
from coder.domain.search import folded
from coder.domain.transcript import Participant, Speaker, SpeakerRole, SpeakerSummary, TranscriptKind
from coder.gui.look.amounts import counted
from coder.gui.look.date_field import HOW, is_date
from coder.gui.transcripts.speaker_model import SpeakerField, SpeakerRow
from coder.services.transcripts.import_people import (
    notes_on_people,
    roles_of,
    with_known_roles,
    with_speaker_of,
    with_speakers,
)
from coder.services.transcripts.import_plan import ImportPlan, SpeakerPlan
from coder.services.transcripts.pseudonyms import KnownPeople, Voice, who_they_are


class FileState(StrEnum):
    """How a file stands."""

    READING = "reading"
    READY = "ready"
    WARNED = "warned"
    DUPLICATE = "duplicate"
    BROKEN = "broken"


@dataclass(slots=True, eq=False)
class ImportFile:
    """One file of the list; `plan` is there once it could be read."""

    path: Path
    plan: ImportPlan | None = None
    voices: tuple[SpeakerSummary, ...] = ()
    problem: str = ""
    asks_encoding: bool = False
    """It could not be read because nobody but a person can tell its encoding."""
    reading: bool = True
    encoding_asked: str = ""
    """The encoding that was chosen last, also where the file cannot be read so."""
    encoding_problem: str = ""
    """Why the last choice of an encoding was not taken; the reading before it stays."""
    twin: str = ""
    """The transcript or file that holds the same text."""
    twin_is_listed: bool = False
    """The same text is in another file of the list, not in the project."""
    anyway: bool = False
    """A text that is there already is wanted all the same."""
    touched: set[tuple[str, SpeakerField]] = field(default_factory=set)
    """What the evaluator said about speakers, by folded label."""

    @property
    def state(self) -> FileState:
        """Return how the file stands."""
        if self.reading:
            return FileState.READING
        if self.plan is None:
            return FileState.BROKEN
        if self.twin and not self.anyway:
            return FileState.DUPLICATE
        return FileState.WARNED if self.plan.warnings or self.date_is_wrong else FileState.READY

    @property
    def date_is_wrong(self) -> bool:
        """Tell whether something is written as the date that is none."""
        return self.plan is not None and not is_date(self.plan.date)

    @property
    def wanted(self) -> bool:
        """Tell whether the file would be imported."""
        return self.state in (FileState.READY, FileState.WARNED)

    @property
    def twin_sentence(self) -> str:
        """Say where the same text is, if anywhere."""
        if not self.twin:
            return ""
        if self.twin_is_listed:
            return f"“{self.twin}” in this list holds the same text."
        return f"The same text is in the project already as “{self.twin}”."

    @property
    def sentence(self) -> str:
        """Say in a few words how the file stands."""
        match self.state:
            case FileState.READING:
                return "Reading…"
            case FileState.BROKEN:
                return self.problem
            case FileState.DUPLICATE:
                return f"Left out: same text as “{self.twin}”"
            case _:
                assert self.plan is not None
                if self.date_is_wrong:
                    return f"Check the date: {HOW[0].lower()}{HOW[1:]}"
                return next(iter(self.plan.warnings), "") or self.measure

    @property
    def measure(self) -> str:
        """Say how much was read."""
        if self.plan is None:
            return ""
        headings = sum(turn.heading for turn in self.plan.parsed.turns)
        turns = len(self.plan.parsed.turns) - headings
        beside = f", {counted(headings, 'heading')}" if headings else ""
        return f"{counted(len(self.voices), 'speaker')}, {counted(turns, 'turn')}{beside}"

    @property
    def names_nobody(self) -> bool:
        """Tell whether the text itself says not who speaks, so that one can say it."""
        return self.plan is not None and (self.plan.speakers_given or not self.voices)


@dataclass(frozen=True, slots=True)
class Spread:
    """What was said of a speaker in one file and holds for the same label in others too, or might."""

    label: str
    field: SpeakerField
    value: str
    files: tuple[ImportFile, ...]
    applied: bool
    before: tuple[tuple[ImportFile, tuple[SpeakerPlan, ...]], ...] = ()

    @property
    def sentence(self) -> str:
        """Say what was, or could be, done in other files."""
        others = counted(len(self.files), "other file")
        if self.applied:
            return f"Also set for “{self.label}” in {others}."
        return f"“{self.label}” speaks in {others} too."


class ImportBatch:
    """All files of an import with the rules that hold between them."""

    def __init__(self, participants: Sequence[Participant] = (), speakers: Sequence[Speaker] = ()) -> None:
        """Know the project's participants, and by which labels its speakers are tied to them."""
        self.files: list[ImportFile] = []
        self._people = KnownPeople(participants, speakers)
        self._roles = roles_of(speakers)
        self._known = {folded(person.pseudonym): person for person in participants}

    def read(self, file: ImportFile, plan: ImportPlan) -> None:
        """Take what was read; what the evaluator said before a second reading is kept."""
        before, voices_before = file.plan, file.voices
        file.plan, file.voices = plan, tuple(plan.parsed.speakers())
        file.reading, file.problem, file.encoding_problem = False, "", ""
        if before is None:
            self._hear_others(file)
            self._agree()
            return
        same_voices = [item.turns for item in voices_before] == [item.turns for item in file.voices]
        said = {item.label: item for item in before.speakers}
        speakers = []
        for place, item in enumerate(plan.speakers):
            # Another encoding may spell a name differently; the same order of voices is the same people.
            old = before.speakers[place] if same_voices else said.get(item.label)
            speakers.append(replace(old, label=item.label) if old is not None else item)
            if old is not None:
                file.touched |= {(folded(item.label), what) for key, what in file.touched if key == folded(old.label)}
        file.plan = replace(
            plan, name=before.name, kind=before.kind, date=before.date, place=before.place, speakers=tuple(speakers)
        )

    def give_speakers(self, file: ImportFile, names: Sequence[str], *, in_turn: bool) -> None:
        """Say who speaks in a text that names nobody: one for the whole, or in turn by paragraph; no name is nobody."""
        assert file.plan is not None
        if any(name.strip() for name in names):
            file.plan = with_speakers(file.plan, names if in_turn else [", ".join(names)], in_turn=in_turn)
        else:
            file.plan = with_speaker_of(file.plan, dict.fromkeys(range(len(file.plan.parsed.turns)), ""))
        file.voices = tuple(file.plan.parsed.speakers())

    def notes(self, file: ImportFile) -> list[str]:
        """Return what was guessed about who is who between this file, the others and the project."""
        read = [(other, other.plan) for other in self.files if other.plan is not None]
        notes = notes_on_people([plan for _, plan in read], self._people)
        return next((found for (other, _), found in zip(read, notes, strict=True) if other is file), [])

    def _agree(self) -> None:
        """Let people keep the role that they have in the project or another file, where nobody said otherwise."""
        read = [(file, file.plan) for file in self.files if file.plan is not None]
        agreed = with_known_roles([plan for _, plan in read], self._roles)
        for (file, before), after in zip(read, agreed, strict=True):
            if not any(what is SpeakerField.ROLE for _, what in file.touched):
                file.plan = replace(before, speakers=after.speakers, warnings=after.warnings)

    def failed(self, file: ImportFile, problem: str, *, asks_encoding: bool = False) -> None:
        """Note that a file could not be read, or not with another encoding."""
        file.reading = False
        if file.plan is None:
            file.problem, file.asks_encoding = problem, asks_encoding
        else:
            file.encoding_problem = problem

    def set_kind(self, file: ImportFile, kind: TranscriptKind) -> None:
        """Say what kind of conversation it is; whoever asks is called accordingly."""
        assert file.plan is not None
        lead = _lead(kind)
        speakers = tuple(
            replace(item, role=lead)
            if item.role.asks and (folded(item.label), SpeakerField.ROLE) not in file.touched
            else item
            for item in file.plan.speakers
        )
        file.plan = replace(file.plan, kind=kind, speakers=speakers)

    def set_speaker(self, file: ImportFile, label: str, what: SpeakerField, value: str) -> Spread | None:
        """Say something about a speaker, and about the same label in other files while nothing was said there.

        Return what was done in other files, or what could be, if anything.
        """
        before = self._speakers()
        if what is SpeakerField.PARTICIPANT and value:
            self._fix(value)
        self._put(file, label, what, value)
        file.touched.add((folded(label), what))
        if what is SpeakerField.GROUP:
            self._share_group(file, label, value)
        elif what is SpeakerField.PARTICIPANT:
            self._take_group(file, label)
        kind = label_kind(label)
        if kind is not LabelKind.NAME and what is SpeakerField.PARTICIPANT:
            others = []
        else:
            others = self._elsewhere(file, label, what, value)
        if kind is LabelKind.NUMBER:
            return Spread(label, what, value, tuple(others), applied=False) if others else None
        for other in others:
            self._put(other, label, what, _suited(what, value, other))
            if what is SpeakerField.PARTICIPANT:
                self._take_group(other, label)
        changed = tuple((item, old) for item, old in before if item is not file and _speakers_of(item) != old)
        if not changed:
            return None
        return Spread(label, what, value, tuple(item for item, _ in changed), applied=True, before=changed)

    def accept(self, spread: Spread) -> Spread:
        """Do in the other files what was offered; return what was done."""
        before = tuple((item, item.plan.speakers) for item in spread.files if item.plan is not None)
        for item, _ in before:
            self._put(item, spread.label, spread.field, _suited(spread.field, spread.value, item))
        return replace(spread, applied=True, before=before)

    def take_back(self, spread: Spread) -> None:
        """Leave the other files as they were before."""
        for file, speakers in spread.before:
            if file.plan is not None:
                file.plan = replace(file.plan, speakers=speakers)

    def rows(self, file: ImportFile) -> list[SpeakerRow]:
        """Return a file's speakers as the table shows them."""
        if file.plan is None:
            return []
        names = self._pseudonyms()
        said = {item.label: item for item in file.plan.speakers}
        result = []
        for voice in file.voices:
            wish = said.get(voice.label, SpeakerPlan(label=voice.label))
            shown = names.get((file, voice.label), "")
            known = self._known.get(folded(shown)) if shown else None
            result.append(
                SpeakerRow(
                    label=voice.label,
                    turns=voice.turns,
                    words=voice.words,
                    role=wish.role,
                    participant=wish.participant,
                    stands_in=shown,
                    group=known.group if known else wish.group,
                    group_fixed=known is not None,
                )
            )
        return result

    def pseudonyms(self) -> list[str]:
        """Return the pseudonyms to complete from: those of the project, then those given here."""
        here = {item.participant for _, item in self._all() if item.participant}
        known = [person.pseudonym for person in self._known.values()]
        return [*known, *sorted((name for name in here if folded(name) not in self._known), key=folded)]

    def confirmed(self) -> list[ImportPlan]:
        """Return the files that would be imported, with what was said; the import gives the pseudonyms shown."""
        return [self._with_names(file) for file in self.files if file.wanted]

    def _with_names(self, file: ImportFile) -> ImportPlan:
        assert file.plan is not None
        speakers = []
        for row in self.rows(file):
            person = row.role is SpeakerRole.PARTICIPANT
            speakers.append(
                SpeakerPlan(
                    label=row.label,
                    role=row.role,
                    participant=row.participant if person else "",
                    group=row.group.strip() if person else "",
                )
            )
        name = file.plan.name.strip() or file.path.stem
        return replace(file.plan, name=name, date=file.plan.date.strip(), speakers=tuple(speakers))

    def _all(self) -> Iterator[tuple[ImportFile, SpeakerPlan]]:
        for file in self.files:
            if file.plan is not None:
                for item in file.plan.speakers:
                    yield file, item

    def _speakers(self) -> list[tuple[ImportFile, tuple[SpeakerPlan, ...]]]:
        return [(file, file.plan.speakers) for file in self.files if file.plan is not None]

    def _put(self, file: ImportFile, label: str, what: SpeakerField, value: str) -> None:
        assert file.plan is not None
        changed = []
        for item in file.plan.speakers:
            if folded(item.label) == folded(label):
                changed.append(_said(item, what, value))
            else:
                changed.append(item)
        file.plan = replace(file.plan, speakers=tuple(changed))

    def _elsewhere(self, file: ImportFile, label: str, what: SpeakerField, value: str) -> list[ImportFile]:
        """Return the other files in which the label speaks, nothing was said about it, and the value is another."""
        key = folded(label)
        found = []
        for other, item in self._all():
            same = other is not file and folded(item.label) == key and (key, what) not in other.touched
            if same and _said(item, what, _suited(what, value, other)) != item:
                found.append(other)
        return found

    def _hear_others(self, file: ImportFile) -> None:
        """Take over for a new file what was said in the list about the same names."""
        assert file.plan is not None
        for item in file.plan.speakers:
            if label_kind(item.label) is not LabelKind.NAME:
                continue
            key = folded(item.label)
            for other, theirs in self._all():
                if other is file or folded(theirs.label) != key:
                    continue
                values = {
                    SpeakerField.ROLE: theirs.role.value,
                    SpeakerField.PARTICIPANT: theirs.participant,
                    SpeakerField.GROUP: theirs.group,
                }
                for what, value in values.items():
                    if (key, what) in other.touched:
                        self._put(file, item.label, what, _suited(what, value, file))

    def _share_group(self, file: ImportFile, label: str, group: str) -> None:
        """Give a person's group to all their places: nobody is in two groups at once."""
        names = self._pseudonyms()
        person = next((names[key] for key in names if key[0] is file and folded(key[1]) == folded(label)), "")
        for (other, theirs), name in names.items():
            if person and folded(name) == folded(person):
                self._put(other, theirs, SpeakerField.GROUP, group)

    def _take_group(self, file: ImportFile, label: str) -> None:
        """Take over the group of the person that a speaker has just become."""
        names = self._pseudonyms()
        person = next((names[key] for key in names if key[0] is file and folded(key[1]) == folded(label)), "")
        for other, item in self._all():
            same = folded(names.get((other, item.label), "")) == folded(person)
            if person and same and item.group and not (other is file and folded(item.label) == folded(label)):
                self._put(file, label, SpeakerField.GROUP, item.group)
                return

    def _pseudonyms(self) -> dict[tuple[ImportFile, str], str]:
        """Return each participant's pseudonym, as the import will give it: files that are left out come last."""
        keys, voices = [], []
        files = sorted((file for file in self.files if file.plan is not None), key=lambda file: not file.wanted)
        for place, file in enumerate(files):
            said = {item.label: item for item in _speakers_of(file)}
            for label in [voice.label for voice in file.voices]:
                wish = said.get(label, SpeakerPlan(label=label))
                if wish.role is SpeakerRole.PARTICIPANT:
                    keys.append((file, label))
                    voices.append(Voice(file=place, label=label, given=wish.participant, group=wish.group))
        people = who_they_are(voices, self._people)
        return {key: person.pseudonym for key, person in zip(keys, people, strict=True)}

    def _fix(self, pseudonym: str) -> None:
        """Have a proposed pseudonym stay with those who have it, since somebody else is said to be the same person."""
        for (file, label), name in self._pseudonyms().items():
            wish = next((item for item in _speakers_of(file) if item.label == label), None)
            if wish is not None and not wish.participant and folded(name) == folded(pseudonym):
                self._put(file, label, SpeakerField.PARTICIPANT, name)
                file.touched.add((folded(label), SpeakerField.PARTICIPANT))


def _said(item: SpeakerPlan, what: SpeakerField, value: str) -> SpeakerPlan:
    match what:
        case SpeakerField.ROLE:
            return replace(item, role=SpeakerRole(value))
        case SpeakerField.PARTICIPANT:
            return replace(item, participant=value)
        case SpeakerField.GROUP:
            return replace(item, group=value)


def _suited(what: SpeakerField, value: str, file: ImportFile) -> str:
    """Return a value as it is called in a file: who interviews here facilitates in a workshop."""
    if what is SpeakerField.ROLE and SpeakerRole(value).asks and file.plan is not None:
        return _lead(file.plan.kind).value
    return value


def _lead(kind: TranscriptKind) -> SpeakerRole:
    return SpeakerRole.FACILITATOR if kind is TranscriptKind.WORKSHOP else SpeakerRole.INTERVIEWER


def _speakers_of(file: ImportFile) -> tuple[SpeakerPlan, ...]:
    return file.plan.speakers if file.plan is not None else ()
