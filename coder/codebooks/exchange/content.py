"""Putting a codebook together from entries that were read from another format, under the rules of the YAML file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath

from coder.codebooks.file import CodebookFile, codebook_file, content_hash
from coder.codebooks.form import FORMAT, MOST_BYTES
from coder.codebooks.problems import Problem
from coder.domain.codebook import Code, Codebook, CodeLink
from coder.domain.ids import slug
from coder.errors import CodebookFileError

Entry = dict[str, object]
"""A code under the field names of the YAML file."""


def assembled(
    like: CodebookFile,
    entries: Sequence[Entry],
    fail: Callable[[list[Problem]], CodebookFileError],
    *,
    order: Sequence[str] | None = None,
) -> CodebookFile:
    """Return the codebook of `like` with other codes, in display order or in the order of the ids given.

    Raises what `fail` makes of the problems, as far as the entries break a rule of codebooks.
    """
    from coder.codebooks.model import validated

    book = like.codebook
    head: dict[str, object] = {"format": FORMAT, "id": book.id, "name": book.name, "version": book.version}
    model, problems = validated(head | {"codes": list(entries)})
    if model is None:
        raise fail(problems)
    codes = [
        Code(
            id=entry.id,
            codebook_id=book.id,
            parent_id=entry.parent or None,
            kind=entry.kind,
            name=entry.name,
            colour=entry.colour,
            shortcut=entry.shortcut,
            short_definition=entry.short_definition,
            full_definition=entry.full_definition,
            when_to_use=entry.when_to_use,
            when_not_to_use=entry.when_not_to_use,
            example_quotes=tuple(entry.example_quotes),
            key_terms=tuple(entry.key_terms),
            status=entry.status,
            merged_into=entry.merged_into or None,
            position=position,
        )
        for position, entry in enumerate(model.codes)
    ]
    links = [
        CodeLink(code_id=entry.id, type=link.type, target_id=link.to) for entry in model.codes for link in entry.links
    ]
    file = codebook_file(book, codes, links, like=like)
    return file if order is None else _in_order(file, order)


def new_codebook(name: str) -> Codebook:
    """Return the head of a codebook that is known by nothing but the name of its file."""
    stem = PurePath(name).stem.strip() or "Codebook"
    return Codebook(id=slug(stem) or "codebook", name=stem.replace("\0", ""))


def check_size(data: bytes, name: str) -> None:
    """Refuse what is too large to be a codebook."""
    if len(data) > MOST_BYTES:
        raise CodebookFileError(f"“{name}” is larger than {MOST_BYTES // 1_000_000} MB; it cannot be a codebook.")


def _in_order(file: CodebookFile, order: Sequence[str]) -> CodebookFile:
    """Return the file with its codes in the order of their ids; `order` must name each code once."""
    codes = file.by_id()
    place = {code_id: position for position, code_id in enumerate(order)}
    moved = replace(
        file,
        codes=tuple(replace(codes[code_id], position=position) for code_id, position in place.items()),
        links=tuple(sorted(file.links, key=lambda link: (place[link.code_id], link.type, link.target_id))),
    )
    return replace(moved, codebook=replace(moved.codebook, content_hash=content_hash(moved)))
