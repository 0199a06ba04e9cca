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
    about: str = ""
    """A sentence short enough for the heading; empty for the table's own."""
    choose: str = "a row or a cell"
    """What is chosen there to read its passages."""
    missing: str = "This fills while you code. Select a passage in a transcript and press Ctrl+K to code it."
    """What is to be done while there is nothing to show."""
    narrows: bool = True
    """Whether it follows what the workspace is narrowed to."""


BAR = "bar"
"""A column made for the eye: the codings as a bar, by direction."""

_FIGURES = ("people", "groups", "codings", "supports", "challenges", "mixed", "unclear", "undirected", "transcripts")

PLACES: tuple[Place, ...] = (
    Place(
        name="coverage", title="Coverage", section="Outcomes",
        missing="There are no codes yet. Add a codebook from the Project menu, or make codes with Ctrl+Shift+N.",
        about="Who speaks of each outcome, for it and against it.", table="coverage",
        columns=("code", "level", BAR, *_FIGURES, "spoken_by", "silent", "theme", "domain", "parent"),
    ),
    Place(
        name="outcome-by-group", title="Outcomes by group", section="Outcomes",
        missing="Nobody has a stakeholder group yet. Give the participants theirs on the page Participants, then code.",
        about="How many people of each group speak of an outcome.", table="outcome-by-group",
        measures=("people", "codings"),
    ),
    Place(
        name="outcome-by-transcript", title="Outcomes by transcript", section="Outcomes",
        missing="There are no transcripts or no outcomes yet. Import transcripts with Ctrl+I and add a codebook.",
        about="How often an outcome is spoken of in each transcript.",
        table="outcome-by-transcript", measures=("codings", "people", "groups"),
    ),
    Place(
        name="domains", title="Domains", section="Outcomes",
        missing="There are no codes yet. Add a codebook from the Project menu, or make codes with Ctrl+Shift+N.",
        about="Each domain with all that counts for it.", table="domains",
        columns=("code", "parent", BAR, *_FIGURES, "outcomes", "outcomes_covered"),
    ),
    Place(name="matrix", title="Framework matrix", section="Outcomes",
        about="What each participant says about each outcome.", table="matrix"),
    Place(
        name="co-occurrence", title="Co-occurrence", section="Codes",
        about="Which two codes come together, and how closely.", table="co-occurrence",
        measures=("same_turn", "overlapping", "same_passage", "people"),
    ),
    Place(
        name="frequencies", title="Frequencies", section="Codes",
        missing="There are no codes yet. Add a codebook from the Project menu, or make codes with Ctrl+Shift+N.",
        about="How often each code is used.", table="frequencies",
        columns=("code", "kind", BAR, "codings", "own", "passages", "people", "groups", "supports", "challenges",
                 "mixed", "unclear", "undirected", "transcripts", "coders", "share", "theme", "domain"),
    ),
    Place(
        name="quotes", title="Quotes", section="Codes",
        about="Every coded passage, with who said it.", table="quotes",
        columns=("code", "quote", "attribution", "direction", "strength", "transcript", "time", "memo", "domain"),
    ),
    Place(
        name="codebook", title="Codebook use", section="Codes",
        missing="There are no codes yet. Add a codebook from the Project menu, or make codes with Ctrl+Shift+N.",
        about="Every code with how much it is used, and its definition.", table="codebook",
        columns=("code", "kind", BAR, "codings", "people", "short_definition", "full_definition", "when_to_use",
                 "when_not_to_use", "example_quotes", "key_terms", "parent", "domain", "status", "codebook", "groups",
                 "supports", "challenges", "mixed", "unclear", "undirected"),
    ),
    Place(
        name="charts", title="Charts", section="Look closer", choose="a mark of the chart",
        about="Pictures of the same figures; every mark leads to its passages.",
    ),
    Place(
        name="queries", title="Queries", section="Look closer", narrows=False, choose="a row of the answer",
        about="Questions about the codings: one code and another, near another, by whom, when. Saved under a name.",
    ),
    Place(
        name="search", title="Search", section="Look closer", narrows=False,
        about="Words, “phrases” and prefixes* in everything that was said; what you tick can be coded in one step.",
    ),
    Place(
        name="participants", title="Participants", section="Project",
        missing="Nobody takes part yet. Participants come with the transcripts: import some with Ctrl+I.",
        table="participants", narrows=False,
        about="Who took part and what they agreed to. Consent is followed in every table and every file.",
        choose="a participant",
    ),
    Place(
        name="audit", title="Audit trail", section="Project", table="audit", narrows=False,
    ),
    Place(
        name="report", title="Report", section="Project", narrows=False, choose="a domain or an outcome on the left",
        about="What you write here goes into the report, beside figures, charts and quotes; making it again keeps it.",
    ),
)  # fmt: skip
"""Everything, in order."""

BY_NAME = {place.name: place for place in PLACES}
