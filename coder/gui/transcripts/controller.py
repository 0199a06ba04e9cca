"""The list of transcripts: opening, importing, details, removing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from coder.domain.changes import ChangeSet
from coder.domain.transcript import STAKEHOLDER_GROUPS, Consent, TranscriptStatus
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.reading.controller import ReadingController
from coder.gui.transcripts.panel import TranscriptPanel
from coder.services.coding import codings_import
from coder.services.transcripts import importing, transcripts
from coder.services.transcripts.import_plan import ImportPlan

if TYPE_CHECKING:
    from coder.gui.importing.codings import CodingsWish

COUNT_AFTER_MS = 250


class TranscriptsController(QObject):
    """Carries out what the transcript list asks for."""

    def __init__(
        self,
        session: Session,
        *,
        panel: TranscriptPanel,
        reading: ReadingController,
        tasks: Tasks,
        icons: IconSet,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._reading = reading
        self._tasks = tasks
        self._icons = icons
        self._theme = theme
        self._found: dict[str, transcripts.TranscriptSummary] = {}
        self._changed: set[str] = set()
        self._opened = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COUNT_AFTER_MS)
        self._timer.timeout.connect(self._count_again)
        self._resting = self._stale = False
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self._panel.chosen.connect(self._choose)
        self._panel.text_wanted.connect(self._reading.view.setFocus)
        self._panel.details_requested.connect(self.details)
        self._panel.status_requested.connect(self.set_status)
        self._panel.remove_requested.connect(self.remove)
        self._panel.import_requested.connect(self.import_files)
        self._panel.files_dropped.connect(self.import_files)
        self._session.bridge.transcripts_changed.connect(self._follow)
        self._session.bridge.codings_changed.connect(self._refresh_soon)
        self._reading.opened.connect(self._note_opened)

    def set_resting(self, resting: bool, /) -> None:
        """Leave the list as it is while nobody sees it, and bring it up to date when it is seen again."""
        self._resting = resting
        if self._stale and not resting:
            self._refresh_soon()

    def _refresh_soon(self, changes: ChangeSet | None = None) -> None:
        if changes is not None:
            self._changed |= changes.transcript_ids()
        self._stale = self._resting
        if not self._resting:
            self._timer.start()

    def refresh(self) -> None:
        """Show the list as it is now."""
        self._changed.clear()
        self._show({item.transcript.id: item for item in transcripts.summaries(self._session.project)})

    def _follow(self) -> None:
        """Show the list as it is now; where the open transcript went, show what came or stands in its place."""
        before = list(self._found)
        self.refresh()
        now = list(self._found)
        if self._reading.transcript_id or not now:
            return
        new = [transcript_id for transcript_id in now if transcript_id not in before]
        at = before.index(self._opened) if self._opened in before else 0
        self._reading.open(new[0] if new else now[min(at, len(now) - 1)])

    def _note_opened(self, transcript_id: str) -> None:
        self._opened = transcript_id or self._opened
        self._panel.set_current(transcript_id)

    def _count_again(self) -> None:
        """Count what was coded in: a project may be large, and this is done after every coding."""
        changed, self._changed = self._changed & set(self._found), set()
        found = transcripts.summaries(self._session.project, only=changed)
        self._show(self._found | {item.transcript.id: item for item in found})

    def _show(self, found: dict[str, transcripts.TranscriptSummary]) -> None:
        self._timer.stop()
        self._found = found
        self._panel.set_summaries(list(found.values()))
        self._panel.set_current(self._reading.transcript_id)

    def open_first(self) -> None:
        """Show the first transcript, if there is one."""
        if self._found:
            self._reading.open(next(iter(self._found)))

    def step(self, by: int) -> None:
        """Show the next or previous transcript."""
        order = list(self._found)
        if not order:
            return
        here = self._reading.transcript_id
        at = order.index(here) + by if here in order else 0
        if 0 <= at < len(order):
            self._reading.open(order[at])

    def import_files(self, files: Sequence[Path] = ()) -> None:
        """Let the evaluator look at files and confirm what comes in."""
        # Loaded here, as the window's other dialogs are, to keep it out of the start.
        from coder.gui.importing.dialog import ImportDialog

        session = self._session
        with session.project.read() as rows:
            known, speakers = rows.participants(), rows.speakers()
        dialog = ImportDialog(
            self._tasks,
            read=lambda path, encoding: importing.look_at(path, encoding=encoding),
            duplicates=lambda plans: importing.duplicates(session.project, plans),
            groups=STAKEHOLDER_GROUPS,
            participants=known,
            speakers=speakers,
            theme=self._theme,
            icons=self._icons,
            parent=self._panel.window(),
        )
        dialog.add_files(list(files))
        confirmed = dialog.exec() == ImportDialog.DialogCode.Accepted
        plans, agreed = dialog.plans() if confirmed else [], dialog.consent()
        dialog.deleteLater()
        if plans:
            self._take_in(plans, agreed)

    def import_codings(self, file: Path) -> None:
        """Let the evaluator see where the rows of a table of codings land, and confirm what comes in."""
        from coder.gui.importing.codings import ImportCodingsDialog

        session, project = self._session, self._session.project

        def look(wish: CodingsWish) -> codings_import.CodingsPlan:
            return codings_import.look_at_codings(
                project, file=file, columns=wish.columns, positions=wish.positions, sources=wish.sources
            )

        try:
            columns = codings_import.look_at_columns(file)
        except CoderError as error:
            session.notifier.problem(error.message)
            return
        dialog = ImportCodingsDialog(
            self._tasks,
            file=file,
            columns=columns,
            look=look,
            theme=self._theme,
            icons=self._icons,
            parent=self._panel.window(),
        )
        confirmed = dialog.exec() == ImportCodingsDialog.DialogCode.Accepted
        wish = dialog.wish()
        dialog.deleteLater()
        if confirmed:
            self._take_in_codings(file, wish)

    def _take_in_codings(self, file: Path, wish: CodingsWish) -> None:
        session = self._session
        reports: list[codings_import.CodingsReport] = []

        def action() -> ChangeSet:
            reports.append(
                codings_import.import_codings(
                    session.project,
                    file=file,
                    coder=session.coder,
                    columns=wish.columns,
                    positions=wish.positions,
                    sources=wish.sources,
                )
            )
            return reports[0].changes

        if session.do(action) is None:
            return
        report = reports[0]
        said = f"Imported {report.imported:,} coding{'' if report.imported == 1 else 's'}"
        said += f"; {report.already_there:,} were there already" if report.already_there else ""
        session.notifier.say(f"{said}. Ctrl+Z takes it back." if report.changes else f"{said}.")

    def details(self, transcript_id: str) -> None:
        """Edit what is known about a transcript and its speakers."""
        from coder.gui.transcripts.transcript_details import TranscriptDetailsDialog

        detail = transcripts.detail(self._session.project, transcript_id)
        dialog = TranscriptDetailsDialog(
            detail, groups=STAKEHOLDER_GROUPS, theme=self._theme, icons=self._icons, parent=self._panel.window()
        )
        if dialog.exec() == TranscriptDetailsDialog.DialogCode.Accepted:
            project, now = self._session.project, dialog.details()
            self._session.do(
                lambda: transcripts.edit_transcript(
                    project,
                    transcript_id=transcript_id,
                    name=now.name,
                    kind=now.kind,
                    date=now.date,
                    place=now.place,
                    speakers=now.speakers,
                )
            )
        dialog.deleteLater()

    def set_status(self, transcript_id: str, status: TranscriptStatus) -> None:
        """Mark a transcript as complete or open."""
        project = self._session.project
        self._session.do(lambda: transcripts.set_status(project, transcript_id=transcript_id, status=status))

    def remove(self, transcript_id: str) -> None:
        """Take a transcript out, after asking if codings go with it."""
        detail = transcripts.detail(self._session.project, transcript_id)
        name, count = detail.transcript.name, len(detail.codings)
        if count and not self._session.notifier.ask(
            f"Remove “{name}”?",
            f"Its {count} codings will be removed with it. You can undo this with Ctrl+Z.",
            yes="Remove",
            dangerous=True,
        ):
            return
        project = self._session.project
        if self._session.do(lambda: transcripts.remove_transcript(project, transcript_id=transcript_id)) is not None:
            self._session.notifier.say(f"Removed “{name}”. Ctrl+Z brings it back.")

    def stop(self) -> None:
        """Refresh no more."""
        self._timer.stop()

    def _choose(self, transcript_id: str) -> None:
        if transcript_id != self._reading.transcript_id:
            self._reading.open(transcript_id)

    def _take_in(self, plans: Sequence[ImportPlan], agreed: Consent) -> None:
        project, before = self._session.project, set(self._found)
        # The dialog has asked about texts that are there already.
        changes = self._session.do(lambda: importing.import_transcripts(project, plans, again=True, consent=agreed))
        if changes is None:
            return
        count = len(plans)
        self._session.notifier.say(f"Imported {count} transcript{'s' if count > 1 else ''}. Ctrl+Z takes it back.")
        new = [transcript_id for transcript_id in self._found if transcript_id not in before]
        if new and new[0] != self._reading.transcript_id:
            self._reading.open(new[0])
