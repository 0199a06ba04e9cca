"""The pages of the analysis workspace, each used by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit

from coder.domain.text import one_line
from coder.domain.transcript import Consent
from coder.gui.analysis.chart_page import ChartPage
from coder.gui.analysis.places import PLACES
from coder.gui.look.theme import Mode
from coder.services.coding.coding import apply_code
from coder.services.evidence import queries
from coder.services.project import create_project
from coder.services.transcripts.transcripts import remove_transcript
from tests.gui.analysis.robot import Analyst

SECURITY = "Enhanced security and livelihood for care workers"


def test_every_place_shows_something_and_every_control_has_a_name(analyst: Analyst) -> None:
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
    for place in PLACES:
        analyst.analyse(place.name)
        assert analyst.page.title() == place.title
        assert analyst.page.pages.currentWidget() is analyst.page.made(place.name)
        for kind in kinds:
            for control in analyst.page.findChildren(kind):
                inner = control.objectName().startswith("qt_") or isinstance(control.parent(), QComboBox)
                named = control.accessibleName() or getattr(control, "text", str)()
                assert inner or not control.isVisible() or named, f"{control} of {control.parent()} has no name"


def test_escape_and_the_key_lead_back_to_the_text(analyst: Analyst) -> None:
    analyst.analyse()
    analyst.page.list.setFocus()
    analyst.press("Escape")
    assert not analyst.desk.places["analyse"].shown
    analyst.press("Ctrl+Shift+A")
    assert analyst.desk.places["analyse"].shown
    analyst.press("Ctrl+Shift+A")
    assert not analyst.desk.places["analyse"].shown


def test_f6_goes_from_part_to_part(analyst: Analyst) -> None:
    analyst.analyse()
    analyst.page.list.setFocus()
    seen: list[str] = []
    while "Analysis" not in seen and len(seen) < 6:
        analyst.press("F6")
        # The first row is chosen with the keys, and its passages come a moment later.
        analyst.wait()
        focused = analyst.window.focusWidget()
        seen.append(focused.accessibleName() or focused.text())
    assert seen == ["Coverage", "Passages", "Back to the transcripts", "Analysis"]


def test_the_keys_walk_through_rows_and_each_shows_its_passages(analyst: Analyst) -> None:
    analyst.analyse()
    analyst.coverage().focus_main()
    analyst.press("Down")
    analyst.wait()
    name = analyst.table().table.model_.index(1, 0).data()
    assert analyst.page.passages.heading() == name
    assert len(analyst.codes_read()) == int(analyst.figure(name, "codings"))


def test_a_column_of_a_direction_leads_to_its_passages_only(analyst: Analyst) -> None:
    analyst.analyse()
    analyst.choose_row(SECURITY, "challenges")
    assert analyst.page.passages.heading() == f"{SECURITY}: challenges"
    assert len(analyst.codes_read()) == int(analyst.figure(SECURITY, "challenges"))


def test_rows_are_filtered_and_sorted(analyst: Analyst) -> None:
    analyst.analyse()
    page = analyst.coverage()
    page.filter.setText("care workers")
    analyst.qtbot.waitUntil(lambda: len(page.shown_rows()) - 1 < 24, timeout=5_000)
    assert all("care workers" in " ".join(row).casefold() for row in page.shown_rows()[1:])
    page.filter.clear()
    analyst.qtbot.waitUntil(lambda: len(page.shown_rows()) - 1 == 24, timeout=5_000)
    at = [column.name for column in page.table.model_.columns].index("codings")
    page.table.sortByColumn(at, Qt.SortOrder.DescendingOrder)
    counts = [int(row[at]) for row in page.shown_rows()[1:]]
    assert counts == sorted(counts, reverse=True)


def test_the_workspace_is_narrowed_to_a_group_and_a_direction(analyst: Analyst) -> None:
    analyst.analyse()
    everything = int(analyst.figure(SECURITY, "codings"))
    supports = int(analyst.figure(SECURITY, "supports"))
    assert 0 < supports < everything
    analyst.page.direction.set_value("supports")
    analyst.page.direction.value_changed.emit()
    analyst.wait()
    assert int(analyst.figure(SECURITY, "codings")) == supports
    analyst.page.group.set_value("Care owner")
    analyst.page.group.value_changed.emit()
    analyst.wait()
    assert int(analyst.figure(SECURITY, "codings")) == 0


def test_cells_count_people_or_codings(analyst: Analyst) -> None:
    analyst.analyse("outcome-by-group")
    assert analyst.cell(SECURITY, "Care worker") == "1"
    analyst.table().measure.press("codings")
    assert int(analyst.cell(SECURITY, "Care worker")) > 1
    analyst.table().shape.press("rows")
    assert analyst.table().pages.currentWidget() is analyst.table().table


def test_a_summary_is_written_into_the_matrix_and_undone(analyst: Analyst) -> None:
    analyst.analyse("matrix")
    grid = analyst.matrix().grid
    assert grid is not None
    assert grid.model_.sheet is not None
    assert grid.model_.sheet.grid is not None
    person = next(name for name in grid.model_.sheet.grid.row_titles if name.startswith("Worker 1"))
    analyst.choose_cell(person, SECURITY)
    assert analyst.passages(), "the quotes behind the cell are beside it"
    analyst.matrix().editor.setFocus()
    analyst.type("Steady hours changed everything.")
    analyst.press("Ctrl+Return")
    analyst.wait()
    assert analyst.cell(person, SECURITY) == "Steady hours changed everything."
    analyst.undo()
    assert analyst.cell(person, SECURITY) == ""
    assert analyst.matrix().editor.toPlainText() == ""


def test_a_query_is_asked_saved_and_narrows_the_tables(analyst: Analyst) -> None:
    analyst.analyse("queries")
    page = analyst.queries()
    page.form.code.set_value("secure-livelihood")
    page.form.directions.tick("challenges")
    analyst.qtbot.waitUntil(lambda: page.count.text() != "", timeout=20_000)
    count = page.table.model_.rowCount()
    assert page.count.text().startswith(f"{count} codings")
    page.name.setText("Insecure hours")
    analyst.click(page.save)
    assert [item.name for item in queries.saved_queries(analyst.project)] == ["Insecure hours"]
    analyst.wait()
    analyst.analyse("coverage")
    assert analyst.page.query.findText("Insecure hours") > 0
    analyst.page.query.setCurrentIndex(analyst.page.query.findText("Insecure hours"))
    analyst.page.query.value_changed.emit()
    analyst.wait()
    assert analyst.figure(SECURITY, "codings") == str(count)
    assert analyst.figure("Control over work conditions", "people") in ("·", "0", "1")
    analyst.analyse("queries")
    analyst.click(page.remove)
    analyst.wait()
    assert queries.saved_queries(analyst.project) == []


def test_a_passage_with_several_codes_is_read_once(analyst: Analyst) -> None:
    codings = analyst.codings()
    one = codings[0]
    for code_id in ("trusting-teams", "social-meals"):
        apply_code(analyst.project, transcript_id=one.transcript_id, span=one.span, code_id=code_id, coder="Ana")
    analyst.analyse("frequencies")
    work = analyst.desk.places["analyse"].controller
    here = [item.id for item in analyst.codings() if item.transcript_id == one.transcript_id and item.span == one.span]
    work.show_behind("Here", lambda: here)
    analyst.wait()
    panel = analyst.page.passages
    assert len(panel.passages()) == 1
    assert len(panel.codes(0)) == len(here) >= 3
    assert panel.facts() == f"1 passage · {len(here)} codings"
    assert panel._text.toPlainText().count(one_line(panel.passages()[0])) == 1
    analyst.press("Ctrl+Z", on=panel)
    analyst.wait()
    assert len(panel.codes(0)) == len(here) - 1, "what was undone is not there any more"


def test_the_search_field_has_the_keys_when_search_is_opened(analyst: Analyst) -> None:
    analyst.press("Ctrl+Shift+A", on=analyst.desk.view)
    analyst.wait()
    places = analyst.page.list
    row = next(row for row in range(places.count()) if places.item(row).text() == "Search")
    analyst.click(places.viewport(), places.visualItemRect(places.item(row)).center())
    assert analyst.searching().words.hasFocus()
    analyst.type("key safe")
    assert analyst.searching().words.text() == "key safe"

    # From another place of the workspace, and from the transcripts where search was the last place.
    places.choose("coverage")
    analyst.wait()
    analyst.press("Ctrl+F", on=places)
    assert analyst.searching().words.hasFocus()
    analyst.press("Escape")
    analyst.press("Ctrl+Shift+A", on=analyst.desk.view)
    assert analyst.searching().words.hasFocus()


def test_hits_of_a_transcript_that_was_removed_go_with_it(analyst: Analyst) -> None:
    analyst.analyse("search")
    page = analyst.searching()
    page.focus_main()
    page.words.setText("care")
    analyst.qtbot.waitUntil(lambda: len({hit.transcript_id for hit in page.hits()}) > 1, timeout=20_000)
    gone = page.hits()[0]
    remove_transcript(analyst.project, transcript_id=gone.transcript_id)
    # What was chosen before leads nowhere, and says so.
    analyst.desk.reading.go_to(gone.transcript_id, gone.turn_span)
    assert analyst.listener.said[-1] == "This transcript is not in the project any more."
    analyst.qtbot.waitUntil(
        lambda: page.hits() and gone.transcript_id not in {hit.transcript_id for hit in page.hits()}, timeout=20_000
    )


def test_the_arrow_keys_pass_by_search_and_letters_go_into_its_field(analyst: Analyst) -> None:
    analyst.analyse("coverage")
    places = analyst.page.list
    places.setFocus()
    places.choose("queries")
    names = places.names()
    for name in names[names.index("queries") + 1 : names.index("search") + 1]:
        analyst.press("Down")
        assert (places.current(), places.hasFocus()) == (name, True)
    analyst.type("t")
    assert analyst.searching().words.hasFocus()
    analyst.type("r")
    assert analyst.searching().words.text() == "tr"


def test_search_hits_are_ticked_and_read_in_their_transcript(analyst: Analyst) -> None:
    analyst.analyse("search")
    page = analyst.searching()
    page.focus_main()
    analyst.type("paid")
    analyst.qtbot.waitUntil(lambda: page.list.count() > 1, timeout=20_000)
    count = page.list.count()
    page.list.setFocus()
    page.list.setCurrentRow(0)
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    assert len(page.ticked()) == count - 1
    page.list.itemActivated.emit(page.list.item(1))
    analyst.settle()
    assert not analyst.desk.places["analyse"].shown
    assert "paid" in analyst.text.lower()


def test_a_chart_speaks_by_the_keys_and_its_marks_lead_to_passages(analyst: Analyst) -> None:
    analyst.analyse("charts")
    page = analyst._shown(ChartPage)
    analyst.qtbot.waitUntil(lambda: bool(page.picture.marks()), timeout=90_000)
    analyst.wait()
    page.focus_main()
    analyst.press("Right")
    assert page.picture.current == 0
    mark = page.picture.marks()[0]
    analyst.press("Return")
    analyst.wait()
    assert analyst.page.passages.heading() == mark.label
    assert len(analyst.codes_read()) == len(mark.coding_ids)


def test_gaps_lead_into_finding_passages(analyst: Analyst) -> None:
    analyst.analyse()
    analyst.choose_row(SECURITY)
    wanted: list[str] = []
    analyst.desk.places["analyse"].controller.find_requested.disconnect()
    analyst.desk.places["analyse"].controller.find_requested.connect(wanted.append)
    analyst.click(analyst.page.passages._find)
    assert wanted == ["secure-livelihood"]


def test_consent_and_group_are_edited_and_undone(analyst: Analyst) -> None:
    analyst.analyse("participants")
    page = analyst.people()
    with analyst.project.read() as rows:
        person = next(each for each in rows.participants() if each.pseudonym == "Worker 2")
    page.choose(person.id)
    analyst.wait()
    page.consent.setCurrentIndex(page.consent.findData(Consent.INTERNAL))
    page.consent.activated.emit(page.consent.currentIndex())
    analyst.wait()
    page.attributes.setText("area: North; area: nowhere")
    page.attributes.editingFinished.emit()
    analyst.wait()
    with analyst.project.read() as rows:
        now = next(each for each in rows.participants() if each.id == person.id)
    assert now.consent is Consent.INTERNAL
    assert now.attributes == ("area: North", "area: nowhere")
    analyst.undo()
    analyst.undo()
    with analyst.project.read() as rows:
        after = next(each for each in rows.participants() if each.id == person.id)
    assert (after.consent, after.attributes) == (person.consent, person.attributes)


def test_whoever_does_not_confirm_withdraws_nobody(analyst: Analyst) -> None:
    analyst.analyse("participants")
    analyst.listener.agrees = False
    with analyst.project.read() as rows:
        before = rows.participants()
    analyst.people().choose(before[0].id)
    analyst.click(analyst.people().withdraw)
    with analyst.project.read() as rows:
        assert rows.participants() == before


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_workspace_fits_a_small_laptop(analyst: Analyst, mode: Mode) -> None:
    analyst.window.set_mode(mode)
    analyst.window.resize(1180, 720)
    for place in PLACES:
        analyst.analyse(place.name)
        assert analyst.window.width() <= 1180, f"{place.title} forces the window wider"


@pytest.mark.parametrize("size", [(1360, 860), (1180, 720)])
def test_what_a_page_is_about_can_be_read_to_its_end(analyst: Analyst, size: tuple[int, int]) -> None:
    analyst.window.resize(*size)
    for place in PLACES:
        analyst.analyse(place.name)
        about = analyst.page._about
        room = about.width() - about.fontMetrics().horizontalAdvance(about.text())
        assert room >= 0, f"{place.title}: {about.text()}"


def test_each_page_says_what_leads_to_its_passages(analyst: Analyst) -> None:
    analyst.analyse("charts")
    assert "Choose a mark of the chart" in analyst.page.passages.hint()
    analyst.analyse("participants")
    assert "Choose a participant" in analyst.page.passages.hint()
    analyst.analyse("domains")
    assert "Choose a row or a cell" in analyst.page.passages.hint()


def test_the_introduction_asks_for_no_finding(analyst: Analyst) -> None:
    analyst.analyse("report")
    assert "what a reader should know first" in analyst.report().editor.placeholderText()
    analyst.report().choose("growth")
    assert "Write your finding" in analyst.report().editor.placeholderText()


def test_a_long_chart_is_as_wide_as_its_place(analyst: Analyst) -> None:
    analyst.analyse("charts")
    page = analyst.page.pages.currentWidget()
    page.choose("co-occurrence")
    analyst.qtbot.waitUntil(lambda: page.picture.accessibleName() == "Codes that come together")
    analyst.wait()
    assert page.area.verticalScrollBar().maximum() > 0
    assert page.area.horizontalScrollBar().maximum() == 0
    assert page.told.text().startswith("15 of 171 pairs"), "the title stands in the picture"


def test_an_empty_project_is_told_what_to_do_on_each_page(analyst: Analyst, tmp_path: Path) -> None:
    create_project(tmp_path / "Empty.coder", person="Ana").close()
    analyst.open(tmp_path / "Empty.coder")
    for place, said in (("codebook", "Add a codebook"), ("participants", "import some"), ("quotes", "Ctrl+K")):
        analyst.analyse(place)
        shown = analyst.page.pages.currentWidget().pages.currentWidget()
        assert said in shown.accessibleDescription(), place
    analyst.analyse("charts")
    page = analyst.page.pages.currentWidget()
    page.choose("timeline")
    analyst.wait()
    assert not page.picture.isVisible()
    assert "no transcripts yet" in page.told.text()
