"""How long until the window can be used, and how much memory it takes, against an empty window in the same run.

Times are from the start of the process to the first painted window, as a person waits; the processes may keep
compiled modules, as they do on a person's machine from the second start on.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coder.services.sample import build_sample

PAIRS = 9

_TOLD = """
import json, resource
from pathlib import Path
heavy = [name for name in ("spacy", "pandas", "scipy", "ruamel.yaml") if name in sys.modules]
status = Path("/proc/self/status")
if status.exists():
    # On Linux the other figure begins with that of the process from which this one was made.
    megabytes = int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
else:
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"s": now - float(sys.argv[1]), "mb": megabytes, "heavy": heavy}))
"""

_FLOOR = """
import sys, time
import sqlmodel
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
now = time.monotonic()
"""

_WINDOW = """
import sys, time
from pathlib import Path
from coder import app
from coder.services.settings import Settings
application, window = app.build_window(Settings(), project=Path(sys.argv[2]))
window.show()
application.processEvents()
window.desk.view.viewport().repaint()
now = time.monotonic()
"""


def _run(code: str, compiled: Path, *arguments: str) -> dict[str, object]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code + _TOLD, str(time.monotonic()), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


@pytest.mark.benchmark(group="start")
def test_the_desk_is_usable_within_twice_the_floor(project: Path, tmp_path: Path, benchmark) -> None:  # type: ignore[no-untyped-def]  # the plugin has no types
    def both() -> tuple[dict[str, object], dict[str, object]]:
        return _run(_FLOOR, tmp_path), _run(_WINDOW, tmp_path, str(project))

    both()
    pairs = [both() for _ in range(PAIRS)]
    floor, desk = (statistics.median(float(str(run["s"])) for run in column) for column in zip(*pairs, strict=True))
    megabytes = max(float(str(run["mb"])) for _, run in pairs)
    benchmark.extra_info.update({"floor_s": floor, "desk_s": desk, "ratio": desk / floor, "mb": megabytes})
    benchmark.pedantic(_run, args=(_WINDOW, tmp_path, str(project)), rounds=1)
    assert pairs[0][1]["heavy"] == []
    assert megabytes < 200
    assert desk < 1.5 * 2  # a wide guard: the figures are for the note
