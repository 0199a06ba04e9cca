"""How fast a long, densely coded transcript is to read and code: 10,000 words with 2,000 overlapping codings.

Each figure stands beside what a plain text field of Qt needs for the same text in the same run. A frame is the whole
view painted again, margins included, which is more than a change or a scroll by a line asks for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QTextEdit
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from coder.codebooks.file import read_codebook
from coder.domain.codebook import CodeTree
from coder.domain.coding import Direction
from coder.domain.colour import code_colours
from coder.domain.text import laid_out
from coder.gui.look.fonts import reading_font
from coder.gui.look.theme import Mode, Theme
from coder.gui.reading.view import Mark, TranscriptContent, TranscriptView, TurnView
from coder.shipped import codebooks_folder

WORDS, CODINGS = 10_000, 2_000
WIDTH, HEIGHT = 1000, 760
WHEEL = 84
"""Pixels of one notch of a wheel: three lines."""

VOCABULARY = (
    "and the to I a of it was that we in they she you so for with my on but have me had not about there her because"
    " what when home care team hours week people rota visit meeting shared plan paid neighbour lunch trust decided"
    " somebody together difficult cooking garden phone learned listened"
)


@pytest.fixture(scope="module")
def content() -> TranscriptContent:
    """Write 10,000 words in turns of 5 to 150 words, two voices in turn."""
    chance = random.Random(7)
    words, turns = VOCABULARY.split(), list[str]()
    left = WORDS
    while left > 0:
        length = min(left, chance.randint(5, 150))
        left -= length
        turns.append(" ".join(chance.choices(words, k=length)).capitalize() + ".")
    text, spans = laid_out(turns)
    views = tuple(
        TurnView(
            number, span.start, span.end, "Worker 1" if number % 2 else "Interviewer", f"{number}:00", number % 2 == 0
        )
        for number, span in enumerate(spans, start=1)
    )
    return TranscriptContent("long", text, views)


@pytest.fixture(scope="module")
def marks(content: TranscriptContent) -> list[Mark]:
    """Code passages of 5 to 60 words all over the text, so that most places have several codes."""
    chance = random.Random(11)
    file = read_codebook(codebooks_folder() / "outcomes.yaml")
    tree = CodeTree(file.codes, file.links)
    colours, codes = code_colours(tree), list(tree)
    made: list[Mark] = []
    for number in range(CODINGS):
        code, start = chance.choice(codes), chance.randrange(len(content.text) - 400)
        made.append(
            Mark(
                id=str(number),
                start=start,
                end=start + chance.randint(25, 320),
                code_id=code.id,
                label=code.name,
                short_label=code.name[:34],
                colours=colours[code.id],
                direction=chance.choice([None, *Direction]),
            )
        )
    return made


@pytest.fixture
def look(qapp: QApplication) -> Iterator[None]:
    """Dress the application as it is when people use it."""
    theme = Theme(mode=Mode.LIGHT)
    theme.apply(qapp)
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")
    theme.deleteLater()


@pytest.fixture
def view(qtbot: QtBot, look: None) -> TranscriptView:
    """Return an empty view on the screen."""
    result = TranscriptView(font=reading_font())
    show(qtbot, result)
    return result


@pytest.fixture
def plain(qtbot: QtBot, look: None) -> QTextEdit:
    """Return Qt's own text field with the same font and width, as the baseline."""
    result = QTextEdit()
    result.setFont(reading_font())
    result.setReadOnly(True)
    show(qtbot, result)
    return result


def show(qtbot: QtBot, widget: QTextEdit) -> None:
    qtbot.addWidget(widget)
    widget.resize(WIDTH, HEIGHT)
    with qtbot.waitExposed(widget):
        widget.show()
    QApplication.processEvents()


def median_under(benchmark: BenchmarkFixture, milliseconds: float) -> None:
    """Hold the median to its limit, with the limit in the report."""
    benchmark.extra_info["limit_ms"] = milliseconds
    assert benchmark.stats is not None
    assert 1000 * benchmark.stats.stats.median < milliseconds


def scrolling(widget: QTextEdit) -> Callable[[], None]:
    """Return what turns the wheel by a notch and paints, down to the end and from the top again."""
    bar = widget.verticalScrollBar()

    def frame() -> None:
        bar.setValue(bar.value() + WHEEL if bar.value() < bar.maximum() else 0)
        widget.repaint()

    return frame


def test_plain_first_paint(benchmark: BenchmarkFixture, plain: QTextEdit, content: TranscriptContent) -> None:
    def open_it() -> None:
        plain.setPlainText(content.text)
        plain.repaint()

    benchmark.pedantic(open_it, setup=plain.clear, rounds=15, warmup_rounds=2)


def test_first_paint(
    benchmark: BenchmarkFixture, view: TranscriptView, content: TranscriptContent, marks: list[Mark]
) -> None:
    def close_it() -> None:
        view.show_transcript(TranscriptContent("", ""))
        view.repaint()

    def open_it() -> None:
        view.show_transcript(content)
        view.set_marks(marks)
        view.repaint()

    benchmark.pedantic(open_it, setup=close_it, rounds=15, warmup_rounds=2)
    median_under(benchmark, 100)


def test_plain_scroll_frame(benchmark: BenchmarkFixture, plain: QTextEdit, content: TranscriptContent) -> None:
    plain.setPlainText(content.text)
    plain.repaint()
    benchmark.pedantic(scrolling(plain), rounds=200, warmup_rounds=5)


def test_scroll_frame(
    benchmark: BenchmarkFixture, view: TranscriptView, content: TranscriptContent, marks: list[Mark]
) -> None:
    view.show_transcript(content)
    view.set_marks(marks)
    view.repaint()
    benchmark.pedantic(scrolling(view), rounds=200, warmup_rounds=5)
    median_under(benchmark, 16)


@pytest.mark.parametrize("change", ["apply", "remove", "activate"])
def test_one_change_to_repainted(
    benchmark: BenchmarkFixture, view: TranscriptView, content: TranscriptContent, marks: list[Mark], change: str
) -> None:
    view.show_transcript(content)
    view.set_marks(marks)
    view.reveal(marks[0].span)
    view.repaint()
    inside = view.first_visible_position() + 40
    extra = [
        replace(marks[number], id=f"new {number}", start=inside + 9 * number, end=inside + 9 * number + 80)
        for number in range(60)
    ]
    here = iter(extra)
    if change != "apply":
        view.change_marks([], extra)
        view.repaint()

    def act() -> None:
        mark = next(here)
        if change == "apply":
            view.change_marks([], [mark])
        elif change == "remove":
            view.change_marks([mark.id], [])
        else:
            view.set_active_mark(mark.id)
        view.repaint()

    benchmark.pedantic(act, rounds=50, warmup_rounds=3)
    median_under(benchmark, 30)
