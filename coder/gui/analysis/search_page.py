"""Text search: hits in their context to tick, and to code in one step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from coder.domain.text import one_line
from coder.gui.analysis.table_model import Index
from coder.gui.analysis.table_page import press
from coder.gui.look.fonts import small_font, tall, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, EmptyState, Hairline, announce
from coder.services.transcripts.searching import Extent, TextHit

SEARCH_AFTER_MS = 200
HIGH = 52
_HIT = Qt.ItemDataRole.UserRole
_BOX = 14


class _HitCell(QStyledItemDelegate):
    """Paints a hit: a box to tick, the words in their context, and where they are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, tall(HIGH, lines=2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(_HIT)
        if not isinstance(hit, TextHit):
            return
        theme, rect = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection"))
            if option.widget is not None and option.widget.hasFocus():
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("focus"))
        painter.setPen(QPen(theme.colour("hairline"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = QRectF(rect.left() + Space.M, rect.top() + 10, _BOX, _BOX)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        painter.setPen(QPen(theme.colour("accent" if ticked else "edge"), 1))
        painter.setBrush(theme.colour("accent" if ticked else "paper"))
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            painter.setPen(QPen(theme.colour("accent_ink"), 1.8))
            painter.drawPolyline(
                [box.topLeft() + QPointF(3.2, 7.2), box.topLeft() + QPointF(6, 10), box.topLeft() + QPointF(10.8, 4.2)]
            )
        self._paint_words(painter, rect.adjusted(Space.M + _BOX + Space.M, 6, -Space.M, 0), hit)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, hit: TextHit) -> None:
        theme = self._theme
        painter.setFont(ui_font())
        metrics = painter.fontMetrics()
        words = one_line(hit.words)
        middle = min(metrics.horizontalAdvance(words), room.width())
        side = max(0, (room.width() - middle) // 2)
        before = metrics.elidedText(hit.before, Qt.TextElideMode.ElideLeft, side)
        x, high = room.left(), metrics.height()
        painter.setPen(theme.colour("soft_ink"))
        painter.drawText(QRect(x, room.top(), side, high), Qt.AlignmentFlag.AlignLeft, before)
        x += min(side, metrics.horizontalAdvance(before))
        painter.fillRect(QRect(x - 1, room.top(), middle + 2, high), theme.colour("hit"))
        painter.setPen(theme.colour("ink"))
        painter.drawText(QRect(x, room.top(), middle, high), Qt.AlignmentFlag.AlignLeft, words)
        x += middle
        left = room.right() - x
        painter.setPen(theme.colour("soft_ink"))
        after = metrics.elidedText(hit.after, Qt.TextElideMode.ElideRight, left)
        painter.drawText(QRect(x, room.top(), left, high), Qt.AlignmentFlag.AlignLeft, after)
        painter.setFont(small_font())
        painter.setPen(theme.colour("faint"))
        below = QRect(room.left(), room.top() + high + 3, room.width(), high)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, where(hit))


class SearchPage(QFrame):
    """Shows what a search found."""

    search_requested = Signal(str)
    go_requested = Signal(object)
    """The `TextHit` to be read in its transcript."""
    code_requested = Signal()

    def __init__(self, theme: Theme, icons: IconSet) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.setAccessibleName("Search")
        self.words = QLineEdit()
        self.words.setPlaceholderText("Words, “a phrase”, or a beginning*")
        self.words.setAccessibleName("Search in all transcripts")
        self.words.setClearButtonEnabled(True)
        self.count = ElidedLabel()
        self.count.setFont(small_font())
        self.count.setProperty("tone", "soft")
        self.list = QListWidget()
        self.list.setAccessibleName("Hits")
        self.list.setAccessibleDescription("Space ticks a hit, Enter opens it in its transcript.")
        self._cells = _HitCell(theme)
        self.list.setItemDelegate(self._cells)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.every = QCheckBox("All")
        self.every.setAccessibleName("Tick all hits")
        self.extent = QComboBox()
        self.extent.setAccessibleName("How much is coded around a hit")
        for words, extent in (
            ("the sentence", Extent.SENTENCE),
            ("the words", Extent.WORDS),
            ("the whole turn", Extent.TURN),
        ):
            self.extent.addItem(f"Code {words}", extent)
        self.code = press("Code these hits…", self.code_requested.emit, kind="primary",
                          tip="Choose a code for all that is ticked; one step, which Ctrl+Z takes back")  # fmt: skip
        icons.dress(self.code, "tag", tone="accent_ink")
        self._hint = EmptyState(
            icons,
            icon="search",
            title="Search everything that was said",
            text="Several words are looked for in one turn, in any order. “Key safe” in quotes is a phrase; trust* "
            "finds trusting and trusted. Tick what fits and code it in one step.",
        )
        self._nothing = EmptyState(icons, icon="search", title="Not found", text="Nobody says this in one turn.")
        self.pages = PageStack()
        for page in (self._hint, self._nothing, self.list):
            self.pages.addWidget(page)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._search)
        self.words.textChanged.connect(lambda _text: self._timer.start())
        self.words.returnPressed.connect(self._enter)
        self.list.itemActivated.connect(lambda item: self.go_requested.emit(item.data(_HIT)))
        self.list.itemChanged.connect(lambda _item: self._told())
        self.every.clicked.connect(self.tick_all)
        self.list.viewport().installEventFilter(self)
        self._arrange(theme)
        self._total = 0
        self.show_hits((), turns=0)

    def show_hits(self, hits: Sequence[TextHit], *, turns: int) -> None:
        """Show hits, all of them ticked; `turns` is how many there are in truth."""
        self.list.blockSignals(True)
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem()
            item.setData(_HIT, hit)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{one_line(hit.before + hit.words + hit.after)}, {where(hit)}"
            )
            item.setToolTip(one_line(hit.before + hit.words + hit.after))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._total = turns
        asked = bool(self.words.text().strip())
        self.pages.setCurrentWidget(self.list if hits else self._nothing if asked else self._hint)
        self._told()
        if asked:
            announce(self.words, self.count.text() or "Not found")

    def hits(self) -> list[TextHit]:
        """Return all hits that are listed."""
        return [self.list.item(row).data(_HIT) for row in range(self.list.count())]

    def ticked(self) -> list[TextHit]:
        """Return the hits that are ticked."""
        return [
            item.data(_HIT)
            for row in range(self.list.count())
            if (item := self.list.item(row)).checkState() is Qt.CheckState.Checked
        ]

    def tick_all(self, on: bool) -> None:
        """Tick all hits or none."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.viewport().update()
        self._told()

    def focus_main(self) -> None:
        """Give the keys to the search field."""
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            item = self.list.itemAt(event.position().toPoint())
            if item is not None and event.position().x() < Space.M + _BOX + Space.S:
                on = item.checkState() is Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
                return True
        return False

    def _search(self) -> None:
        self.search_requested.emit(self.words.text())

    def _enter(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        if self.list.count():
            self.list.setFocus()
            self.list.setCurrentRow(max(0, self.list.currentRow()))

    def _told(self) -> None:
        count, ticked = self.list.count(), len(self.ticked())
        more = f", the first {count:,} of them shown" if self._total > count else ""
        self.count.setText(
            f"{self._total:,} turn{'' if self._total == 1 else 's'}{more} · {ticked:,} ticked" if count else ""
        )
        self.code.setEnabled(bool(ticked))
        self.every.setEnabled(bool(count))
        self.every.setChecked(bool(count) and ticked == count)

    def _arrange(self, theme: Theme) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        top.setSpacing(Space.S)
        top.addWidget(self.words, 2)
        top.addWidget(self.count, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        foot.setSpacing(Space.S)
        foot.addWidget(self.every)
        foot.addStretch(1)
        foot.addWidget(self.extent)
        foot.addWidget(self.code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Hairline(theme))
        column.addWidget(self.pages, 1)
        column.addWidget(Hairline(theme))
        column.addLayout(foot)


def where(hit: TextHit) -> str:
    """Return where a hit is, in words."""
    who = hit.participant or hit.speaker
    return " · ".join(filter(None, (who, hit.transcript, f"turn {hit.turn:,}", hit.time)))
