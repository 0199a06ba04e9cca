"""The one form of transcript text, and how turns are laid out in it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.span import Span
from coder.domain.text import clock, context, excerpt, laid_out, line_starts, normalised, one_line, text_hash

ANYTHING = st.text(max_size=60)
ODD = st.text(alphabet="a\r\n\x00\ufeff\u2028\u0085\ud800\ufdd0 é😀", max_size=40)


@given(ODD)
def test_bringing_text_into_its_form_twice_changes_nothing(raw: str) -> None:
    once = normalised(raw)
    assert normalised(once) == once
    assert not set(once) & set("\r\x00\ufeff\u2028\u0085\ud800\ufdd0")


def test_every_kind_of_line_end_is_one_newline() -> None:
    assert normalised("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


@given(ANYTHING.map(normalised))
def test_the_hash_is_that_of_the_text(text: str) -> None:
    assert text_hash(text) == text_hash(str(text))
    assert text_hash(text) != text_hash(text + "x")


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8))
def test_turns_are_found_where_they_were_laid(turns: list[str]) -> None:
    text, spans = laid_out(turns)
    assert [span.of(text) for span in spans] == turns
    assert all(text[one.end] == "\n" and other.start == one.end + 1 for one, other in itertools.pairwise(spans))


@given(ANYTHING)
def test_lines_begin_after_newlines(text: str) -> None:
    assert list(line_starts(text)) == [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]


@given(ANYTHING.map(normalised), st.integers(0, 50), st.integers(1, 20))
def test_context_is_what_stands_around(text: str, start: int, size: int) -> None:
    end = min(len(text), start + size)
    if start < end:
        before, after = context(text, Span(start, end), width=12)
        assert one_line(text[:start]).endswith(before)
        assert one_line(text[end:]).startswith(after)


@pytest.mark.parametrize(("seconds", "shown"), [(None, ""), (3.9, "0:03"), (62.0, "1:02"), (3723.0, "1:02:03")])
def test_times_are_short(seconds: float | None, shown: str) -> None:
    assert clock(seconds) == shown


def test_an_excerpt_says_that_more_follows() -> None:
    assert excerpt("one two three", words=2) == "one two …"
    assert excerpt("one two", words=2) == "one two"
