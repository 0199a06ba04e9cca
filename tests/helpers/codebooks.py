"""Codebooks that people edit at random, for tests of merging and sharing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from coder.domain.codebook import Code, Codebook, CodeLink, CodeStatus, CodeTree, LinkType
from coder.domain.content import CodebookContent
from coder.domain.ids import slug
from tests.helpers.builders import a_code

NAMES = ["Pay", "Café", "Cafe\u0301", "CAFE", "Rest", "Trust ", "Peers", "Voice", "时间", "Ελπίδα", "Rota: “late” #2"]


def in_order(
    codes: Iterable[Code], links: Iterable[CodeLink] = (), codebook: Codebook | None = None
) -> CodebookContent:
    """Return content with its codes in display order and numbered so."""
    found = list(codes)
    there = {code.id for code in found}
    found = [replace(code, parent_id=code.parent_id if code.parent_id in there else None) for code in found]
    shown = [replace(code, position=place) for place, code in enumerate(CodeTree(found))]
    rank = {code.id: code.position for code in shown}
    kept = [link for link in links if link.code_id in there and link.target_id in there]
    ordered = sorted(kept, key=lambda link: (rank[link.code_id], link.type, link.target_id))
    return CodebookContent(codebook or Codebook(id="book", name="Book"), tuple(shown), tuple(ordered))


def a_content(count: int = 6) -> CodebookContent:
    """Return a codebook of a few codes, every third one under the first."""
    codes = [
        a_code(
            f"c{at}", name=f"Code {at}", parent_id="c0" if at % 3 == 1 else None, position=at, key_terms=("one", "two")
        )
        for at in range(count)
    ]
    return in_order(codes, [link("c2", "c0")])


def link(code_id: str, target_id: str) -> CodeLink:
    return CodeLink(id=f"{code_id}-{target_id}", code_id=code_id, type=LinkType.BELONGS_TO_DOMAIN, target_id=target_id)


Edit = Callable[[random.Random, dict[str, Code], list[CodeLink], str], None]


def _rename(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    codes[code_id] = replace(codes[code_id], name=chance.choice(NAMES))


def _define(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    codes[code_id] = replace(codes[code_id], full_definition=f"Means {chance.choice(NAMES)}.")


def _terms(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    terms = list(codes[code_id].key_terms)
    if terms and chance.random() < 0.4:
        terms.pop(chance.randrange(len(terms)))
    else:
        terms.append(chance.choice(NAMES).lower())
    codes[code_id] = replace(codes[code_id], key_terms=tuple(dict.fromkeys(terms)))


def _move(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    tree = CodeTree(codes.values())
    below = tree.with_descendants(code_id)
    free = [other for other, code in codes.items() if other not in below and not code.merged_into]
    codes[code_id] = replace(codes[code_id], parent_id=chance.choice([None, *free]), position=chance.randrange(20))


def _add(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    name = chance.choice(NAMES)
    new = f"{slug(name) or 'code'}-{chance.randrange(3)}"
    if new not in codes:
        parent = code_id if chance.random() < 0.5 and not codes[code_id].merged_into else None
        codes[new] = a_code(new, name=name, parent_id=parent, position=99)


def _delete(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    below = CodeTree(codes.values()).with_descendants(code_id)
    if len(below) < len(codes):
        for gone in below:
            del codes[gone]
        for other, code in list(codes.items()):
            if code.merged_into in below:
                codes[other] = replace(code, merged_into=None)


def _retire(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    if not codes[code_id].merged_into:
        retired = codes[code_id].status is CodeStatus.RETIRED
        codes[code_id] = replace(codes[code_id], status=CodeStatus.ACTIVE if retired else CodeStatus.RETIRED)


def _merge(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    below = CodeTree(codes.values()).with_descendants(code_id)
    free = [other for other, code in codes.items() if other not in below and not code.merged_into]
    if free and not codes[code_id].merged_into:
        into = chance.choice(free)
        codes[code_id] = replace(codes[code_id], status=CodeStatus.RETIRED, merged_into=into)
        for other, code in list(codes.items()):
            if code.parent_id == code_id:
                codes[other] = replace(code, parent_id=into)


def _tie(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    target = chance.choice(list(codes))
    if target != code_id and all((item.code_id, item.target_id) != (code_id, target) for item in links):
        links.append(link(code_id, target))


def _split(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    new = f"{code_id.split('-split', maxsplit=1)[0]}-split-{chance.randrange(9)}"
    if new not in codes and not codes[code_id].merged_into:
        codes[new] = replace(
            codes[code_id], id=new, name=f"{codes[code_id].name} {chance.choice(NAMES)}", shortcut="", key_terms=()
        )


def _shortcut(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    taken = {code.shortcut.casefold() for code in codes.values()}
    free = [key for key in "abC" if key.casefold() not in taken]
    codes[code_id] = replace(codes[code_id], shortcut=chance.choice(["", *free]))


def _untie(chance: random.Random, codes: dict[str, Code], links: list[CodeLink], code_id: str) -> None:
    if links:
        links.pop(chance.randrange(len(links)))


EDITS: tuple[Edit, ...] = (
    _rename,
    _define,
    _terms,
    _move,
    _add,
    _delete,
    _retire,
    _merge,
    _tie,
    _split,
    _shortcut,
    _untie,
)


def edited(content: CodebookContent, seed: int, count: int) -> CodebookContent:
    """Return a codebook after some edits by one person; the same seed makes the same edits."""
    chance = random.Random(seed)
    codes, links = content.by_id(), list(content.links)
    for _ in range(count):
        chance.choice(EDITS)(chance, codes, links, chance.choice(list(codes)))
    return in_order(codes.values(), links, content.codebook)
