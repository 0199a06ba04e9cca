"""Turn the database's errors into sentences for people; everything else stays a bug.

No sentence holds what the database says of itself: it quotes the very text that it could not read.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from coder.errors import CoderError, DamagedProjectError, InvalidValueError, ProjectFileError
from coder.storage import backup

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
    ("is locked", "“{name}” is being written to by another program. Wait a moment and try again."),
    (
        "disk i/o error",
        "The disk of “{name}” could not be read or written. If it is a network drive, check the connection; "
        "the last change was not saved.",
    ),
    (
        "unable to open database",
        "“{name}” cannot be opened. Check that the folder is there and that you may write in it.",
    ),
)
_DAMAGED = (
    ("file is not a database", "“{name}” is not a Coder project, or it is damaged."),
    ("could not decode", "“{name}” is damaged: a text in it cannot be read."),
    ("utf-8", "“{name}” is damaged: a text in it cannot be read."),
    ("no such table", "“{name}” is damaged: a part of it is missing."),
    ("no such column", "“{name}” is damaged: a part of it is missing."),
    ("has no column", "“{name}” is damaged: a part of it is missing."),
    ("vtable constructor failed", "“{name}” is damaged: its search index cannot be read."),
    ("fts5", "“{name}” is damaged: its search index cannot be read."),
    ("corrupt", "“{name}” is damaged."),
    ("malformed", "“{name}” is damaged."),
    ("datatype mismatch", "“{name}” is damaged: a value in it is of another kind than it should be."),
)
LEFT_BEHIND = (
    "“{name}” was being written to when its program or computer stopped, and what was left behind (“{name}-journal”) "
    "has to be cleared up first, but neither can be written to here. Copy both files to a folder of your own and open "
    "the project there; nothing is lost."
)


class UnreadableRowError(Exception):
    """A stored value that is not what its column holds; says which column, never which value."""


def described(error: sqlite3.Error | DBAPIError, path: Path, copies: Path | None = None) -> CoderError | None:
    """Return the known error behind a database error, or None for a bug; `copies` is where backups are kept."""
    cause = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    if "readonly database" in cause and left_behind(path):
        return ProjectFileError(LEFT_BEHIND.format(name=path.name))
    for sign, sentence in _KNOWN:
        if sign in cause:
            return ProjectFileError(sentence.format(name=path.name))
    for sign, sentence in _DAMAGED:
        if sign in cause:
            return damaged(path, sentence.format(name=path.name), copies)
    return None


def damaged(path: Path, what: str, copies: Path | None) -> DamagedProjectError:
    """Return the error for a damaged project, with what to do: the latest backup that is sound, by its path."""
    kept = backup.latest_sound(path, copies) if copies is not None else None
    todo = f"Open the latest backup, {kept}, or a copy of your own" if kept else "Open a backup or a copy of it"
    return DamagedProjectError(f"{what} {todo}; the file was not changed.")


def left_behind(path: Path) -> bool:
    """Tell whether a journal lies beside the file that a killed program has left."""
    try:
        return path.with_name(f"{path.name}-journal").stat().st_size > 0
    except OSError:
        return False


@contextlib.contextmanager
def translated(path: Path, copies: Path | None = None) -> Iterator[None]:
    """Raise known database errors as `ProjectFileError` about the project at `path`.

    Causes are cut off where they would quote a transcript.
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        known = described(error, path, copies)
        if known is None:
            raise
        raise known from None
    except UnicodeEncodeError as error:
        raise InvalidValueError(
            "A text holds bytes that are not UTF-8, so it cannot be saved. Type it again, or set the terminal to "
            "UTF-8; nothing was changed."
        ) from error
    except UnreadableRowError as error:
        raise damaged(path, f"“{path.name}” is damaged: {error}.", copies) from None
