"""A table of codings, as another tool or a spreadsheet writes it: CSV with a header line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coder.errors import ColumnsError, ImportFileError
from coder.importers.decoding import decode
from coder.importers.looks import refuse_no_table
from coder.importers.opening import is_zip, read_bytes, refuse_foreign, shown

_NEEDED = ("transcript", "code")
_PLACES = ("start", "end")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "transcript": (
        "transcript", "transcript name", "document", "document name", "document title", "file", "file name", "source",
        "source name", "source file", "resource", "interview", "doc",
    ),
    "code": ("code id", "code", "code name", "tag", "tag name", "label", "node", "node name", "theme"),
    "quote": (
        "quote", "passage", "content", "sel text", "selected text", "coded text", "coding text", "segment",
        "coded segment", "coded segments", "quotation", "quotation content", "excerpt", "extract", "highlight", "text",
        "text content", "passage text", "quoted text",
    ),
    "start": (
        "start", "pos 0", "start position", "start pos", "start offset", "start char", "start character", "start index",
        "position start", "index 1", "sel first", "from", "begin", "offset start",
    ),
    "end": (
        "end", "pos 1", "end position", "end pos", "end offset", "end char", "end character", "end index",
        "position end", "index 2", "sel last", "to", "stop", "offset end",
    ),
    "direction": ("direction",),
    "strength": ("strength",),
    "memo": ("memo", "coding memo", "comment", "comments", "note", "notes", "annotation"),
    "coder": ("coder", "coder name", "owner", "user", "user name", "coded by", "created by", "author"),
}  # fmt: skip
"""What a table of codings can say, each with the names that other tools give the column; the first one there counts."""

_SPELLED = {re.sub("[^a-z0-9]", "", name): name for names in COLUMNS.values() for name in names}
_DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r"sep=[,;\t]")
_LONGEST_CELL = 10_000_000
_WHOLE = re.compile(r"([0-9]{1,15})(?:\.0+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingRow:
    """A row that says what is coded where; texts are as in the file, empty where it says nothing."""

    line: int
    """The line of the file on which the row begins, counted from 1."""
    transcript: str
    code: str
    also_code: str = field(default="", compare=False)
    """A second name of the code, where the table has both an id and a name."""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    direction: str = ""
    strength: str = ""
    memo: str = ""
    coder: str = ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be used: its line, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class CodingTable:
    """The rows of a file, and those that cannot be used."""

    rows: tuple[CodingRow, ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class CodingColumns:
    """The heads of a table, and which of them holds what, as far as its name tells."""

    heads: tuple[str, ...]
    known: Mapping[str, str]
    """The head for each of `COLUMNS` that was recognised."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what a person has to point out: transcript, code, quote."""
        found = [each for each in _NEEDED if each not in self.known]
        if "quote" not in self.known and not all(each in self.known for each in _PLACES):
            found.append("quote")
        return tuple(found)


def codings_columns(path: Path) -> CodingColumns:
    """Return what the columns of a table are called and what is known of them; raises `ImportFileError`."""
    _, found, _ = _cells(path)
    return _recognised(found[0][1] if found else [], shown(path), {})


def read_codings_table(path: Path, *, columns: Mapping[str, str] | None = None) -> CodingTable:
    """Read a CSV file with the columns transcript, code, and quote or start and end; others are optional.

    `columns` says for any of `COLUMNS` what its head is called in this table; the others go by the names that are
    known. Commas, semicolons or tabs may separate the cells. Raises `ColumnsError` where columns are missing and
    `ImportFileError` for a file that is no such table.
    """
    lines, found, delimiter = _cells(path)
    name = shown(path)
    known = _recognised(found[0][1] if found else [], name, columns or {})
    _check(known, name)
    places = {what: known.heads.index(head) for what, head in known.known.items()}
    also = _second_code(known)
    rows: list[CodingRow] = []
    problems: list[RowProblem] = []
    for line, cells in found[1:]:
        made = _row(line, places, also, len(known.heads), cells)
        if isinstance(made, CodingRow):
            rows.append(made)
        else:
            problems.append(made)
    if rows and _never_closed(lines[rows[-1].line - 1 :], delimiter):
        problems.append(RowProblem(rows.pop().line, "A quotation mark in this row, or in one after it, is not closed."))
    return CodingTable(tuple(rows), tuple(problems))


def _cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    """Return the lines of a file, its rows each with its line, and what separates the cells."""
    data = read_bytes(path)
    name = shown(path)
    if is_zip(data):
        raise ImportFileError(f"{name} is not a CSV file; save the table as CSV (UTF-8) and import that.")
    refuse_foreign(data, name)
    # Normalised text has "\n" for every line end, within quoted cells too.
    text = decode(data, name).text
    refuse_no_table(text, name)
    lines = text.split("\n")
    skipped = 1 if _SEPARATOR.fullmatch(lines[0]) else 0
    delimiter = lines[0][-1] if skipped else max(_DELIMITERS, key=lines[0].count)
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        found = list(_numbered(lines, skipped, delimiter, name))
    finally:
        csv.field_size_limit(limit)
    return lines, found, delimiter


def _numbered(lines: Sequence[str], skipped: int, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with the line of the file on which it begins."""
    reader = csv.reader((f"{line}\n" for line in lines[skipped:]), delimiter=delimiter)
    line = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise ImportFileError(f"{name} cannot be read as CSV (near line {line}: {error}).") from error


def _never_closed(lines: Sequence[str], delimiter: str) -> bool:
    """Tell whether the last row of a table goes on to the end of the file for want of a quotation mark."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _recognised(heads: Sequence[str], name: str, told: Mapping[str, str]) -> CodingColumns:
    """Return which column holds what: as told, else by the names that are known."""
    clean = tuple(" ".join(head.split()) for head in heads)
    keys = [_key(head) for head in clean]
    known: dict[str, str] = {}
    for what, head in told.items():
        if what not in COLUMNS:
            raise ImportFileError(f"A table of codings has no “{what}”; name one of {', '.join(COLUMNS)}.")
        if _key(head) not in keys:
            raise ImportFileError(f"{name} has no column “{head}”; found: {_listed(clean)}.")
        known[what] = clean[keys.index(_key(head))]
    spelled = [_SPELLED.get(key, "") for key in keys]
    for what, names in COLUMNS.items():
        there = [each for each in names if each in spelled]
        if what in known or not there:
            continue
        places = [at for at, each in enumerate(spelled) if each == there[0] and clean[at] not in known.values()]
        if len(places) > 1:
            raise ImportFileError(f"{name} has the column “{there[0]}” twice; leave one of them.")
        if places:
            known[what] = clean[places[0]]
    return CodingColumns(clean, known)


def _key(head: str) -> str:
    """Return a head without case, blanks and signs."""
    return re.sub(r"[\W_]", "", head.casefold())


def _listed(heads: Sequence[str]) -> str:
    return ", ".join(head for head in heads if head) or "none"


def _check(columns: CodingColumns, name: str) -> None:
    missing = [each if each != "quote" else "quote (or start and end)" for each in columns.missing]
    if missing:
        raise ColumnsError(
            f"{name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. "
            f"Its first line must name the columns; found: {_listed(columns.heads)}."
        )


def _second_code(columns: CodingColumns) -> int | None:
    """Return where the name of the code stands, in a table that has its id as well."""
    if _key(columns.known["code"]) != "codeid":
        return None
    names = ("code", "codename", "tag", "tagname", "label")
    return next((at for name in names for at, head in enumerate(columns.heads) if _key(head) == name), None)


def _row(
    line: int, places: Mapping[str, int], also: int | None, width: int, cells: Sequence[str]
) -> CodingRow | RowProblem:
    if any(cell.strip() for cell in cells[width:]):
        return RowProblem(
            line, "There are more cells than columns; a text that holds the separator must stand in quotation marks."
        )

    def text(at: int | None) -> str:
        return cells[at].strip() if at is not None and at < len(cells) else ""

    texts = {name: text(places.get(name)) for name in COLUMNS}
    for name in _NEEDED:
        if not texts[name]:
            return RowProblem(line, f"The {name} is missing.")
    numbers: dict[str, int | None] = {"start": None, "end": None}
    for name in numbers if all(each in places for each in _PLACES) else ():
        if texts[name]:
            whole = _WHOLE.fullmatch(texts[name])
            if whole is None:
                return RowProblem(line, f"The {name} “{texts[name]}” is not a whole number from 0.")
            numbers[name] = int(whole[1])
    if (numbers["start"] is None) != (numbers["end"] is None) and not texts["quote"]:
        return RowProblem(line, "Start and end belong together; one of them is missing.")
    if numbers["start"] is None and not texts["quote"]:
        return RowProblem(line, "There is neither a quote nor a start and end.")
    return CodingRow(
        line=line,
        transcript=texts["transcript"],
        code=texts["code"],
        also_code=text(also),
        quote=texts["quote"],
        start=numbers["start"] if numbers["end"] is not None else None,
        end=numbers["end"] if numbers["start"] is not None else None,
        direction=texts["direction"],
        strength=texts["strength"],
        memo=texts["memo"],
        coder=texts["coder"],
    )
