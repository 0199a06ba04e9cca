"""The workspace's form and tree by keys and mouse: place, status, colours, undo from a field, and what Escape does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coder.codebooks import write_codebook
from coder.domain.codebook import CodeStatus
from coder.domain.coding import Direction
from coder.domain.span import Span
from coder.gui.codebook.difference_words import told_change
from coder.gui.codebook.passages import PassageLine
from coder.gui.codebook.split import SplitDialog
from coder.gui.look.theme import Theme
from coder.services.codebook import codebook_editing as editing
from coder.services.codebook import codes
from coder.services.coding import coding
from coder.services.project import create_project
from coder.services.settings import Settings
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from tests.gui.codebook.robot import Editor
from tests.gui.importing.robot import a_parsed
from tests.helpers.codebooks import a_content


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Editor]:
    file = tmp_path / "team.yaml"
    file.write_text(write_codebook(a_content(8)), encoding="utf-8")
    project = create_project(tmp_path / "Ana.coder")
    codes.add_codebook(project, file=file)
    import_transcripts(project, [proposed(a_parsed("A: Where?", "Rosa: I was paid late. The wage came in May."))])
    with project.read() as rows:
        talk = rows.transcripts()[0].id
    coding.apply_code(project, transcript_id=talk, span=Span(7, 22), code_id="c2", coder="Ana")
    project.close()
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    settings.values.suggestions_shown = False
    robot = Editor(qtbot, settings=settings, theme=theme)
    robot.open(tmp_path / "Ana.coder")
    yield robot
    robot.window.close()


def test_a_code_is_put_elsewhere_by_typing_the_name_of_its_new_parent(editor: Editor) -> None:
    editor.enter("c2")
    assert editor.page.form._place.choice() == "At the top"
    editor.choose_in_dialog("code 3")
    editor.push(editor.page.form._place)
    assert editor.entry("c2").parent_id == "c3"
    assert editor.page.form._place.choice() == "Code 3"
    editor.window.actions_table["undo"].trigger()
    assert editor.entry("c2").parent_id is None


def test_a_code_becomes_a_draft_and_retired_codes_stay_in_view_until_they_are_hidden(editor: Editor) -> None:
    editor.enter("c2")
    status = editor.page.form._status
    status.setFocus()
    QTest.keyClick(status, Qt.Key.Key_Down)
    status.activated.emit(status.currentIndex())
    assert editor.entry("c2").status is CodeStatus.DRAFT
    editor.push(editor.page.form._retire)
    assert editor.page.codes.current_code() == "c2"
    editor.page.codes._retired.click()
    assert not editor.page.codes.tree.model().index_of("c2").isValid()
    editor.page.codes._retired.click()
    assert editor.page.codes.tree.model().index_of("c2").isValid()


def test_what_is_wrong_is_said_while_it_is_typed(editor: Editor) -> None:
    editing.edit_code(editor.project, code_id="c3", shortcut="w")
    editor.enter("c2")
    form = editor.page.form
    form._name.setFocus()
    form._name.selectAll()
    QTest.keyClicks(form._name, "CODE 3")
    assert "There is a code “Code 3” in this place already" in form._labels["name"].text()
    form._shortcut.setFocus()
    QTest.keyClicks(form._shortcut, "W")
    assert form._labels["shortcut"].text() == "“W” is the shortcut of “Code 3”"


def test_what_cannot_be_saved_is_not_given_up_without_a_word(editor: Editor) -> None:
    editor.enter("c2")
    form = editor.page.form
    form._name.setFocus()
    form._name.selectAll()
    QTest.keyClicks(form._name, "Code 3")
    editor.page.codes.choose("c5")
    editor.settle()
    assert "“Code 3” was not saved as the name" in editor.listener.problems[-1]
    assert form._name.text() == "Code 5"


def test_escape_gives_up_what_is_typed_and_only_then_leaves(editor: Editor) -> None:
    editor.enter("c2")
    field = editor.page.form._texts["full_definition"]
    field.setFocus()
    QTest.keyClicks(field, "Half a thou")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.toPlainText() == ""
    assert editor.page.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not editor.page.isVisible()


def test_the_undo_key_works_from_within_a_field_that_holds_nothing_new(editor: Editor) -> None:
    editor.enter("c2")
    editor.write("full_definition", "Money for work.")
    assert editor.entry("c2").full_definition == "Money for work."
    editor.press("Ctrl+Z", on=editor.page.form._texts["when_to_use"])
    assert editor.entry("c2").full_definition == ""


def test_a_group_takes_one_colour_from_the_form(editor: Editor) -> None:
    editor.enter("c0")
    form = editor.page.form
    form._offer_colours()
    group = next(action.menu() for action in form._colours.actions() if action.text() == "This code and all below it")
    next(action for action in group.actions() if action.text() == "Teal").trigger()
    colour = editor.entry("c0").colour
    assert colour
    assert editor.desk.session.codebook.colours["c1"] is not None
    assert editor.entry("c1").colour == ""
    editor.window.actions_table["undo"].trigger()
    assert editor.entry("c0").colour == ""


def test_a_code_is_merged_into_its_own_parent_by_dragging(editor: Editor) -> None:
    editor.enter("c1")
    menu = editor.drag("c1", onto="c0")
    assert menu is not None
    under, into = menu.actions()[:2]
    assert not under.isEnabled(), "it is there already"
    into.trigger()
    menu.close()
    assert editor.entry("c1").merged_into == "c0"


def test_a_code_is_never_dropped_onto_one_below_it(editor: Editor) -> None:
    editor.enter("c0")
    assert editor.drag("c0", onto="c1") is None
    assert editor.entry("c0").parent_id is None


def test_the_split_says_at_once_that_a_name_is_taken(editor: Editor) -> None:
    def try_name(dialog: SplitDialog) -> None:
        QTest.keyClicks(dialog._name, "Code 3")
        assert "There is a code “Code 3”" in dialog._label.text()
        assert not dialog._split.isEnabled()
        assert dialog._count.text() == "0 of 1 passages go to the new code"
        dialog.reject()

    editor.enter("c2")
    editor.answer(SplitDialog, try_name)
    editor.push(editor.page.form._split)


def test_f6_goes_round_the_parts_of_the_workspace(editor: Editor) -> None:
    editor.enter("c2")
    editor.page.codes.tree.setFocus()
    seen = []
    for _ in range(4):
        editor.window.actions_table["next_part"].trigger()
        seen.append(editor.focused())
    assert seen == [editor.page.form._name, editor.page.passages._text, editor.page.back, editor.page.codes.tree]


def test_keys_for_passages_do_nothing_to_passages_that_nobody_sees(editor: Editor) -> None:
    editor.put_caret("paid late")
    editor.enter("c2")
    editor.desk.handlers()["supports"]()
    assert [item.direction for item in editor.codings()] == [None]
    editor.desk.places.leave("edit_codebook")
    editor.put_caret("paid late")
    editor.desk.handlers()["supports"]()
    assert [item.direction for item in editor.codings()] == [Direction.SUPPORTS]


def test_finding_leads_back_to_the_transcripts(editor: Editor) -> None:
    editor.enter("c2")
    editor.window.actions_table["find"].trigger()
    assert not editor.page.isVisible()
    assert editor.desk.places["find"].widget.isVisible()


def test_key_terms_that_overlap_are_marked_once(editor: Editor) -> None:
    line = PassageLine("t", Span(0, 12), "Here", "the key safe", spans=(Span(4, 12), Span(8, 12)))
    editor.enter("c2")
    editor.page.passages.show_lines("Tried", "", [line], empty="")
    assert "the key safe" in editor.page.passages._text.toPlainText()
    assert "safesafe" not in editor.page.passages._text.toPlainText()
    QApplication.processEvents()


def test_a_change_is_told_with_names_and_around_what_differs() -> None:
    names = {"c1": "Pay", "c2": "Rest"}
    assert told_change("parent_id", "c1", "", names) == ["place: under “Pay” → at the top"]
    assert told_change("merged_into", "", "c2", names) == ["merged into Rest"]
    assert told_change("key_terms", "a\nb", "b\nc", names) == ["key terms: + c, − a"]
    long = "one two three four five six seven eight nine"
    assert told_change("full_definition", long, long.replace("eight", "8"), names) == [
        "full definition: … four five six seven eight nine → … four five six seven 8 nine"
    ]
