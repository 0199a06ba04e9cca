"""Where projects lie, and how a new one is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from coder import shipped
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.services.codebook import codes
from coder.services.project import Project, create_project
from coder.services.settings import Settings

if TYPE_CHECKING:
    from coder.gui.start.new_project import NewProject


def usual_folder(settings: Settings) -> Path:
    """Return where the person keeps their projects: beside the last one, or their documents."""
    recent = settings.recent_projects()
    if recent:
        return recent[0].parent
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def ask_for_new_project(settings: Settings, *, theme: Theme, icons: IconSet, parent: QWidget) -> NewProject | None:
    """Let the person name a project and choose its codebooks; None if they think better of it."""
    from coder.gui.start.new_project import NewProjectDialog

    dialog = NewProjectDialog(
        codebooks=sorted(shipped.codebooks_folder().glob("*.yaml")),
        folder=usual_folder(settings),
        coder=settings.coder,
        theme=theme,
        icons=icons,
        parent=parent,
    )
    accepted = dialog.exec() == NewProjectDialog.DialogCode.Accepted
    choice = dialog.choice() if accepted else None
    dialog.deleteLater()
    return choice


def make_project(path: Path, codebooks: Sequence[Path], *, person: str) -> Project:
    """Make a project file with its codebooks; raises `CoderError`, and leaves no file behind then."""
    project = create_project(path, person=person)
    try:
        for file in codebooks:
            codes.add_codebook(project, file=file)
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    project.history.clear()
    return project
