"""Finding a code by a few typed letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.domain.codebook import Code
from coder.domain.search import Searchable, entry_words, folded, matching, ranked, reason
from tests.helpers.builders import a_code

PAY = a_code("fair-pay", name="Fair pay and travel time", key_terms=("wages",))
PEER = a_code("peer-learning", name="Learning from peers")
CAFE = a_code("cafe", name="Café meetings", key_terms=("peer",))
CODES = [PAY, PEER, CAFE]


def found(query: str, *, recent: list[str] | None = None, usage: dict[str, int] | None = None) -> list[str]:
    entries = [Searchable.of(code) for code in CODES]
    return [code.id for code in ranked(query, entries, recent=recent or [], usage=usage)]


def test_words_in_any_order_and_only_begun() -> None:
    assert found("tim fai") == ["fair-pay"]


def test_case_and_accents_do_not_matter() -> None:
    assert found("CAFE") == ["cafe"]


def test_key_terms_count_less_than_names() -> None:
    assert found("wages") == ["fair-pay"]
    assert found("peer") == ["peer-learning", "cafe"]


def test_every_word_must_be_somewhere() -> None:
    assert found("fair zebra") == []


def test_nothing_typed_shows_the_recent_first() -> None:
    assert found("", recent=["cafe"]) == ["cafe", "fair-pay", "peer-learning"]


def test_among_equals_the_recent_then_the_used_come_first() -> None:
    assert found("e", recent=["peer-learning"])[0] == "peer-learning"


@given(st.text(max_size=12), st.text(max_size=12))
def test_folding_is_the_same_for_small_and_capital(one: str, other: str) -> None:
    assert folded(one.upper()) == folded(one.upper().lower().upper())
    assert folded(folded(one + other)) == folded(one + other)


@given(
    st.lists(st.text(alphabet="abé -", min_size=1, max_size=10), min_size=1, max_size=6), st.text("abé ", max_size=4)
)
def test_what_is_ranked_is_what_matches_each_once(names: list[str], query: str) -> None:
    codes: list[Code] = [a_code(f"c{at}", name=name) for at, name in enumerate(names)]
    entries = [Searchable.of(code) for code in codes]
    hits = ranked(query, entries)
    assert sorted(code.id for code in hits) == sorted(
        entry.code.id for entry in entries if matching(query, entry) is not None
    )


def test_definitions_are_looked_through_only_where_asked_for_and_come_last() -> None:
    one = a_code("one", name="Rest", short_definition="Wages and peers.")
    entries = [Searchable.of(code) for code in (one, *CODES)]
    words = [entry_words(entry.code) for entry in entries]
    assert [code.id for code in ranked("peer", entries, words=words)] == ["peer-learning", "cafe", "one"]
    assert [code.id for code in ranked("peer", entries)] == ["peer-learning", "cafe"]
    assert [code.id for code in ranked("ages", entries, words=words)] == ["fair-pay"], (
        "a definition counts by its words"
    )


@given(st.text(alphabet="aé b.-(“", max_size=20), st.text(alphabet="aé b.-", min_size=1, max_size=5))
def test_every_code_found_by_its_definition_says_where(definition: str, typed: str) -> None:
    entry = Searchable.of(a_code("x", name="zzz", short_definition=definition))
    if matching(typed, entry, entry_words(entry.code)) and matching(typed, entry) is None:
        why = reason(typed, entry)
        assert why is not None
        assert why.where == "in its definition"
        assert all(
            folded(span.of(why.text)) and folded(typed.split(maxsplit=1)[0])[0] in folded(typed) for span in why.spans
        )
