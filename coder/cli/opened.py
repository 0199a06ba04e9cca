"""What the commands on a project have in common: the project they are told of, opened and closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from coder.services.project import Project, open_project
from coder.services.settings import Settings

ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="The project file, NAME.coder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@contextmanager
def opened_project(path: Path, *, writes: bool = True, person: str = "") -> Iterator[Project]:
    """Open a project for one command, and leave it at rest; `person` is who acts, yourself if left out."""
    settings = Settings()
    project = open_project(path, writes=writes, copies=settings.backups, person=person or settings.coder)
    try:
        with project.foreseen():
            yield project
    finally:
        project.close()
