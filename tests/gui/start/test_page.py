"""The start page: three ways to begin, the projects of late, and what to do first."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.start.page import StartPage
from coder.gui.start.parts import RecentList, StartButton, short_folder, when_text
from tests.gui.importing.robot import drop_on


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, icons: IconSet) -> StartPage:
    start = StartPage(theme=theme, icons=icons)
    qtbot.addWidget(start)
    start.resize(1100, 760)
    start.show()
    return start


def shown(page: StartPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_without_projects_it_teaches_the_three_steps(page: StartPage) -> None:
    assert "Bring in transcripts" in shown(page)
    assert "Code passages" in shown(page)
    assert any("Ctrl+K" in text for text in shown(page)), "the key of the palette is named"
    assert not page.findChild(RecentList).isVisible()


def test_each_big_button_does_one_thing_by_mouse_and_by_enter(page: StartPage, qtbot: QtBot) -> None:
    signals = (page.new_requested, page.open_requested, page.sample_requested)
    for button, signal in zip(page.findChildren(StartButton), signals, strict=True):
        with qtbot.waitSignal(signal, timeout=500):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(signal, timeout=500):
            QTest.keyClick(button, Qt.Key.Key_Return)


def test_projects_of_late_are_listed_and_those_that_are_gone_are_not(page: StartPage, tmp_path: Path) -> None:
    here = tmp_path / "Pilot.coder"
    here.touch()
    page.show_recent([here, tmp_path / "Gone.coder"])
    recent = page.findChild(RecentList)
    assert recent.isVisible()
    assert recent.model().rowCount() == 1
    assert recent.model().index(0, 0).data() == "Pilot"
    assert "Bring in transcripts" not in shown(page)


def test_enter_opens_a_project_and_delete_takes_it_off_the_list(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / "A.coder", tmp_path / "B.coder"]
    for file in files:
        file.touch()
    page.show_recent(files)
    recent = page.findChild(RecentList)
    QTest.keyClick(recent, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.recent_chosen, timeout=500) as chosen:
        QTest.keyClick(recent, Qt.Key.Key_Return)
    assert chosen.args == [files[1]]
    with qtbot.waitSignal(page.recent_forgotten, timeout=500) as forgotten:
        QTest.keyClick(recent, Qt.Key.Key_Delete)
    assert forgotten.args == [files[1]]
    assert files[1].exists(), "only the list forgets it"


def test_a_project_file_can_be_dropped_and_other_files_cannot(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("notes.txt", "Pilot.coder"):
        (tmp_path / name).touch()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "notes.txt"))])
    assert not drop_on(page, data)
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "Pilot.coder"))])
    with qtbot.waitSignal(page.recent_chosen, timeout=500) as chosen:
        assert drop_on(page, data)
    assert chosen.args == [tmp_path / "Pilot.coder"]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 12, 9, 5), "Today, 09:05"),
        (datetime(2026, 3, 11, 23, 0), "Yesterday"),
        (datetime(2026, 3, 8, 12, 0), "Sunday"),
        (datetime(2026, 1, 5, 12, 0), "5 January"),
        (datetime(2025, 12, 31, 12, 0), "31 December 2025"),
    ],
)
def test_times_are_said_as_people_say_them(moment: datetime, text: str) -> None:
    assert when_text(moment, today=date(2026, 3, 12)) == text


def test_ones_own_folder_is_a_tilde() -> None:
    assert short_folder(Path.home() / "Work" / "Pilot") == str(Path("~/Work/Pilot"))
    assert short_folder(Path("/srv/team")) == "/srv/team"
