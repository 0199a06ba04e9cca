"""What is said anew about the speakers of a transcript that is in the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coder.domain.pseudonyms import Numbering
from coder.domain.search import folded
from coder.domain.text import word_count
from coder.domain.transcript import SpeakerRole, TranscriptKind
from coder.gui.transcripts.speaker_model import SpeakerField, SpeakerRow
from coder.services.transcripts.import_plan import SpeakerPlan
from coder.services.transcripts.transcripts import TranscriptDetail


class SpeakerEdits:
    """Rows of a table with the rule that one pseudonym is one person, who is in one group."""

    def __init__(self, detail: TranscriptDetail) -> None:
        self._known = {folded(person.pseudonym): person for person in detail.participants.values()}
        numbering = Numbering(person.pseudonym for person in detail.participants.values())
        self._rows = [_row(detail, speaker_id, numbering) for speaker_id in _in_order(detail)]
        self._touched: set[str] = set()

    @property
    def rows(self) -> Sequence[SpeakerRow]:
        """Return the speakers in the order in which they first speak."""
        return self._rows

    def pseudonyms(self) -> list[str]:
        """Return the pseudonyms of the project."""
        return sorted((person.pseudonym for person in self._known.values()), key=folded)

    def groups(self, usual: Sequence[str]) -> list[str]:
        """Return the usual groups, then the others that the project has."""
        others = {person.group for person in self._known.values()} | {row.group for row in self._rows}
        return [*usual, *sorted(others - {*usual, ""}, key=folded)]

    def say(self, label: str, what: SpeakerField, value: str) -> None:
        """Say something about a speaker; a person's group holds for each of their labels."""
        at = next(at for at, row in enumerate(self._rows) if row.label == label)
        row = self._rows[at]
        match what:
            case SpeakerField.ROLE:
                self._touched.add(label)
                self._rows[at] = replace(row, role=SpeakerRole(value))
            case SpeakerField.PARTICIPANT:
                self._rows[at] = replace(row, participant=value, group=self._group_of(value or row.stands_in, row))
            case SpeakerField.GROUP:
                person = _person(row)
                self._rows = [replace(each, group=value) if _person(each) == person else each for each in self._rows]

    def set_kind(self, kind: TranscriptKind) -> None:
        """Call those who lead the conversation as they are called in this kind, unless the person said otherwise."""
        lead = SpeakerRole.FACILITATOR if kind is TranscriptKind.WORKSHOP else SpeakerRole.INTERVIEWER
        self._rows = [
            replace(row, role=lead) if row.role.asks and row.label not in self._touched else row for row in self._rows
        ]

    def plans(self) -> tuple[SpeakerPlan, ...]:
        """Return who each speaker is."""
        return tuple(
            SpeakerPlan(
                label=row.label,
                role=row.role,
                participant=row.participant if row.is_person else "",
                group=row.group if row.is_person else "",
            )
            for row in self._rows
        )

    def _group_of(self, pseudonym: str, row: SpeakerRow) -> str:
        """Return the group of the person whom a speaker becomes: said here, known in the project, or as before."""
        key = folded(pseudonym)
        here = next((each.group for each in self._rows if each is not row and _person(each) == key), "")
        known = self._known.get(key)
        return here or (known.group if known else row.group)


def _person(row: SpeakerRow) -> str | None:
    return folded(row.participant or row.stands_in) if row.is_person else None


def _in_order(detail: TranscriptDetail) -> list[str]:
    return sorted(detail.speakers, key=lambda speaker_id: detail.speakers[speaker_id].position)


def _row(detail: TranscriptDetail, speaker_id: str, numbering: Numbering) -> SpeakerRow:
    speaker = detail.speakers[speaker_id]
    turns = [turn for turn in detail.turns if turn.speaker_id == speaker_id]
    person = detail.participants.get(speaker.participant_id or "")
    return SpeakerRow(
        label=speaker.label,
        turns=len(turns),
        words=sum(word_count(turn.span.of(detail.transcript.text)) for turn in turns),
        role=speaker.role,
        participant=person.pseudonym if person else "",
        stands_in=person.pseudonym if person else numbering.proposed(speaker.label),
        group=person.group if person else "",
    )
