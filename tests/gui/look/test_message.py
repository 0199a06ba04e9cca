"""The window's own box for questions and messages: all of it can be read, and nothing in it is from elsewhere."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

import coder
from coder.gui.look.message import MessageDialog
from coder.gui.look.theme import Theme
from coder.gui.window.window_notifier import WindowNotifier

LONG = "Remove “Interview 12 with the coordinator of the night shelter, second sitting, corrected by hand”?"


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    return window


def _shown(window: QWidget, **more: object) -> MessageDialog:
    box = MessageDialog(LONG, "Its 12 codings go with it.", accept="Remove", parent=window, **more)  # type: ignore[arg-type]
    box.show()
    QApplication.processEvents()
    return box


def test_a_long_heading_is_shown_in_full(window: QWidget) -> None:
    box = _shown(window, reject="Cancel")
    label = next(item for item in box.findChildren(QLabel) if item.text() == LONG)
    assert label.wordWrap()
    assert label.height() >= label.heightForWidth(label.width())
    assert box.fontMetrics().horizontalAdvance(box.windowTitle()) < box.width() / 2
    assert box.rect().contains(label.geometry().translated(label.parentWidget().pos()))
    box.reject()


def test_no_button_and_no_label_has_a_picture(window: QWidget) -> None:
    box = _shown(window, reject="Cancel", details="Traceback")
    assert [item.text() for item in box.findChildren(QAbstractButton) if not item.icon().isNull()] == []
    assert [item for item in box.findChildren(QLabel) if not item.pixmap().isNull()] == []
    box.reject()


def test_qts_own_buttons_have_no_pictures_either(window: QWidget) -> None:
    row = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, window)
    row.show()
    assert all(item.icon().isNull() for item in row.buttons())


@pytest.mark.parametrize(
    ("keys", "dangerous", "agreed"),
    [
        (Qt.Key.Key_Return, False, True),
        (Qt.Key.Key_Return, True, False),
        (Qt.Key.Key_Escape, False, False),
        (Qt.Key.Key_Escape, True, False),
    ],
)
def test_enter_takes_the_safe_answer_and_escape_leaves_everything(
    window: QWidget, keys: Qt.Key, dangerous: bool, agreed: bool
) -> None:
    QTimer.singleShot(0, window, lambda: QTest.keyClick(QApplication.activeModalWidget(), keys))
    assert WindowNotifier(window).ask(LONG, "Really?", yes="Remove", dangerous=dangerous) is agreed


def test_details_are_folded_and_can_be_read(window: QWidget) -> None:
    box = _shown(window, details="Traceback: line 1")
    assert box.details() == "Traceback: line 1"
    assert not box._details.isVisible()
    before = box.height()
    next(item for item in box.findChildren(QAbstractButton) if item.text() == "Details").click()
    QApplication.processEvents()
    assert box._details.isVisible()
    assert box.height() > before
    box.reject()


def test_a_very_long_text_scrolls_and_the_buttons_stay_in_sight(window: QWidget) -> None:
    box = MessageDialog(LONG, "What happens next is told at length. " * 120, accept="Go on", parent=window)
    box.show()
    QApplication.processEvents()
    assert box.height() < 640
    assert box.accept_button.isVisible()
    box.reject()


def test_no_title_bar_has_a_name_in_it_that_would_be_cut() -> None:
    titles = []
    for file in sorted((Path(coder.__file__).parent / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setWindowTitle":
                titles.append((file.name, ast.unparse(node.args[0])))
    # Versions are short; the window itself is as wide as its title needs.
    named = [(file, said) for file, said in titles if "name" in said and file != "main_window.py"]
    assert named == []
    assert len(titles) > 10


def test_nowhere_does_the_window_use_boxes_of_qt() -> None:
    foreign = {"QMessageBox", "QInputDialog", "QErrorMessage", "QProgressDialog"}
    used = []
    for file in sorted((Path(coder.__file__).parent / "gui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name in foreign:
                used.append(f"{file.name}: {name}")
    assert used == []
