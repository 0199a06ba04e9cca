"""Every figure equals a plain recount, leads back to its codings, and is the same in every export."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.consent import seen_by
from coder.analysis.counting import FIGURES, subjects
from coder.analysis.coverage import Level, gaps
from coder.analysis.crosstabs import NO_GROUP
from coder.analysis.data import Audience
from coder.analysis.evidence import MASK
from coder.analysis.tables import TABLES, Built
from coder.domain.codebook import CodeKind
from coder.domain.evidence import ASKER, HEADING
from coder.domain.transcript import Consent
from tests.analysis.recount import Said, figures, recounted
from tests.helpers.random_projects import a_random_project

SEEDS = st.integers(0, 10**6)
NAMES = [column.name for column in FIGURES]


def of(built: Built, row: int, *names: str) -> dict[str, object]:
    """Return some values of a row."""
    values = dict(zip((column.name for column in built.columns), list(built.rows())[row], strict=True))
    return {name: values[name] for name in (names or values)}


def both(seed: int) -> tuple[list[Said], dict[str, Built]]:
    kept = a_random_project(seed)
    data = seen_by(kept, Audience.TEAM)
    return recounted(kept), {name: table.build(data) for name, table in TABLES.items()}


@given(SEEDS)
def test_coverage_domains_frequencies_and_codebook_count_what_a_recount_counts(seed: int) -> None:
    said, tables = both(seed)
    for name in ("coverage", "domains", "frequencies", "codebook"):
        built = tables[name]
        for row, (code_id,) in enumerate(built.keys):
            mine = [each for each in said if code_id in each.counts_for or each.code == code_id]
            assert of(built, row, *NAMES) == figures(mine), (name, code_id)
            assert sorted(built.codings_of(row)) == sorted(each.id for each in mine)
            against = [each.id for each in mine if each.direction == "challenges"]
            assert sorted(built.codings_of(row, "challenges")) == sorted(against)


@given(SEEDS)
def test_frequencies_count_passages_transcripts_and_coders_once(seed: int) -> None:
    said, tables = both(seed)
    built = tables["frequencies"]
    for row, (code_id,) in enumerate(built.keys):
        mine = [each for each in said if code_id in each.counts_for]
        own = [each.id for each in mine if each.code == code_id]
        assert of(built, row, "own", "passages", "transcripts", "coders") == {
            "own": len(own),
            "passages": len({(each.transcript, each.span) for each in mine}),
            "transcripts": len({each.transcript for each in mine}),
            "coders": len({each.coder for each in mine}),
        }
        assert sorted(built.codings_of(row, "own")) == sorted(own)


@given(SEEDS)
def test_outcomes_by_group_count_people_of_the_group_once(seed: int) -> None:
    said, tables = both(seed)
    built = tables["outcome-by-group"]
    group_of = {person.id: person.group for person in built.data.participants}
    for row, (code_id, group) in enumerate(built.keys):
        mine = [each for each in said if code_id in each.counts_for]
        if group == NO_GROUP:
            here = [each for each in mine if not each.people or any(not group_of.get(p) for p in each.people)]
            people = {p for each in here for p in each.people if not group_of.get(p)}
        else:
            here = [each for each in mine if group in each.groups]
            people = {p for each in here for p in each.people if group_of.get(p) == group}
        expected = figures(here) | {"people": len(people)}
        del expected["groups"]
        assert of(built, row, *expected) == expected
        assert sorted(built.codings_of((code_id, group))) == sorted(each.id for each in here)


@given(SEEDS)
def test_outcomes_by_transcript_and_the_matrix_count_what_a_recount_counts(seed: int) -> None:
    said, tables = both(seed)
    built = tables["outcome-by-transcript"]
    for row, (code_id, transcript_id) in enumerate(built.keys):
        here = [each for each in said if code_id in each.counts_for and each.transcript == transcript_id]
        assert of(built, row, *NAMES) == figures(here)
    built = tables["matrix"]
    outcomes = {code.id for code in subjects(built.data.tree, {each.code for each in said})}
    named = {person.id for person in built.data.participants}
    pairs = {(p, code) for each in said for p in each.people & named for code in each.counts_for & outcomes}
    assert set(built.keys) == pairs
    for row, (person, code_id) in enumerate(built.keys):
        here = [each for each in said if code_id in each.counts_for and person in each.people]
        expected = {name: value for name, value in figures(here).items() if name not in ("people", "groups")}
        assert of(built, row, *expected) == expected


@given(SEEDS)
def test_co_occurrence_counts_passages_pairs_and_turns_once(seed: int) -> None:
    said, tables = both(seed)
    built = tables["co-occurrence"]
    expected = {}
    order = {code_id: place for place, code_id in enumerate(built.data.facts.code_ids)}
    for a, b in combinations(order, 2):
        spans = {code: {(each.transcript, each.span) for each in said if each.code == code} for code in (a, b)}
        turns = {code: {turn for each in said if each.code == code for turn in each.turns} for code in (a, b)}
        overlapping = sum(
            one[0] == other[0] and one[1][0] < other[1][1] and other[1][0] < one[1][1]
            for one in spans[a]
            for other in spans[b]
        )
        shared = turns[a] & turns[b]
        if overlapping or shared:
            expected[a, b] = {
                "same_passage": len(spans[a] & spans[b]),
                "overlapping": overlapping,
                "same_turn": len(shared),
                "transcripts": len({turn.rsplit(" ", 1)[0] for turn in shared}),
                "closeness": round(len(shared) / max(1, len(turns[a] | turns[b])), 4),
            }
    found = (
        {key: of(built, row, *next(iter(expected.values()))) for row, key in enumerate(built.keys)} if expected else {}
    )
    assert found == expected
    for row, (a, b) in enumerate(built.keys):
        same = {
            each.id
            for each in said
            for other in said
            if {each.code, other.code} == {a, b} and (each.transcript, each.span) == (other.transcript, other.span)
        }
        assert set(built.codings_of(row, "same_passage")) == same
        near = {e.id for e in said for o in said if {e.code, o.code} == {a, b} and set(e.turns) & set(o.turns)}
        assert set(built.codings_of(row, "same_turn")) == near


@given(SEEDS)
def test_the_level_of_coverage_follows_from_the_figures(seed: int) -> None:
    _, tables = both(seed)
    built = tables["coverage"]
    for row in range(len(built)):
        said = of(built, row)
        assert (said["level"] == Level.NONE) == (said["codings"] == 0)
        if said["level"] in (Level.WELL, Level.ONLY_SUPPORTING):
            assert said["people"] >= 2
            assert said["groups"] >= 2 or not built.data.facts.groups
        if said["level"] == Level.WELL:
            assert said["challenges"] + said["mixed"] > 0
        if said["level"] == Level.ONE_GROUP:
            assert said["people"] >= 2 > said["groups"]
            assert built.data.facts.groups
    open_ones = [key[0] for key, value in zip(built.keys, built.frame["level"], strict=True) if value != Level.WELL]
    assert sorted(code_id for code_id, _ in gaps(built)) == sorted(open_ones)


@given(SEEDS)
def test_a_passage_beside_the_outcomes_overlaps_nothing_that_counts_for_one(seed: int) -> None:
    said, tables = both(seed)
    built = tables["unintended"]
    tree = built.data.tree
    plain = {book.id for book in built.data.codebooks}
    plain -= {code.codebook_id for code in tree if code.kind is not CodeKind.OTHER}
    outcomes = {code.id for code in subjects(tree, {each.code for each in said}) if code.codebook_id not in plain}
    tied = [each for each in said if each.counts_for & outcomes]
    free = {
        each.id
        for each in said
        if tree[each.code].codebook_id not in plain
        and not any(
            each.transcript == other.transcript and each.span[0] < other.span[1] and other.span[0] < each.span[1]
            for other in tied
        )
    }
    assert {key[0] for key in built.keys} == (free if outcomes else set())


@given(SEEDS)
def test_readers_get_the_same_figures_and_no_words_that_were_not_given(seed: int) -> None:
    kept = a_random_project(seed)
    team, readers = seen_by(kept, Audience.TEAM), seen_by(kept, Audience.READERS)
    hidden = {
        person.pseudonym
        for person in kept.participants
        if person.consent in (Consent.WITHDRAWN, Consent.INTERNAL, Consent.ANONYMISED)
    }
    silent = {p.id for p in kept.participants if p.consent in (Consent.WITHDRAWN, Consent.INTERNAL)}
    gone = {p.id for p in kept.participants if p.consent is Consent.WITHDRAWN}
    for name, table in TABLES.items():
        one, other = table.build(team), table.build(readers)
        numbers = [column.name for column in table.columns if one.frame[column.name].dtype.kind in "iuf"]
        if name not in ("quotes", "participants"):
            assert one.keys[:] == other.keys[:] or name == "matrix"
        if name not in ("quotes", "matrix", "participants"):
            assert one.frame[numbers].equals(other.frame[numbers]), name
        everything = " ".join(str(value) for row in other.rows() for value in row)
        assert not [pseudonym for pseudonym in hidden if pseudonym in everything], name
        assert MASK not in everything
    speakers = {speaker.id: speaker.participant_id for speaker in kept.speakers}
    for data, muted in ((team, gone), (readers, silent)):
        texts = {item.id: item.text for item in data.transcripts}
        turns = kept.turns
        for where, who, start, end in zip(turns.transcript_id, turns.speaker_id, turns.start, turns.end, strict=True):
            if where in texts and speakers.get(who) in muted:
                assert set(texts[where][start:end]) == {MASK}
    for item in kept.transcripts:
        for data in (team, readers):
            now = next((each for each in data.transcripts if each.id == item.id), None)
            assert now is None or len(now.text) == len(item.text), "places stay where they are"
    roles = TABLES["evidence"].build(readers).frame["role"]
    assert sum(not role.startswith((ASKER, HEADING)) for role in roles) == len(recounted(kept))


@given(SEEDS)
def test_columns_are_of_the_type_that_they_say(seed: int) -> None:
    _, tables = both(seed)
    kinds = {"text": str, "date": str, "time": str, "whole number": int, "share": float}
    for name, built in tables.items():
        assert list(built.frame.columns) == [column.name for column in built.columns]
        assert len(built.frame) == len(built.keys)
        for row in built.rows():
            for value, column in zip(row, built.columns, strict=True):
                assert value is None or type(value) is kinds[column.type], (name, column.name)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_project_has_empty_tables(name: str) -> None:
    from coder.domain.codebook import CodeTree
    from tests.helpers.random_projects import as_data

    built = TABLES[name].build(seen_by(as_data([], [], CodeTree([]), [], []), Audience.READERS))
    assert len(built) == 0
    assert list(built.frame.columns) == [column.name for column in built.columns]
    if built.head.lattice:
        assert built.grid().cells == {}


@pytest.mark.parametrize("table", TABLES.values(), ids=str)
def test_every_column_says_what_it_means(table: object) -> None:
    for column in TABLES[table.name].columns:  # type: ignore[attr-defined]
        assert column.title
        assert column.meaning.endswith(".")
