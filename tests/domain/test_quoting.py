"""Which passages a report quotes: strong ones first, each person once before anybody twice, none on another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.domain.coding import Direction, Strength
from coder.domain.quoting import Candidate, best, shortened, together

WORDS = "They moved me to guaranteed hours in the spring and now I can plan my week."


def a_candidate(start: int = 0, who: str = "Rosa", **more: object) -> Candidate:
    values = {"transcript": 0, "start": start, "end": start + 10, "text": WORDS, "people": (who,)}
    return Candidate(**(values | more))  # type: ignore[arg-type]


def starts(found: list[Candidate]) -> list[int]:
    return [candidate.start for candidate in found]


def test_stronger_evidence_comes_first() -> None:
    said = a_candidate(0, "Ana", strength=Strength.ANECDOTAL)
    told = a_candidate(20, "Ben", strength=Strength.DESCRIBED)
    borne_out = a_candidate(40, "Cleo", strength=Strength.CORROBORATED)
    plain = a_candidate(60, "Dan")
    assert best([plain, said, told, borne_out], most=4) == [borne_out, told, said, plain]


def test_each_person_is_quoted_once_before_anybody_twice() -> None:
    strong = [a_candidate(at, "Rosa", strength=Strength.CORROBORATED) for at in (0, 20, 40)]
    weak = a_candidate(60, "Sam")
    assert starts(best([*strong, weak], most=2)) == [0, 60]
    assert starts(best([*strong, weak], most=3)) == [0, 60, 20]


def test_somebody_who_is_quoted_against_waits_their_turn() -> None:
    against = a_candidate(0, "Rosa", direction=Direction.CHALLENGES)
    assert starts(best([a_candidate(20, "Rosa"), a_candidate(40, "Sam")], most=1, beside=[against])) == [40]


def test_a_readable_length_comes_before_a_scrap_or_a_speech() -> None:
    scrap, speech = a_candidate(0, "Ana", text="Yes."), a_candidate(20, "Ben", text=WORDS * 20)
    assert starts(best([scrap, speech, a_candidate(40, "Cleo")], most=1)) == [40]


def test_no_two_quotes_overlap() -> None:
    assert starts(best([a_candidate(0, "Ana"), a_candidate(5, "Ben"), a_candidate(10, "Cleo")], most=3)) == [0, 10]


def test_codings_on_one_passage_are_one_candidate() -> None:
    plus = a_candidate(direction=Direction.SUPPORTS, coding_ids=("a",))
    minus = a_candidate(direction=Direction.CHALLENGES, strength=Strength.DESCRIBED, coding_ids=("b",))
    (one,) = together([plus, minus])
    assert (one.direction, one.strength, one.coding_ids) == (Direction.MIXED, Strength.DESCRIBED, ("a", "b"))
    assert one.challenges
    (same,) = together([plus, a_candidate(coding_ids=("c",))])
    assert same.direction is Direction.SUPPORTS


def test_a_speech_is_cut_after_a_sentence() -> None:
    text = "One short sentence here. " * 60
    cut = shortened(text.strip())
    assert cut.endswith("here. […]")
    assert len(cut.split()) <= 121
    assert shortened(WORDS) == WORDS


@given(
    st.lists(
        st.builds(
            a_candidate,
            start=st.integers(0, 200),
            who=st.sampled_from(["Ana", "Ben", "Cleo"]),
            strength=st.sampled_from([None, *Strength]),
        ),
        max_size=20,
    )
)
def test_the_order_of_the_codings_does_not_matter(candidates: list[Candidate]) -> None:
    one, other = together(candidates), together(list(reversed(candidates)))
    assert starts(best(one, most=3)) == starts(best(other, most=3))
    chosen = best(one, most=3)
    assert len(chosen) == min(3, len(chosen))
    assert all(abs(a.start - b.start) >= 10 for a in chosen for b in chosen if a is not b)
