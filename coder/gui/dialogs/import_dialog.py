"""Looking at files before they come in: nothing is imported until it is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coder.domain.transcript import Participant
from coder.errors import CoderError
from coder.gui.dialogs.import_batch import FileState, ImportBatch, ImportFile, Spread, counted
from coder.gui.dialogs.import_details import ImportDetails
from coder.gui.dialogs.import_files import ImportFileList, ImportFileModel
from coder.gui.dialogs.parts import button_row, column
from coder.gui.dialogs.speaker_model import SpeakerField
from coder.gui.icons import IconSet
from coder.gui.tasks import CancelFlag, Task, Tasks
from coder.gui.theme import Space, Theme
from coder.gui.widgets import EmptyState, SectionTitle, announce, button
from coder.services.importing import ImportPlan, file_endings

SIZE = QSize(1120, 740)
_LIST_WIDTH = 280


class ImportDialog(QDialog):
    """Takes many files, reads them in the background, and lets the evaluator say what they are."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        read: Callable[[Path, str | None], ImportPlan],
        duplicates: Callable[[Sequence[ImportPlan]], dict[int, str]],
        groups: Sequence[str],
        participants: Sequence[Participant],
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
        self._batch = ImportBatch(participants)
        self._running: dict[int, Task] = {}
        self._spread: Spread | None = None
        self._files = ImportFileModel()
        self._list = ImportFileList(self._files, icons, theme)
        self._details = ImportDetails(self._batch, groups=groups, theme=theme, icons=icons)
        self._problem = QLabel()
        self._add = button("Add files…")
        icons.dress(self._add, "add")
        self._remove = button("Take out", kind="quiet")
        self._remove.setAccessibleName("Take the file out of the list")
        self._remove.setToolTip("Take the file out of the list (Del)")
        self._banner = QFrame()
        self._banner_text = QLabel()
        self._banner_do = button("", kind="quiet")
        self._accept = QPushButton("Import")
        self._accept.setProperty("kind", "primary")
        self._why = QLabel()
        self._why.setProperty("tone", "soft")
        self._arrange(icons)
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        self._add.clicked.connect(lambda _checked: self._ask_for_files())
        self._choose.clicked.connect(lambda _checked: self._ask_for_files())
        self._remove.clicked.connect(lambda _checked: self.remove_current())
        self._list.remove_requested.connect(self.remove_current)
        self._list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self._details.changed.connect(self._refresh)
        self._details.speaker_said.connect(self._say)
        self._details.encoding_chosen.connect(self._read_with)
        self._banner_do.clicked.connect(lambda _checked: self._spread_or_take_back())

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files on the list and read them; a file that is there already is not added twice."""
        there = {file.path for file in self._batch.files}
        fresh = [ImportFile(path) for path in dict.fromkeys(paths) if path not in there]
        self._batch.files.extend(fresh)
        self._refresh()
        if fresh and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._files.index(0))
        for file in fresh:
            self._start(file, None)

    def plans(self) -> list[ImportPlan]:
        """Return the files as they were confirmed."""
        return self._batch.confirmed()

    def remove_current(self) -> None:
        """Take the current file out of the list."""
        file = self._current()
        if file is None:
            return
        row = self._list.currentIndex().row()
        task = self._running.pop(id(file), None)
        if task is not None:
            task.cancel()
        self._batch.files.remove(file)
        self._find_twins()
        self._refresh()
        if self._batch.files:
            self._list.setCurrentIndex(self._files.index(min(row, len(self._batch.files) - 1)))

    def done(self, result: int) -> None:
        """Stop reading whatever is still being read."""
        for task in self._running.values():
            task.cancel()
        self._running.clear()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.done(QDialog.DialogCode.Rejected)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- reading -------------------------------------------------------------------------------------------

    def _start(self, file: ImportFile, encoding: str | None) -> None:
        def work(_flag: CancelFlag) -> ImportPlan:
            return self._read(file.path, encoding)

        def done(plan: ImportPlan) -> None:
            self._running.pop(id(file), None)
            self._batch.read(file, plan)
            self._find_twins()
            self._refresh()

        def failed(error: CoderError) -> None:
            self._running.pop(id(file), None)
            self._batch.failed(file, error.message)
            self._refresh()

        self._running[id(file)] = self._tasks.start(work, done=done, failed=failed)

    def _read_with(self, encoding: str) -> None:
        file = self._current()
        if file is not None:
            self._start(file, encoding)

    def _find_twins(self) -> None:
        """Point out texts that are in the project, or in the list, already."""
        read = [file for file in self._batch.files if file.plan is not None]
        try:
            found = self._duplicates([file.plan for file in read if file.plan is not None])
        except CoderError as error:
            self._why.setText(error.message)
            return
        listed = {file.path.name for file in read}
        for at, file in enumerate(read):
            file.twin = found.get(at, "")
            file.twin_is_listed = file.twin in listed

    # -- speakers in several files -------------------------------------------------------------------------

    def _say(self, label: str, what: str, value: str) -> None:
        file = self._current()
        if file is not None and file.plan is not None:
            self._spread = self._batch.set_speaker(file, label, SpeakerField(what), value)
            self._refresh()

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

    # -- showing -------------------------------------------------------------------------------------------

    def _current(self) -> ImportFile | None:
        row = self._list.currentIndex().row()
        return self._files.files[row] if 0 <= row < len(self._files.files) else None

    def _refresh(self) -> None:
        current = self._current()
        self._files.show_files(self._batch.files)
        if current is not None and current in self._batch.files and self._current() is not current:
            self._list.setCurrentIndex(self._files.index(self._batch.files.index(current)))
        self._show_banner()
        self._show_current()
        self._show_footer()

    def _show_current(self) -> None:
        file = self._current()
        self._remove.setEnabled(file is not None)
        self._body.setCurrentIndex(1 if self._batch.files else 0)
        if file is None:
            self._pages.setCurrentIndex(0)
        elif file.state is FileState.READING and file.plan is None:
            self._problem.setText("Reading…")
            self._pages.setCurrentIndex(0)
        elif file.plan is None:
            self._problem.setText(file.problem)
            self._pages.setCurrentIndex(0)
        else:
            self._details.show_file(file)
            self._pages.setCurrentIndex(1)

    def _show_banner(self) -> None:
        spread = self._spread
        self._banner.setVisible(spread is not None)
        if spread is not None:
            self._banner_text.setText(spread.sentence)
            self._banner_do.setText("Undo there" if spread.applied else "Set there as well")
            announce(self._banner, spread.sentence)

    def _show_footer(self) -> None:
        files = self._batch.files
        reading = sum(file.state is FileState.READING for file in files)
        wanted = [file for file in files if file.wanted]
        invalid = [file for file in wanted if file.sentence.startswith("Check the date")]
        left_out = len(files) - len(wanted) - reading
        if reading:
            why = f"Reading {counted(reading, 'file')}…"
        elif invalid:
            why = f"Check the date of “{invalid[0].path.name}”."
        elif files and not wanted:
            why = "None of these files can be imported."
        else:
            why = f"{counted(left_out, 'file')} will be left out." if left_out else ""
        self._why.setText(why)
        self._accept.setText(f"Import {counted(len(wanted), 'transcript')}" if wanted else "Import")
        self._accept.setEnabled(bool(wanted) and not reading and not invalid)

    def _ask_for_files(self) -> None:
        endings = " ".join(f"*{ending}" for ending in file_endings())
        names, _ = QFileDialog.getOpenFileNames(self, "Add transcripts", "", f"Transcripts ({endings});;All files (*)")
        self.add_files([Path(name) for name in names])

    def _arrange(self, icons: IconSet) -> None:
        self._problem.setWordWrap(True)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        page = QWidget()
        page.setLayout(column(self._details))
        page.layout().setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._problem)
        self._pages.addWidget(scroll)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        left = QFrame()
        left.setFixedWidth(_LIST_WIDTH)
        left.setLayout(column(SectionTitle("Files"), self._list, buttons, spacing=Space.S))
        left.layout().setContentsMargins(Space.L, Space.L, 0, Space.S)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self._pages, 1)
        self._body = QStackedWidget()
        self._body.addWidget(self._teaching(icons))
        self._body.addWidget(body)
        banner = QHBoxLayout(self._banner)
        banner.setContentsMargins(Space.L, Space.XS, Space.L, Space.XS)
        banner.addWidget(self._banner_text, 1)
        banner.addWidget(self._banner_do)
        cancel = QPushButton("Cancel")
        box = button_row(self._accept, cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        # Enter in a field must not import by accident.
        self._accept.setAutoDefault(False)
        self._accept.setDefault(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, 0, Space.L, 0)
        foot.addWidget(self._why, 1)
        foot.addWidget(box)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, Space.L)
        whole.setSpacing(Space.S)
        whole.addWidget(self._body, 1)
        whole.addWidget(self._banner)
        whole.addLayout(foot)

    def _teaching(self, icons: IconSet) -> QWidget:
        page = QWidget()
        self._choose = button("Add files…", kind="primary")
        kinds = ", ".join(file_endings())
        teaching = EmptyState(
            icons,
            icon="import",
            title="Drop transcripts here",
            text=f"From Otter, Teams, Zoom or Word: {kinds}. You see what was recognised before anything comes in.",
        )
        box = QVBoxLayout(page)
        box.setContentsMargins(0, Space.XL, 0, Space.XL)
        box.addStretch(1)
        box.addWidget(teaching)
        box.addWidget(self._choose, alignment=Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        return page
