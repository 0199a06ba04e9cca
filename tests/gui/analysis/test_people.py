"""The page of participants: consent for all in one step or by group, and pseudonyms."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from coder.domain.transcript import Consent, Participant
from coder.gui.analysis.people_page import PeoplePage
from coder.gui.analysis.places import BY_NAME
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, icons: IconSet) -> PeoplePage:
    made = PeoplePage(BY_NAME["participants"], theme=theme, icons=icons)
    qtbot.addWidget(made)
    made.show()
    return made


PEOPLE = [
    Participant(id="a", pseudonym="P01", group="Care worker"),
    Participant(id="b", pseudonym="P02", group="Care owner", consent=Consent.INTERNAL),
]


def test_nothing_is_claimed_before_somebody_chooses_a_level(page: PeoplePage) -> None:
    told: list[tuple[object, object]] = []
    page.consent_for_many.connect(lambda group, level: told.append((group, level)))
    page.show_people(PEOPLE, "")
    assert page.many.told.text() == "Nobody recorded yet what 1 person agreed to."
    assert page.many.level.currentData() is None
    assert not page.many.record.isEnabled()
    page.many.level.setCurrentIndex(page.many.level.findData(Consent.ANONYMISED))
    page.many.record.click()
    page.many.who.setCurrentIndex(page.many.who.findData("Care owner"))
    page.many.level.setCurrentIndex(page.many.level.findData(Consent.ATTRIBUTED))
    page.many.record.click()
    assert told == [(None, Consent.ANONYMISED), ("Care owner", Consent.ATTRIBUTED)]
    assert page.many.level.currentData() is None


def test_all_is_said_once_everybody_was_asked(page: PeoplePage) -> None:
    page.show_people(PEOPLE[1:], "")
    assert page.many.told.isHidden()
    assert not page.many.isHidden()


def test_the_form_tells_who_a_pseudonym_is_in_the_files(page: PeoplePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "chosen", lambda: ["a"])
    page.show_people(PEOPLE, "", {"a": ["Amina Diallo", "Amina"], "b": ["p02"]})
    assert page.who() == "P01 · in the files: Amina Diallo, Amina"
    monkeypatch.setattr(page, "chosen", lambda: ["b"])
    page.show_people(PEOPLE, "", {"a": ["Amina Diallo", "Amina"], "b": ["p02"]})
    assert page.who() == "P02", "who speaks under the pseudonym needs no second name"
