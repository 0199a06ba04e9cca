"""Numbered steps from each older form of the project file to the newest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session, SQLModel

from coder.storage import fulltext, tables

APPLICATION_ID = 0x436F6472
"""The bytes "Codr" in the file's header: this database is one of ours."""

NEWEST = 2
"""The form that this version of the application writes."""


def _to_shared_codebooks(session: Session) -> None:
    """Make room for the shared file of a codebook and for the versions that the project has seen."""
    connection = session.connection()
    connection.exec_driver_sql("ALTER TABLE codebook ADD COLUMN shared_file TEXT NOT NULL DEFAULT ''")
    SQLModel.metadata.create_all(connection, tables=[SQLModel.metadata.tables["codebook_version"]])


STEPS: Mapping[int, Callable[[Session], None]] = {1: _to_shared_codebooks}
"""For each older form, the step that makes the next one of it."""


def create_newest(session: Session) -> None:
    """Create all tables of the newest form in an empty database."""
    assert tables.Row.metadata is SQLModel.metadata
    SQLModel.metadata.create_all(session.connection())
    fulltext.create(session)


def migrate(session: Session, *, version: int) -> None:
    """Take the database from an older form to the newest, step by step, in the session's transaction."""
    for step in range(version, NEWEST):
        STEPS[step](session)
