"""The choice of readers or the team, as the dialogs and pages show it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from coder.domain.transcript import Consent, Participant, Speaker
from coder.gui.evidence.export_tables import ExportTablesDialog
from coder.gui.importing.batch import ImportBatch, ImportFile
from coder.gui.look.audience import AudienceChoice
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.transcripts.speaker_model import SpeakerField
from coder.services.evidence.audiences import Audience
from tests.gui.importing.robot import a_plan


def test_it_says_for_whom_and_leads_to_recording_consent(qtbot: QtBot) -> None:
    choice = AudienceChoice()
    qtbot.addWidget(choice)
    assert choice.audience is Audience.READERS
    choice.say("For readers: the words of 2 of 3 coded passages are withheld.")
    assert "2 of 3" in choice.told.text()
    with qtbot.waitSignal(choice.consent_requested):
        choice.record.click()


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, icons: IconSet) -> ExportTablesDialog:
    tables = [("evidence", "Evidence", ""), ("quotes", "Quote bank", "")]
    made = ExportTablesDialog(
        tables=tables, queries=[], table="evidence", query=None, bom=False, theme=theme, icons=icons
    )
    qtbot.addWidget(made)
    return made


def test_each_table_is_for_whom_it_usually_is_until_somebody_says_otherwise(dialog: ExportTablesDialog) -> None:
    assert dialog.wish().audience is Audience.TEAM
    dialog.choose(table="quotes")
    assert dialog.wish().audience is Audience.READERS
    dialog.choose(table="all")
    assert dialog.wish().audience is Audience.TEAM
    assert "but the quote bank" in dialog.about.text()
    dialog.audience.choose(Audience.READERS)
    assert dialog.wish().audience is Audience.READERS


def test_nobody_is_said_to_have_agreed(dialog: ExportTablesDialog) -> None:
    dialog.show_withheld([], "")
    assert "agreed" not in " ".join(dialog.withheld_lines())


def test_leaving_for_consent_closes_the_dialog(dialog: ExportTablesDialog) -> None:
    dialog.audience.record.click()
    assert dialog.consent_wanted


def a_batch(*files: tuple[str, ...], people: list[Participant] | None = None, **known: list[Speaker]) -> ImportBatch:
    from pathlib import Path

    batch = ImportBatch(people or [], known.get("speakers", []))
    for number, said in enumerate(files):
        file = ImportFile(Path(f"{number}.txt"))
        batch.files.append(file)
        batch.read(file, a_plan(*said, name=f"{number}.txt"))
    return batch


def shown(batch: ImportBatch) -> list[dict[str, str]]:
    return [{row.label: row.stands_in for row in batch.rows(file)} for file in batch.files]


def test_the_dialog_shows_what_was_read_and_the_number_that_is_proposed() -> None:
    rosa = Participant(id="r", pseudonym="P04", consent=Consent.ATTRIBUTED)
    speaker = Speaker(transcript_id="t", label="Rosa", participant_id="r")
    batch = a_batch(("Rosa: One.", "Wilf: Two.", "R2: Three."), ("Jude: Four.",), people=[rosa], speakers=[speaker])
    assert shown(batch) == [{"Rosa": "P04", "Wilf": "P05", "R2": "R2"}, {"Jude": "P06"}]
    assert [item.participant for plan in batch.confirmed() for item in plan.speakers] == ["", "", "", ""]


def test_saying_that_somebody_is_whom_a_number_was_proposed_for_makes_them_one() -> None:
    batch = a_batch(("Rosa: One.", "Wilf: Two."), ("R. T.: Again.",))
    batch.set_speaker(batch.files[1], "R. T.", SpeakerField.PARTICIPANT, "P01")
    assert shown(batch) == [{"Rosa": "P01", "Wilf": "P02"}, {"R. T.": "P01"}]
    assert [item.participant for plan in batch.confirmed() for item in plan.speakers] == ["P01", "", "P01"]
