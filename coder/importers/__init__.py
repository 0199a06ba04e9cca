"""One module per file format; each makes the same parsed transcript."""

from coder.importers.codings_csv import (
    COLUMNS,
    CodingColumns,
    CodingRow,
    CodingTable,
    RowProblem,
    codings_columns,
    read_codings_table,
)
from coder.importers.decoding import ENCODINGS, Encoding
from coder.importers.reading import ENDINGS, read_transcript

__all__ = [
    "COLUMNS",
    "ENCODINGS",
    "ENDINGS",
    "CodingColumns",
    "CodingRow",
    "CodingTable",
    "Encoding",
    "RowProblem",
    "codings_columns",
    "read_codings_table",
    "read_transcript",
]
