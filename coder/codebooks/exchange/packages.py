"""Zip packages (.xlsx, .docx): looked at before they are opened, and written the same every time."""

from __future__ import annotations

import io
import re
import zipfile

from coder.codebooks.exchange.xml_tree import declares
from coder.errors import CodebookFileError
from coder.files import DamagedPackageError, opened_package

MOST_PARTS = 1_000
MOST_UNPACKED = 80_000_000

_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_CHUNK = 1 << 20


def check_workbook(data: bytes, name: str) -> None:
    """Refuse a package that is no workbook, is protected, unpacks to too much or declares entities.

    Raises `CodebookFileError`. Sizes are counted, not believed.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CodebookFileError(
            f"“{name}” is protected by a password or is in the old Excel format; save it as a plain .xlsx workbook."
        )
    try:
        with opened_package(data) as package:
            _check_parts(package, name)
    except DamagedPackageError as error:
        raise damaged(name) from error


def damaged(name: str) -> CodebookFileError:
    """Return the error for a workbook that cannot be opened."""
    return CodebookFileError(f"“{name}” is damaged or not an Excel workbook; save it again as .xlsx or as CSV.")


def steady(package: bytes) -> bytes:
    """Return the package without the moments at which it was written, so that the same content gives the same bytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = _CHANGED.sub(rb"\g<1>2000-01-01T00:00:00Z\2", content)
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The system is part of the bytes; what is written must not depend on where.
            entry.create_system = 3
            copy.writestr(entry, content)
    return target.getvalue()


def _check_parts(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    too_much = CodebookFileError(f"“{name}” unpacks to far more than a codebook holds, so it was not opened.")
    if any(part.flag_bits & 1 for part in parts):
        raise CodebookFileError(f"“{name}” is protected by a password; save it without the password.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_much
    if not any(part.filename.casefold() == "xl/workbook.xml" for part in parts):
        raise damaged(name)
    total = 0
    for part in parts:
        content = io.BytesIO()
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    raise too_much
                content.write(chunk)
        if part.filename.casefold().endswith((".xml", ".rels")):
            _check_xml(content.getvalue(), name)


def _check_xml(content: bytes, name: str) -> None:
    encoding = _ENCODING.search(content[:400].replace(b"\0", b""))
    odd = encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii")
    if odd or declares(content):
        raise CodebookFileError(f"“{name}” is not a normal workbook (it declares entities), so it was not opened.")
