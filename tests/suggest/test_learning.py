"""Suggestions learn from what the team coded, refused and left uncoded; and say why."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.learning import Example
from coder.domain.suggestion import ReasonKind, Suggestion
from coder.suggest import SuggestionEngine, build_engine
from tests.helpers.builders import a_code

MEALS = a_code("meals", short_definition="Eating in company.", key_terms=("lunch club", "eat together"))
HOURS = a_code("hours", short_definition="Work that a person can count on.", key_terms=("guaranteed hours",))
GARDEN = a_code("garden", short_definition="Growing plants for pleasure.", key_terms=("allotment",))
CODES = (MEALS, HOURS, GARDEN)

SAID = {
    "meals": [
        "We had soup and crumble round the big table with Ethel.",
        "Ethel brings crumble, and the soup is always hot.",
        "Soup on Thursdays, and everybody stays for a natter.",
        "I never miss the soup, it's the company really.",
    ],
    "hours": [
        "My rota is fixed until the summer, so I know what I earn.",
        "The rota comes out on Friday and it never changes.",
        "With a fixed rota I could sign the lease.",
    ],
    "garden": ["He was out with his tomatoes by seven.", "The tomatoes went to the whole landing."],
}


def examples(*, said: dict[str, list[str]] = SAID) -> list[Example]:
    """Return what was coded, two transcripts taking turns."""
    return [
        Example(
            id=f"{code}-{number}",
            text=text,
            codes=frozenset({code}),
            group=f"t{number % 2}",
            sources={code: f"coding-{code}-{number}"},
        )
        for code, texts in said.items()
        for number, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def engine() -> SuggestionEngine:
    return build_engine(CODES, examples=examples())


def one(engine: SuggestionEngine, text: str, *, top: int = 3) -> tuple[Suggestion, ...]:
    (found,) = engine.suggest([text], top=top)
    return found


def score(engine: SuggestionEngine, code_id: str, text: str) -> float:
    found = engine.passages_for(code_id, [text], top=1)
    return found[0][1].score if found else 0.0


def test_words_that_only_the_team_used_find_the_code(engine: SuggestionEngine) -> None:
    text = "There was soup again."
    assert one(build_engine(CODES), text) == ()
    best = one(engine, text)[0]
    assert best.code_id == "meals"
    learned = [why for why in best.reasons if why.kind is ReasonKind.LEARNED and why.sign > 0]
    assert [why.text for why in learned] == ["soup"]
    assert [span.of(text) for span in learned[0].spans] == ["soup"]
    assert learned[0].weight > 0


def test_a_passage_coded_before_is_quoted_with_the_way_to_its_coding(engine: SuggestionEngine) -> None:
    text = "Ethel made the soup and a crumble."
    best = one(engine, text)[0]
    similar = [why for why in best.reasons if why.kind is ReasonKind.SIMILAR]
    assert similar[0].text == "Ethel brings crumble, and the soup is always hot."
    assert similar[0].source == "coding-meals-1"
    assert [span.of(text) for span in similar[0].spans] == ["Ethel", "soup", "crumble"]


def test_reasons_come_in_their_order(engine: SuggestionEngine) -> None:
    best = one(engine, "At the lunch club Ethel made the soup and a crumble.")[0]
    kinds = [why.kind for why in best.reasons]
    assert kinds == sorted(kinds, key=list(ReasonKind).index)
    assert kinds[:2] == [ReasonKind.TERM, ReasonKind.SIMILAR]
    assert ReasonKind.LEARNED in kinds


def test_learned_words_against_a_code_have_their_sign(engine: SuggestionEngine) -> None:
    text = "The soup rota is fixed."
    meals = next(found for found in one(engine, text) if found.code_id == "meals")
    learned = [(why.text, why.sign) for why in meals.reasons if why.kind is ReasonKind.LEARNED]
    assert learned[0] == ("soup", 1)
    assert learned[1][1] == -1
    assert "rota" in learned[1][0]


def test_the_engine_says_what_it_learned_from(engine: SuggestionEngine) -> None:
    assert engine.name == "codebook and 9 codings"
    assert dict(engine.learned_from) == {"meals": 4, "hours": 3, "garden": 2}
    assert build_engine(CODES).name == "codebook only"
    assert build_engine(CODES, examples=examples()[:1]).name == "codebook and 1 coding"


def test_a_refused_code_weighs_against(engine: SuggestionEngine) -> None:
    text = "The soup was cold and nobody came."
    refused = [Example(id="r", text=text, codes=frozenset(), refused=frozenset({"meals"}), group="t1")]
    again = build_engine(CODES, examples=[*examples(), *refused])
    assert score(again, "meals", text) < score(engine, "meals", text)
    assert again.key != engine.key
    assert again.name == engine.name


def test_passages_left_uncoded_count_only_from_completed_transcripts(engine: SuggestionEngine) -> None:
    text = "Is there soup in this machine?"
    left = Example(id="", text=text, codes=frozenset(), group="t1", complete=True)
    complete = build_engine(CODES, examples=[*examples(), left])
    unfinished = build_engine(CODES, examples=[*examples(), replace(left, complete=False)])
    assert score(complete, "meals", text) < score(engine, "meals", text)
    assert unfinished.key == engine.key


def test_a_new_code_is_suggested_at_once_beside_learned_ones() -> None:
    transport = a_code("transport", short_definition="Getting about.", key_terms=("minibus",))
    engine = build_engine([*CODES, transport], examples=examples())
    assert one(engine, "The minibus broke down again.")[0].code_id == "transport"
    found = engine.passages_for("transport", ["Soup again.", "We got about in the van.", "The minibus!"], top=3)
    assert found[0][0] == 2
    assert found[0][1].reasons[0].kind is ReasonKind.TERM


def test_passages_for_a_code_are_ranked_also_where_it_is_not_among_the_first(engine: SuggestionEngine) -> None:
    texts = [
        "Nothing to see.",
        "He sold the tomatoes at the lunch club, we eat together with soup and crumble, and my rota is fixed.",
        "He went to the allotment for the tomatoes.",
        "Tomatoes!",
    ]
    found = engine.passages_for("garden", texts, top=5)
    assert {place for place, _ in found} >= {1, 2, 3}
    assert [suggestion.rank for _, suggestion in found] == [*range(1, len(found) + 1)]
    assert all(suggestion.code_id == "garden" and suggestion.reasons for _, suggestion in found)
    assert engine.passages_for("garden", texts, top=1) == found[:1]
    assert engine.passages_for("unknown", texts, top=3) == []
    assert engine.passages_for("garden", texts, top=5, cancelled=lambda: True) == []


QUESTIONS = ["Soup with Ethel?", "my fixed rota", "tomatoes and soup", "the lunch club", "nothing", ""]


def test_the_same_key_suggests_the_same_from_a_saved_state(engine: SuggestionEngine) -> None:
    again = build_engine(CODES, examples=examples(), state=engine.state())
    assert again.key == engine.key
    assert again.suggest(QUESTIONS) == engine.suggest(QUESTIONS)
    assert again.state() == engine.state()


def test_a_saved_state_spares_the_fitting(engine: SuggestionEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    state = engine.state()
    monkeypatch.setattr("coder.suggest.lessons.learn", lambda *_args, **_options: pytest.fail("fitted again"))
    build_engine(CODES, examples=examples(), state=state)


@pytest.mark.parametrize("damage", ["empty", "noise", "short", "other project"])
def test_a_damaged_or_foreign_state_is_passed_over(engine: SuggestionEngine, damage: str) -> None:
    whole = engine.state()
    other = build_engine(CODES[:2], examples=examples()).state()
    state = {
        "empty": b"",
        "noise": b"PK\x03\x04" + bytes(200),
        "short": whole[: len(whole) // 2],
        "other project": other,
    }
    again = build_engine(CODES, examples=examples(), state=state[damage])
    assert again.suggest(QUESTIONS) == engine.suggest(QUESTIONS)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_state_with_any_byte_changed_never_fails(engine: SuggestionEngine, data: st.DataObject) -> None:
    from coder.suggest.state import loaded

    state = bytearray(engine.state())
    place = data.draw(st.integers(0, len(state) - 1))
    state[place] ^= data.draw(st.integers(1, 255))
    assert loaded(bytes(state), engine.key, codes=len(CODES)) is None


def test_the_order_of_examples_does_not_matter(engine: SuggestionEngine) -> None:
    shuffled = examples()
    random.Random(3).shuffle(shuffled)
    again = build_engine(CODES, examples=shuffled)
    assert (again.key, again.suggest(QUESTIONS)) == (engine.key, engine.suggest(QUESTIONS))


def test_another_process_suggests_the_same(engine: SuggestionEngine) -> None:
    program = (
        "from coder.suggest import build_engine; from tests.suggest.test_learning import CODES, QUESTIONS, examples;"
        "engine = build_engine(CODES, examples=examples()); print(engine.key, engine.suggest(QUESTIONS))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == f"{engine.key} {engine.suggest(QUESTIONS)}"


def ids(found: Sequence[Suggestion]) -> list[str]:
    return [suggestion.code_id for suggestion in found]


def test_codings_of_retired_codes_teach_nothing() -> None:
    from coder.domain.codebook import CodeStatus

    engine = build_engine([MEALS, replace(HOURS, status=CodeStatus.RETIRED)], examples=examples())
    assert dict(engine.learned_from) == {"meals": 4}
    assert engine.name == "codebook and 4 codings"
    assert "hours" not in ids(one(engine, "my fixed rota"))


def test_one_code_with_all_codings_on_it_works() -> None:
    engine = build_engine([MEALS], examples=[each for each in examples() if "meals" in each.codes])
    assert ids(one(engine, "lunch club")) == ["meals"]


def test_all_codings_on_one_code_leave_room_for_the_others() -> None:
    engine = build_engine(CODES, examples=[each for each in examples() if "meals" in each.codes])
    assert ids(one(engine, "On the allotment"))[0] == "garden"


def test_codes_without_definitions_learn_from_codings_alone() -> None:
    bare = [a_code(code.id, name=f"X{number}") for number, code in enumerate(CODES)]
    engine = build_engine(bare, examples=examples())
    assert ids(one(engine, "There was soup again."))[0] == "meals"


def test_another_language_is_learned_too() -> None:
    german = [
        Example(id="1", text="Wir haben zusammen Suppe gegessen.", codes=frozenset({"meals"}), group="a"),
        Example(id="2", text="Der Dienstplan steht fest.", codes=frozenset({"hours"}), group="b"),
    ]
    assert ids(one(build_engine(CODES, examples=german), "Es gab wieder Suppe."))[:1] == ["meals"]


@pytest.mark.timeout(60)
def test_five_hundred_codes_and_a_text_of_twenty_thousand_words_are_no_trouble() -> None:
    many = [
        a_code(f"c{number}", name=f"Topic{number}", key_terms=(f"word{number} thing{number}",)) for number in range(500)
    ]
    coded = [
        Example(
            id=str(number),
            text=f"About word{number % 500} and stuff{number % 7}.",
            codes=frozenset({f"c{number % 500}"}),
            group=str(number % 5),
        )
        for number in range(600)
    ]
    engine = build_engine(many, examples=coded)
    text = "So it went on and on. " * 3_500 + "Then word7 came."
    assert ids(one(engine, text))[0] == "c7"


@given(
    st.lists(
        st.sampled_from(["soup", "Ethel", "rota", "lunch club", "tomatoes", "😀", "\u00ad", "\n", "the"]), max_size=20
    )
)
@settings(deadline=None)
def test_every_suggestion_has_a_reason_in_the_text(engine: SuggestionEngine, pieces: list[str]) -> None:
    text = " ".join(pieces)
    for suggestion in one(engine, text):
        assert suggestion.reasons
        assert any(why.sign > 0 for why in suggestion.reasons)
        assert 0 < suggestion.score < 1
        for why in suggestion.reasons:
            assert why.spans
            assert all(span.within(len(text)).of(text).strip() == span.of(text) for span in why.spans)
