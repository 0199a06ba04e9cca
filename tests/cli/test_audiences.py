"""For whom the commands write files, what they say about it, and how consent is recorded."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coder.__main__ import run


@dataclass(frozen=True)
class Done:
    """What a command said."""

    returncode: int
    stdout: str
    stderr: str


def coder(*arguments: object) -> Done:
    """Run a command within this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(each) for each in arguments])
    return Done(code, out.getvalue(), err.getvalue())


def done(*arguments: object) -> Any:
    """Run a command that must succeed and return its JSON."""
    result = coder(*arguments)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_every_file_is_for_somebody_and_consent_is_recorded_in_one_step(tmp_path: Path) -> None:
    path, talk, more = tmp_path / "P.coder", tmp_path / "talk.txt", tmp_path / "more.txt"
    talk.write_text("Interviewer: How was it?\nRosa Tull: We shared lunch.\n\nR2: The zebra was cold.\n", "utf-8")
    more.write_text("Interviewer: And then?\nRosa Tull: Nothing at all.\nJude: I came later.\n", "utf-8")
    assert coder("new", path, "--codebook", "outcomes").returncode == 0
    imported = coder("import", path, talk)
    assert "coder consent" in imported.stderr
    assert coder("import", path, more, "--consent", "internal").stderr == ""
    people = {item["participant"]: item["consent"] for item in done("list", path, "participants", "--json")}
    assert people == {"P01": "not recorded", "R2": "not recorded", "P02": "internal only"}
    where = ("--transcript", "talk", "--start", 15, "--end", 27, "--code", "peer-learning")
    assert coder("code", path, *where).returncode == 0
    file = tmp_path / "out.csv"
    exported = coder("export", path, "-o", file)
    assert "For the team, not to be passed on" in exported.stderr
    assert exported.stderr.count("\n") == 1
    assert "lunch" in file.read_text("utf-8")
    assert "Tull" not in file.read_text("utf-8")
    exported = coder("export", path, "-o", file, "--for", "readers")
    assert "the words of 1 of 1 coded passage are withheld (1: consent not recorded, 1 person)" in exported.stdout
    assert "lunch" not in file.read_text("utf-8")
    for command in (
        ("report", path, "-o", tmp_path / "r.html"),
        ("chart", path, "timeline", "--transcript", "talk", "-o", tmp_path / "c.svg"),
        ("transcript", path, "--transcript", "talk", "-o", tmp_path / "t.html"),
    ):
        made = coder(*command)
        assert "For readers: the words of 1 of 1 coded passage are withheld" in made.stderr, command
        assert "lunch" not in Path(command[-1]).read_text("utf-8")
        assert "not to be passed on" in coder(*command, "--for", "team").stdout
        assert "lunch" in Path(command[-1]).read_text("utf-8")
    assert coder("consent", path, "--all").returncode == 2
    assert coder("consent", path, "--all", "--participant", "P01", "--level", "attributed").returncode == 2
    assert done("consent", path, "--participant", "r2", "--level", "withdrawn", "--json")["passages"] == 1
    assert done("consent", path, "--all", "--level", "attributed", "--json")["passages_withheld"] == 0
    people = {item["participant"]: item["consent"] for item in done("list", path, "participants", "--json")}
    assert people == {"P01": "attributed quote", "R2": "withdrawn", "P02": "attributed quote"}
