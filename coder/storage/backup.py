"""Copies of a project file that are whole even while it is in use."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from datetime import datetime
from pathlib import Path

from coder.files import make_folder, new_file

KEPT = 5


def copy_database(source: Path, target: Path) -> None:
    """Copy a database with SQLite's backup interface to a temporary name, then put it in place.

    Raises `sqlite3.Error` or `OSError`; the target is either the old file or the whole new one.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        new_file(part).close()
        with (
            contextlib.closing(sqlite3.connect(source)) as old,
            contextlib.closing(sqlite3.connect(part)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def back_up(project: Path, folder: Path, *, kept: int = KEPT) -> Path | None:
    """Keep a dated copy of a project in a folder; return it, or None if the project has not changed since the last.

    Only the newest `kept` copies of each project stay.
    """
    make_folder(folder)
    earlier = copies(project, folder)
    changed = project.stat().st_mtime
    if earlier and earlier[-1].stat().st_mtime >= changed:
        return None
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    target = folder / f"{_sign(project)}{stamp}.coder"
    copy_database(project, target)
    for old in [*(copy for copy in earlier if copy != target), target][:-kept]:
        old.unlink(missing_ok=True)
    return target


def copies(project: Path, folder: Path) -> list[Path]:
    """Return the copies of a project that are kept in a folder, the oldest first."""
    sign = _sign(project)
    return sorted(path for path in folder.glob("*.coder") if path.name.startswith(sign))


def latest_sound(project: Path, folder: Path) -> Path | None:
    """Return the newest copy of a project that can be read to its end, or None."""
    return next((copy for copy in reversed(copies(project, folder)) if _is_sound(copy)), None)


def _is_sound(path: Path) -> bool:
    """Tell whether every page and every text of a database can be read."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as raw:
            if raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return False
            tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in tables:
                quoted = name.replace('"', '""')
                for _ in raw.execute(f'SELECT * FROM "{quoted}"'):
                    pass
    except (sqlite3.Error, OSError, UnicodeError):
        return False
    return bool(tables)


def _sign(project: Path) -> str:
    """Return how the names of a project's copies begin; projects of one name in several folders are kept apart."""
    place = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:8]
    return f"{project.stem} {place} "
