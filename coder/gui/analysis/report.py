"""The report: findings are written here, and files are made of them with what the codings say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coder.domain.transcript import Transcript
from coder.errors import CoderError, ExportCancelledError
from coder.gui.analysis.report_page import ReportPage
from coder.gui.analysis.work import Work
from coder.gui.evidence.audience import AudienceTeller
from coder.services.evidence import coded_transcripts, drilling, findings, reporting
from coder.services.evidence.audiences import proposed_file, standing
from coder.services.evidence.report_outline import ReportPart, report_outline
from coder.services.tables import AnalysisData, build_table

_KINDS = {".docx": "Word document", ".html": "Web page"}


class ReportController(QObject):
    """Connects the page to the services."""

    _progress = Signal(int, int)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stopped = False
        self._page = page = ReportPage(work.theme, work.icons)
        page.part_chosen.connect(self._show_behind)
        page.written.connect(self._write)
        page.report_requested.connect(self._make_report)
        page.transcript_requested.connect(self._make_transcript)
        page.cancel_requested.connect(self._cancel)
        self._progress.connect(page.show_progress)
        page.audience.consent_requested.connect(lambda: work.begin("participants"))
        self._teller = AudienceTeller(page.audience, session=work.session, tasks=work.tasks)

    @property
    def page(self) -> QWidget:
        """Return the page."""
        return self._page

    def refresh(self) -> None:
        """Show the report's parts as they are now."""
        data = self._work.data
        if data is None:
            return
        self._teller.refresh()
        names = [(item.name, item.id) for item in data.transcripts]
        self._work.tasks.start(
            lambda _flag: report_outline(data),
            done=lambda parts: self._page.show_parts(parts, names),
            failed=self._failed,
            key="outline",
        )

    def _show_behind(self, part: ReportPart) -> None:
        work = self._work

        def behind() -> list[str]:
            data = work.data
            if data is None:
                return []
            if part.code_id:
                return drilling.codings_of_code(data, part.code_id)
            return [key[0] for key in build_table(data, "unintended").keys] if part.subject == "unintended" else []

        if part.code_id or part.subject == "unintended":
            work.show_behind(part.title, behind, code_id=part.code_id if part.depth else "")
        else:
            work.show_nothing()

    def _write(self, subject: str, text: str) -> None:
        project = self._work.session.project
        self._work.session.do(lambda: findings.set_finding(project, subject, text))

    def _make_report(self) -> None:
        self._page.save()
        project, audience = self._work.session.project, self._page.audience.audience
        options = reporting.ReportOptions(audience=audience)
        suggested = proposed_file(project.path.with_name(f"{project.path.stem} report.docx"), audience)
        file = self._ask("Make report", suggested)
        if file is not None:
            self._run(
                file,
                lambda step, stop: reporting.export_report(
                    project, file=file, options=options, progress=step, cancelled=stop
                ),
                f"The report is in {file.name}. {standing(audience)}".rstrip(),
            )

    def _make_transcript(self, transcript_id: str) -> None:
        project, data = self._work.session.project, self._work.data
        audience = self._page.audience.audience
        name = coded_transcripts.title_for(data, transcript_id, audience=audience) if data else ""
        safe = "".join(char if char not in '\\/:*?"<>|' else " " for char in name or "transcript")
        suggested = proposed_file(project.path.with_name(f"{' '.join(safe.split())}.docx"), audience)
        file = self._ask("Export coded transcript", suggested)
        if file is not None:
            self._run(
                file,
                lambda step, stop: coded_transcripts.export_coded_transcript(
                    project, transcript_id=transcript_id, file=file, audience=audience, progress=step, cancelled=stop
                ),
                f"The transcript with its codes is in {file.name}. {standing(audience)}".rstrip(),
            )

    def _ask(self, title: str, suggested: Path) -> Path | None:
        return self._work.files.file_to_save(title, suggested, _KINDS)

    def _run(
        self, file: Path, make: Callable[[Callable[[int, int], None], Callable[[], bool]], object], done: str
    ) -> None:
        self._stopped = False
        self._page.show_working(True)

        def finish(_result: object) -> None:
            self._page.show_working(False)
            self._work.session.notifier.say(done)

        self._work.tasks.start(
            lambda flag: make(self._progress.emit, lambda: self._stopped or flag()), done=finish, failed=self._failed
        )

    def _cancel(self) -> None:
        self._stopped = True

    def _failed(self, error: CoderError) -> None:
        self._page.show_working(False)
        if isinstance(error, ExportCancelledError):
            self._work.session.notifier.say("Stopped; no file was written.")
        else:
            self._work.session.notifier.problem(error.message)


def _transcripts(data: AnalysisData | None) -> tuple[Transcript, ...]:
    return data.transcripts if data is not None else ()
