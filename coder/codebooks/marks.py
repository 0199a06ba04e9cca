"""Conflict marks as git's own, in a merged codebook that still has to be decided."""

from __future__ import annotations

from difflib import SequenceMatcher

_HASH = "content_hash: "


def with_marks(mine: str, theirs: str) -> str:
    """Return one merged codebook's text in which the lines that await a decision stand as in both sides.

    `mine` and `theirs` are the whole merged codebook with all conflicts decided for that side, so that everything
    outside the marks is merged already. The content hash is not marked: it is made anew when the file is written.
    """
    left, right = mine.splitlines(keepends=True), _with_hash_of(mine, theirs).splitlines(keepends=True)
    result: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right).get_opcodes():
        if what == "equal":
            result += left[a:b]
        else:
            result += ["<<<<<<< mine\n", *left[a:b], "=======\n", *right[c:d], ">>>>>>> theirs\n"]
    return "".join(result)


def _with_hash_of(mine: str, theirs: str) -> str:
    hashes = [next((line for line in text.splitlines() if line.startswith(_HASH)), _HASH) for text in (mine, theirs)]
    return theirs.replace(hashes[1], hashes[0], 1)
