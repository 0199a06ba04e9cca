"""Choosing the format by how a file's name ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coder.codebooks.file import CodebookFile, read_codebook, write_codebook
from coder.codebooks.form import MOST_BYTES
from coder.codebooks.problems import quoted
from coder.errors import CodebookFileError

INPUTS = (".yaml", ".yml", ".qdc", ".csv", ".xlsx")
OUTPUTS = (".yaml", ".yml", ".qdc", ".csv", ".xlsx", ".html", ".docx")


def convert_in(path: Path, *, base: CodebookFile | None = None) -> CodebookFile:
    """Read a codebook from a file of any format that can be read.

    `base` is the codebook that the file was made from, if it is known: what the format cannot hold is taken from
    it. Raises `CodebookFileError`, also for an ending that is not known.
    """
    suffix = path.suffix.casefold()
    if suffix in (".yaml", ".yml"):
        return read_codebook(path)
    if suffix not in INPUTS:
        raise _unknown(path.name, suffix, "read", INPUTS)
    data = _content(path)
    if suffix == ".qdc":
        from coder.codebooks.exchange.qdc import read_qdc

        return read_qdc(data, path.name, base=base)
    from coder.codebooks.exchange.sheet import read_csv, read_xlsx

    return (read_csv if suffix == ".csv" else read_xlsx)(data, path.name, base=base)


def convert_out(file: CodebookFile, path_suffix: str, usage: Mapping[str, int]) -> bytes:
    """Return a codebook in the format of an ending such as `.xlsx`.

    `usage` says how often each code is used; the formats for printing show it. Raises `CodebookFileError`.
    """
    suffix = path_suffix.casefold()
    if suffix in (".yaml", ".yml"):
        return write_codebook(file).encode("utf-8")
    if suffix == ".qdc":
        from coder.codebooks.exchange.qdc import write_qdc

        return write_qdc(file)
    if suffix in (".csv", ".xlsx"):
        from coder.codebooks.exchange.sheet import write_csv, write_xlsx

        return write_csv(file) if suffix == ".csv" else write_xlsx(file)
    if suffix in (".html", ".docx"):
        from coder.codebooks.exchange.printed import as_docx, as_html

        return as_html(file, usage).encode("utf-8") if suffix == ".html" else as_docx(file, usage)
    raise _unknown("", suffix, "written", OUTPUTS)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise CodebookFileError(f"There is no file “{path}”.") from error
    except OSError as error:
        reason = "it is a folder" if path.is_dir() else error.strerror or "the disk refused"
        raise CodebookFileError(f"“{path.name}” could not be read: {reason}.") from error
    return content


def _unknown(name: str, suffix: str, what: str, endings: tuple[str, ...]) -> CodebookFileError:
    which = f"{quoted(name)} cannot be {what} as a codebook" if name else f"A codebook cannot be {what} as “{suffix}”"
    if not suffix and not name:
        which = "The new file needs an ending that says its format"
    return CodebookFileError(f"{which}; choose a name that ends in {', '.join(endings[:-1])} or {endings[-1]}.")
