"""The quote bank, and what was coded beside the outcomes that were foreseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.analysis.building import Built, built
from coder.analysis.counting import unintended
from coder.analysis.data import AnalysisData
from coder.analysis.evidence import CONSENT, WITHHELD, evidence_values
from coder.analysis.facts import DIRECTIONS
from coder.domain.tables import TableHead, date, text, time

if TYPE_CHECKING:
    from coder.analysis.facts import Ints

_ATTRIBUTION = text(
    "attribution", "Said by", "Pseudonym and stakeholder group as consent allows, or the group alone, or the role of "
    "somebody who is no participant."
)  # fmt: skip

QUOTES = TableHead(
    "quotes",
    "Quote bank",
    "Every coded passage with who said it, ready to be quoted: by domain and code, then in the order of reading. "
    "A passage that two coders coded alike is there once; passages whose words may not be quoted are left out.",
    (
        text("domain", "Domain", "The outcome domains for which the code counts."),
        text("theme", "Theme", "The code's theme."),
        text("code_id", "Code id", "The code's permanent id."),
        text("code", "Code", "The code's name."),
        text("quote", "Quote", "The coded words.", wide=True),
        _ATTRIBUTION,
        text("direction", "Direction", "Which way the passage speaks: supports, challenges, mixed or unclear."),
        text("strength", "Strength", "Anecdotal, described or corroborated."),
        text("transcript", "Transcript", "The transcript's name."),
        date("date", "Date", "When the conversation was held."),
        time("time", "Time", "When the turn starts in the recording."),
        text("memo", "Memo", "What the coder noted.", wide=True),
        text("evidence_id", "Evidence id", "The coding's permanent id."),
        CONSENT,
    ),
)  # fmt: skip

UNINTENDED = TableHead(
    "unintended",
    "Beside the outcomes",
    "Coded passages that are tied to no outcome: neither they nor any passage that overlaps them carries a code that "
    "counts for one. Look here for change that nobody intended or foresaw. A codebook without outcomes, domains, "
    "themes and dimensions foresees nothing; what is coded with it is not listed.",
    (
        text("evidence_id", "Evidence id", "The coding's permanent id."),
        text("code_id", "Code id", "The code's permanent id."),
        text("code", "Code", "The code's name."),
        text("passage", "Passage", "The coded words.", wide=True),
        _ATTRIBUTION,
        text("direction", "Direction", "Which way the passage speaks: supports, challenges, mixed or unclear."),
        text("transcript", "Transcript", "The transcript's name."),
        time("time", "Time", "When the turn starts in the recording."),
        text("memo", "Memo", "What the coder noted.", wide=True),
        CONSENT,
    ),
)


def build_quotes(head: TableHead, data: AnalysisData) -> Built:
    """Build the quote bank."""
    import numpy as np

    facts = data.facts
    order = facts.order
    place = np.empty(facts.size, np.int64)
    place[order] = np.arange(facts.size)
    # By code first: the domain in display order, within it the codes as they stand.
    rank = np.array(_display_ranks(data) or [0], np.int64)[facts.code] if facts.size else facts.code
    chosen = np.lexsort((place, rank))
    # Of codings of one passage with one code and the same direction, the first.
    key = (facts.passage * len(facts.code_ids) + facts.code) * len(DIRECTIONS) + facts.direction
    _, first = np.unique(key[chosen], return_index=True)
    chosen = chosen[np.sort(first)]
    named = frozenset("passage" if column.name == "quote" else column.name for column in head.columns)
    found = evidence_values(data, chosen, wanted=named)
    quotable = [quote != WITHHELD for quote in found["passage"]]
    chosen = chosen[np.array(quotable, bool)] if quotable else chosen
    kept = {
        name: [value for value, fits in zip(values, quotable, strict=True) if fits] for name, values in found.items()
    }
    kept["quote"] = kept["passage"]
    kept["attribution"] = _attributions(data, chosen)
    columns = {column.name: kept[column.name] for column in head.columns}
    keys = [(each,) for each in kept["evidence_id"]]
    return built(head, data, columns, keys, lambda row, _: chosen[row : row + 1])


def build_unintended(head: TableHead, data: AnalysisData) -> Built:
    """Build the passages that are tied to no outcome, in the order of reading."""
    import numpy as np

    loose = unintended(data)
    chosen = loose if loose is not None else np.zeros(0, np.int64)
    found = evidence_values(data, chosen, wanted=frozenset(column.name for column in head.columns))
    found["attribution"] = _attributions(data, chosen)
    columns = {column.name: found[column.name] for column in head.columns}
    return built(
        head, data, columns, [(each,) for each in columns["evidence_id"]], lambda row, _: chosen[row : row + 1]
    )


def attribution(participant: str, group: str, speaker: str) -> str:
    """Return who said something, as it stands under a quote."""
    if participant:
        return f"{participant}, {group[:1].lower()}{group[1:]}" if group else participant
    return group or speaker


def _attributions(data: AnalysisData, chosen: Ints) -> list[str]:
    voices = [attribution(voice.participant, voice.group, voice.speaker) for voice in data.facts.voices]
    return [voices[each] for each in data.facts.voice[chosen].tolist()]


def _display_ranks(data: AnalysisData) -> list[int]:
    """Return for each code its place when codes are listed by domain; codes without a domain come last."""
    tree, facts = data.tree, data.facts
    first = {code_id: place for place, code_id in enumerate(facts.code_ids)}
    beyond = len(first)

    def key(code_id: str) -> tuple[int, int]:
        domains = tree.domains(code_id) if code_id in tree else []
        return (first[domains[0].id] if domains else beyond, first[code_id])

    ordered = sorted(facts.code_ids, key=key)
    place = {code_id: number for number, code_id in enumerate(ordered)}
    return [place[code_id] for code_id in facts.code_ids]
