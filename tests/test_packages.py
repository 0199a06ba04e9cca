"""Packages whose directory is damaged, separators that separate nothing, and outputs that are no files."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from coder.__main__ import run
from coder.codebooks.exchange.cells import table_rows
from coder.codebooks.exchange.convert import convert_in
from coder.errors import CoderError
from coder.importers.reading import read_transcript
from coder.services.project import create_project


def package(main: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(main, "<a/>")
    return target.getvalue()


def beyond(data: bytes) -> bytes:
    """Let the end of the directory point behind the file."""
    at = data.rindex(b"PK\x05\x06")
    return data[: at + 16] + struct.pack("<I", 0xFFFFFFF0) + data[at + 20 :]


def entry_beyond(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 42] + struct.pack("<I", 0xFFFFFFF0) + data[at + 46 :]


def odd_name(data: bytes) -> bytes:
    """Promise UTF-8 for a name that is none."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + struct.pack("<H", 0x800) + data[at + 10 : at + 46] + b"\xff" + data[at + 47 :]


@pytest.mark.parametrize("harm", [beyond, entry_beyond, odd_name])
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_damaged_directory_is_one_sentence(name: str, harm: object, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(harm(package("word/document.xml" if name == "a.docx" else "xl/workbook.xml")))  # type: ignore[operator]
    with pytest.raises(CoderError, match="damaged"):
        (read_transcript if name == "a.docx" else convert_in)(path)


@pytest.mark.parametrize("first", ['sep="', "sep=", "sep=\n", "sep=\r\n", 'sep="\n', "SEP= \n", "sep=;\n", "sep=\r"])
def test_a_first_line_that_tells_no_separator_is_no_traceback(first: str) -> None:
    assert len(table_rows(f"{first}id;name\n1;A\n".encode(), "a.csv")) >= 1


def test_a_dash_stands_for_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    project = tmp_path / "P.coder"
    create_project(project).close()
    monkeypatch.chdir(tmp_path)
    for command, start in (
        (["export", str(project)], b"evidence_id,"),
        (["export", str(project), "--format", "xlsx"], b"PK"),
        (["report", str(project)], b"<!DOCTYPE html>"),
    ):
        capfdbinary.readouterr()
        assert run([*command, "-o", "-"]) == 0
        assert capfdbinary.readouterr().out.startswith(start)
    assert not (tmp_path / "-").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Devices and pipes of POSIX.")
def test_what_is_no_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "P.coder"
    create_project(project).close()
    os.mkfifo(tmp_path / "pipe")
    for place in ("/dev/null", str(tmp_path / "pipe"), str(tmp_path)):
        assert run(["export", str(project), "-o", place]) == 1
        assert "is a" in capsys.readouterr().err
    assert run(["export", str(project), "-o", str(tmp_path / "e.csv")]) == 0
    assert (tmp_path / "e.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="Names that are not UTF-8 are Linux's.")
def test_names_that_are_not_utf_8_come_in_and_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, file = tmp_path / "caf\udce9.coder", tmp_path / "caf\udce9.txt"
    file.write_text("ROSA: We walked.\n\nANN: Home?\n\nROSA: Yes.\n", encoding="utf-8")
    assert run(["new", str(project)]) == 0
    assert run(["import", str(project), str(file)]) == 0
    assert "café:" in capsys.readouterr().out
    for command in (
        ["search", str(project), "caf\udce9"],
        ["finding", str(project), "introduction", "--text", "caf\udce9"],
        ["code", str(project), "--transcript", "café", "--start", "0", "--end", "3", "--code", "x", "--memo", "\udce9"],
        [
            "code",
            str(project),
            "--transcript",
            "café",
            "--start",
            "0",
            "--end",
            "3",
            "--code",
            "x",
            "--coder",
            "\udce9",
        ],
    ):
        assert run(command) == 1
        assert "not text in UTF-8" in capsys.readouterr().err
