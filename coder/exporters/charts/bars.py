"""Bars with the direction of the evidence: how much, which way, from how many people."""

from __future__ import annotations

from coder.exporters.charts.data import SIGNS, WAY_WORDS, WAYS, Bar, BarChart, Part, TextAlternative, counted
from coder.exporters.charts.letters import wrapped
from coder.exporters.charts.sheet import BODY, MARGIN, SMALL, Sheet, leading, room_for

_BAR = 16.0
_ROW = 28.0
_GAP = 12.0
_LEAST_PLOT = 160.0


def paint_bars(chart: BarChart, sheet: Sheet) -> None:
    """Draw a bar for each line: the directions stacked, a diamond at the number of people, figures at the end."""
    y = sheet.head(chart.title, chart.subtitle) + 4
    if not chart.bars or not any(bar.total for bar in chart.bars):
        y = sheet.note(y, chart.empty) + MARGIN
        if not chart.bars:
            sheet.height = y
            return
    names, figures, notes = _columns(chart, sheet)
    left = MARGIN + names + _GAP
    room = max(_LEAST_PLOT, sheet.width - MARGIN - left - figures - notes - 2 * _GAP)
    sheet.width = max(sheet.width, left + room + figures + notes + 2 * _GAP + MARGIN)
    y = _legend(chart, sheet, y)
    # What is not shown one by one has its figures in words: as a bar it would dwarf all others.
    most = max((max(bar.total, bar.people) for bar in chart.bars if not bar.members), default=1) or 1
    step = _step(most, room)
    top = -(-most // step) * step
    scale = room / top
    _heads(chart, sheet, y, left + room, figures)
    y += 22
    first, section = y, ""
    lines: list[tuple[float, Bar]] = []
    for bar in chart.bars:
        if bar.section != section:
            section = bar.section
            if section:
                sheet.box(MARGIN, y + 4, sheet.width - 2 * MARGIN, 22, sheet.palette.band)
                sheet.words(MARGIN + 8, y + 15, section, size=SMALL, strong=True, room=sheet.width - 2 * MARGIN - 16)
                y += 30
        height = max(_ROW, 8 + leading(BODY) * len(wrapped(bar.name, names, BODY, most=3)))
        lines.append((y + height / 2, bar))
        y += height
    for value in range(0, top + 1, step):
        x = left + value * scale
        sheet.line((x, first - 4), (x, y + 2), colour=sheet.palette.hairline)
        sheet.words(x, y + 13, str(value), size=SMALL, colour=sheet.palette.faint, align="center")
    sheet.words(left + room / 2, y + 29, "codings", size=SMALL, colour=sheet.palette.faint, align="center")
    sheet.line((left, first - 4), (left, y + 2), colour=sheet.palette.edge)
    for middle, bar in lines:
        _bar(bar, sheet, middle, left=left, scale=scale, names=names)
        _figures(chart, bar, sheet, middle, left + room, figures)
    sheet.height = y + 29 + MARGIN


def bars_in_words(chart: BarChart) -> TextAlternative:
    """Return the bars as a sentence and a table."""
    ways = [way for way in WAYS if any(part.direction is way for bar in chart.bars for part in bar.parts)]
    columns = (
        "Section", "Name", "Codings", *(WAY_WORDS[way].capitalize() for way in ways), "People",
        *(("Groups",) if chart.with_groups else ()), "Note",
    )  # fmt: skip
    rows = tuple(
        (
            bar.section, bar.name, str(bar.total), *(str(_part(bar, way).count) for way in ways), str(bar.people),
            *((str(bar.groups),) if chart.with_groups else ()), bar.note,
        )
        for bar in chart.bars
    )  # fmt: skip
    each = [one for bar in chart.bars for one in bar.members or (bar,)]
    heard = [bar for bar in each if bar.total]
    against = [bar for bar in heard if any(_part(bar, way).count for way in WAYS[1:3])]
    if not chart.bars:
        return TextAlternative(summary=f"{chart.title}. {chart.empty}", columns=columns, rows=rows)
    summary = f"{chart.title}. {len(heard)} of {counted(len(each), *_one_and_many(chart.things))} have evidence"
    if heard:
        largest = max(heard, key=lambda bar: bar.total)
        summary += (
            f"; {len(against)} have challenging or mixed evidence. Most is coded under {largest.name}: "
            f"{counted(largest.total, 'coding')}, {counted(largest.people, 'person', 'people')}"
        )
    return TextAlternative(summary=f"{summary}.", columns=columns, rows=rows)


def _legend(chart: BarChart, sheet: Sheet, y: float) -> float:
    """Draw what the patterns mean, for the directions that occur; return where it ends."""
    shown = [way for way in WAYS if any(_part(bar, way).count for bar in chart.bars)]
    entries = [(way, f"{SIGNS[way]} {WAY_WORDS[way]}".strip()) for way in shown]
    x, y = float(MARGIN), y + 8
    limit = sheet.width - MARGIN
    for way, text in entries:
        wide = 22 + room_for(text, SMALL)
        if x + wide > limit:
            x, y = float(MARGIN), y + 20
        sheet.patch(x, y - 6, 16, 12, sheet.palette.ways[way])
        sheet.words(x + 22, y, text, size=SMALL, colour=sheet.palette.soft)
        x += wide + 16
    people = "distinct people"
    if x + 18 + room_for(people, SMALL) > limit:
        x, y = float(MARGIN), y + 20
    sheet.diamond(x + 6, y, 5.5, sheet.palette.people)
    sheet.words(x + 18, y, people, size=SMALL, colour=sheet.palette.soft)
    return y + 20


def _columns(chart: BarChart, sheet: Sheet) -> tuple[float, float, float]:
    """Return how wide the names, the figures and the notes are."""
    longest = max((room_for(bar.name) for bar in chart.bars), default=0.0)
    names = min(longest + 1, max(120.0, sheet.width * 0.34))
    note = max((room_for(bar.note, SMALL) for bar in chart.bars), default=0.0)
    return names, (104.0 if chart.with_groups else 52.0), min(note, sheet.width * 0.2) + (_GAP if note else 0)


def _heads(chart: BarChart, sheet: Sheet, y: float, right: float, figures: float) -> None:
    faint = sheet.palette.faint
    sheet.words(right + _GAP + 48, y + 8, "people", size=SMALL, colour=faint, align="right")
    if chart.with_groups:
        sheet.words(right + _GAP + figures, y + 8, "groups", size=SMALL, colour=faint, align="right")


def _bar(bar: Bar, sheet: Sheet, middle: float, *, left: float, scale: float, names: float) -> None:
    lines = wrapped(bar.name, names, BODY, most=3)
    sheet.lines(MARGIN, middle, lines, colour=sheet.palette.ink if bar.total else sheet.palette.soft)
    high = leading(BODY) * len(lines)
    sheet.mark(MARGIN, middle - high / 2, names, high, f"{bar.name}: {_all(bar)}", (bar.key,), coding_ids=_ids(bar))
    if bar.members:
        sheet.words(left + 6, middle, counted(bar.total, "coding"), size=SMALL, colour=sheet.palette.soft)
        return
    x = left
    for way in WAYS:
        part = _part(bar, way)
        if not part.count:
            continue
        wide = part.count * scale
        sheet.patch(x, middle - _BAR / 2, wide, _BAR, sheet.palette.ways[way])
        sheet.mark(
            x, middle - _BAR / 2, wide, _BAR, f"{bar.name}, {WAY_WORDS[way]}: {counted(part.count, 'coding')}",
            (bar.key,), direction=way, coding_ids=part.coding_ids,
        )  # fmt: skip
        x += wide
    # A gap in the paper's colour keeps neighbours apart where two patterns meet.
    at = left
    for way in WAYS:
        at += _part(bar, way).count * scale
        if left < at < x - 0.5:
            sheet.line((at, middle - _BAR / 2), (at, middle + _BAR / 2), colour=sheet.palette.paper, line=1.5)
    if bar.people:
        sheet.diamond(left + bar.people * scale, middle, 6.0, sheet.palette.people)


def _figures(chart: BarChart, bar: Bar, sheet: Sheet, middle: float, right: float, figures: float) -> None:
    ink = sheet.palette.ink if bar.people else sheet.palette.faint
    sheet.words(right + _GAP + 48, middle, str(bar.people), colour=ink, align="right")
    if chart.with_groups:
        sheet.words(right + _GAP + figures, middle, str(bar.groups), colour=ink, align="right")
    people = f"{bar.name}: {_voices(chart, bar)}"
    sheet.mark(right + _GAP, middle - _BAR / 2, figures, _BAR, people, (bar.key,), coding_ids=_ids(bar))
    if bar.note:
        x = right + 2 * _GAP + figures
        sheet.words(x, middle, bar.note, size=SMALL, colour=sheet.palette.soft, room=sheet.width - MARGIN - x)


def _voices(chart: BarChart, bar: Bar) -> str:
    people = counted(bar.people, "person", "people")
    return f"{people} in {counted(bar.groups, 'group')}" if chart.with_groups and bar.people else people


def _all(bar: Bar) -> str:
    if not bar.total:
        return f"nothing coded{f' ({bar.note})' if bar.note else ''}"
    ways = [f"{part.count} {WAY_WORDS[part.direction]}" for part in bar.parts if part.count]
    note = f" ({bar.note})" if bar.note else ""
    return f"{counted(bar.people, 'person', 'people')}, {counted(bar.total, 'coding')}, {', '.join(ways)}{note}"


def _part(bar: Bar, way: object) -> Part:
    return next((part for part in bar.parts if part.direction is way), Part(direction=None, count=0))


def _ids(bar: Bar) -> tuple[str, ...]:
    return tuple(dict.fromkeys(coding for part in bar.parts for coding in part.coding_ids))


def _step(most: int, room: float) -> int:
    """Return the distance of the grid lines in codings: 1, 2 or 5 times a power of ten, at least 44 pixels."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * size
            if room / -(-most // step) >= 44 or step >= most:
                return step
        size *= 10


def _one_and_many(things: str) -> tuple[str, str]:
    return (things.removesuffix("s"), things)
