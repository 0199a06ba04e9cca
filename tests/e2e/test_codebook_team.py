"""Two evaluators share a codebook on the command line, by a shared file and in a git repository."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import cycle
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
    rename(book, "Looking back at the woman", "The extra quote of Cleo at the woman")
    git("commit", "-qam", "Cleo's name")
    git("switch", "-q", "main")
    rename(book, "name: Meals together", "name: Eating together")
    git("commit", "-qam", "Another name")
    git("merge", "-q", "cleo", fails=True)
    text = book.read_text(encoding="utf-8")
    assert "<<<<<<< mine\n    name: Eating together\n=======\n    name: Meals with others\n>>>>>>> theirs\n" in text, (
        "only what is to be decided is marked, and what Cleo did besides is in the file already"
    )
    assert "The extra quote of Cleo" in text
    marked = coder("codebook", "validate", book)
    assert marked.returncode == 1
    assert "both sides of a conflict from git" in marked.stderr
    book.write_text(
        "".join(
            line
            for line in text.splitlines(keepends=True)
            if not line.startswith(("<<<<<<<", "=======", ">>>>>>>")) and "Meals with others" not in line
        ),
        encoding="utf-8",
    )
    assert "valid" in ok("codebook", "validate", book)
    git("commit", "-qam", "Decided")
    book.write_text("format: broken\n", encoding="utf-8")
    assert "is not a valid codebook" in git("diff", "--ext-diff"), "a broken version stops no diff of other files"


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "{base}", "{base}", "third"),
        ("merge", "{base}", "{base}", "{base}", "-o", "{out}", "--prefer", "ours"),
        ("pull", "{out}", "{base}", "--prefer", "ours"),
    ],
)
def test_arguments_that_make_no_sense_are_2_and_told_in_words(arguments: tuple[str, ...], tmp_path: Path) -> None:
    base, out = codebooks_folder() / "outcomes.yaml", tmp_path / "out.yaml"
    done = coder("codebook", *(argument.format(base=base, out=out) for argument in arguments))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_files_that_are_no_codebooks_are_told_in_a_sentence_by_every_command(
    team: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    project, _, shared = team
    bad = tmp_path / "bad.yaml"
    contents = (b"", b"\x00\xff\x00", "format: x".encode("utf-16"), b"format: coder-codebook/1\ncodes: [*a]\n")
    commands: tuple[tuple[str | Path, ...], ...] = (
        ("validate", bad),
        ("show", bad),
        ("merge", shared, shared, bad, "-o", tmp_path / "out.yaml"),
        ("convert", bad, "-o", tmp_path / "out.csv"),
        ("pull", project, bad),
        ("publish", project, bad, "--reason", "Try"),
    )
    # Each command meets one of the files, and the first one all of them: a process takes its time.
    tries = [(commands[0], content) for content in contents[1:]] + list(zip(commands, cycle(contents), strict=False))
    for arguments, content in tries:
        bad.write_bytes(content)
        done = coder("codebook", *arguments)
        assert done.returncode == 1, arguments
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
    assert as_json("codebook", "pull", project, shared)["changes"] == []
