"""What people keep in a codebook file beside the codebook survives: comments and fields of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.codebooks import parse_codebook, read_codebook, write_codebook
from coder.domain.content import CodebookContent, Release
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
