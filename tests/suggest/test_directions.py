"""A direction is suggested only where words near the evidence say so, and with these words shown."""

from __future__ import annotations

import pytest

from coder.domain.coding import Direction
from coder.suggest import SuggestionEngine, build_engine
from tests.helpers.builders import a_code

HOURS = a_code("hours", key_terms=("guaranteed hours", "zero hours", "can't plan", "sick pay"))
MEALS = a_code("meals", short_definition="Eating soup in company.", key_terms=("lunch club",))


@pytest.fixture(scope="module")
def engine() -> SuggestionEngine:
    return build_engine([HOURS, MEALS])


def read(engine: SuggestionEngine, text: str) -> tuple[Direction | None, list[str]]:
    (found,) = engine.suggest([text])
    return found[0].direction, [span.of(text) for span in found[0].cue]


SUPPORTS, CHALLENGES, MIXED = Direction.SUPPORTS, Direction.CHALLENGES, Direction.MIXED


@pytest.mark.parametrize(
    ("text", "direction", "cue"),
    [
        ("There were no guaranteed hours for us.", CHALLENGES, ["no"]),
        ("We have never had sick pay.", CHALLENGES, ["never"]),
        ("I didn’t get the guaranteed hours.", CHALLENGES, ["n’t"]),
        ("They cancelled the lunch club.", CHALLENGES, ["cancelled"]),
        ("The lunch club is a struggle to keep going.", CHALLENGES, ["struggle"]),
        ("Guaranteed hours aren't a thing here.", CHALLENGES, ["n't"]),
        ("We finally got guaranteed hours.", SUPPORTS, ["finally"]),
        ("The lunch club is lovely.", SUPPORTS, ["lovely"]),
        ("I am no longer on zero hours.", SUPPORTS, ["no longer"]),
        ("Since the lunch club no trouble at all.", SUPPORTS, ["no trouble"]),
        ("The lunch club has not improved.", CHALLENGES, ["not improved"]),
        ("The lunch club is lovely and the sick pay is a worry.", SUPPORTS, ["lovely"]),
        ("The lunch club is lovely, but the lunch club is a struggle to get to.", MIXED, ["lovely", "struggle"]),
    ],
)
def test_words_near_a_key_term_say_the_direction(
    engine: SuggestionEngine, text: str, direction: Direction, cue: list[str]
) -> None:
    assert read(engine, text) == (direction, cue)


@pytest.mark.parametrize(
    "text",
    [
        "We have a lunch club on Thursdays.",
        "You can't plan with that.",
        "It was a zero hours job.",
        "There was soup again. It was lovely.",
        "We have guaranteed hours. I was never late.",
        "Eating in company, never alone.",
        "The lunch club meets in the hall by the river on the first Thursday, it is never cold.",
    ],
)
def test_no_cue_no_direction(engine: SuggestionEngine, text: str) -> None:
    assert read(engine, text) == (None, [])


def test_places_are_code_points_of_the_text_as_it_was_given(engine: SuggestionEngine) -> None:
    text = "😀😀  They  cancelled\nthe lunch club."
    assert read(engine, text) == (CHALLENGES, ["cancelled"])


def test_found_passages_have_a_direction_too(engine: SuggestionEngine) -> None:
    ((_, found),) = engine.passages_for("meals", ["No lunch club any more."], top=3)
    assert found.direction is CHALLENGES
