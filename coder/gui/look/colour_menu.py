"""The colours that are offered for codes: twelve of one lightness, or any other one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from coder.domain.colour import Oklch, hex_colour
from coder.gui.look.widgets import swatch_icon

_LIGHTNESS, _CHROMA = 0.6, 0.12
_HUES = (
    ("Green", 158.0),
    ("Teal", 190.0),
    ("Sky", 225.0),
    ("Blue", 252.0),
    ("Violet", 295.0),
    ("Magenta", 335.0),
    ("Rose", 10.0),
    ("Red", 28.0),
    ("Orange", 52.0),
    ("Amber", 75.0),
    ("Olive", 110.0),
    ("Leaf", 135.0),
)


def add_colours(menu: QMenu, *, now: str, chosen: Callable[[str], object], parent: QWidget) -> None:
    """Fill a menu with colours; `chosen` is told `#rrggbb`, or an empty text for the colour of the domain."""
    menu.addAction("From its domain", lambda: chosen(""))
    menu.addSeparator()
    for name, hue in _HUES:
        colour = hex_colour(Oklch(_LIGHTNESS, _CHROMA, hue))
        action = menu.addAction(swatch_icon(QColor(colour)), name)
        action.triggered.connect(lambda _=False, to=colour: chosen(to))
    menu.addSeparator()
    menu.addAction("Choose…", lambda: _ask(now, chosen, parent))


def _ask(now: str, chosen: Callable[[str], object], parent: QWidget) -> None:
    dialog = QColorDialog(QColor(now or "#808080"), parent)
    dialog.setWindowTitle("Colour of the code")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.colorSelected.connect(lambda colour: chosen(colour.name()))
    dialog.open()
