"""Everything fits small screens: the window, each place in it and each dialog, in the normal and in large text."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.codebook_diff import CodeDifference, Difference, FieldChange
from coder.domain.codebook_merge import Conflict, Merged
from coder.domain.content import CodebookContent, Release
from coder.domain.span import Span
from coder.gui.base.tasks import Tasks
from coder.gui.codebook.change_log import ChangeLogDialog
from coder.gui.codebook.publish import PublishDialog
from coder.gui.codebook.redefined import RedefinedDialog
from coder.gui.codebook.split import SplitDialog
from coder.gui.codebook.take_in import TakeInDialog
from coder.gui.coding.codes.code_dialog import CodeDialog
from coder.gui.evidence.export_tables import ExportTablesDialog
from coder.gui.evidence.rows import Column
from coder.gui.evidence.table import EvidenceTable
from coder.gui.importing.codings import ImportCodingsDialog
from coder.gui.importing.dialog import ImportDialog
from coder.gui.look import screens
from coder.gui.look.code_choice import CodeChoiceDialog, CodeOption
from coder.gui.look.icons import IconSet
from coder.gui.look.message import MessageDialog
from coder.gui.look.screens import FittedDialog, fit_to_screen
from coder.gui.look.theme import Theme
from coder.gui.start.coder_name import CoderNameDialog
from coder.gui.start.new_project import NewProjectDialog
from coder.gui.transcripts.transcript_details import TranscriptDetailsDialog
from coder.gui.window.about import AboutDialog
from coder.gui.window.failures import failure_box
from coder.gui.window.keys import KeysDialog
from coder.gui.window.main_window import MainWindow
from coder.gui.window.preferences import PreferencesDialog
from coder.importers import CodingColumns
from coder.services.codebook.codebook_editing import CodedPassage
from coder.services.codebook.sharing import PullPreview, Touched
from coder.services.coding.codings_import import CodingsPlan, RowProblem
from coder.services.coding.redefined import Redefined
from coder.services.sample import build_sample
from coder.services.settings import Settings
from tests.gui.analysis.robot import Analyst
from tests.gui.importing.robot import Importing, a_plan
from tests.helpers.builders import a_code, a_codebook, a_coding, a_transcript
from tests.helpers.fitting import buttons_are_fixed, outside

SCREENS = {"1024 x 640": QRect(0, 0, 1024, 640), "1440 x 900 at 150 %": QRect(0, 0, 960, 600)}
TEXT_SIZES = (16, 28)
LONG = "Enhanced security and livelihood for care workers and for the families that they go home to in the evening"
TALK = a_transcript("INTERVIEWER: How was it?\nROSA: Better than before.\nAMAL: Not for me.")
LOG = tuple(
    Release(version=f"1.{number}", date="2026-03-12", editor="Ana", what=f"{LONG}: changed", why=LONG)
    for number in range(30)
)


@pytest.fixture(params=SCREENS.values(), ids=SCREENS.keys())
def screen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> QRect:
    """Let the screen be a small one."""
    room: QRect = request.param
    monkeypatch.setattr(screens, "available", lambda _screen: QRect(room))
    return room


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample once; each test works on a copy."""
    path = tmp_path_factory.mktemp("sample") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    result = Settings(tmp_path / "settings")
    result.values.coder = "Ana"
    result.values.suggestions_shown = False
    return result


@pytest.fixture
def sit_down(
    screen: QRect, qtbot: QtBot, theme: Theme, settings: Settings, sample_file: Path, tmp_path: Path
) -> Iterator[Callable[[int], Analyst]]:
    """Return a way to open the sample on the small screen with a size of the text."""
    robots: list[Analyst] = []

    def sit(text_size: int) -> Analyst:
        settings.values.text_size = text_size
        robot = Analyst(qtbot, settings=settings, theme=theme)
        robots.append(robot)
        robot.open(Path(shutil.copy(sample_file, tmp_path / "Pilot.coder")))
        fit_to_screen(robot.window)
        robot.window.move(0, 0)
        robot.settle()
        return robot

    yield sit
    for robot in robots:
        robot.window.close()


# -- the window --------------------------------------------------------------------------------------------


def test_a_new_window_opens_within_the_screen(screen: QRect, qtbot: QtBot, theme: Theme, settings: Settings) -> None:
    window = MainWindow(settings, theme=theme)
    qtbot.addWidget(window)
    window.show()
    assert window.width() <= screen.width()
    assert window.height() <= screen.height()


def test_a_remembered_place_comes_back_within_the_screen(
    screen: QRect, qtbot: QtBot, theme: Theme, settings: Settings
) -> None:
    before = QWidget()
    qtbot.addWidget(before)
    before.setGeometry(3000, 1500, 2038, 1300)  # On a large screen that is not there any more.
    settings.values.window = base64.b64encode(before.saveGeometry().data()).decode("ascii")
    window = MainWindow(settings, theme=theme)
    qtbot.addWidget(window)
    window.show()
    assert screen.contains(window.geometry())


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_every_place_fits_a_small_screen(screen: QRect, sit_down: Callable[[int], Analyst], text_size: int) -> None:
    robot = sit_down(text_size)
    table, problems = robot.window.actions_table, {}

    def look(place: str) -> None:
        _comes_to_rest(robot.qtbot)
        found = outside(robot.window, screen)
        if found:
            problems[place] = found

    look("desk")
    robot.select("I'm getting paid for standing here")
    robot.press("Ctrl+K")
    robot.type("secure livelihood")
    robot.press("Return")
    look("a coding at hand")
    table["show_evidence"].trigger()
    look("evidence")
    robot.desk.places.open("show_evidence")
    robot.desk.places["show_evidence"].widget.narrow_to_code("secure-livelihood")
    robot.desk.places["show_evidence"].widget.offer_older(True)
    look("evidence of one code")
    table["show_evidence"].trigger()
    table["find"].trigger()
    look("find in transcripts")
    robot.press("Escape")
    table["review"].trigger()
    robot.wait_for_tasks()
    look("review")
    table["review"].trigger()
    robot.desk.places.open("find_passages", "secure-livelihood")
    robot.wait_for_tasks()
    look("found passages")
    table["trust"].trigger()
    robot.wait_for_tasks()
    look("trust")
    table["trust"].trigger()
    table["edit_codebook"].trigger()
    look("codebook workspace")
    robot.desk.places["edit_codebook"].widget.codes.choose("secure-livelihood")
    robot.wait_for_tasks()
    look("codebook workspace with a code")
    table["edit_codebook"].trigger()
    look("desk again")
    for name in _places(robot):
        robot.analyse(name)
        look(f"analysis: {name}")
    robot.press("Escape")
    look("desk after the analysis")
    assert problems == {}


def test_no_hidden_place_keeps_the_window_wide(sit_down: Callable[[int], Analyst], screen: QRect) -> None:
    robot = sit_down(16)
    before = robot.window.minimumSizeHint().width()
    for name in _places(robot):
        robot.analyse(name)
    robot.window.actions_table["analyse"].trigger()
    robot.window.actions_table["edit_codebook"].trigger()
    robot.window.actions_table["edit_codebook"].trigger()
    robot.settle()
    assert robot.window.minimumSizeHint().width() <= before
    robot.window.resize(before, 500)
    assert robot.window.width() == before


def _places(robot: Analyst) -> list[str]:
    robot.analyse()
    return robot.page.list.names()


# -- dialogs -----------------------------------------------------------------------------------------------


def _codes() -> list[CodeOption]:
    return [
        CodeOption(a_code(f"code-{number}", name=f"{LONG} {number}", short_definition=LONG), LONG, QColor("#268"))
        for number in range(60)
    ]


def _passages(number: int = 40) -> list[CodedPassage]:
    return [
        CodedPassage(f"coding-{at}", "talk", "Interview 1", "Worker 1", f"{at}. {LONG}", Span(0, 9), "Book 1.0")
        for at in range(number)
    ]


def _take_in() -> QDialog:
    conflicts = tuple(
        Conflict(f"code-{at}", LONG, "full_definition", LONG, f"{LONG}, mine", f"{LONG}, theirs") for at in range(6)
    )
    touched = tuple(
        Touched(
            CodeDifference(f"code-{at}", LONG, Difference.CHANGED, (FieldChange("full_definition", LONG, "Other"),)), at
        )
        for at in range(12)
    )
    theirs = CodebookContent(a_codebook(), log=LOG)
    return TakeInDialog(
        PullPreview(Path("team.yaml"), "1.4", Merged(theirs, conflicts, conflicts), touched, theirs), me="Ana"
    )


def _redefined() -> QDialog:
    dialog = RedefinedDialog(passages=lambda _code: _passages(), coders={})
    codings = tuple(a_coding(TALK, "Better than before.", "code-1", id=f"coding-{at}") for at in range(40))
    item = Redefined(
        a_code("code-1", name=LONG), "Book 1.0", (FieldChange("full_definition", LONG * 3, LONG),), codings
    )
    dialog.show_items([item])
    return dialog


MADE: dict[str, Callable[[], QDialog]] = {
    "take in": _take_in,
    "publish": lambda: PublishDialog(
        [CodeDifference(f"code-{at}", LONG, Difference.ADDED) for at in range(40)],
        version="1.4",
        file=Path("a folder with a rather long name") / "team.yaml",
    ),
    "older definitions": _redefined,
    "split": lambda: SplitDialog(LONG, _passages(), problem=lambda _name: ""),
    "change log": lambda: ChangeLogDialog(LOG),
    "code choice": lambda: CodeChoiceDialog(
        _codes(), title="Merge", question=f"Merge “{LONG}” into", accept="Merge", effect=lambda _code: LONG
    ),
    "code": lambda: CodeDialog(a_code("code-1", name=LONG, full_definition=LONG * 9)),
    "coder name": lambda: CoderNameDialog("Ana", known=[f"Coder {number}" for number in range(30)]),
    "about": AboutDialog,
}


@pytest.mark.parametrize("name", MADE)
def test_a_dialog_fits_a_small_screen(screen: QRect, qtbot: QtBot, theme: Theme, name: str) -> None:
    dialog = MADE[name]()
    qtbot.addWidget(dialog)
    dialog.open()
    _comes_to_rest(qtbot)
    assert outside(dialog, screen) == []
    assert buttons_are_fixed(dialog)
    dialog.resize(10, 10)
    _comes_to_rest(qtbot)
    assert outside(dialog, screen) == []


ASKED: dict[str, tuple[type[QDialog], Callable[[Analyst], object]]] = {
    "new project": (NewProjectDialog, lambda robot: robot.window.new_project()),
    "code as": (CoderNameDialog, lambda robot: robot.window.code_as()),
    "preferences": (PreferencesDialog, lambda robot: robot.window.show_preferences()),
    "keys": (KeysDialog, lambda robot: robot.window.show_keys()),
    "about": (AboutDialog, lambda robot: robot.window.show_about()),
    "export tables": (ExportTablesDialog, lambda robot: robot.window.actions_table["export_tables"].trigger()),
    "transcript details": (TranscriptDetailsDialog, lambda robot: robot.desk.header.details_requested.emit()),
    "code": (CodeDialog, lambda robot: robot.desk.codes.define("secure-livelihood")),
}


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_the_dialogs_of_the_window_fit_a_small_screen(
    screen: QRect, sit_down: Callable[[int], Analyst], text_size: int
) -> None:
    robot = sit_down(text_size)
    problems: dict[str, list[str]] = {}

    def look(name: str) -> Callable[[QDialog], None]:
        def act(dialog: QDialog) -> None:
            _comes_to_rest(robot.qtbot)
            found = outside(dialog, screen)
            if found or not buttons_are_fixed(dialog):
                problems[name] = found or ["its buttons scroll away"]
            dialog.reject()

        return act

    for name, (kind, ask) in ASKED.items():
        robot.answer(kind, look(name))
        ask(robot)
    assert problems == {}


def test_the_import_of_many_speakers_fits_a_small_screen(
    screen: QRect, qtbot: QtBot, theme: Theme, icons: IconSet
) -> None:
    names = [f"talk {number}.txt" for number in range(12)]
    said = {name: [f"SPEAKER {number}: {name} {LONG}" for number in range(30)] for name in names}
    form = Importing(qtbot, theme, icons, {name: a_plan(*lines, name=name) for name, lines in said.items()})
    _comes_to_rest(qtbot)
    assert outside(form.dialog, screen) == []
    form.add(*names)
    _comes_to_rest(qtbot)
    assert outside(form.dialog, screen) == []
    assert buttons_are_fixed(form.dialog)
    assert form.button("Import 12 transcripts").isVisible()


def test_the_import_of_codings_fits_a_small_screen(screen: QRect, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
    heads = tuple(f"{LONG} {number}" for number in range(30))
    plan = CodingsPlan((), tuple(RowProblem(line, LONG * 3) for line in range(200)), (LONG, LONG))
    tasks = Tasks()
    dialog = ImportCodingsDialog(
        tasks,
        file=Path(f"{LONG}.csv"),
        columns=CodingColumns(heads, dict(zip(("transcript", "code", "quote"), heads, strict=False))),
        look=lambda _wish: plan,
        theme=theme,
        icons=icons,
    )
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.rows.topLevelItemCount() == 200)
    assert outside(dialog, screen) == []
    assert buttons_are_fixed(dialog)
    dialog.reject()
    tasks.shut_down()


def test_a_message_fits_a_small_screen(screen: QRect, qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box: MessageDialog = failure_box(window, f"{LONG}\n" * 60, Path("records") / "failures.txt")
    box.open()
    _comes_to_rest(qtbot)
    assert box.width() <= screen.width()
    assert box.height() <= screen.height()


def test_every_dialog_is_one_that_fits() -> None:
    walked = {kind for kind, _ in ASKED.values()} | {
        ImportDialog,
        ImportCodingsDialog,
        *(type(make()) for make in MADE.values()),
    }
    kinds = {kind for kind in _below(FittedDialog) if kind.__module__.startswith("coder.")}
    ours = {kind for kind in _below(QDialog) if kind.__module__.startswith("coder.")}
    # A message scrolls within itself and is as high as what it says; it is walked by a test of its own.
    assert {kind for kind in ours if not issubclass(kind, FittedDialog)} <= {MessageDialog}
    assert {kind.__name__ for kind in kinds if not _below(kind)} - {kind.__name__ for kind in walked} == set()


def _below(kind: type) -> set[type]:
    return {each for sub in kind.__subclasses__() for each in (sub, *_below(sub))}


def _comes_to_rest(qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.wait(1)


# -- how it is done ----------------------------------------------------------------------------------------


class _Form(FittedDialog):
    def __init__(self, lines: int) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        self.first = QPushButton("First")
        whole.addWidget(self.first)
        self.lines = [QLabel(f"Line {number}") for number in range(lines)]
        for line in self.lines:
            whole.addWidget(line)
        self.more = QLabel("\n" * 12)
        self.more.hide()
        whole.addWidget(self.more)
        self.end = QPushButton("Done")
        whole.addWidget(self.end)


def test_a_short_dialog_shows_all_of_itself(qtbot: QtBot, theme: Theme) -> None:
    form = _Form(6)
    qtbot.addWidget(form)
    form.show()
    _comes_to_rest(qtbot)
    assert form._scrolled is not None
    assert form._scrolled.verticalScrollBar().maximum() == 0
    assert form.height() < 400


def test_a_dialog_grows_with_what_it_says_later(qtbot: QtBot, theme: Theme) -> None:
    form = _Form(6)
    qtbot.addWidget(form)
    form.show()
    _comes_to_rest(qtbot)
    before = form.height()
    form.more.show()
    _comes_to_rest(qtbot)
    assert form._scrolled is not None
    assert form.height() > before
    assert form._scrolled.verticalScrollBar().maximum() == 0


def test_the_keys_go_through_a_dialog_in_the_old_order(qtbot: QtBot, theme: Theme) -> None:
    form = _Form(60)
    qtbot.addWidget(form)
    form.first.setFocus()
    form.show()
    form.activateWindow()
    _comes_to_rest(qtbot)
    assert form.focusWidget() is form.first
    form.focusNextChild()
    assert form.focusWidget() is form.end


@pytest.mark.parametrize(("width", "least"), [(1024, 216), (1440, 320), (1920, 380)])
def test_lists_are_wider_in_wide_windows(
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    theme: Theme,
    settings: Settings,
    sample_file: Path,
    tmp_path: Path,
    width: int,
    least: int,
) -> None:
    monkeypatch.setattr(screens, "available", lambda _screen: QRect(0, 0, width, 900))
    robot = Analyst(qtbot, settings=settings, theme=theme)
    robot.window.resize(width, 860)
    robot.open(Path(shutil.copy(sample_file, tmp_path / "Pilot.coder")))
    robot.settle()
    assert robot.desk.transcripts.width() >= least
    robot.desk.places.open("show_evidence")
    robot.settle()
    table = robot.desk.places["show_evidence"].widget.findChild(EvidenceTable)
    passage = table.columnWidth(Column.PASSAGE)
    assert passage > 0.25 * width
    assert passage > 1.8 * max(table.columnWidth(column) for column in Column if column is not Column.PASSAGE)
    assert table.horizontalScrollBar().maximum() == 0
    robot.window.close()
