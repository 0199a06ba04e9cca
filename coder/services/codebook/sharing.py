"""The shared codebook file: noticing that it changed, taking it in by a three-way merge, publishing to it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Codebook
from coder.domain.codebook_diff import CodeDifference, differences, what_changed
from coder.domain.codebook_merge import Choices, Conflict, Merged, merge
from coder.domain.content import CodebookContent, Release, next_version, version_key
from coder.domain.text import readable_name
from coder.errors import CodebookFileError, InvalidValueError, StaleError
from coder.services.codebook.codebook_ancestry import common_ancestor, last_seen, releases_seen
from coder.services.codebook.codebook_content import codebook_named, content_of, put_content, remember_version
from coder.services.codebook.codebook_replacing import alone, replace_file, seen_bytes
from coder.services.project import Project, now
from coder.storage.repository import Repository


class Standing(StrEnum):
    """How a project's codebook and the shared file stand to each other."""

    NOT_SHARED = "not shared"
    SAME = "same"
    HERE = "changed here"
    THERE = "changed there"
    BOTH = "changed on both sides"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SharedState:
    """What there is to know about a shared codebook before anything is done."""

    codebook: Codebook
    standing: Standing
    file: Path | None = None
    version: str = ""
    """Of the file."""
    problem: str = ""
    content_hash: str = ""
    """Of the file's codebook."""
    mark: str = ""
    """Hash of the file's bytes: while it stays, the file need not be read again."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One code that taking in the file would change, and how many codings it has here."""

    difference: CodeDifference
    codings: int


@dataclass(frozen=True, slots=True)
class PullPreview:
    """What taking in the shared file would do; nothing is done yet."""

    file: Path
    version: str
    merged: Merged
    touched: tuple[Touched, ...]
    theirs: CodebookContent
    since: tuple[Release, ...] = ()
    """What was published since the version that both sides come from, the latest last."""

    def release_of(self, conflict: Conflict) -> Release | None:
        """Return the release that most likely made their side of a conflict: the last one that names the code."""
        named = [entry for entry in self.since if f"{conflict.name}: " in f"{entry.what}; "]
        return next(reversed(named or self.since), None)

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the project has everything already."""
        return not self.touched and not self.merged.conflicts


def link_file(project: Project, *, file: Path, codebook: str = "") -> ChangeSet:
    """Say where the team keeps the shared file of a codebook; it must be a file of that codebook, or not there yet."""
    if file.exists():
        _own(project, file, codebook)
    with project.action("Link the shared codebook") as action:
        book = codebook_named(action.rows, codebook)
        place = str(file.resolve())
        if readable_name(place) != place:
            raise InvalidValueError(
                f"The name “{readable_name(place)}” is not in UTF-8, so no project can remember it; rename the file or "
                "its folder first."
            )
        action.rows.put(book, replace(book, shared_file=place))
    return action.changes


def unlink_file(project: Project, *, codebook: str = "") -> ChangeSet:
    """Share a codebook no longer; project and file stay as they are."""
    with project.action("Unlink the shared codebook") as action:
        book = codebook_named(action.rows, codebook)
        action.rows.put(book, replace(book, shared_file=""))
    return action.changes


def look_at_shared(project: Project, *, codebook: str = "", known: SharedState | None = None) -> SharedState:
    """Tell how the project's codebook and its shared file stand; by content, so that any kind of drive will do.

    `known` is what was found before: a file with the same bytes is not parsed again.
    """
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        mine = content_of(rows, book.id)
        base = last_seen(rows, book) or mine
    changed_here = bool(differences(base, mine)) or _order(base) != _order(mine)
    if not book.shared_file:
        return SharedState(book, Standing.NOT_SHARED)
    file = Path(book.shared_file)
    if not file.exists():
        return SharedState(book, Standing.MISSING, file, problem=f"There is no file “{file}”.")
    found = _looked_at(file, book, known)
    if found.problem:
        return found
    changed_there = found.content_hash != book.content_hash
    standing = {
        (False, False): Standing.SAME,
        (True, False): Standing.HERE,
        (False, True): Standing.THERE,
        (True, True): Standing.BOTH,
    }[changed_here, changed_there]
    return replace(found, standing=standing)


def _looked_at(file: Path, book: Codebook, known: SharedState | None) -> SharedState:
    """Return what the file holds, or what is wrong with it, before it is compared with the project."""
    mark = hashlib.sha256(seen_bytes(file) or b"").hexdigest()
    if known is not None and known.mark == mark and known.file == file and known.codebook.id == book.id:
        return replace(known, codebook=book)
    try:
        theirs = _read(file)
        _check_codebook(theirs, book, file)
    except CodebookFileError as error:
        return SharedState(book, Standing.BROKEN, file, problem=error.message, mark=mark)
    return SharedState(
        book,
        Standing.SAME,
        file,
        version=theirs.codebook.version,
        content_hash=theirs.codebook.content_hash,
        mark=mark,
    )


def change_log(project: Project, *, codebook: str = "") -> list[Release]:
    """Return what was published so far, as far as this project has seen it, the latest first."""
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        return list(reversed(releases_seen(rows, book.id)))


def changes_here(project: Project, *, codebook: str = "") -> list[CodeDifference]:
    """Return what publishing would tell the others."""
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        mine = content_of(rows, book.id)
        return differences(last_seen(rows, book) or mine, mine)


def preview_pull(
    project: Project, *, file: Path | None = None, codebook: str = "", choices: Choices | None = None
) -> PullPreview:
    """Show what taking in the shared file would change, field by field, and how many codings each code has here."""
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        place = _file_of(book, file)
        theirs = _read(place)
        _check_codebook(theirs, book, place)
        mine, base = content_of(rows, book.id), common_ancestor(rows, book, theirs)
        merged = merge(base, mine, theirs, choices)
        _check_ids(rows, book, merged.content, place)
        counts = rows.coding_counts()
    touched = tuple(Touched(item, counts.get(item.code_id, 0)) for item in differences(mine, merged.content))
    since = tuple(entry for entry in theirs.log if entry not in base.log)
    return PullPreview(place, theirs.codebook.version, merged, touched, theirs, since)


def pull(
    project: Project, *, file: Path | None = None, codebook: str = "", choices: Choices | None = None
) -> ChangeSet:
    """Take in the shared file as one step that can be undone.

    Raises `InvalidValueError` while there are conflicts without a choice; nothing is changed then.
    """
    with project.action("Take in the shared codebook") as action:
        book = codebook_named(action.rows, codebook)
        place = _file_of(book, file)
        theirs = _read(place)
        _check_codebook(theirs, book, place)
        base = common_ancestor(action.rows, book, theirs)
        merged = merge(base, content_of(action.rows, book.id), theirs, choices)
        if merged.open:
            raise InvalidValueError(conflict_text(merged))
        _check_ids(action.rows, book, merged.content, place)
        action.rename(f"Take in “{book.name}” {theirs.codebook.version}")
        put_content(action.rows, book, merged.content)
        label = remember_version(action.rows, theirs)
        head = merged.content.codebook
        action.rows.put(
            book,
            replace(
                book,
                name=head.name,
                description=head.description,
                version=label,
                content_hash=theirs.codebook.content_hash,
            ),
        )
    return action.changes


def publish(project: Project, *, reason: str, editor: str, file: Path | None = None, codebook: str = "") -> Release:
    """Write the project's codebook to the shared file as a new version, and return what was published.

    Raises `StaleError` if the file holds a version that this project has not taken in: nobody's work is overwritten.
    The file before is kept beside it. A file that is not there yet is made.
    """
    if not reason.strip():
        raise InvalidValueError("Say in a few words why the codebook changes; the team reads it in the change log.")
    if not editor.strip():
        raise InvalidValueError("Say who publishes; the team reads it in the change log.")
    with project.read() as rows:
        place = _file_of(codebook_named(rows, codebook), file).resolve()
    from coder.codebooks import codebook_file, write_codebook

    with alone(place) as check, project.action("Publish the codebook") as action:
        book = codebook_named(action.rows, codebook)
        seen = seen_bytes(place)
        theirs = _read(place) if place.exists() else None
        mine = content_of(action.rows, book.id)
        base = last_seen(action.rows, book)
        if theirs is not None:
            _check_codebook(theirs, book, place)
            if theirs.codebook.content_hash != book.content_hash:
                raise StaleError(
                    f"“{place.name}” holds version {theirs.codebook.version}, which this project has not taken in. "
                    "Take it in first; nothing was overwritten."
                )
        before = theirs or base or mine
        changed = differences(base or before, mine)
        if theirs is not None and not changed and _order(base or before) == _order(mine):
            raise InvalidValueError(f"There is nothing to publish: version {book.version} is what the file holds.")
        log = _log(before.log, releases_seen(action.rows, book.id))
        old = before.codebook.version
        version = old
        if theirs is not None or changed or log:
            version = next_version(max((old, *(entry.version for entry in log)), key=version_key))
        entry = Release(
            version=version,
            date=now()[:10],
            editor=" ".join(editor.split()),
            what=what_changed(changed),
            why=" ".join(reason.split()),
        )
        head = replace(book, version=version, shared_file="")
        content = codebook_file(head, mine.codes, mine.links, like=replace(before, codebook=head))
        content = replace(content, parent_version=old if version != old else "", log=(*log, entry))
        action.rename(f"Publish “{book.name}” {version}")
        hashed, where = content.codebook.content_hash, book.shared_file or str(place)
        action.rows.put(book, replace(book, version=version, content_hash=hashed, shared_file=where))
        remember_version(action.rows, content)
        replace_file(place, write_codebook(content), seen=seen, check=check)
    return entry


def conflict_text(merged: Merged) -> str:
    """Say how many conflicts there are and between what."""
    first = ", ".join(dict.fromkeys(f"“{item.name}”" for item in merged.open[:3]))
    count = "one conflict" if len(merged.open) == 1 else f"{len(merged.open)} conflicts"
    return f"Both sides changed the same fields: {count}, in {first}. Choose for each whose text stays."


def _own(project: Project, file: Path, codebook: str) -> None:
    with project.read() as rows:
        _check_codebook(_read(file), codebook_named(rows, codebook), file)


def _read(file: Path) -> CodebookContent:
    from coder.codebooks import read_codebook

    return read_codebook(file)


def _check_codebook(theirs: CodebookContent, book: Codebook, file: Path) -> None:
    if theirs.codebook.id != book.id:
        raise CodebookFileError(
            f"“{file.name}” holds the codebook “{theirs.codebook.id}”, but this project's is “{book.id}”. "
            "Choose the file of the same codebook."
        )


def _file_of(book: Codebook, file: Path | None) -> Path:
    if file is not None:
        return file
    if not book.shared_file:
        raise InvalidValueError(f"“{book.name}” is not linked to a shared file yet. Choose the file first.")
    return Path(book.shared_file)


def _check_ids(rows: Repository, book: Codebook, content: CodebookContent, file: Path) -> None:
    """Refuse a code whose id another codebook of the project has."""
    taken = {code.id for code in rows.codes() if code.codebook_id != book.id}
    twice = next((code for code in content.codes if code.id in taken), None)
    if twice is not None:
        raise InvalidValueError(
            f"“{file.name}” cannot be taken in: its code id “{twice.id}” is used by another codebook in this project."
        )


def _log(before: Sequence[Release], seen: Sequence[Release]) -> tuple[Release, ...]:
    """Return the file's log with the releases that it lacks because they went into another copy of it."""
    there = {(entry.version, entry.date, entry.editor) for entry in before}
    missing = [entry for entry in seen if (entry.version, entry.date, entry.editor) not in there]
    return tuple(sorted((*before, *missing), key=lambda entry: (version_key(entry.version), entry.date, entry.editor)))


def _order(content: CodebookContent) -> list[str]:
    return [code.id for code in content.codes]
