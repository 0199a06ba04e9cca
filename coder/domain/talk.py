"""Which passages are evidence: those in which somebody speaks who does not lead the conversation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from coder.domain.columns import TurnColumns
from coder.domain.transcript import Speaker, TurnKind


def spoken(turns: TurnColumns, speakers: Iterable[Speaker]) -> list[bool]:
    """Tell for each turn whether it may be evidence: somebody's words, and not those of who leads the conversation."""
    talk = {key: {start for start, _ in spans} for key, spans in turns.talk(speakers).items()}
    return [
        kind != TurnKind.HEADING and start in talk.get(transcript_id, ())
        for transcript_id, start, kind in zip(turns.transcript_id, turns.start, turns.kind, strict=True)
    ]


class Talk:
    """Where in transcripts somebody speaks whose words are evidence."""

    def __init__(self, turns: TurnColumns, speakers: Iterable[Speaker]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        flags: dict[str, list[bool]] = {}
        for transcript_id, start, end, counts in zip(
            turns.transcript_id, turns.start, turns.end, spoken(turns, speakers), strict=True
        ):
            self._starts.setdefault(transcript_id, []).append(start)
            self._ends.setdefault(transcript_id, []).append(end)
            flags.setdefault(transcript_id, []).append(counts)
        self._before = {key: list(accumulate(found, initial=0)) for key, found in flags.items()}

    def heard(self, transcript_id: str, start: int, end: int) -> bool:
        """Tell whether a passage (code points, half-open) is evidence.

        It is if any of its turns is, however many others it runs over; so is a passage that is in no turn at all.
        """
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
        before = self._before[transcript_id]
        return before[after] > before[first]
