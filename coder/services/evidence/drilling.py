"""From figures back to passages: what is behind a cell, a bar or a mark, as rows to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coder.analysis.data import AnalysisData
from coder.domain.evidence import EvidenceRow
from coder.domain.query import Query
from coder.services.tables import build_table

CONTEXT_WIDTH = 160
"""Code points shown on each side of a passage."""


def narrowed(data: AnalysisData, queries: Sequence[Query]) -> AnalysisData:
    """Return the data narrowed to the codings that fit each of the queries."""
    from coder.analysis.queries import asked

    for query in queries:
        data = asked(query, data)
    return data


def places_by_id(data: AnalysisData) -> dict[str, int]:
    """Return the numbers of all codings by their ids."""
    return {coding_id: place for place, coding_id in enumerate(data.codings.id)}


def rows_behind(
    data: AnalysisData, coding_ids: Sequence[str], *, places: Mapping[str, int] | None = None
) -> list[EvidenceRow]:
    """Return the rows of some codings, in the order given; ids that are not in the data are left out.

    `places` are those of `places_by_id`, for whoever asks often.
    """
    import numpy as np

    from coder.analysis.evidence import evidence_values

    known = places if places is not None else places_by_id(data)
    chosen = [known[coding_id] for coding_id in coding_ids if coding_id in known]
    found = evidence_values(data, np.array(chosen, np.int64), context_width=CONTEXT_WIDTH)
    names = tuple(found)
    return [EvidenceRow(**dict(zip(names, values, strict=True))) for values in zip(*found.values(), strict=True)]


def by_passage(
    data: AnalysisData, coding_ids: Sequence[str], *, places: Mapping[str, int] | None = None
) -> list[list[str]]:
    """Return the codings of each passage, passages in the order of the first coding; ids not in the data are left out.

    `places` are those of `places_by_id`.
    """
    known = places if places is not None else places_by_id(data)
    kept = data.codings
    found: dict[tuple[str, int, int], list[str]] = {}
    for coding_id in coding_ids:
        if (at := known.get(coding_id)) is not None:
            found.setdefault((kept.transcript_id[at], kept.start[at], kept.end[at]), []).append(coding_id)
    return list(found.values())


def codings_of_code(data: AnalysisData, code_id: str) -> list[str]:
    """Return the ids of all codings that are evidence and count for a code, in the order of reading."""
    from coder.analysis.queries import matching_ids

    return matching_ids(Query(code_id=code_id), data.counting)


def tied_to_nothing(data: AnalysisData) -> list[str] | None:
    """Return the ids of the codings that are tied to no outcome, or None where no codebook foresees any."""
    from coder.analysis.counting import unintended

    counting = data.counting
    loose = unintended(counting)
    return None if loose is None else [counting.codings.id[place] for place in loose.tolist()]


def coverage_gaps(data: AnalysisData) -> list[tuple[str, str]]:
    """Return the outcomes that are not well covered, as code id and level, the widest gaps first."""
    from coder.analysis.coverage import gaps

    return [(code_id, level.value) for code_id, level in gaps(build_table(data, "coverage"))]


def figures_in_words(data: AnalysisData) -> str:
    """Return how many codings, people, groups and transcripts there are, in words; and what of it is no evidence."""
    import numpy as np

    facts = data.counting.facts
    every = np.arange(facts.size)
    counts = [
        (facts.size, "coding", "codings"),
        (len(np.unique(facts.people_of(every)[1])), "person", "people"),
        (len(np.unique(facts.groups_of(every)[1])), "group", "groups"),
        (len(np.unique(facts.transcript)), "transcript", "transcripts"),
    ]
    if not facts.groups:
        del counts[2]
    said = " · ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts)
    aside = len(data.codings) - facts.size
    return said + (f" · {aside:,} more on askers’ turns, not counted" if aside else "")
