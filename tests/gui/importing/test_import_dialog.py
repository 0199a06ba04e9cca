"""Importing: what was recognised is shown, the evaluator says the rest, and nothing comes in before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from coder.domain.transcript import Participant, SpeakerRole, TranscriptKind
from coder.errors import CoderError, EncodingError, ImportFileError
from coder.gui.importing.preview import TurnPreview
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Theme
from coder.services.transcripts.import_plan import ImportPlan
from coder.services.transcripts.importing import text_encodings
from tests.gui.importing.robot import CONTROL, Importing, a_plan

ONE = a_plan(
    "INTERVIEWER: How did you come to it?", "Maria: Through a neighbour.", "Maria: And I stayed.", name="1.txt"
)
TWO = a_plan("INTERVIEWER: And you?", "Maria: I told you.", "Speaker 2: Me too.", name="2.txt")
THREE = a_plan("INTERVIEWER: Who is here?", "Speaker 2: I am.", name="3.txt")
EMPTY = ImportFileError("“empty.txt” is empty (0 bytes); export or copy it again.")

Start = Callable[..., Importing]


@pytest.fixture
def start(qtbot: QtBot, theme: Theme, icons: IconSet) -> Iterator[Start]:
    """Return a way to open the dialog over files of these contents."""
    robots: list[Importing] = []

    def begin(contents: dict[str, ImportPlan | CoderError] | None = None, **more: object) -> Importing:
        known = {"1.txt": ONE, "2.txt": TWO, "3.txt": THREE, "empty.txt": EMPTY} | (contents or {})
        robots.append(Importing(qtbot, theme, icons, known, **more))  # type: ignore[arg-type]
        return robots[-1]

    yield begin
    for robot in robots:
        robot.tasks.shut_down()


# -- what there is to see ----------------------------------------------------------------------------------


def test_with_no_files_it_says_what_can_be_dropped(start: Start) -> None:
    robot = start()
    assert robot.says("Drop transcripts here")
    assert robot.says(".docx")
    assert not robot.can_end()


def test_each_file_says_how_it_stands_and_the_others_still_come(start: Start) -> None:
    robot = start({"warned.txt": a_plan("A: One.", "B: Two.", warnings=("Two pages were left out.",))})
    robot.add("1.txt", "empty.txt", "warned.txt")
    assert robot.files() == [
        "1.txt: 2 speakers, 3 turns",
        f"empty.txt: {EMPTY.message}",
        "warned.txt: Two pages were left out.",
    ]
    assert robot.end() == "Import 2 transcripts"
    assert robot.says("1 file will be left out.")
    assert [plan.parsed.source_name for plan in robot.importer.plans()] == ["1.txt", "talk.txt"]


def test_the_first_file_is_shown_with_layout_counts_and_first_turns(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    assert robot.says("Otter text · 2 speakers, 3 turns")
    assert robot.speakers.rows() == [
        ["INTERVIEWER", "1", "6", "Interviewer", "", ""],
        ["Maria", "2", "6", "Participant", "", ""],
    ]
    preview = robot.named(TurnPreview, "The first turns").toPlainText()
    assert "Maria" in preview
    assert "0:03" in preview
    assert "Through a neighbour." in preview


def test_questions_are_quieter_than_answers(start: Start, theme: Theme) -> None:
    robot = start()
    robot.add("1.txt")
    shown = robot.named(TurnPreview, "The first turns")
    assert theme.tokens.soft_ink in shown.toHtml().split("How did you come to it?")[0].rsplit("<td", 1)[1]
    answer = shown.toHtml().split("Through a neighbour.")[0].rsplit("<td", 1)[1]
    assert theme.tokens.ink in answer
    assert theme.tokens.soft_ink not in answer


def test_a_file_that_cannot_be_read_shows_its_one_sentence(start: Start) -> None:
    robot = start()
    robot.add("1.txt", "empty.txt")
    robot.go_to("empty.txt")
    assert EMPTY.message in robot.texts()
    assert not any(box.isVisible() for box in robot.dialog.findChildren(QComboBox))


def test_the_look_may_change_meanwhile(start: Start, theme: Theme) -> None:
    robot = start()
    robot.add("1.txt")
    theme.set_mode(Mode.DARK)
    assert theme.tokens.ink in robot.named(TurnPreview, "The first turns").toHtml()


# -- saying what it is -------------------------------------------------------------------------------------


def test_what_the_evaluator_says_is_what_would_be_imported(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.write("Name", "Interview 7")
    robot.choose("Kind", "Workshop")
    robot.write("Date", "2026-03-12")
    robot.write("Place", "Library room")
    robot.speakers.write("Maria", 4, "Worker 1")
    robot.speakers.write("Maria", 5, "Care worker")
    (plan,) = robot.importer.plans()
    assert (plan.name, plan.kind, plan.date, plan.place) == (
        "Interview 7",
        TranscriptKind.WORKSHOP,
        "2026-03-12",
        "Library room",
    )
    asking, maria = plan.speakers
    assert asking.role is SpeakerRole.FACILITATOR
    assert (maria.participant, maria.group) == ("Worker 1", "Care worker")


def test_a_file_without_a_name_keeps_the_file_name(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.write("Name", "")
    assert robot.importer.plans()[0].name == "1"


def test_a_wrong_date_is_pointed_out_and_keeps_everything_back(start: Start) -> None:
    robot = start()
    robot.add("1.txt", "2.txt")
    robot.write("Date", "12 March")
    robot.press(Qt.Key.Key_Tab)
    assert robot.says("Write it as 2026-03-12")
    assert robot.says("Check the date of “1.txt”.")
    assert not robot.can_end()
    robot.write("Date", "2026-03-12")
    assert not robot.says("Write it as 2026-03-12")
    assert robot.can_end()


def test_a_role_is_changed_by_keys(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.speakers.write("Maria", 3, "Other")
    assert robot.speakers.role_of("Maria") == "Other"
    assert robot.importer.plans()[0].speakers[1].role is SpeakerRole.OTHER


def test_a_person_of_the_project_brings_their_group(start: Start) -> None:
    robot = start(participants=[Participant(pseudonym="Maria", group="Volunteer")])
    robot.add("1.txt")
    assert robot.speakers.group_of("Maria") == "Volunteer"


# -- speakers in several files -----------------------------------------------------------------------------


def test_a_name_is_the_same_person_everywhere_and_that_can_be_undone(start: Start) -> None:
    robot = start()
    robot.add("1.txt", "2.txt")
    robot.speakers.write("Maria", 5, "Volunteer")
    assert robot.says("Also set for “Maria” in 1 other file.")
    assert robot.importer.plans()[1].speakers[1].group == "Volunteer"
    robot.push("Undo")
    assert not robot.says("Also set for")
    assert robot.importer.plans()[1].speakers[1].group == ""
    assert robot.importer.plans()[0].speakers[1].group == "Volunteer"


def test_a_number_may_be_anybody_so_it_is_only_offered(start: Start) -> None:
    robot = start()
    robot.add("2.txt", "3.txt")
    robot.speakers.write("Speaker 2", 5, "Organiser")
    assert robot.says("“Speaker 2” speaks in 1 other file too.")
    assert robot.importer.plans()[1].speakers[1].group == ""
    robot.push("Set there as well")
    assert robot.importer.plans()[1].speakers[1].group == "Organiser"


# -- the same text twice -----------------------------------------------------------------------------------


def test_a_text_of_the_project_is_left_out_unless_it_is_wanted(start: Start) -> None:
    robot = start(there={"How did you come to it?": "Interview 04"})
    robot.add("1.txt", "2.txt")
    assert robot.files()[0] == "1.txt: Left out: same text as “Interview 04”"
    assert robot.says("The same text is in the project already as “Interview 04”.")
    assert robot.end() == "Import 1 transcript"
    robot.tick("Import it all the same")
    assert robot.end() == "Import 2 transcripts"


def test_of_the_same_text_twice_in_the_list_the_second_is_left_out(start: Start) -> None:
    robot = start({"again.txt": ONE})
    robot.add("1.txt", "again.txt")
    assert robot.files()[1] == "again.txt: Left out: same text as “1.txt”"
    robot.list.setFocus()
    robot.press(Qt.Key.Key_Delete)
    assert robot.files() == ["again.txt: 2 speakers, 3 turns"]
    assert robot.end() == "Import 1 transcript"


# -- encodings ---------------------------------------------------------------------------------------------


def test_nothing_is_imported_while_a_file_is_read_anew(start: Start) -> None:
    gate = threading.Event()
    robot = start()
    robot.add("1.txt")
    robot.importer._read = lambda path, encoding: (gate.wait(5), ONE)[1]
    robot.named(QComboBox, "Encoding").textActivated.emit("UTF-16")
    assert robot.says("Reading 1 file…")
    assert not robot.can_end()
    gate.set()
    robot.wait()
    assert robot.can_end()


def test_an_encoding_that_does_not_fit_is_told_and_the_reading_before_stays(start: Start) -> None:
    refused = EncodingError("“1.txt” cannot be read as UTF-16; choose another encoding.")
    robot = start({"1.txt as UTF-16": refused})
    robot.add("1.txt")
    robot.named(QComboBox, "Encoding").textActivated.emit("UTF-16")
    robot.wait()
    assert robot.says(refused.message)
    assert robot.says("What is shown here was read as UTF-8.")
    assert robot.named(QComboBox, "Encoding").currentText() == "UTF-16"
    assert robot.end() == "Import 1 transcript"


def test_word_files_have_no_encoding_to_choose(start: Start) -> None:
    robot = start({"w.docx": a_plan("A: One.", "B: Two.", encoding="")})
    robot.add("w.docx")
    names = [box.accessibleName() for box in robot.dialog.findChildren(QComboBox) if box.isVisible()]
    assert "Encoding" not in names


# -- files on the list -------------------------------------------------------------------------------------


def test_a_file_is_not_added_twice(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.add("1.txt", "2.txt")
    assert len(robot.files()) == 2


def test_files_are_dropped_anywhere_and_folders_are_not_wanted(start: Start, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("x")
    (tmp_path / "2.txt").write_text("x")
    robot = start()
    assert not robot.drop(tmp_path)
    assert robot.drop(tmp_path / "1.txt", tmp_path / "2.txt")
    robot.wait()
    assert robot.end() == "Import 2 transcripts"


def test_taking_the_last_file_out_leads_back_to_the_beginning(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.push("Take out")
    assert robot.says("Drop transcripts here")
    assert QApplication.focusWidget() is robot.button("Add files…")


# -- ending ------------------------------------------------------------------------------------------------


def test_enter_on_a_button_presses_it(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.button(robot.end()).setFocus()
    robot.press(Qt.Key.Key_Return)
    assert robot.results == [1]


def test_escape_leaves_at_once_while_nothing_was_said(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.press(Qt.Key.Key_Escape)
    assert robot.results == [0]


def test_escape_throws_nothing_away_without_a_word(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    robot.write("Place", "Library room")
    robot.press(Qt.Key.Key_Escape)
    assert robot.results == []
    assert robot.says("again throws away what you entered")
    robot.press(Qt.Key.Key_Escape)
    assert robot.results == [0]


# -- keys and screen readers -------------------------------------------------------------------------------


def test_every_part_has_a_name_and_is_reached_by_tab(start: Start) -> None:
    robot = start(there={"How did you come to it?": "Interview 04"})
    robot.add("1.txt", "2.txt")
    assert robot.nameless() == []
    names = [part.accessibleName() or part.text() for part in robot.way()]  # type: ignore[attr-defined]
    ordered = ["Files to import", "Add files…", "Encoding", "Name", "Kind", "Date", "Place", "Speakers"]
    places = [names.index(name) for name in ordered]
    start_at = places[0]
    turned = [(place - start_at) % len(names) for place in places]
    assert turned == sorted(turned)
    assert {"Import it all the same", "The first turns", "Import 1 transcript", "Cancel"} <= set(names)


def test_it_fits_a_small_laptop(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    assert robot.dialog.width() <= 1280
    assert robot.dialog.height() <= 720
    hint = robot.dialog.minimumSizeHint()
    assert hint.width() <= 900
    assert hint.height() <= 600


def test_an_undo_that_would_take_back_later_words_is_no_longer_offered(start: Start) -> None:
    robot = start()
    robot.add("1.txt", "2.txt")
    robot.speakers.write("Maria", 5, "Volunteer")
    robot.choose("Kind", "Workshop")
    assert not robot.offers("Undo")


def test_the_offer_stays_with_the_file_in_which_it_was_made(start: Start) -> None:
    robot = start()
    robot.add("1.txt", "2.txt")
    robot.speakers.write("Maria", 5, "Volunteer")
    robot.go_to("2.txt")
    assert not robot.offers("Undo")
    robot.go_to("1.txt")
    assert robot.offers("Undo")


def test_another_encoding_is_chosen_and_what_was_said_is_kept(start: Start) -> None:
    wrong = a_plan("INTERVIEWER: Where?", "MarÃ­a: At the cafÃ©.", name="c.txt", encoding="Windows-1252")
    right = a_plan("INTERVIEWER: Where?", "María: At the café.", name="c.txt", encoding="UTF-8")
    robot = start({"c.txt": wrong, "c.txt as UTF-8": right})
    robot.add("c.txt")
    robot.write("Place", "Café")
    robot.speakers.write("MarÃ­a", 5, "Volunteer")
    robot.choose("Encoding", "UTF-8")
    robot.named(QComboBox, "Encoding").textActivated.emit("UTF-8")
    robot.wait()
    assert robot.speakers.group_of("María") == "Volunteer"
    (plan,) = robot.importer.plans()
    assert (plan.place, plan.parsed.encoding) == ("Café", "UTF-8")


def test_a_file_of_unknown_encoding_asks_for_one(start: Start) -> None:
    unknown = EncodingError("“c.txt” has an encoding that cannot be recognised; choose its encoding.")
    robot = start({"c.txt": unknown, "c.txt as Windows-1251": a_plan("А: Да.", "Б: Нет.", encoding="Windows-1251")})
    robot.add("c.txt")
    assert robot.says(unknown.message)
    robot.choose("Encoding", "Windows-1251")
    robot.named(QComboBox, "Encoding").activated.emit(robot.named(QComboBox, "Encoding").currentIndex())
    robot.wait()
    assert robot.end() == "Import 1 transcript"
    assert robot.readings[-1] == ("c.txt", "Windows-1251")


def test_enter_in_a_field_imports_nothing_and_control_enter_does(start: Start) -> None:
    robot = start()
    robot.add("1.txt")
    for field in ("Name", "Date", "Place"):
        robot.line(field).setFocus()
        robot.press(Qt.Key.Key_Return)
    robot.speakers.write("Maria", 4, "Worker 1")
    assert robot.results == []
    robot.press(Qt.Key.Key_Return, CONTROL)
    assert robot.results == [1]
    assert robot.importer.plans()[0].speakers[1].participant == "Worker 1"


def test_leaving_ends_the_reading(start: Start) -> None:
    gate = threading.Event()
    robot = start()
    robot.importer._read = lambda path, encoding: (gate.wait(5), ONE)[1]
    robot.importer.add_files([Path("/transcripts/1.txt")])
    assert robot.says("Reading…")
    assert robot.says("Reading 1 file…")
    robot.press(Qt.Key.Key_Escape)
    gate.set()
    robot.wait()
    assert robot.results == [0]
    assert robot.importer.plans() == []


def test_the_arrow_keys_go_past_an_encoding_that_does_not_fit(start: Start) -> None:
    refused = EncodingError("“1.txt” cannot be read as that; choose another encoding.")
    encodings = [name for name in text_encodings() if name not in ("UTF-8", "Windows-1252")]
    robot = start({f"1.txt as {name}": refused for name in encodings})
    robot.add("1.txt")
    box = robot.named(QComboBox, "Encoding")
    box.setFocus()
    for _ in range(box.findText("Windows-1252") - box.currentIndex()):
        robot.press(Qt.Key.Key_Down)
        robot.wait()
    assert robot.readings[-1] == ("1.txt", "Windows-1252")
    assert box.hasFocus()
