"""Finding words: runs the search, shows the hits in the open text, and goes from hit to hit."""

from __future__ import annotations

from PySide6.QtCore import QObject

from coder.domain.text import one_line
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.look.connecting import follow
from coder.gui.reading.controller import ReadingController
from coder.gui.reading.find_bar import FindBar
from coder.services.transcripts import transcripts
from coder.services.transcripts.transcripts import SearchHit

MOST = 3000
_LONGEST_TAKEN = 60


class FindController(QObject):
    """Connects the find bar to the full-text search."""

    def __init__(
        self, session: Session, *, reading: ReadingController, bar: FindBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._bar = bar
        self._hits: list[SearchHit] = []
        self._connect()

    def _connect(self) -> None:
        self._bar.query_changed.connect(self._search)
        self._bar.hit_activated.connect(self._go)
        self._bar.closed.connect(self._close)
        follow(self._reading.opened, self, self._mark)
        self._session.bridge.transcripts_changed.connect(self._again)

    def open(self) -> None:
        """Show the find bar, with a short selection as the words to look for."""
        span, detail = self._reading.view.selected_span(), self._reading.detail
        selected = one_line(span.of(detail.transcript.text)) if span is not None and detail is not None else ""
        self._bar.open(selected if len(selected) <= _LONGEST_TAKEN else "")

    def next(self) -> None:
        """Go to the next hit; without a search, begin one."""
        if self._hits:
            self._bar.next()
        else:
            self.open()

    def previous(self) -> None:
        """Go to the previous hit; without a search, begin one."""
        if self._hits:
            self._bar.previous()
        else:
            self.open()

    def _search(self, words: str) -> None:
        try:
            self._hits = transcripts.search(self._session.project, words, limit=MOST)
        except CoderError as error:
            self._hits = []
            self._session.notifier.problem(error.message)
        self._bar.show_hits(self._hits, truncated=len(self._hits) >= MOST, start=self._nearest())
        self._mark()

    def _again(self) -> None:
        """Search anew, because transcripts came, went or were renamed, or somebody withdrew."""
        # People withdraw in the workspace that covers the bar, so what counts is that it is open.
        if not self._bar.isHidden() and self._bar.query().strip():
            self._search(self._bar.query())

    def _nearest(self) -> int:
        """Return the place of the first hit at or after the caret, or 0 if there is none in the open transcript."""
        here, caret = self._reading.transcript_id, self._reading.view.caret()
        own = [place for place, hit in enumerate(self._hits) if hit.transcript_id == here]
        after = [place for place in own if self._hits[place].span.end > caret]
        # Behind the last hit of this transcript the next one is in the transcript that follows.
        return after[0] if after else (own[-1] + 1) % len(self._hits) if own else 0

    def _go(self, hit: SearchHit) -> None:
        self._reading.go_to(hit.transcript_id, hit.span)
        self._mark()

    def _mark(self) -> None:
        """Show the hits of the open transcript in its text."""
        here = [hit for hit in self._hits if hit.transcript_id == self._reading.transcript_id]
        current = self._bar.current()
        at = next((n for n, hit in enumerate(here) if hit == current), None)
        self._reading.view.set_search_hits([hit.span for hit in here], at)

    def _close(self) -> None:
        self._hits = []
        self._bar.show_hits([])
        self._reading.view.set_search_hits([])
        self._reading.view.setFocus()
