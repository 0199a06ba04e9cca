"""The list of found passages as a place: it is folded out below the text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from coder.domain.codebook import CodeStatus
from coder.gui.base.place import Handlers, House, Parts, Place, Stands
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.suggestions.offering import Offering

if TYPE_CHECKING:
    from coder.gui.suggestions.passages.controller import PassagesController
    from coder.gui.suggestions.passages.dock import PassageDock

_FOUND = 280
"""Height of the list of found passages when it opens."""


class PassagesPlace(Place):
    """Lists passages in all transcripts that may speak of a code."""

    name = "find_passages"
    stands = Stands.BELOW

    def __init__(
        self, house: House, *, offering: Offering, codebook: CodebookPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(house, parent)
        self._reading, self._coding, self._suggesting = offering.reading, offering.coding, offering.suggesting
        self._engine, self._codebook = offering.engine, codebook
        self._sizes_before: list[int] = []

    @cached_property
    def widget(self) -> PassageDock:
        """Return the list."""
        from coder.gui.suggestions.passages.dock import PassageDock

        dock = PassageDock(theme=self.kit.theme, icons=self.kit.icons, keys=self.kit.keys)
        dock.other_code_requested.connect(self.choose)
        return self.put(dock)

    @cached_property
    def controller(self) -> PassagesController:
        """Return what looks for passages."""
        from coder.gui.suggestions.passages.controller import PassagesController

        controller = PassagesController(
            self.session,
            reading=self._reading,
            suggesting_here=self._suggesting,
            engine=self._engine,
            dock=self.widget,
            tasks=self.kit.tasks,
            parent=self,
        )
        controller.closed.connect(self.leave)
        return controller

    def handlers(self) -> Handlers:
        """Return what looks for passages for the code at hand."""
        return {self.name: self.find_for_current}

    def parts(self) -> Parts:
        """Return the list."""
        return [(self.widget, self.widget.focus_list)]

    def begin(self, at: str) -> None:
        """Look for passages for the code with the id `at`."""
        self.house.leave("review")
        self.controller.begin(at)
        self.widget.focus_list()

    def fold_out(self) -> None:
        """Show the list, and give the reasons of the passage at hand more room than what is coded there."""
        self.widget.show()
        rows, beside = self.house.layout.rows, self.house.layout.beside
        height = sum(rows.sizes())
        sizes = [0] * rows.count()
        sizes[0], sizes[rows.indexOf(self.widget)] = height - _FOUND, _FOUND
        rows.setSizes(sizes)
        self._sizes_before = beside.sizes()
        height = max(1, height - _FOUND)
        beside.setSizes([round(height * 0.3), round(height * 0.7)])

    def end(self) -> None:
        """Look for nothing any more."""
        self.controller.end()
        self.house.layout.beside.setSizes(self._sizes_before)

    def stop(self) -> None:
        """Ask for nothing more."""
        if self.has("controller"):
            self.controller.stop()

    def find_for_current(self) -> None:
        """Look for passages for the code that is current in the codebook, or let the person choose one."""
        code_id, tree = self._codebook.current_code(), self._codebook.tree
        if code_id is not None and tree.hasFocus() and self.session.codebook.tree[code_id].status is CodeStatus.ACTIVE:
            self.house.open(self.name, code_id)
        else:
            self.choose()

    def choose(self) -> None:
        """Let the person choose a code, and look for passages for it."""
        self._coding.ask_for_any("Find passages for a code", self._find_chosen)

    def _find_chosen(self, code_id: str) -> None:
        # The palette gives the keys back to the text when it closes; the list takes them after that.
        QTimer.singleShot(0, self, lambda: self.house.open(self.name, code_id))
