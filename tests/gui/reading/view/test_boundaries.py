"""Words and sentences are found as people would, in any script, and from any place in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.gui.reading.view.boundaries import moved, sentence_at, snapped, words

TEXT = "I slept badly. “Dr. Hay said so,” she told me. Was it e.g. the noise? It was!"


def at(text: str, quote: str) -> int:
    return text.index(quote)


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("slept", "I slept badly."),
        ("Hay", "“Dr. Hay said so,” she told me."),
        ("noise", "Was it e.g. the noise?"),
        ("It was!", "It was!"),
    ],
)
def test_the_sentence_around_a_place(inside: str, sentence: str) -> None:
    span = sentence_at(TEXT, at(TEXT, inside))
    assert span is not None
    assert span.of(TEXT) == sentence


def test_a_sentence_ends_with_its_paragraph() -> None:
    text = "no full stop here\nand there. None"
    assert [span.of(text) if (span := sentence_at(text, place)) else None for place in (0, 16, 18)] == [
        "no full stop here",
        "no full stop here",
        "and there.",
    ]


def test_a_blank_line_has_no_sentence() -> None:
    assert sentence_at("one\n   \ntwo", 5) is None
    assert sentence_at("", 0) is None


def test_words_take_along_what_clings_to_them() -> None:
    text = "“No.” She said it (twice)!"
    assert [span.of(text) for span in words(text, 0, len(text))] == ["“No.”", "She", "said", "it", "(twice)!"]


@pytest.mark.parametrize("word", ["Zoe\u0308", "שלום", "don't", "naïve"])
def test_a_word_is_not_cut(word: str) -> None:
    text = f"so {word} then"
    middle = text.index(word) + len(word) // 2
    assert snapped(text, middle, end=False) in (3, 3 + len(word) + 1)
    assert snapped(text, text.index(word) + len(word), end=True) == 3 + len(word)


def test_moving_by_words_stops_at_the_ends_of_the_text() -> None:
    text = "one two three"
    assert [moved(text, 7, by, end=True) for by in (0, 1, 5, -1, -9)] == [7, 13, 13, 3, 3]
    assert [moved(text, 4, by, end=False) for by in (1, -1, -9)] == [8, 0, 0]


texts = st.lists(st.sampled_from(["word", "Dr.", "e\u0301a", "😀", " ", "  ", "\n", "?", "שלום", "“", "”"])).map(
    "".join
)


@given(texts, st.data())
def test_a_sentence_lies_in_its_paragraph_and_has_no_blanks_at_its_ends(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    span = sentence_at(text, place)
    if span is not None:
        assert "\n" not in span.of(text)
        assert span.of(text) == span.of(text).strip()
        last = min(place, len(text.rstrip()))
        assert text.count("\n", 0, span.start) == text.count("\n", 0, place if text[place:].strip() else last)


@given(texts, st.data())
def test_moving_goes_the_way_it_is_asked_to(text: str, data: st.DataObject) -> None:
    place, by = data.draw(st.integers(0, len(text))), data.draw(st.integers(-4, 4))
    for end in (True, False):
        result = moved(text, place, by, end=end)
        assert 0 <= result <= len(text)
        assert (result - place) * by >= 0


@pytest.mark.parametrize("behind", ["", " ", "\n", "  \n \n"])
def test_behind_the_last_word_it_is_the_last_sentence(behind: str) -> None:
    text = f"I slept badly. It was the noise.{behind}"
    for place in range(len("I slept badly. It was the noise."), len(text) + 1):
        span = sentence_at(text, place)
        assert span is not None
        assert span.of(text) == "It was the noise."


def test_at_the_end_of_a_turn_it_is_the_turns_last_sentence() -> None:
    text = "I slept badly. It was the noise. \nWhich noise?"
    for place in (text.index("\n"), text.index("\n") - 1):
        span = sentence_at(text, place)
        assert span is not None
        assert span.of(text) == "It was the noise."
