"""Codings from a table: a quote decides, places only choose, and no place is taken for what it may not count."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coder.domain.coding import Coding
from coder.domain.placing import Counting
from coder.domain.transcript import SourceMap
from coder.errors import CoderError, ColumnsError, ImportFileError
from coder.services.coding.codings_import import CodingsReport, import_codings, look_at_codings, look_at_columns
from coder.services.project import Project, create_project
from coder.services.transcripts.importing import import_transcripts, look_at
from tests.helpers.builders import a_code, a_codebook

HIVES = (
    "Summary keywords\nhives, wax\n\nAna  0:01\nHow did you begin?\n\n"
    "Leo  0:05\nI began with two hives. Yes, two hives.\n\nAna  0:20\nAnd what changed?\n\n"
    "Leo  0:25\nWe’re selling wax at the café; then two hives more.\n"
)
Table = Callable[..., CodingsReport]


@pytest.fixture(params=["\n", "\r\n"], ids=["lf", "crlf"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write the file of a transcript with either kind of line end; return its text as decoded."""
    text = HIVES.replace("\n", request.param)
    (tmp_path / "hives.txt").write_bytes(text.encode("utf-8"))
    return text


@pytest.fixture
def project(tmp_path: Path, source: str) -> Iterator[Project]:
    made = create_project(tmp_path / "a.coder", person="Me")
    with made.action("Codebook") as action:
        action.rows.add(a_codebook())
        action.rows.add_all([a_code("out", name="Outcome"), a_code("way")])
    import_transcripts(made, [look_at(tmp_path / "hives.txt")])
    yield made
    made.close()


@pytest.fixture
def table(project: Project, tmp_path: Path) -> Table:
    """Return what writes rows to a CSV file and imports it."""

    def do(*rows: tuple[Any, ...], head: str = "transcript,code,quote,start,end", **more: Any) -> CodingsReport:
        path = tmp_path / "codings.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head.split(","), *rows])
        return import_codings(project, file=path, coder="Me", **more)

    return do


def coded(project: Project) -> list[tuple[int, str]]:
    """Return where codings are and on which words."""
    with project.read() as rows:
        (transcript,) = rows.transcripts()
        return sorted((each.start, each.span.of(transcript.text)) for each in rows.codings())


def place(source: str, passage: str, *, nth: int = 0, as_one: bool = False) -> tuple[int, int]:
    """Return where a passage is in the file, with line ends of two characters counted as two or as one."""
    text = source.replace("\r\n", "\n") if as_one else source
    start = -1
    for _ in range(nth + 1):
        start = text.index(passage, start + 1)
    return start, start + len(passage)


class TestQuotes:
    def test_a_quote_decides_whatever_the_places_say(self, project: Project, table: Table) -> None:
        report = table(("hives", "out", "I began with", 3, 15), ("hives", "out", "And what changed?", 9000, 9017))
        assert report.problems == ()
        assert [words for _, words in coded(project)] == ["I began with", "And what changed?"]
        assert "places in the table fit only 0 of 2 quotes" in report.notes[0]

    @pytest.mark.parametrize(
        ("quote", "passage"),
        [
            ("We're  selling\nwax at the cafe\u0301", "We’re selling wax at the café"),
            ("we\u00adx", None),
            ("hives.\n\nAna  0:20\nAnd what", "hives.\nAnd what"),
            ("two hives.\r\n\r\nAna  0:20\r\nAnd what changed?\r\n\r\nLeo  0:25\r\nWe’re", None),
            ("Leo  0:25\nWe’re selling", "We’re selling"),
            ("And what changed?\n\nLeo  0:25", "And what changed?"),
            ("Ana: And what changed? Leo: We’re", "And what changed?\nWe’re"),
            ("[00:20] ANA: And what", "And what"),
            ("changed?\n\n00:25.000 --> 00:29.000\n<v Leo>We’re selling", "changed?\nWe’re selling"),
            ("hives.\n\nAna Smith (she)  0:20\nAnd what", "hives.\nAnd what"),
            ("hives. Nobody said this. And what", "nothing"),
        ],
    )
    def test_names_times_and_signs_do_not_hide_it(
        self, project: Project, table: Table, quote: str, passage: str | None
    ) -> None:
        report = table(("hives.txt", "out", quote), head="document,tag,content")
        if passage is None:
            passage = {"we\u00adx": "nothing"}.get(quote, "two hives.\nAnd what changed?\nWe’re")
        if passage == "nothing":
            assert "does not occur in “hives”" in report.problems[0].message
        else:
            assert report.problems == ()
            assert [words for _, words in coded(project)] == [passage]

    def test_one_that_occurs_often_is_not_guessed(self, project: Project, table: Table) -> None:
        report = table(("hives", "out", "two hives", "", ""))
        assert "occurs more than once in “hives”. Quote more of it" in report.problems[0].message
        assert coded(project) == []

    def test_whole_words_come_before_parts_of_words(self, project: Project, table: Table) -> None:
        table(("hives", "out", "at", "", ""))
        assert [words for _, words in coded(project)] == ["at"]


class TestPlacesChoose:
    @pytest.mark.parametrize("counting", [None, *Counting])
    def test_among_several_hits_and_it_is_told(
        self, project: Project, table: Table, source: str, counting: Counting | None
    ) -> None:
        as_one = counting in (None, Counting.SOURCE_LF)
        start, end = place(source, "two hives", nth=1, as_one=as_one)
        with project.read() as rows:
            text = rows.transcripts()[0].text
        second = text.index("two hives", text.index("two hives") + 1)
        if counting is Counting.TEXT:
            start, end = second, second + 9
        report = table(("hives", "out", "two hives", start, end), positions=counting)
        assert coded(project) == [(second, "two hives")]
        assert [(each.line, each.hits, each.start) for each in report.chosen] == [(2, 3, second)]
        assert any("1 quote occurs more than once" in note for note in report.notes)

    def test_a_place_at_none_of_them_chooses_nothing(self, project: Project, table: Table) -> None:
        report = table(("hives", "out", "two hives", 0, 9))
        assert "is at none of them" in report.problems[0].message
        assert coded(project) == []

    def test_our_own_table_comes_back_exactly(self, project: Project, table: Table) -> None:
        with project.read() as rows:
            text = rows.transcripts()[0].text
        spans = [(0, 9), (text.index(" began"), text.index(" began") + 7), (20, 40)]
        table(*[("hives", "out", text[start:end], start, end) for start, end in spans])
        with project.read() as rows:
            assert sorted((each.start, each.end) for each in rows.codings()) == sorted(spans)


class TestPlacesAlone:
    HEAD = "transcript,code,start,end"

    def test_nothing_is_taken_that_is_not_declared(self, project: Project, table: Table, source: str) -> None:
        report = table(("hives", "out", *place(source, "How did you begin?")), head=self.HEAD)
        assert coded(project) == []
        assert "a place but no quote, and it is not said what places are counted in" in report.problems[0].message

    def test_declared_as_the_files(self, project: Project, table: Table, source: str) -> None:
        report = table(
            ("hives", "out", *place(source, "How did you begin?")), head=self.HEAD, positions=Counting.SOURCE
        )
        assert report.problems == ()
        assert [words for _, words in coded(project)] == ["How did you begin?"]

    def test_declared_as_the_files_with_line_ends_as_one(self, project: Project, table: Table, source: str) -> None:
        where = place(source, "selling wax", as_one=True)
        table(("hives", "out", *where), head=self.HEAD, positions=Counting.SOURCE_LF)
        assert [words for _, words in coded(project)] == ["selling wax"]

    def test_declared_as_ours(self, project: Project, table: Table) -> None:
        table(("hives", "out", 0, 7), head=self.HEAD, positions=Counting.TEXT)
        with project.read() as rows:
            assert coded(project) == [(0, rows.transcripts()[0].text[:7])]
        report = table(("hives", "out", 5, 9000), head=self.HEAD, positions=Counting.TEXT)
        assert "has only" in report.problems[0].message

    @pytest.mark.parametrize("as_one", [True, False])
    def test_the_quotes_of_other_rows_tell(self, project: Project, table: Table, source: str, as_one: bool) -> None:
        quoted = [
            ("hives", "way", words, *place(source, words, as_one=as_one))
            for words in ("did you", "what changed", "wax at")
        ]
        report = table(*quoted, ("hives", "out", "", *place(source, "more.", as_one=as_one)))
        assert report.problems == ()
        assert coded(project)[-1][1] == "more."
        assert "3 of 3 rows with a quote agree" in report.notes[0]

    def test_quotes_that_do_not_agree_refuse_the_others(self, project: Project, table: Table) -> None:
        report = table(("hives", "way", "did you", 400, 407), ("hives", "out", "", 3, 9))
        assert [words for _, words in coded(project)] == ["did you"]
        assert "the places of other rows do not fit their quotes" in report.problems[0].message

    def test_a_place_in_what_was_left_out(self, table: Table, source: str) -> None:
        report = table(("hives", "out", *place(source, "0:05")), head=self.HEAD, positions=Counting.SOURCE)
        assert "stands nothing that came into the project" in report.problems[0].message


class TestBeforePlacesWereKept:
    @pytest.fixture
    def old(self, project: Project) -> Project:
        with project.action("Forget") as action:
            action.rows.remove_all(action.rows.source_maps())
        return project

    def test_the_file_is_asked_for(self, old: Project, table: Table, source: str) -> None:
        report = table(
            ("hives", "out", *place(source, "How did you")), head=TestPlacesAlone.HEAD, positions=Counting.SOURCE
        )
        assert coded(old) == []
        assert "Give the file “hives.txt” as its source" in report.problems[0].message

    def test_with_the_file_it_lands_and_the_map_is_kept(
        self, old: Project, table: Table, source: str, tmp_path: Path
    ) -> None:
        report = table(
            ("hives", "out", *place(source, "How did you")),
            head=TestPlacesAlone.HEAD, positions=Counting.SOURCE, sources=[tmp_path / "hives.txt"],
        )  # fmt: skip
        assert report.problems == ()
        assert [words for _, words in coded(old)] == ["How did you"]
        assert {type(change.row) for change in report.changes.of(SourceMap)} == {SourceMap}
        assert len(report.changes.of(Coding)) == 1
        with old.read() as rows:
            assert len(rows.source_maps()) == 1

    def test_another_file_is_refused(self, old: Project, table: Table, tmp_path: Path) -> None:
        other = tmp_path / "sub" / "hives.txt"
        other.parent.mkdir()
        other.write_text("Ana: Something else was said here.\nLeo: Indeed, by others.\n", encoding="utf-8")
        with pytest.raises(CoderError, match="does not hold the text of any transcript in this project"):
            table(("hives", "out", "x", 1, 2), sources=[other])
        assert coded(old) == []


class TestOtherTools:
    @pytest.mark.parametrize(
        "head",
        [
            "document,tag,content",
            "Document Name,Code,Coded Segment",
            "FileName,Code_Name,selText",
            "Source,Node,Excerpt",
            "filename;codename;seltext",
            "TRANSCRIPT,THEME,QUOTATION",
        ],
    )
    def test_their_columns_are_known(self, project: Project, tmp_path: Path, head: str) -> None:
        path = tmp_path / "t.csv"
        sign = ";" if ";" in head else ","
        path.write_text(f"{head}\nhives.txt{sign}outcome{sign}how\n".replace("how", "I began with"), encoding="utf-8")
        assert import_codings(project, file=path, coder="Me").problems == ()
        assert [words for _, words in coded(project)] == ["I began with"]

    def test_places_of_another_tool(self, project: Project, table: Table, source: str) -> None:
        start, end = place(source, "selling wax", as_one=True)
        report = table(
            (1, "hives.txt", "Outcome", start, end, "selling wax", "JS"),
            head="rowid,filename,codename,pos0,pos1,seltext,owner",
        )
        assert report.problems == ()
        assert [words for _, words in coded(project)] == ["selling wax"]
        with project.read() as rows:
            assert "JS" in {coder.name for coder in rows.coders()}

    @pytest.mark.parametrize("name", ["hives", "HIVES.TXT", "hives.docx", "C:\\data\\hives.txt", "data/hives.txt"])
    def test_a_transcript_by_any_name(self, project: Project, table: Table, name: str) -> None:
        assert table((name, "out", "I began with", "", "")).problems == ()

    @pytest.mark.parametrize("code", ["out", "OUTCOME", "Results > Outcome", "Results\\Outcome"])
    def test_a_code_by_any_name(self, table: Table, code: str) -> None:
        assert table(("hives", code, "I began with", "", "")).problems == ()

    def test_columns_that_nobody_knows_are_told_and_can_be_named(self, project: Project, table: Table) -> None:
        row = ("hives", "out", "I began with")
        with pytest.raises(
            ColumnsError, match=r"lacks the columns code, quote .* found: Document, Was, Wort"
        ) as caught:
            table(row, head="Document,Was,Wort")
        assert isinstance(caught.value, ImportFileError)
        report = table(row, head="Document,Was,Wort", columns={"code": "was", "quote": "Wort"})
        assert report.imported == 1
        with pytest.raises(ImportFileError, match="has no column “Words”; found: Document, Was, Wort"):
            table(row, head="Document,Was,Wort", columns={"code": "was", "quote": "Words"})

    def test_a_window_can_look_first(self, project: Project, table: Table, tmp_path: Path) -> None:
        with pytest.raises(ColumnsError):
            table(("hives", "out", "two hives"), ("hives", "out", "I began"), head="Document,Was,Wort")
        columns = look_at_columns(tmp_path / "codings.csv")
        assert columns.heads == ("Document", "Was", "Wort")
        assert (dict(columns.known), columns.missing) == ({"transcript": "Document"}, ("code", "quote"))
        plan = look_at_codings(project, file=tmp_path / "codings.csv", columns={"code": "Was", "quote": "Wort"})
        assert [(row.line, row.passage) for row in plan.rows] == [(3, "I began")]
        assert [problem.line for problem in plan.problems] == [2]
        assert coded(project) == []


def test_the_shared_cases(shared: Path, tmp_path: Path) -> None:
    folder = shared / "cases" / "codings"
    if not folder.is_dir():
        pytest.skip("The shared cases are not on this machine.")
    project = create_project(tmp_path / "b.coder", person="Me")
    with project.action("Codebook") as action:
        action.rows.add(a_codebook())
        action.rows.add(a_code("out"))
    import_transcripts(project, [look_at(folder / "bees.txt")])
    assert import_codings(project, file=folder / "pos2.csv", coder="Me").imported == 0
    assert import_codings(project, file=folder / "pos2.csv", coder="Me", positions=Counting.SOURCE).imported == 1
    assert [words for _, words in coded(project)] == ["How did you start?"]
    assert import_codings(project, file=folder / "header.csv", coder="Me").imported == 1
    assert coded(project)[-1][1] == "I began with bees.\nWhat changed?"
    project.close()
