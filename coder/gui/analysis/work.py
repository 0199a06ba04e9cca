"""What a part of the workspace works with: the project, what was counted of it, and what the workspace does for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from coder.domain.span import Span
from coder.gui.base.file_dialogs import FileDialogs
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.services.tables import AnalysisData


class Part(Protocol):
    """What works a page that is more than a table."""

    @property
    def page(self) -> QWidget:
        """Return the page."""

    def refresh(self) -> None:
        """Show things as they are now."""


class Work(Protocol):
    """What the parts see of the workspace that they are in."""

    session: Session
    theme: Theme
    icons: IconSet
    tasks: Tasks
    files: FileDialogs
    data: AnalysisData | None
    """The project as it was counted last, or None before."""
    view: AnalysisData | None
    """The same, narrowed to what is chosen above the page."""

    def begin(self, place: str = "") -> None:
        """Show a place of the workspace."""

    def go(self, transcript_id: str, span: Span) -> None:
        """Lead to a passage in its transcript."""

    def show_behind(self, heading: str, behind: Callable[[], Sequence[str]], *, code_id: str = "") -> None:
        """Show the passages of some codings; `behind` is asked again whenever the figures change."""

    def show_nothing(self) -> None:
        """Show that nothing is chosen that has passages."""

    def focus_passages(self) -> None:
        """Give the keys to the passages that are shown."""

    def code_name(self, code_id: str) -> str:
        """Return a code's name."""
