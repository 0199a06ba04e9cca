"""Codebooks in a spreadsheet: nothing is lost, edits come in, and what is wrong is told by row and column."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.codebooks import CodebookFile, codebook_file
from coder.codebooks.exchange.cells import harmless, joined, restored, split
from coder.codebooks.exchange.sheet import COLUMNS, read_csv, read_xlsx, write_csv, write_xlsx
from coder.domain.codebook import CodeKind, CodeStatus, LinkType
from coder.errors import CodebookFileError
from coder.exporters.csv_table import write_csv as write_table
from tests.codebooks.exchange.samples import files, shipped, small, texts, without_positions
from tests.helpers.builders import a_code, a_codebook

Table = list[list[str]]


def table_of(data: bytes) -> Table:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def data_of(table: Table, *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(table)
    return text.getvalue().encode(encoding)


def edited(change: Callable[[Table], Any], file: CodebookFile | None = None) -> CodebookFile:
    """Return what comes in after somebody has changed the table of a codebook."""
    file = file or small()
    table = table_of(write_csv(file))
    change(table)
    return read_csv(data_of(table), "small.csv", base=file)


def workbook(rows: list[list[Any]], *, title: str = "Codes") -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


AT = {column: place for place, column in enumerate(COLUMNS)}


class TestAnUntouchedTableComesBack:
    @pytest.mark.parametrize("name", ["outcomes", "partnership"])
    def test_the_shipped_codebooks(self, name: str) -> None:
        file = shipped(name)
        assert read_csv(write_csv(file), "x.csv", base=file) == file
        assert read_xlsx(write_xlsx(file), "x.xlsx", base=file) == file

    @given(files())
    def test_whatever_is_in_it_as_csv(self, file: CodebookFile) -> None:
        assert read_csv(write_csv(file), "x.csv", base=file) == file

    @given(files())
    def test_whatever_is_in_it_as_a_workbook(self, file: CodebookFile) -> None:
        assert read_xlsx(write_xlsx(file), "x.xlsx", base=file) == file

    def test_without_its_base_everything_of_the_codes_is_there(self) -> None:
        file = read_csv(write_csv(small()), "Our codes.csv")
        assert without_positions(file) == without_positions(small())
        assert (file.codebook.id, file.codebook.name, file.codebook.version) == ("our-codes", "Our codes", "1.0")
        assert file.links == small().links

    @given(st.lists(texts(smallest=1).filter(lambda text: "\r" not in text and text.isprintable()), max_size=5))
    def test_a_list_in_one_cell(self, items: list[str]) -> None:
        assert split(joined(items)) == items

    def test_items_with_line_ends_and_backslashes(self) -> None:
        items = ["one\ntwo", "\\n", "  set in", "\nlate", "a\n\nb", "- x"]
        assert split(joined(items)) == items


class TestTheFile:
    def test_csv_is_as_spreadsheets_want_it(self) -> None:
        data = write_csv(small())
        assert data.startswith(b"\xef\xbb\xbfid,parent,kind,name,colour,shortcut,short_definition,full_definition,")
        assert data.endswith(b"\r\n")
        assert table_of(data)[2][AT["domains"]] == "growth"
        assert table_of(data)[2][AT["example_quotes"]] == "I learnt it from Rosa.\nShe said:\n  “just try”."

    def test_no_cell_is_run_as_a_formula(self) -> None:
        assert table_of(write_csv(small()))[2][AT["when_not_to_use"]] == "'=SUM(A1) is not run."

    @given(texts())
    def test_cells_are_made_harmless_as_in_the_tables_of_evidence(self, text: str) -> None:
        assert restored(harmless(text)) == text

    def test_formulas_are_met_as_in_the_tables_of_evidence(self, tmp_path: Any) -> None:
        cells = ["=1", " =1", "'=1", "＋1", "\u200b@x", "plain", "'tis", "-", "\tx", "1-2", "''-", "\ufeff=1"]
        write_table(pd.DataFrame({"text": cells}), tmp_path / "t.csv", bom=False)
        with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
            assert [row[0] for row in csv.reader(stream)][1:] == [harmless(cell) for cell in cells]

    def test_a_workbook_has_text_cells_and_a_heading_that_stays(self) -> None:
        from openpyxl import load_workbook

        sheet = load_workbook(io.BytesIO(write_xlsx(small())))["Codes"]
        assert sheet.freeze_panes == "A2"
        cell = sheet.cell(3, AT["when_not_to_use"] + 1)
        assert (cell.value, cell.data_type, cell.number_format) == ("=SUM(A1) is not run.", "s", "@")
        assert cell.alignment.wrap_text

    def test_the_same_codebook_gives_the_same_bytes(self) -> None:
        data = write_xlsx(small())
        assert data == write_xlsx(small())
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert b"2000-01-01T00:00:00Z" in package.read("docProps/core.xml")
            assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_a_text_too_long_for_excel_is_not_cut(self) -> None:
        file = codebook_file(a_codebook(), [a_code("long", full_definition="x" * 32_768)])
        with pytest.raises(CodebookFileError, match=r"“full_definition” of “Long” has more than 32,767 characters"):
            write_xlsx(file)
        assert read_csv(write_csv(file), "x.csv", base=file) == file

    def test_a_text_longer_than_the_csv_reader_expects(self) -> None:
        limit = csv.field_size_limit()
        file = codebook_file(a_codebook(), [a_code("long", full_definition="x" * 200_000)])
        assert read_csv(write_csv(file), "x.csv", base=file) == file
        assert csv.field_size_limit() == limit


class TestEditing:
    def test_a_changed_cell_is_the_only_change(self) -> None:
        def change(table: Table) -> None:
            table[2][AT["short_definition"]] = "Learning together."

        codes = list(small().codes)
        codes[1] = replace(codes[1], short_definition="Learning together.")
        after = edited(change)
        assert after.codes == tuple(codes)
        assert after.codebook.content_hash != small().codebook.content_hash
        assert after.log == small().log

    def test_columns_may_come_in_any_order(self) -> None:
        assert edited(lambda table: table.__setitem__(slice(None), [row[::-1] for row in table])) == small()

    def test_a_column_that_is_missing_keeps_what_the_codebook_has(self) -> None:
        def only_names(table: Table) -> None:
            table[:] = [[row[AT["name"]], row[AT["id"]]] for row in table]

        assert edited(only_names) == small()

    def test_without_ids_a_row_is_known_by_its_name(self) -> None:
        def no_ids(table: Table) -> None:
            table[:] = [row[1:] for row in table]

        assert edited(no_ids) == small()

    def test_a_column_that_is_missing_is_empty_without_a_codebook(self) -> None:
        file = read_csv(b"name\r\nTrust\r\n", "x.csv")
        code = file.codes[0]
        assert (code.name, code.kind, code.status, code.full_definition) == (
            "Trust",
            CodeKind.OTHER,
            CodeStatus.ACTIVE,
            "",
        )
        assert code.id.startswith("trust-")

    def test_a_new_row_may_name_its_parent_and_domain(self) -> None:
        def add(table: Table) -> None:
            row = [""] * len(COLUMNS)
            row[AT["name"]], row[AT["parent"]], row[AT["domains"]] = "Courage", "growth", " GROWTH \n"
            table.append(row)

        after = edited(add)
        new = next(code for code in after.codes if code.name == "Courage")
        assert new.id.startswith("courage-")
        assert new.parent_id == "growth"
        assert [code.id for code in after.codes][:3] == ["growth", "peer-learning", new.id]
        assert (new.id, LinkType.BELONGS_TO_DOMAIN, "growth") in [
            (link.code_id, link.type, link.target_id) for link in after.links
        ]

    def test_an_empty_parent_is_no_parent_even_beside_a_code_whose_name_is_only_a_sign(self) -> None:
        file = codebook_file(a_codebook(), [a_code("growth"), a_code("odd", name="\x01", position=1)])
        assert read_csv(write_csv(file), "x.csv", base=file) == file

    def test_a_row_that_is_gone_is_a_code_that_is_gone(self) -> None:
        after = edited(lambda table: table.pop())
        assert [code.id for code in after.codes] == ["growth", "peer-learning", "visits"]

    def test_empty_rows_and_columns_without_a_name_do_not_matter(self) -> None:
        def widen(table: Table) -> None:
            table[:] = [[*row, "", ""] for row in table]
            table.insert(1, [""] * 3)
            table.append([])

        assert edited(widen) == small()

    def test_an_emptied_cell_is_empty(self) -> None:
        def change(table: Table) -> None:
            table[2][AT["example_quotes"]] = table[2][AT["parent"]] = table[2][AT["kind"]] = ""

        code = edited(change).by_id()["peer-learning"]
        assert (code.example_quotes, code.parent_id, code.kind) == ((), None, CodeKind.OTHER)

    def test_headings_and_words_as_people_write_them(self) -> None:
        file = read_csv(
            b"Name,Color,Kind,When not to use,STATUS\nTrust,#2f8f5b,Output dimension,Never,Draft\n", "x.csv"
        )
        code = file.codes[0]
        assert (code.colour, code.kind, code.when_not_to_use) == ("#2f8f5b", CodeKind.DIMENSION, "Never")
        assert code.status is CodeStatus.DRAFT


class TestCsvOfAllCountries:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_separators_and_encodings(self, separator: str, encoding: str) -> None:
        data = data_of(table_of(write_csv(small())), separator=separator, encoding=encoding)
        assert read_csv(data, "x.csv", base=small()) == small()

    def test_windows_1252(self) -> None:
        data = "name;short_definition\r\nCafé;„Treffen“ – 5 €\r\n".encode("cp1252")
        code = read_csv(data, "x.csv").codes[0]
        assert (code.name, code.short_definition) == ("Café", "„Treffen“ – 5 €")

    def test_the_line_by_which_excel_names_the_separator(self) -> None:
        assert read_csv(b"sep=;\r\nname;kind\r\nTrust;theme\r\n", "x.csv").codes[0].kind is CodeKind.THEME

    def test_other_line_ends_inside_a_cell_are_no_change(self) -> None:
        data = write_csv(small()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        assert read_csv(data, "x.csv", base=small()) == small()


class TestWorkbooksOfOthers:
    def test_numbers_dates_and_truths_become_text(self) -> None:
        import datetime

        data = workbook([["name", "shortcut", "short_definition", "key_terms"], ["One", 1.0, True, None]])
        code = read_xlsx(data, "x.xlsx").codes[0]
        assert (code.shortcut, code.short_definition) == ("1", "TRUE")
        data = workbook([["name", "short_definition"], ["One", datetime.datetime(2026, 3, 2)], ["Two", 0.5]])
        assert [code.short_definition for code in read_xlsx(data, "x.xlsx").codes] == ["2026-03-02", "0.5"]

    def test_the_first_sheet_will_do(self) -> None:
        assert read_xlsx(workbook([["name"], ["One"]], title="Tabelle1"), "x.xlsx").codes[0].name == "One"


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("column", "cell", "message"),
        [
            ("kind", "outcom", "row 3, column “kind”: “outcom” is unknown; choose domain, theme"),
            ("parent", "grwth", "row 3, column “parent”: “grwth” is not in this codebook; is it “growth”?"),
            ("domains", "growth\nnowhere", "row 3, column “domains”: “nowhere” is not in this codebook"),
            ("dimensions", "peer-learning", "row 3, column “dimensions”: links the code to itself"),
            ("colour", "green", 'row 3, column “colour”: “green” is not a colour; write it as "#2f8f5b"'),
            ("id", "growth", "row 3, column “id”: is the id of row 2 already; every code needs its own"),
            ("id", "Peer Learning", "row 3, column “id”: “Peer Learning” is not an id"),
            ("name", " ", "row 3, column “name”: is empty"),
            ("shortcut", "G", "row 3, column “shortcut”: is the shortcut of “growth” already"),
            ("status", "gone", "row 3, column “status”: “gone” is unknown"),
            ("merged_into", "old", "leads back to the code itself"),
        ],
    )
    def test_each_problem_says_its_row_and_column(self, column: str, cell: str, message: str) -> None:
        def change(table: Table) -> None:
            table[2][AT[column]] = cell

        with pytest.raises(CodebookFileError) as caught:
            edited(change)
        assert message in caught.value.message
        assert caught.value.message.startswith("“small.csv” is not a valid codebook: it has ")

    def test_rows_are_counted_as_the_spreadsheet_counts_them(self) -> None:
        with pytest.raises(CodebookFileError, match="row 5, column “kind”"):
            read_csv(b'name,kind\n"two\nlines",other\n\n,\nTrust,none\n', "x.csv")

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "“x.csv” is empty; its first row should name the columns"),
            (b"\r\n,,\r\n", "“x.csv” is empty"),
            (b"name,defnition,owner\nA,b,c\n", "columns that are not part of a codebook: “defnition”.*, “owner”"),
            (b"name,exampel_quotes\nA,b\n", "“exampel_quotes” .is it “example_quotes”"),
            (b"Trust,Belonging\n", "does not begin with the names of the columns"),
            (b"kind,parent\ntheme,\n", "has no column “name”"),
            (b"name,Name\nA,B\n", "has the column “name” twice"),
            (b'name,kind\n"open,theme\n', "near line 2 a quotation mark"),
            (b"name\n\x00\x01\x02\n", "is not a text file"),
            (b"name\n\x81\n", "is not a text file"),
            (b"\xff\xfea", "is not a text file"),
            (b" " * 10_000_001, "larger than 10 MB"),
            (b"name\n" + b"x\n" * 20_001, "more than 20,000 rows"),
        ],
    )
    def test_a_csv_that_is_no_codebook(self, data: bytes, message: str) -> None:
        with pytest.raises(CodebookFileError, match=message):
            read_csv(data, "x.csv")


def repacked(change: Callable[[str, bytes], bytes], *, more: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook with other parts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_xlsx(small()))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for part in source.namelist():
            copy.writestr(part, change(part, source.read(part)))
        for part, content in (more or {}).items():
            copy.writestr(part, content)
    return target.getvalue()


class TestHostileWorkbooks:
    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "is damaged or not an Excel workbook"),
            (b"name,kind\n", "is damaged or not an Excel workbook"),
            (b"PK\x03\x04 and nothing more", "is damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password or is in the old Excel format"),
            (b" " * 10_000_001, "larger than 10 MB"),
        ],
    )
    def test_what_is_no_workbook(self, data: bytes, message: str) -> None:
        with pytest.raises(CodebookFileError, match=message):
            read_xlsx(data, "x.xlsx")

    def test_entities_in_any_part(self) -> None:
        def declare(part: str, content: bytes) -> bytes:
            return b'<!DOCTYPE x [<!ENTITY a "b">]>' + content if part == "xl/worksheets/sheet1.xml" else content

        with pytest.raises(CodebookFileError, match="declares entities"):
            read_xlsx(repacked(declare), "x.xlsx")

    def test_a_package_that_unpacks_to_far_more(self) -> None:
        bomb = repacked(lambda _, content: content, more={"xl/media/image.png": b"\0" * 90_000_000})
        assert len(bomb) < 1_000_000
        with pytest.raises(CodebookFileError, match="unpacks to far more"):
            read_xlsx(bomb, "x.xlsx")

    def test_too_many_parts(self) -> None:
        crowd = repacked(lambda _, content: content, more={f"x/{number}": b"" for number in range(1_001)})
        with pytest.raises(CodebookFileError, match="unpacks to far more"):
            read_xlsx(crowd, "x.xlsx")

    def test_broken_parts(self) -> None:
        for broken in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):

            def cut(part: str, content: bytes, broken: str = broken) -> bytes:
                return content[:60] if part == broken else content

            data = repacked(cut)
            with pytest.raises(CodebookFileError, match="is damaged"):
                read_xlsx(data, "x.xlsx")

    def test_a_stray_cell_at_the_end_of_the_sheet_costs_no_time(self) -> None:
        far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
        data = repacked(lambda _, content: content.replace(b"</sheetData>", far))
        assert read_xlsx(data, "x.xlsx", base=small()) == small()


class TestColumnsOfOthers:
    @pytest.mark.parametrize(
        "head",
        [
            "Code,Definition,Example",
            "Code Name,Description,Example quotes",
            "THEME,Definition,Examples",
            "Node;Short description;Quote",
            "label,meaning,Illustrative Quote",
        ],
    )
    def test_a_code_with_its_definition_and_example(self, head: str) -> None:
        sign = ";" if ";" in head else ","
        found = read_csv(f"{head}\nTrust{sign}They rely on it{sign}I know her\n".encode(), "x.csv")
        (code,) = found.codes
        assert (code.name, code.short_definition, code.example_quotes) == ("Trust", "They rely on it", ("I know her",))

    def test_a_theme_beside_the_code_is_above_it(self) -> None:
        table = "Theme,Code,Description,Inclusion criteria,Exclusion criteria,Keywords\n"
        table += "Team,Trust,They rely on it,said so,hoped so,rely\nTeam,Help,They help,,,\n,Alone,,,,\n"
        found = read_csv(table.encode(), "x.csv")
        names = {code.id: code.name for code in found.codes}
        assert [(code.name, names.get(code.parent_id or "")) for code in found.codes] == [
            ("Team", None), ("Trust", "Team"), ("Help", "Team"), ("Alone", None),
        ]  # fmt: skip
        trust = found.codes[1]
        assert (trust.when_to_use, trust.when_not_to_use, trust.key_terms) == ("said so", "hoped so", ("rely",))

    def test_description_beside_a_definition_is_the_longer_one(self) -> None:
        (code,) = read_csv(b"Code,Definition,Description\nTrust,Short,Long\n", "x.csv").codes
        assert (code.short_definition, code.full_definition) == ("Short", "Long")

    def test_workbooks_too(self) -> None:
        (code,) = read_xlsx(workbook([["Code", "Description"], ["Trust", "They rely on it"]]), "x.xlsx").codes
        assert (code.name, code.short_definition) == ("Trust", "They rely on it")

    def test_what_is_no_table_is_named(self) -> None:
        for data, what in (
            (b"<html><body>x</body></html>", "a web page"),
            (b'{"codes": []}', "JSON"),
            (b"%PDF-1.7 x", "PDF"),
        ):
            with pytest.raises(CodebookFileError, match=what):
                read_csv(data, "x.csv")
