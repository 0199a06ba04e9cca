"""How a change of a field is told: names instead of ids, and of long texts only what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from html import escape

from coder.domain.content import FIELD_NAMES

_KEPT_WORDS = 4
_ONE_LINE = 90
"""Letters of both texts that still fit beside one another."""
_REFERENCES = {"parent_id": "at the top", "merged_into": "nothing"}
_LINK_WORDS = {"belongs-to-domain": "counts for", "comes-from-dimension": "comes from"}


def spoken_value(field: str, text: str, names: Mapping[str, str]) -> str:
    """Return a field's value as a person reads it; `names` has the codes' names by id."""
    if field in _REFERENCES:
        return f"under “{names.get(text, text)}”" if text and field == "parent_id" else names.get(text, text)
    if field == "links":
        lines = (line.partition(" ") for line in text.split("\n") if line)
        return "\n".join(f"{_LINK_WORDS.get(kind, kind)} {names.get(target, target)}" for kind, _, target in lines)
    return text


def nothing(field: str) -> str:
    """Return what is said instead of an empty value."""
    return _REFERENCES.get(field, "nothing")


def told_change(field: str, before: str, after: str, names: Mapping[str, str]) -> list[str]:
    """Return a change in lines that begin with the field's name.

    Lists are told as what came and went, long texts by the words around what differs.
    """
    named = FIELD_NAMES[field]
    old, new = (spoken_value(field, text, names) for text in (before, after))
    if field in ("key_terms", "example_quotes", "links"):
        was, now = (list(filter(None, text.split("\n"))) for text in (old, new))
        gone, come = [line for line in was if line not in now], [line for line in now if line not in was]
        parts = [f"+ {line}" for line in come] + [f"− {line}" for line in gone]
        if not parts:
            return [f"{named}: another order"]
        return [f"{named}: {line}" for line in (parts if field == "example_quotes" else [", ".join(parts)])]
    one, other = _around_difference(old.split(), new.split())
    one, other = one or nothing(field), other or nothing(field)
    if field == "merged_into" and new:
        return [f"{named} {other}"]
    if len(one) + len(other) > _ONE_LINE:
        return [f"{named} before: {one}", f"{named} now: {other}"]
    return [f"{named}: {one} → {other}"]


def marked_words(before: str, after: str) -> tuple[str, str]:
    """Return both texts as rich text in which the words that only one of them has are bold and underlined."""
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    parts: tuple[list[str], list[str]] = ([], [])
    for what, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in enumerate((old[places[0] : places[1]], new[places[2] : places[3]])):
            text = escape("".join(words)).replace("\n", "<br>")
            parts[side].append(text if what == "equal" or not text.strip() else f"<b><u>{text}</u></b>")
    return "".join(parts[0]), "".join(parts[1])


def _around_difference(old: list[str], new: list[str]) -> tuple[str, str]:
    shorter = min(len(old), len(new))
    same_start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    room = shorter - same_start
    same_end = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
    start = max(0, same_start - _KEPT_WORDS)
    end = max(0, same_end - _KEPT_WORDS)
    return _excerpt(old, start, end), _excerpt(new, start, end)


def _excerpt(words: list[str], start: int, end: int) -> str:
    kept = " ".join(words[start : len(words) - end])
    return f"{'… ' if start else ''}{kept}{' …' if end else ''}" if kept else ""
