"""The commands that write what is handed in: report, charts, coded transcripts, findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.__main__ import run
from tests.helpers.pages import read_page
from tests.services.evidence.pilot import PAY, a_pilot


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = a_pilot(tmp_path)
    made.close()
    return tmp_path / "Pilot.coder"


def done(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert run([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 1) -> str:
    assert run([str(argument) for argument in arguments]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    if code == 1:
        assert said.err.startswith("coder: ")
        assert said.err.count("\n") == 1
    return said.err


def test_a_report_is_written_with_the_findings(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = done(capsys, "finding", project, "Enhanced security and livelihood for care workers", "--text", "It holds.")
    assert said == "Write finding on “Enhanced security and livelihood for care workers”.\n"
    assert done(capsys, "finding", project, PAY) == "It holds.\n"
    (tmp_path / "intro.txt").write_text("\ufeffThe first year.", encoding="utf-8")
    done(capsys, "finding", project, "introduction", "--file", tmp_path / "intro.txt")
    said = done(capsys, "report", project, "-o", tmp_path / "report.html", "--title", "Our year")
    assert said.startswith("Wrote the report on 8 codings in 10 parts to ")
    page = read_page((tmp_path / "report.html").read_bytes())
    assert page.headings[0] == (1, "Our year")
    assert "It holds." in page.text
    assert "The first year." in page.text
    done(capsys, "report", project, "--format", "docx", "-o", tmp_path / "report.docx")
    assert (tmp_path / "report.docx").read_bytes().startswith(b"PK")


def test_charts_and_transcripts_are_written(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "coverage" in done(capsys, "chart", project, "list")
    said = done(capsys, "chart", project, "coverage", "-o", tmp_path / "a.svg", "--look", "dark", "--width", "700")
    assert "of 7 outcomes have evidence" in said
    done(capsys, "chart", project, "timeline", "--transcript", "interview 1", "-o", tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    said = done(capsys, "transcript", project, "--transcript", "Workshop A", "-o", tmp_path / "a.html")
    assert said.startswith("Wrote “Workshop A” with 4 codings")
    read_page((tmp_path / "a.html").read_bytes())


def test_what_cannot_be_done_is_one_clear_line(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "html or docx" in refused(capsys, "report", project, "-o", tmp_path / "a.pdf")
    assert "There are: coverage" in refused(capsys, "chart", project, "pie", "-o", tmp_path / "a.svg")
    assert ".svg or .png" in refused(capsys, "chart", project, "coverage", "-o", tmp_path / "a.gif")
    assert "say which one" in refused(capsys, "chart", project, "timeline", "-o", tmp_path / "a.svg")
    missing = refused(capsys, "transcript", project, "--transcript", "Nobody", "-o", tmp_path / "a.html")
    assert "There are: “Interview 1”" in missing
    assert "does not exist" in refused(capsys, "report", project, "-o", tmp_path / "no" / "a.html")
    assert "no code “nothing”" in refused(capsys, "finding", project, "nothing", "--text", "x")
    assert "cannot be read" in refused(capsys, "finding", project, "conclusion", "--file", tmp_path / "no.txt")


def test_wrong_usage_exits_with_two(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(capsys, "report", project, code=2)
    refused(capsys, "chart", project, "coverage", code=2)
    refused(capsys, "report", project, "--format", "pdf", "-o", tmp_path / "a.pdf", code=2)
    refused(capsys, "finding", project, PAY, "--text", "x", "--file", tmp_path / "y", code=2)
