"""A project's codebook leaves for other tools and spreadsheets, and comes back with nothing changed but the edits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.domain.span import Span
from coder.errors import CodebookFileError
from coder.services.codebook import codebook_exchange as exchange
from coder.services.codebook import codes
from coder.services.codebook.codebook_content import content_of
from coder.services.coding import coding
from coder.services.project import Project, create_project
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from coder.shipped import codebooks_folder
from tests.e2e.test_command_line import coder
from tests.gui.importing.robot import a_parsed


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = create_project(tmp_path / "Pilot.coder")
    codes.add_codebook(made, file=codebooks_folder() / "outcomes.yaml")
    import_transcripts(made, [proposed(a_parsed("A: Where?", "Rosa: I was paid late. The wage came in May."))])
    with made.read() as rows:
        talk = rows.transcripts()[0].id
    coding.apply_code(made, transcript_id=talk, span=Span(7, 22), code_id="social-meals", coder="Ana")
    yield made
    made.close()


def state(project: Project) -> object:
    with project.read() as rows:
        content = content_of(rows, "outcomes")
    return content.codes, {(link.code_id, link.type, link.target_id) for link in content.links}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_untouched_spreadsheet_changes_nothing(project: Project, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"codes.{ending}"
    assert exchange.export_codebook(project, file=file) == 46
    before = state(project)
    assert exchange.preview_spreadsheet(project, file=file) == []
    exchange.take_in_spreadsheet(project, file=file)
    assert state(project) == before


def test_what_was_edited_in_a_spreadsheet_comes_in_as_one_step(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    exchange.export_codebook(project, file=file)
    found = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    for row in found:
        if row["id"] == "social-meals":
            row["name"], row["key_terms"] = "Meals together", "lunch\nsupper"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    before = state(project)
    (change,) = exchange.preview_spreadsheet(project, file=file)
    assert {field.field for field in change.fields} == {"name", "key_terms"}
    exchange.take_in_spreadsheet(project, file=file)
    code = codes.code_tree(project)["social-meals"]
    assert (code.name, code.key_terms) == ("Meals together", ("lunch", "supper"))
    project.undo()
    assert state(project) == before


@pytest.mark.parametrize("ending", ["html", "docx", "qdc", "yaml", "xlsx", "csv"])
def test_every_form_can_be_written_and_holds_every_name(project: Project, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"book.{ending}"
    exchange.export_codebook(project, file=file)
    assert file.stat().st_size > 5_000
    if ending in ("html", "qdc", "yaml", "csv"):
        text = file.read_text(encoding="utf-8-sig")
        for name in ("Social meal experiences", "Enhanced security and livelihood for care workers"):
            assert name in text
    assert not list(tmp_path.glob(".*part")), "no half file is left"


def test_an_unknown_ending_names_those_that_work(project: Project, tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match="xlsx"):
        exchange.export_codebook(project, file=tmp_path / "book.pdf")


def test_a_codebook_from_another_tool_joins_a_project(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "nvivo.qdc"
    file.write_text(
        '<?xml version="1.0" encoding="utf-8"?>'
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="NVivo"><Codes>'
        '<Code guid="{A1B2C3D4-0000-4000-8000-000000000001}" name="Trust" isCodable="true" color="#FF0000">'
        "<Description>Whom people rely on.</Description>"
        '<Code guid="{A1B2C3D4-0000-4000-8000-000000000002}" name="Trust lost" isCodable="true"/>'
        "</Code></Codes></CodeBook>",
        encoding="utf-8",
    )
    codes.add_codebook(project, file=file)
    tree = codes.code_tree(project)
    trust = next(code for code in tree if code.name == "Trust")
    lost = next(code for code in tree if code.name == "Trust lost")
    assert (trust.colour.lower(), lost.parent_id) == ("#ff0000", trust.id)
    assert "Whom people rely on." in trust.full_definition + trust.short_definition


def test_the_command_line_converts_files_and_projects(project: Project, tmp_path: Path) -> None:
    project.close()
    page = tmp_path / "book.html"
    done = coder("codebook", "convert", project.path, "-o", page)
    assert done.returncode == 0, done.stderr
    assert "Social meal experiences" in page.read_text(encoding="utf-8")
    sheet, back = tmp_path / "book.xlsx", tmp_path / "back.yaml"
    assert coder("codebook", "convert", codebooks_folder() / "outcomes.yaml", "-o", sheet).returncode == 0
    base = codebooks_folder() / "outcomes.yaml"
    assert coder("codebook", "convert", sheet, "--base", base, "-o", back).returncode == 0
    assert coder("codebook", "diff", base, back).stdout.strip() == "Nothing is different."
    wrong = coder("codebook", "convert", base, "-o", tmp_path / "book.pdf")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
