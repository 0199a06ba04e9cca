"""Writing the report: its parts on the left, the finding on one of them, and the files that are made of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
)

from coder.gui.analysis.table_page import press
from coder.gui.look.audience import AudienceChoice
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import CONTROL_HEIGHT, Space, Theme
from coder.gui.look.widgets import ElidedLabel, Hairline, WrappedLabel
from coder.services.evidence.report_outline import ReportPart

_SUBJECT = Qt.ItemDataRole.UserRole
_FINDING = (
    "Write your finding. The passages behind it are on the right; the report puts figures, chart, quotes and "
    "counter-evidence below what you write."
)
_FREE = {
    "introduction": "Write what a reader should know first: what was evaluated, for whom, and with whom you spoke. "
    "It stands at the beginning of the report.",
    "conclusion": "Write what it all comes to, and what you recommend. It stands after the findings.",
    "method": "Write what is special about how you worked. The report adds by itself how many conversations, codings "
    "and coders there were, and what consent withholds.",
}
"""What belongs into the parts that have no passages."""


class ReportPage(QFrame):
    """Shows the parts of the report, one of them to be written on."""

    part_chosen = Signal(object)
    """The `ReportPart` that is shown now."""
    written = Signal(str, str)
    """A subject, and the finding on it as it should be."""
    report_requested = Signal()
    transcript_requested = Signal(str)
    """The id of the transcript that is wanted as a file with its codes."""
    cancel_requested = Signal()

    def __init__(self, theme: Theme, icons: IconSet) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.setAccessibleName("Report")
        self._parts: dict[str, ReportPart] = {}
        self._subject, self._kept = "", ""
        self.list = QListWidget()
        self.list.setAccessibleName("Parts of the report")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title = WrappedLabel()
        self._title.setFont(ui_font(strong=True))
        self._facts = ElidedLabel()
        self._facts.setFont(small_font())
        self._facts.setProperty("tone", "soft")
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName("Finding")
        self.editor.setTabChangesFocus(True)
        self.editor.installEventFilter(self)
        self._hint = QLabel("Saved when you go on to another part. Ctrl+Z takes it back.")
        self._hint.setFont(small_font())
        self._hint.setProperty("tone", "faint")
        self.make = press("Make report…", self.report_requested.emit, kind="primary", tip="As a web page or Word file")
        icons.dress(self.make, "file-text", tone="accent_ink")
        self.transcript = QComboBox()
        self.transcript.setAccessibleName("Transcript to export with its codes")
        self.transcript.setFixedWidth(220)
        self.coded = press(
            "Coded transcript…",
            lambda: self.transcript_requested.emit(str(self.transcript.currentData() or "")),
            tip="The transcript with its codes in the margin (web page) or as comments (Word)",
        )
        self.audience = AudienceChoice()
        self.progress = QProgressBar()
        self.progress.setAccessibleName("How far the report is")
        self.cancel = press("Cancel", self.cancel_requested.emit)
        self._arrange(theme)
        self.show_working(False)
        self.list.currentItemChanged.connect(lambda now, _before: self._show(now))

    def show_parts(self, parts: Sequence[ReportPart], transcripts: Sequence[tuple[str, str]]) -> None:
        """Show the report's parts as they are now; what is being typed stays."""
        self._parts = {part.subject: part for part in parts}
        wanted = self._subject if self._subject in self._parts else next(iter(self._parts), "")
        self.list.blockSignals(True)
        self.list.clear()
        for part in parts:
            item = QListWidgetItem(f"{'      ' * part.depth}{part.title}{'  ✓' if part.finding else ''}")
            item.setData(_SUBJECT, part.subject)
            item.setSizeHint(QSize(0, CONTROL_HEIGHT))
            item.setFont(ui_font(strong=not part.depth))
            state = "written" if part.finding else "nothing written yet"
            item.setToolTip(f"{part.title}: {state}{f', {part.level}' if part.level else ''}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{part.title}, {state}")
            self.list.addItem(item)
            if part.subject == wanted:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        chosen = self.transcript.currentData()
        self.transcript.clear()
        for name, key in transcripts:
            self.transcript.addItem(name, key)
        self.transcript.setCurrentIndex(max(0, self.transcript.findData(chosen)))
        self.coded.setEnabled(bool(transcripts))
        if self._subject != wanted:
            self._show(self.list.currentItem())
        elif not self.editor.hasFocus() and wanted:
            self._kept = self._parts[wanted].finding
            self.editor.setPlainText(self._kept)

    def choose(self, subject: str) -> None:
        """Show a part as a click does."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_SUBJECT) == subject:
                self.list.setCurrentRow(row)

    def save(self) -> None:
        """Have what is being typed saved, if it differs from what is kept."""
        text = self.editor.toPlainText().strip()
        if self._subject and text != self._kept.strip():
            self._kept = text
            self.written.emit(self._subject, text)

    def subjects(self) -> list[str]:
        """Return the subjects of the parts in order."""
        return list(self._parts)

    def show_working(self, working: bool) -> None:
        """Show that a file is being made, or no more."""
        for part in (self.progress, self.cancel):
            part.setVisible(working)
        self.progress.setRange(0, 0)
        for press_ in (self.make, self.coded, self.transcript, self.audience):
            press_.setEnabled(not working)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the file is."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def focus_main(self) -> None:
        """Give the keys to what is written."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor:
            if event.type() == QEvent.Type.FocusOut:
                self.save()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                strong = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                if event.key() == Qt.Key.Key_Escape or (
                    strong and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                ):
                    self.list.setFocus()
                    return True
        return super().eventFilter(watched, event)

    def _show(self, item: QListWidgetItem | None) -> None:
        self.save()
        if item is None:
            return
        part = self._parts[str(item.data(_SUBJECT))]
        self._subject, self._kept = part.subject, part.finding
        self._title.setText(part.title)
        facts = [part.level] if part.level else []
        if part.code_id:
            facts.append(f"{part.codings:,} coding{'' if part.codings == 1 else 's'}")
        self._facts.setText(" · ".join(facts))
        self._facts.setVisible(bool(facts))
        self.editor.setAccessibleName(f"Finding: {part.title}")
        self.editor.setPlaceholderText(_FREE.get(part.subject, _FINDING))
        self.editor.setPlainText(part.finding)
        self.part_chosen.emit(part)

    def _arrange(self, theme: Theme) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        top.setSpacing(Space.S)
        top.addWidget(self.make)
        top.addSpacing(Space.M)
        top.addWidget(self.transcript)
        top.addWidget(self.coded)
        top.addStretch(1)
        top.addWidget(self.progress, 1)
        top.addWidget(self.cancel)
        writing = QFrame()
        inside = QVBoxLayout(writing)
        inside.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        inside.setSpacing(Space.S)
        for part in (self._title, self._facts):
            inside.addWidget(part)
        inside.addWidget(self.editor, 1)
        inside.addWidget(self._hint)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(writing)
        split.setSizes([270, 530])
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        whom = QHBoxLayout()
        whom.setContentsMargins(Space.M, 0, Space.M, Space.S)
        whom.addWidget(self.audience)
        column.addLayout(whom)
        column.addWidget(Hairline(theme))
        column.addWidget(split, 1)
