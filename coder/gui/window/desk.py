"""The coding desk: an open project's panels laid out, and the controllers that connect them to the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from coder.domain.changes import ChangeSet
from coder.domain.transcript import TranscriptStatus
from coder.gui.analysis.views import AnalysisViews
from coder.gui.base.actions import ACTIONS, Actions, key_text
from coder.gui.base.focus import step_part
from coder.gui.base.layout import lay_out
from coder.gui.base.places import Cover, in_place, uncover
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.coding.codes_controller import CodebookController
from coder.gui.coding.controller import CodingController
from coder.gui.coding.history import HistoryController
from coder.gui.coding.inspector import InspectorPanel
from coder.gui.coding.palette.palette import CodePalette
from coder.gui.coding.recent_keys import recent_keys
from coder.gui.coding.text_menu import TextMenu
from coder.gui.look.connecting import follow
from coder.gui.look.deliberate import once_per_press
from coder.gui.look.fonts import reading_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.look.widgets import EmptyState
from coder.gui.reading.controller import ReadingController
from coder.gui.reading.header import TranscriptHeader
from coder.gui.reading.view import TranscriptView
from coder.gui.reading.view.colours import view_colours
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.gui.suggestions.offers import OfferViews
from coder.gui.suggestions.panel.panel import SuggestionPanel
from coder.gui.suggestions.suggesting import SuggestionController
from coder.gui.transcripts.controller import TranscriptsController
from coder.gui.transcripts.panel import TranscriptPanel
from coder.gui.window.returning import place_of, show_passage

if TYPE_CHECKING:
    from coder.gui.base.file_dialogs import FileDialogs
    from coder.gui.codebook.editing import WorkspaceController
    from coder.gui.codebook.page import WorkspacePage
    from coder.gui.codebook.sharing import SharingController
    from coder.gui.evidence.controller import EvidenceController
    from coder.gui.evidence.dock import EvidenceDock
    from coder.gui.reading.find_bar import FindBar
    from coder.gui.reading.finding import FindController

LOOK_AFTER_MS = 1500
_EVIDENCE_SHARE, _EVIDENCE_LEAST = 0.26, 160
"""Of the height of the desk that the evidence takes when it is first folded out, and pixels at least."""


class Desk(QWidget):
    """Everything that is seen of an open project."""

    export_wanted = Signal(bool)
    """Somebody asked for the evidence table as a file; with or without a byte order mark."""
    tables_wanted = Signal(str, object)
    """Tables are wanted as files: the one to begin with, or an empty text, and a saved query's name or None."""
    sharing_told = Signal(str)
    """How the shared codebook files stand, in a few words; empty if nothing is to be done."""

    def __init__(
        self,
        session: Session,
        *,
        theme: Theme,
        icons: IconSet,
        tasks: Tasks,
        actions: Actions,
        files: FileDialogs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._theme, self._icons, self._tasks = theme, icons, tasks
        self._evidence_placed = False
        self._actions = actions
        keys = {spec.name: key_text(spec.name) for spec in ACTIONS}
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
        self._column, self._pages, self._rows, self._views = layout.column, layout.pages, layout.rows, layout.views
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
        self.offers = OfferViews(
            session,
            theme=theme,
            icons=icons,
            tasks=tasks,
            actions=actions,
            keys=keys,
            reading=self.reading,
            coding=self.coding,
            suggesting=self.suggesting,
            engine=self.engine,
            hits=self.hits,
            codebook=self.codebook,
            places=layout,
            parent=self,
        )
        self.analyses = AnalysisViews(
            session,
            theme=theme,
            icons=icons,
            actions=actions,
            files=files,
            reading=self.reading,
            places=layout,
            parent=self,
        )
        self._covers = (
            Cover(lambda: self.offers.in_trust, lambda: self.offers.show_trust(False), dict),
            Cover(lambda: self.in_workspace, lambda: self.show_workspace(False), self._in_workspace),
            self.analyses.cover,
        )
        self.codes = CodebookController(session, panel=self.codebook, coding=self.coding, theme=theme, parent=self)
        self.listing = TranscriptsController(
            session,
            panel=self.transcripts,
            reading=self.reading,
            tasks=tasks,
            icons=icons,
            theme=theme,
            parent=self,
        )
        self._menu = TextMenu(
            session, reading=self.reading, coding=self.coding, actions=actions, theme=theme, parent=self
        )
        self.history = HistoryController(session, actions=actions, parent=self)
        self._add_keys()
        self._connect()
        self._dress()
        self._actions["show_evidence"].setChecked(False)

    @cached_property
    def find_bar(self) -> FindBar:
        """Return the find bar between the header and the text, made when it is first wanted."""
        from coder.gui.reading.find_bar import FindBar

        bar = FindBar(theme=self._theme, icons=self._icons)
        bar.hide()
        self._column.insertWidget(self._column.indexOf(self._pages), bar)
        return bar

    @cached_property
    def finding(self) -> FindController:
        """Return what searches for the find bar."""
        from coder.gui.reading.finding import FindController

        return FindController(self.session, reading=self.reading, bar=self.find_bar, parent=self)

    @cached_property
    def evidence(self) -> EvidenceDock:
        """Return the evidence table's dock, made when it is first wanted: most starts need none."""
        from coder.gui.evidence.dock import EvidenceDock

        dock = EvidenceDock(theme=self._theme, icons=self._icons, csv_bom=self.session.settings.values.csv_bom)
        dock.hide()
        self._rows.addWidget(dock)
        self._rows.setStretchFactor(1, 2)
        return dock

    @cached_property
    def table(self) -> EvidenceController:
        """Return what fills the evidence table."""
        from coder.gui.evidence.controller import EvidenceController

        table = EvidenceController(self.session, reading=self.reading, dock=self.evidence, parent=self)
        table.export_wanted.connect(self.export_wanted)
        return table

    @cached_property
    def workspace(self) -> WorkspacePage:
        """Return the codebook workspace, made when it is first wanted."""
        from coder.gui.codebook.page import WorkspacePage

        page = WorkspacePage(theme=self._theme, icons=self._icons)
        page.left.connect(lambda: self.show_workspace(False))
        page.codes.find_passages_requested.connect(self.find_passages)
        self._views.addWidget(page)
        return page

    @cached_property
    def editing(self) -> WorkspaceController:
        """Return what edits the codebook in the workspace."""
        from coder.gui.codebook.editing import WorkspaceController

        editing = WorkspaceController(
            self.session, page=self.workspace, codes=self.codes, tasks=self._tasks, parent=self
        )
        editing.go_requested.connect(self.reading.go_to)
        return editing

    @cached_property
    def sharing(self) -> SharingController:
        """Return what keeps an eye on the shared codebook file."""
        from coder.gui.codebook.sharing import SharingController

        sharing = SharingController(self.session, page=self.workspace, tasks=self._tasks, parent=self)
        sharing.news.connect(self.session.notifier.say)
        sharing.told.connect(self.sharing_told)
        sharing.go_requested.connect(self.reading.go_to)
        return sharing

    def _connect(self) -> None:
        follow(self._theme.changed, self, self._dress)
        self.reading.opened.connect(self._opened)
        self.header.status_requested.connect(self._set_status)
        self.header.details_requested.connect(self._details)
        self.inspector.left.connect(self.view.setFocus)
        self.suggestions.left.connect(self.view.setFocus)
        self.offers.transcripts_wanted.connect(lambda: uncover(self._covers))
        self.offers.room_wanted.connect(self._fold_evidence)
        self.analyses.room_wanted.connect(lambda: uncover(self._covers))
        self.analyses.covered.connect(self._set_resting)
        self.analyses.tables_wanted.connect(self.tables_wanted)
        self.analyses.find_wanted.connect(self.find_passages)
        self.suggestions.review_requested.connect(lambda: self.offers.show_review(True))
        self.codebook.find_passages_requested.connect(self.find_passages)
        self.view.zoom_requested.connect(self.zoom)
        self.codes.evidence_wanted.connect(self._show_evidence_of)
        self.history.replayed.connect(self._go_to_change)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return what does each action that needs an open project, by the action's name."""
        suggesting, view = self.suggesting, self.view
        handlers: dict[str, Callable[[], object]] = {
            "undo": self.history.undo,
            "redo": self.history.redo,
            "import_transcripts": self.listing.import_files,
            "find": lambda: self.finding.open(),  # noqa: PLW0108  # made when wanted
            "find_next": lambda: self.finding.next(),  # noqa: PLW0108  # made when wanted
            "find_previous": lambda: self.finding.previous(),  # noqa: PLW0108  # made when wanted
            **self.coding.handlers(),
            "new_code": self.codebook.begin_new_code,
            "show_suggestions": lambda: suggesting.set_shown(self._actions["show_suggestions"].isChecked()),
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
            "edit_codebook": lambda: self.show_workspace(self._actions["edit_codebook"].isChecked()),
            "show_evidence": lambda: self.show_evidence(self._actions["show_evidence"].isChecked()),
            "analyse": lambda: self.analyses.show(self._actions["analyse"].isChecked()),
            **self.offers.handlers(),
        }
        return {name: in_place(name, do, self._covers) for name, do in handlers.items()}

    def _in_workspace(self) -> Mapping[str, Callable[[], object]]:
        """Return what some actions mean in the codebook workspace."""
        page = self.workspace
        return {
            "new_code": page.codes.begin_new_code,
            "go_codebook": page.codes.focus_filter,
            "next_part": lambda: page.step_part(1),
            "previous_part": lambda: page.step_part(-1),
        }

    @property
    def in_workspace(self) -> bool:
        """Tell whether the codebook workspace is shown in place of the transcripts."""
        return "workspace" in self.__dict__ and self._views.currentWidget() is self.workspace

    def begin(self) -> None:
        """Show the first transcript and give the text the keys."""
        self._actions["show_suggestions"].setChecked(self.suggesting.shown)
        for name in ("edit_codebook", "analyse", "review", "trust"):
            self._actions[name].setChecked(False)
        self.history.name()
        self.listing.open_first()
        if not self.reading.transcript_id:
            self._opened("")
        if any(book.shared_file for book in self.session.codebook.codebooks):
            # Whether the team's file changed is looked up once the desk has been shown.
            QTimer.singleShot(LOOK_AFTER_MS, self, lambda: self.sharing.look())  # noqa: PLW0108  # made when wanted
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
        self._theme.set_text_size(self.view.text_size())
        self.session.settings.values.text_size = self.view.text_size()
        self.session.settings.save()

    def show_evidence(self, shown: bool) -> None:
        """Fold the evidence table out or away."""
        self._actions["show_evidence"].setChecked(shown)
        if shown:
            self.offers.close_passages()
            self.table.show()
            self.evidence.show()
            if not self._evidence_placed:
                self._evidence_placed = True
                self._place_evidence()
            self.evidence.focus_table()
        elif self._has_evidence():
            self.evidence.hide()
            self.view.setFocus()

    def _place_evidence(self) -> None:
        """Give the evidence its share of the height when it is folded out for the first time."""
        height, at = self._rows.height(), self._rows.indexOf(self.evidence)
        share = max(_EVIDENCE_LEAST, round(height * _EVIDENCE_SHARE))
        sizes = [0] * self._rows.count()
        sizes[0], sizes[at] = height - share, share
        self._rows.setSizes(sizes)

    def show_workspace(self, shown: bool, code_id: str | None = None) -> None:
        """Show the codebook workspace in place of the transcripts, or these again."""
        if shown:
            uncover(self._covers)
            self._set_resting(True)
            self._views.setCurrentWidget(self.workspace)
            self.editing.begin(code_id)
            self.sharing.refresh()
        elif "workspace" in self.__dict__:
            self.workspace.form.leave()
            self._set_resting(False)
            self._views.setCurrentWidget(self._rows)
            self.view.setFocus()
        self._actions["edit_codebook"].setChecked(shown)

    def find_passages(self, code_id: str) -> None:
        """Look in all transcripts for passages that may speak of a code, and list them below the text."""
        self.offers.find_passages(code_id)

    def _set_resting(self, resting: bool) -> None:
        """Spare the transcripts' side the work of following each edit while the workspace covers it."""
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
        if "sharing" in self.__dict__:
            self.workspace.form.save_all()
            self.sharing.stop()
        self.listing.stop()
        self.analyses.stop()
        self.offers.stop()
        self.suggesting.stop()
        self.hits.stop()
        self.engine.stop()
        if self._has_evidence():
            self.table.stop()
        self._tasks.shut_down()
        self.session.close()

    def _fold_evidence(self) -> None:
        if self._has_evidence() and self.evidence.isVisible():
            self.show_evidence(False)

    def _has_evidence(self) -> bool:
        return "table" in self.__dict__

    def _add_keys(self) -> None:
        self.view.addActions(self._actions.in_text())
        once_per_press(self.view)
        self.view.addActions(recent_keys(self.view, self.coding.apply_recent))

    def _dress(self) -> None:
        self.view.set_colours(view_colours(self._theme))

    def _opened(self, transcript_id: str) -> None:
        self.header.show_detail(self.reading.detail)
        self._pages.setCurrentWidget(self.view if transcript_id else self._empty)

    def _go_to_change(self, changes: ChangeSet) -> None:
        """Lead to what was undone or redone, unless the person is where it is not seen."""
        place = place_of(changes, here=self.reading.transcript_id)
        if place is None:
            return
        if self.in_workspace:
            self.editing.go_to_code(place.code_id)
        elif not any(cover.shown() for cover in self._covers):
            if place.in_codebook:
                self.codebook.choose(place.code_id)
            if not self.offers.in_review:  # There the review leads to the passage by itself.
                show_passage(place, reading=self.reading, coding=self.coding)

    def _set_status(self, status: TranscriptStatus) -> None:
        if self.reading.transcript_id:
            self.listing.set_status(self.reading.transcript_id, status)

    def _details(self) -> None:
        if self.reading.transcript_id:
            self.listing.details(self.reading.transcript_id)

    def _show_evidence_of(self, code_id: str) -> None:
        self.show_evidence(True)
        self.table.show_code(code_id)

    def _step_part(self, by: int) -> None:
        """Give the keys to the next part of the window that is shown."""
        parts: list[tuple[QWidget, Callable[[], object]]] = [
            (self.transcripts, self.transcripts.focus_list),
            (self.codebook, self.codebook.focus_tree),
            (self.view, self.view.setFocus),
            (self.inspector, self.inspector.focus_list),
            (self.suggestions, self.suggestions.focus_list),
        ]
        parts += self.offers.parts()
        if self._has_evidence():
            parts.append((self.evidence, self.evidence.focus_table))
        step_part(parts, by)
