"""One module per file format; each makes the same parsed transcript."""

from coder.importers.codings_csv import CodingRow, CodingTable, RowProblem, read_codings_table
from coder.importers.decoding import ENCODINGS, Encoding
from coder.importers.reading import ENDINGS, read_transcript

__all__ = [
    "ENCODINGS",
    "ENDINGS",
    "CodingRow",
    "CodingTable",
    "Encoding",
    "RowProblem",
    "read_codings_table",
    "read_transcript",
]
