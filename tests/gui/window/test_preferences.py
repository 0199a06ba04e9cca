"""Preferences: name, look, size, and a model with vectors that the person put on this computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from coder.domain.learning import VectorKind, VectorModel
from coder.errors import InvalidValueError
from coder.gui.look.theme import Mode, Theme
from coder.gui.window.preferences import PreferencesDialog, Wishes

NOW = Wishes(coder="Ana", mode=Mode.LIGHT, text_size=16, vectors="")
MD = VectorModel(name="en_core_web_md", kind=VectorKind.WORDS, location="/models/md", size=42_000_000)


class Person:
    """Somebody who sets preferences."""

    def __init__(self, qtbot: QtBot, now: Wishes = NOW, models: tuple[VectorModel, ...] = (MD,)) -> None:
        self.qtbot = qtbot
        self.folder: Path | None = None
        self.dialog = PreferencesDialog(
            now,
            engine="codebook and 75 codings",
            models=models,
            describe=self.describe,
            choose_folder=lambda: self.folder,
        )
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def describe(self, where: str) -> VectorModel:
        if where == "en_core_web_md":
            return MD
        if "good" in where:
            return VectorModel(name="good", kind=VectorKind.SENTENCES, location=where, size=90_400_000)
        raise InvalidValueError(f"“{Path(where).name}” is not the folder of a model.")

    def press(self, text: str) -> None:
        button = next(item for item in self.dialog.findChildren(QAbstractButton) if text in item.text())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def may_save(self) -> bool:
        return next(item for item in self.dialog.findChildren(QAbstractButton) if item.text() == "Save").isEnabled()

    def reads(self) -> str:
        return "\n".join(label.text() for label in self.dialog.findChildren(QLabel))


@pytest.fixture
def person(qtbot: QtBot, theme: Theme) -> Person:
    return Person(qtbot)


def test_it_says_what_is_used_now_and_how_a_model_is_added_by_hand(person: Person) -> None:
    assert "In use now: codebook and 75 codings." in person.reads()
    assert "never fetches one" in person.reads()
    assert "python -m spacy download en_core_web_md" in person.reads()
    assert person.dialog.wishes() == NOW


def test_an_installed_model_is_chosen_and_says_what_it_costs(person: Person) -> None:
    person.dialog._models["en_core_web_md"].click()
    assert "42 MB on the disk and about as much memory" in person.dialog.costs_text()
    assert person.dialog.wishes().vectors == "en_core_web_md"
    assert person.may_save()


def test_a_folder_is_chosen_and_a_wrong_one_is_told(person: Person) -> None:
    person.dialog._other.click()
    assert person.dialog.costs_text() == "Choose the folder of the model."
    assert not person.may_save()
    person.folder = Path("/models/bad")
    person.press("Choose…")
    assert "is not the folder of a model" in person.dialog.costs_text()
    assert not person.may_save()
    person.folder = Path("/models/good")
    person.press("Choose…")
    assert "90 MB" in person.dialog.costs_text()
    assert person.may_save()
    assert person.dialog.wishes().vectors == str(Path("/models/good"))


def test_a_model_that_was_chosen_before_and_is_gone_can_be_given_up(qtbot: QtBot, theme: Theme) -> None:
    person = Person(qtbot, Wishes(coder="Ana", mode=Mode.DARK, text_size=19, vectors="/gone"), models=())
    assert not person.may_save()
    assert person.dialog.wishes().text_size == 19
    person.press("No model")
    assert person.may_save()
    assert person.dialog.wishes().vectors == ""


def test_without_a_name_nothing_is_saved(person: Person) -> None:
    person.dialog._coder.clear()
    assert not person.may_save()
    person.dialog._coder.setText("  Ben   O. ")
    assert person.may_save()
    assert person.dialog.wishes().coder == "Ben O."


def test_look_and_size_are_chosen(person: Person) -> None:
    person.dialog._mode.setCurrentIndex(2)
    person.dialog._size.setCurrentIndex(person.dialog._size.findData(20))
    assert (person.dialog.wishes().mode, person.dialog.wishes().text_size) == (Mode.DARK, 20)
