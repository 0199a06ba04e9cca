"""The versions of a codebook: when, by whom, what changed and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from coder.domain.content import Release
from coder.gui.look.dialog_parts import card, column
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.screens import FittedDialog
from coder.gui.look.theme import Space
from coder.gui.look.widgets import WrappedLabel

SIZE = QSize(600, 520)


class ChangeLogDialog(FittedDialog):
    """Lists the published versions, the latest first."""

    def __init__(self, log: Sequence[Release], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Change log")
        self.resize(SIZE)
        entries = [_entry(item) for item in log]
        if not entries:
            nothing = WrappedLabel("Nothing has been published yet. Each publishing adds a line here, with its reason.")
            nothing.setProperty("tone", "soft")
            inside = column(nothing)
        else:
            inside = column(*entries, spacing=Space.S)
        inside.addStretch(1)
        page = QWidget()
        page.setLayout(inside)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Change log")
        scroll.setWidget(page)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(lambda _checked: self.accept())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        whole.addWidget(scroll, 1)
        whole.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)


def _entry(item: Release) -> QFrame:
    title = QLabel(f"{item.version} · {item.date} · {item.editor}")
    title.setFont(ui_font(strong=True))
    title.setTextFormat(Qt.TextFormat.PlainText)
    why, what = WrappedLabel(item.why), WrappedLabel(item.what)
    what.setFont(small_font())
    what.setProperty("tone", "soft")
    inside = QWidget()
    inside.setLayout(column(title, why, what))
    return card(inside, margin=Space.M)
