"""How fast 10,000 codings become an evidence CSV, from the service that the command line and the window call.

The baseline is Python's own CSV writer for the same cells in the same run.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from coder.domain.coding import Direction, Strength
from coder.domain.span import Span
from coder.services.codebook.codes import add_codebook
from coder.services.evidence.evidence import evidence_rows, export_table
from coder.services.project import Project, create_project
from coder.shipped import codebooks_folder
from tests.helpers.builders import Talk, a_coder, a_coding, a_participant, a_transcript

TRANSCRIPTS, TURNS, CODINGS = 13, 130, 10_000
LIMIT = 0.3
VOCABULARY = (
    "and the care home, we said “well” – people rota visit neighbour; lunch =together hours\u00a0paid trust".split()
)


def a_long_talk(number: int, chance: random.Random) -> Talk:
    """Write 7,800 words in turns of two voices."""
    lines = [
        f"{'ROSA' if turn % 2 else 'INTERVIEWER'}: {' '.join(chance.choices(VOCABULARY, k=60))}"
        for turn in range(TURNS)
    ]
    people = {"ROSA": a_participant(f"Worker {number}")}
    return a_transcript(
        lines, name=f"Interview {number:02}", participants=people, times=list(range(0, 26 * TURNS, 26)), position=number
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    chance = random.Random(3)
    result = create_project(tmp_path_factory.mktemp("export") / "Large.coder")
    add_codebook(result, file=codebooks_folder() / "outcomes.yaml")
    with result.read() as rows:
        codes = list(rows.code_tree())
    with result.action("Fill") as action:
        coder = action.rows.add(a_coder())
        talks = [a_long_talk(number, chance) for number in range(TRANSCRIPTS)]
        for number, talk in enumerate(talks):
            action.rows.add(a_participant(f"Worker {number}"))
            action.rows.add(talk.transcript)
            action.rows.add_all(talk.speakers)
            action.rows.add_all(talk.turns)
        for number in range(CODINGS):
            talk = talks[number % TRANSCRIPTS]
            start = chance.randrange(len(talk.text) - 400)
            span = Span(start, start + chance.randint(40, 300))
            action.rows.add_all(
                [
                    a_coding(
                        talk,
                        span,
                        chance.choice(codes),
                        coder,
                        id=f"coding-{number}",
                        direction=chance.choice(list(Direction)),
                        strength=chance.choice([None, *Strength]),
                        memo=chance.choice(["", "", "Ask her again, in May."]),
                    )
                ]
            )
    return result


@pytest.mark.benchmark(group="10,000 codings")
def test_pythons_own_writer(benchmark: BenchmarkFixture, project: Project, tmp_path: Path) -> None:
    table = _cells(project, tmp_path)
    benchmark.pedantic(_plain, args=(table, tmp_path / "plain.csv"), rounds=10, warmup_rounds=2)


@pytest.mark.benchmark(group="10,000 codings")
def test_the_evidence_table_is_exported(benchmark: BenchmarkFixture, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "evidence.csv"
    count = benchmark.pedantic(export_table, args=(project,), kwargs={"file": file}, rounds=10, warmup_rounds=2)
    assert count == CODINGS
    assert benchmark.stats is not None
    benchmark.extra_info.update({"rows": count, "mb": file.stat().st_size / 1e6, "limit_s": LIMIT})
    assert benchmark.stats.stats.median < LIMIT


@pytest.mark.benchmark(group="10,000 codings")
def test_the_rows_for_the_window(benchmark: BenchmarkFixture, project: Project) -> None:
    assert len(benchmark.pedantic(evidence_rows, args=(project,), rounds=10, warmup_rounds=1)) == CODINGS


def test_the_export_takes_a_small_multiple_of_writing(
    benchmark: BenchmarkFixture, project: Project, tmp_path: Path
) -> None:
    table = _cells(project, tmp_path)

    def ratio() -> float:
        begun = perf_counter()
        _plain(table, tmp_path / "plain.csv")
        between = perf_counter()
        export_table(project, file=tmp_path / "evidence.csv")
        return (perf_counter() - between) / (between - begun)

    ratio()
    ratios = sorted(ratio() for _ in range(7))
    benchmark.extra_info["ratio"] = ratios[3]
    benchmark.pedantic(lambda: None)
    assert ratios[3] < 8


def _cells(project: Project, folder: Path) -> list[list[str]]:
    """Return the cells of the exported table, as a program reads them."""
    file = folder / "cells.csv"
    export_table(project, file=file)
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def _plain(table: list[list[str]], file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)
