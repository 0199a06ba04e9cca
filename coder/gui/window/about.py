"""What this application is, what it promises, and on whose work it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from coder import __version__
from coder.gui.look.dialog_parts import column
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space
from coder.gui.look.widgets import SectionTitle

_WIDTH = 440

PURPOSE = (
    "Code interview and workshop transcripts against a codebook that the whole team shares, "
    "and export the evidence as tables."
)
PROMISE = (
    "Everything stays on this computer. Coder opens no connection to anywhere: no account, no upload, no updates "
    "behind your back. Suggestions are worked out here too, and nothing is coded without you."
)
THANKS = (
    ("Typeface", "Inter, SIL Open Font License 1.1"),
    ("Icons", "Lucide, ISC License; some from Feather, MIT License"),
    ("Window", "Qt for Python, GNU LGPL 3"),
    ("Language", "spaCy, MIT License"),
)


class AboutDialog(FittedDialog):
    """Says name, version, purpose, promise and licences."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Coder")
        name = QLabel("Coder")
        font = ui_font(strong=True)
        font.setPixelSize(24)
        name.setFont(font)
        version = QLabel(f"Version {__version__}")
        version.setProperty("tone", "soft")
        version.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        version.setAccessibleName(version.text())
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        whole.setSpacing(Space.L)
        whole.addLayout(column(name, version))
        whole.addWidget(_text(PURPOSE))
        whole.addLayout(column(SectionTitle("Offline"), _text(PROMISE)))
        whole.addLayout(column(SectionTitle("With thanks"), *(_thanks(what, whose) for what, whose in THANKS)))
        whole.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        close.setFocus()


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setFixedWidth(_WIDTH)
    return label


def _thanks(what: str, whose: str) -> QLabel:
    label = _text(f"{what}: {whose}")
    label.setFont(small_font())
    label.setProperty("tone", "soft")
    return label
