"""Suggestions for a passage: the right codes first, each with a reason that can be seen in the text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.codebook import Code, CodeStatus
from coder.domain.suggestion import ReasonKind, Suggestion
from coder.suggest import SuggestionEngine, build_engine
from coder.suggest.settings import Settings
from tests.helpers.builders import a_code

HOURS = a_code(
    "secure-hours",
    short_definition="Work that a person can count on from month to month.",
    when_not_to_use="Not for pensions.",
    key_terms=("guaranteed hours", "zero hours", "sick pay", "can't plan"),
    example_quotes=("I know on the first of the month that the rent is covered.", "No hours, no wages, no warning."),
)
NEIGHBOURS = a_code(
    "neighbours",
    short_definition="People who live nearby look out for each other.",
    key_terms=("neighbour", "well-being", "whole street"),
    example_quotes=("The whole street clears the snow for old Mr Pell.", "They knock if the curtains are not open."),
)
MEALS = a_code(
    "meals",
    short_definition="Eating in company.",
    key_terms=("lunch club", "eat together"),
    example_quotes=("Eight of us round one table on a Friday, and somebody always brings a crumble.",),
)
CODES = (HOURS, NEIGHBOURS, MEALS)


@pytest.fixture(scope="module")
def engine() -> SuggestionEngine:
    return build_engine(CODES)


def one(engine: SuggestionEngine, text: str, *, top: int = 3) -> tuple[Suggestion, ...]:
    (found,) = engine.suggest([text], top=top)
    return found


def ids(found: Sequence[Suggestion]) -> list[str]:
    return [suggestion.code_id for suggestion in found]


def shown(found: Suggestion, text: str, kind: ReasonKind) -> list[tuple[str, list[str]]]:
    """Return the reasons of a kind with what they mark in the text."""
    return [(why.text, [span.of(text) for span in why.spans]) for why in found.reasons if why.kind is kind]


def test_a_key_term_finds_its_code_and_is_marked_in_the_text(engine: SuggestionEngine) -> None:
    text = "Since the spring I have guaranteed hours."
    best = one(engine, text)[0]
    assert (best.code_id, best.rank) == ("secure-hours", 1)
    assert shown(best, text, ReasonKind.TERM) == [("guaranteed hours", ["guaranteed hours"])]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("My neighbours’ dog", "neighbours"),
        ("All my NEIGHBORS came", "NEIGHBORS"),
        ("We ate together", "ate together"),
        ("It was a zero-hours job", "zero-hours"),
        ("Zero\u00a0hours again", "Zero\u00a0hours"),
        ("I can’t plan a thing", "can’t plan"),
        ("You cannot plan for that", "cannot plan"),
        ("My sense of wellbeing", "wellbeing"),
        ("It was sick\npay they refused", "sick\npay"),
        ("guaran\u00adteed hour", "guaran\u00adteed hour"),
    ],
)
def test_a_term_is_found_in_every_form_in_which_it_is_said(engine: SuggestionEngine, text: str, marked: str) -> None:
    best = one(engine, text)[0]
    assert [marks for _, marks in shown(best, text, ReasonKind.TERM)] == [[marked]]


@pytest.mark.parametrize(
    "text",
    ["We may as well be going.", "He sat there quite alone.", "A street musician.", "I plan for hours."],
)
def test_words_that_only_resemble_a_term_are_not_marked_as_one(engine: SuggestionEngine, text: str) -> None:
    assert not any(shown(found, text, ReasonKind.TERM) for found in one(engine, text))


def test_places_are_code_points_also_behind_emoji(engine: SuggestionEngine) -> None:
    text = "👩‍👩‍👧 😀😀 My neighbour 🙂 my neighbour"
    best = one(engine, text)[0]
    assert shown(best, text, ReasonKind.TERM) == [("neighbour", ["neighbour", "neighbour"])]
    assert best.reasons[0].spans[0].start == text.index("neighbour")


def test_the_most_similar_example_is_quoted_with_the_shared_words(engine: SuggestionEngine) -> None:
    text = "They cleared all the snow for my mother, bless them."
    best = one(engine, text)[0]
    assert best.code_id == "neighbours"
    assert shown(best, text, ReasonKind.EXAMPLE) == [(NEIGHBOURS.example_quotes[0], ["cleared", "snow"])]


def test_shared_words_are_the_reason_where_nothing_better_speaks(engine: SuggestionEngine) -> None:
    text = "Then somebody turned up with a crumble."
    best = one(engine, text)[0]
    assert best.code_id == "meals"
    assert [why.kind for why in best.reasons] in ([ReasonKind.WORDS], [ReasonKind.EXAMPLE])
    assert "crumble" in [span.of(text) for span in best.reasons[0].spans]


def test_terms_come_before_the_example(engine: SuggestionEngine) -> None:
    text = "The whole street came out in the snow."
    kinds = [why.kind for why in one(engine, text)[0].reasons]
    assert kinds == [ReasonKind.TERM, ReasonKind.EXAMPLE]


def test_several_codes_are_ranked_and_capped(engine: SuggestionEngine) -> None:
    text = "My neighbour and I eat together at the lunch club, now that I have guaranteed hours."
    found = one(engine, text)
    assert ids(found)[0] == "meals"
    assert set(ids(found)) == {"meals", "neighbours", "secure-hours"}
    assert [each.rank for each in found] == [1, 2, 3]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert one(engine, text, top=2) == found[:2]
    assert one(engine, text, top=0) == ()


@pytest.mark.parametrize("text", ["", " \n ", "and so it was the", "um, er, yeah", "😀🎉", "Brass band.", "?!…"])
def test_a_text_that_nothing_speaks_for_has_none(engine: SuggestionEngine, text: str) -> None:
    assert one(engine, text) == ()


def test_every_text_has_its_own_answer_in_its_own_place(engine: SuggestionEngine) -> None:
    texts = ["", "My neighbour.", "", "lunch club", "nothing here"] * 30
    found = engine.suggest(texts)
    assert [ids(each)[:1] for each in found] == [[], ["neighbours"], [], ["meals"], []] * 30
    assert found == [one(engine, text) for text in texts]


def test_a_very_long_text_is_read_to_its_end(engine: SuggestionEngine) -> None:
    text = "word " * 50_000 + "guaranteed hours"
    assert one(engine, text)[0].reasons[0].spans[0].of(text) == "guaranteed hours"


def test_what_not_to_use_a_code_for_does_not_attract_it(engine: SuggestionEngine) -> None:
    assert one(engine, "It was about pensions.") == ()


def test_a_retired_or_drafted_code_is_never_offered() -> None:
    text = "I have guaranteed hours."
    for status in (CodeStatus.RETIRED, CodeStatus.DRAFT):
        assert "secure-hours" not in ids(one(build_engine([replace(HOURS, status=status), MEALS]), text))


def test_a_code_without_terms_is_found_by_its_name() -> None:
    text = "I do my night visits on foot."
    best = one(build_engine([a_code("night-visits"), MEALS]), text)[0]
    assert shown(best, text, ReasonKind.TERM) == [("Night visits", ["night visits"])]


def test_a_single_code_is_enough() -> None:
    assert ids(one(build_engine([HOURS]), "zero hours")) == ["secure-hours"]


@pytest.mark.parametrize("codes", [(), (a_code("x", name="…"),), (replace(HOURS, status=CodeStatus.RETIRED),)])
def test_a_codebook_with_nothing_to_go_by_suggests_nothing(codes: tuple[Code, ...]) -> None:
    assert build_engine(codes).suggest(["guaranteed hours", ""]) == [(), ()]


def test_a_new_code_works_at_once() -> None:
    text = "The minibus broke down again."
    assert one(build_engine(CODES), text) == ()
    with_it = build_engine([*CODES, a_code("transport", key_terms=("minibus",))])
    assert ids(one(with_it, text)) == ["transport"]


def test_codes_that_share_a_term_are_both_offered_in_codebook_order() -> None:
    twins = [a_code("a", name="Rota", key_terms=("rota",)), a_code("b", name="Rota", key_terms=("rota",))]
    assert ids(one(build_engine(twins), "the rota again")) == ["a", "b"]
    assert ids(one(build_engine(twins[::-1]), "the rota again")) == ["b", "a"]


def test_cancelling_ends_early_with_what_is_there(engine: SuggestionEngine) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    found = engine.suggest(["My neighbour."] * 500, cancelled=cancelled)
    assert 0 < len(found) < 500
    assert engine.suggest(["My neighbour."], cancelled=lambda: True) == []
    assert len(engine.suggest(["My neighbour."] * 500, cancelled=lambda: False)) == 500


def test_the_key_names_all_that_rankings_depend_on() -> None:
    key = build_engine(CODES).key
    assert build_engine(CODES).key == key
    assert len(key) == 64
    assert build_engine(CODES[:2]).key != key
    assert build_engine([replace(HOURS, key_terms=("rent",)), *CODES[1:]]).key != key
    assert build_engine(CODES, settings=Settings(half_bm25=9)).key != key
    assert build_engine([replace(HOURS, colour="#112233", when_not_to_use="x"), *CODES[1:]]).key == key


def test_engines_live_side_by_side_and_answer_from_several_threads(engine: SuggestionEngine) -> None:
    other = [a_code("transport", key_terms=("minibus",)), replace(MEALS, key_terms=("guaranteed hours",))]
    texts = [f"My neighbour {number} has guaranteed hours and a minibus." for number in range(200)]

    def built_meanwhile(_: int) -> list[tuple[Suggestion, ...]]:
        return build_engine(other).suggest(texts)

    expected, expected_other = engine.suggest(texts), built_meanwhile(0)
    assert expected != expected_other
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(engine.suggest, texts) for _ in range(3)]
        others = [pool.submit(built_meanwhile, number) for number in range(3)]
        assert all(answer.result() == expected for answer in answers)
        assert all(answer.result() == expected_other for answer in others)


_FRESH = """
import sys, warnings
warnings.simplefilter("error")
import coder.suggest
assert not {"spacy", "scipy", "numpy"} & set(sys.modules), "importing the package must stay cheap"
import socket
def refuse(*args, **kwargs):
    raise AssertionError("nothing may leave the laptop")
socket.socket.connect = refuse
from concurrent.futures import ThreadPoolExecutor
from coder.suggest import build_engine
from tests.suggest.test_engine import CODES
with ThreadPoolExecutor(4) as pool:
    engines = list(pool.map(lambda _: build_engine(CODES), range(4)))
print(*{engine.key for engine in engines})
print(*{repr(engine.suggest(["My neighbour has guaranteed hours in the snow."])) for engine in engines})
"""


def test_a_fresh_process_agrees_without_a_model_or_a_network_or_a_warning(engine: SuggestionEngine) -> None:
    done = subprocess.run([sys.executable, "-c", _FRESH], check=True, capture_output=True, text=True)
    key, found = done.stdout.splitlines()
    assert done.stderr == ""
    assert key == engine.key
    assert found == repr(engine.suggest(["My neighbour has guaranteed hours in the snow."]))


PIECES = st.lists(
    st.sampled_from(
        ["guaranteed", "hours", "neighbour", "’s", "😀", "\u00a0", "\n", "lunch club", "snow", "\u00ad", "."]
    ),
    max_size=25,
)


@given(PIECES)
def test_reasons_always_point_into_the_text(engine: SuggestionEngine, pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = one(engine, text)
    assert len(found) <= 3
    for suggestion in found:
        assert suggestion.reasons
        order = [list(ReasonKind).index(why.kind) for why in suggestion.reasons]
        assert order == sorted(order)
        for why in suggestion.reasons:
            assert why.spans
            assert all(span.within(len(text)).of(text).strip() == span.of(text) for span in why.spans)
    assert one(engine, text) == found
