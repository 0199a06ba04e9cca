"""The find bar as a place: it stands between the header and the text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coder.gui.base.place import Handlers, House, Place, Stands
from coder.gui.reading.controller import ReadingController

if TYPE_CHECKING:
    from coder.gui.reading.find_bar import FindBar
    from coder.gui.reading.finding import FindController


class FindPlace(Place):
    """Finds words in all transcripts."""

    name = "find"
    stands = Stands.ABOVE

    def __init__(self, house: House, *, reading: ReadingController, parent: QObject | None = None) -> None:
        super().__init__(house, parent)
        self._reading = reading

    @cached_property
    def widget(self) -> FindBar:
        """Return the bar."""
        from coder.gui.reading.find_bar import FindBar

        return self.put(FindBar(theme=self.kit.theme, icons=self.kit.icons))

    @cached_property
    def controller(self) -> FindController:
        """Return what searches for the bar."""
        from coder.gui.reading.finding import FindController

        return FindController(self.session, reading=self._reading, bar=self.widget, parent=self)

    def handlers(self) -> Handlers:
        """Return what begins a search and goes from hit to hit."""
        return {
            "find": lambda: self.controller.open(),  # noqa: PLW0108  # made when wanted
            "find_next": lambda: self.controller.next(),  # noqa: PLW0108  # made when wanted
            "find_previous": lambda: self.controller.previous(),  # noqa: PLW0108  # made when wanted
        }

    def fold_out(self) -> None:
        """Leave it to the search, which shows the bar with the words to look for."""

    def begin(self, at: str) -> None:
        """Show the bar with what is selected."""
        self.controller.open()

    def end(self) -> None:
        """Forget the search."""
        self.widget.close_bar()
