"""Coding under another name, the list of keys, and what the application is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QTreeView
from pytestqt.qtbot import QtBot

from coder.gui.base.actions import key_overview
from coder.gui.look.theme import Theme
from coder.gui.start.coder_name import CoderNameDialog
from coder.gui.window.about import AboutDialog
from coder.gui.window.keys import KeysDialog
from tests.gui.importing.robot import Form


def test_a_new_name_is_written_and_said_to_be_new(qtbot: QtBot, theme: Theme) -> None:
    dialog = CoderNameDialog("Ana", known=["Ana", "Ben"])
    form = Form(qtbot, dialog)
    form.write("Your name or initials", "  Carla  M. ")
    assert form.says("“Carla M.” has not coded in this project before.")
    form.press(Qt.Key.Key_Return)
    assert form.results == [1]
    assert dialog.name() == "Carla M."


def test_a_name_that_has_coded_keeps_its_spelling(qtbot: QtBot, theme: Theme) -> None:
    dialog = CoderNameDialog("Ana", known=["Ana", "Zoë"])
    form = Form(qtbot, dialog)
    form.write("Your name or initials", "zoe")
    assert dialog.name() == "Zoë"


def test_a_known_name_is_chosen_with_the_arrows(qtbot: QtBot, theme: Theme) -> None:
    dialog = CoderNameDialog("Ana", known=["Ana", "Ben"])
    form = Form(qtbot, dialog)
    form.named(QListWidget, "Coders in this project").setFocus()
    assert dialog.name() == "Ana", "entering the list takes no other name"
    form.press(Qt.Key.Key_Down)
    assert dialog.name() == "Ben"


def test_nobody_codes_without_a_name(qtbot: QtBot, theme: Theme) -> None:
    form = Form(qtbot, CoderNameDialog("Ana"))
    form.write("Your name or initials", "   ")
    assert form.says("Write a name")
    form.press(Qt.Key.Key_Return)
    assert form.results == []


def test_all_keys_are_listed_by_menu_and_filtered_by_words(qtbot: QtBot, theme: Theme) -> None:
    dialog = KeysDialog(key_overview())
    form = Form(qtbot, dialog)
    everything = len(dialog.shown())
    assert everything > 40
    form.types("coding remove")
    assert [(action, keys) for _, action, keys in dialog.shown()] == [("Remove coding", "Del")]
    tree = form.named(QTreeView, "Keys by menu")
    assert tree.model().rowCount() == 1
    form.press(Qt.Key.Key_Down)
    assert tree.hasFocus()


def test_keys_are_found_by_the_key(qtbot: QtBot, theme: Theme) -> None:
    dialog = KeysDialog(key_overview())
    form = Form(qtbot, dialog)
    form.types("ctrl+k")
    assert "Code passage" in [action for _, action, _ in dialog.shown()]


def test_words_that_no_key_has_are_told(qtbot: QtBot, theme: Theme) -> None:
    form = Form(qtbot, KeysDialog(key_overview()))
    form.types("zzz")
    assert form.says("No action or key has these words.")


def test_about_says_that_nothing_leaves_the_computer_and_escape_leaves_it(qtbot: QtBot, theme: Theme) -> None:
    form = Form(qtbot, AboutDialog())
    assert form.says("Everything stays on this computer.")
    assert form.says("Inter")
    assert form.nameless() == []
    form.press(Qt.Key.Key_Escape)
    assert form.results == [0]
