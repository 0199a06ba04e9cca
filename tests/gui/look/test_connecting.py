"""Listening to what lives longer than oneself ends with the one who listens, everywhere in the window."""

from __future__ import annotations

import ast
import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QObject, Signal
from pytestqt.qtbot import QtBot
from shiboken6 import delete

import coder
from coder.gui.look.connecting import follow, follow_value

PACKAGE = Path(coder.__file__).parent

LONGER = frozenset(
    {"theme", "icons", "tasks", "actions", "actions_table", "settings", "application", "app", "screen", "clipboard"}
    | {"styleHints", "instance", "primaryScreen", "screens"}
)
"""Names of what lives as long as the window or longer: the look, the icons, actions, the application and its parts."""
DESK = frozenset({"session", "bridge", "engine", "hits", "reading", "window", "notifier"})
"""Names of what lives as long as an open project: a dialog or a page that listens must say when it ends."""


class Sender(QObject):
    plain = Signal()
    valued = Signal(int, str)


def test_it_hears_what_is_said_without_and_with_what_is_carried(qtbot: QtBot) -> None:
    sender, receiver = Sender(), QObject()
    heard: list[object] = []
    follow(sender.plain, receiver, lambda: heard.append("plain"))
    follow(sender.valued, receiver, lambda: heard.append("valued"))
    follow_value(sender.valued, receiver, heard.append)
    sender.plain.emit()
    sender.valued.emit(40_000, "caret")
    assert heard == ["plain", "valued", 40_000]


def test_it_ends_with_the_receiver_and_holds_nothing(qtbot: QtBot) -> None:
    class Part(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard = 0

        def hear(self) -> None:
            self.heard += 1

    def loose(part: Part) -> Callable[[], None]:
        return lambda: (part.hear(), None)[1]

    sender, receiver = Sender(), Part()
    follow(sender.plain, receiver, receiver.hear)
    follow(sender.plain, receiver, loose(receiver))
    sender.plain.emit()
    assert receiver.heard == 2
    delete(receiver)
    sender.plain.emit()
    assert receiver.heard == 2
    assert sender.receivers(SIGNAL("plain()")) == 0
    gone = weakref.ref(receiver)
    del receiver

    gc.collect()
    assert gone() is None


def test_a_part_that_went_before_its_receiver_is_not_called(qtbot: QtBot) -> None:
    class Part(QObject):
        def hear(self) -> None:
            raise AssertionError

    sender, receiver = Sender(), QObject()
    part = Part(receiver)
    follow(sender.plain, receiver, part.hear)
    delete(part)
    sender.plain.emit()


# -- nowhere else is it done in another way ------------------------------------------------------------------


def _sources() -> Iterator[tuple[str, ast.AST]]:
    for file in [PACKAGE / "app.py", *sorted((PACKAGE / "gui").rglob("*.py"))]:
        if file.name != "connecting.py":
            yield file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def _names_in(sender: ast.AST) -> list[str]:
    """Return the names by which a sender is reached: `self._icons.changed` gives icons."""
    found = [node.attr for node in ast.walk(sender) if isinstance(node, ast.Attribute)]
    found += [node.id for node in ast.walk(sender) if isinstance(node, ast.Name)]
    return [name.lstrip("_") for name in found]


def _wrong(tree: ast.AST) -> Iterator[str]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        given = {item.arg for item in (*function.args.args, *function.args.kwonlyargs)} - {"self"}
        local = {item.name for item in ast.walk(function) if isinstance(item, ast.FunctionDef)}
        for call in ast.walk(function):
            if (
                not isinstance(call, ast.Call)
                or not isinstance(call.func, ast.Attribute)
                or call.func.attr != "connect"
                or not isinstance(call.func.value, ast.Attribute)
            ):
                continue
            sender, slot = call.func.value.value, call.args[-1]
            names = _names_in(sender)
            is_handed_in = isinstance(sender, ast.Name) and sender.id in given and sender.id.endswith("action")
            loose = isinstance(slot, ast.Lambda) or (
                isinstance(slot, ast.Call) or (isinstance(slot, ast.Name) and slot.id in local)
            )
            if LONGER & set(names) or is_handed_in or (loose and names and names[0] in DESK):
                yield f"{call.lineno}: {ast.unparse(call)}"


def test_what_is_put_off_ends_with_the_one_who_put_it_off() -> None:
    wrong = [
        f"{name}:{call.lineno}"
        for name, tree in _sources()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "singleShot"
        and len(call.args) < 3
    ]
    assert wrong == [], "QTimer.singleShot needs the object that it belongs to"


def test_nothing_that_lives_longer_is_connected_directly() -> None:
    wrong = [f"{name}:{what}" for name, tree in _sources() for what in _wrong(tree)]
    assert wrong == [], "use `follow` of coder.gui.look.connecting: it ends with its receiver"


@pytest.mark.parametrize(
    "line",
    [
        "action.changed.connect(lambda: self._rename(tool))",
        "action.enabledChanged.connect(tool.setEnabled)",
        "theme.changed.connect(self.update)",
        "self._icons.changed.connect(partial(self._draw, 1))",
        "self._actions['undo'].changed.connect(self._draw)",
        "QGuiApplication.styleHints().colorSchemeChanged.connect(self._refresh)",
        "QApplication.clipboard().dataChanged.connect(self._look)",
        "self._session.codebook_changed.connect(lambda: self._draw())",
        "session.bridge.committed.connect(partial(self._draw, 1))",
    ],
)
def test_the_check_finds_what_it_looks_for(line: str) -> None:
    assert list(_wrong(ast.parse(f"def make(self, action, theme, session):\n    {line}")))


@pytest.mark.parametrize(
    "line",
    [
        "self._button.clicked.connect(lambda _checked: self.left.emit())",
        "session.codebook_changed.connect(self._draw)",
        "menu.aboutToHide.connect(menu.deleteLater)",
    ],
)
def test_the_check_leaves_what_goes_together_alone(line: str) -> None:
    assert not list(_wrong(ast.parse(f"def make(self, action, theme, session):\n    {line}")))
