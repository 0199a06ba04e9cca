"""Whose words may be used: what somebody said who withdrew is offered, quoted, learned from and listed nowhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coder.domain.names import Names, names_withdrawn
from coder.domain.span import Span
from coder.domain.transcript import Consent, Speaker, Turn, talk_of_participants
from coder.storage.repository import Repository

MASK = "█"
"""What stands for each character that somebody said who withdrew."""


def heard(rows: Repository, transcript_id: str) -> list[Turn]:
    """Return the turns of a transcript that may be evidence, in order; none of anybody who withdrew."""
    speakers = rows.speakers(transcript_id)
    gone = _gone(rows, speakers)
    talk = talk_of_participants(rows.turns(transcript_id), speakers)
    return [turn for turn in talk if turn.speaker_id not in gone] if gone else talk


def hushed(rows: Repository) -> Names:
    """Return the names of people who withdrew: what transcripts are called and memos say is told without them."""
    people = rows.participants()
    if all(person.consent is not Consent.WITHDRAWN for person in people):
        return Names(())
    return names_withdrawn(people, rows.speakers())


def titles(rows: Repository) -> dict[str, str]:
    """Return what transcripts are called by id, in display order, without the names of people who withdrew."""
    names = hushed(rows)
    return {transcript_id: names.left_out_of(title) for transcript_id, title in rows.transcript_names().items()}


@dataclass(frozen=True, slots=True)
class Silenced:
    """Where in each transcript somebody speaks who withdrew, and where anybody else does who takes part.

    Both are turns as start and end (code points), in order; transcripts in which nobody withdrew are missing.
    """

    silent: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    others: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Repository) -> Silenced:
        """Read whose words are not to be used; costs next to nothing where nobody withdrew."""
        speakers = rows.speakers()
        gone = _gone(rows, speakers)
        if not gone:
            return cls()
        by_transcript: dict[str, list[Speaker]] = {}
        for speaker in speakers:
            by_transcript.setdefault(speaker.transcript_id, []).append(speaker)
        silent: dict[str, list[tuple[int, int]]] = {}
        others: dict[str, list[tuple[int, int]]] = {}
        for transcript_id in dict.fromkeys(speaker.transcript_id for speaker in speakers if speaker.id in gone):
            for turn in talk_of_participants(rows.turns(transcript_id), by_transcript[transcript_id]):
                places = silent if turn.speaker_id in gone else others
                places.setdefault(transcript_id, []).append((turn.start, turn.end))
        return cls(silent, others)

    def hides(self, transcript_id: str, span: Span) -> bool:
        """Tell whether somebody who withdrew speaks in a passage, and nobody else who takes part."""
        return _touched(self.silent.get(transcript_id, ()), span) and not _touched(
            self.others.get(transcript_id, ()), span
        )

    def words(self, transcript_id: str, text: str, span: Span) -> str:
        """Return a passage of a transcript's text with `MASK` for each character of somebody who withdrew."""
        said = span.of(text)
        for start, end in self.silent.get(transcript_id, ()):
            first, last = max(start, span.start), min(end, span.end)
            if first < last:
                part = said[first - span.start : last - span.start]
                masked = "".join(MASK if char != "\n" else char for char in part)
                said = said[: first - span.start] + masked + said[last - span.start :]
        return said


def _touched(places: Sequence[tuple[int, int]], span: Span) -> bool:
    """Tell whether a span overlaps any of some places that do not overlap each other."""
    at = bisect_left(places, span.start + 1, key=lambda place: place[1])
    return at < len(places) and places[at][0] < span.end


def _gone(rows: Repository, speakers: Sequence[Speaker]) -> frozenset[str]:
    """Return which of some speakers (ids) are people who withdrew."""
    people = {person.id for person in rows.participants() if person.consent is Consent.WITHDRAWN}
    return frozenset(speaker.id for speaker in speakers if speaker.participant_id in people) if people else frozenset()
