"""Everything fits the screen: windows and dialogs never grow beyond it, and what is too long scrolls."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMargins, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

SMALLEST = QSize(960, 600)
"""The smallest screen, in logical pixels: a notebook of 1440 x 900 at 150 %."""

_FRAME = QMargins(2, 32, 2, 2)
"""What a system puts around a window, while nobody knows it yet."""
_LOWEST = 96
"""What is left of a dialog's content at least, in pixels."""
_WIDEST_MINIMUM = 640
"""Wider content is scrolled sideways rather than made a dialog's smallest width."""


def fit_to_screen(window: QWidget) -> None:
    """Make a window no larger than its screen leaves room for, and move it there if it would stick out."""
    if isinstance(window, FittedDialog):
        window.scroll_above_buttons()
    if window.isMaximized() or window.isFullScreen():
        return
    room = room_for(window)
    size = window.size().boundedTo(room.size())
    if size != window.size():
        window.resize(size)
    if not (window.isVisible() or window.testAttribute(Qt.WidgetAttribute.WA_Moved)):
        return  # It gets its place from its parent or from the system.
    here = window.geometry()
    left = max(room.left(), min(here.left(), room.left() + room.width() - here.width()))
    top = max(room.top(), min(here.top(), room.top() + room.height() - here.height()))
    if (left, top) != (here.left(), here.top()):
        # In terms of the window without its frame, as `geometry` tells it.
        window.setGeometry(QRect(left, top, here.width(), here.height()))


def room_for(window: QWidget) -> QRect:
    """Return where a window without its frame can be, in logical pixels of the screen that it is on or opens on."""
    return available(_screen_of(window)).marginsRemoved(_frame_of(window))


def available(screen: QScreen) -> QRect:
    """Return what the system's own bars leave of a screen, in logical pixels."""
    return screen.availableGeometry()


def _screen_of(window: QWidget) -> QScreen:
    parent = window.parentWidget()
    if parent is not None and not window.isVisible():
        return parent.window().screen()
    if window.testAttribute(Qt.WidgetAttribute.WA_Moved):
        # The screen on which it was remembered may be gone.
        return QGuiApplication.screenAt(window.frameGeometry().center()) or QGuiApplication.primaryScreen()
    return window.screen()


def _frame_of(window: QWidget) -> QMargins:
    known = window if window.isVisible() else window.parentWidget()
    if known is None or not known.window().isVisible():
        return _FRAME
    outer, inner = known.window().frameGeometry(), known.window().geometry()
    return QMargins(
        inner.left() - outer.left(),
        inner.top() - outer.top(),
        outer.right() - inner.right(),
        outer.bottom() - inner.bottom(),
    )


class FittedDialog(QDialog):
    """A dialog that fits the screen: what stands above its last row (the buttons) scrolls where it is too long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scrolled: ScrolledBody | None = None
        self._scrolled_height = 0

    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            fit_to_screen(self)
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_to_screen(self)
        if self._scrolled is not None:
            self._scrolled_height = self._scrolled.wanted_height()

    def scroll_above_buttons(self) -> None:
        """Let everything above the last row scroll; done once, when all parts are in."""
        whole = self.layout()
        if self._scrolled is not None or not isinstance(whole, QBoxLayout) or whole.count() == 0:
            return
        upper = [whole.itemAt(at) for at in range(whole.count() - 1)]
        if not upper or (len(upper) == 1 and upper[0] is not None and isinstance(upper[0].widget(), QScrollArea)):
            return
        self.ensurePolished()
        focused = self.focusWidget()
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            least = self.size().expandedTo(whole.totalMinimumSize())
            self.resize(least.width(), max(least.height(), whole.totalMinimumHeightForWidth(least.width())))
        else:
            self.resize(natural_size(self))
        page = QWidget(self)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(whole.spacing())
        for at in range(len(upper)):
            stretch = whole.stretch(0)
            _move(whole.takeAt(0), inside)
            inside.setStretch(at, stretch)
        self._scrolled = ScrolledBody(page, self)
        whole.insertWidget(0, self._scrolled, 1)
        self._scrolled.verticalScrollBar().rangeChanged.connect(self._grow)
        if focused is not None:
            focused.setFocus()

    def _grow(self) -> None:
        """Grow with what comes in later, as far as the screen goes; a person who makes it smaller is left alone."""
        if self._scrolled is None or not self.isVisible():
            return
        wanted, before = self._scrolled.wanted_height(), self._scrolled_height
        self._scrolled_height = wanted
        if before and wanted > before and wanted > self._scrolled.viewport().height():
            more = min(wanted - before, wanted - self._scrolled.viewport().height())
            self.resize(self.width(), min(self.height() + more, room_for(self).height()))
            fit_to_screen(self)


class ScrolledBody(QScrollArea):
    """A part that wants all of its content's room and gets along with little."""

    def __init__(self, page: QWidget, parent: QWidget | None = None, *, smallest: QSize | None = None) -> None:
        """Show `page`; without `smallest` it is scrolled upwards, and sideways only where it is very wide."""
        super().__init__(parent)
        self._smallest = smallest
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        page = self.widget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.widget()
        inside = page.minimumSizeHint() if page is not None else QSize()
        if self._smallest is not None:
            return inside.boundedTo(self._smallest)
        beside = self.verticalScrollBar().sizeHint().width()
        return QSize(min(inside.width() + beside, _WIDEST_MINIMUM), min(inside.height(), _LOWEST))

    def wanted_height(self) -> int:
        """Return how high the content would have to be to show all of it at this width, in pixels."""
        return self.viewport().height() + self.verticalScrollBar().maximum()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # Arrow keys in a field are the dialog's, not for scrolling.

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return done


class PageStack(QStackedWidget):
    """Pages of which only the one that is shown says how small this can be; hidden ones take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._measure)

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        if page is None:
            return super().minimumSizeHint()
        return page.minimumSizeHint().expandedTo(page.minimumSize())

    def _measure(self, _at: int) -> None:
        self.updateGeometry()


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a window's width a side takes, within bounds in pixels."""

    part: float
    least: int
    most: int

    def of(self, width: int) -> int:
        """Return the side's width in a window of a width in pixels."""
        return max(self.least, min(self.most, round(width * self.part)))


class SideBySide(QSplitter):
    """Two sides and a middle; the sides are as wide as the window allows until somebody moves them."""

    def __init__(self, *, left: Share, right: Share, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._left, self._right = left, right
        self._moved = False
        self.splitterMoved.connect(self._leave)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved:
            width = event.size().width()
            left, right = self._left.of(width), self._right.of(width)
            self.setSizes([left, width - left - right - 2 * self.handleWidth(), right])

    def _leave(self, _at: int, _index: int) -> None:
        self._moved = True


def natural_size(window: QWidget) -> QSize:
    """Return the size in which all of a window's content is seen, in pixels."""
    hint = window.sizeHint().expandedTo(window.minimumSizeHint())
    layout = window.layout()
    if layout is not None and layout.hasHeightForWidth():
        hint.setHeight(max(hint.height(), layout.totalHeightForWidth(hint.width())))
    return hint


def _move(item: QLayoutItem | None, into: QBoxLayout) -> None:
    """Put a layout's item into another layout."""
    if item is None:
        return
    widget, inner = item.widget(), item.layout()
    if widget is not None:
        into.addWidget(widget, 0, item.alignment())
    elif isinstance(inner, QLayout):
        into.addLayout(inner)
    else:
        into.addItem(item)
