"""The trust panel as a place: it covers the transcripts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coder.gui.base.place import House, Place
from coder.gui.suggestions.offering import Offering

if TYPE_CHECKING:
    from coder.gui.suggestions.trust.controller import TrustController
    from coder.gui.suggestions.trust.page import TrustPage


class TrustPlace(Place):
    """Shows how far suggestions can be trusted."""

    name = "trust"

    def __init__(self, house: House, *, offering: Offering, parent: QObject | None = None) -> None:
        super().__init__(house, parent)
        self._engine, self._hits = offering.engine, offering.hits

    @cached_property
    def widget(self) -> TrustPage:
        """Return the trust panel."""
        from coder.gui.suggestions.trust.page import TrustPage

        page = TrustPage(theme=self.kit.theme, icons=self.kit.icons)
        page.left.connect(self.leave)
        return self.put(page)

    @cached_property
    def controller(self) -> TrustController:
        """Return what fills it."""
        from coder.gui.suggestions.trust.controller import TrustController

        return TrustController(
            self.session,
            engine=self._engine,
            hits=self._hits,
            page=self.widget,
            tasks=self.kit.tasks,
            parent=self,
        )

    def begin(self, at: str) -> None:
        """Show how suggestions fared."""
        self.controller.begin()
        self.widget.focus_table()

    def stop(self) -> None:
        """Ask for nothing more."""
        if self.has("controller"):
            self.controller.stop()
