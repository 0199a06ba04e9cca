"""The network of codes that occur together: names around, lines across, thicker where they meet more often."""

from __future__ import annotations

import math
from dataclasses import dataclass

from coder.exporters.charts.data import Network, TextAlternative, Tie, counted
from coder.exporters.charts.letters import wrapped
from coder.exporters.charts.sheet import BODY, MARGIN, SMALL, Sheet, leading, room_for

_LEAST_REACH = 110.0
_ROOMY, _ROOMY_ROW = 360.0, 48.0
"""How high a network of few codes is, and its rows at most."""
_CURVE_POINTS = 24
_PULL = 0.72
"""How far a line bends towards the middle; 1 would lead all of them through it."""
_PALEST = 0.35
"""Of the line of those that meet once, as a share of the darkest shade."""
_FULL = 5
"""The least difference from one that gets the whole range of widths and shades."""
_LARGEST, _SMALLEST = 10.0, 4.0


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float
    radius: float
    right: bool
    lines: list[str]


def paint_network(chart: Network, sheet: Sheet) -> None:
    """Draw the codes on an oval at even heights, so that no name meets another one however many there are."""
    y = sheet.head(chart.title, chart.subtitle) + 6
    if not chart.ties:
        sheet.height = sheet.note(y, chart.empty) + MARGIN
        return
    y = _legend(chart, sheet, y) + 10
    size = BODY if len(chart.nodes) <= 60 else SMALL
    longest = max(room_for(node.name, size) for node in chart.nodes)
    names = min(longest + 1, max(120.0, sheet.width * 0.27))
    texts = [wrapped(node.name, names, size, most=2) for node in chart.nodes]
    row = (leading(size) + 4) if all(len(lines) == 1 for lines in texts) else 2 * leading(size) + 4
    right = math.ceil(len(chart.nodes) / 2)
    row = max(row, min(_ROOMY_ROW, _ROOMY / right))
    high = max(2 * _LEAST_REACH, row * right)
    reach = max(_LEAST_REACH, min(high * 0.62, (sheet.width - 2 * MARGIN - 2 * names - 56) / 2))
    sheet.width = max(sheet.width, 2 * (reach + names + 28 + MARGIN))
    middle = (sheet.width / 2, y + high / 2)
    spots = _spots(chart, texts, middle, reach=reach, high=high, right=right)
    most = max(tie.count for tie in chart.ties)
    for tie in sorted(chart.ties, key=lambda tie: (tie.count, tie.one, tie.other)):
        points = _curve(spots[tie.one], spots[tie.other], middle)
        sheet.line(*points, colour=_shade(sheet, tie.count, most), line=_line(chart, tie.count, most))
    for node, spot in zip(chart.nodes, spots, strict=True):
        sheet.disc(spot.x, spot.y, spot.radius, sheet.palette.ink, edge=sheet.palette.paper)
        x = spot.x + (14 if spot.right else -14)
        sheet.lines(x, spot.y, spot.lines, size=size, align="left" if spot.right else "right")
        wide = max(room_for(line, size) for line in spot.lines) + 14 + spot.radius
        sheet.mark(
            spot.x - spot.radius if spot.right else spot.x - wide + spot.radius,
            spot.y - row / 2, wide, row, f"{node.name}: {counted(node.count, 'coding')}", (node.key,),
            coding_ids=node.coding_ids,
        )  # fmt: skip
    for tie in sorted(chart.ties, key=lambda tie: (tie.one, tie.other)):
        _mark_tie(chart, sheet, tie, _curve(spots[tie.one], spots[tie.other], middle))
    sheet.height = y + high + MARGIN + 10


def network_in_words(chart: Network) -> TextAlternative:
    """Return the ties as a table, the strongest first, and a sentence about them."""
    columns = ("Code", "With", "Times together")
    ties = sorted(chart.ties, key=lambda tie: (-tie.count, tie.one, tie.other))
    rows = tuple((chart.nodes[tie.one].name, chart.nodes[tie.other].name, str(tie.count)) for tie in ties)
    if not ties:
        return TextAlternative(summary=f"{chart.title}. {chart.empty}", columns=columns)
    first = ties[0]
    summary = (
        f"{chart.title}. {counted(len(chart.nodes), 'code')} in {counted(len(ties), 'pair')}; most often together: "
        f"{chart.nodes[first.one].name} and {chart.nodes[first.other].name}, {counted(first.count, 'time')}."
    )
    return TextAlternative(summary=f"{summary} {chart.rest}".strip(), columns=columns, rows=rows)


def _legend(chart: Network, sheet: Sheet, y: float) -> float:
    most = max(tie.count for tie in chart.ties)
    y += 8
    sheet.line((MARGIN, y), (MARGIN + 28, y), colour=sheet.palette.shade(_PALEST), line=1.0)
    text = "together once"
    sheet.words(MARGIN + 36, y, text, size=SMALL, colour=sheet.palette.soft)
    x = MARGIN + 36 + room_for(text, SMALL) + 20
    if most > 1:
        sheet.line((x, y), (x + 28, y), colour=_shade(sheet, most, most), line=_line(chart, most, most))
        text = f"{most:,} times"
        sheet.words(x + 36, y, text, size=SMALL, colour=sheet.palette.soft)
        x += 36 + room_for(text, SMALL) + 20
    sheet.disc(x + 6, y, 6, sheet.palette.ink)
    sheet.words(x + 20, y, "larger: coded more often", size=SMALL, colour=sheet.palette.soft)
    return y + 14


def _spots(
    chart: Network, texts: list[list[str]], middle: tuple[float, float], *, reach: float, high: float, right: int
) -> list[_Spot]:
    """Return the places: down the right side, then up the left one, at even heights."""
    largest = max(node.count for node in chart.nodes) or 1
    spots: list[_Spot] = []
    for place, (node, lines) in enumerate(zip(chart.nodes, texts, strict=True)):
        on_right = place < right
        rows = right if on_right else len(chart.nodes) - right
        step = place if on_right else len(chart.nodes) - 1 - place
        share = (step + 0.5) / rows * 2 - 1
        x = reach * math.sqrt(max(0.0, 1 - share * share)) + 12
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(node.count / largest)
        spots.append(
            _Spot(middle[0] + (x if on_right else -x), middle[1] + share * high / 2, min(radius, 9.0), on_right, lines)
        )
    return spots


def _curve(one: _Spot, other: _Spot, middle: tuple[float, float]) -> list[tuple[float, float]]:
    """Return points of a quadratic Bézier curve that bends towards the middle."""
    half = ((one.x + other.x) / 2, (one.y + other.y) / 2)
    bend = (half[0] + (middle[0] - half[0]) * _PULL, half[1] + (middle[1] - half[1]) * _PULL)
    points = []
    for step in range(_CURVE_POINTS + 1):
        t = step / _CURVE_POINTS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append((a * one.x + b * bend[0] + c * other.x, a * one.y + b * bend[1] + c * other.y))
    return points


def _share(count: int, most: int) -> float:
    """Return how strong a tie is, 0 to 1; two must not look like a great many only because nothing is more."""
    return (count - 1) / max(_FULL, most - 1)


def _shade(sheet: Sheet, count: int, most: int) -> str:
    return sheet.palette.shade(_PALEST + (1 - _PALEST) * _share(count, most))


def _line(chart: Network, count: int, most: int) -> float:
    return 1.0 + (_thickest(chart) - 1.0) * _share(count, most)


def _thickest(chart: Network) -> float:
    """Return the width of the thickest line: less where many lines cross."""
    return 1.0 + 5.0 / math.sqrt(max(1.0, len(chart.ties) / 60))


def _mark_tie(chart: Network, sheet: Sheet, tie: Tie, points: list[tuple[float, float]]) -> None:
    x, y = points[_CURVE_POINTS // 2]
    one, other = chart.nodes[tie.one], chart.nodes[tie.other]
    label = f"{one.name} with {other.name}: {counted(tie.count, 'time')} together"
    sheet.mark(x - 7, y - 7, 14, 14, label, (one.key, other.key), coding_ids=tie.coding_ids)
