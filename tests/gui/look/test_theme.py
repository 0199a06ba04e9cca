"""Both looks: every text can be read on every ground that it stands on, and edges and rings can be seen."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import product

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from coder.codebooks.file import read_codebook
from coder.domain.codebook import CodeTree
from coder.domain.colour import code_colours
from coder.gui.look import style
from coder.gui.look.theme import DARK, LIGHT, Mode, Theme, Tokens
from coder.gui.reading.view.underlay import STRONG_WASH
from coder.shipped import codebooks_folder

TEXT, SEEN = 4.5, 3.0
"""The least contrast of text and of what must be seen, by WCAG 2.2, 1.4.3 and 1.4.11."""

LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Return relative luminance by the formula of WCAG 2.2."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(top: str, share: float, ground: str) -> str:
    """Return a see-through colour laid over a ground."""
    pairs = ((int(top[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


@LOOKS
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *product(("ink", "soft_ink", "faint"), ("paper", "panel", "hover", "selection")),
        *product(("accent", "danger", "warning", "success"), ("paper", "panel")),
        *product(("accent_ink",), ("accent", "accent_strong", "danger", "danger_strong")),
        *product(("inverse_ink", "inverse_accent"), ("inverse",)),
        *product(("ink", "soft_ink"), ("flash", "hit")),
    ],
)
def test_text_can_be_read_on_its_ground(look: Tokens, text: str, ground: str) -> None:
    colours = asdict(look)
    assert contrast(colours[text], colours[ground]) >= TEXT


@LOOKS
@pytest.mark.parametrize("sign", ["edge", "focus", "accent", "danger"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_edges_and_rings_can_be_seen(look: Tokens, sign: str, ground: str) -> None:
    colours = asdict(look)
    assert contrast(colours[sign], colours[ground]) >= SEEN


@LOOKS
def test_every_rule_of_the_style_sheet_that_sets_both_keeps_its_text_readable(look: Tokens) -> None:
    colours = asdict(look)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", "".join(style._SHEETS))
    checked = 0
    for selector, body in rules:
        ink = re.search(r"(?:^|[;\s])color:\s*\$(\w+)", body)
        ground = re.search(r"background(?:-color)?:\s*\$(\w+)", body)
        if ink and ground and "disabled" not in selector:
            checked += 1
            assert contrast(colours[ink[1]], colours[ground[1]]) >= TEXT, selector.strip()
    assert checked > 10


@LOOKS
@pytest.mark.parametrize("book", ["outcomes.yaml", "partnership.yaml"])
def test_every_code_can_be_seen_and_text_on_its_wash_read(look: Tokens, book: str) -> None:
    file = read_codebook(codebooks_folder() / book)
    for code_id, pair in code_colours(CodeTree(file.codes, file.links)).items():
        colour = pair.dark if look is DARK else pair.light
        assert contrast(colour, look.paper) >= SEEN, code_id
        # Washes are one code deep; the strongest is that of the coding in hand.
        assert contrast(look.ink, over(colour, STRONG_WASH, look.paper)) >= TEXT, code_id


def test_the_look_changes_at_once_and_tells_who_paints(theme: Theme, qapp: QApplication) -> None:
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append("changed"))
    theme.set_mode(Mode.DARK)
    assert heard == ["changed"]
    assert theme.is_dark
    assert qapp.palette().window().color() == QColor(DARK.panel)
    theme.set_mode(Mode.DARK)
    assert heard == ["changed"], "nothing changed the second time"
