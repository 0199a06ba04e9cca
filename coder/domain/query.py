"""Questions about the codings: what to narrow evidence and tables to, kept with the project under a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from coder.domain.coding import Direction, Review, Strength
from coder.domain.transcript import SpeakerRole
from coder.errors import InvalidValueError

NONE = ""
"""Stands for what has no group, direction or strength."""


class Relation(StrEnum):
    """How passages with one code stand to those with another."""

    AND = "and"
    """They share at least one character."""
    NOT = "not"
    """They share none."""
    NEAR = "near"
    """They lie in the same turn, or not more than some turns apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What codings are asked for; everything that is said must fit, and what is left empty asks for nothing.

    Of several values in one field, one must fit. With a second code, the answer is those codings with the first
    that stand in this relation to any coding with the second.
    """

    code_id: str | None = None
    with_descendants: bool = True
    """Take in all codings that count for a code: below it, or linked to it."""
    relation: Relation | None = None
    other_code_id: str | None = None
    within_turns: int = 0
    """For near: how many turns apart at most; 0 is the same turn."""
    groups: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    """Each as `name: value`; values of one name are alternatives, different names must all fit one person."""
    participant_ids: tuple[str, ...] = ()
    roles: tuple[SpeakerRole, ...] = ()
    """Roles of those who speak in the passage."""
    transcript_ids: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    coder_ids: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()
    coded_from: str = ""
    """First day of the coding, as `yyyy-mm-dd`; both days are taken in."""
    coded_to: str = ""
    held_from: str = ""
    """First day of the conversation; conversations without a date do not fit then."""
    held_to: str = ""
    older: bool = False
    """Only what was coded under an older definition and not looked at since."""

    def __post_init__(self) -> None:
        if (self.relation is None) != (self.other_code_id is None):
            raise InvalidValueError("Two codes are compared by “and”, “not” or “near”; give both, or neither.")
        if self.relation is not None and self.code_id is None:
            raise InvalidValueError("To compare two codes, choose the first one, too.")
        if self.within_turns < 0:
            raise InvalidValueError("Passages cannot be less than 0 turns apart.")
        _check_known("direction", self.directions, (NONE, *Direction))
        _check_known("strength", self.strengths, (NONE, *Strength))
        for name in ("coded_from", "coded_to", "held_from", "held_to"):
            _check_day(getattr(self, name))
        for each in self.attributes:
            if not all(part.strip() for part in each.partition(":")):
                raise InvalidValueError(f"“{each}” is no attribute; write it as “name: value”.")

    def to_json(self) -> str:
        """Return the query as JSON, without what it leaves open."""
        kept = {
            field.name: list(value) if isinstance(value := getattr(self, field.name), tuple) else value
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Query:
        """Read a query back; raises `InvalidValueError` for what is no query of this version."""
        try:
            found: Any = json.loads(text)
        except (ValueError, RecursionError):
            raise InvalidValueError("This saved query is damaged; delete it and make it anew.") from None
        if not isinstance(found, dict):
            raise InvalidValueError("This saved query is damaged; delete it and make it anew.")
        return cls(**_values(found))

    def is_empty(self) -> bool:
        """Tell whether it asks for nothing, so that everything fits."""
        return self == Query()


def attribute(text: str) -> tuple[str, str]:
    """Return name and value of an attribute that is kept as `name: value`."""
    name, _, value = text.partition(":")
    return name.strip(), value.strip()


def _values(found: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name: field for field in fields(Query)}
    unknown = [name for name in found if name not in known]
    if unknown:
        named = ", ".join(f"“{name}”" for name in unknown)
        raise InvalidValueError(
            f"This saved query asks for {named}, which this version of Coder does not know. Update Coder, or make the "
            "query anew."
        )
    values: dict[str, Any] = {}
    for name, value in found.items():
        default = known[name].default
        if isinstance(default, tuple):
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                raise _unfit(name)
            values[name] = tuple(_enum(name, each) for each in value)
        elif default is None:
            if value is not None and not isinstance(value, str):
                raise _unfit(name)
            values[name] = value if value is None else _enum(name, value)
        elif type(value) is not type(default):
            raise _unfit(name)
        else:
            values[name] = value
    return values


_ENUMS: Mapping[str, type[StrEnum]] = {"relation": Relation, "roles": SpeakerRole, "reviews": Review}


def _enum(name: str, value: str) -> object:
    kind = _ENUMS.get(name)
    if kind is None:
        return value
    try:
        return kind(value)
    except ValueError:
        raise _unfit(name) from None


def _unfit(name: str) -> InvalidValueError:
    return InvalidValueError(f"What this saved query says of “{name}” makes no sense; make the query anew.")


def _check_known(what: str, values: tuple[str, ...], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            raise InvalidValueError(f"There is no {what} “{value}”. There are: {', '.join(filter(None, known))}.")


def _check_day(text: str) -> None:
    if text:
        try:
            valid = date.fromisoformat(text).isoformat() == text
        except ValueError:
            valid = False
        if not valid:
            raise InvalidValueError(f"“{text}” is not a day; write it as 2026-03-12.")
