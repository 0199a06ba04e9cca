"""Every place of the window, with somebody at each level of consent: whose words and names it shows to the team."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.codebook_diff import FieldChange
from coder.domain.span import Span
from coder.gui.analysis.places import PLACES
from coder.gui.codebook.redefined import RedefinedDialog
from coder.gui.look.theme import Theme
from coder.gui.reading.view import TranscriptView
from coder.services.codebook.codebook_editing import coded_passages
from coder.services.coding.redefined import Redefined
from coder.services.evidence.audiences import Audience
from coder.services.settings import Settings
from coder.services.suggestions import reviewing
from tests.gui.analysis.robot import Analyst
from tests.helpers.consent_world import (
    ALONE,
    EVERYBODY,
    FOOD,
    INT,
    PAY,
    TOGETHER,
    WIT,
    Person,
    around,
    make,
    names_in,
    pseudonyms_in,
    words_in,
)  # fmt: skip

NOBODY: frozenset[Person] = frozenset()
ALL = frozenset(EVERYBODY)
STAY = ALL - {WIT}


@dataclass(frozen=True)
class May:
    """Whose words, names (of the transcript) and pseudonyms the team may see, and whose words have to be there."""

    words: frozenset[Person]
    names: frozenset[Person]
    pseudonyms: frozenset[Person]
    must: frozenset[Person] = NOBODY


# fmt: off
#                     words    names    pseudonyms  at least these words
TEAM = May(           STAY,    STAY,    STAY)
TEAM_WORDS = May(     STAY,    STAY,    STAY,       STAY)
INVENTORY = May(      NOBODY,  ALL,     ALL)  # where the team keeps consent, and what is to be removed
NOTHING = May(        NOBODY,  NOBODY,  NOBODY)
ANALYSIS = {
    "coverage":               NOTHING,
    "outcome-by-group":       NOTHING,
    "outcome-by-transcript":  TEAM,
    "domains":                NOTHING,
    "co-occurrence":          NOTHING,
    "frequencies":            NOTHING,
    "codebook":               NOTHING,
    "matrix":                 TEAM,
    "quotes":                 TEAM_WORDS,
    "charts":                 TEAM,
    "search":                 TEAM_WORDS,
    "queries":                May(STAY, ALL, ALL),    # the query's own name is the team's
    "participants":           INVENTORY,
    "report":                 May(STAY, ALL, ALL),    # where the team writes its findings
    "audit":                  TEAM,
}
PARTS = {
    "transcripts":            INVENTORY,
    "evidence table":         TEAM_WORDS,
    "find bar":               NOTHING,
    "find passages":          TEAM_WORDS,
    "suggestion cards":       TEAM_WORDS,
    "review":                 May(STAY, STAY, STAY, frozenset({INT})),  # one at a time, and not in every transcript
    "trust":                  NOTHING,
    "codebook workspace":     TEAM_WORDS,
    "older definitions":      TEAM_WORDS,
}
# fmt: on
HOLDERS = {
    "CodeTreeView",
    "EvidenceTable",
    "FoundList",
    "TrustTable",
    "_List",  # walked above, a part each
    "QListView",
    "QHeaderView",
    "QPlainTextEdit",
    "QTextBrowser",  # within those parts
    "TranscriptView",  # the text itself, until the transcript is removed
    "MemoField",  # where a memo is written
}  # fmt: skip
"""What holds lists or longer texts at the desk; a new kind has to be walked as a part of its own."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make(tmp_path_factory.mktemp("consent"))
    path = project.path
    project.close()
    return path


@pytest.fixture
def team(qtbot: QtBot, theme: Theme, tmp_path: Path, made: Path) -> Iterator[Analyst]:
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    robot = Analyst(qtbot, settings=settings, theme=theme)
    path = tmp_path / "Pilot.coder"
    path.write_bytes(made.read_bytes())
    robot.open(path)
    yield robot
    robot.window.close()


def told(widget: QWidget) -> str:
    """Return all that can be read, heard or found by the mouse in a part of the window."""
    said: list[str] = []
    for each in [widget, *widget.findChildren(QWidget)]:
        said += [each.toolTip(), each.accessibleName(), each.accessibleDescription(), each.windowTitle()]
        if isinstance(each, QAbstractItemView | QComboBox) and (model := each.model()) is not None:
            said += in_model(model, tree=isinstance(each, QTreeView))
        if isinstance(each, QTextEdit | QPlainTextEdit):
            said.append(each.toPlainText())
        elif isinstance(each, QLineEdit):
            said.append(each.placeholderText())  # what is typed is the person's own
        elif callable(text := getattr(each, "text", None)):
            said.append(str(text()))
    return "\n".join(said)


def in_model(model: QAbstractItemModel, parent: QModelIndex | None = None, *, tree: bool) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
             Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.StatusTipRole)  # fmt: skip
    under = parent or QModelIndex()
    while model.canFetchMore(under):
        model.fetchMore(under)
    for row in range(model.rowCount(under)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(under)
        for column in range(columns):
            index = model.index(row, column, under)
            yield from (str(found) for role in roles if isinstance(found := index.data(role), str))
        if tree:
            yield from in_model(model, model.index(row, 0, under), tree=True)


def judge(place: str, text: str, may: May) -> None:
    for what, found, allowed in (
        ("words", words_in(text), may.words),
        ("names", names_in(text), may.names),
        ("pseudonyms", pseudonyms_in(text), may.pseudonyms),
    ):
        shown = sorted(person.level for person in found - allowed)
        assert not shown, f"{place} shows the {what} of: {', '.join(shown)}, as in {around(text, found - allowed)}"
    missing = sorted(person.level for person in may.must - words_in(text))
    assert not missing, f"{place} has not the words of: {', '.join(missing)}"


def waits(team: Analyst, condition: Callable[[], object]) -> None:
    team.qtbot.waitUntil(lambda: bool(condition()), timeout=60_000)
    team.wait_for_tasks()


def test_every_place_of_the_analysis_is_walked(team: Analyst) -> None:
    assert {place.name for place in PLACES} == ANALYSIS.keys()
    team.analyse("coverage")
    for name, may in ANALYSIS.items():
        team.analyse(name)
        team.wait_for_tasks()
        if name == "search":
            team.searching().words.setText("zebra*")
            team.searching().search_requested.emit("zebra*")
            waits(team, team.searching().hits)
        judge(name, told(team.page.pages.currentWidget()), may)


def test_the_passages_behind_a_figure_are_those_of_who_stays(team: Analyst) -> None:
    team.analyse("coverage")
    team.choose_row("Pay", "codings")
    judge("the passages behind a figure", "\n".join(team.passages()), TEAM_WORDS)


def test_a_file_is_proposed_under_a_name_that_its_audience_may_know(team: Analyst) -> None:
    team.analyse("report")
    page = team.report()
    for audience, names in ((Audience.READERS, NOBODY), (Audience.TEAM, STAY)):
        page.audience.choose(audience)
        page.transcript_requested.emit(TOGETHER.transcript.id)
        team.settle()
        proposed = team.answers.suggested.name
        assert names_in(proposed) == names, proposed
        assert proposed.startswith("Circle with")


def test_the_parts_of_the_desk_are_walked(team: Analyst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "ENOUGH_CODED", 1)
    desk, walked = team.desk, dict.fromkeys(PARTS, "")
    walked["transcripts"] = told(desk.transcripts)
    desk.places.open("show_evidence")
    team.wait_for_tasks()
    walked["evidence table"] = told(desk.places["show_evidence"].widget)
    desk.places.open("find")
    desk.places["find"].widget._field.setText("zebra")
    team.wait_for_tasks()
    walked["find bar"] = told(desk.places["find"].widget)
    waits(team, lambda: desk.engine.engine is not None)
    for code_id in (PAY, FOOD):
        desk.places.open("find_passages", code_id)
        waits(team, lambda: desk.places["find_passages"].widget.list.found.rows)
        walked["find passages"] += told(desk.places["find_passages"].widget)
    desk.places.open("edit_codebook")
    workspace = desk.places["edit_codebook"].widget
    for code_id in (PAY, FOOD):
        workspace.codes.choose(code_id)
        team.wait_for_tasks()
        walked["codebook workspace"] += told(workspace)
    desk.places.leave("edit_codebook")
    desk.places.open("trust")
    team.wait_for_tasks()
    walked["trust"] = told(desk.places["trust"].widget)
    desk.places.leave("trust")
    project = desk.session.project
    code = desk.session.codebook.tree[PAY]
    with project.read() as rows:
        older = Redefined(code, "book 1.0", (FieldChange("name", "Was", "Is"),), tuple(rows.codings_with([PAY])))
    dialog = RedefinedDialog(passages=lambda code_id: coded_passages(project, code_id=code_id), coders={})
    team.qtbot.addWidget(dialog)
    dialog.show_items([older])
    walked["older definitions"] = told(dialog)
    walked |= suggested(team)
    holding = QAbstractItemView | QTextEdit | QPlainTextEdit | TranscriptView
    assert {type(each).__name__ for each in desk.findChildren(QWidget) if isinstance(each, holding)} == HOLDERS
    for name, may in PARTS.items():
        assert walked[name].strip(), f"{name} says nothing"
        judge(name, walked[name], may)


def suggested(team: Analyst) -> dict[str, str]:
    """Return what is offered with its reasons in each transcript: for a passage of each person, and in the review."""
    desk, cards, reviewed = team.desk, "", ""
    review = desk.places["review"].controller
    for person in EVERYBODY:
        talk = ALONE[person].transcript
        start = talk.text.index("Nobody paid")
        desk.reading.go_to(talk.id, Span(start, start + 60))
        team.settle()
        if person is WIT:
            team.wait_for_tasks()
            assert not desk.suggesting._found, "who withdrew is offered nothing"
        else:
            waits(team, lambda: desk.suggesting._found)
        cards += told(desk.suggestions)
        desk.places.open("review")
        waits(team, lambda: not review._loading)
        if person is INT:
            waits(team, lambda: review.current is not None)
        assert person is not WIT or review.current is None
        reviewed += told(desk.places["review"].widget)
        desk.places.leave("review")
    return {"suggestion cards": cards, "review": reviewed}


def test_there_is_somebody_whose_words_are_the_teams_only() -> None:
    assert INT in STAY
