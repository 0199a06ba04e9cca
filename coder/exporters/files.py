"""Writing a file so that there is always a whole one: the old one until the new one is complete."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from coder.errors import ExportError
from coder.files import new_file, not_for_writing


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of `path` when the block ends without an error.

    It is written in the same folder under a passing name, brought to the disk and then renamed. After any error
    the old file is as it was and nothing is left behind. Raises `ExportError` for what the disk or the folder
    refuses, also from within the block.
    """
    target = _target(path)
    passing = target.with_name(f".{uuid4().hex[:12]}.tmp")
    try:
        # What is exported is what people said: a new file is its owner's alone, one that was there keeps its rights.
        with new_file(passing) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, passing)
        passing.replace(target)
    except OSError as error:
        raise _failure(path, error) from error
    finally:
        with suppress(OSError):
            passing.unlink(missing_ok=True)


def _target(path: Path) -> Path:
    """Return the file itself where `path` is a link; refuse what cannot work, in clearer words than the system's."""
    try:
        what = not_for_writing(path)
        if what == "a folder":
            raise ExportError(f"“{path}” is a folder; choose a name for the file.")
        if what:
            raise ExportError(f"“{path}” is {what}, not a file; choose a name for a file, or - for standard output.")
        target = path.resolve()
        if not target.parent.is_dir():
            raise ExportError(f"The folder “{path.parent}” does not exist; choose another one.")
        if target.exists() and not os.access(target, os.W_OK):
            raise ExportError(f"“{path.name}” may not be changed; choose another name, or make the file writable.")
    except OSError as error:
        raise _failure(path, error) from error
    return target


def _failure(path: Path, error: OSError) -> ExportError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ExportError(f"The disk is full, so “{path.name}” was not written; make room and export again.")
    if isinstance(error, PermissionError):
        return ExportError(
            f"“{path.name}” could not be written: it may be open in another program such as Excel, or its folder may "
            "not be written to; close it, or choose another place."
        )
    return ExportError(f"“{path.name}” could not be written: {error.strerror or 'the disk refused'}.")
