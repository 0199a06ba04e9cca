"""The shared codebook file."""

from coder.codebooks.file import (
    CodebookFile,
    codebook_file,
    packed,
    packed_log,
    parse_codebook,
    read_codebook,
    unpacked,
    write_codebook,
)

__all__ = [
    "CodebookFile",
    "codebook_file",
    "packed",
    "packed_log",
    "parse_codebook",
    "read_codebook",
    "unpacked",
    "write_codebook",
]
