"""A key decides on the passage that is shown as its target, at the end of a long transcript as in its first lines."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.coding import Coding
from coder.domain.span import Span
from coder.domain.transcript import SpeakerRole
from coder.gui.coding.palette.palette import CodePalette
from coder.gui.look.theme import Theme
from coder.gui.suggestions.passages import controller as finding
from coder.services.codebook import codebook_editing, codes
from coder.services.sample import build_sample, sample_folder
from coder.services.settings import Settings
from coder.services.transcripts.import_plan import SpeakerPlan
from coder.services.transcripts.importing import import_transcripts, look_at
from tests.helpers.desk import DeskRobot

LONG = "A long interview"
REPEATED = 6
"""How often the sample's interview is said in it: some 95,000 characters."""
SOON_MS = 3000


def press_and_hold(widget: QWidget, key: Qt.Key, text: str, *, repeats: int) -> None:
    """Hold a key down: the system presses it again and again, and says so."""
    QTest.keyPress(widget, key)
    for _ in range(repeats):
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, True, 1)
            event.setAccepted(False)
            QApplication.sendEvent(widget, event)
        QApplication.processEvents()
    QTest.keyRelease(widget, key)
    QApplication.processEvents()


@pytest.fixture(scope="module")
def project_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    said = (sample_folder() / "Interview 01 care worker.txt").read_text("utf-8")
    (folder / "long.txt").write_text("\n\n".join([said] * REPEATED), "utf-8")
    path = folder / "Sample.coder"
    project = build_sample(path, coder="Ana")
    speakers = (
        SpeakerPlan(label="Imogen Sharrow", role=SpeakerRole.INTERVIEWER),
        SpeakerPlan(label="Dawn Tullivar", role=SpeakerRole.PARTICIPANT, participant="Dawn"),
    )
    import_transcripts(project, [replace(look_at(folder / "long.txt"), name=LONG, speakers=speakers)])
    project.close()
    return path


class Evaluator(DeskRobot):
    """Works on the long transcript with suggestions."""

    def __init__(self, qtbot: QtBot, *, settings: Settings, theme: Theme, path: Path) -> None:
        super().__init__(qtbot, settings=settings, theme=theme)
        self.open(path)
        self.waits_for(lambda: self.desk.engine.engine is not None, longest=60_000)
        with self.desk.session.project.read() as rows:
            long = next(key for key, name in rows.transcript_names().items() if name == LONG)
        self.desk.reading.open(long)
        self.desk.view.setFocus()
        self.settle()

    def waits_for(self, condition: Callable[[], object], *, longest: int = SOON_MS) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=longest)

    def talk(self) -> list[Span]:
        """Return the longer turns of the person who is interviewed."""
        detail = self.desk.reading.detail
        assert detail is not None
        return [turn.span for turn in detail.turns if not detail.role_of(turn).asks and turn.end - turn.start > 200]

    def takes(self, span: Span) -> Span:
        """Select a passage at once, as with the mouse."""
        self.desk.view.select_span(span)
        self.settle()
        selected = self.desk.view.selected_span()
        assert selected is not None
        return selected

    def offered(self) -> list[str]:
        return [card.key for card in self.desk.suggestions._list.cards]

    def target(self) -> Span:
        """Return the passage that the cards are about."""
        passage = self.desk.suggesting._passage
        assert passage is not None
        return passage.span

    def sees_offers_for(self, span: Span) -> None:
        self.waits_for(lambda: self.offered() and self.target() == span)

    def new(self, before: list[Coding]) -> list[Span]:
        known = {item.id for item in before}
        return [item.span for item in self.codings() if item.id not in known]


@pytest.fixture
def evaluator(
    qtbot: QtBot, theme: Theme, project_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Evaluator]:
    monkeypatch.setattr(finding, "GO_AFTER_MS", 5)
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    path = Path(shutil.copy(project_file, tmp_path / "Pilot.coder"))
    person = Evaluator(qtbot, settings=settings, theme=theme, path=path)
    yield person
    person.window.close()


def telling(evaluator: Evaluator) -> list[Span]:
    """Return passages for which codes are suggested, from the first lines to the last."""
    spans = evaluator.talk()
    engine = evaluator.desk.engine.engine
    assert engine is not None
    found = engine.suggest([span.of(evaluator.text) for span in spans], top=1)
    return [span for span, some in zip(spans, found, strict=True) if some]


def test_suggestions_come_at_once_wherever_one_reads(evaluator: Evaluator) -> None:
    spans = telling(evaluator)
    assert spans[-1].start > 75_000
    for span in random.Random(11).sample(spans, 6) + spans[-2:]:
        begun = time.monotonic()
        evaluator.sees_offers_for(evaluator.takes(span))
        assert time.monotonic() - begun < 2, "they came late"


def test_the_caret_at_the_end_of_the_transcript_brings_suggestions_too(evaluator: Evaluator) -> None:
    spans = telling(evaluator)
    for span in (spans[-1], spans[-3]):
        evaluator.desk.view.set_caret(span.start)
        evaluator.waits_for(lambda start=span.start: evaluator.offered() and evaluator.target().start == start)


def test_cards_of_another_passage_vanish_at_once_and_a_key_does_nothing_to_it(evaluator: Evaluator) -> None:
    spans, before = telling(evaluator), evaluator.codings()
    first, last = spans[0], spans[-1]
    for here, there in ((first, last), (last, first), (first, spans[1])):
        evaluator.sees_offers_for(evaluator.takes(here))
        evaluator.desk.view.select_span(there)
        assert evaluator.offered() == [], "the cards of the passage that was left are still there"
        QTest.keyClick(evaluator.desk.view, Qt.Key.Key_A)
        QTest.keyClick(evaluator.desk.view, Qt.Key.Key_R)
        QTest.keyClick(evaluator.desk.view, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
        assert evaluator.new(before) == []
        with evaluator.desk.session.project.read() as rows:
            assert rows.decisions() == []
        assert "looked up" in evaluator.listener.said[-1]
        evaluator.sees_offers_for(evaluator.desk.view.selected_span())
    evaluator.press("A", on=evaluator.desk.view)
    assert evaluator.new(before) == [evaluator.desk.view.selected_span()]


def test_nine_lines_down_and_accept_at_once_leaves_the_passage_before_alone(evaluator: Evaluator) -> None:
    span = telling(evaluator)[2]
    evaluator.desk.view.set_caret(span.start)
    evaluator.waits_for(evaluator.offered)
    before, left = evaluator.codings(), evaluator.target()
    lines = 0
    while lines < 9 or evaluator.desk.view.caret() < left.end:
        QTest.keyClick(evaluator.desk.view, Qt.Key.Key_Down)
        lines += 1
    QTest.keyClick(evaluator.desk.view, Qt.Key.Key_A)
    evaluator.settle()
    assert all(not made.overlaps(left) for made in evaluator.new(before))


def test_whatever_is_done_between_a_verdict_lands_on_the_selection(evaluator: Evaluator) -> None:
    spans, chance = telling(evaluator), random.Random(5)
    for _ in range(25):
        span = evaluator.takes(chance.choice(spans))
        if chance.random() < 0.5:
            evaluator.qtbot.wait(chance.choice((1, 60, 121, 200)))
        else:
            evaluator.waits_for(lambda: evaluator.offered() or not evaluator.desk.suggesting._waiting)
        before = evaluator.codings()
        act = chance.choice(("A", "R", "Shift+A", "undo", "off and on"))
        if act == "undo":
            evaluator.press("Ctrl+Z", on=evaluator.desk.view)
        elif act == "off and on":
            evaluator.press("F8", on=evaluator.desk.view)
            evaluator.press("A", on=evaluator.desk.view)
            evaluator.press("F8", on=evaluator.desk.view)
        else:
            evaluator.press(act, on=evaluator.desk.view)
        assert set(evaluator.new(before)) <= {span}
    assert evaluator.listener.problems == []


def test_a_card_that_took_another_ones_place_by_itself_is_not_decided_unseen(evaluator: Evaluator) -> None:
    suggesting, before = evaluator.desk.suggesting, evaluator.codings()
    engine = evaluator.desk.engine.engine
    assert engine is not None
    spans = telling(evaluator)
    several = engine.suggest([span.of(evaluator.text) for span in spans], top=3)
    span = next(span for span, found in zip(spans, several, strict=True) if len(found) > 1)
    evaluator.sees_offers_for(evaluator.takes(span))
    suggesting._found = suggesting._found[1:]  # As after learning: the first is another one.
    suggesting._changed_by_itself()
    evaluator.press("A", on=evaluator.desk.view)
    assert evaluator.new(before) == []
    assert "just changed" in evaluator.listener.said[-1]
    evaluator.qtbot.wait(300)
    evaluator.press("A", on=evaluator.desk.view)
    assert evaluator.new(before) == [span]


def test_a_held_key_decides_once_on_a_card(evaluator: Evaluator) -> None:
    before = evaluator.codings()
    evaluator.sees_offers_for(evaluator.takes(telling(evaluator)[-1]))
    evaluator.desk.suggestions.focus_list()
    focused = QApplication.focusWidget()
    assert focused is not evaluator.desk.view
    press_and_hold(focused, Qt.Key.Key_A, "a", repeats=20)
    assert len(evaluator.new(before)) == 1
    evaluator.press("A", on=QApplication.focusWidget())
    assert len(evaluator.new(before)) == 2, "a new press takes the next card"


def test_the_second_half_of_a_double_click_decides_nothing(evaluator: Evaluator) -> None:
    before = evaluator.codings()
    evaluator.sees_offers_for(evaluator.takes(telling(evaluator)[-1]))
    card = evaluator.desk.suggestions._list.current
    accept = next(each for each in card.findChildren(QPushButton) if each.accessibleName() == "Accept")
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    evaluator.settle()
    card = evaluator.desk.suggestions._list.current
    accept = next(each for each in card.findChildren(QPushButton) if each.accessibleName() == "Accept")
    middle = QPointF(accept.rect().center())
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        button = Qt.MouseButton.LeftButton
        down = button if kind is QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, middle, accept.mapToGlobal(middle), button, down, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(accept, event)
    assert len(evaluator.new(before)) == 1


def test_keys_that_decide_do_not_repeat_in_the_text(evaluator: Evaluator) -> None:
    """A test cannot press as the system does; Qt keeps repeated presses from actions that do not want them."""
    repeating = {action.objectName() for action in evaluator.desk.view.actions() if action.autoRepeat()}
    assert repeating == {
        *("next_coding", "next_suggestion", "longer_end", "shorter_end", "earlier_start", "later_start"),
    }


def test_a_held_key_decides_on_one_found_passage(evaluator: Evaluator) -> None:
    desk, before = evaluator.desk, evaluator.codings()
    desk.places.open("find_passages", "trusting-teams")
    evaluator.waits_for(lambda: desk.places["find_passages"].widget.list.found.rows, longest=60_000)
    press_and_hold(desk.places["find_passages"].widget.list, Qt.Key.Key_A, "a", repeats=12)
    assert len(evaluator.new(before)) == 1
    press_and_hold(desk.places["find_passages"].widget.list, Qt.Key.Key_R, "r", repeats=12)
    with desk.session.project.read() as rows:
        assert len(rows.decisions()) == 2


def test_picking_another_code_codes_the_selection_and_not_what_was_shown_before(evaluator: Evaluator) -> None:
    spans, before = telling(evaluator), evaluator.codings()
    evaluator.sees_offers_for(evaluator.takes(spans[0]))
    there = evaluator.takes(spans[-1])
    evaluator.press("P", on=evaluator.desk.view)
    assert evaluator.desk.findChild(CodePalette).isVisible()
    evaluator.type("social meal")
    evaluator.press("Return")
    assert evaluator.new(before) == [there]


def test_cards_go_with_what_they_were_about(evaluator: Evaluator) -> None:
    desk, span = evaluator.desk, telling(evaluator)[-1]
    evaluator.sees_offers_for(evaluator.takes(span))
    evaluator.press("Ctrl+PageUp", on=desk.view)
    assert evaluator.offered() == [], "the transcript is another one"
    evaluator.press("Ctrl+PageDown", on=desk.view)
    evaluator.sees_offers_for(evaluator.takes(span))

    # A code that means something else, or is not in use any more, is not offered on the old one's reasons.
    code_id, project = evaluator.offered()[0], desk.session.project
    desk.session.do(lambda: codebook_editing.edit_code(project, code_id=code_id, short_definition="Something else."))
    assert code_id not in evaluator.offered()
    desk.session.do(project.undo)
    evaluator.waits_for(lambda: code_id in evaluator.offered(), longest=60_000)
    desk.session.do(lambda: codes.delete_code(project, code_id=code_id))
    assert code_id not in evaluator.offered()


def test_an_undone_coding_is_quoted_no_more(evaluator: Evaluator) -> None:
    desk, spans = evaluator.desk, telling(evaluator)
    text = spans[-1].of(evaluator.text)
    alike = [span for span in evaluator.talk() if span.of(evaluator.text) == text]
    assert len(alike) == REPEATED, "it is said several times"
    evaluator.sees_offers_for(evaluator.takes(alike[0]))
    evaluator.press("A", on=desk.view)
    here = desk.reading.transcript_id
    made = next(item for item in evaluator.codings() if item.span == alike[0] and item.transcript_id == here)
    engine = desk.engine.engine
    desk.engine._learn()
    evaluator.waits_for(lambda: desk.engine.engine is not engine, longest=60_000)
    evaluator.takes(alike[1])

    def quoted() -> bool:
        return any(reason.source == made.id for item in desk.suggesting._open() for reason in item.reasons)

    evaluator.waits_for(quoted)
    learned = desk.engine.engine
    evaluator.press("Ctrl+Z", on=desk.view)
    # Undoing goes to what was undone; the passage that is said alike is read again.
    evaluator.sees_offers_for(evaluator.takes(alike[1]))
    assert desk.engine.engine is learned, "it is still the engine that learned from it"
    assert not quoted()
    labels = [label for card in desk.suggestions._list.cards for label in card._reasons.labels if label.isVisible()]
    assert not any(label.text().startswith("Coded alike") and text[:20] in label.text() for label in labels)
    evaluator.press("Ctrl+Y", on=desk.view)
    evaluator.takes(alike[1])
    evaluator.waits_for(quoted)


def test_a_direction_after_accepting_is_that_of_the_code_just_accepted(evaluator: Evaluator) -> None:
    known = {item.id for item in evaluator.codings()}
    evaluator.sees_offers_for(evaluator.takes(telling(evaluator)[-1]))
    for _ in range(2):
        evaluator.press("A", on=evaluator.desk.view)
        newest = [item.id for item in evaluator.codings() if item.id not in known]
        assert len(newest) == 1
        known.update(newest)
        active = evaluator.desk.coding.active
        assert active is not None
        assert active.id == newest[0]
    evaluator.press("+", on=evaluator.desk.view)
    assert [item.id for item in evaluator.codings() if item.direction and item.id in newest] == newest
