"""The evidence table at the foot of the desk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from coder.domain.coding import Review
from coder.domain.evidence import EvidenceFilter, EvidenceRow
from coder.domain.span import Span
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.evidence.dock import EvidenceDock
from coder.gui.reading.controller import ReadingController
from coder.services.coding import coding, redefined
from coder.services.evidence import consent, evidence
from coder.services.evidence.audiences import Audience
from coder.services.hearing import titles

REFRESH_AFTER_MS = 150


class EvidenceController(QObject):
    """Keeps the table in step while it is unfolded, and exports it."""

    export_wanted = Signal(bool)
    """Somebody asked for a file; with or without a byte order mark."""

    def __init__(
        self, session: Session, *, reading: ReadingController, dock: EvidenceDock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._dock = dock
        self._filter = EvidenceFilter()
        self._stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_AFTER_MS)
        self._timer.timeout.connect(self._refresh)
        self._connect()

    def _connect(self) -> None:
        self._session.bridge.committed.connect(self._changed)
        self._dock.filter_changed.connect(self._narrow)
        self._dock.row_activated.connect(self._go_to)
        self._dock.review_requested.connect(self._review)
        self._dock.export_requested.connect(self.export_wanted)

    @property
    def filter(self) -> EvidenceFilter:
        """Return what the table is narrowed to."""
        return self._filter

    def show(self) -> None:
        """Bring the table up to date, because it can be seen now."""
        if self._stale:
            self._refresh()

    def show_code(self, code_id: str) -> None:
        """Narrow the table to a code."""
        self.show()
        self._dock.narrow_to_code(code_id)

    def export(self, file: Path, *, bom: bool) -> None:
        """Write the table as it is narrowed now."""
        try:
            project, asked = self._session.project, self._filter.as_query() if self._filter else None
            count = evidence.export_table(project, file=file, bom=bom, wanted=self._filter)
            withheld = consent.what_is_withheld(project, audience=Audience.TEAM, query=asked)
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return
        self._session.notifier.say(f"Wrote {count} rows to {file.name}. {withheld.sentence()}")

    def stop(self) -> None:
        """Refresh no more."""
        self._timer.stop()

    def _changed(self, _event: object) -> None:
        self._stale = True
        if self._dock.isVisible():
            self._timer.start()

    def _narrow(self, wanted: EvidenceFilter) -> None:
        self._filter = wanted
        self._refresh()

    def _go_to(self, row: EvidenceRow) -> None:
        self._reading.go_to(row.transcript_id, Span(row.start, row.end))

    def _review(self, coding_ids: list[str], review: Review) -> None:
        project = self._session.project
        if self._session.do(lambda: coding.set_review(project, coding_ids=coding_ids, review=review)):
            count = f"{len(coding_ids)} codings" if len(coding_ids) > 1 else "The coding"
            self._session.notifier.say(f"{count} marked as {review}. Ctrl+Z takes it back.")

    def _refresh(self) -> None:
        self._timer.stop()
        project, book = self._session.project, self._session.codebook
        with project.read() as rows:
            names = titles(rows)
            groups = sorted({person.group for person in rows.participants() if person.group})
            coders = {person.id: person.name for person in rows.coders()}
        self._dock.set_choices(tree=book.tree, transcripts=names, groups=groups, coders=coders)
        self._dock.offer_older(bool(redefined.redefined(project)))
        self._dock.set_colours(book.colours)
        self._dock.set_rows(evidence.evidence_rows(project, wanted=self._filter))
        self._stale = False
