"""The palette: type part of a name, press Enter, done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coder.domain.colour import code_colours
from coder.domain.search import Searchable
from coder.gui.icons import IconSet
from coder.gui.palette.palette import CodePalette
from coder.gui.theme import Theme
from tests.helpers.builders import a_framework

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

    def open(self, *recent: str) -> None:
        self.palette.open_for(
            QRect(100, 100, 2, 20),
            passage="They paid my travel",
            codes=[Searchable.of(code) for code in TREE],
            recent=recent,
            usage={"gifted-care": 4},
            colours=code_colours(TREE),
            paths={code.id: "" for code in TREE},
            title="Code this passage",
        )

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette._field, text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.palette._field, key, modifier)


@pytest.fixture
def robot(qtbot: QtBot, theme: Theme, icons: IconSet) -> Robot:
    return Robot(qtbot, theme, icons)


def test_recent_codes_come_first_and_have_digits(robot: Robot) -> None:
    robot.open("gifted-care", "growth")
    assert robot.palette.names()[:2] == ["Gifted care", "Growth"]
    robot.type("2")
    assert robot.told == [("chosen", "growth", False)]


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
