"""The icons: one picture for each name, sharp at every size, in the colours of the look."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QColor, QIcon, QImage

from coder.gui.look.icons import ICONS, IconSet, icon
from coder.gui.look.theme import Mode, Theme


def strongest(image: QImage) -> QColor:
    """Return the colour of the least see-through pixel."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=lambda colour: colour.alpha())


def test_every_name_has_a_picture(theme: Theme) -> None:
    for name in ICONS:
        assert strongest(icon(name, theme).pixmap(16, 16).toImage()).alpha() > 150, name


def test_an_unknown_name_is_an_error_not_a_blank(icons: IconSet) -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_pictures_are_in_the_tone_that_is_asked_for(theme: Theme, icons: IconSet) -> None:
    seen = strongest(icons.pixmap("check", 64, tone="danger").toImage())
    wanted = QColor(theme.tokens.danger)
    assert max(abs(seen.red() - wanted.red()), abs(seen.green() - wanted.green())) < 12


def test_big_pictures_are_drawn_and_not_enlarged(icons: IconSet) -> None:
    picture = icons.pixmap("transcript", 32, ratio=2.0)
    assert (picture.width(), picture.deviceIndependentSize().width()) == (64, 32.0)


def test_icons_of_actions_change_with_the_look(theme: Theme, icons: IconSet) -> None:
    action = QAction("Find")
    icons.dress(action, "search")
    light = strongest(action.icon().pixmap(32, 32).toImage())
    theme.set_mode(Mode.DARK)
    dark = strongest(action.icon().pixmap(32, 32).toImage())
    assert light.lightness() < 100 < dark.lightness()


def test_an_action_that_is_off_has_a_softer_icon(theme: Theme, icons: IconSet) -> None:
    shown = icons.icon("undo")
    on = strongest(shown.pixmap(32, 32, QIcon.Mode.Normal).toImage())
    off = strongest(shown.pixmap(32, 32, QIcon.Mode.Disabled).toImage())
    assert off.lightness() > on.lightness()


def test_a_gone_action_is_forgotten(theme: Theme, icons: IconSet) -> None:
    action = QAction("Find")
    icons.dress(action, "search")
    action.deleteLater()
    del action
    theme.set_mode(Mode.DARK)  # must not fail
    assert theme.is_dark
