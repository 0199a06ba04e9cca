"""No signal hands its arguments to a method that would take them for something else.

`caret_moved`, which carries a position, was once connected to `QTimer.start`, which takes milliseconds: with the caret
at character 40,000 the suggestions came after 40 seconds.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import coder.gui

GUI = Path(coder.gui.__file__).parent

QT_SIGNALS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("clicked", "toggled", "triggered", "enabledChanged", "visibilityChanged"), ("bool",)),
    **dict.fromkeys(("textChanged", "textEdited", "textActivated", "currentTextChanged"), ("str",)),
    **dict.fromkeys(("activated", "currentIndexChanged", "currentRowChanged", "idClicked", "valueChanged"), ("int",)),
    **dict.fromkeys(("itemActivated", "itemChanged", "itemClicked", "itemDoubleClicked"), ("QListWidgetItem",)),
    **dict.fromkeys(("doubleClicked", "entered"), ("QModelIndex",)),
    **dict.fromkeys(("currentChanged", "currentItemChanged", "selectionChanged"), ("QModelIndex", "QModelIndex")),
    **dict.fromkeys(("sectionResized", "rangeChanged"), ("int", "int", "int")),
    "anchorClicked": ("QUrl",),
    "customContextMenuRequested": ("QPoint",),
}
"""What the signals of Qt carry that are used here; the others carry nothing."""

QT_TAKES_MORE = {
    *("start", "singleShot", "update", "repaint", "setFocus", "done", "exec", "open", "animateClick", "resize"),
    *("zoomIn", "zoomOut", "selectRow", "scrollTo", "adjustSize", "popup", "setCurrentIndex", "setCurrentRow"),
}
"""Methods of Qt that also work with fewer arguments, or mean a number in a way of their own."""


@dataclass(frozen=True)
class Method:
    """The parameters that a method takes by place: how many it needs, and the annotations of all of them."""

    needs: int
    takes: tuple[str, ...]
    any_number: bool


@dataclass(frozen=True)
class Known:
    """The signals (with the types of what they carry) and methods of the window, by class."""

    signals: Mapping[str, Mapping[str, tuple[str, ...]]]
    methods: Mapping[str, Mapping[str, Method]]

    def carried(self, holder: str, owner: str, signal: str) -> list[tuple[str, ...]]:
        """Return what a signal carries; of those of one name, the ones whose class fits the name of the owner."""
        every = {name: own[signal] for name, own in self.signals.items() if signal in own}
        if owner == "self":
            return [every[holder]] if holder in every else list(every.values())
        wanted = CALLED.get(owner.strip("_"), owner.strip("_")).replace("_", "").lower()
        fitting = [types for name, types in every.items() if name.lower().endswith(wanted)]
        return fitting or list(every.values())


CALLED = {"icons": "IconSet", "view": "TranscriptView"}
"""What some attributes are whose names are no ends of their classes' names."""


def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(GUI.rglob("*.py"))}


def known(found: Mapping[Path, ast.Module]) -> Known:
    signals: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    methods: defaultdict[str, dict[str, Method]] = defaultdict(dict)
    for tree in found.values():
        for part in ast.walk(tree):
            if not isinstance(part, ast.ClassDef):
                continue
            for item in part.body:
                if isinstance(item, ast.Assign) and _is_signal(item.value):
                    types = tuple(ast.unparse(each) for each in item.value.args)  # type: ignore[attr-defined]
                    for target in item.targets:
                        signals[part.name][ast.unparse(target)] = types
                elif isinstance(item, ast.FunctionDef):
                    methods[part.name][item.name] = _method(item)
    return Known(signals, methods)


def _is_signal(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Signal"


def _method(item: ast.FunctionDef) -> Method:
    static = any(ast.unparse(each) == "staticmethod" for each in item.decorator_list)
    args = [*item.args.posonlyargs, *item.args.args][0 if static else 1 :]
    takes = tuple(ast.unparse(each.annotation) if each.annotation is not None else "" for each in args)
    return Method(len(takes) - len(item.args.defaults), takes, item.args.vararg is not None)


def connections(tree: ast.Module) -> Iterator[tuple[str, str, str, ast.Attribute, int]]:
    """Yield class, owner, signal, receiver and line of each connection to a method."""
    holders = [part for part in ast.walk(tree) if isinstance(part, ast.ClassDef)]
    inside = {id(part): holder.name for holder in holders for part in ast.walk(holder)}
    for part in ast.walk(tree):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "connect":
            signal = part.func.value
            for receiver in part.args:
                if isinstance(receiver, ast.Attribute) and isinstance(signal, ast.Attribute):
                    owner = ast.unparse(signal.value).rpartition(".")[2]
                    yield inside.get(id(part), ""), owner, signal.attr, receiver, part.lineno


def mistaken(tree: ast.Module, every: Known) -> list[str]:
    """Return the connections whose receiver would take the signal's arguments for something else."""
    wrong: list[str] = []
    for holder, owner, signal, receiver, line in connections(tree):
        carried = every.carried(holder, owner, signal) or [QT_SIGNALS.get(signal, ())]
        name, most = receiver.attr, max(carried, key=len)
        at_self = isinstance(receiver.value, ast.Name) and receiver.value.id == "self"
        own = every.methods.get(holder, {})
        if not most or any(name in signals for signals in every.signals.values()):
            continue
        if name in QT_TAKES_MORE and not (at_self and name in own):
            wrong.append(f"{line}: {signal} carries {', '.join(most)} and is connected to {name}")
            continue
        candidates = (
            [own[name]]
            if at_self and name in own
            else [methods[name] for methods in every.methods.values() if name in methods]
        )
        if any(_takes_amiss(method, types) for method in candidates for types in carried):
            wrong.append(f"{line}: {signal} carries {', '.join(most)}, and {name} takes that for something else")
    return wrong


def _takes_amiss(method: Method, types: tuple[str, ...]) -> bool:
    """Tell whether something that may be left out is given what is of another kind."""
    optional = list(zip(types, method.takes, strict=False))[method.needs :]
    return not method.any_number and any(not _is_meant(given, taken) for given, taken in optional)


def _is_meant(given: str, taken: str) -> bool:
    if given == "list":
        return taken.startswith(("Sequence", "list"))
    kinds = {part.strip() for part in taken.split("|")}
    return given in kinds or (given == "object" and not kinds & {"int", "float", "bool"})


def test_no_connection_takes_an_argument_for_something_else() -> None:
    found = trees()
    every = known(found)
    wrong = [f"{path.relative_to(GUI)}:{text}" for path, tree in found.items() for text in mistaken(tree, every)]
    assert wrong == []


@pytest.mark.parametrize(
    "receiver", ["self._timer.start", "self._look_timer.start", "self.view.setFocus", "self.update", "self.accept"]
)
def test_the_walk_finds_what_it_looks_for(receiver: str) -> None:
    source = f"""
class Controller:
    caret_moved = Signal(int)
    opened = Signal()

    def _connect(self):
        self.view.caret_moved.connect({receiver})
        self.view.opened.connect({receiver})

    def accept(self, code_id="", *, keep=False):
        pass
"""
    tree = ast.parse(source)
    assert [text.split(":")[0] for text in mistaken(tree, known({GUI: tree}))] == ["7"]


@pytest.mark.parametrize("receiver", ["self.take", "self.look", "self.any", "self.opened", "self.button.setEnabled"])
def test_what_takes_exactly_what_comes_is_right(receiver: str) -> None:
    source = f"""
class Controller:
    caret_moved = Signal(int)
    opened = Signal()

    def _connect(self):
        self.view.caret_moved.connect({receiver})

    def take(self, position, /):
        pass

    def look(self):
        pass

    def any(self, *what):
        pass
"""
    tree = ast.parse(source)
    assert mistaken(tree, known({GUI: tree})) == []
