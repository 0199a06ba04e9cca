"""Dragging: a code onto a passage, a passage onto a code; and nothing of the text leaves for other programs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coder.domain.span import Span
from coder.gui.look.theme import Theme
from coder.gui.reading.view import CODE_MIME, PASSAGE_MIME, code_mime, dragged_code, dragged_passage, passage_mime
from tests.gui.reading.view.robot import Reader, a_mark, a_page

PAGE = a_page("Rosa 0:09: They moved me to guaranteed hours.", "Amal 0:31: And then it was summer 😀 for everyone.")
ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.LinkAction


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Reader:
    reader = Reader(qtbot)
    reader.open(PAGE)
    return reader


def pull(reader: Reader, data: QMimeData, at: QPoint, *, actions: Qt.DropAction = ACTIONS) -> bool:
    """Drag something over the text and let it go; tell whether it was taken."""
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target = reader.view.viewport()
    QApplication.sendEvent(target, QDragEnterEvent(at, actions, data, buttons, modifiers))
    QApplication.sendEvent(target, QDragMoveEvent(at, actions, data, buttons, modifiers))
    drop = QDropEvent(QPointF(at), actions, data, buttons, modifiers)
    QApplication.sendEvent(target, drop)
    return drop.isAccepted()


def test_a_code_dropped_on_a_turn_goes_on_the_turn(reader: Reader) -> None:
    assert pull(reader, code_mime("peer-learning"), reader.point(reader.span("summer").start))
    turn = PAGE.turns[1]
    assert reader.heard == [("dropped_code", "peer-learning", Span(turn.start, turn.end))]


def test_a_code_dropped_on_the_selection_goes_on_the_selection(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.select_span(span)
    assert pull(reader, code_mime("peer-learning"), reader.point(span.start + 4))
    assert reader.heard == [("dropped_code", "peer-learning", span)]


def test_a_code_dropped_beside_the_selection_goes_on_the_turn_there(reader: Reader) -> None:
    reader.view.select_span(reader.span("guaranteed hours"))
    pull(reader, code_mime("x"), reader.point(reader.span("They").start))
    assert reader.heard[0][2] == Span(PAGE.turns[0].start, PAGE.turns[0].end)


def test_something_else_is_not_taken(reader: Reader) -> None:
    data = QMimeData()
    data.setText("words from elsewhere")
    assert not pull(reader, data, reader.point(3))
    assert reader.heard == []
    assert reader.view.toPlainText() == PAGE.text


def test_while_a_code_is_over_the_text_it_is_shown_where_it_would_go(reader: Reader) -> None:
    before = reader.picture()
    at = reader.point(reader.span("summer").start)
    data = code_mime("x")
    event = QDragMoveEvent(at, ACTIONS, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at, ACTIONS, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(reader.view.viewport(), enter)
    QApplication.sendEvent(reader.view.viewport(), event)
    assert reader.picture() != before
    QApplication.sendEvent(reader.view.viewport(), QDragLeaveEvent())
    assert reader.picture() == before


def test_a_selected_passage_is_carried_as_its_place_only(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    carried: list[QMimeData] = []

    def take(drag: QDrag, *_actions: object) -> Qt.DropAction:
        data = QMimeData()
        for kind in drag.mimeData().formats():
            data.setData(kind, drag.mimeData().data(kind))
        carried.append(data)
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", take)
    span = reader.span("summer 😀 for")
    reader.view.select_span(span)
    start = reader.point(span.start + 2)
    reader.press(start)
    reader.move(start + QPoint(60, 30))
    reader.release(start + QPoint(60, 30))
    assert [data.formats() for data in carried] == [[PASSAGE_MIME]]
    assert dragged_passage(carried[0]) == ("talk", span)
    assert not carried[0].hasText()
    assert reader.view.selected_span() == span


def test_other_programs_are_never_offered_the_words(reader: Reader) -> None:
    reader.view.select_span(reader.span("guaranteed hours"))
    data = reader.view.createMimeDataFromSelection()
    assert not data.hasText()
    assert not data.hasHtml()


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b'{"transcript": "t", "start": 4, "end": 4}', b"\xff", b"null"])
def test_a_broken_passage_is_none(raw: bytes) -> None:
    data = QMimeData()
    data.setData(PASSAGE_MIME, raw)
    assert dragged_passage(data) is None


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe"])
def test_a_broken_code_is_none(raw: bytes) -> None:
    data = QMimeData()
    data.setData(CODE_MIME, raw)
    assert dragged_code(data) is None


def test_what_is_carried_comes_out_as_it_went_in() -> None:
    assert dragged_code(code_mime("gifted-care")) == "gifted-care"
    assert dragged_passage(passage_mime("t", Span(3, 9))) == ("t", Span(3, 9))
    assert dragged_code(passage_mime("t", Span(3, 9))) is None
    assert dragged_passage(code_mime("x")) is None


# -- context menu ------------------------------------------------------------------------------------------


def test_a_menu_on_the_selection_is_about_the_selection(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.set_marks([a_mark("secure", span)])
    reader.view.select_span(span)
    at = reader.point(span.start + 3)
    reader.ask_for_menu(at)
    assert reader.heard == [("context_requested", reader.view.viewport().mapToGlobal(at), span, ("secure",))]


def test_a_menu_elsewhere_is_about_what_is_there(reader: Reader) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("summer"))])
    reader.view.select_span(reader.span("guaranteed hours"))
    reader.ask_for_menu(reader.point(reader.span("summer").start + 2))
    (_, _, span, marks) = reader.heard[0]
    assert (span, marks) == (None, ("secure",))
    assert reader.view.selected_span() is None
    assert abs(reader.view.caret() - reader.span("summer").start - 2) <= 1


def test_a_menu_by_key_is_about_the_caret(reader: Reader) -> None:
    reader.view.set_marks([a_mark("secure", reader.span("summer"))])
    reader.view.set_caret(reader.span("summer").start + 1)
    reader.ask_for_menu(QPoint(0, 0), by_key=True)
    assert reader.heard[0][2:] == (None, ("secure",))


def test_the_right_button_keeps_the_selection(reader: Reader) -> None:
    span = reader.span("guaranteed hours")
    reader.view.select_span(span)
    reader.qtbot.mouseClick(
        reader.view.viewport(), Qt.MouseButton.RightButton, pos=reader.point(reader.span("summer").start)
    )
    assert reader.view.selected_span() == span
