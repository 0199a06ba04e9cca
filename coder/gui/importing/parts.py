"""Parts of the import dialog around the list and the details."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from coder.gui.importing.batch import FileState, ImportFile, Spread
from coder.gui.look.connecting import follow
from coder.gui.look.icons import ICON_PX, IconSet
from coder.gui.look.theme import Space
from coder.gui.look.widgets import EmptyState, announce, button
from coder.services.transcripts.importing import file_endings, text_encodings

_CHOOSE = "Choose an encoding…"
_READING_WIDTH = 420


class SpreadBanner(QFrame):
    """Says what was, or could be, said about the same speaker in other files, with one thing to do about it."""

    acted = Signal()

    def __init__(self, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._spread: Spread | None = None
        self.setProperty("role", "card")
        self._picture = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._do = button("")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(self._do)
        self._do.clicked.connect(lambda _checked: self.acted.emit())
        follow(icons.changed, self, self._draw)
        self._draw()
        self.hide()

    def show_spread(self, spread: Spread | None) -> None:
        """Show what was done or could be, and have it spoken; nothing at all for None."""
        if spread is self._spread:
            return
        had_keys = self._do.hasFocus()
        self._spread = spread
        if spread is not None:
            self._text.setText(spread.sentence)
            self._do.setText("Undo" if spread.applied else "Set there as well")
            self._do.setAccessibleDescription(spread.sentence)
            announce(self, spread.sentence)
        elif had_keys:
            self.focusNextChild()
        self.setVisible(spread is not None)

    def _draw(self) -> None:
        self._picture.setPixmap(self._icons.pixmap("users", ICON_PX, tone="accent", ratio=self.devicePixelRatioF()))


class UnreadPage(QWidget):
    """Stands in place of the details while there are none: being read, or why it cannot be."""

    encoding_chosen = Signal(str)

    def __init__(self, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._shown = ("circle", "faint")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._encoding = QComboBox()
        self._encoding.addItems([_CHOOSE, *text_encodings()])
        self._encoding.setAccessibleName("Encoding")
        self._encoding.activated.connect(self._choose)
        holder = QWidget()
        holder.setFixedWidth(_READING_WIDTH)
        box = QVBoxLayout(holder)
        box.setSpacing(Space.M)
        box.addWidget(self._picture)
        box.addWidget(self._text)
        box.addWidget(self._encoding, alignment=Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(holder)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(middle)
        whole.addStretch(3)
        follow(icons.changed, self, self._draw)

    def show_file(self, file: ImportFile | None) -> None:
        """Show how a file without details stands, or that one can be chosen."""
        if file is None:
            self._say("Choose a file on the left.", "file-text", "faint")
        elif file.state is FileState.READING:
            self._say("Reading…", "circle", "faint")
        else:
            self._say(file.problem, "warning", "danger")
        # It stays while the file is read again, so that the keys stay in it.
        self._encoding.setVisible(file is not None and file.asks_encoding)
        self._encoding.setCurrentText((file.encoding_asked if file is not None else "") or _CHOOSE)

    def has_keys(self) -> bool:
        """Tell whether an encoding is being chosen here."""
        return self._encoding.hasFocus()

    def _say(self, text: str, icon: str, tone: str) -> None:
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._shown = (icon, tone)
        self._draw()

    def _choose(self, at: int) -> None:
        if at:
            self.encoding_chosen.emit(self._encoding.itemText(at))

    def _draw(self) -> None:
        icon, tone = self._shown
        self._picture.setPixmap(self._icons.pixmap(icon, 32, tone=tone, ratio=self.devicePixelRatioF()))


class DropHere(QWidget):
    """The big empty state: drop files, or choose them."""

    choose_requested = Signal()

    def __init__(self, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = button("Add files…", kind="primary")
        self.choose.clicked.connect(lambda _checked: self.choose_requested.emit())
        endings = file_endings()
        kinds = ", ".join(endings[:-1]) + f" and {endings[-1]}"
        teaching = EmptyState(
            icons,
            icon="import",
            title="Drop transcripts here",
            text=f"From Otter, Teams, Zoom or Word: {kinds}. "
            "You see what was recognised, and say who speaks, before anything comes in.",
        )
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.addStretch(1)
        inside.addWidget(teaching)
        inside.addWidget(self.choose, alignment=Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        whole.addWidget(card)
