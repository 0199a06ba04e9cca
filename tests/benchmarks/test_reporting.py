"""How long charts, the report and a coded transcript take, against matplotlib's own bars and Python's own escaping."""

from __future__ import annotations

import html
import io
import random
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from coder.domain.coding import Direction
from coder.exporters.charts.data import WAYS, Bar, BarChart, Part
from coder.exporters.charts.drawing import draw
from coder.exporters.coded_transcript import CodedPassage, CodedTranscript, CodedTurn
from coder.exporters.coded_transcript_html import coded_transcript_as_html

OUTCOMES, TURNS, CODINGS = 24, 260, 2_000


@pytest.fixture(scope="module")
def coverage() -> BarChart:
    chance = random.Random(3)
    return BarChart(
        title="Coverage of outcomes",
        bars=tuple(
            Bar(
                key=str(number),
                name=f"Supportive and trusting team relationships {number}",
                section=f"Domain {number // 8}",
                parts=tuple(Part(direction=way, count=chance.randint(1, 400)) for way in WAYS),
                people=chance.randint(1, 60),
                groups=4,
            )
            for number in range(OUTCOMES)
        ),
    )


@pytest.fixture(scope="module")
def transcript() -> CodedTranscript:
    chance = random.Random(3)
    turns, text = [], ""
    for number in range(1, TURNS + 1):
        start = len(text)
        text += " ".join(chance.choices(["people", "rota & pay", "visit", "lunch", "trust"], k=50))
        turns.append(CodedTurn(number=number, start=start, end=len(text), who="Worker 1", time="1:02"))
        text += "\n"
    starts = sorted(chance.randrange(len(text) - 400) for _ in range(CODINGS))
    passages = tuple(
        CodedPassage(number=number, start=start, end=start + chance.randint(40, 300), code="Trust", colour="#2f8f5b",
                     direction=Direction.SUPPORTS, coder="AB")
        for number, start in enumerate(starts, start=1)
    )  # fmt: skip
    return CodedTranscript(title="Interview 1", text=text[:-1], turns=tuple(turns), passages=passages)


@pytest.mark.benchmark(group="a chart of 24 outcomes")
def test_matplotlibs_own_bars(benchmark: BenchmarkFixture, coverage: BarChart) -> None:
    benchmark.pedantic(_own_bars, args=(coverage,), rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="a chart of 24 outcomes")
@pytest.mark.parametrize("file_format", ["png", "svg"])
def test_our_bars(benchmark: BenchmarkFixture, coverage: BarChart, file_format: str) -> None:
    drawn = benchmark.pedantic(draw, args=(coverage,), kwargs={"file_format": file_format}, rounds=5, warmup_rounds=1)
    benchmark.extra_info.update({"marks": len(drawn.marks), "kb": len(drawn.data) / 1e3})


def test_a_chart_takes_a_small_multiple_of_matplotlibs_own(benchmark: BenchmarkFixture, coverage: BarChart) -> None:
    def ratio() -> float:
        begun = perf_counter()
        _own_bars(coverage)
        between = perf_counter()
        draw(coverage)
        return (perf_counter() - between) / (between - begun)

    ratio()
    ratios = sorted(ratio() for _ in range(5))
    benchmark.extra_info["ratio"] = ratios[2]
    benchmark.pedantic(lambda: None)
    assert ratios[2] < 4


def test_a_coded_transcript_takes_a_small_multiple_of_escaping_it(
    benchmark: BenchmarkFixture, transcript: CodedTranscript
) -> None:
    def ratio() -> float:
        begun = perf_counter()
        for _ in range(100):
            html.escape(transcript.text)
        between = perf_counter()
        coded_transcript_as_html(transcript)
        return (perf_counter() - between) / (between - begun)

    ratio()
    ratios = sorted(ratio() for _ in range(5))
    benchmark.extra_info["ratio"] = ratios[2]
    benchmark.pedantic(lambda: None)
    assert ratios[2] < 40


def _own_bars(chart: BarChart) -> bytes:
    """Draw the same stacked bars with matplotlib's own means, without marks or words."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(860 / 72, 1017 / 72), dpi=72)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    names = [bar.name for bar in chart.bars]
    left = [0] * len(names)
    for place in range(len(WAYS)):
        widths = [bar.parts[place].count for bar in chart.bars]
        axes.barh(names, widths, left=left, hatch="//")
        left = [before + width for before, width in zip(left, widths, strict=True)]
    for number, bar in enumerate(chart.bars):
        axes.text(bar.total, number, f"{bar.people}  {bar.groups}")
    target = io.BytesIO()
    figure.savefig(target, format="png")
    return target.getvalue()
