"""A memo that is being written is in the project whatever the evaluator turns to next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from coder.domain.coding import Coding
from coder.gui.look.theme import Theme
from coder.gui.reading.view.gutter import StripeGutter
from coder.services.project import open_project
from coder.services.sample import build_sample
from coder.services.settings import Settings
from tests.helpers.desk import DeskRobot

QUOTE = "I'm getting paid for standing here"
MEMO = "Ask Kasia as wel"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample once; each test works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


@pytest.fixture
def file(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample, tmp_path / "Pilot.coder"))


@pytest.fixture
def robot(qtbot: QtBot, file: Path, tmp_path: Path, theme: Theme) -> Iterator[DeskRobot]:
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    robot.open(file)
    yield robot
    robot.window.close()


def write(robot: DeskRobot) -> str:
    """Code a passage and begin its memo; return the coding's id."""
    robot.code(QUOTE, "secure")
    robot.press("M")
    robot.type(MEMO)
    active = robot.desk.coding.active
    assert active is not None
    assert active.memo == ""
    return active.id


def memo(robot: DeskRobot, coding_id: str) -> str:
    return next(item.memo for item in robot.codings() if item.id == coding_id)


def test_going_to_the_next_transcript_saves_it(robot: DeskRobot) -> None:
    written = write(robot)
    before = robot.desk.reading.transcript_id
    robot.press("Ctrl+PageDown")
    assert robot.desk.reading.transcript_id != before
    assert memo(robot, written) == MEMO
    assert robot.listener.problems == []


def test_a_click_on_another_stripe_saves_it_and_goes_to_that_coding(robot: DeskRobot) -> None:
    written = write(robot)
    view = robot.desk.view
    gutter = view.findChild(StripeGutter)
    assert gutter is not None
    places = {
        mark.id: gutter.stripe_rect(mark).center().toPoint() - QPoint(0, view.verticalScrollBar().value())
        for mark in view.page.marks
        if not mark.hollow and not mark.span.contains(view.caret())
    }
    other, place = next((key, at) for key, at in places.items() if 0 < at.y() < gutter.height())
    robot.click(gutter, place)
    assert memo(robot, written) == MEMO
    assert robot.desk.coding.active is not None
    assert robot.desk.coding.active.id == other


def test_a_click_into_the_text_saves_it(robot: DeskRobot) -> None:
    written = write(robot)
    robot.click(robot.desk.view.viewport())
    assert memo(robot, written) == MEMO


def test_closing_the_window_saves_it(robot: DeskRobot, file: Path) -> None:
    written = write(robot)
    robot.window.close()
    project = open_project(file)
    with project.read() as rows:
        saved = rows.get(Coding, written)
    project.close()
    assert saved is not None
    assert saved.memo == MEMO


def test_what_was_written_comes_back_when_its_removed_coding_does(robot: DeskRobot) -> None:
    written = write(robot)
    buttons = robot.desk.inspector.findChildren(QAbstractButton)
    robot.click(next(button for button in buttons if button.isVisible() and button.text() == "Remove"))
    assert written not in {item.id for item in robot.codings()}
    robot.desk.history.undo()
    assert memo(robot, written) == MEMO
