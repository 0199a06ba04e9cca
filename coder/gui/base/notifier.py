"""How logic speaks to the person without knowing about windows."""

from __future__ import annotations

from typing import Protocol


class Notifier(Protocol):
    """Tells and asks; the window shows it calmly, tests record and answer it."""

    def say(self, text: str) -> None:
        """Mention something that went well."""

    def problem(self, text: str) -> None:
        """Say what went wrong, so that it is not missed."""

    def ask(self, title: str, text: str, *, yes: str, dangerous: bool = False) -> bool:
        """Ask before something that the person may not want; `yes` names what would be done."""
