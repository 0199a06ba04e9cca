"""Coding with one hand on the keys: palette, digits, direction, inspector, resizing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QRect, QSize

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code
from coder.domain.coding import Coding, Direction, Origin, Review, Strength
from coder.domain.span import Span
from coder.domain.text import excerpt, one_line
from coder.gui.base.session import Session
from coder.gui.coding.inspector import CodingCard, InspectorPanel
from coder.gui.coding.palette.palette import CodePalette
from coder.gui.look.theme import Theme
from coder.gui.reading.controller import ReadingController
from coder.services.codebook import codes
from coder.services.coding import coding


class CodingController(QObject):
    """Puts codes on passages and edits the codings at the caret."""

    def __init__(
        self,
        session: Session,
        *,
        reading: ReadingController,
        inspector: InspectorPanel,
        palette: CodePalette,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._view = reading.view
        self._inspector = inspector
        self._palette = palette
        self._theme = theme
        self._active = ""
        self._shown: tuple[str, ...] = ()
        self._on_choice: Callable[[str, bool], None] = self._ignore
        self._connect()

    def _connect(self) -> None:
        self._view.caret_moved.connect(self._look)
        self._view.selection_changed.connect(self._look)
        self._view.mark_activated.connect(self.activate)
        self._view.resize_requested.connect(self.resize)
        self._view.dropped_code.connect(self.apply)
        self._reading.codings_shown.connect(self._look)
        self._reading.opened.connect(self._look)
        self._session.codebook_changed.connect(self._look)
        self._inspector.activated.connect(self.activate)
        self._inspector.direction_chosen.connect(self.set_direction)
        self._inspector.strength_chosen.connect(self.set_strength)
        self._inspector.review_chosen.connect(self.set_review)
        self._inspector.memo_edited.connect(self.set_memo)
        self._inspector.change_code_requested.connect(self.change_code)
        self._inspector.remove_requested.connect(self.remove)
        self._palette.chosen.connect(self._chosen)
        self._palette.create_requested.connect(self._create)
        self._palette.dismissed.connect(self._dismissed)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Return what does each action on codings, by the action's name."""
        return {
            "code_passage": self.ask_for_code,
            "supports": lambda: self.direction_of_active(Direction.SUPPORTS),
            "challenges": lambda: self.direction_of_active(Direction.CHALLENGES),
            "mixed": lambda: self.direction_of_active(Direction.MIXED),
            "unclear": lambda: self.direction_of_active(Direction.UNCLEAR),
            "clear_direction": lambda: self.direction_of_active(None),
            "anecdotal": lambda: self.strength_of_active(Strength.ANECDOTAL),
            "described": lambda: self.strength_of_active(Strength.DESCRIBED),
            "corroborated": lambda: self.strength_of_active(Strength.CORROBORATED),
            "memo": self.write_memo,
            "change_code": self.change_active_code,
            "remove_coding": self.remove_active,
            "next_coding": self.next_here,
            "longer_end": lambda: self.resize_active(end_by=1),
            "shorter_end": lambda: self.resize_active(end_by=-1),
            "earlier_start": lambda: self.resize_active(start_by=-1),
            "later_start": lambda: self.resize_active(start_by=1),
        }

    @property
    def active(self) -> Coding | None:
        """Return the coding that keys act on, if any."""
        return self._reading.codings.get(self._active)

    def passage(self) -> Span | None:
        """Return the selected passage, or the sentence at the caret, which is selected then."""
        span = self._view.selected_span()
        if span is None and self._reading.detail is not None:
            self._view.select_sentence()
            span = self._view.selected_span()
        return span

    def ask_for_code(self) -> None:
        """Open the palette at the selection."""
        span = self.passage()
        if span is None:
            self._session.notifier.say("Select a passage first: with the mouse, or with Shift and the arrow keys.")
            return
        self._open_palette("Code this passage", span, lambda code_id, _keep: self.apply(code_id, span))

    def ask_for(self, title: str, span: Span, choose: Callable[[str], None]) -> None:
        """Open the palette for something else than coding the selection."""
        self._open_palette(title, span, lambda code_id, _keep: choose(code_id))

    def ask_for_any(self, title: str, choose: Callable[[str], None]) -> None:
        """Open the palette for choosing a code without a passage."""
        self._on_choice = lambda code_id, _keep: choose(code_id)
        middle = self._view.viewport().rect().center()
        self._open_at(QRect(self._view.viewport().mapToGlobal(middle), QSize(1, 1)), title, "")

    def apply(self, code_id: str, span: Span) -> None:
        """Put a code on a passage of the shown transcript and make the coding the active one."""
        transcript_id = self._reading.transcript_id
        if not transcript_id:
            return
        changes = self._session.do(
            lambda: coding.apply_code(
                self._session.project,
                transcript_id=transcript_id,
                span=span,
                code_id=code_id,
                coder=self._session.coder,
            )
        )
        if changes is None:
            return
        self._session.used(code_id)
        added = changes.of(Coding)
        if added:
            self.activate(added[0].row.id)
            self._session.warn_of_no_evidence(changes)
        else:
            self._session.notifier.say("This passage has that code already.")

    def apply_to_selection(self, code_id: str) -> None:
        """Put a code on the selected passage."""
        span = self.passage()
        if span is not None:
            self.apply(code_id, span)

    def apply_recent(self, number: int) -> None:
        """Put the n-th recent code (from 1) on the selected passage."""
        if number > len(self._session.recent):
            self._session.notifier.say("There is no such recent code yet. Ctrl+K finds any code.")
            return
        self.apply_to_selection(self._session.recent[number - 1])

    def activate(self, coding_id: str) -> None:
        """Make a coding the one that keys act on."""
        self._active = coding_id
        self._show()

    def next_here(self) -> None:
        """Make the next coding at the caret the active one."""
        if self._shown:
            at = self._shown.index(self._active) if self._active in self._shown else -1
            self.activate(self._shown[(at + 1) % len(self._shown)])

    def direction_of_active(self, direction: Direction | None) -> None:
        """Mark the active coding's direction; the same key again takes it away."""
        if (now := self._needs_active()) is not None:
            self.set_direction(now.id, None if now.direction is direction else direction)

    def strength_of_active(self, strength: Strength) -> None:
        """Mark the active coding's strength; the same key again takes it away."""
        if (now := self._needs_active()) is not None:
            self.set_strength(now.id, None if now.strength is strength else strength)

    def set_direction(self, coding_id: str, direction: Direction | None) -> None:
        """Say which way a passage speaks."""
        self._do(
            lambda: coding.set_direction(self._session.project, coding_ids=[coding_id], direction=direction), coding_id
        )

    def set_strength(self, coding_id: str, strength: Strength | None) -> None:
        """Say how strong the evidence is."""
        self._do(
            lambda: coding.set_strength(self._session.project, coding_ids=[coding_id], strength=strength), coding_id
        )

    def set_review(self, coding_id: str, review: Review) -> None:
        """Say whether somebody looked at a coding again, or it is to be discussed."""
        self._do(lambda: coding.set_review(self._session.project, coding_ids=[coding_id], review=review), coding_id)

    def set_memo(self, coding_id: str, memo: str) -> None:
        """Write a coding's memo, also when its transcript has just been left; the active coding stays active."""
        active = self._active
        with self._session.project.read() as rows:
            there = rows.get(Coding, coding_id) is not None
        if there:
            self._session.do(lambda: coding.set_memo(self._session.project, coding_id=coding_id, memo=memo))
        if self._active != active:
            self.activate(active)

    def write_memo(self) -> None:
        """Go to the active coding's memo."""
        if self._needs_active() is not None:
            self._inspector.focus_memo()

    def change_active_code(self) -> None:
        """Choose another code for the active coding."""
        if (now := self._needs_active()) is not None:
            self.change_code(now.id)

    def change_code(self, coding_id: str) -> None:
        """Choose another code for a coding."""
        now = self._reading.codings.get(coding_id)
        if now is None:
            return

        def change(code_id: str, _keep: bool) -> None:
            self._do(lambda: coding.change_code(self._session.project, coding_id=coding_id, code_id=code_id), coding_id)
            self._session.used(code_id)

        self._open_palette("Change the code", now.span, change)

    def remove_active(self) -> None:
        """Take the active coding off its passage."""
        if (now := self._needs_active()) is not None:
            self.remove(now.id)

    def remove(self, coding_id: str) -> None:
        """Take a coding off its passage."""
        now = self._reading.codings.get(coding_id)
        if now is None:
            return
        name = self._session.codebook.tree[now.code_id].name
        if self._do(lambda: coding.remove_codings(self._session.project, coding_ids=[coding_id]), "") is not None:
            self._session.notifier.say(f"Removed “{name}”. Ctrl+Z brings it back.")

    def resize_active(self, *, start_by: int = 0, end_by: int = 0) -> None:
        """Move the active coding's ends by whole words."""
        if self._needs_active() is not None:
            self._view.set_active_mark(self._active)
            self._view.resize_active(start_by, end_by)

    def resize(self, coding_id: str, start: int, end: int) -> None:
        """Move a coding's ends; those of an offer are moved elsewhere."""
        if end > start and coding_id in self._reading.codings:
            self._do(
                lambda: coding.resize_coding(self._session.project, coding_id=coding_id, span=Span(start, end)),
                coding_id,
            )

    def _do(self, action: Callable[[], ChangeSet], then_active: str) -> ChangeSet | None:
        changes = self._session.do(action)
        if changes is not None and then_active:
            self.activate(then_active)
        return changes

    def _needs_active(self) -> Coding | None:
        now = self.active
        if now is None:
            self._session.notifier.say("Put the caret into a coded passage first, or code one with Ctrl+K.")
        return now

    def _open_palette(self, title: str, span: Span, choose: Callable[[str, bool], None]) -> None:
        detail = self._reading.detail
        if detail is None:
            return
        self._on_choice = choose
        place = self._view.cursorRect()
        anchor = QRect(self._view.viewport().mapToGlobal(place.topLeft()), place.size())
        self._open_at(anchor, title, excerpt(one_line(span.of(detail.transcript.text)), words=14))

    def _open_at(self, anchor: QRect, title: str, passage: str) -> None:
        book = self._session.codebook
        self._palette.open_for(
            anchor,
            passage=passage,
            codes=book.searchable,
            recent=self._session.recent,
            usage=self._session.usage,
            colours=book.colours,
            paths=book.paths,
            title=title,
        )

    def _chosen(self, code_id: str, keep_open: bool) -> None:
        self._on_choice(code_id, keep_open)
        if not keep_open:
            self._view.setFocus()

    def _create(self, name: str, keep_open: bool) -> None:
        changes = self._session.do(lambda: codes.add_code(self._session.project, name=name))
        if changes is not None:
            self._chosen(changes.of(Code)[0].row.id, keep_open)

    def _dismissed(self) -> None:
        self._view.setFocus()

    def _look(self, *_what: object) -> None:
        """Show what is coded at the caret or in the selection, and keep a coding active if there is one."""
        shown = self._here()
        self._shown = tuple(item.id for item in shown)
        if self._active not in self._shown:
            self._active = self._shown[-1] if self._shown else ""
        self._show(shown)

    def _here(self) -> Sequence[Coding]:
        span = self._view.selected_span()
        if span is not None:
            return self._reading.touching(span)
        return self._reading.at(self._view.caret())

    def _show(self, shown: Sequence[Coding] | None = None) -> None:
        here = list(self._here() if shown is None else shown)
        active = self.active
        if active is not None and all(item.id != active.id for item in here):
            here.append(active)
        self._shown = tuple(item.id for item in here)
        self._inspector.show_codings([self._card(item) for item in here], self._active or None)
        self._view.set_active_mark(self._reading.adjustable or self._active or None)

    def _card(self, item: Coding) -> CodingCard:
        book = self._session.codebook
        return CodingCard(
            id=item.id,
            code_id=item.code_id,
            name=book.tree[item.code_id].name,
            colours=book.colours[item.code_id],
            coder=self._reading.coder_name(item.coder_id),
            direction=item.direction,
            strength=item.strength,
            memo=item.memo,
            review=item.review,
            meta=_meta(item, self._reading.coder_name(item.coder_id)),
        )

    def _ignore(self, code_id: str, keep_open: bool) -> None:
        """Do nothing: no choice is open."""


def _meta(item: Coding, coder: str) -> str:
    when = ""
    if item.created_at:
        local = datetime.fromisoformat(item.created_at).astimezone()
        when = f"{local.day} {local:%b %Y}"
    origin = f"suggested, rank {item.rank}" if item.origin is Origin.SUGGESTED else "by hand"
    return " · ".join(part for part in (coder, when, origin, item.codebook_version) if part)
