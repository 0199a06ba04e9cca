"""The analysis workspace: tables are counted beside the window, shown when they are there, and lead to passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from coder.domain.evidence import EvidenceRow
from coder.domain.query import Query
from coder.domain.span import Span
from coder.domain.suggestion import Decision
from coder.errors import CoderError
from coder.gui.analysis.counting import Counted, count
from coder.gui.analysis.coverage_page import CoveragePage
from coder.gui.analysis.page import AnalysisPage
from coder.gui.analysis.passages import STEP
from coder.gui.analysis.places import BY_NAME, Place
from coder.gui.analysis.table_page import TablePage
from coder.gui.analysis.work import Part, Work
from coder.gui.base.equipment import Equipment
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.services.evidence import drilling, summaries
from coder.services.hearing import titles
from coder.services.project import Event
from coder.services.tables import AnalysisData

if TYPE_CHECKING:
    from coder.gui.analysis.sheets import Sheet

REFRESH_AFTER_MS = 200
WAIT_MS = 300
"""After this long without an answer the page says that it is counting."""


class AnalysisController(QObject):
    """Keeps what is seen of the workspace in step with the project."""

    go_requested = Signal(str, object)
    """Transcript id and `Span` to read."""
    find_requested = Signal(str)
    """Passages for this code are to be looked for."""
    export_wanted = Signal(str, object)
    """A table's name, or an empty one, and the saved query that it is narrowed to, or None."""
    counted = Signal(str)
    """A place was brought up to date."""

    def __init__(
        self,
        session: Session,
        *,
        page: AnalysisPage,
        kit: Equipment,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.page = session, page
        self.theme, self.icons, self.files = kit.theme, kit.icons, kit.files
        # Tasks of its own: learning what to suggest must not hold figures up.
        self.tasks = Tasks(self)
        self.data: AnalysisData | None = None
        self.view: AnalysisData | None = None
        self.place = ""
        self._places: dict[str, int] = {}
        self._placed: AnalysisData | None = None
        self._version = 0
        self._known = -1
        self._queries: tuple[Query, ...] = ()
        self._sheets: dict[str, Sheet] = {}
        self._beside: list[str] = []
        self._parts: dict[str, Part] = {}
        self._behind: Callable[[], Sequence[str]] | None = None
        self._heading, self._code_id, self._limit = "", "", STEP
        self._timer = self._single(REFRESH_AFTER_MS, self.refresh)
        self._wait = self._single(WAIT_MS, self._say_wait)
        self._offered = -1
        self._connect()

    def _single(self, after: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(do)
        return timer

    def _connect(self) -> None:
        page, panel = self.page, self.page.passages
        page.list.place_chosen.connect(self.show_place)
        page.list.opened.connect(self._focus)
        page.narrowed.connect(self.refresh)
        page.export_requested.connect(self._export)
        panel.go_requested.connect(lambda transcript_id, span, _id: self.go(transcript_id, span))
        panel.find_requested.connect(self.find_requested)
        panel.more_requested.connect(self._show_more)
        self.session.bridge.committed.connect(self._changed)
        page.add_pages({name: lambda name=name: self._make(BY_NAME[name]) for name in BY_NAME})  # type: ignore[misc]

    # -- what the desk asks for ------------------------------------------------------------------------------

    def begin(self, place: str = "") -> None:
        """Show the workspace where it was left, or a place of it."""
        wanted = place or self.place or "coverage"
        if self.page.list.current() != wanted:
            self.page.list.choose(wanted)
        elif self._is_stale(wanted):
            self.refresh()
        self.page.list.setFocus() if not self.place else self._focus()

    def stop(self) -> None:
        """Let what is being typed be saved, count no more, and wait until no thread is left."""
        self._timer.stop()
        self._wait.stop()
        for name in ("matrix", "participants", "report"):
            made = self.page.made(name)
            if made is not None and hasattr(made, "save"):
                made.save()
        self.tasks.shut_down()

    def show_place(self, name: str) -> None:
        """Show one of the places."""
        moved = name != self.place
        self.place = name
        place = BY_NAME[name]
        self.page.passages.setVisible(name not in ("audit", "search"))
        if moved:
            self._behind = None
            self.page.passages.ask_for(place.choose)
            self.page.passages.clear()
        self.page.show_place(name, self._about(place))
        # What is said can be searched before anything is counted.
        made = self.page.page(name) if name == "search" else self.page.made(name)
        self.page.pages.setCurrentWidget(made if made is not None else self.page.blank)
        self.refresh()

    def refresh(self) -> None:
        """Bring the shown place up to date, in the background."""
        self._timer.stop()
        name, project = self.place, self.session.project
        if not name:
            return
        self._offer()
        wanted = tuple(self.page.queries()) if BY_NAME[name].narrows else self._queries
        version, known = self._version, self._known == self._version
        data = self.data if known else None
        view = self.view if known and wanted == self._queries else None
        sheet = self._sheets.get(name) if view is not None else None
        if data is not None and view is not None and (sheet is not None or not BY_NAME[name].table):
            self._take(Counted(version, data, view, wanted, name, sheet))
            return
        self._wait.start()
        self.tasks.start(
            lambda _flag: count(project, name, version, wanted, data, view),
            done=self._take,
            failed=self._failed,
            key="count",
        )

    def go(self, transcript_id: str, span: Span) -> None:
        """Lead to a passage in its transcript."""
        self.page.left.emit()
        self.go_requested.emit(transcript_id, span)

    # -- passages --------------------------------------------------------------------------------------------

    def show_behind(self, heading: str, behind: Callable[[], Sequence[str]], *, code_id: str = "") -> None:
        """Show the passages of some codings; `behind` is asked again whenever the figures change."""
        self._heading, self._behind, self._code_id, self._limit = heading, behind, code_id, STEP
        self._show_passages()

    def show_nothing(self) -> None:
        """Show that nothing is chosen that has passages."""
        self._behind = None
        self.page.passages.clear()

    def focus_passages(self) -> None:
        """Give the keys to the passages that are shown."""
        self.page.passages.focus_text()

    def colours(self) -> dict[str, Any]:
        """Return the codes' colours by id."""
        return self.session.codebook.colours

    def code_name(self, code_id: str) -> str:
        """Return a code's name."""
        tree = self.session.codebook.tree
        return tree[code_id].name if code_id in tree else code_id

    def _show_more(self) -> None:
        self._limit += STEP
        self._show_passages()

    def _show_passages(self) -> None:
        view, behind = self.view, self._behind
        if view is None or behind is None:
            return
        try:
            ids = list(behind())
        except KeyError:
            # The row is gone.
            self._behind = None
            self.page.passages.clear()
            return
        heading, code_id = self._heading, self._code_id
        source = self.data if self.data is not None else view
        limit = self._limit

        def read(_flag: object) -> tuple[list[EvidenceRow], int]:
            if self._placed is not source:
                self._placed, self._places = source, drilling.places_by_id(source)
            passages = drilling.by_passage(source, ids, places=self._places)
            first = [coding_id for passage in passages[:limit] for coding_id in passage]
            return drilling.rows_behind(source, first, places=self._places), len(passages)

        self.tasks.start(
            read,
            done=lambda found: self.page.passages.show_rows(
                heading, found[0], total=found[1], codings=len(ids), colours=self.colours(), code_id=code_id
            ),
            failed=self._failed,
            key="passages",
        )

    def _chosen(self, page: TablePage, row: int, column: str) -> None:
        sheet = page.sheet
        if sheet is None:
            return
        key = sheet.keys[row]
        heading, code_id = _heading(sheet, row, column), sheet.code_ids[row]

        def behind() -> Sequence[str]:
            now = page.sheet
            return now.built.codings_of(key, column) if now is not None else []

        wants_more = page.place.name in ("coverage", "outcome-by-group", "matrix", "codebook", "frequencies")
        self.show_behind(heading, behind, code_id=code_id if wants_more else "")

    def _nothing_chosen(self, page: TablePage) -> None:
        grid = page.grid
        if grid is None or not grid.currentIndex().isValid():
            return
        row, column = grid.model_.titles(grid.currentIndex().row(), grid.currentIndex().column())
        keys = grid.model_.key(grid.currentIndex().row(), grid.currentIndex().column())
        code_id = next((key for key in keys if key in self.session.codebook.tree), "")
        self.show_behind(f"{row} · {column}", list, code_id=code_id)

    def _look_beside(self, page: CoveragePage, view: AnalysisData) -> None:
        """Count the passages that are tied to no outcome, once coverage itself is shown."""

        def take(ids: list[str] | None) -> None:
            self._beside = ids or []
            page.show_beside(None if ids is None else len(ids))

        self.tasks.start(
            lambda _flag: drilling.tied_to_nothing(view),
            done=take,
            failed=self._failed,
            key="beside",
        )

    def _show_beside(self) -> None:
        self.show_behind("Tied to no outcome", lambda: self._beside)

    # -- inside ----------------------------------------------------------------------------------------------

    def _take(self, found: Counted) -> None:
        self._wait.stop()
        if found.version == self._version:
            self._known = found.version
        if found.data is not self.data or found.queries != self._queries or found.view is not self.view:
            self._sheets.clear()
        self.data, self.view, self._queries = found.data, found.view, found.queries
        if found.sheet is not None:
            self._sheets[found.name] = found.sheet
        if found.name != self.place:
            return
        page = self.page.page(found.name)
        if isinstance(page, TablePage) and found.sheet is not None:
            page.show_sheet(found.sheet, colours=self.colours())
            sheet = found.sheet
            self.tasks.start(lambda _flag: sheet.haystack, done=lambda _found: None, key="filter")
            if isinstance(page, CoveragePage):
                self._look_beside(page, found.view)
        if found.name in self._parts:
            self._parts[found.name].refresh()
        self.page.pages.setCurrentWidget(page)
        self._show_passages()
        self.counted.emit(found.name)

    def _failed(self, error: CoderError) -> None:
        self._wait.stop()
        self.session.notifier.problem(error.message)

    def _say_wait(self) -> None:
        if self.page.made(self.place) is None or self.page.pages.currentWidget() is self.page.blank:
            self.page.pages.setCurrentWidget(self.page.waiting)

    def _is_stale(self, name: str) -> bool:
        return self._known != self._version or self.page.made(name) is None

    def _changed(self, event: Event) -> None:
        kinds = {type(change.row) for change in event.changes.changes}
        if kinds and kinds <= {Decision}:
            return
        self._version += 1
        if self.page.isVisible():
            self._timer.start()

    def _offer(self) -> None:
        if self._offered == self._version:
            return
        self._offered = self._version
        with self.session.project.read() as rows:
            kept = rows.saved_queries()
            groups = sorted({person.group for person in rows.participants() if person.group})
            names = titles(rows)
        readable = []
        for item in kept:
            try:
                readable.append((item.name, Query.from_json(item.definition)))
            except CoderError:
                continue
        self.page.offer(queries=readable, groups=groups, transcripts=names)

    def _about(self, place: Place) -> str:
        if place.about:
            return place.about
        from coder.services.tables import table_named

        return table_named(place.table).description

    def _focus(self) -> None:
        shown = self.page.pages.currentWidget()
        getattr(shown, "focus_main", self.page.list.setFocus)()

    def _export(self) -> None:
        name = self.page.query.currentText() if self.page.query.value is not None else None
        self.export_wanted.emit(BY_NAME[self.place].table, name)

    def _make(self, place: Place) -> QWidget:
        """Make a place's page, and what works it."""
        if place.name in _PARTS:
            self._parts[place.name] = part = _PARTS[place.name](self, self)
            made = part.page
            if not isinstance(made, TablePage):
                return made
            page = made
        elif place.name == "coverage":
            page = CoveragePage(place, theme=self.theme, icons=self.icons)
            page.beside_requested.connect(self._show_beside)
        elif place.name == "matrix":
            from coder.gui.analysis.matrix_page import MatrixPage

            page = MatrixPage(place, theme=self.theme, icons=self.icons)
            page.written.connect(self._write_summary)
        else:
            page = TablePage(place, theme=self.theme, icons=self.icons)
        page.cell_chosen.connect(lambda row, column: self._chosen(page, row, column))
        page.nothing_chosen.connect(lambda: self._nothing_chosen(page))
        page.passages_wanted.connect(self.focus_passages)
        return page

    def _write_summary(self, participant_id: str, code_id: str, text: str) -> None:
        project = self.session.project
        self.session.do(
            lambda: summaries.set_summary(project, participant_id=participant_id, code_id=code_id, text=text)
        )


def _charts(work: Work, parent: QObject) -> Part:
    from coder.gui.analysis.charts import ChartsController

    return ChartsController(work, parent)


def _queries(work: Work, parent: QObject) -> Part:
    from coder.gui.analysis.queries import QueriesController

    return QueriesController(work, parent)


def _search(work: Work, parent: QObject) -> Part:
    from coder.gui.analysis.text_search import SearchController

    return SearchController(work, parent)


def _people(work: Work, parent: QObject) -> Part:
    from coder.gui.analysis.people import PeopleController

    return PeopleController(work, parent)


def _report(work: Work, parent: QObject) -> Part:
    from coder.gui.analysis.report import ReportController

    return ReportController(work, parent)


_PARTS: dict[str, Callable[[Work, QObject], Part]] = {
    "charts": _charts,
    "queries": _queries,
    "search": _search,
    "participants": _people,
    "report": _report,
}


def _heading(sheet: Sheet, row: int, column: str) -> str:
    lattice = sheet.head.lattice
    if lattice is not None:
        return f"{sheet.value(row, lattice.rows)} · {sheet.value(row, lattice.columns)}"
    first = next(
        (name for name in ("code", "participant", "action") if name in sheet.places and sheet.value(row, name)), ""
    )
    heading = str(sheet.value(row, first)) if first else sheet.head.title
    directions = ("supports", "challenges", "mixed", "unclear", "undirected")
    return f"{heading}: {sheet.column(column).title.lower()}" if column in directions else heading
