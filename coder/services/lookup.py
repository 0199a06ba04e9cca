"""Find things by the names that people use for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath, PureWindowsPath

from coder.domain.codebook import Code
from coder.domain.coding import Coder, Coding
from coder.domain.search import folded
from coder.domain.transcript import Transcript
from coder.errors import InvalidValueError, NotFoundError
from coder.storage.repository import Repository
from coder.storage.unit_of_work import UnitOfWork

_FILES = tuple(
    ".txt .md .docx .doc .odt .rtf .pdf .html .htm .vtt .srt .csv .xlsx .mp3 .mp4 .m4a .wav .webm .mov".split()
)
"""Endings that a transcript's name may have in another tool."""


def transcript_named(transcripts: Iterable[Transcript], name: str) -> Transcript:
    """Return the transcript with an id, a name, or a source file name (with or without its ending).

    Case does not matter. Raises `NotFoundError` with the names there are, or `InvalidValueError` if several match.
    """
    everything = list(transcripts)
    wanted = folded(name.strip())
    # Another tool may give the file with its folder, or with another ending.
    file = PureWindowsPath(name.strip())
    bare, stem = folded(file.name), folded(file.stem) if file.suffix.lower() in _FILES else ""
    for key, value in (
        (lambda item: item.id, wanted),
        (lambda item: folded(item.name), wanted),
        (lambda item: folded(item.source_name), wanted),
        (lambda item: folded(PurePath(item.source_name).stem), wanted),
        (lambda item: folded(item.source_name), bare),
        (lambda item: folded(item.name), stem),
        (lambda item: folded(PurePath(item.source_name).stem), stem),
    ):
        found = [item for item in everything if key(item) == value] if value else []
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidValueError(f"“{name}” fits {len(found)} transcripts; use the full name of one of them.")
    raise NotFoundError(f"There is no transcript “{name}”. {_there_are(item.name for item in everything)}")


def code_named(codes: Mapping[str, Code] | Iterable[Code], name: str) -> Code:
    """Return the code with a permanent id or, if only one has it, a name; case does not matter."""
    everything: list[Code] = list(codes.values() if isinstance(codes, Mapping) else codes)
    wanted = folded(name.strip())
    by_id = [code for code in everything if folded(code.id) == wanted]
    by_name = [code for code in everything if folded(code.name) == wanted]
    if len(by_id) == 1:
        return by_id[0]
    if len(by_name) == 1:
        return by_name[0]
    if by_name:
        ids = ", ".join(code.id for code in by_name)
        raise InvalidValueError(f"The name “{name}” belongs to {len(by_name)} codes; use one of their ids: {ids}.")
    raise NotFoundError(f"There is no code “{name}” in this project's codebooks. List them to see their ids.")


def coder_for(rows: UnitOfWork, name: str) -> Coder:
    """Return the coder with a name (case does not matter), adding one if there is none yet."""
    clean = " ".join(name.split())
    if not clean:
        raise InvalidValueError("A coding needs the name of its coder.")
    for coder in rows.coders():
        if folded(coder.name) == folded(clean):
            return coder
    return rows.add(Coder(name=clean))


def coding(rows: Repository, coding_id: str) -> Coding:
    """Return a coding, or raise `NotFoundError`."""
    found = rows.get(Coding, coding_id)
    if found is None:
        raise NotFoundError("This coding is no longer in the project.")
    return found


def code(rows: Repository, code_id: str) -> Code:
    """Return a code, or raise `NotFoundError`."""
    found = rows.get(Code, code_id)
    if found is None:
        raise NotFoundError(f"The code “{code_id}” is not in this project.")
    return found


def transcript(rows: Repository, transcript_id: str) -> Transcript:
    """Return a transcript, or raise `NotFoundError`."""
    found = rows.get(Transcript, transcript_id)
    if found is None:
        raise NotFoundError("This transcript is no longer in the project.")
    return found


def _there_are(names: Iterable[str]) -> str:
    listed = [f"“{name}”" for name in names]
    if not listed:
        return "The project has no transcripts yet."
    more = f" and {len(listed) - 6} more" if len(listed) > 6 else ""
    return f"There are: {', '.join(listed[:6])}{more}."
