"""The table of speakers: roles, pseudonyms and groups, edited in place by mouse or keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coder.gui.look.connecting import follow
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.transcripts.speaker_model import (
    GROUP,
    LABEL,
    PARTICIPANT,
    PLACEHOLDER,
    ROLE,
    ROLE_NAMES,
    TURNS,
    WORDS,
    SpeakerModel,
    SpeakerRow,
)

_Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 32
_MARK = 12
_ENDING = "ending"


class SpeakerTable(QTableView):
    """Speakers with their role and, for participants, pseudonym and stakeholder group."""

    edited = Signal(int, str, str)
    """Row, `SpeakerField` and the value that is wanted; new rows are shown by `show_rows`."""

    def __init__(
        self, icons: IconSet, theme: Theme, *, groups: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.speakers = SpeakerModel(self)
        self.speakers.edited.connect(self.edited)
        self._delegate = _SpeakerDelegate(icons, theme, self)
        self._delegate.groups = list(groups)
        self.setModel(self.speakers)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Speakers")
        self.setAccessibleDescription("Arrow keys move; Return or typing changes a cell; Tab leaves the table.")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setProperty("role", "fields")
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMouseTracking(True)
        follow(theme.changed, self, self.viewport().update)

    def show_rows(self, rows: Sequence[SpeakerRow]) -> None:
        """Show speakers; the current cell stays while they are the same ones."""
        self.speakers.show_rows(rows)
        self.updateGeometry()
        self._share_width()

    def offer(self, *, groups: Sequence[str], participants: Sequence[str]) -> None:
        """Offer these groups and complete pseudonyms from these participants."""
        self._delegate.groups = list(groups)
        self._delegate.participants = list(participants)

    def sizeHint(self) -> QSize:
        return QSize(520, self._height_for(max(1, self.speakers.rowCount())))

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self._height_for(min(3, max(1, self.speakers.rowCount()))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.speakers.rowCount():
            self.setCurrentIndex(self.speakers.index(0, ROLE))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._open(index, with_list=index.column() == ROLE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._open(index):
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open(index, with_list=True)
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.column() in (PARTICIPANT, GROUP):
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.speakers.setData(index, "")
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close an editor; Tab goes on to the next cell that can be changed, and stops at the last."""
        hints = QAbstractItemDelegate.EndEditHint
        step = {hints.EditNextItem: 1, hints.EditPreviousItem: -1}.get(hint, 0)
        super().closeEditor(editor, hints.NoHint)
        if step and (following := self._editable_from(self.currentIndex(), step)) is not None:
            self.setCurrentIndex(following)
            self.edit(following)

    def _open(self, index: QModelIndex, *, with_list: bool = False) -> bool:
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if self.state() is not QAbstractItemView.State.EditingState:
            self.edit(index)
        if with_list:
            editor = self.indexWidget(index)
            if isinstance(editor, QComboBox):
                QTimer.singleShot(0, editor, editor.showPopup)
        return True

    def _editable_from(self, index: QModelIndex, step: int) -> QModelIndex | None:
        columns = self.speakers.columnCount()
        place = index.row() * columns + index.column() + step
        while 0 <= place < columns * self.speakers.rowCount():
            found = self.speakers.index(*divmod(place, columns))
            if found.flags() & Qt.ItemFlag.ItemIsEditable:
                return found
            place += step
        return None

    def _height_for(self, rows: int) -> int:
        return self.horizontalHeader().sizeHint().height() + rows * _ROW_HEIGHT + 2 * self.frameWidth()

    def _share_width(self) -> None:
        """Give each column its part of the width; numbers and roles take what they need."""
        fixed = {TURNS: 60, WORDS: 68, ROLE: 120}
        rest = max(300, self.viewport().width() - sum(fixed.values()))
        label = rest * 30 // 100
        person = rest * 34 // 100
        for column, width in (fixed | {LABEL: label, PARTICIPANT: person, GROUP: rest - label - person}).items():
            self.setColumnWidth(column, width)


class _SpeakerDelegate(QStyledItemDelegate):
    """Paints cells with a soft text where nothing is written, and edits them with lists and completion."""

    def __init__(self, icons: IconSet, theme: Theme, table: SpeakerTable) -> None:
        super().__init__(table)
        self._icons, self._theme, self._table = icons, theme, table
        self.groups: list[str] = []
        self.participants: list[str] = []

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        placeholder = index.data(PLACEHOLDER)
        if not option.text and placeholder:
            option.text = placeholder
            self._colour(option, "faint")
        elif index.column() in (TURNS, WORDS):
            self._colour(option, "soft_ink")
        option.textElideMode = Qt.TextElideMode.ElideRight
        if index.flags() & Qt.ItemFlag.ItemIsEditable and index.column() in (ROLE, GROUP):
            option.rect = option.rect.adjusted(0, 0, -_MARK - Space.XS, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect
        if index.row() + 1 < self._table.speakers.rowCount():
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("hairline"))
        if index.flags() & Qt.ItemFlag.ItemIsEditable and index.column() in (ROLE, GROUP):
            mark = QRect(rect.right() - _MARK - Space.XS, rect.center().y() - _MARK // 2 + 1, _MARK, _MARK)
            self._icons.icon("chevron-down", tone="faint").paint(painter, mark)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        row = self._table.speakers.rows[index.row()]
        if index.column() == ROLE:
            roles = QComboBox(parent)
            roles.addItems(list(ROLE_NAMES.values()))
            roles.setAccessibleName(f"Role of {row.label}")
            roles.activated.connect(lambda: self._finish(roles))
            return roles
        if index.column() == GROUP:
            groups = QComboBox(parent)
            groups.setEditable(True)
            groups.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            groups.addItems(self.groups)
            line, completer = groups.lineEdit(), groups.completer()
            assert line is not None, "an editable box has a line"
            assert completer is not None, "an editable box completes"
            line.setPlaceholderText("Choose or type")
            line.setAcceptDrops(False)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            groups.setAccessibleName(f"Stakeholder group of {row.label}")
            groups.activated.connect(lambda: self._finish(groups))
            return groups
        line = QLineEdit(parent)
        line.setAcceptDrops(False)
        line.setPlaceholderText(row.stands_in)
        line.setAccessibleName(f"Pseudonym of {row.label}")
        completer = QCompleter(QStringListModel(self.participants, line), line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox) and not editor.isEditable():
            editor.setCurrentText(text)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(text, Qt.MatchFlag.MatchFixedString))
            editor.setEditText(text)
            if (line := editor.lineEdit()) is not None:
                line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        text = editor.currentText() if isinstance(editor, QComboBox) else editor.text()  # type: ignore[attr-defined]
        model.setData(index, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(1, 2, -1, -2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # Return ends the editor by itself, also where it chooses from the list on its way.
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            editor.setProperty(_ENDING, event.type() == QEvent.Type.KeyPress)
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget) -> None:
        if editor.property(_ENDING):
            return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _colour(self, option: QStyleOptionViewItem, token: str) -> None:
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, self._theme.colour(token))


__all__ = ["SpeakerTable"]
