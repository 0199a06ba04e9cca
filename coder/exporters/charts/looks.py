"""How charts look: the product's light and dark palettes, and one for paper.

Direction is told by pattern and sign first; the hues (blue, orange, violet) stay apart for readers who do not tell
red from green, and the patterns' grounds stay apart in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coder.domain.coding import Direction
from coder.domain.colour import Oklch, hex_colour


class Look(StrEnum):
    """Where a chart is looked at."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"


class Weave(StrEnum):
    """The pattern of an area."""

    SOLID = "solid"
    DIAGONAL = "diagonal"
    LEVEL = "level"
    DOTS = "dots"
    HOLLOW = "hollow"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A ground with a pattern on it."""

    weave: Weave
    ground: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one look by what they are for, as `#rrggbb`."""

    paper: str
    ink: str
    soft: str
    faint: str
    hairline: str
    edge: str
    band: str
    """Ground of every section's heading and of what is behind the data."""
    accent: str
    people: str
    """The sign for people on top of the bars."""
    ways: dict[Direction | None, Pattern]
    ramp: tuple[Oklch, Oklch]
    """The shades from least to most."""

    def shade(self, share: float) -> str:
        """Return the shade for a share of the largest value, 0 to 1."""
        low, high = self.ramp
        share = min(max(share, 0.0), 1.0)
        return hex_colour(
            Oklch(
                low.lightness + (high.lightness - low.lightness) * share,
                low.chroma + (high.chroma - low.chroma) * share,
                low.hue + (high.hue - low.hue) * share,
            )
        )


_LIGHT_WAYS = {
    Direction.SUPPORTS: Pattern(Weave.SOLID, "#1f6a8c", "#1f6a8c"),
    Direction.CHALLENGES: Pattern(Weave.DIAGONAL, "#fbdcb5", "#a8480f"),
    Direction.MIXED: Pattern(Weave.LEVEL, "#e2def3", "#6453a6"),
    Direction.UNCLEAR: Pattern(Weave.DOTS, "#ffffff", "#6b6f76"),
    None: Pattern(Weave.HOLLOW, "#ffffff", "#8a857e"),
}

PALETTES = {
    Look.LIGHT: Palette(
        paper="#fbfaf8",
        ink="#1f2328",
        soft="#4f5359",
        faint="#5e6269",
        hairline="#e2dfda",
        edge="#8a857e",
        band="#f3f1ed",
        accent="#524aab",
        people="#1f2328",
        ways=_LIGHT_WAYS,
        ramp=(Oklch(0.94, 0.025, 262.0), Oklch(0.42, 0.15, 280.0)),
    ),
    Look.DARK: Palette(
        paper="#16181b",
        ink="#e7e5e1",
        soft="#b4b8be",
        faint="#9fa3a9",
        hairline="#2f3237",
        edge="#777a80",
        band="#1e2125",
        accent="#b0aff5",
        people="#e7e5e1",
        ways={
            Direction.SUPPORTS: Pattern(Weave.SOLID, "#6cb4d6", "#6cb4d6"),
            Direction.CHALLENGES: Pattern(Weave.DIAGONAL, "#53300f", "#f0a765"),
            Direction.MIXED: Pattern(Weave.LEVEL, "#332e4d", "#b9adf0"),
            Direction.UNCLEAR: Pattern(Weave.DOTS, "#16181b", "#9fa3a9"),
            None: Pattern(Weave.HOLLOW, "#16181b", "#777a80"),
        },
        ramp=(Oklch(0.28, 0.04, 275.0), Oklch(0.84, 0.09, 285.0)),
    ),
    Look.PRINT: Palette(
        paper="#ffffff",
        ink="#1f2328",
        soft="#3f4349",
        faint="#55595f",
        hairline="#d5d2cc",
        edge="#77736c",
        band="#f4f3f0",
        accent="#433897",
        people="#1f2328",
        ways=_LIGHT_WAYS,
        ramp=(Oklch(0.95, 0.02, 262.0), Oklch(0.42, 0.15, 280.0)),
    ),
}
