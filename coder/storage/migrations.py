"""Numbered steps from each older form of the project file to the newest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session, SQLModel

from coder.errors import ProjectFileError
from coder.storage import fulltext, tables
from coder.storage.steps import to_2, to_3, to_4

APPLICATION_ID = 0x436F6472
"""The bytes "Codr" in the file's header: this database is one of ours."""

NEWEST = 4
"""The form that this version of the application writes."""

STEPS: Mapping[int, Callable[[Session], None]] = {1: to_2.take, 2: to_3.take, 3: to_4.take}
"""For each older form, the step that makes the next one of it."""


def create_newest(session: Session) -> None:
    """Create all tables of the newest form in an empty database."""
    assert tables.Row.metadata is SQLModel.metadata
    SQLModel.metadata.create_all(session.connection())
    fulltext.create(session)


def migrate(session: Session, *, version: int) -> None:
    """Take the database from an older form to the newest, step by step, in the session's transaction.

    Foreign keys must be off, since tables are made anew; they are checked at the end, and `ProjectFileError` is raised
    if a row refers to nothing.
    """
    for step in range(version, NEWEST):
        STEPS[step](session)
    loose = session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if loose:
        raise ProjectFileError(
            f"The project cannot be brought up to date: {len(loose)} rows in it refer to rows that are not there. Open "
            "a backup; the file was not changed."
        )
