"""The menu of recent projects, each on a digit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from coder.gui.start.parts import short_folder


class RecentMenu(QMenu):
    """Filled anew whenever it opens: files come and go."""

    chosen = Signal(Path)

    def __init__(self, paths: Callable[[], Sequence[Path]], parent: QWidget | None = None) -> None:
        super().__init__("Open recent", parent)
        self._paths = paths
        self.setAccessibleName("Recent projects")
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """List the projects that are there, the latest first."""
        self.clear()
        for number, path in enumerate(self._paths(), start=1):
            label = f"{path.stem}  ({short_folder(path.parent)})".replace("&", "&&")
            entry = self.addAction(f"&{number}  {label}" if number <= 9 else label)
            entry.setToolTip(str(path))
            entry.setData(path)
            entry.triggered.connect(lambda _checked=False, file=path: self.chosen.emit(file))
        if self.isEmpty():
            self.addAction("No recent project").setEnabled(False)
