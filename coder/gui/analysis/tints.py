"""Colours of figures: shades for counts, and the hues of directions, those of the charts."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor

from coder.gui.look.theme import Theme

LEVELS = ("none", "one source", "one group", "only supporting", "well covered")
"""How well an outcome is covered, from least to most."""

_STRONGEST = 0.42
"""Of the accent in the ground of the largest count: ink stays readable on it in both looks."""


def blended(ground: QColor, over: QColor, share: float) -> QColor:
    """Return a colour between two, `share` of the way to the second."""
    one, other = ((colour.red(), colour.green(), colour.blue()) for colour in (ground, over))
    return QColor(*(round(a + (b - a) * share) for a, b in zip(one, other, strict=True)))


def shade(theme: Theme, share: float) -> QColor:
    """Return the ground of a count that is this share of the largest."""
    if share <= 0:
        return theme.colour("paper")
    return blended(theme.colour("paper"), theme.colour("accent"), 0.06 + (_STRONGEST - 0.06) * min(1.0, share))


def way_colours(theme: Theme, way: str) -> tuple[QColor, QColor]:
    """Return fill and ink of a direction, by its word; empty for none."""
    fill, ink = _ways(theme.is_dark).get(way, _ways(theme.is_dark)[""])
    return QColor(fill), QColor(ink)


@cache
def _ways(dark: bool) -> dict[str, tuple[str, str]]:
    if dark:
        return {
            "supports": ("#6cb4d6", "#16181b"),
            "challenges": ("#f0a765", "#16181b"),
            "mixed": ("#b9adf0", "#16181b"),
            "unclear": ("#777a80", "#16181b"),
            "": ("#606369", "#16181b"),
        }
    return {
        "supports": ("#1f6a8c", "#ffffff"),
        "challenges": ("#a8480f", "#ffffff"),
        "mixed": ("#6453a6", "#ffffff"),
        "unclear": ("#6b6f76", "#ffffff"),
        "": ("#8a857e", "#ffffff"),
    }
