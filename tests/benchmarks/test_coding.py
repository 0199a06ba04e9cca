"""From the keystroke to the painted coding, with its commit; and the lists of very large codebooks.

The project holds one transcript of 10,000 words with 2,000 overlapping codings, in the whole window.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from coder.domain.codebook import Code, CodeKind
from coder.domain.coding import Coder, Coding
from coder.domain.search import Searchable, ranked
from coder.domain.span import Span
from coder.gui.look.theme import Mode, Theme
from coder.services.codebook import codes
from coder.services.project import Project, create_project
from coder.services.settings import Settings
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from coder.shipped import codebooks_folder
from tests.benchmarks.test_reading import VOCABULARY
from tests.gui.importing.robot import a_parsed
from tests.helpers.desk import DeskRobot

WORDS, CODINGS = 10_000, 2_000
WHEN = "2026-03-02T09:30:00Z"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    look = Theme(mode=Mode.LIGHT)
    look.apply(qapp)
    yield look
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")
    look.deleteLater()


def dense(path: Path) -> Project:
    """Make the project."""
    chance = random.Random(5)
    words, lines, left = VOCABULARY.split(), list[str](), WORDS
    while left > 0:
        length = min(left, chance.randint(5, 150))
        left -= length
        said = " ".join(chance.choices(words, k=length)).capitalize() + "."
        lines.append(f"{'Rosa' if len(lines) % 2 else 'Interviewer'}: {said}")
    project = create_project(path)
    codes.add_codebook(project, file=codebooks_folder() / "outcomes.yaml")
    import_transcripts(project, [proposed(a_parsed(*lines))])
    with project.read() as rows:
        talk, tree = rows.transcripts()[0], rows.code_tree()
    all_codes = list(tree.codes)
    with project.action("Many") as action:
        person = action.rows.add(Coder(id="ana", name="Ana"))
        made = {}
        while len(made) < CODINGS:
            start = chance.randrange(len(talk.text) - 400)
            end, code_id = start + chance.randint(25, 320), chance.choice(all_codes)
            made[start, end, code_id] = Coding(
                transcript_id=talk.id,
                code_id=code_id,
                coder_id=person.id,
                start=start,
                end=end,
                created_at=WHEN,
            )
        action.rows.add_all(list(made.values()))
    return project


def test_a_digit_to_the_painted_coding_with_its_commit(
    qtbot: QtBot, theme: Theme, tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    dense(tmp_path / "Dense.coder").close()
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    robot = DeskRobot(qtbot, settings=settings, theme=theme).open(tmp_path / "Dense.coder")
    view = robot.desk.view
    places = iter(range(1000, 40_000, 97))
    # Not QTest's waiting, which keeps what runs in the background from running.
    qtbot.waitUntil(lambda: "codebook" in str(robot.status()[-1]), timeout=20_000)

    def selected() -> tuple[tuple[()], dict[str, object]]:
        rest(250)
        start = next(places)
        view.select_span(Span(start, start + 60))
        view.setFocus()
        QApplication.processEvents()
        return (), {}

    def code() -> None:
        QTest.keyClick(view, "1")
        view.viewport().repaint()

    before = len(robot.codings())
    selected()
    code()
    benchmark.pedantic(code, setup=selected, rounds=40)
    assert len(robot.codings()) > before + 30
    robot.window.close()


def rest(milliseconds: int) -> None:
    """Let the window come to rest, as it does between what a person does."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def many_codes(count: int) -> list[Code]:
    chance, words = random.Random(3), VOCABULARY.split()
    made = []
    for number in range(count):
        name = " ".join(chance.choices(words, k=4)).capitalize() + f" {number}"
        parent = made[number // 8].id if number >= 8 else None
        made.append(
            Code(
                id=f"c{number}",
                codebook_id="outcomes",
                parent_id=parent,
                kind=CodeKind.OTHER,
                name=name,
                position=number,
            )
        )
    return made


def test_finding_among_1000_codes_at_a_keystroke(benchmark: BenchmarkFixture) -> None:
    entries = [Searchable.of(code) for code in many_codes(1000)]
    found = benchmark(lambda: ranked("ho vis", entries, recent=["c3", "c9"], usage={"c4": 3}))
    assert found


def test_the_tree_with_5000_codes_is_filtered_and_painted(
    qtbot: QtBot, theme: Theme, tmp_path: Path, benchmark: BenchmarkFixture
) -> None:
    project = dense(tmp_path / "Large.coder")
    with project.action("Many codes") as action:
        action.rows.add_all([replace(code, name=code.name) for code in many_codes(5000)])
    project.close()
    settings = Settings(tmp_path / "settings")
    begun = time.perf_counter()
    robot = DeskRobot(qtbot, settings=settings, theme=theme).open(tmp_path / "Large.coder")
    opened = time.perf_counter() - begun
    panel = robot.desk.codebook
    queries = iter(["home", "vis", "care team", "paid", ""] * 20)

    def narrow() -> None:
        panel.tree.model().set_filter(next(queries))
        panel.tree.viewport().repaint()

    benchmark.pedantic(narrow, rounds=20)
    benchmark.extra_info["open_s"] = opened
    QTest.keyClick(panel.tree, Qt.Key.Key_Down)
    robot.window.close()
