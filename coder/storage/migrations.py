"""Numbered steps from each older form of the project file to the newest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from sqlmodel import Session, SQLModel

from coder.domain.coding import Review
from coder.domain.transcript import Consent
from coder.storage import fulltext, tables

APPLICATION_ID = 0x436F6472
"""The bytes "Codr" in the file's header: this database is one of ours."""

NEWEST = 3
"""The form that this version of the application writes."""


def _to_shared_codebooks(session: Session) -> None:
    """Make room for the shared file of a codebook and for the versions that the project has seen."""
    connection = session.connection()
    connection.exec_driver_sql("ALTER TABLE codebook ADD COLUMN shared_file TEXT NOT NULL DEFAULT ''")
    SQLModel.metadata.create_all(connection, tables=[SQLModel.metadata.tables["codebook_version"]])


def _to_learning_and_analysis(session: Session) -> None:
    """Make room for consent, review, what suggestions learn, what evaluators write, and the audit trail."""
    connection = session.connection()
    for column in (
        "project ADD COLUMN mute_below FLOAT NOT NULL DEFAULT 0",
        f"participant ADD COLUMN consent TEXT NOT NULL DEFAULT '{Consent.ATTRIBUTED}' {_known('consent', Consent)}",
        "participant ADD COLUMN attributes TEXT NOT NULL DEFAULT '[]'",
        f"coding ADD COLUMN review TEXT NOT NULL DEFAULT '{Review.OPEN}' {_known('review', Review)}",
    ):
        connection.exec_driver_sql(f"ALTER TABLE {column}")
    # The verdicts that are known stand in a check of the table, so it is made anew.
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'decision' AND sql IS NOT NULL"
    for (name,) in connection.exec_driver_sql(indexes).fetchall():
        connection.exec_driver_sql(f"DROP INDEX {name}")
    connection.exec_driver_sql("ALTER TABLE decision RENAME TO decision_before")
    _create(session, "decision", "offer_rule", "saved_query", "summary", "finding", "audit", "shown", "measurement")
    _create(session, "kept")
    columns = 'id, revision, transcript_id, code_id, coder_id, start, "end", verdict, engine_key, rank, coding_id'
    connection.exec_driver_sql(
        f"INSERT INTO decision ({columns}, decided_at, meaning) SELECT {columns}, decided_at, '' FROM decision_before"
    )
    connection.exec_driver_sql("DROP TABLE decision_before")


def _create(session: Session, *names: str) -> None:
    SQLModel.metadata.create_all(session.connection(), tables=[SQLModel.metadata.tables[name] for name in names])


def _known(column: str, values: type[StrEnum]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"CHECK ({column} IN ({listed}))"


STEPS: Mapping[int, Callable[[Session], None]] = {1: _to_shared_codebooks, 2: _to_learning_and_analysis}
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
