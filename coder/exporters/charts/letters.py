"""The project's font for charts: registered once with matplotlib, measured, and wrapped to a width."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from coder.shipped import resources_folder

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

FAMILIES = ("Inter", "DejaVu Sans")
"""The project's font, and the one that matplotlib brings for letters that it lacks."""
_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
_UNKNOWN = "\N{WHITE SQUARE}"


@lru_cache(maxsize=1)
def register() -> None:
    """Tell matplotlib of the project's font; nothing is installed and no file is written by it."""
    # The first start on a machine lists the fonts there are, and says so in the log: nothing that a person needs.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib import font_manager

    for name in _FILES:
        font_manager.fontManager.addfont(str(resources_folder() / "fonts" / name))


@lru_cache(maxsize=64)
def font(size: float, *, strong: bool = False) -> FontProperties:
    """Return the font at a size in pixels."""
    register()
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(FAMILIES), size=size, weight=600 if strong else 400)


@lru_cache(maxsize=20_000)
def width(text: str, size: float, *, strong: bool = False) -> float:
    """Return how wide a line is, in pixels."""
    from matplotlib.textpath import text_to_path

    if not text:
        return 0.0
    wide, _, _ = text_to_path.get_text_width_height_descent(text, font(size, strong=strong), ismath=False)
    return float(wide)


@lru_cache(maxsize=20_000)
def drawable(text: str) -> str:
    """Return a text on one line with a square for every letter that no font here can draw."""
    plain = " ".join(text.split())
    if plain.isascii() and plain.isprintable():
        return plain
    return "".join(letter if _known(ord(letter)) else _UNKNOWN for letter in plain)


def wrapped(text: str, room: float, size: float, *, strong: bool = False, most: int = 3) -> list[str]:
    """Return the text in lines that fit a width; what does not fit into `most` lines ends with an ellipsis."""
    words = drawable(text).split(" ")
    lines: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, size, strong=strong) <= room:
            line = longer
        elif line:
            lines.append(line)
            line = ""
            words.insert(0, word)
        else:
            fits = _fitting(word, room, size, strong=strong)
            lines.append(word[:fits])
            if word[fits:]:
                words.insert(0, word[fits:])
        if len(lines) == most and (line or words):
            rest = " ".join([lines.pop(), line, *words]).strip()
            return [*lines, shortened(rest, room, size, strong=strong)]
    return [*lines, line] if line or not lines else lines


def shortened(text: str, room: float, size: float, *, strong: bool = False) -> str:
    """Return the text, or as much of it as fits before an ellipsis."""
    text = drawable(text)
    if width(text, size, strong=strong) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(f"{text[:middle].rstrip()}…", size, strong=strong) <= room:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"


def widest(texts: Sequence[str], size: float, *, strong: bool = False) -> float:
    """Return the width of the widest line, 0 for none."""
    return max((width(drawable(text), size, strong=strong) for text in texts), default=0.0)


def _fitting(word: str, room: float, size: float, *, strong: bool) -> int:
    """Return how many letters of a word fit, at least one."""
    count = 1
    while count < len(word) and width(word[: count + 1], size, strong=strong) <= room:
        count += 1
    return count


def _known(letter: int) -> bool:
    return any(face.get_char_index(letter) for face in _faces())


@lru_cache(maxsize=1)
def _faces() -> tuple[FT2Font, ...]:
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    register()
    return tuple(get_font(fontManager.findfont(FontProperties(family=name))) for name in FAMILIES)
