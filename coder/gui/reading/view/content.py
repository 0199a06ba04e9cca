"""What a transcript view is given to show: plain data, positions in code points."""

from __future__ import annotations

from dataclasses import dataclass

from coder.domain.coding import Direction
from coder.domain.colour import CodeColour
from coder.domain.span import Span

DIRECTION_SIGNS = {
    Direction.SUPPORTS: "+",
    Direction.CHALLENGES: "−",
    Direction.MIXED: "~",
    Direction.UNCLEAR: "?",
}
"""How each direction is written where there is room for one character only."""


@dataclass(frozen=True, slots=True)
class TurnView:
    """One speaker's uninterrupted talk `[start, end)`; a quiet turn is set in a softer ink, a heading in bold."""

    number: int
    start: int
    end: int
    speaker: str = ""
    time: str = ""
    quiet: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptContent:
    """A transcript's normalised text with its turns in the order of the text, none overlapping another."""

    transcript_id: str
    text: str
    turns: tuple[TurnView, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A coded passage `[start, end)`, or with `hollow` one for which a code is only suggested."""

    id: str
    start: int
    end: int
    code_id: str
    label: str
    short_label: str
    colours: CodeColour
    direction: Direction | None = None
    hollow: bool = False
    tooltip: str = ""
    """What a pointer over the passage or a screen reader says; empty for the label and direction."""

    @property
    def span(self) -> Span:
        """Return the marked passage's place in the text."""
        return Span(self.start, self.end)

    @property
    def said(self) -> str:
        """Return the mark in words."""
        if self.tooltip:
            return self.tooltip
        parts = [self.label, self.direction.value if self.direction else "", "suggested" if self.hollow else ""]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ViewColours:
    """The colours of the page as `#rrggbb`; `dark` tells which of a code's two colours suits the paper."""

    dark: bool
    ink: str
    soft_ink: str
    paper: str
    selection: str
    accent: str
    hairline: str
    flash: str
    hit: str
    """Ground of a search hit."""
    current_hit: str


LIGHT = ViewColours(
    dark=False,
    ink="#1f2328",
    soft_ink="#62676e",
    paper="#fbfaf8",
    selection="#cfe0f2",
    accent="#2a6f97",
    hairline="#e4e0d9",
    flash="#ffe08a",
    hit="#fbecc0",
    current_hit="#f6c750",
)
DARK = ViewColours(
    dark=True,
    ink="#e7e5e1",
    soft_ink="#a3a19c",
    paper="#16181b",
    selection="#27435c",
    accent="#7ab3d4",
    hairline="#2d3136",
    flash="#77601b",
    hit="#4a3f1c",
    current_hit="#7a6018",
)
