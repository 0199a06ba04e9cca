"""The find bar: words to look for in all transcripts, and the list of places where they are said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coder.gui.base.actions import key_text
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import Hairline, announce
from coder.gui.reading.find_hits import HitList
from coder.services.transcripts.transcripts import SearchHit

SEARCH_AFTER_MS = 120

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QFrame):
    """Takes words and shows hits; it searches nothing itself.

    While words are typed the hits are listed over the text. Going from hit to hit folds the list away, so that the
    text can be read; Down or a click into the field brings it back.
    """

    query_changed = Signal(str)
    hit_activated = Signal(object)
    """The `SearchHit` to go to."""
    closed = Signal()

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName("Find in transcripts")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._truncated = False
        self._asked = ""
        self._start = 0
        self._at: int | None = None
        self._field = QLineEdit()
        self._field.setPlaceholderText("Find words in all transcripts")
        self._field.setAccessibleName("Words to find in all transcripts")
        self._field.setAccessibleDescription("Enter goes to the next hit, Shift+Enter back, Down to the list of hits.")
        self._field.setClearButtonEnabled(True)
        self._count = QLabel()
        self._count.setFont(small_font())
        self._count.setProperty("tone", "soft")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._previous = _tool(icons, "chevron-up", "Previous hit", key_text("find_previous"))
        self._next = _tool(icons, "chevron-down", "Next hit", key_text("find_next"))
        self._close = _tool(icons, "close", "Close find", "Esc")
        self._list = HitList(theme, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SEARCH_AFTER_MS)
        self._arrange(theme)
        self._connect()
        self._count_hits()

    def _connect(self) -> None:
        self._field.textChanged.connect(lambda _text: self._later.start())
        self._later.timeout.connect(self._ask)
        self._next.clicked.connect(self.next)
        self._previous.clicked.connect(self.previous)
        self._close.clicked.connect(self.close_bar)
        self._list.chosen.connect(self._go_to)
        self._list.view.installEventFilter(self)
        self._field.installEventFilter(self)

    def open(self, text: str = "") -> None:
        """Show the bar and give it the keys, with words to look for if any are given; the words before are kept."""
        self.show()
        if text:
            self._field.setText(text)
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._field.text() != self._asked:
            self._ask()

    def show_hits(self, hits: Sequence[SearchHit], truncated: bool = False, *, start: int = 0) -> None:
        """Show the places that were found; `truncated` tells that there are more.

        The hit that was gone to last stays current if it is among them; otherwise the next one is `start`, a place
        among the hits.
        """
        before = self.current()
        self._truncated = truncated
        self._start = start
        self._list.show_hits(hits, words=self._field.text())
        self._at = next((place for place, hit in enumerate(hits) if hit == before), None)
        self._count_hits()
        if not hits:
            self._fold()
        elif self._at is None and self._field.hasFocus():
            self._unfold()
        if self._field.text().strip():
            announce(self._field, self._count.text())

    def query(self) -> str:
        """Return the words to look for."""
        return self._field.text()

    def count_text(self) -> str:
        """Return what is said about how many hits there are."""
        return self._count.text()

    def current(self) -> SearchHit | None:
        """Return the hit that was gone to last."""
        return self._list.hits[self._at] if self._at is not None else None

    def next(self) -> None:
        """Go to the next hit, and from the last one to the first."""
        self._step(1)

    def previous(self) -> None:
        """Go to the previous hit, and from the first one to the last."""
        self._step(-1)

    def close_bar(self) -> None:
        """Hide the bar; the words are kept for the next time, the hits are not."""
        self._later.stop()
        self._asked = ""
        self.hide()
        self.closed.emit()

    # -- Qt ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._does(watched, event)
        if watched is self._field and event.type() == QEvent.Type.MouseButtonPress and self._list.hits:
            self._unfold()
        elif event.type() == QEvent.Type.FocusOut:
            # Only after the focus has arrived somewhere can be told whether the person is done here.
            QTimer.singleShot(0, self, self._fold_if_left)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_list()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_list()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._fold()

    # -- the parts -----------------------------------------------------------------------------------------------

    def _does(self, watched: QObject, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_bar()
        elif watched is self._list.view and key in _ENTER:
            self._go_to(self._list.current)
        elif watched is self._list.view and key == Qt.Key.Key_Up and self._list.current == 0:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif watched is self._field and key in _ENTER:
            if self._later.isActive():
                self._ask()
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif watched is self._field and key == Qt.Key.Key_Down and self._list.hits:
            self._unfold()
            self._list.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _ask(self) -> None:
        self._later.stop()
        if self._field.text() != self._asked:
            self._asked = self._field.text()
            self._at = None
            self.query_changed.emit(self._asked)

    def _step(self, by: int) -> None:
        if self._list.hits:
            first = self._start if by > 0 else self._start - 1
            self._go_to((first if self._at is None else self._at + by) % len(self._list.hits))

    def _go_to(self, place: int | None) -> None:
        if place is None or not 0 <= place < len(self._list.hits):
            return
        self._at = place
        self._list.set_current(place)
        if self._list.view.hasFocus():
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fold()
        self._count_hits()
        announce(self._field, self._count.text())
        self.hit_activated.emit(self._list.hits[place])

    def _count_hits(self) -> None:
        number = len(self._list.hits)
        for tool in (self._next, self._previous):
            tool.setEnabled(bool(number))
        if not self._field.text().strip():
            self._count.setText("")
        elif not number:
            self._count.setText("Not found")
        else:
            more = "+" if self._truncated else ""
            turns = "turn" if number == 1 and not more else "turns"
            here = f"{self._at + 1:,} of " if self._at is not None else ""
            self._count.setText(f"{here}{number:,}{more}" if here else f"{number:,}{more} {turns}")

    def _unfold(self) -> None:
        """Lay the list over what is below the bar, at the hit that was gone to last or comes next."""
        parent = self.parentWidget() or self
        if self._list.parentWidget() is not parent:
            self._list.setParent(parent)
            QWidget.setTabOrder(self._field, self._list.view)
        self._list.set_current(self._at if self._at is not None else self._start)
        self._list.show()
        self._list.raise_()
        self._place_list()

    def _fold(self) -> None:
        self._list.hide()

    def _fold_if_left(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not self._field and focused is not self._list.view:
            self._fold()

    def _place_list(self) -> None:
        parent = self._list.parentWidget()
        if not self._list.isVisible() or parent is None:
            return
        corner = self.mapTo(parent, QPoint(self._field.x(), self.height())) if parent is not self else QPoint()
        room = max(self._list.minimumSizeHint().height(), parent.height() - corner.y() - Space.S)
        height = min(self._list.wanted_height(), room)
        self._list.setGeometry(QRect(corner, QSize(self.width() - self._field.x() - Space.M, height)))

    def _arrange(self, theme: Theme) -> None:
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("300 of 300+"))
        line = QHBoxLayout()
        line.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        line.setSpacing(Space.S)
        line.addWidget(self._field, 1)
        line.addWidget(self._count)
        for tool in (self._previous, self._next, self._close):
            line.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(Hairline(theme))


def _tool(icons: IconSet, icon: str, name: str, key: str) -> QToolButton:
    tool = QToolButton()
    icons.dress(tool, icon)
    tool.setAccessibleName(name)
    tool.setToolTip(f"{name} ({key})" if key else name)
    tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return tool
