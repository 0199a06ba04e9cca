"""Reviewing a transcript by suggestions, and finding passages for a code: nothing is coded without a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coder.domain.codebook import Code, CodeStatus
from coder.domain.coding import Coding, Origin
from coder.errors import InvalidValueError
from coder.services.codebook import codebook_editing
from coder.services.project import Project
from coder.services.suggestions import suggesting
from coder.services.suggestions.learning import open_engine
from coder.services.suggestions.reviewing import (
    Review,
    ReviewItem,
    ReviewOrder,
    find_passages,
    readiness,
    review,
    standing,
)
from tests.helpers.builders import a_code, a_coding, a_transcript
from tests.helpers.projects import a_project

CODES = [
    a_code("pay", short_definition="Wages and paid travel.", key_terms=("wages", "paid travel", "rota")),
    a_code("peers", short_definition="Carers learn from each other.", key_terms=("coaching", "swap tricks")),
    a_code("food", short_definition="Meals eaten together.", key_terms=("lunch", "soup")),
]
FIRST = a_transcript(
    "\n".join(
        f"ROSA: {said}"
        for number in range(5)
        for said in (
            f"My wages came on time in week {number}.",
            f"We swap tricks with the others, coaching number {number}.",
            f"Paid travel was in the rota of month {number}.",
            f"On day {number} it rained.",
            f"The wages for shift {number} were right.",
            f"Coaching helped me {number} times.",
        )
    ),
    name="First",
)
SECOND = a_transcript(
    "INTERVIEWER: What about your wages and coaching?\n"
    "SAM: The wages are late.\n"
    "SAM: The dog is fine.\n"
    "SAM: Coaching with Ines, we swap tricks.\n"
    "SAM: Soup for lunch, every Friday.",
    name="Second",
)


def codings() -> list[Coding]:
    found: list[Coding] = []
    for turn in FIRST.turns:
        text = turn.span.of(FIRST.text)
        if "rained" not in text:
            found.append(a_coding(FIRST, turn.span, "peers" if "oaching" in text else "pay"))
    return found


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = a_project(tmp_path, [FIRST, SECOND], CODES, codings(), complete=["First"])
    yield made
    made.close()


def to_review(project: Project, order: ReviewOrder = ReviewOrder.TEXT) -> Review:
    return review(project, open_engine(project), transcript_id="second", order=order)


def asked(found: Review) -> list[tuple[str, str]]:
    return [(item.passage.text, item.suggestion.code_id) for item in found.items]


def first(project: Project, code_id: str) -> ReviewItem:
    return next(item for item in to_review(project).items if item.suggestion.code_id == code_id)


def codings_there(project: Project) -> list[Coding]:
    with project.read() as rows:
        return rows.codings("second")


def test_a_whole_transcript_is_reviewed_only_once_enough_is_coded(tmp_path: Path) -> None:
    few = a_project(tmp_path, [FIRST, SECOND], CODES, codings()[:5])
    with few.read() as rows:
        ready = readiness(rows, without="second")
    assert not ready.unlocked
    assert "20 more coded passages (there are 5)" in ready.why
    assert "marked complete" in ready.why
    with pytest.raises(InvalidValueError, match="20 more coded passages"):
        to_review(few)
    few.close()


def test_a_review_asks_about_participants_words_in_the_order_that_is_wanted(project: Project) -> None:
    found = to_review(project)
    assert ("The wages are late.", "pay") in asked(found)
    assert ("Coaching with Ines, we swap tricks.", "peers") in asked(found)
    assert not [text for text, _ in asked(found) if "What about" in text], "a question is never asked about"
    starts = [item.passage.span.start for item in found.items]
    assert starts == sorted(starts)
    assert sorted(asked(to_review(project, ReviewOrder.BEST))) == sorted(asked(found))
    assert sorted(asked(to_review(project, ReviewOrder.UNCERTAIN))) == sorted(asked(found))
    assert found.decided == 0


def test_reviewing_codes_nothing_by_itself(project: Project) -> None:
    to_review(project)
    assert codings_there(project) == []
    assert project.history.next_undo is None


def test_accepting_codes_the_passage_and_undo_brings_the_suggestion_back(project: Project) -> None:
    before = asked(to_review(project))
    item = first(project, "pay")
    suggesting.accept_many(project, offers=[item.offered], engine_key="key", coder="AB")
    (coding,) = codings_there(project)
    assert (coding.code_id, coding.span, coding.origin) == ("pay", item.passage.span, Origin.SUGGESTED)
    after = to_review(project)
    assert ("The wages are late.", "pay") not in asked(after)
    assert after.decided == 1
    project.undo()
    assert codings_there(project) == []
    assert asked(to_review(project)) == before


def test_the_passage_can_be_changed_before_accepting(project: Project) -> None:
    item = first(project, "peers")
    wanted = SECOND.span("we swap tricks")
    suggesting.accept(
        project,
        transcript_id="second",
        span=item.passage.span,
        suggestion=item.suggestion,
        engine_key="key",
        coder="AB",
        coded=wanted,
    )
    assert [coding.span for coding in codings_there(project)] == [wanted]
    assert ("Coaching with Ines, we swap tricks.", "peers") not in asked(to_review(project))
    assert to_review(project).decided == 1


def test_another_code_refuses_the_one_that_was_offered_in_one_step(project: Project) -> None:
    item = first(project, "pay")
    suggesting.code_otherwise(
        project,
        transcript_id="second",
        span=item.passage.span,
        suggestion=item.suggestion,
        code_id="food",
        engine_key="key",
        coder="AB",
    )
    assert [(coding.code_id, coding.origin) for coding in codings_there(project)] == [("food", Origin.BY_HAND)]
    assert ("The wages are late.", "pay") not in asked(to_review(project))
    project.undo()
    assert codings_there(project) == []
    assert ("The wages are late.", "pay") in asked(to_review(project))


def test_a_refused_suggestion_comes_back_only_when_its_code_means_something_else(project: Project) -> None:
    item = first(project, "pay")
    suggesting.reject_many(project, offers=[item.offered], engine_key="key", coder="AB")
    assert ("The wages are late.", "pay") not in asked(to_review(project))
    codebook_editing.edit_code(project, code_id="pay", key_terms=("wages", "rota"))
    assert ("The wages are late.", "pay") not in asked(to_review(project)), "key terms are not what a code means"
    codebook_editing.edit_code(project, code_id="pay", short_definition="Wages, early or late.")
    assert ("The wages are late.", "pay") in asked(to_review(project))


def test_what_is_skipped_comes_last_and_teaches_nothing(project: Project) -> None:
    key = open_engine(project).key
    item = to_review(project).items[0]
    suggesting.skip(project, offers=[item.offered], engine_key=key, coder="AB")
    found = to_review(project)
    assert found.items[-1].offered == item.offered
    assert found.items[-1].skipped
    assert found.decided == 0
    assert open_engine(project).key == key


def test_muted_codes_are_left_out(project: Project) -> None:
    engine = open_engine(project)
    found = review(project, engine, transcript_id="second", order=ReviewOrder.TEXT, muted={"pay"})
    assert "pay" not in [code for _, code in asked(found)]
    assert "peers" in [code for _, code in asked(found)]


def test_passages_for_a_code_are_found_in_all_transcripts_but_where_it_is_coded(project: Project) -> None:
    found = find_passages(project, open_engine(project), code_id="food")
    assert found[0].passage.text == "Soup for lunch, every Friday."
    assert found[0].suggestion.reasons
    marked = [span.of(SECOND.text) for reason in found[0].suggestion.reasons for span in reason.spans]
    assert {"Soup", "lunch"} <= set(marked)
    paid = find_passages(project, open_engine(project), code_id="pay")
    assert not [item for item in paid if item.passage.transcript_id == "first" and "wages" in item.passage.text]


def test_many_are_accepted_as_one_step(project: Project) -> None:
    found = to_review(project).items
    suggesting.accept_many(project, offers=[item.offered for item in found], engine_key="key", coder="AB")
    assert len(codings_there(project)) == len(found)
    step = project.history.next_undo
    assert step is not None
    assert step.label == f"Accept {len(found)} suggestions"
    project.undo()
    assert codings_there(project) == []


def test_a_new_code_finds_passages_from_its_definition(project: Project) -> None:
    with project.action("Add code") as action:
        action.rows.add(
            replace(a_code("pets", short_definition="A dog or a cat at home."), position=9, name="Pets at home")
        )
    found = find_passages(project, open_engine(project), code_id="pets")
    assert [item.passage.text for item in found][:1] == ["The dog is fine."]


def test_a_code_that_is_not_in_use_finds_nothing(project: Project) -> None:
    with project.action("Retire") as action:
        old = action.rows.get(Code, "food")
        assert old is not None
        action.rows.put(old, replace(old, status=CodeStatus.RETIRED))
    with pytest.raises(InvalidValueError, match="retired"):
        find_passages(project, open_engine(project), code_id="food")


def test_what_is_left_follows_verdicts_and_their_undoing_without_asking_the_engine(project: Project) -> None:
    given = to_review(project).items
    item = first(project, "pay")
    suggesting.accept_many(project, offers=[item.offered], engine_key="key", coder="AB")
    found = standing(project, given, transcript_id="second")
    assert (len(found.items), found.decided, found.total) == (len(given) - 1, 1, len(given))
    project.undo()
    assert standing(project, given, transcript_id="second") == Review(given, 0)


def test_what_is_left_for_later_comes_last(project: Project) -> None:
    given = to_review(project).items
    suggesting.skip(project, offers=[given[0].offered], engine_key="key", coder="AB")
    found = standing(project, given, transcript_id="second")
    assert [item.suggestion for item in found.items] == [item.suggestion for item in (*given[1:], given[0])]
    assert [item.skipped for item in found.items] == [False] * (len(given) - 1) + [True]


def test_a_passage_is_asked_about_once_while_there_are_no_probabilities(project: Project) -> None:
    item = first(project, "pay")
    suggesting.reject_many(project, offers=[item.offered], engine_key="key", coder="AB")
    assert "The wages are late." not in [text for text, _ in asked(to_review(project))]
