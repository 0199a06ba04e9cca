"""Ranking codes by a few typed words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coder.domain.codebook import Code


def folded(text: str) -> str:
    """Return text for comparing what people type: without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # A text has few different characters, so only these are looked at one by one.
    marks = [ord(char) for char in set(decomposed) if unicodedata.combining(char)]
    return decomposed.translate(dict.fromkeys(marks)) if marks else decomposed


@dataclass(frozen=True, slots=True)
class Searchable:
    """A code with the folded texts in which it is looked for."""

    code: Code
    name: str
    words: tuple[str, ...]
    other: str

    @classmethod
    def of(cls, code: Code) -> Searchable:
        """Prepare a code; do it once per codebook change, not per keystroke."""
        name = folded(code.name)
        other = folded(" ".join((code.id, *code.key_terms)))
        return cls(code, name, tuple(name.replace("-", " ").replace("/", " ").split()), other)


def matching(query: str, entry: Searchable) -> int | None:
    """Return how well a code matches (smaller is better), or None if a typed word is nowhere in it.

    All words must match, in any order: as the start of a word of the name, inside the name, or in the id
    and key terms, in this order of preference.
    """
    typed = folded(query).split()
    if not typed:
        return 0
    score = 0 if entry.name.startswith(" ".join(typed)) else 1
    for word in typed:
        if any(part.startswith(word) for part in entry.words):
            continue
        if word in entry.name:
            score += 2
        elif word in entry.other:
            score += 8
        else:
            return None
    return score


def ranked(
    query: str, entries: Sequence[Searchable], *, recent: Iterable[str] = (), usage: Mapping[str, int] | None = None
) -> list[Code]:
    """Return the matching codes: recently used first among equals, then the most used, then codebook order.

    With nothing typed the recent codes come first and everything else follows in codebook order.
    """
    place = {code_id: index for index, code_id in enumerate(recent)}
    used = usage or {}
    found = [
        (score, place.get(entry.code.id, len(place)), -used.get(entry.code.id, 0) if query.strip() else 0, index)
        for index, entry in enumerate(entries)
        if (score := matching(query, entry)) is not None
    ]
    return [entries[index].code for *_, index in sorted(found)]
