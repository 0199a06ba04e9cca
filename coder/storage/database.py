"""The project file: creating, opening, one unit of work at a time, closing to one file at rest."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import struct
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from coder.domain.changes import ChangeSet
from coder.domain.project import ProjectInfo
from coder.errors import ProjectFileError
from coder.files import new_file, not_for_writing
from coder.storage import audit, backup, migrations
from coder.storage.check import missing_parts
from coder.storage.failures import LEFT_BEHIND, UnreadableRowError, damaged, left_behind, translated
from coder.storage.lock import ProjectLock
from coder.storage.notebook import Notebook
from coder.storage.repository import Repository
from coder.storage.unit_of_work import UnitOfWork

ENDING = ".coder"
_HEADER = 100
_WRITES = {"writes": True}


@dataclass(slots=True)
class _Outcome:
    """Holds what a unit of work changed, once it is committed."""

    changes: ChangeSet | None = None


class Database:
    """An open project file; one writer at a time, any number of readers."""

    def __init__(
        self,
        path: Path,
        engine: Engine,
        lock: ProjectLock | None,
        copies: Path | None = None,
        *,
        temporary: Path | None = None,
    ) -> None:
        self.path = path
        self.copies = copies
        """The folder where backups of projects are kept, if there is one."""
        self._engine = engine
        self._lock = lock
        self._temporary = temporary
        # Whoever forgets to close it must not leave connections behind.
        self._closing = weakref.finalize(self, engine.dispose)

    @classmethod
    def create(cls, path: Path, info: ProjectInfo) -> Database:
        """Make a new project file and open it for writing; refuse to replace an existing file."""
        there = ProjectFileError(f"“{path.name}” is there already. Choose another name; the file was not changed.")
        if path.exists():
            raise there
        if not path.parent.is_dir():
            raise ProjectFileError(f"The folder {path.parent} does not exist, so “{path.name}” cannot be made in it.")
        lock = ProjectLock(path)
        lock.acquire()
        try:
            # Logs and journals take their rights from the file.
            new_file(path).close()
        except FileExistsError:
            lock.release()
            raise there from None
        except OSError as error:
            lock.release()
            raise ProjectFileError(
                f"“{path.name}” cannot be made in {path.parent} ({error.strerror}). Choose another name or folder."
            ) from error
        database = cls(path, _engine(path, writes=True), lock)
        try:
            with translated(path), database._session(writes=True) as session:
                connection = session.connection()
                connection.exec_driver_sql(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {migrations.NEWEST}")
                migrations.create_newest(session)
                UnitOfWork(session, "Make project").add(info)
                session.commit()
            # Readers tell our files by their header, which is in the log alone until it is written back.
            with translated(path), database._engine.connect() as connection:
                _written_back(connection)
        except BaseException:
            database._engine.dispose()
            path.unlink(missing_ok=True)
            _sidecars_gone(path)
            lock.release()
            raise
        return database

    @classmethod
    def open(
        cls, path: Path, *, writes: bool = True, backups: Path | None = None, copies: Path | None = None
    ) -> Database:
        """Open a project file.

        A writer takes the project's lock; a reader neither takes it nor minds it. With `backups`, a copy is kept
        in that folder first; `copies` is where copies are that errors may point to. An older form is brought up to
        date by a writer, after a backup beside the file; a reader brings a temporary copy up to date and reads that.
        What a killed program left half written is rolled back. Raises `ProjectFileError` (also for a newer form) or
        `ProjectLockedError`; the file stays as it was.
        """
        copies = copies or backups
        _look_at(path, copies)
        lock = ProjectLock(path) if writes else None
        if lock:
            lock.acquire()
        try:
            if left_behind(path):
                with translated(path, copies):
                    _heal(path)
            if backups:
                with translated(path, copies):
                    backup.back_up(path, backups)
            with translated(path, copies):
                version = _form_of(path, writes=writes)
                if version < migrations.NEWEST and lock:
                    kept = f"{path.stem} before update (form {version}){ENDING}"
                    backup.copy_database(path, path.with_name(kept))
                    _bring_up_to_date(path, version)
            if version < migrations.NEWEST and lock is None:
                return cls._of_copy(path, version, copies)
            database = cls(path, _engine(path, writes=writes), lock, copies)
            try:
                with translated(path, copies):
                    database._check_parts()
            except BaseException:
                database._engine.dispose()
                raise
            return database
        except BaseException:
            if lock:
                lock.release()
            raise

    @classmethod
    def _of_copy(cls, path: Path, version: int, copies: Path | None) -> Database:
        """Open a copy that is brought up to date, so that whoever only reads changes nothing."""
        folder = Path(tempfile.mkdtemp(prefix="coder-"))
        try:
            with translated(path, copies):
                copy = folder / path.name
                backup.copy_database(path, copy)
                _bring_up_to_date(copy, version)
            return cls(path, _engine(copy, writes=False), None, copies, temporary=copy)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[Repository]:
        """Read within one transaction."""
        with self.foreseen(), self._session(writes=False) as session:
            yield Repository(session)

    @contextlib.contextmanager
    def writing(
        self, label: str, *, who: str = "", at: str = "", cause: str = "done"
    ) -> Iterator[tuple[UnitOfWork, _Outcome]]:
        """Write within one transaction that is committed at the end, or rolled back if anything goes wrong.

        The second value holds the change set once the commit has succeeded; `who`, `at` (ISO 8601) and `cause`
        go into the audit trail with it.
        """
        with self.foreseen(), self._session(writes=True) as session:
            unit = UnitOfWork(session, label)
            outcome = _Outcome()
            yield unit, outcome
            changes = unit.finish()
            if changes:
                audit.record(session, changes, at=at, who=who, cause=cause)
            _commit(session)
            outcome.changes = changes

    @contextlib.contextmanager
    def noting(self) -> Iterator[Notebook]:
        """Write notes within one transaction, as `writing` does; no action and no change set."""
        with self.foreseen(), self._session(writes=True) as session:
            yield Notebook(session)
            _commit(session)

    @contextlib.contextmanager
    def noted(self) -> Iterator[Notebook]:
        """Read notes within one transaction."""
        with self.foreseen(), self._session(writes=False) as session:
            yield Notebook(session)

    @property
    def writes(self) -> bool:
        """Tell whether this project may be written to."""
        return self._lock is not None

    def problems(self) -> list[str]:
        """Return what is wrong with the file itself, in words: pages, foreign keys, search index."""
        from coder.storage.check import file_problems

        with self.foreseen(), self._session(writes=self._lock is not None) as session:
            return file_problems(session, index_writable=self._lock is not None)

    def close(self) -> None:
        """Leave one file at rest and give the lock back; harmless when it is closed already."""
        if not self._closing.alive:
            return
        try:
            if self._lock is not None:
                # A reader that came upon a damaged row may have left its question open on the old connection.
                self._engine.dispose()
                with self.foreseen(), self._engine.connect() as connection:
                    _written_back(connection).execute("PRAGMA journal_mode = DELETE")
        finally:
            self._closing()
            if self._lock is not None:
                self._lock.release()
            if self._temporary is not None:
                shutil.rmtree(self._temporary.parent, ignore_errors=True)

    @contextlib.contextmanager
    def foreseen(self) -> Iterator[None]:
        """Tell known errors in words; an unforeseen one may be the fault of a file that somebody changed.

        What is raised then holds nothing of the file's texts.
        """
        with translated(self.path, self.copies):
            try:
                yield
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
                if isinstance(error, UnicodeEncodeError) or not (found := self._faults()):
                    raise
                raise UnreadableRowError(found[0]) from None

    def _faults(self) -> list[str]:
        from coder.storage.check import content_problems, places_outside

        try:
            with self._session(writes=False) as session:
                return content_problems(session) or places_outside(session)
        except (sqlite3.Error, DBAPIError):
            return []

    def _session(self, *, writes: bool) -> Session:
        session = Session(self._engine, expire_on_commit=False)
        if writes:
            session.connection(execution_options=_WRITES)
        return session

    def _check_parts(self) -> None:
        with self._session(writes=False) as session:
            if missing := missing_parts(session):
                raise UnreadableRowError(missing[0])


def _form_of(path: Path, *, writes: bool) -> int:
    """Return the number of a project file's form; raises `sqlite3.Error` where the file cannot be read."""
    address = f"{path.resolve().as_uri()}?mode={'rw' if writes else 'ro'}"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=5.0)) as raw:
        version: int = raw.execute("PRAGMA user_version").fetchone()[0]
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return version


def _bring_up_to_date(path: Path, version: int) -> None:
    """Take a file from an older form to the newest in one transaction."""
    engine = _engine(path, writes=True, foreign_keys=False)
    try:
        with Session(engine) as session:
            session.connection(execution_options=_WRITES)
            migrations.migrate(session, version=version)
            session.connection().exec_driver_sql(f"PRAGMA user_version = {migrations.NEWEST}")
            session.commit()
    finally:
        engine.dispose()


def _written_back(connection: Connection) -> Any:
    """Bring what is in the log into the file itself; return the connection beneath, outside any transaction."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.rollback()
    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return raw


def _commit(session: Session) -> None:
    raw = session.connection().connection.dbapi_connection
    assert raw is not None
    try:
        session.commit()
    except BaseException:
        # SQLite leaves a transaction open whose commit failed, and the pool would keep it so.
        raw.rollback()
        raise


def _engine(path: Path, *, writes: bool, foreign_keys: bool = True) -> Engine:
    def connect() -> sqlite3.Connection:
        address = f"{path.resolve().as_uri()}?mode={'rwc' if writes else 'ro'}"
        raw = sqlite3.connect(address, uri=True, timeout=5.0, check_same_thread=False)
        try:
            # Transactions are begun by the hook below, so that a writer waits for its turn at the start.
            raw.isolation_level = None
            raw.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
            if writes:
                raw.execute("PRAGMA journal_mode = WAL")
                raw.execute("PRAGMA synchronous = FULL")
        except BaseException:
            raw.close()
            raise
        return raw

    # Parameters are what people said; no error may quote them.
    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=4, hide_parameters=True
    )

    def begin(connection: Connection) -> None:
        options: Any = connection.get_execution_options()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    event.listen(engine, "begin", begin)
    return engine


def _heal(path: Path) -> None:
    """Let SQLite roll back what a killed program left half written; one that still writes is not disturbed."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=5.0)) as raw:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if "readonly" in str(error) or "unable to open" in str(error):
            raise ProjectFileError(LEFT_BEHIND.format(name=path.name)) from error
        raise


def _look_at(path: Path, copies: Path | None) -> None:
    """Read the header before SQLite touches the file, so that a foreign file is never changed."""
    name = path.name
    if not path.exists():
        raise ProjectFileError(f"There is no project “{name}” in {path.parent}. Check the name, or make a new project.")
    what = not_for_writing(path)
    if what:
        raise ProjectFileError(f"“{name}” is {what}, not a Coder project.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise ProjectFileError(f"“{name}” cannot be read ({error.strerror}).") from error
    if size == 0:
        raise damaged(path, f"“{name}” is empty (0 bytes), so there is nothing to open.", copies)
    if not header.startswith(b"SQLite format 3\0"):
        raise ProjectFileError(f"“{name}” is not a Coder project. It was not changed.")
    if size < _HEADER:
        raise damaged(path, f"“{name}” is cut off.", copies)
    if struct.unpack(">I", header[68:72])[0] != migrations.APPLICATION_ID:
        raise ProjectFileError(f"“{name}” is a database of another program, not a Coder project. It was not changed.")
    version = struct.unpack(">I", header[60:64])[0]
    if version > migrations.NEWEST:
        raise ProjectFileError(
            f"“{name}” was made by a newer version of Coder (project form {version}; this version knows "
            f"{migrations.NEWEST}). Update Coder to open it; the file was not changed."
        )
    page = struct.unpack(">H", header[16:18])[0]
    whole = (65536 if page == 1 else page) * struct.unpack(">I", header[28:32])[0]
    log = path.with_name(name + "-wal")
    if size < whole and not (log.exists() and log.stat().st_size) and not left_behind(path):
        what = f"“{name}” is cut off: {size:,} of {whole:,} bytes are there. Copy it again from where it came."
        raise damaged(path, what, copies)


def _sidecars_gone(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
