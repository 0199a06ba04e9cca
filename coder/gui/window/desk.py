"""The coding desk: an open project's panels laid out, and the controllers that connect them to the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QApplication, QWidget

from coder.domain.changes import ChangeSet
from coder.domain.transcript import TranscriptStatus
from coder.gui.base.equipment import Equipment
from coder.gui.base.focus import step_part
from coder.gui.base.layout import lay_out
from coder.gui.base.places import Places
from coder.gui.base.session import Session
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.coding.codes_controller import CodebookController
from coder.gui.coding.controller import CodingController
from coder.gui.coding.history import HistoryController
from coder.gui.coding.inspector import InspectorPanel
from coder.gui.coding.palette.palette import CodePalette
from coder.gui.coding.recent_keys import recent_keys
from coder.gui.coding.text_menu import TextMenu
from coder.gui.importing.controller import ImportController
from coder.gui.look.connecting import follow
from coder.gui.look.deliberate import once_per_press
from coder.gui.look.fonts import reading_font
from coder.gui.look.widgets import EmptyState
from coder.gui.reading.controller import ReadingController
from coder.gui.reading.header import TranscriptHeader
from coder.gui.reading.view import TranscriptView
from coder.gui.reading.view.colours import view_colours
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.gui.suggestions.offering import Offering
from coder.gui.suggestions.panel.panel import SuggestionPanel
from coder.gui.suggestions.suggesting import SuggestionController
from coder.gui.transcripts.controller import TranscriptsController
from coder.gui.transcripts.panel import TranscriptPanel
from coder.gui.window.places import PLACES, Bench
from coder.gui.window.returning import show_passage, spot_of


class Desk(QWidget):
    """Everything that is seen of an open project."""

    def __init__(self, session: Session, *, kit: Equipment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._kit = kit
        theme, icons, keys, tasks, actions = kit.theme, kit.icons, kit.keys, kit.tasks, kit.actions
        self.transcripts = TranscriptPanel(theme=theme, icons=icons)
        self.codebook = CodebookPanel(theme=theme, icons=icons)
        self.header = TranscriptHeader(icons=icons, actions=actions)
        self.view = TranscriptView(font=reading_font(), text_size=session.settings.values.text_size)
        self.inspector = InspectorPanel(theme=theme, icons=icons, keys=keys)
        self.suggestions = SuggestionPanel(theme=theme, icons=icons, keys=keys)
        self.palette_popup = CodePalette(theme=theme, icons=icons, parent=self)
        self._empty = EmptyState(
            icons,
            icon="transcript",
            title="Nothing to read yet",
            text="Drop transcripts anywhere in the list on the left, or import them: Word, text, Markdown and captions "
            "(.docx .txt .md .vtt .srt). Nothing leaves this computer.",
            actions=[actions["import_transcripts"]],
        )
        layout = lay_out(
            self,
            theme=theme,
            left=(self.transcripts, self.codebook),
            middle=(self.header, self.view, self._empty),
            right=(self.inspector, self.suggestions),
        )
        self._pages = layout.pages
        self.reading = ReadingController(session, self.view, self)
        self.coding = CodingController(
            session,
            reading=self.reading,
            inspector=self.inspector,
            palette=self.palette_popup,
            theme=theme,
            parent=self,
        )
        self.engine = EngineKeeper(session, tasks=tasks, parent=self)
        self.hits = HitRates(session, engine=self.engine, tasks=tasks, parent=self)
        self.suggesting = SuggestionController(
            session,
            reading=self.reading,
            coding=self.coding,
            engine=self.engine,
            hits=self.hits,
            panel=self.suggestions,
            tasks=tasks,
            parent=self,
        )
        self.codes = CodebookController(session, panel=self.codebook, coding=self.coding, theme=theme, parent=self)
        self.listing = TranscriptsController(
            session, panel=self.transcripts, reading=self.reading, kit=kit, parent=self
        )
        self.imports = ImportController(session, panel=self.transcripts, reading=self.reading, kit=kit, parent=self)
        self._menu = TextMenu(
            session, reading=self.reading, coding=self.coding, actions=actions, theme=theme, parent=self
        )
        self.history = HistoryController(session, actions=actions, parent=self)
        self.places = Places(session, kit=kit, layout=layout, rest=self._set_resting, read=self.view.setFocus)
        offering = Offering(
            reading=self.reading,
            coding=self.coding,
            suggesting=self.suggesting,
            engine=self.engine,
            hits=self.hits,
        )
        bench = Bench(offering=offering, codes=self.codes, codebook=self.codebook, desk=self)
        for make in PLACES:
            self.places.add(make(self.places, bench))
        self._add_keys()
        self._connect()
        self._dress()

    def _connect(self) -> None:
        follow(self._kit.theme.changed, self, self._dress)
        self.reading.opened.connect(self._opened)
        self.header.status_requested.connect(self._set_status)
        self.header.details_requested.connect(self._details)
        self.inspector.left.connect(self.view.setFocus)
        self.suggestions.left.connect(self.view.setFocus)
        self.suggestions.review_requested.connect(lambda: self.places.open("review"))
        self.codebook.find_passages_requested.connect(lambda code_id: self.places.open("find_passages", code_id))
        self.view.zoom_requested.connect(self.zoom)
        self.codes.evidence_wanted.connect(lambda code_id: self.places.open("show_evidence", code_id))
        self.history.replayed.connect(self._go_to_change)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return what does each action that needs an open project, by the action's name."""
        suggesting, view = self.suggesting, self.view
        handlers: dict[str, Callable[[], object]] = {
            "undo": self.history.undo,
            "redo": self.history.redo,
            "import_transcripts": self.imports.import_files,
            **self.coding.handlers(),
            **self.suggesting.handlers(),
            "new_code": self.codebook.begin_new_code,
            "show_suggestions": lambda: suggesting.set_shown(self._kit.actions["show_suggestions"].isChecked()),
            "next_turn": lambda: view.go_to_turn(1),
            "previous_turn": lambda: view.go_to_turn(-1),
            "select_turn": view.select_turn,
            "select_sentence": view.select_sentence,
            "next_transcript": lambda: self.listing.step(1),
            "previous_transcript": lambda: self.listing.step(-1),
            "go_text": view.setFocus,
            "go_codebook": self.codebook.focus_filter,
            "go_transcripts": self.transcripts.focus_list,
            "next_part": lambda: self._step_part(1),
            "previous_part": lambda: self._step_part(-1),
        }
        return self.places.handlers(handlers)

    def begin(self) -> None:
        """Show the first transcript and give the text the keys."""
        self._kit.actions["show_suggestions"].setChecked(self.suggesting.shown)
        self.history.name()
        self.listing.open_first()
        if not self.reading.transcript_id:
            self._opened("")
        self.places.begin()
        if self.reading.transcript_id:
            self.view.setFocus()
        else:
            self.transcripts.focus_list()

    def zoom(self, steps: int) -> None:
        """Set the text larger or smaller and remember it."""
        self.set_text_size(self.view.text_size() + steps)

    def set_text_size(self, size: int) -> None:
        """Set the text at a size in pixels and remember it."""
        self.view.set_text_size(size)
        self._kit.theme.set_text_size(self.view.text_size())
        self.session.settings.values.text_size = self.view.text_size()
        self.session.settings.save()

    def _set_resting(self, resting: bool) -> None:
        """Spare the transcripts' side the work of following each edit while something covers it."""
        self.reading.set_resting(resting)
        self.codes.set_resting(resting)
        self.listing.set_resting(resting)

    def close_down(self) -> None:
        """Write what is still being typed, remember the place, and stop everything that runs."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        self.reading.remember_place()
        self.session.settings.save()
        self.places.stop()
        self.listing.stop()
        self.suggesting.stop()
        self.hits.stop()
        self.engine.stop()
        self._kit.tasks.shut_down()
        self.session.close()

    def _add_keys(self) -> None:
        self.view.addActions(self._kit.actions.in_text())
        once_per_press(self.view)
        self.view.addActions(recent_keys(self.view, self.coding.apply_recent))

    def _dress(self) -> None:
        self.view.set_colours(view_colours(self._kit.theme))

    def _opened(self, transcript_id: str) -> None:
        self.header.show_detail(self.reading.detail)
        self._pages.setCurrentWidget(self.view if transcript_id else self._empty)

    def _go_to_change(self, changes: ChangeSet) -> None:
        """Lead to what was undone or redone, unless the person is where it is not seen."""
        spot = spot_of(changes, here=self.reading.transcript_id)
        if spot is None:
            return
        cover = self.places.cover
        if cover is not None:
            cover.follow(spot.code_id)
            return
        if spot.in_codebook:
            self.codebook.choose(spot.code_id)
        if not self.places.lead:
            show_passage(spot, reading=self.reading, coding=self.coding)

    def _set_status(self, status: TranscriptStatus) -> None:
        if self.reading.transcript_id:
            self.listing.set_status(self.reading.transcript_id, status)

    def _details(self) -> None:
        if self.reading.transcript_id:
            self.listing.details(self.reading.transcript_id)

    def _step_part(self, by: int) -> None:
        """Give the keys to the next part of the window that is shown."""
        parts: list[tuple[QWidget, Callable[[], object]]] = [
            (self.transcripts, self.transcripts.focus_list),
            (self.codebook, self.codebook.focus_tree),
            (self.view, self.view.setFocus),
            (self.inspector, self.inspector.focus_list),
            (self.suggestions, self.suggestions.focus_list),
        ]
        step_part([*parts, *self.places.parts()], by)
