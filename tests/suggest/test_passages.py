"""A turn is one passage; a long one is cut where a reader would cut it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.text import word_count
from coder.suggest import split_passages

TURNS = st.lists(
    st.sampled_from(["I", "worked", "nights.", "Why?", "\n", "Well…", "“Never!”", "😀", "and", "\n\n", "café", "so"]),
    max_size=120,
).map(" ".join)


def passages(text: str, *, longest: int = 120) -> list[str]:
    return [span.of(text) for span in split_passages(text, longest=longest)]


def test_a_short_turn_is_one_passage_even_with_line_ends() -> None:
    assert passages(" I came in March.\nIt rained. ") == ["I came in March.\nIt rained."]


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n"])
def test_a_blank_turn_has_none(text: str) -> None:
    assert passages(text) == []


def test_a_long_turn_is_cut_into_its_paragraphs_first() -> None:
    first, second = "one " * 7 + "end.", "two " * 6 + "end."
    assert passages(f"{first}\n{second}", longest=10) == [first, second]


def test_a_long_paragraph_is_cut_between_sentences_into_equal_parts() -> None:
    sentences = [f"Sentence {number} has five words." for number in range(6)]
    assert passages(" ".join(sentences), longest=25) == [" ".join(sentences[:3]), " ".join(sentences[3:])]


def test_a_sentence_ends_after_its_closing_quote() -> None:
    text = "She said, “who are you?” I never knew. And then it went on."
    assert passages(text, longest=8) == ["She said, “who are you?” I never knew.", "And then it went on."]


def test_a_sentence_without_an_end_is_cut_after_so_many_words() -> None:
    assert [word_count(part) for part in passages("and " * 25, longest=10)] == [10, 10, 5]


@given(TURNS, st.integers(1, 40))
def test_every_word_is_in_exactly_one_short_passage(text: str, longest: int) -> None:
    found = split_passages(text, longest=longest)
    assert [word for span in found for word in span.of(text).split()] == text.split()
    assert all(word_count(span.of(text)) <= longest and span.of(text).strip() == span.of(text) for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
