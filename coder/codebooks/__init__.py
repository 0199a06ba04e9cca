"""The shared codebook file."""

from coder.codebooks.file import CodebookFile, codebook_file, parse_codebook, read_codebook, write_codebook

__all__ = ["CodebookFile", "codebook_file", "parse_codebook", "read_codebook", "write_codebook"]
