"""XML from strangers: elements, attributes and text, without entities, DTD or anything from elsewhere."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from coder.codebooks.exchange.description import plain
from coder.errors import CodebookFileError

DEEPEST = 105
"""Of elements: codes that are nested 100 deep, and what is around and in them."""
_MOST_ELEMENTS = 200_000


@dataclass(slots=True)
class Node:
    """An element under its local name; names of elements and attributes are in small letters."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def child(self, tag: str) -> Node | None:
        """Return the first child with a tag."""
        return next((node for node in self.children if node.tag == tag), None)


def declares(data: bytes) -> bool:
    """Tell whether XML declares a document type or entities; in UTF-16 every other byte is a zero."""
    return re.search(rb"<!(DOCTYPE|ENTITY)", data.replace(b"\0", b""), re.IGNORECASE) is not None


def read_xml(data: bytes, name: str) -> Node:
    """Return the root element; raise `CodebookFileError` with one sentence if the file is not plain XML."""
    if declares(data):
        raise _entities(name)
    parser = expat.ParserCreate()
    builder = _Builder(name)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.said
    # The bytes were looked at already, but an odd encoding can hide a declaration from that.
    parser.StartDoctypeDeclHandler = builder.declared
    try:
        parser.Parse(data.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n"), True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = getattr(error, "lineno", 0)
        where = f" near line {line}" if line else ""
        raise CodebookFileError(f"“{name}” is not readable as XML{where}; export it again and retry.") from error
    if builder.root is None:
        raise CodebookFileError(f"“{name}” is empty.")
    return builder.root


def escaped(text: str) -> str:
    """Return a text as it stands in an element."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Return a text as it stands in an attribute, where a line end that is not written as a number is lost."""
    return escaped(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


class _Builder:
    def __init__(self, name: str) -> None:
        self.root: Node | None = None
        self._name = name
        self._open: list[Node] = []
        self._said: list[list[str]] = []
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= DEEPEST or self._count > _MOST_ELEMENTS:
            what = "is nested too deeply" if len(self._open) >= DEEPEST else "has too many entries"
            raise CodebookFileError(f"“{self._name}” {what} to be a codebook, so it was not opened.")
        node = Node(_local(tag), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._said.append([])

    def end(self, _tag: str) -> None:
        self._open.pop().text = "".join(self._said.pop())

    def said(self, text: str) -> None:
        if self._said:
            self._said[-1].append(text)

    def declared(self, *_: object) -> None:
        raise _entities(self._name)


def _entities(name: str) -> CodebookFileError:
    return CodebookFileError(f"“{name}” declares a document type or entities, so it was not opened.")


def _local(name: str) -> str:
    """Return a name without its prefix, because programs differ in their namespaces."""
    return name.rpartition(":")[2].casefold()
