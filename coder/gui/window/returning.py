"""Where a change is that was undone or redone, and going there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coder.domain.changes import Change, ChangeSet
from coder.domain.codebook import Code, CodeLink
from coder.domain.coding import Coding
from coder.domain.span import Span
from coder.domain.suggestion import Decision
from coder.domain.transcript import Speaker, Transcript
from coder.gui.coding.controller import CodingController
from coder.gui.reading.controller import ReadingController


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What a person is led to: a transcript, a passage of it, a code."""

    transcript_id: str = ""
    span: Span | None = None
    """The passage, in code points of the transcript."""
    coding_id: str = ""
    """The coding that changed, whether it is there or not."""
    code_id: str = ""
    """The code that changed, or that the passage has or had."""
    in_codebook: bool = False
    """The code itself changed."""
    offered: bool = False
    """The passage is one for which a suggestion was decided."""


def spot_of(changes: ChangeSet, *, here: str) -> Spot | None:
    """Return where changes can be seen, first of all in the transcript `here`; None if nowhere beside the text."""
    transcript = _transcript(changes)
    if transcript is not None:
        # Codings that came or went with it are not what the person did.
        return transcript
    code_id = _code(changes)
    codings = changes.of(Coding)
    if code_id and (len(codings) != 1 or (codings[0].before and codings[0].after)):
        return Spot(code_id=code_id, in_codebook=True)
    passage = _passage(codings or changes.of(Decision), here)
    if passage is None:
        return None
    return Spot(
        transcript_id=passage.transcript_id,
        span=passage.span,
        coding_id=passage.id if isinstance(passage, Coding) else "",
        code_id=code_id or passage.code_id,
        in_codebook=bool(code_id),
        offered=isinstance(passage, Decision),
    )


def show_passage(spot: Spot, *, reading: ReadingController, coding: CodingController) -> None:
    """Open the transcript, bring the passage into view, and let it light up; what has the keys keeps them."""
    if not spot.transcript_id:
        return
    if spot.transcript_id != reading.transcript_id:
        reading.open(spot.transcript_id)
    if spot.span is None:
        return
    view, span = reading.view, spot.span
    selected = view.selected_span()
    if selected is not None:
        there = selected.start < span.end and span.start < selected.end
    else:
        there = span.start <= view.caret() <= span.end
    if spot.offered:
        view.select_span(span)
    elif not there:
        # A selection that is at the spot already is kept: another code may be put on it.
        view.set_caret(span.start)
    view.flash(span)
    if spot.coding_id in reading.codings:
        coding.activate(spot.coding_id)


def _transcript(changes: ChangeSet) -> Spot | None:
    """Return the transcript that came back or changed; a spot that is nowhere if it went; None if there is none."""
    changed = changes.of(Transcript)
    if changed:
        there = [change.after for change in changed if isinstance(change.after, Transcript)]
        return Spot(transcript_id=there[0].id if there else "")
    speakers = [change.row for change in changes.of(Speaker)]
    return Spot(transcript_id=speakers[0].transcript_id) if speakers else None  # type: ignore[union-attr]


def _code(changes: ChangeSet) -> str:
    """Return the code that is there after a change of the codebook, or the one above the one that went."""
    rows = changes.of(Code)
    for change in rows:
        if isinstance(change.after, Code):
            return change.after.id
    for change in rows:
        if isinstance(change.before, Code) and change.before.parent_id:
            return change.before.parent_id
    links = [change.row for change in changes.of(CodeLink)]
    return links[0].code_id if links and isinstance(links[0], CodeLink) else ""


def _passage(changes: Sequence[Change], here: str) -> Coding | Decision | None:
    rows = [change.row for change in changes]
    found = [row for row in rows if isinstance(row, Coding | Decision)]
    if not found:
        return None
    first = next((row for row in found if row.transcript_id == here), found[0])
    return min((row for row in found if row.transcript_id == first.transcript_id), key=lambda row: row.start)
