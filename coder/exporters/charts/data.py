"""What charts are made of: plain data in, a picture with its marks and its words out."""

from __future__ import annotations

from dataclasses import dataclass, field

from coder.domain.coding import Direction

WAYS: tuple[Direction | None, ...] = (
    Direction.SUPPORTS,
    Direction.CHALLENGES,
    Direction.MIXED,
    Direction.UNCLEAR,
    None,
)
"""The order in which directions are stacked and listed; None stands for codings without a direction."""

WAY_WORDS = {
    Direction.SUPPORTS: "supports",
    Direction.CHALLENGES: "challenges",
    Direction.MIXED: "mixed",
    Direction.UNCLEAR: "unclear",
    None: "no direction",
}
SIGNS = {Direction.SUPPORTS: "+", Direction.CHALLENGES: "−", Direction.MIXED: "~", Direction.UNCLEAR: "?", None: ""}
"""The same signs as at the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a bar: the codings of one direction."""

    direction: Direction | None
    count: int
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a bar chart."""

    key: str
    """A code's id, or the name of a group."""
    name: str
    section: str = ""
    """The heading that it stands under; bars of one section follow each other."""
    parts: tuple[Part, ...] = ()
    people: int = 0
    groups: int = 0
    note: str = ""
    """A few words at the end of the line, such as `one source`."""
    members: tuple[Bar, ...] = ()
    """For the line of all that is not shown one by one: what it stands for."""

    @property
    def total(self) -> int:
        """Return the length of the bar."""
        return sum(part.count for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """How much was said about each thing, and which way."""

    title: str
    bars: tuple[Bar, ...]
    subtitle: str = ""
    things: str = "codes"
    """What the bars stand for, in the plural."""
    with_groups: bool = True
    """Whether the number of groups is shown beside the number of people."""
    empty: str = "Nothing is coded yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A row or a column of a heat map."""

    key: str
    name: str
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell that holds something; the places count from 0."""

    row: int
    column: int
    value: int
    """What the shade shows."""
    challenges: int = 0
    """How many codings in it challenge."""
    words: str = ""
    """What the figures are, such as `4 people, 6 codings, 2 challenge`."""
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """A table as shades, with the figure in every cell."""

    title: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[Cell, ...]
    measure: str = "people"
    """What a figure counts, in the plural."""
    subtitle: str = ""
    symmetric: bool = False
    """Rows and columns are the same; only one half is drawn."""
    rest: str = ""
    """What is left out, in a sentence."""
    empty: str = "Nothing is coded yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A code in a network."""

    key: str
    name: str
    section: str = ""
    count: int = 0
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two codes that occur together; the places count from 0 in the nodes."""

    one: int
    other: int
    count: int
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Codes in a circle, joined where they occur together."""

    title: str
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    subtitle: str = ""
    rest: str = ""
    """What is left out, in a sentence."""
    empty: str = "No two codes occur together yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Somebody's talk along a transcript, in code points (half-open)."""

    start: int
    end: int
    name: str
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A coded passage along a transcript, in code points (half-open)."""

    lane: int
    """The place of its code in the timeline's lanes."""
    start: int
    end: int
    direction: Direction | None = None
    words: str = ""
    """Where it is and how it begins."""
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Where in a transcript which code was put."""

    title: str
    lanes: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    talk: tuple[Stretch, ...] = ()
    others: int = 0
    """How many codes share the last lane; 0 if each has its own."""
    length: int = 0
    """Of the transcript, in code points."""
    ticks: tuple[tuple[int, str], ...] = ()
    """Places with their labels, such as the minutes of the recording."""
    subtitle: str = ""
    empty: str = "Nothing is coded in this transcript yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How much was coded on a day."""

    date: str
    """ISO 8601, such as `2026-03-12`."""
    count: int
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptState:
    """How far a transcript has come."""

    key: str
    name: str
    share: float
    """Of what its participants say that is coded, 0 to 1."""
    count: int
    complete: bool = False
    coding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How the coding came along, over time and by transcript."""

    title: str
    days: tuple[Day, ...]
    transcripts: tuple[TranscriptState, ...]
    subtitle: str = ""
    empty: str = "There are no transcripts yet."


Chart = BarChart | HeatMap | Network | Timeline | Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in the picture that leads to codings; pixels of the picture from its top left."""

    x: float
    y: float
    width: float
    height: float
    label: str
    """What it shows, in words."""
    keys: tuple[str, ...]
    """What it stands for: ids of codes or transcripts, names of groups, a day."""
    direction: Direction | None = None
    coding_ids: tuple[str, ...] = ()

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point of the picture is on it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAlternative:
    """The chart for people who do not see it: a sentence and a table."""

    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnChart:
    """A picture with all that can be told about it."""

    data: bytes
    width: int
    """In pixels, also for SVG."""
    height: int
    marks: tuple[Mark, ...]
    """In reading order; where two lie on each other, the later one is on top."""
    alternative: TextAlternative = field(default_factory=lambda: TextAlternative(summary="", columns=()))


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 person`, `4 people`, `no groups`."""
    noun = one if count == 1 else many or f"{one}s"
    return f"{count:,} {noun}" if count else f"no {noun}"
