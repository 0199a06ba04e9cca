"""How the coding came along: codings over time, and how far each transcript is."""

from __future__ import annotations

from datetime import date

from coder.exporters.charts.data import Progress, TextAlternative, counted
from coder.exporters.charts.letters import wrapped
from coder.exporters.charts.sheet import BODY, MARGIN, SMALL, Sheet, leading, room_for

_PLOT = 130.0
_BAR = 12.0
_ROW = 26.0
_GAP = 12.0
_LEAST_BAR = 80.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def paint_progress(chart: Progress, sheet: Sheet) -> None:
    """Draw the codings added up over time, then a bar for each transcript."""
    y = sheet.head(chart.title, chart.subtitle) + 6
    if not chart.transcripts:
        sheet.height = sheet.note(y, chart.empty) + MARGIN
        return
    # What is beside the bars is never cut: the picture is rather wider than what was asked for.
    sheet.width = max(sheet.width, MARGIN + sum(_beside(chart, sheet)) + _LEAST_BAR + MARGIN)
    if chart.days:
        y = _over_time(chart, sheet, y)
    sheet.height = _by_transcript(chart, sheet, y) + MARGIN


def progress_in_words(chart: Progress) -> TextAlternative:
    """Return the transcripts as a table, and a sentence about the whole."""
    columns = ("Transcript", "Coded share of the talk", "Codings", "State")
    rows = tuple(
        (item.name, _percent(item.share), str(item.count), "complete" if item.complete else "open")
        for item in chart.transcripts
    )
    if not chart.transcripts:
        return TextAlternative(summary=f"{chart.title}. {chart.empty}", columns=columns)
    done = sum(item.complete for item in chart.transcripts)
    begun = sum(item.count > 0 for item in chart.transcripts)
    total = sum(day.count for day in chart.days)
    summary = (
        f"{chart.title}. {counted(total, 'coding')} so far; of {counted(len(chart.transcripts), 'transcript')}, "
        f"{begun} have codings and {done} {'is' if done == 1 else 'are'} complete."
    )
    if len(chart.days) > 1:
        summary += f" Coded from {day_in_words(chart.days[0].date)} to {day_in_words(chart.days[-1].date)}."
    return TextAlternative(summary=summary, columns=columns, rows=rows)


def day_in_words(iso: str) -> str:
    """Return a date (ISO 8601) as people write it: `12 Mar 2026`; anything else stays as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _over_time(chart: Progress, sheet: Sheet, y: float) -> float:
    palette = sheet.palette
    days = sorted(chart.days, key=lambda day: day.date)
    total = sum(day.count for day in days)
    sheet.words(MARGIN, y + 8, "Codings in all, by day", size=SMALL, strong=True)
    y += 28
    left = MARGIN + room_for(f"{total:,}", SMALL) + 10
    right = sheet.width - MARGIN - 8
    bottom = y + _PLOT
    numbers = [date.fromisoformat(day.date[:10]).toordinal() for day in days]
    span = max(1, numbers[-1] - numbers[0])
    wide = right - left
    for value in (0, total):
        at = bottom - _PLOT * value / total
        sheet.line((left, at), (right, at), colour=palette.hairline)
        sheet.words(left - 8, at, f"{value:,}", size=SMALL, colour=palette.faint, align="right")
    single = len(days) == 1
    sum_so_far = 0
    places: list[tuple[float, float, float]] = []
    for number, day in zip(numbers, days, strict=True):
        before, sum_so_far = sum_so_far, sum_so_far + day.count
        x = left + (wide / 2 if single else wide * (number - numbers[0]) / span)
        places.append((x, bottom - _PLOT * before / total, bottom - _PLOT * sum_so_far / total))
    points = [(places[0][0], bottom)]
    for x, low, high in places:
        points += [(x, low), (x, high)]
    if single:
        points.append((right, places[-1][2]))
    for (x, _, high), following in zip(places, [*(place[0] for place in places[1:]), right], strict=True):
        if following > x:
            sheet.box(x, high, following - x, bottom - high, palette.shade(0.12))
    sheet.line(*points, colour=palette.accent, line=2.0)
    sheet.line((left, bottom), (right, bottom), colour=palette.edge)
    for (x, _, high), day in zip(places, days, strict=True):
        sheet.disc(x, high, 3.5, palette.accent, edge=palette.paper)
        label = f"{day_in_words(day.date)}: {counted(day.count, 'coding')} added"
        sheet.mark(x - 6, high - 6, 12, 12, label, (day.date,), coding_ids=day.coding_ids)
    sheet.words(places[0][0], bottom + 13, day_in_words(days[0].date), size=SMALL, colour=palette.faint,
                align="center" if single else "left")  # fmt: skip
    if not single:
        last = day_in_words(days[-1].date)
        sheet.words(right, bottom + 13, last, size=SMALL, colour=palette.faint, align="right")
    return bottom + 36


def _by_transcript(chart: Progress, sheet: Sheet, y: float) -> float:
    palette = sheet.palette
    sheet.words(MARGIN, y + 8, "How much of the participants’ talk is coded", size=SMALL, strong=True)
    y += 24
    left_room, end, state = _beside(chart, sheet)
    left, names = MARGIN + left_room, left_room - _GAP
    ends = [_end(item.share, item.count) for item in chart.transcripts]
    wide = max(_LEAST_BAR, sheet.width - MARGIN - left - end - state)
    for item, text in zip(chart.transcripts, ends, strict=True):
        lines = wrapped(item.name, names, BODY, most=2)
        high = max(_ROW, 8 + leading(BODY) * len(lines))
        middle = y + high / 2
        sheet.lines(MARGIN, middle, lines, colour=palette.ink if item.count else palette.soft)
        sheet.box(left, middle - _BAR / 2, wide, _BAR, palette.band)
        if item.share > 0:
            sheet.box(left, middle - _BAR / 2, max(1.5, wide * min(1.0, item.share)), _BAR, palette.accent)
        sheet.box(left + 0.5, middle - _BAR / 2 + 0.5, wide - 1, _BAR - 1, None, edge=palette.edge)
        sheet.words(left + wide + end, middle, text, size=SMALL, colour=palette.soft, align="right")
        if item.complete:
            sheet.words(sheet.width - MARGIN, middle, "complete", size=SMALL, strong=True, align="right")
        said = f"{item.name}: {_percent(item.share)} of the talk coded, {counted(item.count, 'coding')}"
        sheet.mark(
            MARGIN, middle - high / 2 + 1, left + wide - MARGIN, high - 2,
            f"{said}{', complete' if item.complete else ''}", (item.key,), coding_ids=item.coding_ids,
        )  # fmt: skip
        y += high
    return y


def _beside(chart: Progress, sheet: Sheet) -> tuple[float, float, float]:
    """Return the room that names, figures and states take, with the gaps between."""
    names = min(max(room_for(item.name) for item in chart.transcripts) + 1, max(130.0, sheet.width * 0.36))
    figures = max(room_for(_end(item.share, item.count), SMALL) for item in chart.transcripts)
    return names + _GAP, figures + _GAP, room_for("complete", SMALL) + _GAP


def _end(share: float, count: int) -> str:
    return f"{_percent(share)}, {counted(count, 'coding')}" if count else "nothing coded"


def _percent(share: float) -> str:
    whole = round(100 * share)
    return "under 1%" if share > 0 and whole == 0 else f"{whole}%"
