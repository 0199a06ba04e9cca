"""What suggestions learn from: participants' words that people coded, refused or left uncoded; never a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coder.domain.learning import Example
from coder.domain.span import Span
from coder.domain.suggestion import Suggestion
from coder.domain.transcript import TranscriptStatus
from coder.services.project import Project, open_project
from coder.services.suggestions import suggesting
from coder.services.suggestions.learning import KEPT_AS, lessons, open_engine
from coder.services.transcripts import transcripts
from tests.helpers.builders import a_code, a_coding, a_transcript
from tests.helpers.projects import a_project

TALK = a_transcript(
    "INTERVIEWER: Were your wages paid on time?\n"
    "ROSA: They pay my travel now. I can plan my week.\n"
    "ROSA: We meet the other carers on Fridays and swap tricks.\n"
    "INTERVIEWER: Fridays?\n"
    "ROSA: The bus never comes.",
    name="First",
)
CODES = [a_code("pay", key_terms=("wages",)), a_code("peers", short_definition="Carers learn from each other.")]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    codings = [
        a_coding(TALK, "They pay my travel now.", "pay"),
        a_coding(TALK, "They pay my travel now. I can plan my week.", "peers"),
        a_coding(TALK, "on time?\nThey pay", "peers"),
        a_coding(TALK, "Fridays?", "peers"),
    ]
    made = a_project(tmp_path, [TALK], CODES, codings)
    yield made
    made.close()


def examples(project: Project) -> list[Example]:
    return list(lessons(project).examples)


def complete(project: Project) -> None:
    transcripts.set_status(project, transcript_id=TALK.transcript.id, status=TranscriptStatus.COMPLETE)


def refuse(project: Project, quote: str, code_id: str) -> None:
    suggesting.reject(
        project,
        transcript_id=TALK.transcript.id,
        span=TALK.span(quote),
        suggestion=Suggestion(code_id, 1, 1.0, ()),
        engine_key="key",
        coder="AB",
    )


def test_only_participants_words_are_learned_from(project: Project) -> None:
    assert [(item.text, sorted(item.codes)) for item in examples(project)] == [
        ("They pay", ["peers"]),
        ("They pay my travel now.", ["pay", "peers"]),
        ("They pay my travel now. I can plan my week.", ["pay", "peers"]),
    ], "a coding of most of a passage counts for it, and a coded question for nothing"


def test_each_code_of_a_passage_leads_to_its_own_coding(project: Project) -> None:
    inner = examples(project)[1]
    assert inner.source("pay") == a_coding(TALK, "They pay my travel now.", "pay").id
    assert inner.source("peers") == a_coding(TALK, "They pay my travel now. I can plan my week.", "peers").id
    assert inner.group == TALK.transcript.id


def test_what_is_left_uncoded_teaches_only_once_the_transcript_is_complete(project: Project) -> None:
    assert all(item.codes for item in examples(project))
    complete(project)
    uncoded = [item for item in examples(project) if not item.codes]
    assert [item.text for item in uncoded] == [
        "We meet the other carers on Fridays and swap tricks.",
        "The bus never comes.",
    ]
    assert all(item.complete for item in examples(project))


def test_a_refusal_teaches_at_once(project: Project) -> None:
    refuse(project, "The bus never comes.", "peers")
    refused = [item for item in examples(project) if item.refused]
    assert [(item.text, item.codes, item.refused) for item in refused] == [
        ("The bus never comes.", frozenset(), frozenset({"peers"}))
    ]
    complete(project)
    again = [item for item in examples(project) if item.refused]
    assert [(item.text, item.refused) for item in again] == [("The bus never comes.", frozenset({"peers"}))]
    project.undo()
    project.undo()
    assert not [item for item in examples(project) if item.refused]


def test_what_was_learned_is_kept_with_the_project(project: Project) -> None:
    engine = open_engine(project)
    assert engine.learned_from == {"pay": 1, "peers": 2}
    with project.notes() as notes:
        kept = notes.kept(KEPT_AS)
    assert kept is not None
    assert kept[0] == engine.key
    again = open_engine(project)
    text = ["They pay my wages and we swap tricks."]
    assert again.key == engine.key
    assert again.suggest(text) == engine.suggest(text)
    assert project.history.next_undo is None, "learning is no action of a person"


def test_a_coding_counts_once_however_many_passages_lie_in_it(tmp_path: Path) -> None:
    whole = "They pay my travel now. I can plan my week."
    codings = [
        a_coding(TALK, whole, "peers"),
        a_coding(TALK, "They pay my travel now.", "pay"),
        a_coding(TALK, "I can plan my week.", "pay"),
        replace(a_coding(TALK, "I can plan my week.", "pay"), id="by-another-coder"),
    ]
    made = a_project(tmp_path, [TALK], CODES, codings)
    assert sum("peers" in item.codes for item in examples(made)) == 3, "it teaches wherever it holds"
    engine = open_engine(made)
    assert engine.name == "codebook and 4 codings"
    assert engine.learned_from == {"pay": 3, "peers": 1}
    made.close()


def test_a_damaged_memory_is_learned_again(project: Project) -> None:
    engine = open_engine(project)
    with project.note() as notes:
        notes.keep(KEPT_AS, engine.key, b"not a memory")
    assert open_engine(project).suggest(["They pay my wages."]) == engine.suggest(["They pay my wages."])


def test_a_project_that_is_only_read_is_learned_from_and_stays_as_it_is(project: Project) -> None:
    reader = open_project(project.path, writes=False)
    assert open_engine(reader).learned_from == {"pay": 1, "peers": 2}
    with project.notes() as notes:
        assert notes.kept(KEPT_AS) is None
    reader.close()


def test_the_codebook_alone_knows_nothing_of_the_codings(project: Project) -> None:
    engine = open_engine(project, learned=False)
    assert not any(engine.learned_from.values())
    assert engine.key != open_engine(project).key
    (found,) = engine.suggest(["My wages are late."])
    assert [item.code_id for item in found] == ["pay"]
    assert Span(3, 8) in found[0].reasons[0].spans


def test_what_stands_before_the_first_speaker_is_a_heading(tmp_path: Path) -> None:
    talk = a_transcript(
        ["19 March, wages and rota", "ROSA: My wages are late.", "And the rota too."], name="With a heading"
    )
    plain = a_transcript(["My wages are late.", "And the rota too."], name="Plain")
    project = a_project(tmp_path, [talk, plain], CODES)
    with project.read() as rows:
        found = {item.id: [said.text for said in suggesting.passages(rows, item.id)] for item in rows.transcripts()}
    assert list(found.values()) == [
        ["My wages are late.", "And the rota too."],
        ["My wages are late.", "And the rota too."],
    ]
    project.close()


def test_of_very_many_codings_the_newest_of_every_code_are_learned_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.services.suggestions.learning.MOST_LEARNED", 6)
    talk = a_transcript([f"ROSA: We talked for the {number}th time." for number in range(20)], name="Long")
    days = [
        a_coding(talk, f"the {number}th time", "peers", created_at=f"2026-01-{number + 1:02}T10:00:00Z")
        for number in range(15)
    ]
    rare = [a_coding(talk, f"the {number}th time", "pay") for number in (15, 16)]
    made = a_project(tmp_path, [talk], CODES, [*days, *rare])
    learned = [(example.text, set(example.codes)) for example in examples(made)]
    made.close()
    assert learned == [
        *((f"the {number}th time", {"peers"}) for number in (11, 12, 13, 14)),
        ("the 15th time", {"pay"}),
        ("the 16th time", {"pay"}),
    ]


def test_of_very_many_passages_left_uncoded_some_from_everywhere_are_learned_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coder.services.suggestions.learning.MOST_LEARNED", 5)
    talk = a_transcript([f"ROSA: We talked for the {number}th time." for number in range(20)], name="Long")
    made = a_project(tmp_path, [talk], CODES, [a_coding(talk, "the 19th time", "pay")], complete=["Long"])
    silent = [example.text for example in examples(made) if not example.codes]
    made.close()
    assert len(silent) == 5
    assert "the 0th" in silent[0]
    assert "the 15th" in silent[-1]
