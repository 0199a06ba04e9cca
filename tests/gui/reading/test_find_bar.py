"""The find bar: words in, hits out, from hit to hit by keys, and the text is never in the way or moved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coder.domain.span import Span
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Theme
from coder.gui.reading.find_bar import FindBar
from coder.gui.reading.find_hits import HitList
from coder.services.transcripts.transcripts import SearchHit

SHIFT = Qt.KeyboardModifier.ShiftModifier


def a_hit(number: int, transcript: str = "Interview 1") -> SearchHit:
    return SearchHit(
        transcript, transcript, number, Span(100 * number, 100 * number + 4), f"… good care in turn {number} …"
    )


THREE = (a_hit(2), a_hit(5), a_hit(3, "Workshop A"))


class Finding:
    """A person who looks for words."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
        self.qtbot = qtbot
        self.asked: list[str] = []
        self.visited: list[SearchHit] = []
        self.closed = 0
        self.desk = QFrame()
        self.bar = FindBar(theme=theme, icons=icons)
        self.text = QPlainTextEdit("They moved me to guaranteed hours.\n" * 40)
        column = QVBoxLayout(self.desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.text, 1)
        qtbot.addWidget(self.desk)
        self.bar.query_changed.connect(self.asked.append)
        self.bar.hit_activated.connect(self.visited.append)
        self.bar.closed.connect(self._left)
        self.desk.resize(760, 560)
        with qtbot.waitExposed(self.desk):
            self.desk.show()
        self.desk.activateWindow()
        QApplication.processEvents()

    def _left(self) -> None:
        self.closed += 1
        self.text.setFocus()

    def look_for(self, words: str, *hits: SearchHit, start: int = 0) -> None:
        """Type words and be shown hits, as the controller does."""
        self.bar.open()
        self.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self.field, words)
        self.qtbot.waitUntil(lambda: self.asked[-1:] == [words])
        self.bar.show_hits(hits, start=start)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keys"
        QTest.keyClick(target, key, modifier)
        QApplication.processEvents()

    def click(self, part: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=at or part.rect().center())
        QApplication.processEvents()

    @property
    def field(self) -> QLineEdit:
        return self.bar.findChild(QLineEdit)

    @property
    def list(self) -> HitList:
        return self.desk.findChild(HitList)

    @property
    def rows(self) -> QListView:
        return self.list.view

    def tool(self, name: str) -> QToolButton:
        return next(tool for tool in self.bar.findChildren(QToolButton) if tool.accessibleName() == name)

    def listed(self) -> bool:
        return self.list.isVisible()


@pytest.fixture
def finding(qtbot: QtBot, theme: Theme, icons: IconSet) -> Finding:
    return Finding(qtbot, theme, icons)


def test_typing_asks_once_when_the_fingers_rest(finding: Finding, qtbot: QtBot) -> None:
    finding.look_for("care", *THREE)
    qtbot.wait(150)
    assert finding.asked == ["care"]


def test_hits_are_listed_while_typing_and_counted(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    assert finding.listed()
    assert finding.bar.count_text() == "3 turns"
    assert finding.bar.current() is None
    spoken = finding.rows.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Workshop A, turn 3: … good care in turn 3 …"


def test_one_hit_is_one_turn(finding: Finding) -> None:
    finding.look_for("care", a_hit(2))
    assert finding.bar.count_text() == "1 turn"


def test_enter_and_shift_enter_go_round_the_hits_and_the_field_keeps_the_keys(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.press(Qt.Key.Key_Return)
    assert finding.bar.count_text() == "1 of 3"
    finding.press(Qt.Key.Key_Return)
    finding.press(Qt.Key.Key_Return)
    finding.press(Qt.Key.Key_Return)
    finding.press(Qt.Key.Key_Return, SHIFT)
    assert finding.visited == [THREE[0], THREE[1], THREE[2], THREE[0], THREE[2]]
    assert finding.bar.current() == THREE[2]
    assert finding.field.hasFocus()


def test_the_first_step_begins_where_one_is_reading(finding: Finding) -> None:
    finding.look_for("care", *THREE, start=1)
    finding.bar.next()
    finding.look_for("cares", *THREE, start=1)
    finding.bar.previous()
    assert finding.visited == [THREE[1], THREE[0]]


def test_enter_before_the_pause_asks_at_once(finding: Finding) -> None:
    finding.bar.query_changed.connect(lambda _words: finding.bar.show_hits(THREE))
    finding.bar.open()
    QTest.keyClicks(finding.field, "care")
    finding.press(Qt.Key.Key_Return)
    assert finding.asked == ["care"]
    assert finding.visited == [THREE[0]]


def test_the_list_folds_away_when_one_goes_to_a_hit_and_comes_back(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.press(Qt.Key.Key_Return)
    assert not finding.listed(), "the text with the hit must be seen"
    finding.click(finding.field)
    assert finding.listed()
    assert finding.list.current == 0


def test_down_goes_into_the_list_and_enter_to_its_hit(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.press(Qt.Key.Key_Down)
    assert finding.rows.hasFocus()
    finding.press(Qt.Key.Key_Down)
    assert finding.visited == [], "walking the list goes nowhere yet"
    finding.press(Qt.Key.Key_Return)
    assert finding.visited == [THREE[1]]
    assert finding.bar.count_text() == "2 of 3"
    assert finding.field.hasFocus(), "Enter goes on to the next hit from there"


def test_up_from_the_first_hit_goes_back_to_the_field(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.press(Qt.Key.Key_Down)
    finding.press(Qt.Key.Key_Up)
    assert finding.field.hasFocus()


def test_a_click_on_a_listed_hit_goes_to_it(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.click(finding.rows.viewport(), finding.rows.visualRect(finding.rows.model().index(2, 0)).center())
    assert finding.visited == [THREE[2]]


def test_the_buttons_do_what_the_keys_do(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.click(finding.tool("Next hit"))
    finding.click(finding.tool("Previous hit"))
    assert finding.visited == [THREE[0], THREE[2]]
    finding.click(finding.tool("Close find"))
    assert finding.closed == 1


def test_the_list_never_moves_the_text_and_folds_when_one_reads_on(finding: Finding) -> None:
    finding.bar.open()
    QApplication.processEvents()
    before = finding.text.geometry()
    finding.look_for("care", *THREE)
    assert finding.text.geometry() == before
    assert finding.list.geometry().top() >= finding.bar.geometry().bottom()
    assert finding.desk.rect().contains(finding.list.geometry())
    finding.text.setFocus()
    QApplication.processEvents()
    assert not finding.listed()


def test_the_list_fits_into_a_narrow_and_low_window(finding: Finding) -> None:
    finding.desk.resize(420, 200)
    QApplication.processEvents()
    finding.look_for("care", *(a_hit(number) for number in range(50)))
    assert finding.desk.rect().contains(finding.list.geometry())


@pytest.mark.parametrize("place", ["field", "list"])
def test_escape_closes_and_returns_to_the_text(finding: Finding, place: str) -> None:
    finding.look_for("care", *THREE)
    if place == "list":
        finding.press(Qt.Key.Key_Down)
    finding.press(Qt.Key.Key_Escape)
    assert finding.closed == 1
    assert not finding.bar.isVisible()
    assert not finding.listed()
    assert finding.text.hasFocus()


def test_opening_again_looks_for_the_same_words_again(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.press(Qt.Key.Key_Escape)
    finding.bar.open()
    assert finding.asked == ["care", "care"]
    assert finding.field.selectedText() == "care", "typing replaces them"


def test_opening_with_words_looks_for_them(finding: Finding, qtbot: QtBot) -> None:
    finding.bar.open("guaranteed hours")
    qtbot.wait(150)
    assert finding.asked == ["guaranteed hours"]


def test_nothing_found_is_said_and_nothing_can_be_stepped_through(finding: Finding) -> None:
    finding.look_for("zebra")
    assert finding.bar.count_text() == "Not found"
    assert not finding.listed()
    assert not finding.tool("Next hit").isEnabled()
    finding.press(Qt.Key.Key_Return)
    assert finding.visited == []


def test_an_empty_field_says_nothing(finding: Finding, qtbot: QtBot) -> None:
    finding.look_for("care", *THREE)
    finding.field.clear()
    qtbot.waitUntil(lambda: finding.asked[-1] == "")
    finding.bar.show_hits(())
    assert finding.bar.count_text() == ""


def test_more_hits_than_are_shown_are_admitted(finding: Finding) -> None:
    finding.look_for("the")
    finding.bar.show_hits(THREE, truncated=True)
    assert finding.bar.count_text() == "3+ turns"
    finding.bar.next()
    assert finding.bar.count_text() == "1 of 3+"


def test_the_current_hit_stays_current_when_a_transcript_is_added(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.bar.next()
    finding.bar.next()
    finding.bar.show_hits((a_hit(1, "Interview 0"), *THREE))
    assert finding.bar.current() == THREE[1]
    assert finding.bar.count_text() == "3 of 4"
    assert not finding.listed(), "nobody asked for the list"


def test_every_control_has_a_name_and_is_reached_by_tab(finding: Finding) -> None:
    finding.look_for("care", *THREE)
    finding.bar.next()
    reached = []
    for _ in range(4):
        reached.append(QApplication.focusWidget())
        finding.press(Qt.Key.Key_Tab)
    assert [part.accessibleName() for part in reached] == [
        "Words to find in all transcripts",
        "Previous hit",
        "Next hit",
        "Close find",
    ]


def test_it_is_painted_in_both_looks(finding: Finding, theme: Theme) -> None:
    finding.look_for("care", *THREE)
    bottom = finding.list.rect().center() + QPoint(finding.list.width() // 3, 0)
    assert finding.list.grab().toImage().pixelColor(bottom).lightness() > 200
    theme.set_mode(Mode.DARK)
    assert finding.list.grab().toImage().pixelColor(bottom).lightness() < 60
