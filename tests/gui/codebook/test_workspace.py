"""The codebook workspace, used in the whole window as a team's codebook editor uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from coder.codebooks import read_codebook, write_codebook
from coder.domain.codebook import CodeKind, CodeStatus
from coder.domain.coding import Coding
from coder.domain.span import Span
from coder.gui.codebook.change_log import ChangeLogDialog
from coder.gui.codebook.publish import PublishDialog
from coder.gui.codebook.redefined import RedefinedDialog
from coder.gui.codebook.split import SplitDialog
from coder.gui.codebook.take_in import TakeInDialog
from coder.gui.look.code_choice import CodeChoiceDialog
from coder.gui.look.theme import Theme
from coder.services.codebook import codebook_editing as editing
from coder.services.codebook import codes, sharing
from coder.services.coding import coding
from coder.services.project import Project, create_project
from coder.services.settings import Settings
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from tests.gui.codebook.robot import Editor
from tests.gui.importing.robot import a_parsed
from tests.helpers.codebooks import a_content


@pytest.fixture
def shared_file(tmp_path: Path) -> Path:
    path = tmp_path / "team.yaml"
    path.write_text(write_codebook(a_content(8)), encoding="utf-8")
    return path


@pytest.fixture
def colleague(tmp_path: Path, shared_file: Path) -> Iterator[Project]:
    project = create_project(tmp_path / "Ben.coder")
    codes.add_codebook(project, file=shared_file)
    sharing.link_file(project, file=shared_file)
    yield project
    project.close()


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme, tmp_path: Path, shared_file: Path) -> Iterator[Editor]:
    project = create_project(tmp_path / "Ana.coder")
    codes.add_codebook(project, file=shared_file)
    sharing.link_file(project, file=shared_file)
    import_transcripts(project, [proposed(a_parsed("A: Where?", "Rosa: I was paid late. The wage came in May."))])
    with project.read() as rows:
        talk = rows.transcripts()[0].id
    for start, end in ((7, 22), (24, 44)):
        coding.apply_code(project, transcript_id=talk, span=Span(start, end), code_id="c2", coder="Ana")
    project.close()
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    settings.values.suggestions_shown = False
    robot = Editor(qtbot, settings=settings, theme=theme)
    robot.open(tmp_path / "Ana.coder")
    yield robot
    robot.window.close()


def test_it_opens_by_its_key_shows_a_code_with_its_passages_and_escape_leaves(editor: Editor) -> None:
    editor.press("Ctrl+Shift+B")
    assert editor.page.isVisible()
    editor.page.codes.choose("c2")
    editor.settle()
    assert editor.page.form._name.text() == "Code 2"
    assert editor.page.passages.texts() == ["I was paid late", "The wage came in May"]
    editor.rest()
    assert "2 codings · 1 transcript · 1 participant" in editor.page.passages._facts.text()
    QTest.keyClick(editor.page, Qt.Key.Key_Escape)
    assert not editor.page.isVisible()
    assert editor.desk.view.hasFocus()


def test_a_field_is_saved_when_it_is_left_and_undone_with_the_usual_key(editor: Editor) -> None:
    editor.enter("c2")
    editor.write("full_definition", "Money for work.")
    assert editor.entry("c2").full_definition == "Money for work."
    editor.write("key_terms", "wage")
    assert editor.entry("c2").key_terms == ("wage",)
    editor.window.actions_table["undo"].trigger()
    editor.window.actions_table["undo"].trigger()
    editor.settle()
    assert editor.entry("c2").full_definition == ""
    assert editor.page.form._texts["full_definition"].toPlainText() == "", "the form follows"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "code 3", "There is a code “Code 3” in this place already"),
        ("colour", "red", "Write it as #2f8f5b"),
    ],
)
def test_what_cannot_be_saved_is_said_above_the_field(editor: Editor, field: str, text: str, said: str) -> None:
    editor.enter("c2")
    editor.write(field, text)
    assert said in editor.page.form._labels[field].text()
    assert editor.entry("c2").name == "Code 2"
    assert editor.entry("c2").colour == ""


def test_domains_that_a_code_counts_for_are_ticked(editor: Editor) -> None:
    editing.edit_code(editor.project, code_id="c0", kind=CodeKind.DOMAIN)
    editor.enter("c3")
    menu = editor.page.form._links.choices()
    (domain,) = [action for action in menu.actions() if action.text() == "Code 0"]
    domain.trigger()
    editor.settle()
    assert [link.target_id for link in editor.desk.session.codebook.tree.links("c3")] == ["c0"]
    assert editor.page.form._links.choice() == "Code 0"
    editor.window.actions_table["undo"].trigger()
    assert editor.desk.session.codebook.tree.links("c3") == []


def test_retiring_and_restoring(editor: Editor) -> None:
    editor.enter("c2")
    editor.push(editor.page.form._retire)
    assert editor.entry("c2").status is CodeStatus.RETIRED
    assert len(editor.codings()) == 2, "codings stay"
    assert editor.page.codes.current_code() == "c2", "it stays in view, softer"
    editor.push(editor.page.form._retire)
    assert editor.entry("c2").status is CodeStatus.ACTIVE


def test_merging_moves_codings_and_is_undone_as_one_step(editor: Editor) -> None:
    def choose(dialog: CodeChoiceDialog) -> None:
        names = [dialog._list.item(row).text() for row in range(dialog._list.count())]
        assert not any(name.startswith("Code 2") for name in names), "not into itself"
        QTest.keyClicks(dialog._filter, "3")
        assert "2 codings will go to “Code 3”" in dialog._effect.text()
        QTest.keyClick(dialog._filter, Qt.Key.Key_Return)

    editor.enter("c2")
    editor.answer(CodeChoiceDialog, choose)
    editor.push(editor.page.form._merge)
    assert {item.code_id for item in editor.codings()} == {"c3"}
    assert editor.entry("c2").merged_into == "c3"
    editor.window.actions_table["undo"].trigger()
    assert {item.code_id for item in editor.codings()} == {"c2"}
    assert editor.entry("c2").merged_into is None
    editor.window.actions_table["redo"].trigger()
    assert {item.code_id for item in editor.codings()} == {"c3"}
    assert editor.entry("c2").merged_into == "c3"


def test_a_code_dropped_onto_another_one_asks_whether_to_move_or_to_merge(editor: Editor) -> None:
    editor.enter("c2")
    menu = editor.drag("c2", onto="c3")
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Move under “Code 3”",
        "Merge into “Code 3”",
        "Cancel",
    ]
    menu.actions()[0].trigger()
    menu.close()
    editor.settle()
    assert editor.entry("c2").parent_id == "c3"


def test_a_code_is_split_by_its_passages(editor: Editor) -> None:
    def choose(dialog: SplitDialog) -> None:
        dialog._name.setText("Late pay")
        dialog._list.item(0).setCheckState(Qt.CheckState.Checked)
        dialog.accept()

    editor.enter("c2")
    editor.answer(SplitDialog, choose)
    editor.push(editor.page.form._split)
    new = next(code for code in editor.desk.session.codebook.tree if code.name == "Late pay")
    by_start = {item.start: item.code_id for item in editor.codings()}
    assert by_start == {7: new.id, 24: "c2"}


def test_key_terms_are_tried_in_context(editor: Editor) -> None:
    editor.enter("c2")
    editor.write("key_terms", "wage")
    editor.push(editor.page.form._terms)
    editor.rest()
    (line,) = editor.page.passages._lines
    assert [span.of(line.text) for span in line.spans] == ["wage"]
    assert "1 passage: wage 1" in editor.page.passages._facts.text()


def test_a_group_is_recoloured_as_one_step(editor: Editor) -> None:
    codes.recolour_code(editor.project, code_id="c1", colour="#aa2222")
    editor.desk.codes.recolour_group("c0", "#2f8f5b")
    assert (editor.entry("c0").colour, editor.entry("c1").colour) == ("#2f8f5b", "")
    editor.window.actions_table["undo"].trigger()
    assert (editor.entry("c0").colour, editor.entry("c1").colour) == ("", "#aa2222")


def test_a_passage_leads_to_its_place_in_the_transcript(editor: Editor) -> None:
    editor.enter("c2")
    line = editor.page.passages._lines[1]
    editor.page.passages.go_requested.emit(line.transcript_id, line.span)
    assert not editor.page.isVisible()
    assert editor.desk.view.caret() == 24


# -- sharing -----------------------------------------------------------------------------------------------


def test_what_is_changed_here_is_published_with_a_reason(editor: Editor, shared_file: Path) -> None:
    def give_reason(dialog: PublishDialog) -> None:
        assert not dialog._publish.isEnabled(), "not without a reason"
        dialog._reason.setText("Clearer")
        dialog.accept()

    editor.enter("c2")
    assert editor.page.standing() == "Shared in team.yaml; the same here and there."
    editor.write("name", "Fair pay")
    editor.rest()
    assert "changed here, not published yet" in editor.page.standing()
    editor.answer(PublishDialog, give_reason)
    editor.push(editor.page.publish)
    editor.rest()
    (entry,) = read_codebook(shared_file).log
    assert (entry.version, entry.editor, entry.why) == ("1.1", "Ana", "Clearer")
    assert editor.page.standing() == "Shared in team.yaml; the same here and there."


def test_a_changed_file_is_noticed_and_taken_in_after_its_conflict_is_decided(
    editor: Editor, colleague: Project
) -> None:
    def decide(dialog: TakeInDialog) -> None:
        assert not dialog._take.isEnabled(), "not before the conflict is decided"
        theirs = next(item for item in dialog.findChildren(QRadioButton) if item.text().startswith("Take theirs"))
        assert "Ben, version 1.1" in theirs.text()
        theirs.click()
        dialog.accept()

    editor.enter("c2")
    editor.write("full_definition", "From Ana.")
    editing.edit_code(colleague, code_id="c2", full_definition="From Ben.")
    codes.add_code(colleague, name="New")
    sharing.publish(colleague, reason="Clearer", editor="Ben")
    editor.desk.places["edit_codebook"].sharing.look()
    editor.rest()
    assert "team.yaml holds version 1.1, not taken in yet; the codebook changed here too" in editor.page.standing()
    editor.answer(TakeInDialog, decide)
    editor.push(editor.page.take_in)
    editor.rest()
    assert editor.entry("c2").full_definition == "From Ben."
    assert any(code.name == "New" for code in editor.desk.session.codebook.tree)
    assert len(editor.codings()) == 2
    assert editor.page.tasks.isVisible(), "the changed definition is something to do"


def test_each_passage_under_an_older_definition_gets_its_verdict(editor: Editor, colleague: Project) -> None:
    def go_through(dialog: RedefinedDialog) -> None:
        texts = [item.text() for item in dialog.findChildren(QPushButton)]
        assert texts.count("Still right") == 2
        where = [label.text() for label in dialog.findChildren(QLabel)]
        assert any(text.endswith("P01 · coded by Ana under version 1.0") for text in where)
        first = next(item for item in dialog.findChildren(QPushButton) if item.text() == "Still right")
        first.click()
        QApplication.processEvents()
        again = next(item for item in dialog.findChildren(QPushButton) if item.text() == "Recode…" and item.isVisible())
        editor.choose_in_dialog("3")
        again.click()
        assert dialog._items == []
        dialog._undo.click()
        assert [len(item.codings) for item in dialog._items] == [1], "a verdict is taken back in the dialog"
        QApplication.processEvents()
        editor.choose_in_dialog("3")
        next(item for item in dialog.findChildren(QPushButton) if item.text() == "Recode…" and item.isVisible()).click()
        dialog.accept()

    editing.edit_code(colleague, code_id="c2", full_definition="Money for work.")
    sharing.publish(colleague, reason="Clearer", editor="Ben")
    sharing.pull(editor.project)
    editor.enter("c2")
    assert editor.page.tasks.text() == "1 older definition…"
    editor.answer(RedefinedDialog, go_through)
    editor.push(editor.page.tasks)
    editor.rest()
    found: dict[int, Coding] = {item.start: item for item in editor.codings()}
    assert (found[7].code_id, found[7].codebook_version) == ("c2", "book 1.1")
    assert found[24].code_id == "c3"
    assert not editor.page.tasks.isVisible()


def test_every_control_has_a_name(editor: Editor) -> None:
    editor.enter("c2")
    nameless: list[str] = []
    kinds: tuple[Callable[..., object], ...] = (QPushButton, QPlainTextEdit)
    for kind in kinds:
        for part in editor.page.findChildren(kind):  # type: ignore[call-overload]
            if part.isVisible() and not part.accessibleName() and not (hasattr(part, "text") and part.text()):
                nameless.append(str(part))
    assert nameless == []


def test_the_codebook_is_exported_and_an_edited_spreadsheet_taken_in(editor: Editor, tmp_path: Path) -> None:
    editor.enter("c2")
    sheet = tmp_path / "codes.csv"
    editor.desk.places["edit_codebook"].sharing.export(sheet)
    assert editor.listener.said[-1] == "Wrote 8 codes to codes.csv."
    editor.desk.places["edit_codebook"].sharing.take_in_spreadsheet(sheet)
    assert "nothing changes" in editor.listener.said[-1]
    sheet.write_text(sheet.read_text(encoding="utf-8-sig").replace("Code 2", "Fair pay"), encoding="utf-8-sig")
    editor.desk.places["edit_codebook"].sharing.take_in_spreadsheet(sheet)
    assert "Take in changes to 1 code?" in editor.listener.asked[-1]
    assert editor.entry("c2").name == "Fair pay"
    editor.desk.places["edit_codebook"].sharing.export(tmp_path / "codes.pdf")
    assert "choose a name that ends in" in editor.listener.problems[-1]


def test_the_change_log_says_who_changed_what_and_why(editor: Editor, colleague: Project) -> None:
    def read(dialog: ChangeLogDialog) -> None:
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        assert any(text.startswith("1.1 · ") and text.endswith(" · Ben") for text in texts)
        assert "Clearer for all" in texts
        dialog.accept()

    codes.rename_code(colleague, code_id="c2", name="Fair pay")
    sharing.publish(colleague, reason="Clearer for all", editor="Ben")
    sharing.pull(editor.project)
    editor.enter("c2")
    editor.answer(ChangeLogDialog, read)
    editor.desk.places["edit_codebook"].sharing.show_log()


def test_the_evidence_is_narrowed_to_what_was_coded_under_an_older_definition(
    editor: Editor, colleague: Project
) -> None:
    with editor.project.read() as rows:
        talk = rows.transcripts()[0].id
    coding.apply_code(editor.project, transcript_id=talk, span=Span(7, 22), code_id="c3", coder="Ana")
    editor.desk.places.open("show_evidence")
    older = editor.desk.places["show_evidence"].widget._filters._older
    assert not older.isVisible(), "nothing is older yet"
    editing.edit_code(colleague, code_id="c2", full_definition="Money for work.")
    sharing.publish(colleague, reason="Clearer", editor="Ben")
    sharing.pull(editor.project)
    editor.desk.places["show_evidence"].controller._refresh()
    assert older.isVisible()
    older.click()
    editor.settle()
    assert {row.code_id for row in editor.desk.places["show_evidence"].widget._table.rows_model.rows} == {"c2"}
