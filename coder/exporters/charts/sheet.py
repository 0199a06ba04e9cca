"""A sheet to draw on in pixels from the top left, and what is on it: shapes, words, marks.

Painters measure and place everything here; `rendering` turns the sheet into bytes. So a mark's rectangle is known
exactly, and the picture is as high as its content.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from coder.domain.coding import Direction
from coder.exporters.charts.data import Mark
from coder.exporters.charts.letters import drawable, shortened, wrapped
from coder.exporters.charts.letters import width as width_of
from coder.exporters.charts.looks import Palette, Pattern, Weave

MARGIN = 16
BODY, SMALL, TITLE = 13.0, 11.5, 16.0
_DOT = 0.8
"""Half the width of a pattern's dot."""
_CAP = 0.36
"""Half the height of a capital letter, in sizes of the font."""


_Lines = list[tuple[tuple[float, float], ...]]


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str | None
    edge: str | None = None
    line: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines of one colour and width, each through points."""

    lines: tuple[tuple[tuple[float, float], ...], ...]
    colour: str
    line: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `x` is its left end, middle or right end, `y` its baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    strong: bool = False
    align: str = "left"
    turned: float = 0.0
    """Degrees, against the clock, around the point."""


@dataclass(slots=True)
class Sheet:
    """The picture while it is drawn."""

    palette: Palette
    width: float
    height: float = 0.0
    headed: bool = True
    """Whether title and subtitle are in the picture; a report has them in the caption."""
    shapes: list[Area | Stroke | Words] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str | None, *, edge: str | None = None
    ) -> None:
        """Draw a rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.shapes.append(Area(corners, fill, edge))

    def disc(self, x: float, y: float, radius: float, fill: str | None, *, edge: str | None = None) -> None:
        """Draw a disc."""
        steps = 32
        points = tuple(
            (x + radius * math.cos(2 * math.pi * step / steps), y + radius * math.sin(2 * math.pi * step / steps))
            for step in range(steps)
        )
        self.shapes.append(Area(points, fill, edge))

    def diamond(self, x: float, y: float, reach: float, fill: str) -> None:
        """Draw the sign for people."""
        points = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
        self.shapes.append(Area(points, fill, self.palette.paper, 1.5))

    def line(self, *points: tuple[float, float], colour: str, line: float = 1.0) -> None:
        """Draw a line through points."""
        self.shapes.append(Stroke((points,), colour, line))

    def patch(self, x: float, y: float, width: float, height: float, pattern: Pattern) -> None:
        """Draw a rectangle with a direction's pattern."""
        if pattern.weave is Weave.SOLID:
            self.box(x, y, width, height, pattern.ground)
            return
        self.box(x, y, width, height, pattern.ground)
        if pattern.weave is Weave.DIAGONAL:
            self._hatch(_diagonals(x, y, width, height, step=6.0), pattern.line, 1.6)
        elif pattern.weave is Weave.LEVEL:
            self._hatch(_levels(x, y, width, height, step=4.0), pattern.line, 1.3)
        elif pattern.weave is Weave.DOTS:
            self._hatch(_dots(x, y, width, height, step=5.0), pattern.line, 2 * _DOT)
        inset = 0.5 if min(width, height) > 1 else 0.0
        self.box(x + inset, y + inset, width - 2 * inset, height - 2 * inset, None, edge=pattern.line)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = BODY,
        colour: str = "",
        strong: bool = False,
        align: str = "left",
        room: float | None = None,
    ) -> None:
        """Write one line whose capitals are centred on `y`; what is wider than `room` is cut."""
        shown = drawable(text) if room is None else shortened(text, room, size, strong=strong)
        if shown:
            ink = colour or self.palette.ink
            self.shapes.append(Words(x, y + _CAP * size, shown, size, ink, strong, align))

    def turned(self, x: float, y: float, text: str, *, size: float, colour: str, align: str, degrees: float) -> None:
        """Write one line that is turned against the clock around the middle of its end."""
        angle = math.radians(degrees)
        down = _CAP * size
        self.shapes.append(
            Words(x + down * math.sin(angle), y + down * math.cos(angle), text, size, colour, False, align, degrees)
        )

    def lines(
        self, x: float, y: float, texts: list[str], *, size: float = BODY, colour: str = "", strong: bool = False,
        align: str = "left",
    ) -> None:  # fmt: skip
        """Write lines whose block is centred on `y`."""
        step = leading(size)
        top = y - step * (len(texts) - 1) / 2
        for number, text in enumerate(texts):
            self.words(x, top + number * step, text, size=size, colour=colour, strong=strong, align=align)

    def head(self, title: str, subtitle: str) -> float:
        """Write title and subtitle; return where the rest may begin."""
        if not self.headed:
            return MARGIN / 2
        y = MARGIN + TITLE / 2
        room = self.width - 2 * MARGIN
        for text in wrapped(title, room, TITLE, strong=True, most=2):
            self.words(MARGIN, y, text, size=TITLE, strong=True)
            y += leading(TITLE)
        if subtitle:
            y -= 2
            for text in wrapped(subtitle, room, SMALL, most=3):
                self.words(MARGIN, y, text, size=SMALL, colour=self.palette.soft)
                y += leading(SMALL)
        return y

    def note(self, y: float, text: str) -> float:
        """Say in the picture why there is nothing to see, on a ground of its own; return where it ends."""
        room = self.width - 2 * MARGIN
        lines = wrapped(text, room - 48, BODY, most=4)
        height = max(96.0, 48 + leading(BODY) * len(lines))
        self.box(MARGIN, y, room, height, self.palette.band)
        self.lines(self.width / 2, y + height / 2, lines, colour=self.palette.soft, align="center")
        return y + height

    def mark(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        label: str,
        keys: tuple[str, ...],
        *,
        direction: Direction | None = None,
        coding_ids: tuple[str, ...] = (),
    ) -> None:
        """Note that a place leads somewhere; it is never thinner than a pixel."""
        self.marks.append(
            Mark(
                x=max(0.0, x),
                y=max(0.0, y),
                width=max(1.0, width),
                height=max(1.0, height),
                label=label,
                keys=keys,
                direction=direction,
                coding_ids=coding_ids,
            )
        )

    def _hatch(self, lines: _Lines, colour: str, line: float) -> None:
        """Draw the lines of a pattern as one shape: a wide bar has hundreds."""
        if lines:
            self.shapes.append(Stroke(tuple(lines), colour, line))


def leading(size: float) -> float:
    """Return the distance from line to line for a size of the font."""
    return round(size * 1.35)


def room_for(text: str, size: float = BODY, *, strong: bool = False) -> float:
    """Return the width of a line as it will be drawn."""
    return width_of(drawable(text), size, strong=strong)


def _diagonals(x: float, y: float, width: float, height: float, *, step: float) -> _Lines:
    """Return lines that rise from left to right at 45 degrees, cut at the rectangle.

    They are placed by the rectangle's own corner, so that equal rectangles look equal.
    """
    found: _Lines = []
    reach = step * 0.75
    while reach < width + height:
        low = (x + max(0.0, reach - height), y + min(reach, height))
        high = (x + min(reach, width), y + max(0.0, reach - width))
        found.append((low, high))
        reach += step
    return found


def _levels(x: float, y: float, width: float, height: float, *, step: float) -> _Lines:
    """Return level lines across a rectangle."""
    found: _Lines = []
    at = y + 3.0
    while at < y + height - 1.5:
        found.append(((x, at), (x + width, at)))
        at += step
    return found


def _dots(x: float, y: float, width: float, height: float, *, step: float) -> _Lines:
    """Return lines as long as they are wide, in rows that are set off against each other."""
    found: _Lines = []
    at, row = y + 3.5, 0
    while at < y + height - 1.5:
        across = x + 3.5 + (step / 2 if row % 2 else 0.0)
        while across < x + width - 1.5:
            found.append(((across - _DOT, at), (across + _DOT, at)))
            across += step
        at, row = at + step * 0.8, row + 1
    return found
