"""Sizes of the page, all from the text size: the reading column, line pitch, margins and the places of underlines."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

MIN_TEXT_SIZE, MAX_TEXT_SIZE = 10, 40

_SAMPLE = "They moved me to guaranteed hours in the spring, so now I can plan, and when a visit is cancelled I am paid."
_COLUMN_CHARACTERS = 72
"""Of the longest lines; ragged lines then have about 68 on average."""
_LINE_PITCH = 1.75
"""Times the text size: room for three underlines between the lines, beyond the 1.55 that reading alone asks for."""

UNDERLINE_LANES = 3
UNDERLINE = 2
UNDERLINE_STEP = 3
COLUMN_INSET = 8
"""Blank pixels on both sides of the column, into which handles and washes may reach."""


@dataclass(frozen=True, slots=True)
class Typography:
    """The measures of one font at one size, in pixels."""

    font: QFont
    small_font: QFont
    name_font: QFont
    column: int
    line_height_percent: float
    pitch: int
    ascent: int
    descent: int
    turn_gap: int
    paragraph_gap: int

    @classmethod
    def of(cls, font: QFont, size: int) -> Typography:
        """Measure a font at a text size in pixels."""
        text_font = QFont(font)
        text_font.setPixelSize(size)
        metrics = QFontMetricsF(text_font)
        small_font = QFont(font)
        small_font.setPixelSize(max(10, round(size * 0.78)))
        small_font.setFeature(QFont.Tag("tnum"), 1)
        name_font = QFont(font)
        name_font.setPixelSize(max(10, round(size * 0.82)))
        name_font.setWeight(QFont.Weight.DemiBold)
        pitch = round(size * _LINE_PITCH)
        return cls(
            font=text_font,
            small_font=small_font,
            name_font=name_font,
            column=math.ceil(metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * _COLUMN_CHARACTERS) + 2 * COLUMN_INSET,
            line_height_percent=100 * pitch / math.ceil(metrics.height()),
            pitch=pitch,
            ascent=math.ceil(max(metrics.capHeight() * 1.12, size * 0.8)),
            descent=math.ceil(min(metrics.descent(), size * 0.26)),
            turn_gap=round(size * 1.1),
            paragraph_gap=round(size * 0.35),
        )
