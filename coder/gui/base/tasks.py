"""Work in the background: plain data in, plain data out, results on the window's thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from coder.errors import CoderError

SWITCH_AFTER = 0.0005
"""Seconds after which work in the background lets the window go on."""


class CancelFlag:
    """Tells running work that its result is no longer wanted; call it to ask."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        """Ask the work to stop at its next look."""
        self._event.set()


class _Outcome(QObject):
    """Carries a result over to the window's thread."""

    arrived = Signal(object, object, object)


class _Work(QRunnable):
    def __init__(self, task: Task, outcome: _Outcome) -> None:
        super().__init__()
        self._held: tuple[Task, _Outcome] | None = (task, outcome)

    def run(self) -> None:
        assert self._held is not None, "work runs once"
        (task, outcome), self._held = self._held, None
        result: Any = None
        failure: BaseException | None = None
        try:
            if not task.flag():
                result = task.work(task.flag)
        except BaseException as error:  # noqa: BLE001  # handed over whole: a bug is raised on the window's thread
            failure = error
        finally:
            task.over.set()
        outcome.arrived.emit(task, result, failure)


class Task:
    """A piece of work that was started."""

    def __init__(
        self,
        work: Callable[[CancelFlag], Any],
        done: Callable[[Any], None],
        failed: Callable[[CoderError], None] | None,
        key: str | None,
    ) -> None:
        self.work = work
        self.flag = CancelFlag()
        self.over = threading.Event()
        """Set once the work touches nothing any more."""
        self.key = key
        self.done = done
        self.failed = failed

    def cancel(self) -> None:
        """Drop the result; the work stops at its next look at the flag."""
        self.flag.set()

    def let_go(self) -> None:
        """Hold nothing any more of what asked for the work: Qt may keep finished work for long."""
        self.work = self.done = _nothing
        self.failed = None


def _nothing(_given: object) -> None:
    pass


class Tasks(QObject):
    """Starts work and brings results back; a newer task with the same key replaces the older one."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Reading a thousand rows gives Python's lock away a thousand times, and each time the window would wait for as
        # long as a thread in the background may keep it: 5 ms unless told otherwise.
        sys.setswitchinterval(SWITCH_AFTER)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._running: set[Task] = set()
        self._outcome = _Outcome(self)
        self._outcome.arrived.connect(self._arrived)

    def start(
        self,
        work: Callable[[CancelFlag], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[CoderError], None] | None = None,
        key: str | None = None,
    ) -> Task:
        """Run `work` in the background and hand its result to `done` on this thread.

        Known errors go to `failed`; anything else is a bug and is raised here. A cancelled task calls neither.
        """
        if key is not None:
            for task in self._running:
                if task.key == key:
                    task.cancel()
        task = Task(work, done, failed, key)
        self._running.add(task)
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        self._pool.start(_Work(task, self._outcome))
        return task

    @property
    def busy(self) -> bool:
        """Tell whether work is under way."""
        return bool(self._running)

    def end(self, *keys: str) -> None:
        """Cancel the work with these keys and wait until it touches nothing any more."""
        ended = [task for task in self._running if task.key in keys]
        for task in ended:
            task.cancel()
        for task in ended:
            task.over.wait()

    def shut_down(self) -> None:
        """Cancel everything and wait until no thread is left."""
        for task in self._running:
            task.cancel()
        self._pool.clear()
        self._pool.waitForDone()
        for task in self._running:
            task.let_go()
        self._running.clear()

    @Slot(object, object, object)
    def _arrived(self, task: Task, result: Any, failure: BaseException | None) -> None:
        self._running.discard(task)
        if not self._running:
            self.busy_changed.emit(False)
        done, failed = task.done, task.failed
        task.let_go()
        if task.flag():
            return
        if failure is None:
            done(result)
        elif isinstance(failure, CoderError) and failed is not None:
            failed(failure)
        else:
            raise failure
