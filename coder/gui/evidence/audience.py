"""Says beside a choice of readers or the team what it withholds, counted beside the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.base.tasks import Task, Tasks
from coder.gui.look.audience import AudienceChoice
from coder.services.evidence import consent
from coder.services.evidence.consent import Withholding


class AudienceTeller(QObject):
    """Keeps what is said beside a choice in step with it; made for as long as the choice is shown."""

    def __init__(
        self,
        choice: AudienceChoice,
        *,
        session: Session,
        tasks: Tasks,
        transcript: Callable[[], str] = lambda: "",
        query: Callable[[], str | None] = lambda: None,
        shown: Callable[[Withholding], None] | None = None,
    ) -> None:
        """`transcript` is the id of the one that it is about, if it is about one; `query` a saved query's name."""
        super().__init__(choice)
        self._choice, self._session, self._tasks = choice, session, tasks
        self._transcript, self._query, self._shown = transcript, query, shown
        self._task: Task | None = None
        choice.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Count again."""
        project, audience = self._session.project, self._choice.audience
        transcript_id, name = self._transcript(), self._query()

        def found(_flag: object) -> Withholding:
            from coder.services.evidence.exporting import saved_query

            asked = saved_query(project, name) if name is not None else None
            return consent.what_is_withheld(project, audience=audience, query=asked, transcript_id=transcript_id)

        self._task = self._tasks.start(found, done=self._say, failed=self._failed, key=f"audience {id(self)}")

    def stop(self) -> None:
        """Say nothing more."""
        if self._task is not None:
            self._task.cancel()

    def _say(self, found: Withholding) -> None:
        self._choice.say(found.sentence())
        if self._shown is not None:
            self._shown(found)

    def _failed(self, error: CoderError) -> None:
        self._session.notifier.problem(error.message)
