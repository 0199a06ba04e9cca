"""Opening a Word package safely: what is too large, broken or something else is refused before it is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coder.errors import ImportFileError
from coder.files import DamagedPackageError, opened_package

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_MOST_PARTS = 10_000
_MOST_BYTES = 300 * 1024 * 1024
"""Unpacked; the text of a long interview takes a few megabytes."""
_MOST_XML = 100 * 1024 * 1024
_CHUNK = 1 << 20
_MAIN = "word/document.xml"
_DAMAGED = "is damaged or cut off, so Word’s text in it cannot be read; copy or export it again"
_STRICT = "is in the “Strict Open XML” form; open it in Word and save it as an ordinary Word document (.docx)"
_TRUSTING = (AttributeError, KeyError, TypeError, ValueError)
"""What python-docx raises for packages that lack a part, an element or an attribute: it trusts them to be there."""
_OTHERS = (
    ("xl/workbook.xml", "is an Excel workbook; save its text as Word (.docx) or text (.txt)"),
    ("ppt/presentation.xml", "is a PowerPoint presentation; save its text as Word (.docx) or text (.txt)"),
    ("content.xml", "is an OpenDocument file (.odt); open it and save it as Word (.docx)"),
    ("index/document.iwa", "is a Pages document; export it from Pages as Word (.docx)"),
    ("meta-inf/container.xml", "is an e-book, not a transcript; save its text as Word (.docx) or text (.txt)"),
)


def open_word(data: bytes, name: str) -> WordFile:
    """Return the Word document in a zip package; raise `ImportFileError` with one sentence if it cannot be used."""
    data = _checked(data, name)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        word = Document(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, OpcError, LxmlError, EOFError, *_TRUSTING) as error:
        raise ImportFileError(f"{name} {_fault(data)}.") from error
    if getattr(word.element, "body", None) is None:
        raise ImportFileError(f"{name} {_fault(data)}.")
    return word


def related(word: WordFile, kind: str, name: str) -> Iterator[Any]:
    """Yield the root elements of the parts that belong to a document, such as its "footnotes" or "header"s.

    Raises `ImportFileError` for one that is not XML.
    """
    from docx.oxml import parse_xml
    from lxml.etree import LxmlError

    for relation in word.part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] == kind:
            try:
                yield parse_xml(relation.target_part.blob)
            except (LxmlError, ValueError) as error:
                raise ImportFileError(f"{name} {_DAMAGED}.") from error


def _fault(data: bytes) -> str:
    return _STRICT if _is_strict(data) else _DAMAGED


def _is_strict(data: bytes) -> bool:
    """Tell whether the main part is in the form of Open XML that uses other names for everything."""
    try:
        with opened_package(data) as package:
            return b"purl.oclc.org/ooxml/wordprocessingml" in package.read(_MAIN)
    except DamagedPackageError:
        return False


def _checked(data: bytes, name: str) -> bytes:
    """Look at every part's real size without keeping it; return the package as one that python-docx opens."""
    try:
        with opened_package(data) as package:
            parts = package.infolist()
            names = {part.filename.casefold() for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise ImportFileError(
                    f"{name} is protected by a password; save it without the password and import that."
                )
            if _MAIN not in names:
                what = next((text for sign, text in _OTHERS if sign in names), "is an archive, not a Word document")
                raise ImportFileError(f"{name} {what}.")
            _measure(package, parts, name)
            types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package.namelist() else b""
            return _without_macros(package, types) if b"macroEnabled" in types or b"template.main" in types else data
    except DamagedPackageError as error:
        raise ImportFileError(f"{name} {_DAMAGED}.") from error


def _measure(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse packages that unpack to far more than they seem; sizes are counted, not believed."""
    too_much = ImportFileError(
        f"{name} unpacks to far more than a transcript holds, so it was not opened; take out its pictures, or save its "
        "text as a new Word document."
    )
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise too_much
    total = 0
    for part in parts:
        is_xml = part.filename.casefold().endswith((".xml", ".rels"))
        size = 0
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                # In UTF-16 every other byte is a zero.
                if is_xml and b"<!DOCTYPE" in chunk.replace(b"\0", b""):
                    raise ImportFileError(
                        f"{name} is not a normal Word document (it declares entities), so it was not opened."
                    )
                if total + size > _MOST_BYTES or (is_xml and size > _MOST_XML):
                    raise too_much
        total += size


def _without_macros(package: zipfile.ZipFile, types: bytes) -> bytes:
    """Return the package as a plain document: python-docx refuses macros and templates, of which nothing is run."""
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    for other in (
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ):
        types = types.replace(other, plain)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in package.infolist():
            copy.writestr(part.filename, types if part.filename == "[Content_Types].xml" else package.read(part))
    return target.getvalue()
