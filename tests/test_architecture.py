"""The house rules: who may import whom, what loads when, and what lies where."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 480


def test_the_layers_hold() -> None:
    code = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports())"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_top_level_holds_what_it_should() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("This is not a checkout.")
    tops = {line.split("/")[0].strip('"') for line in listed.stdout.splitlines()}
    known = {"coder", "codebooks", "resources", "tests", "pyproject.toml", "README.md"}
    assert {top for top in tops if not top.startswith(".")} == known


@pytest.mark.parametrize(
    "modules",
    [
        "coder.app, coder.cli, coder.services.project, coder.services.suggestions.suggesting",
        "coder.services.transcripts.importing, coder.services.coding.codings_import, coder.services.sample",
        "coder.services.evidence.charts, coder.services.evidence.reporting, coder.services.checking",
        "coder.services.evidence.coded_transcripts, coder.services.evidence.findings, coder.services.evidence.evidence",
    ],
)
def test_heavy_libraries_load_only_when_they_are_needed(modules: str) -> None:
    heavy = ("pandas", "spacy", "scipy", "matplotlib", "PySide6", "docx")
    code = f"import json, sys, {modules}; print(json.dumps([n for n in {heavy!r} if n in sys.modules]))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout) == []


def test_modules_stay_small_enough_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "coder").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}
