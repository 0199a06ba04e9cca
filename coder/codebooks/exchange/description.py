"""A code's texts as one readable description with labelled lines, and back.

A text stands after its label; its further lines are set in by two blanks, so that none of them can be taken for a
label. Items of lists follow a hyphen. The last line is for this application: in brackets, with what only it knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

TEXTS = {
    "short_definition": "Short definition",
    "full_definition": "Full definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
}
LISTS = {"example_quotes": "Example quotes", "key_terms": "Key terms"}

_OTHER_LABELS = {
    "definition": "full_definition",
    "inclusion criteria": "when_to_use",
    "exclusion criteria": "when_not_to_use",
    "examples": "example_quotes",
    "example": "example_quotes",
    "keywords": "key_terms",
}
_LABELS = {label.casefold(): name for name, label in (TEXTS | LISTS).items()} | _OTHER_LABELS
_LABEL = re.compile(r"([A-Za-z][A-Za-z ]{2,24}):(?: (.*))?")
_OWN = re.compile(r"\[Coder, please keep: (\{.*\})\]\s*")
_LONGEST_SHORT = 200

_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document may hold; the two page breaks among the control characters become line ends."""

Fields = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Description:
    """What a description says."""

    fields: Fields = field(default_factory=dict)
    own: Mapping[str, object] | None = None
    """What this application has noted, or None if it did not write the description."""


def plain(text: str) -> str:
    """Return a text as XML and spreadsheets keep it: line ends as `\\n`, no control characters."""
    return _DROPPED.sub("", re.sub("\r\n?|[\x0b\x0c]", "\n", text))


def composed(fields: Mapping[str, str | Sequence[str]], notes: Mapping[str, str], own: Mapping[str, object]) -> str:
    """Return the description: the fields, then notes for people by their label, then what only we read."""
    parts = [_labelled(label, str(fields[name])) for name, label in TEXTS.items() if fields.get(name)]
    for name, label in LISTS.items():
        items = fields.get(name)
        if items and not isinstance(items, str):
            parts.append("\n".join([f"{label}:", *(f"- {_set_in(item)}" for item in items)]))
    if notes:
        parts.append("\n".join(_labelled(label, text) for label, text in notes.items()))
    exact = {name: value for name, value in fields.items() if value and _seen(name, value) != _as_is(value)}
    kept = dict(own) | ({"exact": exact} if exact else {})
    return "\n\n".join([*parts, marked(kept)])


def marked(own: Mapping[str, object]) -> str:
    """Return the line that holds what only this application reads."""
    return f"[Coder, please keep: {json.dumps(own, ensure_ascii=True)}]"


def parsed(text: str) -> Description:
    """Return what a description says, whoever wrote it; nothing of it is lost."""
    lines = plain(text).split("\n")
    own, lines = _own(lines)
    reader = _Reader(noted=own is not None)
    for line in lines:
        reader.read(line)
    fields = reader.fields()
    exact = own.get("exact") if own is not None else None
    if isinstance(exact, dict):
        for name, value in exact.items():
            if _is_value(name, value) and fields.get(name, "") == _seen(name, value):
                fields[name] = value
    return Description(fields, own)


def _is_value(name: str, value: object) -> bool:
    if name in TEXTS:
        return isinstance(value, str)
    return name in LISTS and isinstance(value, list) and all(isinstance(item, str) for item in value)


def _seen(name: str, value: str | Sequence[str]) -> str | list[str]:
    """Return what a reader would make of a field as it is written."""
    if isinstance(value, str):
        written = _labelled(TEXTS[name], value)
    else:
        written = "\n".join([f"{LISTS[name]}:", *(f"- {_set_in(item)}" for item in value)])
    reader = _Reader(noted=True)
    for line in written.split("\n"):
        reader.read(line)
    return reader.fields().get(name, "")


def _as_is(value: str | Sequence[str]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _labelled(label: str, text: str) -> str:
    return f"{label}: {_set_in(text)}"


def _set_in(text: str) -> str:
    return plain(text).replace("\n", "\n  ")


def _own(lines: list[str]) -> tuple[dict[str, object] | None, list[str]]:
    """Return what our own line says and the lines without it."""
    for index in range(len(lines) - 1, -1, -1):
        match = _OWN.fullmatch(lines[index])
        if match:
            try:
                own = json.loads(match[1])
            except (ValueError, RecursionError):
                continue
            return own, lines[:index] + lines[index + 1 :]
    return None, lines


class _Reader:
    """Sorts lines into fields; `noted` descriptions are ours, so that their blanks count and their notes are known."""

    def __init__(self, *, noted: bool) -> None:
        self._noted = noted
        self._lines: dict[str, list[str]] = {}
        self._items: dict[str, list[list[str]]] = {}
        self._loose: list[str] = []
        self._field = ""
        self._gap = 0

    def read(self, line: str) -> None:
        """Take in the next line."""
        if not line or (not self._noted and not line.strip()):
            self._gap += 1
            return
        gap, self._gap = [""] * self._gap, 0
        match = _LABEL.fullmatch(line)
        name = self._named(match[1]) if match else None
        if match and name is not None:
            self._begin(name, match[2])
        elif self._field in LISTS:
            self._listed(line, gap)
        elif self._field in TEXTS:
            self._lines[self._field] += [*gap, line.removeprefix("  ")]
        elif not self._field or not line.startswith("  "):
            self._field = ""
            self._loose += [*gap, line]

    def fields(self) -> Fields:
        """Return the fields; what stands under no label is a definition."""
        found: Fields = {}
        for name, lines in self._lines.items():
            text = "\n".join(lines)
            found[name] = text if self._noted else text.strip()
        for name, items in self._items.items():
            texts = ["\n".join(item) for item in items]
            found[name] = [text if self._noted else text.strip() for text in texts if text.strip()]
        loose = "\n".join(self._loose).strip()
        if loose and not found.get("short_definition") and "\n" not in loose and len(loose) <= _LONGEST_SHORT:
            found["short_definition"] = loose
        elif loose:
            more = found.get("full_definition")
            found["full_definition"] = f"{loose}\n\n{more}" if more else loose
        return {name: value for name, value in found.items() if value}

    def _named(self, label: str) -> str | None:
        """Return the field of a label, "-" for one of our notes, or None for a line that only looks like it."""
        if self._noted and label in NOTES:
            return "-"
        return _LABELS.get(label.casefold())

    def _begin(self, name: str, rest: str | None) -> None:
        self._field = name
        if name in LISTS:
            items = self._items.setdefault(name, [])
            if rest and rest.strip():
                parts = re.split("[,;]", rest) if name == "key_terms" else [rest]
                items += [[part.strip()] for part in parts]
        elif name in TEXTS:
            lines = self._lines.setdefault(name, [])
            lines += [rest] if rest is not None else []

    def _listed(self, line: str, gap: list[str]) -> None:
        items = self._items[self._field]
        if line == "-" or line.startswith(("- ", "• ")):
            items.append([line[2:]])
        elif line.startswith("  ") and items:
            items[-1] += [*gap, line[2:]]
        else:
            self._field = ""
            self._loose.append(line)


NOTES = ("Kind", "Status", "Merged into", "Belongs to domain", "Comes from dimension")
"""Labels of what is told to people and read back from our own line."""
