"""Three-way merge of codebooks: by id, then by place and name; conflicts per field, and nothing decided silently.

Values of fields that only one side changed are taken; lists and links are merged item by item; what both sides
changed differently is a conflict, which is open until a side is chosen. The two sides are treated alike: exchanging
them, and every choice with them, gives the same codebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from coder.domain.codebook import Code, CodeLink, CodeTree, LinkType
from coder.domain.codebook_diff import value_text
from coder.domain.codebook_notes import merged_notes
from coder.domain.codebook_order import merged_order
from coder.domain.codebook_unify import unified
from coder.domain.content import LIST_FIELDS, TEXT_FIELDS, CodebookContent, Release, normalised_name, version_key

EXISTENCE = "existence"


class Side(StrEnum):
    """Whose value is taken in a conflict."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both sides changed, each to another value."""

    code_id: str
    """Empty for a field of the codebook itself."""
    name: str
    field: str
    base: str
    mine: str
    theirs: str

    @property
    def key(self) -> tuple[str, str]:
        """Return what a choice is kept under."""
        return self.code_id, self.field


Choices = Mapping[tuple[str, str], Side]
"""Whose value is taken, by code id and field; what is not in it is open, and mine stands meanwhile."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged codebook, the conflicts (those that were decided too), and which new codes became one."""

    content: CodebookContent
    conflicts: tuple[Conflict, ...] = ()
    open: tuple[Conflict, ...] = ()
    successors: Mapping[str, str] = field(default_factory=dict)
    """Ids that went into another one because both sides had made the same code."""


def merge(
    base: CodebookContent, mine: CodebookContent, theirs: CodebookContent, choices: Choices | None = None
) -> Merged:
    """Return the codebook that has the changes of both sides since their common ancestor."""
    return _Merging(base, mine, theirs, choices or {}).merged()


class _Merging:
    def __init__(self, base: CodebookContent, mine: CodebookContent, theirs: CodebookContent, choices: Choices) -> None:
        self._choices = choices
        self._successors, mine, theirs = unified(base, mine, theirs)
        self._contents = base, mine, theirs
        self._base, self._mine, self._theirs = base.by_id(), mine.by_id(), theirs.by_id()
        self._conflicts: list[Conflict] = []

    def merged(self) -> Merged:
        base, mine, theirs = self._contents
        codes = {code_id: code for code_id in self._all_ids() if (code := self._code(code_id)) is not None}
        self._keep_ends(codes)
        self._break_merges(codes)
        self._follow_merged_parents(codes)
        self._break_circles(codes)
        self._part_shortcuts(codes)
        links = self._links(codes)
        order = merged_order([list(side) for side in (self._base, self._mine, self._theirs)], set(codes))
        tree = CodeTree(replace(codes[code_id], position=place) for place, code_id in enumerate(order))
        shown = [code.id for code in tree]
        placed = tuple(replace(codes[code_id], position=place) for place, code_id in enumerate(shown))
        rank = {code_id: place for place, code_id in enumerate(shown)}
        newest = max(mine.codebook, theirs.codebook, key=lambda book: version_key(book.version))
        head = replace(
            newest,
            name=self._value("", mine.codebook.name, "name", *(c.codebook.name for c in self._contents)),
            description=self._value(
                "", mine.codebook.name, "description", *(c.codebook.description for c in self._contents)
            ),
        )
        content = CodebookContent(
            head,
            placed,
            tuple(sorted(links, key=lambda link: (rank[link.code_id], link.type, link.target_id))),
            parent_version=mine.parent_version if newest is mine.codebook else theirs.parent_version,
            log=_merged_log(base.log, mine.log, theirs.log),
            notes=merged_notes(base.notes, mine.notes, theirs.notes, self._choose_note),
        )
        conflicts = tuple(self._conflicts)
        still_open = tuple(conflict for conflict in conflicts if conflict.key not in self._choices)
        return Merged(content, conflicts, still_open, self._successors)

    def _all_ids(self) -> list[str]:
        return list(
            dict.fromkeys((*self._base, *sorted((self._mine.keys() | self._theirs.keys()) - self._base.keys())))
        )

    # -- one code ------------------------------------------------------------------------------------------

    def _code(self, code_id: str) -> Code | None:
        base, mine, theirs = self._base.get(code_id), self._mine.get(code_id), self._theirs.get(code_id)
        if mine is not None and theirs is not None:
            return self._fields(base, mine, theirs)
        there = mine or theirs
        if base is None or there is None:
            return there
        if _same(base, there) and self._same_links(code_id):
            return None
        keep = self._choose(
            code_id, there.name, EXISTENCE, "there", *(("edited", "deleted") if mine else ("deleted", "edited"))
        )
        return there if keep == "edited" else None

    def _same_links(self, code_id: str) -> bool:
        base, *sides = (content.links_of().get(code_id, frozenset()) for content in self._contents)
        side = sides[0] if code_id in self._mine else sides[1]
        return side == base

    def _fields(self, base: Code | None, mine: Code, theirs: Code) -> Code:
        values: dict[str, Any] = {}
        for name in TEXT_FIELDS:
            texts = [value_text(code, name) if code is not None else "" for code in (base, mine, theirs)]
            if base is None and name != "parent_id" and texts[1] != texts[2] and "" in texts[1:]:
                # Made on both sides; a field that only one filled is no conflict.
                taken = texts[1] or texts[2]
            elif base is None and name == "name" and normalised_name(texts[1]) == normalised_name(texts[2]):
                taken = min(texts[1:])
            else:
                taken = self._value(mine.id, mine.name, name, *texts)
            values[name] = getattr(mine if taken == texts[1] else theirs if taken == texts[2] else base, name)
        for name in LIST_FIELDS:
            lists = [getattr(code, name) if code is not None else () for code in (base, mine, theirs)]
            values[name] = _merged_list(*lists)
        return replace(mine, **values)

    def _value(self, code_id: str, name: str, what: str, base: str, mine: str, theirs: str) -> str:
        if theirs in (mine, base):
            return mine
        if mine == base:
            return theirs
        return self._choose(code_id, name, what, base, mine, theirs)

    def _choose(self, code_id: str, name: str, what: str, base: str, mine: str, theirs: str) -> str:
        conflict = Conflict(code_id, name, what, base, mine, theirs)
        if all(other.key != conflict.key for other in self._conflicts):
            self._conflicts.append(conflict)
        return theirs if self._choices.get(conflict.key) is Side.THEIRS else mine

    # -- what ties codes together --------------------------------------------------------------------------

    def _keep_ends(self, codes: dict[str, Code]) -> None:
        """Keep a code that one side deleted while the other put something under it or merged something into it."""
        waiting = [end for code in codes.values() for end in (code.parent_id, code.merged_into)]
        while waiting:
            code_id = waiting.pop()
            if code_id is None or code_id in codes:
                continue
            kept = self._mine.get(code_id) or self._theirs.get(code_id) or self._base.get(code_id)
            if kept is not None:
                codes[code_id] = kept
                waiting += [kept.parent_id, kept.merged_into]
        for code_id, code in list(codes.items()):
            if code.parent_id is not None and code.parent_id not in codes:
                codes[code_id] = replace(code, parent_id=None)
            if code.merged_into is not None and code.merged_into not in codes:
                codes[code_id] = replace(codes[code_id], merged_into=None)

    def _follow_merged_parents(self, codes: dict[str, Code]) -> None:
        """Put what one side has under a code that the other side merged away under its successor."""
        for code_id, code in list(codes.items()):
            if code.merged_into or code.parent_id is None or not codes[code.parent_id].merged_into:
                continue
            if any(self._is_so(side, code_id, code.parent_id) for side in (self._mine, self._theirs)):
                continue
            codes[code_id] = replace(code, parent_id=successor(codes, code.parent_id))

    @staticmethod
    def _is_so(side: Mapping[str, Code], code_id: str, parent_id: str) -> bool:
        return (
            code_id in side
            and side[code_id].parent_id == parent_id
            and bool(parent_id in side and side[parent_id].merged_into)
        )

    def _break_merges(self, codes: dict[str, Code]) -> None:
        """Keep one side's merges where both together would merge codes into themselves; each is a conflict."""
        while circle := _circle(codes, "merged_into"):
            chosen = set()
            for code_id in circle:
                into = [_merged_into(side, code_id) for side in (self._base, self._mine, self._theirs)]
                if into[1] != into[2]:
                    self._choose(code_id, codes[code_id].name, "merged_into", *into)
                    chosen.add(self._choices.get((code_id, "merged_into"), Side.MINE))
            side = self._theirs if chosen == {Side.THEIRS} else self._mine
            kept = {code_id: side[code_id] for code_id in circle if code_id in side} if len(chosen) == 1 else {}
            changed = {code_id: replace(codes[code_id], merged_into=None) for code_id in circle}
            for code_id, code in kept.items():
                changed[code_id] = replace(codes[code_id], merged_into=code.merged_into, status=code.status)
            if all(codes[code_id] == code for code_id, code in changed.items()):
                changed = {code_id: replace(code, merged_into=None) for code_id, code in changed.items()}
            codes.update(changed)

    def _break_circles(self, codes: dict[str, Code]) -> None:
        """Undo moves that together would put codes under themselves; each is a conflict of places."""
        met: set[str] = set()
        while circle := _circle(codes, "parent_id"):
            for code_id in circle:
                places = [_place(side, code_id) or "" for side in (self._base, self._mine, self._theirs)]
                if self._moved(code_id):
                    self._choose(code_id, codes[code_id].name, "parent_id", *places)
            chosen = {
                self._choices.get((code_id, "parent_id"), Side.MINE) for code_id in circle if self._moved(code_id)
            }
            if met & set(circle) or len(chosen) > 1:
                source = self._base
            else:
                source = self._theirs if chosen == {Side.THEIRS} else self._mine
            wanted = {code_id: _place(source, code_id) for code_id in circle}
            if all(codes[code_id].parent_id == parent for code_id, parent in wanted.items()):
                wanted = dict.fromkeys(circle)
            for code_id, parent in wanted.items():
                codes[code_id] = replace(codes[code_id], parent_id=parent if parent in codes else None)
            met.update(circle)

    def _moved(self, code_id: str) -> bool:
        return _place(self._mine, code_id) != _place(self._theirs, code_id)

    def _part_shortcuts(self, codes: dict[str, Code]) -> None:
        """Leave a shortcut that two codes were given to one of them; which one is a conflict."""
        owners: dict[str, list[str]] = {}
        for code_id in sorted(codes):
            if shortcut := _shortcut(codes[code_id]):
                owners.setdefault(shortcut, []).append(code_id)
        for shortcut, ids in list(owners.items()):
            owner = ids[0]
            for code_id in ids[1:]:
                texts = [
                    side[code_id].shortcut if code_id in side else "" for side in (self._base, self._mine, self._theirs)
                ]
                chosen = texts[1]
                if texts[1] != texts[2]:
                    chosen = self._choose(code_id, codes[code_id].name, "shortcut", *texts)
                if chosen.strip().casefold() == shortcut:
                    codes[owner] = replace(codes[owner], shortcut="")
                    owner = code_id
                else:
                    free = chosen.strip().casefold() not in owners
                    codes[code_id] = replace(codes[code_id], shortcut=chosen if free else "")
                    owners.setdefault(_shortcut(codes[code_id]), []).append(code_id)

    def _choose_note(self, owner: str, field: str, base: str, mine: str, theirs: str) -> Side:
        code = self._mine.get(owner) or self._theirs.get(owner)
        self._choose(owner, code.name if code else owner, field, base, mine, theirs)
        return self._choices.get((owner, field), Side.MINE)

    def _links(self, codes: Mapping[str, Code]) -> list[CodeLink]:
        base, mine, theirs = (content.links_of() for content in self._contents)
        known = {
            (link.code_id, link.type, link.target_id): link for content in self._contents for link in content.links
        }
        found: list[CodeLink] = []
        for code_id in codes:
            sides = [side.get(code_id, frozenset()) for side in (base, mine, theirs)]
            if code_id not in self._mine:
                sides[1] = sides[0]
            if code_id not in self._theirs:
                sides[2] = sides[0]
            kept: set[tuple[LinkType, str]] = {
                link for link in sides[1] | sides[2] if (link in sides[1] and link in sides[2]) or link not in sides[0]
            }
            found += [known[code_id, kind, target] for kind, target in kept if target in codes and target != code_id]
        return found


def successor(codes: Mapping[str, Code], code_id: str) -> str:
    """Return the code that a merged code ended up in, through any number of merges."""
    seen = {code_id}
    while (into := codes[code_id].merged_into) and into in codes and into not in seen:
        code_id = into
        seen.add(into)
    return code_id


def _merged_list(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    if theirs in (mine, base):
        return tuple(mine)
    if mine == base:
        return tuple(theirs)
    kept = [item for item in base if item in mine and item in theirs]
    added = sorted((set(mine) | set(theirs)) - set(base))
    return tuple(dict.fromkeys((*kept, *added)))


def _merged_log(base: Sequence[Release], mine: Sequence[Release], theirs: Sequence[Release]) -> tuple[Release, ...]:
    """Return each release once; a line that one side corrected is there as corrected."""
    kept = {
        entry: (version_key(entry.version), entry.date, entry.editor, entry.what, entry.why)
        for entry in (*mine, *theirs)
        if entry not in base or (entry in mine and entry in theirs)
    }
    return tuple(sorted(kept, key=kept.__getitem__))


def _shortcut(code: Code) -> str:
    return code.shortcut.strip().casefold()


def _merged_into(side: Mapping[str, Code], code_id: str) -> str:
    return (side[code_id].merged_into or "") if code_id in side else ""


def _place(side: Mapping[str, Code], code_id: str) -> str | None:
    return side[code_id].parent_id if code_id in side else None


def _same(one: Code, other: Code) -> bool:
    return replace(one, position=0, revision=0) == replace(other, position=0, revision=0)


def _circle(codes: Mapping[str, Code], field: str) -> list[str]:
    """Return the codes of one circle of parents or merges, or none."""
    done: set[str] = set()
    for start in codes:
        walk: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in codes and current not in walk and current not in done:
            walk[current] = None
            current = getattr(codes[current], field)
        if current is not None and current in walk:
            return sorted(list(walk)[list(walk).index(current) :])
        done.update(walk)
    return []
