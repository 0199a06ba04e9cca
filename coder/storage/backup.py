"""Copies of a project file that are whole even while it is in use."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from datetime import datetime
from pathlib import Path

KEPT = 5


def copy_database(source: Path, target: Path) -> None:
    """Copy a database with SQLite's backup interface to a temporary name, then put it in place.

    Raises `sqlite3.Error` or `OSError`; the target is either the old file or the whole new one.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
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
    folder.mkdir(parents=True, exist_ok=True)
    place = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:8]
    earlier = sorted(folder.glob(f"{project.stem} {place} *.coder"))
    changed = project.stat().st_mtime
    if earlier and earlier[-1].stat().st_mtime >= changed:
        return None
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    target = folder / f"{project.stem} {place} {stamp}.coder"
    copy_database(project, target)
    for old in [*(copy for copy in earlier if copy != target), target][:-kept]:
        old.unlink(missing_ok=True)
    return target
