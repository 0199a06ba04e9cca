"""How far suggestions can be trusted: what became of them, code by code, and which codes are muted for it."""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coder.domain.changes import ChangeSet
from coder.domain.codebook import CodeStatus, CodeTree
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Measurement, Offer, OfferRule, Shown, Suggestion, Verdict, Way
from coder.errors import InvalidValueError
from coder.services import lookup
from coder.services.hearing import Silenced
from coder.services.project import Project, now

LAST = 50
"""The hit rate looks at this many suggestions of a code, the last that were shown."""

ENOUGH = 10
"""A hit rate of fewer suggestions says too little to mute a code, and is not shown."""

BLOCK = 20
"""Suggestions in one point of the hit rate over time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTrust:
    """What became of one code's suggestions."""

    code_id: str
    shown: int
    accepted: int
    """Taken, or coded by hand after the suggestion was seen."""
    rejected: int
    recent: int
    """How many the hit rate looks at, at most `LAST`."""
    hit_rate: float | None
    """Accepted of the recent ones, 0 to 1; None before anything was shown. Of fewer than `ENOUGH` it is not shown."""
    learned_from: int
    """Codings that the engine has learned from."""
    offer: Offer
    muted: bool
    why: str
    """Why it is muted or could not be, in the user's words; empty otherwise."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The hit rate over a run of suggestions, one point of the curve over time."""

    at: str
    """When the last of them was shown."""
    shown: int
    accepted: int

    @property
    def hit_rate(self) -> float:
        """Return the share that was accepted, 0 to 1."""
        return self.accepted / self.shown

    @property
    def tells(self) -> bool:
        """Tell whether it is about enough suggestions to be shown."""
        return self.shown >= ENOUGH


@dataclass(frozen=True, slots=True)
class Estimate:
    """A held-out estimate of the engine at one moment."""

    at: str
    labels: int
    precision_at_1: float | None
    recall_at_3: float | None
    too_little: bool


@dataclass(frozen=True, slots=True)
class Trust:
    """The trust panel's content: one line per code in codebook order, and the curves over time."""

    codes: tuple[CodeTrust, ...]
    mute_below: float
    curve: tuple[CurvePoint, ...]
    estimates: tuple[Estimate, ...]

    @property
    def muted(self) -> frozenset[str]:
        """Return the ids of the codes that are not offered."""
        return frozenset(item.code_id for item in self.codes if item.muted)


def trust(project: Project, *, learned_from: Mapping[str, int] | None = None) -> Trust:
    """Return what became of all suggestions so far; `learned_from` counts codings by code, as the engine says."""
    with project.notes() as notes:
        shown, measurements = notes.shown(), notes.measurements()
    with project.read() as rows:
        tree, rules, limit = rows.code_tree(), rows.offer_rules(), rows.project().mute_below
        silenced = Silenced.of(rows)
        seen = [item for item in shown if not silenced.hides(item.transcript_id, Span(item.start, item.end))]
        decided = [item for item in rows.decisions() if not silenced.hides(item.transcript_id, item.span)]
        outcomes = _outcomes(seen, decided, _Coded(rows.coding_places()))
    by_code: dict[str, list[_Outcome]] = {}
    for outcome in outcomes:
        by_code.setdefault(outcome.code_id, []).append(outcome)
    counts = learned_from or {}
    lines = [
        _line(code_id, by_code.get(code_id, []), rules.get(code_id), limit, counts.get(code_id, 0))
        for code_id in _offered(tree)
    ]
    return Trust(tuple(lines), limit, _curve(outcomes), tuple(map(_estimate, measurements)))


def rate_in_words(accepted: int, of: int, *, enough: int = ENOUGH) -> str:
    """Return how often suggestions were taken, as a share only where there are enough of them to say."""
    if of < enough:
        return f"too few decisions to say ({of} of {enough})"
    return f"{accepted / of:.0%} of {of}"


def note_shown(
    project: Project, *, transcript_id: str, span: Span, suggestions: Sequence[Suggestion], engine_key: str, way: Way
) -> None:
    """Note that a person sees suggestions on a passage; in a project that is open for reading only nothing is noted."""
    if not suggestions or not project.writable:
        return
    at = now()
    with project.note() as notes:
        notes.note_shown(
            [
                Shown(
                    transcript_id=transcript_id,
                    code_id=item.code_id,
                    start=span.start,
                    end=span.end,
                    engine_key=engine_key,
                    rank=item.rank,
                    way=way,
                    shown_at=at,
                )
                for item in suggestions
            ]
        )


def set_mute_below(project: Project, *, limit: float) -> ChangeSet:
    """Mute codes whose suggestions are accepted less often than `limit` (0 to 1; 0 mutes none)."""
    if not 0 <= limit <= 1:
        raise InvalidValueError("The hit rate below which codes are muted is between 0% and 100%.")
    label = f"Mute codes below {limit:.0%}" if limit else "Mute no codes"
    with project.action(label) as action:
        before = action.rows.project()
        action.rows.put(before, replace(before, mute_below=limit))
    return action.changes


def set_offer(project: Project, *, code_ids: Sequence[str], offer: Offer) -> ChangeSet:
    """Say whether codes are suggested: always, never, or as their hit rate goes."""
    what = {Offer.ALWAYS: "Always suggest", Offer.NEVER: "Never suggest", Offer.AUTOMATIC: "Suggest by hit rate"}[offer]
    with project.action(what) as action:
        rules = action.rows.offer_rules()
        for code_id in code_ids:
            name = lookup.code(action.rows, code_id).name
            if len(code_ids) == 1:
                action.rename(f"{what} “{name}”")
            before = rules.get(code_id)
            if before is None:
                if offer is not Offer.AUTOMATIC:
                    action.rows.add(OfferRule(id=code_id, offer=offer))
            else:
                action.rows.put(before, replace(before, offer=offer))
    return action.changes


@dataclass(frozen=True, slots=True)
class _Outcome:
    code_id: str
    at: str
    hit: bool
    refused: bool


class _Coded:
    """Where each code is in each transcript, for asking whether a passage carries it."""

    def __init__(self, places: Sequence[tuple[str, str, int, int]]) -> None:
        self._spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._longest: dict[tuple[str, str], int] = {}
        for code_id, transcript_id, start, end in places:
            key = (code_id, transcript_id)
            insort(self._spans.setdefault(key, []), (start, end))
            self._longest[key] = max(end - start, self._longest.get(key, 0))

    def on(self, code_id: str, transcript_id: str, span: Span) -> bool:
        key = (code_id, transcript_id)
        spans = self._spans.get(key, [])
        first = bisect_left(spans, (span.start - self._longest.get(key, 0), 0))
        for start, end in spans[first:]:
            if start >= span.end:
                return False
            if end > span.start:
                return True
        return False


def _outcomes(shown: Sequence[Shown], decisions: Sequence[Decision], coded: _Coded) -> list[_Outcome]:
    """Return what became of each suggestion, the first seen first.

    A verdict on a suggestion whose showing was not noted counts as shown when it was decided.
    """
    last: dict[tuple[str, str, int, int], Decision] = {}
    for decision in sorted(decisions, key=lambda item: item.decided_at):
        last[decision.transcript_id, decision.code_id, decision.start, decision.end] = decision
    seen = {(item.transcript_id, item.code_id, item.start, item.end): item.shown_at for item in shown}
    for place, decision in last.items():
        if decision.verdict is not Verdict.SKIPPED:
            seen.setdefault(place, decision.decided_at)
    result: list[_Outcome] = []
    for place, at in seen.items():
        transcript_id, code_id, start, end = place
        verdict = last[place].verdict if place in last else None
        hit = verdict is Verdict.ACCEPTED or (
            verdict is not Verdict.REJECTED and coded.on(code_id, transcript_id, Span(start, end))
        )
        result.append(_Outcome(code_id, at, hit, verdict is Verdict.REJECTED))
    return sorted(result, key=lambda item: item.at)


def _offered(tree: CodeTree) -> list[str]:
    return [code.id for code in tree if code.status is CodeStatus.ACTIVE]


def _line(
    code_id: str, outcomes: Sequence[_Outcome], rule: OfferRule | None, limit: float, learned_from: int
) -> CodeTrust:
    recent = outcomes[-LAST:]
    rate = sum(item.hit for item in recent) / len(recent) if recent else None
    offer = rule.offer if rule is not None else Offer.AUTOMATIC
    low = rate is not None and rate < limit
    muted, why = offer is Offer.NEVER, ""
    if offer is Offer.NEVER:
        why = "switched off"
    elif low and len(recent) >= ENOUGH:
        muted = offer is Offer.AUTOMATIC
        why = f"{rate:.0%} of the last {len(recent)} were taken, under {limit:.0%}"
        why += "" if muted else "; suggested all the same"
    return CodeTrust(
        code_id=code_id,
        shown=len(outcomes),
        accepted=sum(item.hit for item in outcomes),
        rejected=sum(item.refused for item in outcomes),
        recent=len(recent),
        hit_rate=rate,
        learned_from=learned_from,
        offer=offer,
        muted=muted,
        why=why,
    )


def _curve(outcomes: Sequence[_Outcome]) -> tuple[CurvePoint, ...]:
    """Return the hit rate of each run of `BLOCK` suggestions; the last run may be shorter."""
    runs = [outcomes[at : at + BLOCK] for at in range(0, len(outcomes), BLOCK)]
    return tuple(CurvePoint(run[-1].at, len(run), sum(item.hit for item in run)) for run in runs)


def _estimate(measurement: Measurement) -> Estimate:
    """Return an estimate; figures that are none are taken for too little to know."""
    try:
        figures: Any = json.loads(measurement.figures)
    except (TypeError, ValueError, RecursionError):
        figures = {}
    known = figures if isinstance(figures, dict) else {}
    first, three = (
        float(value) if isinstance(value := known.get(name), int | float) else None
        for name in ("precision_at_1", "recall_at_3")
    )
    return Estimate(
        measurement.measured_at, measurement.labels, first, three, bool(known.get("too_little", True)) or first is None
    )
