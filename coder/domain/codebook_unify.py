"""Codes that both sides made under two ids: found by place and name, and brought under one id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from coder.domain.codebook import Code, CodeStatus, CodeTree
from coder.domain.content import CodebookContent, normalised_name


def unified(
    base: CodebookContent, mine: CodebookContent, theirs: CodebookContent
) -> tuple[dict[str, str], CodebookContent, CodebookContent]:
    """Return which ids go into which, and both sides with the same ids for the same new codes.

    The id that is first in the alphabet stays, so that everybody who merges keeps the same one. The other one stays
    as a retired code that was merged into it: passages may be coded with it, and must find their way.
    """
    old = base.by_id()
    successors: dict[str, str] = {}
    places: dict[tuple[str | None, str], str] = {}
    in_mine = mine.by_id()
    for code in CodeTree(mine.codes):
        if code.id not in old and not code.merged_into:
            places.setdefault((code.parent_id, normalised_name(code.name)), code.id)
    for code in CodeTree(theirs.codes):
        if code.id in old or code.id in in_mine or code.merged_into:
            continue
        parent = _mine_of(successors, code.parent_id, in_mine)
        twin = places.get((parent, normalised_name(code.name)))
        if twin is not None and twin not in theirs.by_id() and twin not in successors.values():
            kept, gone = sorted((twin, code.id))
            successors[gone] = kept
    if not successors:
        return {}, mine, theirs
    return successors, _renamed(mine, successors), _renamed(theirs, successors)


def _mine_of(successors: Mapping[str, str], parent_id: str | None, in_mine: Mapping[str, Code]) -> str | None:
    """Return what the parent is called on my side."""
    if parent_id is None or parent_id in in_mine:
        return parent_id
    if parent_id in successors:
        return successors[parent_id]
    return next((gone for gone, kept in successors.items() if kept == parent_id and gone in in_mine), parent_id)


def _renamed(content: CodebookContent, successors: Mapping[str, str]) -> CodebookContent:
    codes: list[Code] = []
    for code in content.codes:
        fresh = replace(
            code,
            id=successors.get(code.id, code.id),
            parent_id=successors.get(code.parent_id or "", code.parent_id),
            merged_into=successors.get(code.merged_into or "", code.merged_into),
        )
        codes.append(fresh)
        if code.id in successors:
            codes.append(
                replace(
                    code,
                    parent_id=fresh.parent_id,
                    shortcut="",
                    status=CodeStatus.RETIRED,
                    merged_into=successors[code.id],
                )
            )
    links = tuple(
        replace(
            link,
            code_id=successors.get(link.code_id, link.code_id),
            target_id=successors.get(link.target_id, link.target_id),
        )
        for link in content.links
    )
    return replace(content, codes=tuple(codes), links=links)
