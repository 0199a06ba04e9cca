"""A project with somebody at each level of consent: what each says and is called, and who is found in a text."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from coder.domain.coding import Direction
from coder.domain.query import Query
from coder.domain.transcript import Consent
from coder.services.evidence.consent import set_consent
from coder.services.evidence.findings import set_finding
from coder.services.evidence.queries import save_query
from coder.services.evidence.summaries import set_summary
from coder.services.project import Project
from coder.services.suggestions.learning import open_engine
from tests.helpers.builders import Talk, a_code, a_coding, a_participant, a_transcript, an_outcome
from tests.helpers.projects import a_project


@dataclass(frozen=True)
class Person:
    """Somebody in the project; nobody else says the word or has any part of the names."""

    level: str
    word: str
    label: str
    pseudonym: str
    consent: Consent | None
    """None for a voice that is tied to nobody."""


WIT = Person("withdrawn", "zebragone", "Wilfrun Gonesby", "Wexquill", Consent.WITHDRAWN)
INT = Person("internal", "zebrainner", "Isolda Innerby", "Ixworth", Consent.INTERNAL)
NOT = Person("not recorded", "zebranever", "Nolwen Neverby", "Nuxley", Consent.NOT_RECORDED)
ANO = Person("anonymised", "zebravague", "Annegret Vagueby", "Axbourne", Consent.ANONYMISED)
ATT = Person("attributed", "zebraplain", "Attila Plainby", "Plaxtol", Consent.ATTRIBUTED)
TIE = Person("tied to nobody", "zebraloose", "Torvald Looseby", "", None)
EVERYBODY = (WIT, INT, NOT, ANO, ATT, TIE)

# Ids are drawn at random where people use it, so here they say no name either.
PEOPLE = {
    person: a_participant(person.pseudonym, consent=person.consent, id=f"p-{person.level}")
    for person in EVERYBODY
    if person.consent
}
_PARTICIPANTS = {person.label: row for person, row in PEOPLE.items()}
ALL_NAMES = ", ".join(f"{person.label} alias {person.pseudonym or person.label}" for person in EVERYBODY)
FIRST_NAMES = " ".join(person.label.split()[0] for person in EVERYBODY)
PLACES = ("winter", "spring")


def _said(person: Person) -> list[str]:
    return [
        f"The wages for the {person.word} shift in {PLACES[0]} came late, {person.word} it was.",
        f"Nobody paid wages for the {person.word} journeys, and the soup at lunch was {person.word} too.",
    ]


def _talk(lines: list[str], *, key: str, name: str, file: str, **fields: str) -> Talk:
    talk = a_transcript(lines, name=key, participants=_PARTICIPANTS, source_name=file, **fields)
    numbers = {speaker.id: f"{key}-voice-{at}" for at, speaker in enumerate(talk.speakers)}
    speakers = tuple(replace(speaker, id=numbers[speaker.id]) for speaker in talk.speakers)
    turns = tuple(replace(turn, speaker_id=numbers[turn.speaker_id or ""]) for turn in talk.turns)
    return Talk(replace(talk.transcript, name=name), speakers, turns)


TOGETHER = _talk(
    [
        "FACILITATOR: How were the wages?",
        *(f"{person.label}: {words}" for words in zip(*map(_said, EVERYBODY), strict=True) for person, words in
          zip(EVERYBODY, words, strict=True)),
        "FACILITATOR: Thank you.",
    ],
    key="circle",
    name=f"Circle with {FIRST_NAMES}",
    file=f"{FIRST_NAMES}.docx".replace(" ", "_"),
    date="2026-02-03",
)  # fmt: skip


def _alone(person: Person) -> Talk:
    lines = ["FACILITATOR: How was lunch?", *(f"{person.label}: {words}" for words in _said(person))]
    name = f"Talk with {person.label}"
    return _talk(lines, key=f"alone {person.level}", name=name, file=f"{name}.txt", place="Foundry Row")


ALONE = {person: _alone(person) for person in EVERYBODY}
TALKS = (TOGETHER, *ALONE.values())
PAY, FOOD = "pay", "food"
CODES = [
    an_outcome(PAY, short_definition="Wages and paid travel.", key_terms=("wages", "paid travel")),
    a_code(FOOD, short_definition="Meals eaten together.", key_terms=("lunch", "soup")),
]


def _codings() -> Iterable[object]:
    for person in EVERYBODY:
        for talk in (TOGETHER, ALONE[person]):
            first, second = _said(person)
            yield a_coding(talk, first, PAY, direction=Direction.SUPPORTS, memo=f"{person.level}: see {ALL_NAMES}.")
            if talk is not TOGETHER:
                yield a_coding(talk, second, FOOD)
    first, second = _said(ATT)[0], _said(TIE)[0]
    yield a_coding(TOGETHER, f"{_said(WIT)[0]}\n{_said(INT)[0]}", FOOD, memo=f"Two: {ALL_NAMES}")
    yield a_coding(TOGETHER, f"{first}\n{second}", FOOD)


def make(folder: Path) -> Project:
    """Make the project, with everything written about everybody; it was learned from before somebody withdrew."""
    people = [replace(row, consent=Consent.ATTRIBUTED) if p is WIT else row for p, row in PEOPLE.items()]
    complete = [talk.transcript.name for talk in TALKS]
    project = a_project(folder, TALKS, CODES, list(_codings()), complete=complete, participants=people)  # type: ignore[arg-type]
    for person, row in PEOPLE.items():
        text = f"{person.level} with {ALL_NAMES}"
        set_summary(project, participant_id=row.id, code_id=PAY, text=text)
    for subject in ("introduction", "conclusion", "method", PAY, FOOD):
        set_finding(project, subject, f"We heard {ALL_NAMES}.")
    save_query(project, name=f"About {FIRST_NAMES}", query=Query(code_id=PAY))
    with project.action(f"Rename the speaker {ALL_NAMES}") as action:
        rows = action.rows
        kept = rows.codes()[0]
        rows.put(kept, replace(kept, shortcut="p"))
    open_engine(project)
    set_consent(project, participant_ids=[PEOPLE[WIT].id], consent=Consent.WITHDRAWN)
    return project


def content_of(content: bytes) -> str:
    """Return all text of a file; packages are unzipped, properties and comments with them."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(f"{name} {content_of(package.read(name))}" for name in package.namelist())
    return content.decode("utf-8", errors="ignore")


def words_in(text: str) -> set[Person]:
    """Return whose words are in a text."""
    return {person for person in EVERYBODY if person.word in text.casefold()}


def names_in(text: str) -> set[Person]:
    """Return who is called by the name in a transcript, or by any part of it."""
    low = unicodedata.normalize("NFC", text).casefold()
    return {person for person in EVERYBODY if any(part.casefold() in low for part in person.label.split())}


def around(text: str, people: Iterable[Person]) -> str:
    """Return some of where people are told of, to be read in a failure."""
    parts = [part for one in people for part in (one.word, one.pseudonym, *one.label.split()) if part]
    at = min(place for part in parts if (place := text.casefold().find(part.casefold())) >= 0)
    return repr(text[max(0, at - 90) : at + 90])


def pseudonyms_in(text: str) -> set[Person]:
    """Return who is called by pseudonym."""
    return {person for person in EVERYBODY if person.pseudonym and person.pseudonym.casefold() in text.casefold()}
