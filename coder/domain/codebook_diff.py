"""What is different between two states of a codebook, told code by code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from coder.domain.codebook import Code, CodeStatus
from coder.domain.content import FIELD_NAMES, LIST_FIELDS, MEANING_FIELDS, TEXT_FIELDS, CodebookContent


class Difference(StrEnum):
    """What happened to a code."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    MERGED = "merged"
    RETIRED = "retired"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CodeDifference:
    """All that is different about one code; an empty id stands for the codebook itself."""

    code_id: str
    name: str
    what: Difference
    fields: tuple[FieldChange, ...] = ()

    @property
    def meaning_changed(self) -> bool:
        """Tell whether the code means something else now."""
        return any(change.field in MEANING_FIELDS for change in self.fields)

    @property
    def sentence(self) -> str:
        """Say in a few words what happened."""
        if self.what is Difference.MERGED:
            into = next((change.after for change in self.fields if change.field == "merged_into"), "")
            return f"merged into {into}"
        named = ", ".join(FIELD_NAMES[change.field] for change in self.fields)
        return f"{self.what}: {named}" if self.what in (Difference.CHANGED, Difference.MOVED) else str(self.what)


def differences(old: CodebookContent, new: CodebookContent) -> list[CodeDifference]:
    """Return what is different in `new`, in its order; what is gone comes last. Order alone does not count."""
    before, after = old.by_id(), new.by_id()
    old_links, new_links = old.links_of(), new.links_of()
    result = list(_of_head(old, new))
    for code_id, code in after.items():
        was = before.get(code_id)
        if was is None:
            result.append(CodeDifference(code_id, code.name, Difference.ADDED, tuple(_filled(code))))
            continue
        fields = list(_changed(was, code))
        one, other = old_links.get(code_id, frozenset()), new_links.get(code_id, frozenset())
        if one != other:
            fields.append(FieldChange("links", _links(one), _links(other)))
        if fields:
            result.append(CodeDifference(code_id, code.name, _kind(was, code, fields), tuple(fields)))
    result += [
        CodeDifference(code_id, code.name, Difference.REMOVED)
        for code_id, code in before.items()
        if code_id not in after
    ]
    return result


def what_changed(found: list[CodeDifference], *, most: int = 6) -> str:
    """Return one line for a change log: what happened to which codes."""
    parts = [f"{item.name}: {item.sentence}" for item in found]
    more = f"; and {len(parts) - most} more" if len(parts) > most else ""
    return "; ".join(parts[:most]) + more


def value_text(code: Code, field: str) -> str:
    """Return a field's value as text; lists have one value on each line."""
    value = getattr(code, field)
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value or "")


def _of_head(old: CodebookContent, new: CodebookContent) -> Iterator[CodeDifference]:
    fields = tuple(
        FieldChange(field, getattr(old.codebook, field), getattr(new.codebook, field))
        for field in ("name", "description")
        if getattr(old.codebook, field) != getattr(new.codebook, field)
    )
    if fields:
        yield CodeDifference("", new.codebook.name, Difference.CHANGED, fields)


def _changed(was: Code, now: Code) -> Iterator[FieldChange]:
    for field in (*TEXT_FIELDS, *LIST_FIELDS):
        before, after = value_text(was, field), value_text(now, field)
        if before != after:
            yield FieldChange(field, before, after)


def _filled(code: Code) -> Iterator[FieldChange]:
    for field in (*TEXT_FIELDS, *LIST_FIELDS):
        if field != "status" and (after := value_text(code, field)):
            yield FieldChange(field, "", after)


def _kind(was: Code, now: Code, fields: list[FieldChange]) -> Difference:
    if now.merged_into and now.merged_into != was.merged_into:
        return Difference.MERGED
    if now.status is CodeStatus.RETIRED and was.status is not CodeStatus.RETIRED:
        return Difference.RETIRED
    if was.status is CodeStatus.RETIRED and now.status is not CodeStatus.RETIRED:
        return Difference.RESTORED
    if [change.field for change in fields] == ["parent_id"]:
        return Difference.MOVED
    return Difference.CHANGED


def _links(links: frozenset[tuple[object, str]]) -> str:
    return "\n".join(sorted(f"{kind} {target}" for kind, target in links))
