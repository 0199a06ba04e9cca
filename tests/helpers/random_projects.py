"""Whole projects at random, for tests that count again by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from coder.analysis.data import AnalysisData
from coder.domain.codebook import Code, CodeKind, CodeLink, CodeStatus, CodeTree, LinkType
from coder.domain.coding import Coder, Coding, Direction, Origin, Review, Strength
from coder.domain.columns import CodingColumns, TurnColumns, column_names
from coder.domain.span import Span
from coder.domain.transcript import Consent, Participant, Speaker, SpeakerRole, Turn, TurnKind
from coder.services.project import Project, create_project
from tests.helpers.builders import Talk, a_code, a_codebook, a_coder, a_coding, a_link, a_participant, a_transcript

WORDS = "we shared lunch then walked 😀 café e\u0301 שלום عليكم =home “well” the rota".split()
GROUPS = ["Care worker", "Care owner", "", "Board; trustees".replace(";", " and"), "Volunteer"]


def a_random_tree(chance: random.Random) -> CodeTree:
    """Build two codebooks with codes of all kinds at any place, links anywhere, and some codes retired."""
    codes: list[Code] = []
    # Codebooks of other tools know none of our kinds.
    plain = chance.choice([(), (), ("book",), ("other",), ("book", "other")])
    for number in range(chance.randint(0, 12)):
        book = chance.choice(["book", "other"])
        above = [code.id for code in codes if code.codebook_id == book]
        codes.append(
            a_code(
                f"c{number}",
                codebook_id=book,
                name=chance.choice(["Pay", "Rest", "Trust", f"Code {number}"]),
                kind=CodeKind.OTHER if book in plain else chance.choice(list(CodeKind)),
                parent_id=chance.choice([None, *above]),
                status=chance.choice([*CodeStatus, CodeStatus.ACTIVE]),
                position=number,
            )
        )
    links: list[CodeLink] = []
    for _ in range(chance.randint(0, 6) if len(codes) > 1 else 0):
        one, other = chance.sample(codes, 2)
        links.append(a_link(one.id, other.id, chance.choice(list(LinkType))))
    return CodeTree(codes, {link.id: link for link in links}.values())


def some_random_people(chance: random.Random) -> list[Participant]:
    """Build participants of all kinds of consent, in some projects nobody with a group."""
    groups = chance.choice([GROUPS, GROUPS, GROUPS, [""], ["", "Volunteer"]])
    return [
        a_participant(
            f"Pseudonym{number}",
            chance.choice(groups),
            consent=chance.choice(list(Consent)),
            attributes=tuple(chance.sample(["area: North", "area: South", "years: 5"], chance.randint(0, 2))),
        )
        for number in range(chance.randint(0, 5))
    ]


def a_random_talk(number: int, chance: random.Random, people: list[Participant]) -> Talk:
    """Build a conversation of several voices, some of whom nobody has named."""
    labels = ["INTERVIEWER", "Rosa", "Wilf", "Jude"]
    lines = []
    for _ in range(chance.randint(1, 7)):
        said = " ".join(chance.choices(WORDS, k=chance.randint(1, 9)))
        label = chance.choice([*labels, ""])
        lines.append(f"{label}{number}: {said}" if label not in ("", "INTERVIEWER") else f"{label}: {said}")
    talk = a_transcript(lines, name=f"Talk {number}", position=number, times=[None, 61.0])
    speakers = tuple(_a_person(speaker, chance, people) for speaker in talk.speakers)
    turns = tuple(
        replace(turn, kind=TurnKind.HEADING) if turn.speaker_id is None and chance.random() < 0.3 else turn
        for turn in talk.turns
    )
    return replace(talk, speakers=speakers, turns=turns)


def _a_person(speaker: Speaker, chance: random.Random, people: list[Participant]) -> Speaker:
    if speaker.role is not SpeakerRole.PARTICIPANT:
        return speaker
    if chance.random() < 0.2:
        return replace(speaker, role=SpeakerRole.OTHER)
    return replace(speaker, participant_id=chance.choice([None, *(person.id for person in people)]))


def some_random_codings(chance: random.Random, talks: list[Talk], tree: CodeTree, coders: list[Coder]) -> list[Coding]:
    """Build codings anywhere, some of them on one passage."""
    codings: dict[str, Coding] = {}
    for number in range(chance.randint(0, 25) if talks and len(tree) else 0):
        talk = chance.choice(talks)
        start = chance.randrange(len(talk.text))
        end = chance.randint(start + 1, min(len(talk.text), start + 60))
        span = Span(start, end)
        if codings and chance.random() < 0.4:
            twin = chance.choice(list(codings.values()))
            talk = next(each for each in talks if each.transcript.id == twin.transcript_id)
            span = twin.span
        codings[f"coding {number}"] = a_coding(
            talk,
            span,
            chance.choice(list(tree)),
            chance.choice(coders),
            id=f"coding {number}",
            direction=chance.choice([None, *Direction]),
            strength=chance.choice([None, *Strength]),
            memo=chance.choice(["", "A memo."]),
            review=chance.choice(list(Review)),
            created_at=chance.choice(["2026-03-02T09:30:00Z", "2026-05-20T09:30:00Z"]),
        )
    return list(codings.values())


def a_random_project(seed: int) -> AnalysisData:
    """Build a project as it is kept; the same seed builds the same one."""
    chance = random.Random(seed)
    tree, people = a_random_tree(chance), some_random_people(chance)
    talks = [a_random_talk(number, chance, people) for number in range(chance.randint(0, 4))]
    coders = [a_coder("Ana"), a_coder("Ben")]
    codings = some_random_codings(chance, talks, tree, coders)
    return as_data(talks, people, tree, codings, coders)


def as_data(
    talks: list[Talk], people: list[Participant], tree: CodeTree, codings: list[Coding], coders: list[Coder]
) -> AnalysisData:
    """Put a project together as it is read for tables."""
    turns: list[Turn] = [turn for talk in talks for turn in talk.turns]
    return AnalysisData(
        transcripts=tuple(talk.transcript for talk in talks),
        speakers=tuple(speaker for talk in talks for speaker in talk.speakers),
        turns=TurnColumns.of(turns),
        participants=tuple(people),
        codebooks=(a_codebook("book"), a_codebook("other")),
        tree=tree,
        codings=CodingColumns.of(codings),
        coders=tuple(coders),
    )


def filled(path: Path, data: AnalysisData) -> Project:
    """Make a project file of a project that is at hand as it is kept."""
    turns, codings = data.turns, data.codings
    project = create_project(path)
    with project.action("Fill") as action:
        rows = action.rows
        rows.add_all(data.codebooks)
        rows.add_all(list(data.tree))
        rows.add_all([link for code in data.tree for link in data.tree.links(code.id)])
        rows.add_all([*data.coders, *data.participants, *data.transcripts, *data.speakers])
        rows.add_all(
            [
                Turn(
                    **{name: getattr(turns, name)[at] for name in column_names(TurnColumns)} | {"kind": TurnKind(kind)}
                )
                for at, kind in enumerate(turns.kind)
            ]
        )
        for at in range(len(codings)):
            values = {name: getattr(codings, name)[at] for name in column_names(CodingColumns)}
            kinds = {"direction": Direction, "strength": Strength, "origin": Origin, "review": Review}
            rows.add(
                Coding(**values | {name: kind(values[name]) if values[name] else None for name, kind in kinds.items()})
            )
    return project
