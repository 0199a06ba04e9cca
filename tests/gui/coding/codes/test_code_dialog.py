"""The form of one code: everything that it says can be read and written, and it keeps its name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from coder.gui.coding.codes.code_dialog import CodeDialog
from coder.gui.look.theme import Theme
from tests.gui.importing.robot import CONTROL, Form
from tests.helpers.builders import a_code


def opened(qtbot: QtBot) -> tuple[Form, CodeDialog]:
    code = a_code("fair-pay", name="Fair pay", short_definition="Pay that is fair.", key_terms=("wage", "travel time"))
    dialog = CodeDialog(code)
    return Form(qtbot, dialog), dialog


def test_it_shows_what_the_codebook_says(qtbot: QtBot, theme: Theme) -> None:
    form, dialog = opened(qtbot)
    assert dialog.name() == "Fair pay"
    assert dialog.definition()["short_definition"] == "Pay that is fair."
    assert dialog.definition()["key_terms"] == ["wage", "travel time"]
    assert form.says("permanent id “fair-pay”")
    assert form.nameless() == []


def test_what_is_written_comes_back_and_tab_leaves_a_field(qtbot: QtBot, theme: Theme) -> None:
    form, dialog = opened(qtbot)
    form.write("Name", "Fair  pay and hours")
    form.named(QPlainTextEdit, "When to use").setFocus()
    form.types("When pay is spoken of")
    form.press(Qt.Key.Key_Tab)
    form.types("Not for hours")
    form.press(Qt.Key.Key_Return, CONTROL)
    assert form.results == [1]
    assert dialog.name() == "Fair pay and hours"
    assert dialog.definition()["when_to_use"].endswith("When pay is spoken of")
    assert dialog.definition()["when_not_to_use"].endswith("Not for hours")


def test_a_code_without_a_name_is_not_saved(qtbot: QtBot, theme: Theme) -> None:
    form, _dialog = opened(qtbot)
    form.write("Name", " ")
    assert form.says("A code needs a name.")
    form.press(Qt.Key.Key_Return, CONTROL)
    assert form.results == []
