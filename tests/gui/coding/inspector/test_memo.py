"""A memo is never lost, whatever happens to the coding beside which it is written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction
from coder.gui.coding.inspector import CodingCard
from coder.gui.look.icons import IconSet
from coder.gui.look.memo import MOST_LINES
from coder.gui.look.theme import Theme
from tests.gui.coding.inspector.robot import Here, a_card


@pytest.fixture
def here(qtbot: QtBot, theme: Theme, icons: IconSet) -> Here:
    return Here(qtbot, theme, icons)


def test_m_goes_to_the_memo_and_what_is_typed_goes_into_it(here: Here) -> None:
    here.see(a_card("rota", memo="Rota"))
    here.panel.focus_list()
    here.types("m")
    here.types(" + more")
    assert here.memo.toPlainText() == "Rota + more"
    assert here.heard.wishes == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_saves_and_goes_back_to_the_text(here: Here, key: Qt.Key) -> None:
    here.see(a_card("rota"))
    here.write("Ask again.")
    here.key(key, Qt.KeyboardModifier.ControlModifier)
    assert here.heard.wishes == [("memo_edited", "rota", "Ask again."), ("left",)]


def test_escape_saves_too(here: Here) -> None:
    here.see(a_card("rota"))
    here.write("Ask again.")
    here.key(Qt.Key.Key_Escape)
    assert here.heard.wishes == [("memo_edited", "rota", "Ask again."), ("left",)]


def test_enter_alone_begins_a_new_line(here: Here) -> None:
    here.see(a_card("rota"))
    here.write("one")
    here.key(Qt.Key.Key_Return)
    here.types("two")
    assert here.memo.toPlainText() == "one\ntwo"


def test_leaving_the_field_saves(here: Here) -> None:
    here.see(a_card("rota"))
    here.write("Ask again.")
    here.key(Qt.Key.Key_Tab)
    assert here.heard.wishes == [("memo_edited", "rota", "Ask again.")]


def test_a_memo_that_was_not_changed_is_not_saved(here: Here) -> None:
    here.see(a_card("rota", memo="As it was"))
    here.panel.focus_memo()
    here.key(Qt.Key.Key_Tab)
    assert here.heard.wishes == []


def test_an_emptied_memo_is_saved_as_empty(here: Here) -> None:
    here.see(a_card("rota", memo="old"))
    here.panel.focus_memo()
    here.memo.selectAll()
    here.key(Qt.Key.Key_Delete)
    here.key(Qt.Key.Key_Tab)
    assert here.heard.wishes == [("memo_edited", "rota", "")]


@pytest.mark.parametrize("after", [(), ("meals",), ("rota", "meals")])
def test_it_is_told_before_another_coding_is_shown(here: Here, after: tuple[str, ...]) -> None:
    here.see(a_card("rota"))
    here.write("half a tho")
    here.see(*(a_card(key) for key in after), active=after[-1] if after else None)
    assert here.heard.of("memo_edited") == [("rota", "half a tho")]


def test_a_click_on_another_coding_saves_it(here: Here) -> None:
    here.see(a_card("rota"), a_card("meals"), active="rota")
    here.write("half a tho")
    here.click(here.card("meals"))
    assert here.heard.wishes == [("memo_edited", "rota", "half a tho"), ("activated", "meals")]
    here.click(here.card("rota"))
    assert here.memo.toPlainText() == "half a tho"


@pytest.mark.parametrize("control", ["Supports", "Described", "Change code", "Remove"])
def test_it_is_saved_before_anything_else_is_done_to_its_coding(here: Here, control: str) -> None:
    here.see(a_card("rota"))
    here.write("half a tho")
    here.press(control)
    assert here.heard.wishes[0] == ("memo_edited", "rota", "half a tho")
    assert len(here.heard.wishes) == 2


def test_showing_the_same_coding_anew_does_not_disturb_the_writing(here: Here) -> None:
    here.see(a_card("rota", memo="Rota"))
    here.write(" no")
    here.see(a_card("rota", memo="Rota", direction=Direction.MIXED))
    here.types("w")
    assert here.memo.toPlainText() == "Rota now"
    assert here.heard.wishes == []


def test_a_memo_changed_elsewhere_is_shown(here: Here) -> None:
    here.see(a_card("rota", memo="first"))
    here.see(a_card("rota", memo="undone"))
    assert here.memo.toPlainText() == "undone"


def test_whoever_saves_may_show_the_codings_anew_at_once(here: Here) -> None:
    memos = {"rota": "", "meals": ""}

    def cards() -> list[CodingCard]:
        return [a_card(key, memo=memo) for key, memo in memos.items()]

    def save(key: str, memo: str) -> None:
        memos[key] = memo
        here.panel.show_codings(cards(), "meals")

    here.panel.memo_edited.connect(save)
    here.see(*cards(), active="rota")
    here.write("kept")
    here.see(*cards(), active="meals")
    assert memos == {"rota": "kept", "meals": ""}
    assert here.card("meals").is_current
    assert here.card("rota").accessibleName() == "Rota, memo: kept"


def test_the_application_can_save_what_is_being_written(here: Here) -> None:
    here.see(a_card("rota"))
    here.write("half a tho")
    here.panel.save_memo()
    here.panel.save_memo()
    assert here.heard.of("memo_edited") == [("rota", "half a tho")]


def test_the_field_grows_with_the_memo_up_to_a_limit(here: Here) -> None:
    here.see(a_card("rota"))
    heights = []
    for lines in (1, 2, 5, MOST_LINES, MOST_LINES + 20):
        here.see(a_card("rota", memo="\n".join(["line"] * lines)))
        heights.append(here.memo.height())
    assert heights[0] < heights[1] < heights[2] < heights[3] == heights[4]


def test_a_long_line_wraps_and_the_field_grows(here: Here) -> None:
    here.see(a_card("rota", memo="word"))
    low = here.memo.height()
    here.see(a_card("rota", memo="word " * 60))
    assert here.memo.height() > 2 * low
