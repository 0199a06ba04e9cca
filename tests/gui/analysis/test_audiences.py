"""Files from the window are for somebody, say so, and lead to where consent is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.domain.transcript import Consent
from coder.gui.analysis.chart_page import ChartPage
from coder.gui.evidence.export_tables import ExportTablesDialog
from coder.gui.look.audience import AudienceChoice
from coder.services.evidence.audiences import Audience
from coder.services.evidence.consent import set_consent
from tests.gui.analysis.robot import Analyst


def choose(choice: AudienceChoice, audience: Audience) -> None:
    choice.choose(audience)
    choice.box.activated.emit(choice.box.currentIndex())


def wait_for(analyst: Analyst, choice: AudienceChoice, words: str) -> None:
    analyst.qtbot.waitUntil(lambda: words in choice.told.text(), timeout=20_000)


def forget_consent(analyst: Analyst) -> None:
    with analyst.project.read() as rows:
        everybody = [person.id for person in rows.participants()]
    analyst.desk.session.do(
        lambda: set_consent(analyst.project, participant_ids=everybody, consent=Consent.NOT_RECORDED)
    )
    analyst.wait()


def test_the_report_says_for_whom_it_is_and_consent_is_recorded_in_one_step(analyst: Analyst) -> None:
    forget_consent(analyst)
    analyst.analyse("report")
    choice = analyst.report().audience
    assert choice.audience is Audience.READERS
    wait_for(analyst, choice, "75 of 75 coded passages are withheld")
    choose(choice, Audience.TEAM)
    wait_for(analyst, choice, "For the team, not to be passed on: nothing is withheld of 75")
    analyst.click(choice.record)
    analyst.wait()
    assert analyst.desk.places["analyse"].controller.place == "participants"
    many = analyst.people().many
    assert "Nobody recorded yet what 8 people agreed to." in many.told.text()
    many.level.setCurrentIndex(many.level.findData(Consent.ANONYMISED))
    analyst.click(many.record)
    analyst.wait()
    with analyst.project.read() as rows:
        assert {person.consent for person in rows.participants()} == {Consent.ANONYMISED}
    analyst.undo()
    analyst.wait()
    with analyst.project.read() as rows:
        assert {person.consent for person in rows.participants()} == {Consent.NOT_RECORDED}


def test_a_pseudonym_is_changed_on_the_page_and_refused_if_somebody_has_it(analyst: Analyst) -> None:
    analyst.analyse("participants")
    page = analyst.people()
    with analyst.project.read() as rows:
        ids = {person.pseudonym: person.id for person in rows.participants()}
    page.choose(ids["Worker 1"])
    page.pseudonym.setText("Worker 2")
    page.pseudonym.editingFinished.emit()
    analyst.wait()
    assert "Somebody else is called “Worker 2”" in str(analyst.listener.problems)
    page.choose(ids["Worker 1"])
    page.pseudonym.setText("P01")
    page.pseudonym.editingFinished.emit()
    analyst.wait()
    with analyst.project.read() as rows:
        assert {person.id: person.pseudonym for person in rows.participants()}[ids["Worker 1"]] == "P01"


@pytest.mark.parametrize(("audience", "mark"), [(Audience.TEAM, True), (Audience.READERS, False)])
def test_the_proposed_names_say_for_whom(analyst: Analyst, tmp_path: Path, audience: Audience, mark: bool) -> None:
    analyst.answers.file = tmp_path / "out.docx"
    analyst.analyse("report")
    choose(analyst.report().audience, audience)
    analyst.click(analyst.report().make)
    analyst.wait()
    assert ("not to be passed on" in analyst.answers.suggested.name) is mark
    assert ("not to be passed on" in analyst.listener.said[-1]) is mark
    analyst.analyse("charts")
    page = analyst.page.made("charts")
    assert isinstance(page, ChartPage)
    choose(page.audience, audience)
    analyst.answers.file = tmp_path / "out.png"
    analyst.click(page.save)
    analyst.wait()
    assert ("not to be passed on" in analyst.answers.suggested.name) is mark
    analyst.answers.file = tmp_path / "out.csv"

    def export(dialog: ExportTablesDialog) -> None:
        dialog.choose(table="evidence", file_format="csv")
        choose(dialog.audience, audience)
        wait_for(analyst, dialog.audience, "team" if mark else "readers")
        dialog.press_export()

    analyst.answer(ExportTablesDialog, export)
    analyst.press("Ctrl+Alt+E")
    analyst.wait()
    assert ("not to be passed on" in analyst.answers.suggested.name) is mark
    said = (tmp_path / "out.csv").read_text("utf-8")
    assert ("[withheld]" not in said) is mark


def test_the_export_dialog_leads_to_recording_consent(analyst: Analyst) -> None:
    analyst.analyse("coverage")
    analyst.answer(ExportTablesDialog, lambda dialog: dialog.audience.record.click())
    analyst.press("Ctrl+Alt+E")
    analyst.wait()
    assert analyst.desk.places["analyse"].controller.place == "participants"
