"""Single fields of a code: what is wrong with a value before it is written, and the status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code, CodeStatus
from coder.domain.colour import is_colour
from coder.errors import InvalidValueError
from coder.services import lookup
from coder.services.codebook.codebook_editing import free_name
from coder.services.project import Project

_WHAT = {CodeStatus.ACTIVE: "Take into use", CodeStatus.DRAFT: "Make a draft of", CodeStatus.RETIRED: "Retire"}


def field_problem(codes: Sequence[Code], code: Code, *, field: str, value: object) -> str:
    """Say why a value cannot be written into a field of a code among these; empty if it can."""
    text = " ".join(str(value).split())
    if field == "name":
        return name_problem(codes, text, parent_id=code.parent_id, but=code.id)
    if field == "colour" and text and not is_colour(text):
        return "Write it as #2f8f5b"
    if field == "shortcut" and text:
        other = next((o for o in codes if o.id != code.id and o.shortcut.strip().casefold() == text.casefold()), None)
        return f"“{text}” is the shortcut of “{other.name}”" if other is not None else ""
    return ""


def name_problem(codes: Sequence[Code], name: str, *, parent_id: str | None, but: str = "") -> str:
    """Say why a code under a parent (None is the top) cannot have a name; empty if it can."""
    try:
        free_name(codes, name, parent_id, but=but)
    except InvalidValueError as error:
        return error.message.rstrip(".")
    return ""


def set_status(project: Project, *, code_id: str, status: CodeStatus) -> ChangeSet:
    """Say whether a code is in use, a draft or retired; its codings stay, and only a retired one has a successor."""
    with project.action("Change status") as action:
        before = lookup.code(action.rows, code_id)
        action.rename(f"{_WHAT[status]} code “{before.name}”")
        kept = before.merged_into if status is CodeStatus.RETIRED else None
        action.rows.put(before, replace(before, status=status, merged_into=kept))
    return action.changes
