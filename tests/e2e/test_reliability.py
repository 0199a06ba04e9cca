"""Nothing is lost: a killed process, a second window, broken files, a full disk."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from coder.domain.span import Span
from coder.errors import CoderError, ProjectFileError, ProjectLockedError
from coder.services.checking import check_project
from coder.services.coding.coding import apply_code
from coder.services.project import Project, open_project
from coder.services.sample import build_sample

_CODES_200 = """
import sys
from pathlib import Path
from coder.domain.span import Span
from coder.domain.coding import Coding
from coder.services.coding.coding import apply_code
from coder.services.project import open_project
project = open_project(Path(sys.argv[1]))
with project.read() as rows:
    transcript = rows.transcripts()[0]
for number in range(200):
    span = Span(number * 10, number * 10 + 9)
    changes = apply_code(project, transcript_id=transcript.id, span=span, code_id="secure-livelihood", coder="AB")
    print(changes.of(Coding)[0].row.id, flush=True)
"""

_HOLDS = """
import sys, time
from pathlib import Path
from coder.services.project import open_project
project = open_project(Path(sys.argv[1]))
print("open", flush=True)
time.sleep(60)
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "Pilot.coder"
    build_sample(path, coder="Ana").close()
    return path


def started(code: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)


def coding_ids(project: Project) -> set[str]:
    with project.read() as rows:
        return {coding.id for coding in rows.codings()}


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection, connection:
        return list(connection.iterdump())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("after", [1, 60, 150])
def test_a_killed_process_loses_at_most_the_coding_in_flight(sample: Path, after: int) -> None:
    child = started(_CODES_200, sample)
    assert child.stdout is not None
    told = [child.stdout.readline().strip() for _ in range(after)]
    os.kill(child.pid, signal.SIGKILL)
    told += [line.strip() for line in child.stdout if len(line.strip()) == len(told[0])]
    child.wait(20)
    child.stdout.close()
    project = open_project(sample)
    try:
        missing = set(told) - coding_ids(project)
        assert not missing
        assert check_project(project).problems == ()
    finally:
        project.close()
    assert sorted(path.name for path in sample.parent.iterdir()) == [sample.name]


def test_a_second_window_is_told_who_has_the_project(sample: Path) -> None:
    child = started(_HOLDS, sample)
    assert child.stdout is not None
    try:
        assert child.stdout.readline().strip() == "open"
        with pytest.raises(ProjectLockedError, match="open in another window") as refused:
            open_project(sample)
        assert "on" in refused.value.message
        reader = open_project(sample, writes=False)
        reader.close()
    finally:
        child.kill()
        child.wait(20)
        child.stdout.close()
    for _ in range(100):
        try:
            open_project(sample).close()
            break
        except ProjectLockedError:
            time.sleep(0.05)
    else:
        pytest.fail("the lock of a killed process was kept")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 something else", "not a Coder project"),
        (b"SQLite format 3\x00", "cut off"),
    ],
)
def test_a_file_that_is_no_project_is_named_and_left_alone(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "Odd.coder"
    path.write_bytes(content)
    with pytest.raises(ProjectFileError, match=says):
        open_project(path)
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == ["Odd.coder"]


def test_a_truncated_project_is_named_and_left_alone(sample: Path) -> None:
    whole = sample.read_bytes()
    sample.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProjectFileError, match="cut off"):
        open_project(sample)
    assert sample.read_bytes() == whole[: len(whole) // 2]


def test_a_newer_project_is_named_and_left_alone(sample: Path) -> None:
    with closing(sqlite3.connect(sample)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = sample.read_bytes()
    with pytest.raises(ProjectFileError, match="newer version"):
        open_project(sample)
    assert sample.read_bytes() == before


def test_a_database_of_another_program_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.coder"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ProjectFileError, match="another program"):
        open_project(path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(path: object, flags: int, *rest: int) -> int:
        if str(path).endswith(".lock"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ProjectFileError, match="nothing can be written in the folder"):
        open_project(sample)


def test_a_full_disk_is_said_and_costs_only_the_last_action(sample: Path) -> None:
    project = open_project(sample)
    try:
        before = coding_ids(project)
        with project.read() as rows:
            transcript = rows.transcripts()[0]
            # SQLite's own limit of the file's size fails in the same way as a disk without room.
            connection = rows._session.connection()
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CoderError, match="no room left"):
            apply_code(
                project,
                transcript_id=transcript.id,
                span=Span(0, 200),
                code_id="secure-livelihood",
                coder="AB",
                memo="x" * 400_000,
            )
        assert coding_ids(project) == before
        assert project.history.next_undo is None
        assert check_project(project).problems == ()
    finally:
        project.close()


def test_closing_leaves_one_file(sample: Path) -> None:
    project = open_project(sample)
    apply_code(project, transcript_id=_first(project), span=Span(0, 4), code_id="secure-livelihood", coder="AB")
    project.close()
    assert [item.name for item in sample.parent.iterdir()] == [sample.name]


def _first(project: Project) -> str:
    with project.read() as rows:
        return rows.transcripts()[0].id
