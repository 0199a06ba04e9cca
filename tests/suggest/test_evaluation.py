"""How good suggestions are is measured on transcripts that were held out, and said to be unknown where it is."""

from __future__ import annotations

import pytest

from coder.domain.learning import Evaluation, Example
from coder.suggest import evaluate
from tests.helpers.builders import a_code

MEALS = a_code("meals", short_definition="Eating in company.", key_terms=("lunch club",))
HOURS = a_code("hours", short_definition="Work that a person can count on.", key_terms=("guaranteed hours",))
GARDEN = a_code("garden", short_definition="Growing plants.", key_terms=("allotment",))
CODES = (MEALS, HOURS, GARDEN)
WORDS = {"meals": ["soup", "crumble", "gravy"], "hours": ["rota", "shift", "lease"]}


def coded(transcripts: int, *, each: int = 4) -> list[Example]:
    """Return passages that are easy to tell apart, as many of both codes in every transcript."""
    return [
        Example(
            id=f"{code}-{group}-{number}",
            text=f"So the {words[number % 3]} and the {words[(number + 1) % 3]} came up on day {number}.",
            codes=frozenset({code}),
            group=f"t{group}",
        )
        for group in range(transcripts)
        for code, words in WORDS.items()
        for number in range(each)
    ]


@pytest.fixture(scope="module")
def easy() -> Evaluation:
    return evaluate(CODES, coded(5))


def test_codes_that_are_easy_to_tell_apart_are_found_to_be(easy: Evaluation) -> None:
    assert (easy.engine, easy.folds, easy.groups, easy.passages, easy.uncoded) == (
        "codebook and 40 codings",
        5,
        5,
        40,
        0,
    )
    assert easy.precision_at_1 == easy.recall_at_3 == easy.lrap == 1.0
    assert easy.micro_f1 == pytest.approx(1.0)
    assert easy.macro_f1 == pytest.approx(1.0)
    assert not easy.too_little
    assert easy.note == ""


def test_each_code_has_its_own_figures(easy: Evaluation) -> None:
    meals, hours, garden = easy.per_code
    assert (meals.code_id, meals.examples, meals.precision, meals.recall, meals.too_little) == (
        "meals",
        20,
        1,
        1,
        False,
    )
    assert (hours.code_id, hours.f1) == ("hours", 1.0)
    assert (garden.examples, garden.recall, garden.f1, garden.too_little) == (0, None, None, True)


def test_few_passages_are_never_shown_as_percentages(easy: Evaluation) -> None:
    assert not easy.calibrated
    assert easy.calibration_error is not None
    assert easy.brier is not None


@pytest.mark.parametrize("transcripts", [0, 1])
def test_one_transcript_is_too_little(transcripts: int) -> None:
    found = evaluate(CODES, coded(transcripts))
    assert found.too_little
    assert "two or more" in found.note
    assert (found.lrap, found.micro_f1, found.groups) == (None, None, transcripts)
    assert all(code.too_little and code.precision is None for code in found.per_code)


def test_little_is_measured_but_flagged() -> None:
    found = evaluate(CODES, coded(2, each=2))
    assert found.folds == 2
    assert found.lrap is not None
    assert found.too_little
    assert "too little to tell" in found.note
    assert all(code.too_little for code in found.per_code)


def test_nothing_is_learned_from_the_transcript_that_is_held_out() -> None:
    """Each transcript speaks its own language, so that only what leaks could be recognised."""
    own = [
        Example(
            id=f"{group}-{number}", text=f"word{group} again word{group}", codes=frozenset({code}), group=f"t{group}"
        )
        for group, code in enumerate(["meals", "hours", "garden"] * 4)
        for number in range(3)
    ]
    found = evaluate(CODES, own)
    assert found.precision_at_1 is not None
    assert found.precision_at_1 < 0.5


def test_uncoded_passages_show_how_much_is_flagged_that_should_not_be() -> None:
    left = [
        Example(
            id="", text=f"Shall I close the window {number}?", codes=frozenset(), group=f"t{number % 5}", complete=True
        )
        for number in range(20)
    ]
    found = evaluate(CODES, [*coded(5), *left])
    assert (found.uncoded, found.passages) == (20, 40)
    assert found.flagged is not None
    assert found.flagged < 0.2


def test_it_is_the_same_every_time_and_in_any_order(easy: Evaluation) -> None:
    assert evaluate(CODES, coded(5)[::-1]) == easy


def test_it_can_be_cancelled() -> None:
    found = evaluate(CODES, coded(5), cancelled=lambda: True)
    assert found.lrap is None
    assert "Cancelled" in found.note


def test_it_needs_two_folds() -> None:
    with pytest.raises(ValueError, match="two folds"):
        evaluate(CODES, coded(2), folds=1)


def test_a_codebook_without_codes_has_nothing_to_measure() -> None:
    assert evaluate((), coded(3)).too_little
