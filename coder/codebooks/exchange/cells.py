"""Cells of a table: lists in one cell, text that no spreadsheet runs, and CSV in the forms of all countries."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from coder.codebooks.exchange.description import plain
from coder.codebooks.form import MOST_BYTES
from coder.domain.readable import Says, is_readable, says_it_is
from coder.errors import CodebookFileError

_FORMULA = re.compile(r"'*[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*?[\t\r=+\-@＝＋－＠﹦﹢﹣﹫]")
"""What a spreadsheet would calculate; the same text that the tables of evidence make harmless."""

MOST_LINES = 100_000
"""What is read of a table; far more rows, most of them empty, than a codebook has."""

_SEPARATORS = (",", ";", "\t")
_NO_SEPARATORS = ("", '"', " ", "\0")


def harmless(text: str) -> str:
    """Return a text with an apostrophe in front if a spreadsheet would run it as a formula."""
    return "'" + text if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """Return the text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def joined(items: Iterable[str]) -> str:
    """Return a list as one cell, one item per line; further lines of an item are set in by two blanks.

    A backslash stands before an item that would be taken for a further line, an empty line or a backslash.
    """
    cells = []
    for item in items:
        first, *more = plain(item).split("\n")
        guard = "\\" if not first.strip() or first.startswith(("  ", "\\")) else ""
        cells.append("\n  ".join([guard + first, *more]))
    return "\n".join(cells)


def split(cell: str) -> list[str]:
    """Return the items of a cell; lines without anything in them are left out."""
    items: list[str] = []
    for line in plain(cell).split("\n"):
        if line.startswith("  ") and items:
            items[-1] += "\n" + line[2:]
        elif line.strip():
            items.append(line.removeprefix("\\"))
    return [item for item in items if item.strip()]


def as_text(value: object) -> str:
    """Return what a workbook's cell shows, as far as it can be known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV: commas, CRLF, quotes only where needed (RFC 4180), harmless in a spreadsheet."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def table_rows(data: bytes, name: str) -> list[list[str]]:
    """Return the rows of a CSV file, whatever separates its cells: commas, semicolons or tabs.

    The text may be UTF-8, UTF-16 (with its mark) or Windows-1252. Raises `CodebookFileError`.
    """
    text = _decoded(data, name)
    what = says_it_is(text)
    if what is not None and what is not Says.CSV:
        raise CodebookFileError(f"“{name}” is {what}, not a table; save the table as “CSV UTF-8”.")
    if any(map(str.isalnum, text)) and not is_readable(text.lstrip("\r\n").split("\n", 1)[0]):
        raise CodebookFileError(f"“{name}” holds no words that can be read; save the table as “CSV UTF-8”.")
    told = re.match(r"sep=([^\r\n]?)[^\S\r\n]*(?:\r\n|\r|\n|$)", text, re.IGNORECASE)
    if told:
        text = text[told.end() :]
    # What separates nothing, such as a quotation mark or a line end, is no separator; the heading shows the right one.
    separator = told[1] if told and told[1] not in _NO_SEPARATORS else _separator(text)
    # The limit belongs to the whole process; definitions may be longer than what it is at first.
    limit = csv.field_size_limit(MOST_BYTES)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [[restored(cell) for cell in row] for row in islice(reader, MOST_LINES)]
    except (TypeError, ValueError) as error:
        # The reader is particular about its separator, and more so with every version.
        raise CodebookFileError(
            f"“{name}” is not a table that can be read: its first line tells a separator that none can be; take that "
            "line out."
        ) from error
    except csv.Error as error:
        raise CodebookFileError(
            f"“{name}” is not a table that can be read: near line {reader.line_num} a quotation mark is left open or "
            "stands in the wrong place."
        ) from error
    finally:
        csv.field_size_limit(limit)


def _decoded(data: bytes, name: str) -> str:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise CodebookFileError(f"“{name}” is not a text file; save the table as “CSV UTF-8”.")


def _separator(text: str) -> str:
    """Return the separator that the heading has most of, outside quotes."""
    heading = re.sub(r'"[^"]*"', "", text[:10_000]).lstrip("\r\n")
    first = re.split(r"[\r\n]", heading, maxsplit=1)[0]
    return max(_SEPARATORS, key=first.count)
