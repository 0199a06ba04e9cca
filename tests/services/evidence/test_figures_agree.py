"""A figure that stands in two places is the same in both, whatever the project is like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.analysis.consent import seen_by
from coder.analysis.counting import FIGURES, plain_codebooks
from coder.analysis.data import AnalysisData
from coder.analysis.tables import TABLES
from coder.domain.talk import Talk
from coder.exporters.charts.data import BarChart, HeatMap, Progress
from coder.exporters.report.data import Figures, Picture, Report
from coder.gui.coding.codes.model import LOOK_ROLE, CodeTreeModel
from coder.services.codebook import codebook_editing, codes
from coder.services.evidence import drilling, reporting
from coder.services.evidence.charts import chart_of
from coder.services.evidence.report_outline import report_outline
from coder.services.tables import Audience, analysis_data
from coder.services.transcripts.transcripts import summaries
from tests.helpers.random_projects import a_random_project, filled

SEEDS = st.integers(0, 10**6)
WAYS = ("supports", "challenges", "mixed", "unclear", "undirected")


@pytest.fixture(autouse=True)
def _without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing: this is about figures."""
    monkeypatch.setattr(reporting._Maker, "_picture", lambda *_: _NO_PICTURE)


_NO_PICTURE = Picture(data=b"", media_type="", width=1, height=1, caption="", alternative=None)  # type: ignore[arg-type]


def table(data: AnalysisData, name: str) -> dict[Any, dict[str, Any]]:
    """Return a table's rows by their key."""
    built = TABLES[name].build(data)
    names = [column.name for column in built.columns]
    keys = [key[0] if len(key) == 1 else key for key in built.keys]
    return {key: dict(zip(names, row, strict=True)) for key, row in zip(keys, built.rows(), strict=True)}


def in_report(figures: Figures) -> dict[str, int]:
    """Return a report's figures by the names of columns."""
    ways = {way.value if way else "undirected": count for way, count in figures.ways}
    return {
        "codings": figures.codings,
        "people": figures.people,
        "groups": figures.groups,
        **{way: ways.get(way, 0) for way in WAYS},
    }


def of(row: Mapping[str, Any]) -> dict[str, int]:
    return {column.name: row[column.name] for column in FIGURES}


def both(seed: int) -> tuple[AnalysisData, Report]:
    kept = a_random_project(seed)
    return seen_by(kept, Audience.TEAM), reporting.build_report(kept)


@settings(deadline=None)
@given(SEEDS)
def test_the_report_says_what_the_tables_say(seed: int) -> None:
    data, report = both(seed)
    coverage, domains = table(data, "coverage"), table(data, "domains")
    parts = [part for home in report.domains for part in (home, *home.parts)]
    for part in parts:
        for rows in (coverage, domains):
            if part.key in rows:
                assert in_report(part.figures) == of(rows[part.key])
                assert part.figures.transcripts == rows[part.key]["transcripts"]
        if part.key in coverage:
            level = coverage[part.key]["level"]
            assert part.status == ("no evidence" if level == "none" else level)
    assert set(coverage) <= {part.key for part in parts}, "every outcome has its part"
    assert len({part.key for part in parts}) == len(parts)
    assert (report.outcomes, report.outcomes_heard) == (
        len(coverage),
        sum(row["codings"] > 0 for row in coverage.values()),
    )
    assert len(report.gaps) == sum(row["level"] != "well covered" for row in coverage.values())
    assert report.overview.codings == len(data.counting.codings)


@settings(deadline=None)
@given(SEEDS)
def test_unintended_change_is_the_same_in_report_table_and_window(seed: int) -> None:
    data, report = both(seed)
    listed, beside = list(table(data, "unintended")), drilling.tied_to_nothing(data)
    assert (beside or []) == listed
    assert (report.unintended is None) == (beside is None)
    if report.unintended is not None:
        assert report.unintended.figures.codings == len(listed)
    plain = plain_codebooks(data.tree)
    code_of = dict(zip(data.codings.id, data.codings.code_id, strict=True))
    assert not [each for each in listed if data.tree[code_of[each]].codebook_id in plain]


@settings(deadline=None)
@given(SEEDS)
def test_the_report_and_the_list_of_its_parts_are_one(seed: int) -> None:
    data, report = both(seed)
    made = [(part.key, part.name, part.status) for home in report.domains for part in (home, *home.parts)]
    outline = [part for part in report_outline(data) if part.subject not in reporting_parts()]
    assert [
        (part.subject, part.title, "no evidence" if part.level == "none" else part.level) for part in outline
    ] == made
    figures = {part.key: part.figures.codings for home in report.domains for part in (home, *home.parts)}
    for part in outline:
        if part.code_id:
            assert part.codings == figures[part.subject] == len(drilling.codings_of_code(data, part.code_id))


def reporting_parts() -> set[str]:
    return {"introduction", "unintended", "conclusion", "method"}


@settings(deadline=None)
@given(SEEDS, st.sampled_from([0, 1, 2, 40]))
def test_charts_say_what_the_tables_say_and_leave_nothing_out(seed: int, most: int) -> None:
    data = seen_by(a_random_project(seed), Audience.TEAM)
    for name in ("coverage", "domains"):
        chart, rows = chart_of(data, name, most=most), table(data, name)
        assert isinstance(chart, BarChart)
        shown = [one for bar in chart.bars for one in bar.members or (bar,)]
        assert sorted(bar.key for bar in shown) == sorted(rows)
        for bar in shown:
            ways = {part.direction.value if part.direction else "undirected": part.count for part in bar.parts}
            figures = {"codings": bar.total, "people": bar.people, "groups": bar.groups}
            assert figures | {way: ways.get(way, 0) for way in WAYS} == of(rows[bar.key])
        for rest in (bar for bar in chart.bars if bar.members):
            ids = {each for bar in rest.members for part in bar.parts for each in part.coding_ids}
            assert rest.total == len(ids), "what counts for two of them counts once"
            assert len(chart.bars) == most + 1
    grid, rows = chart_of(data, "outcome-by-group", most=most), table(data, "outcome-by-group")
    assert isinstance(grid, HeatMap)
    for cell in grid.cells:
        key = (grid.rows[cell.row].key, grid.columns[cell.column].key)
        if key[0]:
            assert (cell.value, cell.challenges) == (rows[key]["people"], rows[key]["challenges"])


@settings(deadline=None)
@given(SEEDS)
def test_tables_agree_with_each_other(seed: int) -> None:
    data = seen_by(a_random_project(seed), Audience.TEAM)
    coverage, domains, codebook = table(data, "coverage"), table(data, "domains"), table(data, "codebook")
    for rows in (coverage, domains, table(data, "frequencies")):
        for key, row in rows.items():
            if key in codebook:
                assert of(row) == of(codebook[key])
    counted = sum(row["own"] for row in table(data, "frequencies").values())
    assert counted == len(data.counting.codings)
    evidence = table(data, "evidence").values()
    assert counted == sum(not row["role"].startswith(("asker", "heading")) for row in evidence)
    words = drilling.figures_in_words(data)
    assert words.startswith(f"{counted:,} coding")
    assert ("group" in words) == bool(data.facts.groups)
    spoken: dict[str, int] = {}
    for person, _ in (key for key, row in table(data, "matrix").items() if row["codings"]):
        spoken[person] = spoken.get(person, 0) + 1
    for person, row in table(data, "participants").items():
        assert row["outcomes"] == spoken.get(person, 0)


@settings(deadline=None)
@given(SEEDS)
def test_a_single_passage_is_judged_as_all_tables_judge_it(seed: int) -> None:
    kept = a_random_project(seed)
    talk = Talk(kept.turns, kept.speakers, kept.participants)
    codings = kept.codings
    heard = {
        coding_id
        for coding_id, *place in zip(codings.id, codings.transcript_id, codings.start, codings.end, strict=True)
        if talk.heard(*place)
    }
    assert heard == set(seen_by(kept, Audience.TEAM).counting.codings.id)


@pytest.mark.parametrize("seed", range(14))
def test_the_desk_and_the_lists_count_what_tables_count(seed: int, tmp_path: Path) -> None:
    project = filled(tmp_path / "Random.coder", a_random_project(seed * 7919 + 3))
    try:
        data = analysis_data(project)
        frequencies, codebook = table(data, "frequencies"), table(data, "codebook")
        usage = codes.usage(project)
        assert usage == {key: row["own"] for key, row in frequencies.items() if row["own"]}
        model = CodeTreeModel()
        model.set_tree(data.tree, colours={}, codebooks=data.codebooks, usage=usage)
        for code in data.tree:
            place = model.index_of(code.id)
            if place.isValid():
                shown = place.data(LOOK_ROLE).count
                assert shown == codebook[code.id]["codings"]
        uses = codebook_editing.uses(project)
        for key, row in frequencies.items():
            if data.tree.counting_for(key) == {key} and row["own"]:
                use = uses[key]
                assert (use.codings, use.transcripts, use.participants) == (
                    row["own"], row["transcripts"], row["people"],
                )  # fmt: skip
        progress = chart_of(data, "progress")
        assert isinstance(progress, Progress)
        listed = {item.transcript.id: item for item in summaries(project)}
        for state in progress.transcripts:
            assert (state.count, state.share) == (listed[state.key].codings, listed[state.key].coded_share)
        assert sum(day.count for day in progress.days) == sum(usage.values())
    finally:
        project.close()
