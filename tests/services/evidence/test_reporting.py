"""The report that an evaluator hands in: what it says, what it keeps, what it never shows."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document

from coder.domain.coding import Direction, Strength
from coder.errors import ExportCancelledError, ExportError, InvalidValueError, NotFoundError
from coder.exporters.report.data import Report, Subject
from coder.exporters.report.docx_report import report_as_docx
from coder.exporters.report.html_report import report_as_html
from coder.services import tables
from coder.services.coding import coding
from coder.services.evidence import reporting
from coder.services.evidence.findings import finding_on, set_finding
from coder.services.evidence.reporting import ReportOptions, export_report
from coder.services.project import Project
from tests.helpers.pages import Page, read_page
from tests.services.evidence.pilot import GONE, MEALS, PAY, SECRET, TRUST, a_pilot, an_empty_project, talks

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = a_pilot(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Return a project that no test changes."""
    made = a_pilot(tmp_path_factory.mktemp("untouched"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def report(untouched: Project) -> Report:
    return report_on(untouched)


@pytest.fixture(scope="module")
def page(report: Report) -> Page:
    return read_page(report_as_html(report))


def report_on(project: Project, **options: bool | str) -> Report:
    with project.read() as rows:
        kept = tables.as_kept(rows)
    return reporting.build_report(kept, options=ReportOptions(**options))  # type: ignore[arg-type]


def subject(report: Report, key: str) -> Subject:
    parts = [part for domain in report.domains for part in (domain, *domain.parts)]
    return next(part for part in parts if part.key == key)


def page_of(project: Project) -> Page:
    return read_page(report_as_html(report_on(project)))


def paper_of(project: Project, folder: Path) -> Document:
    export_report(project, file=folder / "report.docx")
    return docx.Document(str(folder / "report.docx"))


def words_of(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_each_outcome_stands_under_its_domain(report: Report) -> None:
    assert [domain.key for domain in report.domains] == ["growth", "wellbeing", "systems"]
    growth, wellbeing, _ = report.domains
    assert PAY in [part.key for part in growth.parts]
    assert {MEALS, TRUST} <= {part.key for part in wellbeing.parts}
    assert sum(len(domain.parts) for domain in report.domains) == report.outcomes == 7


def test_the_figures_are_those_of_the_coverage_table(untouched: Project, report: Report) -> None:
    data = tables.analysis_data(untouched, audience=tables.Audience.READERS)
    built = tables.build_table(data, "coverage")
    names = [column.name for column in built.columns]
    for row in (dict(zip(names, values, strict=True)) for values in built.rows()):
        figures = subject(report, row["code_id"]).figures
        assert (figures.codings, figures.people, figures.groups, figures.transcripts) == (
            row["codings"], row["people"], row["groups"], row["transcripts"],
        )  # fmt: skip
        ways = {way.value if way else "undirected": count for way, count in figures.ways}
        for column in ("supports", "challenges", "mixed", "unclear", "undirected"):
            assert ways.get(column, 0) == row[column]


def test_counter_evidence_is_always_there(report: Report, page: Page) -> None:
    assert [quote.text for quote in subject(report, PAY).counter] == [
        "In August nobody rang, and I lost nine hours of pay without a word."
    ]
    assert [quote.direction for quote in subject(report, TRUST).counter] == ["mixed"]
    assert "I lost nine hours of pay" in page.text
    assert "Evidence that challenges or is mixed" in page.text


def test_counter_evidence_is_quoted_even_beside_much_support(project: Project, report: Report) -> None:
    first, _ = talks()
    for quote in ("They moved me", "guaranteed hours", "now I can plan my week", "fine 😀.", "And the summer?"):
        coding.apply_code(project, transcript_id=first.transcript.id, span=first.span(quote), code_id=PAY, coder="AB",
                          direction=Direction.SUPPORTS, strength=Strength.CORROBORATED)  # fmt: skip
    assert subject(report_on(project), PAY).counter == subject(report, PAY).counter


def test_people_are_quoted_as_they_agreed(report: Report) -> None:
    meals = {quote.who for quote in subject(report, MEALS).quotes}
    assert meals == {"Owner 1, care owner", "Care worker"}
    (pay,) = subject(report, PAY).quotes
    assert (pay.who, pay.where) == ("Worker 1, care worker", "Interview 1, turn 2, 0:12")


@pytest.mark.parametrize("file_format", ["html", "docx"])
def test_what_people_keep_back_is_in_no_form(untouched: Project, tmp_path: Path, file_format: str) -> None:
    file = tmp_path / f"report.{file_format}"
    export_report(untouched, file=file)
    content = file.read_bytes()
    if file_format == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"".join(package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels")))
    text = content.decode("utf-8", errors="ignore")
    for secret in (SECRET, "brother", GONE, "kitchen", "Volunteer 1", "Family 1", "Worker 2", "ROSA", "SAM", "█"):
        assert secret not in text


def test_what_was_withheld_is_said_without_saying_who(report: Report) -> None:
    assert [(item.what, item.count, item.why) for item in report.withheld] == [
        ("1 person: all that they said, and its codings", 1, "consent was withdrawn"),
        ("1 person: their words; the codings are counted", 1, "consent is for internal use only"),
        ("1 person: their pseudonyms; quoted by role", 3, "consent is for anonymised quotes"),
    ]
    (note,) = subject(report, PAY).notes
    assert note == (
        "1 coding of 1 person counts here but cannot be quoted, as consent is for internal use only; 1 of these "
        "challenging or mixed."
    )


def test_somebody_who_withdrew_counts_nowhere(report: Report) -> None:
    assert subject(report, MEALS).figures.codings == 2
    assert report.overview.codings == 8


def test_small_groups_are_pointed_out_to_the_evaluator_only(report: Report, page: Page) -> None:
    assert "Care owner (1)" in report.warnings[0]
    assert "Care owner (1)" not in page.text


def test_unintended_change_is_what_no_outcome_is_tied_to(project: Project, report: Report) -> None:
    tied = "nobody stays at all, and we stop trusting the rota."
    assert report.unintended is not None
    assert report.unintended.figures.codings == 0, "it overlaps a passage that is coded with an outcome"
    with project.read() as rows:
        beside = [item.id for item in rows.codings() if item.code_id == TRUST]
    coding.remove_codings(project, coding_ids=beside)
    loose = report_on(project).unintended
    assert loose is not None
    assert [quote.text for quote in loose.quotes] == [tied]


@pytest.mark.parametrize("file_format", ["html", "docx"])
def test_a_report_that_is_handed_in_does_not_speak_of_findings_that_are_missing(
    untouched: Project, tmp_path: Path, file_format: str
) -> None:
    file = tmp_path / f"report.{file_format}"
    export_report(untouched, file=file)
    content = file.read_bytes()
    text = read_page(content).text if file_format == "html" else words_of(docx.Document(str(file)))
    assert "No finding" not in text
    assert "written yet" not in text


def test_gaps_are_named_with_who_was_not_heard(report: Report) -> None:
    gaps = {gap.name: gap for gap in report.gaps}
    assert gaps["Shared ownership"].status == "no evidence"
    assert gaps["Shared ownership"].missing == "anybody"
    meals = gaps["Social meal experiences"]
    assert (meals.status, meals.missing) == ("only supporting", "anybody who challenges it")


def test_the_method_note_says_what_the_report_rests_on(report: Report) -> None:
    facts = {fact.name: fact.value for fact in report.method}
    assert facts["Coded by"] == "AB, CD"
    assert facts["Conversations"].startswith("1 interview and 1 workshop, ")
    assert facts["Held"] == "12 Mar 2026"
    assert facts["Codings"].startswith("8, of which 0 began")
    assert "version 1." in facts["Codebook"]
    assert "each person is quoted once before anybody is quoted twice" in " ".join(report.method_text)


def test_a_report_that_is_made_again_keeps_the_findings(project: Project, tmp_path: Path) -> None:
    set_finding(project, PAY, "Hours gave a floor.\n\nIt is thin.")
    set_finding(project, "introduction", "The first year.")
    before = report_on(project)
    first, _ = talks()
    coding.apply_code(project, transcript_id=first.transcript.id, span=first.span("In August nobody rang"),
                      code_id="issue-resolution", coder="AB")  # fmt: skip
    after = report_on(project)
    assert after.overview.codings == before.overview.codings + 1
    assert subject(after, PAY).finding == subject(before, PAY).finding == "Hours gave a floor.\n\nIt is thin."
    for text in (page_of(project).text, words_of(paper_of(project, tmp_path))):
        assert "It is thin." in text
        assert "The first year." in text


def test_findings_are_actions_to_be_undone(project: Project) -> None:
    assert (
        set_finding(project, PAY, " First. ").label
        == "Write finding on “Enhanced security and livelihood for care workers”"
    )
    set_finding(project, PAY, "Second.")
    project.undo()
    assert finding_on(project, PAY) == "First."
    project.undo()
    assert finding_on(project, PAY) == ""
    project.redo()
    assert finding_on(project, PAY) == "First."
    set_finding(project, PAY, "")
    assert finding_on(project, PAY) == ""
    assert not set_finding(project, PAY, "")


def test_a_finding_needs_something_to_be_about(project: Project) -> None:
    with pytest.raises(NotFoundError, match="introduction"):
        set_finding(project, "no-such-code", "x")


def test_a_finding_leads_to_the_quotes_that_it_names(project: Project, report: Report, tmp_path: Path) -> None:
    (quote,) = subject(report, PAY).quotes
    set_finding(project, PAY, f"A floor [{quote.ref}], but [nothing] more.")
    page = page_of(project)
    assert f"#quote-{quote.ref}" in page.links
    assert f"A floor [{quote.ref}], but [nothing] more." in page.text
    body = paper_of(project, tmp_path).element
    links = {element.get(f"{W}anchor") for element in body.iter(f"{W}hyperlink")}
    assert links <= {element.get(f"{W}name") for element in body.iter(f"{W}bookmarkStart")}
    assert any(str(link).startswith("quote_") for link in links)


def test_a_passage_keeps_its_reference_when_it_is_coded_again(project: Project) -> None:
    first, _ = talks()
    (before,) = subject(report_on(project), PAY).quotes
    span = first.span("They moved me to guaranteed hours, so now I can plan my week and my rent.")
    coding.apply_code(project, transcript_id=first.transcript.id, span=span, code_id="economic-wellbeing", coder="CD")
    report = report_on(project)
    assert subject(report, PAY).quotes[0].ref == before.ref == subject(report, "economic-wellbeing").quotes[0].ref


def test_the_page_is_valid_whole_and_accessible(report: Report, page: Page) -> None:
    pictures = [*report.pictures, *(p for d in report.domains for s in (d, *d.parts) for p in s.pictures)]
    assert page.alternatives == [picture.alternative.summary for picture in pictures]
    assert page.headings[0] == (1, "Pilot: evidence report")
    assert (2, "Gaps in the evidence") in page.headings
    assert (3, "Social meal experiences") in page.headings


def test_everything_is_escaped(project: Project, tmp_path: Path) -> None:
    set_finding(project, PAY, 'A <script>alert("x")</script> & "more" \x01 😀 שלום')
    page = page_of(project)
    assert 'A <script>alert("x")</script> & "more"  😀 שלום' in page.text
    assert 'A <script>alert("x")</script> & "more"  😀 שלום' in words_of(paper_of(project, tmp_path))


def test_the_word_document_is_one_that_word_knows_its_way_in(untouched: Project, tmp_path: Path) -> None:
    document = paper_of(untouched, tmp_path)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]  # type: ignore[union-attr]
    assert ("Heading 1", "Growth") in headings
    assert ("Heading 2", "Social meal experiences") in headings
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]  # type: ignore[union-attr]
    assert captions[0].startswith("Figure 1. ")
    pictures = document.inline_shapes
    assert len(pictures) == len(captions)
    assert all(shape._inline.docPr.get("descr") for shape in pictures)
    assert all(
        table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None for table in document.tables if len(table.columns) > 2
    )
    footer = ElementTree.fromstring(document.sections[0].footer._element.xml.encode())
    assert [element.text for element in footer.iter(f"{W}instrText")] == [" PAGE ", " NUMPAGES "]
    assert document.core_properties.title == "Pilot: evidence report"


@pytest.mark.parametrize("file_format", ["html", "docx"])
def test_the_same_project_gives_the_same_bytes(untouched: Project, tmp_path: Path, file_format: str) -> None:
    one, other = tmp_path / f"one.{file_format}", tmp_path / f"other.{file_format}"
    export_report(untouched, file=one)
    export_report(untouched, file=other)
    assert one.read_bytes() == other.read_bytes()


def test_an_empty_project_gives_an_honest_report(tmp_path: Path) -> None:
    project = an_empty_project(tmp_path)
    try:
        report = report_on(project)
        assert report.overview.codings == 0
        assert len(report.gaps) == report.outcomes == 24
        page = read_page(report_as_html(report))
        assert "Nothing is coded yet, so there is nothing to report." in page.text
        assert "Nothing is coded yet" in words_of(docx.Document(io.BytesIO(report_as_docx(report))))
    finally:
        project.close()


def test_the_form_follows_the_ending_unless_it_is_said(project: Project, tmp_path: Path) -> None:
    export_report(project, file=tmp_path / "a.htm")
    assert (tmp_path / "a.htm").read_bytes().startswith(b"<!DOCTYPE html>")
    export_report(project, file=tmp_path / "b.report", file_format="docx")
    assert (tmp_path / "b.report").read_bytes().startswith(b"PK")
    with pytest.raises(InvalidValueError, match="html or docx"):
        export_report(project, file=tmp_path / "c.pdf")
    assert not (tmp_path / "c.pdf").exists()


def test_progress_is_told_and_cancelling_leaves_the_old_file(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("old", encoding="utf-8")
    steps: list[tuple[int, int]] = []
    with pytest.raises(ExportCancelledError):
        export_report(project, file=file, progress=lambda *step: steps.append(step), cancelled=lambda: len(steps) > 3)
    assert len(steps) == 4
    assert all(done <= total for done, total in steps)
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".html", ".tmp")] == ["report.html"]


def test_a_file_that_may_not_be_changed_is_told(untouched: Project, tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export_report(untouched, file=tmp_path / "report.html")


def test_a_codebook_without_outcomes_is_reported_by_its_own_parts(tmp_path: Path) -> None:
    from coder.services.codebook.codes import add_codebook
    from coder.services.project import create_project
    from coder.shipped import codebooks_folder

    project = create_project(tmp_path / "Partners.coder")
    add_codebook(project, file=codebooks_folder() / "partnership.yaml")
    try:
        report = report_on(project)
        assert [len(domain.parts) for domain in report.domains] == [0, 0, 0, 0, 0, 10]
        assert [domain.status for domain in report.domains] == ["no evidence"] * 5 + [""]
        assert report.outcomes == 15
        read_page(report_as_html(report))
    finally:
        project.close()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_document(untouched: Project, tmp_path: Path) -> None:
    export_report(untouched, file=tmp_path / "report.docx")
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path / 'office'}", "--headless", "--convert-to", "pdf",
         "report.docx"],
        cwd=tmp_path, capture_output=True, timeout=110, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert (tmp_path / "report.pdf").stat().st_size > 20_000
