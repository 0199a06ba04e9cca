"""Codings of another tool, in the window: columns are asked for, each row's fate is shown, and it is one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coder.gui.importing.codings import ImportCodingsDialog
from coder.gui.look.theme import Theme
from coder.services.project import create_project
from coder.services.settings import Settings
from coder.services.transcripts.importing import import_transcripts, look_at
from tests.helpers.builders import a_code, a_codebook
from tests.helpers.desk import DeskRobot

HIVES = (
    "Summary keywords\nhives\n\nAna  0:01\nHow did you begin?\n\nLeo  0:05\nI began with two hives. Yes, two hives.\n\n"
    "Ana  0:20\nAnd what changed?\n\nLeo  0:25\nWe sell wax now.\n"
)


@pytest.fixture
def robot(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[DeskRobot]:
    (tmp_path / "hives.txt").write_text(HIVES, encoding="utf-8", newline="")
    with_hives = create_project(tmp_path / "a.coder", person="Me")
    with with_hives.action("Codebook") as action:
        action.rows.add(a_codebook())
        action.rows.add_all([a_code("out", name="Outcome")])
    import_transcripts(with_hives, [look_at(tmp_path / "hives.txt")])
    with_hives.close()
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    robot = DeskRobot(qtbot, settings=settings, theme=theme).open(tmp_path / "a.coder")
    robot.answers.codings = tmp_path / "codings.csv"
    yield robot
    robot.window.close()


def write(robot: DeskRobot, text: str) -> None:
    assert robot.answers.codings is not None
    robot.answers.codings.write_text(text, encoding="utf-8")


def seen(dialog: ImportCodingsDialog) -> list[tuple[str, str, str]]:
    """Return what the preview says: line, what becomes of it, passage or reason."""
    items = [dialog.rows.topLevelItem(at) for at in range(dialog.rows.topLevelItemCount())]
    return [(item.text(0), item.text(1), item.text(4)) for item in items if item is not None]


def coded(robot: DeskRobot) -> list[str]:
    with robot.desk.session.project.read() as rows:
        (transcript,) = rows.transcripts()
        return sorted(each.span.of(transcript.text) for each in rows.codings())


def test_rows_are_shown_before_they_come_in_and_come_in_as_one_step(robot: DeskRobot, qtbot: QtBot) -> None:
    start = HIVES.index("two hives", HIVES.index("two hives") + 1)
    write(
        robot,
        "filename,codename,seltext,pos0,pos1\nhives.txt,Outcome,I began with,75,87\n"
        f"hives.txt,Outcome,two hives,{start},{start + 9}\nhives.txt,Outcome,nobody said it,1,15\n",
    )

    def confirm(dialog: ImportCodingsDialog) -> None:
        qtbot.waitUntil(lambda: dialog.rows.topLevelItemCount() == 3)
        (refused, chosen, placed) = seen(dialog)
        assert refused[:2] == ("4", "Refused")
        assert "does not occur in “hives”" in refused[2]
        assert chosen[:2] == ("3", "Chosen")
        assert "occurs 2 times" in chosen[2]
        assert placed == ("2", "Placed", "I began with")
        assert "2 rows would come in, 1 of them chosen by place; 1 cannot be placed." in dialog.said.text()
        dialog.accept()

    robot.answer(ImportCodingsDialog, confirm)
    robot.window.actions_table["import_codings"].trigger()
    assert coded(robot) == ["I began with", "two hives"]
    assert robot.listener.said[-1] == "Imported 2 codings. Ctrl+Z takes it back."
    robot.press("Ctrl+Z")
    assert coded(robot) == []


def test_columns_that_nobody_knows_are_asked_for(robot: DeskRobot, qtbot: QtBot) -> None:
    write(robot, "Datei,Was,Wort\nhives,out,We sell wax\n")

    def choose(dialog: ImportCodingsDialog) -> None:
        assert dialog.problem.text() == (
            "Choose which column holds the transcript and the code and the quote (or start and end)."
        )
        dialog.accept()
        assert dialog.isVisible(), "nothing comes in that is not understood"
        for what, head in (("transcript", "Datei"), ("code", "Was"), ("quote", "Wort")):
            dialog.heads[what].setCurrentText(head)
        qtbot.waitUntil(lambda: seen(dialog) == [("2", "Placed", "We sell wax")])
        dialog.accept()

    robot.answer(ImportCodingsDialog, choose)
    robot.window.actions_table["import_codings"].trigger()
    assert coded(robot) == ["We sell wax"]


def test_places_alone_wait_for_a_word_about_what_they_count(robot: DeskRobot, qtbot: QtBot) -> None:
    start = HIVES.index("what changed")
    write(robot, f"transcript,code,start,end\nhives,out,{start},{start + 12}\n")

    def declare(dialog: ImportCodingsDialog) -> None:
        qtbot.waitUntil(lambda: dialog.rows.topLevelItemCount() == 1)
        assert seen(dialog)[0][1] == "Refused"
        dialog.accept()
        assert dialog.isVisible()
        dialog.positions.setCurrentIndex(2)
        qtbot.waitUntil(lambda: seen(dialog) == [("2", "Placed", "what changed")])
        dialog.accept()

    robot.answer(ImportCodingsDialog, declare)
    robot.window.actions_table["import_codings"].trigger()
    assert coded(robot) == ["what changed"]


def test_what_is_no_table_is_told(robot: DeskRobot) -> None:
    write(robot, "<html><body><p>Hello</p></body></html>")
    robot.window.actions_table["import_codings"].trigger()
    assert "is a web page" in robot.listener.problems[-1]
    assert coded(robot) == []
