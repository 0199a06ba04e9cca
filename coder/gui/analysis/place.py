"""The analysis workspace as a place: it covers the transcripts, and leads to a passage and back."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coder.domain.span import Span
from coder.gui.base.place import Handlers, House, Place
from coder.gui.reading.controller import ReadingController

if TYPE_CHECKING:
    from coder.gui.analysis.back import BackBar
    from coder.gui.analysis.controller import AnalysisController
    from coder.gui.analysis.page import AnalysisPage


class AnalysisPlace(Place):
    """Counts and shows what was coded."""

    name = "analyse"

    def __init__(self, house: House, *, reading: ReadingController, parent: QObject | None = None) -> None:
        super().__init__(house, parent)
        self._reading = reading

    @cached_property
    def widget(self) -> AnalysisPage:
        """Return the workspace."""
        from coder.gui.analysis.page import AnalysisPage

        page = AnalysisPage(theme=self.kit.theme, icons=self.kit.icons)
        page.left.connect(self.leave)
        return self.put(page)

    @cached_property
    def controller(self) -> AnalysisController:
        """Return what counts and shows."""
        from coder.gui.analysis.controller import AnalysisController

        controller = AnalysisController(self.session, page=self.widget, kit=self.kit, parent=self)
        controller.go_requested.connect(self._read)
        controller.find_requested.connect(self._find)
        controller.export_wanted.connect(self._export)
        return controller

    @cached_property
    def back_bar(self) -> BackBar:
        """Return the line above the text that leads back to the analysis."""
        from coder.gui.analysis.back import BackBar

        bar = BackBar(theme=self.kit.theme, icons=self.kit.icons)
        bar.hide()
        bar.back_requested.connect(self._back)
        self.house.layout.column.insertWidget(0, bar)
        return bar

    def instead(self) -> Handlers:
        """Return what searches here."""
        return {"find": lambda: self.controller.begin("search")}

    def step_part(self, by: int) -> None:
        """Give the keys to the workspace's next part."""
        self.widget.step_part(by)

    def begin(self, at: str) -> None:
        """Show the page with the name `at`, or the workspace as it was left."""
        if self.has("back_bar"):
            self.back_bar.hide()
        self.controller.begin(at)

    def stop(self) -> None:
        """Ask for nothing more."""
        if self.has("controller"):
            self.controller.stop()

    def _read(self, transcript_id: str, span: Span) -> None:
        self.leave()
        self._reading.go_to(transcript_id, span)
        self.back_bar.offer(self.widget.title())

    def _find(self, code_id: str) -> None:
        self.leave()
        self.back_bar.offer(self.widget.title())
        self.house.open("find_passages", code_id)

    def _back(self) -> None:
        self.house.open(self.name)

    def _export(self, table: str, query: str | None) -> None:
        """Let the person export tables, beginning with one or with a saved query."""
        from coder.gui.evidence.exporting import export_tables

        export_tables(
            self.session,
            table=table,
            query=query,
            kit=self.kit,
            record=lambda: self.house.open(self.name, "participants"),
            parent=self.widget.window(),
        )
