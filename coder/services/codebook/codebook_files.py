"""Looking at a codebook file before it is taken into a project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookGlance:
    """What a person needs to know of a codebook file to choose it."""

    file: Path
    id: str
    name: str
    version: str = ""
    description: str = ""
    codes: int


def look_at_codebook(file: Path) -> CodebookGlance:
    """Read a codebook file and say what is in it; raises `CodebookFileError` for one that is not valid."""
    from coder.codebooks import read_codebook

    content = read_codebook(file)
    book = content.codebook
    return CodebookGlance(
        file=file,
        id=book.id,
        name=book.name,
        version=book.version,
        description=book.description,
        codes=len(content.codes),
    )
