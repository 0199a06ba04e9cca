"""What a codebook file holds beside the codebook: comments, and fields of one's own whose names begin with `x-`."""

from __future__ import annotations

from collections.abc import Mapping

from coder.codebooks.problems import Path
from coder.codebooks.yaml_nodes import Document
from coder.domain.content import Notes

HEAD = ""
END = "end"


def notes_of(document: Document) -> Notes:
    """Return the notes of a document that is a valid codebook."""
    data = document.data
    assert isinstance(data, dict), "only valid codebooks have notes"
    extras: dict[str, Mapping[str, object]] = {}
    if own := _own_fields(data):
        extras[HEAD] = own
    for entry in _entries(data, "log"):
        if own := _own_fields(entry):
            extras[log_key(entry)] = own
    ids: list[str] = []
    for code in _entries(data, "codes"):
        ids.append(str(code["id"]))
        if own := _own_fields(code):
            extras[ids[-1]] = own
        for link in _entries(code, "links"):
            if own := _own_fields(link):
                extras[link_key(ids[-1], link)] = own
    starts = _starts(document.lines)
    comments: dict[str, list[str]] = {}
    for line, text in document.comments:
        path = next((path for at, path in starts if at >= line), None)
        comments.setdefault(_key(path, ids), []).append(text)
    return Notes({key: _without_outer_blanks(lines) for key, lines in comments.items() if any(lines)}, extras)


def field_key(code_id: str, field: str) -> str:
    """Return the key of comments before a field of a code, or of the head with an empty id."""
    return f"{code_id}.{field}"


def log_key(entry: Mapping[str, object]) -> str:
    """Return the key of what stands beside an entry of the change log."""
    return f"log {entry['version']} {entry['date']} {entry['editor']}"


def link_key(code_id: str, link: Mapping[str, object]) -> str:
    """Return the key of what stands beside a link; no id of a code holds blanks."""
    return f"{code_id} {link['type']} {link['to']}"


def _entries(fields: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """Return the entries of a list that may be left out."""
    found = fields.get(name)
    return found if isinstance(found, list) else []


def _own_fields(fields: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in fields.items() if key.startswith("x-")}


def _starts(lines: Mapping[Path, int]) -> list[tuple[int, Path]]:
    """Return the first, and so outermost, part that begins in each line."""
    first: dict[int, Path] = {}
    for path, line in lines.items():
        if path and (line not in first or len(path) < len(first[line])):
            first[line] = path
    return sorted(first.items())


def _key(path: Path | None, ids: list[str]) -> str:
    if path is None:
        return END
    if path[0] == "codes" and len(path) > 1 and isinstance(path[1], int):
        code_id = ids[path[1]]
        return code_id if len(path) == 2 else field_key(code_id, str(path[2]))
    return HEAD if path[0] == "format" else field_key(HEAD, str(path[0]))


def _without_outer_blanks(lines: list[str]) -> tuple[str, ...]:
    """Return comment lines; blank lines before the first one are the writer's, the others are kept."""
    start = next(at for at, line in enumerate(lines) if line)
    return tuple(lines[start:])
