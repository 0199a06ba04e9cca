"""A small evaluation with everything that a report has to get right: consent, counter-evidence, odd letters, gaps."""

from __future__ import annotations

from pathlib import Path

from coder.codebooks.file import read_codebook
from coder.domain.coding import Direction, Strength
from coder.domain.transcript import Consent, TranscriptKind, TranscriptStatus
from coder.services.codebook.codes import add_codebook
from coder.services.project import Project, create_project
from coder.shipped import codebooks_folder
from coder.storage.unit_of_work import UnitOfWork
from tests.helpers.builders import Talk, a_coder, a_coding, a_participant, a_transcript

PAY, TRUST, MEALS, DOMAIN = "secure-livelihood", "trusting-teams", "social-meals", "growth"

ROSA = a_participant("Worker 1", "Care worker")
SAM = a_participant("Worker 2", "Care worker", consent=Consent.ANONYMISED)
OLU = a_participant("Owner 1", "Care owner")
INA = a_participant("Family 1", "Family member", consent=Consent.INTERNAL)
WES = a_participant("Volunteer 1", "Volunteer", consent=Consent.WITHDRAWN)
CODES = (PAY, TRUST, MEALS, "control-over-work", "economic-wellbeing", "issue-resolution", "shared-ownership")
PEOPLE = (ROSA, SAM, OLU, INA, WES)

SECRET = "My brother owes four months of rent and must not hear of this."
GONE = "I took everything back that I said about the kitchen."


def talks() -> tuple[Talk, Talk]:
    """Return an interview and a workshop."""
    first = a_transcript(
        [
            "INTERVIEWER: How was the spring?",
            "ROSA: They moved me to guaranteed hours, so now I can plan my week and my rent. <b>Calm</b> & fine 😀.",
            "INTERVIEWER: And the summer?",
            "ROSA: In August nobody rang, and I lost nine hours of pay without a word.",
        ],
        name="Interview 1",
        participants={"ROSA": ROSA},
        times=[0, 12.5, 40, 61],
        date="2026-03-12",
        status=TranscriptStatus.COMPLETE,
    )
    second = a_transcript(
        [
            "FACILITATOR: Who eats together?",
            "SAM: We eat together on Fridays and the whole team stays for an hour after that.",
            "OLU: אני אוכל איתם every Friday, and it is the best hour that I have in the week.",
            f"INA: {SECRET}",
            f"WES: {GONE}",
            "SAM: Some weeks the team is so tired that nobody stays at all, and we stop trusting the rota.",
        ],
        name="Workshop A",
        participants={"SAM": SAM, "OLU": OLU, "INA": INA, "WES": WES},
        position=1,
        kind=TranscriptKind.WORKSHOP,
    )
    return first, second


def a_pilot(folder: Path, name: str = "Pilot") -> Project:
    """Make the project and open it."""
    project = create_project(folder / f"{name}.coder", person="AB")
    first, second = talks()
    ab, cd = a_coder("AB"), a_coder("CD")
    plus, minus, mixed = Direction.SUPPORTS, Direction.CHALLENGES, Direction.MIXED
    codings = [
        a_coding(first, "They moved me to guaranteed hours, so now I can plan my week and my rent.", PAY, ab,
                 direction=plus, strength=Strength.DESCRIBED, memo="Her <own> words & tone."),
        a_coding(first, "now I can plan my week and my rent. <b>Calm</b> & fine 😀.", "control-over-work", cd,
                 direction=plus),
        a_coding(first, "In August nobody rang, and I lost nine hours of pay without a word.", PAY, cd,
                 direction=minus, strength=Strength.CORROBORATED),
        a_coding(second, "We eat together on Fridays and the whole team stays for an hour after that.", MEALS, ab,
                 direction=plus),
        a_coding(second, "אני אוכל איתם every Friday, and it is the best hour that I have in the week.", MEALS, ab,
                 direction=plus, strength=Strength.DESCRIBED),
        a_coding(second, SECRET, PAY, ab, direction=minus, memo="About the brother's rent."),
        a_coding(second, GONE, MEALS, ab, direction=minus),
        a_coding(second, "Some weeks the team is so tired that nobody stays at all", TRUST, cd, direction=mixed),
        a_coding(second, "nobody stays at all, and we stop trusting the rota.", DOMAIN, cd),
    ]  # fmt: skip
    with project.action("Fill") as action:
        a_few_codes(action.rows)
        action.rows.add_all([ab, cd, *PEOPLE])
        for talk in (first, second):
            action.rows.add(talk.transcript)
            action.rows.add_all(talk.speakers)
            action.rows.add_all(talk.turns)
        action.rows.add_all(codings)
    project.history.clear()
    return project


def a_few_codes(rows: UnitOfWork) -> None:
    """Add the domains and some outcomes of the codebook that ships; all of it would take long to draw."""
    content = read_codebook(codebooks_folder() / "outcomes.yaml")
    kept = {code.id for code in content.codes if code.id in CODES or (code.kind == "domain" and code.parent_id is None)}
    kept |= {code.parent_id for code in content.codes if code.id in CODES and code.parent_id}
    rows.add(content.codebook)
    rows.add_all([code for code in content.codes if code.id in kept])
    rows.add_all([link for link in content.links if {link.code_id, link.target_id} <= kept])


def an_empty_project(folder: Path) -> Project:
    """Make a project with a codebook and nothing else."""
    project = create_project(folder / "Empty.coder")
    add_codebook(project, file=codebooks_folder() / "outcomes.yaml")
    return project
