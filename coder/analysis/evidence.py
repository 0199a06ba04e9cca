"""The evidence table: one row per coding, with the person, the passage and what the code counts for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coder.analysis.building import Built, built
from coder.analysis.data import AnalysisData
from coder.analysis.facts import joined
from coder.domain.codebook import CodeTree
from coder.domain.coding import Coder, Coding
from coder.domain.columns import CodingColumns, TurnColumns
from coder.domain.evidence import EVIDENCE_COLUMNS, EvidenceRow, role_words
from coder.domain.span import Span
from coder.domain.tables import TableHead, date, text, time, whole
from coder.domain.text import clock, context
from coder.domain.transcript import Participant, Speaker, Transcript, Turn

if TYPE_CHECKING:
    from coder.analysis.facts import Ints

CONTEXT_WIDTH = 60
"""Code points of what is said on either side of a passage."""

WITHHELD = "[withheld]"
"""What stands in tables for words that consent does not let out."""

MASK = "█"
"""What stands in texts for each character that consent does not let out."""

_MASKED = re.compile(f"{MASK}[{MASK}\n]*")
_DOUBLE_BLANKS = ("  ", "\n\n", " \n", "\n ")
_ODD_BLANKS = tuple(char for char in map(chr, range(0x3001)) if char.isspace() and char not in " \n")
_HEADERS = {"turn": "turn_number", "code": "code_name"}
"""Headers that say more than the field's name."""

CONSENT = text(
    "consent", "Consent", "What the participants agreed to; of several, the strictest. “Not recorded” where nobody was "
    "asked, or nobody knows who speaks."
)  # fmt: skip

EVIDENCE = TableHead(
    "evidence",
    "Evidence",
    "One row for each coding: who said what, in which turn, and what the code counts for. Codings on what only an "
    "interviewer or facilitator says are listed and marked, but they are no evidence and count nowhere else.",
    (
        text("evidence_id", "Evidence id", "The coding's permanent id."),
        text("transcript", "Transcript", "The transcript's name."),
        text("kind", "Kind", "Interview or workshop.", detail=True),
        date("date", "Date", "When the conversation was held."),
        text("place", "Place", "Where it was held; left out where the participant is not to be named.", detail=True),
        text("participant", "Participant", "Pseudonyms of the participants who speak in the passage; for readers left "
             "out where one of them did not agree to that."),
        text("stakeholder_group", "Stakeholder group", "The groups of these participants."),
        text("speaker", "Speaker", "Who speaks: on screen the name in the transcript; in files the pseudonym, or the "
             "role of somebody who is no participant.", detail=True),
        whole("turn_number", "Turn", "The turn in which the passage starts, counted from 1.", detail=True),
        time("time", "Time", "When that turn starts in the recording."),
        whole("start", "Start", "The passage's first character in the transcript, counted from 0.", detail=True),
        whole("end", "End", "The character after the passage's last one.", detail=True),
        text("passage", "Passage", "The coded words.", wide=True),
        text("context_before", "Before it", "What is said just before.", wide=True, detail=True),
        text("context_after", "After it", "What is said just after.", wide=True, detail=True),
        text("domain", "Domain", "The outcome domains for which the code counts."),
        text("theme", "Theme", "The code's theme.", detail=True),
        text("code_id", "Code id", "The code's permanent id."),
        text("code_name", "Code", "The code's name."),
        text("direction", "Direction", "Which way the passage speaks: supports, challenges, mixed or unclear."),
        text("strength", "Strength", "Anecdotal, described or corroborated."),
        text("memo", "Memo", "What the coder noted.", wide=True),
        text("coder", "Coder", "Who put the code on the passage.", detail=True),
        date("coded_at", "Coded at", "When, in universal time.", detail=True),
        text("origin", "Origin", "Coded by hand, or from a suggestion that a person accepted.", detail=True),
        text("codebook_version", "Codebook version", "The codebook and its version at that time.", detail=True),
        CONSENT,
        text("review", "Review", "Whether somebody looked at the coding again.", detail=True),
        text("role", "Who speaks", "Participant or other. “asker (interviewer)” or “asker (facilitator)”: only who "
             "leads the conversation speaks in the passage, and “heading”: nobody does; such a coding is listed here "
             "and counts in no other table, chart or report.", detail=True),
    ),
)  # fmt: skip


def build_evidence(head: TableHead, data: AnalysisData) -> Built:
    """Build the evidence table in the order of reading."""
    import pandas as pd

    order = data.facts.order
    found = evidence_values(data, order)
    ids = found["evidence_id"]
    columns = {
        _HEADERS.get(name, name): pd.array(found[name], dtype="Int64") if name == "turn" else found[name]
        for name in EVIDENCE_COLUMNS
    }
    return built(head, data, columns, _Keys(ids), lambda row, _: order[row : row + 1])


class _Keys(Sequence[tuple[str, ...]]):
    """Ids as keys of one part, made when asked for."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [(each,) for each in self._ids[place]]
        return (self._ids[place],)


def evidence_values(
    data: AnalysisData, order: Ints, *, wanted: frozenset[str] | None = None, context_width: int = CONTEXT_WIDTH
) -> dict[str, list[Any]]:
    """Return the fields of `EvidenceRow` by name, each as a list of the given codings' values in that order.

    The turn is the one in which the coding starts. A passage across several turns names each of their speakers
    once; if participants are among them, only these. `context_width` is in code points on each side. Fields that are
    not wanted may be missing.
    """
    import numpy as np

    facts, codings = data.facts, data.codings
    chosen = order.tolist()
    where, voice, code = facts.transcript[order].tolist(), facts.voice[order].tolist(), facts.code[order].tolist()
    starts, ends = facts.start[order].tolist(), facts.end[order].tolist()
    found: dict[str, list[Any]] = {"start": starts, "end": ends, "code_id": _at(facts.code_ids, code)}

    def wants(*names: str) -> bool:
        return wanted is None or bool(wanted.intersection(names))

    if wants("turn", "time"):
        there = facts.last_turn[order] > facts.first_turn[order]
        turns = np.where(there, facts.first_turn[order], len(facts.turn_order)).tolist()
        rows = facts.turn_order.tolist()
        found["turn"] = _at([*_at(data.turns.number, rows), None], turns)
        found["time"] = _at([*map(clock, _at(data.turns.time, rows)), ""], turns)
    if wants("passage", "context_before", "context_after"):
        around = wants("context_before", "context_after")
        words = _words(data, where, starts, ends, width=context_width if around else None)
        kept_back = facts.kept_back()
        # Of several people the strictest consent holds: the whole passage is withheld, not their part of it.
        found["passage"] = [WITHHELD if kept_back[at] else said for said, at in zip(words[0], voice, strict=True)]
        if around:
            found["context_before"], found["context_after"] = words[1:]
    if wants("domain", "theme", "code"):
        names = [code_names(data.tree, code_id) for code_id in facts.code_ids]
        for place, name in enumerate(("domain", "theme", "code")):
            found[name] = _at([each[place] for each in names], code)
    for name, field in _OF_TRANSCRIPT.items():
        if wants(name):
            found[name] = _at([str(getattr(item, field)) for item in data.transcripts], where)
    for name, field in _OF_VOICE.items():
        if wants(name):
            found[name] = _at([getattr(item, field) for item in facts.voices], voice)
    if wants("role"):
        roles = [voice.roles for voice in facts.voices]
        heard = facts.heard[order].tolist()
        known = {pair: role_words(roles[pair[0]], heard=pair[1]) for pair in set(zip(voice, heard, strict=True))}
        found["role"] = [known[pair] for pair in zip(voice, heard, strict=True)]
    for name, field in _OF_CODING.items():
        if wants(name):
            found[name] = _at(getattr(codings, field), chosen)
    for name in ("direction", "strength"):
        if wants(name):
            found[name] = [value or "" for value in found[name]]
    if wants("coder"):
        coders = {coder.id: coder.name for coder in data.coders}
        found["coder"] = [coders.get(coder_id, "") for coder_id in _at(codings.coder_id, chosen)]
    return found


_OF_TRANSCRIPT = {"transcript": "name", "kind": "kind", "date": "date", "place": "place", "transcript_id": "id"}
_OF_VOICE = {"participant": "participant", "stakeholder_group": "group", "speaker": "speaker", "consent": "consent"}
_OF_CODING = {
    "evidence_id": "id",
    "direction": "direction",
    "strength": "strength",
    "memo": "memo",
    "coded_at": "created_at",
    "origin": "origin",
    "codebook_version": "codebook_version",
    "review": "review",
    "coder_id": "coder_id",
}


def _at(values: Sequence[Any], places: Iterable[int]) -> list[Any]:
    return list(map(values.__getitem__, places))


def evidence_rows(
    *,
    transcripts: Mapping[str, Transcript],
    speakers: Iterable[Speaker],
    turns: Iterable[Turn],
    participants: Iterable[Participant],
    tree: CodeTree,
    codings: Iterable[Coding],
    coders: Iterable[Coder],
    context_width: int = CONTEXT_WIDTH,
) -> list[EvidenceRow]:
    """Return one row per coding in the given transcripts (by id), in a stable order.

    Rows are ordered by transcript (position, name), start, end, code (display order), coder's name and id.
    """
    data = AnalysisData(
        transcripts=tuple(sorted(transcripts.values(), key=lambda item: (item.position, item.name, item.id))),
        speakers=tuple(speakers),
        turns=TurnColumns.of(turns),
        participants=tuple(participants),
        codebooks=(),
        tree=tree,
        codings=CodingColumns.of(coding for coding in codings if coding.transcript_id in transcripts),
        coders=tuple(coders),
    )
    return rows_of(data, context_width=context_width)


def rows_of(data: AnalysisData, *, context_width: int = CONTEXT_WIDTH) -> list[EvidenceRow]:
    """Return one row per coding, in the order of reading."""
    found = evidence_values(data, data.facts.order, context_width=context_width)
    names = tuple(found)
    return [EvidenceRow(**dict(zip(names, values, strict=True))) for values in zip(*found.values(), strict=True)]


def words_of(data: AnalysisData, places: Sequence[int]) -> list[str]:
    """Return the passages of some codings, with what is withheld marked as such."""
    facts = data.facts
    kept_back = facts.kept_back()
    return [
        WITHHELD
        if kept_back[int(facts.voice[place])]
        else shown(data.transcripts[facts.transcript[place]].text[facts.start[place] : facts.end[place]], data)
        for place in places
    ]


def shown(words: str, data: AnalysisData) -> str:
    """Return words of a transcript with each withheld stretch as one remark."""
    return _MASKED.sub(WITHHELD, words) if data.masked and MASK in words else words


def _words(
    data: AnalysisData, where: Sequence[int], starts: Sequence[int], ends: Sequence[int], *, width: int | None
) -> tuple[list[str], list[str], list[str]]:
    """Return passages, and what is said before and after each unless `width` is None."""
    texts = [item.text for item in data.transcripts]
    passages = [texts[at][start:end] for at, start, end in zip(where, starts, ends, strict=True)]
    before: list[str] = []
    after: list[str] = []
    if width is not None:
        readers = [_reader(text, width) for text in texts]
        for at, start, end in zip(where, starts, ends, strict=True):
            one, other = readers[at](start, end)
            before.append(one)
            after.append(other)
    if data.masked:
        withheld = {place for place, item in enumerate(data.transcripts) if item.id in data.masked}
        for column in (passages, before, after):
            for row in range(len(column)):
                if where[row] in withheld and MASK in column[row]:
                    column[row] = _MASKED.sub(WITHHELD, column[row])
    return passages, before, after


def _reader(text: str, width: int) -> Callable[[int, int], tuple[str, str]]:
    """Return what gives `coder.domain.text.context` for a passage, faster where all blanks are single ones."""
    odd = _ODD_BLANKS[:8] if text.isascii() else _ODD_BLANKS
    if any(blank in text for blank in (*_DOUBLE_BLANKS, *odd)):
        return lambda start, end: context(text, Span(start, end), width=width)
    flat, length = text.replace("\n", " "), len(text)

    def around(start: int, end: int) -> tuple[str, str]:
        first = start - width if start > width else 0
        before = flat[first:start]
        if first and flat[first - 1] != " ":
            before = before[before.find(" ") + 1 :]
        last = end + width
        after = flat[end:last]
        if last < length and flat[last] != " ":
            cut = after.rfind(" ")
            after = after[:cut] if cut >= 0 else after
        return before.strip(), after.strip()

    return around


def code_names(tree: CodeTree, code_id: str) -> tuple[str, str, str]:
    """Return domains, theme and name of a code; a code that is not in the tree goes by its id."""
    if code_id not in tree:
        return "", "", code_id
    theme = tree.theme(code_id)
    return joined(domain.name for domain in tree.domains(code_id)), theme.name if theme else "", tree[code_id].name
