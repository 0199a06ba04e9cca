"""The first thing to see: begin a project, open one, or try the sample."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from coder.gui.base.actions import key_text
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import ICON_PX, IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import SectionTitle
from coder.gui.start.parts import Mark, RecentList, StartButton
from coder.gui.transcripts.drop import DropVeil, dropped_files

ENDING = ".coder"
_WIDEST = 880
_STEPS = (
    ("import", "Bring in transcripts", "From Otter, Teams, Zoom or Word, with who speaks and when."),
    ("tag", "Code passages", "Select, press {code_passage}, type part of a code’s name. Suggestions help; you decide."),
    ("table", "Export the evidence", "One row for each coding, with its quote, its speaker’s group and its domain."),
)


class StartPage(QWidget):
    """Offers three ways to begin and the projects that were open lately."""

    new_requested = Signal()
    open_requested = Signal()
    sample_requested = Signal()
    recent_chosen = Signal(Path)
    recent_forgotten = Signal(Path)

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self.setAccessibleName("Start")
        self.setAcceptDrops(True)
        self._new = self._offer("New project…", "One file, with the codebooks you choose", "file-plus", "new_project")
        self._open = self._offer("Open project…", "A .coder file, or drop one here", "folder-open", "open_project")
        self._sample = self._offer(
            "Try the sample project", "Four invented transcripts, partly coded", "book-open", "open_sample"
        )
        self._recent = RecentList(theme=theme, icons=icons)
        self._recent_title = SectionTitle("Recent projects")
        self._steps_title = SectionTitle("How it goes")
        self._steps = QWidget()
        self._pictures: list[tuple[QLabel, str, str]] = []
        self._arrange()
        self._veil = DropVeil(theme, self, text="Drop to open")
        self._connect()
        self._draw()
        self.show_recent([])

    def _connect(self) -> None:
        self._new.clicked.connect(lambda _checked: self.new_requested.emit())
        self._open.clicked.connect(lambda _checked: self.open_requested.emit())
        self._sample.clicked.connect(lambda _checked: self.sample_requested.emit())
        self._recent.chosen.connect(self.recent_chosen)
        self._recent.forgotten.connect(self.recent_forgotten)
        follow(self._icons.changed, self, self._draw)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Show the projects that were open lately, the latest first; files that are gone are left out."""
        there = [path for path in paths if path.is_file()]
        self._recent.show_projects(there, today=date.today())
        for part in (self._recent, self._recent_title):
            part.setVisible(bool(there))
        for other in (self._steps, self._steps_title):
            other.setVisible(not there)
        self.setFocusProxy(self._recent if there else self._new)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the recent projects have the keys that lead to one and open it, wherever on the page the person is."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if self._recent.isVisible() and event.key() in keys:
            self._recent.setFocus(Qt.FocusReason.OtherFocusReason)
            self._recent.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _projects(event.mimeData()):
            event.acceptProposedAction()
            self._veil.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        projects = _projects(event.mimeData())
        if projects:
            event.acceptProposedAction()
            self.recent_chosen.emit(projects[0])

    def _offer(self, text: str, about: str, icon: str, action: str) -> StartButton:
        return StartButton(text, about, icon=icon, keys=key_text(action), theme=self._theme, icons=self._icons)

    def _arrange(self) -> None:
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(2 * Space.XL)
        columns.addLayout(self._beginning(), 1)
        columns.addLayout(self._lately(), 1)
        content = QWidget()
        content.setMaximumWidth(_WIDEST)
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2 * Space.XL)
        inside.addLayout(self._heading())
        inside.addLayout(columns)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(content, 1000)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * Space.XL, Space.XL, 2 * Space.XL, Space.L)
        whole.setSpacing(Space.L)
        whole.addStretch(2)
        whole.addLayout(middle)
        whole.addStretch(3)
        whole.addLayout(self._promise())

    def _heading(self) -> QHBoxLayout:
        name = QLabel("Coder")
        font = ui_font(strong=True)
        font.setPixelSize(28)
        name.setFont(font)
        line = QLabel("Code interviews and workshops against a shared codebook, and export the evidence.")
        line.setProperty("tone", "soft")
        line.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(Mark(self._theme), alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        return row

    def _beginning(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(Space.S)
        box.addWidget(SectionTitle("Begin"))
        for press in (self._new, self._open, self._sample):
            box.addWidget(press)
        box.addStretch(1)
        return box

    def _lately(self) -> QVBoxLayout:
        steps = QVBoxLayout(self._steps)
        steps.setContentsMargins(0, Space.XS, 0, 0)
        steps.setSpacing(Space.L)
        for icon, what, how in _STEPS:
            steps.addLayout(self._step(icon, what, how.format(code_passage=key_text("code_passage"))))
        box = QVBoxLayout()
        box.setSpacing(Space.S)
        for part in (self._recent_title, self._recent, self._steps_title, self._steps):
            box.addWidget(part)
        box.addStretch(1)
        return box

    def _step(self, icon: str, what: str, how: str) -> QHBoxLayout:
        picture = self._picture(icon, "faint")
        title, about = QLabel(what), QLabel(how)
        title.setFont(ui_font(strong=True))
        about.setProperty("tone", "soft")
        about.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(title)
        words.addWidget(about)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _promise(self) -> QHBoxLayout:
        line = QLabel("Everything stays on this computer.")
        line.setFont(small_font())
        line.setProperty("tone", "faint")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self._picture("lock", "faint"))
        row.addWidget(line)
        row.addStretch(1)
        return row

    def _picture(self, icon: str, tone: str) -> QLabel:
        label = QLabel()
        self._pictures.append((label, icon, tone))
        return label

    def _draw(self) -> None:
        for label, icon, tone in self._pictures:
            label.setPixmap(self._icons.pixmap(icon, ICON_PX, tone=tone, ratio=self.devicePixelRatioF()))


def _projects(data: object) -> list[Path]:
    return [path for path in dropped_files(data) if path.suffix.lower() == ENDING]  # type: ignore[arg-type]
