"""Making a project: what is asked, and what keeps it from being made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.start.codebook_choice import CodebookChoice, shortened
from coder.gui.start.new_project import NewProjectDialog
from coder.shipped import codebooks_folder
from tests.gui.importing.robot import Form

BOOKS = [codebooks_folder() / "outcomes.yaml", codebooks_folder() / "partnership.yaml"]


class Making(Form):
    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet, folder: Path, coder: str = "Ana") -> None:
        self.asked = NewProjectDialog(codebooks=BOOKS, folder=folder, coder=coder, theme=theme, icons=icons)
        super().__init__(qtbot, self.asked)

    def can_make(self) -> bool:
        return self.button("Create project").isEnabled()


@pytest.fixture
def making(qtbot: QtBot, theme: Theme, icons: IconSet, tmp_path: Path) -> Making:
    return Making(qtbot, theme, icons, tmp_path)


def test_a_name_is_enough(making: Making, tmp_path: Path) -> None:
    assert not making.can_make()
    making.types("Pilot  interviews 2026")
    assert making.says("Will be kept in one file, “Pilot interviews 2026.coder”.")
    making.press(Qt.Key.Key_Return)
    assert making.results == [1]
    choice = making.asked.choice()
    assert (choice.path, choice.codebooks, choice.coder) == (
        tmp_path / "Pilot interviews 2026.coder",
        (BOOKS[0],),
        "Ana",
    )


def test_codebooks_are_ticked_by_keys(making: Making) -> None:
    making.tick("Partnership")
    assert making.asked.choice().codebooks == tuple(BOOKS)
    making.tick("Outcomes")
    assert making.asked.choice().codebooks == (BOOKS[1],)


@pytest.mark.parametrize("name", ["a/b", "what?", "..", ".coder"])
def test_a_name_that_no_file_can_have_is_pointed_out(making: Making, name: str) -> None:
    making.write("Project name", name)
    assert making.says("The name cannot be that of a file")
    assert not making.can_make()
    making.press(Qt.Key.Key_Return)
    assert making.results == []


def test_a_project_of_that_name_is_never_replaced(making: Making, tmp_path: Path) -> None:
    (tmp_path / "Pilot.coder").touch()
    making.write("Project name", "Pilot")
    assert making.says("There is a project “Pilot.coder” in this folder already")
    assert not making.can_make()


def test_a_folder_that_is_not_there_is_pointed_out(making: Making, tmp_path: Path) -> None:
    making.write("Project name", "Pilot")
    making.write("Folder", str(tmp_path / "nowhere"))
    assert making.says("There is no folder")
    assert not making.can_make()


def test_nobody_codes_without_a_name(making: Making) -> None:
    making.write("Project name", "Pilot")
    making.write("Your name or initials", "")
    assert making.says("Write a name")
    assert not making.can_make()


def test_a_codebook_of_ones_own_joins_the_list_and_a_broken_one_is_told(making: Making, tmp_path: Path) -> None:
    choice = making.dialog.findChild(CodebookChoice)
    own = tmp_path / "own.yaml"
    text = BOOKS[0].read_text(encoding="utf-8")
    own.write_text(
        text.replace("id: outcomes\n", "id: own\n", 1).replace("name: Outcomes\n", "name: Own\n", 1), "utf-8"
    )
    choice.add_file(own)
    assert own in making.asked.choice().codebooks
    broken = tmp_path / "broken.yaml"
    broken.write_text("codes: [", encoding="utf-8")
    choice.add_file(broken)
    assert making.says("broken.yaml")
    assert broken not in making.asked.choice().codebooks


def test_the_same_codebook_twice_is_taken_once(making: Making, tmp_path: Path) -> None:
    choice = making.dialog.findChild(CodebookChoice)
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(BOOKS[0].read_bytes())
    choice.add_file(copy)
    assert making.says("a project takes only one")
    assert len(making.dialog.findChildren(QCheckBox)) == 2


def test_a_long_list_of_problems_is_cut_with_its_length() -> None:
    assert shortened("\n".join("abcdefgh")).endswith("… and 4 more")
    assert shortened("a\nb") == "a\nb"


def test_every_part_has_a_name_and_tab_comes_to_it(making: Making) -> None:
    assert making.nameless() == []
    making.types("Pilot")
    assert {part.accessibleName() or part.text() for part in making.way()} >= {  # type: ignore[attr-defined]
        "Project name",
        "Folder",
        "Browse for the folder",
        "Outcomes",
        "Partnership",
        "Add a codebook file",
        "Create project",
        "Cancel",
    }
