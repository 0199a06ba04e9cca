"""Which parts the report has on what is coded: the same for the file and for the window where findings are written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from coder.domain.codebook import Code, CodeKind
from coder.services.tables import AnalysisData


@dataclass(frozen=True, slots=True)
class Home:
    """A part with the parts below it."""

    key: str
    """A code's id, or a codebook's for what stands under no code."""
    name: str
    codes: tuple[str, ...]
    """The ids of the codes that have a part below it, in order."""
    code: Code | None = None


def homes(data: AnalysisData, covered: Collection[str], written: Collection[str]) -> list[Home]:
    """Return the parts, in order, from the codes that coverage is about and the subjects that a finding is written on.

    These are the top domains with the outcomes that count for them, then, for each codebook, the outcomes outside of
    every domain. Sub-domains have a part if they are used or written on. Of a codebook without our kinds, codes at the
    top with something below them stand in the place of domains.
    """
    from coder.analysis.counting import plain_codebooks

    tree, plain = data.tree, plain_codebooks(data.tree)
    used = set(data.counting.codings.code_id)
    above = {code.id: tree.domains(code.id) for code in tree}
    roots = {tree.path(code_id)[0].id for code_id in covered if tree[code_id].codebook_id in plain}
    roots = {root for root in roots if any(each != root and each in covered for each in tree.with_descendants(root))}
    tops = [
        code
        for code in tree
        if code.id in roots or (code.kind is CodeKind.DOMAIN and [each.id for each in above[code.id]] == [code.id])
    ]
    under: dict[str, list[str]] = {code.id: [] for code in tops}
    outside: dict[str, list[str]] = {}
    for code_id in covered:
        code = tree[code_id]
        line = tree.path(code_id)[:1] if code.codebook_id in plain else above[code_id]
        home = next((each.id for each in line if each.id in under), None)
        if home is None:
            outside.setdefault(code.codebook_id, []).append(code_id)
        elif home != code_id:
            under[home].append(code_id)
    for code in tree:
        below = code.kind is CodeKind.DOMAIN and code.id not in under and code.id not in covered
        if below and above[code.id] and (code.id in written or code.id in used):
            under[above[code.id][0].id].append(code.id)
    found = [Home(code.id, code.name, tuple(under[code.id]), code) for code in tops]
    books = {book.id: book.name for book in data.codebooks}
    for book_id in [*(book for book in books if book in outside), *(book for book in outside if book not in books)]:
        name = books.get(book_id, book_id)
        beside = any(code.codebook_id == book_id for code in tops)
        word = "other codes" if book_id in plain else "outside the domains"
        found.append(Home(book_id, f"{name}: {word}" if beside else name, tuple(outside[book_id])))
    return found
