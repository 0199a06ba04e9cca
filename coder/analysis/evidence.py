"""The evidence table: one row per coding, with the person, the passage and what the code counts for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from coder.domain.codebook import CodeTree
from coder.domain.coding import Coder, Coding
from coder.domain.evidence import EVIDENCE_COLUMNS, SEPARATOR, EvidenceFilter, EvidenceRow
from coder.domain.text import clock, context
from coder.domain.transcript import Participant, Speaker, SpeakerRole, Transcript, Turn

if TYPE_CHECKING:
    import pandas as pd

_INTEGERS = {"turn": "Int64", "start": "int64", "end": "int64"}
_HEADERS = {"turn": "turn_number", "code": "code_name"}
"""Headers that say more than the field's name."""


def evidence_rows(
    *,
    transcripts: Mapping[str, Transcript],
    speakers: Iterable[Speaker],
    turns: Iterable[Turn],
    participants: Iterable[Participant],
    tree: CodeTree,
    codings: Iterable[Coding],
    coders: Iterable[Coder],
    context_width: int = 60,
) -> list[EvidenceRow]:
    """Return one row per coding in the given transcripts (by id), in a stable order.

    Rows are ordered by transcript (position, name), start, end, code (display order), coder's name and id. The
    turn is the one in which the coding starts. A passage across several turns names each of their speakers once;
    if participants are among them, only these. `context_width` is in code points on each side.
    """
    names = {coder.id: coder.name for coder in coders}
    code_order = {code.id: index for index, code in enumerate(tree)}
    chosen = [coding for coding in codings if coding.transcript_id in transcripts]
    chosen.sort(
        key=lambda coding: (
            coding.start,
            coding.end,
            code_order.get(coding.code_id, len(code_order)),
            coding.code_id,
            names.get(coding.coder_id, ""),
            coding.id,
        )
    )
    by_transcript: dict[str, list[Coding]] = {}
    for coding in chosen:
        by_transcript.setdefault(coding.transcript_id, []).append(coding)
    talk = _talk(speakers, turns, participants)
    codes = _Codes(tree)
    rows: list[EvidenceRow] = []
    for transcript in sorted(transcripts.values(), key=lambda item: (item.position, item.name, item.id)):
        voices = talk.get(transcript.id) or _Talk([], {}, {})
        for coding in by_transcript.get(transcript.id, ()):
            turn, voice = voices.at(coding.start, coding.end)
            before, after = context(transcript.text, coding.span, width=context_width)
            domain, theme, code = codes.of(coding.code_id)
            rows.append(
                EvidenceRow(
                    evidence_id=coding.id,
                    transcript=transcript.name,
                    kind=transcript.kind.value,
                    date=transcript.date,
                    place=transcript.place,
                    participant=voice.participant,
                    stakeholder_group=voice.group,
                    speaker=voice.speaker,
                    turn=turn.number if turn else None,
                    time=clock(turn.time) if turn else "",
                    start=coding.start,
                    end=coding.end,
                    passage=transcript.text[coding.start : coding.end],
                    context_before=before,
                    context_after=after,
                    domain=domain,
                    theme=theme,
                    code_id=coding.code_id,
                    code=code,
                    direction=coding.direction.value if coding.direction else "",
                    strength=coding.strength.value if coding.strength else "",
                    memo=coding.memo,
                    coder=names.get(coding.coder_id, ""),
                    coded_at=coding.created_at,
                    origin=coding.origin.value,
                    codebook_version=coding.codebook_version,
                    transcript_id=transcript.id,
                    coder_id=coding.coder_id,
                )
            )
    return rows


def filtered(rows: Iterable[EvidenceRow], wanted: EvidenceFilter, tree: CodeTree) -> list[EvidenceRow]:
    """Return the rows that fit everything that is asked for, in their order.

    A code with its descendants takes in all codings that count for it: below it, or linked to it as their domain
    or dimension. A group fits a row that names it among others; an empty group fits rows that name none.
    """
    codes: set[str] | None = None
    if wanted.code_id is not None:
        counts = wanted.with_descendants and wanted.code_id in tree
        codes = tree.counting_for(wanted.code_id) if counts else {wanted.code_id}
    direction = wanted.direction.value if wanted.direction is not None else None
    return [
        row
        for row in rows
        if (codes is None or row.code_id in codes)
        and (wanted.transcript_id is None or row.transcript_id == wanted.transcript_id)
        and (wanted.coder_id is None or row.coder_id == wanted.coder_id)
        and (direction is None or row.direction == direction)
        and (wanted.group is None or _names(row.stakeholder_group, wanted.group))
    ]


def evidence_frame(rows: Sequence[EvidenceRow]) -> pd.DataFrame:
    """Return the rows as a table with `EVIDENCE_COLUMNS`, headed by the field names but "turn_number", "code_name".

    The turn is a whole number or missing; nothing else ever is.
    """
    import pandas as pd

    columns: dict[str, pd.Series] = {}
    for field in EVIDENCE_COLUMNS:
        values = list(map(attrgetter(field), rows))
        columns[_HEADERS.get(field, field)] = pd.Series(values, dtype=_INTEGERS.get(field, "str"))
    return pd.DataFrame(columns)


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who speaks in a passage, as the table names them."""

    speaker: str = ""
    participant: str = ""
    group: str = ""


_NOBODY = _Voice()


class _Talk:
    """The turns of one transcript, and whose they are."""

    def __init__(self, turns: list[Turn], speakers: dict[str, Speaker], participants: dict[str, Participant]) -> None:
        self._turns = sorted(turns, key=attrgetter("start"))
        self._starts = [turn.start for turn in self._turns]
        self._speaker_ids = [turn.speaker_id for turn in self._turns]
        self._speakers = speakers
        self._participants = participants
        self._voices: dict[tuple[str | None, ...], _Voice] = {}

    def at(self, start: int, end: int) -> tuple[Turn | None, _Voice]:
        """Return the turn in which a passage starts, and everybody who speaks in it."""
        after = bisect_left(self._starts, end)
        if not after:
            return None, _NOBODY
        first = max(0, bisect_right(self._starts, start) - 1)
        if self._turns[first].end <= start and first + 1 < after:
            first += 1  # the passage begins on the newline before this turn
        ids = tuple(self._speaker_ids[first:after])
        voice = self._voices.get(ids)
        if voice is None:
            voice = self._voices[ids] = self._voice(ids)
        return self._turns[first], voice

    def _voice(self, speaker_ids: Iterable[str | None]) -> _Voice:
        known = [self._speakers[each] for each in dict.fromkeys(speaker_ids) if each in self._speakers]
        heard = [speaker for speaker in known if speaker.role is SpeakerRole.PARTICIPANT] or known
        people = [self._participants[each] for s in heard if (each := s.participant_id) in self._participants]
        return _Voice(
            _joined(speaker.label for speaker in heard),
            _joined(person.pseudonym for person in people),
            _joined(person.group for person in people),
        )


def _talk(speakers: Iterable[Speaker], turns: Iterable[Turn], participants: Iterable[Participant]) -> dict[str, _Talk]:
    """Return the talk of each transcript that has turns."""
    people = {person.id: person for person in participants}
    known = {speaker.id: speaker for speaker in speakers}
    by_transcript: dict[str, list[Turn]] = {}
    for turn in turns:
        by_transcript.setdefault(turn.transcript_id, []).append(turn)
    return {transcript_id: _Talk(own, known, people) for transcript_id, own in by_transcript.items()}


class _Codes:
    """Names of codes, their themes and domains, found once for each code."""

    def __init__(self, tree: CodeTree) -> None:
        self._tree = tree
        self._found: dict[str, tuple[str, str, str]] = {}

    def of(self, code_id: str) -> tuple[str, str, str]:
        """Return domain, theme and name of a code; a code that is not in the tree goes by its id."""
        found = self._found.get(code_id)
        if found is None:
            found = self._found[code_id] = self._find(code_id)
        return found

    def _find(self, code_id: str) -> tuple[str, str, str]:
        if code_id not in self._tree:
            return "", "", code_id
        theme = self._tree.theme(code_id)
        domains = _joined(domain.name for domain in self._tree.domains(code_id))
        return domains, theme.name if theme else "", self._tree[code_id].name


def _joined(names: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(name for name in names if name))


def _names(listed: str, name: str) -> bool:
    return listed == name or name in listed.split(SEPARATOR)
