"""All keys of the application, by menu, to look through or to filter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from coder.domain.search import folded
from coder.gui.look.dialog_parts import card
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space
from coder.gui.look.widgets import announce

SIZE = QSize(560, 640)
_ROW = 30
_HEADING = 34
_KEYS = Qt.ItemDataRole.UserRole + 1
_ACTION, _COMBINATION = range(2)

_Index = QModelIndex | QPersistentModelIndex


class KeysDialog(FittedDialog):
    """Lists group, action and keys; typing leaves the rows that hold every word."""

    def __init__(self, entries: Sequence[tuple[str, str, str]], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.resize(SIZE)
        self._entries = list(entries)
        self._model = QStandardItemModel(self)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter by action or key")
        self._filter.setAccessibleName("Filter the keys")
        self._filter.setClearButtonEnabled(True)
        self._list = QTreeView()
        self._nothing = QLabel("No action or key has these words.")
        self._nothing.setProperty("tone", "soft")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self._filter.textChanged.connect(lambda _text: self._fill())
        self._fill()
        self._filter.setFocus()

    def shown(self) -> list[tuple[str, str, str]]:
        """Return the entries that match what is typed."""
        words = folded(self._filter.text()).split()
        return [entry for entry in self._entries if all(word in folded(" ".join(entry)) for word in words)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the filter into the list with the arrow, and leave with Esc."""
        if event.key() == Qt.Key.Key_Down and self._filter.hasFocus():
            self._list.setFocus()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self._model.clear()
        groups: dict[str, QStandardItem] = {}
        shown = self.shown()
        for group, action, keys in shown:
            if group not in groups:
                groups[group] = QStandardItem(group)
                groups[group].setFont(small_font(strong=True))
                groups[group].setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._model.appendRow([groups[group], _cell("")])
            does, pressed = _cell(action), _cell("")
            pressed.setData([key for key in keys.split(", ") if key], _KEYS)
            pressed.setData(keys, Qt.ItemDataRole.AccessibleTextRole)
            does.setData(f"{action}: {keys}", Qt.ItemDataRole.AccessibleTextRole)
            groups[group].appendRow([does, pressed])
        for row in range(self._model.rowCount()):
            self._list.setFirstColumnSpanned(row, QModelIndex(), True)
        self._list.expandAll()
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_ACTION, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_COMBINATION, QHeaderView.ResizeMode.ResizeToContents)
        self._holder.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        if not shown:
            announce(self._filter, self._nothing.text())

    def _arrange(self) -> None:
        tree = self._list
        tree.setModel(self._model)
        tree.setItemDelegate(_KeyDelegate(tree))
        tree.setAccessibleName("Keys by menu")
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setIndentation(0)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setTabKeyNavigation(False)
        self._holder = card(tree)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        whole.addWidget(self._filter)
        whole.addWidget(self._holder, 1)
        whole.addWidget(self._nothing, 1)
        whole.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)


class _KeyDelegate(QStyledItemDelegate):
    """Paints each combination as keys, with the signs that join them between."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        keys = index.data(_KEYS) or []
        return QSize(_width(keys) + 2 * Space.S if keys else 80, _ROW if index.parent().isValid() else _HEADING)

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        if not index.parent().isValid():
            option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        if not keys:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        rect = option.rect
        palette: QPalette = option.palette
        at = float(rect.right() - Space.S - _width(keys))
        for number, combination in enumerate(keys):
            if number:
                at += Space.M
            cap = QRectF(at, rect.center().y() - 10.5, _cap_width(combination), 21)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
            painter.setBrush(palette.color(QPalette.ColorRole.Window))
            painter.drawRoundedRect(cap, Space.XS, Space.XS)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, combination)
            at += cap.width()
        painter.restore()


def _cell(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setFont(ui_font())
    return item


def _cap_width(combination: str) -> int:
    return max(24, QFontMetrics(small_font()).horizontalAdvance(combination) + 2 * Space.S)


def _width(keys: Sequence[str]) -> int:
    return sum(map(_cap_width, keys)) + Space.M * (len(keys) - 1)
