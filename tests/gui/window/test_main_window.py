"""The whole window, used as an evaluator uses it."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction, Origin, Strength
from coder.domain.transcript import TranscriptKind
from coder.gui.base.file_dialogs import SaveChoice
from coder.gui.coding.codes.code_dialog import CodeDialog
from coder.gui.look.theme import Mode, Theme
from coder.gui.start.new_project import NewProjectDialog
from coder.gui.transcripts.transcript_details import TranscriptDetailsDialog
from coder.services.checking import check_project
from coder.services.project import open_project
from coder.services.sample import build_sample
from coder.services.settings import Settings
from tests.helpers.desk import DeskRobot

QUOTE = "I'm getting paid for standing here"


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample once; each test works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


@pytest.fixture
def project_file(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file, tmp_path / "Pilot.coder"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    result = Settings(tmp_path / "settings")
    result.values.coder = "Ana"
    return result


@pytest.fixture
def sit_down(qtbot: QtBot, settings: Settings, theme: Theme) -> Iterator[Callable[[], DeskRobot]]:
    """Return a way to open a window; each is closed at the end."""
    robots: list[DeskRobot] = []

    def sit() -> DeskRobot:
        robots.append(DeskRobot(qtbot, settings=settings, theme=theme))
        return robots[-1]

    yield sit
    for robot in robots:
        robot.window.close()


@pytest.fixture
def robot(sit_down: Callable[[], DeskRobot], project_file: Path) -> DeskRobot:
    return sit_down().open(project_file)


# -- start -------------------------------------------------------------------------------------------------


def test_without_a_project_only_what_can_be_done_is_offered(sit_down: Callable[[], DeskRobot]) -> None:
    robot = sit_down()
    table = robot.window.actions_table
    assert table["new_project"].isEnabled()
    assert table["open_sample"].isEnabled()
    assert not table["code_passage"].isEnabled()
    assert not table["export_evidence"].isEnabled()


def test_the_sample_opens_as_a_fresh_copy_each_time(sit_down: Callable[[], DeskRobot], tmp_path: Path) -> None:
    robot = sit_down()
    robot.window.open_sample(tmp_path / "samples")
    first = robot.desk.session.project.path
    robot.window.open_sample(tmp_path / "samples")
    assert robot.desk.session.project.path != first
    assert len(robot.desk.reading.codings) > 0
    assert robot.window.settings.recent_projects()[0] == robot.desk.session.project.path


def test_a_project_that_is_open_elsewhere_is_told_and_left_alone(
    sit_down: Callable[[], DeskRobot], project_file: Path
) -> None:
    other = open_project(project_file)
    try:
        robot = sit_down()
        robot.answers.open = project_file
        robot.press("Ctrl+O")
        assert "open in another window" in robot.listener.problems[-1]
        assert robot.window.desk is None
    finally:
        other.close()


def test_a_file_that_is_no_project_leaves_the_open_one_open(robot: DeskRobot, tmp_path: Path) -> None:
    (tmp_path / "notes.coder").write_text("shopping list", encoding="utf-8")
    robot.answers.open = tmp_path / "notes.coder"
    robot.press("Ctrl+O")
    assert "is not a Coder project" in robot.listener.problems[-1]
    assert robot.desk.session.project.path.name == "Pilot.coder"


def test_opening_shows_the_first_transcript_and_tells_the_truth_below(robot: DeskRobot) -> None:
    assert robot.desk.header.title() == "Interview 01: care worker"
    assert "Pilot" in robot.window.windowTitle() or "pilot" in robot.window.windowTitle()
    status = robot.status()
    assert status[0] == "All changes saved"
    assert "Coding as Ana" in status
    assert any(text.startswith("Suggestions") for text in status)


# -- coding ------------------------------------------------------------------------------------------------


def test_a_passage_is_coded_by_keys_undone_and_redone(robot: DeskRobot) -> None:
    span = robot.select(QUOTE)
    robot.press("Ctrl+K")
    robot.type("livelihood secure")
    robot.press("Return")
    assert robot.coded(span) == ["secure-livelihood"]
    assert robot.marked(span) == ["secure-livelihood"]
    robot.press("Ctrl+Z", on=robot.desk.view)
    assert robot.coded(span) == []
    assert robot.marked(span) == []
    assert robot.listener.said[-1].startswith("Undid: Code “")
    robot.press("Ctrl+Shift+Z", on=robot.desk.view)
    assert robot.coded(span) == ["secure-livelihood"]


def test_a_passage_is_dragged_onto_a_code(robot: DeskRobot) -> None:
    span = robot.select(QUOTE)
    robot.drag_passage_onto("secure-livelihood")
    assert robot.coded(span) == ["secure-livelihood"]
    assert robot.marked(span) == ["secure-livelihood"]


def test_a_code_is_dragged_onto_the_selection(robot: DeskRobot) -> None:
    span = robot.select(QUOTE)
    robot.drag_code_onto_text("secure-livelihood", span.start + 2)
    assert robot.coded(span) == ["secure-livelihood"]


def test_a_code_is_dragged_under_another_and_undone(robot: DeskRobot) -> None:
    tree = robot.desk.session.codebook.tree
    before = tree["secure-livelihood"].parent_id
    assert before != "growth"
    robot.drag_code_onto_code("secure-livelihood", "growth")
    assert robot.desk.session.codebook.tree["secure-livelihood"].parent_id == "growth"
    robot.press("Ctrl+Z", on=robot.desk.view)
    assert robot.desk.session.codebook.tree["secure-livelihood"].parent_id == before


def test_the_definition_of_a_code_is_changed_in_its_form_and_undone(robot: DeskRobot) -> None:
    def write(dialog: CodeDialog) -> None:
        dialog._short.setText("Safe work that pays the bills.")
        dialog.accept()

    robot.answer(CodeDialog, write)
    robot.desk.codes.define("secure-livelihood")
    assert robot.desk.session.codebook.tree["secure-livelihood"].short_definition == "Safe work that pays the bills."
    robot.press("Ctrl+Z", on=robot.desk.view)
    assert "bills" not in robot.desk.session.codebook.tree["secure-livelihood"].short_definition


def test_a_project_is_made_from_the_menu_with_the_codebooks_that_were_ticked(
    sit_down: Callable[[], DeskRobot], tmp_path: Path
) -> None:
    def fill(dialog: NewProjectDialog) -> None:
        dialog._name.setText("Pilot")
        dialog._folder.setText(str(tmp_path))
        dialog._coder.setText("Ben")
        dialog.accept()

    robot = sit_down()
    robot.answer(NewProjectDialog, fill)
    robot.window.actions_table["new_project"].trigger()
    assert (tmp_path / "Pilot.coder").is_file()
    assert robot.desk.session.coder == "Ben"
    assert len(robot.desk.session.codebook.tree.codes) == 46
    assert not robot.window.actions_table["undo"].isEnabled(), "a new project has nothing to undo"


def test_details_are_changed_from_the_header(robot: DeskRobot) -> None:
    def rename(dialog: TranscriptDetailsDialog) -> None:
        dialog._fields.show_values(name="First talk", kind=TranscriptKind.INTERVIEW, date="", place="")
        dialog.accept()

    robot.answer(TranscriptDetailsDialog, rename)
    robot.desk.header.details_requested.emit()
    assert robot.desk.header.title() == "First talk"
    robot.press("Ctrl+Z", on=robot.desk.view)
    assert robot.desk.header.title() == "Interview 01: care worker"


def test_undo_says_what_it_would_undo(robot: DeskRobot) -> None:
    action = robot.window.actions_table["undo"]
    assert not action.isEnabled()
    robot.code(QUOTE, "secure livelihood")
    assert action.text() == "Undo Code “Enhanced security and livelihood for care workers”"
    assert action.isEnabled()


def test_the_palette_stays_open_for_a_second_code(robot: DeskRobot) -> None:
    span = robot.select(QUOTE)
    robot.press("Ctrl+K")
    robot.type("economic wellbeing")
    robot.press("Shift+Return")
    robot.type("trusting-teams")
    robot.press("Return")
    assert robot.coded(span) == ["economic-wellbeing", "trusting-teams"]


def test_the_last_row_makes_a_new_code(robot: DeskRobot) -> None:
    span = robot.select(QUOTE)
    robot.press("Ctrl+K")
    robot.type("waiting at the bus stop")
    robot.press("Return")
    assert robot.coded(span) == [], "it is made only by somebody who chose it"
    robot.press("Down")
    robot.press("Return")
    assert [robot.desk.session.codebook.tree[code_id].name for code_id in robot.coded(span)] == [
        "waiting at the bus stop"
    ]


def test_a_digit_codes_with_a_recent_code(robot: DeskRobot) -> None:
    robot.code(QUOTE, "secure livelihood")
    span = robot.select("So I rang up.")
    robot.press("1")
    assert robot.coded(span) == ["secure-livelihood"]


def test_direction_strength_and_memo_by_keys(robot: DeskRobot) -> None:
    robot.code(QUOTE, "secure livelihood")
    robot.press("-", on=robot.desk.view)
    robot.press("Ctrl+2", on=robot.desk.view)
    robot.press("M", on=robot.desk.view)
    robot.type("Second-hand.")
    robot.press("Escape")
    robot.desk.view.setFocus()
    robot.settle()
    coding = robot.desk.coding.active
    assert coding is not None
    assert coding.direction is Direction.CHALLENGES
    assert coding.strength is Strength.DESCRIBED
    with robot.desk.session.project.read() as rows:
        saved = next(item for item in rows.codings() if item.id == coding.id)
    assert saved.memo == "Second-hand."


def test_the_ends_of_a_coding_move_by_words_and_the_coding_goes_by_delete(robot: DeskRobot) -> None:
    robot.code(QUOTE, "secure livelihood")
    coding = robot.desk.coding.active
    assert coding is not None
    robot.press("Alt+Left", on=robot.desk.view)
    smaller = robot.desk.coding.active
    assert smaller is not None
    assert smaller.span.of(robot.text) == "I'm getting paid for standing"
    before = len(robot.codings())
    robot.press("Delete", on=robot.desk.view)
    assert len(robot.codings()) == before - 1


def test_a_selection_across_turns_is_coded_as_one_passage(robot: DeskRobot) -> None:
    start = robot.text.index("I honestly thought she was having me on.")
    quote = robot.text[start : robot.text.index("paid for travel before that?")]
    span = robot.select(quote.rstrip())
    robot.press("Ctrl+K")
    robot.type("secure livelihood")
    robot.press("Return")
    assert robot.coded(span) == ["secure-livelihood"]


def test_everything_is_there_after_closing_and_opening_again(
    robot: DeskRobot, sit_down: Callable[[], DeskRobot], project_file: Path
) -> None:
    robot.code(QUOTE, "secure livelihood")
    robot.press("+", on=robot.desk.view)
    codings = robot.codings()
    robot.window.close()
    assert sorted(path.name for path in project_file.parent.iterdir() if path.is_file()) == ["Pilot.coder"]
    again = sit_down().open(project_file)
    assert again.codings() == codings
    report = check_project(again.desk.session.project)
    assert not report.problems


def test_a_failed_action_is_told_and_the_foot_says_what_is_saved(
    robot: DeskRobot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coder.errors import ProjectFileError
    from coder.storage.database import Database

    span = robot.select(QUOTE)

    def full(*_args: object, **_kwargs: object) -> None:
        raise ProjectFileError("There is no room left on the disk.")

    monkeypatch.setattr(Database, "writing", full)
    robot.press("Ctrl+K")
    robot.type("secure livelihood")
    robot.press("Return")
    assert robot.listener.problems == ["There is no room left on the disk."]
    assert robot.marked(span) == []
    assert robot.status()[0] == "The last change was not made; everything before it is saved"


# -- suggestions -------------------------------------------------------------------------------------------


def test_a_suggestion_comes_with_reasons_and_is_accepted_by_a_key(robot: DeskRobot, qtbot: QtBot) -> None:
    robot.select("so now I can plan") if "so now I can plan" in robot.text else robot.select(QUOTE)
    suggesting = robot.desk.suggesting
    qtbot.waitUntil(lambda: bool(suggesting._open()), timeout=30_000)
    offered = suggesting._open()[0]
    assert offered.reasons
    before = len(robot.codings())
    robot.press("A", on=robot.desk.view)
    assert len(robot.codings()) == before + 1
    with robot.desk.session.project.read() as rows:
        assert rows.decisions()[-1].code_id == offered.code_id
    added = [item for item in robot.codings() if item.origin is Origin.SUGGESTED]
    assert [item.code_id for item in added] == [offered.code_id]


def test_a_rejected_suggestion_is_not_offered_there_again(robot: DeskRobot, qtbot: QtBot) -> None:
    robot.select(QUOTE)
    suggesting = robot.desk.suggesting
    qtbot.waitUntil(lambda: bool(suggesting._open()), timeout=30_000)
    offered = suggesting._open()[0].code_id
    robot.press("R", on=robot.desk.view)
    assert offered not in [item.code_id for item in suggesting._open()]


# -- evidence ----------------------------------------------------------------------------------------------


def test_the_evidence_is_exported_and_a_row_leads_to_its_passage(robot: DeskRobot, tmp_path: Path) -> None:
    robot.press("Ctrl+Shift+E", on=robot.desk.view)
    assert robot.desk.places["show_evidence"].widget.isVisible()
    robot.answers.save = SaveChoice(tmp_path / "evidence.csv", bom=False)
    robot.press("Ctrl+E", on=robot.desk.view)
    lines = (tmp_path / "evidence.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("evidence_id,")
    (told,) = [text for text in robot.listener.said if text.startswith("Wrote")]
    assert told.startswith(f"Wrote {len(robot.codings())} rows to evidence.csv. For the team")
    assert "nothing is withheld of" in told, "for whom it is, and how much consent withholds, is said"


# -- looks, size, place ------------------------------------------------------------------------------------


def test_the_look_and_the_text_size_are_remembered(robot: DeskRobot, settings: Settings) -> None:
    size = robot.desk.view.text_size()
    robot.press("Ctrl+=", on=robot.desk.view)
    assert robot.desk.view.text_size() == size + 1
    robot.window.actions_table["theme_dark"].trigger()
    robot.settle()
    assert robot.desk.view.page.colours.dark
    kept = Settings(settings.folder)
    assert kept.values.theme == Mode.DARK
    assert kept.values.text_size == size + 1


def test_the_reading_place_is_remembered(robot: DeskRobot) -> None:
    view = robot.desk.view
    middle = len(robot.text) // 2
    view.scroll_to(middle)
    place = view.first_visible_position()
    robot.press("Ctrl+PageDown", on=view)
    robot.press("Ctrl+PageUp", on=view)
    assert view.first_visible_position() == place


# -- people without a mouse or with a screen reader --------------------------------------------------------


def test_every_control_has_a_name_and_can_be_reached_by_keys(robot: DeskRobot) -> None:
    robot.press("Ctrl+Shift+E", on=robot.desk.view)
    controls = (QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)
    nameless, unreachable = [], []
    for widget in robot.window.findChildren(QWidget):
        if (
            isinstance(widget, QHeaderView)
            or not isinstance(widget, controls)
            or not widget.isVisibleTo(robot.window)
            or _is_inner(widget)
        ):
            continue
        label = f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        button_text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not widget.accessibleName() and not button_text.strip():
            nameless.append(label)
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not _in_unfolded_list(widget):
            unreachable.append(f"{label}: {widget.accessibleName() or button_text}")
    assert nameless == []
    assert unreachable == []


def test_tab_goes_round_the_whole_window(robot: DeskRobot) -> None:
    robot.desk.view.setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        robot.window.focusNextChild()
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            break
        seen.append(now)
    parts = (robot.desk.transcripts, robot.desk.codebook, robot.desk.header)
    for part in parts:
        assert any(part.isAncestorOf(widget) for widget in seen), type(part).__name__


def test_f6_goes_from_part_to_part(robot: DeskRobot) -> None:
    robot.desk.view.setFocus()
    visited = set()
    for _ in range(6):
        robot.press("F6")
        focused = QApplication.focusWidget()
        assert focused is not None
        for part in (robot.desk.transcripts, robot.desk.codebook, robot.desk.view):
            if part is focused or part.isAncestorOf(focused):
                visited.add(type(part).__name__)
    assert visited == {"TranscriptPanel", "CodebookPanel", "TranscriptView"}


# -- closing -----------------------------------------------------------------------------------------------


def test_closing_a_project_frees_its_desk(robot: DeskRobot) -> None:
    desk = weakref.ref(robot.desk)
    robot.window.close_project()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    assert desk() is None
    assert not robot.window.actions_table["code_passage"].isEnabled()


def _is_inner(widget: QWidget) -> bool:
    """Tell whether a control is a part of Qt's own inside another control."""
    parent = widget.parentWidget()
    name = widget.objectName()
    return (
        name.startswith("qt_")
        or isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit)
        or (parent is not None and type(parent).__name__ in ("QMenuBar", "QHeaderView", "QTableView", "QTreeView"))
    )


def _in_unfolded_list(widget: QWidget) -> bool:
    """Tell whether a control belongs to a card that is not the current one; arrow keys lead there."""
    parent: QWidget | None = widget
    while parent is not None:
        if parent.property("role") == "card":
            return True
        parent = parent.parentWidget()
    return False
