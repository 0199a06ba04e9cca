"""Replacing the shared file so that nobody's work is overwritten, on any kind of drive."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from coder.errors import CodebookFileError, StaleError
from coder.processes import has_ended, this_process

LOCK_GONE_AFTER_S = 60.0
"""A lock beside the shared file that is older was left behind: publishing takes a moment."""

MOST_SEEN_BYTES = 20_000_000
_MOST_SAID = 4096


@contextlib.contextmanager
def alone(place: Path) -> Iterator[Callable[[], None]]:
    """Keep others from publishing to a file at the same moment, by a lock file beside it.

    Yields a check to be made just before the file is replaced: it raises `StaleError` if somebody took the lock for
    one that was left behind.
    """
    lock = place.with_name(f".{place.name}.lock")
    token = uuid4().hex
    busy = StaleError(
        f"Somebody is publishing to “{place.name}” at this moment. Try again in a minute; nothing was written."
    )
    try:
        if not _taken(lock, token) and not (_was_left(lock, token) and _taken(lock, token)):
            raise busy
    except OSError as error:
        raise CodebookFileError(
            f"Nothing can be written in {place.parent} ({error.strerror}), so the codebook was not published."
        ) from error

    def check() -> None:
        if _holder(lock) != token:
            raise busy

    try:
        yield check
    finally:
        # A lock that cannot be removed now is taken for one that was left behind, later.
        with contextlib.suppress(OSError):
            if _holder(lock) == token:
                lock.unlink()


def seen_bytes(place: Path) -> bytes | None:
    """Return a file's bytes, or None if there is no file that can be read; to be compared before it is replaced."""
    try:
        with place.open("rb") as stream:
            return stream.read(MOST_SEEN_BYTES)
    except OSError:
        return None


def replace_file(place: Path, text: str, *, seen: bytes | None, check: Callable[[], None]) -> None:
    """Put a file in place of the one that was seen, at once, and keep that one beside it as “… (before)”.

    Raises `StaleError` if the file is not the one that was seen any more, and `CodebookFileError` for what the disk
    refuses; the file is as it was then.
    """
    part = place.with_name(f".{place.name}.{uuid4().hex[:8]}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if seen is not None:
            # Who may read and write the file is the team's business.
            with contextlib.suppress(OSError):
                shutil.copymode(place, part)
            place.with_name(f"{place.stem} (before){place.suffix}").write_bytes(seen)
        check()
        if seen_bytes(place) != seen:
            raise StaleError(
                f"“{place.name}” was changed by somebody else at this moment. Take it in first; "
                "nothing was overwritten."
            )
        part.replace(place)
    except OSError as error:
        raise CodebookFileError(
            f"“{place.name}” could not be written ({error.strerror}); it is as it was, and nothing was published."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _taken(lock: Path, token: str) -> bool:
    """Make the lock file and say whether it was not there before."""
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return False
    try:
        # Everybody of the team may read whose lock it is; who made it is told for those on the same machine.
        os.write(handle, f"{token}\n{json.dumps(this_process())}\n".encode("ascii"))
    finally:
        os.close(handle)
    return True


def _holder(lock: Path) -> str:
    return _said_in(lock).partition("\n")[0]


def _said_in(lock: Path) -> str:
    try:
        with lock.open(encoding="ascii", errors="replace") as stream:
            return stream.read(_MOST_SAID)
    except OSError:
        return ""


def _is_dead(lock: Path) -> bool:
    """Tell whether the process that made a lock ran on this machine and ended without taking it away."""
    try:
        maker = json.loads(_said_in(lock).partition("\n")[2])
    except (ValueError, RecursionError):
        return False
    return isinstance(maker, dict) and has_ended({key: str(value) for key, value in maker.items()})


def _was_left(lock: Path, token: str) -> bool:
    """Put away a lock that somebody left behind, and say whether it was one.

    Its age is told by the drive's clock, which may differ from this computer's; one whose maker died on this
    computer is left behind at any age.
    """
    probe = lock.with_name(f"{lock.name}.{token}")
    try:
        probe.touch()
        now = probe.stat().st_mtime
        probe.unlink()
        if not _is_over(lock, now):
            return False
        lock.rename(probe)
    except FileNotFoundError:
        return True
    if _is_over(probe, now):
        probe.unlink(missing_ok=True)
        return True
    # Somebody else was quicker, and this is their lock: they get it back.
    with contextlib.suppress(OSError):
        if lock.exists():
            probe.unlink()
        else:
            probe.rename(lock)
    return False


def _is_over(lock: Path, now: float) -> bool:
    return now - lock.stat().st_mtime > LOCK_GONE_AFTER_S or _is_dead(lock)
