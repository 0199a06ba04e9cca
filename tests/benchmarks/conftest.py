"""A large project for all benchmarks: 200 transcripts with 1.6 million words, and 100,000 codings."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from coder.domain.coding import Coding, Direction
from coder.domain.span import Span
from coder.services.codebook.codes import add_codebook
from coder.services.project import create_project
from coder.shipped import codebooks_folder
from tests.helpers.builders import a_coder, a_coding, a_participant, a_transcript

TRANSCRIPTS, TURNS, CODINGS = 200, 134, 100_000
GROUPS = ["Care worker", "Care owner", "Family member", "Volunteer", "Organiser"]
VOCABULARY = "and the care home, we said “well” – people rota visit neighbour; lunch =together hours paid trust".split()


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(5)
    path = tmp_path_factory.mktemp("tables") / "Large.coder"
    made = create_project(path)
    add_codebook(made, file=codebooks_folder() / "outcomes.yaml")
    with made.read() as rows:
        codes = list(rows.code_tree())
    with made.action("Fill") as action:
        coder = action.rows.add(a_coder())
        talks = []
        for number in range(TRANSCRIPTS):
            person = action.rows.add(a_participant(f"Person {number}", GROUPS[number % len(GROUPS)]))
            lines = [
                f"{'ROSA' if turn % 2 else 'INTERVIEWER'}: {' '.join(chance.choices(VOCABULARY, k=60))}"
                for turn in range(TURNS)
            ]
            talk = a_transcript(
                lines,
                name=f"Interview {number:03}",
                participants={"ROSA": person},
                times=list(range(0, 26 * TURNS, 26)),
                position=number,
            )
            action.rows.add(talk.transcript)
            action.rows.add_all([*talk.speakers, *talk.turns])
            talks.append(talk)
        codings: list[Coding] = []
        for number in range(CODINGS):
            talk = talks[number % TRANSCRIPTS]
            start = chance.randrange(len(talk.text) - 400)
            span = Span(start, start + chance.randint(40, 300))
            direction = chance.choice([None, *Direction])
            codings.append(
                a_coding(talk, span, chance.choice(codes), coder, id=f"coding-{number}", direction=direction)
            )
        action.rows.add_all(codings)
    made.close()
    return path
