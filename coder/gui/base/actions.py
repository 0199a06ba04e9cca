"""Every action of the window, declared once: menus, keys and the list of keys are made from this table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from coder.gui.look.icons import IconSet


class Group(StrEnum):
    """The menus, in order."""

    PROJECT = "Project"
    EDIT = "Edit"
    CODE = "Code"
    SUGGESTIONS = "Suggestions"
    GO = "Go"
    VIEW = "View"
    HELP = "Help"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One action: what it is called, where it is, which keys do it."""

    name: str
    text: str
    group: Group
    keys: tuple[str, ...] = ()
    icon: str = ""
    in_text: bool = False
    """The keys count only while the transcript has them, so that they can be plain letters and signs."""
    needs_project: bool = True
    checkable: bool = False
    separator: bool = False
    """A line before it in the menu."""
    steps: bool = False
    """Goes on while its key is held down. What decides does not: each passage has a press of its own."""


def _spec(name: str, text: str, group: Group, *keys: str, **more: object) -> ActionSpec:
    return ActionSpec(name=name, text=text, group=group, keys=keys, **more)  # type: ignore[arg-type]


_LOOK = {"needs_project": False, "checkable": True}
"""One of the looks is ticked: the one in use."""

ACTIONS: tuple[ActionSpec, ...] = (
    _spec("new_project", "New project…", Group.PROJECT, "Ctrl+N", icon="file-plus", needs_project=False),
    _spec("open_project", "Open project…", Group.PROJECT, "Ctrl+O", icon="folder-open", needs_project=False),
    _spec("open_sample", "Open the sample project", Group.PROJECT, icon="book-open", needs_project=False),
    _spec("import_transcripts", "Import transcripts…", Group.PROJECT, "Ctrl+I", icon="import", separator=True),
    _spec("import_codings", "Import codings…", Group.PROJECT),
    _spec("add_codebook", "Add codebook…", Group.PROJECT, icon="codebook"),
    _spec("export_evidence", "Export evidence table…", Group.PROJECT, "Ctrl+E", icon="export"),
    _spec("edit_codebook", "Codebook workspace", Group.PROJECT, "Ctrl+Shift+B", icon="list-tree", checkable=True),
    _spec("analyse", "Analysis workspace", Group.PROJECT, "Ctrl+Shift+A", icon="scale", checkable=True),
    _spec("export_tables", "Export tables…", Group.PROJECT, "Ctrl+Alt+E", icon="export"),
    _spec("check_project", "Check project", Group.PROJECT, icon="approve"),
    _spec("close_project", "Close project", Group.PROJECT, "Ctrl+W", separator=True),
    _spec("quit", "Quit", Group.PROJECT, "Ctrl+Q", needs_project=False),
    _spec("undo", "Undo", Group.EDIT, "Ctrl+Z", icon="undo", steps=True),
    _spec("redo", "Redo", Group.EDIT, "Ctrl+Shift+Z", "Ctrl+Y", icon="redo", steps=True),
    _spec("find", "Find in transcripts…", Group.EDIT, "Ctrl+F", icon="search", separator=True),
    _spec("find_next", "Next hit", Group.EDIT, "F3", steps=True),
    _spec("find_previous", "Previous hit", Group.EDIT, "Shift+F3", steps=True),
    _spec("code_passage", "Code passage…", Group.CODE, "Ctrl+K", icon="tag"),
    _spec("new_code", "New code…", Group.CODE, "Ctrl+Shift+N", icon="plus"),
    _spec("supports", "Supports", Group.CODE, "+", "=", icon="supports", in_text=True, separator=True),
    _spec("challenges", "Challenges", Group.CODE, "-", icon="challenges", in_text=True),
    _spec("mixed", "Mixed", Group.CODE, "~", "#", icon="mixed", in_text=True),
    _spec("unclear", "Unclear", Group.CODE, "?", icon="unclear", in_text=True),
    _spec("clear_direction", "No direction", Group.CODE, "0", in_text=True),
    _spec("anecdotal", "Anecdotal", Group.CODE, "Ctrl+1", separator=True),
    _spec("described", "Described", Group.CODE, "Ctrl+2"),
    _spec("corroborated", "Corroborated", Group.CODE, "Ctrl+3"),
    _spec("memo", "Write memo", Group.CODE, "M", icon="memo", in_text=True, separator=True),
    _spec("change_code", "Change code…", Group.CODE, "C", icon="edit", in_text=True),
    _spec("remove_coding", "Remove coding", Group.CODE, "Del", icon="delete", in_text=True),
    _spec("next_coding", "Next coding here", Group.CODE, "]", "N", in_text=True, steps=True),
    _spec("longer_end", "End one word later", Group.CODE, "Alt+Right", in_text=True, separator=True, steps=True),
    _spec("shorter_end", "End one word earlier", Group.CODE, "Alt+Left", in_text=True, steps=True),
    _spec("earlier_start", "Start one word earlier", Group.CODE, "Alt+Shift+Left", in_text=True, steps=True),
    _spec("later_start", "Start one word later", Group.CODE, "Alt+Shift+Right", in_text=True, steps=True),
    _spec("accept", "Accept suggestion", Group.SUGGESTIONS, "A", icon="approve", in_text=True),
    _spec(
        "accept_directed",
        "Accept with the suggested direction",
        Group.SUGGESTIONS,
        "Shift+A",
        icon="scale",
        in_text=True,
    ),
    _spec("reject", "Reject suggestion", Group.SUGGESTIONS, "R", icon="reject", in_text=True),
    _spec("next_suggestion", "Next suggestion", Group.SUGGESTIONS, "J", in_text=True, steps=True),
    _spec("pick_another", "Pick another code…", Group.SUGGESTIONS, "P", icon="tags", in_text=True),
    _spec("skip_suggestion", "Skip it in the review", Group.SUGGESTIONS, "K", icon="skip-forward", in_text=True),
    _spec("back_suggestion", "Back in the review", Group.SUGGESTIONS, "B", icon="chevron-left", in_text=True),
    _spec(
        "review",
        "Review this transcript",
        Group.SUGGESTIONS,
        "F9",
        icon="list-checks",
        checkable=True,
        separator=True,
    ),
    _spec("find_passages", "Find passages for a code…", Group.SUGGESTIONS, "Ctrl+Shift+F", icon="text-search"),
    _spec("trust", "Trust in suggestions", Group.SUGGESTIONS, "Ctrl+Shift+T", icon="chart-line", checkable=True),
    _spec(
        "show_suggestions",
        "Show suggestions",
        Group.SUGGESTIONS,
        "F8",
        icon="suggestion",
        checkable=True,
        separator=True,
    ),
    _spec("next_turn", "Next turn", Group.GO, "Alt+Down", steps=True),
    _spec("previous_turn", "Previous turn", Group.GO, "Alt+Up", steps=True),
    _spec("select_turn", "Select turn", Group.GO, "T", in_text=True),
    _spec("select_sentence", "Select sentence", Group.GO, "S", in_text=True),
    _spec("next_transcript", "Next transcript", Group.GO, "Ctrl+PgDown", separator=True, steps=True),
    _spec("previous_transcript", "Previous transcript", Group.GO, "Ctrl+PgUp", steps=True),
    _spec("go_text", "Go to the text", Group.GO, "Ctrl+T", separator=True),
    _spec("go_codebook", "Go to the codebook", Group.GO, "Ctrl+B"),
    _spec("go_transcripts", "Go to the transcripts", Group.GO, "Ctrl+L"),
    _spec("next_part", "Next part of the window", Group.GO, "F6", steps=True),
    _spec("previous_part", "Previous part of the window", Group.GO, "Shift+F6", steps=True),
    _spec("show_evidence", "Evidence table", Group.VIEW, "Ctrl+Shift+E", icon="table", checkable=True),
    _spec("bigger", "Bigger text", Group.VIEW, "Ctrl++", "Ctrl+=", separator=True, needs_project=False, steps=True),
    _spec("smaller", "Smaller text", Group.VIEW, "Ctrl+-", needs_project=False, steps=True),
    _spec("normal_size", "Normal text size", Group.VIEW, "Ctrl+0", needs_project=False),
    _spec("theme_system", "Look of the system", Group.VIEW, icon="monitor", separator=True, **_LOOK),
    _spec("theme_light", "Light", Group.VIEW, icon="sun", **_LOOK),
    _spec("theme_dark", "Dark", Group.VIEW, icon="moon", **_LOOK),
    _spec("code_as", "Code as…", Group.VIEW, icon="user", separator=True, needs_project=False),
    _spec("preferences", "Preferences…", Group.VIEW, "Ctrl+,", icon="settings", needs_project=False),
    _spec("shortcuts", "Keys", Group.HELP, "F1", icon="keyboard", needs_project=False),
    _spec("about", "About Coder", Group.HELP, icon="info", needs_project=False),
)


class Actions:
    """The window's actions by name, connected to what does them."""

    def __init__(self, window: QWidget, *, icons: IconSet, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._by_name: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, window)
            action.setObjectName(spec.name)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setCheckable(spec.checkable)
            action.setAutoRepeat(spec.steps)
            action.setShortcutContext(
                Qt.ShortcutContext.WidgetShortcut if spec.in_text else Qt.ShortcutContext.WindowShortcut
            )
            if spec.icon:
                icons.dress(action, spec.icon)
            # A menu has one place for picture and tick: of what can be on or off, the tick is wanted there.
            action.setIconVisibleInMenu(not spec.checkable)
            handler = handlers[spec.name]
            action.triggered.connect(lambda _checked=False, do=handler: do())
            self._by_name[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def in_group(self, group: Group) -> Iterable[tuple[ActionSpec, QAction]]:
        """Return a menu's actions in order."""
        return ((spec, self._by_name[spec.name]) for spec in ACTIONS if spec.group is group)

    def in_text(self) -> list[QAction]:
        """Return the actions whose keys belong to the transcript."""
        return [self._by_name[spec.name] for spec in ACTIONS if spec.in_text]

    def enable_for(self, *, project: bool) -> None:
        """Offer only what can be done with or without an open project."""
        for spec in ACTIONS:
            self._by_name[spec.name].setEnabled(project or not spec.needs_project)


def key_text(name: str) -> str:
    """Return an action's first key as people read it, such as `Ctrl+K`; empty if it has none."""
    spec = next(item for item in ACTIONS if item.name == name)
    return QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if spec.keys else ""


def key_overview() -> list[tuple[str, str, str]]:
    """Return group, action and keys of everything that has keys."""
    form = QKeySequence.SequenceFormat.NativeText
    recent = " … ".join(QKeySequence(key).toString(form) for key in ("Alt+1", "Alt+9"))
    return [
        (spec.group.value, spec.text.rstrip("…"), ", ".join(QKeySequence(key).toString(form) for key in spec.keys))
        for spec in ACTIONS
        if spec.keys
    ] + [
        (Group.CODE.value, "Code with a recent code", "1 … 9"),
        (Group.CODE.value, "Recent code while a code is chosen", recent),
    ]
