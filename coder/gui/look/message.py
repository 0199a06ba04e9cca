"""What the window asks or says in a box of its own: a heading in full, a sentence or two, at most two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from coder.gui.look.dialog_parts import button_row, column
from coder.gui.look.fonts import ui_font
from coder.gui.look.theme import Space
from coder.gui.look.titles import NAME
from coder.gui.look.widgets import button

_WIDTH = 400
"""Width of the text in pixels: some sixty letters a line."""
_TALLEST = 320
_DETAILS = 200


class MessageDialog(QDialog):
    """A question or a message. The title bar names the application alone: it is never wide enough for a sentence."""

    def __init__(
        self,
        heading: str,
        text: str,
        *,
        accept: str,
        reject: str = "",
        dangerous: bool = False,
        details: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(NAME)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)
        self.setModal(True)
        self._heading, self._text = _label(heading), _label(text)
        self._heading.setFont(ui_font(strong=True))
        self.accept_button = button(accept, kind="danger" if dangerous else "primary")
        self.reject_button = button(reject) if reject else None
        self._details = QPlainTextEdit(details)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details")
        self._details.setFixedHeight(_DETAILS)
        self._details.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        whole.setSpacing(Space.L)
        # The box is as high as what it says, also when the details come and go.
        whole.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        whole.addWidget(self._words())
        whole.addWidget(self._details)
        self._add_buttons(whole, dangerous=dangerous, details=bool(details))

    def heading(self) -> str:
        """Return the heading."""
        return self._heading.text()

    def text(self) -> str:
        """Return what is said below the heading."""
        return self._text.text()

    def details(self) -> str:
        """Return the details, shown or not."""
        return self._details.toPlainText()

    def _words(self) -> QWidget:
        """Return heading and text; they scroll where they are longer than a screen can show."""
        holder = QWidget()
        words = column(self._heading, self._text, spacing=Space.S)
        holder.setLayout(words)
        holder.setFixedWidth(_WIDTH)
        if words.heightForWidth(_WIDTH) <= _TALLEST:
            return holder
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        area.setFixedSize(_WIDTH + area.verticalScrollBar().sizeHint().width(), _TALLEST)
        return area

    def _add_buttons(self, whole: QVBoxLayout, *, dangerous: bool, details: bool) -> None:
        self.accept_button.clicked.connect(self.accept)
        if self.reject_button is not None:
            self.reject_button.clicked.connect(self.reject)
        row = button_row(self.accept_button, self.reject_button, rejects_by_default=dangerous)
        (self.reject_button if self.reject_button and dangerous else self.accept_button).setFocus()
        if details:
            more = button("Details", kind="quiet")
            more.setCheckable(True)
            more.setAutoDefault(False)
            more.toggled.connect(self._details.setVisible)
            row.addButton(more, row.ButtonRole.HelpRole)
        whole.addWidget(row)


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFixedWidth(_WIDTH)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
