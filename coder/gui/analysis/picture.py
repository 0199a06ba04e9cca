"""A drawn chart on screen: marks that speak under the pointer and by the keys, and lead to their passages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from coder.exporters.charts.data import DrawnChart, Mark
from coder.gui.look.theme import Theme
from coder.gui.look.widgets import announce


class ChartPicture(QWidget):
    """Shows a chart at the screen's density; sizes are in the pixels of the window."""

    mark_chosen = Signal(object)
    """The `Mark` that was clicked, or entered by Enter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: DrawnChart | None = None
        self._pixmap = QPixmap()
        self._ratio = 1.0
        self._hovered = -1
        self.current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Chart")

    def show_chart(self, title: str, drawn: DrawnChart, *, ratio: float) -> None:
        """Show a picture that was drawn with `ratio` pixels for each one of the window; the current mark is kept."""
        key = self.marks()[self.current].keys if 0 <= self.current < len(self.marks()) else None
        self._drawn, self._ratio, self._hovered = drawn, ratio, -1
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(drawn.data)
        self._pixmap.setDevicePixelRatio(ratio)
        self.current = next((at for at, mark in enumerate(drawn.marks) if mark.keys == key), -1) if key else -1
        self.setFixedSize(QSize(round(drawn.width / ratio), round(drawn.height / ratio)))
        self.setAccessibleName(title)
        self.setAccessibleDescription(drawn.alternative.summary)
        self.update()

    def marks(self) -> tuple[Mark, ...]:
        """Return the marks in reading order."""
        return self._drawn.marks if self._drawn is not None else ()

    def place_of(self, mark: Mark) -> QRectF:
        """Return where a mark is, in the window's pixels."""
        return QRectF(mark.x / self._ratio, mark.y / self._ratio, mark.width / self._ratio, mark.height / self._ratio)

    def step(self, by: int) -> None:
        """Go to the next mark."""
        marks = self.marks()
        if not marks:
            return
        start = -1 if by > 0 else 0
        self.current = ((self.current if self.current >= 0 else start) + by) % len(marks)
        mark = marks[self.current]
        announce(self, mark.label)
        area = self._area()
        if area is not None:
            middle = self.place_of(mark).center().toPoint()
            area.ensureVisible(middle.x(), middle.y(), 80, 80)
        place = self.place_of(mark)
        QToolTip.showText(self.mapToGlobal(place.bottomLeft().toPoint()), mark.label, self)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, token, width in ((self._hovered, "edge", 1.5), (self.current, "focus", 2.0)):
            if 0 <= at < len(self.marks()) and (at != self.current or self.hasFocus() or token == "edge"):
                painter.setPen(QPen(self._theme.colour(token), width))
                painter.drawRoundedRect(self.place_of(self.marks()[at]).adjusted(-1.5, -1.5, 1.5, 1.5), 3, 3)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._mark_at(event.position())
        if at != self._hovered:
            self._hovered = at
            self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._mark_at(event.position())
        if at >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.current = at
            self.update()
            self.mark_chosen.emit(self.marks()[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, marks = event.key(), self.marks()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.step(-1)
        elif key == Qt.Key.Key_Home and marks:
            self.current = -1
            self.step(1)
        elif key == Qt.Key.Key_End and marks:
            self.current = 0
            self.step(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self.current < len(marks):
            self.mark_chosen.emit(marks[self.current])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._mark_at(QPointF(event.pos()))
            if at >= 0:
                QToolTip.showText(event.globalPos(), self.marks()[at].label, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _mark_at(self, point: QPointF) -> int:
        x, y = point.x() * self._ratio, point.y() * self._ratio
        found = [at for at, mark in enumerate(self.marks()) if mark.holds(x, y)]
        return found[-1] if found else -1

    def _area(self) -> QScrollArea | None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        return parent
