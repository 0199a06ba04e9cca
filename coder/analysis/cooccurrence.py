"""Which codes come together: on the same passage, on overlapping passages, in the same turn.

Every code is taken as it stands, without what is below it: a code would otherwise always come together with the ones
above it. What two coders mark alike counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coder.analysis.building import Built, built
from coder.analysis.data import AnalysisData
from coder.analysis.facts import Facts
from coder.analysis.queries import meeting
from coder.domain.tables import Lattice, TableHead, share, text, whole

if TYPE_CHECKING:
    from coder.analysis.facts import Ints

_AT_ONCE = 2_000_000
"""Pairs that are held at a time."""

COOCCURRENCE = TableHead(
    "co-occurrence",
    "Co-occurrence",
    "Which two codes come together, and how closely. Each code as it stands, without those below it; what two coders "
    "mark alike counts once.",
    (
        text("code_a_id", "First code id", "The first code's permanent id."),
        text("code_a", "First code", "The code that comes first in the codebook."),
        text("code_b_id", "Second code id", "The other code's permanent id."),
        text("code_b", "Second code", "The other code."),
        whole("same_passage", "Same passage", "How many passages carry both codes, from and to the same character."),
        whole("overlapping", "Overlapping", "How many pairs of passages, one with each code, share a character; the "
              "same passage is one such pair."),
        whole("same_turn", "Same turn", "How many turns of people who do not ask both codes touch."),
        whole("people", "People", "How many different people speak in these turns."),
        whole("transcripts", "Transcripts", "In how many transcripts these turns are."),
        share("closeness", "Closeness", "Turns with both codes, of the turns with either (Jaccard's coefficient)."),
    ),
    Lattice("code_a", "code_b", "Code", "Code", "same_turn"),
)  # fmt: skip


def build_cooccurrence(head: TableHead, data: AnalysisData) -> Built:
    """Build the pairs of codes that come together at all, in display order."""
    import numpy as np

    facts = data.facts
    width = len(facts.code_ids)
    turn, code = _touched(facts)
    touched = np.unique(turn * width + code)
    touched_turn, touched_code = touched // max(1, width), touched % max(1, width)
    shared_turn, pair_turn = _pairs_in(touched_turn, touched_code, width)
    spans = _spans(facts)
    same = _same_passage(spans, width)
    overlapping = _overlapping(spans, width)
    pairs, same_turn = np.unique(pair_turn, return_counts=True)
    pairs = np.union1d(pairs, overlapping[0])
    one, other = pairs // max(1, width), pairs % max(1, width)
    turns_with = np.bincount(touched_code, minlength=width)
    together = _looked_up(pairs, np.unique(pair_turn), same_turn)
    place = np.searchsorted(pairs, pair_turn)
    person = _person_of_turns(facts)
    known = person[shared_turn] >= 0
    from coder.analysis.counting import distinct

    either = turns_with[one] + turns_with[other] - together
    columns = {
        "code_a_id": [facts.code_ids[each] for each in one.tolist()],
        "code_a": [_name(data, facts.code_ids[each]) for each in one.tolist()],
        "code_b_id": [facts.code_ids[each] for each in other.tolist()],
        "code_b": [_name(data, facts.code_ids[each]) for each in other.tolist()],
        "same_passage": _looked_up(pairs, *same),
        "overlapping": _looked_up(pairs, *overlapping),
        "same_turn": together,
        "people": distinct(place[known], person[shared_turn][known], len(pairs)),
        "transcripts": distinct(place, facts.turn_owner[shared_turn], len(pairs)),
        "closeness": np.round(together / np.maximum(either, 1), 4),
    }
    keys = [(facts.code_ids[a], facts.code_ids[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True)]

    def behind(row: int, column: str) -> Ints:
        return _behind(facts, int(one[row]), int(other[row]), column)

    return built(head, data, columns, keys, behind)


def _touched(facts: Facts) -> tuple[Ints, Ints]:
    """Return which turns of evidence each coding touches, as turn and code."""
    import numpy as np

    counts = facts.last_talk - facts.first_talk
    places = np.repeat(np.arange(facts.size), counts)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return facts.talk_turns[facts.first_talk[places] + within], facts.code[places]


def _pairs_in(owner: Ints, code: Ints, width: int) -> tuple[Ints, Ints]:
    """Return for each owner all pairs of its codes, as owner and pair; both arrays sorted by owner, then code."""
    import numpy as np

    begin = np.searchsorted(owner, owner, side="left")
    # Each entry goes together with those of its owner before it, whose codes are smaller.
    counts = np.arange(len(owner)) - begin
    later = np.repeat(np.arange(len(owner)), counts)
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    earlier = begin[later] + within
    return owner[later], code[earlier] * width + code[later]


def _spans(facts: Facts) -> Ints:
    """Return the different coded passages as rows of transcript, start, end, code, in that order."""
    import numpy as np

    rows = np.stack([facts.transcript, facts.start, facts.end, facts.code], axis=1)
    order = np.lexsort((facts.code, facts.end, facts.start, facts.transcript))
    rows = rows[order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[first]


def _same_passage(spans: Ints, width: int) -> tuple[Ints, Ints]:
    """Return the pairs of codes on the same passage, and how many passages each has."""
    import numpy as np

    changed = np.ones(len(spans), bool)
    changed[1:] = (spans[1:, :3] != spans[:-1, :3]).any(axis=1)
    _, pairs = _pairs_in(np.cumsum(changed), spans[:, 3], width)
    return np.unique(pairs, return_counts=True)


def _overlapping(spans: Ints, width: int) -> tuple[Ints, Ints]:
    """Return the pairs of codes on overlapping passages, and how many pairs of passages each has."""
    import numpy as np

    found: list[tuple[Ints, Ints]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    found += [np.unique(pairs, return_counts=True) for pairs in _overlaps(spans, width)]
    pairs, place = np.unique(np.concatenate([each[0] for each in found]), return_inverse=True)
    counts = np.bincount(place, weights=np.concatenate([each[1] for each in found]), minlength=len(pairs))
    return pairs, counts.astype(np.int64)


def _overlaps(spans: Ints, width: int) -> Iterator[Ints]:
    """Yield pairs of different codes for all pairs of overlapping passages, some millions at a time."""
    import numpy as np

    if not len(spans):
        return
    step = int(spans[:, 2].max()) + 1
    starts = spans[:, 0] * step + spans[:, 1]
    # Sorted by start, a passage overlaps those after it that start before it ends.
    counts = np.searchsorted(starts, spans[:, 0] * step + spans[:, 2], side="left") - np.arange(len(spans)) - 1
    total = np.cumsum(counts)
    begin = 0
    while begin < len(spans):
        before = int(total[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, before + _AT_ONCE, side="right")))
        some = counts[begin:end]
        left = np.repeat(np.arange(begin, end), some)
        within = np.arange(int(some.sum())) - np.repeat(np.cumsum(some) - some, some)
        a, b = spans[left, 3], spans[left + 1 + within, 3]
        differ = a != b
        a, b = a[differ], b[differ]
        yield np.minimum(a, b) * width + np.maximum(a, b)
        begin = end


def _person_of_turns(facts: Facts) -> Ints:
    """Return the person who speaks in each turn, or -1."""
    import numpy as np

    return np.fromiter((facts.person_of(each) for each in facts.turn_speaker), np.int64, len(facts.turn_speaker))


def _looked_up(wanted: Ints, keys: Ints, values: Ints) -> Ints:
    """Return the value of each wanted key, 0 where there is none; `keys` are sorted."""
    import numpy as np

    result = np.zeros(len(wanted), np.int64)
    if len(keys):
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[at] == wanted
        result[there] = values[at[there]]
    return result


def _behind(facts: Facts, one: int, other: int, column: str) -> Ints:
    """Return the codings with one of two codes that come together with one with the other."""
    import numpy as np

    a, b = np.flatnonzero(facts.code == one), np.flatnonzero(facts.code == other)
    if column == "same_passage":
        keys = [np.stack([facts.transcript[x], facts.start[x], facts.end[x]], axis=1) for x in (a, b)]
        there = [set(map(tuple, key.tolist())) for key in keys]
        both = there[0] & there[1]
        return np.array(
            [
                number
                for x, key in zip((a, b), keys, strict=True)
                for number, place in zip(x.tolist(), map(tuple, key.tolist()), strict=True)
                if place in both
            ],
            np.int64,
        )
    if column == "overlapping":
        step = int(facts.end.max(initial=0)) + 1
        low, high = facts.transcript * step + facts.start, facts.transcript * step + facts.end
    else:
        low, high = facts.first_talk, facts.last_talk
        a, b = a[high[a] > low[a]], b[high[b] > low[b]]
    return np.concatenate([meeting(low, high, a, b), meeting(low, high, b, a)])


def _name(data: AnalysisData, code_id: str) -> str:
    return data.tree[code_id].name if code_id in data.tree else code_id
