"""The foot of the window tells what is so, and nothing without a project."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from coder.gui.look.theme import Theme
from coder.gui.window.status_line import StatusLine


def line(qtbot: QtBot) -> StatusLine:
    foot = StatusLine()
    qtbot.addWidget(foot)
    foot.show()
    foot.show_saved("All changes saved")
    foot.show_coder("Ana")
    foot.show_codebook("Outcomes 1.0")
    foot.show_suggestions("codebook only")
    return foot


def test_it_says_saving_coder_codebook_and_suggestions(qtbot: QtBot, theme: Theme) -> None:
    expected = ["All changes saved", "Coding as Ana", "Outcomes 1.0", "Suggestions: codebook only"]
    assert line(qtbot).texts() == expected


def test_the_coder_can_be_changed_there(qtbot: QtBot, theme: Theme) -> None:
    foot = line(qtbot)
    with qtbot.waitSignal(foot.coder_requested, timeout=500):
        qtbot.mouseClick(foot.findChild(QToolButton), Qt.MouseButton.LeftButton)


def test_without_a_project_it_says_nothing(qtbot: QtBot, theme: Theme) -> None:
    foot = line(qtbot)
    foot.clear_project()
    assert foot.texts() == []


def test_names_are_shown_as_they_are_written(qtbot: QtBot, theme: Theme) -> None:
    foot = line(qtbot)
    foot.show_codebook("<b>Outcomes</b> & more 2.0")
    assert "<b>Outcomes</b> & more 2.0" in foot.texts()
