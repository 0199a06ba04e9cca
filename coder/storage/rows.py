"""The way between the domain's rows and the tables' values."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeVar, cast

from sqlalchemy import Table

from coder.domain.changes import Row
from coder.domain.codebook import Code, Codebook, CodeLink
from coder.domain.coding import Coder, Coding
from coder.domain.content import CodebookVersion
from coder.domain.project import ProjectInfo
from coder.domain.suggestion import Decision, OfferRule
from coder.domain.transcript import Participant, SourceMap, Speaker, Transcript, Turn
from coder.domain.writing import Finding, SavedQuery, Summary
from coder.storage import tables
from coder.storage.failures import UnreadableRowError

R = TypeVar("R", bound=Row)

TABLES: Mapping[type[Any], type[tables.Row]] = {
    ProjectInfo: tables.ProjectTable,
    Coder: tables.CoderTable,
    Participant: tables.ParticipantTable,
    Transcript: tables.TranscriptTable,
    Speaker: tables.SpeakerTable,
    Turn: tables.TurnTable,
    SourceMap: tables.SourceMapTable,
    Codebook: tables.CodebookTable,
    CodebookVersion: tables.CodebookVersionTable,
    Code: tables.CodeTable,
    CodeLink: tables.CodeLinkTable,
    Coding: tables.CodingTable,
    Decision: tables.DecisionTable,
    OfferRule: tables.OfferRuleTable,
    SavedQuery: tables.SavedQueryTable,
    Summary: tables.SummaryTable,
    Finding: tables.FindingTable,
}


def table_of(kind: type[Any]) -> Table:
    """Return the Core table in which rows of a kind are kept."""
    return cast(Table, TABLES[kind].__table__)  # type: ignore[attr-defined]  # SQLModel sets it at class creation


def values_of(row: Row) -> dict[str, Any]:
    """Return a row as the values of its table's columns."""
    names, get, encoders = _SHAPES[type(row)]
    values = dict(zip(names, get(row), strict=True))
    for name, encode in encoders:
        values[name] = encode(values[name])
    return values


def rows_from(kind: type[R], found: Iterable[Any]) -> list[R]:
    """Return domain rows from result rows whose columns are in the order of the dataclass's fields.

    Raises `UnreadableRowError` for a value that its field cannot hold: files are edited by other programs, too.
    """
    decoders, accepted = _DECODERS[kind], _ACCEPTED[kind]
    names = tuple(field.name for field in fields(kind))
    has_place = {"start", "end"} <= {*names}
    # What types a row's values have is nearly always the same, so each combination is looked at once.
    known: set[tuple[type, ...]] = set()
    result: list[R] = []
    for record in found:
        shape = tuple(map(type, record))
        if shape not in known:
            for name, kinds, value in zip(names, accepted, shape, strict=True):
                if value not in kinds:
                    raise unreadable(kind, name)
            known.add(shape)
        values = dict(zip(names, record, strict=True))
        if has_place and not 0 <= values["start"] < values["end"]:
            raise unreadable(kind, "start")
        for name, decode in decoders:
            value = values[name]
            if value is not None:
                try:
                    values[name] = decode(value)
                except (KeyError, TypeError, ValueError, RecursionError):
                    raise unreadable(kind, name) from None
        result.append(kind(**values))
    return result


def unreadable(kind: type[Any], name: str) -> UnreadableRowError:
    """Return the error for a value that a field of a kind of row cannot hold."""
    return UnreadableRowError(f"what stands in “{name}” of a row of “{table_of(kind).name}” is not what belongs there")


def value_types(kind: type[Any], name: str) -> frozenset[type]:
    """Return the types that a field's values have in the file."""
    return _ACCEPTED[kind][[field.name for field in fields(kind)].index(name)]


def known_values(kind: type[Any], name: str) -> frozenset[str] | None:
    """Return all values of a field that has a fixed set of them, or None."""
    return _KNOWN[kind].get(name)


def columns_of(kind: type[Any]) -> list[Any]:
    """Return the table's columns in the order of the dataclass's fields."""
    table = table_of(kind)
    return [table.c[field.name] for field in fields(kind)]


def _shape(kind: type[Row]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], list[tuple[str, Any]]]:
    names = tuple(field.name for field in fields(kind))
    hints = typing.get_type_hints(kind)
    encoders = [(name, _to_json) for name in names if typing.get_origin(hints[name]) is tuple]
    return names, cast(Callable[[Any], tuple[Any, ...]], attrgetter(*names)), encoders


def _options(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)


def _decoders(kind: type[Row]) -> list[tuple[str, Callable[[Any], Any]]]:
    result: list[tuple[str, Callable[[Any], Any]]] = []
    for name, hint in typing.get_type_hints(kind).items():
        for option in _options(hint):
            if typing.get_origin(option) is tuple:
                result.append((name, _texts_from_json if typing.get_args(option)[:1] == (str,) else _from_json))
            elif isinstance(option, type) and issubclass(option, StrEnum):
                result.append((name, option._value2member_map_.__getitem__))
    return result


def _accepted(kind: type[Row]) -> list[frozenset[type]]:
    hints = typing.get_type_hints(kind)
    return [
        frozenset(stored for option in _options(hints[each.name]) for stored in _stored(option))
        for each in fields(kind)
    ]


def _stored(option: Any) -> tuple[type, ...]:
    """Return what a value of a field's type is in the file; a whole number may stand where a decimal is meant."""
    if option is float:
        return (float, int)
    if option is bool:
        return (int,)
    return (option,) if option in (int, bytes, type(None)) else (str,)


def _known(kind: type[Row]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(option)
        for name, hint in typing.get_type_hints(kind).items()
        for option in _options(hint)
        if isinstance(option, type) and issubclass(option, StrEnum)
    }


def _to_json(value: tuple[Any, ...]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _from_json(value: str) -> tuple[Any, ...]:
    found = json.loads(value)
    if not isinstance(found, list):
        raise TypeError
    return tuple(found)


def _texts_from_json(value: str) -> tuple[str, ...]:
    found = _from_json(value)
    if not all(isinstance(item, str) for item in found):
        raise TypeError
    return found


_SHAPES: Mapping[type[Any], Any] = {kind: _shape(kind) for kind in TABLES}
_DECODERS: Mapping[type[Any], list[tuple[str, Callable[[Any], Any]]]] = {kind: _decoders(kind) for kind in TABLES}
_ACCEPTED: Mapping[type[Any], list[frozenset[type]]] = {kind: _accepted(kind) for kind in TABLES}
_KNOWN: Mapping[type[Any], Mapping[str, frozenset[str]]] = {kind: _known(kind) for kind in TABLES}
