"""What all tables count with: for each coding its code, place, direction and voices, as arrays of whole numbers.

Who counts as a person: a participant, wherever they speak. A speaker who takes part but has no participant yet, as
happens in workshops, counts as one more person without a group; interviewers, facilitators and others never do.
A passage over several turns belongs to each participant who speaks in it, and to the others only if there are none.
Where nobody speaks but who leads the conversation, or nobody at all, as in a heading, a passage is no evidence:
`AnalysisData.counting` leaves its codings out, and everything that counts is made of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from coder.domain.codebook import CodeTree
from coder.domain.coding import Coder, Direction
from coder.domain.columns import CodingColumns, TurnColumns
from coder.domain.evidence import SEPARATOR
from coder.domain.talk import spoken
from coder.domain.transcript import (
    STAKEHOLDER_GROUPS,
    Consent,
    Participant,
    Speaker,
    SpeakerRole,
    Transcript,
    TurnKind,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

DIRECTIONS: tuple[str, ...] = ("", *Direction)
"""Directions by number; 0 is none."""

_NOBODY = ""
"""In place of a speaker's id: words of whom nobody knows who said them."""
_STRICTEST = (Consent.WITHDRAWN, Consent.INTERNAL, Consent.NOT_RECORDED, Consent.ANONYMISED, Consent.ATTRIBUTED)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who counts as one person."""

    key: str
    """The participant's id, or the speaker's if nobody said who it is."""
    name: str
    group: int
    """Place in `Facts.groups`, or -1."""
    participant: Participant | None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a passage, as tables name them; people and groups by number."""

    speaker: str = ""
    participant: str = ""
    group: str = ""
    consent: str = ""
    people: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    roles: tuple[SpeakerRole, ...] = ()


class Rows(Protocol):
    """What facts are worked out from; `AnalysisData` is such."""

    @property
    def transcripts(self) -> tuple[Transcript, ...]:
        """Return the transcripts in display order."""

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Return who speaks in them."""

    @property
    def turns(self) -> TurnColumns:
        """Return their turns by column."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Return the people who take part."""

    @property
    def tree(self) -> CodeTree:
        """Return the codes in display order."""

    @property
    def codings(self) -> CodingColumns:
        """Return the codings by column."""

    @property
    def coders(self) -> tuple[Coder, ...]:
        """Return who coded."""

    @property
    def audience(self) -> str | None:
        """Return for whom consent was applied already, or None."""


class Facts:
    """Arrays over the codings of a project; row n of each is about coding n of `Rows.codings`.

    Codes, transcripts, people and groups are numbered: `code_ids` in display order (then codes that are gone),
    transcripts as in the data, `people`, and `groups` (the offered ones first, then by name).
    """

    def __init__(self, data: Rows) -> None:
        import numpy as np

        self.data = data
        codings = data.codings
        self.tree_order = [code.id for code in data.tree]
        known = dict.fromkeys(self.tree_order)
        gone = sorted({code_id for code_id in codings.code_id if code_id not in known})
        self.code_ids: list[str] = [*self.tree_order, *gone]
        self.code_number = {code_id: number for number, code_id in enumerate(self.code_ids)}
        self.transcript_number = {item.id: number for number, item in enumerate(data.transcripts)}
        self.size = len(codings)
        self.code = _numbered(codings.code_id, self.code_number)
        self.transcript = _numbered(codings.transcript_id, self.transcript_number)
        self.start = np.fromiter(codings.start, np.int64, self.size)
        self.end = np.fromiter(codings.end, np.int64, self.size)
        directions = {word: number for number, word in enumerate(DIRECTIONS)} | {None: 0}
        self.direction = _numbered(codings.direction, directions)
        self.groups = _groups(data.participants)
        self._number_people()
        self._place_in_turns()
        self._hear()

    def _number_people(self) -> None:
        group_number = {name: number for number, name in enumerate(self.groups)}
        self.people: list[Person] = [
            Person(person.id, person.pseudonym, group_number.get(person.group.strip(), -1), person)
            for person in self.data.participants
        ]
        known = {person.key: number for number, person in enumerate(self.people)}
        self._speakers = {speaker.id: speaker for speaker in self.data.speakers}
        self._person_of: dict[str, int] = {}
        for speaker in self.data.speakers:
            if speaker.role is not SpeakerRole.PARTICIPANT:
                continue
            if speaker.participant_id in known:
                self._person_of[speaker.id] = known[speaker.participant_id]
            else:
                self._person_of[speaker.id] = len(self.people)
                self.people.append(Person(speaker.id, speaker.label, -1, None))

    def _place_in_turns(self) -> None:
        """Find the turns of each coding: `first_turn` up to, not with, `last_turn`; equal where there is none."""
        import numpy as np

        turns = self.data.turns
        # Turns of other transcripts than those in the data are put out of the way.
        owner = _numbered(turns.transcript_id, self.transcript_number)
        start, end = np.fromiter(turns.start, np.int64, len(turns)), np.fromiter(turns.end, np.int64, len(turns))
        step = int(max(start.max(initial=0), end.max(initial=0), self.end.max(initial=0))) + 2
        order = np.argsort(owner * step + start, kind="stable")
        keys = (owner * step + start)[order]
        self.turn_order = order
        self.turn_owner, self.turn_start, self.turn_end = owner[order], start[order], end[order]
        self.turn_speaker = [turns.speaker_id[place] for place in order.tolist()]
        talk = np.array(spoken(turns, self.data.speakers) or [False], bool)[order] if len(turns) else np.zeros(0, bool)
        self.talk_turns = np.flatnonzero(talk)
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(talk)])
        base = np.searchsorted(keys, self.transcript * step, side="left")
        after = np.searchsorted(keys, self.transcript * step + self.end, side="left")
        first = np.maximum(np.searchsorted(keys, self.transcript * step + self.start, side="right") - 1, base)
        if len(keys):
            # A passage may begin on the newline before its first turn.
            at = np.minimum(first, len(keys) - 1)
            first = first + ((self.turn_end[at] <= self.start) & (first + 1 < after))
        self.first_turn = np.where(after > base, first, after)
        self.last_turn = after
        # The same among the turns that are evidence alone, as places in `talk_turns`.
        self.first_talk, self.last_talk = before[self.first_turn], before[self.last_turn]
        self.heard = (self.last_talk > self.first_talk) | (self.last_turn == self.first_turn)

    def _hear(self) -> None:
        """Find who speaks in each coding: `voice` is a place in `voices`.

        Who leads the conversation is named only where nobody else speaks.
        """
        import numpy as np

        self.voices: list[Voice] = [Voice()]
        found: dict[tuple[str | None, ...], int] = {(): 0}

        def number(ids: tuple[str | None, ...]) -> int:
            known = tuple(each for each in dict.fromkeys(ids) if each == _NOBODY or each in self._speakers)
            place = found.get(known)
            if place is None:
                place = found[known] = len(self.voices)
                speakers = [self._speakers[each] for each in known if each]
                self.voices.append(self._voice(speakers, somebody=_NOBODY in known))
            return place

        kinds = self.data.turns.kind
        said = [
            _NOBODY if each is None and kinds[place] != TurnKind.HEADING else each
            for each, place in zip(self.turn_speaker, self.turn_order.tolist(), strict=True)
        ]
        voice_of_turn = np.fromiter((number((each,)) for each in said), np.int64, len(said))
        count = self.last_turn - self.first_turn
        self.voice = np.zeros(self.size, np.int64)
        one = count == 1
        self.voice[one] = voice_of_turn[self.first_turn[one]]
        for place in np.flatnonzero(count > 1).tolist():
            turns = self.talk_turns[self.first_talk[place] : self.last_talk[place]].tolist()
            among = turns or range(self.first_turn[place], self.last_turn[place])
            self.voice[place] = number(tuple(said[turn] for turn in among))

    def _voice(self, known: Sequence[Speaker], *, somebody: bool = False) -> Voice:
        """Return who is heard from the speakers of a passage; `somebody` if words are in it that nobody is named for.

        Whoever speaks without asking and is tied to no participant was asked for nothing: not recorded.
        """
        heard = [speaker for speaker in known if speaker.role is SpeakerRole.PARTICIPANT] or known
        people = tuple(dict.fromkeys(self._person_of[each.id] for each in heard if each.id in self._person_of))
        persons = [person for number in people if (person := self.people[number].participant) is not None]
        groups = tuple(dict.fromkeys(self.people[number].group for number in people if self.people[number].group >= 0))
        levels = {person.consent for person in persons}
        if somebody or any(not each.role.asks and self._participant_of(each) is None for each in known):
            levels.add(Consent.NOT_RECORDED)
        level = next((level for level in _STRICTEST if level in levels), None)
        # Of several the strictest holds, so for readers nobody in the passage is named by another's consent.
        hidden = level is not None and not level.named and self.data.audience == "readers" and bool(people)
        return Voice(
            speaker="" if hidden else joined(speaker.label for speaker in heard),
            participant="" if hidden else joined(person.pseudonym for person in persons),
            group=joined(self.groups[number] for number in groups),
            consent=level.value if level is not None else "",
            people=people,
            groups=groups,
            roles=tuple(dict.fromkeys(speaker.role for speaker in heard)),
        )

    def _participant_of(self, speaker: Speaker) -> Participant | None:
        number = self._person_of.get(speaker.id, -1)
        return self.people[number].participant if number >= 0 else None

    def kept_back(self) -> list[bool]:
        """Return for each of `voices` whether its passages are withheld from the audience of the data."""
        readers = self.data.audience == "readers"
        return [readers and bool(voice.consent) and not Consent(voice.consent).quotable for voice in self.voices]

    @cached_property
    def order(self) -> Ints:
        """Return the codings in the order of reading: transcript, start, end, code, coder's name, id."""
        import numpy as np

        names = {coder.id: coder.name for coder in self.data.coders}
        called = [names.get(coder_id, "") for coder_id in self.data.codings.coder_id]
        place = {name: number for number, name in enumerate(sorted(set(called)))}
        coder = _numbered(called, place)
        keys = (coder, self.code, self.end, self.start, self.transcript)
        order = np.lexsort(keys)
        if self.size > 1:
            # The ids decide where everything else is equal, which is rare.
            same = np.ones(self.size - 1, bool)
            for key in keys:
                same &= key[order][1:] == key[order][:-1]
            if same.any():
                ids, numbers = self.data.codings.id, order.tolist()
                starts = np.flatnonzero(np.concatenate([[True], ~same])).tolist()
                for begin, end in zip(starts, [*starts[1:], self.size], strict=True):
                    if end - begin > 1:
                        numbers[begin:end] = sorted(numbers[begin:end], key=ids.__getitem__)
                order = np.array(numbers, np.int64)
        return order

    @cached_property
    def passage(self) -> Ints:
        """Return a number for each coding that is the same for all codings of the same passage."""
        import numpy as np

        order = np.lexsort((self.end, self.start, self.transcript))
        changed = np.zeros(self.size, np.int64)
        for key in (self.transcript, self.start, self.end):
            changed[1:] |= key[order][1:] != key[order][:-1]
        number = np.empty(self.size, np.int64)
        number[order] = np.cumsum(changed)
        return number

    @cached_property
    def coder(self) -> Ints:
        """Return the number of each coding's coder, in the order of the data."""
        return _numbered(
            self.data.codings.coder_id, {coder.id: number for number, coder in enumerate(self.data.coders)}
        )

    def person_of(self, speaker_id: str | None) -> int:
        """Return the person behind a speaker, or -1."""
        return self._person_of.get(speaker_id, -1) if speaker_id is not None else -1

    def counted_codes(self, subjects: Sequence[str]) -> tuple[Ints, Ints]:
        """Return for which of these codes each coding counts, as pairs (place in `subjects`, coding), each once."""
        wanted: dict[str, int] = {code_id: place for place, code_id in enumerate(subjects)}
        lists: list[list[int]] = []
        for code_id in self.code_ids:
            counts = self.data.tree.counts_for(code_id) if code_id in self.data.tree else {code_id}
            lists.append(sorted(wanted[each] for each in counts if each in wanted))
        return expanded(lists, self.code)

    def people_of(self, codings: Ints) -> tuple[Ints, Ints]:
        """Return the people in some codings, as pairs (place in `codings`, person)."""
        places, people = _repeated([voice.people for voice in self.voices], self.voice[codings])
        return places, people

    def groups_of(self, codings: Ints) -> tuple[Ints, Ints]:
        """Return the stakeholder groups in some codings, as pairs (place in `codings`, group)."""
        return _repeated([voice.groups for voice in self.voices], self.voice[codings])


def expanded(lists: Sequence[Sequence[int]], chosen: Ints) -> tuple[Ints, Ints]:
    """Return pairs (value, place in `chosen`) for all values of the lists that are chosen by number."""
    places, values = _repeated(lists, chosen)
    return values, places


def _repeated(lists: Sequence[Sequence[int]], chosen: Ints) -> tuple[Ints, Ints]:
    """Return pairs (place in `chosen`, value) for all values of the lists that are chosen by number."""
    import numpy as np

    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    flat = np.fromiter((value for one in lists for value in one), np.int64, int(lengths.sum()))
    begin = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    counts = lengths[chosen] if len(lists) else np.zeros(0, np.int64)
    places = np.repeat(np.arange(len(chosen), dtype=np.int64), counts)
    total = int(counts.sum())
    within = np.arange(total, dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return places, flat[begin[chosen][places] + within] if total else np.zeros(0, np.int64)


def joined(names: Iterable[str]) -> str:
    """Return names as one text, each once, empty ones left out."""
    return SEPARATOR.join(dict.fromkeys(name for name in names if name))


def _numbered(values: Sequence[Any], numbers: dict[Any, int]) -> Ints:
    import numpy as np

    beyond = len(numbers)
    return np.fromiter((numbers.get(value, beyond) for value in values), np.int64, len(values))


def _groups(participants: Iterable[Participant]) -> list[str]:
    named = {person.group.strip() for person in participants if person.group.strip()}
    offered = [group for group in STAKEHOLDER_GROUPS if group in named]
    return [*offered, *sorted(named.difference(offered))]
