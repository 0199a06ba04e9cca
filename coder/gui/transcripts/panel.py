"""The list of transcripts: which there are, who speaks in them, and how far their coding has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.transcript import TranscriptStatus
from coder.gui.base.actions import key_text
from coder.gui.look.connecting import follow
from coder.gui.look.deliberate import once_per_press, presses
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import SectionTitle, button
from coder.gui.transcripts.drop import DropVeil, dropped_files
from coder.gui.transcripts.model import TranscriptDelegate, TranscriptModel
from coder.services.transcripts.transcripts import TranscriptSummary


class _List(QListView):
    """A list in which Enter opens, Delete removes, and F2 shows the details."""

    opened = Signal(QModelIndex)
    removed = Signal(QModelIndex)
    described = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        wishes = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_Delete: self.removed,
            Qt.Key.Key_F2: self.described,
        }
        wish = wishes.get(Qt.Key(event.key()))
        if wish is not None and index.isValid():
            # A key that is held must not remove one transcript after another.
            if not event.isAutoRepeat():
                wish.emit(index)
        else:
            super().keyPressEvent(event)


class TranscriptPanel(QFrame):
    """Shows transcripts and sends wishes about them; files may be dropped anywhere on it."""

    chosen = Signal(str)
    """A transcript is to be shown; the list keeps the keys, so that what they do is about the list."""
    text_wanted = Signal()
    """The transcript that was just chosen is to be read: the text should have the keys."""
    details_requested = Signal(str)
    status_requested = Signal(str, object)
    """The transcript and the `TranscriptStatus` it should have."""
    remove_requested = Signal(str)
    import_requested = Signal()
    files_dropped = Signal(list)
    """The paths of files that were dropped."""

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName("Transcripts")
        self.setAcceptDrops(True)
        self._shown = ""
        self._model = TranscriptModel()
        self._list = _List()
        once_per_press(self._list, keys=presses)
        self._list.setAccessibleName("Transcripts")
        self._list.setProperty("role", "panel")
        self._list.setModel(self._model)
        self._delegate = TranscriptDelegate(icons, theme)
        self._list.setItemDelegate(self._delegate)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)  # Names take one line or two.
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._add = QToolButton()
        icons.dress(self._add, "add")
        self._add.setAccessibleName("Import transcripts")
        self._add.setToolTip(f"Import transcripts ({key_text('import_transcripts')})")
        self._pages = PageStack()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._teaching())
        self._arrange()
        self._veil = DropVeil(theme, self)
        self._connect(theme)
        self.set_summaries([])

    def _connect(self, theme: Theme) -> None:
        self._add.clicked.connect(lambda _checked: self.import_requested.emit())
        self._list.clicked.connect(self._choose)
        self._list.opened.connect(lambda index: self._read(self._id(index)))
        self._list.removed.connect(lambda index: self.remove_requested.emit(self._id(index)))
        self._list.described.connect(lambda index: self.details_requested.emit(self._id(index)))
        self._list.customContextMenuRequested.connect(self._popup)
        follow(theme.changed, self, self._list.viewport().update)

    def set_summaries(self, summaries: Sequence[TranscriptSummary]) -> None:
        """Show these transcripts, in order; the row that has the keys stays, or the one that takes its place does."""
        at = self._list.currentIndex().row()
        here = self._id(self._list.currentIndex()) if at >= 0 else ""
        self._model.show_rows(summaries)
        if at >= 0 and summaries and not self._list.currentIndex().isValid():
            index = self._model.row_of(here)
            self._list.setCurrentIndex(index if index.isValid() else self._model.index(min(at, len(summaries) - 1)))
        self._pages.setCurrentIndex(0 if summaries else 1)

    def set_current(self, transcript_id: str) -> None:
        """Mark the transcript that is open on the desk, and go to its row when it is another one than before."""
        if transcript_id == self._shown and self._list.currentIndex().isValid():
            return
        self._shown = transcript_id
        self._model.set_open(transcript_id)
        index = self._model.row_of(transcript_id)
        if index.isValid():
            self._list.setCurrentIndex(index)

    def focus_list(self) -> None:
        """Give the list the keys, or the button that imports while there is nothing in it."""
        if self._model.rows:
            if not self._list.currentIndex().isValid():
                self._list.setCurrentIndex(self._model.index(0))
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._import.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_for(self, transcript_id: str) -> QMenu:
        """Return the context menu of a transcript."""
        summary = next(row for row in self._model.rows if row.transcript.id == transcript_id)
        complete = summary.transcript.status is TranscriptStatus.COMPLETE
        wanted = TranscriptStatus.OPEN if complete else TranscriptStatus.COMPLETE
        menu = QMenu(self)
        menu.addAction("Open\tEnter", lambda: self._read(transcript_id))
        menu.addAction("Details…\tF2", lambda: self.details_requested.emit(transcript_id))
        menu.addAction(
            "Reopen" if complete else "Mark as complete",
            lambda: self.status_requested.emit(transcript_id, wanted),
        )
        menu.addSeparator()
        menu.addAction("Remove…\tDel", lambda: self.remove_requested.emit(transcript_id))
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._veil.setVisible(self._accept(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        if self._accept(event):
            self.files_dropped.emit(dropped_files(event.mimeData()))

    def _accept(self, event: QDropEvent) -> bool:
        """Take files, whatever the desktop would rather do with them than copy; return whether there are any."""
        if dropped_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            return True
        event.ignore()
        return False

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.M, Space.S, Space.S, 0)
        head.addWidget(SectionTitle("Transcripts"), 1)
        head.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        holder = QVBoxLayout()
        holder.setContentsMargins(Space.S, 0, Space.S, 0)
        holder.addWidget(self._pages)
        column.addLayout(holder, 1)

    def _teaching(self) -> QWidget:
        words = QLabel(
            "Drop transcripts here, or import them: Word, text, Markdown or captions (.docx .txt .md .vtt .srt)."
        )
        words.setWordWrap(True)
        words.setProperty("tone", "soft")
        self._import = button("Import transcripts…")
        self._import.clicked.connect(lambda _checked: self.import_requested.emit())
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(Space.XS, Space.S, Space.XS, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(words)
        column.addWidget(self._import, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._id(index))

    def _read(self, transcript_id: str) -> None:
        self.chosen.emit(transcript_id)
        self.text_wanted.emit()

    def _id(self, index: QModelIndex) -> str:
        return self._model.rows[index.row()].transcript.id

    def _popup(self, place: QPoint) -> None:
        index = self._list.indexAt(place)
        if index.isValid():
            menu = self.menu_for(self._id(index))
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._list.viewport().mapToGlobal(place))
