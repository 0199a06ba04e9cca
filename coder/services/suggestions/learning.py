"""What the suggestion engine learns from: the team's own codings, refusals, and what was left uncoded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from coder.domain.codebook import Code, CodeLink
from coder.domain.columns import CodingColumns
from coder.domain.learning import Example
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Verdict
from coder.domain.transcript import Transcript, TranscriptStatus
from coder.services.hearing import heard
from coder.services.project import Project
from coder.services.suggestions.suggesting import passages
from coder.storage.repository import Repository

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine

KEPT_AS = "learner"
"""The kind under which the project keeps what the engine learned."""

MOST_LEARNED = 5_000
"""Codings that are learned from, and passages left uncoded; more cost time and hardly change the ranking."""

_MOSTLY = 0.5
"""Another coding counts for a passage if it covers at least this share of it."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Everything that an engine is built from, read at one moment."""

    codes: tuple[Code, ...]
    links: tuple[CodeLink, ...]
    examples: tuple[Example, ...]


def lessons(project: Project) -> Lessons:
    """Read codes and examples; slow in a large project, for the background."""
    with project.read() as rows:
        return lessons_in(rows)


def lessons_in(rows: Repository) -> Lessons:
    """Return the same within a transaction that is open already."""
    columns = rows.coding_columns()
    chosen = _newest_of_each(columns)
    by_transcript: dict[str, list[_Coded]] = {}
    for transcript_id, *values in zip(
        columns.transcript_id, columns.start, columns.end, columns.created_at, columns.id, columns.code_id, strict=True
    ):
        by_transcript.setdefault(transcript_id, []).append(_Coded(*values))
    verdicts: dict[str, list[Decision]] = {}
    for decision in rows.decisions():
        if decision.verdict is Verdict.REJECTED:
            verdicts.setdefault(decision.transcript_id, []).append(decision)
    examples: list[Example] = []
    for transcript in rows.transcripts():
        codings, refusals = by_transcript.get(transcript.id, []), verdicts.get(transcript.id, [])
        if codings or refusals or transcript.status is TranscriptStatus.COMPLETE:
            examples += _examples(rows, transcript, codings, refusals, chosen)
    return Lessons(tuple(rows.code_tree()), tuple(rows.code_links()), tuple(_thinned(examples)))


def _newest_of_each(columns: CodingColumns) -> frozenset[str]:
    """Return the codings to learn from: all, or of every code so many of the newest that they are few enough."""
    if len(columns) <= MOST_LEARNED:
        return frozenset(columns.id)
    by_code: dict[str, list[tuple[str, str]]] = {}
    for code_id, made, coding_id in zip(columns.code_id, columns.created_at, columns.id, strict=True):
        by_code.setdefault(code_id, []).append((made, coding_id))
    # The rarer a code, the more of it is kept: what rare codes do not use up is shared among the others.
    left, kept = MOST_LEARNED, set[str]()
    for number, found in enumerate(sorted(by_code.values(), key=len)):
        newest = sorted(found, reverse=True)[: max(1, left // (len(by_code) - number))]
        kept.update(coding_id for _, coding_id in newest)
        left -= len(newest)
    return frozenset(kept)


def _thinned(examples: Sequence[Example]) -> Sequence[Example]:
    """Leave out every so many of the passages that were merely left uncoded, if there are too many."""
    silent = [place for place, example in enumerate(examples) if not example.codes and not example.refused]
    if len(silent) <= MOST_LEARNED:
        return examples
    kept = {silent[number * len(silent) // MOST_LEARNED] for number in range(MOST_LEARNED)}
    left_out = set(silent) - kept
    return [example for place, example in enumerate(examples) if place not in left_out]


def open_engine(
    project: Project, *, learned: bool = True, vectors: str = "", cancelled: Callable[[], bool] | None = None
) -> SuggestionEngine:
    """Build the engine for a project as it is now; slow, for the background.

    What was learned before is taken from the project if it still fits, and kept there otherwise; in a project that
    is open for reading only it is worked out and not kept. `learned` False ranks by the codebook alone. `vectors`
    names a model or a folder. Raises `InvalidValueError` for vectors that cannot be used.
    """
    from coder.suggest import build_engine

    known = lessons(project)
    if not learned:
        return build_engine(known.codes, links=known.links, vectors=vectors)
    with project.notes() as notes:
        kept = notes.kept(KEPT_AS)
    engine = build_engine(
        known.codes,
        links=known.links,
        examples=known.examples,
        state=kept[1] if kept else None,
        vectors=vectors,
    )
    stop = cancelled is not None and cancelled()
    if known.examples and project.writable and not stop and (kept is None or kept[0] != engine.key):
        state = engine.state()
        with project.note() as notes:
            notes.keep(KEPT_AS, engine.key, state)
    return engine


def _examples(
    rows: Repository,
    transcript: Transcript,
    codings: Sequence[_Coded],
    refusals: Sequence[Decision],
    chosen: frozenset[str],
) -> list[Example]:
    """Return a transcript's examples in the order of the text."""
    talk = _Talk(rows, transcript)
    found: list[tuple[int, int, Example]] = []
    places: dict[tuple[int, int], list[_Coded]] = {}
    for coding in codings:
        places.setdefault((coding.start, coding.end), []).append(coding)
    complete = transcript.status is TranscriptStatus.COMPLETE
    around = _Around(codings)
    for (start, end), here in places.items():
        if chosen.isdisjoint(coding.id for coding in here):
            continue
        span = Span(start, end)
        text = talk.said(span)
        if not text:
            continue
        sources: dict[str, str] = {}
        for coding in [*here, *(other for other in around.near(span) if _covers(other, span))]:
            sources.setdefault(coding.code_id, coding.id)
        refused = {item.code_id for item in refusals if item.span.overlaps(span)} - sources.keys()
        example = Example(
            id=here[0].id,
            text=text,
            codes=frozenset(sources),
            refused=frozenset(refused),
            group=transcript.id,
            complete=complete,
            sources=sources,
            codings=tuple(sorted(coding.code_id for coding in here)),
        )
        found.append((start, end, example))
    found += _uncoded(rows, transcript, codings, refusals, complete=complete)
    found.sort(key=lambda item: (item[0], item[1], item[2].id))
    return [example for _, _, example in found]


def _uncoded(
    rows: Repository,
    transcript: Transcript,
    codings: Sequence[_Coded],
    refusals: Sequence[Decision],
    *,
    complete: bool,
) -> list[tuple[int, int, Example]]:
    """Return what was left uncoded: whole passages of a completed transcript, and passages with a refusal only."""
    coded = _Around(codings)
    places: dict[Span, set[str]] = {item.span: set() for item in passages(rows, transcript.id)} if complete else {}
    for refusal in refusals:
        here = [span for span in places if span.overlaps(refusal.span)] if complete else [refusal.span]
        for span in here:
            places.setdefault(span, set()).add(refusal.code_id)
    talk = _Talk(rows, transcript)
    found: list[tuple[int, int, Example]] = []
    for span, codes in places.items():
        text = talk.said(span)
        if text and not any(span.overlaps(other.span) for other in coded.near(span)):
            example = Example(
                id=f"{transcript.id}:{span.start}-{span.end}",
                text=text,
                codes=frozenset(),
                refused=frozenset(codes),
                group=transcript.id,
                complete=complete,
            )
            found.append((span.start, span.end, example))
    return found


def _covers(other: _Coded, span: Span) -> bool:
    """Tell whether a coding takes in most of a passage."""
    shared = min(other.end, span.end) - max(other.start, span.start)
    return shared >= _MOSTLY * (span.end - span.start)


class _Coded(NamedTuple):
    """What of a coding is learned from; they sort by their place in the text."""

    start: int
    end: int
    created_at: str
    id: str
    code_id: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class _Around:
    """Codings of one transcript, for asking which may touch a span without looking at all of them."""

    def __init__(self, codings: Sequence[_Coded]) -> None:
        self._codings = sorted(codings)
        self._starts = [coding.start for coding in self._codings]
        self._longest = max((coding.end - coding.start for coding in codings), default=0)

    def near(self, span: Span) -> Sequence[_Coded]:
        """Return codings in the order of the text, among them all that overlap the span."""
        first = bisect_left(self._starts, span.start - self._longest)
        return self._codings[first : bisect_left(self._starts, span.end)]


class _Talk:
    """What participants say in a transcript.

    Interviewers' and facilitators' words never leave here, nor do those of anybody who withdrew.
    """

    def __init__(self, rows: Repository, transcript: Transcript) -> None:
        self._text = transcript.text
        self._turns = heard(rows, transcript.id)
        self._ends = [turn.end for turn in self._turns]

    def said(self, span: Span) -> str:
        """Return a participant's words in a span; empty if there are none."""
        parts: list[str] = []
        for turn in self._turns[bisect_left(self._ends, span.start + 1) :]:
            if turn.start >= span.end:
                break
            part = self._text[max(turn.start, span.start) : min(turn.end, span.end)].strip()
            if part:
                parts.append(part)
        return "\n".join(parts)
