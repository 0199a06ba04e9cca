"""Parts that the dialogs share: labels above fields, notices, the row of buttons at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import ICON_PX, IconSet
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import announce, set_variant


class FieldLabel(QLabel):
    """A field's name above it; while something is wrong with the field, the label says what."""

    def __init__(self, text: str, buddy: QWidget, *, speaks_for: QWidget | None = None) -> None:
        super().__init__(text)
        self._text = text
        self._spoken = speaks_for or buddy
        self.setFont(small_font())
        self.setBuddy(buddy)
        self.setProperty("tone", "soft")
        self._spoken.setAccessibleName(plain(text))

    def show_problem(self, problem: str) -> None:
        """Say what is wrong, or with an empty text show the name again."""
        if problem == (self.text() if self.property("tone") == "danger" else ""):
            return
        self.setText(problem or self._text)
        self._spoken.setAccessibleDescription(problem)
        set_variant(self, "tone", "danger" if problem else "soft")
        if problem:
            announce(self._spoken, problem)


class Notice(QWidget):
    """A sentence with a small picture before it; hidden while it says nothing."""

    def __init__(self, icons: IconSet, theme: Theme, *, icon: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons, self._icon, self._tone = icons, icon, tone
        self._picture = QLabel()
        self._picture.setFixedWidth(ICON_PX)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        row.addWidget(self._label, 1)
        follow(theme.changed, self, self._draw)
        self._draw()
        self.hide()

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()

    def say(self, text: str) -> None:
        """Show a sentence, or nothing at all for an empty one."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._icons.pixmap(self._icon, ICON_PX, tone=self._tone, ratio=ratio))


class CalmDialog(FittedDialog):
    """A dialog of many fields, in which Enter ends a field and never the dialog; Ctrl+Enter does."""

    def calm(self, accept: QPushButton) -> None:
        """Leave no button to be pressed from afar; `accept` is pressed by Ctrl+Enter. Call it when all parts are in."""
        self._accept_button = accept
        for item in self.findChildren(QPushButton):
            item.setAutoDefault(False)
            item.setDefault(False)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._finish)

    def _finish(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            # What is being typed counts, also in a cell.
            focused.clearFocus()
        self._accept_button.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        event.accept()


def plain(text: str) -> str:
    """Return a label's text without the mark of its access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def column(*parts: QWidget | QLayout, spacing: int = Space.XS) -> QVBoxLayout:
    """Return parts below one another without margins."""
    result = QVBoxLayout()
    result.setContentsMargins(0, 0, 0, 0)
    result.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QLayout):
            result.addLayout(part)
        else:
            result.addWidget(part)
    return result


def card(content: QWidget, *, margin: int = Space.XS) -> QFrame:
    """Return a frame of paper with a hairline around a list, table or text."""
    frame = QFrame()
    frame.setProperty("role", "card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(margin, margin, margin, margin)
    box.addWidget(content)
    return frame


def button_row(
    accept: QPushButton, reject: QPushButton | None, *, rejects_by_default: bool = False
) -> QDialogButtonBox:
    """Return the buttons that end a dialog, in the order of the platform."""
    box = QDialogButtonBox()
    box.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    if reject is None:
        accept.setDefault(True)
        return box
    box.addButton(reject, QDialogButtonBox.ButtonRole.RejectRole)
    accept.setAutoDefault(not rejects_by_default)
    accept.setDefault(not rejects_by_default)
    reject.setAutoDefault(rejects_by_default)
    reject.setDefault(rejects_by_default)
    return box
