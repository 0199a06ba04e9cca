"""The codebook as a table, one row per code, for people who edit it in a spreadsheet."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from coder.codebooks.exchange.cells import as_text, joined, split, table_rows, table_text
from coder.codebooks.exchange.content import Entry, assembled, check_size, new_codebook
from coder.codebooks.exchange.description import plain
from coder.codebooks.exchange.packages import check_workbook, damaged, steady
from coder.codebooks.file import CodebookFile
from coder.codebooks.problems import MOST_SHOWN, Problem, quoted
from coder.domain.codebook import Code, CodeKind, CodeStatus, LinkType
from coder.domain.content import normalised_name
from coder.domain.ids import new_code_id
from coder.errors import CodebookFileError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS: Mapping[str, int] = {
    "id": 24,
    "parent": 24,
    "kind": 16,
    "name": 32,
    "colour": 10,
    "shortcut": 9,
    "short_definition": 40,
    "full_definition": 60,
    "when_to_use": 50,
    "when_not_to_use": 50,
    "example_quotes": 60,
    "key_terms": 28,
    "domains": 24,
    "dimensions": 24,
    "status": 10,
    "merged_into": 24,
}
"""The columns in their order, and how wide a workbook shows them."""

MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_LONGEST_CELL = 32_767
"""What a cell of Excel holds."""

_LISTS = ("example_quotes", "key_terms", "domains", "dimensions")
_LINKS = {"domains": LinkType.BELONGS_TO_DOMAIN, "dimensions": LinkType.COMES_FROM_DIMENSION}
_TRIMMED = ("id", "parent", "kind", "colour", "status", "merged_into")
_ALSO = {"color": "colour", "output dimension": "output-dimension", "dimension": "output-dimension"}
"""Other words for a column or a kind."""

_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "id": ("code_id",),
    "name": ("code", "code_name", "node", "tag", "label", "title", "theme", "category"),
    "parent": ("theme", "parent_code", "parent_name", "category", "group", "code_group", "parent_node", "domain"),
    "short_definition": (
        "definition", "short_description", "brief_definition", "brief_description", "code_definition",
        "code_description", "description", "meaning", "explanation", "memo",
    ),
    "full_definition": (
        "full_description", "long_definition", "long_description", "detailed_definition", "detailed_description",
        "description",
    ),
    "when_to_use": ("inclusion_criteria", "inclusion", "include", "includes", "use_when", "use_for"),
    "when_not_to_use": ("exclusion_criteria", "exclusion", "exclude", "excludes", "do_not_use_when", "do_not_use_for"),
    "example_quotes": (
        "example", "examples", "example_quote", "example_quotation", "quote", "quotes", "illustrative_quote",
        "illustrative_quotes", "typical_quote", "example_text", "anchor_example",
    ),
    "key_terms": ("keywords", "key_words", "keyword", "key_term", "terms"),
    "shortcut": ("key", "shortcut_key"),
}  # fmt: skip
"""What other people and tools call the columns, the likeliest first; each name is taken once, in this order."""

Row = dict[str, str]


def write_csv(file: CodebookFile) -> bytes:
    """Return the codebook as CSV: UTF-8 with its mark, CRLF, RFC 4180, nothing that a spreadsheet would run."""
    rows = _rows(file)
    return table_text([list(COLUMNS), *(list(row.values()) for row in rows)]).encode("utf-8-sig", "replace")


def write_xlsx(file: CodebookFile) -> bytes:
    """Return the codebook as a workbook with one sheet of text cells: the same bytes for the same content.

    Raises `CodebookFileError` for a text that is longer than a cell can be.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Codes"
    _fill(sheet, _rows(file))
    book.properties.title = plain(file.codebook.name)
    book.properties.creator = ""
    target = io.BytesIO()
    book.save(target)
    return steady(target.getvalue())


def read_csv(data: bytes, name: str, *, base: CodebookFile | None = None) -> CodebookFile:
    """Return the codebook in a CSV file; `name` is what messages call the file.

    What the columns do not say is taken from `base`, the codebook that the table was made from. Without it the
    codebook gets its name from the file. Rows without an id are new codes; a code without a row is gone. Raises
    `CodebookFileError` with the row and column of each problem.
    """
    check_size(data, name)
    return _codebook(table_rows(data, name), name, base)


def read_xlsx(data: bytes, name: str, *, base: CodebookFile | None = None) -> CodebookFile:
    """Return the codebook in a workbook: its sheet “Codes”, or else its first one; as `read_csv` does."""
    check_size(data, name)
    check_workbook(data, name)
    return _codebook(_sheet_rows(data, name), name, base)


def _rows(file: CodebookFile) -> list[Row]:
    """Return the codes as cells."""
    links: dict[tuple[str, LinkType], list[str]] = {}
    for link in file.links:
        links.setdefault((link.code_id, link.type), []).append(link.target_id)
    return [
        {
            "id": code.id,
            "parent": code.parent_id or "",
            "kind": code.kind.value,
            "name": code.name,
            "colour": code.colour,
            "shortcut": code.shortcut,
            "short_definition": code.short_definition,
            "full_definition": code.full_definition,
            "when_to_use": code.when_to_use,
            "when_not_to_use": code.when_not_to_use,
            "example_quotes": joined(code.example_quotes),
            "key_terms": joined(code.key_terms),
            "domains": joined(links.get((code.id, LinkType.BELONGS_TO_DOMAIN), [])),
            "dimensions": joined(links.get((code.id, LinkType.COMES_FROM_DIMENSION), [])),
            "status": code.status.value,
            "merged_into": code.merged_into or "",
        }
        for code in file.codes
    ]


def _fill(sheet: Worksheet, rows: Sequence[Row]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped = Alignment(wrap_text=True, vertical="top")
    for at, (column, width) in enumerate(COLUMNS.items(), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        for number, text in enumerate([column, *(row[column] for row in rows)], start=1):
            if len(plain(text)) > _LONGEST_CELL:
                raise CodebookFileError(
                    f"The field “{column}” of {quoted(rows[number - 2]['name'])} has more than {_LONGEST_CELL:,} "
                    "characters, which a cell of Excel cannot hold; choose CSV."
                )
            cell = sheet.cell(number, at)
            # Text stays text: without its type set a workbook would calculate what begins with “=”.
            cell.value = plain(text) or None
            if text:
                cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = wrapped
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _sheet_rows(data: bytes, name: str) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # Styles and extensions that openpyxl does not know do not matter here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            titles = {sheet.title.casefold(): sheet for sheet in reversed(book.worksheets)}
            if not titles:
                raise CodebookFileError(f"“{name}” has no sheet with a table.")
            sheet = titles.get("codes", book.worksheets[0])
            # What the file says of its own size need not be true.
            sheet.reset_dimensions()
            found = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS, values_only=True)
            return [[as_text(value) for value in row] for row in found]
    except (
        *(zipfile.BadZipFile, zlib.error, struct.error, InvalidFileException, EOFError, OSError, SyntaxError),
        *(KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError),
    ) as error:
        raise damaged(name) from error


def _codebook(table: Sequence[Sequence[str]], name: str, base: CodebookFile | None) -> CodebookFile:
    """Return the codebook of a table whose first filled row names the columns."""
    rows = [(number, row) for number, row in enumerate(table, start=1) if any(cell.strip() for cell in row)]
    if not rows:
        raise CodebookFileError(f"“{name}” is empty; its first row should name the columns: {', '.join(COLUMNS)}.")
    if len(rows) > MOST_ROWS + 1:
        raise CodebookFileError(f"“{name}” has more than {MOST_ROWS:,} rows; it cannot be a codebook.")
    columns = _columns(rows[0][1], name, base)
    reader = _Reader(columns, base)
    lines = [
        _Line(number, {column: row[at] if at < len(row) else "" for column, at in columns.items()})
        for number, row in rows[1:]
    ]
    if "parent" in columns and _title(rows[0][1][columns["parent"]]) != "parent":
        lines = _with_parents(lines, base)
    numbers = [line.number for line in lines]
    entries = reader.entries(lines)
    ids = [str(entry["id"]) for entry in entries]
    like = base if base is not None else CodebookFile(new_codebook(name))
    as_before = base is not None and ids == [code.id for code in base.codes]
    return assembled(
        like, entries, lambda problems: _failure(name, problems, numbers, entries), order=ids if as_before else None
    )


def _columns(heading: Sequence[str], name: str, base: CodebookFile | None) -> dict[str, int]:
    """Return where each column is; refuse columns that are unknown, there twice, or missing where they must not."""
    titles = [_title(cell) for cell in heading]
    found: dict[str, int] = {}
    for at, title in enumerate(titles):
        if title and titles.index(title) != at:
            raise CodebookFileError(f"“{name}” has the column “{title}” twice; keep one.")
        if title in COLUMNS:
            found[title] = at
    for column, names in _ELSEWHERE.items():
        free = [each for each in names if each in titles and titles.index(each) not in found.values()]
        if column not in found and free:
            found[column] = titles.index(free[0])
    unknown: list[str] = []
    for at, title in enumerate(titles):
        if title and at not in found.values():
            near = get_close_matches(title, COLUMNS, n=1)
            unknown.append(quoted(heading[at]) + (f" (is it “{near[0]}”?)" if near else ""))
    if not found:
        raise CodebookFileError(
            f"“{name}” does not begin with the names of the columns; its first row should have: {', '.join(COLUMNS)}."
        )
    if unknown:
        what = "a column that is" if len(unknown) == 1 else "columns that are"
        raise CodebookFileError(f"“{name}” has {what} not part of a codebook: {', '.join(unknown)}.")
    if "name" not in found and (base is None or "id" not in found):
        raise CodebookFileError(f"“{name}” has no column “name”, which every code needs.")
    return found


def _title(cell: str) -> str:
    """Return the head of a column as it is compared."""
    title = re.sub(r"[\s_-]+", "_", cell.strip().casefold())
    return _ALSO.get(title, title)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Row


def _with_parents(lines: Sequence[_Line], base: CodebookFile | None) -> list[_Line]:
    """Return the rows with one more for each theme that has no row of its own, before the first of its codes."""
    known = {normalised_name(line.cells.get("name", "")) for line in lines}
    known |= {line.cells.get("id", "").strip() for line in lines}
    if base is not None:
        known |= {code.id for code in base.codes} | {normalised_name(code.name) for code in base.codes}
    result: list[_Line] = []
    for line in lines:
        theme = line.cells["parent"].strip()
        if theme and theme not in known and normalised_name(theme) not in known:
            known.add(normalised_name(theme))
            result.append(_Line(line.number, dict.fromkeys(line.cells, "") | {"name": theme}))
        result.append(line)
    return result


class _Reader:
    """Makes entries of rows: what a row does not say comes from the same code of the base."""

    def __init__(self, columns: Mapping[str, int], base: CodebookFile | None) -> None:
        self._columns = columns
        self._base = base.by_id() if base is not None else {}
        self._written = {row["id"]: row for row in _rows(base)} if base is not None else {}
        names: dict[str, list[str]] = {}
        for code in self._base.values():
            names.setdefault(normalised_name(code.name), []).append(code.id)
        self._by_name = {key: ids[0] for key, ids in names.items() if len(ids) == 1}

    def entries(self, lines: Sequence[_Line]) -> list[Entry]:
        """Return the entries of all rows, with references by name turned into ids."""
        ids = self._ids(lines)
        rows = [self._row(code_id, line.cells) for code_id, line in zip(ids, lines, strict=True)]
        names: dict[str, list[str]] = {}
        for row in rows:
            names.setdefault(normalised_name(row["name"]), []).append(row["id"])
        known = set(ids)

        def reference(text: str) -> str:
            """Return the id that is meant; somebody who adds a row knows no id for it, only a name."""
            text = text.strip()
            meant = names.get(normalised_name(text), []) if text else []
            return meant[0] if text not in known and len(meant) == 1 else text

        return [self._entry(row, reference) for row in rows]

    def _ids(self, lines: Sequence[_Line]) -> list[str]:
        taken = {line.cells.get("id", "").strip() for line in lines} | set(self._base)
        ids: list[str] = []
        for line in lines:
            code_id = line.cells.get("id", "").strip()
            title = line.cells.get("name", "")
            if "id" not in self._columns:
                code_id = self._by_name.get(normalised_name(title), "")
                code_id = "" if code_id in ids else code_id
            if not code_id:
                code_id = new_code_id(title, taken)
                taken.add(code_id)
            ids.append(code_id)
        return ids

    def _row(self, code_id: str, cells: Row) -> Row:
        before = self._written.get(code_id, {})
        return {column: cells.get(column, before.get(column, "")) for column in COLUMNS} | {"id": code_id}

    def _entry(self, row: Row, reference: Callable[[str], str]) -> Entry:
        entry: Entry = {}
        links: list[dict[str, str]] = []
        code = self._base.get(row["id"])
        for column, cell in row.items():
            if column in _LINKS:
                targets = dict.fromkeys(reference(target) for target in split(cell))
                links += [{"type": _LINKS[column].value, "to": target} for target in targets]
            elif code is not None and self._untouched(code, column, cell):
                value = getattr(code, "parent_id" if column == "parent" else column)
                entry[column] = list(value) if column in _LISTS else value or ""
            elif column in _LISTS:
                entry[column] = split(cell)
            else:
                entry[column] = cell.strip() if column in _TRIMMED else plain(cell)
        for column in ("parent", "merged_into"):
            entry[column] = reference(str(entry[column]))
        kind = str(entry["kind"]).casefold()
        entry["kind"] = _ALSO.get(kind, kind) or CodeKind.OTHER.value
        entry["status"] = str(entry["status"]).casefold() or CodeStatus.ACTIVE.value
        entry["links"] = links
        return entry

    def _untouched(self, code: Code, column: str, cell: str) -> bool:
        """Tell whether a cell is as it was written; spreadsheets change line ends and drop control characters."""
        return _kept(cell) == _kept(self._written[code.id][column])


def _kept(text: str) -> str:
    """Return what surely comes back from a spreadsheet; openpyxl drops the mark of an escape from what it reads."""
    return plain(text).replace("x005F_", "")


def _failure(
    name: str, problems: Sequence[Problem], numbers: Sequence[int], entries: Sequence[Entry]
) -> CodebookFileError:
    """Return the error that tells each problem with its row and column."""
    told = sorted({_told(problem, numbers, entries) for problem in problems})
    count = "one problem" if len(told) == 1 else f"{len(told)} problems"
    shown = [text for _, text in told[:MOST_SHOWN]]
    if len(told) > MOST_SHOWN:
        shown.append(f"and {len(told) - MOST_SHOWN} more")
    return CodebookFileError("\n".join((f"“{name}” is not a valid codebook: it has {count}.", *shown)))


def _told(problem: Problem, numbers: Sequence[int], entries: Sequence[Entry]) -> tuple[int, str]:
    message = problem.message.removesuffix(", in quotes")
    message = re.sub(r"\bentry (\d+)", lambda match: f"row {numbers[int(match[1]) - 1]}", message)
    if len(problem.path) < 3 or not isinstance(problem.path[1], int):
        return 0, f"the file: {message}"
    index, column = problem.path[1], str(problem.path[2])
    place = problem.path[3] if len(problem.path) > 3 else None
    links = entries[index]["links"]
    if column == "links" and isinstance(place, int) and isinstance(links, list):
        column = next(title for title, kind in _LINKS.items() if kind.value == links[place]["type"])
        place = None
    item = f", item {place + 1}" if isinstance(place, int) else ""
    return numbers[index], f"row {numbers[index]}, column “{column}”{item}: {message}"
