"""Every reader takes a file or says in words why not, whatever came over it; the benchmarks do it for a minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.fuzz import attack, readers

ROUNDS = {"transcripts": 400, "codebooks": 150, "codings": 60, "projects": 120, "settings": 200}


@pytest.mark.parametrize("kind", list(ROUNDS))
def test_a_damaged_file_is_taken_or_refused_in_words(kind: str, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    taken, refused = attack(readers(tmp_path)[kind], tmp_path / "files", seed=1, rounds=ROUNDS[kind])
    assert taken + refused == ROUNDS[kind]
    assert taken
    assert refused or kind == "settings"
