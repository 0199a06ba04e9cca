"""Ranking codes by a few typed words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coder.domain.codebook import Code
from coder.domain.span import Span

_WORD = re.compile(r"\w+")
_OTHER, _ENTRY = 100, 10_000
"""What a word costs that is only in the id and key terms, or only in the definitions: names come first."""

_LEAD = 3
"""Words of a definition that are shown before the one that was typed."""


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


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a code is found that does not say so in its name."""

    where: str
    """In which part of its entry, such as `in its definition`."""
    text: str
    """What stands there, from shortly before the word on."""
    spans: tuple[Span, ...]
    """The letters that were typed, in code points of `text`."""


def entry_words(code: Code) -> str:
    """Return the words of a code's definitions and of when to use it, folded, each after one blank, to look in."""
    parts = (code.short_definition, code.full_definition, code.when_to_use)
    return _spaced(folded("\n".join(part for part in parts if part)))


def _spaced(plain: str) -> str:
    words = _WORD.findall(plain)
    return f" {' '.join(words)}" if words else ""


def matching(query: str, entry: Searchable, words: str = "") -> int | None:
    """Return how well a code matches (smaller is better), or None if a typed word is nowhere in it.

    All words must match, in any order: as the start of a word of the name, inside the name, in the id and key terms,
    or as the start of one of `words` (`entry_words`), in this order of preference.
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
            score += _OTHER
        elif words and (start := _spaced(word)) and start in words:
            score += _ENTRY
        else:
            return None
    return score


def ranked(
    query: str,
    entries: Sequence[Searchable],
    *,
    recent: Iterable[str] = (),
    usage: Mapping[str, int] | None = None,
    words: Sequence[str] = (),
) -> list[Code]:
    """Return the matching codes: recently used first among equals, then the most used, then codebook order.

    With nothing typed the recent codes come first and everything else follows in codebook order. With `words`
    (`entry_words` of each entry) the definitions are looked through too, and come after the names.
    """
    place = {code_id: index for index, code_id in enumerate(recent)}
    used = usage or {}
    found = [
        (score, place.get(entry.code.id, len(place)), -used.get(entry.code.id, 0) if query.strip() else 0, index)
        for index, entry in enumerate(entries)
        if (score := matching(query, entry, words[index] if words else "")) is not None
    ]
    return [entries[index].code for *_, index in sorted(found)]


def reason(query: str, entry: Searchable) -> Reason | None:
    """Return where the first typed word is that is not in the name, or None where the name says it all."""
    code = entry.code
    for word in folded(query).split():
        if any(part.startswith(word) for part in entry.words) or word in entry.name:
            continue
        for term in code.key_terms:
            if word in folded(term):
                return _reason("in its key terms", term, word)
        for where, text in (
            ("in its definition", code.short_definition),
            ("in its definition", code.full_definition),
            ("in when to use it", code.when_to_use),
        ):
            if _spaced(word) and _spaced(word) in _spaced(folded(text)):
                return _reason(where, text, word)
    return None


def _reason(where: str, text: str, word: str) -> Reason:
    """Return a reason with the text from shortly before the word on, on one line."""
    start = (_WORD.findall(word) or [word])[0]
    tokens = list(_WORD.finditer(text))
    at = next((number for number, token in enumerate(tokens) if folded(token.group()).startswith(start)), None)
    if at is None:
        return Reason(where, " ".join(text.split()), ())
    first = 0 if at <= _LEAD else tokens[at - _LEAD].start()
    before = " ".join(text[first : tokens[at].start()].split())
    lead = f"{'… ' if first else ''}{before}{' ' if before and text[tokens[at].start() - 1].isspace() else ''}"
    shown = lead + " ".join(text[tokens[at].start() :].split())
    return Reason(where, shown, (Span(len(lead), len(lead) + min(len(start), len(tokens[at].group()))),))
