"""Codes and codebooks, and what the links between codes mean for roll-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from coder.domain.ids import new_id


class CodeKind(StrEnum):
    """What a code stands for in the evaluation's framework."""

    DOMAIN = "domain"
    THEME = "theme"
    OUTCOME = "outcome"
    DIMENSION = "output-dimension"
    OTHER = "other"


class LinkType(StrEnum):
    """How a code relates to another one outside the display tree."""

    BELONGS_TO_DOMAIN = "belongs-to-domain"
    COMES_FROM_DIMENSION = "comes-from-dimension"


class CodeStatus(StrEnum):
    """Where a code is in its life."""

    ACTIVE = "active"
    DRAFT = "draft"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A named set of codes; the id is permanent and the same in every project."""

    id: str
    name: str
    version: str = "1.0"
    description: str = ""
    content_hash: str = ""
    """Hash of the shared file's content that was taken in or published last."""
    shared_file: str = ""
    """Where the team keeps the shared file, or empty."""
    position: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A codebook entry (MacQueen's fields); the id is permanent, everything else may change."""

    id: str
    codebook_id: str
    parent_id: str | None = None
    kind: CodeKind = CodeKind.OTHER
    name: str
    colour: str = ""
    """`#rrggbb`, or empty to take the colour from the domain and theme."""
    shortcut: str = ""
    short_definition: str = ""
    full_definition: str = ""
    when_to_use: str = ""
    when_not_to_use: str = ""
    example_quotes: tuple[str, ...] = ()
    key_terms: tuple[str, ...] = ()
    status: CodeStatus = CodeStatus.ACTIVE
    merged_into: str | None = None
    position: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLink:
    """A typed link from one code to another."""

    id: str = field(default_factory=new_id)
    code_id: str
    type: LinkType
    target_id: str
    revision: int = 0


class CodeTree:
    """Codes by id with their display tree and links, for reading; siblings are in display order."""

    def __init__(self, codes: Iterable[Code], links: Iterable[CodeLink] = ()) -> None:
        self.codes: dict[str, Code] = {
            code.id: code for code in sorted(codes, key=lambda code: (code.position, code.name, code.id))
        }
        self._children: dict[str | None, list[Code]] = {}
        for code in self.codes.values():
            parent = code.parent_id if code.parent_id in self.codes else None
            self._children.setdefault(parent, []).append(code)
        self._links: dict[str, list[CodeLink]] = {}
        for link in links:
            self._links.setdefault(link.code_id, []).append(link)

    def __getitem__(self, code_id: str) -> Code:
        return self.codes[code_id]

    def __contains__(self, code_id: object) -> bool:
        return code_id in self.codes

    def __iter__(self) -> Iterator[Code]:
        """Yield all codes in display order, parents before their children."""
        stack = list(reversed(self.children(None)))
        while stack:
            code = stack.pop()
            yield code
            stack.extend(reversed(self.children(code.id)))

    def __len__(self) -> int:
        return len(self.codes)

    def children(self, code_id: str | None) -> list[Code]:
        """Return the codes directly under a code, or the top-level codes for None."""
        return self._children.get(code_id, [])

    def ancestors(self, code_id: str) -> list[Code]:
        """Return the codes above a code, the nearest first."""
        result: list[Code] = []
        seen = {code_id}
        parent = self.codes[code_id].parent_id
        while parent is not None and parent in self.codes and parent not in seen:
            seen.add(parent)
            result.append(self.codes[parent])
            parent = self.codes[parent].parent_id
        return result

    def path(self, code_id: str) -> list[Code]:
        """Return the code with everything above it, the top first."""
        return [*reversed(self.ancestors(code_id)), self.codes[code_id]]

    def with_descendants(self, code_id: str) -> set[str]:
        """Return the ids of a code and of everything below it in the tree."""
        result: set[str] = set()
        stack = [code_id]
        while stack:
            current = stack.pop()
            if current not in result:
                result.add(current)
                stack.extend(child.id for child in self.children(current))
        return result

    def domains(self, code_id: str) -> list[Code]:
        """Return the top-level domains for which a coding with this code counts.

        These are the domain at the top of its own branch, or the domains to which it or the nearest code
        above it is linked.
        """
        line = [self.codes[code_id], *self.ancestors(code_id)]
        own = [code for code in line if code.kind is CodeKind.DOMAIN]
        if own:
            return [own[-1]]
        for code in line:
            linked = [
                self.domains(link.target_id)[0]
                for link in self._links.get(code.id, [])
                if link.type is LinkType.BELONGS_TO_DOMAIN
                and link.target_id in self.codes
                and self.codes[link.target_id].kind is CodeKind.DOMAIN
            ]
            if linked:
                return list({code.id: code for code in linked}.values())
        return []

    def counting_for(self, code_id: str) -> set[str]:
        """Return the ids of all codes whose codings count for this code in a roll-up.

        These are the code, everything below it, and everything linked to one of these as to its domain or
        dimension (with what is below that). Links are not followed further: a domain's domain is not an outcome's.
        """
        within = self.with_descendants(code_id)
        result = set(within)
        for source, links in self._links.items():
            if source in self.codes and any(link.target_id in within for link in links):
                result |= self.with_descendants(source)
        return result

    def counts_for(self, code_id: str) -> set[str]:
        """Return the ids of all codes for which a coding with this code counts; the converse of `counting_for`."""
        line = [self.codes[code_id], *self.ancestors(code_id)]
        result = {code.id for code in line}
        for code in line:
            for link in self.links(code.id):
                if link.target_id in self.codes:
                    result.add(link.target_id)
                    result.update(above.id for above in self.ancestors(link.target_id))
        return result

    def theme(self, code_id: str) -> Code | None:
        """Return the nearest theme: the code itself or one above it."""
        line = [self.codes[code_id], *self.ancestors(code_id)]
        return next((code for code in line if code.kind is CodeKind.THEME), None)

    def links(self, code_id: str) -> list[CodeLink]:
        """Return the links from a code."""
        return self._links.get(code_id, [])
