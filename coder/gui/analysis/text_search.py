"""Text search in the analysis workspace, and coding what was found."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coder.domain.codebook import CodeStatus
from coder.domain.coding import Coding
from coder.errors import CoderError, InvalidValueError
from coder.gui.analysis.search_page import SearchPage
from coder.gui.analysis.work import Work
from coder.gui.coding.choosing import choose_code
from coder.services.transcripts import searching
from coder.services.transcripts.searching import Extent, Found, TextHit


class SearchController(QObject):
    """Searches while words are typed."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._page = SearchPage(work.theme, work.icons)
        self._page.search_requested.connect(self._search)
        self._page.go_requested.connect(self._go)
        self._page.code_requested.connect(self._code)

    @property
    def page(self) -> QWidget:
        """Return the page."""
        return self._page

    def refresh(self) -> None:
        """Leave the hits and their ticks as they are, for what is said does not change, unless a transcript is gone."""
        with self._work.session.project.read() as rows:
            there = rows.transcript_names()
        if any(hit.transcript_id not in there for hit in self._page.hits()):
            self._search(self._page.words.text())

    def _search(self, words: str) -> None:
        project = self._work.session.project
        self._work.tasks.start(
            lambda _flag: searching.search_text(project, words) if words.strip() else Found((), 0),
            done=lambda found: self._page.show_hits(found.hits, turns=found.turns),
            failed=self._failed,
            key="search",
        )

    def _go(self, hit: TextHit) -> None:
        self._work.go(hit.transcript_id, hit.spans[0] if hit.spans else hit.turn_span)

    def _code(self) -> None:
        session, hits = self._work.session, self._page.ticked()
        extent = Extent(self._page.extent.currentData())
        count = f"{len(hits):,} hit{'' if len(hits) == 1 else 's'}"
        code_id = choose_code(
            session,
            [code for code in session.codebook.tree if code.status is not CodeStatus.RETIRED],
            title="Code these hits",
            question=f"Code {count} with",
            accept="Code",
            dark=self._work.theme.is_dark,
            parent=self._page.window(),
        )
        if not code_id:
            return
        project = session.project
        changes = session.do(
            lambda: searching.code_hits(project, hits=hits, code_id=code_id, coder=session.coder, extent=extent)
        )
        if changes is not None:
            added = len(changes.of(Coding))
            name = self._work.code_name(code_id)
            passages = f"{added:,} passage{'' if added == 1 else 's'}"
            session.notifier.say(
                f"Coded {passages} with “{name}”. Ctrl+Z takes them back in one step."
                if added
                else f"All of this is coded with “{name}” already."
            )
            session.warn_of_no_evidence(changes)

    def _failed(self, error: CoderError) -> None:
        if isinstance(error, InvalidValueError):
            # Nothing that can be looked for yet, such as a lone quotation mark.
            self._page.show_hits((), turns=0)
        else:
            self._work.session.notifier.problem(error.message)
