"""Who the people of an import are: known by a label or by what somebody says, and what the new ones are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coder.domain.labels import LabelKind, label_kind
from coder.domain.pseudonyms import Numbering, is_code
from coder.domain.search import folded
from coder.domain.transcript import Consent, Participant, Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who takes part in one file of a batch."""

    file: int
    label: str
    given: str = ""
    """The pseudonym that somebody gave them, which may be that of a person in the project."""
    group: str = ""


class KnownPeople:
    """The people of a project, and the labels of the speakers that are tied to them."""

    def __init__(self, people: Iterable[Participant] = (), speakers: Iterable[Speaker] = ()) -> None:
        self.people = tuple(people)
        self._by_pseudonym = {folded(person.pseudonym): person for person in self.people}
        by_id = {person.id: person for person in self.people}
        tied: dict[str, dict[str, Participant]] = {}
        for speaker in speakers:
            person = by_id.get(speaker.participant_id or "")
            if person is not None:
                tied.setdefault(_key(speaker.label), {})[person.id] = person
        heard = {key for found in tied.values() for key in found}
        self._heard = frozenset(tied)
        for person in self.people:
            # Who speaks nowhere is known by nothing but their name, if it is one.
            if person.id not in heard and tells_who(person.pseudonym) and not is_code(person.pseudonym):
                tied.setdefault(_key(person.pseudonym), {})[person.id] = person
        # A label that two people share tells neither of them.
        self._by_label = {label: next(iter(found.values())) for label, found in tied.items() if len(found) == 1}

    def called(self, pseudonym: str) -> Participant | None:
        """Return the person whom somebody means by a pseudonym."""
        return self._by_pseudonym.get(folded(pseudonym))

    def labelled(self, label: str, *, same_people: bool = False) -> Participant | None:
        """Return the person who spoke under a label before; never the one whose pseudonym it is.

        A label that is no name tells nobody, unless the people are said to be the same.
        """
        return self._by_label.get(_key(label)) if same_people or tells_who(label) else None

    def heard(self, label: str) -> bool:
        """Tell whether somebody in the project speaks under a label."""
        return _key(label) in self._heard


def tells_who(label: str) -> bool:
    """Tell whether the same label in another file is the same person."""
    return label_kind(label) is LabelKind.NAME


def who_they_are(voices: Sequence[Voice], known: KnownPeople, *, same_people: bool = False) -> list[Participant]:
    """Return the person behind each voice of a batch, in its order: those of the project, and new ones.

    One who is given a pseudonym is whoever has it. Everybody else is whoever spoke under the same name in the batch or
    the project; new people are called by their code, or by the next number. With `same_people` that holds for labels
    that are no names, too.
    """

    def tells(label: str) -> bool:
        return same_people or tells_who(label)

    given = {folded(_said(voice)): voice for voice in voices if _said(voice)}
    codes = [voice.label for voice in voices if not _said(voice) and is_code(voice.label)]
    numbering = Numbering([person.pseudonym for person in known.people], [*map(_said, given.values()), *codes])
    people: dict[str, Participant] = {}
    labels: dict[str, Participant] = {}
    for key, voice in given.items():
        people[key] = known.called(_said(voice)) or Participant(pseudonym=_said(voice), group=voice.group.strip())
    for voice in voices:
        if _said(voice) and tells(voice.label):
            labels.setdefault(_key(voice.label), people[folded(_said(voice))])
    coded = Numbering([person.pseudonym for person in known.people], map(_said, given.values()))
    found = []
    for voice in voices:
        person = people[folded(_said(voice))] if _said(voice) else None
        if person is None and tells(voice.label):
            person = labels.get(_key(voice.label)) or known.labelled(voice.label, same_people=same_people)
        if person is None:
            name = coded.code(voice.label) if is_code(voice.label) else numbering.number()
            person = Participant(pseudonym=name, group=voice.group.strip())
        if tells(voice.label):
            labels.setdefault(_key(voice.label), person)
        found.append(person)
    return found


def with_consent(people: Iterable[Participant], known: KnownPeople, consent: Consent) -> list[Participant]:
    """Return the new ones of some people, each once, with what they agreed to."""
    there = {person.id for person in known.people}
    each_once = {person.id: person for person in people}
    return [replace(person, consent=consent) for key, person in each_once.items() if key not in there]


def next_pseudonym(label: str, people: Iterable[Participant]) -> str:
    """Return what a new person with a label is called beside those there are."""
    return Numbering(person.pseudonym for person in people).proposed(label)


def _said(voice: Voice) -> str:
    return " ".join(voice.given.split())


def _key(label: str) -> str:
    return folded(" ".join(label.split()))
