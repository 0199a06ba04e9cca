"""The shared codebook file: noticing that it changed, taking it in by a three-way merge, publishing to it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Codebook
from coder.domain.codebook_diff import CodeDifference, differences, what_changed
from coder.domain.codebook_merge import Choices, Merged, merge
from coder.domain.content import CodebookContent, Release, next_version
from coder.errors import CodebookFileError, InvalidValueError, StaleError
from coder.services.codebook_content import codebook_named, content_of, put_content, remember_version, version_content
from coder.services.project import Project, now
from coder.storage.repository import Repository

LOCK_GONE_AFTER_S = 60.0
"""A lock beside the shared file that is older was left behind: publishing takes a moment."""


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
        action.rows.put(book, replace(book, shared_file=str(file.resolve())))
    return action.changes


def unlink_file(project: Project, *, codebook: str = "") -> ChangeSet:
    """Share a codebook no longer; project and file stay as they are."""
    with project.action("Unlink the shared codebook") as action:
        book = codebook_named(action.rows, codebook)
        action.rows.put(book, replace(book, shared_file=""))
    return action.changes


def look_at_shared(project: Project, *, codebook: str = "") -> SharedState:
    """Tell how the project's codebook and its shared file stand; by content, so that any kind of drive will do."""
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        mine, base = content_of(rows, book.id), _ancestor(rows, book)
    changed_here = bool(differences(base, mine)) or _order(base) != _order(mine)
    if not book.shared_file:
        return SharedState(book, Standing.NOT_SHARED)
    file = Path(book.shared_file)
    if not file.exists():
        return SharedState(book, Standing.MISSING, file, problem=f"There is no file “{file}”.")
    try:
        theirs = _read(file)
        _check_codebook(theirs, book, file)
    except CodebookFileError as error:
        return SharedState(book, Standing.BROKEN, file, problem=error.message)
    changed_there = theirs.codebook.content_hash != book.content_hash
    standing = {
        (False, False): Standing.SAME,
        (True, False): Standing.HERE,
        (False, True): Standing.THERE,
        (True, True): Standing.BOTH,
    }[changed_here, changed_there]
    return SharedState(book, standing, file, version=theirs.codebook.version)


def change_log(project: Project, *, codebook: str = "") -> list[Release]:
    """Return what was published so far, as far as this project has seen it, the latest first."""
    with project.read() as rows:
        return list(reversed(_ancestor(rows, codebook_named(rows, codebook)).log))


def changes_here(project: Project, *, codebook: str = "") -> list[CodeDifference]:
    """Return what publishing would tell the others."""
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        return differences(_ancestor(rows, book), content_of(rows, book.id))


def preview_pull(
    project: Project, *, file: Path | None = None, codebook: str = "", choices: Choices | None = None
) -> PullPreview:
    """Show what taking in the shared file would change, field by field, and how many codings each code has here."""
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        place = _file_of(book, file)
        theirs = _read(place)
        _check_codebook(theirs, book, place)
        mine = content_of(rows, book.id)
        merged = merge(_ancestor(rows, book), mine, theirs, choices)
        counts = rows.coding_counts()
    touched = tuple(Touched(item, counts.get(item.code_id, 0)) for item in differences(mine, merged.content))
    return PullPreview(place, theirs.codebook.version, merged, touched, theirs)


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
        merged = merge(_ancestor(action.rows, book), content_of(action.rows, book.id), theirs, choices)
        if merged.open:
            raise InvalidValueError(conflict_text(merged))
        action.rename(f"Take in “{book.name}” {theirs.codebook.version}")
        put_content(action.rows, book, merged.content)
        head = merged.content.codebook
        action.rows.put(
            book,
            replace(
                book,
                name=head.name,
                description=head.description,
                version=theirs.codebook.version,
                content_hash=theirs.codebook.content_hash,
            ),
        )
        remember_version(action.rows, theirs)
    return action.changes


def publish(project: Project, *, reason: str, editor: str, file: Path | None = None, codebook: str = "") -> Release:
    """Write the project's codebook to the shared file as a new version, and return what was published.

    Raises `StaleError` if the file holds a version that this project has not taken in: nobody's work is overwritten.
    The file before is kept beside it. A file that is not there yet is made.
    """
    if not reason.strip():
        raise InvalidValueError("Say in a few words why the codebook changes; the team reads it in the change log.")
    with project.read() as rows:
        book = codebook_named(rows, codebook)
        place = _file_of(book, file)
    from coder.codebooks import codebook_file, write_codebook

    with _alone(place), project.action("Publish the codebook") as action:
        book = codebook_named(action.rows, codebook)
        base, theirs = _ancestor(action.rows, book), _read(place) if place.exists() else None
        if theirs is not None:
            _check_codebook(theirs, book, place)
            if theirs.codebook.content_hash != book.content_hash:
                raise StaleError(
                    f"“{place.name}” holds version {theirs.codebook.version}, which this project has not taken in. "
                    "Take it in first; nothing was overwritten."
                )
        mine = content_of(action.rows, book.id)
        changed = differences(base, mine)
        if theirs is not None and not changed and _order(base) == _order(mine):
            raise InvalidValueError(f"There is nothing to publish: version {book.version} is what the file holds.")
        before = theirs or base
        version = book.version if theirs is None and not changed else next_version(book.version)
        entry = Release(
            version=version, date=now()[:10], editor=editor, what=what_changed(changed), why=" ".join(reason.split())
        )
        head = replace(book, version=version, shared_file="")
        content = codebook_file(head, mine.codes, mine.links, like=replace(before, codebook=head))
        content = replace(content, parent_version=book.version if version != book.version else "")
        content = replace(content, log=(*before.log, entry))
        action.rename(f"Publish “{book.name}” {version}")
        seen, where = content.codebook.content_hash, book.shared_file or str(place.resolve())
        action.rows.put(book, replace(book, version=version, content_hash=seen, shared_file=where))
        remember_version(action.rows, content)
        _replace(place, write_codebook(content))
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


def _ancestor(rows: Repository, book: Codebook) -> CodebookContent:
    """Return the version that the project took in or published last; without one, the codebook as it is."""
    return version_content(rows, book.id, content_hash=book.content_hash) or content_of(rows, book.id)


def _order(content: CodebookContent) -> list[str]:
    return [code.id for code in content.codes]


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Keep others from publishing to a file at the same moment; works on network drives too."""
    lock = place.with_name(f".{place.name}.lock")
    with contextlib.suppress(OSError):
        if time.time() - lock.stat().st_mtime > LOCK_GONE_AFTER_S:
            lock.unlink()
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError as error:
        raise StaleError(
            f"Somebody is publishing to “{place.name}” at this moment. Try again in a minute; nothing was written."
        ) from error
    except OSError as error:
        raise CodebookFileError(
            f"Nothing can be written in {place.parent} ({error.strerror}), so the codebook was not published."
        ) from error
    try:
        yield
    finally:
        os.close(handle)
        lock.unlink(missing_ok=True)


def _replace(place: Path, text: str) -> None:
    """Put a file in place of another one at once, and keep that one beside it."""
    part = place.with_name(f".{place.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        if place.exists():
            kept = place.with_name(f"{place.stem} (before){place.suffix}")
            kept.write_bytes(place.read_bytes())
        part.replace(place)
    except OSError as error:
        raise CodebookFileError(
            f"“{place.name}” could not be written ({error.strerror}); it is as it was, and nothing was published."
        ) from error
    finally:
        part.unlink(missing_ok=True)
