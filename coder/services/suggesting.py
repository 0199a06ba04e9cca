"""Suggestions for passages, and the evaluator's verdicts on them. Nothing is coded without a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code
from coder.domain.coding import Coding, Origin
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Suggestion, Verdict
from coder.domain.transcript import SpeakerRole, Turn
from coder.services import lookup
from coder.services.coding import codebook_version
from coder.services.project import Project, now
from coder.storage.repository import Repository

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine


@dataclass(frozen=True, slots=True)
class Passage:
    """A participant's passage to suggest codes for; the span is in code points of the transcript."""

    transcript_id: str
    transcript: str
    turn: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class SuggestedPassage:
    """A passage with its suggestions; reasons' spans are in code points of the transcript."""

    passage: Passage
    suggestions: tuple[Suggestion, ...]


def build_engine(codes: Sequence[Code]) -> SuggestionEngine:
    """Build the suggestion engine for some codes; slow the first time, so the window does it in the background."""
    from coder.suggest import build_engine as build

    return build(codes)


def passages(rows: Repository, transcript_id: str) -> list[Passage]:
    """Return the participants' passages of a transcript in order; interviewers and facilitators have none."""
    from coder.suggest import split_passages

    transcript = lookup.transcript(rows, transcript_id)
    roles = {speaker.id: speaker.role for speaker in rows.speakers(transcript_id)}
    result: list[Passage] = []
    for turn in rows.turns(transcript_id):
        role = roles.get(turn.speaker_id, SpeakerRole.PARTICIPANT) if turn.speaker_id else SpeakerRole.PARTICIPANT
        if role.asks:
            continue
        for part in split_passages(turn.span.of(transcript.text)):
            span = part.shifted(turn.start)
            result.append(Passage(transcript.id, transcript.name, turn.number, span, span.of(transcript.text)))
    return result


def passage_at(text: str, turn: Turn, position: int) -> Span:
    """Return the passage of a turn that holds a position of the transcript's text (code points), or the nearest."""
    from coder.suggest import split_passages

    parts = [part.shifted(turn.start) for part in split_passages(turn.span.of(text))]
    return next((part for part in parts if position < part.end), parts[-1] if parts else turn.span)


def suggest_for(
    engine: SuggestionEngine,
    wanted: Sequence[Passage],
    *,
    top: int = 3,
    cancelled: Callable[[], bool] | None = None,
) -> list[SuggestedPassage]:
    """Return the suggestions for each passage, in order; stops early when cancelled."""
    found = engine.suggest([passage.text for passage in wanted], top=top, cancelled=cancelled)
    return [
        SuggestedPassage(passage, tuple(_moved(suggestion, passage.span.start) for suggestion in suggestions))
        for passage, suggestions in zip(wanted, found, strict=False)
    ]


def accept(
    project: Project, *, transcript_id: str, span: Span, suggestion: Suggestion, engine_key: str, coder: str
) -> ChangeSet:
    """Code a passage as suggested, on the coder's word; the coding keeps where it came from.

    If the coder has this code on the passage already, only the verdict is added.
    """
    with project.read() as rows:
        code = lookup.code(rows, suggestion.code_id)
    with project.action(f"Accept “{code.name}”") as action:
        span.within(len(lookup.transcript(action.rows, transcript_id).text))
        person = lookup.coder_for(action.rows, coder)
        there = [
            coding
            for coding in action.rows.codings_at(transcript_id, span.start, span.end)
            if coding.code_id == code.id and coding.coder_id == person.id
        ]
        coding = there[0] if there else None
        if coding is None:
            coding = action.rows.add(
                Coding(
                    transcript_id=transcript_id,
                    code_id=code.id,
                    coder_id=person.id,
                    start=span.start,
                    end=span.end,
                    created_at=now(),
                    origin=Origin.SUGGESTED,
                    engine_key=engine_key,
                    rank=suggestion.rank,
                    codebook_version=codebook_version(action.rows, code),
                )
            )
        action.rows.add(_verdict(coding, suggestion, engine_key, Verdict.ACCEPTED, person.id))
    return action.changes


def reject(
    project: Project, *, transcript_id: str, span: Span, suggestion: Suggestion, engine_key: str, coder: str
) -> ChangeSet:
    """Note that a code was refused for a passage; it is not offered there again."""
    with project.read() as rows:
        code = lookup.code(rows, suggestion.code_id)
    with project.action(f"Reject “{code.name}”") as action:
        span.within(len(lookup.transcript(action.rows, transcript_id).text))
        person = lookup.coder_for(action.rows, coder)
        action.rows.add(
            Decision(
                transcript_id=transcript_id,
                code_id=code.id,
                coder_id=person.id,
                start=span.start,
                end=span.end,
                verdict=Verdict.REJECTED,
                engine_key=engine_key,
                rank=suggestion.rank,
                decided_at=now(),
            )
        )
    return action.changes


def still_open(
    suggestions: Sequence[Suggestion], span: Span, *, codings: Sequence[Coding], decisions: Sequence[Decision]
) -> list[Suggestion]:
    """Return the suggestions for a passage that are not decided there, nor coded on an overlapping passage already."""
    settled = {coding.code_id for coding in codings if coding.span.overlaps(span)}
    settled |= {
        decision.code_id
        for decision in decisions
        if decision.span.overlaps(span) and decision.verdict is Verdict.REJECTED
    }
    return [suggestion for suggestion in suggestions if suggestion.code_id not in settled]


def _verdict(coding: Coding, suggestion: Suggestion, engine_key: str, verdict: Verdict, coder_id: str) -> Decision:
    return Decision(
        transcript_id=coding.transcript_id,
        code_id=coding.code_id,
        coder_id=coder_id,
        start=coding.start,
        end=coding.end,
        verdict=verdict,
        engine_key=engine_key,
        rank=suggestion.rank,
        coding_id=coding.id,
        decided_at=now(),
    )


def _moved(suggestion: Suggestion, by: int) -> Suggestion:
    reasons = tuple(
        replace(reason, spans=tuple(span.shifted(by) for span in reason.spans)) for reason in suggestion.reasons
    )
    return replace(suggestion, reasons=reasons)
