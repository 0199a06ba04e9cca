"""Who withdrew is heard nowhere: not in suggestions, reasons, lessons, lists of passages, or counts of trust."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.span import Span
from coder.domain.suggestion import Way
from coder.domain.transcript import Consent
from coder.services.codebook import codebook_editing
from coder.services.codebook.term_trial import try_terms
from coder.services.evidence.consent import set_consent
from coder.services.hearing import MASK, Silenced
from coder.services.project import Project
from coder.services.suggestions import reviewing, suggesting, trust
from coder.services.suggestions.learning import KEPT_AS, lessons, open_engine
from coder.services.transcripts.transcripts import detail
from tests.helpers.builders import a_code, a_coding, a_participant, a_transcript
from tests.helpers.projects import a_project

MARK = "zebrawood"
ROSA, WILF = a_participant("P01"), a_participant("P02")
CODES = [
    a_code("pay", short_definition="Wages and paid travel.", key_terms=("wages", "paid travel")),
    a_code("food", short_definition="Meals eaten together.", key_terms=("lunch", "soup")),
]
DUO = a_transcript(
    [
        "INTERVIEWER: How were the wages?",
        "ROSA: My wages came late all winter.",
        f"WILF: The wages for the {MARK} shift were never paid.",
        "ROSA: We had soup for lunch every Friday.",
        f"WILF: The {MARK} soup at lunch was cold.",
    ],
    name="Together",
    participants={"ROSA": ROSA, "WILF": WILF},
)
ALONE = a_transcript(
    [f"WILF: Paid travel, {MARK} and wages.", f"WILF: I liked the {MARK} lunch."],
    name="Alone",
    participants={"WILF": WILF},
)
MIXED = "were never paid.\nWe had soup"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    codings = [
        a_coding(DUO, "My wages came late all winter.", "pay"),
        a_coding(DUO, f"The wages for the {MARK} shift were never paid.", "pay"),
        a_coding(DUO, MIXED, "food"),
        a_coding(ALONE, f"Paid travel, {MARK} and wages.", "pay"),
    ]
    made = a_project(tmp_path, (DUO, ALONE), CODES, codings, complete=("Together", "Alone"), participants=(ROSA, WILF))
    yield made
    made.close()


def withdraw(project: Project) -> None:
    set_consent(project, participant_ids=[WILF.id], consent=Consent.WITHDRAWN)


def everything_offered(project: Project) -> str:
    """Return all that suggestions, reviews, lists of passages and lessons say, as one text."""
    engine = open_engine(project)
    with project.read() as rows:
        passages = [part for item in rows.transcripts() for part in suggesting.passages(rows, item.id)]
    said: list[Any] = [lessons(project).examples, passages, suggesting.suggest_for(engine, passages, top=2)]
    said += [engine.suggest(["Nobody paid the wages for my shift.", "The soup was cold at lunch."], top=2)]
    said += [reviewing.find_passages(project, engine, code_id=code.id) for code in CODES]
    said += [codebook_editing.coded_passages(project, code_id=code.id) for code in CODES]
    said += [try_terms(project, key_terms=["wages", "lunch", MARK])]
    return repr(said)


def test_who_withdrew_is_neither_offered_nor_quoted_nor_learned_from(project: Project) -> None:
    assert MARK in everything_offered(project)
    withdraw(project)
    after = everything_offered(project)
    assert MARK not in after
    assert "My wages came late" in after, "the others stay"


def test_what_was_learned_from_somebody_is_forgotten_when_they_withdraw(project: Project) -> None:
    open_engine(project)
    with project.notes() as notes:
        assert notes.kept(KEPT_AS) is not None
    withdraw(project)
    with project.notes() as notes:
        assert notes.kept(KEPT_AS) is None


def test_a_passage_of_several_keeps_the_words_of_those_who_stay(project: Project) -> None:
    withdraw(project)
    (passage,) = codebook_editing.coded_passages(project, code_id="food")
    assert passage.text == MASK * len("were never paid.") + "\nWe had soup"
    (example,) = [item for item in lessons(project).examples if "food" in item.codes]
    assert example.text == "We had soup"


def test_trust_and_readiness_count_without_who_withdrew(project: Project) -> None:
    engine = open_engine(project)
    with project.read() as rows:
        ready = reviewing.readiness(rows).coded
        wanted = list(suggesting.passages(rows, ALONE.transcript.id))
    found = suggesting.suggest_for(engine, wanted, top=1)
    for offer in found:
        trust.note_shown(
            project,
            transcript_id=offer.passage.transcript_id,
            span=offer.passage.span,
            suggestions=offer.suggestions,
            engine_key=engine.key,
            way=Way.PASSAGE,
        )
    shown = sum(item.shown for item in trust.trust(project).codes)
    assert shown == sum(len(offer.suggestions) for offer in found) > 0
    withdraw(project)
    assert sum(item.shown for item in trust.trust(project).codes) == 0
    with project.read() as rows:
        assert reviewing.readiness(rows).coded == ready - 2
    uses = codebook_editing.uses(project)
    assert (uses["pay"].codings, uses["pay"].transcripts) == (1, 1)


def test_a_review_that_was_begun_leaves_out_who_withdrew_meanwhile(project: Project) -> None:
    engine = open_engine(project)
    items = reviewing.find_passages(project, engine, code_id="food")
    assert any(MARK in item.passage.text for item in items)
    withdraw(project)
    left = reviewing.standing(project, items).items
    assert left == tuple(item for item in items if MARK not in item.passage.text)


def test_no_codes_are_offered_where_somebody_speaks_who_withdrew(project: Project) -> None:
    text = DUO.text
    theirs, ours = text.index("were never paid"), text.index("My wages")
    both = Span(theirs, text.index("every Friday"))
    before = detail(project, DUO.transcript.id)
    assert before.may_be_suggested_for(Span(theirs, theirs + 4))
    assert before.may_be_suggested_for(both)
    withdraw(project)
    after = detail(project, DUO.transcript.id)
    assert after.may_be_suggested_for(Span(ours, ours + 4))
    assert not after.may_be_suggested_for(Span(theirs, theirs + 4))
    assert not after.may_be_suggested_for(both)
    assert not after.may_be_suggested_for(Span(0, 4)), "the interviewer's words are no evidence"


@given(st.data())
def test_what_is_hidden_is_what_only_they_say(data: st.DataObject) -> None:
    lengths = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=8))
    voices = data.draw(st.lists(st.sampled_from("gso"), min_size=len(lengths), max_size=len(lengths)))
    places: dict[str, list[tuple[int, int]]] = {"g": [], "s": [], "o": []}
    at = 0
    who = ""
    for length, voice in zip(lengths, voices, strict=True):
        places[voice].append((at, at + length))
        who += voice * length + " "
        at += length + 1
    silenced = Silenced({"t": places["g"]}, {"t": places["o"]})
    start = data.draw(st.integers(0, at - 1))
    span = Span(start, data.draw(st.integers(start + 1, at)))
    here = set(who[span.start : span.end])
    assert silenced.hides("t", span) == ("g" in here and "o" not in here)
    words = silenced.words("t", who, span)
    assert words == who[span.start : span.end].replace("g", MASK)


def test_no_codes_are_offered_for_a_heading(tmp_path: Path) -> None:
    talk = a_transcript(f"Wages and paid travel\nINTERVIEWER: Well?\nROSA: The {MARK} was late.", name="Headed")
    made = a_project(tmp_path, (talk,), CODES)
    known = detail(made, talk.transcript.id)
    assert not known.may_be_suggested_for(Span(0, 10))
    assert known.may_be_suggested_for(Span(talk.text.index(MARK), len(talk.text)))
    with made.read() as rows:
        assert [part.text for part in suggesting.passages(rows, talk.transcript.id)] == [f"The {MARK} was late."]
    made.close()
