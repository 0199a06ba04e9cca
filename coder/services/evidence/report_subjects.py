"""The parts of a report on domains and outcomes: figures, chart, quotes, and where everything is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from coder.analysis.data import AnalysisData
from coder.domain.coding import Direction, Strength
from coder.domain.quoting import Candidate, best, shortened, together
from coder.domain.text import clock, one_line
from coder.domain.transcript import Consent
from coder.exporters.charts.data import SIGNS, WAYS, Bar, BarChart, Part, counted
from coder.exporters.report.data import Figures, Picture, Quote, Subject, Trace

QUOTES = 3
"""At most, for and against each."""
_TURNS_NAMED = 30
"""In the line that says where the passages are, for each transcript."""
_NOBODY = "A participant"
_SHORT = 6
"""Characters of a reference."""

Draw = Callable[[BarChart, str], Picture]
"""Makes a picture of a chart, with a caption."""


@dataclass(slots=True)
class SubjectMaker:
    """Makes the parts on single subjects from what readers may see."""

    data: AnalysisData
    draw: Draw
    findings: Mapping[str, str]
    _place_of: dict[str, int] = field(default_factory=dict)
    _refs: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        codings = self.data.codings
        self._place_of = {coding_id: place for place, coding_id in enumerate(codings.id)}
        short = short_ids(codings.id)
        # The oldest coding names the passage: it stays the same one when the passage is coded again.
        for place in sorted(range(len(codings)), key=lambda place: (codings.created_at[place], codings.id[place])):
            passage = (codings.transcript_id[place], codings.start[place], codings.end[place])
            self._refs.setdefault(passage, short[codings.id[place]])

    def make(
        self,
        key: str,
        name: str,
        places: Sequence[int],
        *,
        definition: str = "",
        status: str = "",
        pictures: tuple[Picture, ...] = (),
        with_groups: bool = False,
        parts: Callable[[], tuple[Subject, ...]] = tuple,
    ) -> Subject:
        """Make the part on a subject from the numbers of its codings, in the order of reading.

        `with_groups` adds a chart by stakeholder group; `parts` makes the parts below it.
        """
        figures = figures_of(self.data, places)
        candidates = self._candidates(places)
        counter = best([each for each in candidates if each.challenges], most=QUOTES)
        quotes = best([each for each in candidates if not each.challenges], most=QUOTES, beside=counter)
        if with_groups and figures.codings > 1 and figures.groups:
            pictures = (*pictures, self._by_group(name, places))
        return Subject(
            key=key,
            name=name,
            definition=definition,
            finding=self.findings.get(key, ""),
            status=status,
            figures=figures,
            pictures=pictures,
            quotes=tuple(self._quote(each) for each in quotes),
            counter=tuple(self._quote(each) for each in counter),
            notes=tuple(self._notes(places, candidates, len(quotes) + len(counter))),
            traces=tuple(self._traces(places)),
            parts=parts(),
        )

    def _candidates(self, places: Sequence[int]) -> list[Candidate]:
        """Return the passages that may be quoted: participants' words that nobody keeps back."""
        from coder.analysis.evidence import MASK

        data, facts, codings = self.data, self.data.facts, self.data.codings
        kept_back = facts.kept_back()
        found = []
        for place in places:
            voice = facts.voices[int(facts.voice[place])]
            if not voice.people or kept_back[int(facts.voice[place])]:
                continue
            number = int(facts.transcript[place])
            start, end = codings.start[place], codings.end[place]
            text = data.transcripts[number].text[start:end].strip()
            if not text or MASK in text:
                continue
            way, strength = codings.direction[place], codings.strength[place]
            found.append(
                Candidate(
                    transcript=number,
                    start=start,
                    end=end,
                    text=text,
                    people=tuple(facts.people[person].key for person in voice.people),
                    direction=Direction(way) if way else None,
                    strength=Strength(strength) if strength else None,
                    coding_ids=(codings.id[place],),
                )
            )
        return together(found)

    def _quote(self, candidate: Candidate) -> Quote:
        data, facts = self.data, self.data.facts
        place = self._place_of[candidate.coding_ids[0]]
        voice = facts.voices[int(facts.voice[place])]
        code_id = data.codings.code_id[place]
        return Quote(
            ref=self._refs[data.codings.transcript_id[place], candidate.start, candidate.end],
            text=shortened(candidate.text),
            who=attribution(voice.participant, voice.group),
            where=where(data, place),
            code=data.tree[code_id].name if code_id in data.tree else code_id,
            direction=candidate.direction,
            strength=candidate.strength.value if candidate.strength else "",
            coding_ids=candidate.coding_ids,
        )

    def _by_group(self, name: str, places: Sequence[int]) -> Picture:
        facts = self.data.facts
        counts: dict[int, dict[Direction | None, int]] = {}
        people: dict[int, set[int]] = {}
        for place in places:
            voice = facts.voices[int(facts.voice[place])]
            way = direction_of(self.data, place)
            for group in voice.groups:
                of_group = counts.setdefault(group, {})
                of_group[way] = of_group.get(way, 0) + 1
            for person in voice.people:
                if facts.people[person].group >= 0:
                    people.setdefault(facts.people[person].group, set()).add(person)
        bars = tuple(
            Bar(
                key=facts.groups[group],
                name=facts.groups[group],
                parts=tuple(Part(direction=way, count=counts[group][way]) for way in WAYS if counts[group].get(way)),
                people=len(people.get(group, ())),
            )
            for group in sorted(counts)
        )
        chart = BarChart(title=f"{name}, by stakeholder group", bars=bars, things="groups", with_groups=False)
        return self.draw(chart, f"{name}: codings by stakeholder group and direction.")

    def _notes(self, places: Sequence[int], candidates: Sequence[Candidate], shown: int) -> list[str]:
        facts = self.data.facts
        notes = []
        more = len(candidates) - shown
        if more > 0:
            notes.append(f"{counted(more, 'further passage')} can be quoted; the evidence table has them all.")
        mute = facts.kept_back()
        kept_back = [place for place in places if mute[int(facts.voice[place])]]
        if kept_back:
            against = sum(
                direction_of(self.data, place) in (Direction.CHALLENGES, Direction.MIXED) for place in kept_back
            )
            people = {person for place in kept_back for person in facts.voices[int(facts.voice[place])].people}
            count = "counts" if len(kept_back) == 1 else "count"
            notes.append(
                f"{counted(len(kept_back), 'coding')} of {counted(len(people), 'person', 'people')} {count} here but "
                f"cannot be quoted, as {self._why_kept_back(kept_back)}"
                f"{f'; {against} of these challenging or mixed' if against else ''}."
            )
        return notes

    def _why_kept_back(self, places: Sequence[int]) -> str:
        facts = self.data.facts
        levels = {facts.voices[int(facts.voice[place])].consent for place in places}
        why = {
            Consent.INTERNAL: "consent is for internal use only",
            Consent.NOT_RECORDED: "consent is not recorded",
        }
        return " or ".join(words for level, words in why.items() if level in levels)

    def _traces(self, places: Sequence[int]) -> list[Trace]:
        """Return for each transcript the turns in which the codings begin, with the signs of their directions."""
        turns: dict[int, dict[int | None, list[str]]] = {}
        for place in places:
            number = turn_number(self.data, place)
            signs = turns.setdefault(int(self.data.facts.transcript[place]), {}).setdefault(number, [])
            sign = SIGNS[direction_of(self.data, place)]
            if sign and sign not in signs:
                signs.append(sign)
        traces = []
        for number, found in turns.items():
            said = [f"{turn} {''.join(signs)}".strip() for turn, signs in found.items() if turn is not None]
            more = len(said) - _TURNS_NAMED
            listed = ", ".join(said[:_TURNS_NAMED]) + (f" and {more} more" if more > 0 else "")
            word = "turn" if len(said) == 1 else "turns"
            traces.append(
                Trace(
                    transcript=self.data.transcripts[number].name,
                    places=f"{word} {listed}" if said else "before the first turn",
                )
            )
        return traces


def figures_of(data: AnalysisData, places: Sequence[int]) -> Figures:
    """Return the figures of some codings (by number): each person, group and transcript counts once."""
    facts = data.facts
    voices = {int(facts.voice[place]) for place in places}
    ways: dict[Direction | None, int] = {}
    for place in places:
        way = direction_of(data, place)
        ways[way] = ways.get(way, 0) + 1
    return Figures(
        codings=len(places),
        people=len({person for voice in voices for person in facts.voices[voice].people}),
        groups=len({group for voice in voices for group in facts.voices[voice].groups}),
        transcripts=len({int(facts.transcript[place]) for place in places}),
        ways=tuple((way, ways[way]) for way in WAYS if way in ways),
    )


def direction_of(data: AnalysisData, place: int) -> Direction | None:
    """Return the direction of a coding by its number."""
    way = data.codings.direction[place]
    return Direction(way) if way else None


def turn_number(data: AnalysisData, place: int) -> int | None:
    """Return the number of the turn in which a coding begins."""
    facts = data.facts
    first = int(facts.first_turn[place])
    if first >= int(facts.last_turn[place]):
        return None
    return data.turns.number[int(facts.turn_order[first])]


def where(data: AnalysisData, place: int) -> str:
    """Return where a coding is: transcript, turn and time."""
    facts = data.facts
    parts = [data.transcripts[int(facts.transcript[place])].name]
    number = turn_number(data, place)
    if number is not None:
        parts.append(f"turn {number}")
        time = clock(data.turns.time[int(facts.turn_order[int(facts.first_turn[place])])])
        if time:
            parts.append(time)
    return ", ".join(one_line(part) for part in parts)


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Return for each id its beginning, of at least six characters and as long as it takes to tell it from the rest."""
    ordered = sorted(ids)
    short: dict[str, str] = {}
    for place, one in enumerate(ordered):
        neighbours = (*ordered[max(0, place - 1) : place], *ordered[place + 1 : place + 2])
        length = _SHORT
        while length < len(one) and any(other[:length] == one[:length] for other in neighbours):
            length += 1
        short[one] = one[:length]
    return short


def attribution(participant: str, group: str) -> str:
    """Return who is quoted, as consent allows: pseudonym and role, the role alone, or a participant."""
    if participant and group:
        # “Care worker” goes on in small letters, “NHS partner” does not.
        return f"{participant}, {group if group[:2].isupper() else group[0].lower() + group[1:]}"
    return participant or group or _NOBODY
