"""The coding desk: an open project's panels laid out, and the controllers that connect them to the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from coder.domain.changes import ChangeSet
from coder.domain.codebook import CodeStatus
from coder.domain.coding import Direction, Strength
from coder.domain.span import Span
from coder.domain.transcript import TranscriptStatus
from coder.errors import CoderError
from coder.gui.actions import ACTIONS, Actions, key_text
from coder.gui.codebook.panel import CodebookPanel
from coder.gui.controllers.codebook import CodebookController
from coder.gui.controllers.coding import CodingController
from coder.gui.controllers.engine import EngineKeeper
from coder.gui.controllers.hits import HitRates
from coder.gui.controllers.reading import ReadingController
from coder.gui.controllers.suggesting import SuggestionController
from coder.gui.controllers.text_menu import TextMenu
from coder.gui.controllers.transcripts import TranscriptsController
from coder.gui.fonts import reading_font
from coder.gui.header import TranscriptHeader
from coder.gui.icons import IconSet
from coder.gui.inspector.panel import InspectorPanel
from coder.gui.palette.palette import CodePalette
from coder.gui.session import Session
from coder.gui.suggestions.panel import SuggestionPanel
from coder.gui.tasks import Tasks
from coder.gui.theme import Theme
from coder.gui.transcript import TranscriptView, ViewColours
from coder.gui.transcripts.panel import TranscriptPanel
from coder.gui.widgets import EmptyState, Hairline

if TYPE_CHECKING:
    from coder.gui.analysis.back import BackBar
    from coder.gui.analysis.page import AnalysisPage
    from coder.gui.controllers.analysis import AnalysisController
    from coder.gui.controllers.evidence import EvidenceController
    from coder.gui.controllers.finding import FindController
    from coder.gui.controllers.passages import PassagesController
    from coder.gui.controllers.reviewing import ReviewController
    from coder.gui.controllers.sharing import SharingController
    from coder.gui.controllers.trusting import TrustController
    from coder.gui.controllers.workspace import WorkspaceController
    from coder.gui.evidence.dock import EvidenceDock
    from coder.gui.file_dialogs import FileDialogs
    from coder.gui.passages.dock import PassageDock
    from coder.gui.review.panel import ReviewPanel
    from coder.gui.search.bar import FindBar
    from coder.gui.trust.page import TrustPage
    from coder.gui.workspace.page import WorkspacePage

RECENT_KEYS = 9
LOOK_AFTER_MS = 1500
_LEFT, _MIDDLE, _RIGHT = 256, 808, 288
_LIST, _TREE, _HERE, _SUGGESTED = 288, 500, 360, 420
_FOUND = 280
"""Height of the list of found passages when it opens."""


_EVERYWHERE = frozenset({"undo", "redo", "import_transcripts", "edit_codebook", "analyse", "show_suggestions", "trust"})
"""What does the same in the codebook workspace as beside the transcripts."""
_BACK_TO_TEXT = frozenset(
    {"find", "find_next", "find_previous", "go_text", "go_transcripts", "next_transcript", "previous_transcript"}
    | {"show_evidence", "review", "find_passages"}
)
"""What leads from the codebook workspace, or from the trust panel, back to the transcripts."""


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
        self._files = files
        self._theme, self._icons, self._tasks = theme, icons, tasks
        self._actions = actions
        self._keys = keys = {spec.name: key_text(spec.name) for spec in ACTIONS}
        self.transcripts = TranscriptPanel(theme=theme, icons=icons)
        self.codebook = CodebookPanel(theme=theme, icons=icons)
        self.header = TranscriptHeader(icons=icons, actions=actions)
        self.view = TranscriptView(font=reading_font(), text_size=session.settings.values.text_size)
        self.inspector = InspectorPanel(theme=theme, icons=icons, keys=keys)
        self.suggestions = SuggestionPanel(theme=theme, icons=icons, keys=keys)
        self.palette_popup = CodePalette(theme=theme, icons=icons, parent=self)
        self._sizes_before: list[int] = []
        self._empty = EmptyState(
            icons,
            icon="transcript",
            title="Nothing to read yet",
            text="Drop transcripts anywhere in the list on the left, or import them: Word, text, Markdown and captions "
            "(.docx .txt .md .vtt .srt). Nothing leaves this computer.",
            actions=[actions["import_transcripts"]],
        )
        self._arrange()
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
        self._add_keys()
        self._connect()
        self._dress()
        self._actions["show_evidence"].setChecked(False)

    @cached_property
    def find_bar(self) -> FindBar:
        """Return the find bar between the header and the text, made when it is first wanted."""
        from coder.gui.search.bar import FindBar

        bar = FindBar(theme=self._theme, icons=self._icons)
        bar.hide()
        self._column.insertWidget(self._column.indexOf(self._pages), bar)
        return bar

    @cached_property
    def finding(self) -> FindController:
        """Return what searches for the find bar."""
        from coder.gui.controllers.finding import FindController

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
        from coder.gui.controllers.evidence import EvidenceController

        table = EvidenceController(self.session, reading=self.reading, dock=self.evidence, parent=self)
        table.export_wanted.connect(self.export_wanted)
        return table

    @cached_property
    def workspace(self) -> WorkspacePage:
        """Return the codebook workspace, made when it is first wanted."""
        from coder.gui.workspace.page import WorkspacePage

        page = WorkspacePage(theme=self._theme, icons=self._icons)
        page.left.connect(lambda: self.show_workspace(False))
        page.codes.find_passages_requested.connect(self.find_passages)
        self._views.addWidget(page)
        return page

    @cached_property
    def editing(self) -> WorkspaceController:
        """Return what edits the codebook in the workspace."""
        from coder.gui.controllers.workspace import WorkspaceController

        editing = WorkspaceController(
            self.session, page=self.workspace, codes=self.codes, tasks=self._tasks, parent=self
        )
        editing.go_requested.connect(self.reading.go_to)
        return editing

    @cached_property
    def sharing(self) -> SharingController:
        """Return what keeps an eye on the shared codebook file."""
        from coder.gui.controllers.sharing import SharingController

        sharing = SharingController(self.session, page=self.workspace, tasks=self._tasks, parent=self)
        sharing.news.connect(self.session.notifier.say)
        sharing.told.connect(self.sharing_told)
        sharing.go_requested.connect(self.reading.go_to)
        return sharing

    @cached_property
    def analysis(self) -> AnalysisPage:
        """Return the analysis workspace, made when it is first wanted."""
        from coder.gui.analysis.page import AnalysisPage

        page = AnalysisPage(theme=self._theme, icons=self._icons)
        page.left.connect(lambda: self.show_analysis(False))
        self._views.addWidget(page)
        return page

    @cached_property
    def review_panel(self) -> ReviewPanel:
        """Return the panel that takes the place of SUGGESTED while a transcript is reviewed."""
        from coder.gui.review.panel import ReviewPanel
        from coder.services.reviewing import ReviewOrder

        panel = ReviewPanel(
            theme=self._theme,
            icons=self._icons,
            orders=[(order.value, order.value) for order in ReviewOrder],
            keys=self._keys,
        )
        panel.left.connect(self.view.setFocus)
        panel.closed.connect(lambda: self.show_review(False))
        self._offered.addWidget(panel)
        return panel

    @cached_property
    def reviewing(self) -> ReviewController:
        """Return what goes through the suggestions of a transcript, made when it is first wanted."""
        from coder.gui.controllers.reviewing import ReviewController

        return ReviewController(
            self.session,
            reading=self.reading,
            coding=self.coding,
            suggesting_here=self.suggesting,
            engine=self.engine,
            hits=self.hits,
            panel=self.review_panel,
            tasks=self._tasks,
            parent=self,
        )

    @cached_property
    def passage_dock(self) -> PassageDock:
        """Return the list of passages that were found for a code, made when it is first wanted."""
        from coder.gui.passages.dock import PassageDock

        dock = PassageDock(theme=self._theme, icons=self._icons, keys=self._keys)
        dock.other_code_requested.connect(self.choose_and_find_passages)
        dock.hide()
        self._rows.addWidget(dock)
        self._rows.setStretchFactor(self._rows.indexOf(dock), 2)
        return dock

    @cached_property
    def passages(self) -> PassagesController:
        """Return what looks for passages for a code."""
        from coder.gui.controllers.passages import PassagesController

        passages = PassagesController(
            self.session,
            reading=self.reading,
            suggesting_here=self.suggesting,
            engine=self.engine,
            dock=self.passage_dock,
            tasks=self._tasks,
            parent=self,
        )
        passages.closed.connect(self.close_passages)
        return passages

    @cached_property
    def trust_page(self) -> TrustPage:
        """Return the trust panel, made when it is first wanted."""
        from coder.gui.trust.page import TrustPage

        page = TrustPage(theme=self._theme, icons=self._icons)
        page.left.connect(lambda: self.show_trust(False))
        self._views.addWidget(page)
        return page

    @cached_property
    def analysing(self) -> AnalysisController:
        """Return what counts and shows in the analysis workspace."""
        from coder.gui.controllers.analysis import AnalysisController

        analysing = AnalysisController(
            self.session, page=self.analysis, theme=self._theme, icons=self._icons, files=self._files, parent=self
        )
        analysing.go_requested.connect(self._read_from_analysis)
        analysing.find_requested.connect(self._find_for)
        analysing.export_wanted.connect(self.tables_wanted)
        return analysing

    @cached_property
    def back_bar(self) -> BackBar:
        """Return the line above the text that leads back to the analysis."""
        from coder.gui.analysis.back import BackBar

        bar = BackBar(theme=self._theme, icons=self._icons)
        bar.hide()
        bar.back_requested.connect(lambda: self.show_analysis(True))
        self._column.insertWidget(0, bar)
        return bar

    @cached_property
    def trusting(self) -> TrustController:
        """Return what fills the trust panel."""
        from coder.gui.controllers.trusting import TrustController

        return TrustController(
            self.session, engine=self.engine, hits=self.hits, page=self.trust_page, tasks=self._tasks, parent=self
        )

    def _connect(self) -> None:
        self._theme.changed.connect(self._dress)
        self.reading.opened.connect(self._opened)
        self.header.status_requested.connect(self._set_status)
        self.header.details_requested.connect(self._details)
        self.inspector.left.connect(self.view.setFocus)
        self.suggestions.left.connect(self.view.setFocus)
        self.suggestions.review_requested.connect(lambda: self.show_review(True))
        self.codebook.find_passages_requested.connect(self.find_passages)
        self.view.zoom_requested.connect(self.zoom)
        self.codes.evidence_wanted.connect(self._show_evidence_of)
        self.session.bridge.committed.connect(self._name_history)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return what does each action that needs an open project, by the action's name."""
        coding, suggesting, view = self.coding, self.suggesting, self.view
        handlers: dict[str, Callable[[], object]] = {
            "undo": self.undo,
            "redo": self.redo,
            "import_transcripts": self.listing.import_files,
            "find": lambda: self.finding.open(),  # noqa: PLW0108  # made when wanted
            "find_next": lambda: self.finding.next(),  # noqa: PLW0108  # made when wanted
            "find_previous": lambda: self.finding.previous(),  # noqa: PLW0108  # made when wanted
            "code_passage": coding.ask_for_code,
            "new_code": self.codebook.begin_new_code,
            "supports": lambda: coding.direction_of_active(Direction.SUPPORTS),
            "challenges": lambda: coding.direction_of_active(Direction.CHALLENGES),
            "mixed": lambda: coding.direction_of_active(Direction.MIXED),
            "unclear": lambda: coding.direction_of_active(Direction.UNCLEAR),
            "clear_direction": lambda: coding.direction_of_active(None),
            "anecdotal": lambda: coding.strength_of_active(Strength.ANECDOTAL),
            "described": lambda: coding.strength_of_active(Strength.DESCRIBED),
            "corroborated": lambda: coding.strength_of_active(Strength.CORROBORATED),
            "memo": coding.write_memo,
            "change_code": coding.change_active_code,
            "remove_coding": coding.remove_active,
            "next_coding": coding.next_here,
            "longer_end": lambda: self._resize(end_by=1),
            "shorter_end": lambda: self._resize(end_by=-1),
            "earlier_start": lambda: self._resize(start_by=-1),
            "later_start": lambda: self._resize(start_by=1),
            "accept": lambda: self.reviewing.accept() if self.in_review else suggesting.accept_active(),
            "accept_directed": lambda: (
                self.reviewing.accept(with_direction=True)
                if self.in_review
                else suggesting.accept_active(with_direction=True)
            ),
            "reject": lambda: self.reviewing.reject() if self.in_review else suggesting.reject_active(),
            "next_suggestion": lambda: self.reviewing.next() if self.in_review else suggesting.next_suggestion(),
            "pick_another": lambda: self.reviewing.other_code() if self.in_review else suggesting.pick_another(),
            "skip_suggestion": lambda: self.reviewing.skip() if self.in_review else self._only_in_review(),
            "back_suggestion": lambda: self.reviewing.back() if self.in_review else self._only_in_review(),
            "review": lambda: self.show_review(self._actions["review"].isChecked()),
            "find_passages": self.find_passages_for_current,
            "trust": lambda: self.show_trust(self._actions["trust"].isChecked()),
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
            "analyse": lambda: self.show_analysis(self._actions["analyse"].isChecked()),
            "show_evidence": lambda: self.show_evidence(self._actions["show_evidence"].isChecked()),
        }
        return {name: self._in_place(name, do) for name, do in handlers.items()}

    def _in_place(self, name: str, do: Callable[[], object]) -> Callable[[], object]:
        """Return what an action does where the person is: in the workspace it means the workspace, or leads back."""
        if name in _EVERYWHERE:
            return do

        def act() -> object:
            if self.in_analysis:
                return self._in_analysis(name, do)
            if self.in_trust and name in _BACK_TO_TEXT:
                self.show_trust(False)
                return do()
            if self.in_trust:
                return None
            if not self.in_workspace:
                return do()
            page = self.workspace
            instead: Mapping[str, Callable[[], object]] = {
                "new_code": page.codes.begin_new_code,
                "go_codebook": page.codes.focus_filter,
                "next_part": lambda: page.step_part(1),
                "previous_part": lambda: page.step_part(-1),
            }
            if name in instead:
                return instead[name]()
            if name not in _BACK_TO_TEXT:
                # What acts on a passage must not act on one that nobody sees.
                return None
            self.show_workspace(False)
            return do()

        return act

    def _in_analysis(self, name: str, do: Callable[[], object]) -> object:
        """Do what an action means in the analysis workspace."""
        page = self.analysis
        instead: Mapping[str, Callable[[], object]] = {
            "next_part": lambda: page.step_part(1),
            "previous_part": lambda: page.step_part(-1),
            "find": lambda: self.analysing.begin("search"),
        }
        if name in instead:
            return instead[name]()
        if name not in _BACK_TO_TEXT:
            return None
        self.show_analysis(False)
        return do()

    @property
    def in_analysis(self) -> bool:
        """Tell whether the analysis workspace is shown in place of the transcripts."""
        return "analysis" in self.__dict__ and self._views.currentWidget() is self.analysis

    @property
    def in_workspace(self) -> bool:
        """Tell whether the codebook workspace is shown in place of the transcripts."""
        return "workspace" in self.__dict__ and self._views.currentWidget() is self.workspace

    @property
    def in_trust(self) -> bool:
        """Tell whether the trust panel is shown in place of the transcripts."""
        return "trust_page" in self.__dict__ and self._views.currentWidget() is self.trust_page

    @property
    def in_review(self) -> bool:
        """Tell whether the suggestions of a transcript are gone through."""
        return "reviewing" in self.__dict__ and self.reviewing.active

    def begin(self) -> None:
        """Show the first transcript and give the text the keys."""
        self._actions["show_suggestions"].setChecked(self.suggesting.shown)
        for name in ("edit_codebook", "analyse", "review", "trust"):
            self._actions[name].setChecked(False)
        self._name_history()
        self.listing.open_first()
        if any(book.shared_file for book in self.session.codebook.codebooks):
            # Whether the team's file changed is looked up once the desk has been shown.
            QTimer.singleShot(LOOK_AFTER_MS, self, lambda: self.sharing.look())  # noqa: PLW0108  # made when wanted
        self.view.setFocus()

    def undo(self) -> None:
        """Take the last action back and say which."""
        self._replay(self.session.project.undo, "Undid", "There is nothing to undo.")

    def redo(self) -> None:
        """Repeat the last action that was taken back and say which."""
        self._replay(self.session.project.redo, "Redid", "There is nothing to redo.")

    def zoom(self, steps: int) -> None:
        """Set the text larger or smaller and remember it."""
        self.set_text_size(self.view.text_size() + steps)

    def set_text_size(self, size: int) -> None:
        """Set the text at a size in pixels and remember it."""
        self.view.set_text_size(size)
        self.session.settings.values.text_size = self.view.text_size()
        self.session.settings.save()

    def show_evidence(self, shown: bool) -> None:
        """Fold the evidence table out or away."""
        self._actions["show_evidence"].setChecked(shown)
        if shown:
            self.close_passages()
            self.table.show()
            self.evidence.show()
            self.evidence.focus_table()
        elif self._has_evidence():
            self.evidence.hide()
            self.view.setFocus()

    def show_workspace(self, shown: bool, code_id: str | None = None) -> None:
        """Show the codebook workspace in place of the transcripts, or these again."""
        self._actions["edit_codebook"].setChecked(shown)
        if shown:
            if self.in_analysis:
                self.show_analysis(False)
            self._actions["trust"].setChecked(False)
            self._set_resting(True)
            self._views.setCurrentWidget(self.workspace)
            self.editing.begin(code_id)
            self.sharing.refresh()
        elif "workspace" in self.__dict__:
            self.workspace.form.leave()
            self._set_resting(False)
            self._views.setCurrentWidget(self._rows)
            self.view.setFocus()

    def show_analysis(self, shown: bool, place: str = "") -> None:
        """Show the analysis workspace in place of the transcripts, where it was left, or these again."""
        self._actions["analyse"].setChecked(shown)
        if shown:
            if self.in_workspace:
                self.show_workspace(False)
            if self.in_trust:
                self.show_trust(False)
            if "back_bar" in self.__dict__:
                self.back_bar.hide()
            self._set_resting(True)
            self._views.setCurrentWidget(self.analysis)
            self.analysing.begin(place)
        elif "analysis" in self.__dict__:
            self._set_resting(False)
            self._views.setCurrentWidget(self._rows)
            self.view.setFocus()

    def show_review(self, shown: bool) -> None:
        """Go through the suggestions of the open transcript, or offer codes where the person reads again."""
        self._actions["review"].setChecked(shown)
        if shown:
            self.close_passages()
            self._offered.setCurrentWidget(self.review_panel)
            self.reviewing.begin()
            self.view.setFocus()
        elif self.in_review:
            self._offered.setCurrentWidget(self.suggestions)
            self.reviewing.end()
            self.view.setFocus()

    def find_passages(self, code_id: str) -> None:
        """Look in all transcripts for passages that may speak of a code, and list them below the text."""
        if self.in_trust:
            self.show_trust(False)
        if self.in_workspace:
            self.show_workspace(False)
        if self.in_review:
            self.show_review(False)
        if self._has_evidence() and self.evidence.isVisible():
            self.show_evidence(False)
        if self.passage_dock.isHidden():
            self.passage_dock.show()
            height = sum(self._rows.sizes())
            sizes = [0] * self._rows.count()
            sizes[0], sizes[self._rows.indexOf(self.passage_dock)] = height - _FOUND, _FOUND
            self._rows.setSizes(sizes)
            # The reasons of the passage at hand need the room; what is coded there is a line or two.
            self._sizes_before = self._right.sizes()
            height = max(1, height - _FOUND)
            self._right.setSizes([round(height * 0.3), round(height * 0.7)])
        self.passages.begin(code_id)
        self.passage_dock.focus_list()

    def find_passages_for_current(self) -> None:
        """Look for passages for the code that is current in the codebook, or let the person choose one."""
        code_id = self.codebook.current_code()
        tree = self.codebook.tree
        if code_id is not None and tree.hasFocus() and self.session.codebook.tree[code_id].status is CodeStatus.ACTIVE:
            self.find_passages(code_id)
        else:
            self.choose_and_find_passages()

    def choose_and_find_passages(self) -> None:
        """Let the person choose a code, and look for passages for it."""
        self.coding.ask_for_any("Find passages for a code", self._find_chosen)

    def _find_chosen(self, code_id: str) -> None:
        # The palette gives the keys back to the text when it closes; the list takes them after that.
        QTimer.singleShot(0, self, lambda: self.find_passages(code_id))

    def close_passages(self) -> None:
        """Put the list of found passages away."""
        if "passages" in self.__dict__ and not self.passage_dock.isHidden():
            self.passages.end()
            self.passage_dock.hide()
            self._right.setSizes(self._sizes_before)
            self.view.setFocus()

    def show_trust(self, shown: bool) -> None:
        """Show how far suggestions can be trusted in place of the transcripts, or these again."""
        self._actions["trust"].setChecked(shown)
        if shown:
            if self.in_workspace:
                self.show_workspace(False)
            if self.in_analysis:
                self.show_analysis(False)
            self._views.setCurrentWidget(self.trust_page)
            self.trusting.begin()
            self.trust_page.focus_table()
        elif self.in_trust:
            self._views.setCurrentWidget(self._rows)
            self.view.setFocus()

    def _only_in_review(self) -> None:
        self.session.notifier.say(f"This works in a review of the transcript ({self._keys['review']}).")

    def _resize(self, *, start_by: int = 0, end_by: int = 0) -> None:
        """Move the ends of the suggestion under review, or of the active coding."""
        if self.in_review and self.reading.adjustable:
            self.reviewing.resize(start_by=start_by, end_by=end_by)
        else:
            self.coding.resize_active(start_by=start_by, end_by=end_by)

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
        if "analysing" in self.__dict__:
            self.analysing.stop()
        self.listing.stop()
        for name in ("reviewing", "passages", "trusting"):
            if name in self.__dict__:
                getattr(self, name).stop()
        self.suggesting.stop()
        self.hits.stop()
        self.engine.stop()
        if self._has_evidence():
            self.table.stop()
        self.session.close()

    def _arrange(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.transcripts)
        left.addWidget(self.codebook)
        left.setStretchFactor(0, 2)
        left.setStretchFactor(1, 3)
        left.setSizes([_LIST, _TREE])
        self._right = right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.inspector)
        self._offered = QStackedWidget()
        self._offered.addWidget(self.suggestions)
        right.addWidget(self._offered)
        right.setStretchFactor(0, 1)
        right.setStretchFactor(1, 1)
        right.setSizes([_HERE, _SUGGESTED])
        middle = QFrame()
        middle.setProperty("role", "paper")
        self._column = column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        column.addWidget(self.header)
        column.addWidget(Hairline(self._theme))
        column.addWidget(self._pages, 1)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, middle, right):
            self._columns.addWidget(part)
        self._columns.setSizes([_LEFT, _MIDDLE, _RIGHT])
        self._columns.setStretchFactor(0, 0)
        self._columns.setStretchFactor(1, 1)
        self._columns.setStretchFactor(2, 0)
        self._rows = QSplitter(Qt.Orientation.Vertical)
        self._rows.addWidget(self._columns)
        self._rows.setStretchFactor(0, 5)
        for splitter in (left, right, self._columns, self._rows):
            splitter.setChildrenCollapsible(False)
        self._views = QStackedWidget()
        self._views.addWidget(self._rows)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._views)

    def _has_evidence(self) -> bool:
        return "table" in self.__dict__

    def _add_keys(self) -> None:
        self.view.addActions(self._actions.in_text())
        for number in range(1, RECENT_KEYS + 1):
            action = QAction(f"Recent code {number}", self.view)
            action.setShortcut(QKeySequence(str(number)))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, n=number: self.coding.apply_recent(n))
            self.view.addAction(action)

    def _dress(self) -> None:
        tokens = asdict(self._theme.tokens)
        self.view.set_colours(
            ViewColours(
                dark=self._theme.is_dark,
                current_hit=tokens["flash"],
                **{
                    name: tokens[name]
                    for name in ("ink", "soft_ink", "paper", "selection", "accent", "hairline", "flash", "hit")
                },
            )
        )

    def _opened(self, transcript_id: str) -> None:
        self.header.show_detail(self.reading.detail)
        self._pages.setCurrentWidget(self.view if transcript_id else self._empty)

    def _set_status(self, status: TranscriptStatus) -> None:
        if self.reading.transcript_id:
            self.listing.set_status(self.reading.transcript_id, status)

    def _details(self) -> None:
        if self.reading.transcript_id:
            self.listing.details(self.reading.transcript_id)

    def _read_from_analysis(self, transcript_id: str, span: Span) -> None:
        self.reading.go_to(transcript_id, span)
        self.back_bar.offer(self.analysis.title())

    def _find_for(self, code_id: str) -> None:
        self.show_analysis(False)
        self.back_bar.offer(self.analysis.title())
        self.find_passages(code_id)

    def _show_evidence_of(self, code_id: str) -> None:
        self.show_evidence(True)
        self.table.show_code(code_id)

    def _replay(self, step: Callable[[], ChangeSet | None], done: str, nothing: str) -> None:
        try:
            changes = step()
        except CoderError as error:
            self.session.notifier.problem(error.message)
            return
        self.session.notifier.say(f"{done}: {changes.label}" if changes else nothing)
        self._name_history()

    def _name_history(self, _event: object = None) -> None:
        """Say in the menu and in the tooltips what would be undone and redone."""
        history = self.session.project.history
        for name, step in (("undo", history.next_undo), ("redo", history.next_redo)):
            action = self._actions[name]
            word = name.capitalize()
            action.setText(f"{word} {step.label}".replace("&", "&&") if step else word)
            action.setEnabled(step is not None)

    def _step_part(self, by: int) -> None:
        """Give the keys to the next part of the window that is shown."""
        parts: list[tuple[QWidget, Callable[[], object]]] = [
            (self.transcripts, self.transcripts.focus_list),
            (self.codebook, self.codebook.focus_tree),
            (self.view, self.view.setFocus),
            (self.inspector, self.inspector.focus_list),
            (self.suggestions, self.suggestions.focus_list),
        ]
        if "review_panel" in self.__dict__:
            parts.append((self.review_panel, self.review_panel.focus_list))
        if "passages" in self.__dict__:
            parts.append((self.passage_dock, self.passage_dock.focus_list))
        if self._has_evidence():
            parts.append((self.evidence, self.evidence.focus_table))
        shown = [part for part in parts if part[0].isVisible()]
        focused = QApplication.focusWidget()
        at = next(
            (i for i, (part, _) in enumerate(shown) if focused and (part is focused or part.isAncestorOf(focused))), -by
        )
        for offset in range(1, len(shown) + 1):
            part, focus = shown[(at + by * offset) % len(shown)]
            focus()
            now = QApplication.focusWidget()
            if now is not None and (part is now or part.isAncestorOf(now)):
                return
