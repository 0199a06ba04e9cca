"""What the analysis workspace holds, in the order of its list, and how each table is shown there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the list on the left."""

    name: str
    title: str
    section: str
    table: str = ""
    """The table that it shows, if it shows one."""
    columns: tuple[str, ...] = ()
    """Columns in the order in which they are shown; the others are left to exports. Empty for all but the ids."""
    measures: tuple[str, ...] = ()
    """For grids: what the cells can count."""
    narrows: bool = True
    """Whether it follows what the workspace is narrowed to."""


BAR = "bar"
"""A column made for the eye: the codings as a bar, by direction."""

_FIGURES = ("people", "groups", "codings", "supports", "challenges", "mixed", "unclear", "undirected", "transcripts")

PLACES: tuple[Place, ...] = (
    Place(
        name="coverage", title="Coverage", section="Outcomes", table="coverage",
        columns=("code", "level", BAR, *_FIGURES, "spoken_by", "silent", "theme", "domain"),
    ),
    Place(
        name="outcome-by-group", title="Outcomes by group", section="Outcomes", table="outcome-by-group",
        measures=("people", "codings"),
    ),
    Place(
        name="outcome-by-transcript", title="Outcomes by transcript", section="Outcomes",
        table="outcome-by-transcript", measures=("codings", "people", "groups"),
    ),
    Place(
        name="domains", title="Domains", section="Outcomes", table="domains",
        columns=("code", "parent", BAR, *_FIGURES, "outcomes", "outcomes_covered"),
    ),
    Place(name="matrix", title="Framework matrix", section="Outcomes", table="matrix"),
    Place(
        name="co-occurrence", title="Co-occurrence", section="Codes", table="co-occurrence",
        measures=("same_turn", "overlapping", "same_passage", "people"),
    ),
    Place(
        name="frequencies", title="Frequencies", section="Codes", table="frequencies",
        columns=("code", "kind", BAR, "codings", "own", "passages", "people", "groups", "supports", "challenges",
                 "mixed", "unclear", "undirected", "transcripts", "coders", "share", "theme", "domain"),
    ),
    Place(
        name="quotes", title="Quotes", section="Codes", table="quotes",
        columns=("code", "quote", "attribution", "direction", "strength", "transcript", "time", "memo", "domain"),
    ),
    Place(
        name="codebook", title="Codebook use", section="Codes", table="codebook",
    ),
    Place(name="charts", title="Charts", section="Look closer"),
    Place(name="queries", title="Queries", section="Look closer", narrows=False),
    Place(name="search", title="Search", section="Look closer", narrows=False),
    Place(name="participants", title="Participants", section="Project", table="participants", narrows=False),
    Place(
        name="audit", title="Audit trail", section="Project", table="audit", narrows=False,
    ),
    Place(name="report", title="Report", section="Project", narrows=False),
)  # fmt: skip
"""Everything, in order."""

BY_NAME = {place.name: place for place in PLACES}
