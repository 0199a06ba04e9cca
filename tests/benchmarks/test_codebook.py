"""A large codebook: 1,000 codes and 20,000 codings; each figure beside a plain baseline in the same run."""

from __future__ import annotations

import copy
import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from coder.domain.codebook import Codebook, CodeTree
from coder.domain.codebook_merge import merge
from coder.domain.coding import Coder, Coding
from coder.domain.content import CodebookContent
from coder.gui.coding.codes.model import CodeTreeModel
from coder.gui.look.theme import Mode, Theme
from coder.services.codebook import codebook_editing as editing
from coder.services.codebook.codebook_content import remember_version
from coder.services.project import Project, create_project
from coder.services.settings import Settings
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from tests.gui.importing.robot import a_parsed
from tests.helpers.builders import a_code
from tests.helpers.codebooks import edited, in_order
from tests.helpers.desk import DeskRobot

CODES, CODINGS = 1_000, 20_000


def large() -> CodebookContent:
    codes = [
        a_code(
            f"c{at}",
            name=f"Code number {at}",
            parent_id=f"c{at // 12}" if at >= 12 else None,
            position=at,
            full_definition="What the code means, in a sentence or two. " * 3,
            key_terms=("one", "two", f"term {at}"),
        )
        for at in range(CODES)
    ]
    return in_order(codes)


@pytest.fixture(scope="module")
def content() -> CodebookContent:
    return large()


def test_copying_a_codebook_as_the_baseline(benchmark: BenchmarkFixture, content: CodebookContent) -> None:
    benchmark(lambda: copy.deepcopy(content.codes))


def test_a_three_way_merge_of_two_edited_codebooks(benchmark: BenchmarkFixture, content: CodebookContent) -> None:
    mine, theirs = edited(content, 1, 300), edited(content, 2, 300)
    merged = benchmark(lambda: merge(content, mine, theirs))
    assert len(merged.content.codes) > 500
    benchmark.extra_info["limit_s"] = 1.0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, content: CodebookContent) -> Project:
    made = create_project(tmp_path_factory.mktemp("large") / "Large.coder")
    import_transcripts(made, [proposed(a_parsed("A: Where?", "Rosa: " + "I learned a lot there. " * 2000))])
    with made.read() as rows:
        talk = rows.transcripts()[0]
    chance = random.Random(4)
    with made.action("Many") as action:
        action.rows.add(Codebook(id="book", name="Book"))
        action.rows.add_all(content.codes)
        person = action.rows.add(Coder(id="ana", name="Ana"))
        remember_version(action.rows, content)
        places = [(chance.randrange(7, 40_000), chance.randrange(CODES)) for _ in range(CODINGS)]
        action.rows.add_all(
            [
                Coding(
                    transcript_id=talk.id,
                    code_id=f"c{code}",
                    coder_id=person.id,
                    start=start,
                    end=start + 40,
                    created_at="2026-03-02T09:30:00Z",
                    codebook_version="book 1.0",
                )
                for start, code in places
            ]
        )
    return made


def test_usage_of_every_code(benchmark: BenchmarkFixture, project: Project) -> None:
    found = benchmark(lambda: editing.uses(project))
    assert sum(use.codings for use in found.values()) == CODINGS
    benchmark.extra_info["limit_ms"] = 100


def test_merging_a_code_with_its_codings(benchmark: BenchmarkFixture, project: Project) -> None:
    chosen = iter(range(CODES - 1, 200, -1))

    def one() -> None:
        editing.merge_codes(project, code_id=f"c{next(chosen)}", into="c5")

    benchmark.pedantic(one, rounds=20)
    benchmark.extra_info["limit_ms"] = 100


def test_the_passages_of_one_code(benchmark: BenchmarkFixture, project: Project) -> None:
    assert benchmark(lambda: editing.coded_passages(project, code_id="c7"))


def test_reading_a_large_codebook_back_from_its_kept_version(
    benchmark: BenchmarkFixture, content: CodebookContent, tmp_path: Path
) -> None:
    from coder.codebooks import packed, unpacked

    text = packed(replace(content))
    assert len(benchmark(lambda: unpacked(text, "book")).codes) == CODES


def test_filtering_1000_codes(benchmark: BenchmarkFixture, content: CodebookContent) -> None:
    model = CodeTreeModel()
    model.set_tree(CodeTree(content.codes), colours={}, usage={}, codebooks=[content.codebook])
    words = itertools.cycle(["number 9", "nothing like it", "term 77", ""])
    benchmark(lambda: model.set_filter(next(words)))
    benchmark.extra_info["limit_ms"] = 100


def test_the_workspace_opens_with_1000_codes(
    qtbot: QtBot, qapp: QApplication, benchmark: BenchmarkFixture, tmp_path: Path, project: Project
) -> None:
    look = Theme(mode=Mode.LIGHT)
    look.apply(qapp)
    settings = Settings(tmp_path / "settings")
    project.close()
    robot = DeskRobot(qtbot, settings=settings, theme=look).open(project.path)
    robot.desk.places.open("edit_codebook")
    QApplication.processEvents()

    def leave() -> None:
        robot.desk.places.leave("edit_codebook")
        QApplication.processEvents()

    def enter() -> None:
        robot.desk.places.open("edit_codebook")
        robot.desk.places["edit_codebook"].widget.codes.tree.viewport().repaint()

    benchmark.pedantic(enter, setup=leave, rounds=15)
    benchmark.extra_info["limit_ms"] = 100
    robot.window.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")
