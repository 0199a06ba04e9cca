"""Shared fixtures; the whole suite runs without a screen and without a network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from coder.errors import CoderError
from coder.storage.database import Database

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"

# A slow machine must not fail a property, and a run must be repeatable.
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings and backups of every test in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CODER_HOME", str(home))
    return home


OPENED = pytest.StashKey[list[list[Database]]]()
"""The projects that were opened for the session, for the module, and for the test."""


@pytest.fixture(scope="session", autouse=True)
def watched_projects(pytestconfig: pytest.Config) -> Iterator[None]:
    """Note each project that is opened."""
    levels = pytestconfig.stash.setdefault(OPENED, [])
    initialise = Database.__init__

    def noted(self: Database, *args: Any, **kwargs: Any) -> None:
        initialise(self, *args, **kwargs)
        levels[-1].append(self)

    with pytest.MonkeyPatch.context() as patch, closing_projects(levels):
        patch.setattr(Database, "__init__", noted)
        yield


@pytest.fixture(scope="module", autouse=True)
def closed_after_module(watched_projects: None, pytestconfig: pytest.Config) -> Iterator[None]:
    """Close what the module's fixtures opened."""
    with closing_projects(pytestconfig.stash[OPENED]):
        yield


@pytest.fixture(autouse=True)
def closed_after_test(closed_after_module: None, pytestconfig: pytest.Config) -> Iterator[None]:
    """Close what a test or its fixtures opened, so that no connection is left to chance."""
    with closing_projects(pytestconfig.stash[OPENED]):
        yield


@contextmanager
def closing_projects(levels: list[list[Database]]) -> Iterator[None]:
    """Close all projects that are opened within the block and still open at its end."""
    opened: list[Database] = []
    levels.append(opened)
    try:
        yield
    finally:
        levels.pop()
        for database in opened:
            # A test may have damaged or removed the file.
            with suppress(CoderError, OSError):
                database.close()


@pytest.fixture
def shared() -> Path:
    """Return the folder of real inputs that lies beside the project, or skip where it is not."""
    if not SHARED.is_dir():
        pytest.skip("The shared real inputs are not on this machine.")
    return SHARED
