"""Coverage: for every outcome how widely it is spoken of, for and against, and where nothing is known."""

from __future__ import annotations

from enum import StrEnum

from coder.analysis.building import Built, built
from coder.analysis.counting import FIGURES, Tally, rollups, subjects, tally, used_codes
from coder.analysis.data import AnalysisData
from coder.analysis.facts import joined
from coder.domain.codebook import Code, CodeTree
from coder.domain.tables import TableHead, text, whole

CODE = (
    text("code_id", "Code id", "The code's permanent id."),
    text("code", "Code", "The code's name."),
    text("theme", "Theme", "The code's theme."),
    text("domain", "Domain", "The outcome domains for which it counts."),
)
"""How a row names its code."""


class Level(StrEnum):
    """How well an outcome is covered; the first that fits."""

    NONE = "none"
    """Nothing is coded."""
    ONE_SOURCE = "one source"
    """Fewer than two people speak of it."""
    ONE_GROUP = "one group"
    """Two or more people, but fewer than two stakeholder groups; not said where no groups are set."""
    ONLY_SUPPORTING = "only supporting"
    """Two or more groups (if groups are set), but nothing challenges it and nothing is mixed."""
    WELL = "well covered"
    """Two or more people, of two or more groups if groups are set, with counter-evidence."""


COVERAGE = TableHead(
    "coverage",
    "Coverage",
    "For every outcome: how many people and groups speak of it, for and against, and where evidence is missing. Of a "
    "codebook without outcomes, its lowest domains, themes and dimensions; of one that has none of these, every code.",
    (
        *CODE,
        text("level", "Coverage", "The first that fits. None: nothing is coded. One source: fewer than two people. One "
             "group: fewer than two stakeholder groups. Only supporting: nothing challenges it and nothing is mixed. "
             "Well covered: two or more people of two or more groups, with counter-evidence. Where no participant has "
             "a stakeholder group, groups are not asked for."),
        *FIGURES,
        whole("transcripts", "Transcripts", "In how many transcripts."),
        text("spoken_by", "Spoken of by", "The groups that speak of it."),
        text("silent", "Silent", "The project's other groups."),
        text("parent", "Under", "The code above it."),
    ),
)  # fmt: skip

DOMAINS = TableHead(
    "domains",
    "Domains",
    "Each outcome domain and sub-domain with all that counts for it: its own codings, those below it, and those of the "
    "outcomes that are linked to it. Of a codebook without outcomes, domains, themes and dimensions, every code.",
    (
        text("code_id", "Domain id", "The domain's permanent id."),
        text("code", "Domain", "The domain's name."),
        text("parent", "Part of", "The domain above a sub-domain."),
        *FIGURES,
        whole("transcripts", "Transcripts", "In how many transcripts."),
        whole("outcomes", "Outcomes", "How many outcomes count for this domain."),
        whole("outcomes_covered", "With evidence", "How many of them have a coding."),
    ),
)


def build_coverage(head: TableHead, data: AnalysisData) -> Built:
    """Build the coverage of every outcome."""
    facts = data.facts
    codes = subjects(data.tree, used_codes(facts))
    cells, codings = facts.counted_codes([code.id for code in codes])
    found = tally(facts, cells, codings, len(codes))
    at, group = facts.groups_of(codings)
    heard: list[set[int]] = [set() for _ in codes]
    for cell, number in zip(cells[at].tolist(), group.tolist(), strict=True):
        heard[cell].add(number)
    columns = {
        "code_id": [code.id for code in codes],
        "code": [code.name for code in codes],
        "theme": [theme.name if (theme := data.tree.theme(code.id)) else "" for code in codes],
        "domain": [joined(each.name for each in data.tree.domains(code.id)) for code in codes],
        "level": [level(found, cell, groups_set=bool(facts.groups)).value for cell in range(len(codes))],
        **found.figures(),
        "transcripts": found.transcripts,
        "parent": [_parent(data.tree, code) for code in codes],
        "spoken_by": [joined(facts.groups[each] for each in sorted(one)) for one in heard],
        "silent": [joined(name for each, name in enumerate(facts.groups) if each not in one) for one in heard],
    }
    return built(head, data, columns, [(code.id,) for code in codes], lambda row, _: codings[cells == row])


def build_domains(head: TableHead, data: AnalysisData) -> Built:
    """Build the roll-up of every domain."""
    facts, tree = data.facts, data.tree
    codes = rollups(tree, used_codes(facts))
    cells, codings = facts.counted_codes([code.id for code in codes])
    found = tally(facts, cells, codings, len(codes))
    outcomes = subjects(tree, used_codes(facts))
    covered_cells, _ = facts.counted_codes([code.id for code in outcomes])
    covered = {outcomes[cell].id for cell in set(covered_cells.tolist())}
    counting: dict[str, set[str]] = {code.id: set() for code in codes}
    for outcome in outcomes:
        for each in tree.counts_for(outcome.id):
            if each in counting:
                counting[each].add(outcome.id)
    columns = {
        "code_id": [code.id for code in codes],
        "code": [code.name for code in codes],
        "parent": [_parent(tree, code) for code in codes],
        **found.figures(),
        "transcripts": found.transcripts,
        "outcomes": [len(counting[code.id]) for code in codes],
        "outcomes_covered": [len(counting[code.id] & covered) for code in codes],
    }
    return built(head, data, columns, [(code.id,) for code in codes], lambda row, _: codings[cells == row])


def level(found: Tally, cell: int, *, groups_set: bool) -> Level:
    """Return how well a cell of a tally is covered; `groups_set` says whether any participant has a group at all."""
    challenges, mixed = found.directions[cell, 2], found.directions[cell, 3]
    if not found.codings[cell]:
        return Level.NONE
    if found.people[cell] < 2:
        return Level.ONE_SOURCE
    if groups_set and found.groups[cell] < 2:
        return Level.ONE_GROUP
    if not challenges and not mixed:
        return Level.ONLY_SUPPORTING
    return Level.WELL


def _parent(tree: CodeTree, code: Code) -> str:
    above = tree.ancestors(code.id)
    return above[0].name if above else ""


def gaps(coverage: Built) -> list[tuple[str, Level]]:
    """Return the outcomes that are not well covered, as code id and level, the widest gaps first."""
    order = list(Level)
    levels = [Level(value) for value in coverage.frame["level"]]
    found = [(key[0], found) for key, found in zip(coverage.keys, levels, strict=True) if found is not Level.WELL]
    return sorted(found, key=lambda gap: order.index(gap[1]))
