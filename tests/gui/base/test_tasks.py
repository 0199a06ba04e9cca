"""Work in the background: results arrive on the window's thread, and only while they are wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from coder.errors import CoderError
from coder.gui.base.tasks import CancelFlag, Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    result = Tasks()
    yield result
    result.shut_down()
    result.deleteLater()


def test_the_result_arrives_on_the_windows_thread(tasks: Tasks, qtbot: QtBot) -> None:
    found: list[tuple[int, threading.Thread]] = []
    tasks.start(lambda _flag: 6 * 7, done=lambda result: found.append((result, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(found))
    assert found == [(42, threading.main_thread())]


def test_the_work_itself_is_done_elsewhere(tasks: Tasks, qtbot: QtBot) -> None:
    where: list[threading.Thread] = []
    tasks.start(lambda _flag: threading.current_thread(), done=where.append)
    qtbot.waitUntil(lambda: bool(where))
    assert where[0] is not threading.main_thread()


def test_a_known_error_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    def fail(_flag: CancelFlag) -> None:
        raise CoderError("The file is gone.")

    problems: list[str] = []
    tasks.start(fail, done=lambda _result: None, failed=lambda error: problems.append(error.message))
    qtbot.waitUntil(lambda: bool(problems))
    assert problems == ["The file is gone."]


def test_a_bug_is_raised_on_the_windows_thread(tasks: Tasks, qtbot: QtBot) -> None:
    def fail(_flag: CancelFlag) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised:
        tasks.start(fail, done=lambda _result: None, failed=lambda _error: None)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_a_cancelled_task_is_told_to_stop_and_brings_nothing(tasks: Tasks, qtbot: QtBot) -> None:
    begun, stopped = threading.Event(), threading.Event()
    found: list[object] = []

    def wait(flag: CancelFlag) -> str:
        begun.set()
        while not flag():
            threading.Event().wait(0.002)
        stopped.set()
        return "late"

    task = tasks.start(wait, done=found.append)
    assert begun.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert stopped.is_set()
    assert found == []


def test_a_newer_task_of_the_same_kind_replaces_the_older_one(tasks: Tasks, qtbot: QtBot) -> None:
    release = threading.Event()
    found: list[str] = []

    def slow(_flag: CancelFlag) -> str:
        release.wait(5)
        return "old"

    tasks.start(slow, done=found.append, key="look")
    tasks.start(lambda _flag: "new", done=found.append, key="look")
    release.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert found == ["new"]


def test_it_says_when_it_is_busy(tasks: Tasks, qtbot: QtBot) -> None:
    states: list[bool] = []
    tasks.busy_changed.connect(states.append)
    tasks.start(lambda _flag: None, done=lambda _result: None)
    qtbot.waitUntil(lambda: states == [True, False])


def test_shutting_down_leaves_no_thread(qtbot: QtBot) -> None:
    tasks = Tasks()
    before = threading.active_count()
    tasks.start(lambda flag: [None for _ in iter(flag, True)], done=lambda _result: None)
    tasks.shut_down()
    assert not tasks.busy
    assert threading.active_count() <= before
    tasks.deleteLater()


def test_ending_work_waits_until_it_touches_nothing_and_hands_nothing_over(tasks: Tasks, qtbot: QtBot) -> None:
    touched: list[bool] = []
    heard: list[int] = []
    begun, go = threading.Event(), threading.Event()

    def work(flag: CancelFlag) -> int:
        begun.set()
        go.wait(10)
        touched.append(flag())
        return 1

    tasks.start(work, done=heard.append, key="engine")
    tasks.start(lambda _flag: 2, done=heard.append, key="other")
    assert begun.wait(10)
    threading.Timer(0.05, go.set).start()
    tasks.end("engine")
    assert touched == [True]
    qtbot.waitUntil(lambda: not tasks.busy)
    assert heard == [2]
