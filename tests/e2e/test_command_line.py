"""The command line as a contract: real processes, exit codes, one clear line for what goes wrong."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

OTTER = """Mara Field  0:02
Thanks for coming in. How did you get involved?

Joan Pettifer  0:09
My neighbour asked me. I was lonely, to be honest, and the circle has been a lifeline.

Mara Field  1:02:10
And a time that was not so good?

Joan Pettifer  1:02:14
When they cancelled the visit and nobody rang. I lost two hours of pay.

Transcribed by https://otter.ai
"""
VTT = """WEBVTT

0b1c2d3e-1111-2222-3333-444455556666/12-0
00:00:03.120 --> 00:00:06.000
<v Mara Field>So what changed for you?</v>

0b1c2d3e-1111-2222-3333-444455556666/13-0
00:00:06.500 --> 00:00:09.000
<v Sam O’Neill>I get paid for travel now,</v>

0b1c2d3e-1111-2222-3333-444455556666/14-0
00:00:09.100 --> 00:00:12.000
<v Sam O’Neill>and I can plan my week.</v>
"""


def coder(*arguments: str | Path, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", "coder", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
        check=False,
        timeout=100,
    )


def done(*arguments: str | Path) -> Any:
    """Run a command that must succeed and print one JSON document."""
    result = coder(*arguments, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def refused(*arguments: str | Path, code: int = 1) -> str:
    """Run a command that must fail, and return what it says; never a traceback."""
    result = coder(*arguments)
    assert result.returncode == code, (result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "Pilot.coder"
    assert coder("new", path, "--codebook", "outcomes").returncode == 0
    return path


@pytest.fixture
def filled(project: Path, tmp_path: Path) -> Path:
    (tmp_path / "Joan.txt").write_text(OTTER, encoding="utf-8")
    (tmp_path / "Sam.vtt").write_text(VTT, encoding="utf-8")
    assert coder("import", project, tmp_path / "Joan.txt", tmp_path / "Sam.vtt").returncode == 0
    return project


def test_the_whole_job_from_transcripts_to_the_evidence(filled: Path, tmp_path: Path) -> None:
    transcripts = done("list", filled, "transcripts")
    assert [item["layout"] for item in transcripts] == ["Otter text", "Teams captions (VTT)"]
    rows = [
        ["transcript", "code", "quote", "direction", "memo"],
        ["Joan", "community-kindness", "the circle has been a lifeline", "supports", "Strong."],
        ["Joan.txt", "secure-livelihood", "I lost two hours of pay.", "challenges", "=1+1"],
        ["Sam", "economic-wellbeing", "nowhere to be found", "", ""],
        ["Sam", "economic-wellbeing", "I get paid for travel now, and I can plan my week.", "", ""],
    ]
    with (tmp_path / "codings.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    report = coder("codings", "import", filled, tmp_path / "codings.csv", "--json")
    assert report.returncode == 1
    found = json.loads(report.stdout)
    assert found["imported"] == 3
    assert [problem["line"] for problem in found["problems"]] == [4]
    assert "does not occur" in report.stderr
    output = tmp_path / "evidence.csv"
    assert coder("export", filled, "--table", "evidence", "--format", "csv", "-o", output).returncode == 0
    first = output.read_bytes()
    assert coder("export", filled, "--table", "evidence", "--format", "csv", "-o", output).returncode == 0
    assert output.read_bytes() == first
    with output.open(encoding="utf-8", newline="") as file:
        evidence = list(csv.DictReader(file))
    assert [row["code_id"] for row in evidence] == ["community-kindness", "secure-livelihood", "economic-wellbeing"]
    assert evidence[1]["direction"] == "challenges"
    assert not evidence[1]["memo"].startswith("=")
    assert evidence[0]["domain"] == "Well-being, Relationships & Belonging"
    assert done("check", filled)["sound"] is True


def test_a_byte_order_mark_is_an_option(filled: Path, tmp_path: Path) -> None:
    output = tmp_path / "evidence.csv"
    assert coder("export", filled, "--table", "evidence", "--format", "csv", "--bom", "-o", output).returncode == 0
    assert output.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_passage_is_coded_by_place(filled: Path) -> None:
    where = ("--transcript", "Joan", "--start", "45", "--end", "60", "--code", "community-kindness")
    added = done("code", filled, *where, "--direction", "mixed", "--coder", "AB", "--memo", "Hm.")
    codings = done("list", filled, "codings")
    assert [(item["id"], item["coder"], item["direction"], item["memo"]) for item in codings] == [
        (added["coding"], "AB", "mixed", "Hm.")
    ]


def test_suggestions_come_with_reasons_for_participants_only(filled: Path) -> None:
    offered = done("suggest", filled, "--transcript", "Sam", "--top", "2")
    assert [item["turn"] for item in offered] == [2]
    assert all(len(item["suggestions"]) <= 2 for item in offered)
    best = offered[0]["suggestions"][0]
    assert best["rank"] == 1
    assert best["reasons"]
    loose = done("suggest", filled, "--text", "I am paid for travel and my hours are guaranteed")
    assert loose["suggestions"][0]["code"] in ("secure-livelihood", "economic-wellbeing")


def test_files_that_cannot_be_read_are_named_and_the_others_come_in(project: Path, tmp_path: Path) -> None:
    (tmp_path / "Joan.txt").write_text(OTTER, encoding="utf-8")
    (tmp_path / "Again.txt").write_text(OTTER, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "scan.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    names = ("Joan.txt", "Again.txt", "empty.txt", "scan.txt")
    result = coder("import", project, *(tmp_path / name for name in names))
    assert result.returncode == 1
    for part in ("Again.txt", "empty.txt", "scan.txt", "same text"):
        assert part in result.stderr
    assert [item["transcript"] for item in done("list", project, "transcripts")] == ["Joan"]


def test_what_cannot_be_done_is_one_clear_line(filled: Path, tmp_path: Path) -> None:
    assert "There is no project" in refused("list", tmp_path / "none.coder", "codes")
    (tmp_path / "letter.coder").write_text("Dear all", encoding="utf-8")
    assert "not a Coder project" in refused("check", tmp_path / "letter.coder")
    assert "is there already" in refused("new", filled)
    place = ("--transcript", "Joan", "--code", "community-kindness")
    assert "There is no transcript" in refused(
        "code", filled, "--transcript", "Jim", "--start", "0", "--end", "4", "--code", "community-kindness"
    )
    assert "There is no code" in refused(
        "code", filled, "--transcript", "Joan", "--start", "0", "--end", "4", "--code", "kindness-x"
    )
    assert "only" in refused("code", filled, *place, "--start", "0", "--end", "99999")
    assert refused("code", filled, *place, "--start", "9", "--end", "3")
    assert refused("export", filled, "-o", tmp_path / "missing" / "e.csv")
    assert "coverage" in refused("export", filled, "--table", "nonsense", "-o", tmp_path / "e.csv")
    assert "saved query" in refused("export", filled, "--query", "nonsense", "-o", tmp_path / "e.csv")
    assert "one CSV file" in refused("export", filled, "--table", "all", "-o", tmp_path / "e.csv")
    assert "Type a word" in refused("search", filled, " – ")
    assert "no participant" in refused("consent", filled, "--participant", "Nobody", "--level", "internal")


def test_wrong_usage_exits_with_two(filled: Path) -> None:
    refused("list", filled, "nonsense", code=2)
    refused("frobnicate", code=2)
    refused("code", filled, "--transcript", "Joan", code=2)
    where = ("--transcript", "Joan", "--start", "0", "--end", "4", "--code", "community-kindness")
    refused("code", filled, *where, "--direction", "sideways", code=2)
    refused("export", filled, "--format", "pptx", "-o", "e.pptx", code=2)
    refused("consent", filled, "--level", "internal", code=2)


def test_a_new_project_with_a_broken_codebook_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("codebook: [", encoding="utf-8")
    refused("new", tmp_path / "P.coder", "--codebook", tmp_path / "bad.yaml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml"]


def test_codebooks_are_checked(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    assert coder("codebook", "validate", root / "codebooks" / "outcomes.yaml").returncode == 0
    assert "bad.yaml" in refused("codebook", "validate", _bad(tmp_path))


def test_a_narrow_terminal_encoding_does_not_stop_a_command(filled: Path) -> None:
    result = coder("list", filled, "codes", encoding="ascii:replace")
    assert result.returncode == 0


def test_without_a_screen_the_demo_does_the_same_job_in_print(tmp_path: Path) -> None:
    result = coder("demo", tmp_path / "demo")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("There is no screen here")
    assert "because" in result.stdout or "key term" in result.stdout or "like the example" in result.stdout
    assert list((tmp_path / "demo").glob("*.csv"))
    assert list((tmp_path / "demo").glob("*.coder"))


def _bad(folder: Path) -> Path:
    path = folder / "bad.yaml"
    path.write_text("<<<<<<< HEAD\nid: x\n", encoding="utf-8")
    return path


def test_tables_are_exported_in_every_format_and_by_a_saved_query(tmp_path: Path) -> None:
    from coder.domain.query import Query
    from coder.services.evidence.queries import save_query
    from coder.services.project import open_project
    from coder.services.sample import build_sample

    path = tmp_path / "Sample.coder"
    build_sample(path, coder="AB").close()
    opened = open_project(path)
    save_query(opened, name="Against", query=Query(directions=("challenges",)))
    opened.close()
    assert [query["query"] for query in done("list", path, "queries", "--json")] == ["Against"]
    for ending in ("csv", "xlsx", "html", "docx", "json"):
        output = tmp_path / f"coverage.{ending}"
        exported = coder("export", path, "--table", "coverage", "-o", output)
        assert exported.returncode == 0, exported.stderr
        assert exported.stderr.startswith("note: For the team, not to be passed on:")
        assert exported.stderr.count("\n") == 1
        assert output.stat().st_size > 500
    output = tmp_path / "against.csv"
    assert coder("export", path, "--query", "against", "-o", output).returncode == 0
    with output.open(encoding="utf-8", newline="") as file:
        assert {row["direction"] for row in csv.DictReader(file)} == {"challenges"}
    assert coder("export", path, "--table", "all", "-o", tmp_path / "all.xlsx").returncode == 0
    assert "evidence" in {table["table"] for table in done("tables", "--json")}


def test_words_are_found_and_consent_is_kept(tmp_path: Path) -> None:
    from coder.services.sample import build_sample

    path = tmp_path / "Sample.coder"
    build_sample(path, coder="AB").close()
    found = done("search", path, "rota*", "--json")
    assert found["turns"] == len(found["hits"]) > 0
    assert all(hit["words"].lower().startswith("rota") for hit in found["hits"])
    withheld = done("consent", path, "--participant", "worker 1", "--level", "withdrawn", "--json")["withheld"]
    assert withheld[0]["participant"] == "Worker 1"
    assert withheld[0]["codings"] > 0
    after = done("search", path, "rota*", "--json")
    assert "Worker 1" not in {hit["participant"] for hit in after["hits"]}
