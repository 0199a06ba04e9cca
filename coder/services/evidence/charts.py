"""Charts of a project, each defined once: for the window, the command line and the report.

How to use it. `chart_of(data, "coverage")` gives a chart as plain data from what `coder.services.tables.analysis_data`
read; `draw` makes a picture of it with its marks; `codings_behind` leads from a mark to its codings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.coding import Direction
from coder.domain.text import clock, excerpt, one_line
from coder.domain.transcript import TranscriptStatus, TurnKind
from coder.errors import InvalidValueError, NotFoundError
from coder.exporters.charts.data import (
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
from coder.services.evidence.chart_parts import (
    OTHERS,
    bar_of,
    figures_in_cell,
    limited,
    others_in_group,
    outside,
    rows_by_name,
    sections,
    the_others,
    things,
    with_article,
)
from coder.services.project import Project
from coder.services.tables import AnalysisData, Audience, analysis_data, build_table
from coder.services.transcripts.transcripts import coded_share

if TYPE_CHECKING:
    pass

__all__ = [
    "CHARTS", "Chart", "ChartKind", "DrawnChart", "Look", "Mark", "TextAlternative", "chart_of", "codings_behind",
    "draw", "export_chart", "in_words",
]  # fmt: skip

TOGETHER = ("same_turn", "overlapping", "same_passage")
"""What co-occurrence can count: the columns of the table of that name."""
PICTURES = (".svg", ".png")
MOST = 40
"""How many codes a chart shows unless somebody wants more: the most coded ones; the others stand together."""

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
    make: Callable[[AnalysisData, str, int], Chart]
    """From the data, for `of_transcript` charts a transcript's id, and how many codes to show at most (0 for all)."""
    of_transcript: bool = False
    of_codes: bool = True
    """Whether it has a line for each code, so that there can be too many of them."""
    table: str = ""
    """The table whose rows the marks' keys name, if there is one."""


def chart_of(data: AnalysisData, name: str, *, transcript_id: str = "", most: int = MOST) -> Chart:
    """Return a chart as plain data, of what is evidence; of more codes than `most` (0 for no limit) the most coded.

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
    return kind.make(data.counting, transcript_id, most)


def codings_behind(data: AnalysisData, name: str, mark: Mark) -> list[str]:
    """Return the ids of the codings behind a mark, in the order of reading; `data` are those of the chart."""
    kind, data = CHARTS[name], data.counting
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
    audience: Audience = Audience.READERS,
    most: int = MOST,
    look: Look = Look.PRINT,
    width: float = 860.0,
) -> DrawnChart:
    """Write a chart as SVG or PNG, by the file's ending, as an audience may see it; return what was drawn.

    `most` is as in `chart_of`.

    Raises `InvalidValueError` for another ending and `ExportError` if the file cannot be written; an older file of
    that name is kept then. The same project gives the same bytes.
    """
    from coder.exporters.files import replaced

    ending = file.suffix.lower()
    if ending not in PICTURES:
        raise InvalidValueError(f"A chart is written as .svg or .png, and “{file.name}” ends with neither.")
    from coder.analysis.consent import in_files

    data = in_files(analysis_data(project, audience=audience))
    chart = chart_of(data, name, transcript_id=transcript_id, most=most)
    if ending == ".svg":
        drawn = draw(chart, look=look, width=width, file_format="svg")
    else:
        drawn = draw(chart, look=look, width=width, scale=_PNG_SCALE)
    with replaced(file) as stream:
        stream.write(drawn.data)
    return drawn


def _coverage(data: AnalysisData, _: str, most: int) -> Chart:
    built = build_table(data, "coverage")
    section, what = sections(data.tree), things(data)
    rows = sorted(enumerate(rows_by_name(built)), key=lambda entry: section(entry[1]["code_id"])[0])
    named = any(section(row["code_id"])[1] for _, row in rows)
    bars = [
        bar_of(
            built, number, row, name=row["code"], note=row["level"] if row["level"] != "none" else "no evidence",
            section=section(row["code_id"])[1] or (outside(data) if named else ""),
        )
        for number, row in rows
    ]  # fmt: skip
    return BarChart(
        title=f"Coverage of {what}",
        subtitle="Codings by direction. A person counts once, however often they speak of it.",
        bars=limited(bars, data, most, what),
        things=what,
        with_groups=bool(data.facts.groups),
        empty=f"Nothing is coded with {with_article(what)} yet." if bars else f"The codebooks have no {what}.",
    )


def _domains(data: AnalysisData, _: str, most: int) -> Chart:
    from coder.analysis.counting import plain_codebooks

    built, places = build_table(data, "domains"), sections(data.tree)
    rows = sorted(enumerate(rows_by_name(built)), key=lambda entry: places(entry[1]["code_id"])[0])
    plain = plain_codebooks(data.tree)
    named = any(places(row["code_id"])[1] for _, row in rows)

    def section(row: Mapping[str, Any]) -> str:
        if data.tree[row["code_id"]].codebook_id in plain:
            return places(row["code_id"])[1] or (outside(data) if named else "")
        return str(row["parent"] or row["code"])

    bars = [bar_of(built, number, row, name=row["code"], section=section(row)) for number, row in rows]
    codes = things(data) == "codes"
    one = "code" if codes else "domain"
    return BarChart(
        title="Evidence by code" if codes else "Evidence by domain",
        subtitle="All codings that count for a code: its own and those below it."
        if codes
        else "All codings that count for a domain: its own, those below it, and those of its outcomes.",
        bars=limited(bars, data, most, f"{one}s"),
        things=f"{one}s",
        with_groups=bool(data.facts.groups),
        empty=f"Nothing is coded for a {one} yet." if bars else f"The codebooks have no {one}s.",
    )


def _by_group(data: AnalysisData, _: str, most: int) -> Chart:
    built = build_table(data, "outcome-by-group")
    grid, rows = built.grid(), rows_by_name(built)
    section, what = sections(data.tree), things(data)
    lines = sorted(zip(grid.row_keys, grid.row_titles, strict=True), key=lambda line: section(line[0])[0])
    named = any(section(key)[1] for key, _ in lines)
    total = {key: sum(rows[grid.cells[key, group]]["codings"] for group in grid.column_keys) for key, _ in lines}
    shown = set(sorted(total, key=lambda key: -total[key])[:most]) if most and len(lines) > most else set(total)
    cells = []
    shown_lines = [line for line in lines if line[0] in shown]
    for place, (key, _) in enumerate(shown_lines):
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
    headings = [
        Heading(key=key, name=name, section=section(key)[1] or (outside(data) if named else ""))
        for key, name in shown_lines
    ]
    others = [key for key, _ in lines if key not in shown]
    if others:
        for column, group in enumerate(grid.column_keys):
            ids = {each for key in others for each in built.codings_of(grid.cells[key, group])}
            if ids:
                cells.append(others_in_group(data, ids, group, row=len(headings), column=column))
        headings.append(Heading(key="", name=the_others(len(others), what), section=OTHERS if named else ""))
    return HeatMap(
        title=f"{what.capitalize()} by stakeholder group",
        subtitle=f"How many people of each group speak of {with_article(what)}.",
        rows=tuple(headings),
        columns=tuple(
            Heading(key=key, name=name) for key, name in zip(grid.column_keys, grid.column_titles, strict=True)
        ),
        cells=tuple(cells),
        empty=f"Nothing is coded with {with_article(what)} yet.",
    )


def _pairs(data: AnalysisData, count: str, most: int) -> tuple[list[str], list[tuple[int, int, int]], str]:
    """Return the codes that come together at all, the pairs as places in them with their count, and what is left out.

    Of more than `most` codes those are kept that come together with others most often.
    """
    rows = [row for row in rows_by_name(build_table(data, "co-occurrence")) if row[count]]
    order = {code_id: place for place, code_id in enumerate(data.facts.code_ids)}
    times: dict[str, int] = {}
    for row in rows:
        for side in ("code_a_id", "code_b_id"):
            times[row[side]] = times.get(row[side], 0) + row[count]
    codes = sorted(times, key=order.__getitem__)
    rest = ""
    if most and len(codes) > most:
        kept = set(sorted(codes, key=lambda code_id: (-times[code_id], order[code_id]))[:most])
        rest = f"{the_others(len(codes) - most, 'codes')} {'are' if len(codes) - most > 1 else 'is'} not shown."
        codes = [code_id for code_id in codes if code_id in kept]
    places = {code_id: place for place, code_id in enumerate(codes)}
    pairs = [
        (places[row["code_a_id"]], places[row["code_b_id"]], row[count])
        for row in rows
        if row["code_a_id"] in places and row["code_b_id"] in places
    ]
    return codes, pairs, rest


def _co_occurrence(data: AnalysisData, _: str, most: int, count: str = TOGETHER[0]) -> Chart:
    codes, pairs, rest = _pairs(data, count, most)
    headings = tuple(Heading(key=code_id, name=_name(data, code_id)) for code_id in codes)
    return HeatMap(
        title="Codes that come together",
        subtitle=f"The figures are {_TOGETHER_WORDS[count]}. Column numbers are those of the rows. {rest}".strip(),
        rows=headings,
        columns=headings,
        cells=tuple(
            Cell(row=max(a, b), column=min(a, b), value=value, words=counted(value, "time")) for a, b, value in pairs
        ),
        measure="times" if count != "same_turn" else "turns",
        symmetric=True,
        rest=rest,
        empty="No two codes come together yet.",
    )


def _network(data: AnalysisData, _: str, most: int, count: str = TOGETHER[0]) -> Chart:
    codes, pairs, rest = _pairs(data, count, most)
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
        subtitle=f"Lines join codes; the figures are {_TOGETHER_WORDS[count]}. {rest}".strip(),
        nodes=nodes,
        ties=ties,
        rest=rest,
        empty="No two codes come together yet.",
    )


def _timeline(data: AnalysisData, transcript_id: str, most: int) -> Chart:
    from coder.analysis.evidence import MASK

    facts, codings = data.facts, data.codings
    kept_back = facts.kept_back()
    number = facts.transcript_number[transcript_id]
    transcript = data.transcripts[number]
    here = [place for place in facts.order.tolist() if facts.transcript[place] == number]
    used = sorted({int(facts.code[place]) for place in here})
    others = 0
    if most and len(used) > most:
        times = {code: sum(int(facts.code[place]) == code for place in here) for code in used}
        kept = set(sorted(used, key=lambda code: (-times[code], code))[:most])
        others, used = len(used) - most, [code for code in used if code in kept]
    lane_of = {code: lane for lane, code in enumerate(used)}
    speakers = {speaker.id: speaker for speaker in data.speakers}
    turns = [place for place in facts.turn_order.tolist() if data.turns.transcript_id[place] == transcript_id]
    numbers = data.turns.number
    passages = []
    for place in here:
        start, end = codings.start[place], codings.end[place]
        said = transcript.text[start:end]
        silent = MASK in said or kept_back[int(facts.voice[place])]
        words = "words withheld" if silent else f"“{excerpt(one_line(said), words=8)}”"
        first = int(facts.first_turn[place])
        where = f"turn {numbers[int(facts.turn_order[first])]}, " if first < int(facts.last_turn[place]) else ""
        way = codings.direction[place]
        passages.append(
            Passage(
                lane=lane_of.get(int(facts.code[place]), len(used)),
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
        lanes=(
            *(Heading(key=facts.code_ids[code], name=_name(data, facts.code_ids[code])) for code in used),
            *((Heading(key="", name=the_others(others, "codes")),) if others else ()),
        ),
        others=others,
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


def _progress(data: AnalysisData, _: str, _most: int) -> Chart:
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
            _progress, of_codes=False,
        ),
    )
}  # fmt: skip
"""Charts by name, in the order in which they are offered."""
