"""A code that is only called something else means what it meant; what was decided before stays decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coder.domain.ids import new_id
from coder.domain.meaning import meaning_of, meaning_with_name, meanings_of
from coder.domain.suggestion import Decision, Verdict
from coder.services.codebook.codebook_editing import edit_code
from coder.services.codebook.codes import rename_code
from coder.services.project import Project
from coder.services.suggestions.suggesting import refuses
from tests.helpers.builders import WHEN, a_code, a_coder, a_transcript
from tests.helpers.projects import a_project

TALK = a_transcript("ROSA: We walked home.")
CODE = a_code("loss", short_definition="What was lost.")


@pytest.fixture(params=[meaning_of, meaning_with_name], ids=["kept now", "kept before"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    made = a_project(tmp_path, [TALK], [CODE])
    with made.action("Reject") as action:
        action.rows.add(
            Decision(
                id=new_id(),
                transcript_id=TALK.transcript.id,
                code_id="loss",
                coder_id=a_coder().id,
                start=0,
                end=5,
                verdict=Verdict.REJECTED,
                engine_key="x",
                rank=1,
                decided_at=WHEN,
                meaning=request.param(CODE),
            )
        )
    return made


def still_refused(project: Project) -> bool:
    with project.read() as rows:
        return refuses(rows.decisions()[0], {code.id: meanings_of(code) for code in rows.codes()})


def test_a_rejected_suggestion_stays_rejected_when_its_code_is_renamed(project: Project) -> None:
    assert still_refused(project)
    rename_code(project, code_id="loss", name="Losing")
    assert still_refused(project)
    project.undo()
    assert still_refused(project)


def test_another_definition_lets_it_be_offered_again(project: Project) -> None:
    edit_code(project, code_id="loss", short_definition="Grief.", name="Grief")
    assert not still_refused(project)


def test_a_name_is_no_part_of_the_meaning() -> None:
    assert meaning_of(CODE) == meaning_of(replace(CODE, name="Else"))
