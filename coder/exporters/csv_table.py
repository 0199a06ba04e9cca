"""Tables as CSV files that spreadsheets open safely and programs read back exactly."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from coder.exporters.contents import NOBODY, Watch
from coder.exporters.files import replaced

if TYPE_CHECKING:
    import pandas as pd

_ROWS_AT_ONCE = 2000
_INVISIBLE = "\u200b-\u200f\u2060\ufeff"
_CALCULATES = "\t\r=+\\-@＝＋－＠﹦﹢﹣﹫"
_FORMULA = re.compile(rf"'*[\s\x00-\x1f{_INVISIBLE}]*?[{_CALCULATES}]")
"""Where a spreadsheet would calculate, or start a program (`=cmd|'/C calc'!A0`), instead of showing the text.

Leading blanks and characters without a width are trimmed by some spreadsheets, and the full-width forms are read
as the plain ones. Text that has the apostrophe already gets one more, so that taking one off always restores it.
"""
_SUSPECTS = re.compile(rf"['\s\x00-\x1f{_INVISIBLE}{_CALCULATES}]")
"""How such text begins."""


def write_csv(frame: pd.DataFrame, path: Path, *, bom: bool, watch: Watch = NOBODY) -> None:
    """Write a table as CSV: UTF-8, CRLF after each row, quotes only where needed (RFC 4180), a header row first.

    Missing values are empty cells, newlines in a cell stay "\\n". Text that a spreadsheet would run as a formula
    gets an apostrophe in front; numbers stay numbers. `bom` adds the mark by which Excel knows UTF-8. The same
    table gives the same bytes. Raises `ExportError`; an older file is kept then.
    """
    with replaced(path) as stream:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        if bom:
            text.write("\ufeff")
        writer.writerow([_cell(str(name)) for name in frame.columns])
        for begin in range(0, max(1, len(frame)), _ROWS_AT_ONCE):
            watch.at(begin, len(frame))
            some = frame.iloc[begin : begin + _ROWS_AT_ONCE]
            writer.writerows(zip(*(_cells(some.iloc[:, place]) for place in range(frame.shape[1])), strict=True))
            stream.write(text.getvalue().encode("utf-8"))
            text.seek(0)
            text.truncate()
        watch.at(len(frame), len(frame))


def _cells(column: pd.Series) -> list[object]:
    """Return a column's values as they are written."""
    values: list[object] = column.tolist()
    if column.dtype.kind in "iub":
        return values
    missing = column.isna()
    if missing.any():
        values = ["" if gone else value for value, gone in zip(values, missing.tolist(), strict=True)]
    different = set(values)
    if len(different) * 4 < len(values):
        written = {value: _cell(value) if isinstance(value, str) else value for value in different}
        return list(map(written.__getitem__, values))
    suspects = {value for value in different if isinstance(value, str) and value and _SUSPECTS.match(value)}
    return [_cell(value) if value in suspects else value for value in values] if suspects else values


def _cell(text: object) -> str:
    said = str(text)
    return "'" + said if _FORMULA.match(said) else said
