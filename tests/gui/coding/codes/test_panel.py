"""The codebook beside the text: filtering, naming, moving and deleting codes with the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from coder.domain.codebook import CodeTree
from coder.domain.colour import code_colours
from coder.gui.coding.codes.delegate import LOOK_ROLE
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.look.fonts import ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from tests.helpers.builders import a_codebook, a_framework

TREE = a_framework()


class Robot:
    """Uses the panel as an evaluator does."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
        self.qtbot = qtbot
        self.panel = CodebookPanel(theme=theme, icons=icons)
        qtbot.addWidget(self.panel)
        self.panel.resize(300, 500)
        self.panel.show()
        self.panel.activateWindow()
        qtbot.waitUntil(self.panel.isActiveWindow)
        self.show(TREE)

    def show(self, tree: CodeTree, usage: dict[str, int] | None = None) -> None:
        self.panel.set_tree(tree, colours=code_colours(tree), codebooks=[a_codebook()], usage=usage or {})

    def shown(self) -> list[str]:
        return self.panel._model.shown_codes()

    def filter(self, words: str) -> None:
        self.panel.focus_filter()
        QTest.keyClicks(QApplication.focusWidget(), words)
        wanted = words.split()
        self.qtbot.waitUntil(lambda: self.panel._model.query.split() == wanted)

    def choose(self, code_id: str) -> None:
        self.panel.focus_tree()
        self.panel.tree.choose(code_id)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.panel, key, modifier)


@pytest.fixture
def robot(qtbot: QtBot, theme: Theme, icons: IconSet) -> Robot:
    return Robot(qtbot, theme, icons)


def test_all_codes_are_shown_in_the_codebooks_order(robot: Robot) -> None:
    assert robot.shown() == [code.id for code in TREE]


def test_the_filter_narrows_to_names_that_hold_all_words_with_what_is_above_them(robot: Robot) -> None:
    robot.filter("learn peer")
    assert robot.shown() == ["peer-support", "peer-learning"]
    assert robot.panel.current_code() == "peer-learning"


def test_enter_in_the_filter_codes_with_the_best_hit(robot: Robot) -> None:
    robot.filter("gifted")
    with robot.qtbot.waitSignal(robot.panel.apply_requested) as told:
        robot.press(Qt.Key.Key_Return)
    assert told.args == ["gifted-care"]


def test_escape_shows_everything_again(robot: Robot) -> None:
    robot.filter("gifted")
    robot.press(Qt.Key.Key_Escape)
    robot.qtbot.waitUntil(lambda: len(robot.shown()) == len(TREE))


def test_a_word_without_a_code_offers_to_make_one(robot: Robot) -> None:
    robot.filter("transport")
    assert robot.shown() == []
    with robot.qtbot.waitSignal(robot.panel.add_requested) as told:
        robot.panel._new.click()
    assert told.args == [None, "transport"]


def test_a_code_is_renamed_in_place(robot: Robot) -> None:
    robot.choose("aside")
    robot.press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "By the way")
    with robot.qtbot.waitSignal(robot.panel.rename_requested) as told:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["aside", "By the way"]


def test_a_new_code_is_named_where_it_will_stand(robot: Robot) -> None:
    robot.choose("growth")
    robot.press(Qt.Key.Key_Insert)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "Confidence")
    with robot.qtbot.waitSignal(robot.panel.add_requested) as told:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["growth", "Confidence"]


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_Return, "apply_requested"),
        (Qt.Key.Key_Delete, "delete_requested"),
        (Qt.Key.Key_F4, "define_requested"),
    ],
)
def test_the_keys_of_the_tree_act_on_the_current_code(robot: Robot, key: Qt.Key, signal: str) -> None:
    robot.choose("peer-learning")
    with robot.qtbot.waitSignal(getattr(robot.panel, signal)) as told:
        robot.press(key)
    assert told.args == ["peer-learning"]


def test_a_code_moves_among_its_neighbours_by_keys(robot: Robot) -> None:
    robot.choose("gifted-care")
    with robot.qtbot.waitSignal(robot.panel.move_requested) as told:
        robot.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert told.args == ["gifted-care", "peer-support", 0]


def test_folding_and_the_current_code_survive_a_change(robot: Robot) -> None:
    robot.choose("growth")
    robot.press(Qt.Key.Key_Left)
    assert not robot.panel.tree.isExpanded(robot.panel._model.index_of("growth"))
    robot.show(TREE, {"growth": 3})
    assert not robot.panel.tree.isExpanded(robot.panel._model.index_of("growth"))
    assert robot.panel.current_code() == "growth"


def test_a_colour_is_chosen_from_the_menu_or_taken_from_the_domain(robot: Robot) -> None:
    menu = robot.panel.menu_for("aside")
    colours = next(action.menu() for action in menu.actions() if action.text() == "Colour")
    told: list[tuple[str, str]] = []
    robot.panel.recolour_requested.connect(lambda code, colour: told.append((code, colour)))
    next(action for action in colours.actions() if action.text() == "Blue").trigger()
    next(action for action in colours.actions() if action.text() == "From its domain").trigger()
    assert told[0][1].startswith("#")
    assert told[1] == ("aside", "")
    menu.deleteLater()


def test_without_codes_the_panel_says_what_to_do(robot: Robot) -> None:
    robot.show(CodeTree(()))
    assert robot.panel._nothing.isVisible()
    assert "No codes yet" in robot.panel._nothing.text()


def test_a_long_name_has_two_lines_also_before_the_view_has_its_font(robot: Robot) -> None:
    tree = robot.panel.tree
    tree.setFixedWidth(130)
    QApplication.processEvents()
    index = max(
        (robot.panel._model.index_of(code.id) for code in TREE), key=lambda found: len(str(found.data(LOOK_ROLE).name))
    )
    heights = set()
    for font in (ui_font(), QFont("sans", 3)):
        option = QStyleOptionViewItem()
        option.widget, option.font = tree, font
        heights.add(tree.itemDelegate().sizeHint(option, index).height())
    assert len(heights) == 1
    assert heights.pop() > 40, "it needs two lines"
