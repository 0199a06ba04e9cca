"""An evaluator codes what an interviewer says: it is done, and said once that it is no evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coder.domain.coding import Coding
from coder.gui.look.theme import Theme
from coder.services.settings import Settings
from tests.helpers.builders import a_code, a_participant, a_transcript
from tests.helpers.desk import DeskRobot
from tests.helpers.projects import a_project

ROSA = a_participant("Worker 1")
TALK = a_transcript(
    [
        "INTERVIEWER: How was the spring?",
        "ROSA: They moved me to guaranteed hours.",
        "INTERVIEWER: And the summer?",
        "ROSA: Nobody rang.",
    ],
    participants={"ROSA": ROSA},
)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[DeskRobot]:
    project = a_project(tmp_path, [TALK], [a_code("pay")], participants=[ROSA])
    project.close()
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "AB"
    settings.values.suggestions_shown = False
    robot = DeskRobot(qtbot, settings=settings, theme=theme).open(project.path)
    yield robot
    robot.window.close()


def warnings(desk: DeskRobot) -> list[str]:
    return [said for said in desk.listener.said if "no evidence" in said]


def code(desk: DeskRobot, quote: str) -> None:
    desk.desk.coding.apply("pay", desk.select(quote))
    desk.settle()


def test_coding_an_asker_is_done_and_warned_of_once(desk: DeskRobot) -> None:
    code(desk, "guaranteed hours")
    assert not warnings(desk)
    code(desk, "How was the spring?")
    assert warnings(desk) == [
        "This passage is said by whoever asks, or by nobody, and so no evidence. The coding is kept, but it counts in "
        "no table, chart or report."
    ]
    code(desk, "And the summer?")
    assert len(warnings(desk)) == 1, "once in a session"
    assert not desk.listener.problems
    with desk.desk.session.project.read() as rows:
        assert len(rows.codings()) == 3


def test_the_code_tree_counts_only_evidence(desk: DeskRobot) -> None:
    code(desk, "How was the spring?")
    assert desk.desk.session.usage == {}
    code(desk, "guaranteed hours")
    assert desk.desk.session.usage == {"pay": 1}
    desk.desk.session.project.undo()
    assert desk.desk.session.usage == {}
    with desk.desk.session.project.read() as rows:
        assert len(rows.codings()) == 1


def test_a_coding_that_is_drawn_over_an_answer_counts_from_then_on(desk: DeskRobot) -> None:
    code(desk, "And the summer?")
    with desk.desk.session.project.read() as rows:
        (coding,) = rows.codings()
    assert isinstance(coding, Coding)
    desk.desk.coding.resize(coding.id, coding.start, len(desk.text))
    assert desk.desk.session.usage == {"pay": 1}
