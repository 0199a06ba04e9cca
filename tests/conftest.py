"""Shared fixtures; the whole suite runs without a screen and without a network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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


@pytest.fixture
def shared() -> Path:
    """Return the folder of real inputs that lies beside the project, or skip where it is not."""
    if not SHARED.is_dir():
        pytest.skip("The shared real inputs are not on this machine.")
    return SHARED
