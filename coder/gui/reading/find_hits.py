"""The list of hits: what is said around the words, the words themselves standing out, and where it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from coder.gui.base.emphasis import draw_name, matched_spans
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, tall, ui_font
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.services.transcripts.transcripts import SearchHit

ROW_HEIGHT = 44
ROWS_SHOWN = 6

_HIT_ROLE = Qt.ItemDataRole.UserRole + 1
_WORDS_ROLE = Qt.ItemDataRole.UserRole + 2
_LINE, _SMALL_LINE = 18, 16
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HitList(QFrame):
    """Lies over the text, below the find bar; it never moves the text that is being read."""

    chosen = Signal(int)
    """The place of the hit that was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Hits")
        self._model = _HitModel()
        self.view = QListView()
        self.view.setAccessibleName("Places where the words are said")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setModel(self._model)
        self._delegate = _HitRow(theme)
        self.view.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        column.addWidget(self.view)
        self.view.clicked.connect(lambda index: self.chosen.emit(index.row()))
        follow(theme.changed, self, self.update)
        self.hide()

    def show_hits(self, hits: Sequence[SearchHit], *, words: str) -> None:
        """List these hits, the words standing out; none of them is current."""
        self._model.show_hits(hits, words)

    @property
    def hits(self) -> Sequence[SearchHit]:
        """Return the hits in order."""
        return self._model.hits

    @property
    def current(self) -> int | None:
        """Return the place of the current hit."""
        row = self.view.currentIndex().row()
        return row if row >= 0 else None

    def set_current(self, place: int | None) -> None:
        """Make a hit the current one and bring it into view."""
        index = self._model.index(place) if place is not None else QModelIndex()
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("paper"))
        # Over a text, a hairline would not set the list apart.
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def wanted_height(self) -> int:
        """Return the height in pixels at which the first hits can be seen."""
        return min(ROWS_SHOWN, max(1, len(self.hits))) * tall(ROW_HEIGHT, lines=2) + 2 * Space.XS + 2


class _HitModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.hits: list[SearchHit] = []
        self._words = ""

    def show_hits(self, hits: Sequence[SearchHit], words: str) -> None:
        self.beginResetModel()
        self.hits = list(hits)
        self._words = words
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.excerpt
        if role == _HIT_ROLE:
            return hit
        if role == _WORDS_ROLE:
            return self._words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.transcript}, turn {hit.turn}: {hit.excerpt}"
        return None


class _HitRow(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, tall(ROW_HEIGHT, lines=2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit, words = index.data(_HIT_ROLE), str(index.data(_WORDS_ROLE))
        if not isinstance(hit, SearchHit):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if current else "hover"))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        room = option.rect.adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        draw_name(
            painter,
            QRectF(room.left(), room.top(), room.width(), tall(_LINE)),
            hit.excerpt,
            matched_spans(hit.excerpt, words),
            font=ui_font(),
            strong=ui_font(strong=True),
            ink=self._theme.colour("ink"),
        )
        below = QRect(room.left(), room.top() + tall(_LINE) + 1, room.width(), tall(_SMALL_LINE))
        painter.setFont(small_font())
        painter.setPen(self._theme.colour("soft_ink"))
        place = painter.fontMetrics().elidedText(
            f"{hit.transcript} · turn {hit.turn}", Qt.TextElideMode.ElideMiddle, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, place)
        painter.restore()
