"""Boxes from which one thing is chosen to narrow the table to; the first choice is always "all"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from coder.domain.codebook import CodeTree
from coder.domain.colour import CodeColour
from coder.gui.evidence.code_list import CodeList
from coder.gui.look.connecting import follow
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import swatch_icon

_WIDEST_LIST = 360
_NARROWEST = 72
_ARROW = 26
"""The room of the arrow at the right edge."""
_SWATCH = 10
_CODE_WIDTH = 172


class Choice(QComboBox):
    """A box that offers all and then each of some things; `value` is what stands behind the shown words."""

    value_changed = Signal()
    """The person chose something else, or what was chosen is not offered any more."""

    def __init__(self, name: str, everything: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._everything = everything
        self._offered: list[tuple[str, object]] = []
        self.setAccessibleName(name)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.addItem(everything, None)
        self.activated.connect(lambda _place: self.value_changed.emit())
        self.currentTextChanged.connect(self._explain)
        self._explain()

    @property
    def value(self) -> object:
        """Return what is chosen, or None for all."""
        return self.currentData()

    def set_value(self, value: object) -> bool:
        """Choose without telling; return whether the value is offered (if not, all is chosen)."""
        place = next((number for number in range(self.count()) if self.itemData(number) == value), 0)
        self.setCurrentIndex(place)
        return place > 0 or value is None

    def offer(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer these words with what stands behind them; what was chosen stays chosen while it is offered."""
        if list(choices) == self._offered:
            return
        self._offered = list(choices)
        before = self.value
        self.clear()
        self.addItem(self._everything, None)
        for words, value in choices:
            self.addItem(words, value)
        if not self.set_value(before):
            self.value_changed.emit()

    def sizeHint(self) -> QSize:
        # As wide as "all", whatever is chosen: the row of filters never jumps.
        return QSize(
            self.fontMetrics().horizontalAdvance(self._everything) + Space.S + _ARROW + 2, super().sizeHint().height()
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_NARROWEST, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.rect().adjusted(Space.S, 0, -_ARROW, 0)
        icon = self.itemIcon(self.currentIndex())
        if not icon.isNull():
            icon.paint(painter, room.left(), (self.height() - _SWATCH) // 2, _SWATCH, _SWATCH)
            room.setLeft(room.left() + _SWATCH + Space.S)
        # Qt cuts words that are too long in the middle of a letter.
        words = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def showPopup(self) -> None:
        view = self.view()
        room = view.sizeHintForColumn(0) + 32
        view.setMinimumWidth(max(self.width(), min(room, _WIDEST_LIST)))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past a box must not change what the table shows.
        event.ignore()

    def _explain(self) -> None:
        self.setToolTip(f"{self._name}: {self.currentText()}")


class CodeChoice(Choice):
    """Offers the codes in a list that narrows while a name is typed."""

    def __init__(self, theme: Theme, codes: CodeList, parent: QWidget | None = None) -> None:
        super().__init__("Code", "All codes", parent=parent)
        self._theme = theme
        self.setIconSize(QSize(_SWATCH, _SWATCH))
        self._tree = CodeTree(())
        self._colours: Mapping[str, CodeColour] = {}
        self._list = codes
        self._list.chosen.connect(self._choose)
        follow(theme.changed, self, self._draw)

    def set_tree(self, tree: CodeTree) -> None:
        """Offer these codes; what was chosen stays chosen while it is there."""
        self._tree = tree
        self._list.set_tree(tree)
        chosen = self.value
        if isinstance(chosen, str) and chosen not in tree:
            self._show(None)
            self.value_changed.emit()
        else:
            self._show(chosen if isinstance(chosen, str) else None)

    def set_colours(self, colours: Mapping[str, CodeColour]) -> None:
        """Show codes in these colours, by id."""
        self._colours = colours
        self._list.set_colours(colours)
        self._draw()

    def sizeHint(self) -> QSize:
        return QSize(_CODE_WIDTH, super().sizeHint().height())

    def set_value(self, value: object) -> bool:
        known = isinstance(value, str) and value in self._tree
        self._show(value if isinstance(value, str) and known else None)
        return known or value is None

    def showPopup(self) -> None:
        self.open_list("")

    def hidePopup(self) -> None:
        self._list.hide()
        super().hidePopup()

    def open_list(self, typed: str) -> None:
        """Show the list below the box, narrowed to what was typed."""
        chosen = self.value
        self._list.open(
            self.mapToGlobal(QPoint(0, self.height() + 2)),
            typed=typed,
            chosen=chosen if isinstance(chosen, str) else None,
            screen=self.screen().availableGeometry(),
            above=self.height() + 4,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text().strip() and event.text().isprintable():
            self.open_list(event.text())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.open_list("")
        else:
            super().keyPressEvent(event)

    def _choose(self, code_id: object) -> None:
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        if code_id != self.value:
            self._show(code_id if isinstance(code_id, str) else None)
            self.value_changed.emit()

    def _show(self, code_id: str | None) -> None:
        words = self._tree[code_id].name if code_id is not None else self._everything
        self.setItemText(0, words)
        self.setItemData(0, code_id)
        self._explain()
        self._draw()

    def _draw(self) -> None:
        colour = self._colours.get(self.value) if isinstance(self.value, str) else None
        icon = swatch_icon(self._theme.of(colour), px=_SWATCH) if colour is not None else QIcon()
        self.setItemIcon(0, icon)
