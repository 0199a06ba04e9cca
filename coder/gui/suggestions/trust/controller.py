"""The trust panel: counts as they are now, switches, and the held-out estimate in the background."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject

from coder.domain.learning import CodeResult, Evaluation
from coder.domain.suggestion import Offer
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.base.tasks import CancelFlag, Task, Tasks
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.gui.suggestions.trust.curve import Point, Series
from coder.gui.suggestions.trust.model import TrustLine
from coder.gui.suggestions.trust.page import HeldOut, TrustPage
from coder.services.suggestions import evaluating, trust
from coder.services.suggestions.trust import CurvePoint, Estimate

_KEY = "measure"

_ASK = (
    "An honest estimate learns from some transcripts and looks at the others. It needs codings in two transcripts or "
    "more; the more, the better."
)


class TrustController(QObject):
    """Fills the page while it is shown, and carries out what is wished there."""

    def __init__(
        self,
        session: Session,
        *,
        engine: EngineKeeper,
        hits: HitRates,
        page: TrustPage,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._engine = engine
        self._hits = hits
        self._page = page
        self._tasks = tasks
        self._measured: Evaluation | None = None
        self._failure = ""
        self._running: Task | None = None
        self._connect()

    def _connect(self) -> None:
        self._hits.changed.connect(self.refresh)
        self._engine.changed.connect(self.refresh)
        self._session.codebook_changed.connect(self.refresh)
        self._page.offer_chosen.connect(self.set_offer)
        self._page.limit_chosen.connect(self.set_limit)
        self._page.measure_requested.connect(self.measure)
        self._page.cancel_requested.connect(self.cancel)

    def begin(self) -> None:
        """Show how things stand now."""
        self._engine.want()
        self._hits.count()
        self.refresh()

    def set_offer(self, code_ids: Sequence[str], offer: Offer) -> None:
        """Say whether codes are suggested."""
        self._session.do(lambda: trust.set_offer(self._session.project, code_ids=list(code_ids), offer=offer))

    def set_limit(self, limit: float) -> None:
        """Say below which hit rate codes are muted."""
        if self._session.do(lambda: trust.set_mute_below(self._session.project, limit=limit)) is None:
            self.refresh()

    def measure(self) -> None:
        """Estimate on held-out transcripts how good suggestions are; slow, in the background."""
        if self._running is not None:
            return
        engine = self._engine.engine
        project, key = self._session.project, engine.key if engine is not None else ""

        def work(flag: CancelFlag) -> Evaluation:
            return evaluating.evaluate(project, engine_key=key, cancelled=flag)

        self._failure = ""
        self._running = self._tasks.start(work, done=self._done, failed=self._failed, key=_KEY)
        self.refresh()

    def cancel(self) -> None:
        """Measure no further; nothing is kept."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
            self.refresh()

    def stop(self) -> None:
        """Measure no more, and wait until nothing reads the project."""
        self._tasks.end(_KEY)
        self._running = None

    def refresh(self) -> None:
        """Bring the page up to date if it is shown."""
        if not self._page.isVisible():
            return
        found, book = self._hits.trust, self._session.codebook
        if found is not None:
            results = {item.code_id: item for item in self._measured.per_code} if self._measured is not None else {}
            self._page.show_lines(
                [
                    _line(item, book.tree[item.code_id].name, place, results.get(item.code_id))
                    for place, item in enumerate(found.codes)
                    if item.code_id in book.tree
                ],
                book.colours,
            )
            self._page.show_limit(found.mute_below)
            self._page.show_hits(*_over_time(found.curve))
            shown = sum(item.shown for item in found.codes)
            accepted = sum(item.accepted for item in found.codes)
            muted = len(found.muted)
            parts = [f"From {self._engine.described()}"]
            parts.append(f"{accepted:,} of {shown:,} accepted" if shown else "nothing suggested yet")
            parts += [f"{muted} muted"] if muted else []
            self._page.show_standing(" · ".join(parts))
        estimates = found.estimates if found is not None else ()
        self._page.show_held_out(self._held_out(estimates), _estimated(estimates))

    def _done(self, found: Evaluation) -> None:
        self._running, self._measured = None, found
        self._hits.count()
        self.refresh()

    def _failed(self, error: CoderError) -> None:
        self._running, self._failure = None, error.message
        self.refresh()

    def _held_out(self, estimates: Sequence[Estimate]) -> HeldOut:
        if self._running is not None:
            return HeldOut(text="Measuring: learning without each part of the transcripts in turn…", measuring=True)
        if self._failure:
            return HeldOut(text=self._failure)
        if self._measured is not None:
            return _told(self._measured)
        if estimates:
            last = estimates[-1]
            if last.too_little:
                return HeldOut(text=f"Measured on {_day(last.at)} with {last.labels:,} codings: too little to tell.")
            return HeldOut(
                text=f"Measured on {_day(last.at)} with {last.labels:,} codings.",
                figures=_figures(last.precision_at_1, last.recall_at_3),
            )
        return HeldOut(text=_ASK)


def _line(item: trust.CodeTrust, name: str, place: int, result: CodeResult | None) -> TrustLine:
    too_little = result is not None and result.too_little
    f1 = result.f1 if result is not None and not too_little else None
    return TrustLine(item, name, place, held_out=f1, too_little=too_little)


def _told(found: Evaluation) -> HeldOut:
    what = f"{_counted(found.passages, 'coded passage')} in {_counted(found.groups, 'transcript')}, held out in turn."
    if found.too_little:
        return HeldOut(text=f"Too little to tell. {found.note or what}")
    figures = _figures(found.precision_at_1, found.recall_at_3)
    more = (
        ("Right order of codes (LRAP)", found.lrap),
        ("Uncoded passages flagged", found.flagged),
    )
    if found.micro_f1 is not None and found.macro_f1 is not None:
        figures += (("F1 over all passages / mean of codes", f"{found.micro_f1:.0%} / {found.macro_f1:.0%}"),)
    figures += tuple((name, f"{value:.0%}") for name, value in more if value is not None)
    calibrated = (
        "Chances are reliable enough to be shown as percentages."
        if found.calibrated
        else ("Scores are not reliable as percentages yet, so suggestions show their rank.")
    )
    return HeldOut(text=" ".join(part for part in (what, found.note, calibrated) if part), figures=figures)


def _figures(precision: float | None, recall: float | None) -> tuple[tuple[str, str], ...]:
    named = (("First suggestion right", precision), ("Right code among the first three", recall))
    return tuple((name, f"{value:.0%}") for name, value in named if value is not None)


def _over_time(curve: Sequence[CurvePoint]) -> tuple[tuple[Series, ...], str]:
    points = tuple(
        Point(
            point.hit_rate,
            _day(point.at),
            f"{_day(point.at)}, {point.accepted} of {point.shown} accepted",
            hollow=point.shown < trust.BLOCK,
        )
        for point in curve
        if point.tells
    )
    if not points:
        return (), trust.rate_in_words(0, curve[-1].shown).capitalize() + "." if curve else ""
    curve = [point for point in curve if point.tells]
    last = curve[-1]
    taken = f"{last.accepted} {'was' if last.accepted == 1 else 'were'} accepted"
    said = f"Of the last {_counted(last.shown, 'suggestion')}, {taken}"
    if len(curve) > 1:
        said += f"; of the first {curve[0].shown}, {curve[0].accepted}"
    return (Series("Accepted", points),), f"{said}."


def _estimated(estimates: Sequence[Estimate]) -> tuple[Series, ...]:
    def series(name: str, values: Sequence[float | None]) -> Series:
        return Series(
            name,
            tuple(
                Point(
                    value,
                    f"{_counted(item.labels, 'coding')}",
                    f"{_counted(item.labels, 'coding')}, {value:.0%}",
                )
                for item, value in zip(estimates, values, strict=True)
                if value is not None and not item.too_little
            ),
        )

    return (
        series("Right code among the first three", [item.recall_at_3 for item in estimates]),
        series("First suggestion right", [item.precision_at_1 for item in estimates]),
    )


def _day(at: str) -> str:
    local = datetime.fromisoformat(at).astimezone()
    return f"{local.day} {local:%b}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
