"""The workspace laid out: codes on the left, the form in the middle, passages on the right, sharing above."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSplitter, QVBoxLayout, QWidget

from coder.gui.base.focus import step_part
from coder.gui.codebook.form import CodeForm
from coder.gui.codebook.passages import PassageList
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, Hairline, announce, button, set_variant


class WorkspacePage(QWidget):
    """What is seen while the codebook is edited."""

    left = Signal()
    """The person goes back to the transcripts."""
    link_requested = Signal()
    take_in_requested = Signal()
    publish_requested = Signal()
    tasks_requested = Signal()
    export_requested = Signal()
    spreadsheet_requested = Signal()
    log_requested = Signal()
    unlink_requested = Signal()

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Codebook workspace")
        self._theme = theme
        self.codes = CodebookPanel(theme=theme, icons=icons)
        self.codes.for_editing()
        self.form = CodeForm(theme)
        self.passages = PassageList(theme)
        self._name = QLabel("Codebook")
        font = ui_font(strong=True)
        font.setPixelSize(font.pixelSize() + 2)
        self._name.setFont(font)
        self._standing = ElidedLabel()
        self._standing.setFont(small_font())
        self._standing.setProperty("tone", "soft")
        self._said = ""
        self.tasks = button("Older definitions…")
        self.tasks.setToolTip("Passages coded under an older definition")
        self.link = button("Link to a shared file…")
        self.take_in = button("Take in…")
        self.publish = button("Publish…")
        self.more = button("More")
        self.more.setToolTip("Export, print, spreadsheets, change log")
        menu = QMenu(self.more)
        for text, signal in (
            ("Export or print the codebook…", self.export_requested),
            ("Take in an edited spreadsheet…", self.spreadsheet_requested),
            ("Change log…", self.log_requested),
        ):
            menu.addAction(text, signal.emit)
        menu.addSeparator()
        self._relink = menu.addAction("Link to another file…", self.link_requested.emit)
        self._unlink = menu.addAction("Share it no longer", self.unlink_requested.emit)
        self.more.setMenu(menu)
        self.back = button("Back to the transcripts")
        icons.dress(self.back, "chevron-left")
        self._arrange(theme)
        for press in (self.tasks, self.link, self.take_in, self.publish):
            press.hide()  # Which of them are wanted is not known yet; all together would widen the window.
        for press, signal in (
            (self.tasks, self.tasks_requested),
            (self.link, self.link_requested),
            (self.take_in, self.take_in_requested),
            (self.publish, self.publish_requested),
            (self.back, self.left),
        ):
            press.clicked.connect(lambda _checked=False, tell=signal: tell.emit())

    def show_standing(
        self, name: str, standing: str, *, linked: bool, can_take_in: bool, can_publish: bool, tasks: int
    ) -> None:
        """Show how the codebook and the shared file stand, and what can be done about it."""
        self._name.setText(name)
        self._standing.setText(standing)
        self.link.setVisible(not linked)
        self.take_in.setVisible(linked)
        self.publish.setVisible(linked)
        self.take_in.setEnabled(can_take_in)
        self.publish.setEnabled(can_publish)
        set_variant(self.take_in, "kind", "primary" if can_take_in else "")
        for action in (self._relink, self._unlink):
            action.setVisible(linked)
        if standing != self._said and self.isVisible():
            announce(self._standing, standing)
        self._said = standing
        self.tasks.setVisible(bool(tasks))
        self.tasks.setText(f"{tasks} older definition{'' if tasks == 1 else 's'}…")

    @property
    def is_dark(self) -> bool:
        """Tell whether the dark look is on."""
        return self._theme.is_dark

    def standing(self) -> str:
        """Return what is said about sharing."""
        return self._standing.text()

    def step_part(self, by: int) -> None:
        """Give the keys to the next part: codes, form, passages, what can be done with the codebook."""
        parts: list[tuple[QWidget, Callable[[], object]]] = [
            (self.codes, self.codes.focus_tree),
            (self.form, self.form.focus_name),
            (self.passages, self.passages.focus_text),
            (self, self.back.setFocus),
        ]
        step_part(parts, by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self, theme: Theme) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._standing)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self.back)
        head.addSpacing(Space.M)
        head.addLayout(words, 1)
        for press in (self.tasks, self.link, self.take_in, self.publish, self.more):
            head.addWidget(press)
        paper = QFrame()
        paper.setProperty("role", "paper")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.passages)
        parts = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.codes, self.form, paper):
            parts.addWidget(part)
        parts.setSizes([300, 560, 500])
        parts.setStretchFactor(1, 1)
        parts.setStretchFactor(2, 1)
        parts.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(Hairline(theme))
        whole.addWidget(parts, 1)
