"""Importing: files and other tools' codings are looked at, confirmed, and taken into the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coder.domain.changes import ChangeSet
from coder.domain.transcript import STAKEHOLDER_GROUPS, Consent, Transcript
from coder.errors import CoderError
from coder.gui.base.equipment import Equipment
from coder.gui.base.session import Session
from coder.gui.reading.controller import ReadingController
from coder.gui.transcripts.panel import TranscriptPanel
from coder.services.coding import codings_import
from coder.services.transcripts import importing
from coder.services.transcripts.import_plan import ImportPlan

if TYPE_CHECKING:
    from coder.gui.importing.codings import CodingsWish


class ImportController(QObject):
    """Carries out what the transcript list, the menu and a drop ask to be brought in."""

    def __init__(
        self,
        session: Session,
        *,
        panel: TranscriptPanel,
        reading: ReadingController,
        kit: Equipment,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._reading = session, panel, reading
        self._kit = kit
        panel.import_requested.connect(self.import_files)
        panel.files_dropped.connect(self.import_files)

    def import_files(self, files: Sequence[Path] = ()) -> None:
        """Let the evaluator look at files and confirm what comes in."""
        # Loaded here, as the window's other dialogs are, to keep it out of the start.
        from coder.gui.importing.dialog import ImportDialog

        session = self._session
        with session.project.read() as rows:
            known, speakers = rows.participants(), rows.speakers()
        dialog = ImportDialog(
            self._kit.tasks,
            read=lambda path, encoding: importing.look_at(path, encoding=encoding),
            duplicates=lambda plans: importing.duplicates(session.project, plans),
            groups=STAKEHOLDER_GROUPS,
            participants=known,
            speakers=speakers,
            theme=self._kit.theme,
            icons=self._kit.icons,
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
            self._kit.tasks,
            file=file,
            columns=columns,
            look=look,
            theme=self._kit.theme,
            icons=self._kit.icons,
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

    def _take_in(self, plans: Sequence[ImportPlan], agreed: Consent) -> None:
        project = self._session.project
        # The dialog has asked about texts that are there already.
        changes = self._session.do(lambda: importing.import_transcripts(project, plans, again=True, consent=agreed))
        if changes is None:
            return
        count = len(plans)
        self._session.notifier.say(f"Imported {count} transcript{'s' if count > 1 else ''}. Ctrl+Z takes it back.")
        first = next((change.row.id for change in changes.of(Transcript)), "")
        if first and first != self._reading.transcript_id:
            self._reading.open(first)
