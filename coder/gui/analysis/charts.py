"""Charts in the analysis workspace, drawn beside the window in the look that is on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coder.errors import CoderError
from coder.exporters.charts.data import DrawnChart, Mark
from coder.gui.analysis.chart_page import ChartPage
from coder.gui.analysis.work import Work
from coder.gui.base.tasks import CancelFlag, Task
from coder.gui.evidence.audience import AudienceTeller
from coder.services.evidence import charts
from coder.services.evidence.audiences import proposed_file
from coder.services.evidence.charts import CHARTS, Look


class ChartsController(QObject):
    """Draws what is chosen; a mark leads to its passages."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        kinds = [(kind.name, kind.title, kind.description) for kind in CHARTS.values()]
        self._page = ChartPage(work.theme, work.icons, kinds=kinds)
        self._page.wanted.connect(self.refresh)
        self._page.chosen.connect(self._draw_chosen)
        self._page.cancel_requested.connect(self._stop)
        self._page.hidden.connect(self._drop)
        self._page.mark_chosen.connect(self._show_behind)
        self._page.save_requested.connect(self.save)
        self._page.audience.consent_requested.connect(lambda: work.begin("participants"))
        self._teller = AudienceTeller(
            self._page.audience, session=work.session, tasks=work.tasks, transcript=self._transcript
        )
        self._shown: tuple[object, ...] = ()
        """What the picture shows: the data, the chart, the transcript, and how it is drawn."""
        self._drawing: tuple[object, ...] = ()
        self._stopped: tuple[object, ...] = ()
        self._task: Task | None = None

    @property
    def page(self) -> QWidget:
        """Return the page."""
        return self._page

    def refresh(self) -> None:
        """Draw the chosen chart anew, if anything about it is different."""
        data, page = self._work.view, self._page
        if data is None:
            return
        if not page.isVisible():
            # Its width is not known before it is shown, and a picture takes a while: it asks once it is shown.
            return
        name = str(page.kind.currentData())
        of_transcript = CHARTS[name].of_transcript
        page.offer_transcripts([(item.name, item.id) for item in data.transcripts], shown=of_transcript)
        transcript_id = self._transcript()
        page.most.setVisible(CHARTS[name].of_codes)
        most = int(page.most.currentData())
        ratio = page.devicePixelRatioF()
        look = Look.DARK if self._work.theme.is_dark else Look.LIGHT
        width = page.room()
        wanted = (id(data), name, transcript_id, most, ratio, look, width)
        if of_transcript and not transcript_id:
            self._drop()
            self._shown = ()
            page.show_nothing("There are no transcripts yet. Import some with Ctrl+I.")
            return
        if self._stopped and wanted[:4] == self._stopped[:4]:
            # Another width or look is no reason to begin again what was stopped.
            return
        if wanted == self._drawing:
            return
        if wanted == self._shown:
            self._drop()
            page.show_again()
            return

        def draw(flag: CancelFlag) -> tuple[str, DrawnChart]:
            chart = charts.chart_of(data, name, transcript_id=transcript_id, most=most)
            return chart.title, charts.draw(chart, look=look, width=width, scale=ratio, cancelled=flag)

        def show(found: tuple[str, DrawnChart]) -> None:
            self._shown, self._drawing = wanted, ()
            page.show_chart(found[0], found[1], ratio=ratio)

        self._teller.refresh()
        self._drawing, self._stopped = wanted, ()
        self._task = self._work.tasks.start(draw, done=show, failed=self._not_drawn, key="chart")
        page.show_drawing()

    def _draw_chosen(self) -> None:
        """Draw what the person chose, even if it was stopped before."""
        self._stopped = ()
        self.refresh()

    def _stop(self) -> None:
        """Draw no further, and say so."""
        if self._drawing:
            self._stopped = self._drawing
            self._drop()
            self._shown = ()
            self._page.show_stopped()

    def _drop(self) -> None:
        """Draw no further: the chart is not wanted any more."""
        if self._task is not None:
            self._task.cancel()
        self._task, self._drawing = None, ()
        self._page.drop_drawing()

    def _not_drawn(self, error: CoderError) -> None:
        self._stop()
        self._failed(error)

    def save(self) -> None:
        """Let the person choose a file and write the chart to it, as consent lets it out."""
        session, page = self._work.session, self._page
        name, audience = str(page.kind.currentData()), page.audience.audience
        transcript_id = self._transcript()
        most = int(page.most.currentData())
        suggested = session.project.path.with_name(f"{session.project.path.stem} {name}.png")
        file = self._ask(proposed_file(suggested, audience))
        if file is None:
            return
        self._work.tasks.start(
            lambda _flag: charts.export_chart(
                session.project, name, file=file, transcript_id=transcript_id, audience=audience, most=most
            ),
            done=lambda _drawn: session.notifier.say(f"Saved the chart as {file.name}."),
            failed=self._failed,
            key="save-chart",
        )

    def _transcript(self) -> str:
        """Return the id of the transcript that the chart is about, if it is about one."""
        page = self._page
        one = CHARTS[str(page.kind.currentData())].of_transcript
        return str(page.transcript.currentData() or "") if one else ""

    def _ask(self, suggested: Path) -> Path | None:
        return self._work.files.picture_to_save(suggested)

    def _show_behind(self, mark: Mark) -> None:
        # The picture stands until the next one is there, so its chart may be another one than the chosen one.
        work, name = self._work, str(self._shown[1])
        code_id = next((key for key in mark.keys if key in work.session.codebook.tree), "")

        def behind() -> list[str]:
            data = work.view
            return charts.codings_behind(data, name, mark) if data is not None else []

        work.show_behind(mark.label, behind, code_id=code_id if len(mark.keys) == 1 else "")

    def _failed(self, error: CoderError) -> None:
        self._work.session.notifier.problem(error.message)
