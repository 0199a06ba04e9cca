"""SUGGESTED: codes are offered with their reasons, taken or refused by one key, and never in the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction
from coder.domain.colour import CodeColour
from coder.domain.suggestion import Reason, ReasonKind
from coder.gui.base.actions import ACTIONS, key_text
from coder.gui.look.cards import Card
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Theme
from coder.gui.suggestions.panel.panel import Stage, SuggestionCard, SuggestionPanel, SuggestionState
from coder.gui.suggestions.panel.reason_list import ReasonLabel

PAID = Reason(ReasonKind.TERM, "paid")
HOURS = Reason(ReasonKind.TERM, "guaranteed hours")
RENT = Reason(ReasonKind.EXAMPLE, "My rent is not a gamble\nany more.")
WORDS = Reason(ReasonKind.WORDS, "lunch, table")


def offer(code_id: str, rank: int, *reasons: Reason) -> SuggestionCard:
    return SuggestionCard(
        code_id=code_id,
        rank=rank,
        name=code_id.replace("-", " ").capitalize(),
        definition=f"What {code_id} means.",
        colours=CodeColour("#2f8f5b", "#6fc294"),
        reasons=reasons,
    )


THREE = (offer("secure-livelihood", 1, HOURS, PAID, RENT), offer("control", 2, PAID), offer("social-meals", 3, WORDS))


class Offers:
    """A person at the panel."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
        self.qtbot = qtbot
        self.heard: list[tuple[Any, ...]] = []
        keys = {spec.name: key_text(spec.name) for spec in ACTIONS}
        self.panel = SuggestionPanel(theme=theme, icons=icons, keys=keys)
        qtbot.addWidget(self.panel)
        for name in (
            *("accepted", "accepted_with_direction", "rejected", "pick_another_requested", "active_changed", "left"),
            *("review_requested", "passage_requested"),
        ):
            getattr(self.panel, name).connect(lambda *what, name=name: self.heard.append((name, *what)))
        self.panel.resize(308, 420)
        with qtbot.waitExposed(self.panel):
            self.panel.show()
        self.panel.activateWindow()

    def see(self, *cards: SuggestionCard, active: str = "", passage: str = "They pay me for guaranteed hours") -> None:
        stage = Stage.READY if cards else Stage.NOTHING
        self.state(SuggestionState(stage=stage, passage=passage, engine="codebook only", cards=cards, active=active))

    def state(self, state: SuggestionState) -> None:
        self.panel.show_state(state)
        QApplication.processEvents()

    def texts(self) -> list[str]:
        return [label.text() for label in self.panel.findChildren(QLabel) if label.isVisible() and label.text()]

    def cards(self) -> list[Card]:
        return sorted((c for c in self.panel.findChildren(Card) if c.isVisible()), key=lambda card: card.y())

    def button(self, text: str) -> QAbstractButton:
        return next(b for b in self.panel.findChildren(QAbstractButton) if b.isVisible() and text in b.text())

    def click(self, part: Any) -> None:
        self.qtbot.mouseClick(part, Qt.MouseButton.LeftButton)

    def types(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key)


@pytest.fixture
def offers(qtbot: QtBot, theme: Theme, icons: IconSet) -> Offers:
    return Offers(qtbot, theme, icons)


# -- what is seen ------------------------------------------------------------------------------------------


def test_at_first_it_says_that_the_engine_is_getting_ready_and_that_one_can_code_meanwhile(offers: Offers) -> None:
    assert any("spaCy" in text and "You can read and code meanwhile." in text for text in offers.texts())


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.OFF, "Press F8 to have codes suggested"),
        (Stage.NOT_HERE, "nor for what interviewers and facilitators say"),
        (Stage.NOTHING, "Put the caret into what a participant says"),
    ],
)
def test_where_nothing_is_offered_it_says_why(offers: Offers, stage: Stage, said: str) -> None:
    offers.see(*THREE)
    offers.state(SuggestionState(stage=stage))
    assert any(said in text for text in offers.texts())
    assert offers.cards() == []


def test_a_passage_without_suggestions_can_still_get_another_code(offers: Offers) -> None:
    offers.see()
    assert "Nothing to suggest" in offers.texts()
    offers.click(offers.button("Pick another…"))
    assert offers.heard == [("pick_another_requested",)]


def test_codes_are_numbered_and_named_and_the_passage_is_quoted(offers: Offers) -> None:
    offers.see(*THREE)
    texts = offers.texts()
    assert "for “They pay me for guaranteed hours”" in texts
    for expected in ("1", "2", "3", "Secure livelihood", "Control", "Social meals"):
        assert expected in texts


def test_the_reasons_of_the_highlighted_code_are_quoted(offers: Offers) -> None:
    offers.see(*THREE)
    assert "Key terms: “guaranteed hours”, “paid”" in offers.texts()
    assert "Codebook quote: “My rent is not a gamble any more.”" in offers.texts()


def test_shared_words_are_reasons_too(offers: Offers) -> None:
    offers.see(*THREE, active="social-meals")
    assert "Words of its entry: “lunch”, “table”" in offers.texts()


def test_a_long_example_is_cut_with_the_whole_of_it_in_the_tooltip(offers: Offers) -> None:
    whole = " ".join(f"word{number}" for number in range(40))
    offers.see(offer("control", 1, Reason(ReasonKind.EXAMPLE, whole)))
    label = next(found for found in offers.panel.findChildren(QLabel) if found.isVisible() and "quote" in found.text())
    assert label.text().endswith("word17 …”")
    assert label.toolTip().startswith(f"“{whole}”")


def test_the_definition_is_the_tooltip_of_the_card(offers: Offers) -> None:
    offers.see(*THREE)
    assert offers.cards()[0].toolTip() == "What secure-livelihood means."


def test_only_the_highlighted_code_shows_accept_and_reject(offers: Offers) -> None:
    offers.see(*THREE, active="control")
    accepts = [b for b in offers.panel.findChildren(QAbstractButton) if b.isVisible() and "Accept" in b.text()]
    assert len(accepts) == 1
    assert offers.cards()[1].isAncestorOf(accepts[0])


def test_it_says_where_suggestions_come_from(offers: Offers) -> None:
    offers.see(*THREE)
    assert offers.panel.accessibleDescription() == "Suggestions from: codebook only"


def test_it_says_how_many_codes_are_muted_here(offers: Offers) -> None:
    offers.state(SuggestionState(stage=Stage.READY, passage="They pay me", cards=THREE, muted=2))
    assert "2 muted here" in offers.texts()
    offers.state(SuggestionState(stage=Stage.NOTHING, passage="They pay me", muted=1))
    assert any("1 code is muted here" in text for text in offers.texts())


def test_without_an_engine_it_says_why(offers: Offers) -> None:
    offers.state(SuggestionState(stage=Stage.FAILED, why="There is no room left on the disk."))
    assert "There is no room left on the disk." in offers.texts()


# -- what was learned --------------------------------------------------------------------------------------

ALIKE = Reason(ReasonKind.SIMILAR, "They pay me on time now.", source="coding-7", weight=0.6)
FOR = Reason(ReasonKind.LEARNED, "travel, paid", weight=0.8)
AGAINST = Reason(ReasonKind.LEARNED, "dog", weight=-0.3)


def test_learned_words_have_their_sign(offers: Offers) -> None:
    offers.see(offer("control", 1, PAID, FOR, AGAINST))
    assert "Learned: + travel, paid   − dog" in offers.texts()


def test_a_passage_that_was_coded_alike_is_quoted_and_can_be_gone_to(offers: Offers) -> None:
    offers.see(offer("control", 1, PAID, ALIKE))
    quote = next(label for label in offers.panel.findChildren(ReasonLabel) if label.leads_somewhere)
    assert quote.text() == "Coded alike: “They pay me on time now.” →"
    offers.click(quote)
    quote.setFocus()
    offers.key(Qt.Key.Key_Return)
    assert offers.heard == [("passage_requested", "coding-7")] * 2


def test_a_chance_is_shown_only_where_it_is_known(offers: Offers) -> None:
    offers.see(replace(THREE[0], chance="72%"))
    assert "72%" in offers.texts()
    assert "72% likely" in offers.cards()[0].accessibleName()
    offers.see(THREE[0])
    assert not any("%" in text for text in offers.texts())


def test_a_direction_is_suggested_only_with_its_cue(offers: Offers) -> None:
    offers.see(replace(THREE[0], direction=Direction.CHALLENGES, cue="“not any more”"))
    assert "Seems to challenge it: “not any more”" in offers.texts()
    offers.click(offers.button("Accept as challenges"))
    offers.panel.focus_list()
    offers.qtbot.keyClick(QApplication.focusWidget(), "A", Qt.KeyboardModifier.ShiftModifier)
    offers.types("a")
    code = "secure-livelihood"
    assert offers.heard == [("accepted_with_direction", code)] * 2 + [("accepted", code)]
    offers.see(replace(THREE[0], direction=Direction.CHALLENGES))
    assert not any("challenge" in text for text in offers.texts())


def test_review_is_one_press_away(offers: Offers) -> None:
    offers.click(offers.button("Review"))
    assert offers.heard == [("review_requested",)]


def test_it_can_be_painted_in_both_looks(offers: Offers, theme: Theme) -> None:
    offers.see(*THREE)
    light = offers.panel.grab().toImage()
    theme.set_mode(Mode.DARK)
    dark = offers.panel.grab().toImage()
    assert light.pixelColor(2, 2).lightness() > 200
    assert dark.pixelColor(2, 2).lightness() < 60


def test_the_highlighted_code_stands_out_also_after_the_look_changed(offers: Offers, theme: Theme) -> None:
    def weights() -> list[bool]:
        labels = [label for label in offers.panel.findChildren(QLabel) if label.isVisible()]
        return [
            label.font().weight() == QFont.Weight.DemiBold
            for name in ("Secure livelihood", "Control")
            for label in labels
            if label.text() == name
        ]

    offers.see(*THREE)
    offers.see(*THREE, active="control")
    assert weights() == [False, True]
    theme.set_mode(Mode.DARK)
    assert weights() == [False, True]


# -- deciding ----------------------------------------------------------------------------------------------


def test_accept_and_reject_by_mouse(offers: Offers) -> None:
    offers.see(*THREE, active="control")
    offers.click(offers.button("Accept"))
    offers.click(offers.button("Reject"))
    assert offers.heard == [("accepted", "control"), ("rejected", "control")]


def test_a_click_highlights_another_code(offers: Offers) -> None:
    offers.see(*THREE)
    offers.click(offers.cards()[2])
    assert offers.heard == [("active_changed", "social-meals")]
    assert offers.cards()[2].is_current


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("a", ("accepted", "secure-livelihood")),
        ("R", ("rejected", "secure-livelihood")),
        ("p", ("pick_another_requested",)),
        ("j", ("active_changed", "control")),
    ],
)
def test_the_keys_of_the_text_work_here_too(offers: Offers, typed: str, heard: tuple[str, ...]) -> None:
    offers.see(*THREE)
    offers.panel.focus_list()
    offers.types(typed)
    assert offers.heard == [heard]


def test_arrow_keys_go_through_the_offers(offers: Offers) -> None:
    offers.see(*THREE)
    offers.panel.focus_list()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Up):
        offers.key(key)
    offers.types("a")
    assert offers.heard == [
        ("active_changed", "control"),
        ("active_changed", "social-meals"),
        ("active_changed", "control"),
        ("accepted", "control"),
    ]


def test_tab_reaches_everything_that_can_be_done(offers: Offers) -> None:
    offers.see(*THREE)
    offers.panel.focus_list()
    names = []
    for _ in range(4):
        offers.key(Qt.Key.Key_Tab)
        names.append(QApplication.focusWidget().accessibleName())
    assert names == ["Accept", "Reject", "Review suggestions", "Pick another code"]


def test_the_keys_stay_in_the_panel_while_there_is_something_to_decide(offers: Offers) -> None:
    offers.see(*THREE)
    offers.panel.focus_list()
    offers.see(*THREE[1:], active="control")
    offers.types("a")
    assert offers.heard == [("accepted", "control")]


@pytest.mark.parametrize("stage", [Stage.NOTHING, Stage.OFF, Stage.NOT_HERE, Stage.LOADING])
def test_when_nothing_is_offered_any_more_the_keys_go_back_to_the_text(offers: Offers, stage: Stage) -> None:
    offers.see(*THREE)
    offers.panel.focus_list()
    offers.state(SuggestionState(stage=stage))
    assert offers.heard == [("left",)]


def test_escape_goes_back_to_the_text(offers: Offers) -> None:
    offers.see(*THREE)
    offers.panel.focus_list()
    offers.key(Qt.Key.Key_Escape)
    assert offers.heard == [("left",)]


def test_without_offers_the_keys_go_to_pick_another(offers: Offers) -> None:
    offers.see()
    offers.panel.focus_list()
    assert QApplication.focusWidget().accessibleName() == "Pick another code"


def test_showing_offers_tells_nobody(offers: Offers) -> None:
    offers.see(*THREE)
    offers.see(*THREE, active="control")
    offers.see()
    assert offers.heard == []


def test_a_screen_reader_hears_the_offer_with_its_reasons(offers: Offers) -> None:
    offers.see(*THREE)
    first = offers.cards()[0]
    assert first.accessibleName() == (
        "Suggested 1: Secure livelihood, Key terms: “guaranteed hours”, “paid”, "
        "Codebook quote: “My rent is not a gamble any more.”"
    )
    assert first.accessibleDescription() == "What secure-livelihood means."


def test_new_offers_are_announced_once(offers: Offers, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("coder.gui.suggestions.panel.panel.announce", lambda _widget, text: said.append(text))
    offers.see(*THREE)
    offers.see(*THREE, active="control")
    assert said == ["3 suggested: Secure livelihood, Control, Social meals"]
