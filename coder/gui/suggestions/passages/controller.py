"""Finding passages for one code in all transcripts: the tool that closes a gap in the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from coder.domain.changes import ChangeSet
from coder.domain.span import Span
from coder.domain.text import clock
from coder.errors import CoderError
from coder.gui.base.session import Session
from coder.gui.base.tasks import CancelFlag, Tasks
from coder.gui.reading.controller import ReadingController
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.panel.reasons import chance, in_short, pointed_out
from coder.gui.suggestions.passages.dock import FindStage, FindState, PassageDock
from coder.gui.suggestions.passages.rows import FoundPassage
from coder.gui.suggestions.suggesting import SuggestionController
from coder.services.project import Event, Project
from coder.services.suggestions import reviewing, suggesting
from coder.services.suggestions.reviewing import FOUND_AT_MOST, ReviewItem

if TYPE_CHECKING:
    from coder.suggest import SuggestionEngine

GO_AFTER_MS = 150
"""Rows that are passed over by the arrow keys are not gone to."""

_KEY = "passages"
_AROUND = 7
"""Words of context on either side."""
_LEAD = 90
"""Code points of a long passage before its first telling word that are shown."""
_BLANKS = re.compile(r"\s")


class PassagesController(QObject):
    """Fills the list and carries out verdicts, on one row or on all that are ticked."""

    closed = Signal()

    def __init__(
        self,
        session: Session,
        *,
        reading: ReadingController,
        suggesting_here: SuggestionController,
        engine: EngineKeeper,
        dock: PassageDock,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._suggesting = suggesting_here
        self._engine = engine
        self._dock = dock
        self._tasks = tasks
        self.code_id = ""
        self._given: tuple[FoundPassage, ...] = ()
        self._given_by = ""
        self._waiting = False
        self._refused = ""
        self._go_timer = QTimer(self)
        self._go_timer.setSingleShot(True)
        self._go_timer.setInterval(GO_AFTER_MS)
        self._go_timer.timeout.connect(self._go)
        self._connect()

    def _connect(self) -> None:
        dock = self._dock
        dock.shown_changed.connect(lambda _row: self._go_timer.start())
        dock.go_requested.connect(self._read_on)
        dock.accept_requested.connect(self.accept)
        dock.reject_requested.connect(self.reject)
        dock.accept_ticked_requested.connect(self.accept_ticked)
        dock.reject_ticked_requested.connect(self.reject_ticked)
        dock.again_requested.connect(self.search)
        dock.closed.connect(self.closed)
        self._engine.changed.connect(self._engine_changed)
        self._session.codebook_changed.connect(self._codebook_changed)
        self._session.bridge.committed.connect(self._follow)

    def begin(self, code_id: str) -> None:
        """Look for passages for a code."""
        if code_id != self.code_id:
            self.code_id, self._given = code_id, ()
        self._engine.want()
        self.search()

    def search(self) -> None:
        """Look through all transcripts again."""
        engine, code_id = self._engine.engine, self.code_id
        if not code_id:
            return
        self._refused = ""
        if engine is None:
            self._waiting = True
            self._show()
            return
        self._waiting = True
        project = self._session.project

        def work(asked: SuggestionEngine, flag: CancelFlag) -> tuple[FoundPassage, ...]:
            found = reviewing.find_passages(project, asked, code_id=code_id, cancelled=flag)
            return () if flag() else _rows(project, found)

        def arrived(found: tuple[FoundPassage, ...]) -> None:
            if code_id == self.code_id:
                self._waiting = False
                self._given, self._given_by = found, engine.key
                self._show()

        self._tasks.start(self._engine.ask(work), done=arrived, failed=self._failed, key=_KEY)
        self._show()

    def end(self) -> None:
        """Look for nothing any more."""
        self._go_timer.stop()
        self.code_id, self._given, self._waiting = "", (), False
        self._dock.show_state(FindState(stage=FindStage.LOADING))

    def stop(self) -> None:
        """Ask for nothing more."""
        self._go_timer.stop()
        self._tasks.end(_KEY)

    def accept(self) -> None:
        """Put the code on the passage at hand."""
        self._decide_one(suggesting.accept)

    def reject(self) -> None:
        """Refuse the code for the passage at hand."""
        self._decide_one(suggesting.reject)

    def accept_ticked(self) -> None:
        """Put the code on all ticked passages, as one step."""
        self._decide_many(suggesting.accept_many, "Coded {} as “{}”. Ctrl+Z takes all of them back.")

    def reject_ticked(self) -> None:
        """Refuse the code for all ticked passages, as one step."""
        self._decide_many(suggesting.reject_many, "Refused {} for “{}”. Ctrl+Z takes all of them back.")

    def _decide_one(self, verdict: Callable[..., ChangeSet]) -> None:
        row = self._dock.list.current()
        if row is None:
            self._session.notifier.say("There is no passage to decide.")
            return
        passage = row.item.passage
        self._session.do(
            partial(
                verdict,
                self._session.project,
                transcript_id=passage.transcript_id,
                span=passage.span,
                suggestion=row.item.suggestion,
                engine_key=self._given_by,
                coder=self._session.coder,
            )
        )

    def _decide_many(self, verdict: Callable[..., ChangeSet], said: str) -> None:
        rows = list(self._dock.ticked)
        if not rows:
            return
        done = self._session.do(
            partial(
                verdict,
                self._session.project,
                offers=[row.item.offered for row in rows],
                engine_key=self._given_by,
                coder=self._session.coder,
            )
        )
        if done is not None:
            self._dock.list.found.clear_ticks()
            count = "1 passage" if len(rows) == 1 else f"{len(rows)} passages"
            self._session.notifier.say(said.format(count, self._session.codebook.tree[self.code_id].name))

    def _failed(self, error: CoderError) -> None:
        self._waiting, self._given = False, ()
        self._refused = error.message
        self._show()

    def _engine_changed(self) -> None:
        # While a person decides, the list stays as it is; it is only waited for when it is empty.
        if self.code_id and (self._waiting or not self._given):
            self.search()

    def _codebook_changed(self) -> None:
        if self.code_id and self.code_id not in self._session.codebook.tree:
            self.closed.emit()
        elif self.code_id:
            self._show()

    def _follow(self, event: Event) -> None:
        if self.code_id and self._given and event.changes.transcript_ids():
            self._show()

    def _left(self) -> tuple[FoundPassage, ...]:
        """Return the rows that are still to be decided; those that were skipped come last."""
        by_key = {row.key: row for row in self._given}
        left = reviewing.standing(self._session.project, [row.item for row in self._given]).items
        tree = self._session.codebook.tree
        return tuple(
            _again(
                by_key[item.passage.transcript_id, item.passage.span],
                item,
                codes=[tree[code_id].name for code_id in item.carries if code_id in tree],
            )
            for item in left
        )

    def _show(self) -> None:
        book = self._session.codebook
        if self.code_id not in book.tree:
            return
        rows = self._left() if self._given else ()
        stage = FindStage.LOADING if self._waiting and not rows else FindStage.READY
        self._dock.show_state(
            FindState(
                stage=FindStage.FAILED if self._refused else stage,
                name=book.tree[self.code_id].name,
                colours=book.colours[self.code_id],
                why=self._refused,
                rows=rows,
                at_most=len(self._given) >= FOUND_AT_MOST,
            )
        )

    def _go(self) -> None:
        """Show the passage of the row at hand, with what speaks for it."""
        row = self._dock.list.current()
        if row is None or not self._dock.isVisible():
            return
        item = row.item
        self._reading.go_to(item.passage.transcript_id, item.passage.span)
        self._suggesting.adopt(item.passage, item.suggestion, self._given_by)

    def _read_on(self) -> None:
        self._go_timer.stop()
        self._go()
        self._reading.view.setFocus()


def _rows(project: Project, found: Sequence[ReviewItem]) -> tuple[FoundPassage, ...]:
    """Return what is shown of each passage; reads every transcript, for the background."""
    with project.read() as rows:
        texts = {item.id: item for item in rows.transcripts()}
        people = {person.id: person.pseudonym for person in rows.participants()}
        speakers = {speaker.id: people.get(speaker.participant_id or "", speaker.label) for speaker in rows.speakers()}
        turns = {
            (turn.transcript_id, turn.number): turn
            for transcript_id in {item.passage.transcript_id for item in found}
            for turn in rows.turns(transcript_id)
        }
    result: list[FoundPassage] = []
    for item in found:
        passage = item.passage
        turn = turns.get((passage.transcript_id, passage.turn))
        whole = texts[passage.transcript_id].text
        first = turn.start if turn is not None else passage.span.start
        last = turn.end if turn is not None else passage.span.end
        text, marked = _shown(passage.span, whole, pointed_out(item.suggestion))
        result.append(
            FoundPassage(
                item=item,
                transcript=passage.transcript,
                speaker=speakers.get(turn.speaker_id or "", "") if turn is not None else "",
                time=clock(turn.time) if turn is not None else "",
                before=_words(whole[first : passage.span.start], last=True),
                text=text,
                after=_words(whole[passage.span.end : last], last=False),
                marked=marked,
                reasons=in_short(item.suggestion.reasons),
                chance=chance(item.suggestion),
            )
        )
    return tuple(result)


def _again(row: FoundPassage, item: ReviewItem, *, codes: Sequence[str]) -> FoundPassage:
    """Return a row as it stands now: with the codes that the passage carries, and the reasons that still hold."""
    kept = row.item.suggestion is item.suggestion
    reasons = row.reasons if kept else in_short(item.suggestion.reasons)
    return replace(row, item=item, codes=", ".join(codes), reasons=reasons)


def _shown(span: Span, whole: str, marked: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """Return a passage on one line, from shortly before its first telling word on, and where the words are in it."""
    start, lead = span.start, ""
    inside = [item for item in marked if item.start >= span.start and item.end <= span.end]
    if inside and inside[0].start - span.start > _LEAD:
        cut = whole.find(" ", inside[0].start - _LEAD // 2)
        if span.start < cut < inside[0].start:
            start, lead = cut + 1, "… "
    # Each blank stays one character, so that places stay where they are.
    text = lead + _BLANKS.sub(" ", whole[start : span.end])
    return text, tuple(item.shifted(len(lead) - start) for item in inside)


def _words(text: str, *, last: bool) -> str:
    """Return the words of a text that are nearest to the passage, with an ellipsis where more would come."""
    words = text.split()
    if len(words) <= _AROUND:
        return " ".join(words)
    return f"… {' '.join(words[-_AROUND:])}" if last else f"{' '.join(words[:_AROUND])} …"
