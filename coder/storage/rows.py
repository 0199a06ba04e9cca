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
    """Return domain rows from result rows whose columns are in the order of the dataclass's fields."""
    decoders = _DECODERS[kind]
    names = tuple(field.name for field in fields(kind))
    if not decoders:
        return [kind(**dict(zip(names, record, strict=True))) for record in found]
    result: list[R] = []
    for record in found:
        values = dict(zip(names, record, strict=True))
        for name, decode in decoders:
            value = values[name]
            if value is not None:
                values[name] = decode(value)
        result.append(kind(**values))
    return result


def columns_of(kind: type[Any]) -> list[Any]:
    """Return the table's columns in the order of the dataclass's fields."""
    table = table_of(kind)
    return [table.c[field.name] for field in fields(kind)]


def _shape(kind: type[Row]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], list[tuple[str, Any]]]:
    names = tuple(field.name for field in fields(kind))
    hints = typing.get_type_hints(kind)
    encoders = [(name, _to_json) for name in names if typing.get_origin(hints[name]) is tuple]
    return names, cast(Callable[[Any], tuple[Any, ...]], attrgetter(*names)), encoders


def _decoders(kind: type[Row]) -> list[tuple[str, Callable[[Any], Any]]]:
    result: list[tuple[str, Callable[[Any], Any]]] = []
    for name, hint in typing.get_type_hints(kind).items():
        options = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
        for option in options:
            if typing.get_origin(option) is tuple:
                result.append((name, _from_json))
            elif isinstance(option, type) and issubclass(option, StrEnum):
                result.append((name, option._value2member_map_.__getitem__))
    return result


def _to_json(value: tuple[Any, ...]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _from_json(value: str) -> tuple[Any, ...]:
    return tuple(json.loads(value))


_SHAPES: Mapping[type[Any], Any] = {kind: _shape(kind) for kind in TABLES}
_DECODERS: Mapping[type[Any], list[tuple[str, Callable[[Any], Any]]]] = {kind: _decoders(kind) for kind in TABLES}
