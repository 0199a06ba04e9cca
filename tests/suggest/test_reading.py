"""What the pipeline reads leads back to the very characters that people see."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.suggest.reading import reading

MESSY = st.text(alphabet=st.sampled_from("ab é\n\t\u00a0\u00ad\u200b\ufeff😀’\ud800\u2060-."), max_size=60)


def test_a_tidy_text_is_read_as_it_is() -> None:
    found = reading("I’m paid, 😀 and that’s it.")
    assert found.text == "I’m paid, 😀 and that’s it."
    assert found.span(0, 3).of(found.text) == "I’m"


def test_line_ends_and_hard_blanks_do_not_part_the_words_of_a_term() -> None:
    text = "zero\u00a0hours\n\nnow"
    found = reading(text)
    assert found.text == "zero hours now"
    assert found.span(0, 10).of(text) == "zero\u00a0hours"
    assert found.span(11, 14).of(text) == "now"


def test_invisible_characters_inside_a_word_are_passed_over() -> None:
    text = "guaran\u00adteed \ufeffhours"
    found = reading(text)
    assert found.text == "guaranteed hours"
    assert found.span(0, 10).of(text) == "guaran\u00adteed"
    assert found.span(11, 16).of(text) == "hours"


def test_endless_runs_are_cut_for_the_tokenizer() -> None:
    found = reading("😀" * 20_000)
    assert max(map(len, found.text.split())) <= 64


@given(MESSY)
def test_every_character_that_is_read_stands_at_its_place(text: str) -> None:
    found = reading(text)
    for place, char in enumerate(found.text):
        if char != " ":
            assert found.span(place, place + 1).of(text) == char


@given(MESSY)
def test_nothing_that_can_be_seen_is_lost(text: str) -> None:
    hidden = "\u00ad\u200b\u2060\ufeff\ud800"
    seen = [char for char in text if not char.isspace() and char not in hidden]
    assert [char for char in reading(text).text if char != " "] == seen
