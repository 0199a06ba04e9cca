"""Charts of a project: their figures are those of the tables, and every mark leads to its codings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from coder.domain.coding import Direction
from coder.errors import ExportCancelledError, InvalidValueError, NotFoundError
from coder.exporters.charts.data import BarChart, HeatMap, Network, Progress, Timeline
from coder.services.evidence.charts import CHARTS, chart_of, codings_behind, draw, export_chart, in_words
from coder.services.project import Project
from coder.services.tables import AnalysisData, Audience, analysis_data, build_table
from coder.services.transcripts import transcripts
from tests.services.evidence.pilot import GONE, PAY, SECRET, a_pilot, an_empty_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    made = a_pilot(tmp_path_factory.mktemp("pilot"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def data(project: Project) -> AnalysisData:
    return analysis_data(project)


def figures(data: AnalysisData, table: str) -> dict[tuple[str, ...], dict[str, object]]:
    built = build_table(data, table)
    names = [column.name for column in built.columns]
    return {key: dict(zip(names, row, strict=True)) for key, row in zip(built.keys, built.rows(), strict=True)}


def test_a_drawing_that_is_not_wanted_any_more_ends_at_the_next_step(data: AnalysisData) -> None:
    chart = chart_of(data, "coverage")
    asked: list[bool] = []

    def after_two_steps() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(ExportCancelledError):
        draw(chart, cancelled=after_two_steps)
    assert len(asked) == 3
    assert draw(chart, cancelled=lambda: False) == draw(chart)


@pytest.mark.parametrize(("chart", "table"), [("coverage", "coverage"), ("domains", "domains")])
def test_bars_are_the_table(data: AnalysisData, chart: str, table: str) -> None:
    made = chart_of(data, chart)
    assert isinstance(made, BarChart)
    rows = figures(data, table)
    assert {(bar.key,) for bar in made.bars} == set(rows)
    for bar in made.bars:
        row = rows[bar.key,]
        assert (bar.total, bar.people, bar.groups) == (row["codings"], row["people"], row["groups"])
        for part in bar.parts:
            assert part.count == len(part.coding_ids) == row[part.direction.value if part.direction else "undirected"]


def test_the_marks_of_a_drawn_chart_count_as_the_table_does(data: AnalysisData) -> None:
    drawn = draw(chart_of(data, "coverage"), file_format="svg")
    row = figures(data, "coverage")[PAY,]
    marks = {mark.direction: mark for mark in drawn.marks if mark.keys == (PAY,) and mark.direction}
    assert len(marks[Direction.CHALLENGES].coding_ids) == row["challenges"] == 2
    assert marks[Direction.CHALLENGES].label.endswith("challenges: 2 codings")


def test_cells_are_the_table(data: AnalysisData) -> None:
    made = chart_of(data, "outcome-by-group")
    assert isinstance(made, HeatMap)
    rows = {key: row for key, row in figures(data, "outcome-by-group").items() if row["codings"]}
    assert {(made.rows[cell.row].key, made.columns[cell.column].key) for cell in made.cells} == set(rows)
    for cell in made.cells:
        row = rows[made.rows[cell.row].key, made.columns[cell.column].key]
        assert (cell.value, cell.challenges, len(cell.coding_ids)) == (row["people"], row["challenges"], row["codings"])


def test_codes_that_come_together_are_the_table(data: AnalysisData) -> None:
    heat, network = chart_of(data, "co-occurrence"), chart_of(data, "network")
    assert isinstance(heat, HeatMap)
    assert isinstance(network, Network)
    rows = {frozenset(key): row["same_turn"] for key, row in figures(data, "co-occurrence").items()}
    assert rows
    cells = {frozenset((heat.rows[c.row].key, heat.columns[c.column].key)): c.value for c in heat.cells}
    ties = {frozenset((network.nodes[t.one].key, network.nodes[t.other].key)): t.count for t in network.ties}
    assert cells == ties == {pair: value for pair, value in rows.items() if value}


@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_leads_to_its_codings(data: AnalysisData, name: str) -> None:
    chart = chart_of(data, name, transcript_id="interview-1" if CHARTS[name].of_transcript else "")
    known = set(data.codings.id)
    marks = draw(chart, file_format="svg").marks
    assert marks
    for mark in marks:
        behind = codings_behind(data, name, mark)
        assert set(behind) <= known
        assert len(behind) == len(set(behind))
        if len(mark.keys) == 2:
            assert behind


def test_the_timeline_shows_one_transcript(data: AnalysisData) -> None:
    chart = chart_of(data, "timeline", transcript_id="interview-1")
    assert isinstance(chart, Timeline)
    assert len(chart.passages) == 3
    assert chart.ticks[0] == (0, "0:00")
    assert [stretch.asks for stretch in chart.talk] == [True, False, True, False]
    with pytest.raises(InvalidValueError, match="say which one"):
        chart_of(data, "timeline")
    with pytest.raises(NotFoundError):
        chart_of(data, "timeline", transcript_id="no-such")


def test_progress_says_what_the_transcript_list_says(project: Project, data: AnalysisData) -> None:
    chart = chart_of(data, "progress")
    assert isinstance(chart, Progress)
    known = {item.transcript.id: item for item in transcripts.summaries(project)}
    state = next(item for item in chart.transcripts if item.key == "interview-1")
    assert state.share == pytest.approx(known["interview-1"].coded_share)
    assert (state.count, state.complete) == (known["interview-1"].codings, True)
    assert sum(day.count for day in chart.days) == len(data.codings)


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_for_readers_holds_what_people_keep_back(project: Project, name: str) -> None:
    seen = analysis_data(project, audience=Audience.READERS)
    chart = chart_of(seen, name, transcript_id="workshop-a" if CHARTS[name].of_transcript else "")
    drawn = draw(chart, file_format="svg")
    said = repr(chart) + drawn.data.decode() + repr(drawn.marks)
    for secret in (SECRET[:20], GONE[:20], "Volunteer 1", "Worker 2", "SAM", "█"):
        assert secret not in said


@pytest.mark.parametrize("name", CHARTS)
def test_an_empty_project_has_charts_that_say_so(tmp_path: Path, name: str) -> None:
    project = an_empty_project(tmp_path)
    try:
        if CHARTS[name].of_transcript:
            with pytest.raises(NotFoundError):
                chart_of(analysis_data(project), name, transcript_id="none")
            return
        chart = chart_of(analysis_data(project), name)
        assert chart.empty in in_words(chart).summary or "0 of" in in_words(chart).summary
        assert draw(chart, file_format="svg").data
    finally:
        project.close()


def test_a_chart_is_written_by_its_ending(project: Project, tmp_path: Path) -> None:
    drawn = export_chart(project, "coverage", file=tmp_path / "a.svg")
    assert etree.fromstring((tmp_path / "a.svg").read_bytes()).get("width") == str(drawn.width)
    export_chart(project, "coverage", file=tmp_path / "a.PNG")
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InvalidValueError, match=r"\.svg or \.png"):
        export_chart(project, "coverage", file=tmp_path / "a.jpg")
    with pytest.raises(InvalidValueError, match="There are: coverage"):
        export_chart(project, "pie", file=tmp_path / "b.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.PNG", "a.svg"]
