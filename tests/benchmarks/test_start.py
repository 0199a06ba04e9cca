"""How long until the window can be used, and how much memory it takes, against an empty window in the same run."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from coder.services.sample import build_sample

ROUNDS = 5

_FLOOR = """
import json, resource, sys, time
import sqlmodel
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
print(json.dumps({"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

_WINDOW = """
import json, resource, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from coder.gui.main_window import MainWindow
from coder.gui.theme import Theme
from coder.services.settings import Settings
theme = Theme(mode="light")
theme.apply(app)
window = MainWindow(Settings(), theme=theme)
window.open_project(Path(sys.argv[1]))
window.show()
app.processEvents()
window.desk.view.viewport().repaint()
heavy = [name for name in ("spacy", "pandas", "sklearn", "ruamel.yaml") if name in sys.modules]
print(json.dumps({"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "heavy": heavy}))
window.close()
"""


def _run(code: str, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


@pytest.mark.benchmark(group="start")
def test_an_empty_window_with_sqlmodel(benchmark) -> None:  # type: ignore[no-untyped-def]  # the plugin has no types
    benchmark.pedantic(_run, args=(_FLOOR,), rounds=ROUNDS, warmup_rounds=1)


@pytest.mark.benchmark(group="start")
def test_the_desk_with_the_sample_project(benchmark, project: Path) -> None:  # type: ignore[no-untyped-def]
    result = benchmark.pedantic(_run, args=(_WINDOW, str(project)), rounds=ROUNDS, warmup_rounds=1)
    assert result["heavy"] == []
    assert float(str(result["mb"])) < 200
    benchmark.extra_info.update(result)


def test_the_desk_is_usable_within_twice_the_floor(project: Path, benchmark) -> None:  # type: ignore[no-untyped-def]
    import time

    def both() -> tuple[float, float]:
        begun = time.perf_counter()
        _run(_FLOOR)
        between = time.perf_counter()
        _run(_WINDOW, str(project))
        return between - begun, time.perf_counter() - between

    both()
    pairs = [both() for _ in range(ROUNDS)]
    floor, desk = (statistics.median(column) for column in zip(*pairs, strict=True))
    benchmark.extra_info.update({"floor_s": floor, "desk_s": desk, "ratio": desk / floor})
    benchmark.pedantic(lambda: None)
    assert desk < 1.5 * 2  # a wide guard: the figures are for the note
