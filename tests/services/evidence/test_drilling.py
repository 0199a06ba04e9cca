"""From figures to passages, and the parts of the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.domain.query import Query
from coder.domain.span import Span
from coder.services.coding.coding import apply_code
from coder.services.evidence import drilling, findings
from coder.services.evidence.report_outline import report_outline
from coder.services.project import Project
from coder.services.sample import build_sample
from coder.services.tables import analysis_data, build_table


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    result = build_sample(tmp_path / "Sample.coder", coder="Ana")
    yield result
    result.close()


def test_every_coverage_figure_leads_to_as_many_passages(project: Project) -> None:
    data = analysis_data(project)
    built = build_table(data, "coverage")
    codings = [column.name for column in built.columns].index("codings")
    for number, row in enumerate(built.rows()):
        rows = drilling.rows_behind(data, built.codings_of(number))
        assert len(rows) == row[codings]


def test_passages_come_in_the_order_asked_for_with_their_context(project: Project) -> None:
    data = analysis_data(project)
    ids = list(reversed(drilling.codings_of_code(data, "secure-livelihood")))
    rows = drilling.rows_behind(data, [*ids, "gone"])
    assert [row.evidence_id for row in rows] == ids
    texts = {item.id: item.text for item in data.transcripts}
    for row in rows:
        assert texts[row.transcript_id][row.start : row.end] == row.passage
        assert row.context_before or row.context_after


def test_a_passage_with_several_codes_is_one_passage(project: Project) -> None:
    first = analysis_data(project).codings
    transcript_id, start, end = first.transcript_id[0], first.start[0], first.end[0]
    for code_id in ("trusting-teams", "social-meals"):
        apply_code(project, transcript_id=transcript_id, span=Span(start, end), code_id=code_id, coder="Ben")
    data = analysis_data(project)
    ids = [*reversed(data.codings.id), "gone"]
    passages = drilling.by_passage(data, ids)
    assert sorted(coding_id for passage in passages for coding_id in passage) == sorted(data.codings.id)
    rows = {row.evidence_id: row for row in drilling.rows_behind(data, ids)}
    places = [
        {(rows[each].transcript_id, rows[each].start, rows[each].end) for each in passage} for passage in passages
    ]
    assert all(len(place) == 1 for place in places)
    assert len(set().union(*places)) == len(passages)
    assert max(len(passage) for passage in passages) >= 3


def test_two_queries_must_both_fit(project: Project) -> None:
    data = analysis_data(project)
    both = drilling.narrowed(data, [Query(code_id="secure-livelihood"), Query(directions=("supports",))])
    assert set(both.codings.id) == set(
        drilling.narrowed(data, [Query(code_id="secure-livelihood", directions=("supports",))]).codings.id
    )
    assert 0 < len(both.codings) < len(data.codings)
    assert drilling.figures_in_words(both).startswith(f"{len(both.codings)} coding")


def test_the_report_has_every_outcome_once_and_knows_what_is_written(project: Project) -> None:
    findings.set_finding(project, "secure-livelihood", "Hours are steady.")
    data = analysis_data(project)
    parts = report_outline(data)
    outcomes = [part.subject for part in parts if part.depth]
    assert sorted(outcomes) == sorted(key[0] for key in build_table(data, "coverage").keys)
    assert [part.subject for part in parts if part.finding] == ["secure-livelihood"]
    assert [parts[0].subject, *(part.subject for part in parts[-3:])] == [
        "introduction",
        "unintended",
        "conclusion",
        "method",
    ]
