"""Consent, in the one place through which everything goes that is shown or exported.

`seen_by` makes of a project as it is kept what an audience may see; tables, charts, reports and coded transcripts are
made from that and need no rules of their own:

- withdrawn: in nothing, for nobody. Codings of passages in which nobody else takes part are left out, and so are
  transcripts in which nobody else takes part; in other passages their words read as `MASK`. They count nowhere.
- internal only, and not recorded: counted; for readers no words, memo, summary, pseudonym, attributes or place of the
  conversation. Talk with no participant behind it counts as not recorded, unless an interviewer or facilitator talks.
- anonymised quote: for readers no pseudonym, attributes or place of the conversation; the stakeholder group only.
- attributed quote: pseudonym and stakeholder group.

In a passage of several people the strictest holds for the whole of it. In files the names in transcripts give way to
pseudonyms, or to the role of somebody who is no participant.

Names of people who withdrew (for readers: of everybody who did not agree to be named) stand in no transcript's name,
heading, memo, summary, finding or label either, not even in part. Words are let out as they were said; a name that
somebody mentions in them is not found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coder.analysis.data import AnalysisData, Audience
from coder.analysis.evidence import MASK, WITHHELD
from coder.domain.columns import CodingColumns
from coder.domain.names import Names, names_withdrawn
from coder.domain.transcript import Consent, Participant, Speaker, SpeakerRole, Transcript, TurnKind

SMALL_GROUP = 3
"""In a stakeholder group of fewer people than this, the group by itself may tell who somebody is."""

_WORD = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Withheld:
    """What an export leaves out of one participant, and why."""

    participant_id: str
    participant: str
    """The pseudonym, for the team's own eyes."""
    group: str
    consent: Consent
    reason: str
    """A clause for people, such as "words and memos are withheld"."""
    rows: int
    """How many codings it touches."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """How many codings readers are not given for one reason."""

    consent: Consent | None
    """The strictest level behind them; None where no participant is behind the words."""
    rows: int
    people: int
    """How many participants of that level speak in them."""


def seen_by(data: AnalysisData, audience: Audience) -> AnalysisData:
    """Return what an audience may see of a project as it is kept, or of what the team sees.

    Narrow what the team sees first and make it readers' afterwards: readers' data have fewer things to ask about.
    """
    if data.audience is audience:
        return data
    if data.audience is None:
        data = _without_withdrawn(data)
    return data if audience is Audience.TEAM else _for_readers(data)


def in_files(data: AnalysisData) -> AnalysisData:
    """Return data as they are written to a file: also for the team everybody goes by pseudonym or role."""
    if data.audience is not Audience.TEAM:
        return data
    called = _Called(data, set())
    return replace(data, speakers=tuple(replace(speaker, label=called.of(speaker)) for speaker in data.speakers))


def silenced(data: AnalysisData) -> list[Silenced]:
    """Return how many codings' words readers are not given, by reason, from what the team sees."""
    facts = data.facts
    count: dict[Consent | None, int] = {}
    people: dict[Consent | None, set[int]] = {}
    for number in facts.voice.tolist():
        voice = facts.voices[number]
        if not voice.consent or Consent(voice.consent).quotable:
            continue
        level = Consent(voice.consent)
        behind = {
            each
            for each in voice.people
            if (who := facts.people[each].participant) is not None and who.consent is level
        }
        key = level if behind else None
        count[key] = count.get(key, 0) + 1
        people.setdefault(key, set()).update(behind)
    order = (Consent.NOT_RECORDED, Consent.INTERNAL, None)
    return [Silenced(level, count[level], len(people[level])) for level in order if level in count]


def withheld(data: AnalysisData) -> list[Withheld]:
    """Return what readers will not see, from a project as it is kept: the strictest consent first."""
    facts = data.facts
    rows = [0] * len(facts.people)
    per_voice: dict[int, int] = {}
    for voice in facts.voice.tolist():
        per_voice[voice] = per_voice.get(voice, 0) + 1
    for voice, count in per_voice.items():
        for person in facts.voices[voice].people:
            rows[person] += count
    order = list(_REASONS)
    found = [
        Withheld(
            person.participant.id,
            person.participant.pseudonym,
            person.participant.group,
            person.participant.consent,
            _REASONS[person.participant.consent],
            count,
        )
        for person, count in zip(facts.people, rows, strict=True)
        if person.participant is not None and person.participant.consent in _REASONS
    ]
    return sorted(found, key=lambda item: (order.index(item.consent), item.participant))


def small_groups(data: AnalysisData) -> list[tuple[str, int]]:
    """Return the stakeholder groups of so few people that the group may tell who somebody is, with their number.

    Counted are people who have not withdrawn, in groups of which somebody may be quoted.
    """
    people = [
        person for person in data.participants if person.consent is not Consent.WITHDRAWN and person.group.strip()
    ]
    counts: dict[str, int] = {}
    for person in people:
        counts[person.group.strip()] = counts.get(person.group.strip(), 0) + 1
    quoted = {person.group.strip() for person in people if person.consent.quotable}
    return sorted((group, count) for group, count in counts.items() if count < SMALL_GROUP and group in quoted)


_REASONS = {
    Consent.WITHDRAWN: "withdrawn: left out of every table and figure",
    Consent.NOT_RECORDED: "consent not recorded yet: counted, but words, memos and the pseudonym are withheld",
    Consent.INTERNAL: "internal only: counted, but words, memos and the pseudonym are withheld",
    Consent.ANONYMISED: "anonymised quote: quoted with the stakeholder group, without the pseudonym",
}


def _without_withdrawn(data: AnalysisData) -> AnalysisData:
    """Return the data without anybody who withdrew."""
    gone = {person.id for person in data.participants if person.consent is Consent.WITHDRAWN}
    here = {item.id for item in data.transcripts}
    if not gone:
        return replace(data, codings=_of_transcripts(data.codings, here), audience=Audience.TEAM)
    present = {
        speaker.transcript_id
        for speaker in data.speakers
        if speaker.role is SpeakerRole.PARTICIPANT and speaker.participant_id not in gone
    }
    left = {speaker.transcript_id for speaker in data.speakers if speaker.participant_id in gone} - present
    facts = data.facts
    silenced = [
        bool(voice.people)
        and all((who := facts.people[each].participant) is not None and who.id in gone for each in voice.people)
        for voice in facts.voices
    ]
    kept = [
        place
        for place, (voice, transcript_id) in enumerate(
            zip(facts.voice.tolist(), data.codings.transcript_id, strict=True)
        )
        if not silenced[voice] and transcript_id in here and transcript_id not in left
    ]
    names = names_withdrawn(data.participants, data.speakers)
    data = _masked(data, gone, names)
    data = replace(
        data,
        transcripts=tuple(item for item in data.transcripts if item.id not in left),
        speakers=tuple(item for item in data.speakers if item.participant_id not in gone),
        participants=tuple(person for person in data.participants if person.id not in gone),
        summaries=tuple(item for item in data.summaries if item.participant_id not in gone),
        codings=data.codings.at(kept),
        hushed=names.whole,
        audience=Audience.TEAM,
    )
    return _without_names(data, names)


def _for_readers(data: AnalysisData) -> AnalysisData:
    """Return what the team sees as readers may see it."""
    silent = {person.id for person in data.participants if not person.consent.quotable}
    nameless = {person.id for person in data.participants if not person.consent.named}
    named = {person.id for person in data.participants} - nameless
    facts = data.facts
    mute = [bool(voice.consent) and not Consent(voice.consent).quotable for voice in facts.voices]
    memos = [
        WITHHELD if memo and mute[voice] else memo
        for memo, voice in zip(data.codings.memo, facts.voice.tolist(), strict=True)
    ]
    called = _Called(data, nameless)
    names = called.secret()
    # The place of a conversation may tell who was there, and of a voice that is nobody's nobody knows who it was.
    told = {speaker.transcript_id for speaker in data.speakers if speaker.participant_id in named}
    discreet = {item.id for item in data.transcripts if item.id not in told} | {
        speaker.transcript_id
        for speaker in data.speakers
        if not speaker.role.asks and speaker.participant_id not in named and speaker.role is SpeakerRole.PARTICIPANT
    }
    data = _masked_but_for(data, frozenset(person.id for person in data.participants) - silent, names)
    data = replace(
        data,
        transcripts=tuple(_for_their_eyes(item, discreet=item.id in discreet) for item in data.transcripts),
        speakers=tuple(replace(speaker, label=called.of(speaker)) for speaker in data.speakers),
        participants=tuple(_unnamed(person) for person in data.participants),
        summaries=tuple(item for item in data.summaries if item.participant_id not in silent),
        codings=replace(data.codings, memo=memos),
        audience=Audience.READERS,
    )
    return _without_names(data, names)


def _without_names(data: AnalysisData, names: Names) -> AnalysisData:
    """Return the data with names that are not to be told left out of all that the team wrote and files were called."""
    if not names:
        return data
    hidden = names.left_out_of
    return replace(
        data,
        name=hidden(data.name),
        transcripts=tuple(
            replace(item, name=hidden(item.name), source_name=hidden(item.source_name), place=hidden(item.place))
            for item in data.transcripts
        ),
        participants=tuple(
            replace(person, note=hidden(person.note), attributes=tuple(map(hidden, person.attributes)))
            for person in data.participants
        ),
        summaries=tuple(replace(item, text=hidden(item.text)) for item in data.summaries),
        findings=tuple(replace(item, text=hidden(item.text)) for item in data.findings),
        codings=replace(data.codings, memo=[hidden(memo) for memo in data.codings.memo]),
        audit=tuple(replace(entry, label=hidden(entry.label)) for entry in data.audit),
    )


def _masked_but_for(data: AnalysisData, people: frozenset[str], names: Names) -> AnalysisData:
    """Return the data with all words masked but for those of some people, those of who asks, and headings.

    Headings say who was there, so in them names are masked.
    """
    speakers = {speaker.id: speaker for speaker in data.speakers}
    shown: dict[str, list[tuple[int, int]]] = {item.id: [] for item in data.transcripts}
    texts = {item.id: item.text for item in data.transcripts}
    columns = data.turns
    for transcript_id, speaker_id, start, end, kind in zip(
        columns.transcript_id, columns.speaker_id, columns.start, columns.end, columns.kind, strict=True
    ):
        speaker = speakers.get(speaker_id) if speaker_id is not None else None
        heading = speaker_id is None and kind == TurnKind.HEADING
        if transcript_id not in shown:
            continue
        if heading:
            shown[transcript_id] += _between(list(names.places(texts[transcript_id], start, end)), start, end)
        elif speaker is not None and (speaker.role.asks or speaker.participant_id in people):
            shown[transcript_id].append((start, end))
    transcripts, masked = [], set(data.masked)
    for item in data.transcripts:
        text = _with_mask(item.text, _between(sorted(shown[item.id]), 0, len(item.text)))
        if text != item.text:
            masked.add(item.id)
        transcripts.append(replace(item, text=text))
    return replace(data, transcripts=tuple(transcripts), masked=frozenset(masked))


def _between(spans: list[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """Return what lies between spans (sorted, half-open) from one place of a text to another."""
    ends = [first, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), last]
    return [(low, high) for low, high in zip(ends, starts, strict=True) if low < high]


def _masked(data: AnalysisData, people: set[str], names: Names) -> AnalysisData:
    """Return the data with the words of some people masked, and names in headings, character for character."""
    silent = {speaker.id for speaker in data.speakers if speaker.participant_id in people}
    texts = {item.id: item.text for item in data.transcripts}
    hidden: dict[str, list[tuple[int, int]]] = {}
    columns = data.turns
    for transcript_id, speaker_id, start, end, kind in zip(
        columns.transcript_id, columns.speaker_id, columns.start, columns.end, columns.kind, strict=True
    ):
        if speaker_id in silent:
            hidden.setdefault(transcript_id, []).append((start, end))
        elif speaker_id is None and kind == TurnKind.HEADING and transcript_id in texts:
            hidden.setdefault(transcript_id, []).extend(names.places(texts[transcript_id], start, end))
    hidden = {transcript_id: found for transcript_id, found in hidden.items() if found}
    return replace(
        data,
        transcripts=tuple(
            replace(item, text=_with_mask(item.text, hidden[item.id])) if item.id in hidden else item
            for item in data.transcripts
        ),
        masked=data.masked | hidden.keys(),
    )


def _with_mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in sorted(spans):
        parts += [text[position:start], _WORD.sub(MASK, text[start:end])]
        position = end
    return "".join([*parts, text[position:]])


def _for_their_eyes(item: Transcript, *, discreet: bool) -> Transcript:
    return replace(item, source_name="", text_hash="", place="" if discreet else item.place)


def _unnamed(person: Participant) -> Participant:
    if not person.consent.named:
        return replace(person, pseudonym="", note="", attributes=())
    return replace(person, note="")


def _of_transcripts(codings: CodingColumns, here: set[str]) -> CodingColumns:
    if here.issuperset(codings.transcript_id):
        return codings
    return codings.at([place for place, each in enumerate(codings.transcript_id) if each in here])


class _Called:
    """What people are called in files."""

    def __init__(self, data: AnalysisData, nameless: set[str]) -> None:
        self._data = data
        self._people = {person.id: person for person in data.participants}
        self._nameless = nameless

    def of(self, speaker: Speaker) -> str:
        """Return what a speaker is called: pseudonym, role, or nothing."""
        if speaker.role is not SpeakerRole.PARTICIPANT:
            return speaker.role.value
        person = self._people.get(speaker.participant_id or "")
        return "" if person is None or person.id in self._nameless else person.pseudonym

    def secret(self) -> Names:
        """Return the names that readers are not to know: all but the pseudonyms of who may be named."""
        people = self._people.values()
        secret = [*self._data.hushed, *(person.pseudonym for person in people if person.id in self._nameless)]
        secret += [item.label for item in self._data.speakers if item.role is SpeakerRole.PARTICIPANT]
        told = [person.pseudonym for person in people if person.id not in self._nameless]
        return Names(secret, [*told, *(person.group for person in people)])
