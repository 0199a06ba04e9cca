"""Two evaluators with a project each and one shared codebook file, both in the real window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from coder.codebooks import read_codebook
from coder.domain.codebook import Code
from coder.gui.codebook.publish import PublishDialog
from coder.gui.codebook.redefined import RedefinedDialog
from coder.gui.codebook.take_in import TakeInDialog
from coder.gui.look.theme import Theme
from coder.services.codebook import codes, sharing
from coder.services.codebook.codebook_content import content_of
from coder.services.project import create_project
from coder.services.settings import Settings
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from coder.shipped import codebooks_folder
from tests.gui.codebook.robot import Editor
from tests.gui.importing.robot import a_parsed

TALK = ("A: Where?", "Rosa: I was paid late. We ate together on Friday. I trust her with the key.")


@pytest.fixture
def shared_file(tmp_path: Path) -> Path:
    path = tmp_path / "drive" / "outcomes.yaml"
    path.parent.mkdir()
    shutil.copy(codebooks_folder() / "outcomes.yaml", path)
    return path


@pytest.fixture
def evaluators(qtbot: QtBot, theme: Theme, tmp_path: Path, shared_file: Path) -> Iterator[tuple[Editor, Editor]]:
    found = []
    for name in ("Ana", "Ben"):
        project = create_project(tmp_path / f"{name}.coder")
        codes.add_codebook(project, file=shared_file)
        sharing.link_file(project, file=shared_file)
        import_transcripts(project, [proposed(a_parsed(*TALK))])
        project.close()
        settings = Settings(tmp_path / f"settings of {name}")
        settings.values.coder = name
        settings.values.suggestions_shown = False
        robot = Editor(qtbot, settings=settings, theme=theme)
        robot.open(tmp_path / f"{name}.coder")
        found.append(robot)
    yield found[0], found[1]
    for robot in found:
        robot.window.close()


def gives_reason(reason: str, *, version: str):  # type: ignore[no-untyped-def]
    def act(dialog: PublishDialog) -> None:
        assert dialog.windowTitle() == f"Publish version {version}"
        QTest.keyClicks(dialog._reason, reason)
        QTest.keyClick(dialog._reason, Qt.Key.Key_Return)

    return act


def meaning(robot: Editor) -> list[Code]:
    """Return the codes of an evaluator's project, without the revisions that only its own file counts."""
    with robot.project.read() as rows:
        content = content_of(rows, "outcomes")
    return [
        Code(**{name: getattr(code, name) for name in Code.__slots__ if name != "revision"}) for code in content.codes
    ]


def test_both_code_both_edit_both_publish_and_one_conflict_is_decided(
    evaluators: tuple[Editor, Editor], shared_file: Path
) -> None:
    ana, ben = evaluators

    # Both code.
    for robot in (ana, ben):
        robot.come_forward()
        robot.code("We ate together", "social meal")
        robot.code("I trust her", "safety and trust")
        robot.code("I was paid late", "secur")
    made = {robot: {(c.start, c.end, c.code_id) for c in robot.codings()} for robot in (ana, ben)}
    assert all(len(codings) == 3 for codings in made.values())

    # Ana edits a definition and a name, and publishes.
    ana.come_forward()
    ana.enter("social-meals")
    ana.write("full_definition", "Eating with others, planned or not.")
    ana.page.codes.choose("safety-and-trust")
    ana.write("name", "Feeling safe")
    ana.rest()
    ana.answer(PublishDialog, gives_reason("Meals need not be planned", version="1.1"))
    ana.push(ana.page.publish)
    ana.rest()
    assert "the same here and there" in ana.page.standing()

    # Ben edits the same definition and other things, and is told when he publishes.
    ben.come_forward()
    ben.enter("social-meals")
    ben.write("full_definition", "Meals that a circle cooks and eats together.")
    ben.write("shortcut", "m")
    ben.page.codes.choose("trusting-teams")
    ben.write("when_to_use", "Use when colleagues rely on one another.")
    ben.desk.places["edit_codebook"].sharing.look()
    ben.rest()
    assert "outcomes.yaml holds version 1.1, not taken in yet; the codebook changed here too" in ben.page.standing()

    def decide(dialog: TakeInDialog) -> None:
        shown = [label.text() for label in dialog.findChildren(QLabel)]
        assert "Meals that a circle cooks and eats together." in shown
        assert "Eating with others, planned or not." in shown
        assert "Why: Meals need not be planned" in shown
        mine, theirs = dialog.findChildren(QRadioButton)
        assert mine.text() == "Keep mine (Ben)"
        assert theirs.text() == "Take theirs (Ana, version 1.1)"
        assert not dialog._take.isEnabled()
        theirs.setFocus()
        QTest.keyClick(theirs, Qt.Key.Key_Space)
        assert dialog._take.isEnabled()
        ben.answer(PublishDialog, gives_reason("Key for meals; when teams count", version="1.2"))
        QTest.keyClick(dialog._take, Qt.Key.Key_Space)

    ben.answer(TakeInDialog, decide)
    ben.push(ben.page.publish)
    ben.rest()
    assert "Take in version 1.1 first?" in ben.listener.asked[-1]
    assert ben.listener.said[-1] == "Published version 1.2."
    assert "the same here and there" in ben.page.standing()

    # Ana is told, and takes it in without a conflict.
    ana.come_forward()
    ana.desk.places["edit_codebook"].sharing.look()
    ana.rest()
    assert ana.page.take_in.isEnabled()

    def agree(dialog: TakeInDialog) -> None:
        assert not dialog.findChildren(QRadioButton), "nothing is in conflict"
        QTest.keyClick(dialog._take, Qt.Key.Key_Space)

    ana.answer(TakeInDialog, agree)
    ana.push(ana.page.take_in)
    ana.rest()

    # Both have the same codebook, that of the file, and no coding is lost.
    assert meaning(ana) == meaning(ben)
    assert ana.entry("social-meals").full_definition == "Eating with others, planned or not."
    assert ana.entry("social-meals").shortcut == "m"
    assert [(entry.version, entry.editor) for entry in read_codebook(shared_file).log[-2:]] == [
        ("1.1", "Ana"),
        ("1.2", "Ben"),
    ]
    for robot in (ana, ben):
        assert {(c.start, c.end, c.code_id) for c in robot.codings()} == made[robot]

    # What was coded under the older definition is something to do, for both.
    for robot in (ana, ben):
        robot.come_forward()
        assert robot.page.tasks.isVisible()

        def go_through(dialog: RedefinedDialog) -> None:
            listed = [dialog._list.item(row).text() for row in range(dialog._list.count())]
            assert "Social meal experiences (1)" in listed
            assert "Feeling safe (1)" not in listed, "a mere rename is no older definition"
            while dialog._items:
                press = next(p for p in dialog._scroll.widget().findChildren(QPushButton) if p.text() == "Still right")
                press.setFocus()
                QTest.keyClick(press, Qt.Key.Key_Space)
            dialog.accept()

        robot.answer(RedefinedDialog, go_through)
        robot.push(robot.page.tasks)
        robot.rest()
        assert not robot.page.tasks.isVisible()
        assert {(c.start, c.end, c.code_id) for c in robot.codings()} == made[robot]
