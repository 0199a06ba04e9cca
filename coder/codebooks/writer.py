"""Writing a codebook as YAML that people like to read: one style for each kind of text, the same every time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

WIDTH = 100
_HEAD = "# An id is permanent: change names and texts freely, never an id."

_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#]|:(?=\S)|(?<=\S)#)*")
"""Text that every YAML reader takes as it stands: begins with a letter, no colon-blank, no blank-hash."""
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BREAK = re.compile(r"(?<=\S) (?=\S)")


def written(content: Mapping[str, object], comments: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return the YAML text of a codebook's content with its comments, by the keys of `notes`."""
    notes = comments or {}
    lines = list(notes.get("") or [_HEAD])
    for key, value in content.items():
        lines += notes.get(f".{key}", ())
        if key == "codes" and isinstance(value, list):
            lines.append("codes:" if value else "codes: []")
            for index, code in enumerate(value):
                lines += [""] if index or notes.get(code["id"]) else []
                lines += [f"  {line}".rstrip() for line in notes.get(code["id"], ())]
                lines += _code(code, notes)
        else:
            lines += _field(key, value, 0)
    if notes.get("end"):
        lines += ["", *notes["end"]]
    while not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _code(code: Mapping[str, object], notes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a code, whose hyphen stands before its first field."""
    for at, (key, part) in enumerate(code.items()):
        comments = [f"    {line}".rstrip() for line in notes.get(f"{code['id']}.{key}", ())]
        lines = list(_field(key, part, 4))
        if at == 0:
            yield "  - " + lines[0].lstrip(" ")
            yield from lines[1:]
            yield from comments
        else:
            yield from comments
            yield from lines


def _item(value: object, indent: int) -> Iterator[str]:
    """Yield the lines of a list item; the hyphen stands at `indent`."""
    if isinstance(value, Mapping) and value:
        lines = [line for key, part in value.items() for line in _field(key, part, indent + 2)]
        yield " " * indent + "- " + lines[0].lstrip(" ")
        yield from lines[1:]
    elif isinstance(value, list) and value:
        yield " " * indent + "-"
        for part in value:
            yield from _item(part, indent + 2)
    elif value is None or isinstance(value, Mapping | list):
        yield " " * indent + "- " + _empty(value)
    else:
        first, *more = _text(str(value), indent + 2, taken=indent + 2)
        yield " " * indent + "- " + first
        yield from more


def _field(key: str, value: object, indent: int) -> Iterator[str]:
    """Yield the lines of a field."""
    name = _text(key, 0, taken=indent)[0]
    if isinstance(value, list) and value:
        yield " " * indent + f"{name}:"
        for part in value:
            yield from _item(part, indent + 2)
    elif isinstance(value, Mapping) and value:
        yield " " * indent + f"{name}:"
        for inner, part in value.items():
            yield from _field(inner, part, indent + 2)
    elif value is None or isinstance(value, Mapping | list):
        yield " " * indent + f"{name}: {_empty(value)}"
    else:
        first, *more = _text(str(value), indent + 2, taken=indent + len(name) + 2)
        yield " " * indent + f"{name}: {first}"
        yield from more


def _empty(value: object) -> str:
    return "~" if value is None else "{}" if isinstance(value, Mapping) else "[]"


def _text(text: str, indent: int, *, taken: int) -> list[str]:
    """Return a text in the plainest style that keeps every character, after `taken` columns of its first line."""
    short = taken + len(text) <= WIDTH
    if short and _is_plain(text):
        return [text]
    if (not short or "\n" in text) and _folds(text):
        return [">-", *_folded(text, indent)]
    return ['"' + _ESCAPED.sub(_escape, text) + '"']


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and _ESCAPED.search(text) is None
        and not text[-1].isspace()
        and text.casefold() not in _NOT_TEXT
    )


def _folds(text: str) -> bool:
    """Tell whether folding keeps the text: no blank at either end of a line, nothing to be escaped but newlines."""
    if text.startswith("\n") or text.endswith("\n"):
        return False
    return all(
        line == line.strip() and not re.search('[^"\\\\]', "".join(_ESCAPED.findall(line))) for line in text.split("\n")
    )


def _folded(text: str, indent: int) -> Iterator[str]:
    """Yield lines of up to `WIDTH` columns; an empty line stands for each newline of the text."""
    for index, line in enumerate(text.split("\n")):
        if index:
            yield ""
        current = ""
        for word in _BREAK.split(line):
            if current and indent + len(current) + 1 + len(word) > WIDTH:
                yield " " * indent + current
                current = word
            else:
                current = f"{current} {word}" if current else word
        if current:
            yield " " * indent + current


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    if char in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[char]
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
