"""Tables as Excel workbooks: a sheet for each, with typed columns, and one that says what the columns mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coder.domain.tables import Column, ColumnType
from coder.exporters.contents import NOBODY, Contents, Watch, for_xml
from coder.exporters.files import replaced

LONGEST = 32_767
"""Characters in a cell, as Excel counts them (UTF-16)."""

MOST_ROWS = 1_048_575
"""Rows below the header of a sheet."""

_WIDEST, _WIDE, _NARROWEST = 32, 60, 8
_EPOCH = datetime(1899, 12, 30)
_FIRST_DAY = datetime(1900, 3, 1)
"""Before it, Excel's days are off by one."""
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook says it was made, so that the same tables give the same bytes."""


def write_xlsx(sheets: Sequence[Contents], path: Path, *, watch: Watch = NOBODY) -> None:
    """Write tables as one workbook, row by row; text is always text, never a formula.

    Text over Excel's limit for a cell is cut with a note that says so; characters that no workbook can hold become
    “�”. The same tables give the same bytes. Raises `ExportError`; an older file is kept then.
    """
    total, done = sum(len(each.frame) for each in sheets), 0
    with replaced(path) as stream, _workbook(stream) as book:
        looks = _Looks(book)
        names = _sheet_names([each.head.title for each in sheets])
        for contents, name in zip(sheets, names, strict=True):
            _write_table(book.add_worksheet(name), contents, looks, watch=watch, total=total, done=done)
            done += len(contents.frame)
        _write_meanings(book.add_worksheet("About the columns"), sheets, looks)
        watch.at(total, total)


@contextmanager
def _workbook(stream: Any) -> Iterator[Any]:
    """Open a workbook that keeps what is written so far in passing files, which are gone afterwards."""
    import xlsxwriter

    with TemporaryDirectory() as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(stream, options)
        book.set_properties({"created": _MADE, "title": "Coded evidence"})
        try:
            yield book
            book.close()
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh is not None and not sheet.row_data_fh.closed:
                    sheet.row_data_fh.close()


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        top = {"valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF2", "valign": "top"})
        self.note = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#44546A"})
        self.text = book.add_format(top)
        self.wrapped = book.add_format({**top, "text_wrap": True})
        self.whole = book.add_format({**top, "num_format": "#,##0"})
        self.share = book.add_format({**top, "num_format": "0.0%"})
        self.day = book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.clock = book.add_format({**top, "num_format": "[h]:mm:ss", "align": "left"})


def _write_table(sheet: Any, contents: Contents, looks: _Looks, *, watch: Watch, total: int, done: int) -> None:
    # Ids last: people read from the left.
    order = sorted(range(len(contents.head.columns)), key=lambda place: contents.head.columns[place].technical)
    columns = [contents.head.columns[place] for place in order]
    top = _write_notice(sheet, contents.notice, looks)
    writers = []
    for place, column in enumerate(columns):
        longest = _longest(column, contents)
        sheet.set_column(place, place, _width(column, longest))
        sheet.write_string(top, place, column.title, looks.head)
        long = column.wide or (longest > _WIDEST and not column.technical)
        writers.append(_writer(sheet, place, column, looks, wrapped=long))
    # What a row is about stays in sight, unless it would fill the window.
    sheet.freeze_panes(top + 1, 0 if columns[0].wide else 1)
    number = 0
    for number, row in enumerate(watch.over(contents.rows(), total, done), start=1):
        if top + number > MOST_ROWS:
            raise _too_long(contents)
        for write, place in zip(writers, order, strict=True):
            write(top + number, row[place])
    sheet.autofilter(top, 0, top + max(1, number), max(0, len(columns) - 1))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, top)


def _write_notice(sheet: Any, notice: str, looks: _Looks) -> int:
    """Write what has to be seen first above the table, and return in which row the table begins."""
    if not notice:
        return 0
    sheet.write_string(0, 0, for_xml(notice), looks.title)
    return 1


def _writer(sheet: Any, place: int, column: Column, looks: _Looks, *, wrapped: bool) -> Callable[[int, Any], None]:
    """Return what writes one column's value into a row."""
    write_string, write_number = sheet.write_string, sheet.write_number

    def text(row: int, value: Any) -> None:
        if value:
            write_string(row, place, cut(for_xml(value)), looks.wrapped if wrapped else looks.text)

    def number(row: int, value: Any) -> None:
        if value is not None:
            write_number(row, place, value, looks.share if column.type is ColumnType.SHARE else looks.whole)

    def moment(row: int, value: Any) -> None:
        days = _days(value) if value else None
        if days is None:
            text(row, value)
        else:
            write_number(row, place, days, looks.moment if len(value) > 10 else looks.day)

    def clock(row: int, value: Any) -> None:
        found = _CLOCK.fullmatch(value) if value else None
        if found is None:
            text(row, value)
        else:
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            write_number(row, place, (hours * 3600 + minutes * 60 + seconds) / 86_400, looks.clock)

    return {ColumnType.WHOLE: number, ColumnType.SHARE: number, ColumnType.DATE: moment, ColumnType.TIME: clock}.get(
        column.type, text
    )


def _write_meanings(sheet: Any, sheets: Sequence[Contents], looks: _Looks) -> None:
    """Write what the tables and their columns mean."""
    for place, width in enumerate((28, 24, 16, 90)):
        sheet.set_column(place, place, width)
    row = 0
    for contents in sheets:
        sheet.write_string(row, 0, contents.head.title, looks.title)
        for line in (*filter(None, [contents.notice]), contents.head.description, *contents.notes):
            row += 1
            sheet.merge_range(row, 0, row, 3, "", looks.note)
            sheet.write_string(row, 0, for_xml(line), looks.note)
            sheet.set_row(row, 15 * (1 + len(line) // 150))
        row += 1
        for place, title in enumerate(("Column", "Name in CSV and JSON", "Type", "Meaning")):
            sheet.write_string(row, place, title, looks.head)
        for column in contents.head.columns:
            row += 1
            for place, said in enumerate((column.title, column.name, column.type.value, column.meaning)):
                sheet.write_string(row, place, said, looks.wrapped)
        row += 2


def cut(text: str) -> str:
    """Return text as it fits into a cell; what is cut off is said at its end."""
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    note = f" […cut: a cell holds {LONGEST:,} characters, this text has {len(text):,}; export as CSV to have it all]"
    room = LONGEST - len(note)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore") + note


def _units(text: str) -> int:
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def _days(value: str) -> float | None:
    """Return a date or moment as Excel's days, or None if it is none."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    if found.tzinfo is not None:
        found = found.astimezone(UTC).replace(tzinfo=None)
    if found < _FIRST_DAY:
        return None
    days = found - _EPOCH
    return days.days + days.seconds / 86_400


def _longest(column: Column, contents: Contents) -> int:
    """Return how many characters the longest of a column's first texts has; 0 for what is no text."""
    if column.type is not ColumnType.TEXT:
        return 0
    return max((len(str(value)) for value in contents.frame[column.name].head(500)), default=0)


def _width(column: Column, longest: int) -> int:
    """Return a column's width in characters."""
    if column.wide:
        return _WIDE
    heading = len(column.title) + 4  # room for the filter's arrow
    if column.type is not ColumnType.TEXT:
        return max(heading, _NARROWEST + (9 if column.type is ColumnType.DATE else 0))
    return max(_NARROWEST, heading, min(_WIDEST, longest + 2))


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """Return names that Excel takes: of 31 characters at most, each once."""
    names: list[str] = []
    for title in titles:
        stem = _IN_NAMES.sub(" ", title).strip("' ")[:31] or "Table"
        name, number = stem, 1
        while name.casefold() in (known.casefold() for known in names):
            number += 1
            name = f"{stem[:27]} {number}"
        names.append(name)
    return names


def _too_long(contents: Contents) -> Exception:
    from coder.errors import ExportError

    return ExportError(
        f"“{contents.head.title}” has {len(contents.frame):,} rows, more than a sheet holds ({MOST_ROWS:,}); export it "
        "as CSV, or narrow it with a query."
    )
