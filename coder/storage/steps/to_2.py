"""The step from form 1 to form 2: the shared file of a codebook, and the versions that the project has seen."""

from __future__ import annotations

from sqlmodel import Session

_SQL = (
    "ALTER TABLE codebook ADD COLUMN shared_file TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE codebook_version (id TEXT NOT NULL, revision INTEGER NOT NULL, codebook_id TEXT NOT NULL, version
    TEXT NOT NULL, content_hash TEXT NOT NULL, content TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(codebook_id) REFERENCES codebook (id) DEFERRABLE INITIALLY DEFERRED)
    """,
    """
    CREATE INDEX ix_codebook_version_codebook_id ON codebook_version (codebook_id)
    """,
)


def take(session: Session) -> None:
    """Make form 2 of form 1."""
    connection = session.connection()
    for statement in _SQL:
        connection.exec_driver_sql(statement)
