"""Outcomes by stakeholder group and by transcript: long tables that also read as grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.analysis.building import Built, built
from coder.analysis.counting import DIRECTION_COLUMNS, FIGURES, distinct, subjects, tally, used_codes
from coder.analysis.coverage import CODE
from coder.analysis.data import AnalysisData
from coder.analysis.facts import DIRECTIONS
from coder.domain.tables import Lattice, TableHead, text, whole

if TYPE_CHECKING:
    from coder.analysis.facts import Ints

NO_GROUP = "(no group)"
"""The heading for people without a group and for passages in which nobody counts as a person."""

_HERE = tuple(column for column in FIGURES if column.name != "groups")

BY_GROUP = TableHead(
    "outcome-by-group",
    "Outcomes by group",
    "For every outcome and stakeholder group: how many people of the group speak of it, and which way. A passage in "
    "which two groups speak counts for both, so the groups may add up to more than the outcome's total.",
    (
        *CODE,
        text("group", "Stakeholder group", "The group; “(no group)” for people without one and for passages in which "
             "no participant speaks."),
        *_HERE,
        whole("group_size", "People in the group", "How many people of this group the project has."),
    ),
    Lattice("code", "group", "Outcome", "Stakeholder group", "people"),
)  # fmt: skip

BY_TRANSCRIPT = TableHead(
    "outcome-by-transcript",
    "Outcomes by transcript",
    "For every outcome and transcript: how often it is spoken of, by how many people, and which way.",
    (
        *CODE,
        text("transcript_id", "Transcript id", "The transcript's permanent id."),
        text("transcript", "Transcript", "The transcript's name."),
        *FIGURES,
    ),
    Lattice("code", "transcript", "Outcome", "Transcript", "codings"),
)


def build_by_group(head: TableHead, data: AnalysisData) -> Built:
    """Build outcomes by stakeholder group."""
    import numpy as np

    facts = data.facts
    codes = subjects(data.tree, used_codes(facts))
    rows, codings = facts.counted_codes([code.id for code in codes])
    group_of = np.array([person.group for person in facts.people] or [-1], np.int64)
    places, people = facts.people_of(codings)
    silent = np.setdiff1d(np.arange(len(codings)), places)
    # One entry for each coding, person and row; a passage without anybody goes under no group, too.
    groups = np.where(group_of[people] < 0, len(facts.groups), group_of[people])
    nobody = bool(len(silent)) or bool((groups == len(facts.groups)).any())
    names = [*facts.groups, *([NO_GROUP] if nobody else [])]
    width, size = len(names), len(codes) * len(names)
    cell_of_person = rows[places] * width + groups
    many = max(1, facts.size)
    cell_of_silent = rows[silent] * width + len(facts.groups)
    pairs = np.unique(
        np.concatenate([cell_of_person * many + codings[places], cell_of_silent * many + codings[silent]])
    )
    cells, behind = pairs // many, pairs % many
    by_direction = np.bincount(
        cells * len(DIRECTIONS) + facts.direction[behind], minlength=size * len(DIRECTIONS)
    ).reshape(size, len(DIRECTIONS))
    members = np.bincount(np.where(group_of < 0, len(facts.groups), group_of), minlength=len(facts.groups) + 1)
    if not facts.people:
        members[:] = 0
    columns = _named(data, [code.id for code in codes], width) | {
        "group": names * len(codes),
        "codings": np.bincount(cells, minlength=size),
        "people": distinct(cell_of_person, people, size),
        **{name: by_direction[:, place] for place, name in enumerate(DIRECTION_COLUMNS)},
        "group_size": members[:width].tolist() * len(codes),
    }
    keys = [(code.id, name) for code in codes for name in names]
    return built(head, data, columns, keys, lambda row, _: behind[cells == row])


def build_by_transcript(head: TableHead, data: AnalysisData) -> Built:
    """Build outcomes by transcript."""
    facts = data.facts
    codes = subjects(data.tree, used_codes(facts))
    rows, codings = facts.counted_codes([code.id for code in codes])
    width = len(data.transcripts)
    cells: Ints = rows * width + facts.transcript[codings]
    found = tally(facts, cells, codings, len(codes) * width)
    columns = _named(data, [code.id for code in codes], width) | {
        "transcript_id": [item.id for item in data.transcripts] * len(codes),
        "transcript": [item.name for item in data.transcripts] * len(codes),
        **found.figures(),
    }
    keys = [(code.id, item.id) for code in codes for item in data.transcripts]
    return built(head, data, columns, keys, lambda row, _: codings[cells == row])


def _named(data: AnalysisData, code_ids: list[str], width: int) -> dict[str, object]:
    """Return the columns that name codes, each code on as many rows as the grid is wide."""
    from coder.analysis.evidence import code_names

    names = [(code_id, *code_names(data.tree, code_id)) for code_id in code_ids for _ in range(width)]
    return {
        "code_id": [each[0] for each in names],
        "code": [each[3] for each in names],
        "theme": [each[2] for each in names],
        "domain": [each[1] for each in names],
    }
