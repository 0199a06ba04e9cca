"""Whether a project file is sound: its pages, foreign keys and search index."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from coder.storage import fulltext


def file_problems(session: Session, *, index_writable: bool) -> list[str]:
    """Return what is wrong with the file, in words; empty when it is sound.

    FTS5 checks its index by a special insert, so a reader can only compare what is indexed.
    """
    connection = session.connection()
    result: list[str] = []
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if message != "ok":
            result.append(f"The database is damaged: {message}.")
    for record in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        result.append(f"A row of “{record[0]}” refers to a missing row of “{record[2]}”.")
    try:
        result += fulltext.problems(session, deep=index_writable)
    except (sqlite3.DatabaseError, DBAPIError) as error:
        result.append(f"The search index is damaged: {error}.")
    return result
