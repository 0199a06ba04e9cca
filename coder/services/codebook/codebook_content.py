"""A project's codebook as one content, and one content written into the project's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from coder.domain.codebook import Code, Codebook, CodeLink, CodeStatus
from coder.domain.codebook_merge import successor
from coder.domain.coding import Coding
from coder.domain.content import CodebookContent, CodebookVersion
from coder.domain.meaning import meaning_of, meaning_with_name
from coder.errors import NotFoundError
from coder.services.project import now
from coder.storage.repository import Repository
from coder.storage.unit_of_work import UnitOfWork


def codebook_named(rows: Repository, name: str = "") -> Codebook:
    """Return the codebook with an id or name, or the only one; `NotFoundError` says which there are."""
    books = rows.codebooks()
    found = [book for book in books if name in (book.id, book.name)] if name else books
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"“{book.id}”" for book in books) or "none"
    what = f"no codebook “{name}”" if name else "more than one codebook, or none"
    raise NotFoundError(f"There is {what} in this project; it has {there}.")


def content_of(rows: Repository, codebook_id: str) -> CodebookContent:
    """Return a codebook of the project as it is now."""
    from coder.codebooks import codebook_file

    book = next(book for book in rows.codebooks() if book.id == codebook_id)
    return codebook_file(replace(book, shared_file=""), rows.codes(codebook_id), rows.code_links())


def version_content(rows: Repository, codebook_id: str, *, content_hash: str) -> CodebookContent | None:
    """Return a version that the project has seen, by its hash, or None."""
    from coder.codebooks import unpacked

    for version in reversed(rows.codebook_versions(codebook_id)):
        if version.content_hash == content_hash:
            return unpacked(version.content, f"{codebook_id} {version.version}")
    return None


def remember_version(rows: UnitOfWork, content: CodebookContent) -> str:
    """Keep a version that was taken in or published, once; return what it is called in this project.

    That is its number, unless the project knows another content under it (a file that was edited by hand, or two
    copies of it): "1.1 (2)". So every coding knows exactly under which wording it was made.
    """
    from coder.codebooks import packed

    book = content.codebook
    seen = rows.codebook_versions(book.id)
    for version in seen:
        if version.content_hash == book.content_hash:
            return version.version
    names, label, count = {version.version for version in seen}, book.version, 2
    while label in names:
        label, count = f"{book.version} ({count})", count + 1
    rows.add(
        CodebookVersion(
            codebook_id=book.id, version=label, content_hash=book.content_hash, content=packed(content), seen_at=now()
        )
    )
    return label


def put_code(rows: UnitOfWork, before: Code, after: Code) -> None:
    """Change a code; verdicts that were kept when its name counted as meaning outlive its being renamed."""
    rows.put(before, after)
    if after.name == before.name:
        return
    with_name, meaning = meaning_with_name(before), meaning_of(before)
    for verdict in rows.decisions_with([before.id]):
        if verdict.meaning == with_name:
            rows.put(verdict, replace(verdict, meaning=meaning))


def put_content(rows: UnitOfWork, book: Codebook, target: CodebookContent) -> None:
    """Make a codebook of the project what a content says; codings follow codes that were merged.

    A code that is gone but has been used here is kept as a retired one, so that no coding is lost.
    """
    before = {code.id: code for code in rows.codes(book.id)}
    target = _with_used(rows, before, target)
    after = target.by_id()
    own = [link for link in rows.code_links() if link.code_id in before]
    old_links = {(link.code_id, link.type, link.target_id): link for link in own}
    new_links = {(link.code_id, link.type, link.target_id): link for link in target.links}
    rows.remove_all([link for key, link in old_links.items() if key not in new_links])
    for code_id, code in after.items():
        if code_id in before:
            put_code(rows, before[code_id], replace(code, revision=before[code_id].revision))
        else:
            rows.add(replace(code, codebook_id=book.id, revision=0))
    follow_merges(rows, before, after)
    rows.remove_all([code for code_id, code in before.items() if code_id not in after])
    rows.add_all([CodeLink(code_id=key[0], type=key[1], target_id=key[2]) for key in new_links if key not in old_links])


def follow_merges(rows: UnitOfWork, before: Mapping[str, Code], after: Mapping[str, Code]) -> None:
    """Give codings of codes that were merged since to their successors; wholly alike ones become one."""
    for code_id, code in after.items():
        was = before.get(code_id)
        if code.merged_into and (was is None or was.merged_into != code.merged_into):
            into = successor(after, code_id)
            if into != code_id:
                move_codings(rows, rows.codings_with([code_id]), into)


def move_codings(rows: UnitOfWork, codings: Iterable[Coding], code_id: str) -> None:
    """Give codings another code; one that is there already with the same direction, strength and memo goes."""
    there = {_likeness(coding) for coding in rows.codings_with([code_id])}
    for coding in codings:
        moved = replace(coding, code_id=code_id)
        if _likeness(moved) in there:
            rows.remove(coding)
        else:
            rows.put(coding, moved)
            there.add(_likeness(moved))


def _likeness(coding: Coding) -> tuple[object, ...]:
    place = (coding.transcript_id, coding.start, coding.end, coding.coder_id)
    return (*place, coding.direction, coding.strength, coding.memo)


def _with_used(rows: Repository, before: Mapping[str, Code], target: CodebookContent) -> CodebookContent:
    """Return the content with the codes that it lacks but that passages here are coded with, retired."""
    there = target.by_id()
    gone = [code_id for code_id in before if code_id not in there]
    used = {coding.code_id for coding in rows.codings_with(gone)} | {item.code_id for item in rows.decisions_with(gone)}
    if not used:
        return target
    kept = list(target.codes)
    for code_id in gone:
        code = before[code_id]
        if code_id in used:
            parent = code.parent_id if code.parent_id in there else None
            kept.append(
                replace(code, parent_id=parent, status=CodeStatus.RETIRED, shortcut="", position=len(kept), revision=0)
            )
    return replace(target, codes=tuple(kept))
