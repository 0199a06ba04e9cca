"""Codes along a transcript: where each one was put, and which way the passage speaks.

The direction is told by the place at the line (above, below, across), so that a passage of three pixels says it too.
"""

from __future__ import annotations

from coder.domain.coding import Direction
from coder.exporters.charts.data import SIGNS, WAY_WORDS, WAYS, TextAlternative, Timeline, counted
from coder.exporters.charts.letters import wrapped
from coder.exporters.charts.sheet import BODY, MARGIN, SMALL, Sheet, leading, room_for

_LANE = 30.0
_REACH = 10.0
_THINNEST = 4.0
_GAP = 12.0


def paint_timeline(chart: Timeline, sheet: Sheet) -> None:
    """Draw a line for each code with its passages, under a strip that shows who talks."""
    y = sheet.head(chart.title, chart.subtitle) + 6
    if not chart.passages or not chart.length:
        sheet.height = sheet.note(y, chart.empty) + MARGIN
        return
    y = _legend(chart, sheet, y)
    names = min(max(room_for(lane.name) for lane in chart.lanes) + 1, max(130.0, sheet.width * 0.3))
    left = MARGIN + names + _GAP
    scale = max(160.0, sheet.width - MARGIN - left) / chart.length
    palette = sheet.palette
    if chart.talk:
        who = "Talk (pale: who asks)" if any(talk.asks for talk in chart.talk) else "Talk"
        sheet.words(MARGIN, y + 8, who, size=SMALL, colour=palette.soft, room=names)
        for talk in chart.talk:
            wide = max(0.5, (talk.end - talk.start) * scale)
            sheet.box(left + talk.start * scale, y + 2, wide, 12, palette.hairline if talk.asks else palette.faint)
        y += 24
    first, section = y, ""
    middles: list[float] = []
    for lane in chart.lanes:
        if lane.section != section:
            section = lane.section
            if section:
                sheet.box(MARGIN, y + 4, sheet.width - 2 * MARGIN, 22, palette.band)
                sheet.words(MARGIN + 8, y + 15, section, size=SMALL, strong=True, room=sheet.width - 2 * MARGIN - 16)
                y += 30
        lines = wrapped(lane.name, names, BODY, most=2)
        high = max(_LANE, 8 + leading(BODY) * len(lines))
        middles.append(y + high / 2)
        sheet.lines(MARGIN, y + high / 2, lines)
        y += high
    for place, label in chart.ticks:
        x = left + place * scale
        sheet.line((x, first), (x, y + 2), colour=palette.hairline)
        sheet.words(x, y + 13, label, size=SMALL, colour=palette.faint, align="center")
    for middle in middles:
        sheet.line((left, middle), (left + chart.length * scale, middle), colour=palette.edge)
    for passage in sorted(chart.passages, key=lambda item: (item.lane, item.start, item.end)):
        top, high = _place(passage.direction)
        x = left + passage.start * scale
        wide = max(_THINNEST, (passage.end - passage.start) * scale)
        x = min(x, left + chart.length * scale - wide)
        middle = middles[passage.lane]
        sheet.patch(x, middle + top, wide, high, palette.ways[passage.direction])
        said = f": {passage.words}" if passage.words else ""
        lane = chart.lanes[passage.lane]
        sheet.mark(
            x, middle + top, wide, high, f"{lane.name}, {WAY_WORDS[passage.direction]}{said}", (lane.key,),
            direction=passage.direction, coding_ids=passage.coding_ids,
        )  # fmt: skip
    sheet.height = y + (24 if chart.ticks else 4) + MARGIN


def timeline_in_words(chart: Timeline) -> TextAlternative:
    """Return the passages as a table in the order of the text, and a sentence about them."""
    columns = ("Code", "Direction", "From", "To", "Passage")
    ordered = sorted(chart.passages, key=lambda item: (item.start, item.end, item.lane))
    rows = tuple(
        (
            chart.lanes[item.lane].name,
            WAY_WORDS[item.direction],
            _share(item.start, chart.length),
            _share(item.end, chart.length),
            item.words,
        )
        for item in ordered
    )
    if not ordered:
        return TextAlternative(summary=f"{chart.title}. {chart.empty}", columns=columns)
    counts = [sum(1 for item in ordered if item.lane == lane) for lane in range(len(chart.lanes))]
    alone = [lane for lane in range(len(counts)) if chart.lanes[lane].key] or list(range(len(counts)))
    most = max(alone, key=lambda lane: counts[lane])
    codes = len(chart.lanes) - 1 + chart.others if chart.others else len(chart.lanes)
    summary = (
        f"{chart.title}. {counted(len(ordered), 'coding')} with {counted(codes, 'code')}; most often "
        f"{chart.lanes[most].name}, {counted(counts[most], 'time')}."
    )
    return TextAlternative(summary=summary, columns=columns, rows=rows)


def _place(way: Direction | None) -> tuple[float, float]:
    """Return where a direction begins from the line (down is positive), and how high it is."""
    if way is Direction.SUPPORTS:
        return -_REACH, _REACH
    if way is Direction.CHALLENGES:
        return 0.0, _REACH
    if way is Direction.MIXED:
        return -_REACH, 2 * _REACH
    return -3.5, 7.0


def _legend(chart: Timeline, sheet: Sheet, y: float) -> float:
    where = {Direction.SUPPORTS: "above", Direction.CHALLENGES: "below", Direction.MIXED: "across"}
    shown = [way for way in WAYS if any(passage.direction is way for passage in chart.passages)]
    x, y = float(MARGIN), y + 12
    for way in shown:
        text = f"{SIGNS[way]} {WAY_WORDS[way]}".strip() + (f" ({where[way]})" if way in where else "")
        wide = 28 + room_for(text, SMALL)
        if x + wide > sheet.width - MARGIN:
            x, y = float(MARGIN), y + 26
        top, high = _place(way)
        sheet.line((x, y), (x + 20, y), colour=sheet.palette.edge)
        sheet.patch(x + 3, y + top, 14, high, sheet.palette.ways[way])
        sheet.words(x + 28, y, text, size=SMALL, colour=sheet.palette.soft)
        x += wide + 16
    return y + 22


def _share(place: int, length: int) -> str:
    return f"{round(100 * place / length)}%"
