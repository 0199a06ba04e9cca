"""The window in the states that everybody meets in the first hour: empty, undone, opened again, asked something."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.span import Span
from coder.domain.suggestion import Suggestion
from coder.gui.importing.dialog import ImportDialog
from coder.gui.look.theme import Mode, Theme
from coder.gui.look.titles import title_of
from coder.gui.start.page import StartPage
from coder.gui.window.recent_menu import RecentMenu
from coder.services.codebook import codes
from coder.services.project import create_project
from coder.services.sample import build_sample
from coder.services.settings import Settings
from coder.services.suggestions import suggesting
from coder.services.transcripts import participants
from tests.helpers.desk import DeskRobot

TALK = """Interviewer: What changed for you in the last year?

Amina: My wages come on time now, and I can plan for the winter.
"""
QUOTE = "I'm getting paid for standing here"


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    result = Settings(tmp_path / "settings")
    result.values.coder = "Ana"
    return result


@pytest.fixture
def robot(qtbot: QtBot, settings: Settings, theme: Theme) -> Iterator[DeskRobot]:
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    yield robot
    robot.window.close()


@pytest.fixture
def pilot(robot: DeskRobot, sample_file: Path, tmp_path: Path) -> DeskRobot:
    """Return the robot at a desk with four transcripts."""
    return robot.open(Path(shutil.copy(sample_file, tmp_path / "Pilot.coder")))


@pytest.fixture
def empty(robot: DeskRobot, tmp_path: Path) -> DeskRobot:
    """Return the robot at a desk with nothing on it."""
    create_project(tmp_path / "New.coder", person="Ana").close()
    return robot.open(tmp_path / "New.coder")


def _import(robot: DeskRobot, *files: Path) -> None:
    for file in files:
        file.write_text(TALK.replace("winter", f"winter of {file.stem}"), encoding="utf-8")

    def confirm(dialog: ImportDialog) -> None:
        robot.qtbot.waitUntil(lambda: not dialog._running and len(dialog.plans()) == len(files), timeout=60_000)
        dialog.accept()

    robot.answer(ImportDialog, confirm)
    robot.desk.imports.import_files(list(files))
    robot.settle()


def _shows_text(robot: DeskRobot) -> bool:
    return robot.desk.view.isVisible() and not robot.desk._empty.isVisible()


def _listed(robot: DeskRobot) -> list[str]:
    return [row.transcript.name for row in robot.desk.transcripts._model.rows]


# -- empty ------------------------------------------------------------------------------------------------


def test_a_new_project_says_what_to_do_and_shows_no_blank_page(empty: DeskRobot) -> None:
    assert empty.desk._empty.isVisible()
    assert not empty.desk.view.isVisible()
    assert empty.desk.header.title() == "No transcript open"
    assert QApplication.focusWidget() is not empty.desk.view


def test_the_last_transcript_removed_leaves_the_empty_state(empty: DeskRobot, tmp_path: Path) -> None:
    _import(empty, tmp_path / "one.txt")
    assert _shows_text(empty)
    empty.desk.listing.remove(empty.desk.reading.transcript_id)
    assert empty.desk._empty.isVisible()


# -- undone -----------------------------------------------------------------------------------------------


def test_an_import_that_is_undone_and_redone_is_listed_and_open(empty: DeskRobot, tmp_path: Path) -> None:
    _import(empty, tmp_path / "one.txt", tmp_path / "two.txt")
    names = _listed(empty)
    undo, redo = empty.window.actions_table["undo"], empty.window.actions_table["redo"]
    for _ in range(2):
        undo.trigger()
        assert _listed(empty) == []
        assert empty.desk._empty.isVisible()
        redo.trigger()
        assert _listed(empty) == names
        assert _shows_text(empty)
        assert "winter of one" in empty.text
        assert empty.desk.header.title() == names[0]


def test_an_import_that_is_undone_leaves_another_transcript_open(pilot: DeskRobot, tmp_path: Path) -> None:
    _import(pilot, tmp_path / "one.txt")
    assert "winter of one" in pilot.text
    pilot.window.actions_table["undo"].trigger()
    assert _shows_text(pilot)
    assert pilot.desk.header.title() in _listed(pilot)
    pilot.window.actions_table["redo"].trigger()
    assert "winter of one" in pilot.text


def test_a_removed_transcript_makes_way_for_its_neighbour_and_comes_back_open(pilot: DeskRobot) -> None:
    names = _listed(pilot)
    pilot.press("Ctrl+PageDown", on=pilot.desk.view)
    assert pilot.desk.header.title() == names[1]
    pilot.desk.listing.remove(pilot.desk.reading.transcript_id)
    assert pilot.desk.header.title() == names[2]
    pilot.press("Ctrl+PageDown", on=pilot.desk.view)
    pilot.press("Ctrl+Z", on=pilot.desk.view)
    assert pilot.desk.header.title() == names[1]
    assert _listed(pilot) == names


def test_undo_goes_to_the_coding_that_it_takes_back_or_brings_back(pilot: DeskRobot) -> None:
    first = pilot.desk.header.title()
    pilot.code(QUOTE, "secure livelihood")
    span = pilot.desk.coding.active.span
    pilot.press("Ctrl+PageDown", on=pilot.desk.view)
    pilot.press("Ctrl+PageDown", on=pilot.desk.view)
    assert pilot.desk.header.title() != first
    pilot.press("Ctrl+Z", on=pilot.desk.view)
    assert pilot.desk.header.title() == first
    assert pilot.desk.view._underlay.flash == span
    assert pilot.desk.view.caret() == span.start
    pilot.press("Ctrl+PageDown", on=pilot.desk.view)
    pilot.press("Ctrl+Shift+Z", on=pilot.desk.view)
    assert pilot.desk.header.title() == first
    assert pilot.desk.coding.active is not None
    assert pilot.desk.coding.active.span == span


def test_undo_scrolls_to_what_is_far_away_in_the_same_text(pilot: DeskRobot) -> None:
    view = pilot.desk.view
    end = len(pilot.text) - 60
    code = next(iter(pilot.desk.session.codebook.tree)).id
    pilot.desk.coding.apply(code, Span(end, end + 40))
    view.set_caret(0)
    view.scroll_to(0)
    pilot.press("Ctrl+Z", on=view)
    top, _bottom = view.page.vertical(Span(end, end + 40))
    assert 0 <= top - view.verticalScrollBar().value() <= view.viewport().height()


def test_undo_keeps_a_selection_that_is_at_the_place(pilot: DeskRobot) -> None:
    span = pilot.select(QUOTE)
    pilot.press("Ctrl+K")
    pilot.type("secure livelihood")
    pilot.press("Return")
    pilot.select(QUOTE)
    pilot.press("Ctrl+Z", on=pilot.desk.view)
    assert pilot.desk.view.selected_span() == span


def test_undo_of_a_code_chooses_it_in_the_codebook(pilot: DeskRobot) -> None:
    session = pilot.desk.session
    ids = [code.id for code in session.codebook.tree]
    caret = pilot.desk.view.caret()
    session.do(lambda: codes.rename_code(session.project, code_id="secure-livelihood", name="Safe work"))
    pilot.desk.codebook.choose(ids[0])
    pilot.press("Ctrl+Z", on=pilot.desk.view)
    assert pilot.desk.codebook.current_code() == "secure-livelihood"
    assert pilot.desk.view.caret() == caret
    assert QApplication.focusWidget() is pilot.desk.view


def test_undo_in_the_codebook_workspace_stays_there_and_shows_the_code(pilot: DeskRobot) -> None:
    session = pilot.desk.session
    ids = [code.id for code in session.codebook.tree]
    pilot.window.actions_table["edit_codebook"].trigger()
    session.do(lambda: codes.rename_code(session.project, code_id="secure-livelihood", name="Safe work"))
    pilot.desk.places["edit_codebook"].widget.codes.choose(ids[0])
    pilot.window.actions_table["undo"].trigger()
    assert pilot.desk.places["edit_codebook"].shown
    assert pilot.desk.places["edit_codebook"].widget.codes.current_code() == "secure-livelihood"


def test_undo_of_what_is_not_seen_beside_the_text_moves_nothing(pilot: DeskRobot) -> None:
    session = pilot.desk.session
    pilot.press("Ctrl+PageDown", on=pilot.desk.view)
    title, caret = pilot.desk.header.title(), pilot.desk.view.caret()
    with session.project.read() as rows:
        person = rows.participants()[0]
    session.do(lambda: participants.set_group(session.project, participant_ids=[person.id], group="Another group"))
    pilot.press("Ctrl+Z", on=pilot.desk.view)
    assert (pilot.desk.header.title(), pilot.desk.view.caret()) == (title, caret)


def test_undo_in_the_analysis_stays_there(pilot: DeskRobot) -> None:
    pilot.code(QUOTE, "secure livelihood")
    pilot.window.actions_table["analyse"].trigger()
    pilot.window.actions_table["undo"].trigger()
    assert pilot.desk.places["analyse"].shown


# -- the list of transcripts --------------------------------------------------------------------------------


def _click_row(robot: DeskRobot, row: int) -> None:
    view = robot.desk.transcripts._list
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    robot.settle()


def test_delete_after_a_click_in_the_list_is_about_the_list(pilot: DeskRobot) -> None:
    pilot.code(QUOTE, "secure livelihood")
    names, codings = _listed(pilot), len(pilot.codings())
    for row in (1, 0):
        _click_row(pilot, row)
    assert pilot.desk.header.title() == names[0]
    pilot.listener.agrees = False
    pilot.press("Delete")
    assert len(pilot.codings()) == codings
    assert pilot.listener.asked
    assert names[0] in pilot.listener.asked[-1]
    pilot.listener.agrees = True
    pilot.press("Delete")
    assert _listed(pilot) == names[1:]
    pilot.press("Ctrl+Z")
    assert _listed(pilot) == names
    assert len(pilot.codings()) == codings


def test_delete_in_the_list_removes_what_the_arrow_keys_lead_to(pilot: DeskRobot) -> None:
    names = _listed(pilot)
    pilot.press("Ctrl+L", on=pilot.desk.view)
    pilot.press("Down")
    pilot.press("Delete")
    assert _listed(pilot) == [names[0], *names[2:]]


def test_delete_again_is_about_the_row_that_took_the_place(pilot: DeskRobot) -> None:
    names, title = _listed(pilot), pilot.desk.header.title()
    pilot.press("Ctrl+L", on=pilot.desk.view)
    pilot.press("Down")
    pilot.press("Delete")
    pilot.press("Delete")
    assert _listed(pilot) == [names[0], names[3]]
    assert pilot.desk.header.title() == title


def test_delete_that_is_held_removes_one_transcript_only(pilot: DeskRobot) -> None:
    names = _listed(pilot)
    pilot.press("Ctrl+L", on=pilot.desk.view)
    pilot.press("Delete")
    focused = QApplication.focusWidget()
    assert focused is not None
    for _ in range(3):
        held = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, autorep=True, text="\x7f"
        )
        QApplication.sendEvent(focused, held)
    assert _listed(pilot) == names[1:]


def test_enter_in_the_list_gives_the_text_the_keys(pilot: DeskRobot) -> None:
    pilot.press("Ctrl+L", on=pilot.desk.view)
    pilot.press("Down")
    pilot.press("Return")
    assert QApplication.focusWidget() is pilot.desk.view
    assert pilot.desk.header.title() == _listed(pilot)[1]


# -- the start page and recent projects -----------------------------------------------------------------------


def test_enter_on_the_start_page_opens_the_chosen_recent_project(pilot: DeskRobot, tmp_path: Path) -> None:
    create_project(tmp_path / "Second.coder", person="Ana").close()
    pilot.open(tmp_path / "Second.coder")
    pilot.window.close_project()
    pilot.settle()
    pilot.press("Down")
    pilot.press("Return")
    assert pilot.desk.session.project.path.name == "Pilot.coder"


def test_enter_opens_a_recent_project_when_the_window_has_just_come_up(
    qtbot: QtBot, settings: Settings, theme: Theme, tmp_path: Path
) -> None:
    create_project(tmp_path / "Earlier.coder", person="Ana").close()
    settings.remember_project(tmp_path / "Earlier.coder")
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    robot.press("Return")
    assert robot.desk.session.name == "Earlier"
    robot.window.close()


@pytest.mark.parametrize("lost", [True, False])
def test_enter_works_wherever_on_the_start_page_the_keys_went(pilot: DeskRobot, lost: bool) -> None:
    pilot.window.close_project()
    page = pilot.window.findChild(StartPage)
    assert page is not None
    focused = QApplication.focusWidget()
    if lost and focused is not None:
        focused.clearFocus()
    pilot.press("Return", on=page)
    assert pilot.desk.session.project.path.name == "Pilot.coder"


def test_recent_projects_are_in_the_menu_by_number(pilot: DeskRobot, tmp_path: Path) -> None:
    create_project(tmp_path / "A & B.coder", person="Ana").close()
    pilot.open(tmp_path / "A & B.coder")
    menu = pilot.window.findChild(RecentMenu)
    assert menu is not None
    menu.aboutToShow.emit()
    texts = [entry.text() for entry in menu.actions()]
    assert texts[0].startswith("&1  A && B")
    assert texts[1].startswith("&2  Pilot")
    menu.actions()[1].trigger()
    assert pilot.desk.session.project.path.name == "Pilot.coder"
    (tmp_path / "A & B.coder").unlink()
    menu.aboutToShow.emit()
    assert len(menu.actions()) == 1


# -- the title and the menus ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "file", "title"),
    [
        ("Pilot", "Pilot.coder", "Pilot.coder – Coder"),
        ("Pilot", "Pilot (conflicted copy).coder", "Pilot – Pilot (conflicted copy).coder – Coder"),
        ("Pilot", "Pilot [*].coder", "Pilot – Pilot [*][*].coder – Coder"),
    ],
)
def test_the_title_names_the_file(name: str, file: str, title: str) -> None:
    assert title_of(name, Path("/somewhere") / file) == title


def test_a_copy_can_be_told_from_the_original_by_the_title(robot: DeskRobot, sample_file: Path, tmp_path: Path) -> None:
    robot.open(Path(shutil.copy(sample_file, tmp_path / "Sample.coder")))
    original = robot.window.windowTitle()
    robot.open(Path(shutil.copy(sample_file, tmp_path / "Sample (conflicted copy).coder")))
    assert "(conflicted copy)" in robot.window.windowTitle()
    assert robot.window.windowTitle() != original


def test_the_look_in_use_is_ticked_where_a_person_sees_it(robot: DeskRobot) -> None:
    table = robot.window.actions_table
    looks = {mode: table[f"theme_{mode.value}"] for mode in Mode}
    for mode in (Mode.DARK, Mode.SYSTEM, Mode.LIGHT):
        looks[mode].trigger()
        assert [each for each, action in looks.items() if action.isChecked()] == [mode]
        looks[mode].trigger()
        assert looks[mode].isChecked()
    assert robot.window.theme.mode is Mode.LIGHT


def test_what_can_be_ticked_shows_its_tick_and_no_picture_in_its_place(robot: DeskRobot) -> None:
    entries = [entry for menu in robot.window.findChildren(QMenu) for entry in menu.actions()]
    ticked = [entry for entry in entries if entry.isCheckable()]
    assert {"theme_dark", "show_suggestions", "review"} <= {entry.objectName() for entry in ticked}
    assert [entry.text() for entry in ticked if entry.isIconVisibleInMenu() and not entry.icon().isNull()] == []
    assert _looks_different(robot, robot.window.actions_table["theme_dark"])


def _looks_different(robot: DeskRobot, action: QAction) -> bool:
    """Tell whether an entry of a menu is drawn in another way while it is ticked."""
    menu = next(menu for menu in robot.window.findChildren(QMenu) if action in menu.actions())
    menu.popup(QPoint(0, 0))
    pictures = []
    for checked in (False, True):
        robot.window.actions_table["theme_light"].setChecked(not checked)
        action.setChecked(checked)
        robot.settle()
        pictures.append(menu.grab(menu.actionGeometry(action)).toImage())
    menu.hide()
    return pictures[0] != pictures[1]


def test_nothing_of_a_project_is_left_on_the_title_when_it_is_closed(pilot: DeskRobot) -> None:
    pilot.window.close_project()
    assert pilot.window.windowTitle() == "Coder"
    assert isinstance(QApplication.focusWidget(), QWidget)


def test_a_refused_suggestion_that_comes_back_is_selected_again(pilot: DeskRobot) -> None:
    session, view = pilot.desk.session, pilot.desk.view
    span = pilot.select(QUOTE)
    first = pilot.desk.reading.transcript_id
    offer = Suggestion(code_id="secure-livelihood", rank=1, score=1.0, reasons=())
    session.do(
        lambda: suggesting.reject(
            session.project, transcript_id=first, span=span, suggestion=offer, engine_key="key", coder="Ana"
        )
    )
    pilot.press("Ctrl+PageDown", on=view)
    pilot.press("Ctrl+Z", on=view)
    assert pilot.desk.reading.transcript_id == first
    assert view.selected_span() == span
