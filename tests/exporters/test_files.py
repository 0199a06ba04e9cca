"""There is always a whole file: the old one until the new one is complete, and a clear word where it cannot be."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from coder.errors import ExportError
from coder.exporters.files import replaced

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")


def write(path: Path, content: bytes = b"new") -> None:
    with replaced(path) as stream:
        stream.write(content)


def refused(path: Path) -> str:
    with pytest.raises(ExportError) as caught:
        write(path)
    return caught.value.message


def test_a_new_file_holds_what_was_written(tmp_path: Path) -> None:
    write(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old and longer")
    write(path)
    assert path.read_bytes() == b"new"


def test_the_old_file_is_there_until_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with replaced(path) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_the_old_file_is_kept_when_the_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), replaced(path) as stream:
        stream.writelines([b"half of the n", None])  # type: ignore[list-item]  # the mistake to be survived
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_a_full_disk_is_told_and_the_old_file_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(path) == "The disk is full, so “a.csv” was not written; make room and export again."
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_a_file_that_is_open_in_excel_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", locked)
    assert "“a.csv” could not be written: it may be open in another program such as Excel" in refused(path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert refused(tmp_path) == f"“{tmp_path}” is a folder; choose a name for the file."


def test_the_folder_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "not there" / "a.csv"
    assert refused(path) == f"The folder “{path.parent}” does not exist; choose another one."


def test_a_file_cannot_be_put_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    assert "does not exist" in refused(tmp_path / "a.csv" / "b.csv")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    assert "could not be written" in refused(tmp_path / ("n" * 400 + ".csv"))


def test_a_write_protected_file_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    # The superuser may write everywhere, so the answer of the system is given here.
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert refused(path) == "“a.csv” may not be changed; choose another name, or make the file writable."
    assert path.read_bytes() == b"old"


@POSIX
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert "its folder may not be written to" in refused(tmp_path / "a.csv")


@POSIX
def test_who_may_read_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write(path)
    assert path.stat().st_mode & 0o777 == 0o600


@POSIX
def test_a_link_stays_a_link_to_the_new_content(tmp_path: Path) -> None:
    target, link = tmp_path / "there.csv", tmp_path / "here.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
