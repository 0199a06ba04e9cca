"""The list that drops from the code filter: the code tree, narrowed while a name is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from coder.domain.codebook import Code, CodeTree
from coder.domain.colour import CodeColour
from coder.domain.search import Searchable, ranked
from coder.gui.base.emphasis import draw_name, matched_spans
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.gui.look.widgets import paint_swatch

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_COLOUR_ROLE = Qt.ItemDataRole.UserRole + 2
_QUERY_ROLE = Qt.ItemDataRole.UserRole + 3

_WIDTH, _ROWS, _ROW_HEIGHT = 380, 12, 28
_AROUND = 48
_LEAST_ROOM = 96
_SWATCH = 10
_ALL = "All codes"


@dataclass(frozen=True, slots=True)
class _Row:
    """A code with its depth in the tree, or all codes; `above` is where it belongs, said while searching."""

    code: Code | None
    depth: int = 0
    above: str = ""


class CodeList(QFrame):
    """A field with the codes below it; Enter or a click chooses one, Escape leaves everything as it is."""

    chosen = Signal(object)
    """The id of a code, or None for all."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Choose a code")
        self._model = _CodeRows()
        self._field = QLineEdit()
        self._field.setPlaceholderText("Find a code")
        self._field.setAccessibleName("Find a code")
        self._field.setClearButtonEnabled(True)
        self._field.installEventFilter(self)
        self._list = QListView()
        self._list.setAccessibleName("Codes")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setModel(self._model)
        self._delegate = _CodeRow(theme)
        self._list.setItemDelegate(self._delegate)
        self._list.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        column.setSpacing(Space.XS)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        self._field.textEdited.connect(self._narrow)
        self._list.clicked.connect(self._take)

    def set_tree(self, tree: CodeTree) -> None:
        """Offer these codes."""
        self._model.set_tree(tree)

    def set_colours(self, colours: Mapping[str, CodeColour]) -> None:
        """Show codes in these colours, by id."""
        self._model.colours = colours

    def open(self, place: QPoint, *, typed: str, chosen: str | None, screen: QRect, above: int) -> None:
        """Show the list at a place of the screen, or over what is `above` pixels high there if there is no room."""
        self._field.setText(typed)
        self._narrow(typed)
        if not typed:
            self._set_current(self._model.place_of(chosen))
        height = min(_ROWS, max(4, len(self._model.rows))) * _ROW_HEIGHT + _AROUND
        top = place.y()
        if top + height > screen.bottom():
            top = max(screen.top(), place.y() - above - height)
        left = min(place.x(), screen.right() - _WIDTH)
        self.setGeometry(left, top, _WIDTH, height)
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._list.scrollTo(self._list.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self._list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
            step = steps.get(Qt.Key(event.key()))
            if watched is self._field and step is not None:
                last = len(self._model.rows) - 1
                self._set_current(max(0, min(self._list.currentIndex().row() + step, last)))
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        self._model.narrow(typed)
        self._set_current(0)

    def _set_current(self, place: int) -> None:
        index = self._model.index(place)
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            code = self._model.rows[index.row()].code
            self.hide()
            self.chosen.emit(code.id if code is not None else None)


class _CodeRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self.colours: Mapping[str, CodeColour] = {}
        self._tree = CodeTree(())
        self._searchable: list[Searchable] = []
        self._query = ""

    def set_tree(self, tree: CodeTree) -> None:
        self._tree = tree
        self._searchable = [Searchable.of(code) for code in tree]
        self.narrow(self._query)

    def narrow(self, query: str) -> None:
        """Show the whole tree, or what matches the typed words, best first."""
        self.beginResetModel()
        self._query = query
        if query.strip():
            found = ranked(query, self._searchable)
            self.rows = [_Row(code, above=" › ".join(up.name for up in self._above(code))) for code in found]
        else:
            self.rows = [_Row(None), *(_Row(code, len(self._above(code))) for code in self._tree)]
        self.endResetModel()

    def place_of(self, code_id: str | None) -> int:
        same = (place for place, row in enumerate(self.rows) if row.code is not None and row.code.id == code_id)
        return next(same, 0)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.code.name if row.code is not None else _ALL
        if role == _ROW_ROLE:
            return row
        if role == _COLOUR_ROLE:
            return self.colours.get(row.code.id) if row.code is not None else None
        if role == _QUERY_ROLE:
            return self._query
        if role == Qt.ItemDataRole.AccessibleTextRole and row.code is not None:
            above = " › ".join(up.name for up in self._above(row.code))
            return f"{row.code.name}, in {above}" if above else row.code.name
        if role == Qt.ItemDataRole.ToolTipRole and row.code is not None:
            return row.code.short_definition or None
        return None

    def _above(self, code: Code) -> list[Code]:
        return self._tree.path(code.id)[:-1]


class _CodeRow(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_ROW_ROLE)
        if not isinstance(row, _Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if current else "hover"))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS, RADIUS)
        room = QRectF(option.rect).adjusted(Space.S + row.depth * Space.L, 0, -Space.S, 0)
        colour = index.data(_COLOUR_ROLE)
        if isinstance(colour, CodeColour):
            square = QRectF(room.left(), room.top() + (room.height() - _SWATCH) / 2, _SWATCH, _SWATCH)
            paint_swatch(painter, square, self._theme.of(colour))
            room.setLeft(square.right() + Space.S)
        name, query = str(index.data()), str(index.data(_QUERY_ROLE))
        used = draw_name(
            painter,
            room,
            name,
            matched_spans(name, query) if row.code is not None and query.strip() else (),
            font=ui_font(),
            strong=ui_font(strong=True),
            ink=self._theme.colour("ink"),
        )
        room.setLeft(room.left() + used + Space.M)
        if row.above and room.width() > _LEAST_ROOM:
            painter.setFont(small_font())
            painter.setPen(self._theme.colour("faint"))
            cut = painter.fontMetrics().elidedText(row.above, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cut)
        painter.restore()
