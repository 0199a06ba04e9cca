"""Where a code may be moved in its tree, in the terms of the service that moves it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from coder.domain.codebook import CodeTree


@dataclass(frozen=True, slots=True)
class Move:
    """A wish to put a code under a parent (None is the top), at a place among its siblings without it."""

    code_id: str
    parent_id: str | None
    place: int


def parent_of(tree: CodeTree, code_id: str) -> str | None:
    """Return the id of the code under which a code is shown, or None at the top."""
    parent = tree[code_id].parent_id
    return parent if parent in tree else None


def siblings(tree: CodeTree, code_id: str, parent_id: str | None) -> list[str]:
    """Return the ids of the codes that a code would have beside it under a parent, in order and without it."""
    book = tree[code_id].codebook_id
    return [code.id for code in tree.children(parent_id) if code.codebook_id == book and code.id != code_id]


def move_beside(
    tree: CodeTree, code_id: str, parent_id: str | None, *, before: str | None = None, after: str | None = None
) -> Move | None:
    """Return the move that puts a code under a parent before or after another code there, or at the end.

    None if it may not be there (under itself, in another codebook) or is there already.
    """
    if not is_allowed(tree, code_id, parent_id):
        return None
    others = siblings(tree, code_id, parent_id)
    place = len(others)
    if before in others:
        place = others.index(before)
    elif after in others:
        place = others.index(after) + 1
    if parent_id == parent_of(tree, code_id) and place == _place_now(tree, code_id, parent_id):
        return None
    return Move(code_id, parent_id, place)


def is_allowed(tree: CodeTree, code_id: str, parent_id: str | None) -> bool:
    """Tell whether a code may stand under a parent: not under itself, and only in its own codebook."""
    if code_id not in tree:
        return False
    if parent_id is None:
        return True
    return (
        parent_id in tree
        and tree[parent_id].codebook_id == tree[code_id].codebook_id
        and parent_id not in tree.with_descendants(code_id)
    )


def move_step(tree: CodeTree, code_id: str, step: int, *, shown: Container[str]) -> Move | None:
    """Return the move that swaps a code with the shown sibling above (-1) or below (+1) it; None at an end."""
    parent_id = parent_of(tree, code_id)
    others = siblings(tree, code_id, parent_id)
    now = _place_now(tree, code_id, parent_id)
    if step < 0:
        above = [other for other in others[:now] if other in shown]
        return Move(code_id, parent_id, others.index(above[-1])) if above else None
    below = [other for other in others[now:] if other in shown]
    return Move(code_id, parent_id, others.index(below[0]) + 1) if below else None


def move_in(tree: CodeTree, code_id: str, *, shown: Container[str]) -> Move | None:
    """Return the move that puts a code under the shown sibling above it, at the end; None if there is none."""
    parent_id = parent_of(tree, code_id)
    now = _place_now(tree, code_id, parent_id)
    above = [other for other in siblings(tree, code_id, parent_id)[:now] if other in shown]
    return move_beside(tree, code_id, above[-1]) if above else None


def move_out(tree: CodeTree, code_id: str) -> Move | None:
    """Return the move that puts a code beside its parent, right after it; None at the top."""
    parent_id = parent_of(tree, code_id)
    if parent_id is None:
        return None
    return move_beside(tree, code_id, parent_of(tree, parent_id), after=parent_id)


def _place_now(tree: CodeTree, code_id: str, parent_id: str | None) -> int:
    book = tree[code_id].codebook_id
    return [code.id for code in tree.children(parent_id) if code.codebook_id == book].index(code_id)
