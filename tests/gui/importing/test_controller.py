"""What is dropped on the list comes in once it was confirmed, and is read from its first file on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coder.gui.importing.dialog import ImportDialog
from coder.gui.look.theme import Theme
from coder.services.project import create_project
from coder.services.settings import Settings
from coder.services.transcripts.importing import import_transcripts, look_at
from tests.helpers.desk import DeskRobot


def a_talk(folder: Path, name: str) -> Path:
    file = folder / f"{name}.txt"
    file.write_text(f"Interviewer: What about the {name}?\n\nRosa: We built the {name} in spring.\n", encoding="utf-8")
    return file


@pytest.fixture
def robot(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[DeskRobot]:
    project = create_project(tmp_path / "a.coder", person="Ana")
    import_transcripts(project, [look_at(a_talk(tmp_path, "well"))])
    project.close()
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    robot = DeskRobot(qtbot, settings=settings, theme=theme).open(tmp_path / "a.coder")
    yield robot
    robot.window.close()


def titles(robot: DeskRobot) -> list[str]:
    with robot.desk.session.project.read() as rows:
        return [item.name for item in rows.transcripts()]


def test_the_first_of_several_dropped_files_is_shown(robot: DeskRobot, qtbot: QtBot, tmp_path: Path) -> None:
    assert robot.desk.header.title() == "well"
    files = [a_talk(tmp_path, name) for name in ("shed", "bridge")]

    def confirm(dialog: ImportDialog) -> None:
        qtbot.waitUntil(lambda: len(dialog.plans()) == 2, timeout=60_000)
        dialog.accept()

    robot.answer(ImportDialog, confirm)
    robot.desk.transcripts.files_dropped.emit(files)
    robot.settle()
    assert titles(robot) == ["well", "shed", "bridge"]
    assert robot.desk.header.title() == "shed"
    assert robot.listener.said[-1] == "Imported 2 transcripts. Ctrl+Z takes it back."


def test_what_is_not_confirmed_stays_outside(robot: DeskRobot, qtbot: QtBot, tmp_path: Path) -> None:
    def leave(dialog: ImportDialog) -> None:
        qtbot.waitUntil(lambda: len(dialog.plans()) == 1, timeout=60_000)
        dialog.reject()

    robot.answer(ImportDialog, leave)
    robot.desk.transcripts.files_dropped.emit([a_talk(tmp_path, "shed")])
    robot.settle()
    assert titles(robot) == ["well"]
    assert robot.desk.header.title() == "well"
