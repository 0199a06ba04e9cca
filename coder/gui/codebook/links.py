"""What a code counts for beside its place in the tree: domains, and dimensions that it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from coder.domain.codebook import Code, CodeKind, CodeTree, LinkType

Link = tuple[LinkType, str]

_SIDES = 8 + 28
"""Pixels of a choice's button that are no text: the edge at the left, the sign at the right."""
_OFFERED = {CodeKind.DOMAIN: LinkType.BELONGS_TO_DOMAIN, CodeKind.DIMENSION: LinkType.COMES_FROM_DIMENSION}


class ChoiceButton(QPushButton):
    """Says what is chosen, at the left as in a field, with the sign of a list at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "choice")
        self._whole = ""

    def show_choice(self, text: str) -> None:
        """Show what is chosen, cut where there is no room for it."""
        self._whole = text
        self.setToolTip(text)
        self._cut()

    def choice(self) -> str:
        """Return what is chosen, whole."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().buttonText().color(), 1.2, c=Qt.PenCapStyle.RoundCap))
        middle = QPointF(self.width() - 17.5, self.height() / 2 + 1)
        painter.drawPolyline([middle + QPointF(-3.5, -2), middle + QPointF(0, 1.5), middle + QPointF(3.5, -2)])

    def _cut(self) -> None:
        room = max(0, self.width() - _SIDES)
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))


class LinkButton(ChoiceButton):
    """Says the links of a code, and lets them be ticked in a menu."""

    chosen = Signal(object)
    """The links that the code should have, as type and target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._links: list[Link] = []
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.clicked.connect(lambda _checked: self._menu.popup(self.mapToGlobal(QPoint(0, self.height()))))

    def show_links(self, code: Code | None, tree: CodeTree) -> None:
        """Show a code's links, and offer the domains and dimensions of its codebook."""
        self._menu.clear()
        self._links = []
        if code is None:
            self.show_choice("Only itself")
            return
        self._links = sorted((link.type, link.target_id) for link in tree.links(code.id))
        for other in tree:
            kind = _OFFERED.get(other.kind)
            if kind is None or other.id == code.id or other.codebook_id != code.codebook_id:
                continue
            action = self._menu.addAction(other.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked((kind, other.id) in self._links)
            action.setToolTip(other.short_definition)
            action.triggered.connect(lambda on, link=(kind, other.id): self._toggle(link, on))
        names = [tree[target].name for _, target in self._links if target in tree]
        text = ", ".join(names) or "Only itself; choose domains and dimensions"
        self.show_choice(text)
        self.setEnabled(bool(self._menu.actions()))

    def choices(self) -> QMenu:
        """Return the menu in which links are ticked."""
        return self._menu

    def links(self) -> Sequence[Link]:
        """Return the links that are shown."""
        return tuple(self._links)

    def _toggle(self, link: Link, on: bool) -> None:
        wanted = [*self._links, link] if on else [other for other in self._links if other != link]
        self.chosen.emit(sorted(wanted))
