"""Coding what only an interviewer says, from the command line: it is done, noted, and counted nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coder.__main__ import run
from tests.services.evidence.pilot import PAY, a_pilot, talks

NOTE = "note: This passage is said by whoever asks, or by nobody, and so no evidence."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    a_pilot(tmp_path).close()
    return tmp_path / "Pilot.coder"


def done(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[str, str]:
    capsys.readouterr()
    assert run([str(argument) for argument in arguments]) == 0
    said = capsys.readouterr()
    return said.out, said.err


def listed(capsys: pytest.CaptureFixture[str], project: Path, what: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done(capsys, "list", project, what, "--json")[0])
    return found


def code(capsys: pytest.CaptureFixture[str], project: Path, quote: str, *more: str) -> tuple[str, str]:
    span = talks()[0].span(quote)
    return done(
        capsys, "code", project, "--transcript", "Interview 1", "--start", str(span.start), "--end", str(span.end),
        "--code", PAY, "--coder", "AB", *more,
    )  # fmt: skip


def test_coding_an_asker_goes_through_with_a_note(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {item["id"]: item["codings"] for item in listed(capsys, project, "codes")}
    talk = {item["transcript"]: item["codings"] for item in listed(capsys, project, "transcripts")}
    out, err = code(capsys, project, "How was the spring?")
    assert out == "Coded “How was the spring?” as “Enhanced security and livelihood for care workers”.\n"
    assert err.startswith(NOTE)
    assert err.count("\n") == 1
    assert {item["id"]: item["codings"] for item in listed(capsys, project, "codes")} == before
    assert {item["transcript"]: item["codings"] for item in listed(capsys, project, "transcripts")} == talk
    codings = {item["passage"]: item["counts"] for item in listed(capsys, project, "codings")}
    assert [passage for passage, counts in codings.items() if not counts and "spring" in passage] == [
        "How was the spring?"
    ]


def test_a_program_is_told_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(code(capsys, project, "And the summer?", "--json")[0])["counts"] is False
    out, err = code(capsys, project, "nobody rang", "--json")
    assert json.loads(out)["counts"] is True
    assert err == ""


def test_codings_from_a_table_say_how_many_count_nowhere(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "more.csv"
    rows = ["transcript,code,quote", f"Interview 1,{PAY},How was the spring?", f"Interview 1,{PAY},nobody rang"]
    file.write_text("\n".join(rows), encoding="utf-8")
    out, err = done(capsys, "codings", "import", project, file, "--coder", "AB")
    assert out.startswith("Imported 2 codings")
    assert err.startswith("note: 1 of these 2 passages is said by whoever asks")


def test_a_chart_has_a_limit_to_choose(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = done(capsys, "chart", project, "coverage", "--codes", "2", "-o", tmp_path / "few.svg")
    assert "of 7 outcomes have evidence" in out, "the figures are about all"
    assert "The other 5 outcomes" in (tmp_path / "few.svg").read_text(encoding="utf-8")
    done(capsys, "chart", project, "coverage", "--codes", "0", "-o", tmp_path / "all.svg")
    assert "The other" not in (tmp_path / "all.svg").read_text(encoding="utf-8")
