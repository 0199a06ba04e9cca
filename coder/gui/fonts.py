"""The one typeface, shipped with the application, in two sizes for the window and one for reading."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from coder.shipped import resources_folder

FAMILY = "Inter"
UI_PX = 13
SMALL_PX = 12
READING_PX = 16

_FILES = ("Inter-Regular.otf", "Inter-Italic.otf", "Inter-SemiBold.otf")


def load_fonts() -> None:
    """Make the shipped typeface known to Qt, once; needs a QGuiApplication.

    Asking Qt for its families is slow where many fonts are installed, so this is done when the look is applied and
    not for every font. When the files are missing, Qt takes another sans serif.
    """
    if not QFontDatabase.hasFamily(FAMILY):
        for name in _FILES:
            QFontDatabase.addApplicationFont(str(resources_folder() / "fonts" / name))


def ui_font(*, strong: bool = False) -> QFont:
    """Return the window's font; `strong` is the second of its two weights, for headings."""
    return _tabular(_font(UI_PX, strong=strong))


def small_font(*, strong: bool = False) -> QFont:
    """Return the smaller font for counts, times and labels."""
    return _tabular(_font(SMALL_PX, strong=strong))


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
