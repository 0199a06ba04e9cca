"""Offering codes for the passage that is read: never in the way, always with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from coder.domain.changes import ChangeSet
from coder.domain.suggestion import Suggestion
from coder.domain.text import excerpt, one_line
from coder.errors import CoderError
from coder.gui.controllers.coding import CodingController
from coder.gui.controllers.reading import ReadingController, offered, short_label
from coder.gui.session import Session
from coder.gui.suggestions.panel import Stage, SuggestionCard, SuggestionPanel, SuggestionState
from coder.gui.tasks import CancelFlag, Tasks
from coder.gui.transcript.content import Mark
from coder.services import suggesting
from coder.services.suggesting import Passage, SuggestedPassage

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine

START_AFTER_MS = 400
"""The engine is built once the window has been shown and painted."""

LOOK_AFTER_MS = 120
"""Moving on within this time asks for nothing."""

ASKED_FOR = 8
"""Some are decided already, so more are asked for than shown."""

SHOWN = 3


class SuggestionController(QObject):
    """Builds the engine in the background, asks it about the current passage, and carries out verdicts."""

    engine_changed = Signal(str)
    """What the status bar says about suggestions."""

    def __init__(
        self,
        session: Session,
        *,
        reading: ReadingController,
        coding: CodingController,
        panel: SuggestionPanel,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._coding = coding
        self._panel = panel
        self._tasks = tasks
        self._engine: SuggestionEngine | None = None
        self._passage: Passage | None = None
        self._found: list[Suggestion] = []
        self._active = ""
        self._build_timer = self._timer(START_AFTER_MS, self._build)
        self._look_timer = self._timer(LOOK_AFTER_MS, self._look)
        self._connect()
        self._build_timer.start()
        self._panel.show_state(SuggestionState(stage=Stage.LOADING))

    def _connect(self) -> None:
        view = self._reading.view
        view.selection_changed.connect(self._look_timer.start)
        view.caret_moved.connect(self._look_timer.start)
        self._reading.opened.connect(self._look_timer.start)
        self._reading.codings_shown.connect(self._refresh)
        self._session.bridge.decisions_changed.connect(self._refresh)
        self._session.codebook_changed.connect(self._build_timer.start)
        self._panel.accepted.connect(self.accept)
        self._panel.rejected.connect(self.reject)
        self._panel.pick_another_requested.connect(self.pick_another)
        self._panel.active_changed.connect(self._activate)

    @property
    def shown(self) -> bool:
        """Tell whether suggestions are switched on."""
        return self._session.settings.values.suggestions_shown

    def set_shown(self, shown: bool) -> None:
        """Switch suggestions on or off, also for next time."""
        self._session.settings.values.suggestions_shown = shown
        self._session.settings.save()
        self._tell_engine()
        self._look()

    def accept_active(self) -> None:
        """Accept the highlighted suggestion."""
        self._with_active(self.accept)

    def reject_active(self) -> None:
        """Reject the highlighted suggestion."""
        self._with_active(self.reject)

    def next_suggestion(self) -> None:
        """Highlight the next suggestion."""
        open_codes = [item.code_id for item in self._open()]
        if open_codes:
            at = open_codes.index(self._active) if self._active in open_codes else -1
            self._active = open_codes[(at + 1) % len(open_codes)]
            self._show()

    def accept(self, code_id: str) -> None:
        """Code the passage as suggested."""
        changes = self._decide(suggesting.accept, code_id)
        if changes:
            self._session.used(code_id)
            self._session.notifier.say(f"Coded as “{self._session.codebook.tree[code_id].name}”.")

    def reject(self, code_id: str) -> None:
        """Refuse a suggested code for this passage."""
        changes = self._decide(suggesting.reject, code_id)
        if changes:
            self._session.notifier.say(f"“{self._session.codebook.tree[code_id].name}” is not offered here again.")

    def pick_another(self) -> None:
        """Choose a code for the passage that was not suggested."""
        passage = self._passage
        if passage is not None:
            self._coding.ask_for(
                "Pick another code", passage.span, lambda code_id: self._coding.apply(code_id, passage.span)
            )

    def stop(self) -> None:
        """Ask for nothing more."""
        self._build_timer.stop()
        self._look_timer.stop()

    def _timer(self, after: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(do)
        return timer

    def _build(self) -> None:
        codes = list(self._session.codebook.tree)

        def build(_flag: CancelFlag) -> SuggestionEngine:
            return suggesting.build_engine(codes)

        self._tasks.start(build, done=self._built, failed=self._failed, key="engine")
        if self._engine is None:
            self.engine_changed.emit("getting ready…" if self.shown else "off")

    def _built(self, engine: SuggestionEngine) -> None:
        self._engine = engine
        self._tell_engine()
        self._look()

    def _failed(self, error: CoderError) -> None:
        self._engine = None
        self.engine_changed.emit("not available")
        self._session.notifier.problem(error.message)

    def _tell_engine(self) -> None:
        if not self.shown:
            self.engine_changed.emit("off")
        elif self._engine is not None:
            self.engine_changed.emit(self._engine.name)

    def _look(self) -> None:
        """Ask about the selected passage, or the current one."""
        self._look_timer.stop()
        passage = self._current()
        if passage == self._passage and self._found:
            self._show()
            return
        self._passage, self._found, self._active = passage, [], ""
        engine = self._engine
        if passage is None or engine is None or not self.shown:
            self._show()
            return

        def ask(flag: CancelFlag) -> list[SuggestedPassage]:
            return suggesting.suggest_for(engine, [passage], top=ASKED_FOR, cancelled=flag)

        self._tasks.start(ask, done=self._answered, failed=self._failed, key="suggest")

    def _answered(self, found: Sequence[SuggestedPassage]) -> None:
        if found and found[0].passage == self._passage:
            self._found = list(found[0].suggestions)
            self._show()

    def _current(self) -> Passage | None:
        detail, view = self._reading.detail, self._reading.view
        if detail is None:
            return None
        position = view.caret()
        span = view.selected_span()
        turn = detail.turn_at(span.start if span else position)
        if turn is None or detail.role_of(turn).asks:
            return None
        if span is None:
            span = suggesting.passage_at(detail.transcript.text, turn, position)
        text = span.of(detail.transcript.text)
        return Passage(detail.transcript.id, detail.transcript.name, turn.number, span, text)

    def _open(self) -> list[Suggestion]:
        """Return what is still to be decided about the passage, at most three."""
        detail, passage = self._reading.detail, self._passage
        if detail is None or passage is None:
            return []
        known = self._session.codebook.tree
        with self._session.project.read() as rows:
            decisions = rows.decisions(passage.transcript_id)
        left = suggesting.still_open(
            [item for item in self._found if item.code_id in known],
            passage.span,
            codings=list(self._reading.codings.values()),
            decisions=decisions,
        )
        return left[:SHOWN]

    def _refresh(self, *_what: object) -> None:
        if self._found:
            self._show()

    def _show(self) -> None:
        if not self.shown:
            self._panel.show_state(SuggestionState(stage=Stage.OFF))
            self._in_text([])
            return
        if self._engine is None:
            self._panel.show_state(SuggestionState(stage=Stage.LOADING))
            return
        passage = self._passage
        if passage is None:
            asked = self._reading.detail is not None
            self._panel.show_state(SuggestionState(stage=Stage.NOT_HERE if asked else Stage.NOTHING))
            self._in_text([])
            return
        left = self._open()
        if self._active not in [item.code_id for item in left]:
            self._active = left[0].code_id if left else ""
        self._panel.show_state(
            SuggestionState(
                stage=Stage.READY if left else Stage.NOTHING,
                passage=excerpt(one_line(passage.text), words=12),
                engine=self._engine.name,
                cards=tuple(self._card(item, place) for place, item in enumerate(left, start=1)),
                active=self._active,
            )
        )
        self._in_text(left)

    def _card(self, item: Suggestion, place: int) -> SuggestionCard:
        book = self._session.codebook
        return SuggestionCard(
            code_id=item.code_id,
            rank=place,
            name=book.tree[item.code_id].name,
            definition=book.tree[item.code_id].short_definition,
            colours=book.colours[item.code_id],
            reasons=item.reasons,
        )

    def _activate(self, code_id: str) -> None:
        if code_id != self._active:
            self._active = code_id
            self._show()

    def _in_text(self, left: Sequence[Suggestion]) -> None:
        """Show the highlighted suggestion on its passage, with the terms that speak for it."""
        passage, book = self._passage, self._session.codebook
        chosen = next((item for item in left if item.code_id == self._active), None)
        if chosen is None or passage is None:
            self._reading.show_offers([])
            self._reading.view.set_term_highlights([])
            return
        name = book.tree[chosen.code_id].name
        like = Mark(
            id="offer",
            start=passage.span.start,
            end=passage.span.end,
            code_id=chosen.code_id,
            label=name,
            short_label=short_label(name),
            colours=book.colours[chosen.code_id],
            tooltip=f"Suggested: {name}",
        )
        self._reading.show_offers([offered("offer", passage.span, like)])
        self._reading.view.set_term_highlights([span for reason in chosen.reasons for span in reason.spans])

    def _with_active(self, decide: Callable[[str], None]) -> None:
        if self._active:
            decide(self._active)
        else:
            self._session.notifier.say("There is no suggestion for this passage.")

    def _decide(self, verdict: Callable[..., ChangeSet], code_id: str) -> ChangeSet | None:
        passage, engine = self._passage, self._engine
        chosen = next((item for item in self._found if item.code_id == code_id), None)
        if passage is None or engine is None or chosen is None:
            return None
        return self._session.do(
            lambda: verdict(
                self._session.project,
                transcript_id=passage.transcript_id,
                span=passage.span,
                suggestion=chosen,
                engine_key=engine.key,
                coder=self._session.coder,
            )
        )
