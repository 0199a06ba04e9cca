"""The context menu of the text: code this passage, or change what is coded here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from coder.domain.coding import Coding, Direction, Strength
from coder.domain.span import Span
from coder.gui.base.actions import Actions, key_text
from coder.gui.base.session import Session
from coder.gui.coding.controller import CodingController
from coder.gui.look.icons import ICON_PX
from coder.gui.look.theme import Theme
from coder.gui.reading.controller import ReadingController

_RECENT_SHOWN = 6


class TextMenu(QObject):
    """Shows the menu where the person asks for it."""

    def __init__(
        self,
        session: Session,
        *,
        reading: ReadingController,
        coding: CodingController,
        actions: Actions,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._coding = coding
        self._actions = actions
        self._theme = theme
        self._parent = parent
        reading.view.context_requested.connect(self.popup)

    def popup(self, place: QPoint, span: Span | None, mark_ids: Sequence[str]) -> None:
        """Open the menu at a place on the screen."""
        menu = self.menu(span, mark_ids)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def menu(self, span: Span | None, mark_ids: Sequence[str]) -> QMenu:
        """Return the menu for a selection and the codings under the pointer."""
        menu = QMenu(self._parent)
        menu.addAction(self._actions["code_passage"])
        if span is not None:
            self._add_recent(menu, span)
        menu.addAction(self._actions["select_sentence"])
        menu.addAction(self._actions["select_turn"])
        codings = [item for mark_id in mark_ids if (item := self._reading.codings.get(mark_id))]
        if codings:
            menu.addSeparator()
        for item in codings:
            self._add_coding(menu, item)
        if span is not None:
            menu.addSeparator()
            menu.addAction("Copy", self._reading.view.copy)
        return menu

    def _add_recent(self, menu: QMenu, span: Span) -> None:
        book = self._session.codebook
        for number, code_id in enumerate(self._session.recent[:_RECENT_SHOWN], start=1):
            action = menu.addAction(f"{_plain(book.tree[code_id].name)}\t{number}")
            action.setIcon(self._swatch(code_id))
            action.triggered.connect(lambda _=False, code=code_id: self._coding.apply(code, span))
        menu.addSeparator()

    def _add_coding(self, menu: QMenu, item: Coding) -> None:
        name = self._session.codebook.tree[item.code_id].name
        part = menu.addMenu(self._swatch(item.code_id), _plain(name))
        for direction in Direction:
            wanted = None if item.direction is direction else direction
            entry = part.addAction(f"{direction.capitalize()}\t{key_text(direction.value)}")
            entry.setCheckable(True)
            entry.setChecked(item.direction is direction)
            entry.triggered.connect(lambda _=False, to=wanted: self._coding.set_direction(item.id, to))
        part.addSeparator()
        for strength in Strength:
            wished = None if item.strength is strength else strength
            entry = part.addAction(f"{strength.capitalize()}\t{key_text(strength.value)}")
            entry.setCheckable(True)
            entry.setChecked(item.strength is strength)
            entry.triggered.connect(lambda _=False, to=wished: self._coding.set_strength(item.id, to))
        part.addSeparator()
        part.addAction(f"Write memo\t{key_text('memo')}", lambda: self._write_memo(item.id))
        part.addAction(f"Change code…\t{key_text('change_code')}", lambda: self._coding.change_code(item.id))
        part.addAction(f"Remove coding\t{key_text('remove_coding')}", lambda: self._coding.remove(item.id))

    def _write_memo(self, coding_id: str) -> None:
        self._coding.activate(coding_id)
        self._coding.write_memo()

    def _swatch(self, code_id: str) -> QIcon:
        picture = QPixmap(ICON_PX - 4, ICON_PX - 4)
        picture.fill(self._theme.of(self._session.codebook.colours[code_id]))
        return QIcon(picture)


def _plain(name: str) -> str:
    """Return a name in which no letter is taken for a mnemonic."""
    return name.replace("&", "&&")
