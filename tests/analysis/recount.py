"""Counting again from the raw codings, as plainly as can be."""

from __future__ import annotations

from dataclasses import dataclass, field

from coder.analysis.data import AnalysisData
from coder.domain.transcript import Consent, SpeakerRole, TurnKind


@dataclass(frozen=True)
class Said:
    """A coding with who speaks in it."""

    id: str
    transcript: str
    code: str
    span: tuple[int, int]
    direction: str
    coder: str
    people: frozenset[str]
    groups: frozenset[str]
    turns: tuple[str, ...]
    """The turns of evidence that it touches."""
    touched: tuple[str, ...]
    """All turns that it touches."""
    counts_for: frozenset[str] = field(default=frozenset())


def recounted(data: AnalysisData) -> list[Said]:
    """Return the codings that count of a project as it is kept, found with loops and sets only.

    Those of people who withdrew do not, and those do not in which only who asks is heard, or nobody.
    """
    people = {person.id: person for person in data.participants}
    gone = {person.id for person in data.participants if person.consent is Consent.WITHDRAWN}
    speakers = {speaker.id: speaker for speaker in data.speakers}
    columns = [getattr(data.turns, name) for name in ("transcript_id", "number", "speaker_id", "start", "end", "kind")]
    turns = list(zip(*columns, strict=True))
    talk = data.turns.talk(data.speakers)
    silent = set()
    for item in data.transcripts:
        own = [s for s in data.speakers if s.transcript_id == item.id and s.role is SpeakerRole.PARTICIPANT]
        if any(s.participant_id in gone for s in own) and all(s.participant_id in gone for s in own):
            silent.add(item.id)
    result = []
    for row in zip(*(getattr(data.codings, name) for name in ("id", "transcript_id", "code_id", "start", "end",
                                                              "direction", "coder_id")), strict=True):  # fmt: skip
        coding_id, transcript, code, start, end, direction, coder = row
        # A turn's last character is followed by a newline that belongs to no turn but, at a passage's start, to it.
        touched = [turn for turn in turns if turn[0] == transcript and turn[3] < end and turn[4] > start]
        if not touched:
            touched = [turn for turn in turns if turn[0] == transcript and turn[3] < end and turn[4] >= start][-1:]
        spoken = [turn for turn in touched if turn[3:5] in talk[transcript] and turn[5] != TurnKind.HEADING]
        if touched and not spoken:
            continue
        heard = {turn[2] for turn in spoken if turn[2]}
        voices = [speakers[each] for each in heard if speakers[each].role is SpeakerRole.PARTICIPANT]
        everybody = {voice.participant_id or voice.id for voice in voices}
        if transcript in silent or (everybody and everybody <= gone):
            continue
        here = frozenset(everybody - gone)
        result.append(
            Said(
                coding_id,
                transcript,
                code,
                (start, end),
                direction or "",
                coder,
                here,
                frozenset(people[each].group for each in here if each in people and people[each].group),
                tuple(f"{turn[0]} {turn[1]}" for turn in spoken),
                tuple(f"{turn[0]} {turn[1]}" for turn in touched),
                frozenset(data.tree.counts_for(code)),
            )
        )
    return result


def figures(said: list[Said]) -> dict[str, int]:
    """Return what every roll-up counts."""
    directions = [each.direction for each in said]
    return {
        "codings": len(said),
        "people": len(set().union(*(each.people for each in said))),
        "groups": len(set().union(*(each.groups for each in said))),
        "supports": directions.count("supports"),
        "challenges": directions.count("challenges"),
        "mixed": directions.count("mixed"),
        "unclear": directions.count("unclear"),
        "undirected": directions.count(""),
    }
