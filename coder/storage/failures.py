"""Turn the database's errors into sentences for people; everything else stays a bug."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from coder.errors import CoderError, ProjectFileError

_KNOWN = (
    (
        "disk is full",
        "There is no room left on the disk of “{name}”, so the last change was not saved; everything before it is. "
        "Free some space and try again.",
    ),
    (
        "readonly database",
        "“{name}” cannot be written to. Check that neither the file nor its folder is write-protected; "
        "nothing was changed.",
    ),
    ("database is locked", "“{name}” is being written to by another program. Wait a moment and try again."),
    (
        "disk i/o error",
        "The disk of “{name}” could not be read or written. If it is a network drive, check the connection; "
        "the last change was not saved.",
    ),
    (
        "unable to open database",
        "“{name}” cannot be opened. Check that the folder is there and that you may write in it.",
    ),
    ("file is not a database", "“{name}” is not a Coder project, or it is damaged. Open a backup or a copy of it."),
    ("malformed", "“{name}” is damaged. Open a backup or a copy of it; the file was not changed."),
)


def described(error: sqlite3.Error | DBAPIError, path: Path) -> CoderError | None:
    """Return the known error behind a database error, or None for a bug."""
    cause = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for sign, sentence in _KNOWN:
        if sign in cause:
            return ProjectFileError(sentence.format(name=path.name))
    return None


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise known database errors as `ProjectFileError` about the project at `path`."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        known = described(error, path)
        if known is None:
            raise
        raise known from error
