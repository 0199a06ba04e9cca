"""The house rules: who may import whom, what loads when, and what lies where."""

from __future__ import annotations

import ast
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


def imported(path: Path, *, of: Path) -> set[Path]:
    """Return the files below `of` that a file imports: at its head, for type checking only, or inside functions."""
    package = [of.name, *path.relative_to(of).parts[:-1]]
    found: set[Path | None] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {_file_of(name.name.split("."), of) for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else []
            whence = start + (node.module.split(".") if node.module else [])
            for name in node.names:
                found.add(_file_of([*whence, name.name], of) or _file_of(whence, of))
    return {file for file in found if file is not None and file != path}


def _file_of(name: list[str], root: Path) -> Path | None:
    if not name or name[0] != root.name:
        return None
    place = root.joinpath(*name[1:])
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def circles(root: Path) -> list[str]:
    """Return each circle of files below a package once, as a line that leads round it."""
    arrows = {path: sorted(imported(path, of=root)) for path in sorted(root.rglob("*.py"))}
    found: list[str] = []
    done: set[Path] = set()

    def walk(path: Path, way: list[Path]) -> None:
        if path in way:
            circle = [*way[way.index(path) :], path]
            found.append(" -> ".join(str(file.relative_to(root.parent)) for file in circle))
        elif path not in done:
            for target in arrows[path]:
                walk(target, [*way, path])
            done.add(path)

    for path in arrows:
        walk(path, [])
    return found


def test_no_files_import_each_other_in_a_circle() -> None:
    found = circles(ROOT / "coder")
    assert not found, (
        "These files import each other in a circle. Type-checking imports and imports inside functions count, too: "
        "move what both need into a file of its own, or hand the lower one a narrow protocol.\n" + "\n".join(found)
    )


@pytest.mark.parametrize(
    "line",
    [
        "from toy.low import thing",
        "import toy.low",
        "from toy import low",
        "from . import low",
        "from .low import thing",
        "if TYPE_CHECKING:\n    from toy.low import thing",
        "def late() -> None:\n    from toy.low import thing",
        "class Late:\n    def late(self) -> None:\n        import toy.low",
    ],
)
def test_a_circle_is_found_however_it_is_imported(tmp_path: Path, line: str) -> None:
    toy = tmp_path / "toy"
    (toy / "room").mkdir(parents=True)
    for package in (toy, toy / "room"):
        (package / "__init__.py").touch()
    (toy / "top.py").write_text("import toy.room.middle\nimport json\n", encoding="utf-8")
    (toy / "room" / "middle.py").write_text("from ..low import thing\n", encoding="utf-8")
    (toy / "low.py").write_text("thing = 1\n", encoding="utf-8")
    assert circles(toy) == []
    (toy / "low.py").write_text("from toy import top\n", encoding="utf-8")
    (toy / "top.py").write_text(f"from typing import TYPE_CHECKING\n{line}\n", encoding="utf-8")
    assert circles(toy) == ["toy/low.py -> toy/top.py -> toy/low.py"]


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
