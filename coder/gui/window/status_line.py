"""The foot of the window: the truth about saving, who codes, with which codebook, and how suggestions are made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from coder.gui.look.fonts import small_font


class StatusLine(QStatusBar):
    """Four short texts that are always true."""

    coder_requested = Signal()
    """The person wants to code under another name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setAccessibleName("Status")
        self._saved = self._label("Saving")
        self._codebook = self._label("Codebook")
        self._suggestions = self._label("Suggestions")
        self._coder = QToolButton()
        self._coder.setFont(small_font())
        self._coder.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._coder.setToolTip("Code under another name")
        self._coder.clicked.connect(self.coder_requested)
        self.addWidget(self._saved)
        for part in (self._coder, self._codebook, self._suggestions):
            self.addPermanentWidget(part)
        self.clear_project()

    def show_saved(self, text: str) -> None:
        """Say how things stand with saving."""
        self._put(self._saved, text)

    def show_coder(self, name: str) -> None:
        """Say under which name codings are made."""
        self._coder.setText(f"Coding as {name}")
        self._coder.setAccessibleName(f"Coding as {name}; press to change")
        self._coder.show()

    def show_codebook(self, text: str) -> None:
        """Say which codebooks are in use."""
        self._put(self._codebook, text)

    def show_suggestions(self, text: str) -> None:
        """Say how suggestions are made."""
        self._put(self._suggestions, f"Suggestions: {text}" if text else "")

    def clear_project(self) -> None:
        """Show nothing: no project is open."""
        for label in (self._saved, self._codebook, self._suggestions):
            self._put(label, "")
        self._coder.hide()

    def texts(self) -> list[str]:
        """Return what can be read on it, from left to right."""
        parts: list[QLabel | QToolButton] = [self._saved, self._coder, self._codebook, self._suggestions]
        return [part.text() for part in parts if not part.isHidden()]

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setFont(small_font())
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setObjectName(name)
        return label

    def _put(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setAccessibleName(f"{label.objectName()}: {text}")
        label.setVisible(bool(text))
