"""The framework matrix: what each participant says about each outcome, in the evaluator's summary and in quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coder.analysis.building import Built, built
from coder.analysis.counting import FIGURES, subjects, tally, used_codes
from coder.analysis.coverage import CODE
from coder.analysis.data import AnalysisData
from coder.analysis.evidence import WITHHELD, words_of
from coder.domain.tables import Lattice, TableHead, text

if TYPE_CHECKING:
    from coder.analysis.facts import Ints

BETWEEN_QUOTES = "\n\n"

MATRIX = TableHead(
    "matrix",
    "Framework matrix",
    "One row for each participant and outcome of which there is a summary or a coding: the summary that the evaluator "
    "wrote, the figures, and the quotes behind it.",
    (
        text("participant_id", "Participant id", "The participant's permanent id."),
        text("participant", "Participant", "The pseudonym; left out where the participant did not agree to that."),
        text("stakeholder_group", "Stakeholder group", "The participant's group."),
        *CODE,
        text("summary", "Summary", "What the participant says about the outcome, in the evaluator's words.", wide=True),
        *(column for column in FIGURES if column.name not in ("people", "groups")),
        text("quotes", "Quotes", "The passages in which the participant speaks, in the order of reading, an empty line "
             "between them.", wide=True),
        text("consent", "Consent", "What the participant agreed to."),
    ),
    Lattice("participant", "code", "Participant", "Outcome", "summary"),
)  # fmt: skip


def build_matrix(head: TableHead, data: AnalysisData) -> Built:
    """Build the framework matrix, by stakeholder group and pseudonym, outcomes in display order."""
    import numpy as np

    facts, tree = data.facts, data.tree
    codes = subjects(tree, used_codes(facts))
    people = [number for number, person in enumerate(facts.people) if person.participant is not None]
    people.sort(key=lambda number: (facts.people[number].group % (len(facts.groups) + 1), number))
    line = np.full(len(facts.people) + 1, -1, np.int64)
    line[people] = np.arange(len(people))
    rows, codings = facts.counted_codes([code.id for code in codes])
    places, speaking = facts.people_of(codings)
    kept = line[speaking] >= 0
    places, speaking = places[kept], speaking[kept]
    every, said = line[speaking] * len(codes) + rows[places], codings[places]
    code_place = {code.id: place for place, code in enumerate(codes)}
    person_place = {facts.people[number].key: place for place, number in enumerate(people)}
    written = {
        person_place[item.participant_id] * len(codes) + code_place[item.code_id]: item.text
        for item in data.summaries
        if item.participant_id in person_place and item.code_id in code_place and item.text.strip()
    }
    shown = np.union1d(np.unique(every), np.array(sorted(written), np.int64))
    cells = np.searchsorted(shown, every)
    found = tally(facts, cells, said, len(shown))
    figures = found.figures()
    who = [facts.people[people[cell // len(codes)]] for cell in shown.tolist()]
    what = [codes[cell % len(codes)] for cell in shown.tolist()]
    domains = {code.id: "; ".join(each.name for each in tree.domains(code.id)) for code in codes}
    columns = {
        "participant_id": [person.key for person in who],
        "participant": [person.name for person in who],
        "stakeholder_group": [facts.groups[person.group] if person.group >= 0 else "" for person in who],
        "code_id": [code.id for code in what],
        "code": [code.name for code in what],
        "theme": [theme.name if (theme := tree.theme(code.id)) else "" for code in what],
        "domain": [domains[code.id] for code in what],
        "summary": [written.get(cell, "") for cell in shown.tolist()],
        **figures,
        "quotes": _quotes(data, cells, said, len(shown), [person.name for person in who]),
        "consent": [person.participant.consent.value if person.participant else "" for person in who],
    }
    keys = [(person.key, code.id) for person, code in zip(who, what, strict=True)]
    return built(head, data, columns, keys, lambda row, _: said[cells == row])


def _quotes(data: AnalysisData, cells: Ints, said: Ints, size: int, names: Sequence[str]) -> list[str]:
    """Return the passages in each cell, each once, in the order of reading; `names` are the people of the cells.

    For readers a passage in which somebody else is not to be named does not stand beside a name.
    """
    import numpy as np

    from coder.analysis.building import reading_order

    order = np.lexsort((reading_order(data)[said], cells))
    ordered = said[order].tolist()
    quotes: list[dict[str, None]] = [{} for _ in range(size)]
    facts = data.facts
    discreet = [data.audience == "readers" and bool(voice.people) and not voice.participant for voice in facts.voices]
    for cell, place, passage in zip(cells[order].tolist(), ordered, words_of(data, ordered), strict=True):
        quotes[cell][WITHHELD if names[cell] and discreet[int(facts.voice[place])] else passage] = None
    return [BETWEEN_QUOTES.join(each) for each in quotes]
