"""Tables as CSV files that spreadsheets open safely and programs read back exactly."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from coder.exporters.files import replaced

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(r"'*[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*?[\t\r=+\-@＝＋－＠﹦﹢﹣﹫]")
"""Where a spreadsheet would calculate, or start a program (`=cmd|'/C calc'!A0`), instead of showing the text.

Leading blanks and characters without a width are trimmed by some spreadsheets, and the full-width forms are read
as the plain ones. Text that has the apostrophe already gets one more, so that taking one off always restores it.
"""


def write_csv(frame: pd.DataFrame, path: Path, *, bom: bool) -> None:
    """Write a table as CSV: UTF-8, CRLF after each row, quotes only where needed (RFC 4180), a header row first.

    Missing values are empty cells, newlines in a cell stay "\\n". Text that a spreadsheet would run as a formula
    gets an apostrophe in front; numbers stay numbers. `bom` adds the mark by which Excel knows UTF-8. The same
    table gives the same bytes. Raises `ExportError`; an older file is kept then.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_cell(str(name)) for name in frame.columns])
    columns = [_cells(frame.iloc[:, place]) for place in range(frame.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    content = text.getvalue().encode("utf-8-sig" if bom else "utf-8")
    with replaced(path) as stream:
        stream.write(content)


def _cells(column: pd.Series) -> list[object]:
    """Return a column's values as they are written."""
    missing = column.isna()
    values: list[object] = column.astype(object).mask(missing, "").tolist() if missing.any() else column.tolist()
    return [_cell(value) if isinstance(value, str) else value for value in values]


def _cell(text: str) -> str:
    return "'" + text if _FORMULA.match(text) else text
