"""The analysis workspace in place of the transcripts, and the way from it to a passage and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coder.domain.span import Span
from coder.gui.base.actions import Actions
from coder.gui.base.layout import DeskLayout
from coder.gui.base.places import Cover
from coder.gui.base.session import Session
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.reading.controller import ReadingController

if TYPE_CHECKING:
    from coder.gui.analysis.back import BackBar
    from coder.gui.analysis.controller import AnalysisController
    from coder.gui.analysis.page import AnalysisPage
    from coder.gui.base.file_dialogs import FileDialogs


class AnalysisViews(QObject):
    """Makes each part when it is first wanted: a start needs none of them."""

    tables_wanted = Signal(str, object)
    """Tables are wanted as files: the one to begin with, or an empty text, and a saved query's name or None."""
    find_wanted = Signal(str)
    """Passages for a code are wanted; its id."""
    room_wanted = Signal()
    """What else covers the transcripts should make way."""
    covered = Signal(bool)
    """The transcripts are covered from now on, or seen again."""

    def __init__(
        self,
        session: Session,
        *,
        theme: Theme,
        icons: IconSet,
        actions: Actions,
        files: FileDialogs | None,
        reading: ReadingController,
        places: DeskLayout,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._theme, self._icons, self._actions = session, theme, icons, actions
        self._files, self._reading, self._places = files, reading, places
        self.cover = Cover(lambda: self.shown, lambda: self.show(False), self._instead)

    @cached_property
    def page(self) -> AnalysisPage:
        """Return the analysis workspace, made when it is first wanted."""
        from coder.gui.analysis.page import AnalysisPage

        page = AnalysisPage(theme=self._theme, icons=self._icons)
        page.left.connect(lambda: self.show(False))
        self._places.views.addWidget(page)
        return page

    @cached_property
    def controller(self) -> AnalysisController:
        """Return what counts and shows in the analysis workspace."""
        from coder.gui.analysis.controller import AnalysisController

        controller = AnalysisController(
            self._session, page=self.page, theme=self._theme, icons=self._icons, files=self._files, parent=self
        )
        controller.go_requested.connect(self._read)
        controller.find_requested.connect(self._find)
        controller.export_wanted.connect(self.tables_wanted)
        return controller

    @cached_property
    def back_bar(self) -> BackBar:
        """Return the line above the text that leads back to the analysis."""
        from coder.gui.analysis.back import BackBar

        bar = BackBar(theme=self._theme, icons=self._icons)
        bar.hide()
        bar.back_requested.connect(lambda: self.show(True))
        self._places.column.insertWidget(0, bar)
        return bar

    @property
    def shown(self) -> bool:
        """Tell whether the analysis workspace is shown in place of the transcripts."""
        return "page" in self.__dict__ and self._places.views.currentWidget() is self.page

    def show(self, shown: bool, place: str = "") -> None:
        """Show the analysis workspace where it was left or at a place, or the transcripts again."""
        self._actions["analyse"].setChecked(shown)
        if shown:
            self.room_wanted.emit()
            self._actions["analyse"].setChecked(True)
            if "back_bar" in self.__dict__:
                self.back_bar.hide()
            self.covered.emit(True)
            self._places.views.setCurrentWidget(self.page)
            self.controller.begin(place)
        elif "page" in self.__dict__:
            self.covered.emit(False)
            self._places.views.setCurrentIndex(0)
            self._reading.view.setFocus()

    def stop(self) -> None:
        """Ask for nothing more."""
        if "controller" in self.__dict__:
            self.controller.stop()

    def _instead(self) -> Mapping[str, Callable[[], object]]:
        return {
            "next_part": lambda: self.page.step_part(1),
            "previous_part": lambda: self.page.step_part(-1),
            "find": lambda: self.controller.begin("search"),
        }

    def _read(self, transcript_id: str, span: Span) -> None:
        self.show(False)
        self._reading.go_to(transcript_id, span)
        self.back_bar.offer(self.page.title())

    def _find(self, code_id: str) -> None:
        self.show(False)
        self.back_bar.offer(self.page.title())
        self.find_wanted.emit(code_id)
