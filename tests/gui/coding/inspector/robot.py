"""What a person does with the panel HERE, in the tests' words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.coding import Review
from coder.domain.colour import CodeColour
from coder.gui.base.actions import ACTIONS, key_text
from coder.gui.coding.inspector import CodingCard, InspectorPanel
from coder.gui.look.cards import Card
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme

GREEN = CodeColour("#2f8f5b", "#6fc294")


def a_card(key: str, **fields: Any) -> CodingCard:
    """Build a coding as the panel is given it; its name is made from the key."""
    values = {
        "id": key,
        "code_id": f"code-{key}",
        "name": key.capitalize(),
        "colours": GREEN,
        "coder": "AB",
        "direction": None,
        "strength": None,
        "memo": "",
        "review": Review.OPEN,
        "meta": "AB · 2 Mar 2026 · by hand · 1.0",
    }
    return CodingCard(**(values | fields))


@dataclass
class Heard:
    """Everything that the panel said, in order."""

    wishes: list[tuple[Any, ...]] = field(default_factory=list)

    def of(self, name: str) -> list[tuple[Any, ...]]:
        return [wish[1:] for wish in self.wishes if wish[0] == name]


class Here:
    """A person at the panel."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet, *, width: int = 308) -> None:
        self.qtbot = qtbot
        self.heard = Heard()
        keys = {spec.name: key_text(spec.name) for spec in ACTIONS}
        self.panel = InspectorPanel(theme=theme, icons=icons, keys=keys)
        qtbot.addWidget(self.panel)
        for name in (
            "activated",
            "direction_chosen",
            "strength_chosen",
            "review_chosen",
            "memo_edited",
            "change_code_requested",
            "remove_requested",
            "left",
        ):
            signal = getattr(self.panel, name)
            signal.connect(lambda *what, name=name: self.heard.wishes.append((name, *what)))
        self.panel.resize(width, 560)
        with qtbot.waitExposed(self.panel):
            self.panel.show()
        self.panel.activateWindow()

    def see(self, *cards: CodingCard, active: str | None = None) -> None:
        self.panel.show_codings(cards, active)
        QApplication.processEvents()

    def card(self, key: str) -> Card:
        return next(card for card in self.panel.findChildren(Card) if card.key == key and not card.isHidden())

    def cards(self) -> list[str]:
        shown = [card for card in self.panel.findChildren(Card) if card.isVisible()]
        return [card.key for card in sorted(shown, key=lambda card: card.y())]

    def button(self, text: str) -> QAbstractButton:
        return next(
            found for found in self.panel.findChildren(QAbstractButton) if found.isVisible() and text in found.text()
        )

    def click(self, part: QWidget) -> None:
        self.qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def press(self, text: str) -> None:
        self.click(self.button(text))

    @property
    def memo(self) -> QPlainTextEdit:
        return next(found for found in self.panel.findChildren(QPlainTextEdit) if found.isVisible())

    def write(self, text: str) -> None:
        self.panel.focus_memo()
        self.qtbot.keyClicks(self.memo, text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def types(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)
