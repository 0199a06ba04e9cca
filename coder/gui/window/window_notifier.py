"""How the window speaks: a calm message that goes by itself, and a question only where something may be lost."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from coder.gui.window.toast import Toast

PROBLEM_MS = 12_000
"""A problem stays longer than good news: it is read twice."""


class WindowNotifier:
    """Shows what logic has to say on a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._news = Toast(window)
        self._problems = Toast(window, milliseconds=PROBLEM_MS)

    def say(self, text: str) -> None:
        """Mention something that went well."""
        self._problems.hide()
        self._news.say(text)

    def problem(self, text: str) -> None:
        """Say what went wrong; it stays longer, and a press takes it away."""
        self._news.hide()
        self._problems.say(text, action="Close", do=self._problems.hide)

    def ask(self, title: str, text: str, *, yes: str, dangerous: bool = False) -> bool:
        """Ask before something that the person may not want; Escape and Cancel leave everything as it is."""
        from coder.gui.look.message import MessageDialog

        box = MessageDialog(title, text, accept=yes, reject="Cancel", dangerous=dangerous, parent=self._window)
        agreed = box.exec() == MessageDialog.DialogCode.Accepted
        box.deleteLater()
        return agreed

    def last(self) -> str:
        """Return the message that is shown now, or the one shown last."""
        return self._problems.text() if self._problems.isVisible() else self._news.text()
