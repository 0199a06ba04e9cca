"""HERE: what is coded at the caret can be read, judged and annotated without leaving the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction, Review, Strength
from coder.gui.coding.inspector import InspectorPanel
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Theme
from tests.gui.coding.inspector.robot import Here, a_card


@pytest.fixture
def here(qtbot: QtBot, theme: Theme, icons: IconSet) -> Here:
    return Here(qtbot, theme, icons)


def texts(here: Here) -> str:
    return " | ".join(label.text() for label in here.panel.findChildren(QLabel) if label.isVisible())


# -- what is seen ------------------------------------------------------------------------------------------


def test_where_nothing_is_coded_it_says_how_to_code(here: Here) -> None:
    here.see()
    assert "Select a passage and press Ctrl+K." in texts(here)
    assert here.cards() == []


def test_without_keys_it_names_none(qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
    panel = InspectorPanel(theme=theme, icons=icons)
    qtbot.addWidget(panel)
    panel.show_codings([], None)
    assert "Select a passage to code it." in [label.text() for label in panel.findChildren(QLabel)]


def test_the_current_coding_is_unfolded_and_the_others_take_a_line(here: Here) -> None:
    here.see(a_card("rota", direction=Direction.SUPPORTS), a_card("meals"), a_card("trust"), active="meals")
    assert here.cards() == ["rota", "meals", "trust"]
    assert here.card("meals").height() > 3 * here.card("rota").height()
    assert here.card("rota").height() == here.card("trust").height()


def test_without_an_active_coding_the_first_one_is_unfolded(here: Here) -> None:
    here.see(a_card("rota"), a_card("meals"))
    assert here.card("rota").is_current


def test_a_coding_shows_who_coded_it_when_and_how(here: Here) -> None:
    here.see(a_card("rota", meta="AB · 2 Mar 2026 · suggested, rank 1 · 1.3"))
    assert "AB · 2 Mar 2026 · suggested, rank 1 · 1.3" in texts(here)


def test_direction_strength_and_memo_are_shown(here: Here) -> None:
    here.see(a_card("rota", direction=Direction.MIXED, strength=Strength.DESCRIBED, memo="Ask again."))
    assert here.button("Mixed").isChecked()
    assert here.button("Described").isChecked()
    assert not here.button("Supports").isChecked()
    assert here.memo.toPlainText() == "Ask again."


@pytest.mark.parametrize("width", [220, 308, 480])
def test_no_word_of_a_control_is_cut_off_at_any_width(qtbot: QtBot, theme: Theme, icons: IconSet, width: int) -> None:
    here = Here(qtbot, theme, icons, width=width)
    here.see(a_card("rota"))
    for text in ("Supports", "Challenges", "Mixed", "Unclear", "Reviewed", "To discuss", "Change code", "Remove"):
        control = here.button(text)
        assert control.width() >= control.fontMetrics().horizontalAdvance(control.text())
        assert here.panel.rect().contains(
            control.rect().translated(control.mapTo(here.panel, control.rect().topLeft()))
        )


@pytest.mark.parametrize("width", [220, 288, 308, 480])
@pytest.mark.parametrize("name", ["Rota", "Community decision-making and collaborative problem-solving"])
def test_no_control_lies_over_another_whatever_the_name_and_the_width(
    qtbot: QtBot, theme: Theme, icons: IconSet, width: int, name: str
) -> None:
    here = Here(qtbot, theme, icons, width=width)
    meta = "Rowan · 24 Nov 2026 · by hand · outcomes 1.0"
    here.see()
    here.see(a_card("rota", name=name, meta=meta, direction=Direction.SUPPORTS))
    here.see(a_card("rota", name=name, meta=meta), a_card("meals", name=name, meta=meta), active="meals")
    card = here.card("meals")
    parts = [part for part in card.findChildren(QWidget) if part.isVisible() and not part.findChildren(QWidget)]
    places = [QRect(part.mapTo(card, QPoint(0, 0)), part.size()) for part in parts if part is not here.memo.viewport()]
    for number, place in enumerate(places):
        assert card.rect().contains(place)
        assert not any(place.intersects(other) for other in places[number + 1 :])


def test_it_can_be_painted_in_both_looks(here: Here, theme: Theme) -> None:
    here.see(
        a_card("rota", direction=Direction.CHALLENGES, strength=Strength.ANECDOTAL, memo="m"),
        a_card("meals", direction=Direction.UNCLEAR, strength=Strength.CORROBORATED, memo="m"),
        active="meals",
    )
    light = here.panel.grab().toImage()
    theme.set_mode(Mode.DARK)
    dark = here.panel.grab().toImage()
    assert light.pixelColor(2, 2).lightness() > 200
    assert dark.pixelColor(2, 2).lightness() < 60


# -- judging -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", list(Direction))
def test_a_click_says_which_way_the_passage_speaks(here: Here, direction: Direction) -> None:
    here.see(a_card("rota"))
    here.press(direction.capitalize())
    assert here.heard.of("direction_chosen") == [("rota", direction)]


def test_the_same_direction_again_takes_it_away(here: Here) -> None:
    here.see(a_card("rota", direction=Direction.SUPPORTS))
    here.press("Supports")
    assert here.heard.of("direction_chosen") == [("rota", None)]


def test_another_direction_replaces_the_first(here: Here) -> None:
    here.see(a_card("rota", direction=Direction.SUPPORTS))
    here.press("Challenges")
    assert here.heard.of("direction_chosen") == [("rota", Direction.CHALLENGES)]
    assert not here.button("Supports").isChecked()


def test_a_click_says_how_strong_the_evidence_is_and_again_takes_it_away(here: Here) -> None:
    here.see(a_card("rota"))
    here.press("Corroborated")
    here.see(a_card("rota", strength=Strength.CORROBORATED))
    here.press("Corroborated")
    assert here.heard.of("strength_chosen") == [("rota", Strength.CORROBORATED), ("rota", None)]


def test_a_click_says_that_a_coding_was_reviewed_or_is_to_be_discussed(here: Here) -> None:
    here.see(a_card("rota"))
    assert not here.button("Reviewed").isChecked()
    assert not here.button("To discuss").isChecked()
    here.press("To discuss")
    here.press("Reviewed")
    assert here.heard.of("review_chosen") == [("rota", Review.DISCUSS), ("rota", Review.DONE)]


def test_the_same_click_again_says_that_it_is_not_reviewed(here: Here) -> None:
    here.see(a_card("rota", review=Review.DONE))
    assert here.button("Reviewed").isChecked()
    here.press("Reviewed")
    assert here.heard.of("review_chosen") == [("rota", Review.OPEN)]


def test_a_folded_coding_shows_its_review_by_a_sign_and_none_while_it_is_not_reviewed(here: Here) -> None:
    here.see(
        a_card("rota", review=Review.DONE),
        a_card("trust", review=Review.DISCUSS),
        a_card("meals"),
        a_card("care"),
        active="care",
    )
    signs = {
        key: [label for label in here.card(key).findChildren(QLabel) if label.isVisible() and label.toolTip()]
        for key in ("rota", "trust", "meals")
    }
    assert [sign.toolTip() for sign in signs["rota"]] == ["Reviewed"]
    assert [sign.toolTip() for sign in signs["trust"]] == ["To discuss"]
    assert signs["meals"] == []
    assert signs["rota"][0].pixmap().toImage() != signs["trust"][0].pixmap().toImage()


def test_the_rubric_and_the_keys_are_in_the_tooltips(here: Here) -> None:
    here.see(a_card("rota"))
    assert here.button("Described").toolTip() == "Described: told with its circumstances (Ctrl+2)"
    assert here.button("Challenges").toolTip().endswith("(-)")
    assert here.button("Remove").toolTip() == "Remove (Del)"


def test_changing_the_code_and_removing_are_asked_for(here: Here) -> None:
    here.see(a_card("rota"))
    here.press("Change code")
    here.press("Remove")
    assert here.heard.wishes == [("change_code_requested", "rota"), ("remove_requested", "rota")]


def test_a_click_on_another_coding_makes_it_the_current_one(here: Here) -> None:
    here.see(a_card("rota"), a_card("meals"), active="rota")
    here.click(here.card("meals"))
    assert here.heard.wishes == [("activated", "meals")]
    assert here.card("meals").is_current


def test_showing_codings_tells_nobody(here: Here) -> None:
    here.see(a_card("rota", direction=Direction.SUPPORTS), a_card("meals", memo="x"), active="meals")
    here.see(a_card("meals", memo="y"))
    here.see()
    assert here.heard.wishes == []


# -- by keys -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("+", ("direction_chosen", "rota", Direction.SUPPORTS)),
        ("-", ("direction_chosen", "rota", Direction.CHALLENGES)),
        ("~", ("direction_chosen", "rota", None)),
        ("?", ("direction_chosen", "rota", Direction.UNCLEAR)),
        ("0", ("direction_chosen", "rota", None)),
        ("c", ("change_code_requested", "rota")),
    ],
)
def test_the_keys_of_the_text_work_here_too(here: Here, typed: str, wish: tuple[object, ...]) -> None:
    here.see(a_card("rota", direction=Direction.MIXED))
    here.panel.focus_list()
    here.types(typed)
    assert here.heard.wishes == [wish]


def test_delete_asks_to_remove_the_coding(here: Here) -> None:
    here.see(a_card("rota"))
    here.panel.focus_list()
    here.key(Qt.Key.Key_Delete)
    assert here.heard.wishes == [("remove_requested", "rota")]


def test_arrow_keys_go_through_the_codings_and_keys_act_on_the_one_reached(here: Here) -> None:
    here.see(a_card("rota"), a_card("meals"), active="rota")
    here.panel.focus_list()
    here.key(Qt.Key.Key_Down)
    here.types("+")
    assert here.heard.wishes == [("activated", "meals"), ("direction_chosen", "meals", Direction.SUPPORTS)]


def test_next_coding_goes_round(here: Here) -> None:
    here.see(a_card("rota"), a_card("meals"), active="rota")
    here.panel.focus_list()
    here.types("]]")
    assert here.heard.of("activated") == [("meals",), ("rota",)]


def test_escape_goes_back_to_the_text(here: Here) -> None:
    here.see(a_card("rota"))
    here.panel.focus_list()
    here.key(Qt.Key.Key_Escape)
    assert here.heard.wishes == [("left",)]


def test_when_the_last_coding_goes_the_keys_go_back_to_the_text(here: Here) -> None:
    here.see(a_card("rota"))
    here.panel.focus_list()
    here.see()
    assert here.heard.wishes == [("left",)]


def test_the_keys_follow_when_another_coding_is_made_the_current_one(here: Here) -> None:
    here.see(a_card("rota"), a_card("meals"), active="rota")
    here.panel.focus_list()
    here.see(a_card("rota"), a_card("meals"), active="meals")
    here.types("+")
    assert here.heard.of("direction_chosen") == [("meals", Direction.SUPPORTS)]


def test_tab_reaches_every_control_of_the_current_coding_and_each_has_a_name(here: Here) -> None:
    here.see(a_card("rota"), a_card("meals"), active="meals")
    here.panel.focus_list()
    names = []
    for _ in range(12):
        here.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        names.append(focused.accessibleName() or getattr(focused, "text", str)())
    directions = [direction.capitalize() for direction in Direction]
    strengths = [strength.capitalize() for strength in Strength]
    assert names == [*directions, *strengths, "Memo", "Reviewed", "To discuss", "Change code…", "Remove"]


def test_a_mouse_on_the_controls_leaves_the_keys_with_the_text(here: Here, qtbot: QtBot) -> None:
    reading = QPlainTextEdit()
    qtbot.addWidget(reading)
    here.see(a_card("rota"), a_card("meals"))
    assert QApplication.focusWidget() is None or not here.panel.isAncestorOf(QApplication.focusWidget())
    here.press("Supports")
    here.click(here.card("meals"))
    focused = QApplication.focusWidget()
    assert focused is None or not here.panel.isAncestorOf(focused)


def test_a_screen_reader_hears_the_coding_in_words(here: Here) -> None:
    here.see(
        a_card("rota", direction=Direction.CHALLENGES, strength=Strength.ANECDOTAL, memo="Only\nonce"),
        a_card("meals"),
        active="meals",
    )
    assert here.card("rota").accessibleName() == "Rota, challenges, anecdotal, memo: Only once"
    here.see(a_card("rota", review=Review.DISCUSS, memo="Once"))
    assert here.card("rota").accessibleName() == "Rota, to discuss, memo: Once"


def test_what_is_coded_here_is_announced_once(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("coder.gui.coding.inspector.announce", lambda _widget, text: said.append(text))
    here.see(a_card("rota", direction=Direction.SUPPORTS), a_card("meals"))
    here.see(a_card("rota", direction=Direction.MIXED), a_card("meals"), active="meals")
    here.see()
    assert said == ["Coded here: Rota, supports; Meals"]


# -- rows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [244, 288, 308, 360, 480])
@pytest.mark.parametrize("strength", [None, *Strength])
def test_direction_and_strength_stand_on_one_row_each(
    qtbot: QtBot, theme: Theme, icons: IconSet, width: int, strength: Strength | None
) -> None:
    here = Here(qtbot, theme, icons, width=width)
    here.see(a_card("rota", direction=Direction.CHALLENGES, strength=strength))
    for values in (Direction, Strength):
        buttons = [here.button(value.capitalize()) for value in values]
        assert len({button.mapTo(here.panel, QPoint(0, 0)).y() for button in buttons}) == 1
        assert all(button.width() >= 24 for button in buttons)
        assert all(button.accessibleName() and button.toolTip() for button in buttons)
    labels = [label for label in here.panel.findChildren(QLabel) if label.isVisible() and label.text() == "Strength"]
    row = here.button("Described")
    assert [label.mapTo(here.panel, QPoint(0, 0)).y() // row.height() for label in labels] == [
        row.mapTo(here.panel, QPoint(0, 0)).y() // row.height()
    ]


def test_the_whole_card_is_seen_in_a_panel_of_the_default_height(qtbot: QtBot, theme: Theme, icons: IconSet) -> None:
    here = Here(qtbot, theme, icons, width=300)
    here.panel.resize(300, 350)
    here.see(a_card("rota", name="Enhanced security and livelihood for care workers", strength=Strength.DESCRIBED))
    card = here.card("rota")
    assert card.mapTo(here.panel, QPoint(0, card.height())).y() <= 350
