"""Coding passages: each function is one action of the evaluator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code, Codebook, CodeStatus
from coder.domain.coding import Coding, Direction, Review, Strength
from coder.domain.span import Span
from coder.errors import InvalidValueError
from coder.services import lookup
from coder.services.project import Project, now
from coder.storage.unit_of_work import UnitOfWork


def apply_code(
    project: Project,
    *,
    transcript_id: str,
    span: Span,
    code_id: str,
    coder: str,
    direction: Direction | None = None,
    strength: Strength | None = None,
    memo: str = "",
) -> ChangeSet:
    """Put a code on a passage (code points, half-open) as a coder, by name.

    The same code by the same coder on exactly the same passage is not added twice: nothing changes then.
    Raises `InvalidValueError` for a span outside the text and `NotFoundError` for an unknown transcript or code.
    """
    with project.read() as rows:
        code = lookup.code(rows, code_id)
    check_in_use(code)
    with project.action(f"Code “{code.name}”") as action:
        text = lookup.transcript(action.rows, transcript_id).text
        span.within(len(text))
        if not span.of(text).strip():
            raise InvalidValueError("This passage holds nothing but blanks, so there is nothing to code.")
        person = lookup.coder_for(action.rows, coder)
        new = Coding(
            transcript_id=transcript_id,
            code_id=code_id,
            coder_id=person.id,
            start=span.start,
            end=span.end,
            direction=direction,
            strength=strength,
            memo=memo,
            created_at=now(),
            codebook_version=codebook_version(action.rows, code),
        )
        if not _is_there(action.rows, new):
            action.rows.add(new)
    return action.changes


def remove_codings(project: Project, *, coding_ids: Sequence[str]) -> ChangeSet:
    """Take codings off their passages."""
    what = f"Remove {len(coding_ids)} codings" if len(coding_ids) > 1 else "Remove coding"
    with project.action(what) as action:
        action.rows.remove_all([lookup.coding(action.rows, coding_id) for coding_id in coding_ids])
    return action.changes


def change_code(project: Project, *, coding_id: str, code_id: str) -> ChangeSet:
    """Give a coding another code."""
    with project.action("Change code") as action:
        before = lookup.coding(action.rows, coding_id)
        code = lookup.code(action.rows, code_id)
        check_in_use(code)
        after = replace(before, code_id=code_id, codebook_version=codebook_version(action.rows, code))
        _put(action.rows, before, after)
    return action.changes


def resize_coding(project: Project, *, coding_id: str, span: Span) -> ChangeSet:
    """Move the ends of a coding (code points, half-open)."""
    with project.action("Resize coding") as action:
        before = lookup.coding(action.rows, coding_id)
        span.within(len(lookup.transcript(action.rows, before.transcript_id).text))
        _put(action.rows, before, replace(before, start=span.start, end=span.end))
    return action.changes


def set_direction(project: Project, *, coding_ids: Sequence[str], direction: Direction | None) -> ChangeSet:
    """Say which way the passages speak about their codes; None takes the mark away."""
    label = f"Mark as “{direction}”" if direction else "Clear direction"
    return _edit(project, label, coding_ids, lambda coding: replace(coding, direction=direction))


def set_strength(project: Project, *, coding_ids: Sequence[str], strength: Strength | None) -> ChangeSet:
    """Say how strong the evidence is; None takes the mark away."""
    label = f"Mark as “{strength}”" if strength else "Clear strength"
    return _edit(project, label, coding_ids, lambda coding: replace(coding, strength=strength))


def set_memo(project: Project, *, coding_id: str, memo: str) -> ChangeSet:
    """Write or clear the memo of a coding."""
    return _edit(project, "Edit memo", [coding_id], lambda coding: replace(coding, memo=memo.strip()))


def set_review(project: Project, *, coding_ids: Sequence[str], review: Review) -> ChangeSet:
    """Say whether codings were looked at again, or are to be discussed."""
    return _edit(project, f"Mark as “{review}”", coding_ids, lambda coding: replace(coding, review=review))


def codebook_version(rows: UnitOfWork, code: Code) -> str:
    """Return the id and version of a code's codebook, as kept with each coding."""
    codebook = rows.get(Codebook, code.codebook_id)
    return f"{codebook.id} {codebook.version}" if codebook else ""


def _edit(project: Project, label: str, coding_ids: Sequence[str], edited: Callable[[Coding], Coding]) -> ChangeSet:
    with project.action(label) as action:
        for coding_id in coding_ids:
            before = lookup.coding(action.rows, coding_id)
            action.rows.put(before, edited(before))
    return action.changes


def check_in_use(code: Code) -> None:
    """Raise `InvalidValueError` for a retired code: nothing new is coded with it."""
    if code.status is CodeStatus.RETIRED:
        into = f"it was merged into “{code.merged_into}”" if code.merged_into else "restore it first"
        raise InvalidValueError(f"“{code.name}” is retired; {into}, or choose another code.")


def _put(rows: UnitOfWork, before: Coding, after: Coding) -> None:
    if after != before and _is_there(rows, after):
        raise InvalidValueError("This passage has that code by the same coder already; nothing was changed.")
    rows.put(before, after)


def _is_there(rows: UnitOfWork, new: Coding) -> bool:
    return any(
        (old.code_id, old.coder_id, old.start, old.end) == (new.code_id, new.coder_id, new.start, new.end)
        for old in rows.codings_at(new.transcript_id, new.start, new.end)
        if old.id != new.id
    )
