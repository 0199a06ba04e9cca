"""Whether a project file is sound: its pages, its parts, every value, foreign keys and the search index.

What is wrong is told by table and column; no sentence holds a value.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from coder.storage import audit, fulltext
from coder.storage.failures import UnreadableRowError
from coder.storage.rows import TABLES, columns_of, rows_from, table_of

_MOST = 20


def file_problems(session: Session, *, index_writable: bool) -> list[str]:
    """Return what is wrong with the file, in words; empty when it is sound.

    FTS5 checks its index by a special insert, so a reader can only compare what is indexed.
    """
    result: list[str] = []
    try:
        for (message,) in session.connection().exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
            if message != "ok":
                # Beyond its first words, what SQLite says may quote what is stored.
                result.append(f"The database is damaged: {str(message)[:60]}.")
    except (sqlite3.DatabaseError, DBAPIError):
        result.append("The database is damaged: its pages cannot be read.")
    result += [f"{problem[:1].upper()}{problem[1:]}." for problem in content_problems(session)]
    if missing_parts(session):
        return result
    try:
        result += fulltext.problems(session, deep=index_writable)
    except (sqlite3.DatabaseError, DBAPIError):
        result.append("The search index is damaged.")
    return result


def missing_parts(session: Session) -> list[str]:
    """Return which tables and columns are missing, and whether the project's own row is; a glance at the file."""
    connection = session.connection()
    there: dict[str, set[str]] = {}
    for table, column in connection.exec_driver_sql(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    ):
        there.setdefault(table, set()).add(column)
    wanted = {table.name: {column.name for column in table.columns} for table in SQLModel.metadata.tables.values()}
    result = [
        f"the column “{column}” of the table “{name}” is missing" if name in there else f"the table “{name}” is missing"
        for name, columns in wanted.items()
        for column in (sorted(columns - there[name])[:1] if name in there else ["table"])
    ]
    if "turn_fts" not in there:
        result.append("the search index is missing")
    rows = connection.exec_driver_sql("SELECT count(*) FROM project").scalar_one() if "project" in there else 1
    if rows != 1:
        result.append("the row of the project itself is missing" if not rows else "there are several projects in it")
    return result


def content_problems(session: Session) -> list[str]:
    """Return what no row of ours would hold: missing parts, values of another kind, rows that refer to nothing."""
    if missing := missing_parts(session):
        return missing
    connection = session.connection()
    result: list[str] = []
    for kind in TABLES:
        try:
            rows_from(kind, connection.execute(select(*columns_of(kind))))
        except UnreadableRowError as error:
            result.append(str(error))
        except (sqlite3.Error, DBAPIError):
            result.append(f"a text of the table “{table_of(kind).name}” cannot be read")
    try:
        audit.trail(session)
    except UnreadableRowError as error:
        result.append(str(error))
    except (sqlite3.Error, DBAPIError):
        result.append("a text of the table “audit” cannot be read")
    if result:
        return result
    for record in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST):
        result.append(f"a row of “{record[0]}” refers to a missing row of “{record[2]}”")
    return result


def places_outside(session: Session) -> list[str]:
    """Return that turns or codings end outside their texts, which no rule of the file itself forbids."""
    return [
        f"a place in the table “{table}” lies outside its text"
        for table in ("turn", "coding")
        if session.connection()
        .exec_driver_sql(
            f'SELECT 1 FROM {table} p JOIN transcript t ON t.id = p.transcript_id WHERE p."end" > length(t.text)'
        )
        .first()
    ]
