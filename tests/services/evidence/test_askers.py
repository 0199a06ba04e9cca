"""Askers are no evidence: what only an interviewer or facilitator says is listed and marked, and counts nowhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coder.analysis.tables import TABLES
from coder.domain.codebook import Code, CodeTree
from coder.domain.coding import Coding, Direction
from coder.domain.evidence import EvidenceRow
from coder.domain.query import Query, Relation
from coder.domain.transcript import SpeakerRole, TurnKind
from coder.exporters.charts.data import BarChart, HeatMap, Progress, Timeline
from coder.gui.evidence.dock import count_text
from coder.gui.evidence.rows import who_speaks
from coder.services.codebook import codebook_editing, codes
from coder.services.coding import coding
from coder.services.evidence import drilling, reporting
from coder.services.evidence.charts import chart_of
from coder.services.evidence.coded_transcripts import export_coded_transcript
from coder.services.evidence.evidence import evidence_rows
from coder.services.evidence.exporting import export_table
from coder.services.project import Project
from coder.services.tables import AnalysisData, analysis_data, as_kept
from coder.services.transcripts import transcripts
from tests.helpers.builders import Talk, a_coder, a_coding, a_framework, a_participant, a_transcript
from tests.helpers.pages import read_page
from tests.helpers.random_projects import as_data, filled

ROSA = a_participant("Worker 1", "Care worker")
TALK = a_transcript(
    [
        "Interview of the ninth of March",
        "INTERVIEWER: So the meals brought you together, would you say?",
        "ROSA: I would say so. We eat and then we plan.",
        "FACILITATOR: And the plans hold.",
    ],
    participants={"ROSA": ROSA},
)
TALK = Talk(
    TALK.transcript, TALK.speakers, (replace(TALK.turns[0], kind=TurnKind.HEADING, speaker_id=None), *TALK.turns[1:])
)
ANA = a_coder("Ana")
PLUS = Direction.SUPPORTS
ASKED = "the meals brought you together"
HELD = "the plans hold"
HEAD = "ninth of March"
SAID = "We eat and then we plan"
OVER = "would you say?\nI would say so"
"""Begins in the interviewer's turn and ends in Rosa's."""


def a_mark(quote: str, code: str = "peer-learning", **more: Any) -> Coding:
    return a_coding(TALK, quote, code, ANA, direction=PLUS, **more)


def data_of(*codings: Coding, tree: CodeTree | None = None) -> AnalysisData:
    return as_data([TALK], [ROSA], tree or a_framework(), list(codings), [ANA])


def rows_of(data: AnalysisData, name: str) -> list[dict[str, Any]]:
    built = TABLES[name].build(data)
    names = [column.name for column in built.columns]
    return [dict(zip(names, row, strict=True)) for row in built.rows()]


ONLY_ASKED = (a_mark(ASKED), a_mark(HELD, "gifted-care"), a_mark(HEAD), a_mark(ASKED, "gifted-care"))


def test_what_only_askers_say_is_no_source_and_supports_nothing() -> None:
    data = data_of(*ONLY_ASKED)
    for row in rows_of(data, "coverage"):
        assert (row["level"], row["codings"], row["supports"], row["transcripts"]) == ("none", 0, 0, 0)


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("evidence", "audit")])
def test_no_table_counts_it(name: str) -> None:
    def without_words(data: AnalysisData) -> list[dict[str, Any]]:
        return rows_of(data, name)

    assert without_words(data_of(*ONLY_ASKED)) == without_words(data_of())


def test_no_chart_counts_it() -> None:
    data = data_of(*ONLY_ASKED)
    bars, grid = chart_of(data, "coverage"), chart_of(data, "outcome-by-group")
    assert isinstance(bars, BarChart)
    assert isinstance(grid, HeatMap)
    assert not any(bar.total for bar in bars.bars)
    assert not grid.cells
    line = chart_of(data, "timeline", transcript_id=TALK.transcript.id)
    progress = chart_of(data, "progress")
    assert isinstance(line, Timeline)
    assert isinstance(progress, Progress)
    assert not line.passages
    assert not progress.days
    assert progress.transcripts[0].count == 0


def test_the_report_neither_counts_nor_quotes_it_and_says_so() -> None:
    report = reporting.build_report(data_of(*ONLY_ASKED, a_mark(SAID)))
    assert report.overview.codings == 1
    facts = {fact.name: fact.value for fact in report.method}
    assert facts["Not counted"] == "4 codings on what askers say"
    assert facts["Codings"].startswith("1, ")
    quotes = [quote.text for home in report.domains for part in (home, *home.parts) for quote in part.quotes]
    assert set(quotes) == {SAID}


def test_the_evidence_table_keeps_the_rows_and_marks_them() -> None:
    rows = rows_of(data_of(*ONLY_ASKED, a_mark(SAID), a_mark(OVER)), "evidence")
    assert {row["passage"]: row["role"] for row in rows} == {
        HEAD: "heading",
        ASKED: "asker (interviewer)",
        HELD: "asker (facilitator)",
        SAID: "participant",
        OVER: "participant",
    }


def test_a_passage_that_runs_over_both_counts_for_the_participant() -> None:
    data = data_of(a_mark(OVER))
    row = next(row for row in rows_of(data, "coverage") if row["code_id"] == "peer-learning")
    assert (row["codings"], row["people"], row["groups"], row["supports"]) == (1, 1, 1, 1)
    (evidence,) = rows_of(data, "evidence")
    assert (evidence["participant"], evidence["stakeholder_group"]) == ("Worker 1", "Care worker")


def test_codes_do_not_come_together_in_an_askers_turn() -> None:
    before = "Interview of the ninth of March\nSo the meals"
    (pair,) = rows_of(data_of(a_mark(OVER), a_mark(SAID, "gifted-care")), "co-occurrence")
    assert pair["same_turn"] == 1
    assert rows_of(data_of(a_mark(OVER), a_mark(ASKED, "gifted-care")), "co-occurrence") == []
    assert rows_of(data_of(a_mark(before), a_mark(OVER, "gifted-care")), "co-occurrence") == []


def test_a_speaker_who_only_listens_in_still_counts_as_before() -> None:
    speakers = tuple(replace(one, role=SpeakerRole.OTHER) if one.role.asks else one for one in TALK.speakers)
    data = replace(data_of(a_mark(ASKED)), speakers=speakers)
    row = next(row for row in rows_of(data, "coverage") if row["code_id"] == "peer-learning")
    assert (row["codings"], row["people"]) == (1, 0)
    assert [row["role"] for row in rows_of(data, "evidence")] == ["other"]


def test_a_query_finds_it_and_does_not_count_it() -> None:
    data = data_of(a_mark(ASKED), a_mark(SAID))
    fits = drilling.narrowed(data, [Query(code_id="peer-learning")])
    assert len(fits.codings) == 2
    assert drilling.figures_in_words(fits) == (
        "1 coding · 1 person · 1 group · 1 transcript · 1 more on askers’ turns, not counted"
    )
    near = Query(code_id="peer-learning", relation=Relation.NEAR, other_code_id="gifted-care", within_turns=1)
    asked_near = drilling.narrowed(data_of(a_mark(SAID), a_mark(ASKED, "gifted-care")), [near])
    assert not asked_near.codings.id, "what an asker says stands by nothing"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = filled(tmp_path / "Pilot.coder", data_of(a_mark(ASKED), a_mark(SAID), a_mark(OVER, "gifted-care")))
    yield made
    made.close()


def test_the_desk_counts_what_the_tables_count(project: Project) -> None:
    assert codes.usage(project) == {"peer-learning": 1, "gifted-care": 1}
    assert codes.codings_with(project, "peer-learning") == 2, "both go along when it is merged"
    assert transcripts.summaries(project)[0].codings == 2
    use = codebook_editing.uses(project)["peer-learning"]
    assert (use.codings, use.transcripts, use.participants) == (1, 1, 1)


def test_the_passages_of_a_code_say_which_count_nowhere(project: Project) -> None:
    found = codebook_editing.coded_passages(project, code_id="peer-learning")
    assert [(item.text, item.counts) for item in found] == [(ASKED, False), (SAID, True)]


def test_once_the_asker_takes_part_their_words_count(project: Project) -> None:
    who = TALK.speaker("INTERVIEWER")
    transcripts.set_speaker(project, speaker_id=who.id, role=SpeakerRole.PARTICIPANT, participant="Worker 2")
    assert codes.usage(project) == {"peer-learning": 2, "gifted-care": 1}
    project.undo()
    assert codes.usage(project)["peer-learning"] == 1


def test_the_file_of_evidence_marks_the_row(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "evidence.csv"
    assert export_table(project, file=file) == 3
    with file.open(encoding="utf-8", newline="") as stream:
        roles = [row["role"] for row in csv.DictReader(stream)]
    assert roles == ["asker (interviewer)", "participant", "participant"]


def test_the_table_at_the_desk_says_which_rows_count_nowhere(project: Project) -> None:
    rows: list[EvidenceRow] = evidence_rows(project)
    assert [who_speaks(row) for row in rows] == ["asker", "Worker 1", "Worker 1"]
    assert count_text(rows) == "3 rows · 1 participant · 1 group · 1 not counted"


def test_coding_it_goes_through(project: Project) -> None:
    changes = coding.apply_code(
        project, transcript_id=TALK.transcript.id, span=TALK.span(HELD), code_id="gifted-care", coder="Ana"
    )
    assert len(changes.of(Coding)) == 1
    with project.read() as rows:
        assert len(as_kept(rows).codings) == 4
    assert len(analysis_data(project).counting.codings) == 2


def test_a_merged_code_takes_all_its_codings_along(project: Project) -> None:
    codebook_editing.merge_codes(project, code_id="peer-learning", into="aside")
    with project.read() as rows:
        assert rows.coding_counts() == {"aside": 2, "gifted-care": 1}
    code = next(iter(code for code in codes.code_tree(project) if code.id == "peer-learning"))
    assert isinstance(code, Code)


def test_a_coded_transcript_shows_it_and_does_not_count_it(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "coded.html"
    export_coded_transcript(project, transcript_id=TALK.transcript.id, file=file)
    text = read_page(file.read_bytes()).text
    assert "2 codings and 1 more on what askers say, not counted" in text
    assert "Peer learning · +\N{NO-BREAK SPACE}supports · not counted" in text
