"""Two evaluators share a codebook on the command line, by a shared file and in a git repository."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coder.codebooks import parse_codebook
from coder.shipped import codebooks_folder
from tests.e2e.test_command_line import OTTER, coder

CODER = f'"{sys.executable}" -m coder'


def ok(*arguments: str | Path) -> str:
    done = coder(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def as_json(*arguments: str | Path) -> Any:
    return json.loads(ok(*arguments, "--json"))


@pytest.fixture
def team(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return two projects with a coded transcript each, and the shared file."""
    shared = tmp_path / "team.yaml"
    shutil.copy(codebooks_folder() / "outcomes.yaml", shared)
    talk = tmp_path / "talk.txt"
    talk.write_text(OTTER, encoding="utf-8")
    projects = []
    for name in ("ana", "ben"):
        project = tmp_path / f"{name}.coder"
        ok("new", project, "--codebook", shared)
        ok("import", project, talk)
        ok("code", project, "--transcript", "talk", "--start", "60", "--end", "90", "--code", "social-meals")
        projects.append(project)
    return projects[0], projects[1], shared


def rename(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_hand_edited_file_is_taken_in_and_published_again(team: tuple[Path, Path, Path]) -> None:
    ana, ben, shared = team
    rename(shared, "name: Social meal experiences", "name: Meals together")
    told = as_json("codebook", "pull", ana, shared, "--dry-run")
    assert [(item["code"], item["what"], item["codings"]) for item in told["changes"]] == [
        ("social-meals", "changed", 1)
    ]
    assert not told["taken_in"]
    assert as_json("codebook", "pull", ana, shared)["taken_in"]
    assert "everything already" in ok("codebook", "pull", ana, shared)
    rename(shared, "name: Meals together", "name: Meals in company")
    stale = coder("codebook", "publish", ana, shared, "--reason", "Try")
    assert stale.returncode == 1
    assert "nothing to publish" in stale.stderr or "Take it in first" in stale.stderr
    assert as_json("codebook", "pull", ben, shared)["taken_in"]
    codings = as_json("list", ben, "codings")
    assert [item["code"] for item in codings] == ["social-meals"]


def test_publishing_says_why_when_it_cannot(team: tuple[Path, Path, Path]) -> None:
    ana, _, shared = team
    done = coder("codebook", "publish", ana, shared, "--reason", "No change")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "nothing to publish" in done.stderr


def test_merge_lists_conflicts_writes_nothing_and_exits_with_1(tmp_path: Path) -> None:
    base = codebooks_folder() / "outcomes.yaml"
    mine, theirs, out = (tmp_path / name for name in ("mine.yaml", "theirs.yaml", "out.yaml"))
    for file, name in ((mine, "Meals together"), (theirs, "Shared meals")):
        shutil.copy(base, file)
        rename(file, "name: Social meal experiences", f"name: {name}")
    done = coder("codebook", "merge", base, mine, theirs, "-o", out)
    assert done.returncode == 1
    assert "social-meals" in done.stderr
    assert "“Meals together”, theirs “Shared meals”" in done.stderr
    assert not out.exists()
    ok("codebook", "merge", base, mine, theirs, "-o", out, "--prefer", "theirs")
    assert "name: Shared meals" in out.read_text(encoding="utf-8")


def test_diff_and_show_are_for_people_and_for_programs(tmp_path: Path) -> None:
    base, new = codebooks_folder() / "outcomes.yaml", tmp_path / "new.yaml"
    shutil.copy(base, new)
    rename(new, "name: Social meal experiences", "name: Meals together")
    assert "“Social meal experiences” → “Meals together”" in ok("codebook", "diff", base, new)
    assert as_json("codebook", "diff", base, new)[0]["fields"][0]["field"] == "name"
    assert ok("codebook", "diff", base, base).strip() == "Nothing is different."
    assert "Meals together [social-meals]" in ok("codebook", "show", new)
    assert len(as_json("codebook", "show", new)["codes"]) == 46


@pytest.mark.parametrize("arguments", [("show",), ("diff", "x.yaml"), ("merge", "a", "b", "c")])
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert coder("codebook", *arguments).returncode == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="There is no git here.")
def test_git_merges_and_shows_codebooks_with_two_lines_of_configuration(tmp_path: Path) -> None:
    def git(*arguments: str, fails: bool = False) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout

    book = tmp_path / "team.yaml"
    shutil.copy(codebooks_folder() / "outcomes.yaml", book)
    (tmp_path / ".gitattributes").write_text("team.yaml merge=codebook diff=codebook\n", encoding="utf-8")
    git("init", "-q")
    git("config", "merge.codebook.driver", f"{CODER} codebook merge %O %A %B -o %A")
    git("config", "diff.codebook.command", f"{CODER} codebook diff")
    git("add", ".")
    git("commit", "-qm", "Begin")
    git("switch", "-qc", "ben")
    rename(book, "name: Social meal experiences", "name: Meals together")
    assert "“Social meal experiences” → “Meals together”" in git("diff", "--ext-diff")
    git("commit", "-qam", "Rename")
    git("switch", "-q", "main")
    rename(book, "When I look back at the woman", "Looking back at the woman")
    git("commit", "-qam", "Another quote")
    git("merge", "-q", "ben", "-m", "Both")
    merged = parse_codebook(book.read_text(encoding="utf-8"), "team.yaml").by_id()
    assert merged["social-meals"].name == "Meals together"
    assert any("Looking back at the woman" in quote for quote in merged["growth"].example_quotes)
    git("switch", "-qc", "cleo")
    rename(book, "name: Meals together", "name: Meals with others")
    git("commit", "-qam", "Cleo's name")
    git("switch", "-q", "main")
    rename(book, "name: Meals together", "name: Eating together")
    git("commit", "-qam", "Another name")
    git("merge", "-q", "cleo", fails=True)
    kept = parse_codebook(book.read_text(encoding="utf-8"), "team.yaml").by_id()
    assert kept["social-meals"].name == "Eating together", "the file stays a codebook, mine, until somebody decides"
