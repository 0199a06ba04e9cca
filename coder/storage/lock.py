"""One writer at a time: a lock that the operating system gives back when its process ends, however it ends."""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coder.domain.text import readable_name
from coder.errors import ProjectFileError, ProjectLockedError

_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_INFO_AT = 1
"""The note starts after the one byte that is locked, so that others can read it on every system."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a project open."""

    user: str
    host: str
    since: str

    def __str__(self) -> str:
        return f"{self.user} on {self.host} since {self.since}"


class ProjectLock:
    """Holds the lock of a project file; the lock file beside it is gone when the project is closed."""

    def __init__(self, project: Path) -> None:
        self.path = project.with_name(project.name + ".lock")
        self._project = project
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock, or raise `ProjectLockedError` naming who has it."""
        while self._handle is None:
            try:
                handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise ProjectFileError(
                    f"“{self._project.name}” cannot be opened for coding, because nothing can be written in the folder "
                    f"{self._project.parent} ({error.strerror}). Copy the project to a folder of your own and open "
                    "it there."
                ) from error
            try:
                taken = _try_lock(handle)
            except OSError as error:
                os.close(handle)
                raise ProjectFileError(
                    f"“{self._project.name}” cannot be opened for coding, because its drive does not let anybody lock "
                    f"a file ({error.strerror}). Copy the project to a folder of your own and open it there."
                ) from error
            if not taken:
                owner = _read_owner(handle)
                os.close(handle)
                who = f" ({owner})" if owner else ""
                raise ProjectLockedError(
                    f"“{self._project.name}” is open in another window{who}. Close it there first; nothing was changed."
                )
            # Whoever had it may have removed the file between our opening and our locking it.
            if self._still_there(handle):
                self._handle = handle
                _write_owner(handle)
            else:
                os.close(handle)

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform != "win32":
            self.path.unlink(missing_ok=True)
        os.close(handle)
        with contextlib.suppress(OSError):  # on Windows the next owner may have it open by now
            if sys.platform == "win32":
                self.path.unlink(missing_ok=True)

    def _still_there(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True


def _write_owner(handle: int) -> None:
    note = {
        "user": _user(),
        "host": socket.gethostname(),
        "since": datetime.now().strftime("%H:%M on %d %B %Y"),
    }
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, b" " + json.dumps(note).encode())


def _user() -> str:
    try:
        return readable_name(getpass.getuser())
    except (OSError, KeyError):
        return "somebody"


def _read_owner(handle: int) -> Owner | None:
    try:
        os.lseek(handle, _INFO_AT, os.SEEK_SET)
        note = json.loads(os.read(handle, 4096))
        return Owner(str(note["user"]), str(note["host"]), str(note["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
