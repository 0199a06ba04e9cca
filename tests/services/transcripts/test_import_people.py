"""Who is who in files that come in: somebody new, somebody known, or a speaker given to a text without names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.domain.transcript import SpeakerRole, TurnKind
from coder.services.project import Project, create_project
from coder.services.transcripts.import_people import known_roles, notes_on_people, with_known_roles, with_speakers
from coder.services.transcripts.importing import import_transcripts, look_at
from coder.services.transcripts.pseudonyms import KnownPeople
from coder.services.transcripts.searching import search_text
from coder.services.transcripts.transcripts import search, summaries

ASKS = "Sara  0:01\nHow did you start?\n\nAda  0:05\nWith goats.\n\nSara  0:20\nWhy?\n\nAda  0:25\nMilk sells.\n"
TELLS = "Sara  0:01\nTell me.\n\nBen  0:05\nWith bees.\n\nSara  0:20\nTell me more.\n\nBen  0:25\nHoney sells.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = create_project(tmp_path / "p.coder", person="AB")
    yield made
    made.close()


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("label", ["Interviewee", "P1", "Speaker 2", "Teilnehmer 3", "7", "B"])
def test_a_label_that_is_no_name_is_somebody_new_in_each_file(project: Project, tmp_path: Path, label: str) -> None:
    texts = (f"Interviewer: {word}?\n{label}: Well.\nInterviewer: So?\n{label}: Yes.\n" for word in ("How", "Why"))
    plans = [look_at(_file(tmp_path, f"{n}.txt", text)) for n, text in enumerate(texts)]
    assert all(any(label in note for note in notes) for notes in notes_on_people(plans, KnownPeople()))
    import_transcripts(project, plans[:1])
    import_transcripts(project, plans[1:])
    with project.read() as rows:
        assert len(rows.participants()) == 2


def test_they_are_the_same_where_somebody_says_so(project: Project, tmp_path: Path) -> None:
    texts = (f"Interviewer: {word}?\nP1: Well.\nInterviewer: So?\nP1: Yes.\n" for word in ("How", "Why"))
    plans = [look_at(_file(tmp_path, f"{n}.txt", text)) for n, text in enumerate(texts)]
    import_transcripts(project, plans, same_people=True)
    with project.read() as rows:
        assert len(rows.participants()) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_who_asks_in_one_file_asks_in_the_other(project: Project, tmp_path: Path, order: tuple[int, int]) -> None:
    both = [look_at(_file(tmp_path, "one.txt", ASKS)), look_at(_file(tmp_path, "two.txt", TELLS))]
    plans = with_known_roles([both[place] for place in order], known_roles(project))
    assert all(plan.speakers[0].role is SpeakerRole.INTERVIEWER for plan in plans)
    assert any("“Sara” was taken for the interviewer" in note for plan in plans for note in plan.warnings)


def test_headings_are_counted_beside_the_talk(project: Project, tmp_path: Path) -> None:
    import_transcripts(
        project, [look_at(_file(tmp_path, "a.txt", "Wells\n\nJo: How?\nPat: Dry.\nJo: Why?\nPat: Sand."))]
    )
    line = summaries(project)[0]
    assert (line.turns, line.headings) == (4, 1)
    with project.read() as rows:
        assert rows.turns()[0].kind is TurnKind.HEADING


def test_a_text_without_names_can_be_given_speakers(tmp_path: Path) -> None:
    plan = look_at(_file(tmp_path, "a.txt", "How was it?\n\nWe sold more.\n\nWhy?\n"))
    assert {turn.speaker for turn in with_speakers(plan, ["Amina"]).parsed.turns} == {"Amina"}
    in_turn = with_speakers(plan, ["Interviewer", "Amina"], in_turn=True)
    assert [turn.speaker for turn in in_turn.parsed.turns] == ["Interviewer", "Amina", "Interviewer"]


@pytest.mark.parametrize("words", ["Moreover", "école", "e\u0301cole", "More\u00adover"])
def test_words_are_found_however_they_are_written(project: Project, tmp_path: Path, words: str) -> None:
    import_transcripts(
        project,
        [look_at(_file(tmp_path, "a.txt", "Jo: Qui?\nPat: More\u00adover une e\u0301cole.\nJo: Et?\nPat: Oui."))],
    )
    with project.read() as rows:
        text = rows.transcripts()[0].text
    plain = str.maketrans({"\u00ad": None, "\u0301": None, "é": "e"})
    for span in (search_text(project, words).hits[0].spans[0], search(project, words)[0].span):
        assert span.of(text).translate(plain) == words.translate(plain)
