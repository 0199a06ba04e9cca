"""What a report says, in the order in which it is read; the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from coder.domain.coding import Direction
from coder.exporters.charts.data import TextAlternative


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart in the report."""

    data: bytes
    media_type: str
    """`image/svg+xml` or `image/png`."""
    width: int
    """In pixels at normal size."""
    height: int
    caption: str
    alternative: TextAlternative


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage in somebody's words, with where it is found."""

    ref: str
    """By which findings refer to it, in brackets: the beginning of its first coding's id, the same in every report."""
    text: str
    who: str
    """Pseudonym and role as far as consent allows, such as `Worker 1, care worker`."""
    where: str
    """Transcript, turn and time."""
    code: str
    """The outcome or domain that it is coded with."""
    direction: Direction | None = None
    strength: str = ""
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much is known about a subject."""

    codings: int = 0
    people: int = 0
    groups: int = 0
    transcripts: int = 0
    ways: tuple[tuple[Direction | None, int], ...] = ()
    """Codings by direction, only what occurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where in one transcript the passages behind a subject are."""

    transcript: str
    places: str
    """Turns with the sign of the direction, such as `turns 3 +, 7 −`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A domain, an outcome, or whatever else the report has a part on."""

    key: str
    """The code's id."""
    name: str
    definition: str = ""
    finding: str = ""
    """What the evaluator wrote; empty if nothing yet."""
    status: str = ""
    """How well it is covered, in a few words."""
    figures: Figures = Figures()
    pictures: tuple[Picture, ...] = ()
    quotes: tuple[Quote, ...] = ()
    counter: tuple[Quote, ...] = ()
    """What challenges it, or is mixed; never left out where it may be quoted."""
    notes: tuple[str, ...] = ()
    """Sentences about what is not shown: words withheld, passages beyond those quoted."""
    traces: tuple[Trace, ...] = ()
    parts: tuple[Subject, ...] = ()
    """The outcomes of a domain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An outcome about which too little is known."""

    name: str
    under: str
    status: str
    missing: str
    """Who has not been heard, such as groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the method note."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What consent kept out of the report."""

    what: str
    count: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report."""

    title: str
    subtitle: str = ""
    """Date of the data and the like, on one line."""
    notice: str = ""
    """What has to be seen first, such as that it is not to be passed on."""
    introduction: str = ""
    conclusion: str = ""
    overview: Figures = Figures()
    outcomes: int = 0
    outcomes_heard: int = 0
    things: str = "outcomes"
    """What it is about, in the plural: outcomes, or codes of a codebook that has none of our kinds."""
    groups_set: bool = True
    """Whether any participant has a stakeholder group; nothing is said of groups otherwise."""
    pictures: tuple[Picture, ...] = ()
    domains: tuple[Subject, ...] = ()
    unintended: Subject | None = None
    gaps: tuple[Gap, ...] = ()
    method: tuple[Fact, ...] = ()
    method_text: tuple[str, ...] = ()
    method_finding: str = ""
    """What the evaluator adds to the method note."""
    withheld: tuple[Withheld, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the evaluator should look at before handing it in; told when it is made, and not part of it."""
