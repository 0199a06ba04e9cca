"""Whether a coding was looked at again is said beside the text, and the evidence says the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from coder.domain.coding import Coding, Review
from coder.gui.evidence.table import EvidenceTable
from coder.gui.look.theme import Theme
from coder.services.evidence.evidence import evidence_rows
from coder.services.sample import build_sample
from coder.services.settings import Settings
from tests.helpers.desk import DeskRobot

QUOTE = "I'm getting paid for standing here"


@pytest.fixture
def robot(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[DeskRobot]:
    build_sample(tmp_path / "Sample.coder", coder="Ana").close()
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    robot.open(tmp_path / "Sample.coder")
    robot.code(QUOTE, "secure")
    yield robot
    robot.window.close()


def coded(robot: DeskRobot) -> Coding:
    """Return the coding that the card is about, as it is in the project."""
    active = robot.desk.coding.active
    assert active is not None
    return next(item for item in robot.codings() if item.id == active.id)


def toggle(robot: DeskRobot, text: str) -> QAbstractButton:
    buttons = robot.desk.inspector.findChildren(QAbstractButton)
    return next(button for button in buttons if button.isVisible() and button.text() == text)


def test_a_click_beside_the_text_marks_it_and_one_step_takes_it_back(robot: DeskRobot) -> None:
    robot.click(toggle(robot, "To discuss"))
    assert coded(robot).review is Review.DISCUSS
    rows = {row.evidence_id: row.review for row in evidence_rows(robot.desk.session.project)}
    assert rows[coded(robot).id] == "to discuss"
    robot.press("Ctrl+Z")
    assert coded(robot).review is Review.OPEN
    assert not toggle(robot, "To discuss").isChecked()
    robot.press("Ctrl+Y")
    assert toggle(robot, "To discuss").isChecked()


def test_keys_alone_reach_it(robot: DeskRobot) -> None:
    robot.desk.inspector.focus_list()
    for _ in range(20):
        robot.press("Tab")
        if QApplication.focusWidget() is toggle(robot, "Reviewed"):
            break
    robot.press("Space")
    assert coded(robot).review is Review.DONE
    assert QApplication.focusWidget() is toggle(robot, "Reviewed"), "the keys stay where they are"
    robot.press("Space")
    assert coded(robot).review is Review.OPEN


def test_what_is_marked_in_the_evidence_is_shown_beside_the_text(robot: DeskRobot) -> None:
    robot.press("Ctrl+Shift+E")
    table = robot.desk.places["show_evidence"].widget.findChild(EvidenceTable)
    row = next(row for row in table.rows_model.rows if row.evidence_id == coded(robot).id)
    table.clearSelection()
    next(action for action in table.menu(row).actions() if action.text() == "Mark as reviewed").trigger()
    robot.settle()
    assert toggle(robot, "Reviewed").isChecked()


def test_a_memo_that_is_being_written_is_kept_when_it_is_marked(robot: DeskRobot) -> None:
    robot.press("M")
    robot.type("Ask Kasia")
    robot.click(toggle(robot, "Reviewed"))
    assert coded(robot).memo == "Ask Kasia"
    assert coded(robot).review is Review.DONE
