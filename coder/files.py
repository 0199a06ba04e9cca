"""Files and folders that only their owner may read, and zip packages from strangers: for every layer alike."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

OWNER_FILE = 0o600
OWNER_FOLDER = 0o700

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    # Offsets beyond the file, and names whose flag promises UTF-8 that they are not.
    ValueError,
)
"""What Python's reader of zip packages raises for damaged ones."""

_DEVICE_NAMES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


class DamagedPackageError(Exception):
    """A zip package that cannot be opened or unpacked."""


def make_folder(folder: Path) -> None:
    """Make a folder, and what is missing above it, for its owner only; what is there keeps its rights."""
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            each.mkdir(mode=OWNER_FOLDER, exist_ok=True)
    folder.mkdir(exist_ok=True)


def new_file(path: Path, *, private: bool = True) -> BinaryIO:
    """Open a new file for writing, for its owner only unless it is meant to be shared.

    Raises `FileExistsError` for one that is there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    os.close(os.open(path, flags, OWNER_FILE if private else 0o666))
    try:
        return path.open("r+b")
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def not_for_writing(path: Path) -> str:
    """Say what a path is that no file can take the place of, or nothing: a folder, a device, a pipe."""
    if sys.platform == "win32" and _DEVICE_NAMES.fullmatch(path.name):
        return "a device"
    # What a program was given as its output looks like any file once the link is followed.
    if path.is_symlink() and path.absolute().parts[1:2] in (("dev",), ("proc",)):
        return "a device"
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) else "a device"


@contextmanager
def opened_package(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip package from its bytes.

    Whatever is wrong with it, also while it is read, is a `DamagedPackageError`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package
    except _DAMAGED as error:
        raise DamagedPackageError from error
