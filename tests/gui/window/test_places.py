"""A place is a folder and one line: a toy one is opened, walked through, left, and gone with its project."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import coder.gui.window
from coder import shipped
from coder.domain.span import Span
from coder.gui.base.actions import ACTIONS
from coder.gui.base.file_dialogs import SaveChoice
from coder.gui.base.place import Handlers, Parts, Place, Stands
from coder.gui.look.theme import Theme
from coder.gui.window.places import PLACES
from coder.services.codebook.codes import add_codebook
from coder.services.project import create_project
from coder.services.settings import Settings
from tests.helpers.builders import a_code, a_transcript
from tests.helpers.desk import DeskRobot
from tests.helpers.projects import a_project

ROOMS = ("analysis", "codebook", "evidence", "suggestions.review", "suggestions.passages")
"""Whose panels the window's own files know nothing of."""
OF_THE_WINDOW = {"import_codings", "check_project", "close_project"}


class ToyPlace(Place):
    """Two fields and a clock, wherever it is told to stand."""

    name = "toy"

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.told: list[str] = []

    @cached_property
    def widget(self) -> QWidget:
        page = QWidget()
        self.fields = [QLineEdit(page), QLineEdit(page)]
        box = QVBoxLayout(page)
        for field in self.fields:
            box.addWidget(field)
        clock = QTimer(page)
        clock.start(10)
        return self.put(page)

    def begin(self, at: str) -> None:
        self.told.append(f"began at {at}")
        self.fields[0].setFocus()

    def end(self) -> None:
        self.told.append("ended")

    def start(self) -> None:
        self.told.append("started")

    def stop(self) -> None:
        self.told.append("stopped")

    def handlers(self) -> Handlers:
        return {"bigger": lambda: self.told.append("provides an action")}

    def instead(self) -> Handlers:
        return {"code_passage": lambda: self.told.append("means something else here")}

    def parts(self) -> Parts:
        return [(field, field.setFocus) for field in self.fields]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = create_project(tmp_path / "Pilot.coder", person="Ana")
    add_codebook(made, file=sorted(shipped.codebooks_folder().glob("*.yaml"))[0])
    made.close()
    return tmp_path / "Pilot.coder"


@pytest.fixture
def robot(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[DeskRobot]:
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    robot = DeskRobot(qtbot, settings=settings, theme=theme)
    yield robot
    robot.window.close()


@pytest.fixture(params=list(Stands), ids=lambda stands: stands.name.casefold())
def toy(request: pytest.FixtureRequest, robot: DeskRobot, project: Path, monkeypatch: pytest.MonkeyPatch) -> ToyPlace:
    """Return a place that was added by one line, in an open project, wherever it stands."""
    monkeypatch.setattr(ToyPlace, "stands", request.param)
    one_line = (lambda house, on: ToyPlace(house, on.desk),)
    monkeypatch.setattr("coder.gui.window.desk.PLACES", (*PLACES, *one_line))
    robot.open(project)
    return robot.desk.places["toy"]  # type: ignore[return-value]


def _focused(toy: ToyPlace) -> int:
    return next((n for n, field in enumerate(toy.fields) if field.hasFocus()), -1)


def test_it_is_made_when_it_is_first_wanted(robot: DeskRobot, toy: ToyPlace) -> None:
    assert toy.told == ["started"]
    assert not toy.made
    assert not toy.shown
    robot.desk.places.open("toy", "somewhere")
    robot.settle()
    assert toy.shown
    assert toy.widget.isVisible()
    assert toy.told == ["started", "began at somewhere"]
    assert _focused(toy) == 0


def test_f6_goes_through_it(robot: DeskRobot, toy: ToyPlace) -> None:
    robot.desk.places.open("toy")
    robot.settle()
    robot.press("F6")
    assert _focused(toy) == 1
    robot.press("Shift+F6")
    assert _focused(toy) == 0


def test_actions_mean_what_it_says_while_it_is_shown(robot: DeskRobot, toy: ToyPlace) -> None:
    robot.desk.places.open("toy")
    robot.press("Ctrl+K")
    robot.desk.places.leave("toy")
    robot.press("Ctrl+K")
    assert toy.told.count("means something else here") == 1
    assert "bigger" in robot.desk.handlers()


def test_it_is_left_for_the_text(robot: DeskRobot, toy: ToyPlace) -> None:
    robot.desk.places.open("toy")
    robot.desk.places.leave("toy")
    robot.settle()
    assert not toy.shown
    assert not toy.widget.isVisible()
    assert toy.told[-1] == "ended"
    assert robot.desk.transcripts.isVisible()
    robot.desk.places.leave("toy")
    assert toy.told.count("ended") == 1, "what is left already is not left again"


def test_another_place_takes_its_room(robot: DeskRobot, toy: ToyPlace) -> None:
    robot.desk.places.open("toy")
    other = {Stands.COVER: "trust", Stands.BELOW: "show_evidence"}.get(toy.stands)
    robot.desk.places.open(other or "trust")
    robot.settle()
    assert not toy.widget.isVisible()
    assert toy.shown is (other is None), "what is only covered is there again afterwards"
    robot.desk.places.leave(other or "trust")
    robot.settle()
    assert toy.widget.isVisible() is (other is None)


@pytest.mark.parametrize("left", [False, True], ids=["shown", "left"])
def test_nothing_of_it_outlives_its_project(robot: DeskRobot, toy: ToyPlace, *, left: bool) -> None:
    robot.desk.places.open("toy")
    if left:
        robot.desk.places.leave("toy")
    told = toy.told
    kept: list[QObject] = [toy, toy.widget, *toy.widget.findChildren(QObject)]
    robot.window.close_project()
    _come_to_rest()
    assert told[-1] == "stopped"
    assert [item for item in kept if isValid(item)] == []
    assert robot.listener.problems == []


def _come_to_rest() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()


# -- the places that there are -------------------------------------------------------------------------------


def test_no_place_is_made_before_it_is_wanted(robot: DeskRobot, project: Path) -> None:
    robot.open(project)
    assert [place.name for place in robot.desk.places if place.made] == []


def test_every_place_is_opened_and_left_by_its_name(robot: DeskRobot, project: Path) -> None:
    robot.open(project)
    code_id = next(iter(robot.desk.session.codebook.tree)).id
    for place in robot.desk.places:
        robot.desk.places.open(place.name, code_id if place.name == "find_passages" else "")
        robot.settle()
        assert place.shown, place.name
        robot.desk.places.leave(place.name)
        robot.settle()
        assert not place.shown, place.name
    assert robot.desk.places.cover is None
    assert robot.listener.problems == []


def test_every_action_of_an_open_project_is_done_by_somebody(robot: DeskRobot, project: Path) -> None:
    robot.open(project)
    on_desk = {spec.name for spec in ACTIONS if spec.needs_project} - OF_THE_WINDOW
    assert on_desk - set(robot.desk.handlers()) == set()


@pytest.mark.parametrize(
    "file", sorted(Path(coder.gui.window.__file__).parent.glob("*.py")), ids=lambda file: file.stem
)
def test_the_window_knows_places_by_its_list_alone(file: Path) -> None:
    found = {
        node.module
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    inside = [name for name in found if name.startswith(tuple(f"coder.gui.{room}" for room in ROOMS))]
    assert [name for name in inside if file.name != "places.py" or not name.endswith(".place")] == []


COVERS = ("trust", "edit_codebook", "analyse")


@pytest.fixture
def talk(robot: DeskRobot, tmp_path: Path) -> DeskRobot:
    """Return a window with a transcript of which one passage is coded."""
    said = a_transcript("AMINA: My wages come on time now.\nINTERVIEWER: And before?")
    a_project(tmp_path, [said], [a_code("wages", name="Wages")]).close()
    robot.open(tmp_path / "Pilot.coder")
    robot.code("My wages come on time", "wages")
    return robot


@pytest.mark.parametrize("name", COVERS)
def test_what_is_undone_while_the_text_is_covered_is_seen_afterwards(talk: DeskRobot, name: str) -> None:
    start = talk.text.index("My wages")
    span = Span(start, start + len("My wages come on time"))
    assert len(talk.marked(span)) == 1
    talk.desk.places.open(name)
    talk.window.actions_table["undo"].trigger()
    talk.desk.places.leave(name)
    talk.settle()
    assert talk.marked(span) == talk.coded(span) == []
    talk.desk.places.open(name)
    talk.window.actions_table["redo"].trigger()
    talk.press("Ctrl+T")
    talk.settle()
    assert talk.marked(span) == talk.coded(span) != []
    assert talk.desk.view.hasFocus()


@pytest.mark.parametrize("name", COVERS)
def test_what_concerns_the_whole_project_works_wherever_the_person_is(
    talk: DeskRobot, tmp_path: Path, name: str
) -> None:
    talk.desk.places.open(name)
    talk.answers.codebook = sorted(shipped.codebooks_folder().glob("*.yaml"))[1]
    talk.window.actions_table["add_codebook"].trigger()
    assert len(talk.desk.session.codebook.codebooks) == 2
    talk.answers.save = SaveChoice(tmp_path / "rows.csv", bom=False)
    talk.window.actions_table["export_evidence"].trigger()
    assert (tmp_path / "rows.csv").is_file()
    assert talk.desk.places[name].shown
    assert talk.listener.problems == []


def test_places_lead_to_each_other(talk: DeskRobot) -> None:
    places, code_id = talk.desk.places, next(iter(talk.desk.session.codebook.tree)).id
    places.open("show_evidence")
    places.open("review")
    assert places["show_evidence"].shown, "rows below the text leave the review its room"
    places.open("find_passages", code_id)
    assert not places["review"].shown
    assert not places["show_evidence"].shown
    places.open("review")
    assert not places["find_passages"].shown
    places.open("trust")
    places.open("analyse", "participants")
    assert places.cover is places["analyse"]
    assert not talk.window.actions_table["trust"].isChecked()
    assert talk.window.actions_table["analyse"].isChecked()
