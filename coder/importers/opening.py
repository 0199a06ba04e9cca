"""Opening a file that a person picked: refuse what cannot be a transcript before anything parses it."""

from __future__ import annotations

import stat
from pathlib import Path

from coder.domain.text import readable_name
from coder.errors import ImportFileError

MAX_BYTES = 50 * 1024 * 1024
"""The largest file that is opened; a ten-hour transcript with pictures is far smaller."""

_PDF = "a PDF file; PDF is not supported yet, so save the transcript as Word (.docx) or text (.txt)"
_PICTURE = "a picture, not text; import a transcript in Word (.docx) or text (.txt) form"
_RECORDING = "a sound or video recording; have it transcribed first and import the transcript"
_PROGRAM = "a program, not text; import a transcript in Word (.docx) or text (.txt) form"
_ARCHIVE = "a compressed archive; unpack it first and import the transcripts inside"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", _PDF),
    (b"{\\rtf", "a rich text file (RTF); open it in Word and save it as .docx"),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG\r\n", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"BM\x00", _PICTURE),
    (b"8BPS\x00", _PICTURE),
    (b"%!PS", "a PostScript file; save the transcript as Word (.docx) or text (.txt)"),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90\x00", _PROGRAM),
    (b"MM\x00*", _PICTURE),
    (b"ID3\x02", _RECORDING),
    (b"ID3\x03", _RECORDING),
    (b"ID3\x04", _RECORDING),
    (b"OggS\x00", _RECORDING),
    (b"fLaC\x00", _RECORDING),
    (b"\xff\xfb", _RECORDING),
    (b"\xff\xf3", _RECORDING),
    (b"\x1aE\xdf\xa3", _RECORDING),
    (b"SQLite format 3\x00", "a database or a project of this program; open a project instead of importing it"),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh91AY", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"(\xb5/\xfd", _ARCHIVE),
    (b"7z\xbc\xaf'\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"\x00\x05\x16\x07", "a hidden side file of a Mac; pick the file whose name does not begin with “._”"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_KINDS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "is protected by a password; open it in Word, save it without the password, and import that"),
    ("WordDocument", "is in the old Word format (.doc); open it in Word and save it as .docx"),
    ("Workbook", "is an old Excel workbook (.xls), not a transcript; save the text as Word (.docx) or text (.txt)"),
    ("__substg1.0", "is a saved e-mail (.msg), not a transcript; save the text as Word (.docx) or text (.txt)"),
)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes once its size, kind and access allow it.

    Raises `ImportFileError` naming the file: missing, a folder, empty, over `MAX_BYTES`, or not readable.
    """
    name = shown(path)
    if path.name.startswith("~$"):
        raise ImportFileError(
            f"{name} is a lock file that Word leaves beside an open document; pick the document itself."
        )
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ImportFileError(f"{name} is a folder, not a file; pick the transcripts inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise ImportFileError(f"{name} is not an ordinary file, so it cannot be imported.")
        if status.st_size > MAX_BYTES:
            raise ImportFileError(_too_large(name, status.st_size))
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ImportFileError(f"{name} cannot be found; it may have been moved, renamed or deleted.") from None
    except PermissionError:
        raise ImportFileError(
            f"{name} cannot be opened: you may not have the right to read it, or another program holds it open."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ImportFileError(f"{name} cannot be read ({reason}); copy it to this computer and try again.") from error
    if len(data) > MAX_BYTES:
        raise ImportFileError(_too_large(name, len(data)))
    if not data:
        raise ImportFileError(f"{name} is empty (0 bytes); export or copy it again.")
    return data


def shown(path: Path) -> str:
    """Return the file's name as messages quote it."""
    return f"“{readable_name(path.name or str(path))}”"


def is_zip(data: bytes) -> bool:
    """Tell whether the bytes begin like a zip package, as Word files do."""
    return data.startswith(_ZIP)


def refuse_foreign(data: bytes, name: str) -> None:
    """Raise `ImportFileError` for contents that are recognisably something else than text or a zip package."""
    bare = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    for signature, what in _SIGNATURES:
        if data.startswith(signature) or bare.startswith(signature):
            raise ImportFileError(f"{name} is {what}.")
    if data.startswith(_OLE2):
        raise ImportFileError(f"{name} {_ole2_kind(data)}.")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise ImportFileError(f"{name} is {_PICTURE}.")
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] in (b"WAVE", b"AVI ")):
        raise ImportFileError(f"{name} is {_RECORDING}.")
    if b"%PDF-" in data[:1024] and b" obj" in data[:4096]:
        raise ImportFileError(f"{name} is {_PDF}.")
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") and b"<html" not in head and b"<svg" not in head:
        raise ImportFileError(f"{name} is an XML file, not a transcript; export it as Word (.docx) or text (.txt).")
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) and b"<svg" not in head:
        raise ImportFileError(f"{name} is a web page; open it, copy the transcript into Word and save it as .docx.")


def _ole2_kind(data: bytes) -> str:
    """Say what a compound file holds, from the stream names in its directory (UTF-16 little-endian)."""
    for stream, message in _OLE2_KINDS:
        if stream.encode("utf-16-le") in data:
            return message
    return "is in an old Office format; open it in Word and save it as .docx"


def _too_large(name: str, size: int) -> str:
    return (
        f"{name} is too large ({size / 1024 / 1024:.0f} MB; the limit is {MAX_BYTES // 1024 // 1024} MB); "
        "take pictures out or split it, and import the parts."
    )
