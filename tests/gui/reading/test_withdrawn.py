"""Whoever withdrew is not found any more by the find bar, in the window as it is used."""

from __future__ import annotations

from tests.gui.analysis.conftest import analyst, sample_file
from tests.gui.analysis.robot import Analyst

__all__ = ["analyst", "sample_file"]


def find(analyst: Analyst, words: str) -> None:
    """Press Ctrl+F in the text and type."""
    analyst.desk.view.setFocus()
    analyst.press("Ctrl+F")
    analyst.type(words)
    analyst.qtbot.waitUntil(lambda: bool(analyst.desk.places["find"].widget.count_text()))


def marked(analyst: Analyst) -> list[str]:
    """Return the words that are marked in the open text."""
    return [part.cursor.selectedText() for part in analyst.desk.view.extraSelections()]


def withdraw(analyst: Analyst, pseudonym: str) -> None:
    analyst.analyse("participants")
    with analyst.project.read() as rows:
        person = next(each for each in rows.participants() if each.pseudonym == pseudonym)
    analyst.people().choose(person.id)
    analyst.click(analyst.people().withdraw)
    analyst.wait()


def test_words_of_whoever_withdrew_are_neither_found_nor_counted_nor_marked(analyst: Analyst) -> None:
    withdraw(analyst, "Worker 1")
    analyst.press("Ctrl+Shift+A")
    find(analyst, "standing here")
    assert analyst.desk.places["find"].widget.count_text() == "Not found"
    assert marked(analyst) == []


def test_a_search_that_is_open_when_somebody_withdraws_finds_that_persons_words_no_more(analyst: Analyst) -> None:
    find(analyst, "flask")
    assert analyst.desk.places["find"].widget.count_text() == "2 turns"
    assert marked(analyst) == ["flask"]
    withdraw(analyst, "Worker 1")
    analyst.press("Ctrl+Shift+A")
    assert analyst.desk.places["find"].widget.isVisible()
    assert analyst.desk.places["find"].widget.count_text() == "Not found"
    assert marked(analyst) == []
    analyst.desk.view.setFocus()
    analyst.press("Ctrl+Z")
    assert marked(analyst) == ["flask"], "a withdrawal that is taken back brings the words back"
