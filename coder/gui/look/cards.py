"""A list of cards of which one is current: the one that keys act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from coder.gui.look.connecting import follow
from coder.gui.look.deliberate import once_per_press
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.gui.look.widgets import set_variant

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def is_key(event: QKeyEvent, text: str) -> bool:
    """Tell whether a key press is the key that is shown as `text`, such as `A`, `+` or `Del`; empty is none.

    A key that is held down counts once: what decides about one thing must not go on with the next.
    """
    if not text or event.isAutoRepeat():
        return False
    if len(text) == 1:
        # Signs such as + need Shift on some keyboards and not on others: what counts is the sign that comes out.
        typed = event.text().casefold()
        return typed == text.casefold().replace("−", "-") and not event.modifiers() & _MODIFIERS
    return QKeySequence(text, QKeySequence.SequenceFormat.NativeText) == QKeySequence(event.keyCombination())


def with_key(text: str, key: str) -> str:
    """Return a tooltip that names the key, if there is one."""
    return f"{text} ({key})" if key else text


class Keyed(Protocol):
    """What a card shows; the key tells it apart from the others."""

    @property
    def key(self) -> str:
        """Return what tells the item apart."""


class Card(QFrame):
    """One item of the list; subclasses show it and send wishes about it."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._current = False
        self.key = ""
        self.setProperty("role", "card")
        self.setProperty("current", False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        once_per_press(self)
        follow(theme.changed, self, self.update)

    def show_item(self, item: Any) -> None:
        """Show an item in place of the one before."""
        raise NotImplementedError

    def controls(self) -> Sequence[QWidget]:
        """Return what Tab reaches within the current card, in order."""
        return ()

    @property
    def is_current(self) -> bool:
        """Tell whether keys act on this card."""
        return self._current

    def set_current(self, current: bool) -> None:
        """Make it the card that keys act on, or one of the others, which Tab passes over."""
        self._current = current
        if self.property("current") != current:
            set_variant(self, "current", current)
        # The mouse never takes the keys away from the transcript, hence no focus by a click.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if current else Qt.FocusPolicy.NoFocus)
        for control in self.controls():
            control.setFocusPolicy(self._focus_policy(control) if current else Qt.FocusPolicy.NoFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)

    def _focus_policy(self, control: QWidget) -> Qt.FocusPolicy:
        return Qt.FocusPolicy.TabFocus


class CardList(QScrollArea):
    """Cards below one another; arrow keys, Home and End move the current one.

    `make` returns a new, empty card. Cards of items that stay are kept as they are, with focus and unsaved text.
    """

    current_changed = Signal(str)
    """The person made another card the current one; its key."""
    left = Signal()
    """Escape was pressed, or the last card went away while the list had the keys."""

    def __init__(self, make: Callable[[], Card], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._cards: list[Card] = []
        self._pool: list[Card] = []
        self._current: Card | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._holder = QFrame()
        self._holder.setProperty("role", "panel")
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(Space.M, 0, Space.M, Space.M)
        self._column.setSpacing(Space.S)
        self._column.addStretch(1)
        self.setWidget(self._holder)
        self._last: QWidget = self

    @property
    def cards(self) -> Sequence[Card]:
        """Return the cards in order."""
        return tuple(self._cards)

    @property
    def current(self) -> Card | None:
        """Return the card that keys act on."""
        return self._current

    def show_items(self, items: Sequence[Keyed], *, current: str | None) -> None:
        """Show items in order, the one with the key `current` (or the first) as the current one; tells nobody."""
        had_focus = self._has_focus()
        self._holder.setUpdatesEnabled(False)
        there = {card.key: card for card in self._cards}
        self._cards = [there.pop(item.key) if item.key in there else self._spare() for item in items]
        if any(self._holds(card) for card in there.values()):
            self.setFocus()
        for card in there.values():
            card.hide()
            card.set_current(False)
            self._column.removeWidget(card)
            self._pool.append(card)
        for place, (card, item) in enumerate(zip(self._cards, items, strict=True)):
            card.key = item.key
            card.show_item(item)
            if (at := self._column.itemAt(place)) is None or at.widget() is not card:
                self._column.insertWidget(place, card)
            card.show()
        chosen = next((card for card in self._cards if card.key == current), None)
        self._set_current(chosen or (self._cards[0] if self._cards else None))
        self._holder.setUpdatesEnabled(True)
        self._reveal()
        if had_focus and not self._cards:
            self.left.emit()
        elif had_focus and self._current is not None and not self._holds(self._current):
            self._current.setFocus()

    def choose(self, card: Card) -> None:
        """Make a card the current one, as the person wishes."""
        if card is self._current:
            return
        inside = self._current is not None and self._holds(self._current)
        self._set_current(card)
        if inside:
            card.setFocus()
        self._reveal()
        self.current_changed.emit(card.key)

    def step(self, by: int) -> None:
        """Make a later or earlier card the current one and give it the keys."""
        if not self._cards:
            return
        at = self._cards.index(self._current) if self._current in self._cards else 0
        card = self._cards[max(0, min(at + by, len(self._cards) - 1))]
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.choose(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.step(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step(len(self._cards) * (1 if key == Qt.Key.Key_End else -1))
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Buttons would take the arrow keys as "next button" and leave the card.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _STEPS:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._reveal()

    def _spare(self) -> Card:
        if self._pool:
            return self._pool.pop()
        card = self._make()
        card.setParent(self._holder)
        card.pressed.connect(lambda: self.choose(card))
        for part in (card, *card.controls()):
            # New widgets come last in the window's tab order, far from here.
            QWidget.setTabOrder(self._last, part)
            self._last = part
        for control in card.controls():
            if not control.inputMethodHints() and not hasattr(control, "currentIndex"):
                control.installEventFilter(self)
        card.set_current(False)
        return card

    def _set_current(self, card: Card | None) -> None:
        self._current = card
        for other in self._cards:
            other.set_current(other is card)

    def _reveal(self) -> None:
        if self._current is not None and self.isVisible():
            self._column.activate()
            self.ensureWidgetVisible(self._current, 0, Space.S)

    def _holds(self, card: Card) -> bool:
        focused = _focused()
        return focused is not None and (focused is card or card.isAncestorOf(focused))

    def _has_focus(self) -> bool:
        focused = _focused()
        return focused is not None and (focused is self or self.isAncestorOf(focused))


def _focused() -> QWidget | None:
    return QApplication.focusWidget()
