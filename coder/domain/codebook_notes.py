"""Three-way merge of what a codebook file holds beside the codebook: comments, and fields of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from coder.domain.content import Notes

_NOTHING = object()

Choose = Callable[[str, str, str, str, str], str]
"""Asked with owner, field and the three texts when both sides changed a field of their own; says mine or theirs."""


def merged_notes(base: Notes, mine: Notes, theirs: Notes, choose: Choose) -> Notes:
    """Return the notes that have the changes of both sides; exchanging the sides gives the same."""
    comments: dict[str, tuple[str, ...]] = {}
    for key in _keys(base.comments, mine.comments, theirs.comments):
        lines = _merged_lines(*(notes.comments.get(key, ()) for notes in (base, mine, theirs)))
        if lines:
            comments[key] = lines
    extras: dict[str, Mapping[str, object]] = {}
    for owner in _keys(base.extras, mine.extras, theirs.extras):
        was, left, right = (notes.extras.get(owner, {}) for notes in (base, mine, theirs))
        fields = _merged_fields(owner, was, left, right, choose)
        if fields:
            extras[owner] = fields
    return Notes(comments, extras)


def _merged_lines(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of both sides but those that one of them took out."""
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    first, second = sorted((mine, theirs))
    both = [line for line in (*first, *second) if line not in base or (line in mine and line in theirs)]
    return tuple(dict.fromkeys(both))


def _merged_fields(
    owner: str,
    base: Mapping[str, object],
    mine: Mapping[str, object],
    theirs: Mapping[str, object],
    choose: Choose,
) -> dict[str, object]:
    merged: dict[str, object] = {}
    for field in _keys(base, mine, theirs):
        was, left, right = (side.get(field, _NOTHING) for side in (base, mine, theirs))
        taken = left
        if right not in (left, was):
            taken = right
            if left != was:
                taken = left if choose(owner, field, _text(was), _text(left), _text(right)) == "mine" else right
        if taken is not _NOTHING:
            merged[field] = taken
    return merged


def _keys(base: Iterable[str], mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """Return all keys, the old ones in their order, then the new ones by name."""
    old = list(base)
    return [*old, *sorted({*mine, *theirs}.difference(old))]


def _text(value: object) -> str:
    if value is _NOTHING:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
