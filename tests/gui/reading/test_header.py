"""The line above the text: which transcript this is and what can be done while reading it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QToolButton
from pytestqt.qtbot import QtBot

from coder.domain.transcript import TranscriptStatus
from coder.gui.base.actions import ACTIONS, Actions
from coder.gui.look.icons import IconSet
from coder.gui.reading.header import TranscriptHeader
from coder.services.transcripts.transcripts import TranscriptDetail
from tests.helpers.builders import a_participant, a_transcript

ROSA = a_participant("Worker 1")
TALK = a_transcript("INTERVIEWER: How?\nROSA: Well.", participants={"ROSA": ROSA}, date="2026-03-12", place="Library")
DETAIL = TranscriptDetail(
    transcript=TALK.transcript,
    speakers={speaker.id: speaker for speaker in TALK.speakers},
    participants={ROSA.id: ROSA},
    turns=list(TALK.turns),
    codings=[],
    decisions=[],
)


@pytest.fixture
def actions(qtbot: QtBot, icons: IconSet) -> Actions:
    return Actions(None, icons=icons, handlers={spec.name: lambda: None for spec in ACTIONS})


@pytest.fixture
def header(qtbot: QtBot, icons: IconSet, actions: Actions) -> TranscriptHeader:
    line = TranscriptHeader(icons=icons, actions=actions)
    qtbot.addWidget(line)
    line.resize(900, 64)
    line.show()
    return line


def tool(header: TranscriptHeader, name: str) -> QToolButton:
    return next(item for item in header.findChildren(QToolButton) if item.accessibleName() == name)


def test_without_a_transcript_it_says_so_and_offers_no_details(header: TranscriptHeader) -> None:
    assert header.title() == "No transcript open"
    assert not tool(header, "Transcript details").isVisible()
    assert not header.findChild(QCheckBox).isVisible()


def test_it_names_the_transcript_and_what_is_known_of_it(header: TranscriptHeader) -> None:
    header.show_detail(DETAIL)
    assert header.title() == "Interview 1"
    assert header._facts.text() == "Interview · 2026-03-12 · Library · Care worker · 2 turns"


def test_the_tick_says_that_the_coding_is_complete(header: TranscriptHeader, qtbot: QtBot) -> None:
    header.show_detail(DETAIL)
    with qtbot.waitSignal(header.status_requested, timeout=500) as asked:
        header.findChild(QCheckBox).click()
    assert asked.args == [TranscriptStatus.COMPLETE]


def test_details_are_one_click_away(header: TranscriptHeader, qtbot: QtBot) -> None:
    header.show_detail(DETAIL)
    with qtbot.waitSignal(header.details_requested, timeout=500):
        qtbot.mouseClick(tool(header, "Transcript details"), Qt.MouseButton.LeftButton)


def test_a_tool_says_what_its_action_would_do_now(header: TranscriptHeader, actions: Actions) -> None:
    actions["undo"].setText("Undo Code “Fair pay”")
    assert tool(header, "Undo Code “Fair pay”").toolTip() == "Undo Code “Fair pay” (Ctrl+Z)"
    assert tool(header, "Smaller text").text() == "A−", "its short sign stays"
