"""Finding words in a real project: hits in the text, from transcript to transcript, and in step with changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout
from pytestqt.qtbot import QtBot

from coder.domain.span import Span
from coder.domain.transcript import ParsedTranscript, ParsedTurn
from coder.gui.base.session import Session
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.reading.controller import ReadingController
from coder.gui.reading.find_bar import FindBar
from coder.gui.reading.finding import FindController
from coder.gui.reading.view.view import TranscriptView
from coder.services.project import Project, create_project
from coder.services.settings import Settings
from coder.services.transcripts import importing, transcripts
from coder.services.transcripts.import_plan import ImportPlan, SpeakerPlan

FIRST = [
    "How did you come to us?",
    "Through a friend. She said good care is knowing the person.",
    "And how was that?",
    "Calmer. The hours are guaranteed now.",
    "What would you tell others?",
    "That care takes two 🙂, and that care is work.",
]
SECOND = ["We eat together on Wednesdays.", "Nobody takes care of the yard, so I do."]


class Listener:
    """Hears what is said and agrees to everything."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def say(self, text: str) -> None:
        pass

    def problem(self, text: str) -> None:
        self.problems.append(text)

    def ask(self, title: str, text: str, *, yes: str, dangerous: bool = False) -> bool:
        return True


def take_in(project: Project, name: str, said: list[str]) -> None:
    turns = tuple(ParsedTurn("ROSA", words) for words in said)
    parsed = ParsedTranscript(source_name=f"{name}.txt", layout="Plain paragraphs", turns=turns)
    plan = ImportPlan(parsed=parsed, name=name, speakers=(SpeakerPlan(label="ROSA"),))
    importing.import_transcripts(project, [plan])


class Reader:
    """A person who reads a project and looks for words in it."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet, folder: Path) -> None:
        self.qtbot = qtbot
        self.project = create_project(folder / "Pilot.coder")
        take_in(self.project, "Interview 1", FIRST)
        take_in(self.project, "Interview 2", SECOND)
        self.listener = Listener()
        self.session = Session(self.project, settings=Settings(folder / "settings"), notifier=self.listener)
        self.desk = QFrame()
        self.view = TranscriptView()
        self.bar = FindBar(theme=theme, icons=icons)
        column = QVBoxLayout(self.desk)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        self.bar.hide()
        qtbot.addWidget(self.desk)
        self.reading = ReadingController(self.session, self.view, self.desk)
        self.finding = FindController(self.session, reading=self.reading, bar=self.bar, parent=self.desk)
        self.session.setParent(self.desk)
        self.ids = {row.transcript.name: row.transcript.id for row in transcripts.summaries(self.project)}
        self.desk.resize(760, 560)
        with qtbot.waitExposed(self.desk):
            self.desk.show()
        self.desk.activateWindow()
        self.open("Interview 1")

    def open(self, name: str) -> None:
        self.reading.open(self.ids[name])
        self.view.setFocus()
        QApplication.processEvents()

    def look_for(self, words: str) -> None:
        self.finding.open()
        QTest.keyClicks(QApplication.focusWidget(), words)
        self.qtbot.waitUntil(lambda: bool(self.bar.count_text()))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)
        QApplication.processEvents()

    def marked(self) -> list[tuple[str, bool]]:
        """Return the words that are marked in the text, each with whether it is the current hit."""
        shown = self.view.extraSelections()
        return [(part.cursor.selectedText(), part.format.fontUnderline()) for part in shown]

    @property
    def name(self) -> str:
        assert self.reading.detail is not None, "no transcript is open"
        return self.reading.detail.transcript.name

    def caret_words(self, length: int) -> str:
        assert self.reading.detail is not None, "no transcript is open"
        start = self.view.caret()
        return Span(start, start + length).of(self.reading.detail.transcript.text)


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme, icons: IconSet, tmp_path: Path) -> Iterator[Reader]:
    person = Reader(qtbot, theme, icons, tmp_path)
    yield person
    person.session.close()


def test_hits_of_the_open_transcript_are_marked_in_its_text(reader: Reader) -> None:
    reader.look_for("care")
    assert reader.bar.count_text() == "3 turns"
    assert reader.marked() == [("care", False), ("care", False)]
    assert reader.name == "Interview 1", "typing never leaves the transcript that is being read"


def test_enter_goes_from_hit_to_hit_and_on_into_the_next_transcript(reader: Reader) -> None:
    reader.look_for("care")
    reader.press(Qt.Key.Key_Return)
    assert reader.marked() == [("care", True), ("care", False)]
    assert reader.caret_words(4) == "care"
    reader.press(Qt.Key.Key_Return)
    reader.press(Qt.Key.Key_Return)
    assert reader.name == "Interview 2"
    assert reader.marked() == [("care", True)]
    assert reader.caret_words(4) == "care"
    reader.press(Qt.Key.Key_Return)
    assert reader.name == "Interview 1"


def test_the_first_hit_is_the_next_one_from_where_one_reads(reader: Reader) -> None:
    reader.view.set_caret(reader.view.toPlainText().index("Calmer"))
    reader.look_for("care")
    reader.press(Qt.Key.Key_Return)
    assert reader.bar.count_text() == "2 of 3"


def test_behind_the_last_hit_the_search_goes_on_in_the_next_transcript(reader: Reader) -> None:
    reader.look_for("guaranteed hours")
    reader.press(Qt.Key.Key_Escape)
    reader.view.set_caret(len("\n".join(FIRST)) - 1)
    reader.finding.next()
    reader.bar.open("care")
    reader.press(Qt.Key.Key_Return)
    assert reader.name == "Interview 2"


def test_next_and_previous_work_from_the_text(reader: Reader) -> None:
    reader.look_for("care")
    reader.view.setFocus()
    reader.finding.next()
    reader.finding.next()
    reader.finding.previous()
    assert reader.bar.count_text() == "1 of 3"
    assert reader.view.hasFocus()


def test_a_selected_word_is_what_is_looked_for(reader: Reader) -> None:
    start = reader.view.toPlainText().index("guaranteed")
    reader.view.select_span(Span(start, start + len("guaranteed")))
    reader.finding.open()
    assert reader.bar.query() == "guaranteed"
    assert reader.bar.count_text() == "1 turn"


def test_closing_takes_the_marks_away_and_gives_the_text_the_keys(reader: Reader) -> None:
    reader.look_for("care")
    reader.press(Qt.Key.Key_Return)
    reader.press(Qt.Key.Key_Escape)
    assert reader.marked() == []
    assert reader.view.hasFocus()
    reader.open("Interview 2")
    assert reader.marked() == []


def test_next_after_closing_looks_for_the_same_words_again(reader: Reader) -> None:
    reader.look_for("care")
    reader.press(Qt.Key.Key_Escape)
    reader.finding.next()
    assert reader.bar.isVisible()
    assert reader.bar.count_text() == "3 turns"


def test_opening_another_transcript_marks_its_hits(reader: Reader) -> None:
    reader.look_for("care")
    reader.open("Interview 2")
    assert reader.marked() == [("care", False)]


def test_a_transcript_that_comes_or_goes_is_counted(reader: Reader) -> None:
    reader.look_for("care")
    reader.press(Qt.Key.Key_Return)
    take_in(reader.project, "Interview 3", ["I care for my mother."])
    assert reader.bar.count_text() == "1 of 4"
    transcripts.remove_transcript(reader.project, transcript_id=reader.ids["Interview 2"])
    assert reader.bar.count_text() == "1 of 3"
    transcripts.remove_transcript(reader.project, transcript_id=reader.ids["Interview 1"])
    assert reader.marked() == []
    reader.press(Qt.Key.Key_Return)
    assert reader.name == "Interview 3"


def test_words_that_nobody_says_are_not_found(reader: Reader) -> None:
    reader.look_for("zebra")
    assert reader.bar.count_text() == "Not found"
    assert reader.marked() == []


@pytest.mark.parametrize("words", ['"', "care OR", "NEAR(", "*", "care -yard", "'; --", "🙂"])
def test_signs_are_words_like_others_and_never_an_error(reader: Reader, words: str) -> None:
    reader.bar.open(words)
    assert reader.listener.problems == []
