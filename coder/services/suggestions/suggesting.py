"""Suggestions for passages, and the evaluator's verdicts on them. Nothing is coded without a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code
from coder.domain.coding import Coding, Origin
from coder.domain.meaning import meaning_of, means
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Suggestion, Verdict
from coder.domain.transcript import Turn
from coder.services import lookup
from coder.services.coding.coding import check_in_use, codebook_version
from coder.services.hearing import heard, hushed
from coder.services.project import Project, now
from coder.storage.repository import Repository
from coder.storage.unit_of_work import UnitOfWork

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


@dataclass(frozen=True, slots=True)
class Offered:
    """A suggestion on a passage (code points of the transcript)."""

    transcript_id: str
    span: Span
    suggestion: Suggestion


def build_engine(codes: Sequence[Code]) -> SuggestionEngine:
    """Build the suggestion engine for some codes; slow the first time, so the window does it in the background."""
    from coder.suggest import build_engine as build

    return build(codes)


def passages(rows: Repository, transcript_id: str) -> list[Passage]:
    """Return the participants' passages of a transcript in order.

    Interviewers and facilitators have none, nor has anybody who withdrew.
    """
    from coder.suggest import split_passages

    transcript = lookup.transcript(rows, transcript_id)
    title = hushed(rows).left_out_of(transcript.name)
    result: list[Passage] = []
    for turn in heard(rows, transcript_id):
        for part in split_passages(turn.span.of(transcript.text)):
            span = part.shifted(turn.start)
            result.append(Passage(transcript.id, title, turn.number, span, span.of(transcript.text)))
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
        SuggestedPassage(passage, tuple(moved(suggestion, passage.span.start) for suggestion in suggestions))
        for passage, suggestions in zip(wanted, found, strict=False)
    ]


def accept(
    project: Project,
    *,
    transcript_id: str,
    span: Span,
    suggestion: Suggestion,
    engine_key: str,
    coder: str,
    coded: Span | None = None,
    with_direction: bool = False,
) -> ChangeSet:
    """Code a passage as suggested, on the coder's word; the coding keeps where it came from.

    `coded` is the passage that the coder marked instead of the suggested one; `with_direction` takes the suggested
    direction too. If the coder has this code on the passage already, only the verdict is added.
    """
    with project.read() as rows:
        code = lookup.code(rows, suggestion.code_id)
    with project.action(f"Accept “{code.name}”") as action:
        offer = Offered(transcript_id, span, suggestion)
        _accept(action.rows, offer, engine_key=engine_key, coder=coder, coded=coded, with_direction=with_direction)
    return action.changes


def accept_many(project: Project, *, offers: Sequence[Offered], engine_key: str, coder: str) -> ChangeSet:
    """Code all these passages as suggested, as one step; they are what the coder picked out by hand."""
    with project.action(f"Accept {_suggestions(len(offers))}") as action:
        for offer in offers:
            _accept(action.rows, offer, engine_key=engine_key, coder=coder)
    return action.changes


def reject(
    project: Project, *, transcript_id: str, span: Span, suggestion: Suggestion, engine_key: str, coder: str
) -> ChangeSet:
    """Note that a code was refused for a passage; it is not offered there again while it means the same."""
    with project.read() as rows:
        code = lookup.code(rows, suggestion.code_id)
    with project.action(f"Reject “{code.name}”") as action:
        offer = Offered(transcript_id, span, suggestion)
        _decide(action.rows, offer, Verdict.REJECTED, engine_key=engine_key, coder=coder)
    return action.changes


def reject_many(project: Project, *, offers: Sequence[Offered], engine_key: str, coder: str) -> ChangeSet:
    """Refuse all these suggestions, as one step."""
    with project.action(f"Reject {_suggestions(len(offers))}") as action:
        for offer in offers:
            _decide(action.rows, offer, Verdict.REJECTED, engine_key=engine_key, coder=coder)
    return action.changes


def skip(project: Project, *, offers: Sequence[Offered], engine_key: str, coder: str) -> ChangeSet:
    """Leave suggestions for later; that says nothing about their codes and teaches nothing."""
    with project.action(f"Skip {_suggestions(len(offers))}") as action:
        for offer in offers:
            _decide(action.rows, offer, Verdict.SKIPPED, engine_key=engine_key, coder=coder)
    return action.changes


def code_otherwise(
    project: Project,
    *,
    transcript_id: str,
    span: Span,
    suggestion: Suggestion,
    code_id: str,
    engine_key: str,
    coder: str,
    coded: Span | None = None,
) -> ChangeSet:
    """Put another code on the passage than the suggested one, which is refused there; one step."""
    with project.read() as rows:
        code = lookup.code(rows, code_id)
        offered = lookup.code(rows, suggestion.code_id)
    check_in_use(code)
    with project.action(f"Code “{code.name}” instead of “{offered.name}”") as action:
        offer = Offered(transcript_id, span, suggestion)
        _decide(action.rows, offer, Verdict.REJECTED, engine_key=engine_key, coder=coder)
        place = coded or span
        place.within(len(lookup.transcript(action.rows, transcript_id).text))
        person = lookup.coder_for(action.rows, coder)
        if _coding_there(action.rows, transcript_id, place, code_id, person.id) is None:
            action.rows.add(
                Coding(
                    transcript_id=transcript_id,
                    code_id=code_id,
                    coder_id=person.id,
                    start=place.start,
                    end=place.end,
                    created_at=now(),
                    codebook_version=codebook_version(action.rows, code),
                )
            )
    return action.changes


def still_open(
    suggestions: Sequence[Suggestion],
    span: Span,
    *,
    codings: Sequence[Coding],
    decisions: Sequence[Decision],
    meanings: Mapping[str, str] | None = None,
    muted: Collection[str] = (),
) -> list[Suggestion]:
    """Return the suggestions for a passage that are not refused there, nor coded on an overlapping passage already.

    A refusal counts as long as the code means the same (`meanings` by code, see `coder.domain.meaning`); a refusal
    from before meanings were kept always counts. Codes in `muted` are left out.
    """
    settled = {coding.code_id for coding in codings if coding.span.overlaps(span)}
    settled |= {item.code_id for item in decisions if item.span.overlaps(span) and refuses(item, meanings)}
    return [item for item in suggestions if item.code_id not in settled and item.code_id not in muted]


def grounded(rows: Repository, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Return suggestions as far as the codings that they rest on still stand (`still_grounded`), in order."""
    quoted = {reason.source for item in suggestions for reason in item.reasons if reason.source}
    codes = rows.codes_of(quoted) if quoted else {}
    return [found for item in suggestions if (found := still_grounded(item, codes)) is not None]


def still_grounded(suggestion: Suggestion, codes: Mapping[str, str]) -> Suggestion | None:
    """Return a suggestion without passages "coded alike" whose coding is gone, or None if it rested on nothing else.

    `codes` has the codes of the codings that are there, by the coding's id. An engine may have learned from a coding
    that was undone, removed or recoded since.
    """
    reasons = tuple(
        reason for reason in suggestion.reasons if not reason.source or codes.get(reason.source) == suggestion.code_id
    )
    if len(reasons) == len(suggestion.reasons):
        return suggestion
    return replace(suggestion, reasons=reasons) if any(reason.sign > 0 for reason in reasons) else None


def refuses(decision: Decision, meanings: Mapping[str, str] | None) -> bool:
    """Tell whether a verdict still keeps its code from being offered on its passage."""
    if decision.verdict is not Verdict.REJECTED:
        return False
    return not decision.meaning or meanings is None or means(meanings.get(decision.code_id, ""), decision.meaning)


def _accept(
    rows: UnitOfWork,
    offer: Offered,
    *,
    engine_key: str,
    coder: str,
    coded: Span | None = None,
    with_direction: bool = False,
) -> None:
    code = lookup.code(rows, offer.suggestion.code_id)
    check_in_use(code)
    place = coded or offer.span
    place.within(len(lookup.transcript(rows, offer.transcript_id).text))
    person = lookup.coder_for(rows, coder)
    coding = _coding_there(rows, offer.transcript_id, place, code.id, person.id)
    if coding is None:
        coding = rows.add(
            Coding(
                transcript_id=offer.transcript_id,
                code_id=code.id,
                coder_id=person.id,
                start=place.start,
                end=place.end,
                direction=offer.suggestion.direction if with_direction else None,
                created_at=now(),
                origin=Origin.SUGGESTED,
                engine_key=engine_key,
                rank=offer.suggestion.rank,
                codebook_version=codebook_version(rows, code),
            )
        )
    _decide(rows, offer, Verdict.ACCEPTED, engine_key=engine_key, coder=coder, coding_id=coding.id)


def _coding_there(rows: UnitOfWork, transcript_id: str, span: Span, code_id: str, coder_id: str) -> Coding | None:
    found = rows.codings_at(transcript_id, span.start, span.end)
    return next((item for item in found if item.code_id == code_id and item.coder_id == coder_id), None)


def _decide(
    rows: UnitOfWork,
    offer: Offered,
    verdict: Verdict,
    *,
    engine_key: str,
    coder: str,
    coding_id: str | None = None,
) -> None:
    offer.span.within(len(lookup.transcript(rows, offer.transcript_id).text))
    code = lookup.code(rows, offer.suggestion.code_id)
    rows.add(
        Decision(
            transcript_id=offer.transcript_id,
            code_id=code.id,
            coder_id=lookup.coder_for(rows, coder).id,
            start=offer.span.start,
            end=offer.span.end,
            verdict=verdict,
            engine_key=engine_key,
            rank=offer.suggestion.rank,
            coding_id=coding_id,
            decided_at=now(),
            meaning=meaning_of(code),
        )
    )


def _suggestions(count: int) -> str:
    return "1 suggestion" if count == 1 else f"{count} suggestions"


def moved(suggestion: Suggestion, by: int) -> Suggestion:
    """Return a suggestion whose spans are further on by so many code points."""
    reasons = tuple(
        replace(reason, spans=tuple(span.shifted(by) for span in reason.spans)) for reason in suggestion.reasons
    )
    return replace(suggestion, reasons=reasons, cue=tuple(span.shifted(by) for span in suggestion.cue))
