"""Counting codings without a table: only those that are evidence count, as in every table, chart and report."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from coder.domain.coding import Coding
from coder.domain.talk import Talk
from coder.services.project import Project
from coder.storage.repository import Repository


def talk_in(rows: Repository, transcripts: Collection[str] | None = None) -> Talk:
    """Return where somebody speaks whose words are evidence, in all transcripts or in some (ids)."""
    return Talk(rows.turn_columns(transcripts), rows.speakers(), rows.participants())


def counts_by_code(rows: Repository, talk: Talk) -> dict[str, int]:
    """Return how many codings that are evidence each code has; codes without any are left out."""
    counts: dict[str, int] = {}
    for code_id, transcript_id, start, end in rows.coding_places():
        if talk.heard(transcript_id, start, end):
            counts[code_id] = counts.get(code_id, 0) + 1
    return counts


def no_evidence(project: Project, codings: Iterable[Coding]) -> list[Coding]:
    """Return those of some codings that are kept and count nowhere: only who leads the conversation speaks there."""
    wanted = list(codings)
    with project.read() as rows:
        # Who withdrew is another matter, and not for here.
        here = {coding.transcript_id for coding in wanted}
        talk = Talk(rows.turn_columns(here), rows.speakers(), ())
    return [coding for coding in wanted if not talk.heard(coding.transcript_id, coding.start, coding.end)]


def no_evidence_in_words(count: int, of: int) -> str:
    """Return what is said once codings were put on what only askers say, or on headings."""
    which = "This passage is" if of == 1 else f"{count:,} of these {of:,} passages {'is' if count == 1 else 'are'}"
    kept = "The coding is kept, but it counts" if count == 1 else "The codings are kept, but they count"
    return f"{which} said by whoever asks, or by nobody, and so no evidence. {kept} in no table, chart or report."
