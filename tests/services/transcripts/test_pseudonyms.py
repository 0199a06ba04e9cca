"""Who the people of an import are, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.domain.transcript import Consent, ParsedTranscript, ParsedTurn
from coder.errors import InvalidValueError
from coder.services.project import Project, create_project
from coder.services.transcripts.import_plan import SpeakerPlan, proposed
from coder.services.transcripts.importing import import_transcripts
from coder.services.transcripts.participants import rename_participant


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return create_project(tmp_path / "P.coder")


def a_file(name: str, *said: str) -> ParsedTranscript:
    turns = [ParsedTurn(*line.split(": ", 1)) for line in said]
    return ParsedTranscript(source_name=name, layout="Otter text", turns=tuple(turns))


def taken_in(project: Project, *files: ParsedTranscript, consent: Consent = Consent.NOT_RECORDED) -> None:
    import_transcripts(project, [proposed(file) for file in files], consent=consent)


def called(project: Project) -> dict[str, set[str]]:
    """Return the labels under which each person speaks, by pseudonym."""
    with project.read() as rows:
        people = {person.id: person.pseudonym for person in rows.participants()}
        found: dict[str, set[str]] = {name: set() for name in people.values()}
        for speaker in rows.speakers():
            if speaker.participant_id:
                found[people[speaker.participant_id]].add(speaker.label)
    return found


def test_nobody_is_called_by_a_name_that_was_read(project: Project) -> None:
    taken_in(
        project,
        a_file("a.txt", "Rosa Tull: We met.", "R2: We did.", "Wilf Marsh: I too."),
        a_file("b.txt", "Jude: My words.", "Rosa Tull: Again."),
    )
    assert called(project) == {"P01": {"Rosa Tull"}, "P02": {"Wilf Marsh"}, "P03": {"Jude"}, "R2": {"R2"}}


def test_later_batches_go_on_and_know_who_spoke_before(project: Project) -> None:
    taken_in(project, a_file("a.txt", "Rosa: We met."), a_file("b.txt", "Wilf: I too."))
    taken_in(project, a_file("c.txt", "Jude: A third.", "rosa: Once more."))
    assert called(project) == {"P01": {"Rosa", "rosa"}, "P02": {"Wilf"}, "P03": {"Jude"}}


def test_a_label_never_means_who_has_it_as_a_pseudonym(project: Project) -> None:
    taken_in(project, a_file("a.txt", "Rosa: We met."))
    taken_in(project, a_file("b.txt", "P01: Somebody else.", "Jude: And me."))
    found = called(project)
    assert found["P01"] == {"Rosa"}
    assert len(found) == 3
    with project.read() as rows:
        (rosa,) = [person for person in rows.participants() if person.pseudonym == "P01"]
    rename_participant(project, participant_id=rosa.id, pseudonym="Bee")
    taken_in(project, a_file("c.txt", "Bee: I am another one."))
    assert called(project)["Bee"] == {"Rosa"}


def test_a_pseudonym_that_somebody_gives_is_whoever_has_it(project: Project) -> None:
    taken_in(project, a_file("a.txt", "Rosa: We met."))
    from dataclasses import replace

    plan = replace(
        proposed(a_file("b.txt", "R. T.: It is me.")), speakers=(SpeakerPlan(label="R. T.", participant="p01"),)
    )
    import_transcripts(project, [plan])
    assert called(project) == {"P01": {"Rosa", "R. T."}}


def test_the_numbers_go_round_a_pseudonym_that_is_given(project: Project) -> None:
    from dataclasses import replace

    plan = proposed(a_file("b.txt", "Rosa: One.", "Wilf: Two."))
    wilf = tuple(replace(each, participant="P01") if each.label == "Wilf" else each for each in plan.speakers)
    import_transcripts(project, [replace(plan, speakers=wilf)])
    assert called(project) == {"P02": {"Rosa"}, "P01": {"Wilf"}}


def test_people_come_in_with_the_consent_that_is_said_and_none_is_claimed(project: Project) -> None:
    taken_in(project, a_file("a.txt", "Rosa: We met."))
    taken_in(project, a_file("b.txt", "Rosa: Again.", "Jude: And me."), consent=Consent.ANONYMISED)
    with project.read() as rows:
        levels = {person.pseudonym: person.consent for person in rows.participants()}
    assert levels == {"P01": Consent.NOT_RECORDED, "P02": Consent.ANONYMISED}


def test_a_pseudonym_is_changed_undone_and_of_one_person_only(project: Project) -> None:
    taken_in(project, a_file("a.txt", "Rosa: We met.", "Wilf: I too."))
    with project.read() as rows:
        rosa = rows.participants()[0]
    with pytest.raises(InvalidValueError, match="Somebody else is called “p02”"):
        rename_participant(project, participant_id=rosa.id, pseudonym=" p02 ")
    with pytest.raises(InvalidValueError, match="needs a pseudonym"):
        rename_participant(project, participant_id=rosa.id, pseudonym=" ")
    rename_participant(project, participant_id=rosa.id, pseudonym="Worker  1")
    assert set(called(project)) == {"Worker 1", "P02"}
    project.undo()
    assert set(called(project)) == {"P01", "P02"}
