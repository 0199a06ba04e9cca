"""The table of actions: menus, keys and the list of keys come from it, so it must hold together."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction, Strength
from coder.gui.base.actions import ACTIONS, Actions, Group, key_overview, key_text
from coder.gui.look.icons import ICONS, IconSet


def test_no_two_actions_want_the_same_key() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_plain_letters_and_signs_count_only_in_the_text() -> None:
    loose = [spec.name for spec in ACTIONS if not spec.in_text and any(len(key) == 1 for key in spec.keys)]
    assert loose == []


def test_names_are_unique_and_icons_exist() -> None:
    assert len({spec.name for spec in ACTIONS}) == len(ACTIONS)
    assert [spec.icon for spec in ACTIONS if spec.icon and spec.icon not in ICONS] == []


@pytest.mark.parametrize("value", [*Direction, *Strength])
def test_every_direction_and_strength_has_an_action_with_a_key(value: str) -> None:
    assert key_text(value)


def test_the_list_of_keys_names_everything_that_has_keys() -> None:
    named = {name for _, name, _ in key_overview()}
    assert {spec.text.rstrip("…") for spec in ACTIONS if spec.keys} <= named
    assert "Code with a recent code" in named


def test_an_action_does_what_it_is_connected_to_and_is_offered_when_it_can_be_done(
    qtbot: QtBot, icons: IconSet
) -> None:
    done: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(
        window, icons=icons, handlers={spec.name: lambda name=spec.name: done.append(name) for spec in ACTIONS}
    )
    actions.enable_for(project=False)
    actions["undo"].trigger()
    assert done == []
    actions.enable_for(project=True)
    actions["undo"].trigger()
    assert done == ["undo"]
    assert [spec.name for spec, _ in actions.in_group(Group.HELP)] == ["shortcuts", "about"]
