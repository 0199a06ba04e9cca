"""Projects that a disk, a killed program or somebody's tool damaged: one clear sentence, and nobody's words in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from coder.__main__ import run
from coder.errors import CoderError, DamagedProjectError, InvalidValueError, ProjectFileError
from coder.failing import told
from coder.services.project import Project, create_project, open_project
from coder.services.settings import Settings
from coder.storage.database import Database
from tests.helpers.builders import a_code, a_coding, a_participant, a_transcript
from tests.helpers.projects import a_project

SECRET = "My sister never came back from the river"
ROSA = a_participant("Worker 1", "Care worker")
TALK = a_transcript(f"INTERVIEWER: And then?\nROSA: {SECRET}.", name="First", participants={"ROSA": ROSA})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    coding = a_coding(TALK, SECRET, "loss", memo=SECRET)
    a_project(tmp_path, [TALK], [a_code("loss")], [coding], participants=[ROSA]).close()
    return tmp_path / "Pilot.coder"


COMMANDS = (
    ["check"],
    ["check", "--json"],
    ["list", "transcripts"],
    ["list", "codes"],
    ["list", "codings"],
    ["list", "participants"],
    ["list", "queries"],
    ["search", "river"],
    ["suggest"],
    ["consent"],
    ["evaluate"],
    ["export", "--table", "evidence", "-o", "{out}.csv"],
    ["export", "--table", "all", "-o", "{out}.xlsx"],
    ["report", "-o", "{out}.html"],
    ["chart", "coverage", "-o", "{out}.svg"],
    ["transcript", "--transcript", "First", "-o", "{out}.html"],
    ["finding", "introduction"],
    ["finding", "introduction", "--text", "Well."],
    ["codebook", "convert", "-o", "{out}.yaml"],
    ["code", "--transcript", "First", "--start", "0", "--end", "3", "--code", "loss"],
)


def said(command: list[str], path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command on a project and return its exit code and what it said on stderr."""
    filled = [part.replace("{out}", str(path.with_name("out"))) for part in command]
    name, *rest = filled
    at = 2 if name == "codebook" else 1
    first = [name, *rest[: at - 1]]
    capsys.readouterr()
    code = run([*first, str(path), *rest[at - 1 :]])
    return code, capsys.readouterr().err


def damage(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def one_byte(path: Path) -> None:
    """Put a byte that is no UTF-8 into the first transcript's text, as a tired disk does."""
    content = path.read_bytes()
    at = content.index(SECRET.encode()) + 3
    path.write_bytes(content[:at] + b"\xff" + content[at + 1 :])


DAMAGES = {
    "a text column holds bytes": ["UPDATE transcript SET text = CAST(x'4d79ff' AS BLOB)"],
    "a text that is no UTF-8": ["UPDATE transcript SET text = CAST(x'4d79ff' AS TEXT)"],
    "a memo that is no UTF-8": ["UPDATE coding SET memo = CAST(CAST(memo AS BLOB) || x'ff' AS TEXT)"],
    "a turn that is no UTF-8 in the index": ["UPDATE turn_fts_content SET c0 = CAST(x'7269766572ff' AS TEXT)"],
    "no transcripts": ["DROP TABLE transcript"],
    "no codings": ["DROP TABLE coding"],
    "no index": ["DROP TABLE turn_fts"],
    "half an index": ["DROP TABLE turn_fts_data"],
    "no row of the project": ["DELETE FROM project"],
    "nothing in it": [f"DELETE FROM {name}" for name in ("project", "codebook", "code", "transcript", "coder")],
    "no codes": ["DELETE FROM code"],
    "no codebook": ["DELETE FROM codebook"],
    "no coder": ["DELETE FROM coder"],
    "no transcript": ["DELETE FROM transcript"],
    "no turns": ["DELETE FROM turn"],
    "no column": ["ALTER TABLE finding DROP COLUMN text"],
    "lists that are no JSON": ["UPDATE code SET key_terms = '[\"a\"'"],
    "lists of something else": ["UPDATE code SET example_quotes = '[1, {}]'"],
    "lists that are none": ["UPDATE participant SET attributes = '7'"],
    "lists nested deep": [f"UPDATE code SET key_terms = '{'[' * 100_000}'"],
    "an unknown direction": ["UPDATE coding SET direction = 'sideways'"],
    "an unknown consent": ["UPDATE participant SET consent = 'maybe'"],
    "an unknown role": ["UPDATE speaker SET role = 'ghost'"],
    "an unknown status": ["UPDATE transcript SET status = 'burnt'"],
    "a place that is a word": ["UPDATE coding SET start = 'here'"],
    "a number that is a word": ["UPDATE turn SET number = 'one'"],
    "a time that is a word": ["UPDATE turn SET time = 'noon'"],
    "a place beyond the text": ['UPDATE coding SET "end" = 100000'],
    "a turn beyond the text": ['UPDATE turn SET start = 500, "end" = 100000'],
    "a negative place": ["UPDATE coding SET start = -5"],
    "a person that is not there": ["UPDATE speaker SET participant_id = 'nobody'"],
    "a speaker that is not there": ["UPDATE turn SET speaker_id = 'nobody'"],
    "a parent that is not there": ["UPDATE code SET parent_id = 'nothing'"],
    "a code below itself": ["UPDATE code SET parent_id = id"],
    "an audit trail that is no JSON": ["UPDATE audit SET counts = 'x'"],
    "an audit trail of something else": ["UPDATE audit SET counts = '[3]', row_ids = '4'"],
    "a version that is no JSON": [
        "INSERT INTO codebook_version (id, revision, codebook_id, version, content_hash, content, seen_at)"
        " VALUES ('v', 0, 'book', '1.0', 'x', '{', '2026')"
    ],
    "a version of something else": [
        "INSERT INTO codebook_version (id, revision, codebook_id, version, content_hash, content, seen_at)"
        " VALUES ('v', 0, 'book', '1.0', 'x', '{\"log\": [3]}', '2026')"
    ],
    "a query that is no JSON": [
        "INSERT INTO saved_query (id, revision, name, definition, position) VALUES ('q', 0, 'Q', '{', 0)"
    ],
    "an estimate that is no JSON": [
        "INSERT INTO measurement (engine_key, measured_at, labels, figures) VALUES ('a', '2026', 1, '{')"
    ],
    "a result of another program": ["INSERT INTO kept (kind, key, value) VALUES ('learner', 'a', 'words')"],
}


@pytest.mark.parametrize("what", list(DAMAGES))
def test_whatever_is_changed_in_a_project_no_command_ends_in_a_traceback_or_quotes_anybody(
    path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(path, *DAMAGES[what])
    for command in COMMANDS:
        code, err = said(command, path, capsys)
        assert code in (0, 1), command
        assert "did not foresee" not in err, (command, err)
        assert "Traceback" not in err, command
        assert "river" not in err or command[0] == "search", (command, err)


@pytest.mark.parametrize("what", [what for what in DAMAGES if "estimate" not in what and "result" not in what])
def test_the_check_finds_whatever_was_changed(path: Path, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    damage(path, *DAMAGES[what])
    assert said(["check"], path, capsys)[0] == 1


@pytest.mark.parametrize("command", [["check"], ["list", "codings"], ["export", "-o", "{out}.csv"]])
def test_one_damaged_byte_is_one_sentence_that_names_the_latest_sound_backup(
    path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    open_project(path, backups=Settings().backups).close()
    kept = next(Settings().backups.glob("*.coder"))
    one_byte(path)
    code, err = said(command, path, capsys)
    assert code == 1
    if command != ["check"]:
        assert len(err.strip().split("\n")) == 1
        assert str(kept) in err
    assert "damaged" in err.lower() or "cannot be read" in err
    assert "sister" not in err


def test_a_backup_of_the_damaged_file_is_not_recommended(path: Path) -> None:
    folder = Settings().backups
    open_project(path, backups=folder).close()
    sound = next(folder.glob("*.coder"))
    one_byte(path)
    os.utime(path, (2_000_000_000, 2_000_000_000))
    shutil.copy(path, sound.with_name(sound.name.replace("20", "30", 1)))
    project = open_project(path, copies=folder)
    with pytest.raises(DamagedProjectError) as raised, project.read() as rows:
        rows.transcripts()
    assert str(sound) in raised.value.message
    assert SECRET[5:] not in told(raised.value)


def test_a_coding_outside_its_text_is_damage_and_no_unforeseen_error(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute('UPDATE coding SET start = 999999, "end" = 9999999')
        raw.commit()
    assert run(["export", str(path), "--table", "evidence", "-o", str(path.with_suffix(".csv"))]) == 1
    said = capsys.readouterr().err
    assert "damaged" in said
    assert "did not foresee" not in said
    assert SECRET not in said


def test_an_error_that_nobody_foresaw_quotes_nobody(path: Path) -> None:
    """As a bug in a command would end."""
    script = (
        "import sys; from coder.services import checking\n"
        "def broken(project):\n"
        "    with project.read() as rows:\n"
        "        raise RuntimeError(rows.transcripts()[0].text)\n"
        "checking.check_project = broken\n"
        "from coder.__main__ import main\n"
        "sys.argv = ['coder', 'check', sys.argv[1]]; main()"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "RuntimeError in broken, line 4" in done.stderr
    assert "sister" not in done.stderr + done.stdout


def test_a_statement_that_fails_is_told_without_its_values(path: Path) -> None:
    project = open_project(path)
    with pytest.raises(Exception) as raised, project.action("Again") as action:  # noqa: PT011  # whatever it is
        action.rows.add(TALK.transcript)
    assert "sister" not in str(raised.value)


def test_text_that_is_no_text_is_refused_in_words(path: Path) -> None:
    project = open_project(path)
    with project.read() as rows:
        coding = rows.codings()[0]
    with pytest.raises(InvalidValueError, match="not UTF-8"), project.action("Note") as action:
        action.rows.put(coding, replace(coding, memo="caf\udce9"))


# -- what killed programs leave ----------------------------------------------------------------------------

KILLED = """
import os, sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("PRAGMA journal_mode = DELETE")
raw.execute("PRAGMA cache_size = 5")
raw.execute("BEGIN IMMEDIATE")
raw.execute("UPDATE transcript SET name = 'Half'")
raw.execute("CREATE TABLE filler (x)")
raw.executemany("INSERT INTO filler VALUES (?)", [("x" * 5000,) for _ in range(400)])
os._exit(9)
"""


@pytest.fixture
def left(path: Path) -> Path:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert path.with_name("Pilot.coder-journal").stat().st_size > 0
    return path


@pytest.mark.parametrize("writes", [False, True])
def test_what_a_killed_program_left_half_written_is_rolled_back_for_whoever_opens_it(left: Path, writes: bool) -> None:
    project = open_project(left, writes=writes)
    with project.read() as rows:
        assert [item.name for item in rows.transcripts()] == ["First"]
    project.close()
    assert not left.with_name("Pilot.coder-journal").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights.")
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="Root may write anywhere.")
def test_where_nothing_may_be_written_it_is_said_what_was_left(left: Path) -> None:
    left.chmod(0o400)
    left.parent.chmod(0o500)
    try:
        with pytest.raises(ProjectFileError, match=r"Pilot\.coder-journal"):
            open_project(left, writes=False)
    finally:
        left.parent.chmod(0o700)


def test_a_lock_that_cannot_be_healed_is_described(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coder.storage.failures import described

    known = described(sqlite3.OperationalError("attempt to write a readonly database"), left)
    assert known is not None
    assert "was being written to when" in known.message


# -- whose files they are ----------------------------------------------------------------------------------


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights.")
def test_a_project_its_log_and_its_backups_are_their_owners_alone(tmp_path: Path, open_umask: None) -> None:
    project: Project = create_project(tmp_path / "Own.coder")
    with project.read() as rows:
        rows.project()
    kept = tmp_path / "kept" / "backups"
    files = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert {"Own.coder", "Own.coder-wal", "Own.coder-shm", "Own.coder.lock"} <= files.keys()
    assert set(files.values()) == {0o600}
    project.close()
    open_project(tmp_path / "Own.coder", backups=kept).close()
    assert [folder.stat().st_mode & 0o777 for folder in (kept.parent, kept)] == [0o700, 0o700]
    assert [file.stat().st_mode & 0o777 for file in kept.iterdir()] == [0o600]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights.")
def test_settings_are_their_owners_alone(tmp_path: Path, open_umask: None) -> None:
    settings = Settings(tmp_path / "conf" / "coder")
    settings.remember_project(tmp_path / "caf\udce9.coder")
    assert (tmp_path / "conf").stat().st_mode & 0o777 == 0o700
    assert (settings.folder / "settings.json").stat().st_mode & 0o777 == 0o600
    assert Settings(settings.folder).values.recent_projects == settings.values.recent_projects


# -- closing -----------------------------------------------------------------------------------------------


def test_closing_twice_does_nothing_more(path: Path) -> None:
    project = open_project(path)
    project.close()
    path.unlink()
    project.close()
    assert not path.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_closes_what_it_opens(
    path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[Database] = []
    initialise = Database.__init__

    def noted(self: Database, *args: object, **kwargs: object) -> None:
        initialise(self, *args, **kwargs)  # type: ignore[arg-type]
        opened.append(self)

    monkeypatch.setattr(Database, "__init__", noted)
    said(command, path, capsys)
    assert opened
    assert not any(database._closing.alive for database in opened)


def test_a_foreign_file_leaves_no_connection_behind(tmp_path: Path) -> None:
    broken = tmp_path / "Broken.coder"
    create_project(broken).close()
    content = broken.read_bytes()
    broken.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    for writes in (False, True):
        with pytest.raises(CoderError):
            open_project(broken, writes=writes)
