"""Exporting tables from the window: the choice, the preview of what is withheld, the file, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coder.errors import CoderError, ExportCancelledError
from coder.gui.base.equipment import Equipment
from coder.gui.base.file_dialogs import FileDialogs
from coder.gui.base.session import Session
from coder.gui.base.tasks import Task, Tasks
from coder.gui.evidence.audience import AudienceTeller
from coder.gui.evidence.export_tables import ALL, ExportTablesDialog
from coder.services.evidence import exporting, queries
from coder.services.evidence.audiences import Audience, proposed_file, standing
from coder.services.evidence.consent import Withholding

_KINDS = {
    "xlsx": "Excel workbook",
    "csv": "CSV table",
    "html": "Web page",
    "docx": "Word document",
    "json": "JSON",
}


def export_tables(
    session: Session,
    *,
    table: str,
    query: str | None,
    kit: Equipment,
    record: Callable[[], object],
    parent: QWidget,
) -> None:
    """Let the person export tables; returns when the dialog is closed. `record` leads to recording consent."""
    dialog = ExportTablesDialog(
        tables=[(head.name, head.title, head.description) for head in exporting.table_heads()],
        queries=[item.name for item in queries.saved_queries(session.project)],
        table=table or ALL,
        query=query,
        bom=session.settings.values.csv_bom,
        theme=kit.theme,
        icons=kit.icons,
        parent=parent,
    )
    Exporter(session, dialog=dialog, files=kit.files, tasks=kit.tasks)
    dialog.exec()
    wanted = dialog.consent_wanted
    dialog.deleteLater()
    if wanted:
        record()


class Exporter(QObject):
    """Does what the dialog asks for."""

    _progress = Signal(int, int)

    def __init__(self, session: Session, *, dialog: ExportTablesDialog, files: FileDialogs, tasks: Tasks) -> None:
        super().__init__(dialog)
        self._session, self._dialog, self._files, self._tasks = session, dialog, files, tasks
        self._task: Task | None = None
        self._stopped = False
        dialog.export_requested.connect(self._export)
        dialog.cancel_requested.connect(self._cancel)
        dialog.finished.connect(self._cancel)
        self._progress.connect(dialog.show_progress)
        self._teller = AudienceTeller(
            dialog.audience,
            session=session,
            tasks=tasks,
            query=dialog.query.currentData,
            shown=self._show_withheld,
        )
        dialog.query.activated.connect(lambda _at: self._teller.refresh())
        self._teller.refresh()

    def _show_withheld(self, found: Withholding) -> None:
        self._dialog.show_withheld(found.sentences()[: len(found.withheld)], found.warning())

    def _export(self) -> None:
        wish, project = self._dialog.wish(), self._session.project
        name = f"{project.path.stem} {'tables' if wish.table == ALL else wish.table}.{wish.file_format}"
        ending = f".{wish.file_format}"
        suggested = proposed_file(project.path.with_name(name), wish.audience)
        file = self._files.file_to_save("Export tables", suggested, {ending: _KINDS[wish.file_format]})
        if file is None:
            return
        if wish.file_format == "csv":
            self._session.settings.values.csv_bom = wish.bom
        try:
            query = exporting.saved_query(project, wish.query) if wish.query is not None else None
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return
        self._dialog.show_working(True)
        last = [-1]

        def progress(done: int, total: int) -> None:
            # Not for every row: a step of a hundredth is all that can be seen.
            step = done * 100 // max(1, total)
            if step != last[0]:
                last[0] = step
                self._progress.emit(done, total)

        # The task's own flag drops its result, and a stopped export has something to say: so a flag of its own.
        self._stopped = False
        self._task = self._tasks.start(
            lambda flag: exporting.export_table(
                project,
                table=wish.table,
                file_format=wish.file_format,
                file=file,
                audience=wish.audience,
                query=query,
                bom=wish.bom,
                progress=progress,
                cancelled=lambda: self._stopped or flag(),
            ),
            done=lambda count: self._done(file, count, wish.audience),
            failed=self._failed,
        )

    def _done(self, file: Path, count: int, audience: Audience) -> None:
        self._task = None
        self._dialog.show_working(False)
        self._session.notifier.say(f"Wrote {count:,} rows to {file.name}. {standing(audience)}".rstrip())
        self._dialog.accept()

    def _failed(self, error: CoderError) -> None:
        self._task = None
        self._dialog.show_working(False)
        if isinstance(error, ExportCancelledError):
            self._dialog.show_standing("Stopped; no file was written.")
        else:
            self._dialog.show_standing(error.message)
            self._session.notifier.problem(error.message)

    def _cancel(self, _result: int = 0) -> None:
        self._teller.stop()
        if self._task is not None:
            self._stopped = True
