"""Tables of codings: read as people write them, with every row that cannot be used named by its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.text import normalised
from coder.errors import ImportFileError
from coder.importers import CodingRow, CodingTable, read_codings_table

Table = Callable[[str | bytes], CodingTable]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Return what writes a CSV file and reads it."""

    def do(contents: str | bytes) -> CodingTable:
        path = tmp_path / "codings.csv"
        path.write_bytes(contents.encode("utf-8") if isinstance(contents, str) else contents)
        return read_codings_table(path)

    return do


def problems(found: CodingTable) -> list[tuple[int, str]]:
    """Return what is wrong where."""
    return [(problem.line, problem.message) for problem in found.problems]


class TestReading:
    def test_all_columns(self, table: Table) -> None:
        found = table(
            "transcript,code,quote,start,end,direction,strength,memo,coder\n"
            'Interview 1,peer-learning,"I said, ""yes""",12,17,supports,described,ask again,AB\n'
        )
        assert found.problems == ()
        assert found.rows == (
            CodingRow(
                line=2, transcript="Interview 1", code="peer-learning", quote='I said, "yes"', start=12, end=17,
                direction="supports", strength="described", memo="ask again", coder="AB",
            ),
        )  # fmt: skip

    def test_only_what_is_needed(self, table: Table) -> None:
        assert table("code,transcript,quote\nc,t,q\n").rows == (CodingRow(line=2, transcript="t", code="c", quote="q"),)
        assert table("code,transcript,start,end\nc,t,0,5\n").rows == (
            CodingRow(line=2, transcript="t", code="c", start=0, end=5),
        )

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("hint", ["", "sep={}\n"])
    def test_commas_semicolons_and_tabs(self, table: Table, separator: str, hint: str) -> None:
        rows = [["Transcript", "CODE", " Quote ", "Memo"], ["t", "c", "one, two; three", "x"]]
        written = io.StringIO()
        csv.writer(written, delimiter=separator, lineterminator="\r\n").writerows(rows)
        found = table(hint.format(separator) + written.getvalue())
        assert [(row.quote, row.memo) for row in found.rows] == [("one, two; three", "x")]

    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_encodings(self, table: Table, codec: str) -> None:
        found = table("transcript,code,quote\nInterview 1,c,“We met at the café”\n".encode(codec))
        assert found.rows[0].quote == "“We met at the café”"

    def test_the_line_is_where_the_row_begins_in_the_file(self, table: Table) -> None:
        found = table('transcript,code,quote\n\nt,c,"one\r\ntwo\n\nthree"\n,,\nt,c,four\nt,,five\n')
        assert [(row.line, row.quote) for row in found.rows] == [(3, "one\ntwo\n\nthree"), (8, "four")]
        assert problems(found) == [(9, "The code is missing.")]

    def test_the_names_that_the_evidence_table_uses(self, table: Table) -> None:
        found = table("evidence_id,transcript,code_id,code_name,passage,start,end\ne1,t,peer-learning,Peer,said,3,7\n")
        assert found.rows == (CodingRow(line=2, transcript="t", code="peer-learning", quote="said", start=3, end=7),)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(
            st.tuples(
                *[st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"], include_characters="\n"), min_size=1)]
                * 3
            ),
            max_size=6,
        ),
        separator=st.sampled_from(",;\t"),
    )
    def test_any_text_comes_back(self, table: Table, rows: list[tuple[str, ...]], separator: str) -> None:
        written = io.StringIO()
        csv.writer(written, delimiter=separator).writerows([("transcript", "code", "quote"), *rows])
        found = table(written.getvalue())
        assert len(found.rows) + len(found.problems) == sum(
            any(normalised(cell).strip() for cell in row) for row in rows
        )
        whole = [cells for row in rows if all(cells := tuple(normalised(cell).strip() for cell in row))]
        assert [(row.transcript, row.code, row.quote) for row in found.rows] == whole


class TestRowsThatCannotBeUsed:
    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (",c,q,,", "The transcript is missing."),
            ("t, ,q,,", "The code is missing."),
            ("t,c,,,", "There is neither a quote nor a start and end."),
            ("t,c,,3,", "Start and end belong together; one of them is missing."),
            ("t,c,q,three,5", "The start “three” is not a whole number from 0."),
            ("t,c,q,3,-5", "The end “-5” is not a whole number from 0."),
            ("t,c,q,3,٥", "The end “٥” is not a whole number from 0."),
            ("t", "The code is missing."),
        ],
    )
    def test_each_is_named_and_the_others_come(self, table: Table, row: str, message: str) -> None:
        found = table(f"transcript,code,quote,start,end\nt,c,first,,\n{row}\nt,c,last,,\n")
        assert [row.quote for row in found.rows] == ["first", "last"]
        assert problems(found) == [(3, message)]

    def test_a_quote_with_one_place_only_is_found_by_its_words(self, table: Table) -> None:
        found = table("transcript,code,quote,start,end\nt,c,q,3,\n")
        assert [(row.start, row.end) for row in found.rows] == [(None, None)]

    def test_a_comma_that_should_have_been_quoted(self, table: Table) -> None:
        found = table("transcript,code,quote\nt,c,one, two\nt,c,three\n")
        assert [row.quote for row in found.rows] == ["three"]
        assert "must stand in quotation marks" in found.problems[0].message

    def test_a_quotation_mark_that_is_never_closed_hides_no_rows_in_silence(self, table: Table) -> None:
        found = table('transcript,code,quote\nt,c,one\nt,c,"two\nt,c,three\n')
        assert [row.quote for row in found.rows] == ["one"]
        assert problems(found) == [(3, "A quotation mark in this row, or in one after it, is not closed.")]

    def test_inches_are_no_quotation_marks(self, table: Table) -> None:
        assert table('transcript,code,quote\nt,c,a 5" nail\n').rows[0].quote == 'a 5" nail'


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("head", "missing"),
        [
            ("transcript,quote", "the column code"),
            ("code,quote", "the column transcript"),
            ("a,b", "the columns transcript, code, quote (or start and end)"),
            ("transcript,code,start", "the column quote (or start and end)"),
        ],
    )
    def test_missing_columns_are_named_with_those_found(self, table: Table, head: str, missing: str) -> None:
        with pytest.raises(ImportFileError) as caught:
            table(f"{head}\n1,2,3\n")
        assert f"“codings.csv” lacks {missing}." in caught.value.message
        assert f"found: {head.replace(',', ', ')}." in caught.value.message

    def test_a_column_that_is_there_twice(self, table: Table) -> None:
        with pytest.raises(ImportFileError, match="has the column “quote” twice"):
            table("transcript,code,quote,Quote\n")

    @pytest.mark.parametrize("contents", [b"PK\x03\x04rest", b"%PDF-1.7", b"", b"\n\n", bytes(200)])
    def test_files_that_are_no_tables(self, table: Table, contents: bytes) -> None:
        with pytest.raises(ImportFileError, match=r"“codings\.csv”"):
            table(contents)
