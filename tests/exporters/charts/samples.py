"""Charts to draw in tests: one of each kind, with names that are hard to set."""

from __future__ import annotations

from coder.domain.coding import Direction
from coder.exporters.charts.data import (
    Bar,
    BarChart,
    Cell,
    Chart,
    Day,
    Heading,
    HeatMap,
    Network,
    Node,
    Part,
    Passage,
    Progress,
    Stretch,
    Tie,
    Timeline,
    TranscriptState,
)

NAMES = (
    "Enhanced trust and control for individuals and families",
    "Peer <learning> & coaching",
    "שלום עולם",
    "Kindness 😀 $x_1$",
    "Averyveryverylongwordthatnobodywouldwriteinacodebookbutsomebodydoesanyway",
)


def a_bar(key: str, *counts: int, name: str = "", people: int = 1, **more: str) -> Bar:
    """Build a bar from the counts of supports, challenges, mixed, unclear and no direction."""
    ways = (*Direction, None)
    parts = tuple(
        Part(direction=way, count=count, coding_ids=tuple(f"{key}-{way or 'none'}-{number}" for number in range(count)))
        for way, count in zip(ways, counts, strict=False)
        if count
    )
    return Bar(key=key, name=name or key.capitalize(), parts=parts, people=people if parts else 0, groups=1, **more)


def some_bars(count: int = 5) -> BarChart:
    bars = tuple(
        a_bar(f"code-{number}", number % 4, number % 3, number % 2, 0, 1, name=f"{NAMES[number % 5]} {number}")
        for number in range(count)
    )
    return BarChart(title="Coverage of <outcomes>", subtitle="By direction & people", bars=bars, things="outcomes")


def a_table(rows: int = 5, columns: int = 4, *, symmetric: bool = False) -> HeatMap:
    names = tuple(Heading(key=f"r{place}", name=f"{NAMES[place % 5]} {place}") for place in range(rows))
    groups = names if symmetric else tuple(Heading(key=f"c{place}", name=f"Group {place}") for place in range(columns))
    cells = tuple(
        Cell(row=row, column=column, value=1 + (row * column) % 9, challenges=column % 2, words="some people",
             coding_ids=(f"{row}-{column}",))
        for row in range(rows)
        for column in range(len(groups))
        if (row + column) % 3 == 0 and (not symmetric or column < row)
    )  # fmt: skip
    return HeatMap(title="By group", rows=names, columns=groups, cells=cells, symmetric=symmetric)


def a_network(count: int = 6) -> Network:
    nodes = tuple(
        Node(key=f"n{place}", name=f"{NAMES[place % 5]} {place}", count=1 + place % 7, coding_ids=(f"n{place}",))
        for place in range(count)
    )
    ties = tuple(
        Tie(one=place, other=place + 1, count=1 + place % 5, coding_ids=(f"t{place}",)) for place in range(count - 1)
    )
    return Network(title="Together", nodes=nodes, ties=ties)


def a_timeline(count: int = 5) -> Timeline:
    lanes = tuple(Heading(key=f"l{place}", name=f"{NAMES[place % 5]} {place}") for place in range(count))
    ways = (*Direction, None)
    passages = tuple(
        Passage(lane=place, start=place * 90, end=min(1000, place * 90 + 60), direction=ways[place % 5], words="turn 1",
                coding_ids=(f"p{place}",))
        for place in range(min(count, 11))
    )  # fmt: skip
    talk = tuple(Stretch(start=at, end=at + 99, name="ROSA", asks=at % 200 == 0) for at in range(0, 1000, 100))
    return Timeline(
        title="Interview 1", lanes=lanes, passages=passages, talk=talk, length=1000, ticks=((0, "0:00"), (500, "5:00"))
    )


def a_progress(count: int = 4) -> Progress:
    days = tuple(Day(date=f"2026-03-{day:02}", count=day, coding_ids=(f"d{day}",)) for day in (2, 3, 9))
    transcripts = tuple(
        TranscriptState(key=f"t{place}", name=f"{NAMES[place % 5]} {place}", share=place / max(1, count), count=place,
                        complete=place % 2 == 1, coding_ids=(f"x{place}",) * place)
        for place in range(count)
    )  # fmt: skip
    return Progress(title="Coding progress", days=days, transcripts=transcripts)


ONE_OF_EACH: dict[str, Chart] = {
    "bars": some_bars(),
    "heat map": a_table(),
    "co-occurrence": a_table(symmetric=True),
    "network": a_network(),
    "timeline": a_timeline(),
    "progress": a_progress(),
}
MANY: dict[str, Chart] = {
    "bars": some_bars(100),
    "heat map": a_table(100, 30),
    "co-occurrence": a_table(100, symmetric=True),
    "network": a_network(100),
    "timeline": a_timeline(100),
    "progress": a_progress(100),
}
EMPTY: dict[str, Chart] = {
    "bars": BarChart(title="Coverage", bars=()),
    "bars without codings": BarChart(title="Coverage", bars=(a_bar("trust"),)),
    "heat map": HeatMap(title="By group", rows=(), columns=(), cells=()),
    "network": Network(title="Together", nodes=(), ties=()),
    "timeline": Timeline(title="Interview 1", lanes=(), passages=()),
    "progress": Progress(title="Progress", days=(), transcripts=()),
}
