"""The evidence table: one row per coding, which says who spoke, in which turn, and what the code counts for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.consent import seen_by
from coder.analysis.data import AnalysisData, Audience
from coder.analysis.evidence import evidence_rows
from coder.analysis.evidence import rows_of as rows_of_data
from coder.analysis.queries import asked
from coder.analysis.tables import TABLES
from coder.domain.codebook import CodeTree
from coder.domain.coding import Coder, Coding, Direction, Origin, Strength
from coder.domain.evidence import EvidenceFilter, EvidenceRow
from coder.domain.span import Span
from coder.domain.transcript import Participant, TranscriptKind
from tests.helpers.builders import (
    WHEN,
    Talk,
    a_code,
    a_coder,
    a_coding,
    a_domain,
    a_framework,
    a_link,
    a_participant,
    a_transcript,
    an_outcome,
)
from tests.helpers.random_projects import as_data

ROSA = a_participant("Worker 1", "Care worker")
WILF = a_participant("Owner 1", "Care owner")
JUDE = a_participant("Daughter 1", "Family member")
TALK = a_transcript(
    [
        "INTERVIEWER: How did it begin?",
        "Wilf: I fell off a ladder. Then nobody came for an hour.",
        "Jude: It was a chair, Dad.",
        "INTERVIEWER: And then?",
        "Wilf: Then the dog came in.",
    ],
    name="Interview 2",
    participants={"Wilf": WILF, "Jude": JUDE},
    times=[0, 62.4, 95, 3700, None],
    kind=TranscriptKind.INTERVIEW,
    date="2026-03-19",
    place="Kitchen",
)
ANA, BEN = a_coder("Ana"), a_coder("Ben")


def rows_of(
    codings: Sequence[Coding],
    *,
    talks: Sequence[Talk] = (TALK,),
    people: Sequence[Participant] = (ROSA, WILF, JUDE),
    tree: CodeTree | None = None,
    coders: Sequence[Coder] = (ANA, BEN),
    **options: Any,
) -> list[EvidenceRow]:
    return evidence_rows(
        transcripts={talk.transcript.id: talk.transcript for talk in talks},
        speakers=[speaker for talk in talks for speaker in talk.speakers],
        turns=[turn for talk in talks for turn in talk.turns],
        participants=people,
        tree=tree or a_framework(),
        codings=codings,
        coders=coders,
        **options,
    )


def data_of(codings: Sequence[Coding], *talks: Talk) -> AnalysisData:
    kept = as_data(list(talks), [ROSA, WILF, JUDE], a_framework(), list(codings), [ANA, BEN])
    return seen_by(kept, Audience.TEAM)


def frame_of(codings: Sequence[Coding], *talks: Talk) -> pd.DataFrame:
    return TABLES["evidence"].build(data_of(codings, *talks)).frame


def row_of(coding: Coding, **options: Any) -> EvidenceRow:
    (row,) = rows_of([coding], **options)
    return row


def test_a_row_says_everything_about_its_coding() -> None:
    coding = a_coding(
        TALK,
        "nobody came for an hour",
        "peer-learning",
        ANA,
        direction=Direction.CHALLENGES,
        strength=Strength.DESCRIBED,
        memo="Ask Jude.",
        origin=Origin.SUGGESTED,
        codebook_version="Outcomes 1.0",
    )
    assert row_of(coding) == EvidenceRow(
        evidence_id=coding.id,
        transcript="Interview 2",
        kind="interview",
        date="2026-03-19",
        place="Kitchen",
        participant="Owner 1",
        stakeholder_group="Care owner",
        speaker="Wilf",
        turn=2,
        time="1:02",
        start=coding.start,
        end=coding.end,
        passage="nobody came for an hour",
        context_before="How did it begin? I fell off a ladder. Then",
        context_after=". It was a chair, Dad. And then? Then the dog came in.",
        domain="Growth",
        theme="Peer support",
        code_id="peer-learning",
        code="Peer learning",
        direction="challenges",
        strength="described",
        memo="Ask Jude.",
        coder="Ana",
        coded_at=WHEN,
        origin="suggested",
        codebook_version="Outcomes 1.0",
        transcript_id="interview-2",
        coder_id="ana",
        consent="attributed quote",
        review="not reviewed",
        role="participant",
    )


def test_what_nobody_has_set_is_empty() -> None:
    talk = a_transcript(["Just a line.", "Another."], name="Notes")
    row = row_of(a_coding(talk, "Another.", "aside", a_coder("Gone")), talks=[talk])
    assert (row.participant, row.stakeholder_group, row.speaker, row.time, row.date) == ("", "", "", "", "")
    assert (row.direction, row.strength, row.memo, row.coder, row.domain, row.theme) == ("", "", "", "", "", "")
    assert (row.turn, row.code) == (2, "Aside")


def test_a_passage_across_turns_belongs_to_the_participants_in_it() -> None:
    passage = "nobody came for an hour.\nIt was a chair, Dad.\nAnd then?\nThen the dog"
    row = row_of(a_coding(TALK, passage, "aside"))
    assert (row.turn, row.time, row.speaker) == (2, "1:02", "Wilf; Jude")
    assert (row.participant, row.stakeholder_group) == ("Owner 1; Daughter 1", "Care owner; Family member")


def test_a_question_and_its_answer_belong_to_the_one_who_answers() -> None:
    row = row_of(a_coding(TALK, "begin?\nI fell", "aside"))
    assert (row.turn, row.speaker, row.participant) == (1, "Wilf", "Owner 1")


def test_a_passage_of_the_interviewer_alone_says_so_and_has_no_participant() -> None:
    row = row_of(a_coding(TALK, "How did it begin?", "aside"))
    assert (row.turn, row.speaker, row.participant, row.stakeholder_group) == (1, "INTERVIEWER", "", "")


def test_two_people_of_one_group_name_the_group_once() -> None:
    row = row_of(a_coding(TALK, "an hour.\nIt was", "aside"), people=[replace(WILF, group="Family member"), JUDE])
    assert (row.participant, row.stakeholder_group) == ("Owner 1; Daughter 1", "Family member")


def test_a_speaker_who_is_nobody_yet_has_no_pseudonym() -> None:
    row = row_of(a_coding(TALK, "a chair", "aside"), people=[WILF])
    assert (row.speaker, row.participant, row.stakeholder_group) == ("Jude", "", "")


def test_a_passage_that_begins_at_a_line_end_is_in_the_turn_after_it() -> None:
    start = TALK.text.index("\nIt was")
    row = row_of(a_coding(TALK, Span(start, start + 9), "aside"))
    assert (row.turn, row.speaker) == (3, "Jude")


def test_hours_are_written_once_there_are_some() -> None:
    assert row_of(a_coding(TALK, "And then?", "aside")).time == "1:01:40"
    assert row_of(a_coding(TALK, "the dog", "aside")).time == ""


def test_places_are_code_points() -> None:
    talk = a_transcript(["Rosa: 😀 café, e\u0301 and 👩‍👩‍👧 paid."], name="Emoji")
    row = row_of(a_coding(talk, "paid", "aside"), talks=[talk])
    assert talk.text[row.start : row.end] == row.passage == "paid"


@pytest.mark.parametrize(
    ("code_id", "domain", "theme", "name"),
    [
        ("peer-learning", "Growth", "Peer support", "Peer learning"),
        ("gifted-care", "Well-being", "Peer support", "Gifted care"),
        ("peer-support", "", "Peer support", "Peer support"),
        ("learning", "Growth", "", "Learning"),
        ("growth", "Growth", "", "Growth"),
        ("aside", "", "", "Aside"),
        ("deleted-long-ago", "", "", "deleted-long-ago"),
    ],
)
def test_each_level_of_code_names_its_domain_and_theme(code_id: str, domain: str, theme: str, name: str) -> None:
    row = row_of(a_coding(TALK, "the dog", code_id))
    assert (row.domain, row.theme, row.code_id, row.code) == (domain, theme, code_id, name)


def test_an_outcome_of_two_domains_names_both() -> None:
    tree = CodeTree(
        [a_domain("growth"), a_domain("systems"), an_outcome("ownership")],
        [a_link("ownership", "growth"), a_link("ownership", "systems")],
    )
    assert row_of(a_coding(TALK, "the dog", "ownership"), tree=tree).domain == "Growth; Systems"


def test_context_is_cut_between_words_and_kept_on_one_line() -> None:
    row = row_of(a_coding(TALK, "a ladder", "aside"), context_width=16)
    assert (row.context_before, row.context_after) == ("I fell off", ". Then nobody")


def test_rows_come_in_the_order_of_reading() -> None:
    second = a_transcript(["Rosa: Later on."], name="Interview 10", position=1)
    first = a_transcript(["Rosa: Before that."], name="Workshop", position=0)
    talks = [replace(TALK, transcript=replace(TALK.transcript, position=2)), second, first]
    codings = [
        a_coding(TALK, "the dog", "aside", BEN),
        a_coding(TALK, "the dog", "aside", ANA, id="by-ana"),
        a_coding(TALK, "the dog", "peer-learning", BEN),
        a_coding(TALK, "the dog came", "growth", BEN),
        a_coding(TALK, "I fell", "aside", BEN),
        a_coding(second, "Later", "aside"),
        a_coding(first, "Before", "aside"),
    ]
    expected = [codings[number].id for number in (6, 5, 4, 2, 1, 0, 3)]
    for given_order in (codings, codings[::-1]):
        assert [row.evidence_id for row in rows_of(given_order, talks=talks)] == expected


def test_a_coding_of_another_transcript_has_no_row() -> None:
    other = a_transcript(["Rosa: Elsewhere."], name="Elsewhere")
    assert rows_of([a_coding(other, "Elsewhere", "aside")]) == []


WORKSHOP = a_transcript(
    ["Rosa: We learnt from each other.", "Wilf: And ate together.", "Jude: Together with Rosa, yes."],
    name="Workshop A",
    participants={"Rosa": ROSA, "Wilf": WILF, "Jude": JUDE},
    position=1,
    kind=TranscriptKind.WORKSHOP,
)
CODED = [
    a_coding(TALK, "I fell", "peer-learning", ANA, direction=Direction.SUPPORTS),
    a_coding(TALK, "a chair", "gifted-care", BEN, direction=Direction.CHALLENGES),
    a_coding(WORKSHOP, "We learnt", "learning", ANA, direction=Direction.SUPPORTS),
    a_coding(WORKSHOP, "ate together.\nTogether", "growth", BEN),
    a_coding(WORKSHOP, "Rosa", "peer-support", BEN),
]


@pytest.mark.parametrize(
    ("wanted", "passages"),
    [
        ({}, ["I fell", "a chair", "We learnt", "ate together.\nTogether", "Rosa"]),
        ({"code_id": "growth"}, ["I fell", "We learnt", "ate together.\nTogether"]),
        ({"code_id": "growth", "with_descendants": False}, ["ate together.\nTogether"]),
        ({"code_id": "wellbeing"}, ["a chair"]),
        ({"code_id": "peer-support"}, ["I fell", "a chair", "Rosa"]),
        ({"code_id": "peer-support", "with_descendants": False}, ["Rosa"]),
        ({"code_id": "deleted-long-ago"}, []),
        ({"transcript_id": "workshop-a"}, ["We learnt", "ate together.\nTogether", "Rosa"]),
        ({"group": "Family member"}, ["a chair", "ate together.\nTogether", "Rosa"]),
        ({"group": "Care owner"}, ["I fell", "ate together.\nTogether"]),
        ({"group": ""}, []),
        ({"group": "Family"}, []),
        ({"direction": Direction.SUPPORTS}, ["I fell", "We learnt"]),
        ({"direction": Direction.MIXED}, []),
        ({"coder_id": "ben"}, ["a chair", "ate together.\nTogether", "Rosa"]),
        ({"coder_id": "ana", "code_id": "growth", "direction": Direction.SUPPORTS}, ["I fell", "We learnt"]),
    ],
)
def test_the_table_is_narrowed_to_what_is_asked_for(wanted: dict[str, Any], passages: list[str]) -> None:
    data = asked(EvidenceFilter(**wanted).as_query(), data_of(CODED, TALK, WORKSHOP))
    assert [row.passage for row in rows_of_data(data)] == passages


def test_rows_of_nobody_can_be_asked_for() -> None:
    data = data_of([a_coding(TALK, "And then?", "aside"), *CODED[:1]], TALK)
    data = asked(EvidenceFilter(group="").as_query(), data)
    assert [row.passage for row in rows_of_data(data)] == ["And then?"]


COLUMNS = (
    "evidence_id transcript kind date place participant stakeholder_group speaker turn_number time start end passage "
    "context_before context_after domain theme code_id code_name direction strength memo coder coded_at origin "
    "codebook_version consent review role"
)


def test_the_frame_has_the_columns_in_their_order() -> None:
    frame = frame_of(CODED, TALK, WORKSHOP)
    assert list(frame.columns) == COLUMNS.split()
    assert list(frame["turn_number"]) == [2, 3, 1, 2, 3]
    assert list(frame["passage"]) == ["I fell", "a chair", "We learnt", "ate together.\nTogether", "Rosa"]


def test_a_frame_without_rows_still_has_its_columns() -> None:
    frame = frame_of([])
    assert list(frame.columns) == COLUMNS.split()
    assert len(frame) == 0


def test_a_missing_turn_does_not_turn_the_others_into_decimals() -> None:
    bare = replace(TALK, turns=())
    other = a_transcript(["Rosa: Here."], name="Other", position=1)
    codings = [a_coding(bare, "I fell", "aside"), a_coding(other, "Here", "aside")]
    assert [row.turn for row in rows_of(codings, talks=[bare, other])] == [None, 1]
    turns = frame_of(codings, bare, other)["turn_number"]
    assert turns.isna().tolist() == [True, False]
    assert turns.dtype == pd.Int64Dtype()


SPANS = st.tuples(st.integers(0, len(TALK.text) - 1), st.integers(1, 60)).map(
    lambda drawn: Span(drawn[0], min(len(TALK.text), drawn[0] + drawn[1]))
)


@given(st.lists(st.tuples(SPANS, st.sampled_from(["growth", "peer-learning", "aside"])), max_size=12), st.randoms())
def test_every_coding_has_one_row_in_an_order_that_never_changes(drawn: list[tuple[Span, str]], chance: Any) -> None:
    codings = [a_coding(TALK, span, code, chance.choice([ANA, BEN]), id=str(n)) for n, (span, code) in enumerate(drawn)]
    rows = rows_of(codings)
    assert sorted(row.evidence_id for row in rows) == sorted(coding.id for coding in codings)
    assert [(row.start, row.end) for row in rows] == sorted((row.start, row.end) for row in rows)
    chance.shuffle(codings)
    assert rows_of(codings) == rows
    for row in rows:
        turn = next(turn for turn in TALK.turns if turn.number == row.turn)
        assert turn.start <= row.start < turn.end or row.start == turn.start - 1 or row.start == turn.end
        assert row.passage == TALK.text[row.start : row.end]


def test_unknown_codes_come_after_the_known_ones() -> None:
    tree = CodeTree([a_code("known")])
    codings = [a_coding(TALK, "the dog", "absent"), a_coding(TALK, "the dog", "known")]
    assert [row.code_id for row in rows_of(codings, tree=tree)] == ["known", "absent"]
