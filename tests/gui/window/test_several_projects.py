"""One window, several projects one after another: what belonged to the first is gone and speaks no more."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QEvent, QMetaMethod, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from coder import shipped
from coder.gui.analysis.places import PLACES
from coder.gui.importing.dialog import ImportDialog
from coder.gui.look.theme import Mode, Theme
from coder.gui.transcripts.transcript_details import TranscriptDetailsDialog
from coder.gui.window.keys import KeysDialog
from coder.services.codebook.codes import add_codebook
from coder.services.project import create_project
from coder.services.settings import Settings
from tests.helpers.desk import DeskRobot

TALK = """Interviewer: What changed for you in the last year?

Amina: My wages come on time now, and I can plan for the winter. The team trusts me with the keys.

Interviewer: And before that?

Amina: Before that nobody asked us. I was paid for half of the hours that I stood there.
"""
QUOTE = "My wages come on time now"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    result = Settings(tmp_path / "settings")
    result.values.coder = "Ana"
    return result


@pytest.fixture
def robot(qtbot: QtBot, settings: Settings, theme: Theme) -> Iterator[DeskRobot]:
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    yield robot
    robot.window.close()


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], Path]:
    """Return a way to make a new project file with a shipped codebook."""

    def make(name: str) -> Path:
        project = create_project(tmp_path / f"{name}.coder", person="Ana")
        add_codebook(project, file=sorted(shipped.codebooks_folder().glob("*.yaml"))[0])
        project.history.clear()
        project.close()
        return tmp_path / f"{name}.coder"

    return make


def _come_to_rest() -> None:
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _longer_lived(robot: DeskRobot) -> dict[str, QObject]:
    """Return what lives as long as the window and longer, by name."""
    window = robot.window
    found: dict[str, QObject] = {
        "theme": window.theme,
        "icons": window.icons,
        "tasks": window.tasks,
        "application": QApplication.instance(),
        "clipboard": QApplication.clipboard(),
        "style hints": QApplication.styleHints(),
    }
    found |= {f"screen {number}": screen for number, screen in enumerate(QApplication.screens())}
    found |= {action.objectName(): action for action in window.findChildren(QObject) if action.objectName() in _names()}
    return found


def _names() -> set[str]:
    from coder.gui.base.actions import ACTIONS

    return {spec.name for spec in ACTIONS}


def _listeners(robot: DeskRobot) -> dict[str, int]:
    """Return how many listen to each signal of what lives longer than a desk."""
    counts: dict[str, int] = {}
    for name, sender in _longer_lived(robot).items():
        meta = sender.metaObject()
        for number in range(meta.methodCount()):
            method = meta.method(number)
            if method.methodType() is QMetaMethod.MethodType.Signal:
                signature = bytes(method.methodSignature().data()).decode("ascii")
                counts[f"{name}: {signature}"] = sender.receivers(SIGNAL(signature))
    return counts


def _import(robot: DeskRobot, file: Path) -> None:
    file.write_text(TALK, encoding="utf-8")

    def confirm(dialog: ImportDialog) -> None:
        robot.qtbot.waitUntil(lambda: not dialog._running and len(dialog.plans()) == 1, timeout=60_000)
        dialog.accept()

    robot.answer(ImportDialog, confirm)
    robot.desk.imports.import_files([file])
    robot.settle()


def _use(robot: DeskRobot, folder: Path, name: str) -> None:
    """Do a little of everything that the window offers."""
    window = robot.window
    file = folder / f"{name} talk.txt"
    _import(robot, file)
    assert QUOTE in robot.text
    window.set_mode(Mode.DARK)
    span = robot.select(QUOTE)
    robot.press("Ctrl+K")
    robot.type("secure livelihood")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    robot.press("Return")
    assert robot.coded(span)
    robot.press("Ctrl+Z", on=robot.desk.view)
    assert robot.coded(span) == []
    robot.press("Ctrl+Shift+Z", on=robot.desk.view)
    assert robot.coded(span)
    robot.select("nobody asked us")
    robot.desk.coding.apply_recent(1)
    robot.press("Ctrl+F", on=robot.desk.view)
    robot.type("wages")
    robot.press("Escape")
    robot.press("Ctrl+Shift+E", on=robot.desk.view)
    window.set_mode(Mode.LIGHT)
    robot.press("Ctrl+Shift+E", on=robot.desk.view)
    robot.press("F9", on=robot.desk.view)
    robot.qtbot.wait(60)
    robot.press("F9", on=robot.desk.view)
    robot.desk.places.open("find_passages", next(iter(robot.desk.session.codebook.tree)).id)
    robot.qtbot.wait(60)
    window.actions_table["trust"].trigger()
    robot.settle()
    window.actions_table["trust"].trigger()
    window.actions_table["edit_codebook"].trigger()
    robot.settle()
    robot.desk.places["edit_codebook"].widget.codes.focus_filter()
    robot.settle()
    window.set_mode(Mode.DARK)
    window.actions_table["edit_codebook"].trigger()
    window.actions_table["analyse"].trigger()
    for place in PLACES:
        robot.desk.places["analyse"].controller.show_place(place.name)
        robot.desk.places["analyse"].widget.list.choose(place.name)
        robot.qtbot.waitUntil(lambda: not robot.desk.places["analyse"].controller.tasks.busy, timeout=60_000)
    window.set_mode(Mode.LIGHT)
    window.actions_table["analyse"].trigger()
    robot.answer(TranscriptDetailsDialog, TranscriptDetailsDialog.reject)
    robot.desk.header.details_requested.emit()
    robot.answer(KeysDialog, KeysDialog.reject)
    window.show_keys()
    robot.desk.transcripts.menu_for(robot.desk.reading.transcript_id).deleteLater()
    # The import is taken back and repeated at the very end of the history, too.
    while window.actions_table["undo"].isEnabled():
        window.actions_table["undo"].trigger()
    while window.actions_table["redo"].isEnabled():
        window.actions_table["redo"].trigger()
    robot.settle()


def _alive(desk: QWidget) -> list[QObject]:
    return [desk, *desk.findChildren(QObject)]


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.timeout(400)
def test_three_projects_one_after_another_leave_nothing_of_the_ones_before(
    robot: DeskRobot, make: Callable[[str], Path], tmp_path: Path, mode: Mode
) -> None:
    window = robot.window
    window.set_mode(mode)
    window._show_start()
    _come_to_rest()
    calm = _listeners(robot)
    before: list[weakref.ref[QObject]] = []
    kept: list[QObject] = []
    widgets_at_rest: Counter[str] = Counter()
    for number, name in enumerate(("First", "Second", "Third")):
        robot.open(make(name))
        assert not [item for item in kept if isValid(item)]
        _use(robot, tmp_path, name)
        window.set_mode(mode)
        kept = _alive(robot.desk)
        before = [weakref.ref(item) for item in kept]
        window.close_project()
        _come_to_rest()
        assert [item for item in kept if isValid(item)] == []
        now = Counter(type(item).__name__ for item in QApplication.allWidgets())
        if number:
            assert now <= widgets_at_rest
        widgets_at_rest = now
        assert {key: count for key, count in _listeners(robot).items() if count != calm[key]} == {}
        assert not window.tasks.busy
        kept.clear()
        _come_to_rest()
        # A C++ part that ended is no proof that Python let go of what it held.
        assert [found for ref in before if (found := ref()) is not None] == []
        _use_actions_without_a_project(robot)
    assert robot.listener.problems == []


def _use_actions_without_a_project(robot: DeskRobot) -> None:
    """Change all that somebody may listen to: texts of actions, the look, the icons."""
    for name in _names():
        action = robot.window.actions_table[name]
        text = action.text()
        action.setText("Another text")
        action.setText(text)
        action.setEnabled(not action.isEnabled())
        action.setEnabled(not action.isEnabled())
    mode = robot.window.theme.mode
    for look in (Mode.DARK, Mode.LIGHT, mode):
        robot.window.set_mode(look)
    robot.settle()


def test_a_project_opened_over_another_one_takes_its_place_at_once(
    robot: DeskRobot, make: Callable[[str], Path], tmp_path: Path
) -> None:
    robot.open(make("First"))
    _import(robot, tmp_path / "first.txt")
    first = robot.desk
    robot.open(make("Second"))
    # What the first had still to tell comes to nobody.
    robot.qtbot.wait(400)
    _import(robot, tmp_path / "second.txt")
    assert not isValid(first)
    assert robot.desk.header.title()
    assert QUOTE in robot.text
    robot.code(QUOTE, "secure livelihood")
    assert robot.window.actions_table["undo"].isEnabled()
    assert robot.listener.problems == []


def test_work_and_clocks_of_a_closed_project_end(robot: DeskRobot, make: Callable[[str], Path], tmp_path: Path) -> None:
    robot.open(make("First"))
    _import(robot, tmp_path / "first.txt")
    arrived: list[str] = []
    started: list[str] = []

    def work(flag: Callable[[], bool]) -> str:
        started.append("started")
        while not flag():
            QTest.qSleep(1)
        return "late"

    robot.window.tasks.start(work, done=arrived.append)
    robot.qtbot.waitUntil(lambda: bool(started))
    clocks = robot.desk.findChildren(QTimer)
    for clock in clocks:
        clock.start(5)
    robot.window.close_project()
    _come_to_rest()
    robot.qtbot.wait(30)
    assert arrived == []
    assert not [clock for clock in clocks if isValid(clock)]
    assert not robot.window.tasks.busy
    assert robot.listener.problems == []
