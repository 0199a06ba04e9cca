"""Which version a project and a file have in common: what changes are measured against."""

from __future__ import annotations

from coder.domain.codebook import Codebook
from coder.domain.content import CodebookContent, Release, version_key
from coder.services.codebook.codebook_content import version_content
from coder.storage.repository import Repository


def last_seen(rows: Repository, book: Codebook) -> CodebookContent | None:
    """Return the version that the project took in or published last, or None before the first one."""
    return version_content(rows, book.id, content_hash=book.content_hash)


def common_ancestor(rows: Repository, book: Codebook, theirs: CodebookContent) -> CodebookContent:
    """Return the newest version that both the project and a file come from.

    That is what the project saw last, as long as the file's log has all releases that went before it. A file that
    lacks some went another way (an older copy, or a copy that somebody published to elsewhere): what it does not
    know it has not taken out. With nothing in common it is an empty codebook, so that neither side loses a code.
    """
    last = last_seen(rows, book)
    if last is None:
        same = theirs.codebook.content_hash == book.content_hash
        return theirs if same else CodebookContent(Codebook(id=book.id, name=""))
    known = set(theirs.log)
    if known.issuperset(last.log):
        return last
    from coder.codebooks import unpacked

    best: CodebookContent | None = None
    for version in reversed(rows.codebook_versions(book.id)):
        seen = unpacked(version.content, f"{book.id} {version.version}")
        if known.issuperset(seen.log) and (best is None or len(seen.log) > len(best.log)):
            best = seen
    return best or CodebookContent(Codebook(id=book.id, name=""))


def releases_seen(rows: Repository, codebook_id: str) -> list[Release]:
    """Return every release that the project has met in any copy of the file, the latest last."""
    from coder.codebooks import packed_log

    found: dict[tuple[str, str, str], Release] = {}
    for version in rows.codebook_versions(codebook_id):
        for entry in packed_log(version.content):
            found[entry.version, entry.date, entry.editor] = entry
    return sorted(found.values(), key=lambda entry: (version_key(entry.version), entry.date, entry.editor))
