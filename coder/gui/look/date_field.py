"""A field for a date that is written as 2026-03-12 or picked from a calendar; it may stay empty."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from coder.errors import InvalidValueError
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import CONTROL_HEIGHT, Space
from coder.gui.look.widgets import set_variant
from coder.services.transcripts.importing import clean_date

HOW = "Write it as 2026-03-12"


def is_date(text: str) -> bool:
    """Tell whether a text is a date as `yyyy-mm-dd`, or empty."""
    try:
        clean_date(text, "")
    except InvalidValueError:
        return False
    return True


class DateField(QWidget):
    """A line for the date with a calendar behind a button or Alt+Down."""

    edited = Signal(str)
    """The text, at every change the person makes; it may not be a date yet."""
    finished = Signal()
    """The person is done with the field for now."""

    def __init__(self, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText("yyyy-mm-dd")
        self.line.setMinimumWidth(self.line.fontMetrics().horizontalAdvance("2026-03-12") + Space.XL)
        self.line.setAcceptDrops(False)
        self.line.setToolTip(f"{HOW}; Alt+Down opens a calendar")
        self.line.textEdited.connect(self._told)
        self.line.editingFinished.connect(self.finished)
        self.line.installEventFilter(self)
        self.opener = QToolButton()
        self.opener.setAccessibleName("Pick the date from a calendar")
        self.opener.setToolTip("Pick from a calendar")
        self.opener.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)
        icons.dress(self.opener, "calendar", tone="soft_ink")
        self.opener.clicked.connect(self.open_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.line, 1)
        row.addWidget(self.opener)
        self.setFocusProxy(self.line)
        self._menu: QMenu | None = None

    def text(self) -> str:
        """Return what is written."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Show a date without telling anybody."""
        if text != self.line.text():
            self.line.setText(text)

    def show_invalid(self, invalid: bool) -> None:
        """Mark the field as wrong or not."""
        if bool(self.line.property("invalid")) != invalid:
            set_variant(self.line, "invalid", invalid)

    def open_calendar(self) -> QCalendarWidget:
        """Open a calendar below the field at the date that is written, or at today."""
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        written = QDate.fromString(self.line.text().strip(), Qt.DateFormat.ISODate)
        if written.isValid():
            calendar.setSelectedDate(written)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + Space.XS)))
        calendar.setFocus()
        return calendar

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.open_calendar()
            return True
        return super().eventFilter(watched, event)

    def _picked(self, day: QDate) -> None:
        if self._menu is not None:
            self._menu.close()
        self.line.setText(date(day.year(), day.month(), day.day()).isoformat())
        self._told(self.line.text())
        self.finished.emit()
        self.line.setFocus()

    def _told(self, text: str) -> None:
        if is_date(text):
            self.show_invalid(False)
        self.edited.emit(text)
