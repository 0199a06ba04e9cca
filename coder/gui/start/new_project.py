"""Making a project: its name, where it is kept, its codebooks, and who codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coder.gui.look.dialog_parts import FieldLabel, button_row, column
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import button, set_variant
from coder.gui.start.codebook_choice import CodebookChoice
from coder.services.codebook.codebook_files import CodebookGlance, look_at_codebook

SIZE = QSize(600, 600)
ENDING = ".coder"
_UNSUITED = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""What one system or another does not allow in the name of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProject:
    """What the person wants made."""

    path: Path
    codebooks: tuple[Path, ...]
    coder: str


class NewProjectDialog(FittedDialog):
    """Asks for what a new project needs; the file is made by whoever asked."""

    def __init__(
        self,
        *,
        codebooks: Sequence[Path],
        folder: Path,
        coder: str = "",
        look: Callable[[Path], CodebookGlance] = look_at_codebook,
        theme: Theme,
        icons: IconSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("New project")
        self.resize(SIZE)
        self._name = QLineEdit()
        self._name.setPlaceholderText("Pilot interviews 2026")
        self._folder = QLineEdit(str(folder))
        self._browse = button("Browse…")
        self._browse.setAccessibleName("Browse for the folder")
        self._browse.setAutoDefault(False)
        self._place = QLabel()
        self._place.setFont(small_font())
        self._place.setWordWrap(True)
        self._codebooks = CodebookChoice(codebooks, look=look, theme=theme, icons=icons)
        self._coder = QLineEdit(coder)
        self._coder_hint = QLabel("Everything that you code carries this name.")
        self._coder_hint.setFont(small_font())
        self._coder_hint.setProperty("tone", "soft")
        self._make = QPushButton("Create project")
        self._make.setProperty("kind", "primary")
        self._arrange()
        self._connect()
        self._check()
        self._name.setFocus()

    def _connect(self) -> None:
        for line in (self._name, self._folder, self._coder):
            line.setAcceptDrops(False)
            line.textChanged.connect(lambda _text: self._check())
        self._codebooks.changed.connect(self._check)
        self._browse.clicked.connect(lambda _checked: self._ask_for_folder())

    def choice(self) -> NewProject:
        """Return what was chosen."""
        return NewProject(path=self._path(), codebooks=self._codebooks.chosen(), coder=_clean(self._coder.text()))

    def accept(self) -> None:
        """Leave only with a choice that can be carried out."""
        if self._make.isEnabled():
            super().accept()

    def _path(self) -> Path:
        name = _clean(self._name.text())
        return Path(self._folder.text().strip()).expanduser() / f"{name.removesuffix(ENDING)}{ENDING}"

    def _check(self) -> None:
        """Say where the project will be, or what keeps it from being made."""
        path, problem = self._path(), self._problem()
        unfinished = not _clean(self._name.text()) or not _clean(self._coder.text())
        if problem:
            self._place.setText(problem)
        elif not _clean(self._name.text()):
            self._place.setText(f"A project is one file, NAME{ENDING}, that you can copy and send.")
        else:
            self._place.setText(f"Will be kept in one file, “{path.name}”.")
        set_variant(self._place, "tone", "danger" if problem else "soft")
        self._name.setAccessibleDescription(problem)
        without = "Write a name, so that everybody can see who coded what."
        self._coder_hint.setText(
            "Everything that you code carries this name." if self._coder.text().strip() else without
        )
        self._make.setEnabled(not problem and not unfinished)
        self._make.setToolTip("Give the project a name first" if unfinished and not problem else "")

    def _problem(self) -> str:
        name, folder = _clean(self._name.text()), self._folder.text().strip()
        if name and (_UNSUITED.search(name) or name.endswith(".") or name == ENDING):
            return "The name cannot be that of a file; leave out signs such as / \\ : * ? “ < > |."
        if not folder or not Path(folder).expanduser().is_dir():
            return (
                f"There is no folder “{folder}”; choose another one." if folder else "Choose a folder for the project."
            )
        if name and self._path().exists():
            return f"There is a project “{self._path().name}” in this folder already; choose another name."
        return ""

    def _ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder for the project", self._folder.text())
        if name:
            self._folder.setText(name)

    def _arrange(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(Space.S)
        where.addWidget(self._folder, 1)
        where.addWidget(self._browse)
        fields = column(
            column(FieldLabel("Project name", self._name), self._name),
            column(FieldLabel("Folder", self._folder), where, self._place),
            column(FieldLabel("Codebooks to begin with; more can be added later", self._codebooks), self._codebooks),
            column(FieldLabel("Your name or initials", self._coder), self._coder, self._coder_hint),
            spacing=Space.L,
        )
        fields.addStretch(1)
        page = QWidget()
        page.setLayout(fields)
        fields.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        cancel = QPushButton("Cancel")
        buttons = button_row(self._make, cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, Space.L)
        whole.setSpacing(Space.S)
        whole.addWidget(scroll, 1)
        foot = column(buttons)
        foot.setContentsMargins(Space.L, 0, Space.L, 0)
        whole.addLayout(foot)


def _clean(text: str) -> str:
    return " ".join(text.split())
