"""Counting codings, people, groups and directions, each of them once in every cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.analysis.facts import DIRECTIONS, Facts
from coder.domain.codebook import Code, CodeKind, CodeStatus, CodeTree
from coder.domain.tables import Column, whole

if TYPE_CHECKING:
    from coder.analysis.data import AnalysisData
    from coder.analysis.facts import Ints

FIGURES: tuple[Column, ...] = (
    whole("codings", "Codings", "How many codings count here. A code counts for everything above it and for the "
          "domains and dimensions to which it is linked; a coding that counts by two ways counts once. Passages in "
          "which only interviewers or facilitators speak count nowhere."),
    whole("people", "People", "How many different people speak in these passages. Somebody who says a thing ten times "
          "counts once; interviewers and facilitators do not count. A workshop speaker whom nobody has named as a "
          "participant counts as one more person."),
    whole("groups", "Groups", "How many different stakeholder groups these people belong to."),
    whole("supports", "Supports", "Codings whose direction is “supports”."),
    whole("challenges", "Challenges", "Codings whose direction is “challenges”."),
    whole("mixed", "Mixed", "Codings whose direction is “mixed”."),
    whole("unclear", "Unclear", "Codings whose direction is “unclear”."),
    whole("undirected", "No direction", "Codings to which nobody gave a direction."),
)  # fmt: skip
"""The figures of every roll-up; the five directions add up to the codings."""

DIRECTION_COLUMNS = ("undirected", "supports", "challenges", "mixed", "unclear")
"""Names of the columns by direction's number."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures by cell; each array has one number for each cell."""

    codings: Ints
    people: Ints
    groups: Ints
    transcripts: Ints
    directions: Ints
    """Cells x directions, in the order of `DIRECTIONS`."""

    def figures(self) -> dict[str, Ints]:
        """Return the columns of `FIGURES`."""
        by_name = {name: self.directions[:, place] for place, name in enumerate(DIRECTION_COLUMNS)}
        return {
            "codings": self.codings,
            "people": self.people,
            "groups": self.groups,
            **{column.name: by_name[column.name] for column in FIGURES[3:]},
        }


def tally(facts: Facts, cells: Ints, codings: Ints, size: int) -> Tally:
    """Count what is in each of `size` cells, from pairs (cell, coding) of which none comes twice."""
    import numpy as np

    places, people = facts.people_of(codings)
    at, groups = facts.groups_of(codings)
    by_direction = np.bincount(cells * len(DIRECTIONS) + facts.direction[codings], minlength=size * len(DIRECTIONS))
    return Tally(
        codings=np.bincount(cells, minlength=size),
        people=distinct(cells[places], people, size),
        groups=distinct(cells[at], groups, size),
        transcripts=distinct(cells, facts.transcript[codings], size),
        directions=by_direction.reshape(size, len(DIRECTIONS)),
    )


def distinct(cells: Ints, values: Ints, size: int) -> Ints:
    """Return how many different values each of `size` cells has."""
    import numpy as np

    if not len(cells):
        return np.zeros(size, np.int64)
    step = int(values.max()) + 1
    return np.bincount(np.unique(cells * step + values) // step, minlength=size)


def subjects(tree: CodeTree, used: set[str]) -> list[Code]:
    """Return what coverage is asked about, in display order.

    These are the outcomes of each codebook; of a codebook without outcomes, its domains, themes and dimensions that
    have none of these below them; of a codebook that knows none of these kinds (`plain_codebooks`), all its codes.
    Retired codes are left out unless something is coded with them.
    """
    with_outcomes = {code.codebook_id for code in tree if code.kind is CodeKind.OUTCOME}
    plain = plain_codebooks(tree)
    framework = (CodeKind.DOMAIN, CodeKind.THEME, CodeKind.DIMENSION)
    result: list[Code] = []
    for code in tree:
        if code.status is CodeStatus.RETIRED and code.id not in used:
            continue
        if code.kind is CodeKind.OUTCOME or code.codebook_id in plain:
            result.append(code)
        elif code.codebook_id not in with_outcomes and code.kind in framework:
            below = tree.with_descendants(code.id) - {code.id}
            if not any(tree[each].kind in framework and tree[each].status is not CodeStatus.RETIRED for each in below):
                result.append(code)
    return result


def plain_codebooks(tree: CodeTree) -> set[str]:
    """Return the ids of the codebooks all of whose codes are of the kind “other”, as those of other tools are."""
    return {code.codebook_id for code in tree} - {code.codebook_id for code in tree if code.kind is not CodeKind.OTHER}


def rollups(tree: CodeTree, used: set[str]) -> list[Code]:
    """Return what the domains are, in display order: those of the framework, and all codes of a plain codebook."""
    plain = plain_codebooks(tree)
    own = {code.id for code in subjects(tree, used) if code.codebook_id in plain}
    return [code for code in tree if code.kind is CodeKind.DOMAIN or code.id in own]


def unintended(data: AnalysisData) -> Ints | None:
    """Return the codings that are tied to no outcome, by number in the order of reading; None where none could be.

    Neither they nor any passage that overlaps them carries a code that counts for an outcome (for a codebook without
    outcomes: for what `subjects` takes in their place). A codebook that knows no outcomes, domains, themes and
    dimensions foresees nothing, so nothing that is coded with it is called unintended, and it ties nothing either.
    """
    import numpy as np

    from coder.analysis.queries import meeting

    facts, tree = data.facts, data.tree
    plain = plain_codebooks(tree)
    foreseen = [code.id for code in subjects(tree, used_codes(facts)) if code.codebook_id not in plain]
    if not foreseen:
        return None
    tied = np.unique(facts.counted_codes(foreseen)[1])
    step = int(facts.end.max(initial=0)) + 1
    low, high = facts.transcript * step + facts.start, facts.transcript * step + facts.end
    loose = np.ones(facts.size, bool)
    loose[meeting(low, high, np.arange(facts.size), tied)] = False
    aside = [code_id in tree and tree[code_id].codebook_id in plain for code_id in facts.code_ids]
    loose &= ~np.array(aside or [False], bool)[facts.code]
    found: Ints = facts.order[loose[facts.order]]
    return found


def used_codes(facts: Facts) -> set[str]:
    """Return the ids of the codes with which something is coded."""
    import numpy as np

    return {facts.code_ids[number] for number in np.unique(facts.code).tolist()}
