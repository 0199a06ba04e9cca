"""What people keep in a codebook file beside the codebook survives: comments and fields of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coder.codebooks import parse_codebook, read_codebook, write_codebook
from coder.domain.content import CodebookContent, Release
from coder.errors import CodebookFileError
from coder.shipped import codebooks_folder
from tests.helpers.codebooks import a_content, edited

TEXT = """# Our codebook; ask Ana before you change it.
# An id is permanent.
format: coder-codebook/1
id: book
name: Book
version: "1.0"  # set by publishing
x-owner: Ana
x-plan:
  due: soon
  who:
    - Ana
    - "# Ben"
codes:

  # -------- About pay

  - id: pay
    name: Pay  # was: money
    full_definition: >-
      Money for work.

      # not a comment
    # ask the union
    key_terms:
      - wage
      # the next one is local
      - packet
    x-source: interviews

  - id: peers
    name: Peers

# the end
"""


def test_comments_and_own_fields_survive_a_change_elsewhere() -> None:
    before = parse_codebook(TEXT, "book.yaml")
    codes = tuple(replace(code, name="Fellow workers") if code.id == "peers" else code for code in before.codes)
    text = write_codebook(replace(before, codes=codes))
    for kept in (
        "# Our codebook; ask Ana before you change it.",
        "# set by publishing",
        "x-owner: Ana",
        "  # -------- About pay",
        "# was: money",
        "# ask the union",
        "# the next one is local",
        "x-source: interviews",
        "# the end",
        "name: Fellow workers",
    ):
        assert kept in text
    after = parse_codebook(text, "book.yaml")
    assert (
        after.notes.extras
        == before.notes.extras
        == {
            "": {"x-owner": "Ana", "x-plan": {"due": "soon", "who": ["Ana", "# Ben"]}},
            "pay": {"x-source": "interviews"},
        }
    )
    assert after.by_id()["pay"].full_definition == "Money for work.\n# not a comment"
    assert write_codebook(after) == text


@pytest.mark.parametrize("wanted", ["# after a list", "# within it", "# after a block", "# after a hyphen", "# last"])
def test_a_comment_survives_wherever_it_stands(wanted: str) -> None:
    text = TEXT.replace("    # ask the union\n", "    example_quotes: [a,  # within it\n      b]  # after a list\n")
    text = text.replace(">-\n      Money", ">-  # after a block\n      Money")
    text = text.replace("  - id: peers\n", "  -  # after a hyphen\n    id: peers\n").replace("# the end", "# last")
    written = write_codebook(parse_codebook(text, "book.yaml"))
    assert written.count(wanted) == 1
    assert write_codebook(parse_codebook(written, "book.yaml")) == written


def lines_with_comments() -> st.SearchStrategy[list[tuple[str, bool]]]:
    """Return the lines of a codebook, some with a comment line before them."""
    rows = [row for row in CANONICAL.splitlines() if not row.lstrip().startswith("#")]
    return st.tuples(*(st.tuples(st.just(row), st.booleans()) for row in rows)).map(list)


CANONICAL = write_codebook(parse_codebook(TEXT.replace("      # not a comment\n", ""), "book.yaml"))


@given(lines_with_comments())
def test_a_comment_before_any_line_survives_and_moves_no_more_once_it_is_written(rows: list[tuple[str, bool]]) -> None:
    text = "".join(f"{f'# note {at}.' + chr(10) if noted else ''}{row}\n" for at, (row, noted) in enumerate(rows))
    try:
        written = write_codebook(parse_codebook(text, "book.yaml"))
    except CodebookFileError:
        assume(False)
    kept = parse_codebook(written, "book.yaml")
    said = written + str(kept.codes)
    assert all(f"# note {at}." in said for at, (_, noted) in enumerate(rows) if noted)
    assert write_codebook(kept) == written


def test_own_fields_of_links_and_of_the_log_survive() -> None:
    text = """format: coder-codebook/1
id: book
name: Book
version: "1.1"
log:
  - version: "1.1"
    date: "2026-03-01"
    editor: Ana
    why: Clearer
    x-ticket: "12"
codes:
  - id: pay
    name: Pay
    links:
      - type: belongs-to-domain
        to: growth
        x-by: Ben
  - id: growth
    kind: domain
    name: Growth
"""
    read = parse_codebook(text, "book.yaml")
    written = write_codebook(read)
    assert 'x-ticket: "12"' in written
    assert "        x-by: Ben" in written
    assert parse_codebook(written, "book.yaml").notes.extras == read.notes.extras
    renamed = replace(read, codes=tuple(replace(code, name=code.name + "s") for code in read.codes))
    assert "x-by: Ben" in write_codebook(renamed)


def test_writing_is_a_fixed_point_for_the_shipped_codebooks() -> None:
    for path in codebooks_folder().glob("*.yaml"):
        assert write_codebook(read_codebook(path)) == path.read_text(encoding="utf-8"), path.name


@given(st.integers(0, 10_000), st.integers(0, 15))
def test_the_same_codebook_gives_the_same_bytes(seed: int, count: int) -> None:
    content = edited(a_content(), seed, count)
    text = write_codebook(content)
    read = parse_codebook(text, "book.yaml")
    assert write_codebook(read) == text
    assert read.codes == content.codes


def test_versions_and_the_log_are_kept() -> None:
    made = Release(version="1.1", date="2026-03-12", editor="Ana", what="Pay: changed: name", why="Clearer: for all")
    content = replace(a_content(), parent_version="1.0", log=(made,))
    text = write_codebook(content)
    read = parse_codebook(text, "book.yaml")
    assert (read.parent_version, read.log) == ("1.0", (made,))
    assert "content_hash: " in text
    assert text.index("log:") < text.index("codes:")


@pytest.mark.parametrize("odd", ["x-a: ~\n", "x-a: []\n", "x-a: {}\n", 'x-a: "a: b # c"\n', "x-a:\n  - - b\n    - c\n"])
def test_own_fields_of_every_form_survive(odd: str, tmp_path: Path) -> None:
    text = TEXT.replace("x-owner: Ana\n", odd)
    read: CodebookContent = parse_codebook(text, "book.yaml")
    again = parse_codebook(write_codebook(read), "book.yaml")
    assert again.notes.extras == read.notes.extras
