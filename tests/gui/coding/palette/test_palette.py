"""The palette: type part of a name, press Enter, done."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coder.domain.codebook import Code, CodeTree
from coder.domain.colour import code_colours
from coder.domain.search import Searchable
from coder.gui.coding.palette.palette import CodePalette
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from tests.helpers.builders import a_code, a_framework

TREE = a_framework()


class Robot:
    """Types into the palette."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
        self.palette = CodePalette(theme=theme, icons=icons)
        qtbot.addWidget(self.palette)
        self.told: list[tuple[str, str, bool]] = []
        self.palette.chosen.connect(lambda code, keep: self.told.append(("chosen", code, keep)))
        self.palette.create_requested.connect(lambda name, keep: self.told.append(("create", name, keep)))
        self.palette.dismissed.connect(lambda: self.told.append(("dismissed", "", False)))

    def open(self, *recent: str, codes: Sequence[Code] = tuple(TREE)) -> None:
        tree = CodeTree(codes, ())
        self.palette.open_for(
            QRect(100, 100, 2, 20),
            passage="They paid my travel",
            codes=[Searchable.of(code) for code in codes],
            recent=recent,
            usage={"gifted-care": 4},
            colours=code_colours(tree),
            paths={code.id: "" for code in codes},
            title="Code this passage",
        )

    def said(self) -> str:
        """Return what stands below the list."""
        return self.palette._definition.text()

    def reasons(self) -> list[str]:
        """Return why each code is shown."""
        model = self.palette._model
        return [model.entry(row).reason for row in range(model.rowCount())]

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette._field, text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.palette._field, key, modifier)


@pytest.fixture
def robot(qtbot: QtBot, theme: Theme, icons: IconSet) -> Robot:
    return Robot(qtbot, theme, icons)


def test_recent_codes_come_first_and_have_alt_and_a_digit(robot: Robot) -> None:
    robot.open("gifted-care", "growth")
    assert robot.palette.names()[:2] == ["Gifted care", "Growth"]
    robot.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert robot.told == [("chosen", "growth", False)]


def test_digits_are_text(robot: Robot) -> None:
    numbered = [a_code("access", name="1.2 Access"), a_code("cost", name="1.20 Cost"), a_code("hours", name="2 Hours")]
    robot.open("hours", "cost", codes=numbered)
    robot.type("1.2")
    assert robot.told == []
    assert robot.palette.typed() == "1.2"
    assert robot.palette.names()[:2] == ["1.20 Cost", "1.2 Access"]
    robot.type(" a")
    robot.press(Qt.Key.Key_Return)
    assert robot.told == [("chosen", "access", False)]


def test_alt_and_a_digit_that_nothing_has_chooses_nothing(robot: Robot) -> None:
    robot.open("growth")
    robot.press(Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    robot.type("peer")
    robot.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert robot.told == [], "growth is not among what is shown"


def test_all_typed_words_must_be_found_in_any_order(robot: Robot) -> None:
    robot.open()
    robot.type("learn peer")
    assert robot.palette.names()[0] == "Peer learning"
    robot.press(Qt.Key.Key_Return)
    assert robot.told == [("chosen", "peer-learning", False)]
    assert not robot.palette.isVisible()


def test_shift_enter_keeps_it_open_for_another_code(robot: Robot) -> None:
    robot.open()
    robot.type("growth")
    robot.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert robot.palette.isVisible()
    assert robot.palette.typed() == ""
    robot.type("gifted")
    robot.press(Qt.Key.Key_Return)
    assert robot.told == [("chosen", "growth", True), ("chosen", "gifted-care", False)]


def test_the_last_row_makes_a_code_unless_there_is_one_of_that_name(robot: Robot) -> None:
    robot.open()
    robot.type("Growth")
    assert robot.palette.names() == ["Growth"]
    robot.type("s of trust")
    assert robot.palette.names() == ["Growths of trust"]
    robot.press(Qt.Key.Key_Return)
    assert robot.told == [], "a code is made only by somebody who chose it"
    assert robot.palette.isVisible()
    assert robot.said().startswith("Nothing was chosen: no code has “Growths of trust”")
    robot.press(Qt.Key.Key_Down)
    robot.press(Qt.Key.Key_Return)
    assert robot.told == [("create", "Growths of trust", False)]


def test_arrows_choose_while_typing_goes_on(robot: Robot) -> None:
    robot.open()
    robot.type("peer")
    robot.press(Qt.Key.Key_Down)
    second = robot.palette.names()[1]
    robot.press(Qt.Key.Key_Return)
    assert TREE[robot.told[0][1]].name == second


def test_escape_dismisses_it_once(robot: Robot) -> None:
    robot.open()
    robot.press(Qt.Key.Key_Escape)
    assert robot.told == [("dismissed", "", False)]


MONEY = (
    a_code("money", name="Economic well-being", short_definition="People become financially independent, or not."),
    a_code("finance", name="Financing the circle", key_terms=("grant",)),
    a_code("rest", name="Rest", full_definition="Sleep and quiet.", when_to_use="When somebody speaks of nights off."),
)


def test_definitions_and_key_terms_are_looked_through_after_names_and_say_where(robot: Robot) -> None:
    robot.open(codes=MONEY)
    robot.type("financ")
    assert robot.palette.names()[:2] == ["Financing the circle", "Economic well-being"]
    assert robot.reasons()[:2] == ["", "in its definition: People become financially independent, or not."]
    robot.press(Qt.Key.Key_Down)
    robot.press(Qt.Key.Key_Return)
    assert robot.told == [("chosen", "money", False)]


@pytest.mark.parametrize(
    ("typed", "name", "why"),
    [
        ("grant", "Financing the circle", "in its key terms: grant"),
        ("quiet", "Rest", "in its definition: Sleep and quiet."),
        ("nights", "Rest", "in when to use it: … somebody speaks of nights off."),
        ("rest nights", "Rest", "in when to use it: … somebody speaks of nights off."),
    ],
)
def test_the_reason_names_the_field_and_quotes_it(robot: Robot, typed: str, name: str, why: str) -> None:
    robot.open(codes=MONEY)
    robot.type(typed)
    assert (robot.palette.names()[0], robot.reasons()[0]) == (name, why)


def test_a_held_enter_chooses_once(robot: Robot) -> None:
    robot.open("growth")
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, "\r", autorep=repeated
        )
        QApplication.sendEvent(robot.palette._field, event)
    assert robot.told == [("chosen", "growth", True)]
