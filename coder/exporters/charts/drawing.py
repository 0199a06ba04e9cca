"""Draw a chart: one definition for the window, for PNG and for SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from coder.errors import ExportCancelledError
from coder.exporters.charts.bars import bars_in_words, paint_bars
from coder.exporters.charts.data import BarChart, Chart, DrawnChart, HeatMap, Mark, Network, TextAlternative, Timeline
from coder.exporters.charts.heat import heat_in_words, paint_heat
from coder.exporters.charts.looks import PALETTES, Look
from coder.exporters.charts.network import network_in_words, paint_network
from coder.exporters.charts.progress import paint_progress, progress_in_words
from coder.exporters.charts.rendering import as_png, as_svg
from coder.exporters.charts.sheet import Sheet
from coder.exporters.charts.timeline import paint_timeline, timeline_in_words

PictureFormat = Literal["png", "svg"]

NARROWEST, WIDEST = 360.0, 4000.0
_MOST_PIXELS = 40_000_000


def draw(
    chart: Chart,
    *,
    look: Look = Look.LIGHT,
    width: float = 860.0,
    height: float | None = None,
    scale: float = 1.0,
    file_format: PictureFormat = "png",
    headed: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
) -> DrawnChart:
    """Return a chart as a picture with its marks and its text alternative.

    `width` and `height` are in pixels before scaling; the picture is as high as its content and never lower than
    `height`; a table or network that cannot be narrower is wider than `width`. With `scale` 2 a PNG has twice the
    pixels each way, and so have the marks' places and the sizes that are returned. The same chart gives the same
    bytes. Without `headed` the title is only in the text alternative. Uses neither a screen nor the network. Raises
    `ExportCancelledError` at the next step once `cancelled` says so.
    """
    _go_on(cancelled)
    sheet = Sheet(PALETTES[look], float(min(max(width, NARROWEST), WIDEST)), headed=headed)
    _paint(chart, sheet)
    _go_on(cancelled)
    sheet.width = float(round(sheet.width))
    sheet.height = float(round(max(sheet.height, height or 0.0)))
    # A very long chart gets fewer pixels rather than none.
    scale = min(scale, (_MOST_PIXELS / (sheet.width * sheet.height)) ** 0.5)
    alternative = in_words(chart)
    _go_on(cancelled)
    if file_format == "svg":
        data = as_svg(sheet, title=_one_line(chart.title), scale=scale, alternative=alternative)
    else:
        data = as_png(sheet, scale=scale, alternative=alternative)
    return DrawnChart(
        data=data,
        width=round(sheet.width * scale),
        height=round(sheet.height * scale),
        marks=tuple(_within(mark, sheet, scale) for mark in sheet.marks),
        alternative=alternative,
    )


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise ExportCancelledError("The drawing was stopped.")


def in_words(chart: Chart) -> TextAlternative:
    """Return the chart as a sentence and a table."""
    if isinstance(chart, BarChart):
        return bars_in_words(chart)
    if isinstance(chart, HeatMap):
        return heat_in_words(chart)
    if isinstance(chart, Network):
        return network_in_words(chart)
    if isinstance(chart, Timeline):
        return timeline_in_words(chart)
    return progress_in_words(chart)


def _paint(chart: Chart, sheet: Sheet) -> None:
    if isinstance(chart, BarChart):
        paint_bars(chart, sheet)
    elif isinstance(chart, HeatMap):
        paint_heat(chart, sheet)
    elif isinstance(chart, Network):
        paint_network(chart, sheet)
    elif isinstance(chart, Timeline):
        paint_timeline(chart, sheet)
    else:
        paint_progress(chart, sheet)


def _within(mark: Mark, sheet: Sheet, scale: float) -> Mark:
    """Return the mark in pixels of the picture, cut at its edges."""
    x, y = min(mark.x, sheet.width - 1), min(mark.y, sheet.height - 1)
    wide, high = min(mark.width, sheet.width - x), min(mark.height, sheet.height - y)
    return replace(mark, x=x * scale, y=y * scale, width=wide * scale, height=high * scale, label=_one_line(mark.label))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
