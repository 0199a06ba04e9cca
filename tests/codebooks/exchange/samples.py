"""Codebooks to convert: the shipped ones, a small one with everything in it, and any that a team could write."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from coder.codebooks import CodebookFile, codebook_file, parse_codebook, read_codebook, write_codebook
from coder.domain.codebook import Code, Codebook, CodeKind, CodeStatus, LinkType
from coder.domain.content import Release
from coder.shipped import codebooks_folder
from tests.helpers.builders import a_codebook, a_link

SMALL = """\
format: coder-codebook/1
id: small
name: Small & “tidy”
version: "1.2"
parent_version: "1.1"
description: Two lines of text.
log:
  - {version: "1.2", date: "2026-03-02", editor: Rosa, what: New quotes, why: The team asked}
codes:
  - id: growth
    kind: domain
    name: Growth
    colour: "#2f8f5b"
    shortcut: g
    short_definition: How people develop.
  - id: peer-learning
    kind: outcome
    parent: growth
    name: "Peer learning: by doing"
    short_definition: Learning from each other.
    full_definition: "One line.\\n\\nWhen to use: not a label here.\\n- not a list"
    when_to_use: When somebody learns <from> a peer.
    when_not_to_use: "=SUM(A1) is not run."
    example_quotes: [I learnt it from Rosa., "She said:\\n“just try”."]
    key_terms: [learn, "+ try", "'tis"]
    links: [{type: belongs-to-domain, to: growth}, {type: comes-from-dimension, to: visits}]
  - {id: visits, kind: output-dimension, name: Night visits, status: draft}
  - {id: old, name: Old, status: retired, merged_into: peer-learning}
"""


def small() -> CodebookFile:
    return parse_codebook(SMALL, "small.yaml")


def shipped(name: str) -> CodebookFile:
    return read_codebook(codebooks_folder() / f"{name}.yaml")


def without_positions(file: CodebookFile) -> dict[str, dict[str, Any]]:
    """Return what the codes say, by name, without their ids."""
    return {
        code.name: {
            "kind": code.kind,
            "colour": code.colour,
            "short_definition": code.short_definition,
            "full_definition": code.full_definition,
            "when_to_use": code.when_to_use,
            "when_not_to_use": code.when_not_to_use,
            "example_quotes": code.example_quotes,
            "key_terms": code.key_terms,
        }
        for code in file.codes
    }


def texts(*, smallest: int = 0) -> st.SearchStrategy[str]:
    """Give texts with all that could be taken for something else by a format or a spreadsheet."""
    nasty = [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "\x0b",
        "\x01",
        "  ",
        "- ",
        "\\",
        "'",
        "=1+1",
        "@x",
        '"',
        ";",
        ",",
        "<b>",
    ]
    nasty += ["&amp;", "]]>", "When to use: ", "Key terms:", "Kind: domain", "_x000D_", "_x005F_x000D_", "😀", "\ufeff"]
    nasty += ['[Coder, please keep: {"id": "x"}]', "\u2028", "\x85"]
    words = st.sampled_from(["care", "the", "Rosa", "co-production", "we’ve"])
    parts = st.one_of(
        words, st.sampled_from(nasty), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=3)
    )
    joined = st.tuples(st.sampled_from(["", " "]), st.lists(parts, max_size=8)).map(lambda pair: pair[0].join(pair[1]))
    return joined.filter(lambda text: len(text.strip()) >= smallest)


IDS = ["a", "growth", "night-visits", "x1", "trust", "zz-9"]


@st.composite
def files(draw: st.DrawFn, *, fewest: int = 0) -> CodebookFile:
    """Give codebooks as they are read from a file."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=fewest, max_size=len(IDS)))
    codes = []
    for position, code_id in enumerate(ids):
        earlier = st.none() | st.sampled_from(ids[:position]) if position else st.none()
        codes.append(
            Code(
                id=code_id,
                codebook_id="book",
                parent_id=draw(earlier),
                kind=draw(st.sampled_from(CodeKind)),
                name=draw(texts(smallest=1)),
                colour=draw(st.sampled_from(["", "#2f8f5b", "#ABCDEF"])),
                shortcut=draw(st.sampled_from(["", f"{position}"])),
                short_definition=draw(texts()),
                full_definition=draw(texts()),
                when_to_use=draw(texts()),
                when_not_to_use=draw(texts()),
                example_quotes=tuple(draw(st.lists(texts(smallest=1), max_size=3))),
                key_terms=tuple(draw(st.lists(texts(smallest=1), max_size=3))),
                status=draw(st.sampled_from(CodeStatus)),
                merged_into=draw(earlier),
                position=position,
            )
        )
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(LinkType), st.sampled_from(ids)) if ids else st.nothing()
    links = draw(st.lists(pairs, unique=True, max_size=4)) if ids else []
    book: Codebook = a_codebook(name=draw(texts(smallest=1)), description=draw(texts()))
    like = CodebookFile(
        book, parent_version=draw(st.sampled_from(["", "0.9"])), log=(Release(version="1", date="2026", editor="R"),)
    )
    file = codebook_file(book, codes, [a_link(*pair) for pair in map(_link, links) if pair[0] != pair[1]], like=like)
    if draw(st.booleans()):
        return file
    # The file's own order need not be the display order.
    entries = write_codebook(file).split("\n  - id:")
    return parse_codebook("\n  - id:".join([entries[0], *reversed(entries[1:])]), "book.yaml") if codes else file


def _link(pair: tuple[str, LinkType, str]) -> tuple[str, str, LinkType]:
    return pair[0], pair[2], pair[1]
