"""A table of codings, as another tool or a spreadsheet writes it: CSV with a header line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coder.errors import ImportFileError
from coder.importers.decoding import decode
from coder.importers.opening import is_zip, read_bytes, refuse_foreign, shown

_NEEDED = ("transcript", "code")
_KNOWN = ("transcript", "code", "quote", "start", "end", "direction", "strength", "memo", "coder")
_ALIASES = {"code id": "code", "passage": "quote", "file": "transcript"}
_DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r"sep=[,;\t]")
_LONGEST_CELL = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingRow:
    """A row that says what is coded where; texts are as in the file, empty where it says nothing."""

    line: int
    """The line of the file on which the row begins, counted from 1."""
    transcript: str
    code: str
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


def read_codings_table(path: Path) -> CodingTable:
    """Read a CSV file with the columns transcript, code, and quote or start and end; others are optional.

    Commas, semicolons or tabs may separate the cells. Raises `ImportFileError` for a file that is no such table.
    """
    data = read_bytes(path)
    name = shown(path)
    if is_zip(data):
        raise ImportFileError(f"{name} is not a CSV file; save the table as CSV (UTF-8) and import that.")
    refuse_foreign(data, name)
    # Normalised text has "\n" for every line end, within quoted cells too.
    lines = decode(data, name).text.split("\n")
    skipped = 1 if _SEPARATOR.fullmatch(lines[0]) else 0
    delimiter = lines[0][-1] if skipped else max(_DELIMITERS, key=lines[0].count)
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        found = list(_numbered(lines, skipped, delimiter, name))
    finally:
        csv.field_size_limit(limit)
    heads = [_head(cell) for cell in found[0][1]] if found else []
    _check_heads(heads, name)
    rows: list[CodingRow] = []
    problems: list[RowProblem] = []
    for line, cells in found[1:]:
        made = _row(line, heads, cells)
        if isinstance(made, CodingRow):
            rows.append(made)
        else:
            problems.append(made)
    if rows and _never_closed(lines[rows[-1].line - 1 :], delimiter):
        problems.append(RowProblem(rows.pop().line, "A quotation mark in this row, or in one after it, is not closed."))
    return CodingTable(tuple(rows), tuple(problems))


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


def _head(cell: str) -> str:
    clean = " ".join(cell.casefold().replace("_", " ").split())
    return _ALIASES.get(clean, clean)


def _check_heads(heads: list[str], name: str) -> None:
    missing = [head for head in _NEEDED if head not in heads]
    if "quote" not in heads and not {"start", "end"} <= set(heads):
        missing.append("quote (or start and end)")
    if missing:
        found = ", ".join(head for head in heads if head) or "none"
        raise ImportFileError(
            f"{name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. "
            f"Its first line must name the columns; found: {found}."
        )
    twice = next((head for head in heads if head in _KNOWN and heads.count(head) > 1), None)
    if twice:
        raise ImportFileError(f"{name} has the column “{twice}” twice; leave one of them.")


def _row(line: int, heads: Sequence[str], cells: Sequence[str]) -> CodingRow | RowProblem:
    if any(cell.strip() for cell in cells[len(heads) :]):
        return RowProblem(
            line, "There are more cells than columns; a text that holds the separator must stand in quotation marks."
        )
    by_head = dict(zip(heads, cells, strict=False))
    texts = {head: by_head.get(head, "").strip() for head in _KNOWN}
    for head in _NEEDED:
        if not texts[head]:
            return RowProblem(line, f"The {head} is missing.")
    places: dict[str, int | None] = {"start": None, "end": None}
    for head in places:
        if texts[head]:
            if not texts[head].isascii() or not texts[head].isdigit():
                return RowProblem(line, f"The {head} “{texts[head]}” is not a whole number from 0.")
            places[head] = int(texts[head])
    if (places["start"] is None) != (places["end"] is None) and not texts["quote"]:
        return RowProblem(line, "Start and end belong together; one of them is missing.")
    if places["start"] is None and not texts["quote"]:
        return RowProblem(line, "There is neither a quote nor a start and end.")
    return CodingRow(
        line=line,
        transcript=texts["transcript"],
        code=texts["code"],
        quote=texts["quote"],
        start=places["start"] if places["end"] is not None else None,
        end=places["end"] if places["start"] is not None else None,
        direction=texts["direction"],
        strength=texts["strength"],
        memo=texts["memo"],
        coder=texts["coder"],
    )
