"""The analysis workspace in the whole window, used as an evaluator with a deadline uses it."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtWidgets import QLineEdit

from coder.domain.coding import Direction
from coder.domain.span import Span
from coder.gui.evidence.export_tables import ExportTablesDialog
from coder.gui.look.code_choice import CodeChoiceDialog
from coder.services.coding import coding
from tests.gui.analysis.robot import Analyst

SECURITY = "Enhanced security and livelihood for care workers"
FREEDOM = "Freedom and co-production of care"
LASTING = "Long-lasting care relationships"
NETWORKS = "Community networks and partnerships"


def test_from_gaps_to_a_report_and_back_when_somebody_withdraws(analyst: Analyst, tmp_path: Path) -> None:
    # Find the gaps.
    analyst.analyse()
    coverage = analyst.coverage()
    coverage.levels.press("none")
    gaps = [row[0] for row in coverage.shown_rows()[1:]]
    assert NETWORKS in gaps
    assert SECURITY not in gaps
    coverage.levels.press(None)

    # Close one: search for it, and code what was found in one step.
    analyst.page.list.choose("search")
    analyst.wait()
    search = analyst.searching()
    search.focus_main()
    analyst.type("church hall")
    search.words.setText("partner*")
    analyst.qtbot.waitUntil(lambda: search.list.count() > 0, timeout=20_000)
    found = len(search.ticked())

    def choose(dialog: CodeChoiceDialog) -> None:
        dialog.findChild(QLineEdit).setText("community networks")
        assert dialog.code_id() == "community-networks"
        dialog.accept()

    analyst.answer(CodeChoiceDialog, choose)
    analyst.click(search.code)
    analyst.wait()
    added = [item for item in analyst.codings() if item.code_id == "community-networks"]
    assert 0 < len(added) <= found
    analyst.analyse("coverage")
    assert analyst.figure(NETWORKS, "codings") == str(len(added))
    assert analyst.figure(NETWORKS, "level") != "none"

    # Compare care workers with care owners on two outcomes.
    analyst.analyse("outcome-by-group")
    compared = {
        (outcome, group): analyst.cell(outcome, group)
        for outcome in (FREEDOM, LASTING)
        for group in ("Care worker", "Care owner")
    }
    assert compared[FREEDOM, "Care worker"] == "1"
    assert compared[LASTING, "Care owner"] == "2"
    analyst.choose_cell(LASTING, "Care owner")
    assert analyst.page.passages.heading() == f"{LASTING} · Care owner"
    behind = analyst.passages()
    assert len(behind) == 2

    # Into the transcript, and back to the same cell.
    analyst.open_passage(1)
    assert not analyst.desk.places["analyse"].shown
    assert behind[1] in analyst.text
    analyst.desk.places["analyse"].back_bar.press()
    analyst.wait()
    assert analyst.page.title() == "Outcomes by group"
    assert analyst.passages() == behind

    # Export the workbook: its figures are those on screen.
    workbook = tmp_path / "evidence.xlsx"
    analyst.answers.file = workbook

    def export(dialog: ExportTablesDialog) -> None:
        dialog.choose(table="all", file_format="xlsx")
        dialog.finished.connect(lambda _result: closed.append(True))
        dialog.press_export()

    closed: list[bool] = []
    analyst.answer(ExportTablesDialog, export)
    analyst.press("Ctrl+Alt+E")
    assert closed == [True]
    assert workbook.exists()
    book = load_workbook(workbook, read_only=True)
    cells = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert NETWORKS in cells
    book.close()

    # Write a finding and make the report.
    analyst.analyse("report")
    report = analyst.report()
    report.choose("long-lasting-relationships")
    report.focus_main()
    analyst.type("Care owners miss the people who leave.")
    analyst.answers.file = tmp_path / "report.docx"
    analyst.click(report.make)
    analyst.wait()
    with zipfile.ZipFile(tmp_path / "report.docx") as archive:
        text = archive.read("word/document.xml").decode("utf-8")
    assert "Care owners miss the people who leave." in text
    assert analyst.listener.said[-1] == "The report is in report.docx."

    # Somebody withdraws: every figure follows, and undo brings them back.
    analyst.analyse("participants")
    owner = next(person for person in _people(analyst) if person.pseudonym == "Owner 1")
    analyst.people().choose(owner.id)
    analyst.click(analyst.people().withdraw)
    analyst.wait()
    assert "every table, figure, chart" in analyst.listener.asked[-1]
    analyst.analyse("outcome-by-group")
    assert analyst.cell(LASTING, "Care owner") == "1"
    analyst.undo()
    assert analyst.cell(LASTING, "Care owner") == "2"


def test_figures_on_screen_are_those_in_the_file(analyst: Analyst, tmp_path: Path) -> None:
    analyst.analyse()
    shown = analyst.coverage().shown_rows()
    analyst.answers.file = tmp_path / "coverage.csv"

    def export(dialog: ExportTablesDialog) -> None:
        assert dialog.wish().table == "coverage"
        dialog.choose(file_format="csv")
        dialog.press_export()

    analyst.answer(ExportTablesDialog, export)
    analyst.click(analyst.page.export)
    with (tmp_path / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    at = {title: place for place, title in enumerate(shown[0])}
    names = {"Code": "code", "Coverage": "level", "People": "people", "Groups": "groups", "Codings": "codings"}
    exported = [[row[name] for name in names.values()] for row in rows]
    on_screen = [[row[at[title]] for title in names] for row in shown[1:]]
    assert on_screen == exported


def test_a_coding_made_elsewhere_shows_in_the_figures_and_the_place_is_kept(analyst: Analyst) -> None:
    analyst.analyse("coverage")
    analyst.choose_row(SECURITY)
    before = int(analyst.figure(SECURITY, "codings"))
    assert len(analyst.codes_read()) == before
    detail = analyst.desk.reading.detail
    assert detail is not None
    answer = next(turn for turn in detail.turns if turn.speaker_id and not detail.role_of(turn).asks)
    coding.apply_code(
        analyst.project,
        transcript_id=detail.transcript.id,
        span=Span(answer.start, answer.start + 3),
        code_id="secure-livelihood",
        coder="Ana",
        direction=Direction.SUPPORTS,
    )
    analyst.qtbot.waitUntil(lambda: len(analyst.codes_read()) == before + 1, timeout=20_000)
    assert int(analyst.figure(SECURITY, "codings")) == before + 1
    assert analyst.table().table.current_key() == ("secure-livelihood",)


def _people(analyst: Analyst) -> list:  # type: ignore[type-arg]  # of participants
    with analyst.project.read() as rows:
        return rows.participants()
