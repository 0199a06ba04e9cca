"""Offering codes for the passage that is read: never in the way, always with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from coder.domain.changes import ChangeSet
from coder.domain.codebook import CodeStatus
from coder.domain.coding import Coding
from coder.domain.suggestion import Suggestion, Way
from coder.domain.text import excerpt, one_line
from coder.errors import CoderError
from coder.gui.base.session import CodebookView, Session
from coder.gui.base.tasks import CancelFlag, Tasks
from coder.gui.coding.controller import CodingController
from coder.gui.reading.controller import ReadingController, offered, short_label
from coder.gui.reading.view.content import Mark
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.gui.suggestions.panel.panel import Stage, SuggestionCard, SuggestionPanel, SuggestionState
from coder.gui.suggestions.panel.reasons import chance, cue_text, pointed_out
from coder.services.suggestions import suggesting
from coder.services.suggestions.suggesting import Passage, SuggestedPassage

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine

LOOK_AFTER_MS = 120
"""Moving on within this time asks for nothing."""

STEADY_S = 0.25
"""A card that took another one's place by itself, as after learning, is decided only once it could be seen."""

ASKED_FOR = 8
"""Some are decided already, so more are asked for than shown."""

SHOWN = 3

OFFER = "offer"
"""The id of the mark that shows where a code is offered."""

_KEY = "suggest"

_HEAD = 400
"""Code points of a passage in which its first words are looked for."""


class SuggestionController(QObject):
    """Asks the engine about the current passage, and carries out verdicts."""

    def __init__(
        self,
        session: Session,
        *,
        reading: ReadingController,
        coding: CodingController,
        engine: EngineKeeper,
        hits: HitRates,
        panel: SuggestionPanel,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._coding = coding
        self._engine = engine
        self._hits = hits
        self._panel = panel
        self._tasks = tasks
        self._passage: Passage | None = None
        self._found: list[Suggestion] = []
        self._found_by = ""
        self._active = ""
        self._way = Way.PASSAGE
        self._waiting = False
        """Whether nothing was answered yet about the passage."""
        self._steady_from = 0.0
        self._paused = False
        self._look_timer = QTimer(self)
        self._look_timer.setSingleShot(True)
        self._look_timer.setInterval(LOOK_AFTER_MS)
        self._look_timer.timeout.connect(self._look)
        self._connect()
        self._panel.show_state(SuggestionState(stage=Stage.LOADING if self.shown else Stage.OFF))
        if self.shown:
            engine.want()

    def _connect(self) -> None:
        view = self._reading.view
        view.selection_changed.connect(self._moved)
        view.caret_moved.connect(self._moved)
        self._reading.opened.connect(self._moved)
        self._reading.codings_shown.connect(self._refresh)
        self._session.bridge.decisions_changed.connect(self._refresh)
        self._session.codebook_changed.connect(self._refresh)
        self._engine.changed.connect(self._look)
        self._hits.changed.connect(self._changed_by_itself)
        self._panel.accepted.connect(self.accept)
        self._panel.accepted_with_direction.connect(lambda code_id: self.accept(code_id, with_direction=True))
        self._panel.rejected.connect(self.reject)
        self._panel.pick_another_requested.connect(self.pick_another)
        self._panel.passage_requested.connect(self._reading.go_to_coding)
        self._panel.active_changed.connect(self._activate)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return what does each action on the suggestions for the passage at hand, by the action's name."""
        return {
            "accept": self.accept_active,
            "accept_directed": lambda: self.accept_active(with_direction=True),
            "reject": self.reject_active,
            "next_suggestion": self.next_suggestion,
            "pick_another": self.pick_another,
        }

    @property
    def shown(self) -> bool:
        """Tell whether suggestions are switched on."""
        return self._session.settings.values.suggestions_shown

    def set_shown(self, shown: bool) -> None:
        """Switch suggestions on or off, also for next time."""
        self._session.settings.values.suggestions_shown = shown
        self._session.settings.save()
        if shown:
            self._engine.want()
        self._engine.told.emit(self._engine.described() if shown else "off")
        self._look()

    def pause(self, paused: bool) -> None:
        """Leave the text to a review, or offer codes again."""
        if paused == self._paused:
            return
        self._paused = paused
        if paused:
            self._look_timer.stop()
            self._passage, self._found, self._active, self._waiting = None, [], "", False
            self._hits.look_away()
        else:
            self._reading.adjustable = ""
            self._in_text([])
            self._look()

    def adopt(self, passage: Passage, suggestion: Suggestion, found_by: str) -> None:
        """Offer a suggestion that was found otherwise, for as long as the caret is in its passage."""
        self._look_timer.stop()
        self._passage, self._found, self._found_by = passage, [suggestion], found_by
        self._active, self._way, self._waiting = suggestion.code_id, Way.FIND, False
        self._show()

    def accept_active(self, *, with_direction: bool = False) -> None:
        """Accept the highlighted suggestion."""
        self._with_active(lambda code_id: self.accept(code_id, with_direction=with_direction))

    def reject_active(self) -> None:
        """Reject the highlighted suggestion."""
        self._with_active(self.reject)

    def next_suggestion(self) -> None:
        """Highlight the next suggestion."""
        self._moved()
        open_codes = [item.code_id for item in self._open()]
        if open_codes:
            at = open_codes.index(self._active) if self._active in open_codes else -1
            self._active = open_codes[(at + 1) % len(open_codes)]
            self._show()

    def accept(self, code_id: str, *, with_direction: bool = False) -> None:
        """Code the passage as suggested; with the suggested direction only if its cue is shown."""
        chosen = self._at_hand(code_id)
        if chosen is None:
            return
        directed = with_direction and chosen.direction is not None and bool(chosen.cue)
        if with_direction and not directed:
            self._session.notifier.say(
                "No direction is suggested here. Accept it with A, then say which way it speaks."
            )
            return
        changes = self._decide(suggesting.accept, chosen, with_direction=directed)
        if changes:
            self._session.used(code_id)
            if added := changes.of(Coding):
                self._coding.activate(added[0].row.id)  # A key for the direction means what was just coded.
            said = f" ({chosen.direction})" if directed else ""
            self._session.notifier.say(f"Coded as “{self._session.codebook.tree[code_id].name}”{said}.")

    def reject(self, code_id: str) -> None:
        """Refuse a suggested code for this passage."""
        chosen = self._at_hand(code_id)
        changes = self._decide(suggesting.reject, chosen) if chosen is not None else None
        if changes:
            self._session.notifier.say(f"“{self._session.codebook.tree[code_id].name}” is not offered here again.")

    def pick_another(self) -> None:
        """Choose a code for the passage that was not suggested."""
        passage = self._current()
        if passage is None:
            self._session.notifier.say("Codes are suggested for what participants say. Ctrl+K codes any passage.")
            return
        self._coding.ask_for(
            "Pick another code", passage.span, lambda code_id: self._coding.apply(code_id, passage.span)
        )

    def stop(self) -> None:
        """Ask for nothing more."""
        self._paused = True
        self._look_timer.stop()
        self._tasks.end(_KEY)

    def _failed(self, error: CoderError) -> None:
        self._waiting = False
        self._show()
        self._session.notifier.problem(error.message)

    def _moved(self) -> None:
        """Take the cards of another passage away at once; this one is asked about when the person stays with it."""
        if self._paused:
            return
        passage = self._current()
        if passage != self._passage:
            self._turn_to(passage)
            self._look_timer.start()

    def _turn_to(self, passage: Passage | None) -> None:
        """Offer nothing for another passage than this one, of which nothing is known yet."""
        self._passage, self._found, self._active, self._way = passage, [], "", Way.PASSAGE
        self._waiting, self._steady_from = passage is not None, 0.0
        self._show()

    def _look(self) -> None:
        """Ask about the selected passage, or the current one."""
        self._look_timer.stop()
        if self._paused:
            return
        passage, engine = self._current(), self._engine.engine
        if (
            passage == self._passage
            and self._found
            and engine is not None
            and (self._found_by == engine.key or self._way is Way.FIND)
        ):
            self._show()
            return
        if passage != self._passage:
            self._turn_to(passage)
        if passage is None or engine is None or not self.shown:
            self._show()
            return

        def ask(asked: SuggestionEngine, flag: CancelFlag) -> list[SuggestedPassage]:
            return suggesting.suggest_for(asked, [passage], top=ASKED_FOR, cancelled=flag)

        def answered(found: Sequence[SuggestedPassage]) -> None:
            # An answer about another passage, or by an engine that has been replaced, is dropped.
            if found and found[0].passage == self._passage and engine is self._engine.engine:
                self._found, self._found_by = list(found[0].suggestions), engine.key
                self._waiting = False
                self._changed_by_itself()

        self._tasks.start(self._engine.ask(ask), done=answered, failed=self._failed, key=_KEY)

    def _current(self) -> Passage | None:
        detail, view = self._reading.detail, self._reading.view
        if detail is None:
            return None
        position = view.caret()
        span = view.selected_span()
        turn = detail.turn_at(span.start if span else position)
        if turn is None:
            return None
        if span is None:
            span = suggesting.passage_at(detail.transcript.text, turn, position)
        if not detail.may_be_suggested_for(span):
            return None
        text = span.of(detail.transcript.text)
        return Passage(detail.transcript.id, detail.transcript.name, turn.number, span, text)

    def _undecided(self) -> list[Suggestion]:
        """Return what is still to be decided about the passage, muted codes included."""
        detail, passage = self._reading.detail, self._passage
        if detail is None or passage is None or passage.transcript_id != detail.transcript.id:
            return []
        known = [item for item in self._found if self._offerable(item.code_id)]
        with self._session.project.read() as rows:
            decisions = rows.decisions(passage.transcript_id)
            found = suggesting.grounded(rows, known)
        return suggesting.still_open(
            found,
            passage.span,
            codings=list(self._reading.codings.values()),
            decisions=decisions,
            meanings=self._engine.meanings,
        )

    def _offerable(self, code_id: str) -> bool:
        """Tell whether a code is in use and means what it meant to the engine."""
        tree = self._session.codebook.tree
        return code_id in tree and tree[code_id].status is CodeStatus.ACTIVE and self._engine.knows(code_id)

    def _muted(self) -> frozenset[str]:
        """Return the codes that are not offered here; a code that the person looks for is never muted."""
        return frozenset() if self._way is Way.FIND else self._hits.muted

    def _open(self) -> list[Suggestion]:
        """Return what is offered for the passage, at most three."""
        muted = self._muted()
        return [item for item in self._undecided() if item.code_id not in muted][:SHOWN]

    def _refresh(self, *_what: object) -> None:
        if self._found and not self._paused:
            self._show()

    def _changed_by_itself(self) -> None:
        """Show what is offered now; a card that took the place of another one is not decided before it can be seen."""
        before = self._active
        self._show()
        if before and self._active != before:
            self._steady_from = monotonic() + STEADY_S

    def _show(self) -> None:
        if self._paused:
            return
        if not self.shown and self._way is not Way.FIND:
            self._panel.show_state(SuggestionState(stage=Stage.OFF))
            self._in_text([])
            return
        engine = self._engine.engine
        if engine is None:
            why = self._engine.problem
            self._panel.show_state(SuggestionState(stage=Stage.FAILED if why else Stage.LOADING, why=why))
            self._in_text([])
            return
        passage = self._passage
        if passage is None:
            asked = self._reading.detail is not None
            self._panel.show_state(SuggestionState(stage=Stage.NOT_HERE if asked else Stage.NOTHING))
            self._in_text([])
            return
        if self._waiting:
            self._panel.show_state(SuggestionState(stage=Stage.LOOKING, passage=_first_words(passage)))
            self._in_text([])
            self._hits.look_away()
            return
        everything = self._undecided()
        muted = self._muted()
        left = [item for item in everything if item.code_id not in muted][:SHOWN]
        if self._active not in [item.code_id for item in left]:
            self._active = left[0].code_id if left else ""
        self._panel.show_state(
            SuggestionState(
                stage=Stage.READY if left else Stage.NOTHING,
                passage=_first_words(passage),
                engine=engine.name,
                cards=tuple(
                    card_of(self._session.codebook, item, place, self._text()) for place, item in enumerate(left, 1)
                ),
                active=self._active,
                muted=sum(item.code_id in muted for item in everything[:SHOWN]),
            )
        )
        self._in_text(left)
        self._hits.seen(passage.transcript_id, passage.span, left, self._way)

    def _text(self) -> str:
        return self._reading.detail.transcript.text if self._reading.detail is not None else ""

    def _activate(self, code_id: str) -> None:
        if code_id != self._active:
            self._active = code_id
            self._show()

    def _in_text(self, left: Sequence[Suggestion]) -> None:
        """Show the highlighted suggestion on its passage, with the words that speak for it."""
        passage = self._passage
        chosen = next((item for item in left if item.code_id == self._active), None)
        if chosen is None or passage is None:
            self._reading.show_offers([])
            self._reading.view.set_term_highlights([])
            return
        self._reading.show_offers([mark_of(self._session.codebook, chosen, passage)])
        self._reading.view.set_term_highlights(pointed_out(chosen))

    def _with_active(self, decide: Callable[[str], None]) -> None:
        if not self._ready():
            return
        if self._active:
            decide(self._active)
        else:
            self._session.notifier.say("There is no suggestion for this passage.")

    def _ready(self) -> bool:
        """Tell whether what is shown is about the passage that is read, so that a verdict on it can be given."""
        self._moved()
        if self._paused:
            return False
        if self._waiting and self.shown:
            if self._engine.engine is None:
                self._session.notifier.say("Suggestions are not ready yet. Ctrl+K codes the passage meanwhile.")
            else:
                self._session.notifier.say("Codes for this passage are being looked up. Decide when you see them.")
            return False
        if monotonic() < self._steady_from:
            self._session.notifier.say("The suggestion has just changed. Look again, then decide.")
            return False
        return True

    def _at_hand(self, code_id: str) -> Suggestion | None:
        """Return a suggestion that is offered for the passage that is read; None if nothing may be decided about it."""
        return next((item for item in self._open() if item.code_id == code_id), None) if self._ready() else None

    def _decide(self, verdict: Callable[..., ChangeSet], chosen: Suggestion, **more: object) -> ChangeSet | None:
        passage, engine = self._passage, self._engine.engine
        if passage is None or engine is None:
            return None
        return self._session.do(
            lambda: verdict(
                self._session.project,
                transcript_id=passage.transcript_id,
                span=passage.span,
                suggestion=chosen,
                engine_key=self._found_by or engine.key,
                coder=self._session.coder,
                **more,
            )
        )


def _first_words(passage: Passage) -> str:
    return excerpt(one_line(passage.text[:_HEAD]), words=12)


def card_of(book: CodebookView, item: Suggestion, rank: int, text: str, *, verdict: str = "") -> SuggestionCard:
    """Return what is shown of a suggestion; `text` is the transcript's."""
    return SuggestionCard(
        code_id=item.code_id,
        rank=rank,
        name=book.tree[item.code_id].name,
        definition=book.tree[item.code_id].short_definition,
        colours=book.colours[item.code_id],
        reasons=item.reasons,
        direction=item.direction,
        cue=cue_text(item, text),
        chance=chance(item),
        verdict=verdict,
    )


def mark_of(book: CodebookView, item: Suggestion, passage: Passage) -> Mark:
    """Return the hollow mark of a suggestion on its passage."""
    name = book.tree[item.code_id].name
    like = Mark(
        id=OFFER,
        start=passage.span.start,
        end=passage.span.end,
        code_id=item.code_id,
        label=name,
        short_label=short_label(name),
        colours=book.colours[item.code_id],
        tooltip=f"Suggested: {name}",
    )
    return offered(OFFER, passage.span, like)
