"""Which passages are evidence: those in which somebody speaks who does not lead the conversation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from coder.domain.columns import TurnColumns
from coder.domain.transcript import Consent, Participant, Speaker, SpeakerRole, TurnKind


def spoken(turns: TurnColumns, speakers: Iterable[Speaker]) -> list[bool]:
    """Tell for each turn whether it may be evidence: somebody's words, and not those of who leads the conversation."""
    talk = {key: {start for start, _ in spans} for key, spans in turns.talk(speakers).items()}
    return [
        kind != TurnKind.HEADING and start in talk.get(transcript_id, ())
        for transcript_id, start, kind in zip(turns.transcript_id, turns.start, turns.kind, strict=True)
    ]


class Talk:
    """Where in transcripts somebody speaks whose words are evidence, and who has not withdrawn.

    It answers for single passages what tables count with (`coder.analysis.facts`, `coder.analysis.consent`).
    """

    def __init__(self, turns: TurnColumns, speakers: Iterable[Speaker], participants: Iterable[Participant]) -> None:
        known = tuple(speakers)
        gone = {person.id for person in participants if person.consent is Consent.WITHDRAWN}
        taking_part = [speaker for speaker in known if speaker.role is SpeakerRole.PARTICIPANT]
        left = {speaker.id for speaker in taking_part if speaker.participant_id in gone}
        present = {speaker.id for speaker in taking_part} - left
        still = {speaker.transcript_id for speaker in taking_part if speaker.id in present}
        self._silent = {speaker.transcript_id for speaker in known if speaker.participant_id in gone} - still
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        flags: dict[str, list[tuple[bool, bool, bool]]] = {}
        for transcript_id, start, end, who, counts in zip(
            turns.transcript_id, turns.start, turns.end, turns.speaker_id, spoken(turns, known), strict=True
        ):
            self._starts.setdefault(transcript_id, []).append(start)
            self._ends.setdefault(transcript_id, []).append(end)
            flags.setdefault(transcript_id, []).append((counts, counts and who in present, counts and who in left))
        self._before = {
            key: tuple(list(accumulate(column, initial=0)) for column in zip(*found, strict=True))
            for key, found in flags.items()
        }

    def heard(self, transcript_id: str, start: int, end: int) -> bool:
        """Tell whether a passage (code points, half-open) is evidence.

        It is if any of its turns is, however many others it runs over; so is a passage that is in no turn at all.
        Nothing is that only people say who withdrew.
        """
        if transcript_id in self._silent:
            return False
        starts = self._starts.get(transcript_id)
        if starts is None:
            return True
        after = bisect_left(starts, end)
        first = max(bisect_right(starts, start) - 1, 0)
        # A passage may begin on the newline before its first turn.
        if first + 1 < after and self._ends[transcript_id][first] <= start:
            first += 1
        if after <= first:
            return True
        talk, present, left = (before[after] - before[first] for before in self._before[transcript_id])
        return talk > 0 and (present > 0 or not left)
