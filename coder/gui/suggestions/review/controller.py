"""Going through the suggestions of a transcript: best or least certain first, or as the text runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coder.domain.changes import ChangeSet
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Verdict, Way
from coder.domain.text import clock, excerpt, one_line
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.base.tasks import CancelFlag, Tasks
from coder.gui.coding.controller import CodingController
from coder.gui.reading.controller import ReadingController
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.gui.suggestions.panel.reasons import pointed_out
from coder.gui.suggestions.review.panel import ReviewPanel, ReviewStage, ReviewState
from coder.gui.suggestions.review.queue import Key, ReviewQueue, key_of
from coder.gui.suggestions.suggesting import OFFER, SuggestionController, card_of, mark_of
from coder.services.project import Cause, Event
from coder.services.suggestions import reviewing, suggesting
from coder.services.suggestions.reviewing import Review, ReviewItem, ReviewOrder
from coder.services.suggestions.suggesting import Passage

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine

_KEY = "review"

_VERDICTS = {Verdict.ACCEPTED: "Accepted", Verdict.REJECTED: "Rejected"}


class ReviewController(QObject):
    """Holds the review of the open transcript; progress is what was decided, so that it goes on where it was left."""

    active_changed = Signal(bool)

    def __init__(
        self,
        session: Session,
        *,
        reading: ReadingController,
        coding: CodingController,
        suggesting_here: SuggestionController,
        engine: EngineKeeper,
        hits: HitRates,
        panel: ReviewPanel,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._coding = coding
        self._suggesting = suggesting_here
        self._engine = engine
        self._hits = hits
        self._panel = panel
        self._tasks = tasks
        self.active = False
        self._transcript_id = ""
        self._visiting = False
        self._loading = False
        self.queue = ReviewQueue()
        self._given_by = ""
        self._span: Span | None = None
        self._shown: Key | None = None
        kept = session.settings.values.review_order
        self._order = next((order for order in ReviewOrder if order.value == kept), ReviewOrder.BEST)
        panel.show_order(self._order.value)
        self._connect()

    def _connect(self) -> None:
        panel, view = self._panel, self._reading.view
        panel.accepted.connect(self.accept)
        panel.accepted_with_direction.connect(lambda: self.accept(with_direction=True))
        panel.rejected.connect(self.reject)
        panel.other_code_requested.connect(self.other_code)
        panel.skipped.connect(self.skip)
        panel.next_requested.connect(self.next)
        panel.back_requested.connect(self.back)
        panel.return_requested.connect(self.come_back)
        panel.passage_requested.connect(self._visit)
        panel.order_chosen.connect(self._set_order)
        view.resize_requested.connect(self._resized)
        view.selection_changed.connect(self._selected)
        self._reading.opened.connect(self._opened)
        self._engine.changed.connect(self._reload)
        self._hits.changed.connect(self._muted_changed)
        self._session.bridge.committed.connect(self._follow)

    # -- beginning and ending ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Review the open transcript."""
        if self.active:
            return
        self.active = True
        self._suggesting.pause(True)
        self._engine.want()
        self._start_on(self._reading.transcript_id)
        self.active_changed.emit(True)

    def end(self) -> None:
        """Offer codes for the passage that is read again."""
        if not self.active:
            return
        self.active = False
        self._forget()
        self._suggesting.pause(False)
        self.active_changed.emit(False)

    def stop(self) -> None:
        """Ask for nothing more."""
        self.active = False
        self._tasks.end(_KEY)

    # -- deciding ------------------------------------------------------------------------------------------

    @property
    def current(self) -> ReviewItem | None:
        """Return the suggestion at hand, decided or not."""
        return self.queue.item

    def accept(self, *, with_direction: bool = False) -> None:
        """Code the passage, or the one that the person marked instead, as suggested."""
        item = self._to_decide()
        if item is None:
            return
        offer = item.suggestion
        if with_direction and (offer.direction is None or not offer.cue):
            self._session.notifier.say(
                "No direction is suggested here. Accept it with A, then say which way it speaks."
            )
            return
        if self._decide(suggesting.accept, item, coded=self._marked(), with_direction=with_direction):
            self._session.used(offer.code_id)

    def reject(self) -> None:
        """Refuse the code for the passage."""
        item = self._to_decide()
        if item is not None:
            self._decide(suggesting.reject, item)

    def other_code(self) -> None:
        """Choose another code for the passage; the suggested one is refused."""
        item = self._to_decide()
        if item is None:
            return
        marked = self._marked()

        def choose(code_id: str) -> None:
            if code_id == item.suggestion.code_id:
                self._decide(suggesting.accept, item, coded=marked)
            elif self._decide(suggesting.code_otherwise, item, code_id=code_id, coded=marked):
                self._session.used(code_id)

        self._coding.ask_for("Other code for this passage", marked or item.passage.span, choose)

    def skip(self) -> None:
        """Leave the suggestion for later."""
        item = self._to_decide()
        if item is None:
            return
        following = self.queue.following()
        done = self._session.do(
            lambda: suggesting.skip(
                self._session.project,
                offers=[item.offered],
                engine_key=self._given_by,
                coder=self._session.coder,
            )
        )
        if done is not None:
            if following is None or following == key_of(item):
                self._session.notifier.say("This is the only one left.")
            else:
                self._go(following)

    def next(self) -> None:
        """Go on without deciding."""
        if self._visiting:
            self.come_back()
        elif (following := self.queue.following()) is not None:
            self._go(following)

    def back(self) -> None:
        """Go back to the suggestion before, also if it is decided."""
        if self._visiting:
            self.come_back()
            return
        if self.queue.go_back():
            self._span = None
            self._show()
        else:
            self._session.notifier.say("This is where you began.")

    def resize(self, *, start_by: int = 0, end_by: int = 0) -> None:
        """Move the ends of the passage that will be coded by whole words."""
        if self._to_decide() is not None:
            self._reading.view.set_active_mark(OFFER)
            self._reading.view.resize_active(start_by, end_by)

    def come_back(self) -> None:
        """Show the passage at hand again, in whichever transcript the person is."""
        item = self.current
        if item is None:
            return
        self._visiting = False
        self._shown = None
        if self._reading.transcript_id != self._transcript_id:
            self._reading.open(self._transcript_id)
        self._show()
        self._reading.view.setFocus()

    # -- following along -----------------------------------------------------------------------------------

    def _start_on(self, transcript_id: str) -> None:
        self._forget()
        self._transcript_id = transcript_id
        self._load()

    def _forget(self) -> None:
        self.queue.clear()
        self._shown, self._span = None, None
        self._visiting = False
        self._reading.adjustable = ""
        self._hits.look_away()

    def _reload(self) -> None:
        if self.active:
            self._load()

    def _muted_changed(self) -> None:
        if self.active and any(item.suggestion.code_id in self._hits.muted for item in self.queue.left):
            self._load()

    def _load(self, prefer: Key | None = None) -> None:
        """Work out what is to be decided; the suggestion at hand stays."""
        self._loading = False
        engine, transcript_id = self._engine.engine, self._transcript_id
        if not transcript_id:
            self._say(ReviewState(stage=ReviewStage.NOTHING, why="Open a transcript to review its suggestions."))
            return
        with self._session.project.read() as rows:
            ready = reviewing.readiness(rows, without=transcript_id)
        if not ready.unlocked:
            self._say(ReviewState(stage=ReviewStage.LOCKED, why=ready.why))
            return
        if engine is None:
            why = self._engine.problem
            self._say(ReviewState(stage=ReviewStage.NOTHING if why else ReviewStage.LOADING, why=why))
            return
        self._loading = True
        if not self.queue.given:
            self._say(ReviewState(stage=ReviewStage.LOADING))
        project, order, muted = self._session.project, self._order, self._hits.muted

        def work(asked: SuggestionEngine, flag: CancelFlag) -> Review:
            return reviewing.review(
                project, asked, transcript_id=transcript_id, order=order, muted=muted, cancelled=flag
            )

        def loaded(found: Review) -> None:
            if self.active and transcript_id == self._transcript_id and engine is self._engine.engine:
                self._loading = False
                self.queue.give(found.items)
                self._given_by = engine.key
                self._take(prefer)

        self._tasks.start(self._engine.ask(work), done=loaded, failed=self._failed, key=_KEY)

    def _failed(self, error: CoderError) -> None:
        self._loading = False
        self._say(ReviewState(stage=ReviewStage.NOTHING, why=error.message))

    def _take(self, prefer: Key | None = None) -> None:
        """Show what is left, from the suggestion at hand on, or the next one if that is decided now."""
        before = self.queue.current
        found = reviewing.standing(self._session.project, self.queue.given, transcript_id=self._transcript_id)
        self.queue.take(found, prefer=prefer)
        if self.queue.current != before:
            self._span = None
        self._show()

    def _follow(self, event: Event) -> None:
        if not self.active or not self._transcript_id:
            return
        if not self.queue.given:
            # Whatever is coded or completed anywhere may unlock the review, or bring a suggestion back.
            if not self._loading and event.changes.transcript_ids():
                self._load()
            return
        if self._transcript_id not in event.changes.transcript_ids():
            return
        prefer = None
        if event.cause is Cause.UNDONE:
            back = [
                (change.row.code_id, change.row.span)
                for change in event.changes.of(Decision)
                if isinstance(change.row, Decision) and change.after is None
            ]
            prefer = back[0] if back else None
            if prefer is not None and not self.queue.knows(prefer):
                self._load(prefer)
                return
        self._take(prefer)

    def _opened(self, transcript_id: str) -> None:
        if not self.active:
            return
        if transcript_id == self._transcript_id:
            if self._visiting:
                self.come_back()
        elif self._visiting:
            self._show()
        else:
            self._start_on(transcript_id)

    def _visit(self, coding_id: str) -> None:
        """Show a passage that was coded alike; the review waits."""
        self._visiting = True
        self._reading.go_to_coding(coding_id)
        if self._reading.transcript_id == self._transcript_id:
            self._visiting = False

    def _set_order(self, value: str) -> None:
        self._order = ReviewOrder(value)
        self._session.settings.values.review_order = value
        self._session.settings.save()
        self.queue.begin()
        self._span, self._shown = None, None
        self._load()

    def _go(self, key: Key) -> None:
        self.queue.move_to(key)
        self._span = None
        self._show()

    # -- showing -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        item, decided, total = self.current, self.queue.decided, self.queue.total
        known = self._session.codebook.tree
        if item is None or item.suggestion.code_id not in known:
            stage = ReviewStage.DONE if total else ReviewStage.NOTHING
            self._say(ReviewState(stage=stage, decided=decided, total=total))
            return
        if self._visiting:
            self._panel.show_state(ReviewState(stage=ReviewStage.AWAY, decided=decided, total=total))
            return
        detail = self._reading.detail
        if detail is None or detail.transcript.id != self._transcript_id:
            return
        text = detail.transcript.text
        verdict = "" if self.queue.is_open else self._verdict_on(item)
        marked = self._marked()
        self._panel.show_state(
            ReviewState(
                stage=ReviewStage.READY,
                decided=decided,
                total=total,
                skipped=self.queue.is_skipped,
                where=self._where(item.passage),
                changed=f"“{excerpt(one_line(marked.of(text)), words=10)}”" if marked is not None else "",
                card=card_of(self._session.codebook, item.suggestion, item.suggestion.rank, text, verdict=verdict),
            )
        )
        self._point_out(item, open_still=not verdict)

    def _point_out(self, item: ReviewItem, *, open_still: bool) -> None:
        """Mark the passage in the transcript and, when it is another than before, bring it into view."""
        view, key = self._reading.view, key_of(item)
        mark = mark_of(self._session.codebook, item.suggestion, item.passage)
        if self._span is not None:
            mark = replace(mark, start=self._span.start, end=self._span.end)
        self._reading.adjustable = OFFER if open_still else ""
        self._reading.show_offers([mark] if open_still else [])
        view.set_term_highlights(pointed_out(item.suggestion))
        if key != self._shown:
            self._shown = key
            self._reading.go_to(item.passage.transcript_id, item.passage.span)
        if open_still:
            view.set_active_mark(OFFER)
            self._hits.seen(item.passage.transcript_id, item.passage.span, [item.suggestion], Way.REVIEW)

    def _say(self, state: ReviewState) -> None:
        """Show that there is nothing to decide, also in the text."""
        self._panel.show_state(state)
        self._reading.adjustable = ""
        self._reading.show_offers([])
        self._reading.view.set_term_highlights([])
        self._shown = None
        self._hits.look_away()

    def _where(self, passage: Passage) -> str:
        detail = self._reading.detail
        turn = detail.turn_at(passage.span.start) if detail is not None else None
        if detail is None or turn is None:
            return ""
        speaker = detail.speakers.get(turn.speaker_id or "")
        person = detail.participants.get(speaker.participant_id or "") if speaker is not None else None
        name = person.pseudonym if person is not None else speaker.label if speaker is not None else ""
        return " · ".join(part for part in (name, clock(turn.time), f"turn {turn.number}") if part)

    def _verdict_on(self, item: ReviewItem) -> str:
        with self._session.project.read() as rows:
            decisions = rows.decisions(self._transcript_id)
        verdicts = [
            _VERDICTS[found.verdict]
            for found in decisions
            if (found.code_id, found.span) == key_of(item) and found.verdict in _VERDICTS
        ]
        return verdicts[-1] if verdicts else "Coded already"

    # -- the passage that will be coded --------------------------------------------------------------------

    def _resized(self, mark_id: str, start: int, end: int) -> None:
        item = self.current
        if self.active and mark_id == OFFER and item is not None and end > start:
            span = Span(start, end)
            self._span = span if span != item.passage.span else None
            self._show()

    def _selected(self) -> None:
        if self.active and not self._visiting and self.current is not None:
            self._show()

    def _marked(self) -> Span | None:
        """Return the passage that the person marked instead of the suggested one, if any."""
        item, selected = self.current, self._reading.view.selected_span()
        if item is None:
            return None
        if selected is not None and selected.overlaps(item.passage.span):
            return selected if selected != item.passage.span else None
        return self._span

    def _to_decide(self) -> ReviewItem | None:
        """Return the suggestion at hand if a verdict may be given on what the person sees."""
        item = self.current
        if item is not None and (self._visiting or not self._is_seen(item)):
            self.come_back()
            self._session.notifier.say("Back at the passage under review. Nothing was decided.")
            return None
        if item is None:
            self._session.notifier.say("There is no suggestion to decide.")
            return None
        if not self.queue.is_open:
            self._session.notifier.say("This one is decided already. J goes on; Ctrl+Z takes the last decision back.")
            return None
        return item

    def _is_seen(self, item: ReviewItem) -> bool:
        """Tell whether the passage under review is what the person looks at: in view, and nothing else selected."""
        view, place = self._reading.view, self._span or item.passage.span
        selected = view.selected_span()
        if self._reading.transcript_id != item.passage.transcript_id:
            return False
        return selected.overlaps(item.passage.span) if selected is not None else view.sees(place)

    def _decide(self, verdict: Callable[..., ChangeSet], item: ReviewItem, **more: object) -> ChangeSet | None:
        return self._session.do(
            partial(
                verdict,
                self._session.project,
                transcript_id=item.passage.transcript_id,
                span=item.passage.span,
                suggestion=item.suggestion,
                engine_key=self._given_by,
                coder=self._session.coder,
                **more,
            )
        )
