"""From a sheet to the bytes of a picture, by matplotlib without a window: the same sheet gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from coder.exporters.charts.data import Mark, TextAlternative
from coder.exporters.charts.letters import FAMILIES, font, register
from coder.exporters.charts.sheet import Area, Sheet, Stroke, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DOTS_PER_INCH = 72
"""At which one of matplotlib's points is one pixel, and one of SVG's units."""
_OPENING = re.compile(r"<svg [^>]*>")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_png(sheet: Sheet, *, scale: float, alternative: TextAlternative) -> bytes:
    """Return a PNG of `scale` times the sheet's pixels; its description is in the file, too."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = _figure(sheet, _DOTS_PER_INCH * scale)
    FigureCanvasAgg(figure)
    target = io.BytesIO()
    # None takes the program's name and version out, which would change the bytes with every release.
    described = _NOT_IN_XML.sub("", alternative.summary)
    figure.savefig(target, format="png", dpi=figure.dpi, metadata={"Software": None, "Description": described})
    return target.getvalue()


def as_svg(sheet: Sheet, *, title: str, scale: float, alternative: TextAlternative) -> bytes:
    """Return an SVG with title, description and, for each mark, its words; letters are outlines."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    figure = _figure(sheet, _DOTS_PER_INCH)
    FigureCanvasSVG(figure)
    target = io.StringIO()
    figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = target.getvalue()
    wide, high = round(sheet.width), round(sheet.height)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" role="img" '
        f'aria-labelledby="title desc" width="{wide * scale:g}" height="{high * scale:g}" viewBox="0 0 {wide} {high}">'
    )
    head = f'\n <title id="title">{_safe(title)}</title>\n <desc id="desc">{_safe(_described(alternative))}</desc>'
    text = _OPENING.sub(lambda _: opening + head, text, count=1)
    text = text[: text.rindex("</svg>")] + _svg_marks(sheet.marks) + "</svg>\n"
    return text[text.index("<?xml") :].encode("utf-8")


def _figure(sheet: Sheet, dots: float) -> Figure:
    """Return the sheet as a figure of which one unit is one pixel of the sheet, counted from the top left."""
    import matplotlib
    from matplotlib.figure import Figure

    register()
    # Set for good, not for a while: charts are drawn in several threads, and nothing else here uses matplotlib.
    matplotlib.rcParams.update(
        {
            "svg.hashsalt": "coder",
            "svg.fonttype": "path",
            "path.simplify": False,
            "font.family": list(FAMILIES),
            # Letters keep the places they were measured at.
            "text.hinting": "none",
        }
    )
    # A thousandth of a pixel more, because the number of pixels is cut, not rounded.
    scale = dots / _DOTS_PER_INCH
    wide, high = ((round(side * scale) + 0.001) / dots for side in (sheet.width, sheet.height))
    figure = Figure(figsize=(wide, high), dpi=dots, facecolor=sheet.palette.paper)
    axes: Axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, round(sheet.width))
    axes.set_ylim(round(sheet.height), 0)
    # No shape ever lies on words, so all shapes go under all words, and are one thing to draw.
    _add_shapes(axes, [shape for shape in sheet.shapes if not isinstance(shape, Words)])
    _add_words(axes, [shape for shape in sheet.shapes if isinstance(shape, Words)])
    return figure


def _add_shapes(axes: Axes, shapes: Sequence[Area | Stroke]) -> None:
    """Add areas and lines as one collection, in their order: one for each would take most of the time."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    paths: list[Path] = []
    fills: list[str] = []
    edges: list[str] = []
    widths: list[float] = []
    for shape in shapes:
        if isinstance(shape, Area):
            paths.append(Path([*shape.points, shape.points[0]], closed=True))
            fills.append(shape.fill or "none")
            edges.append(shape.edge or "none")
            widths.append(shape.line if shape.edge else 0.0)
        else:
            points = [point for line in shape.lines for point in line]
            codes = [code for line in shape.lines for code in (Path.MOVETO, *[Path.LINETO] * (len(line) - 1))]
            paths.append(Path(points, codes))
            fills.append("none")
            edges.append(shape.colour)
            widths.append(shape.line)
    collection = PathCollection(
        paths, facecolors=fills, edgecolors=edges, linewidths=widths, capstyle="butt", joinstyle="miter", zorder=1
    )
    axes.add_collection(collection, autolim=False)


def _add_words(axes: Axes, words: Sequence[Words]) -> None:
    for item in words:
        axes.text(
            item.x,
            item.y,
            item.text,
            color=item.colour,
            fontproperties=font(item.size, strong=item.strong),
            horizontalalignment=item.align,
            verticalalignment="baseline",
            rotation=item.turned,
            rotation_mode="anchor",
            parse_math=False,
            zorder=2,
        )


def _described(alternative: TextAlternative) -> str:
    """Return summary and table as lines."""
    rows = (
        ", ".join(f"{name}: {value}" for name, value in zip(alternative.columns, row, strict=True) if value)
        for row in alternative.rows
    )
    return "\n".join([alternative.summary, *rows])


def _svg_marks(marks: Sequence[Mark]) -> str:
    """Return rectangles that nobody sees and that say what lies under the pointer."""
    if not marks:
        return ""
    lines = [
        f'  <rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" height="{mark.height:.1f}">'
        f"<title>{_safe(mark.label)}</title></rect>"
        for mark in marks
    ]
    return "\n".join([' <g fill="none" pointer-events="all">', *lines, " </g>\n"])


def _safe(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))
