"""Showing a transcript with its codings, and keeping both in step with the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from coder.domain.changes import ChangeSet
from coder.domain.coding import Coder, Coding
from coder.domain.span import Span
from coder.domain.text import clock
from coder.domain.transcript import Turn, TurnKind
from coder.gui.base.session import Session
from coder.gui.reading.view.content import Mark, TranscriptContent, TurnView
from coder.gui.reading.view.view import TranscriptView
from coder.services.transcripts import transcripts
from coder.services.transcripts.transcripts import TranscriptDetail

SHORT_LABEL = 34


class ReadingController(QObject):
    """Holds the transcript that is open on the desk."""

    opened = Signal(str)
    """The id of the transcript that is shown now, or an empty text."""
    codings_shown = Signal()
    """The shown codings changed."""

    def __init__(self, session: Session, view: TranscriptView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.view = view
        self.detail: TranscriptDetail | None = None
        self.codings: dict[str, Coding] = {}
        self._coders: dict[str, str] = {}
        self._offers: list[Mark] = []
        self.adjustable = ""
        """The id of an offer whose ends can be moved; empty for none."""
        self._resting = self._stale = False
        session.bridge.codings_changed.connect(self._follow)
        session.bridge.transcripts_changed.connect(self._reread)
        session.codebook_changed.connect(self._mark_everything)

    @property
    def transcript_id(self) -> str:
        """Return the id of the shown transcript, or an empty text."""
        return self.detail.transcript.id if self.detail else ""

    def open(self, transcript_id: str) -> None:
        """Show a transcript at the place where it was left; without an id show none."""
        self.remember_place()
        self._offers, self.adjustable = [], ""
        self.detail = transcripts.detail(self._session.project, transcript_id) if transcript_id else None
        self._fill()
        place = self._session.settings.values.places.get(transcript_id, 0)
        if place:
            self.view.scroll_to(place)
            self.view.set_caret(place)
        self.opened.emit(transcript_id)

    def remember_place(self) -> None:
        """Keep the reading place of the shown transcript for next time."""
        if self.detail is not None:
            self._session.settings.values.places[self.detail.transcript.id] = self.view.first_visible_position()

    def go_to(self, transcript_id: str, span: Span) -> None:
        """Show a passage, in whichever transcript it is, and flash it; say so if that is gone."""
        if transcript_id != self.transcript_id:
            with self._session.project.read() as rows:
                there = transcript_id in rows.transcript_names()
            if not there:
                self._session.notifier.say("This transcript is not in the project any more.")
                return
            self.open(transcript_id)
        self.view.set_caret(span.start)
        self.view.flash(span)

    def go_to_coding(self, coding_id: str) -> None:
        """Show a coded passage, in whichever transcript it is; nothing if it is gone."""
        with self._session.project.read() as rows:
            found = rows.get(Coding, coding_id)
        if found is not None:
            self.go_to(found.transcript_id, found.span)

    def at(self, position: int) -> list[Coding]:
        """Return the codings on the character at a position, or that end there, by place."""
        found = [coding for coding in self.codings.values() if coding.start <= position < coding.end]
        return sorted(found, key=lambda coding: (coding.start, -coding.end, coding.created_at, coding.id))

    def touching(self, span: Span) -> list[Coding]:
        """Return the codings that share a character with a passage, by place."""
        # Written out: this runs at every step of a selection, and making 2,000 spans for it can be felt.
        start, end = span.start, span.end
        found = [coding for coding in self.codings.values() if coding.start < end and start < coding.end]
        return sorted(found, key=lambda coding: (coding.start, -coding.end, coding.created_at, coding.id))

    def turn_at(self, position: int) -> Turn | None:
        """Return the turn at a position."""
        return self.detail.turn_at(position) if self.detail else None

    def coder_name(self, coder_id: str) -> str:
        """Return the name of a coder."""
        if coder_id not in self._coders:
            with self._session.project.read() as rows:
                person = rows.get(Coder, coder_id)
            self._coders[coder_id] = person.name if person else ""
        return self._coders[coder_id]

    def show_offers(self, offers: Iterable[Mark]) -> None:
        """Mark suggested passages, hollow and dotted, instead of the ones before."""
        new = list(offers)
        if new != self._offers:
            self.view.change_marks([mark.id for mark in self._offers], new)
            self._offers = new

    def mark_of(self, coding: Coding) -> Mark | None:
        """Return how a coding looks in the text."""
        codebook = self._session.codebook
        if coding.code_id not in codebook.tree:
            return None
        name = codebook.tree[coding.code_id].name
        said = f"{name} ({coding.direction})" if coding.direction else name
        tooltip = f"{said} · {self.coder_name(coding.coder_id)}"
        return Mark(
            id=coding.id,
            start=coding.start,
            end=coding.end,
            code_id=coding.code_id,
            label=name,
            short_label=short_label(name),
            colours=codebook.colours[coding.code_id],
            direction=coding.direction,
            tooltip=f"{tooltip}\n{coding.memo}" if coding.memo else tooltip,
        )

    def _fill(self) -> None:
        detail = self.detail
        if detail is None:
            self.codings = {}
            self.view.show_transcript(TranscriptContent(transcript_id="", text=""))
            return
        turns = tuple(
            TurnView(
                number=turn.number,
                start=turn.start,
                end=turn.end,
                speaker=self._speaker_name(detail, turn),
                time=clock(turn.time),
                quiet=detail.role_of(turn).asks,
                heading=turn.kind is TurnKind.HEADING,
            )
            for turn in detail.turns
        )
        self.codings = {coding.id: coding for coding in detail.codings}
        content = TranscriptContent(transcript_id=detail.transcript.id, text=detail.transcript.text, turns=turns)
        self.view.show_transcript(content)
        self._mark_everything()

    def _speaker_name(self, detail: TranscriptDetail, turn: Turn) -> str:
        speaker = detail.speakers.get(turn.speaker_id or "")
        if speaker is None:
            return ""
        person = detail.participants.get(speaker.participant_id or "")
        return person.pseudonym if person else speaker.label

    def set_resting(self, resting: bool, /) -> None:
        """Leave the marks as they are while nobody sees the text, and draw them anew when it is seen again."""
        self._resting = resting
        if self._stale and not resting:
            self._mark_everything()

    def _mark_everything(self) -> None:
        self._stale = self._resting
        if self._resting:
            return
        marks = [mark for coding in self.codings.values() if (mark := self.mark_of(coding))]
        self.view.set_marks([*marks, *self._offers])
        self.codings_shown.emit()

    def _follow(self, changes: ChangeSet) -> None:
        here = self.transcript_id
        removed: list[str] = []
        added: list[Mark] = []
        for change in changes.of(Coding):
            before, after = change.before, change.after
            if isinstance(before, Coding) and before.transcript_id == here:
                removed.append(before.id)
                self.codings.pop(before.id, None)
            if isinstance(after, Coding) and after.transcript_id == here:
                self.codings[after.id] = after
                mark = self.mark_of(after)
                if mark is not None:
                    added.append(mark)
        if self._resting:
            self._stale = self._stale or bool(removed or added)
        elif removed or added:
            self.view.change_marks(removed, added)
            self.codings_shown.emit()

    def _reread(self) -> None:
        """Show changed speakers; the text never changes, so the place is kept. A removed transcript goes."""
        if self.detail is None:
            return
        with self._session.project.read() as rows:
            names = rows.transcript_names()
        if self.transcript_id not in names:
            self.detail = None
            self._fill()
            self.opened.emit("")
            return
        new = transcripts.detail(self._session.project, self.transcript_id)
        old, self.detail = self.detail, new
        if (old.speakers, old.participants) != (new.speakers, new.participants):
            place, caret = self.view.first_visible_position(), self.view.caret()
            self._fill()
            self.view.scroll_to(place)
            self.view.set_caret(caret)
        self.opened.emit(self.transcript_id)


def short_label(name: str) -> str:
    """Return a code's name cut for the margin at a blank."""
    if len(name) <= SHORT_LABEL:
        return name
    cut = name[:SHORT_LABEL].rsplit(" ", 1)[0]
    return f"{cut.rstrip(',;&')}…"


def offered(mark_id: str, span: Span, like: Mark) -> Mark:
    """Return a hollow mark for a suggested code on a passage."""
    return replace(like, id=mark_id, start=span.start, end=span.end, direction=None, hollow=True)
