"""The rules for a codebook file: fields and their values as pydantic models, and what ties entries together.

Imported only when a file is read or written, because pydantic takes a moment to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from coder.codebooks.form import FORMAT
from coder.codebooks.problems import MOST_SHOWN, Path, Problem, quoted
from coder.domain.codebook import CodeKind, CodeStatus, LinkType
from coder.domain.colour import is_colour

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_LONGEST_ID = 100


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("codebook", "{message}", {"message": message})


def _storable(text: str) -> str:
    if "\x00" in text:
        raise _wrong("holds a character that is not text (NUL)")
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise _wrong("is empty")
    return text


def _permanent_id(text: str) -> str:
    if not _ID.fullmatch(text) or len(text) > _LONGEST_ID:
        raise _wrong(f"{quoted(text)} is not an id; use lower-case letters, digits and hyphens, such as “night-visits”")
    return text


def _colour(text: str) -> str:
    if text and not is_colour(text):
        raise _wrong(f'{quoted(text)} is not a colour; write it as "#2f8f5b", in quotes')
    return text


def _this_format(text: str) -> str:
    if text != FORMAT:
        raise _wrong(f"{quoted(text)} is not a codebook format; write “{FORMAT}”")
    return text


Text = Annotated[str, AfterValidator(_storable)]
Filled = Annotated[Text, AfterValidator(_filled)]
Id = Annotated[str, AfterValidator(_permanent_id)]
Colour = Annotated[str, AfterValidator(_colour)]
Format = Annotated[str, AfterValidator(_this_format)]


class Entry(BaseModel):
    """What all parts of the file share: unknown fields are errors, but not those that begin with `x-`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_notes(cls, data: Any) -> Any:
        """Leave out `x-` fields, and optional fields that are there but have no value."""
        if not isinstance(data, dict):
            return data
        optional = {name for name, field in cls.model_fields.items() if not field.is_required()}
        return {
            key: value
            for key, value in data.items()
            if not key.startswith("x-") and not (value is None and key in optional)
        }


class LinkEntry(Entry):
    """A typed link to another code."""

    type: LinkType
    to: Id


class CodeEntry(Entry):
    """One code."""

    id: Id
    kind: CodeKind = CodeKind.OTHER
    parent: str = ""
    name: Filled
    colour: Colour = ""
    shortcut: Text = ""
    short_definition: Text = ""
    full_definition: Text = ""
    when_to_use: Text = ""
    when_not_to_use: Text = ""
    example_quotes: list[Filled] = []
    key_terms: list[Filled] = []
    links: list[LinkEntry] = []
    status: CodeStatus = CodeStatus.ACTIVE
    merged_into: str = ""


class LogEntry(Entry):
    """One line of the change log: who published which version when, what changed and why."""

    version: Filled
    date: Filled
    editor: Filled
    what: Text = ""
    why: Text = ""


class CodebookModel(Entry):
    """The whole file."""

    format: Format
    id: Id
    name: Filled
    version: Filled
    parent_version: Text = ""
    content_hash: Text = ""
    description: Text = ""
    log: list[LogEntry] = []
    codes: list[CodeEntry]


def validated(data: dict[str, object]) -> tuple[CodebookModel | None, list[Problem]]:
    """Return the model if the data keep every rule, and all the problems if not."""
    problems: list[Problem] = []
    model: CodebookModel | None = None
    try:
        model = CodebookModel.model_validate(data)
    except ValidationError as error:
        problems += [_problem(details, data) for details in error.errors(include_url=False)]
    codes = data.get("codes")
    if isinstance(codes, list):
        problems += _Ties(codes).problems()
    return (None if problems else model), problems


def _problem(details: ErrorDetails, data: object) -> Problem:
    """Put one of pydantic's errors into the words of the person who edits the file."""
    path: Path = tuple(details["loc"])
    kind, value = details["type"], details["input"]
    if kind == "codebook":
        return Problem(path, details["msg"])
    if kind == "missing":
        return Problem(path, "is missing")
    if kind == "extra_forbidden":
        return Problem(path, _unknown(str(path[-1]), path))
    if value is None:
        return Problem(path, "has no value")
    if kind == "enum":
        known = details.get("ctx", {}).get("expected", "").replace("'", "")
        return Problem(path, f"{quoted(str(value))} is unknown; choose {known}" if isinstance(value, str) else _TEXT)
    if kind == "string_unicode":
        return Problem(path, "holds half of a character")
    if kind == "string_type":
        return Problem(path, _TEXT)
    if kind == "list_type":
        return Problem(path, "must be a list: one item on each line, after a hyphen and a blank")
    return Problem(path, "must have fields such as “name: …”, each on a line of its own")


_TEXT = "must be a text; put it in quotes if it holds a colon or begins with a bracket or a hyphen"


def _unknown(field: str, path: Path) -> str:
    within = path[:-1]
    model: type[Entry] = (
        LinkEntry if "links" in within else LogEntry if "log" in within else CodeEntry if within else CodebookModel
    )
    near = get_close_matches(field, model.model_fields, n=1)
    return "is not a field of a codebook" + (
        f"; is it “{near[0]}”?" if near else " (fields of your own begin with “x-”)"
    )


class _Ties:
    """What must hold between codes; looks at the data so that it works beside other problems."""

    def __init__(self, codes: list[object]) -> None:
        self._codes = [(index, code) for index, code in enumerate(codes) if isinstance(code, dict)]
        self._first: dict[str, int] = {}
        self._guesses = MOST_SHOWN
        for index, code in self._codes:
            if isinstance(code.get("id"), str):
                self._first.setdefault(code["id"], index)

    def problems(self) -> list[Problem]:
        """Return everything that is wrong between codes."""
        return [*self._repeated(), *self._pointing("parent"), *self._pointing("merged_into"), *self._linked()]

    def _repeated(self) -> Iterator[Problem]:
        shortcuts: dict[str, str] = {}
        for index, code in self._codes:
            code_id, shortcut = code.get("id"), code.get("shortcut")
            if isinstance(code_id, str) and self._first[code_id] != index:
                first = self._first[code_id] + 1
                yield Problem(("codes", index, "id"), f"is the id of entry {first} already; every code needs its own")
            if isinstance(shortcut, str) and shortcut.strip():
                owner = shortcuts.setdefault(shortcut.strip().casefold(), str(code_id))
                if owner != code_id:
                    yield Problem(("codes", index, "shortcut"), f"is the shortcut of {quoted(owner)} already")

    def _pointing(self, field: str) -> Iterator[Problem]:
        """Check that the parents, or what codes are merged into, exist and never come back in a circle."""
        targets: dict[str, str] = {}
        for index, code in self._codes:
            code_id, target = code.get("id"), code.get(field)
            if not isinstance(target, str) or not target:
                continue
            if target not in self._first:
                yield Problem(("codes", index, field), self._not_there(target))
            elif isinstance(code_id, str) and self._first[code_id] == index:
                targets[code_id] = target
        known: set[str] = set()
        for start in targets:
            walk: dict[str, None] = {}
            current = start
            while current in targets and current not in known and current not in walk:
                walk[current] = None
                current = targets[current]
            if current in walk:
                yield self._circle(list(walk)[list(walk).index(current) :], field)
            known.update(walk)

    def _circle(self, ids: list[str], field: str) -> Problem:
        """Tell of a circle at the code of it that comes first in the file."""
        at = ids.index(min(ids, key=self._first.__getitem__))
        ids = ids[at:] + ids[:at]
        way = " → ".join([*ids[:6], *(["…"] if len(ids) > 6 else []), ids[0]])
        return Problem(("codes", self._first[ids[0]], field), f"leads back to the code itself ({way})")

    def _linked(self) -> Iterator[Problem]:
        for index, code in self._codes:
            links = code.get("links")
            met: set[tuple[object, str]] = set()
            for place, link in enumerate(links if isinstance(links, list) else []):
                target = link.get("to") if isinstance(link, dict) else None
                if not isinstance(target, str):
                    continue
                path = ("codes", index, "links", place, "to")
                kind = link.get("type")
                if target not in self._first:
                    if _ID.fullmatch(target):
                        yield Problem(path, self._not_there(target))
                elif target == code.get("id"):
                    yield Problem(path, "links the code to itself")
                elif isinstance(kind, str) and (kind, target) in met:
                    yield Problem(path, f"{quoted(target)} is linked twice in this way; keep one")
                if isinstance(kind, str):
                    met.add((kind, target))

    def _not_there(self, target: str) -> str:
        # To guess takes a while in a large codebook, and more problems than these are not told.
        self._guesses -= 1
        near = get_close_matches(target, self._first, n=1) if self._guesses >= 0 else []
        return f"{quoted(target)} is not in this codebook" + (f"; is it {quoted(near[0])}?" if near else "")
