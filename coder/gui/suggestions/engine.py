"""The suggestion engine as the window has it: built and taught in the background, never older than the codebook."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from coder.domain.changes import ChangeSet
from coder.domain.coding import Coding
from coder.domain.meaning import meanings_of
from coder.domain.suggestion import Decision, Verdict
from coder.domain.transcript import Consent, Participant, Speaker, Transcript
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.base.tasks import CancelFlag, Task, Tasks
from coder.services.project import Event
from coder.services.suggestions import learning

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine

T = TypeVar("T")

START_AFTER_MS = 400
"""The engine is built once the window has been shown and painted, and once the codebook is at rest."""

LEARN_AFTER = 10
"""Decisions and codings after which the engine learns at once."""

IDLE_MS = 5000
"""Fewer are learned from once nothing was decided for this long."""

_KEY = "engine"


class EngineKeeper(QObject):
    """Holds the engine, and has it learn again: one run at a time, and one more at most that waits for it."""

    changed = Signal()
    """Another engine is in use, or none."""
    told = Signal(str)
    """What the status bar says about suggestions."""

    def __init__(self, session: Session, *, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self.engine: SuggestionEngine | None = None
        self.meanings: Mapping[str, str] = {}
        """What each code means, by its id; for telling whether a refusal still holds."""
        self._known: Mapping[str, str] = {}
        """What each code meant when the engine in use was built."""
        self.problem = ""
        """Why there is no engine, in the user's words."""
        self._lock = Lock()
        self._running: Task | None = None
        self._again = False
        self._edition = 0
        self._pending = 0
        self._unusable = ""
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._learn)
        session.codebook_changed.connect(self._codebook_changed)
        session.bridge.committed.connect(self._follow)
        self._read_meanings()

    @property
    def learning(self) -> bool:
        """Tell whether the engine is being built or taught at the moment."""
        return self._running is not None

    def want(self) -> None:
        """Build the engine if nobody has asked for it yet; nothing is loaded before."""
        if not self._wanted:
            self._wanted = True
            self._timer.start(START_AFTER_MS)

    def renew(self) -> None:
        """Build the engine anew, because other vectors were chosen."""
        self._unusable = ""
        self._edition += 1
        self._wanted = True
        self._timer.start(0)

    def ask(self, work: Callable[[SuggestionEngine, CancelFlag], T]) -> Callable[[CancelFlag], T]:
        """Return work for the background that asks the engine in use; only one thread asks it at a time."""
        engine = self.engine
        assert engine is not None, "ask only once there is an engine"

        def run(flag: CancelFlag) -> T:
            with self._lock:
                return work(engine, flag)

        return run

    def stop(self) -> None:
        """Learn no more, and wait until nothing reads the project."""
        self._timer.stop()
        self._again = False
        self._edition += 1
        self._tasks.end(_KEY)
        self._running = None
        gc.unfreeze()

    def _learn(self) -> None:
        self._timer.stop()
        if self._running is not None:
            self._again = True
            return
        self._again, self._pending = False, 0
        edition, wanted = self._edition, self._session.settings.values.vectors
        vectors = "" if wanted == self._unusable else wanted
        project, first = self._session.project, self.engine is None

        def build(flag: CancelFlag) -> SuggestionEngine:
            with _settled_afterwards() if first else nullcontext():
                return learning.open_engine(
                    project, vectors=vectors, cancelled=lambda: flag() or edition != self._edition
                )

        self._running = self._tasks.start(
            build, done=partial(self._built, edition), failed=partial(self._failed, vectors), key=_KEY
        )
        if self.engine is None:
            self.told.emit("getting ready…")

    def _built(self, edition: int, engine: SuggestionEngine) -> None:
        self._running = None
        if edition != self._edition:
            self._learn()  # The codebook is another one by now: what was built is dropped.
            return
        before, self.engine = self.engine, engine
        known, self._known = self._known, self.meanings
        self.problem = ""
        if before is None or before.key != engine.key or known != self._known:
            self.told.emit(self.described())
            self.changed.emit()
        if self._again:
            self._learn()

    def _failed(self, vectors: str, error: CoderError) -> None:
        self._running = None
        self._session.notifier.problem(error.message)
        if vectors:
            # Suggestions without vectors are better than none.
            self._unusable = vectors
            self._learn()
            return
        self.engine, self.problem = None, error.message
        self.told.emit("not available")
        self.changed.emit()

    def knows(self, code_id: str) -> bool:
        """Tell whether the engine in use was built with what the code means now."""
        return code_id in self.meanings and self.meanings[code_id] == self._known.get(code_id)

    def described(self) -> str:
        """Return where suggestions come from, in the user's words."""
        if self.engine is not None:
            return self.engine.name
        return "not available" if self.problem else "getting ready…"

    def _codebook_changed(self) -> None:
        self._edition += 1
        self._read_meanings()
        if self._wanted:
            self._timer.start(START_AFTER_MS)

    def _follow(self, event: Event) -> None:
        if self._wanted and _silences(event.changes):
            self._forget()
            return
        if not self._wanted or not _teaches(event.changes):
            return
        self._pending += 1
        if self._pending >= LEARN_AFTER:
            self._learn()
        elif not self._timer.isActive() or self._timer.interval() == IDLE_MS:
            self._timer.start(IDLE_MS)

    def _forget(self) -> None:
        """Use no engine that may have learned from somebody who withdrew, and learn anew."""
        self._edition += 1
        self.engine = None
        self.told.emit("getting ready…")
        self.changed.emit()
        self._learn()

    def _read_meanings(self) -> None:
        self.meanings = {code.id: meanings_of(code) for code in self._session.codebook.tree}


@contextmanager
def _settled_afterwards() -> Iterator[None]:
    """Load libraries without a search for garbage meanwhile, and leave what was loaded out of later searches.

    A search holds up every thread: through all that spaCy and scikit-learn bring, for 200 to 500 ms each time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _silences(changes: ChangeSet) -> bool:
    """Tell whether somebody withdrew, or came back."""
    return any(
        (isinstance(change.before, Participant) and change.before.consent is Consent.WITHDRAWN)
        != (isinstance(change.after, Participant) and change.after.consent is Consent.WITHDRAWN)
        for change in changes.of(Participant)
    )


def _teaches(changes: ChangeSet) -> bool:
    """Tell whether there is something else to learn from: not by a memo, nor by a direction."""
    if changes.touches(Speaker):
        return True
    for change in changes.of(Coding):
        before, after = change.before, change.after
        if not (isinstance(before, Coding) and isinstance(after, Coding)):
            return True
        if (before.code_id, before.span) != (after.code_id, after.span):
            return True
    for change in changes.of(Decision):
        if isinstance(change.row, Decision) and change.row.verdict is not Verdict.SKIPPED:
            return True
    return any(
        not (isinstance(change.before, Transcript) and isinstance(change.after, Transcript))
        or change.before.status is not change.after.status
        for change in changes.of(Transcript)
    )
