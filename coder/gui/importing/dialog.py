"""Looking at files before they come in: nothing is imported until it is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coder.domain.transcript import Consent, Participant, Speaker
from coder.errors import CoderError, EncodingError
from coder.gui.base.tasks import CancelFlag, Task, Tasks
from coder.gui.importing.batch import FileState, ImportBatch, ImportFile, Spread
from coder.gui.importing.details import ImportDetails
from coder.gui.importing.files import ImportFileList, ImportFileModel
from coder.gui.importing.parts import DropHere, SpreadBanner, UnreadPage
from coder.gui.look.amounts import counted
from coder.gui.look.dialog_parts import CalmDialog, FieldLabel, button_row, card, column
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import SectionTitle, announce, button
from coder.gui.transcripts.drop import DropVeil, dropped_files
from coder.gui.transcripts.speaker_model import SpeakerField
from coder.services.transcripts.import_plan import ImportPlan
from coder.services.transcripts.importing import file_endings

SIZE = QSize(1120, 700)
_LIST_WIDTH = 280
_AGREED = {
    Consent.NOT_RECORDED: "Not recorded yet",
    Consent.INTERNAL: "Internal only: counted, never quoted",
    Consent.ANONYMISED: "Anonymised quote: by stakeholder group",
    Consent.ATTRIBUTED: "Attributed quote: by pseudonym and group",
}


class ImportDialog(CalmDialog):
    """Takes many files, reads them in the background, and lets the evaluator say what they are."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        read: Callable[[Path, str | None], ImportPlan],
        duplicates: Callable[[Sequence[ImportPlan]], dict[int, str]],
        groups: Sequence[str],
        participants: Sequence[Participant],
        speakers: Sequence[Speaker] = (),
        theme: Theme,
        icons: IconSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import transcripts")
        self.resize(SIZE)
        self.setAcceptDrops(True)
        self._tasks = tasks
        self._read = read
        self._duplicates = duplicates
        self._batch = ImportBatch(participants, speakers)
        self._running: dict[ImportFile, Task] = {}
        self._spread: Spread | None = None
        self._spread_in: ImportFile | None = None
        self._problem = ""
        self._said = False
        self._warned = False
        self._files = ImportFileModel()
        self._list = ImportFileList(self._files, icons, theme)
        self._add = button("Add files…")
        icons.dress(self._add, "add")
        self._remove = button("Take out", kind="quiet")
        self._remove.setAccessibleName("Take the file out of the list")
        self._remove.setToolTip("Take the file out of the list (Del)")
        self._unread = UnreadPage(icons)
        self._details = ImportDetails(self._batch, groups=groups, theme=theme, icons=icons)
        self._drop_here = DropHere(icons)
        self._banner = SpreadBanner(icons)
        self._pages = PageStack()
        self._body = PageStack()
        self._consent = QComboBox()
        # What claims nothing stands first: consent is only what somebody says.
        for level in (Consent.NOT_RECORDED, Consent.INTERNAL, Consent.ANONYMISED, Consent.ATTRIBUTED):
            self._consent.addItem(_AGREED[level], level)
        self._asked = QWidget()
        self._why = QLabel()
        self._why.setProperty("tone", "soft")
        self._import = QPushButton("Import")
        self._import.setProperty("kind", "primary")
        self._import.setToolTip("Import (Ctrl+Enter)")
        buttons = button_row(self._import, QPushButton("Cancel"))
        self._arrange(buttons)
        self._connect(buttons)
        self._veil = DropVeil(theme, self)
        self.calm(self._import)
        self._refresh()

    def _connect(self, buttons: QDialogButtonBox) -> None:
        self._add.clicked.connect(lambda _checked: self._ask_for_files())
        self._drop_here.choose_requested.connect(self._ask_for_files)
        self._remove.clicked.connect(lambda _checked: self.remove_current())
        self._list.remove_requested.connect(self.remove_current)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self._details.changed.connect(self._changed)
        self._details.speaker_said.connect(self._say)
        self._details.encoding_chosen.connect(self._read_with)
        self._unread.encoding_chosen.connect(self._read_with)
        self._banner.acted.connect(self._spread_or_take_back)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files on the list and read them; a file that is there already is not added twice."""
        there = {file.path for file in self._batch.files}
        fresh = [ImportFile(path) for path in dict.fromkeys(paths) if path not in there]
        self._batch.files.extend(fresh)
        self._spread = None
        for file in fresh:
            self._start(file, None)
        self._refresh()
        if fresh and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._files.index(0))
            self._list.setFocus()

    def consent(self) -> Consent:
        """Return what the people who are new to the project agreed to."""
        return Consent(self._consent.currentData())

    def plans(self) -> list[ImportPlan]:
        """Return the files as they were confirmed."""
        return self._batch.confirmed()

    def remove_current(self) -> None:
        """Take the current file out of the list."""
        file = self._current()
        if file is None:
            return
        row = self._list.currentIndex().row()
        task = self._running.pop(file, None)
        if task is not None:
            task.cancel()
        self._batch.files.remove(file)
        self._spread = None
        self._find_twins()
        self._refresh()
        if self._batch.files:
            self._list.setCurrentIndex(self._files.index(min(row, len(self._batch.files) - 1)))
        else:
            self._drop_here.choose.setFocus()

    def accept(self) -> None:
        """Confirm what is on the list, if it can be imported."""
        if self._import.isEnabled():
            super().accept()

    def reject(self) -> None:
        """Leave; what was said about the files is thrown away only at the second request."""
        if self._said and not self._warned:
            self._warned = True
            self._show_footer()
            announce(self._why, self._why.text())
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Stop reading whatever is still being read."""
        for task in self._running.values():
            task.cancel()
        self._running.clear()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        event.setAccepted(not self.isVisible())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._veil.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        event.acceptProposedAction()
        self.add_files(dropped_files(event.mimeData()))

    # -- reading -------------------------------------------------------------------------------------------

    def _start(self, file: ImportFile, encoding: str | None) -> None:
        """Read a file in the background; a second reading replaces the first."""

        def work(_flag: CancelFlag) -> ImportPlan:
            return self._read(file.path, encoding)

        def done(plan: ImportPlan) -> None:
            self._batch.read(file, plan)
            self._finished(file)

        def failed(error: CoderError) -> None:
            self._batch.failed(file, error.message, asks_encoding=isinstance(error, EncodingError))
            self._finished(file)

        file.reading = True
        before = self._running.pop(file, None)
        if before is not None:
            before.cancel()
        self._running[file] = self._tasks.start(work, done=done, failed=failed)

    def _finished(self, file: ImportFile) -> None:
        self._running.pop(file, None)
        self._spread = None
        if not self._running:
            # Each look goes over all texts, so one look at the end, not one for each file.
            self._find_twins()
        self._refresh()

    def _read_with(self, encoding: str) -> None:
        file = self._current()
        if file is not None:
            file.encoding_asked = encoding
            self._start(file, encoding)
            self._refresh()

    def _find_twins(self) -> None:
        """Point out texts that are in the project, or in the list, already."""
        read = [(file, file.plan) for file in self._batch.files if file.plan is not None]
        self._problem = ""
        try:
            found = self._duplicates([plan for _, plan in read])
        except CoderError as error:
            self._problem = error.message
            return
        listed = {file.path.name for file, _ in read}
        for at, (file, _) in enumerate(read):
            file.twin = found.get(at, "")
            file.twin_is_listed = file.twin in listed

    # -- speakers in several files -------------------------------------------------------------------------

    def _say(self, label: str, what: str, value: str) -> None:
        file = self._current()
        if file is not None and file.plan is not None:
            self._spread = self._batch.set_speaker(file, label, SpeakerField(what), value)
            self._spread_in = file
            self._note_said()

    def _spread_or_take_back(self) -> None:
        spread = self._spread
        if spread is None:
            return
        if spread.applied:
            self._batch.take_back(spread)
            self._spread = None
        else:
            self._spread = self._batch.accept(spread)
        self._refresh()

    def _changed(self) -> None:
        """Show what was said about the file; an undo from before would take that back as well, so it is gone."""
        self._spread = None
        self._note_said()

    def _note_said(self) -> None:
        self._said, self._warned = True, False
        self._refresh()

    # -- showing -------------------------------------------------------------------------------------------

    def _current(self) -> ImportFile | None:
        row = self._list.currentIndex().row()
        return self._files.files[row] if 0 <= row < len(self._files.files) else None

    def _refresh(self) -> None:
        current = self._current()
        self._files.show_files(self._batch.files)
        if current is not None and current in self._batch.files and self._current() is not current:
            self._list.setCurrentIndex(self._files.index(self._batch.files.index(current)))
        self._show_current()
        self._show_footer()

    def _show_current(self) -> None:
        # First, because the list takes its first file when it comes to be seen.
        self._body.setCurrentIndex(1 if self._batch.files else 0)
        file = self._current()
        self._remove.setEnabled(file is not None)
        self._banner.show_spread(self._spread if file is self._spread_in else None)
        self._asked.setVisible(file is not None and file.plan is not None)
        if file is None or file.plan is None:
            self._unread.show_file(file)
            self._pages.setCurrentIndex(0)
        else:
            chose = self._unread.has_keys()
            self._details.show_file(file)
            self._pages.setCurrentIndex(1)
            if chose:
                self._details.focus_encoding()

    def _show_footer(self) -> None:
        files = self._batch.files
        reading = sum(file.state is FileState.READING for file in files)
        wanted = [file for file in files if file.wanted]
        undated = next((file for file in wanted if file.date_is_wrong), None)
        self._why.setText(self._reason(reading, len(wanted), undated))
        self._import.setText(f"Import {counted(len(wanted), 'transcript')}" if wanted else "Import")
        self._import.setEnabled(bool(wanted) and not reading and undated is None and not self._problem)

    def _reason(self, reading: int, wanted: int, undated: ImportFile | None) -> str:
        """Say why nothing can be imported yet, or what will be left out."""
        total = len(self._batch.files)
        if self._warned:
            return "Esc or Cancel again throws away what you entered here."
        if self._problem:
            return self._problem
        if reading:
            return f"Reading {counted(reading, 'file')}…"
        if undated is not None:
            return f"Check the date of “{undated.path.name}”."
        if total and not wanted:
            return "Nothing to import: no file is both readable and new."
        left_out = total - wanted
        return f"{counted(left_out, 'file')} will be left out." if left_out else ""

    def _ask_for_files(self) -> None:
        endings = " ".join(f"*{ending}" for ending in file_endings())
        names, _ = QFileDialog.getOpenFileNames(self, "Add transcripts", "", f"Transcripts ({endings});;All files (*)")
        self.add_files([Path(name) for name in names])

    def _arrange(self, buttons: QDialogButtonBox) -> None:
        page = QWidget()
        inside = column(self._details)
        inside.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        page.setLayout(inside)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        self._pages.addWidget(self._unread)
        self._pages.addWidget(scroll)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._pages, 1)
        self._body.addWidget(self._drop_here)
        self._body.addWidget(body)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(self._why, 1)
        foot.addWidget(buttons)
        asked = QHBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(Space.S)
        asked.addWidget(FieldLabel("What the new people agreed to", self._consent))
        asked.addWidget(self._consent)
        asked.addStretch(1)
        below = column(self._banner, self._asked, foot, spacing=Space.M)
        below.setContentsMargins(Space.L, 0, Space.L, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, Space.L)
        whole.setSpacing(Space.M)
        whole.addWidget(self._body, 1)
        whole.addLayout(below)

    def _left(self) -> QFrame:
        actions = QHBoxLayout()
        actions.setSpacing(Space.S)
        actions.addWidget(self._add)
        actions.addWidget(self._remove)
        actions.addStretch(1)
        left = QFrame()
        left.setFixedWidth(_LIST_WIDTH)
        inside = column(SectionTitle("Files"), card(self._list), actions, spacing=Space.S)
        inside.setContentsMargins(Space.L, Space.L, 0, Space.S)
        left.setLayout(inside)
        return left
