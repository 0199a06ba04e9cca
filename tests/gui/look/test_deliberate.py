"""One press decides once: a key that is held and the second half of a double click do nothing more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.codebook_diff import FieldChange
from coder.domain.coding import Coding
from coder.domain.span import Span
from coder.gui.codebook.redefined import RedefinedDialog
from coder.gui.look.deliberate import once_per_press, presses
from coder.gui.look.theme import Theme
from coder.services.codebook.codebook_editing import CodedPassage
from coder.services.coding.redefined import Redefined
from tests.helpers.builders import a_code

NO_KEYS = Qt.KeyboardModifier.NoModifier


def tell(widget: QWidget, kind: QEvent.Type, key: Qt.Key, text: str, at: int, *, repeated: bool = False) -> QKeyEvent:
    event = QKeyEvent(kind, key, NO_KEYS, text, repeated, 1)
    event.setTimestamp(at)
    event.setAccepted(False)
    QApplication.sendEvent(widget, event)
    return event


class Recorder(QTextEdit):
    """Notes which keys reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.setReadOnly(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.heard.append(event.text() or Qt.Key(event.key()).name)


@pytest.fixture
def text(qtbot: QtBot) -> Recorder:
    widget = Recorder()
    qtbot.addWidget(widget)
    once_per_press(widget)
    return widget


def test_a_held_key_reaches_once_when_the_system_says_that_it_is_held(text: Recorder) -> None:
    tell(text, QEvent.Type.KeyPress, Qt.Key.Key_A, "a", 100)
    for at in (700, 740, 780):
        tell(text, QEvent.Type.KeyRelease, Qt.Key.Key_A, "a", at, repeated=True)
        taken = tell(text, QEvent.Type.ShortcutOverride, Qt.Key.Key_A, "a", at, repeated=True)
        assert taken.isAccepted(), "no action may take it"
        tell(text, QEvent.Type.KeyPress, Qt.Key.Key_A, "a", at, repeated=True)
    assert text.heard == ["a"]


def test_a_held_key_reaches_once_when_the_system_tells_releases_and_presses(text: Recorder) -> None:
    tell(text, QEvent.Type.KeyPress, Qt.Key.Key_A, "a", 100)
    for at in (700, 740, 780):
        tell(text, QEvent.Type.KeyRelease, Qt.Key.Key_A, "a", at)
        tell(text, QEvent.Type.KeyPress, Qt.Key.Key_A, "a", at)
    tell(text, QEvent.Type.KeyRelease, Qt.Key.Key_A, "a", 800)
    assert text.heard == ["a"]
    tell(text, QEvent.Type.KeyPress, Qt.Key.Key_A, "a", 830)
    assert text.heard == ["a", "a"], "a new press counts, however quick"


def test_keys_that_move_go_on_while_they_are_held(text: Recorder) -> None:
    for at in (100, 140, 180):
        tell(text, QEvent.Type.KeyPress, Qt.Key.Key_Down, "", at, repeated=at > 100)
    assert text.heard == ["Key_Down"] * 3


def test_quick_presses_all_count(qtbot: QtBot, text: Recorder) -> None:
    done: list[int] = []
    action = QAction("Accept", text)
    action.setShortcut("A")
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.setAutoRepeat(False)
    action.triggered.connect(lambda: done.append(1))
    text.addAction(action)
    text.show()
    qtbot.waitUntil(text.isVisible)
    text.activateWindow()
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    for _ in range(3):
        QTest.keyClick(text, Qt.Key.Key_A)
    assert len(done) == 3


def test_a_button_is_not_pressed_by_the_second_half_of_a_double_click(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    button = QPushButton("Accept")
    QVBoxLayout(holder).addWidget(button)
    once_per_press(button, keys=presses)
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    middle = QPointF(button.rect().center())
    for kind, down in (
        (QEvent.Type.MouseButtonDblClick, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        place = button.mapToGlobal(middle)
        QApplication.sendEvent(button, QMouseEvent(kind, middle, place, Qt.MouseButton.LeftButton, down, NO_KEYS))
    assert pressed == [1]


@pytest.mark.parametrize("hold", ["said", "unsaid"])
def test_a_held_enter_says_of_one_older_definition_that_it_is_right(qtbot: QtBot, theme: Theme, hold: str) -> None:
    code = a_code("c1", name="Pay")
    codings = [
        Coding(id=f"k{at}", transcript_id="t", code_id="c1", coder_id="ab", start=at, end=at + 1, created_at="")
        for at in range(6)
    ]
    told: list[str] = []
    dialog = RedefinedDialog(passages=lambda _code: [_passage(coding) for coding in codings], coders={"ab": "Ana"})
    qtbot.addWidget(dialog)

    def show() -> None:
        left = tuple(coding for coding in codings if coding.id not in told)
        change = FieldChange("short_definition", "Money.", "Wages.")
        dialog.show_items([Redefined(code, "outcomes 1.0", (change,), left)] if left else [])

    def right(ids: list[str]) -> None:
        told.extend(ids)
        show()

    dialog.still_right.connect(right)
    show()
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    first = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Still right")
    first.setFocus()
    focused = dialog.focusWidget
    tell(focused(), QEvent.Type.KeyPress, Qt.Key.Key_Return, "\r", 100)
    assert told == ["k0"]
    for at in (700, 740, 780):
        tell(focused(), QEvent.Type.KeyRelease, Qt.Key.Key_Return, "\r", at, repeated=hold == "said")
        tell(focused(), QEvent.Type.KeyPress, Qt.Key.Key_Return, "\r", at, repeated=hold == "said")
    assert told == ["k0"]
    tell(focused(), QEvent.Type.KeyRelease, Qt.Key.Key_Return, "\r", 800)
    tell(focused(), QEvent.Type.KeyPress, Qt.Key.Key_Return, "\r", 900)
    assert told == ["k0", "k1"]


def _passage(coding: Coding) -> CodedPassage:
    return CodedPassage(coding.id, "t", "Talk", "Rosa", f"Passage {coding.id}", Span(coding.start, coding.end), "b 1.0")
