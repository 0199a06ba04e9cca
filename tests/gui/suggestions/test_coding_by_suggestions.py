"""An evaluator at the whole window, with the real engine: codes one transcript, reviews the next, closes a gap."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from coder.domain.coding import Coding, Origin
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Verdict
from coder.gui.look.theme import Theme
from coder.gui.suggestions import hits
from coder.gui.suggestions.panel.reason_list import ReasonLabel
from coder.gui.suggestions.passages import controller as finding
from coder.services.codebook import codebook_editing
from coder.services.sample import build_sample
from coder.services.settings import Settings
from coder.services.suggestions.reviewing import ReviewItem
from coder.services.transcripts import transcripts
from tests.helpers.desk import DeskRobot

GAP = "reduced-paid-care"
"""An outcome of the sample for which passages are looked for."""


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


class Evaluator(DeskRobot):
    """Sits at the desk with suggestions."""

    def __init__(self, qtbot: QtBot, *, settings: Settings, theme: Theme, path: Path) -> None:
        super().__init__(qtbot, settings=settings, theme=theme)
        self.open(path)
        self.waits_for(lambda: self.desk.engine.engine is not None)

    def waits_for(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=60_000)

    def decisions(self) -> list[Decision]:
        with self.desk.session.project.read() as rows:
            return rows.decisions()

    def marks_complete(self) -> None:
        """Tick that the coding of the open transcript is finished."""
        box = next(item for item in self.desk.header.findChildren(QCheckBox) if item.isVisible())
        self.click(box, box.rect().center() - box.rect().center() + box.rect().topLeft() + box.rect().center() / 4)

    def reviews(self) -> ReviewItem:
        """Begin the review of the open transcript, and return the first suggestion."""
        self.press("F9", on=self.desk.view)
        self.waits_for(lambda: self.desk.places["review"].controller.current is not None)
        return self.at_hand()

    def at_hand(self) -> ReviewItem:
        item = self.desk.places["review"].controller.current
        assert item is not None, "nothing is under review"
        return item

    def decides(self, key: str) -> None:
        self.press(key, on=self.desk.view)

    def progress(self) -> tuple[int, int]:
        words = self.desk.places["review"].widget.progress().split(" ")
        return int(words[0]), int(words[2])

    def card(self) -> list[str]:
        """Return what can be read on the card under review."""
        labels = self.desk.places["review"].widget.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def finds(self, code_id: str) -> int:
        """Look for passages for a code, and return how many there are."""
        self.desk.places.open("find_passages", code_id)
        self.waits_for(lambda: self.desk.places["find_passages"].widget.list.found.rows)
        return len(self.desk.places["find_passages"].widget.list.found.rows)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    result = Settings(tmp_path / "settings")
    result.values.coder = "Ana"
    return result


@pytest.fixture
def evaluator(
    qtbot: QtBot, settings: Settings, theme: Theme, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Evaluator]:
    monkeypatch.setattr(hits, "DWELL_MS", 30)
    monkeypatch.setattr(hits, "COUNT_AFTER_MS", 30)
    monkeypatch.setattr(finding, "GO_AFTER_MS", 5)
    path = Path(shutil.copy(sample_file, tmp_path / "Pilot.coder"))
    person = Evaluator(qtbot, settings=settings, theme=theme, path=path)
    yield person
    person.window.close()


@pytest.fixture
def ready(evaluator: Evaluator) -> Evaluator:
    """The first transcript is complete, and the second one is open."""
    evaluator.marks_complete()
    evaluator.press("Ctrl+PageDown", on=evaluator.desk.view)
    assert evaluator.desk.header.title() == "Interview 02: care owner and daughter"
    return evaluator


def test_a_day_with_suggestions_from_the_first_coding_to_undoing_everything(evaluator: Evaluator) -> None:
    desk, before = evaluator.desk, {item.id for item in evaluator.codings()}
    evaluator.code("I'm getting paid for standing here", "secure liv")

    # Whole transcripts are not reviewed before one is complete, and the panel says so.
    evaluator.press("Ctrl+PageDown", on=desk.view)
    evaluator.press("F9", on=desk.view)
    assert desk.places["review"].widget.texts()[0] == "Not yet"
    assert "marked complete" in desk.places["review"].widget.texts()[1]
    evaluator.press("F9", on=desk.view)
    evaluator.press("Ctrl+PageUp", on=desk.view)
    evaluator.marks_complete()
    evaluator.press("Ctrl+PageDown", on=desk.view)

    # One suggestion after the other, each with its reasons, in the real text.
    item = evaluator.reviews()
    decided, total = evaluator.progress()
    assert (decided, total > 3) == (0, True)
    assert any(text.startswith(("Key terms:", "Coded alike:", "Learned:", "Words")) for text in evaluator.card())
    mark = desk.view.page.marks.get("offer")
    assert mark is not None
    assert (mark.span, mark.hollow) == (item.passage.span, True)
    assert not any("%" in text for text in evaluator.card()), "78 codings are too few for percentages"

    evaluator.decides("A")
    added = [coding for coding in evaluator.codings() if coding.id not in before and coding.origin is Origin.SUGGESTED]
    assert [(coding.code_id, coding.span) for coding in added] == [(item.suggestion.code_id, item.passage.span)]
    assert evaluator.progress() == (1, total)
    refused = evaluator.at_hand()
    evaluator.decides("R")
    assert evaluator.progress() == (2, total)
    later = evaluator.at_hand()
    evaluator.decides("K")
    assert evaluator.progress() == (2, total)
    assert evaluator.at_hand() != later
    assert desk.places["review"].controller.queue.left[-1].suggestion == later.suggestion

    # It goes on where it was left.
    here = evaluator.at_hand().passage.span
    evaluator.press("F9", on=desk.view)
    assert desk.suggestions.isVisible()
    assert evaluator.reviews().passage.span == here
    assert evaluator.progress() == (2, total)
    evaluator.press("F9", on=desk.view)

    # The hit rate moved, and it is seen where and how.
    evaluator.press("Ctrl+Shift+T", on=desk.view)
    evaluator.waits_for(lambda: desk.places["trust"].widget.table.lines_model.lines)
    evaluator.waits_for(lambda: "1 of" in desk.places["trust"].widget.standing())
    lines = {line.code.code_id: line.code for line in desk.places["trust"].widget.table.lines_model.lines}
    assert lines[item.suggestion.code_id].accepted == 1
    assert lines[refused.suggestion.code_id].rejected == 1
    evaluator.press("Escape", on=desk.places["trust"].widget.table)
    assert desk.view.isVisible()

    # A gap is closed: two passages at once, as one step.
    usage = desk.session.usage.get(GAP, 0)
    evaluator.finds(GAP)
    rows = desk.places["find_passages"].widget.list
    evaluator.press("Space", on=rows)
    evaluator.press("Down", on=rows)
    evaluator.press("Space", on=rows)
    assert desk.places["find_passages"].widget.count_text().endswith("2 ticked")
    assert desk.session.usage.get(GAP, 0) == usage, "ticking codes nothing"
    evaluator.click(desk.places["find_passages"].widget._accept)
    assert desk.session.usage[GAP] == usage + 2
    evaluator.press("Ctrl+Z", on=desk.view)
    assert desk.session.usage.get(GAP, 0) == usage

    # Everything can be taken back.
    for _ in range(20):
        evaluator.press("Ctrl+Z", on=desk.view)
    assert {coding.id for coding in evaluator.codings()} == before
    assert evaluator.decisions() == []
    assert evaluator.listener.problems == []


def test_undo_brings_the_suggestion_back_to_be_decided_again(ready: Evaluator) -> None:
    item, codings = ready.reviews(), len(ready.codings())
    ready.decides("A")
    assert len(ready.codings()) == codings + 1
    ready.press("Ctrl+Z", on=ready.desk.view)
    assert len(ready.codings()) == codings
    assert ready.at_hand() == item
    assert ready.progress()[0] == 0
    ready.decides("R")
    assert [decision.verdict for decision in ready.decisions()] == [Verdict.REJECTED]


def test_the_passage_is_changed_by_keys_and_by_a_selection_before_it_is_accepted(ready: Evaluator) -> None:
    item = ready.reviews()
    ready.press("Alt+Left", on=ready.desk.view)
    mark = ready.desk.view.page.marks.get("offer")
    assert mark is not None
    assert mark.span.start == item.passage.span.start
    assert mark.span.end < item.passage.span.end
    assert any(text.startswith("Codes “") for text in ready.card())
    ready.decides("A")
    made = max(ready.codings(), key=lambda coding: coding.origin is Origin.SUGGESTED)
    assert made.span == mark.span
    assert ready.decisions()[-1].span == item.passage.span

    following = ready.at_hand()
    wanted = Span(following.passage.span.start, following.passage.span.start + 12)
    ready.desk.view.select_span(wanted)
    ready.settle()
    selected = ready.desk.view.selected_span()
    ready.decides("A")
    assert selected in [coding.span for coding in ready.codings() if coding.origin is Origin.SUGGESTED]


def test_nothing_is_decided_on_a_passage_that_is_not_looked_at(ready: Evaluator) -> None:
    item, view = ready.reviews(), ready.desk.view
    codings, far = len(ready.codings()), Span(len(ready.text) - 60, len(ready.text) - 10)
    if item.passage.span.start > len(ready.text) // 2:
        far = Span(10, 60)

    def select_elsewhere() -> None:
        view.select_span(far)

    def scroll_away() -> None:
        view.verticalScrollBar().setValue(0 if far.start < 100 else view.verticalScrollBar().maximum())
        assert not view.sees(item.passage.span)

    for leave in (select_elsewhere, scroll_away):
        for key in ("A", "R", "K", "P"):
            leave()
            ready.decides(key)
            assert (len(ready.codings()), ready.decisions()) == (codings, [])
            assert ready.listener.said[-1].startswith("Back at the passage under review")
            assert view.sees(item.passage.span)
    ready.decides("A")
    assert len(ready.codings()) == codings + 1


def test_another_code_is_put_on_the_passage_and_the_suggested_one_is_refused(ready: Evaluator) -> None:
    item = ready.reviews()
    ready.decides("P")
    ready.type("social meal")
    ready.press("Return")
    assert "social-meals" in ready.coded(item.passage.span)
    assert [(one.code_id, one.verdict) for one in ready.decisions()] == [(item.suggestion.code_id, Verdict.REJECTED)]
    ready.press("Ctrl+Z", on=ready.desk.view)
    assert ready.coded(item.passage.span) == [] or "social-meals" not in ready.coded(item.passage.span)
    assert ready.at_hand() == item


def test_back_shows_what_was_decided_and_decides_nothing_twice(ready: Evaluator) -> None:
    item = ready.reviews()
    ready.decides("A")
    ready.decides("B")
    assert ready.at_hand() == item
    assert "Accepted" in ready.card()
    codings = len(ready.codings())
    ready.decides("A")
    ready.decides("R")
    assert len(ready.codings()) == codings
    ready.decides("J")
    assert ready.at_hand() != item


def test_a_passage_that_was_coded_alike_is_shown_and_the_review_waits(ready: Evaluator) -> None:
    ready.reviews()
    desk = ready.desk
    for _ in range(40):
        links = [label for label in desk.places["review"].widget.findChildren(ReasonLabel) if label.leads_somewhere]
        if any(label.isVisible() for label in links):
            break
        ready.decides("J")
    else:
        pytest.skip("No suggestion of the sample resembles a coded passage.")
    item, codings = ready.at_hand(), len(ready.codings())
    link = next(label for label in links if label.isVisible())
    with desk.session.project.read() as rows:
        source = rows.get(Coding, link._source)
    assert source is not None
    assert source.code_id == item.suggestion.code_id
    ready.click(link)
    assert desk.reading.transcript_id == source.transcript_id
    if source.transcript_id != item.passage.transcript_id:
        ready.decides("A")
        assert len(ready.codings()) == codings, "nothing is decided on a passage that is not seen"
    assert desk.reading.transcript_id == item.passage.transcript_id
    assert ready.at_hand() == item


def test_what_interviewers_say_is_never_suggested(ready: Evaluator) -> None:
    ready.reviews()
    desk = ready.desk
    project = desk.session.project
    listed = [item.transcript.id for item in transcripts.summaries(project)]
    detail = {item: transcripts.detail(project, item) for item in listed}
    found = [item.passage for item in desk.places["review"].controller.queue.given]
    ready.finds("trusting-teams")
    found += [row.item.passage for row in desk.places["find_passages"].widget.list.found.rows]
    assert len(found) > 20
    for passage in found:
        turn = detail[passage.transcript_id].turn_at(passage.span.start)
        assert turn is not None
        assert not detail[passage.transcript_id].role_of(turn).asks


def test_a_refused_suggestion_stays_away_until_the_code_means_something_else(ready: Evaluator) -> None:
    desk = ready.desk
    ready.finds("trusting-teams")
    row = desk.places["find_passages"].widget.list.found.rows[0]
    ready.press("R", on=desk.places["find_passages"].widget.list)
    assert row.key not in {other.key for other in desk.places["find_passages"].widget.list.found.rows}
    desk.places["find_passages"].controller.search()
    ready.waits_for(lambda: not desk.places["find_passages"].controller._waiting)
    assert row.key not in {other.key for other in desk.places["find_passages"].widget.list.found.rows}
    engine, project = desk.engine.engine, desk.session.project
    code = desk.session.codebook.tree["trusting-teams"]
    desk.session.do(
        lambda: codebook_editing.edit_code(
            project, code_id=code.id, short_definition=f"{code.short_definition} As a team."
        )
    )
    ready.waits_for(lambda: desk.engine.engine is not engine)
    assert len(ready.decisions()) == 1, "a codebook edit keeps every decision"
    desk.places["find_passages"].controller.search()
    ready.waits_for(lambda: not desk.places["find_passages"].controller._waiting)
    assert row.key in {other.key for other in desk.places["find_passages"].widget.list.found.rows}


def test_found_passages_are_gone_to_and_decided_by_one_key(ready: Evaluator) -> None:
    desk = ready.desk
    count = ready.finds("trusting-teams")
    ready.waits_for(desk.places["find_passages"].widget.list.hasFocus)
    row = desk.places["find_passages"].widget.list.current()
    assert row is not None
    ready.waits_for(lambda: desk.reading.transcript_id == row.item.passage.transcript_id)
    ready.waits_for(lambda: desk.view.page.marks.get("offer") is not None)
    assert desk.view.page.marks.get("offer").span == row.item.passage.span
    ready.press("A", on=desk.places["find_passages"].widget.list)
    assert "trusting-teams" in [coding.code_id for coding in ready.codings() if coding.span == row.item.passage.span]
    assert len(desk.places["find_passages"].widget.list.found.rows) == count - 1
    ready.press("Ctrl+Z", on=desk.places["find_passages"].widget.list)
    assert len(desk.places["find_passages"].widget.list.found.rows) == count
    ready.press("Escape", on=desk.places["find_passages"].widget.list)
    assert not desk.places["find_passages"].widget.isVisible()
    assert desk.view.hasFocus()


def test_found_passages_of_a_transcript_that_was_removed_go_with_it(ready: Evaluator) -> None:
    desk = ready.desk
    ready.finds("trusting-teams")
    rows = desk.places["find_passages"].widget.list.found.rows
    gone = rows[0].item.passage.transcript_id
    assert {row.item.passage.transcript_id for row in rows} != {gone}
    desk.session.do(lambda: transcripts.remove_transcript(desk.session.project, transcript_id=gone))
    assert gone not in {row.item.passage.transcript_id for row in desk.places["find_passages"].widget.list.found.rows}
    ready.press("A", on=desk.places["find_passages"].widget.list)
    assert ready.listener.problems == []
    ready.press("Ctrl+Z", on=desk.view)
    ready.press("Ctrl+Z", on=desk.view)
    assert gone in {row.item.passage.transcript_id for row in desk.places["find_passages"].widget.list.found.rows}


def test_the_code_trees_menu_and_the_key_lead_to_finding_passages(ready: Evaluator) -> None:
    desk = ready.desk
    menu = desk.codebook.menu_for(GAP)
    next(action for action in menu.actions() if action.text().startswith("Find passages")).trigger()
    assert desk.places["find_passages"].controller.code_id == GAP
    desk.places.leave("find_passages")
    ready.press("Ctrl+Shift+F", on=desk.view)
    ready.type("social meal")
    ready.press("Return")
    ready.waits_for(lambda: desk.places["find_passages"].controller.code_id == "social-meals")


def test_a_code_that_is_switched_off_is_not_offered_and_back_again(ready: Evaluator) -> None:
    desk = ready.desk
    code_id = ready.reviews().suggestion.code_id
    ready.press("F9", on=desk.view)
    ready.press("Ctrl+Shift+T", on=desk.view)
    ready.waits_for(lambda: desk.places["trust"].widget.table.lines_model.lines)
    desk.places["trust"].widget.table.choose(code_id)
    never = desk.places["trust"].widget.offers.segments[2]
    ready.qtbot.mouseClick(never, Qt.MouseButton.LeftButton)
    ready.waits_for(lambda: code_id in desk.hits.muted)
    ready.press("Escape", on=desk.places["trust"].widget.table)
    ready.reviews()
    assert code_id not in {item.suggestion.code_id for item in desk.places["review"].controller.queue.given}
    ready.press("Ctrl+Z", on=desk.view)
    ready.waits_for(lambda: code_id not in desk.hits.muted)


def test_the_status_bar_says_what_was_learned_from(ready: Evaluator) -> None:
    assert any(re.fullmatch(r"Suggestions: codebook and \d+ codings", text) for text in ready.status())
    ready.press("F8", on=ready.desk.view)
    assert "Suggestions: off" in ready.status()
