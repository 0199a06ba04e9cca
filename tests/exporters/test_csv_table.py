"""CSV files that a spreadsheet opens without running anything, and that a program reads back exactly."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.exporters.csv_table import write_csv

TEXTS = st.text(max_size=40) | st.text(alphabet="=+-@'\t\r\n ,;\"|a1\u00a0\u200b\ufeff＝＋", max_size=12)


def written(frame: pd.DataFrame, folder: Path, *, bom: bool = False) -> bytes:
    path = folder / "table.csv"
    write_csv(frame, path, bom=bom)
    return path.read_bytes()


def texts(*cells: str) -> pd.DataFrame:
    return pd.DataFrame({"text": pd.Series(list(cells), dtype="str")})


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def in_one_cell(text: str, folder: Path) -> str:
    _, (cell,) = read_back(written(texts(text), folder))
    return cell


def test_a_header_then_a_row_each_with_windows_line_ends(tmp_path: Path) -> None:
    frame = pd.DataFrame({"name": ["Rosa", "Wilf"], "turn": [1, 2]})
    assert written(frame, tmp_path) == b"name,turn\r\nRosa,1\r\nWilf,2\r\n"


def test_quotes_stand_only_where_they_are_needed(tmp_path: Path) -> None:
    content = written(texts("plain", "with, comma", 'a "word"', "two\nlines", "semi; colon"), tmp_path)
    assert content == b'text\r\nplain\r\n"with, comma"\r\n"a ""word"""\r\n"two\nlines"\r\nsemi; colon\r\n'


def test_letters_are_utf_8_with_a_mark_for_excel_if_wanted(tmp_path: Path) -> None:
    frame = texts("żurek – “soup” 😀")
    plain = written(frame, tmp_path)
    assert plain == "text\r\nżurek – “soup” 😀\r\n".encode()
    assert written(frame, tmp_path, bom=True) == b"\xef\xbb\xbf" + plain


def test_missing_values_are_empty_and_whole_numbers_stay_whole(tmp_path: Path) -> None:
    frame = pd.DataFrame({"turn": pd.Series([3, None], dtype="Int64"), "memo": pd.Series(["x", None], dtype="str")})
    assert written(frame, tmp_path) == b"turn,memo\r\n3,x\r\n,\r\n"


def test_negative_numbers_are_left_alone(tmp_path: Path) -> None:
    frame = pd.DataFrame({"number": [-5, 7], "share": [-0.5, 0.25]})
    assert written(frame, tmp_path) == b"number,share\r\n-5,-0.5\r\n7,0.25\r\n"


def test_a_table_without_rows_is_its_header(tmp_path: Path) -> None:
    assert written(pd.DataFrame({"a": [], "b": []}), tmp_path) == b"a,b\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20 7946 0000",
        "- and then he left",
        "@SUM(A1)",
        "=cmd|'/C calc'!A0",
        '=HYPERLINK("http://example.org","x")',
        "\t=1",
        "\tonly a tab",
        "\r=1",
        "  =1",
        "\n=1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "＝1",
        "'=1",
        "''+1",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, tmp_path: Path) -> None:
    assert in_one_cell(text, tmp_path) == "'" + text


@pytest.mark.parametrize(
    "text", ["a = b", "well - no", "a@b.example", "–5", "“=1”", "'Tis true", "1+1", " plain", "", "two\n=lines", "1-2"]
)
def test_what_only_looks_a_little_like_it_stays_as_it_is(text: str, tmp_path: Path) -> None:
    assert in_one_cell(text, tmp_path) == text


def test_a_dangerous_heading_is_made_harmless_too(tmp_path: Path) -> None:
    assert written(pd.DataFrame({"=x": ["a"]}), tmp_path) == b"'=x\r\na\r\n"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_every_text_comes_back_but_for_the_apostrophe_that_guards_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    frame = pd.DataFrame(
        {name: pd.Series([row[place] for row in rows], dtype="str") for place, name in enumerate("ab")}
    )
    _, *found = read_back(written(frame, tmp_path_factory.mktemp("csv")))
    assert len(found) == len(rows)
    for cells, row in zip(found, rows, strict=True):
        for cell, text in zip(cells, row, strict=True):
            assert not re.match(r"[=+\-@\t\r＝＋－＠]", cell)
            assert not re.match(r"[=+\-@\t\r＝＋－＠]", cell.strip())
            assert cell in (text, "'" + text)
            if cell != text:
                assert re.match(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff']*[=+\-@\t\r＝＋－＠]", text) or "\t" in text


@given(TEXTS)
def test_taking_the_apostrophe_off_always_restores_the_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """A program needs one rule: where an apostrophe stands before what would run, or before another, take it off."""
    folder = tmp_path_factory.mktemp("csv")
    cell = in_one_cell(text, folder)
    guarded = cell.startswith("'") and in_one_cell(cell[1:], folder) == cell
    assert (cell[1:] if guarded else cell) == text


def test_a_second_export_is_the_same_to_the_byte(tmp_path: Path) -> None:
    frame = texts("one", "two, three", "=4", "😀")
    assert written(frame, tmp_path) == written(frame, tmp_path)
