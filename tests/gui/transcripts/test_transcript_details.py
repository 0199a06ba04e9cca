"""The details of a transcript that is in the project: what it is called, when and where, who speaks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coder.domain.transcript import STAKEHOLDER_GROUPS, SpeakerRole, TranscriptKind
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.transcripts.transcript_details import TranscriptDetailsDialog
from coder.services.transcripts.transcripts import TranscriptDetail
from tests.gui.importing.robot import CONTROL, Form, Speakers
from tests.helpers.builders import a_participant, a_transcript

ROSA = a_participant("Worker 1")
TALK = a_transcript(
    "INTERVIEWER: How was it?\nROSA: Better than before.\nAMAL: Not for me.",
    participants={"ROSA": ROSA},
    date="2026-03-12",
    source_name="Interview 1.txt",
    layout="Otter text",
    encoding="UTF-8",
)


class Details(Form):
    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
        detail = TranscriptDetail(
            transcript=TALK.transcript,
            speakers={speaker.id: speaker for speaker in TALK.speakers},
            participants={ROSA.id: ROSA},
            turns=list(TALK.turns),
            codings=[],
            decisions=[],
        )
        self.details = TranscriptDetailsDialog(detail, groups=STAKEHOLDER_GROUPS, theme=theme, icons=icons)
        super().__init__(qtbot, self.details)
        self.speakers = Speakers(self)


@pytest.fixture
def details(qtbot: QtBot, theme: Theme, icons: IconSet) -> Details:
    return Details(qtbot, theme, icons)


def test_it_shows_what_is_known_and_where_the_text_came_from(details: Details) -> None:
    assert details.line("Name").text() == "Interview 1"
    assert details.line("Date").text() == "2026-03-12"
    assert details.says("Interview 1.txt · Otter text · UTF-8")
    assert details.says("3 turns · 9 words · 0 codings")
    assert [row[0] for row in details.speakers.rows()] == ["INTERVIEWER", "ROSA", "AMAL"]
    assert details.nameless() == []


def test_what_is_said_anew_is_what_would_be_saved(details: Details) -> None:
    details.write("Name", "Care worker,  March")
    details.choose("Kind", "Workshop")
    details.write("Place", "Library")
    details.speakers.write("AMAL", 4, "Family 1")
    details.speakers.write("AMAL", 5, "Family member")
    details.press(Qt.Key.Key_Return, CONTROL)
    assert details.results == [1]
    now = details.details.details()
    assert (now.name, now.kind, now.place) == ("Care worker, March", TranscriptKind.WORKSHOP, "Library")
    assert now.speakers is not None
    by_label = {plan.label: plan for plan in now.speakers}
    assert by_label["INTERVIEWER"].role is SpeakerRole.FACILITATOR, "who asks in a workshop facilitates"
    assert (by_label["AMAL"].participant, by_label["AMAL"].group) == ("Family 1", "Family member")


def test_two_names_for_one_person_share_one_group(details: Details) -> None:
    details.speakers.write("AMAL", 4, "Worker 1")
    assert details.speakers.group_of("AMAL") == details.speakers.group_of("ROSA") == "Care worker"


def test_a_transcript_keeps_a_name(details: Details) -> None:
    details.write("Name", " ")
    assert details.says("Give the transcript a name.")
    details.press(Qt.Key.Key_Return, CONTROL)
    assert details.results == []


def test_a_date_that_is_none_is_pointed_out(details: Details) -> None:
    details.write("Date", "12.3.2026")
    assert details.says("Check the date.")
    details.write("Date", "2026-03-13")
    assert not details.says("Check the date.")
    assert details.button("Save").isEnabled()
