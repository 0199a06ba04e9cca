"""A minute of damaged files for every reader; `pytest tests/benchmarks/test_fuzz.py --benchmark-only` runs it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.helpers.fuzz import attack, readers

SECONDS = 12.0
"""For each of the five readers."""


@pytest.mark.parametrize("kind", ["transcripts", "codebooks", "codings", "projects", "settings"])
def test_no_file_brings_a_reader_down(kind: str, tmp_path: Path, benchmark: BenchmarkFixture) -> None:
    reader = readers(tmp_path)[kind]
    (tmp_path / "files").mkdir()

    def for_a_while() -> int:
        until, seed = time.monotonic() + SECONDS, 1000
        while time.monotonic() < until:
            attack(reader, tmp_path / "files", seed=seed, rounds=20)
            seed += 1
        return (seed - 1000) * 20

    assert benchmark.pedantic(for_a_while, rounds=1, iterations=1)
