"""A lock beside the shared file holds while its maker lives, and not a moment longer on the same machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coder.errors import StaleError
from coder.processes import has_ended, this_process
from coder.services.codebook.codebook_replacing import alone

MAKER = """
import os, sys
from pathlib import Path
from coder.services.codebook.codebook_replacing import alone
with alone(Path(sys.argv[1])):
    os._exit(9)
"""


def taken(place: Path) -> bool:
    try:
        with alone(place) as check:
            check()
    except StaleError:
        return False
    return True


def test_a_publisher_that_died_on_this_machine_keeps_nobody_waiting(tmp_path: Path) -> None:
    place = tmp_path / "team.yaml"
    subprocess.run([sys.executable, "-c", MAKER, str(place)], check=False)
    assert (tmp_path / ".team.yaml.lock").exists()
    assert taken(place)
    assert list(tmp_path.iterdir()) == []


def test_one_that_lives_is_waited_for(tmp_path: Path) -> None:
    with alone(tmp_path / "team.yaml"):
        assert not taken(tmp_path / "team.yaml")


@pytest.mark.parametrize("change", [{"host": "elsewhere"}, {"machine": "other"}, {"machine": ""}])
def test_a_process_of_another_machine_may_be_alive(tmp_path: Path, change: dict[str, str]) -> None:
    process = {**this_process(), "pid": "999999999", **change}
    assert not has_ended(process)
    (tmp_path / ".team.yaml.lock").write_text(f"token\n{json.dumps(process)}\n", encoding="ascii")
    assert not taken(tmp_path / "team.yaml")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="The system does not tell when a process started.")
def test_a_number_that_was_given_again_is_another_process() -> None:
    assert has_ended({**this_process(), "started": "1"})
    assert not has_ended(this_process())
    assert this_process()["pid"] == str(os.getpid())
