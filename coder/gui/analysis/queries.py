"""Queries in the analysis workspace: asked as they are put together, kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coder.domain.query import Query
from coder.domain.search import folded
from coder.errors import CoderError
from coder.gui.analysis.query_page import QueryPage
from coder.gui.analysis.work import Work
from coder.services.evidence import drilling, queries
from coder.services.tables import AnalysisData, build_table
from coder.services.transcripts.participants import attributes_in_use

if TYPE_CHECKING:
    from coder.gui.analysis.sheets import Sheet


class QueriesController(QObject):
    """Answers questions and keeps them."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._page = page = QueryPage(work.theme, work.icons)
        self._query = Query()
        self._sheet: Sheet | None = None
        self._seen: AnalysisData | None = None
        page.asked.connect(self._ask)
        page.chosen.connect(self._show)
        page.save_requested.connect(self._save)
        page.rename_requested.connect(self._rename)
        page.remove_requested.connect(self._remove)
        page.table.cell_chosen.connect(self._show_passage)
        page.table.cell_activated.connect(lambda _row, _column: work.focus_passages())

    @property
    def page(self) -> QWidget:
        """Return the page."""
        return self._page

    def refresh(self) -> None:
        """Offer what there is now, and answer the question again if the project changed."""
        data, session = self._work.data, self._work.session
        if data is None:
            return
        book = session.codebook
        known = attributes_in_use(data.participants)
        self._page.form.offer(
            tree=book.tree,
            colours=book.colours,
            groups=sorted({person.group for person in data.participants if person.group}),
            attributes=[f"{name}: {value}" for name, values in known.items() for value in values],
            participants=[(person.pseudonym, person.id) for person in data.participants],
            coders=[(coder.name, coder.id) for coder in data.coders],
            transcripts=[(item.name, item.id) for item in data.transcripts],
        )
        self._page.table.model_.set_colours(book.colours)
        kept = queries.saved_queries(session.project)
        self._page.show_saved([(item.name, item.id) for item in kept], self._page.current_id())
        if data is not self._seen:
            self._ask(self._query)

    def _ask(self, query: Query) -> None:
        data = self._work.data
        self._query = query
        if data is None:
            return
        self._seen = data
        if query.is_empty():
            self._sheet = None
            self._page.show_answer(None, "")
            self._work.tasks.start(lambda _flag: None, done=lambda _none: None, key="ask")
            return

        def answer(_flag: object) -> tuple[Sheet, str]:
            from coder.gui.analysis.sheets import sheet_of

            fits = drilling.narrowed(data, [query])
            return sheet_of(build_table(fits, "evidence")), drilling.figures_in_words(fits)

        self._work.tasks.start(answer, done=self._take, failed=self._failed, key="ask")

    def _take(self, found: tuple[Sheet, str]) -> None:
        self._sheet, words = found
        self._page.show_answer(self._sheet, words)

    def _show(self, query_id: str) -> None:
        kept = next((item for item in queries.saved_queries(self._work.session.project) if item.id == query_id), None)
        if kept is None:
            return
        try:
            query = Query.from_json(kept.definition)
        except CoderError as error:
            self._failed(error)
            return
        self._page.show_query(kept.name, query)

    def _save(self, name: str) -> None:
        project, session = self._work.session.project, self._work.session
        query = self._page.form.query()
        if session.do(lambda: queries.save_query(project, name=name, query=query)) is None:
            return
        wanted = folded(" ".join(name.split()))
        kept = queries.saved_queries(project)
        chosen = next((item.id for item in kept if folded(item.name) == wanted), "")
        self._page.show_saved([(item.name, item.id) for item in kept], chosen)
        session.notifier.say(f"Saved “{' '.join(name.split())}”. It now narrows tables, charts and exports, too.")

    def _rename(self, query_id: str, name: str) -> None:
        project = self._work.session.project
        self._work.session.do(lambda: queries.rename_query(project, query_id=query_id, name=name))

    def _remove(self, query_id: str) -> None:
        project = self._work.session.project
        if self._work.session.do(lambda: queries.remove_query(project, query_id=query_id)):
            self._page.start_anew()
            self._work.session.notifier.say("Deleted the query; the codings are not touched. Ctrl+Z brings it back.")

    def _show_passage(self, row: int, _column: str) -> None:
        sheet = self._sheet
        if sheet is not None:
            key = sheet.keys[row][0]
            self._work.show_behind(str(sheet.value(row, "code_name")), lambda: [key])

    def _failed(self, error: CoderError) -> None:
        self._work.session.notifier.problem(error.message)
