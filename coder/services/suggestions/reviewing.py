"""Walking through the suggestions of a whole transcript, and finding passages for one code in all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from coder.domain.codebook import CodeStatus
from coder.domain.coding import Coding
from coder.domain.meaning import meanings_of
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Suggestion, Verdict
from coder.domain.transcript import TranscriptStatus
from coder.errors import InvalidValueError
from coder.services import lookup
from coder.services.hearing import Silenced
from coder.services.project import Project
from coder.services.suggestions.suggesting import (
    Offered,
    Passage,
    SuggestedPassage,
    moved,
    passages,
    refuses,
    still_grounded,
    still_open,
    suggest_for,
)
from coder.storage.repository import Repository

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine

ENOUGH_CODED = 25
"""Coded passages from which on whole transcripts may be reviewed: before, too much of what is offered is wrong."""

LIKELY = 0.2
"""With probabilities, what is less likely than this is not put into a review."""

FOUND_AT_MOST = 200


class ReviewOrder(StrEnum):
    """In which order suggestions are gone through."""

    BEST = "best first"
    UNCERTAIN = "most uncertain first"
    TEXT = "in the order of the text"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether whole transcripts may be reviewed yet."""

    unlocked: bool
    why: str
    """What is missing, in the user's words; empty when unlocked."""
    coded: int
    complete: int


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One suggestion on one passage, to be decided."""

    passage: Passage
    suggestion: Suggestion
    skipped: bool = False
    """Whether it was left for later once already."""
    carries: tuple[str, ...] = field(default=(), compare=False)
    """The codes (ids) on passages that share a character with it, as far as they were looked up."""

    @property
    def offered(self) -> Offered:
        """Return it in the form in which verdicts are given."""
        return Offered(self.passage.transcript_id, self.passage.span, self.suggestion)


@dataclass(frozen=True, slots=True)
class Review:
    """What is left to decide in a transcript, in order, and how much is decided."""

    items: tuple[ReviewItem, ...]
    decided: int

    @property
    def total(self) -> int:
        """Return how many suggestions there were."""
        return self.decided + len(self.items)


def readiness(rows: Repository, *, without: str = "") -> Readiness:
    """Tell whether enough is coded to review a whole transcript (`without`: the one that is to be reviewed)."""
    silenced = Silenced.of(rows)
    places = {(transcript, start, end) for _, transcript, start, end in rows.coding_places()}
    coded = sum(1 for transcript, start, end in places if not silenced.hides(transcript, Span(start, end)))
    complete = sum(1 for item in rows.transcripts() if item.status is TranscriptStatus.COMPLETE and item.id != without)
    missing: list[str] = []
    if coded < ENOUGH_CODED:
        missing.append(f"{ENOUGH_CODED - coded} more coded passages (there are {coded})")
    if not complete:
        missing.append("one transcript that you coded by hand and marked complete")
    why = f"Reviewing a whole transcript needs {' and '.join(missing)}." if missing else ""
    return Readiness(not missing, why, coded, complete)


def review(
    project: Project,
    engine: SuggestionEngine,
    *,
    transcript_id: str,
    order: ReviewOrder,
    muted: Collection[str] = (),
    cancelled: Callable[[], bool] | None = None,
) -> Review:
    """Return the suggestions of a transcript that are still to be decided; for the background.

    What was skipped comes last. Raises `InvalidValueError` while too little is coded.
    """
    with project.read() as rows:
        ready = readiness(rows, without=transcript_id)
        if not ready.unlocked:
            raise InvalidValueError(ready.why)
        known = _Known.of(rows, passages(rows, transcript_id))
    found = suggest_for(engine, known.passages, top=3, cancelled=cancelled)
    items = [
        ReviewItem(offer.passage, suggestion, skipped=known.skipped(offer.passage, suggestion))
        for offer in found
        for suggestion in _worth_asking(known.open(offer, muted), calibrated=engine.calibrated)
        if engine.calibrated or not known.judged(offer.passage)
    ]
    items.sort(key=lambda item: (item.skipped, *_place(item, order)))
    return Review(tuple(items), known.decided(transcript_id))


def standing(project: Project, items: Sequence[ReviewItem], *, transcript_id: str = "") -> Review:
    """Return which of some suggestions are still to be decided, in order, those that were skipped last.

    What is decided is counted in one transcript. For following along: fast, and no engine is asked.
    """
    with project.read() as rows:
        known = _Known.of(rows, [item.passage for item in items], transcript_id)
        silenced, there = Silenced.of(rows), rows.transcript_names()
        may = [
            item
            for item in items
            if item.passage.transcript_id in there
            and known.may_carry(item.passage, item.suggestion.code_id)
            and not silenced.hides(item.passage.transcript_id, item.passage.span)
        ]
        codes = rows.codes_of({reason.source for item in may for reason in item.suggestion.reasons if reason.source})
    left = [
        replace(
            item,
            suggestion=suggestion,
            skipped=known.skipped(item.passage, suggestion),
            carries=known.carried(item.passage),
        )
        for item in may
        if (suggestion := still_grounded(item.suggestion, codes)) is not None
    ]
    left.sort(key=lambda item: item.skipped)
    return Review(tuple(left), known.decided(transcript_id))


def find_passages(
    project: Project,
    engine: SuggestionEngine,
    *,
    code_id: str,
    cancelled: Callable[[], bool] | None = None,
) -> list[ReviewItem]:
    """Return the participants' passages in all transcripts that may speak of a code, the best first.

    Passages that carry the code already or for which it was refused are left out; at most `FOUND_AT_MOST`.
    For the background. Raises `InvalidValueError` for a code that is not in use.
    """
    with project.read() as rows:
        code = lookup.code(rows, code_id)
        if code.status is not CodeStatus.ACTIVE:
            raise InvalidValueError(f"“{code.name}” is {code.status}, so no passages are looked for.")
        known = _Known.of(rows, [passage for item in rows.transcripts() for passage in passages(rows, item.id)])
    open_ones = [item for item in known.passages if known.may_carry(item, code_id)]
    found = engine.passages_for(code_id, [item.text for item in open_ones], top=FOUND_AT_MOST, cancelled=cancelled)
    return [
        ReviewItem(
            open_ones[at],
            moved(suggestion, open_ones[at].span.start),
            skipped=known.skipped(open_ones[at], suggestion),
        )
        for at, suggestion in found
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """Passages with what people said about them already, by transcript."""

    passages: list[Passage]
    codings: Mapping[str, list[Coding]]
    decisions: Mapping[str, list[Decision]]
    meanings: Mapping[str, str]

    @classmethod
    def of(cls, rows: Repository, wanted: list[Passage], transcript_id: str = "") -> _Known:
        """Read about these passages, and about one transcript whether or not it has any of them."""
        here = {item.transcript_id for item in wanted} | ({transcript_id} if transcript_id else set())
        codings: dict[str, list[Coding]] = {}
        decisions: dict[str, list[Decision]] = {}
        for each in here:
            codings[each] = rows.codings(each)
            decisions[each] = rows.decisions(each)
        return cls(wanted, codings, decisions, {code.id: meanings_of(code) for code in rows.codes()})

    def open(self, offer: SuggestedPassage, muted: Collection[str]) -> list[Suggestion]:
        """Return the suggestions for a passage that nobody decided yet."""
        transcript_id = offer.passage.transcript_id
        return still_open(
            offer.suggestions,
            offer.passage.span,
            codings=self.codings.get(transcript_id, []),
            decisions=self.decisions.get(transcript_id, []),
            meanings=self.meanings,
            muted=muted,
        )

    def may_carry(self, passage: Passage, code_id: str) -> bool:
        """Tell whether a code may still be offered for a passage."""
        span = passage.span
        coded = any(
            item.code_id == code_id and item.span.overlaps(span) for item in self.codings.get(passage.transcript_id, ())
        )
        return not coded and not any(
            item.code_id == code_id and item.span.overlaps(span) and refuses(item, self.meanings)
            for item in self.decisions.get(passage.transcript_id, ())
        )

    def carried(self, passage: Passage) -> tuple[str, ...]:
        """Return the codes on a passage or a part of it, in the order of the text."""
        found = (item for item in self.codings.get(passage.transcript_id, ()) if item.span.overlaps(passage.span))
        return tuple(dict.fromkeys(item.code_id for item in found))

    def judged(self, passage: Passage) -> bool:
        """Tell whether a verdict stands on a passage: without probabilities its second best code is not asked about."""
        return any(
            item.span == passage.span and (item.verdict is Verdict.ACCEPTED or refuses(item, self.meanings))
            for item in self.decisions.get(passage.transcript_id, ())
        )

    def skipped(self, passage: Passage, suggestion: Suggestion) -> bool:
        """Tell whether a suggestion was left for later."""
        return any(
            item.code_id == suggestion.code_id and item.span == passage.span and item.verdict is Verdict.SKIPPED
            for item in self.decisions.get(passage.transcript_id, ())
        )

    def decided(self, transcript_id: str) -> int:
        """Return for how many suggestions in a transcript a verdict stands."""
        return len(
            {
                (item.code_id, item.start, item.end)
                for item in self.decisions.get(transcript_id, ())
                if item.verdict is Verdict.ACCEPTED or refuses(item, self.meanings)
            }
        )


def _worth_asking(found: Sequence[Suggestion], *, calibrated: bool) -> list[Suggestion]:
    """Return the suggestions that are put to the person: the likely ones, or without probabilities the best one.

    Without probabilities the best one is asked about only if it is over its code's threshold, where that is known.
    """
    if not calibrated:
        return [item for item in found[:1] if item.margin is None or item.margin >= 0]
    return [item for item in found if item.probability is not None and item.probability >= LIKELY]


def _place(item: ReviewItem, order: ReviewOrder) -> tuple[float, int, int]:
    """Return what review items are sorted by."""
    where, rank = item.passage.span.start, item.suggestion.rank
    if order is ReviewOrder.TEXT:
        return (0.0, where, rank)
    probability = item.suggestion.probability
    if order is ReviewOrder.BEST:
        return (-(probability if probability is not None else item.suggestion.score), where, rank)
    # Without probabilities a low score is the nearest thing to not knowing.
    return (abs(probability - 0.5) if probability is not None else item.suggestion.score, where, rank)
