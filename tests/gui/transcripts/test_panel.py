"""The list of transcripts: who speaks, how far the coding is, and everything that can be done with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListView, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from coder.domain.transcript import Transcript, TranscriptKind, TranscriptStatus
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Theme
from coder.gui.transcripts.drop import DropVeil
from coder.gui.transcripts.model import share_text
from coder.gui.transcripts.panel import TranscriptPanel
from coder.services.transcripts.transcripts import TranscriptSummary

# The offscreen platform says so when a menu opens.


def a_summary(key: str, *, voices: tuple[str, ...] = ("Rosa",), share: float = 0.5, **fields: Any) -> TranscriptSummary:
    """Build a line of the list; its name is made from the id."""
    values = {"id": key, "name": key.capitalize(), "text": "", "text_hash": ""}
    return TranscriptSummary(Transcript(**(values | fields)), voices, 120, 34, share)


ROSA = a_summary("interview 1", share=0.614, date="2026-03-12", place="Library room")
BOTH = a_summary("interview 2", voices=("Winifred", "Dawn"), share=0.0)
SHOP = a_summary(
    "workshop a",
    voices=("A", "B", "C", "D", "E", "F"),
    share=1.0,
    kind=TranscriptKind.WORKSHOP,
    status=TranscriptStatus.COMPLETE,
)


class Listing:
    """A person at the list."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self.panel = TranscriptPanel(theme=theme, icons=icons)
        qtbot.addWidget(self.panel)
        names = ("chosen", "details_requested", "status_requested", "remove_requested", "import_requested")
        for name in (*names, "files_dropped"):
            getattr(self.panel, name).connect(lambda *what, name=name: self.heard.append((name, *what)))
        self.panel.resize(272, 420)
        with qtbot.waitExposed(self.panel):
            self.panel.show()
        self.panel.activateWindow()
        QApplication.processEvents()

    def see(self, *rows: TranscriptSummary) -> None:
        self.panel.set_summaries(rows)
        QApplication.processEvents()

    @property
    def list(self) -> QListView:
        return self.panel.findChild(QListView)

    def place(self, number: int) -> QPoint:
        return self.list.visualRect(self.list.model().index(number, 0)).center()

    def click(self, number: int) -> None:
        QTest.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, pos=self.place(number))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)

    def spoken(self) -> list[str]:
        model = self.list.model()
        return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]

    def tip(self, number: int) -> str:
        return str(self.list.model().index(number, 0).data(Qt.ItemDataRole.ToolTipRole))

    def texts(self) -> list[str]:
        return [label.text() for label in self.panel.findChildren(QLabel) if label.isVisible()]

    def button(self, text: str) -> QAbstractButton:
        found = self.panel.findChildren(QAbstractButton)
        return next(button for button in found if button.isVisible() and button.text() == text)

    def menu(self, number: int) -> QMenu:
        """Open the context menu of a row with the mouse."""
        viewport, place = self.list.viewport(), self.place(number)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, event)
        return next(menu for menu in self.panel.findChildren(QMenu) if menu.isVisible())

    def choose(self, number: int, words: str) -> None:
        menu = self.menu(number)
        next(action for action in menu.actions() if action.text().split("\t")[0] == words).trigger()
        menu.close()
        QApplication.sendPostedEvents()


@pytest.fixture
def listing(qtbot: QtBot, theme: Theme, icons: IconSet) -> Listing:
    person = Listing(qtbot, theme, icons)
    person.see(ROSA, BOTH, SHOP)
    return person


# -- what is seen --------------------------------------------------------------------------------------------------


def test_each_row_says_who_speaks_and_how_far_the_coding_is(listing: Listing) -> None:
    assert listing.spoken() == [
        "Interview 1, interview, Rosa, 34 codings, 61% of the talk coded",
        "Interview 2, interview, Winifred, Dawn, 34 codings, 0% of the talk coded",
        "Workshop a, workshop, 6 voices, 34 codings, 100% of the talk coded, complete",
    ]


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.001, "1%"), (0.614, "61%"), (0.9999, "99%"), (1.0, "100%"), (1.0001, "100%")]
)
def test_a_little_is_not_nothing_and_almost_all_is_not_all(share: float, text: str) -> None:
    assert share_text(share) == text


def test_the_tooltip_tells_the_rest_and_takes_no_name_for_markup(listing: Listing) -> None:
    assert "Library room" in listing.tip(0)
    assert "120 turns" in listing.tip(0)
    listing.see(a_summary("x", name="Interview <b>4</b>"))
    assert "&lt;b&gt;" in listing.tip(0)


def test_an_empty_list_teaches_what_to_do(listing: Listing) -> None:
    listing.see()
    assert any("Drop transcripts here" in text and ".docx" in text for text in listing.texts())
    listing.panel.focus_list()
    listing.press(Qt.Key.Key_Space)
    assert listing.heard == [("import_requested",)]


# -- opening -------------------------------------------------------------------------------------------------------


def test_a_single_click_opens(listing: Listing) -> None:
    listing.click(1)
    assert listing.heard == [("chosen", "interview 2")]


def test_the_arrow_keys_walk_the_list_and_enter_opens(listing: Listing) -> None:
    listing.panel.set_current("interview 1")
    listing.panel.focus_list()
    listing.press(Qt.Key.Key_Down)
    listing.press(Qt.Key.Key_Down)
    assert listing.heard == []
    listing.press(Qt.Key.Key_Return)
    assert listing.heard == [("chosen", "workshop a")]


def test_showing_which_one_is_open_tells_nobody(listing: Listing) -> None:
    listing.panel.set_current("workshop a")
    listing.panel.set_current("")
    assert listing.heard == []


def test_a_refresh_keeps_the_place_in_the_list(listing: Listing) -> None:
    listing.panel.focus_list()
    listing.press(Qt.Key.Key_Down)
    listing.see(ROSA, a_summary("interview 2", share=0.9), SHOP)
    listing.press(Qt.Key.Key_Return)
    assert listing.heard == [("chosen", "interview 2")]


# -- doing things --------------------------------------------------------------------------------------------------


def test_the_import_button_carries_nothing_that_could_be_taken_for_files(listing: Listing) -> None:
    add = next(tool for tool in listing.panel.findChildren(QToolButton) if tool.accessibleName())
    assert add.accessibleName() == "Import transcripts"
    assert "Ctrl+I" in add.toolTip()
    add.click()
    assert listing.heard == [("import_requested",)]


def test_delete_and_f2_are_for_the_row_that_has_the_keys(listing: Listing) -> None:
    listing.panel.set_current("interview 2")
    listing.panel.focus_list()
    listing.press(Qt.Key.Key_Delete)
    listing.press(Qt.Key.Key_F2)
    assert listing.heard == [("remove_requested", "interview 2"), ("details_requested", "interview 2")]


def test_the_context_menu_does_everything(listing: Listing) -> None:
    words = [action.text().split("\t")[0] for action in listing.menu(0).actions() if action.text()]
    assert words == ["Open", "Details…", "Mark as complete", "Remove…"]
    for entry in words:
        listing.choose(0, entry)
    assert listing.heard == [
        ("chosen", "interview 1"),
        ("details_requested", "interview 1"),
        ("status_requested", "interview 1", TranscriptStatus.COMPLETE),
        ("remove_requested", "interview 1"),
    ]


def test_a_complete_transcript_can_be_opened_again(listing: Listing) -> None:
    listing.choose(2, "Reopen")
    assert listing.heard == [("status_requested", "workshop a", TranscriptStatus.OPEN)]


def test_a_menu_on_the_empty_ground_is_none(listing: Listing) -> None:
    place = QPoint(40, listing.list.viewport().height() - 4)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, listing.list.viewport().mapToGlobal(place))
    QApplication.sendEvent(listing.list.viewport(), event)
    assert not any(menu.isVisible() for menu in listing.panel.findChildren(QMenu))


# -- dropping files ------------------------------------------------------------------------------------------------


def dragged(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) if isinstance(path, Path) else QUrl(path) for path in paths])
    return data


def enter(listing: Listing, data: QMimeData) -> bool:
    """Hold files over the list, as the desktop tells it; return whether they could be dropped."""
    event = QDragEnterEvent(
        QPoint(60, 60),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(listing.list.viewport(), event)
    return event.isAccepted()


def drop(listing: Listing, data: QMimeData) -> QDropEvent:
    event = QDropEvent(
        QPointF(60, 60),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(listing.panel, event)
    return event


def test_files_can_be_dropped_on_the_rows_too(listing: Listing, tmp_path: Path) -> None:
    files = [tmp_path / "one.txt", tmp_path / "two.docx"]
    for file in files:
        file.write_text("x")
    data = dragged(*files)
    assert enter(listing, data)
    assert listing.panel.findChild(DropVeil).isVisible()
    event = drop(listing, data)
    assert listing.heard == [("files_dropped", files)]
    assert event.dropAction() == Qt.DropAction.CopyAction, "the files must stay where they are"
    assert not listing.panel.findChild(DropVeil).isVisible()


def test_files_that_are_carried_on_leave_nothing_behind(listing: Listing, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("x")
    enter(listing, dragged(tmp_path / "one.txt"))
    QApplication.sendEvent(listing.panel, QDragLeaveEvent())
    assert not listing.panel.findChild(DropVeil).isVisible()
    assert listing.heard == []


def test_folders_and_web_addresses_cannot_be_dropped(listing: Listing, tmp_path: Path) -> None:
    data = dragged(tmp_path, "https://example.org/interview.txt")
    assert not enter(listing, data)
    drop(listing, data)
    assert listing.heard == []


def test_it_is_painted_in_both_looks(listing: Listing, theme: Theme) -> None:
    listing.panel.set_current("interview 1")
    bottom = QPoint(136, 410)
    assert listing.panel.grab().toImage().pixelColor(bottom).lightness() > 200
    theme.set_mode(Mode.DARK)
    assert listing.panel.grab().toImage().pixelColor(bottom).lightness() < 60


def test_opening_a_transcript_moves_no_row(listing: Listing) -> None:
    listing.see(a_summary("interview 01: care worker"), a_summary("interview 02"))
    rows = [listing.list.model().index(number, 0) for number in range(2)]
    for width in range(150, 360, 3):
        listing.panel.resize(width, 300)
        places = []
        for opened in ("interview 02", "interview 01: care worker", ""):
            listing.panel.set_current(opened)
            QApplication.processEvents()
            places.append(listing.list.visualRect(rows[1]).top())
            assert listing.list.visualRect(rows[0]).height() == listing.list.sizeHintForIndex(rows[0]).height()
        assert len(set(places)) == 1, width
