"""Every command, with somebody at each level of consent: whose words and names it prints or writes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from coder.__main__ import run
from coder.cli import command_line
from coder.cli.analysis import Format
from coder.cli.commands import Listed
from coder.cli.report import Form, Picture
from coder.services.evidence.charts import CHARTS
from coder.services.evidence.exporting import FORMATS, table_heads
from coder.services.evidence.reporting import FORMATS as DOCUMENTS
from tests.helpers.consent_world import (
    ALONE,
    ANO,
    ATT,
    EVERYBODY,
    FOOD,
    INT,
    NOT,
    PAY,
    PEOPLE,
    TIE,
    TOGETHER,
    WIT,
    Person,
    around,
    content_of,
    make,
    names_in,
    pseudonyms_in,
    words_in,
)  # fmt: skip

NOBODY: frozenset[Person] = frozenset()
ALL = frozenset(EVERYBODY)
STAY = ALL - {WIT}
QUOTED, NAMED = frozenset({ANO, ATT}), frozenset({ATT})


@dataclass(frozen=True)
class May:
    """Whose words, names (of the transcript) and pseudonyms may be told; what is in `must` has to be there."""

    words: frozenset[Person]
    names: frozenset[Person]
    pseudonyms: frozenset[Person]
    must: frozenset[Person] = NOBODY
    """Whose words are to be found, so that nothing passes that is empty."""


#                     words    names    pseudonyms  at least these words
TEAM = May(STAY, STAY, STAY)
TEAM_WORDS = May(STAY, STAY, STAY, STAY)
READERS = May(QUOTED, NOBODY, NAMED)
READERS_WORDS = May(QUOTED, NOBODY, NAMED, QUOTED)
INVENTORY = May(NOBODY, ALL, ALL)  # where the team keeps consent, and what is to be removed
NOTHING = May(NOBODY, NOBODY, NOBODY)
# fmt: off
WALKED: dict[str, May] = {
    # what the team looks at
    "list transcripts":        INVENTORY,
    "list participants":       INVENTORY,
    "list queries":            INVENTORY,
    "list codes":              NOTHING,
    "list codings":            TEAM_WORDS,
    "search":                  TEAM_WORDS,
    "suggest":                 TEAM_WORDS,
    "suggest --for-code":      TEAM_WORDS,
    "suggest --text":          TEAM,
    "evaluate":                NOTHING,
    "consent":                 INVENTORY,
    "check":                   NOTHING,
    "code":                    NOTHING,   # on the words of who withdrew
    "codings import":          NOTHING,   # the same
    "finding":                 TEAM,
    # what is written
    "export for team":         TEAM,
    "export for readers":      READERS,
    "report for team":         May(STAY, STAY, STAY, frozenset({INT})),  # it quotes some of them
    "report for readers":      READERS_WORDS,
    "chart for team":          TEAM,
    "chart for readers":       READERS,
    "transcript for team":     TEAM_WORDS,
    "transcript for readers":  READERS_WORDS,
    "codebook convert":        NOTHING,
    "codebook show":           NOTHING,
    "codebook diff":           NOTHING,
    "codebook validate":       NOTHING,
}
WORDS_OF_TABLES = {  # which tables quote, so that each of these holds all that it may
    "evidence": (STAY, QUOTED), "quotes": (STAY, QUOTED),
}
UNWALKED = {
    "new": "there is nobody in a new project",
    "import": "says what it reads from the file that it is given",
    "demo": "opens the window on the sample",
    "tables": "tells what columns mean; reads no project",
    "codebook merge": "works on codebook files",
    "codebook publish": "writes what `codebook convert` writes",
    "codebook pull": "reads what `codebook publish` wrote",
}
# fmt: on
TABLES = {
    "evidence",
    "quotes",
    "coverage",
    "outcome-by-group",
    "outcome-by-transcript",
    "domains",
    "matrix",
    "unintended",
    "co-occurrence",
    "frequencies",
    "codebook",
    "participants",
    "audit",
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make(tmp_path_factory.mktemp("consent"))
    path = made.path
    made.close()
    return path


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run_it(*arguments: object, code: int = 0) -> str:
        assert run([str(each) for each in arguments]) == code, capsys.readouterr().err
        told = capsys.readouterr()
        return told.out + told.err

    return run_it


def judge(place: str, text: str, may: May, *, at: str = "") -> None:
    where = f"{place} {at}".strip()
    for what, found, allowed in (
        ("words", words_in(text), may.words),
        ("names", names_in(text), may.names),
        ("pseudonyms", pseudonyms_in(text), may.pseudonyms),
    ):
        told = sorted(person.level for person in found - allowed)
        assert not told, f"{where} tells the {what} of: {', '.join(told)}, as in {around(text, found - allowed)}"
    missing = sorted(person.level for person in may.must - words_in(text))
    assert not missing, f"{where} has not the words of: {', '.join(missing)}"


def commands(group: typer.main.TyperGroup | object, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        full = f"{before} {name}".strip()
        if hasattr(command, "commands"):
            yield from commands(command, full)
        else:
            yield full


def test_every_command_table_chart_and_form_is_walked() -> None:
    """A new one has to be given a line above that says what it may tell."""
    there = set(commands(typer.main.get_command(command_line(demo=lambda *_a, **_k: None))))
    walked = {name for name in there for line in WALKED if line == name or line.startswith(f"{name} ")}
    assert there == walked | UNWALKED.keys()
    assert {f"list {what.value}" for what in Listed} <= WALKED.keys()
    assert {head.name for head in table_heads()} == TABLES
    assert set(FORMATS) == {each.value for each in Format}
    assert set(DOCUMENTS) == {each.value for each in Form}
    assert {each.value for each in Picture} == {"svg", "png"}


@pytest.mark.parametrize("what", [line for line in WALKED if line.startswith("list ")])
def test_lists(project: Path, say: Callable[..., str], what: str) -> None:
    for form in ([], ["--json"]):
        judge(what, say("list", project, what.split()[1], *form), WALKED[what])


def test_looking_for_words(project: Path, say: Callable[..., str]) -> None:
    for form in ([], ["--json"]):
        told = "".join(say("search", project, word, *form) for word in ("wages", "soup", "zebra*"))
        judge("search", told, WALKED["search"])
    assert say("search", project, WIT.word) == "Nothing was found.\n"


def test_suggestions_and_their_reasons(project: Path, say: Callable[..., str]) -> None:
    for form in ([], ["--json"]):
        for engine in ("learned", "codebook"):
            judge("suggest", say("suggest", project, "--engine", engine, *form), WALKED["suggest"])
            found = say("suggest", project, "--engine", engine, "--for-code", PAY, "--top", 99, *form)
            found += say("suggest", project, "--engine", engine, "--for-code", FOOD, "--top", 99, *form)
            judge("suggest --for-code", found, WALKED["suggest --for-code"])
        told = say("suggest", project, "--text", "Nobody paid the wages for the shift in winter.", *form)
        judge("suggest --text", told, WALKED["suggest --text"])
        judge("evaluate", say("evaluate", project, "--folds", 2, *form), WALKED["evaluate"])


def test_keeping_the_project(project: Path, tmp_path: Path, say: Callable[..., str]) -> None:
    for form in ([], ["--json"]):
        judge("consent", say("consent", project, *form), WALKED["consent"])
        judge("check", say("check", project, *form), WALKED["check"])
    for subject in ("introduction", "conclusion", "method", PAY):
        judge("finding", say("finding", project, subject), WALKED["finding"])
    for name in ("a.yaml", "a.csv", "a.xlsx", "a.qdc", "a.html", "a.docx"):
        file = tmp_path / name
        told = say("codebook", "convert", project, "-o", file)
        judge("codebook convert", told + content_of(file.read_bytes()), WALKED["codebook convert"], at=name)
    book = tmp_path / "a.yaml"
    judge("codebook show", say("codebook", "show", book), WALKED["codebook show"])
    judge("codebook diff", say("codebook", "diff", book, book), WALKED["codebook diff"])
    judge("codebook validate", say("codebook", "validate", book), WALKED["codebook validate"])


def test_coding_the_words_of_somebody_who_withdrew(project: Path, tmp_path: Path, say: Callable[..., str]) -> None:
    copy = tmp_path / "Copy.coder"
    copy.write_bytes(project.read_bytes())
    talk = ALONE[WIT].transcript
    start = talk.text.index(WIT.word)
    for form in ([], ["--json"]):
        told = say("code", copy, "--transcript", talk.id, "--start", start, "--end", start + 30, "--code", PAY, *form)
        judge("code", told, WALKED["code"])
    table = tmp_path / "codings.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["transcript", "code", "start", "end"])
        rows.writerow([talk.id, FOOD, start, start + 20])
    told = say("codings", "import", copy, table, "--positions", "text")
    judge("codings import", told, WALKED["codings import"])


@pytest.mark.parametrize("whom", ["team", "readers"])
@pytest.mark.parametrize("table", sorted(TABLES))
def test_tables(project: Path, tmp_path: Path, say: Callable[..., str], table: str, whom: str) -> None:
    line = WALKED[f"export for {whom}"]
    must = WORDS_OF_TABLES.get(table, (NOBODY, NOBODY))[whom == "readers"]
    for ending in FORMATS:
        file = tmp_path / f"out.{ending}"
        told = say("export", project, "--table", table, "--for", whom, "-o", file)
        may = May(line.words, line.names, line.pseudonyms, must)
        judge(f"export --table {table} --for {whom}", told + content_of(file.read_bytes()), may, at=ending)
    query = say("export", project, "--table", table, "--for", whom, "--query", QUERY, "-o", file)
    judge(f"export --table {table} --query", query + content_of(file.read_bytes()), line)


@pytest.mark.parametrize("whom", ["team", "readers"])
def test_all_tables_in_one_file(project: Path, tmp_path: Path, say: Callable[..., str], whom: str) -> None:
    for ending in ("xlsx", "html", "docx"):
        file = tmp_path / f"all.{ending}"
        told = say("export", project, "--table", "all", "--for", whom, "-o", file)
        judge(f"export --table all --for {whom}", told + content_of(file.read_bytes()), WALKED[f"export for {whom}"])


@pytest.mark.parametrize("whom", ["team", "readers"])
def test_reports(project: Path, tmp_path: Path, say: Callable[..., str], whom: str) -> None:
    for ending in DOCUMENTS:
        file = tmp_path / f"report.{ending}"
        told = say("report", project, "--for", whom, "-o", file)
        judge(f"report --for {whom}", told + content_of(file.read_bytes()), WALKED[f"report for {whom}"], at=ending)


@pytest.mark.parametrize("whom", ["team", "readers"])
@pytest.mark.parametrize("chart", sorted(CHARTS))
def test_charts(project: Path, tmp_path: Path, say: Callable[..., str], chart: str, whom: str) -> None:
    line = WALKED[f"chart for {whom}"]
    for ending in Picture:
        file = tmp_path / f"chart.{ending.value}"
        of = ["--transcript", TOGETHER.transcript.id] if CHARTS[chart].of_transcript else []
        told = say("chart", project, chart, *of, "--for", whom, "-o", file)
        judge(f"chart {chart} --for {whom}", told + content_of(file.read_bytes()), line, at=ending.value)


@pytest.mark.parametrize("whom", ["team", "readers"])
def test_coded_transcripts(project: Path, tmp_path: Path, say: Callable[..., str], whom: str) -> None:
    for ending in DOCUMENTS:
        told = ""
        file = tmp_path / f"coded.{ending}"
        for person, talk in [(None, TOGETHER), *ALONE.items()]:
            if person is WIT:
                said = say(
                    "transcript", project, "--transcript", talk.transcript.id, "-o", tmp_path / "no.html", code=1
                )
                judge("transcript of who withdrew", said, NOTHING)
                continue
            told += say("transcript", project, "--transcript", talk.transcript.id, "--for", whom, "-o", file)
            told += content_of(file.read_bytes())
        judge(f"transcript --for {whom}", told, WALKED[f"transcript for {whom}"], at=ending)


QUERY = "About " + " ".join(person.label.split()[0] for person in EVERYBODY)


def test_there_is_somebody_at_each_level() -> None:
    assert {person.consent for person in PEOPLE} | {None} == {person.consent for person in (*EVERYBODY, TIE)}
    assert {INT, NOT} < STAY
