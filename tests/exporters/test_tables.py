"""Tables as XLSX, HTML, DOCX and JSON: opened again by the programs that people use."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as clock_time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from coder.errors import ExportCancelledError, ExportError
from coder.exporters.contents import Contents, Watch
from coder.exporters.csv_table import write_csv
from coder.exporters.docx_table import MOST_ROWS, right_to_left, write_docx
from coder.exporters.html_table import write_html
from coder.exporters.json_table import write_json
from coder.exporters.xlsx_table import LONGEST, cut, write_xlsx
from tests.exporters.tables import HARD, LONG, a_grid, an_empty_table, hard_table

Writer = Callable[..., None]
WRITERS: dict[str, Writer] = {
    "csv": lambda contents, path, **more: write_csv(contents.frame, path, bom=False, **more),
    "json": write_json,
    "xlsx": lambda contents, path, **more: write_xlsx([contents], path, **more),
    "html": lambda contents, path, **more: write_html([contents], path, **more),
    "docx": lambda contents, path, **more: write_docx([contents], path, **more),
}


def test_excel_gets_typed_cells_a_frozen_header_filters_and_widths(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_xlsx([hard_table()], file)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    assert sheet.title == "Hard   cells"
    assert [cell.value for cell in sheet[1]][:3] == ["Words", "Codings", "Share"]
    assert sheet["G1"].value == "Code id", "people read from the left; ids are for programs"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:G{len(HARD) + 1}"
    assert 50 <= sheet.column_dimensions["A"].width <= 70
    assert [type(cell.value) for cell in sheet[3]][1:5] == [int, float, datetime, timedelta]
    assert sheet["D2"].value == datetime(2026, 3, 12)
    assert sheet["D3"].value == datetime(2026, 3, 12, 9, 30)
    assert sheet["D5"].value == "about May"
    assert sheet["D6"].value == "1850-01-01"
    assert sheet["E2"].value in (timedelta(seconds=5), clock_time(0, 0, 5))
    assert sheet["E3"].value == timedelta(hours=1, minutes=2, seconds=3)
    assert sheet["B2"].value is None
    assert "%" in sheet["C3"].number_format


def test_a_long_name_is_wrapped_and_stays_in_sight(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    contents = a_grid()
    name = "Enhanced security and livelihood for care workers"
    contents.frame["code"] = [name] * len(contents.frame)
    write_xlsx([contents], file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].alignment.wrap_text) == (name, True)
    assert not sheet["B2"].alignment.wrap_text
    assert sheet.freeze_panes == "B2"


def test_excel_gets_text_as_text_and_is_told_what_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_xlsx([hard_table()], file)
    cells = [row[0] for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=2)]
    for cell, said in zip(cells, HARD, strict=True):
        assert cell.data_type != "f"
        if len(said) < 10_000:
            assert (cell.value or "").replace("_x005F_", "_") == re.sub("[\x01\x1f]", "\ufffd", said)
    cutoff = cells[HARD.index(LONG)].value
    assert len(cutoff) <= LONGEST
    assert cutoff.endswith("to have it all]")
    assert "50,000" in cutoff


def test_cutting_counts_as_excel_counts() -> None:
    for text in ("😀" * 16_383, "a" * LONGEST):
        assert cut(text) == text
    for text in ("😀" * 16_384, "a" * (LONGEST + 1), "a" + "😀" * 30_000):
        assert len(cut(text).encode("utf-16-le")) // 2 <= LONGEST
        assert cut(text).startswith(text[:1000])


def test_a_sheet_says_what_the_columns_mean(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_xlsx([hard_table(), hard_table(), a_grid()], file)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Hard   cells", "Hard   cells 2", "Grid", "About the columns"]
    said = [cell.value for row in book["About the columns"].iter_rows() for cell in row if cell.value]
    assert {"A note <for> readers.", "What is said.", "whole number", "A grid."} <= set(said)


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "html"])
def test_the_same_table_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    one, other = tmp_path / f"one.{ending}", tmp_path / f"other.{ending}"
    WRITERS[ending](hard_table(), one)
    WRITERS[ending](hard_table(), other)
    assert one.read_bytes() == other.read_bytes()


def test_json_says_what_columns_mean_and_keeps_numbers(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    write_json(hard_table(), file)
    found = json.loads(file.read_text("utf-8"))
    assert [row["words"] for row in found["rows"]] == HARD
    assert found["rows"][0]["codings"] is None
    assert found["rows"][3]["codings"] == 3
    assert found["columns"][1] == {"name": "words", "title": "Words", "type": "text", "meaning": "What is said."}


class Reader(HTMLParser):
    """Reads a page and holds it to what HTML asks for."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data


def page(*contents: Contents, file: Path) -> Reader:
    write_html(contents, file)
    reader = Reader()
    reader.feed(file.read_text("utf-8"))
    reader.close()
    assert reader.open == []
    return reader


def test_a_page_is_whole_and_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    reader = page(hard_table(), a_grid(), file=tmp_path / "t.html")
    tags = {tag for tag, _ in reader.seen}
    assert "script" not in tags
    assert not any("src" in attributes or "href" in attributes for _, attributes in reader.seen)
    assert len(reader.ids) == len(set(reader.ids))
    assert [row[0] for row in reader.tables[0][1:]] == [re.sub("[\x01\x1f]", "\ufffd", said) for said in HARD]
    assert all("scope" in attributes for tag, attributes in reader.seen if tag == "th")
    assert ("html", {"lang": "en"}) in reader.seen


def test_a_grid_reads_as_a_grid(tmp_path: Path) -> None:
    (grid, _) = page(a_grid(), file=tmp_path / "t.html").tables
    assert grid == [
        ["Outcome", "Worker", "Owner"],
        ["Pay", "2 people3 codings, 2 supports, 1 challenges", ""],
        ["Rest", "1 person1 coding, 1 supports", ""],
    ]


def test_word_gets_a_landscape_table_whose_header_repeats(tmp_path: Path) -> None:
    file = tmp_path / "t.docx"
    write_docx([hard_table(), a_grid()], file)
    document = docx.Document(str(file))
    section = document.sections[0]
    assert section.page_width > section.page_height
    table, meanings, grid, _ = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Words", "Codings", "Share", "Date", "Time"]
    assert [row.cells[0].text for row in table.rows[1:]] == [re.sub("[\x01\x1f]", "\ufffd", said) for said in HARD]
    assert table.rows[0]._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None
    assert [cell.text for cell in meanings.rows[1].cells] == ["Words", "text", "What is said."]
    assert grid.rows[1].cells[1].text == "2 people\n3 codings, 2 supports, 1 challenges"


@pytest.mark.parametrize(
    ("text", "expected"), [("שלום", True), ("1. عليكم", True), ("Shalom שלום", False), ("123", False)]
)
def test_a_script_that_runs_to_the_left_is_known(text: str, expected: bool) -> None:
    assert right_to_left(text) is expected


@pytest.mark.parametrize("ending", WRITERS)
def test_an_empty_table_still_has_its_columns(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"t.{ending}"
    WRITERS[ending](an_empty_table(), file)
    match ending:
        case "csv":
            assert file.read_bytes() == b"code_id,words,codings,share,date,time,empty\r\n"
        case "json":
            assert json.loads(file.read_text("utf-8"))["rows"] == []
        case "xlsx":
            assert openpyxl.load_workbook(file).worksheets[0]["A1"].value == "Words"
        case "docx":
            assert len(docx.Document(str(file)).tables[0].rows) == 1
        case _:
            assert "<tbody>\n</tbody>" in file.read_text("utf-8")


@pytest.mark.parametrize("ending", WRITERS)
def test_stopping_leaves_the_old_file_and_no_half_one(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"t.{ending}"
    file.write_text("the old one")
    told: list[tuple[int, int]] = []
    watch = Watch(progress=lambda done, total: told.append((done, total)), cancelled=lambda: len(told) >= 1)
    with pytest.raises(ExportCancelledError):
        WRITERS[ending](hard_table(), file, watch=watch)
    assert file.read_text() == "the old one"
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert told[0] == (0, len(HARD))


@pytest.mark.parametrize("ending", WRITERS)
def test_progress_ends_at_the_last_row(tmp_path: Path, ending: str) -> None:
    told: list[tuple[int, int]] = []
    WRITERS[ending](hard_table(), tmp_path / "t", watch=Watch(progress=lambda done, total: told.append((done, total))))
    assert told[-1] == (len(HARD), len(HARD))
    assert told == sorted(told)


@pytest.mark.parametrize("ending", WRITERS)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, ending: str) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        WRITERS[ending](hard_table(), tmp_path / "missing" / "t")


def test_word_refuses_a_table_that_it_could_not_open(tmp_path: Path) -> None:
    contents = hard_table()
    frame = contents.frame.iloc[[0] * (MOST_ROWS + 1)].reset_index(drop=True)
    with pytest.raises(ExportError, match="narrow it with a query"):
        write_docx([Contents(contents.head, frame)], tmp_path / "t.docx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_libreoffice_opens_it(tmp_path: Path, ending: str) -> None:
    office = shutil.which("soffice")
    part = {"xlsx": "libsclo.so", "docx": "libswlo.so"}[ending]
    if office is None or not (Path(office).resolve().parent / part).exists():
        pytest.skip("This part of LibreOffice is not installed.")
    file = tmp_path / f"t.{ending}"
    WRITERS[ending](hard_table(), file)
    target = {"xlsx": "csv", "docx": "txt:Text"}[ending]
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command: list[Any] = [office, profile, "--headless", "--convert-to", target, "--outdir", tmp_path, file]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    said = (tmp_path / f"t.{target.partition(':')[0]}").read_text("utf-8", errors="replace")
    assert "=1+1" in said
    assert "007" in said
