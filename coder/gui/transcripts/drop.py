"""Files that are dropped from the desktop: which count, and what is shown while they are held over a panel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from coder.gui.look.fonts import ui_font
from coder.gui.look.theme import RADIUS, Space, Theme


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the files among what is dragged; folders and web addresses are none."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


class DropVeil(QWidget):
    """Lies over a panel and says what a drop would do; hidden otherwise."""

    def __init__(self, theme: Theme, panel: QWidget, *, text: str = "Drop to import") -> None:
        super().__init__(panel)
        self._theme, self._panel, self._text = theme, panel, text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setGeometry(self._panel.rect())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._theme.colour("panel")
        ground.setAlphaF(0.88)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(Space.XS, Space.XS, -Space.XS, -Space.XS), RADIUS, RADIUS)
        painter.setFont(ui_font(strong=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
