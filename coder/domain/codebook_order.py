"""The order of merged codes: what one side moved is moved; new codes stay behind the code they were put behind."""

from __future__ import annotations

from collections.abc import Sequence, Set


def merged_order(sequences: Sequence[Sequence[str]], wanted: Set[str]) -> list[str]:
    """Return the wanted ids in an order made of three: the common ancestor's and those of both sides.

    Exchanging the sides gives the same order. When both sides reordered what they share, the order that is
    alphabetically first counts: there is no order that suits both, and it must be the same for everybody.
    """
    base, mine, theirs = ([item for item in sequence if item in wanted] for sequence in sequences)
    shared = set(mine) & set(theirs)
    orders = [[item for item in side if item in shared] for side in (mine, theirs)]
    before = [item for item in base if item in shared]
    was = set(before)
    moved = [[item for item in order if item in was] != before for order in orders]
    spine = min(orders) if moved[0] == moved[1] else orders[0] if moved[0] else orders[1]
    behind: dict[str | None, list[list[str]]] = {}
    for side in (mine, theirs):
        runs: dict[str | None, list[str]] = {}
        anchor: str | None = None
        for item in side:
            if item in shared:
                anchor = item
            else:
                runs.setdefault(anchor, []).append(item)
        for key, run in runs.items():
            behind.setdefault(key, []).append(run)
    result: list[str] = []
    for key in (None, *spine):
        if key is not None:
            result.append(key)
        for run in sorted(behind.get(key, [])):
            result += run
    return [*result, *sorted(wanted - set(result))]
