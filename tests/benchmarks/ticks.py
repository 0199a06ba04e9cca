"""Pauses of the window's event loop, measured with a timer of 10 ms."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

TICK_MS = 10


class Ticks:
    """Measures pauses of the event loop in seconds: the longest time between two ticks."""

    def __init__(self, parent: QObject) -> None:
        self._last = 0.0
        self._gaps: list[float] = []
        self._timer = QTimer(parent)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last)
        self._last = now

    def longest_until(self, condition: Callable[[], bool], *, limit: float = 120.0) -> float:
        """Let the window run until something is so, and return the longest pause."""
        self._gaps, self._last = [], time.perf_counter()
        end = time.perf_counter() + limit
        while not condition():
            assert time.perf_counter() < end, "it never came about"
            QApplication.processEvents()
            time.sleep(0.0005)
        return max(self._gaps, default=0.0)
