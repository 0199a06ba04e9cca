"""What becomes of suggestions: noting what was seen, and which codes are muted for their hit rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from coder.domain.coding import Coding
from coder.domain.project import ProjectInfo
from coder.domain.span import Span
from coder.domain.suggestion import Decision, OfferRule, Suggestion, Way
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.base.tasks import CancelFlag, Tasks
from coder.gui.suggestions.engine import EngineKeeper
from coder.services.project import Event
from coder.services.suggestions import trust
from coder.services.suggestions.trust import Trust

DWELL_MS = 1500
"""What is on the screen for a shorter time was passed over, not seen."""

COUNT_AFTER_MS = 600

_COUNT, _NOTE = "hits", "note"

_Seen = tuple[str, Span, tuple[Suggestion, ...], str, Way]


class HitRates(QObject):
    """Counts in the background what became of each code's suggestions, and notes what a person sees."""

    changed = Signal()
    """The counts are others, or other codes are muted."""

    def __init__(self, session: Session, *, engine: EngineKeeper, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._engine = engine
        self._tasks = tasks
        self.trust: Trust | None = None
        self._looked_at: _Seen | None = None
        self._noted: set[tuple[str, str, Span]] = set()
        self._dwell = self._timer(DWELL_MS, self._note)
        self._count_later = self._timer(COUNT_AFTER_MS, self.count)
        session.bridge.committed.connect(self._follow)
        session.codebook_changed.connect(self._count_later.start)
        engine.changed.connect(self._engine_changed)

    @property
    def muted(self) -> frozenset[str]:
        """Return the ids of the codes that are not offered."""
        return self.trust.muted if self.trust is not None else frozenset()

    def seen(self, transcript_id: str, span: Span, suggestions: Sequence[Suggestion], way: Way) -> None:
        """Take note, once they have been there long enough to be read, that suggestions are on the screen."""
        engine = self._engine.engine
        new = [item for item in suggestions if (transcript_id, item.code_id, span) not in self._noted]
        look = (transcript_id, span, tuple(new), engine.key, way) if engine is not None and new else None
        if look != self._looked_at:
            self._looked_at = look
            if look is None:
                self._dwell.stop()
            else:
                self._dwell.start()

    def look_away(self) -> None:
        """Note nothing of what was on the screen for a moment only."""
        self._looked_at = None
        self._dwell.stop()

    def stop(self) -> None:
        """Note and count no more, and wait until nothing reads the project."""
        self._dwell.stop()
        self._count_later.stop()
        self._tasks.end(_COUNT, _NOTE)

    def _timer(self, after: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(do)
        return timer

    def _note(self) -> None:
        look, self._looked_at = self._looked_at, None
        if look is None:
            return
        transcript_id, span, suggestions, key, way = look
        self._noted |= {(transcript_id, item.code_id, span) for item in suggestions}
        project = self._session.project

        def note(_flag: CancelFlag) -> None:
            trust.note_shown(
                project, transcript_id=transcript_id, span=span, suggestions=suggestions, engine_key=key, way=way
            )

        self._tasks.start(note, done=lambda _: self._count_later.start(), failed=self._pass_over, key=_NOTE)

    def _pass_over(self, _error: CoderError) -> None:
        """Go on without the note: it is a count, not evidence."""

    def _follow(self, event: Event) -> None:
        if event.changes.touches(Decision, Coding, OfferRule, ProjectInfo):
            self._count_later.start(0 if event.changes.touches(OfferRule, ProjectInfo) else COUNT_AFTER_MS)

    def _engine_changed(self) -> None:
        self._count_later.start()

    def count(self) -> None:
        """Count now what became of suggestions."""
        self._count_later.stop()
        engine = self._engine.engine
        learned = dict(engine.learned_from) if engine is not None else {}
        project = self._session.project

        def count(_flag: CancelFlag) -> Trust:
            return trust.trust(project, learned_from=learned)

        self._tasks.start(count, done=self._counted, failed=self._pass_over, key=_COUNT)

    def _counted(self, found: Trust) -> None:
        if found != self.trust:
            self.trust = found
            self.changed.emit()
