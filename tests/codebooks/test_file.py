"""Reading and writing codebook files: nothing is lost, and the same content gives the same bytes."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.codebooks import CodebookFile, codebook_file, parse_codebook, read_codebook, write_codebook
from coder.domain.codebook import Code, CodeKind, CodeStatus, CodeTree, LinkType
from coder.errors import CodebookFileError
from coder.shipped import codebooks_folder
from tests.helpers.builders import a_code, a_codebook, a_domain, a_link

SMALL = """\
# Written by hand
format: coder-codebook/1
id: small
name: Small
version: 1.0
description: >-
  Two lines
  of text.
x-owner: the team

codes:
  - id: growth
    kind: domain
    name: Growth
    colour: "#2f8f5b"
    shortcut: g
  - id: peer-learning
    kind: outcome
    parent: growth
    name: 'Peer learning: by doing'
    short_definition: 2024-05-01
    full_definition: |-
      One line.

      Another one.
    when_to_use: no
    example_quotes:
      - I learnt it from Rosa.
      - "She said: \\"just try\\"."
    key_terms: [learn, 12, yes]
    links:
      - {type: belongs-to-domain, to: growth}
    x-notes:
      - whatever: [they, like]
  - id: old
    name: Old
    status: retired
    merged_into: peer-learning
    shortcut:
"""


@pytest.fixture
def small() -> CodebookFile:
    return parse_codebook(SMALL, "small.yaml")


class TestReading:
    def test_the_header_becomes_the_codebook(self, small: CodebookFile) -> None:
        book = small.codebook
        assert (book.id, book.name, book.version) == ("small", "Small", "1.0")
        assert book.description == "Two lines of text."
        assert len(book.content_hash) == 64

    def test_codes_keep_the_order_of_the_file(self, small: CodebookFile) -> None:
        assert [(code.id, code.position) for code in small.codes] == [("growth", 0), ("peer-learning", 1), ("old", 2)]
        assert {code.codebook_id for code in small.codes} == {"small"}

    def test_every_field_arrives(self, small: CodebookFile) -> None:
        assert small.codes[1] == Code(
            id="peer-learning",
            codebook_id="small",
            parent_id="growth",
            kind=CodeKind.OUTCOME,
            name="Peer learning: by doing",
            short_definition="2024-05-01",
            full_definition="One line.\n\nAnother one.",
            when_to_use="no",
            example_quotes=("I learnt it from Rosa.", 'She said: "just try".'),
            key_terms=("learn", "12", "yes"),
            position=1,
        )
        assert (small.codes[0].colour, small.codes[0].shortcut) == ("#2f8f5b", "g")
        assert (small.codes[2].status, small.codes[2].merged_into) == (CodeStatus.RETIRED, "peer-learning")

    def test_dates_numbers_and_words_such_as_no_stay_text(self, small: CodebookFile) -> None:
        code = small.codes[1]
        assert (small.codebook.version, code.short_definition, code.when_to_use) == ("1.0", "2024-05-01", "no")

    def test_a_field_without_a_value_is_as_if_it_were_not_there(self, small: CodebookFile) -> None:
        assert small.codes[2].shortcut == ""

    def test_links_have_the_same_id_wherever_the_file_is_read(self, small: CodebookFile) -> None:
        (link,) = small.links
        assert (link.code_id, link.type, link.target_id) == ("peer-learning", LinkType.BELONGS_TO_DOMAIN, "growth")
        assert parse_codebook(SMALL, "elsewhere.yaml").links == (link,)

    def test_a_codebook_may_have_no_codes_yet(self) -> None:
        empty = parse_codebook("format: coder-codebook/1\nid: new\nname: New\nversion: '1'\ncodes: []\n", "new.yaml")
        assert empty.codes == ()
        assert parse_codebook(write_codebook(empty), "new.yaml") == empty

    def test_a_file_from_windows_reads_the_same(self, small: CodebookFile, tmp_path: Path) -> None:
        path = tmp_path / "small.yaml"
        path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
        assert read_codebook(path) == small

    def test_a_file_with_old_mac_line_ends_reads_the_same(self, small: CodebookFile) -> None:
        assert parse_codebook(SMALL.replace("\n", "\r"), "small.yaml") == small


class TestHash:
    def test_layout_comments_and_notes_do_not_change_it(self, small: CodebookFile) -> None:
        tidy = write_codebook(small)
        assert tidy != SMALL
        assert parse_codebook(tidy, "tidy.yaml").codebook.content_hash == small.codebook.content_hash

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("name: Growth", "name: Growing"),
            ("version: 1.0", "version: 1.1"),
            ("learn, 12", "12, learn"),
            ("status: retired", "status: draft"),
            ("shortcut: g", "shortcut: h"),
            ("type: belongs-to-domain", "type: comes-from-dimension"),
        ],
    )
    def test_a_change_of_content_changes_it(self, small: CodebookFile, old: str, new: str) -> None:
        changed = parse_codebook(SMALL.replace(old, new), "small.yaml")
        assert changed.codebook.content_hash != small.codebook.content_hash

    def test_another_order_of_links_does_not_change_it(self) -> None:
        codes = [a_domain("one"), a_domain("two"), a_code("both")]
        there = codebook_file(a_codebook(), codes, [a_link("both", "one"), a_link("both", "two")])
        back = codebook_file(a_codebook(), codes, [a_link("both", "two"), a_link("both", "one")])
        assert there == back


class TestWriting:
    def test_what_is_written_reads_back_the_same(self, small: CodebookFile) -> None:
        assert parse_codebook(write_codebook(small), "small.yaml") == small

    def test_writing_twice_gives_the_same_bytes(self, small: CodebookFile) -> None:
        once = write_codebook(small)
        assert write_codebook(parse_codebook(once, "small.yaml")) == once

    @pytest.mark.parametrize("name", ["outcomes.yaml", "partnership.yaml"])
    def test_the_shipped_codebooks_survive(self, name: str) -> None:
        shipped = read_codebook(codebooks_folder() / name)
        text = write_codebook(shipped)
        assert parse_codebook(text, name) == shipped
        assert max(map(len, text.split("\n"))) <= 100

    def test_the_file_is_pleasant_to_read(self) -> None:
        definition = "What people learn from each other at work, on visits and over a cup of tea afterwards, and how."
        code = a_code(
            "peer-learning",
            name="Peer learning",
            colour="#2f8f5b",
            short_definition=definition,
            full_definition="Short.\nAnd: more.",
            example_quotes=("I learnt it from Rosa.", "No."),
            key_terms=("learn", "on", "24 hours"),
        )
        file = codebook_file(a_codebook(name="Book"), [code, a_domain("growth")], [a_link("peer-learning", "growth")])
        assert write_codebook(file) == (
            "# An id is permanent: change names and texts freely, never an id.\n"
            "format: coder-codebook/1\n"
            "id: book\n"
            "name: Book\n"
            'version: "1.0"\n'
            "codes:\n"
            "  - id: growth\n"
            "    kind: domain\n"
            "    name: Growth\n"
            "\n"
            "  - id: peer-learning\n"
            "    kind: other\n"
            "    name: Peer learning\n"
            '    colour: "#2f8f5b"\n'
            "    short_definition: >-\n"
            "      What people learn from each other at work, on visits and over a cup of tea afterwards, and\n"
            "      how.\n"
            "    full_definition: >-\n"
            "      Short.\n"
            "\n"
            "      And: more.\n"
            "    example_quotes:\n"
            "      - I learnt it from Rosa.\n"
            "      - No.\n"
            "    key_terms:\n"
            "      - learn\n"
            '      - "on"\n'
            '      - "24 hours"\n'
            "    links:\n"
            "      - type: belongs-to-domain\n"
            "        to: growth\n"
        )

    def test_content_that_could_not_be_read_again_is_not_written(self) -> None:
        codes = [a_code("one", shortcut="g"), a_code("two", shortcut="G"), a_code("three", parent_id="gone")]
        with pytest.raises(CodebookFileError) as caught:
            write_codebook(codebook_file(a_codebook(name="Ours"), codes))
        assert str(caught.value).split("\n") == [
            "“Ours” is not a valid codebook: it has 2 problems.",
            "code “three”, field “parent”: “gone” is not in this codebook; is it “one”?",
            "code “two”, field “shortcut”: is the shortcut of “one” already",
        ]


class TestFromAProject:
    def test_codes_come_in_display_order_with_new_positions(self) -> None:
        codes = [
            a_code("second", position=1, revision=7),
            a_code("child", parent_id="first", position=0),
            a_code("first", position=0),
            a_code("foreign", codebook_id="other"),
        ]
        links = [replace(a_link("child", "second"), revision=3), a_link("foreign", "first")]
        file = codebook_file(a_codebook(position=4, revision=9), codes, links)
        assert [(c.id, c.position, c.revision) for c in file.codes] == [
            ("first", 0, 0),
            ("child", 1, 0),
            ("second", 2, 0),
        ]
        assert [(link.code_id, link.target_id, link.revision) for link in file.links] == [("child", "second", 0)]
        assert (file.codebook.position, file.codebook.revision) == (0, 0)
        assert parse_codebook(write_codebook(file), "book.yaml") == file

    def test_the_hash_tells_whether_the_project_still_has_the_file_s_content(self, small: CodebookFile) -> None:
        moved = [replace(code, position=code.position * 10, revision=5) for code in reversed(small.codes)]
        again = codebook_file(replace(small.codebook, content_hash="", position=3), moved, small.links)
        assert again == small


def texts(*, smallest: int = 0) -> st.SearchStrategy[str]:
    """Texts that are hard on YAML, between ordinary words."""
    nasty = [
        ": ",
        " #",
        "- ",
        "---",
        "...",
        "'",
        '"',
        "\\",
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        "%",
        "@",
        "`",
        "|",
        ">",
        "&a",
    ]
    nasty += ["*a", "!b", "{", "]", "null", "~", "yes", "1.0", "0x1f", "2024-05-01", "<<", "=", "?", "\u0085", "\u2028"]
    nasty += [
        "\ufeff",
        "🧑🏽‍⚕️",
        "é",
        "e\u0301",
        "ﬁ",
        "\x07",
        "\x1b",
        "\x7f",
        "\u200f",
        "שלום",
        "\r",
        "\ufffe",
        "\U0001ffff",
    ]
    words = st.sampled_from(["care", "the", "Rosa", "co-production", "we’ve", "x" * 120])
    parts = st.one_of(words, words, st.sampled_from(nasty), st.text(st.characters(exclude_characters="\0"), max_size=3))
    joined = st.tuples(st.sampled_from(["", " "]), st.lists(parts, max_size=30)).map(lambda pair: pair[0].join(pair[1]))
    return joined.filter(lambda text: len(text.strip()) >= smallest)


IDS = ["a", "b-1", "null", "no", "0", "12", "1-2", "true", "x-y"]


@st.composite
def files(draw: st.DrawFn) -> CodebookFile:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=len(IDS)))
    codes = []
    for position, code_id in enumerate(ids):
        above = st.none() | st.sampled_from(ids[:position]) if position else st.none()
        codes.append(
            Code(
                id=code_id,
                codebook_id="book",
                parent_id=draw(above),
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
                merged_into=draw(above),
                position=position,
            )
        )
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(LinkType), st.sampled_from(ids)) if ids else st.nothing()
    links = draw(st.lists(pairs, unique=True, max_size=4)) if ids else []
    book = a_codebook(name=draw(texts(smallest=1)), version=draw(texts(smallest=1)), description=draw(texts()))
    return codebook_file(book, codes, [a_link(one, two, kind) for one, kind, two in links if one != two])


@given(files())
def test_whatever_people_write_into_a_codebook_is_read_back_unchanged(file: CodebookFile) -> None:
    text = write_codebook(file)
    assert parse_codebook(text, "any.yaml") == file
    assert write_codebook(parse_codebook(text, "any.yaml")) == text


@given(files())
def test_parents_stand_above_their_children_in_a_written_file(file: CodebookFile) -> None:
    assert [code.id for code in CodeTree(file.codes)] == [code.id for code in file.codes]


def test_the_package_loads_no_heavy_library_before_it_reads_a_file() -> None:
    check = "import sys, coder.codebooks; print(sorted({'pydantic', 'ruamel.yaml'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


HEAD = "format: coder-codebook/1\nid: book\nname: Book\nversion: '1.0'\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "x-a: &a [1]\nx-b: [*a, *a]\ncodes: []\n", "line 5: text that begins with “&”"),
        (HEAD + "x-a: !!python/object/apply:os.system ['ls']\ncodes: []\n", "line 5: text that begins with “!”"),
        (HEAD + "x-a: " + "[" * 100_000, "nested more than 8 levels"),
        (HEAD + "codes:\n  " + "- " * 100_000 + "a\n", "nested more than 8 levels"),
        ("{a: " * 100_000, "nested more than 8 levels"),
        (HEAD + "codes: []\n" + "#" * 100_000_000, "is larger than 4 MB"),
        (HEAD + 'codes:\n  - id: a\n    name: "half', "line 7: a quotation mark is opened here"),
        (HEAD + "codes: []\n\0", "the character U\\+0000"),
    ],
    ids=["aliases", "tags", "brackets", "hyphens", "braces", "100 MB", "truncated", "null"],
)
def test_a_hostile_file_is_refused_in_a_sentence_soon_and_in_little_memory(text: str, message: str) -> None:
    started = time.perf_counter()
    tracemalloc.start()
    with pytest.raises(CodebookFileError, match=message):
        parse_codebook(text, "bad.yaml")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Wide guards: the machine may be busy, and tracing slows down.
    assert time.perf_counter() - started < 60
    assert most < 150_000_000


def test_reading_ends_at_more_values_than_any_codebook_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.codebooks.yaml_nodes.MOST_VALUES", 1000)
    with pytest.raises(CodebookFileError, match="line 5: it holds more than 1,000 fields and values"):
        parse_codebook(HEAD + "x-a: [" + "a," * 500_000 + "]\ncodes: []\n", "bad.yaml")


def test_many_codes_that_point_nowhere_are_told_without_guessing_for_each() -> None:
    codes = "".join(f"  - id: c{at}\n    name: C\n    parent: d{at}\n" for at in range(3000))
    with pytest.raises(CodebookFileError, match="3000 problems") as told:
        parse_codebook(f"{HEAD}codes:\n{codes}", "bad.yaml")
    assert str(told.value).count("\n") <= 21


def test_what_is_too_large_to_be_read_is_not_written(small: CodebookFile) -> None:
    codes = tuple(replace(small.codes[0], id=f"c{at}", shortcut="", parent_id=None) for at in range(20_000))
    with pytest.raises(CodebookFileError, match="too large for one file"):
        write_codebook(replace(small, codes=codes, links=()))
