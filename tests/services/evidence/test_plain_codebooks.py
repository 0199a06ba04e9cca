"""Codebooks of other tools know none of our kinds: everything is about all their codes, by their tree.

And projects without stakeholder groups, of which nothing is said that needs groups.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coder.analysis.tables import TABLES
from coder.domain.codebook import Code, CodeStatus, CodeTree
from coder.domain.coding import Coding, Direction
from coder.exporters.charts.data import BarChart, HeatMap, Network, Timeline
from coder.exporters.report.data import Report, Subject
from coder.exporters.report.docx_report import report_as_docx
from coder.exporters.report.html_report import report_as_html
from coder.services.evidence import drilling, reporting
from coder.services.evidence.charts import chart_of, draw, in_words
from coder.services.evidence.report_outline import report_outline
from coder.services.tables import AnalysisData
from tests.helpers.builders import (
    a_code,
    a_coder,
    a_coding,
    a_domain,
    a_link,
    a_participant,
    a_transcript,
    an_outcome,
)
from tests.helpers.pages import read_page
from tests.helpers.random_projects import as_data

ANA = a_coder("Ana")
PEOPLE = [a_participant(f"P{number:02}", "Care worker") for number in range(4)]
NOBODY_GROUPED = [replace(person, group="") for person in PEOPLE]
TALK = a_transcript(
    [f"VOICE{number}: Line {number} says something of its own." for number in range(4)],
    participants={f"VOICE{number}": person for number, person in enumerate(PEOPLE)},
)
PLAIN = [
    a_code("work"),
    a_code("pay", parent_id="work"),
    a_code("overtime", parent_id="pay"),
    a_code("home"),
    a_code("gone", status=CodeStatus.RETIRED),
]


def tree_of(*found: Code) -> CodeTree:
    return CodeTree(
        [replace(code, position=place) for place, code in enumerate(found)],
        [a_link("told", "growth")] if any(code.id == "told" for code in found) else [],
    )


def on(line: int, code: str, **more: Any) -> Coding:
    return a_coding(TALK, f"Line {line} says", code, ANA, **more)


def data_of(tree: CodeTree, *codings: Coding, people: Any = tuple(PEOPLE)) -> AnalysisData:
    return as_data([TALK], list(people), tree, list(codings), [ANA])


CODED = data_of(tree_of(*PLAIN), on(0, "pay"), on(1, "overtime"), on(2, "home", direction=Direction.CHALLENGES))


def rows_of(data: AnalysisData, name: str) -> dict[str, dict[str, Any]]:
    built = TABLES[name].build(data)
    names = [column.name for column in built.columns]
    return {key[0]: dict(zip(names, row, strict=True)) for key, row in zip(built.keys, built.rows(), strict=True)}


def parts_of(report: Report) -> list[Subject]:
    return [part for home in report.domains for part in (home, *home.parts)]


@pytest.mark.parametrize("name", ["coverage", "domains"])
def test_tables_are_about_all_codes_and_unused_ones_are_gaps(name: str) -> None:
    rows = rows_of(CODED, name)
    assert list(rows) == ["work", "pay", "overtime", "home"]
    assert {key: row["codings"] for key, row in rows.items()} == {"work": 2, "pay": 2, "overtime": 1, "home": 1}
    assert {key: row["parent"] for key, row in rows.items()} == {
        "work": "", "pay": "Work", "overtime": "Pay", "home": "",
    }  # fmt: skip


def test_unused_codes_are_gaps() -> None:
    data = data_of(tree_of(*PLAIN), on(0, "home"))
    assert {key: row["level"] for key, row in rows_of(data, "coverage").items()} == {
        "work": "none", "pay": "none", "overtime": "none", "home": "one source",
    }  # fmt: skip
    gaps = {gap.name: (gap.under, gap.status) for gap in reporting.build_report(data).gaps}
    assert gaps["Overtime"] == ("Work › Pay", "no evidence")


def test_nothing_is_called_unintended() -> None:
    assert rows_of(CODED, "unintended") == {}
    assert drilling.tied_to_nothing(CODED) is None
    assert reporting.build_report(CODED).unintended is None
    assert "unintended" not in [part.subject for part in report_outline(CODED)]


def test_the_report_has_its_parts_by_the_tree() -> None:
    report = reporting.build_report(CODED)
    assert [(home.key, [part.key for part in home.parts]) for home in report.domains] == [
        ("work", ["pay", "overtime"]),
        ("book", ["home"]),
    ]
    assert (report.overview.codings, report.outcomes, report.outcomes_heard) == (3, 4, 4)
    page = read_page(report_as_html(report)).text
    assert "4 of 4 codes have evidence" in page
    assert "outcome" not in page.lower()
    assert "Codebook" not in [home.name for home in report.domains]
    assert report_as_docx(reporting.build_report(CODED, picture_format="png"))


def test_a_flat_codebook_is_one_part() -> None:
    data = data_of(tree_of(a_code("one"), a_code("two")), on(0, "one"))
    (home,) = reporting.build_report(data).domains
    assert (home.key, home.name, [part.key for part in home.parts]) == ("book", "Book", ["one", "two"])


def test_beside_a_framework_each_keeps_its_own_rule() -> None:
    framework = [a_domain("growth", codebook_id="other"), an_outcome("told", codebook_id="other"),
                 a_code("aside", codebook_id="other")]  # fmt: skip
    tree = tree_of(*PLAIN, *framework)
    data = data_of(tree, on(0, "pay"), on(1, "told"), on(2, "aside"), on(2, "home"), on(3, "growth"))
    assert list(rows_of(data, "coverage")) == ["work", "pay", "overtime", "home", "told"]
    assert list(rows_of(data, "domains")) == ["work", "pay", "overtime", "home", "growth"]
    loose = [row["code_id"] for row in rows_of(data, "unintended").values()]
    assert loose == ["aside", "growth"], "what the plain codebook says ties nothing and is not called unintended"
    report = reporting.build_report(data)
    assert report.unintended is not None
    assert report.unintended.figures.codings == 2
    assert [home.key for home in report.domains] == ["work", "growth", "book"]


# -- without stakeholder groups ------------------------------------------------------------------------------


MANY = (on(0, "pay"), on(1, "pay"), on(2, "pay", direction=Direction.SUPPORTS), on(3, "pay"))


def test_without_groups_nothing_is_said_of_groups() -> None:
    data = data_of(tree_of(*PLAIN), *MANY, people=NOBODY_GROUPED)
    assert rows_of(data, "coverage")["pay"]["level"] == "only supporting"
    report = reporting.build_report(data)
    pay = next(gap for gap in report.gaps if gap.name == "Pay")
    assert (pay.status, pay.missing) == ("only supporting", "anybody who challenges it")
    page = report_as_html(report).decode()
    for words in ("one group", "a second person", "stakeholder group and", "no stakeholder group", ">groups<"):
        assert words not in page
    assert "groups are recorded, so nothing is said of groups" in page
    chart = chart_of(data, "coverage")
    assert isinstance(chart, BarChart)
    assert not chart.with_groups


def test_challenged_by_two_without_groups_is_well_covered() -> None:
    challenged = on(0, "pay", direction=Direction.CHALLENGES)
    data = data_of(tree_of(*PLAIN), challenged, on(1, "pay"), people=NOBODY_GROUPED)
    assert rows_of(data, "coverage")["pay"]["level"] == "well covered"


def test_one_person_is_still_one_source() -> None:
    data = data_of(tree_of(*PLAIN), on(0, "pay"), people=NOBODY_GROUPED)
    gap = next(gap for gap in reporting.build_report(data).gaps if gap.name == "Pay")
    assert (gap.status, gap.missing) == ("one source", "a second person")


def test_of_the_only_group_a_second_group_is_missing_not_a_second_person() -> None:
    data = data_of(tree_of(*PLAIN), *MANY)
    assert rows_of(data, "coverage")["pay"]["level"] == "one group"
    gap = next(gap for gap in reporting.build_report(data).gaps if gap.name == "Pay")
    assert gap.missing == "a second group"


# -- charts of many codes ------------------------------------------------------------------------------------

CROWD = [a_code(f"c{number}", name=f"Code {number}") for number in range(60)]
BUSY = data_of(
    tree_of(*CROWD),
    *(on(line, f"c{number}") for number in range(60) for line in range(4) if number % (line + 1) == 0),
)


def test_a_chart_of_many_codes_shows_the_most_coded_and_the_others_together() -> None:
    chart = chart_of(BUSY, "coverage")
    assert isinstance(chart, BarChart)
    assert len(chart.bars) == 41
    rest = chart.bars[-1]
    assert rest.name == "The other 20 codes"
    assert rest.total == sum(bar.total for bar in rest.members)
    assert min(bar.total for bar in chart.bars[:-1]) >= max(bar.total for bar in rest.members)
    assert in_words(chart).summary.startswith("Coverage of codes. 60 of 60 codes have evidence")
    assert any("The other 20 codes" in row for row in in_words(chart).rows)
    marks = [mark for mark in draw(chart).marks if mark.label.startswith("The other 20 codes")]
    assert set(marks[0].coding_ids) == {each for part in rest.parts for each in part.coding_ids}


@pytest.mark.parametrize("name", ["coverage", "domains", "outcome-by-group", "co-occurrence", "network", "timeline"])
def test_there_is_a_choice_and_nothing_goes_without_a_word(name: str) -> None:
    where = {"transcript_id": TALK.transcript.id} if name == "timeline" else {}
    few, every = chart_of(BUSY, name, most=10, **where), chart_of(BUSY, name, most=0, **where)  # type: ignore[arg-type]

    def lines(chart: object) -> list[str]:
        if isinstance(chart, BarChart):
            return [bar.name for bar in chart.bars]
        if isinstance(chart, HeatMap):
            return [row.name for row in chart.rows]
        if isinstance(chart, Network):
            return [node.name for node in chart.nodes]
        assert isinstance(chart, Timeline)
        return [lane.name for lane in chart.lanes]

    assert len(lines(every)) == 60
    assert not any("other" in line for line in lines(every))
    told = in_words(few).summary if name in ("co-occurrence", "network") else lines(few)[-1]
    assert "The other 50 codes" in told
    assert len([line for line in lines(few) if "other" not in line]) == 10
    assert draw(few, file_format="svg").data
