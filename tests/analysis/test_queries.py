"""Questions about the codings: what fits, what is kept of them, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.consent import seen_by
from coder.analysis.data import AnalysisData, Audience
from coder.analysis.queries import matching, matching_ids
from coder.analysis.tables import TABLES
from coder.domain.coding import Direction, Review
from coder.domain.query import Query, Relation
from coder.domain.transcript import SpeakerRole
from coder.errors import InvalidValueError
from tests.analysis.recount import recounted
from tests.helpers.builders import a_coder, a_coding, a_framework, a_participant, a_transcript
from tests.helpers.random_projects import a_random_project, as_data

ROSA = a_participant("Worker 1", "Care worker", attributes=("area: North", "years: 5"))
WILF = a_participant("Owner 1", "Care owner", attributes=("area: South", "years: 5"))
TALK = a_transcript(
    [
        "INTERVIEWER: How was it?",
        "Rosa: We ate together and we learnt.",
        "Wilf: It cost me an hour.",
        "INTERVIEWER: And then?",
        "Rosa: Then nothing.",
    ],
    name="Talk",
    participants={"Rosa": ROSA, "Wilf": WILF},
    date="2026-03-19",
)
LATER = a_transcript(["Wilf: We ate alone."], name="Later", participants={"Wilf": WILF}, position=1)
ANA, BEN = a_coder("Ana"), a_coder("Ben")
CODINGS = {
    "ate": a_coding(TALK, "We ate together", "gifted-care", ANA, direction=Direction.SUPPORTS),
    "together": a_coding(TALK, "together and we learnt", "peer-learning", BEN, created_at="2026-05-20T10:00:00Z"),
    "cost": a_coding(TALK, "cost me an hour", "aside", ANA, direction=Direction.CHALLENGES, review=Review.DISCUSS),
    "nothing": a_coding(TALK, "Then nothing", "learning", BEN),
    "asked": a_coding(TALK, "And then?", "aside", BEN),
    "alone": a_coding(LATER, "ate alone", "gifted-care", BEN),
}


@pytest.fixture(scope="module")
def data() -> AnalysisData:
    kept = as_data([TALK, LATER], [ROSA, WILF], a_framework(), list(CODINGS.values()), [ANA, BEN])
    return seen_by(replace(kept, older=frozenset({CODINGS["cost"].id})), Audience.TEAM)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "ate together cost asked nothing alone"),
        ({"code_id": "peer-support"}, "ate together alone"),
        ({"code_id": "peer-support", "with_descendants": False}, ""),
        ({"code_id": "growth"}, "together nothing"),
        ({"code_id": "gone"}, ""),
        ({"code_id": "gifted-care", "relation": Relation.AND, "other_code_id": "peer-learning"}, "ate"),
        ({"code_id": "peer-learning", "relation": Relation.AND, "other_code_id": "gifted-care"}, "together"),
        ({"code_id": "gifted-care", "relation": Relation.NOT, "other_code_id": "peer-learning"}, "alone"),
        ({"code_id": "gifted-care", "relation": Relation.NEAR, "other_code_id": "peer-learning"}, "ate"),
        ({"code_id": "peer-learning", "relation": Relation.NEAR, "other_code_id": "aside"}, ""),
        ({"code_id": "peer-learning", "relation": Relation.NEAR, "other_code_id": "aside", "within_turns": 1},
         "together"),
        ({"code_id": "gifted-care", "relation": Relation.NEAR, "other_code_id": "learning", "within_turns": 2}, ""),
        ({"code_id": "gifted-care", "relation": Relation.NEAR, "other_code_id": "learning", "within_turns": 3}, "ate"),
        ({"groups": ("Care owner",)}, "cost alone"),
        ({"groups": ("Care owner", "")}, "cost asked alone"),
        ({"attributes": ("Area: north",)}, "ate together nothing"),
        ({"attributes": ("area: North", "area: South")}, "ate together cost nothing alone"),
        ({"attributes": ("area: North", "years: 7")}, ""),
        ({"participant_ids": (WILF.id,)}, "cost alone"),
        ({"roles": (SpeakerRole.INTERVIEWER,)}, "asked"),
        ({"transcript_ids": ("later",)}, "alone"),
        ({"directions": ("challenges", "")}, "together cost asked nothing alone"),
        ({"coder_ids": ("ana",)}, "ate cost"),
        ({"reviews": (Review.DISCUSS,)}, "cost"),
        ({"coded_from": "2026-05-20", "coded_to": "2026-05-20"}, "together"),
        ({"coded_to": "2026-05-19"}, "ate cost asked nothing alone"),
        ({"held_from": "2026-01-01"}, "ate together cost asked nothing"),
        ({"older": True}, "cost"),
        ({"older": True, "coder_ids": ("ben",)}, ""),
    ],
)  # fmt: skip
def test_a_query_finds_what_it_asks_for(data: AnalysisData, query: dict[str, Any], expected: str) -> None:
    names = {coding.id: name for name, coding in CODINGS.items()}
    assert " ".join(names[each] for each in matching_ids(Query(**query), data)) == expected


def test_every_table_can_be_narrowed(data: AnalysisData) -> None:
    narrow = data.narrowed(matching(Query(coder_ids=("ana",)), data))
    for table in TABLES.values():
        found = table.build(narrow)
        behind = {each for row in range(len(found)) for each in found.codings_of(row)}
        assert behind <= {CODINGS["ate"].id, CODINGS["cost"].id}


@given(st.integers(0, 10**6), st.sampled_from(list(Relation)), st.integers(0, 2))
def test_relations_equal_a_plain_comparison(seed: int, relation: Relation, reach: int) -> None:
    kept = a_random_project(seed)
    data = seen_by(kept, Audience.TEAM)
    said = recounted(kept)
    codes = list(data.tree.codes)
    if len(codes) < 2:
        return
    query = Query(
        code_id=codes[0], relation=relation, other_code_id=codes[1], within_turns=reach, with_descendants=False
    )
    numbers = {f"{where} {number}": place for place, (where, number) in enumerate(
        sorted(zip(kept.turns.transcript_id, kept.turns.number, strict=True)))}  # fmt: skip
    others = [each for each in said if each.code == codes[1]]
    expected = set()
    for each in (one for one in said if one.code == codes[0]):
        here = [other for other in others if other.transcript == each.transcript]
        if relation is Relation.NEAR:
            fits = any(
                abs(numbers[a] - numbers[b]) <= reach for other in here for a in each.touched for b in other.touched
            )
        else:
            overlaps = any(each.span[0] < other.span[1] and other.span[0] < each.span[1] for other in here)
            fits = overlaps == (relation is Relation.AND)
        if fits:
            expected.add(each.id)
    # What only askers say fits a question, too, so that it can be found; it ties nothing and counts nowhere.
    assert set(matching_ids(query, data)).intersection(data.counting.codings.id) == expected


QUERIES = st.builds(
    Query,
    code_id=st.just("growth"),
    with_descendants=st.booleans(),
    groups=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    attributes=st.sampled_from([(), ("area: North",)]),
    directions=st.sampled_from([(), ("", "supports")]),
    roles=st.sampled_from([(), tuple(SpeakerRole)]),
    reviews=st.sampled_from([(), tuple(Review)]),
    coded_from=st.sampled_from(["", "2026-03-12"]),
    older=st.booleans(),
)


@given(QUERIES)
def test_a_query_comes_back_from_the_file_as_it_was(query: Query) -> None:
    assert Query.from_json(query.to_json()) == query


def test_two_codes_come_back_too() -> None:
    query = Query(code_id="a", relation=Relation.NEAR, other_code_id="b", within_turns=2)
    assert Query.from_json(query.to_json()) == query
    assert Query().to_json() == "{}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "damaged"),
        ("[1]", "damaged"),
        ('{"colour": "red"}', "“colour”"),
        ('{"groups": "Care worker"}', "“groups”"),
        ('{"older": 1}', "“older”"),
        ('{"relation": "beside"}', "“relation”"),
        ('{"roles": ["boss"]}', "“roles”"),
        ('{"directions": ["sideways"]}', "sideways"),
        ('{"coded_from": "yesterday"}', "2026-03-12"),
        ('{"attributes": ["North"]}', "name: value"),
        ('{"relation": "and"}', "both"),
        ('{"code_id": 7}', "“code_id”"),
        ('{"within_turns": -1}', "turns"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Query.from_json(text)
    assert said in caught.value.message
