"""The Qt binding: 6.12.0 corrupts reference counts on Python 3.11 and ends the interpreter."""

from __future__ import annotations

import subprocess
import sys

import PySide6

_CALLS = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
before = sys.getrefcount(None)
for _ in range(20_000):
    thing.setObjectName("a")
    thing.blockSignals(False)
after = sys.getrefcount(None)
assert sys.version_info >= (3, 12) or after > before - 1_000, (before, after)
print("alive")
"""


def test_the_binding_is_one_that_was_measured() -> None:
    version = tuple(int(part) for part in PySide6.__version__.split(".")[:2])
    assert (6, 8) <= version < (6, 12)


def test_many_void_calls_leave_the_interpreter_alive() -> None:
    result = subprocess.run([sys.executable, "-c", _CALLS], capture_output=True, text=True, check=False, timeout=60)
    assert result.stdout.strip() == "alive", result.stderr
