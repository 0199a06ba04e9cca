"""Answering queries: which codings fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coder.analysis.data import AnalysisData
from coder.analysis.facts import Facts
from coder.domain.query import Query, Relation, attribute

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coder.analysis.facts import Ints


def matching(query: Query, data: AnalysisData) -> list[int]:
    """Return the numbers of the codings that fit, for `AnalysisData.narrowed`; see `Query` for what fits."""
    import numpy as np

    return [int(place) for place in np.flatnonzero(_fits(query, data))]


def matching_ids(query: Query, data: AnalysisData) -> list[str]:
    """Return the ids of the codings that fit, in the order of reading."""
    fits = _fits(query, data)
    return [data.codings.id[place] for place in data.facts.order.tolist() if fits[place]]


def asked(query: Query | None, data: AnalysisData) -> AnalysisData:
    """Return the data narrowed to a query; None asks for nothing."""
    return data if query is None or query.is_empty() else data.narrowed(matching(query, data))


def _fits(query: Query, data: AnalysisData) -> NDArray[np.bool_]:
    import numpy as np

    facts, codings = data.facts, data.codings
    fits = np.ones(facts.size, bool)

    def keep(column: Sequence[str | None], wanted: tuple[str, ...]) -> None:
        nonlocal fits
        if wanted:
            accepted = frozenset(wanted)
            fits &= np.fromiter(((value or "") in accepted for value in column), np.bool_, facts.size)

    if query.code_id is not None:
        first = _with_code(facts, query.code_id, descendants=query.with_descendants)
        if query.other_code_id is not None and query.relation is not None:
            other = _with_code(facts, query.other_code_id, descendants=query.with_descendants)
            first = _related(facts, query, first, other[facts.heard[other]])
        chosen = np.zeros(facts.size, bool)
        chosen[first] = True
        fits &= chosen
    keep(codings.transcript_id, query.transcript_ids)
    keep(codings.direction, query.directions)
    keep(codings.strength, query.strengths)
    keep(codings.coder_id, query.coder_ids)
    keep(codings.review, query.reviews)
    if query.coded_from or query.coded_to:
        fits &= np.fromiter(
            (_between(moment[:10], query.coded_from, query.coded_to) for moment in codings.created_at),
            np.bool_,
            facts.size,
        )
    if query.held_from or query.held_to:
        held = [_between(item.date[:10], query.held_from, query.held_to) for item in data.transcripts]
        fits &= np.array(held or [False], bool)[facts.transcript] if held else np.zeros(facts.size, bool)
    if query.older:
        fits &= np.fromiter((each in data.older for each in codings.id), np.bool_, facts.size)
    if query.groups or query.attributes or query.participant_ids or query.roles:
        fits &= np.array(_voices_that_fit(query, facts), bool)[facts.voice]
    return fits


def _with_code(facts: Facts, code_id: str, *, descendants: bool) -> Ints:
    import numpy as np

    if descendants:
        return facts.counted_codes([code_id])[1]
    return np.flatnonzero(facts.code == facts.code_number.get(code_id, -1))


def _related(facts: Facts, query: Query, first: Ints, other: Ints) -> Ints:
    """Return those of the first codings that stand in the query's relation to any of the others."""
    import numpy as np

    if query.relation is Relation.NEAR:
        reach = query.within_turns
        # Room between transcripts, so that nothing is near across them.
        shift = facts.transcript * (reach + 1)
        low, high = facts.first_turn + shift, facts.last_turn + shift
        placed = high > low
        first, other = first[placed[first]], other[placed[other]]
        return meeting(low, high, first, other, reach=reach)
    step = int(facts.end.max(initial=0)) + 1
    low, high = facts.transcript * step + facts.start, facts.transcript * step + facts.end
    both = meeting(low, high, first, other)
    return both if query.relation is Relation.AND else np.setdiff1d(first, both)


def meeting(low: Ints, high: Ints, some: Ints, others: Ints, *, reach: int = 0) -> Ints:
    """Return those of some half-open ranges that meet one of the others, or come as near as `reach`."""
    import numpy as np

    # Of the others, those that start before this one ends must not all have ended before it starts.
    begun = np.searchsorted(np.sort(low[others]), high[some] + reach, side="left")
    ended = np.searchsorted(np.sort(high[others]), low[some] - reach, side="right")
    return some[begun > ended]


def _voices_that_fit(query: Query, facts: Facts) -> list[bool]:
    wanted: dict[str, set[str]] = {}
    for each in query.attributes:
        name, value = attribute(each)
        wanted.setdefault(name.casefold(), set()).add(value.casefold())
    people = []
    for person in facts.people:
        has: dict[str, set[str]] = {}
        for each in person.participant.attributes if person.participant else ():
            name, value = attribute(each)
            has.setdefault(name.casefold(), set()).add(value.casefold())
        fits = all(has.get(name, set()) & values for name, values in wanted.items())
        people.append(fits and (not query.participant_ids or person.key in query.participant_ids))
    asks_people = bool(query.attributes or query.participant_ids)
    result = []
    for voice in facts.voices:
        groups = {facts.groups[number] for number in voice.groups} or {""}
        result.append(
            (not query.groups or bool(groups.intersection(query.groups)))
            and (not query.roles or bool(set(voice.roles).intersection(query.roles)))
            and (not asks_people or any(people[number] for number in voice.people))
        )
    return result


def _between(day: str, first: str, last: str) -> bool:
    return bool(day) and first <= day and (not last or day <= last)
