"""What is wrong with a codebook file, and how it is told to the person who edits it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coder.errors import CodebookFileError

MOST_SHOWN = 20

Path = tuple[str | int, ...]
"""Where something is in the file: field names and places in lists (from 0), such as `("codes", 3, "name")`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, worded to follow a colon."""

    path: Path
    message: str


def failure(name: str, problems: Iterable[Problem], data: object, lines: Mapping[Path, int]) -> CodebookFileError:
    """Return the error that tells all problems, in the order of the file, each on a line of its own.

    The first line is a summary. `lines` gives the line of each field and entry; without it the entries still
    say where they are. More than 20 problems are counted and not listed.
    """
    told = sorted({_told(problem, data, lines) for problem in problems})
    count = "one problem" if len(told) == 1 else f"{len(told)} problems"
    shown = [text for _, text in told[:MOST_SHOWN]]
    if len(told) > MOST_SHOWN:
        shown.append(f"and {len(told) - MOST_SHOWN} more")
    return CodebookFileError("\n".join((f"“{name}” is not a valid codebook: it has {count}.", *shown)))


def quoted(value: str, *, longest: int = 60) -> str:
    """Return a value in quotation marks on one line, shortened if it is long."""
    text = " ".join(value.split())
    return f"“{text if len(text) <= longest else text[: longest - 1] + '…'}”"


def _told(problem: Problem, data: object, lines: Mapping[Path, int]) -> tuple[int, str]:
    line = _line(problem.path, lines)
    where = ", ".join(([f"line {line}"] if line else []) + _place(problem.path, data))
    return line, f"{where}: {problem.message}"


def _line(path: Path, lines: Mapping[Path, int]) -> int:
    """Return the line of the innermost part of the path that is in the file, or 0."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0


def _place(path: Path, data: object) -> list[str]:
    """Return the entry and the field of a path in words."""
    places: list[str] = []
    rest = path
    if len(path) > 1 and path[0] == "codes" and isinstance(path[1], int):
        places.append(_entry(path[1], data))
        rest = path[2:]
    elif not path:
        return ["the file"]
    else:
        places.append("header")
    for part in rest:
        places.append(f"item {part + 1}" if isinstance(part, int) else f"field {quoted(part)}")
    return places


def _entry(index: int, data: object) -> str:
    """Return a code's id if it can be known, or its number in the list."""
    codes = data.get("codes") if isinstance(data, dict) else None
    if isinstance(codes, list) and index < len(codes) and isinstance(codes[index], dict):
        code_id = codes[index].get("id")
        if isinstance(code_id, str) and code_id.strip():
            return f"code {quoted(code_id)}"
    return f"entry {index + 1}"
