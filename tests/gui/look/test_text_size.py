"""The size of the text moves lists, panels, tables and dialogs, not the transcript alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from coder.gui.coding.codes.tree import CodeTreeView
from coder.gui.evidence.table import EvidenceTable
from coder.gui.look.fonts import SMALL_PX, UI_PX, larger, ui_font
from coder.gui.look.theme import Theme
from coder.gui.window.about import AboutDialog
from coder.services.sample import build_sample
from coder.services.settings import Settings
from tests.helpers.desk import DeskRobot


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    result = Settings(tmp_path / "settings")
    result.values.coder = "Ana"
    result.values.suggestions_shown = False
    return result


@pytest.fixture
def robot(qtbot: QtBot, theme: Theme, settings: Settings, tmp_path: Path) -> Iterator[DeskRobot]:
    build_sample(tmp_path / "Sample.coder", coder="Ana").close()
    shutil.copy(tmp_path / "Sample.coder", tmp_path / "Pilot.coder")
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    robot.open(tmp_path / "Pilot.coder")
    yield robot
    robot.window.close()


def sizes(robot: DeskRobot) -> dict[str, int]:
    """Return the size of the text in each part, in pixels."""
    desk = robot.desk
    parts = {
        "list": desk.transcripts._list,
        "tree": desk.codebook.tree,
        "heading": desk.inspector.findChild(QLabel),
        "here": desk.inspector,
        "suggested": desk.suggestions.findChild(QLabel),
        "evidence": desk.places["show_evidence"].widget.findChild(EvidenceTable),
        "foot": robot.window.statusBar(),
    }
    return {name: part.font().pixelSize() for name, part in parts.items()}


def test_bigger_text_is_bigger_everywhere_and_comes_back(robot: DeskRobot) -> None:
    robot.desk.places.open("show_evidence")
    before = sizes(robot)
    for _ in range(4):
        robot.press("Ctrl+=", on=robot.desk.view)
    after = sizes(robot)
    assert {name: size - before[name] for name, size in after.items()} == dict.fromkeys(before, 2)
    assert robot.desk.view.page.type.font.pixelSize() == 20, "the transcript keeps to its own size"
    robot.press("Ctrl+0", on=robot.desk.view)
    assert sizes(robot) == before
    assert before["tree"] == UI_PX
    assert before["heading"] == SMALL_PX


def test_rows_grow_with_their_text(robot: DeskRobot) -> None:
    tree = robot.desk.codebook.findChild(CodeTreeView)
    first = tree.model().index(0, 0)
    before = tree.visualRect(first).height()
    robot.desk.set_text_size(28)
    robot.settle()
    assert tree.visualRect(first).height() > before


@pytest.mark.parametrize(("reading", "window"), [(10, 12), (16, 13), (17, 14), (20, 15), (28, 17), (40, 17)])
def test_the_window_goes_along_within_bounds(theme: Theme, reading: int, window: int) -> None:
    theme.set_text_size(reading)
    assert QApplication.font().pixelSize() == window
    assert ui_font().pixelSize() == window
    assert larger() == window - UI_PX


def test_dialogs_have_the_size_that_was_remembered(qtbot: QtBot, theme: Theme, settings: Settings) -> None:
    settings.values.text_size = 22
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    about = AboutDialog(parent=robot.window)
    assert about.font().pixelSize() == UI_PX + 3
    robot.window.close()
