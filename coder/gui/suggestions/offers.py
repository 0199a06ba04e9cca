"""What is seen of suggestions beyond the panel beside the text: a review, found passages, the trust panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from coder.domain.codebook import CodeStatus
from coder.gui.base.actions import Actions
from coder.gui.base.layout import DeskLayout
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.coding.controller import CodingController
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.reading.controller import ReadingController
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.gui.suggestions.suggesting import SuggestionController

if TYPE_CHECKING:
    from coder.gui.suggestions.finding import PassagesController
    from coder.gui.suggestions.passages.dock import PassageDock
    from coder.gui.suggestions.review.panel import ReviewPanel
    from coder.gui.suggestions.reviewing import ReviewController
    from coder.gui.suggestions.trust.page import TrustPage
    from coder.gui.suggestions.trusting import TrustController

_FOUND = 280
"""Height of the list of found passages when it opens."""


class OfferViews(QObject):
    """Makes each part when it is first wanted: a start needs none of them."""

    transcripts_wanted = Signal()
    """The codebook workspace should make way for the transcripts."""
    room_wanted = Signal()
    """What else is folded out below the text should be folded away."""

    def __init__(
        self,
        session: Session,
        *,
        theme: Theme,
        icons: IconSet,
        tasks: Tasks,
        actions: Actions,
        keys: Mapping[str, str],
        reading: ReadingController,
        coding: CodingController,
        suggesting: SuggestionController,
        engine: EngineKeeper,
        hits: HitRates,
        codebook: CodebookPanel,
        places: DeskLayout,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme, self._icons, self._tasks, self._actions, self._keys = theme, icons, tasks, actions, keys
        self._reading, self._coding, self._suggesting = reading, coding, suggesting
        self._engine, self._hits = engine, hits
        self._codebook = codebook
        self._places = places
        self._sizes_before: list[int] = []

    @cached_property
    def review_panel(self) -> ReviewPanel:
        """Return the panel that takes the place of SUGGESTED while a transcript is reviewed."""
        from coder.gui.suggestions.review.panel import ReviewPanel
        from coder.services.suggestions.reviewing import ReviewOrder

        panel = ReviewPanel(
            theme=self._theme,
            icons=self._icons,
            orders=[(order.value, order.value) for order in ReviewOrder],
            keys=self._keys,
        )
        panel.left.connect(self._reading.view.setFocus)
        panel.closed.connect(lambda: self.show_review(False))
        self._places.offered.addWidget(panel)
        return panel

    @cached_property
    def reviewing(self) -> ReviewController:
        """Return what goes through the suggestions of a transcript, made when it is first wanted."""
        from coder.gui.suggestions.reviewing import ReviewController

        return ReviewController(
            self._session,
            reading=self._reading,
            coding=self._coding,
            suggesting_here=self._suggesting,
            engine=self._engine,
            hits=self._hits,
            panel=self.review_panel,
            tasks=self._tasks,
            parent=self,
        )

    @cached_property
    def passage_dock(self) -> PassageDock:
        """Return the list of passages that were found for a code, made when it is first wanted."""
        from coder.gui.suggestions.passages.dock import PassageDock

        dock = PassageDock(theme=self._theme, icons=self._icons, keys=self._keys)
        dock.other_code_requested.connect(self.choose_and_find_passages)
        dock.hide()
        self._places.rows.addWidget(dock)
        self._places.rows.setStretchFactor(self._places.rows.indexOf(dock), 2)
        return dock

    @cached_property
    def passages(self) -> PassagesController:
        """Return what looks for passages for a code."""
        from coder.gui.suggestions.finding import PassagesController

        passages = PassagesController(
            self._session,
            reading=self._reading,
            suggesting_here=self._suggesting,
            engine=self._engine,
            dock=self.passage_dock,
            tasks=self._tasks,
            parent=self,
        )
        passages.closed.connect(self.close_passages)
        return passages

    @cached_property
    def trust_page(self) -> TrustPage:
        """Return the trust panel, made when it is first wanted."""
        from coder.gui.suggestions.trust.page import TrustPage

        page = TrustPage(theme=self._theme, icons=self._icons)
        page.left.connect(lambda: self.show_trust(False))
        self._places.views.addWidget(page)
        return page

    @cached_property
    def trusting(self) -> TrustController:
        """Return what fills the trust panel."""
        from coder.gui.suggestions.trusting import TrustController

        return TrustController(
            self._session, engine=self._engine, hits=self._hits, page=self.trust_page, tasks=self._tasks, parent=self
        )

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return what does each action on suggestions, by the action's name: in a review it means the review."""
        suggesting = self._suggesting
        return {
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
        }

    @property
    def in_trust(self) -> bool:
        """Tell whether the trust panel is shown in place of the transcripts."""
        return "trust_page" in self.__dict__ and self._places.views.currentWidget() is self.trust_page

    @property
    def in_review(self) -> bool:
        """Tell whether the suggestions of a transcript are gone through."""
        return "reviewing" in self.__dict__ and self.reviewing.active

    def parts(self) -> list[tuple[QWidget, Callable[[], object]]]:
        """Return the parts that F6 leads to, each with what gives it the keys."""
        parts: list[tuple[QWidget, Callable[[], object]]] = []
        if "review_panel" in self.__dict__:
            parts.append((self.review_panel, self.review_panel.focus_list))
        if "passages" in self.__dict__:
            parts.append((self.passage_dock, self.passage_dock.focus_list))
        return parts

    def stop(self) -> None:
        """Ask for nothing more, and wait until nothing reads the project."""
        for name in ("reviewing", "passages", "trusting"):
            if name in self.__dict__:
                getattr(self, name).stop()

    def show_review(self, shown: bool) -> None:
        """Go through the suggestions of the open transcript, or offer codes where the person reads again."""
        self._actions["review"].setChecked(shown)
        if shown:
            self.close_passages()
            self._places.offered.setCurrentWidget(self.review_panel)
            self.reviewing.begin()
            self._reading.view.setFocus()
        elif self.in_review:
            self._places.offered.setCurrentIndex(0)
            self.reviewing.end()
            self._reading.view.setFocus()

    def find_passages(self, code_id: str) -> None:
        """Look in all transcripts for passages that may speak of a code, and list them below the text."""
        if self.in_trust:
            self.show_trust(False)
        self.transcripts_wanted.emit()
        if self.in_review:
            self.show_review(False)
        self.room_wanted.emit()
        if self.passage_dock.isHidden():
            self.passage_dock.show()
            height = sum(self._places.rows.sizes())
            sizes = [0] * self._places.rows.count()
            sizes[0], sizes[self._places.rows.indexOf(self.passage_dock)] = height - _FOUND, _FOUND
            self._places.rows.setSizes(sizes)
            # The reasons of the passage at hand need the room; what is coded there is a line or two.
            self._sizes_before = self._places.beside.sizes()
            height = max(1, height - _FOUND)
            self._places.beside.setSizes([round(height * 0.3), round(height * 0.7)])
        self.passages.begin(code_id)
        self.passage_dock.focus_list()

    def find_passages_for_current(self) -> None:
        """Look for passages for the code that is current in the codebook, or let the person choose one."""
        code_id = self._codebook.current_code()
        tree = self._codebook.tree
        if code_id is not None and tree.hasFocus() and self._session.codebook.tree[code_id].status is CodeStatus.ACTIVE:
            self.find_passages(code_id)
        else:
            self.choose_and_find_passages()

    def choose_and_find_passages(self) -> None:
        """Let the person choose a code, and look for passages for it."""
        self._coding.ask_for_any("Find passages for a code", self._find_chosen)

    def _find_chosen(self, code_id: str) -> None:
        # The palette gives the keys back to the text when it closes; the list takes them after that.
        QTimer.singleShot(0, self, lambda: self.find_passages(code_id))

    def close_passages(self) -> None:
        """Put the list of found passages away."""
        if "passages" in self.__dict__ and not self.passage_dock.isHidden():
            self.passages.end()
            self.passage_dock.hide()
            self._places.beside.setSizes(self._sizes_before)
            self._reading.view.setFocus()

    def show_trust(self, shown: bool) -> None:
        """Show how far suggestions can be trusted in place of the transcripts, or these again."""
        if shown:
            self.transcripts_wanted.emit()
            self._places.views.setCurrentWidget(self.trust_page)
            self.trusting.begin()
            self.trust_page.focus_table()
        elif self.in_trust:
            self._places.views.setCurrentIndex(0)
            self._reading.view.setFocus()
        self._actions["trust"].setChecked(shown)

    def _only_in_review(self) -> None:
        self._session.notifier.say(f"This works in a review of the transcript ({self._keys['review']}).")

    def _resize(self, *, start_by: int = 0, end_by: int = 0) -> None:
        """Move the ends of the suggestion under review, or of the active coding."""
        if self.in_review and self._reading.adjustable:
            self.reviewing.resize(start_by=start_by, end_by=end_by)
        else:
            self._coding.resize_active(start_by=start_by, end_by=end_by)
