"""A project's codebook in other forms: for other tools, for a spreadsheet, to print; and back again."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from coder.domain.changes import ChangeSet
from coder.domain.codebook_diff import CodeDifference, differences
from coder.domain.content import CodebookContent
from coder.errors import CodebookFileError
from coder.files import new_file, not_for_writing
from coder.services.codebook.codebook_content import codebook_named, content_of, put_content
from coder.services.counted import counts_by_code, talk_in
from coder.services.project import Project

SPREADSHEETS = (".csv", ".xlsx")


def export_codebook(project: Project, *, file: Path, codebook: str = "") -> int:
    """Write a codebook to a file by its ending, with how often each code is used; return the number of codes.

    The file is replaced only when the new one is whole. Raises `CodebookFileError` for an ending that is unknown.
    """
    from coder.codebooks.exchange import convert_out

    with project.read() as rows:
        content = content_of(rows, codebook_named(rows, codebook).id)
        usage = counts_by_code(rows, talk_in(rows))
    write_whole(file, convert_out(content, file.suffix, usage))
    return len(content.codes)


def preview_spreadsheet(project: Project, *, file: Path, codebook: str = "") -> list[CodeDifference]:
    """Return what taking in an edited spreadsheet would change; nothing is done yet."""
    with project.read() as rows:
        mine = content_of(rows, codebook_named(rows, codebook).id)
    return differences(mine, _edited(file, mine))


def take_in_spreadsheet(project: Project, *, file: Path, codebook: str = "") -> ChangeSet:
    """Make the codebook what an edited spreadsheet says, as one step; codes that passages use stay, retired."""
    with project.action(f"Take in “{file.name}”") as action:
        book = codebook_named(action.rows, codebook)
        put_content(action.rows, book, _edited(file, content_of(action.rows, book.id)))
    return action.changes


def write_whole(file: Path, data: bytes) -> None:
    """Write a file under another name first, so that there is never half of one.

    A new one is its owner's alone, as every export; one that was there keeps its rights. What a link leads to is
    written, not the link.
    """
    if what := not_for_writing(file):
        raise CodebookFileError(
            f"“{file}” is {what}, so no codebook can be written there; choose a file, or - for output."
        )
    target = file.resolve()
    part = target.with_name(f".{uuid4().hex[:12]}.part")
    try:
        with new_file(part) as stream:
            stream.write(data)
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except OSError as error:
        raise CodebookFileError(f"“{file.name}” could not be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _edited(file: Path, mine: CodebookContent) -> CodebookContent:
    from coder.codebooks.exchange import convert_in

    if file.suffix.lower() not in SPREADSHEETS:
        raise CodebookFileError(f"“{file.name}” is no spreadsheet; choose a file that ends in .csv or .xlsx.")
    return convert_in(file, base=mine)
