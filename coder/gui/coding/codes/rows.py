"""The rows of the code tree, before Qt sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coder.domain.codebook import Code, Codebook, CodeTree
from coder.domain.colour import CodeColour
from coder.domain.search import Searchable
from coder.domain.span import Span


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row shows: a code, the header of a codebook (without colour), or a code that is being named."""

    name: str
    colour: CodeColour | None = None
    count: int = 0
    shortcut: str = ""
    quiet: bool = False
    """The row is there for what is below it, or its code is retired."""
    header: bool = False
    spans: tuple[Span, ...] = ()
    """The letters of the name that the filter matches."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the whole tree, in display order; `parent` is the place of the entry above it, or -1."""

    key: str
    parent: int
    code: Code | None = None
    codebook: Codebook | None = None
    searchable: Searchable | None = None


@dataclass(slots=True)
class Row:
    """A row that is shown; `parent` and `children` are places in the list of shown rows, `number` is the row in Qt."""

    key: str
    parent: int
    number: int
    code: Code | None = None
    codebook: Codebook | None = None
    hit: bool = True
    children: list[int] = field(default_factory=list)


def spot(row: Row) -> tuple[str, int, int]:
    """Return where a row is shown, to be compared with where it was."""
    return row.key, row.parent, row.number


def name_of(row: Row) -> str:
    """Return what a row is called; a code that is being named has no name yet."""
    if row.code is not None:
        return row.code.name
    return row.codebook.name if row.codebook is not None else ""


def header_key(codebook_id: str) -> str:
    """Return what identifies the header of a codebook among the rows."""
    return f"codebook:{codebook_id}"


def entries_of(tree: CodeTree, codebooks: Sequence[Codebook]) -> list[Entry]:
    """Return all rows in display order: the codes, under a header for each codebook if there are several."""
    tops: dict[str, list[Code]] = {book.id: [] for book in codebooks}
    named = {book.id: book for book in codebooks}
    for code in tree.children(None):
        tops.setdefault(code.codebook_id, []).append(code)
    result: list[Entry] = []
    for book_id, codes in tops.items():
        above = -1
        if len(tops) > 1:
            above = len(result)
            book = named.get(book_id) or Codebook(id=book_id, name=book_id)
            result.append(Entry(header_key(book_id), -1, codebook=book))
        stack = [(code, above) for code in reversed(codes)]
        while stack:
            code, parent = stack.pop()
            place = len(result)
            result.append(Entry(code.id, parent, code=code, searchable=Searchable.of(code)))
            stack.extend((child, place) for child in reversed(tree.children(code.id)))
    return result
