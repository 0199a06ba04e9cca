"""What this computer remembers for the evaluator: name, look, size of the text, and what suggestions use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.learning import VectorModel
from coder.errors import CoderError
from coder.gui.base.file_dialogs import FileDialogs
from coder.gui.look.dialog_parts import FieldLabel, button_row, column
from coder.gui.look.fonts import small_font
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Mode, Space
from coder.gui.look.widgets import SectionTitle, WrappedLabel, button
from coder.services.suggestions import vectors

_WIDTH = 560
_INDENT = 25
_SIZES = (12, 13, 14, 15, 16, 17, 18, 20, 22, 24, 28)
_LOOKS = ((Mode.SYSTEM, "As the system"), (Mode.LIGHT, "Light"), (Mode.DARK, "Dark"))
_HOW = (
    "Coder works without a model and never fetches one. To add one by hand, have it installed into the Python that "
    "runs Coder, with the command below (or en_core_web_lg, ten times as large), or copy the folder of a spaCy model "
    "with vectors to this computer and choose it here. Nothing that you code leaves this computer either way."
)
_COMMAND = "python -m spacy download en_core_web_md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the person wants to be remembered."""

    coder: str
    mode: Mode
    text_size: int
    vectors: str
    """A package, a folder, or empty for none."""


def ask_for_wishes(now: Wishes, *, engine: str, files: FileDialogs, parent: QWidget) -> Wishes | None:
    """Let the person change the preferences; None if they leave them. `engine` is what makes suggestions now."""
    dialog = PreferencesDialog(
        now,
        engine=engine,
        models=vectors.models_installed(),
        describe=vectors.describe,
        choose_folder=lambda: files.model_folder(Path.home()),
        parent=parent,
    )
    accepted = dialog.exec() == PreferencesDialog.DialogCode.Accepted
    wished = dialog.wishes() if accepted else None
    dialog.deleteLater()
    return wished


class PreferencesDialog(FittedDialog):
    """Shows the preferences; `describe` raises `CoderError` for a folder that holds no model that can be used."""

    def __init__(
        self,
        now: Wishes,
        *,
        engine: str,
        models: Sequence[VectorModel],
        describe: Callable[[str], VectorModel],
        choose_folder: Callable[[], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self._describe = describe
        self._choose_folder = choose_folder
        self._coder = QLineEdit(now.coder)
        self._coder_label = FieldLabel("Your name or initials", self._coder)
        self._mode = QComboBox()
        for mode, words in _LOOKS:
            self._mode.addItem(words, mode)
        self._mode.setCurrentIndex([mode for mode, _ in _LOOKS].index(now.mode))
        self._size = QComboBox()
        for size in sorted({*_SIZES, now.text_size}):
            self._size.addItem(f"{size} px", size)
        self._size.setCurrentIndex(self._size.findData(now.text_size))
        self._engine = WrappedLabel(
            f"In use now: {engine}." if engine else "Suggestions are used once a project is open."
        )
        self._engine.setProperty("tone", "soft")
        self._group = QButtonGroup(self)
        self._none = QRadioButton("No model: key terms, wording, and what your team coded")
        self._models = {model.name: QRadioButton(_offered(model)) for model in models}
        self._other = QRadioButton("A model in a folder of this computer")
        self._folder = QLineEdit()
        self._folder.setPlaceholderText("Folder of the model")
        self._folder.setAccessibleName("Folder of the model")
        self._browse = button("Choose…")
        self._browse.setAccessibleName("Choose the folder of the model")
        self._costs = WrappedLabel()
        self._costs.setFont(small_font())
        self._costs.setProperty("tone", "soft")
        self._save = button("Save", kind="primary")
        self._choose(now.vectors)
        self._arrange()
        self._connect()
        self._check()

    def _connect(self) -> None:
        self._coder.textChanged.connect(lambda _text: self._check())
        self._group.buttonToggled.connect(lambda *_: self._check())
        self._folder.textEdited.connect(lambda _text: self._other.setChecked(True))
        self._folder.textChanged.connect(lambda _text: self._check())
        self._browse.clicked.connect(lambda _checked: self._look_for_folder())

    def wishes(self) -> Wishes:
        """Return what is chosen."""
        return Wishes(
            coder=" ".join(self._coder.text().split()),
            mode=Mode(self._mode.currentData()),
            text_size=int(self._size.currentData()),
            vectors=self._vectors(),
        )

    def costs_text(self) -> str:
        """Return what is said about the chosen model: what it costs, or why it cannot be used."""
        return self._costs.text()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(_WIDTH, 0))

    def _vectors(self) -> str:
        if self._other.isChecked():
            return self._folder.text().strip()
        return next((name for name, radio in self._models.items() if radio.isChecked()), "")

    def _choose(self, vectors: str) -> None:
        for radio in (self._none, *self._models.values(), self._other):
            self._group.addButton(radio)
        if not vectors:
            self._none.setChecked(True)
        elif vectors in self._models:
            self._models[vectors].setChecked(True)
        else:
            self._other.setChecked(True)
            self._folder.setText(vectors)

    def _look_for_folder(self) -> None:
        folder = self._choose_folder()
        if folder is not None:
            self._other.setChecked(True)
            self._folder.setText(str(folder))

    def _check(self) -> None:
        """Say what the choice costs or why it cannot be made, and let only what can be used be saved."""
        named = bool(self._coder.text().strip())
        self._coder_label.show_problem("" if named else "Write a name, so that everybody can see who coded what")
        where, problem, said = self._vectors(), "", ""
        if self._other.isChecked() and not where:
            problem = "Choose the folder of the model."
        elif where:
            try:
                said = _cost(self._describe(where))
            except CoderError as error:
                problem = error.message
        self._costs.setText(problem or said)
        self._costs.setVisible(bool(problem or said))
        self._costs.setAccessibleName(problem or said)
        tone = "danger" if problem else "soft"
        if self._costs.property("tone") != tone:
            self._costs.setProperty("tone", tone)
            self._costs.style().unpolish(self._costs)
            self._costs.style().polish(self._costs)
        self._folder.setAccessibleDescription(problem if self._other.isChecked() else "")
        self._save.setEnabled(named and not problem)

    def _arrange(self) -> None:
        cancel = button("Cancel")
        buttons = button_row(self._save, cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        looks = QHBoxLayout()
        looks.setSpacing(Space.L)
        looks.addLayout(column(FieldLabel("Light or dark", self._mode), self._mode), 1)
        looks.addLayout(column(FieldLabel("Text of transcripts", self._size), self._size), 1)
        folder = QHBoxLayout()
        folder.setContentsMargins(_INDENT, 0, 0, 0)
        folder.setSpacing(Space.S)
        folder.addWidget(self._folder, 1)
        folder.addWidget(self._browse)
        how = WrappedLabel(_HOW)
        how.setFont(small_font())
        how.setProperty("tone", "soft")
        command = QLabel(_COMMAND)
        command.setFont(small_font(strong=True))
        command.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        command.setAccessibleName(f"Command: {_COMMAND}")
        more = WrappedLabel("A model that knows which words mean something alike can help while little is coded:")
        choices = column(self._none, *self._models.values(), self._other, folder, spacing=Space.XS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.XL)
        whole.addLayout(column(SectionTitle("You"), column(self._coder_label, self._coder), spacing=Space.S))
        whole.addLayout(column(SectionTitle("Look"), looks, spacing=Space.S))
        whole.addLayout(
            column(SectionTitle("Suggestions"), self._engine, more, choices, self._costs, how, command, spacing=Space.S)
        )
        whole.addStretch(1)
        whole.addWidget(buttons)


def _offered(model: VectorModel) -> str:
    return f"{model.name}: {model.kind}, {_megabytes(model.size)}"


def _cost(model: VectorModel) -> str:
    size = _megabytes(model.size)
    return (
        f"“{model.name}” gives {model.kind}. It takes {size} on the disk and about as much memory while Coder runs, "
        "and suggestions get ready some seconds later."
    )


def _megabytes(size: int) -> str:
    return f"{max(1, round(size / 1_000_000)):,} MB"
