"""Heat maps: a table whose shades show the figures, with the figures in it."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.colour import readable_ink
from coder.exporters.charts.data import Cell, HeatMap, TextAlternative, counted
from coder.exporters.charts.letters import wrapped
from coder.exporters.charts.sheet import BODY, MARGIN, SMALL, Sheet, leading, room_for

_ROW = 30.0
_TIGHT_ROW = 18.0
_MANY = 40
"""Rows from which on the table is set tight."""
_NAMED_COLUMN = 64.0
"""The narrowest column with its name on top; narrower ones get a number, which the rows explain."""
_NARROWEST = 18.0
_WIDEST = 112.0
_BLACK = "#000000"
"""On a middle shade only plain black or white has a contrast of 4.5:1."""
_FULL = 5
"""The least difference from one that gets the whole range of shades."""
_ROOM_FOR_TWO = 40.0
"""The narrowest cell that holds a second figure."""


def paint_heat(chart: HeatMap, sheet: Sheet) -> None:
    """Draw the table: shades by the figure, the figure in each cell, challenging evidence as a small figure."""
    y = sheet.head(chart.title, chart.subtitle) + 6
    if not chart.rows or not chart.columns or not chart.cells:
        sheet.height = sheet.note(y, chart.empty) + MARGIN
        return
    row_height = _TIGHT_ROW if len(chart.rows) > _MANY else _ROW
    size = SMALL if row_height == _TIGHT_ROW else BODY
    numbered = _numbered(chart, sheet)
    number_room = room_for("000", SMALL) + 8 if numbered and chart.symmetric else 0.0
    longest = max(room_for(heading.name, size) for heading in chart.rows) + 1
    names = min(longest, max(150.0, sheet.width * 0.34))
    left = MARGIN + names + number_room + 12
    wide = min(_WIDEST, max(_NARROWEST, (sheet.width - MARGIN - left) / len(chart.columns)))
    # A table that is wider than what was asked for is drawn whole: a cut figure would be a wrong one.
    sheet.width = max(sheet.width, left + wide * len(chart.columns) + MARGIN)
    y = _legend(chart, sheet, y, cornered=wide < _ROOM_FOR_TWO)
    y = _column_heads(chart, sheet, y, left=left, wide=wide, numbered=numbered)
    y = _rows(chart, sheet, y, left=left, wide=wide, names=names, height=row_height, numbered=numbered)
    sheet.height = y + MARGIN


def heat_in_words(chart: HeatMap) -> TextAlternative:
    """Return the table and a sentence about it."""
    figures = {(cell.row, cell.column): cell for cell in chart.cells}
    rows = tuple(
        (row.name, *(_figure(figures.get((r, c))) for c in range(len(chart.columns))))
        for r, row in enumerate(chart.rows)
    )
    columns = ("Row", *(column.name for column in chart.columns))
    if not chart.cells:
        return TextAlternative(summary=f"{chart.title}. {chart.empty}", columns=columns, rows=rows)
    largest = max(_one_by_one(chart), key=lambda cell: cell.value)
    against = sum(1 for cell in chart.cells if cell.challenges)
    many = len(chart.rows) * (len(chart.rows) - 1) // 2 if chart.symmetric else len(chart.rows) * len(chart.columns)
    pairs = "pairs" if chart.symmetric else "cells"
    summary = (
        f"{chart.title}. {len(chart.cells):,} of {many:,} {pairs} hold evidence; the largest figure is {largest.value} "
        f"{chart.measure}, for {chart.rows[largest.row].name} and {chart.columns[largest.column].name}."
    )
    if against:
        summary += f" {counted(against, 'cell')} {'holds' if against == 1 else 'hold'} evidence that challenges."
    return TextAlternative(summary=f"{summary} {chart.rest}".strip(), columns=columns, rows=rows)


def _one_by_one(chart: HeatMap) -> Sequence[Cell]:
    """Return the cells of what is shown one by one: the shades are about these."""
    return [cell for cell in chart.cells if chart.rows[cell.row].key] or chart.cells


def _figure(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"{cell.value} ({cell.challenges} challenge)" if cell.challenges else str(cell.value)


def _numbered(chart: HeatMap, sheet: Sheet) -> bool:
    room = sheet.width - 2 * MARGIN - max(150.0, sheet.width * 0.34)
    return room / len(chart.columns) < _NAMED_COLUMN


def _legend(chart: HeatMap, sheet: Sheet, y: float, *, cornered: bool) -> float:
    """Draw the shades from one to the largest figure, and say how challenging evidence is shown."""
    most = max(cell.value for cell in _one_by_one(chart))
    y += 8
    x = float(MARGIN)
    sheet.words(x, y, "1", size=SMALL, colour=sheet.palette.soft)
    x += room_for("1", SMALL) + 6
    steps = min(most, 6)
    for step in range(steps):
        value = 1 + (most - 1) * step / max(1, steps - 1)
        sheet.box(x, y - 6, 18, 12, sheet.palette.shade(_share(value, most)))
        x += 18
    text = f"{most:,} {chart.measure}" if most > 1 else chart.measure
    sheet.words(x + 6, y, text, size=SMALL, colour=sheet.palette.soft)
    x += 6 + room_for(text, SMALL) + 20
    if any(cell.challenges for cell in chart.cells):
        words = "cut corner: something in it challenges" if cornered else "−1: one coding challenges"
        if x + room_for(words, SMALL) > sheet.width - MARGIN:
            x, y = float(MARGIN), y + 20
        sheet.words(x, y, words, size=SMALL, colour=sheet.palette.soft)
    return y + 18


def _column_heads(chart: HeatMap, sheet: Sheet, y: float, *, left: float, wide: float, numbered: bool) -> float:
    soft = sheet.palette.soft
    if numbered and chart.symmetric:
        for place in range(len(chart.columns)):
            sheet.words(
                left + (place + 0.5) * wide, y + 8, str(place + 1), size=_small(wide), colour=soft, align="center"
            )
        return y + 18
    if not numbered:
        texts = [wrapped(column.name, wide - 8, SMALL, most=4) for column in chart.columns]
        high = leading(SMALL) * max(len(lines) for lines in texts)
        for place, lines in enumerate(texts):
            middle = y + high - leading(SMALL) * len(lines) / 2
            sheet.lines(left + (place + 0.5) * wide, middle, lines, size=SMALL, colour=soft, align="center")
        return y + high + 6
    # Turned names: the only way to set many long ones side by side without cutting them.
    names = [wrapped(column.name, 170.0, SMALL, most=1)[0] for column in chart.columns]
    high = max(room_for(name, SMALL) for name in names)
    for place, name in enumerate(names):
        x = left + (place + 0.5) * wide
        sheet.turned(x, y + high, name, size=SMALL, colour=soft, align="left", degrees=90.0)
    return y + high + 8


def _rows(
    chart: HeatMap, sheet: Sheet, y: float, *, left: float, wide: float, names: float, height: float, numbered: bool
) -> float:
    palette = sheet.palette
    most = max(cell.value for cell in _one_by_one(chart))
    by_row: dict[int, list[Cell]] = {}
    for cell in chart.cells:
        by_row.setdefault(cell.row, []).append(cell)
    section = ""
    size = SMALL if height == _TIGHT_ROW else BODY
    tops: list[tuple[float, float]] = []
    bands: list[tuple[float, str]] = []
    for row in chart.rows:
        if row.section != section:
            section = row.section
            if section:
                bands.append((y, section))
                y += 30
        lines = len(wrapped(row.name, names, size, most=3))
        high = max(height, (4 if height == _TIGHT_ROW else 8) + leading(size) * lines)
        tops.append((y, high))
        y += high
    bottom = y
    cells = [(cell, *tops[r]) for r in sorted(by_row) for cell in sorted(by_row[r], key=lambda cell: cell.column)]
    for place in range(len(chart.columns) + 1):
        x = left + place * wide
        sheet.line((x, tops[0][0]), (x, bottom), colour=palette.hairline)
    for top, high in tops:
        sheet.line((left, top + high), (left + wide * len(chart.columns), top + high), colour=palette.hairline)
    for at, name in bands:
        sheet.box(MARGIN, at + 1, sheet.width - 2 * MARGIN, 28, palette.paper)
        sheet.box(MARGIN, at + 4, sheet.width - 2 * MARGIN, 22, palette.band)
        sheet.words(MARGIN + 8, at + 15, name, size=SMALL, strong=True, room=sheet.width - 2 * MARGIN - 16)
    shades = {value: palette.shade(_share(value, most)) for value in {cell.value for cell, _, _ in cells}}
    for cell, top, high in cells:
        sheet.box(left + cell.column * wide + 1, top + 1, wide - 2, high - 2, shades[cell.value])
    for place, ((top, high), row) in enumerate(zip(tops, chart.rows, strict=True)):
        if numbered and chart.symmetric:
            edge = left - 8
            sheet.words(edge, top + high / 2, str(place + 1), size=SMALL, colour=palette.soft, align="right")
        ink = palette.ink if place in by_row or chart.symmetric else palette.soft
        sheet.lines(MARGIN, top + high / 2, wrapped(row.name, names, size, most=3), size=size, colour=ink)
    for cell, top, high in cells:
        _cell(chart, sheet, cell, left + cell.column * wide, top, wide, high, shades[cell.value])
    return bottom


def _cell(chart: HeatMap, sheet: Sheet, cell: Cell, x: float, top: float, wide: float, high: float, shade: str) -> None:
    row, column = chart.rows[cell.row], chart.columns[cell.column]
    ink = readable_ink(shade, dark=_BLACK)
    size = _small(wide) if wide < 30 or high < 24 else BODY
    middle = top + high / 2
    shift = 0.0
    if cell.challenges and wide >= _ROOM_FOR_TWO:
        against = f"−{cell.challenges}"
        shift = -(room_for(against, SMALL) + 4) / 2
        right = x + wide / 2 + shift + room_for(str(cell.value), size) / 2 + 5
        sheet.words(right, middle, against, size=SMALL, colour=ink)
    sheet.words(x + wide / 2 + shift, middle, str(cell.value), size=size, colour=ink, align="center")
    if cell.challenges and wide < _ROOM_FOR_TWO:
        # There is no room for a second figure: a corner is cut off instead.
        sheet.line((x + wide - 7, top + 2), (x + wide - 2, top + 7), colour=ink, line=1.5)
    words = cell.words or f"{cell.value} {chart.measure}"
    joined = " with " if chart.symmetric else ", "
    sheet.mark(
        x, top, wide, high, f"{row.name}{joined}{column.name}: {words}", (row.key, column.key),
        coding_ids=cell.coding_ids,
    )  # fmt: skip


def _share(value: float, most: int) -> float:
    """Return how far along the shades a figure is; two must not look like a great many only because nothing is more."""
    return min(1.0, (value - 1) / max(_FULL, most - 1))


def _small(wide: float) -> float:
    return SMALL if wide >= 21 else 9.0
