"""A codebook's whole content at one moment, wherever it is kept: in a file, in a project, in an old version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coder.domain.codebook import Code, Codebook, CodeLink, LinkType
from coder.domain.ids import new_id
from coder.domain.search import folded

TEXT_FIELDS = (
    "name",
    "kind",
    "colour",
    "shortcut",
    "short_definition",
    "full_definition",
    "when_to_use",
    "when_not_to_use",
    "status",
    "merged_into",
    "parent_id",
)
"""Fields of a code with one value each."""

LIST_FIELDS = ("example_quotes", "key_terms")
"""Fields of a code with several values, which are merged one by one."""

MEANING_FIELDS = (
    "short_definition",
    "full_definition",
    "when_to_use",
    "when_not_to_use",
    "example_quotes",
)
"""Fields that say what a code means: when one changes, passages coded before may no longer fit.

Not the name: a code that is only called something else means what it meant."""

FIELD_NAMES = {
    "name": "name",
    "kind": "kind",
    "colour": "colour",
    "shortcut": "shortcut",
    "short_definition": "short definition",
    "full_definition": "full definition",
    "when_to_use": "when to use",
    "when_not_to_use": "when not to use",
    "status": "status",
    "merged_into": "merged into",
    "parent_id": "place",
    "example_quotes": "example quotes",
    "key_terms": "key terms",
    "links": "links",
    "description": "description",
    "existence": "whether it exists",
}
"""What people call a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One published version: who made it when, what changed and why."""

    version: str
    date: str
    """Day or moment as ISO 8601."""
    editor: str
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """What a file holds beside the codebook: comments and fields of one's own (`x-…`), by the code they belong to.

    The key is a code's id, or empty for the head of the file; the last comments of a file have the key "end".
    """

    comments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extras: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodebookContent:
    """A codebook with its codes and links; the codes are in display order, parents first, and numbered so."""

    codebook: Codebook
    codes: tuple[Code, ...] = ()
    links: tuple[CodeLink, ...] = ()
    parent_version: str = ""
    log: tuple[Release, ...] = ()
    notes: Notes = field(default_factory=Notes, compare=False)

    def by_id(self) -> dict[str, Code]:
        """Return the codes by id, in order."""
        return {code.id: code for code in self.codes}

    def links_of(self) -> dict[str, frozenset[tuple[LinkType, str]]]:
        """Return each code's links as type and target."""
        found: dict[str, set[tuple[LinkType, str]]] = {}
        for link in self.links:
            found.setdefault(link.code_id, set()).add((link.type, link.target_id))
        return {code_id: frozenset(links) for code_id, links in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookVersion:
    """A version that a project has seen, with its whole content: what changes are measured against."""

    id: str = field(default_factory=new_id)
    codebook_id: str
    version: str
    content_hash: str
    content: str
    """The codebook in a compact form that only the application reads."""
    seen_at: str
    revision: int = 0


def normalised_name(name: str) -> str:
    """Return a name for comparing: case, accents and blanks do not count."""
    return " ".join(folded(name).split())


def next_version(version: str) -> str:
    """Return the version that follows: the last number goes up by one ("1.9" becomes "1.10")."""
    head, dot, last = version.rpartition(".")
    if last.isdecimal():
        return f"{head}{dot}{int(last) + 1}"
    return f"{version}.1"


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return what versions are sorted by: numbers as numbers."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in version.split("."))
