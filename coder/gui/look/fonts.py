"""The one typeface, shipped with the application, in two sizes for the window and one for reading."""

from __future__ import annotations

import math

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from coder.shipped import resources_folder

FAMILY = "Inter"
UI_PX = 13
SMALL_PX = 12
READING_PX = 16

_LEAST_MORE, _MOST_MORE = -1, 4
"""How many pixels the window's text is smaller or larger at most, where that of transcripts is."""

_FILES = ("Inter-Regular.otf", "Inter-Italic.otf", "Inter-SemiBold.otf")


def load_fonts() -> None:
    """Make the shipped typeface known to Qt, once; needs a QGuiApplication.

    Asking Qt for its families is slow where many fonts are installed, so this is done when the look is applied and
    not for every font. When the files are missing, Qt takes another sans serif.
    """
    if not QFontDatabase.hasFamily(FAMILY):
        for name in _FILES:
            QFontDatabase.addApplicationFont(str(resources_folder() / "fonts" / name))


def ui_font(*, strong: bool = False, more: int | None = None) -> QFont:
    """Return the window's font; `strong` is the second of its two weights, for headings.

    It is `more` pixels larger than normal, by default as much as the application's own font.
    """
    return _tabular(_font(UI_PX + (larger() if more is None else more), strong=strong))


def small_font(*, strong: bool = False, more: int | None = None) -> QFont:
    """Return the smaller font for counts, times and labels, as much larger as `ui_font`."""
    return _tabular(_font(SMALL_PX + (larger() if more is None else more), strong=strong))


def larger() -> int:
    """Return by how many pixels the window's text is larger than normal now; the application's font says so."""
    font = QGuiApplication.font()
    return font.pixelSize() - UI_PX if font.family() == FAMILY and font.pixelSize() > 0 else 0


def larger_beside(reading_px: int) -> int:
    """Return by how many pixels the window's text should be larger beside transcripts at a size in pixels."""
    return max(_LEAST_MORE, min(_MOST_MORE, math.ceil((reading_px - READING_PX) / 2)))


def tall(px: int, *, lines: int = 1) -> int:
    """Return the height of a row, `px` at the normal size, that holds so many lines at the size in use."""
    return px + lines * math.ceil(1.25 * larger())


def reading_font(px: int = READING_PX) -> QFont:
    """Return the font of transcripts at a size in pixels."""
    return _font(px, strong=False)


def _font(px: int, *, strong: bool) -> QFont:
    font = QFont(FAMILY)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    # Full hinting rounds every letter to whole pixels, which makes the spaces between letters uneven.
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _tabular(font: QFont) -> QFont:
    """Give all digits one width, so that numbers in columns line up."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
