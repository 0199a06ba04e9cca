"""The code tree's view: folding and selection survive every change, and all that can be done is done by keys too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from coder.gui.coding.codes.delegate import CodeDelegate
from coder.gui.coding.codes.model import CodeTreeModel
from coder.gui.coding.codes.moves import move_in, move_out, move_step
from coder.gui.look.connecting import follow
from coder.gui.look.deliberate import once_per_press, presses
from coder.gui.look.theme import Theme

INDENT = 14


class CodeTreeView(QTreeView):
    """Shows the model; every wish is a signal with a code's id."""

    apply_requested = Signal(str)
    define_requested = Signal(str)
    delete_requested = Signal(str)
    new_below_requested = Signal(object)
    """The id of the code below which a new one is wanted, or None for the top."""
    move_requested = Signal(str, object, int)

    def __init__(self, model: CodeTreeModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = model
        self._folded: set[str] = set()
        self._kept = ""
        self._delegate = CodeDelegate(theme)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setProperty("role", "panel")
        self.setAccessibleName("Codebook")
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        once_per_press(self, keys=presses)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.looks_changed.connect(self.viewport().update)
        self.collapsed.connect(lambda index: self._folded.add(model.key_at(index)))
        self.expanded.connect(lambda index: self._folded.discard(model.key_at(index)))
        self._delegate.closeEditor.connect(self._end_naming)
        follow(theme.changed, self, self.viewport().update)

    def current_code(self) -> str | None:
        """Return the id of the current row's code, if it is one."""
        code = self._codes.code_at(self.currentIndex())
        return code.id if code is not None else None

    def choose(self, key: str | None) -> None:
        """Make a code's row the current one, if it is shown."""
        index = self._codes.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def begin_new(self, parent_id: str | None) -> None:
        """Open an empty row in which the name of a new code is typed."""
        index = self._codes.begin_draft(parent_id)
        self.expand(index.parent())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def begin_rename(self) -> None:
        """Open the current code's name for editing."""
        if self.current_code() is not None:
            self.edit(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # Names take one line or two.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        code_id = self.current_code()
        if not self._does(event, code_id):
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        # The rows move when the codes do: Qt must not take the dragged row away by itself.
        super().dropEvent(event)
        event.setDropAction(Qt.DropAction.CopyAction)

    def _does(self, event: QKeyEvent, code_id: str | None) -> bool:
        key, alt = Qt.Key(event.key()), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_Insert:
            self.new_below_requested.emit(code_id)
            return True
        if code_id is None:
            return False
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(code_id, key)
            return True
        wishes = {
            Qt.Key.Key_Return: self.apply_requested,
            Qt.Key.Key_Enter: self.apply_requested,
            Qt.Key.Key_F4: self.define_requested,
            Qt.Key.Key_Delete: self.delete_requested,
        }
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_F2:
            self.begin_rename()
        elif key in wishes:
            wishes[key].emit(code_id)
        else:
            return False
        return True

    def _move(self, code_id: str, key: Qt.Key) -> None:
        tree, shown = self._codes.tree, self._codes.shown_codes()
        if key == Qt.Key.Key_Right:
            move = move_in(tree, code_id, shown=shown)
        elif key == Qt.Key.Key_Left:
            move = move_out(tree, code_id)
        else:
            move = move_step(tree, code_id, -1 if key == Qt.Key.Key_Up else 1, shown=shown)
        if move is not None:
            self._kept = code_id
            self.move_requested.emit(move.code_id, move.parent_id, move.place)

    def _remember(self) -> None:
        self._kept = self._codes.key_at(self.currentIndex()) or self._kept

    def _restore(self) -> None:
        filtered = bool(self._codes.query.split())
        blocked = self.blockSignals(True)
        self.expandAll()
        if not filtered:
            for key in self._folded:
                self.collapse(self._codes.index_of(key))
        self.blockSignals(blocked)
        best = self._codes.best_hit
        self.choose(best if filtered and best is not None else self._kept)

    def _end_naming(self, _editor: QWidget) -> None:
        self._codes.end_draft()
        self.setFocus()
