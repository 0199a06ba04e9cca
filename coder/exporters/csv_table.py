"""Tables as CSV files that spreadsheets open safely and programs read back exactly."""

from __future__ import annotations

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
_SUSPECT = re.compile(rf"['\s\x00-\x1f{_INVISIBLE}{_CALCULATES}]").match
"""How such text begins."""
_TO_QUOTE = re.compile('[,"\r\n]').search
_LINE_END = "\r\n"


def write_csv(frame: pd.DataFrame, path: Path, *, bom: bool, watch: Watch = NOBODY) -> None:
    """Write a table as CSV: UTF-8, CRLF after each row, quotes only where needed (RFC 4180), a header row first.

    Missing values are empty cells, newlines in a cell stay "\\n". Text that a spreadsheet would run as a formula
    gets an apostrophe in front; numbers stay numbers. `bom` adds the mark by which Excel knows UTF-8. The same
    table gives the same bytes. Raises `ExportError`; an older file is kept then.
    """
    with replaced(path) as stream:
        heading = ",".join(_written(str(name)) for name in frame.columns)
        stream.write((("\ufeff" if bom else "") + heading + _LINE_END).encode("utf-8"))
        for begin in range(0, len(frame), _ROWS_AT_ONCE):
            watch.at(begin, len(frame))
            some = frame.iloc[begin : begin + _ROWS_AT_ONCE]
            columns = [_cells(some.iloc[:, place]) for place in range(some.shape[1])]
            if len(columns) == 1:
                columns = [[cell or '""' for cell in columns[0]]]  # an empty line would be no row
            lines = _LINE_END.join(map(",".join, zip(*columns, strict=True)))
            stream.write((lines + _LINE_END).encode("utf-8"))
        watch.at(len(frame), len(frame))


def _cells(column: pd.Series) -> list[str]:
    """Return a column's values as they are written.

    Python's own writer looks at every character by itself; looking for the few that matter takes a quarter of that.
    """
    values: list[object] = column.tolist()
    missing = column.isna()
    if missing.any():
        values = ["" if gone else value for value, gone in zip(values, missing.tolist(), strict=True)]
    different = set(values)
    if len(different) * 4 < len(values):
        written = {value: _written(value) for value in different}
        return list(map(written.__getitem__, values))
    return list(map(_written, values))


def _written(value: object) -> str:
    """Return a cell: made harmless for spreadsheets if it is text, and quoted if it has to be."""
    text = str(value)
    if isinstance(value, str) and text and _SUSPECT(text) and _FORMULA.match(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE(text) else text
