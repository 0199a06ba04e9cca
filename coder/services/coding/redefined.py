"""Codings made under an older definition: which they are, and what the evaluator says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_diff import FieldChange, value_text
from coder.domain.coding import Coding
from coder.domain.content import MEANING_FIELDS
from coder.services import lookup
from coder.services.hearing import Silenced
from coder.services.project import Project
from coder.storage.repository import Repository


@dataclass(frozen=True, slots=True)
class Redefined:
    """A code that means something else since some passages were coded with it."""

    code: Code
    since: str
    """The version under which the oldest of the codings were made."""
    fields: tuple[FieldChange, ...]
    codings: tuple[Coding, ...]


def redefined(project: Project) -> list[Redefined]:
    """Return the codes whose published definition changed after passages were coded with them, in codebook order.

    A coding counts until the evaluator says that it is still right, gives it another code or removes it. Passages of
    people who withdrew are not shown.
    """
    with project.read() as rows:
        return redefined_in(rows)


def redefined_in(rows: Repository) -> list[Redefined]:
    """Return the same within a transaction that is open already."""
    return [item for book in rows.codebooks() for item in _of_codebook(rows, book)]


def still_right(project: Project, *, coding_ids: Sequence[str]) -> ChangeSet:
    """Say that codings fit the definition as it is now."""
    what = "Still right" if len(coding_ids) == 1 else f"{len(coding_ids)} codings still right"
    with project.action(what) as action:
        books = {book.id: book for book in action.rows.codebooks()}
        for coding_id in coding_ids:
            before = lookup.coding(action.rows, coding_id)
            book = books[lookup.code(action.rows, before.code_id).codebook_id]
            action.rows.put(before, replace(before, codebook_version=version_label(book)))
    return action.changes


def version_label(book: Codebook) -> str:
    """Return what a coding keeps of the codebook under which it was made."""
    return f"{book.id} {book.version}"


def _of_codebook(rows: Repository, book: Codebook) -> list[Redefined]:
    from coder.codebooks import unpacked

    label, silenced = version_label(book), Silenced.of(rows)
    older = [
        coding
        for coding in rows.codings_with([code.id for code in rows.codes(book.id)])
        if coding.codebook_version != label
        and coding.codebook_version.startswith(f"{book.id} ")
        and not silenced.hides(coding.transcript_id, coding.span)
    ]
    if not older:
        return []
    texts = {f"{book.id} {seen.version}": seen for seen in rows.codebook_versions(book.id)}
    contents = {
        old: unpacked(texts[old].content, old).by_id()
        for old in {coding.codebook_version for coding in older}
        if old in texts
    }
    now = unpacked(texts[label].content, label).by_id() if label in texts else {}
    found: dict[str, list[Coding]] = {}
    for coding in older:
        was, is_ = contents.get(coding.codebook_version, {}).get(coding.code_id), now.get(coding.code_id)
        if (
            was is not None
            and is_ is not None
            and any(value_text(was, f) != value_text(is_, f) for f in MEANING_FIELDS)
        ):
            found.setdefault(coding.code_id, []).append(coding)
    result = []
    for code in now.values():
        codings = found.get(code.id)
        if codings:
            since = min((coding.codebook_version for coding in codings), key=lambda old: texts[old].seen_at)
            was = contents[since][code.id]
            ordered = sorted(codings, key=lambda item: (item.transcript_id, item.start))
            result.append(Redefined(code, since, _changes(was, code), tuple(ordered)))
    return result


def _changes(was: Code, now: Code) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field, value_text(was, field), value_text(now, field))
        for field in MEANING_FIELDS
        if value_text(was, field) != value_text(now, field)
    )
