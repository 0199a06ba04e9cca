"""The evidence table: every coding as a row that leads back to its passage, narrowed by filters, by mouse and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.codebook import CodeTree
from coder.domain.coding import Direction
from coder.domain.evidence import EvidenceFilter
from coder.gui.evidence.rows import Column
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Theme
from tests.gui.evidence.robot import Evidence, a_row, has_keys
from tests.helpers.builders import a_framework

# The offscreen platform says so when a list or menu drops.

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PAID = a_row("paid", time="9:59")
LATE = a_row(
    "late",
    passage="Nobody told us\nuntil the Friday.",
    direction="challenges",
    strength="anecdotal",
    participant="Winifred; Dawn",
    stakeholder_group="Care owner; Family member",
    transcript="Interview 10",
    time="10:05",
    memo="=1+1",
)
LUNCH = a_row(
    "lunch", code_id="gifted-care", code="Gifted care", direction="", strength="", time="", transcript="Interview 2"
)


@pytest.fixture
def evidence(qtbot: QtBot, theme: Theme, icons: IconSet) -> Evidence:
    person = Evidence(qtbot, theme, icons, tree=a_framework())
    person.see(PAID, LATE, LUNCH)
    return person


# -- the rows ------------------------------------------------------------------------------------------------------


def test_the_heading_counts_people_and_groups_not_only_mentions(evidence: Evidence) -> None:
    assert evidence.dock.count_text() == "3 rows · 3 participants · 3 groups"
    evidence.see(PAID)
    assert evidence.dock.count_text() == "1 row · 1 participant · 1 group"


def test_a_click_anywhere_on_a_row_goes_to_its_passage(evidence: Evidence) -> None:
    evidence.click(1)
    evidence.click(2, column=Column.CODER)
    assert evidence.visited == ["late", "lunch"]


def test_gathering_rows_with_ctrl_or_shift_goes_nowhere(evidence: Evidence) -> None:
    evidence.click(0)
    evidence.click(2, CONTROL)
    assert evidence.visited == ["paid"]
    assert evidence.selected() == ["paid", "lunch"]
    evidence.click(1, SHIFT)
    assert evidence.visited == ["paid"]


def test_the_keys_walk_the_rows_and_enter_goes_to_the_passage(evidence: Evidence) -> None:
    evidence.dock.focus_table()
    assert evidence.selected() == ["paid"]
    evidence.press(Qt.Key.Key_Down)
    assert evidence.visited == []
    evidence.press(Qt.Key.Key_Return)
    evidence.press(Qt.Key.Key_End)
    evidence.press(Qt.Key.Key_Enter)
    evidence.press(Qt.Key.Key_Home)
    evidence.press(Qt.Key.Key_Return)
    assert evidence.visited == ["late", "lunch", "paid"]


def test_tab_leaves_the_table(evidence: Evidence) -> None:
    evidence.dock.focus_table()
    evidence.press(Qt.Key.Key_Backtab, SHIFT)
    assert not has_keys(evidence.table)


def test_a_passage_is_on_one_line_and_whole_in_its_tooltip(evidence: Evidence) -> None:
    cell = evidence.table.model().index(1, Column.PASSAGE)
    assert cell.data() == "Nobody told us until the Friday."
    assert "Nobody told us<br>until the Friday." in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_text_from_a_transcript_is_never_taken_for_markup(evidence: Evidence) -> None:
    evidence.see(replace(PAID, passage="I said <b>no</b> & left", memo="<img src=x>"))
    tips = [evidence.table.model().index(0, column).data(Qt.ItemDataRole.ToolTipRole) for column in Column]
    assert any("I said &lt;b&gt;no&lt;/b&gt; &amp; left" in (tip or "") for tip in tips)
    assert not any("<img" in (tip or "") for tip in tips)


def test_a_screen_reader_hears_what_each_cell_is(evidence: Evidence) -> None:
    model = evidence.table.model()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(1, Column.DIRECTION).data(spoken) == "Direction: challenges"
    assert model.index(2, Column.DIRECTION).data(spoken) == "Direction: none"


def test_ctrl_c_copies_the_selected_rows_as_a_spreadsheet_takes_them(evidence: Evidence) -> None:
    evidence.click(1)
    evidence.click(2, CONTROL)
    evidence.press(Qt.Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[:3] for line in lines] == [
        ["Peer learning", "Nobody told us until the Friday.", "challenges"],
        ["Gifted care", "What lunch says.", ""],
    ]
    assert {len(line.split("\t")) for line in lines} == {len(Column)}
    assert lines[0].endswith("\t'=1+1"), "a formula must not run where the rows are pasted"


def test_the_context_menu_opens_on_the_current_row_by_key(evidence: Evidence) -> None:
    evidence.dock.focus_table()
    evidence.press(Qt.Key.Key_End)
    QApplication.sendEvent(evidence.table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = evidence.dock.findChild(QMenu)
    said = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert said == [
        "Go to the passage",
        "Copy row",
        "Mark as reviewed",
        "Mark as to discuss",
        "Mark as not reviewed",
        "Show only “Gifted care”",
    ]
    menu.actions()[0].trigger()
    menu.actions()[-1].trigger()
    menu.hide()
    assert evidence.visited == ["lunch"]
    assert evidence.filters[-1].code_id == "gifted-care"


# -- order ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (Column.TIME, ["paid", "late", "lunch"]),
        (Column.TRANSCRIPT, ["paid", "lunch", "late"]),
        (Column.DIRECTION, ["paid", "late", "lunch"]),
        (Column.STRENGTH, ["late", "paid", "lunch"]),
        (Column.CODE, ["lunch", "paid", "late"]),
        (Column.MEMO, ["late", "paid", "lunch"]),
    ],
    ids=lambda value: value.name.lower() if isinstance(value, Column) else "",
)
def test_a_click_on_a_heading_sorts_as_people_expect(evidence: Evidence, column: Column, order: list[str]) -> None:
    evidence.click_heading(column)
    assert evidence.rows() == order


def test_a_second_click_turns_the_order_and_a_third_restores_it(evidence: Evidence) -> None:
    evidence.click_heading(Column.TRANSCRIPT)
    evidence.click_heading(Column.TRANSCRIPT)
    assert evidence.rows() == ["late", "lunch", "paid"]
    evidence.click_heading(Column.TRANSCRIPT)
    assert evidence.rows() == ["paid", "late", "lunch"]


def test_sorting_keeps_the_selection_on_its_row(evidence: Evidence) -> None:
    evidence.click(1)
    evidence.click_heading(Column.CODE)
    assert evidence.selected() == ["late"]


# -- staying in step -----------------------------------------------------------------------------------------------


def test_a_refresh_keeps_selection_order_and_keys(evidence: Evidence) -> None:
    evidence.click_heading(Column.TRANSCRIPT)
    evidence.click(2)
    evidence.click(0, CONTROL)
    evidence.see(a_row("new", transcript="Interview 0"), replace(PAID, memo="asked again"), LATE, LUNCH)
    assert evidence.rows() == ["new", "paid", "lunch", "late"]
    assert evidence.selected() == ["paid", "late"]
    evidence.press(Qt.Key.Key_Return)
    assert evidence.visited[-1] == "paid", "the row that had the keys keeps them"


def test_a_refresh_keeps_the_place_in_a_long_table(evidence: Evidence) -> None:
    many = [a_row(f"row {number}") for number in range(200)]
    evidence.see(*many)
    evidence.table.verticalScrollBar().setValue(1500)
    evidence.see(*many[:150], replace(many[150], memo="changed"), *many[151:])
    assert evidence.table.verticalScrollBar().value() == 1500


def test_nothing_is_selected_when_the_selected_coding_is_removed(evidence: Evidence) -> None:
    evidence.click(1)
    evidence.see(PAID, LUNCH)
    assert evidence.selected() == []


def test_keys_are_not_lost_when_the_last_row_goes(evidence: Evidence) -> None:
    evidence.dock.focus_table()
    evidence.see()
    assert has_keys(evidence.dock)


# -- filters -------------------------------------------------------------------------------------------------------


def test_each_filter_narrows_by_keys_alone(evidence: Evidence) -> None:
    evidence.choose("Transcript", "Workshop A")
    evidence.choose("Stakeholder group", "Care worker")
    evidence.choose("Direction", "Challenges")
    evidence.choose("Coder", "CD")
    assert evidence.filters[-1] == EvidenceFilter(
        transcript_id="workshop-a", group="Care worker", direction=Direction.CHALLENGES, coder_id="cd"
    )


def test_those_whose_group_nobody_entered_can_be_found(evidence: Evidence) -> None:
    evidence.choose("Stakeholder group", "No group")
    assert evidence.filters[-1].group == ""


def test_a_code_is_found_by_part_of_its_name(evidence: Evidence) -> None:
    evidence.box("Code").setFocus()
    evidence.types("g")
    assert has_keys(evidence.codes), "typing opens the list"
    evidence.types("ift")
    assert evidence.offered_codes() == ["Gifted care"]
    evidence.press(Qt.Key.Key_Return)
    assert evidence.filters[-1] == EvidenceFilter(code_id="gifted-care")
    assert evidence.box("Code").currentText() == "Gifted care"
    assert has_keys(evidence.box("Code"))


def test_the_whole_code_tree_can_be_walked_with_the_arrow_keys(evidence: Evidence) -> None:
    evidence.box("Code").setFocus()
    evidence.press(Qt.Key.Key_Down)
    assert evidence.offered_codes()[:4] == ["All codes", "Growth", "Learning", "Well-being"]
    for _ in range(2):
        evidence.press(Qt.Key.Key_Down)
    evidence.press(Qt.Key.Key_Return)
    assert evidence.filters[-1].code_id == "learning"
    evidence.press(Qt.Key.Key_Down)
    for _ in range(2):
        evidence.press(Qt.Key.Key_Up)
    evidence.press(Qt.Key.Key_Return)
    assert evidence.filters[-1] == EvidenceFilter()


def test_escape_leaves_the_code_filter_as_it_was(evidence: Evidence) -> None:
    evidence.box("Code").setFocus()
    evidence.types("gift")
    evidence.press(Qt.Key.Key_Escape)
    assert evidence.filters == []
    assert not evidence.codes.isVisible()


def test_enter_on_a_name_that_no_code_has_changes_nothing(evidence: Evidence) -> None:
    evidence.box("Code").setFocus()
    evidence.types("zzz")
    evidence.press(Qt.Key.Key_Return)
    assert evidence.offered_codes() == []
    assert evidence.filters == []


def test_codes_below_can_be_left_out(evidence: Evidence) -> None:
    assert not evidence.is_offered("and below")
    evidence.dock.narrow_to_code("growth")
    evidence.push("and below")
    assert evidence.filters == [
        EvidenceFilter(code_id="growth"),
        EvidenceFilter(code_id="growth", with_descendants=False),
    ]


def test_asking_for_a_code_hides_none_of_its_evidence(evidence: Evidence) -> None:
    evidence.choose("Direction", "Mixed")
    evidence.dock.narrow_to_code("peer-learning")
    assert evidence.filters[-1] == EvidenceFilter(code_id="peer-learning")


def test_filters_are_cleared_at_once_and_the_keys_stay_in_the_dock(evidence: Evidence) -> None:
    assert not evidence.is_offered("Clear filters")
    evidence.choose("Direction", "Mixed")
    evidence.choose("Coder", "CD")
    told = len(evidence.filters)
    evidence.button("Clear filters").setFocus()
    evidence.press(Qt.Key.Key_Space)
    assert evidence.filters[told:] == [EvidenceFilter()]
    assert not evidence.is_offered("Clear filters")
    assert has_keys(evidence.dock)


def test_what_was_chosen_stays_chosen_when_the_choices_change(evidence: Evidence) -> None:
    evidence.choose("Transcript", "Workshop A")
    told = list(evidence.filters)
    evidence.offer(a_framework(), transcripts={"new": "Interview 0", "workshop-a": "Workshop A, morning"})
    assert evidence.filters == told
    assert evidence.box("Transcript").currentText() == "Workshop A, morning"


@pytest.mark.parametrize("gone", ["code", "transcript"])
def test_a_filter_on_something_that_is_gone_goes_too(evidence: Evidence, gone: str) -> None:
    if gone == "code":
        evidence.dock.narrow_to_code("gifted-care")
        left = a_framework()
        evidence.offer(CodeTree([code for code in left if code.id != "gifted-care"]))
    else:
        evidence.choose("Transcript", "Workshop A")
        evidence.offer(a_framework(), transcripts={"interview-1": "Interview 1"})
    assert evidence.filters[-1] == EvidenceFilter()


def test_rolling_the_wheel_over_a_filter_changes_nothing(evidence: Evidence, qtbot: QtBot) -> None:
    box = evidence.box("Direction")
    box.setFocus()
    centre = box.rect().center()
    event = QWheelEvent(
        QPointF(centre),
        QPointF(box.mapToGlobal(centre)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert evidence.filters == []


# -- empty, export, looks ------------------------------------------------------------------------------------------


def test_an_empty_table_says_how_rows_come_about(evidence: Evidence) -> None:
    evidence.see()
    assert "No evidence yet" in evidence.texts()
    assert any("Ctrl+K" in text for text in evidence.texts())
    assert not evidence.button("Export…").isEnabled()


def test_an_empty_result_offers_to_clear_the_filters(evidence: Evidence) -> None:
    evidence.dock.narrow_to_code("aside")
    evidence.see()
    assert "Nothing matches the filters" in evidence.texts()
    evidence.dock.focus_table()
    assert has_keys(evidence.dock)
    evidence.push("Clear filters")
    assert evidence.filters[-1] == EvidenceFilter()


def test_export_asks_for_the_kind_of_file_that_was_chosen_before(evidence: Evidence) -> None:
    evidence.push("Export…")
    evidence.dock.set_csv_bom(True)
    evidence.push("Export…")
    assert evidence.exports == [False, True]


@pytest.mark.parametrize("width", [960, 1200, 1600])
def test_everything_fits_at_usual_widths(qtbot: QtBot, theme: Theme, icons: IconSet, width: int) -> None:
    person = Evidence(qtbot, theme, icons, tree=a_framework(), width=width)
    person.see(PAID, LATE, LUNCH)
    person.dock.narrow_to_code("growth")
    QApplication.processEvents()
    assert person.dock.width() == width, "the dock must not force the window wider"
    if width >= 1200:
        assert person.table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("width", [1200, 1360])
def test_a_direction_is_never_cut(qtbot: QtBot, theme: Theme, icons: IconSet, width: int) -> None:
    person = Evidence(qtbot, theme, icons, tree=a_framework(), width=width)
    person.see(PAID, LATE, LUNCH)
    QApplication.processEvents()
    assert person.table.columnWidth(Column.DIRECTION) == person.table._needed[Column.DIRECTION]


def test_a_column_keeps_the_width_that_it_was_given(evidence: Evidence) -> None:
    evidence.table.setColumnWidth(Column.PASSAGE, 500)
    evidence.dock.resize(1000, 300)
    QApplication.processEvents()
    assert evidence.table.columnWidth(Column.PASSAGE) == 500


def test_every_control_has_a_name_and_is_reached_by_tab(evidence: Evidence) -> None:
    evidence.dock.narrow_to_code("growth")
    evidence.box("Code").setFocus()
    reached: list[QWidget] = []
    for _ in range(12):
        focused = QApplication.focusWidget()
        if focused in reached:
            break
        assert focused.accessibleName() or focused.text(), focused
        reached.append(focused)
        evidence.press(Qt.Key.Key_Tab)
    assert evidence.table in reached
    assert {box for box in evidence.dock.findChildren(QComboBox) if box.isVisible()} <= set(reached)
    assert {evidence.button(text) for text in ("and below", "Clear filters", "Export…")} <= set(reached)


def test_it_is_painted_in_both_looks(evidence: Evidence, theme: Theme) -> None:
    evidence.click(0)
    light = evidence.dock.grab().toImage()
    theme.set_mode(Mode.DARK)
    dark = evidence.dock.grab().toImage()
    middle = light.rect().center() + QPoint(0, 60)
    assert light.pixelColor(middle).lightness() > 200
    assert dark.pixelColor(middle).lightness() < 60
