"""Charts of a project, each defined once: for the window, the command line and the report.

How to use it. `chart_of(data, "coverage")` gives a chart as plain data from what `coder.services.tables.analysis_data`
read; `draw` makes a picture of it with its marks; `codings_behind` leads from a mark to its codings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import CodeTree
from coder.domain.coding import Direction
from coder.domain.text import clock, excerpt, one_line
from coder.domain.transcript import TranscriptStatus, TurnKind
from coder.errors import InvalidValueError, NotFoundError
from coder.exporters.charts.data import (
    Bar,
    BarChart,
    Cell,
    Chart,
    Day,
    DrawnChart,
    Heading,
    HeatMap,
    Mark,
    Network,
    Node,
    Part,
    Passage,
    Progress,
    Stretch,
    TextAlternative,
    Tie,
    Timeline,
    TranscriptState,
    counted,
)
from coder.exporters.charts.drawing import draw, in_words
from coder.exporters.charts.looks import Look
from coder.services.project import Project
from coder.services.tables import AnalysisData, Audience, analysis_data, build_table
from coder.services.transcripts import coded_share

if TYPE_CHECKING:
    from coder.analysis.building import Built

__all__ = [
    "CHARTS", "Chart", "ChartKind", "DrawnChart", "Look", "Mark", "TextAlternative", "chart_of", "codings_behind",
    "draw", "export_chart", "in_words",
]  # fmt: skip

TOGETHER = ("same_turn", "overlapping", "same_passage")
"""What co-occurrence can count: the columns of the table of that name."""
PICTURES = (".svg", ".png")

_WAYS: tuple[tuple[str, Direction | None], ...] = (
    ("supports", Direction.SUPPORTS),
    ("challenges", Direction.CHALLENGES),
    ("mixed", Direction.MIXED),
    ("unclear", Direction.UNCLEAR),
    ("undirected", None),
)
_TOGETHER_WORDS = {
    "same_turn": "turns in which both codes are used",
    "overlapping": "pairs of overlapping passages",
    "same_passage": "passages with both codes",
}
_TICKS = 8
_PNG_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A chart's definition."""

    name: str
    """In commands and files."""
    title: str
    description: str
    make: Callable[[AnalysisData, str], Chart]
    """From the data and, for `of_transcript` charts, a transcript's id."""
    of_transcript: bool = False
    table: str = ""
    """The table whose rows the marks' keys name, if there is one."""


def chart_of(data: AnalysisData, name: str, *, transcript_id: str = "") -> Chart:
    """Return a chart as plain data.

    Raises `InvalidValueError` for a name that is none, or where a transcript has to be said and is not, and
    `NotFoundError` for a transcript that the data do not hold.
    """
    kind = CHARTS.get(name)
    if kind is None:
        raise InvalidValueError(f"There is no chart “{name}”. There are: {', '.join(CHARTS)}.")
    if kind.of_transcript:
        if not transcript_id:
            raise InvalidValueError(f"The chart “{name}” is about one transcript; say which one.")
        if all(item.id != transcript_id for item in data.transcripts):
            raise NotFoundError("This transcript is not in the project, or nobody in it has consented.")
    return kind.make(data, transcript_id)


def codings_behind(data: AnalysisData, name: str, mark: Mark) -> list[str]:
    """Return the ids of the codings behind a mark, in the order of reading; `data` are those of the chart."""
    kind = CHARTS[name]
    if mark.coding_ids or not kind.table or len(mark.keys) != 2:
        return list(mark.coding_ids)
    built = build_table(data, kind.table)
    found = {each for keys in (mark.keys, mark.keys[::-1]) if keys in built.keys for each in built.codings_of(keys)}
    return [data.codings.id[place] for place in data.facts.order.tolist() if data.codings.id[place] in found]


def export_chart(
    project: Project,
    name: str,
    *,
    file: Path,
    transcript_id: str = "",
    look: Look = Look.PRINT,
    width: float = 860.0,
) -> DrawnChart:
    """Write a chart as SVG or PNG, by the file's ending, as consent lets it out; return what was drawn.

    Raises `InvalidValueError` for another ending and `ExportError` if the file cannot be written; an older file of
    that name is kept then. The same project gives the same bytes.
    """
    from coder.exporters.files import replaced

    ending = file.suffix.lower()
    if ending not in PICTURES:
        raise InvalidValueError(f"A chart is written as .svg or .png, and “{file.name}” ends with neither.")
    chart = chart_of(analysis_data(project, audience=Audience.READERS), name, transcript_id=transcript_id)
    if ending == ".svg":
        drawn = draw(chart, look=look, width=width, file_format="svg")
    else:
        drawn = draw(chart, look=look, width=width, scale=_PNG_SCALE)
    with replaced(file) as stream:
        stream.write(drawn.data)
    return drawn


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
        for column, way in _WAYS
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
    """Return what says for a code's id under which domain it stands: its place among the domains, and its name.

    A code that counts for several domains stands under the first; one that counts for none comes last.
    """
    places = {code.id: place for place, code in enumerate(tree)}

    def of(code_id: str) -> tuple[int, str]:
        domains = tree.domains(code_id) if code_id in tree else []
        return (places[domains[0].id], domains[0].name) if domains else (len(places), "")

    return of


def _coverage(data: AnalysisData, _: str) -> Chart:
    built = build_table(data, "coverage")
    section = sections(data.tree)
    rows = sorted(enumerate(rows_by_name(built)), key=lambda entry: section(entry[1]["code_id"])[0])
    named = any(section(row["code_id"])[1] for _, row in rows)
    bars = tuple(
        bar_of(
            built, number, row, name=row["code"], note=row["level"] if row["level"] != "none" else "no evidence",
            section=section(row["code_id"])[1] or ("Outside the domains" if named else ""),
        )
        for number, row in rows
    )  # fmt: skip
    return BarChart(
        title="Coverage of outcomes",
        subtitle="Codings by direction. A person counts once, however often they speak of it.",
        bars=bars,
        things="outcomes",
        empty="Nothing is coded with an outcome yet." if bars else "The codebooks have no outcomes.",
    )


def _domains(data: AnalysisData, _: str) -> Chart:
    built = build_table(data, "domains")
    rows = rows_by_name(built)
    bars = tuple(
        bar_of(built, number, row, name=row["code"], section=row["parent"] or row["code"])
        for number, row in enumerate(rows)
    )
    return BarChart(
        title="Evidence by domain",
        subtitle="All codings that count for a domain: its own, those below it, and those of its outcomes.",
        bars=bars,
        things="domains",
        empty="Nothing is coded for a domain yet." if bars else "The codebooks have no domains.",
    )


def _by_group(data: AnalysisData, _: str) -> Chart:
    built = build_table(data, "outcome-by-group")
    grid, rows = built.grid(), rows_by_name(built)
    section = sections(data.tree)
    lines = sorted(zip(grid.row_keys, grid.row_titles, strict=True), key=lambda line: section(line[0])[0])
    named = any(section(key)[1] for key, _ in lines)
    cells = []
    for place, (key, _) in enumerate(lines):
        for column, group in enumerate(grid.column_keys):
            number = grid.cells[key, group]
            if rows[number]["codings"]:
                cells.append(
                    Cell(
                        row=place,
                        column=column,
                        value=rows[number]["people"],
                        challenges=rows[number]["challenges"],
                        words=figures_in_cell(rows[number]),
                        coding_ids=tuple(built.codings_of(number)),
                    )
                )
    return HeatMap(
        title="Outcomes by stakeholder group",
        subtitle="How many people of each group speak of an outcome.",
        rows=tuple(
            Heading(key=key, name=name, section=section(key)[1] or ("Outside the domains" if named else ""))
            for key, name in lines
        ),
        columns=tuple(
            Heading(key=key, name=name) for key, name in zip(grid.column_keys, grid.column_titles, strict=True)
        ),
        cells=tuple(cells),
        empty="Nothing is coded with an outcome yet.",
    )


def _pairs(data: AnalysisData, count: str) -> tuple[list[str], list[tuple[int, int, int]]]:
    """Return the codes that come together at all, and the pairs as places in them with their count."""
    rows = [row for row in rows_by_name(build_table(data, "co-occurrence")) if row[count]]
    order = {code_id: place for place, code_id in enumerate(data.facts.code_ids)}
    codes = sorted({row[side] for row in rows for side in ("code_a_id", "code_b_id")}, key=order.__getitem__)
    places = {code_id: place for place, code_id in enumerate(codes)}
    return codes, [(places[row["code_a_id"]], places[row["code_b_id"]], row[count]) for row in rows]


def _co_occurrence(data: AnalysisData, _: str, count: str = TOGETHER[0]) -> Chart:
    codes, pairs = _pairs(data, count)
    headings = tuple(Heading(key=code_id, name=_name(data, code_id)) for code_id in codes)
    return HeatMap(
        title="Codes that come together",
        subtitle=f"The figures are {_TOGETHER_WORDS[count]}. Column numbers are those of the rows.",
        rows=headings,
        columns=headings,
        cells=tuple(
            Cell(row=max(a, b), column=min(a, b), value=value, words=counted(value, "time")) for a, b, value in pairs
        ),
        measure="times" if count != "same_turn" else "turns",
        symmetric=True,
        empty="No two codes come together yet.",
    )


def _network(data: AnalysisData, _: str, count: str = TOGETHER[0]) -> Chart:
    codes, pairs = _pairs(data, count)
    facts = data.facts
    ids: dict[str, list[str]] = {code_id: [] for code_id in codes}
    for place in facts.order.tolist():
        code_id = data.codings.code_id[place]
        if code_id in ids:
            ids[code_id].append(data.codings.id[place])
    nodes = tuple(
        Node(key=code_id, name=_name(data, code_id), count=len(ids[code_id]), coding_ids=tuple(ids[code_id]))
        for code_id in codes
    )
    ties = tuple(Tie(one=min(a, b), other=max(a, b), count=value) for a, b, value in pairs)
    return Network(
        title="Codes that come together",
        subtitle=f"Lines join codes; the figures are {_TOGETHER_WORDS[count]}.",
        nodes=nodes,
        ties=ties,
        empty="No two codes come together yet.",
    )


def _timeline(data: AnalysisData, transcript_id: str) -> Chart:
    from coder.analysis.evidence import MASK

    facts, codings = data.facts, data.codings
    number = facts.transcript_number[transcript_id]
    transcript = data.transcripts[number]
    here = [place for place in facts.order.tolist() if facts.transcript[place] == number]
    used = sorted({int(facts.code[place]) for place in here})
    lane_of = {code: lane for lane, code in enumerate(used)}
    speakers = {speaker.id: speaker for speaker in data.speakers}
    turns = [place for place in facts.turn_order.tolist() if data.turns.transcript_id[place] == transcript_id]
    numbers = data.turns.number
    passages = []
    for place in here:
        start, end = codings.start[place], codings.end[place]
        said = transcript.text[start:end]
        words = "words withheld" if MASK in said else f"“{excerpt(one_line(said), words=8)}”"
        first = int(facts.first_turn[place])
        where = f"turn {numbers[int(facts.turn_order[first])]}, " if first < int(facts.last_turn[place]) else ""
        way = codings.direction[place]
        passages.append(
            Passage(
                lane=lane_of[int(facts.code[place])],
                start=start,
                end=end,
                direction=Direction(way) if way else None,
                words=f"{where}{words}",
                coding_ids=(codings.id[place],),
            )
        )
    talk = []
    for place in turns:
        if data.turns.kind[place] == TurnKind.HEADING:
            continue
        speaker = speakers.get(data.turns.speaker_id[place] or "")
        name = speaker.label if speaker else ""
        asks = speaker is not None and speaker.role.asks
        talk.append(Stretch(start=data.turns.start[place], end=data.turns.end[place], name=name, asks=asks))
    return Timeline(
        title=transcript.name,
        subtitle="Each code along the conversation; every mark is a coded passage.",
        lanes=tuple(Heading(key=facts.code_ids[code], name=_name(data, facts.code_ids[code])) for code in used),
        passages=tuple(passages),
        talk=tuple(talk),
        length=len(transcript.text),
        ticks=_ticks(data, turns, len(transcript.text)),
    )


def _ticks(data: AnalysisData, turns: list[int], length: int) -> tuple[tuple[int, str], ...]:
    """Return about eight places along a transcript with the time there, or the turn's number."""
    columns = data.turns
    timed = [place for place in turns if columns.time[place] is not None]
    chosen = timed if len(timed) > 1 else turns
    ticks: list[tuple[int, str]] = []
    for place in chosen:
        at = columns.start[place]
        if not ticks or at - ticks[-1][0] >= length / _TICKS:
            time = clock(columns.time[place]) if chosen is timed else f"turn {columns.number[place]}"
            ticks.append((at, time))
    return tuple(ticks)


def _progress(data: AnalysisData, _: str) -> Chart:
    codings, facts = data.codings, data.facts
    by_day: dict[str, list[str]] = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    ids: dict[str, list[str]] = {}
    for place in facts.order.tolist():
        by_day.setdefault(codings.created_at[place][:10], []).append(codings.id[place])
        transcript_id = codings.transcript_id[place]
        spans.setdefault(transcript_id, []).append((codings.start[place], codings.end[place]))
        ids.setdefault(transcript_id, []).append(codings.id[place])
    talk = data.turns.talk(data.speakers)
    states = []
    for transcript in data.transcripts:
        states.append(
            TranscriptState(
                key=transcript.id,
                name=transcript.name,
                share=coded_share(talk.get(transcript.id, ()), spans.get(transcript.id, ())),
                count=len(ids.get(transcript.id, [])),
                complete=transcript.status is TranscriptStatus.COMPLETE,
                coding_ids=tuple(ids.get(transcript.id, [])),
            )
        )
    days = tuple(Day(date=day, count=len(by_day[day]), coding_ids=tuple(by_day[day])) for day in sorted(by_day) if day)
    return Progress(title="Coding progress", days=days, transcripts=tuple(states))


def _name(data: AnalysisData, code_id: str) -> str:
    return data.tree[code_id].name if code_id in data.tree else code_id


CHARTS: Mapping[str, ChartKind] = {
    kind.name: kind
    for kind in (
        ChartKind(
            "coverage", "Coverage of outcomes",
            "For every outcome how much is coded, which way it speaks, and by how many people and groups.",
            _coverage, table="coverage",
        ),
        ChartKind(
            "outcome-by-group", "Outcomes by stakeholder group",
            "How many people of each group speak of an outcome, and where somebody challenges it.",
            _by_group, table="outcome-by-group",
        ),
        ChartKind(
            "domains", "Evidence by domain", "All that counts for a domain, with its direction.",
            _domains, table="domains",
        ),
        ChartKind(
            "co-occurrence", "Codes that come together", "How often two codes are used in the same turn, as a table.",
            _co_occurrence, table="co-occurrence",
        ),
        ChartKind(
            "network", "Codes that come together, as a network",
            "How often two codes are used in the same turn, as lines between them.",
            _network, table="co-occurrence",
        ),
        ChartKind(
            "timeline", "Codes along a transcript", "Where in a transcript each code is used, and which way.",
            _timeline, of_transcript=True,
        ),
        ChartKind(
            "progress", "Coding progress", "How the codings came along, and how far each transcript is.",
            _progress,
        ),
    )
}  # fmt: skip
"""Charts by name, in the order in which they are offered."""
