"""How fast 100 text transcripts of 8,000 words come into a new project: read, recognised, and written.

The baseline is reading and decoding the same files in the same run: nothing that reads them can be faster.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from coder.services.project import create_project
from coder.services.transcripts.importing import import_transcripts, look_at_all

FILES, WORDS = 100, 8_000
LIMIT = 1.0
VOCABULARY = (
    "and the care home, we said “well” – people rota visit neighbour; lunch together paid trust: café 10:30".split()
)


def a_conversation(number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Make up what two voices say in turn, questions shorter than answers, no file like another."""
    turns: list[tuple[str, str]] = []
    words = 0
    while words < WORDS:
        asks = len(turns) % 2 == 0
        length = chance.randint(4, 25) if asks else chance.randint(40, 200)
        talk = f"Well {number} {' '.join(chance.choices(VOCABULARY, k=length - 2))}{'?' if asks else '.'}"
        turns.append(("Imogen Sharrow" if asks else "Dawn O'Neill", talk))
        words += length
    return turns


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write half of the files as Otter does and half with names before the text."""
    folder = tmp_path_factory.mktemp("transcripts")
    chance = random.Random(3)
    paths: list[Path] = []
    for number in range(FILES):
        turns = a_conversation(number, chance)
        if number % 2:
            text = "\n\n".join(f"{name}  {at}:{at % 60:02}\n{talk}" for at, (name, talk) in enumerate(turns))
        else:
            text = "\n\n".join(f"{name.upper()}: {talk}" for name, talk in turns)
        paths.append(folder / f"Interview {number:03}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def read_only(files: list[Path]) -> int:
    """Read and decode the files; return how many characters there are."""
    return sum(len(path.read_bytes().decode("utf-8")) for path in files)


def import_all(files: list[Path], project: Path) -> int:
    """Import the files into a new project as the window does; return how many turns there are."""
    opened = create_project(project)
    plans, problems = look_at_all(files)
    import_transcripts(opened, plans)
    opened.close()
    assert not problems
    return sum(len(plan.parsed.turns) for plan in plans)


@pytest.mark.benchmark(group="100 transcripts of 8,000 words")
def test_reading_and_decoding(benchmark: BenchmarkFixture, files: list[Path]) -> None:
    assert benchmark(read_only, files) > FILES * WORDS * 4


@pytest.mark.benchmark(group="100 transcripts of 8,000 words")
def test_looking_at_them(benchmark: BenchmarkFixture, files: list[Path]) -> None:
    plans, _ = benchmark.pedantic(look_at_all, args=(files,), rounds=7, warmup_rounds=1)
    assert {plan.parsed.layout for plan in plans} == {"Otter text", "Names before the text (text)"}


@pytest.mark.benchmark(group="100 transcripts of 8,000 words")
def test_importing_them(benchmark: BenchmarkFixture, files: list[Path], tmp_path: Path) -> None:
    begun = perf_counter()
    read_only(files)
    baseline = perf_counter() - begun
    projects = iter(range(100))

    def new_project() -> tuple[tuple[list[Path], Path], dict[str, object]]:
        return (files, tmp_path / f"{next(projects)}.coder"), {}

    turns = benchmark.pedantic(import_all, setup=new_project, rounds=7, warmup_rounds=1)
    assert turns > FILES * 80
    assert benchmark.stats is not None
    median = benchmark.stats.stats.median
    benchmark.extra_info.update({"turns": turns, "limit_s": LIMIT, "times_reading_only": median / baseline})
    sys.stdout.write(f"\n100 transcripts: {median:.2f} s, {median / baseline:.0f} times reading and decoding alone\n")
    assert median < LIMIT
