"""Which codebooks a new project takes: those that ship, and files of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from coder.errors import CoderError
from coder.gui.look.amounts import counted
from coder.gui.look.dialog_parts import Notice, card, column
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import Hairline, announce, button
from coder.services.codebook.codebook_files import CodebookGlance

_INDENT = 28
"""Where a tick box's text begins, in pixels."""

_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class _Offer:
    glance: CodebookGlance
    tick: QCheckBox


class CodebookChoice(QWidget):
    """A list of codebooks to tick, with a way to add a file; the first one is ticked."""

    changed = Signal()

    def __init__(
        self,
        files: Sequence[Path],
        *,
        look: Callable[[Path], CodebookGlance],
        theme: Theme,
        icons: IconSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._theme = theme
        self._offers: list[_Offer] = []
        self._problem = Notice(icons, theme, icon="warning", tone="danger")
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        self._rows.setSpacing(Space.S)
        self._add = button("Add file…")
        icons.dress(self._add, "add")
        self._add.setAccessibleName("Add a codebook file")
        self._add.setAutoDefault(False)
        self._add.clicked.connect(lambda _checked: self._ask())
        rows = QWidget()
        rows.setLayout(self._rows)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.S)
        whole.addWidget(card(rows))
        whole.addWidget(self._problem)
        whole.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignLeft)
        for file in files:
            self.add_file(file, tick=not self._offers)

    def chosen(self) -> tuple[Path, ...]:
        """Return the files that are ticked, in the order shown."""
        return tuple(offer.glance.file for offer in self._offers if offer.tick.isChecked())

    def add_file(self, file: Path, *, tick: bool = True) -> None:
        """Put a file on the list, or say why it cannot be."""
        try:
            glance = self._look(file)
        except CoderError as error:
            self._say(shortened(error.message))
            return
        twin = next((offer for offer in self._offers if offer.glance.id == glance.id), None)
        if twin is not None:
            same = twin.glance.file.resolve() == file.resolve()
            self._say("" if same else f"“{file.name}” has the id of “{twin.glance.name}”; a project takes only one.")
            twin.tick.setChecked(twin.tick.isChecked() or same)
            return
        self._say("")
        self._append(glance, tick=tick)

    def _append(self, glance: CodebookGlance, *, tick: bool) -> None:
        box = QCheckBox(glance.name.replace("&", "&&"))
        box.setFont(ui_font(strong=True))
        box.setChecked(tick)
        box.setToolTip(glance.description)
        box.toggled.connect(lambda _on: self.changed.emit())
        version = f"version {glance.version}" if glance.version else ""
        count = QLabel(", ".join(filter(None, (counted(glance.codes, "code"), version))))
        count.setFont(small_font())
        count.setProperty("tone", "soft")
        about = QLabel(first_sentence(glance.description) or glance.file.name)
        about.setFont(small_font())
        about.setProperty("tone", "soft")
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        about.setContentsMargins(_INDENT, 0, 0, 0)
        box.setAccessibleName(glance.name)
        box.setAccessibleDescription(f"{count.text()}. {about.text()}")
        top = QHBoxLayout()
        top.addWidget(box, 1)
        top.addWidget(count)
        if self._offers:
            self._rows.addWidget(Hairline(self._theme))
        self._rows.addLayout(column(top, about, spacing=0))
        if self._offers:
            QWidget.setTabOrder(self._offers[-1].tick, box)
        QWidget.setTabOrder(box, self._add)
        self._offers.append(_Offer(glance, box))
        self.changed.emit()

    def _say(self, problem: str) -> None:
        self._problem.say(problem)
        if problem:
            announce(self._add, problem)

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Add codebooks", "", "Codebooks (*.yaml *.yml)")
        for name in names:
            self.add_file(Path(name))


def shortened(message: str) -> str:
    """Return a message of many lines with the first ones only, and how many more there are."""
    lines = message.split("\n")
    if len(lines) <= _MOST_LINES + 1:
        return message
    return "\n".join([*lines[:_MOST_LINES], f"… and {len(lines) - _MOST_LINES} more"])


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, without what follows a blank after its full stop."""
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
