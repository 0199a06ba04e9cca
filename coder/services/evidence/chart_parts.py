"""What charts and the report have in common: figures as bars, headings, and what stands for all that is not shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import CodeTree
from coder.domain.coding import Direction
from coder.exporters.charts.data import Bar, Cell, Part, counted
from coder.services.tables import AnalysisData

if TYPE_CHECKING:
    from coder.analysis.building import Built

OTHERS = "Not shown one by one"
"""The heading over the line for everything else."""

WAYS_BY_COLUMN: tuple[tuple[str, Direction | None], ...] = (
    ("supports", Direction.SUPPORTS),
    ("challenges", Direction.CHALLENGES),
    ("mixed", Direction.MIXED),
    ("unclear", Direction.UNCLEAR),
    ("undirected", None),
)


def figures_in_cell(row: Mapping[str, Any]) -> str:
    """Return the figures of a table's row in words, such as `4 people, 6 codings, 2 challenge`."""
    parts = [counted(row["people"], "person", "people"), counted(row["codings"], "coding")]
    if row["challenges"]:
        parts.append(f"{row['challenges']} challenge{'s' if row['challenges'] == 1 else ''}")
    if row["mixed"]:
        parts.append(f"{row['mixed']} mixed")
    return ", ".join(parts)


def bar_of(built: Built, number: int, row: Mapping[str, Any], *, name: str, section: str = "", note: str = "") -> Bar:
    """Return a row with the figures of every roll-up as a bar."""
    parts = tuple(
        Part(direction=way, count=row[column], coding_ids=tuple(built.codings_of(number, column)))
        for column, way in WAYS_BY_COLUMN
        if row[column]
    )
    return Bar(
        key=built.keys[number][-1],
        name=name,
        section=section,
        parts=parts,
        people=row["people"],
        groups=row.get("groups", 0),
        note=note,
    )


def rows_by_name(built: Built) -> list[dict[str, Any]]:
    """Return a table's rows as values by column name."""
    names = [column.name for column in built.columns]
    return [dict(zip(names, row, strict=True)) for row in built.rows()]


def sections(tree: CodeTree) -> Callable[[str], tuple[int, str]]:
    """Return what says for a code's id under which heading it stands: its place in the codebook, and its name.

    That is its domain; a code that counts for several domains stands under the first; one that counts for none comes
    last. A code of a codebook without our kinds stands under the code at the top of its branch, if it has any.
    """
    from coder.analysis.counting import plain_codebooks

    places, plain = {code.id: place for place, code in enumerate(tree)}, plain_codebooks(tree)

    def of(code_id: str) -> tuple[int, str]:
        if code_id in tree and tree[code_id].codebook_id in plain:
            top = tree.path(code_id)[0]
            return (places[top.id], top.name) if tree.children(top.id) else (len(places), "")
        domains = tree.domains(code_id) if code_id in tree else []
        return (places[domains[0].id], domains[0].name) if domains else (len(places), "")

    return of


def things(data: AnalysisData) -> str:
    """Return what coverage is about, in the plural: outcomes, or codes where no codebook has any of our kinds."""
    from coder.analysis.counting import plain_codebooks

    plain = plain_codebooks(data.tree)
    return "codes" if plain and all(code.codebook_id in plain for code in data.tree) else "outcomes"


def outside(data: AnalysisData) -> str:
    """Return the heading for what stands under none."""
    return "Outside the domains" if things(data) == "outcomes" else "Other codes"


def limited(bars: Sequence[Bar], data: AnalysisData, most: int, what: str) -> tuple[Bar, ...]:
    """Return bars of which there are no more than `most` (0 for no limit): the longest, and one for all others."""
    if not most or len(bars) <= most:
        return tuple(bars)
    shown = set(sorted(range(len(bars)), key=lambda place: (-bars[place].total, place))[:most])
    others = [bar for place, bar in enumerate(bars) if place not in shown]
    ids = {coding_id for bar in others for part in bar.parts for coding_id in part.coding_ids}
    chosen = [place for place in data.facts.order.tolist() if data.codings.id[place] in ids]
    parts = []
    for _, way in WAYS_BY_COLUMN:
        mine = tuple(data.codings.id[place] for place in chosen if (data.codings.direction[place] or None) == way)
        if mine:
            parts.append(Part(direction=way, count=len(mine), coding_ids=mine))
    voices = [data.facts.voices[int(data.facts.voice[place])] for place in chosen]
    silent = sum(not bar.total for bar in others)
    rest = Bar(
        key="",
        name=the_others(len(others), what),
        section=OTHERS if any(bar.section for bar in bars) else "",
        parts=tuple(parts),
        people=len({person for voice in voices for person in voice.people}),
        groups=len({group for voice in voices for group in voice.groups}),
        note=f"{silent:,} without evidence" if silent else "",
        members=tuple(others),
    )
    return (*(bar for place, bar in enumerate(bars) if place in shown), rest)


def the_others(count: int, what: str) -> str:
    """Return how what is not shown one by one is called; `what` is in the plural."""
    return f"The other {count:,} {what}" if count > 1 else f"The other {what.removesuffix('s')}"


def others_in_group(data: AnalysisData, ids: set[str], group: str, *, row: int, column: int) -> Cell:
    """Return the cell of a group in the line for what is not shown one by one, from the ids of its codings."""
    facts = data.facts
    number = facts.groups.index(group) if group in facts.groups else -1
    chosen = [place for place in facts.order.tolist() if data.codings.id[place] in ids]
    ways = [data.codings.direction[place] for place in chosen]
    people = {
        person
        for place in chosen
        for person in facts.voices[int(facts.voice[place])].people
        if facts.people[person].group == number
    }
    figures = {
        "people": len(people),
        "codings": len(chosen),
        "challenges": ways.count(Direction.CHALLENGES.value),
        "mixed": ways.count(Direction.MIXED.value),
    }
    return Cell(
        row=row,
        column=column,
        value=figures["people"],
        challenges=figures["challenges"],
        words=figures_in_cell(figures),
        coding_ids=tuple(data.codings.id[place] for place in chosen),
    )


def with_article(what: str) -> str:
    """Return one of some things with its article: `an outcome`."""
    one = what.removesuffix("s")
    return f"an {one}" if one[0] in "aeiou" else f"a {one}"
