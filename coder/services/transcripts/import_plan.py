"""A file as it is proposed for import: its name and kind, and who in it speaks and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from coder.domain.labels import asks_by_label, is_nobody
from coder.domain.transcript import ParsedTranscript, SpeakerRole, SpeakerSummary, TranscriptKind

_QUESTION_MARKS = "?？؟՞;፧⁇⁈⁉‽⸮꘏"
_GREEK = ("\u0370", "\u03ff")
_NOBODY_ASKS = ("Zoom chat",)
_MOSTLY_ASKS = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerPlan:
    """Who a speaker's label stands for."""

    label: str
    role: SpeakerRole = SpeakerRole.PARTICIPANT
    participant: str = ""
    """The pseudonym, for participants; if empty, whoever has the label, or a new person with the next number."""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """A file as the evaluator wants it in the project."""

    parsed: ParsedTranscript
    name: str
    kind: TranscriptKind = TranscriptKind.INTERVIEW
    date: str = ""
    place: str = ""
    speakers: tuple[SpeakerPlan, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    speakers_given: bool = False
    """Whether the file named no speakers and somebody said who speaks."""


def proposed(parsed: ParsedTranscript, *, kind: TranscriptKind | None = None) -> ImportPlan:
    """Propose name, kind and roles: the one who asks is the interviewer, many voices make a workshop."""
    summaries = parsed.speakers()
    voices = [item for item in summaries if not is_nobody(item.label)]
    guess = kind or (TranscriptKind.WORKSHOP if len(voices) > 4 else TranscriptKind.INTERVIEW)
    lead, asking = lead_of(guess), who_asks(parsed, summaries)
    speakers = tuple(
        SpeakerPlan(
            label=item.label,
            role=(
                SpeakerRole.OTHER
                if is_nobody(item.label)
                else lead
                if item.label in asking
                else SpeakerRole.PARTICIPANT
            ),
        )
        for item in summaries
    )
    return ImportPlan(
        parsed=parsed,
        name=PurePath(parsed.source_name).stem,
        kind=guess,
        date=parsed.date,
        place=parsed.place,
        speakers=speakers,
        warnings=parsed.warnings,
    )


def lead_of(kind: TranscriptKind) -> SpeakerRole:
    """Return what somebody who asks is called in a kind of conversation."""
    return SpeakerRole.FACILITATOR if kind is TranscriptKind.WORKSHOP else SpeakerRole.INTERVIEWER


def who_asks(parsed: ParsedTranscript, summaries: Sequence[SpeakerSummary]) -> frozenset[str]:
    """Return the labels of those who lead a conversation: by their label, else whose turns hold most questions."""
    by_label = frozenset(item.label for item in summaries if asks_by_label(item.label))
    if by_label or len(summaries) < 2 or parsed.layout in _NOBODY_ASKS:
        return by_label
    turns = {item.label: item.turns for item in summaries}
    words = {item.label: item.words for item in summaries}
    questions = dict.fromkeys(turns, 0)
    greek = any(_is_greek(turn.text) for turn in parsed.turns[:20])
    for turn in parsed.turns:
        if turn.speaker is not None:
            questions[turn.speaker] += _questions(turn.text, greek=greek)
    share = {label: questions[label] / turns[label] for label in turns}
    best = max(turns, key=lambda label: (share[label], -words[label]))
    others = max(share[label] for label in turns if label != best)
    few = words[best] < sum(words.values()) / 2
    return frozenset([best]) if share[best] >= 0.5 and (few or share[best] - others >= _MOSTLY_ASKS) else frozenset()


def _questions(text: str, *, greek: bool) -> int:
    if text.isascii() and not greek:
        return text.count("?")
    return sum(text.count(mark) for mark in _QUESTION_MARKS) + (text.count(";") if greek else 0)


def _is_greek(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(_GREEK[0] <= char <= _GREEK[1] for char in letters) > 0.5 * len(letters)
