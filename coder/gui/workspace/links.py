"""What a code counts for beside its place in the tree: domains, and dimensions that it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from coder.domain.codebook import Code, CodeKind, CodeTree, LinkType

Link = tuple[LinkType, str]

_OFFERED = {CodeKind.DOMAIN: LinkType.BELONGS_TO_DOMAIN, CodeKind.DIMENSION: LinkType.COMES_FROM_DIMENSION}


class LinkButton(QPushButton):
    """Says the links of a code, and lets them be ticked in a menu."""

    chosen = Signal(object)
    """The links that the code should have, as type and target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "choice")
        self._links: list[Link] = []
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)

    def show_links(self, code: Code | None, tree: CodeTree) -> None:
        """Show a code's links, and offer the domains and dimensions of its codebook."""
        self._menu.clear()
        self._links = []
        if code is None:
            self.setText("Nothing")
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
        text = ", ".join(names) or "Nothing; tick domains"
        self.setText((text if len(text) <= 60 else text[:59] + "…").replace("&", "&&"))
        self.setToolTip(", ".join(names))
        self.setEnabled(bool(self._menu.actions()))

    def links(self) -> Sequence[Link]:
        """Return the links that are shown."""
        return tuple(self._links)

    def _toggle(self, link: Link, on: bool) -> None:
        wanted = [*self._links, link] if on else [other for other in self._links if other != link]
        self.chosen.emit(sorted(wanted))
