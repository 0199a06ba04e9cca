"""A window with the sample project, and an evaluator before it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coder.gui.look.theme import Theme
from coder.services.sample import build_sample
from coder.services.settings import Settings
from tests.gui.analysis.robot import Analyst


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample once; each test works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


@pytest.fixture
def analyst(qtbot: QtBot, theme: Theme, tmp_path: Path, sample_file: Path) -> Iterator[Analyst]:
    """Return an evaluator at an open window with the sample project."""
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    settings.values.suggestions_shown = False
    robot = Analyst(qtbot, settings=settings, theme=theme)
    robot.open(Path(shutil.copy(sample_file, tmp_path / "Pilot.coder")))
    yield robot
    robot.window.close()
