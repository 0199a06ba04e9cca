"""The forms of a word are one word; different words stay different, so that a reason never looks silly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.suggest.inflection import base_form


@pytest.mark.parametrize(
    "forms",
    [
        "visit visits visited visiting",
        "stop stops stopped stopping",
        "hope hopes hoped hoping",
        "use uses used using",
        "try tries tried trying",
        "die dies died dying",
        "agree agrees agreed agreeing",
        "box boxes",
        "lunch lunches",
        "boss bosses",
        "family families",
        "add adds added adding",
        "owe owes owed owing",
        "rate rates rated rating",
        "quit quits quitting",
    ],
)
def test_regular_forms_are_one_word(forms: str) -> None:
    assert len({base_form(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "choose chooses chose chosen choosing",
        "pay pays paid paying",
        "keep kept",
        "teach taught teaching",
        "fall fell fallen",
        "child children",
        "woman women",
        "find found",
        "be is was were been",
    ],
)
def test_irregular_forms_are_one_word(forms: str) -> None:
    assert len({base_form(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        "organise organize organised organized organising organizing",
        "neighbour neighbor neighbours neighbors",
        "centre center centres centers",
        "programme program programmes programs",
        "cancelled canceled cancel",
        "travelling traveling travels",
        "practise practice practising practicing",
    ],
)
def test_british_and_american_spellings_are_one_word(spellings: str) -> None:
    assert len({base_form(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "person personality",
        "quit quite",
        "polite politics",
        "experience experiment",
        "position positive",
        "confide confidence",
        "govern government",
        "hospital hospitality",
        "several severe",
        "even evening",
        "save savings",
        "care carer careful",
        "bus busy business",
        "well wellbeing",
        "hope hop",
        "plan plane",
        "off of",
    ],
)
def test_different_words_stay_apart(words: str) -> None:
    assert len({base_form(word) for word in words.split()}) == len(words.split())


def test_the_possessive_is_the_same_word() -> None:
    assert base_form("mum's") == base_form("mum") == base_form("mums'")


@given(st.text(max_size=30))
def test_every_word_has_a_form(word: str) -> None:
    assert bool(base_form(word)) == bool(word)
