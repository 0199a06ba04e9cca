"""What every screen of an open project needs, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coder.gui.base.actions import ACTIONS, Actions, key_text
from coder.gui.base.file_dialogs import FileDialogs
from coder.gui.base.tasks import Tasks
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """The window's look, actions and file dialogs, and what works in the background for this project."""

    theme: Theme
    icons: IconSet
    actions: Actions
    files: FileDialogs
    tasks: Tasks
    keys: Mapping[str, str] = field(default_factory=lambda: {spec.name: key_text(spec.name) for spec in ACTIONS})
    """Each action's first key as people read it, by the action's name; empty if it has none."""
