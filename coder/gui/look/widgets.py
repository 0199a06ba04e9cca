"""Small parts that every screen shares; all of them repaint when the look changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QColor,
    QFont,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coder.domain.colour import CodeColour
from coder.gui.look.connecting import follow, follow_value
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import RADIUS, Space, Theme


def set_variant(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property that the style sheet reads (`kind`, `tone`, `role`, ...) and restyle the widget."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def button(text: str, *, kind: str = "", action: QAction | None = None) -> QPushButton:
    """Return a push button, `kind` being primary, quiet, danger or plain, which triggers an action if one is given."""
    result = QPushButton(text)
    if kind:
        result.setProperty("kind", kind)
    if action is not None:
        result.clicked.connect(action.trigger)
        result.setEnabled(action.isEnabled())
        result.setToolTip(action.toolTip())
        follow_value(action.enabledChanged, result, result.setEnabled)
    return result


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something, without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Hairline(QWidget):
    """A line of one pixel between two parts."""

    def __init__(
        self,
        theme: Theme,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        if orientation is Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
        follow(theme.changed, self, self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("hairline"))


class SectionTitle(QLabel):
    """The quiet heading of a part of a panel, in spaced capitals for the eye only."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        font = small_font(strong=True)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        self.setFont(font)
        self.setProperty("tone", "soft")


class ElidedLabel(QLabel):
    """A label that ends in an ellipsis where the room ends, with its whole text as the tooltip then."""

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()  # What is shown may be the same ellipsis as before, but the room that is wanted is not.

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        margins = self.contentsMargins()
        width = self.fontMetrics().horizontalAdvance(self._whole) + margins.left() + margins.right() + 1
        return QSize(width, max(hint.height(), self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole.replace("\n", " "), self._mode, self.contentsRect().width())
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class WrappedLabel(QLabel):
    """Plain text over as many lines as it needs; a layout that measured too early never cuts it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            # First none: a label counts its own minimum in, and would never become lower again.
            self.setMinimumHeight(0)
            self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class Swatch(QWidget):
    """A small square in a code's colour; decoration beside the code's name."""

    def __init__(self, theme: Theme, colour: CodeColour, *, px: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour = colour
        self.setFixedSize(px, px)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        follow(theme.changed, self, self.update)

    def set_colour(self, colour: CodeColour) -> None:
        """Show another colour."""
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_swatch(painter, QRectF(self.rect()), self._theme.of(self._colour))


def paint_swatch(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Paint a code's square with slightly rounded corners, for widgets and item delegates alike."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, RADIUS / 2, RADIUS / 2)
    painter.restore()


def swatch_icon(colour: QColor, *, px: int = 12) -> QIcon:
    """Return a code's square as an icon that looks the same in a selected row."""
    result = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(px * ratio, px * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.scale(ratio, ratio)
        paint_swatch(painter, QRectF(0, 0, px, px), colour)
        painter.end()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            result.addPixmap(pixmap, mode)
    return result


class Chip(QAbstractButton):
    """A short name in a rounded box, with a code's colour before it; Delete or its cross takes it away."""

    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        colour: CodeColour | None = None,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour = colour
        self._removable = removable
        self.setFont(small_font())
        self.setText(text)
        self.setAccessibleName(text)
        if removable:
            self.setAccessibleDescription("Press Delete to take it away.")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        follow(theme.changed, self, self.update)

    def sizeHint(self) -> QSize:
        width = self._lead() + self.fontMetrics().horizontalAdvance(self.text()) + Space.S + 1
        return QSize(width + (Space.L if self._removable else 0), 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 64), 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(self._theme.colour("focus" if self.hasFocus() else "outline"), width))
        painter.setBrush(self._theme.colour("hover" if self.underMouse() or self.isDown() else "paper"))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self._colour is not None:
            square = QRectF(Space.S, (self.height() - 10) / 2, 10, 10)
            paint_swatch(painter, square, self._theme.of(self._colour))
        end = self._cross().left() if self._removable else self.width() - Space.S
        room = QRect(self._lead(), 0, end - self._lead(), self.height())
        painter.setPen(self._theme.colour("ink" if self.isEnabled() else "disabled"))
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        if self._removable:
            centre = QRectF(self._cross()).center()
            painter.setPen(QPen(self._theme.colour("soft_ink"), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(centre + QPointF(-3, -3), centre + QPointF(3, 3))
            painter.drawLine(centre + QPointF(-3, 3), centre + QPointF(3, -3))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._removable and self.isDown() and self._cross().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def _lead(self) -> int:
        """Return where the text starts."""
        return Space.S + (Space.L if self._colour is not None else 0)

    def _cross(self) -> QRect:
        return QRect(self.width() - 22, 0, 20, self.height())


class EmptyState(QWidget):
    """What stands where nothing is yet: what belongs here and what to do about it."""

    def __init__(
        self,
        icons: IconSet,
        *,
        icon: str,
        title: str,
        text: str,
        actions: Sequence[QAction] = (),
        first_kind: str = "primary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = icon
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = QLabel(title)
        heading.setFont(ui_font(strong=True))
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading.setWordWrap(True)
        self._body = body = QLabel(text)
        body.setProperty("tone", "soft")
        body.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        body.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        for part in (self._picture, heading, body):
            column.addWidget(part)
        if actions:
            column.addSpacing(Space.S)
        for number, action in enumerate(actions):
            press = button(action.text().replace("&", ""), kind="quiet" if number else first_kind, action=action)
            column.addWidget(press, alignment=Qt.AlignmentFlag.AlignHCenter)
        holder = QWidget()
        holder.setMaximumWidth(360)
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        row.addStretch(1)
        row.addWidget(holder, 1000, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._draw()
        follow(icons.changed, self, self._draw)

    def say(self, text: str) -> None:
        """Say something else about what to do."""
        self._body.setText(text)
        self.setAccessibleDescription(text)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._icons.pixmap(self._icon, 32, tone="faint", ratio=ratio))


class FlowLayout(QLayout):
    """Parts in lines like words in a paragraph, such as chips."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = Space.XS) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Lay the parts out within a width, moving them if asked; return the height in pixels."""
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        x, y, line = room.x(), room.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            width = min(hint.width(), max(room.width(), item.minimumSize().width()))
            if x > room.x() and x + width > room.x() + room.width():
                x, y, line = room.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, hint.height())))
            x += width + self.spacing()
            line = max(line, hint.height())
        return y + line - rect.y() + margins.bottom()
