"""The format follows from how a file's name ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coder.codebooks.exchange import INPUTS, OUTPUTS, convert_in, convert_out
from coder.errors import CodebookFileError
from tests.codebooks.exchange.samples import small


@pytest.mark.parametrize("suffix", INPUTS)
def test_what_is_written_is_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"small{suffix.upper()}"
    path.write_bytes(convert_out(small(), suffix.upper(), {}))
    assert convert_in(path, base=small()) == small()


@pytest.mark.parametrize("suffix", OUTPUTS)
def test_every_format_can_be_written(suffix: str) -> None:
    assert convert_out(small(), suffix, {"growth": 3})


def test_an_unknown_ending_names_those_that_work(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"“codes.pdf” cannot be read as a codebook; .*\.csv or \.xlsx\."):
        convert_in(tmp_path / "codes.pdf")
    with pytest.raises(CodebookFileError, match=r"ends in \.yaml, .*\.html or \.docx\."):
        convert_out(small(), ".pdf", {})
    with pytest.raises(CodebookFileError, match="needs an ending"):
        convert_out(small(), "", {})


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "none.qdc"])
def test_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match="There is no file"):
        convert_in(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(CodebookFileError, match="it is a folder"):
        convert_in(folder)


def test_heavy_libraries_load_only_when_they_are_needed() -> None:
    code = (
        "import json, sys; from coder.codebooks.exchange import printed, qdc, sheet; "
        "print(json.dumps([n for n in ('openpyxl', 'docx', 'pydantic', 'lxml', 'pandas') if n in sys.modules]))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout) == []
