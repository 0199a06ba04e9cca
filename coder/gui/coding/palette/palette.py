"""The palette at the selection: type part of a name, press Enter, done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from coder.domain.colour import CodeColour
from coder.domain.search import Searchable
from coder.gui.coding.palette.model import ROW_HEIGHT, Offer, PaletteDelegate, PaletteModel, recent_key, spoken
from coder.gui.look.deliberate import confirms, once_per_press
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, Hairline, announce

WIDTH = 440
_ROWS_SHOWN = 8
_GAP = 6
_MOVES = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_ROWS_SHOWN,
    Qt.Key.Key_PageDown: _ROWS_SHOWN,
}


_HOW = "↓ and Enter make a new code of that name."
_NOTHING = f"No code has this in its name or definition. {_HOW}"


class CodePalette(QFrame):
    """A popup over the text; it knows nothing of codings, it only says which code was chosen."""

    chosen = Signal(str, bool)
    """The code, and whether the palette stays open for another one."""
    create_requested = Signal(str, bool)
    """The name of a code that is to be made and chosen, and whether the palette stays open."""
    dismissed = Signal()

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Choose a code")
        self._decided = False
        self._title = QLabel()
        self._title.setFont(small_font(strong=True))
        self._title.setProperty("tone", "soft")
        self._passage = ElidedLabel()
        self._passage.setFont(small_font())
        self._passage.setProperty("tone", "soft")
        self._field = QLineEdit()
        self._field.setPlaceholderText("Part of a code’s name or definition…")
        self._field.setAccessibleName("Part of a code’s name or definition")
        self._model = PaletteModel()
        self._delegate = PaletteDelegate(theme, icons)
        self._list = QListView()
        self._list.setAccessibleName("Codes that match")
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFixedHeight(_ROWS_SHOWN * ROW_HEIGHT)
        self._definition = QLabel()
        self._definition.setFont(small_font())
        self._definition.setProperty("tone", "soft")
        self._definition.setWordWrap(True)
        self._definition.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._definition.setFixedHeight(2 * self._definition.fontMetrics().lineSpacing() + 2)
        recent = f"{recent_key('1')} … 9 recent"
        self._keys = QLabel(f"Enter code · Shift+Enter and stay · {recent} · Esc close")
        self._keys.setFont(small_font())
        self._keys.setProperty("tone", "faint")
        self._arrange(theme)
        self._field.installEventFilter(self)
        once_per_press(self._field, keys=confirms)  # Looks first: what is installed last does.
        self._field.textChanged.connect(self._search)
        self._list.clicked.connect(lambda _index: self._take(keep=False))
        self._list.selectionModel().currentChanged.connect(lambda *_: self._describe())

    def open_for(
        self,
        anchor: QRect,
        *,
        passage: str,
        codes: Sequence[Searchable],
        recent: Sequence[str],
        usage: Mapping[str, int],
        colours: Mapping[str, CodeColour],
        paths: Mapping[str, str],
        title: str,
    ) -> None:
        """Open below a place on the screen (above it where there is no room) with nothing typed."""
        self._decided = False
        self._title.setText(title)
        self._passage.setText(f"“{passage}”" if passage else "")
        self._passage.setVisible(bool(passage))
        self._model.start(Offer(codes=codes, recent=recent, usage=usage, colours=colours, paths=paths))
        self._field.blockSignals(True)
        self._field.clear()
        self._field.blockSignals(False)
        self._choose_row(0)
        self.setFixedSize(self.sizeHint().expandedTo(QSize(WIDTH, 0)).boundedTo(QSize(WIDTH, 4000)))
        self.move(self._place(anchor))
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def typed(self) -> str:
        """Return what is typed."""
        return self._field.text()

    def names(self) -> list[str]:
        """Return the names shown, in order."""
        return [self._model.entry(row).name for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._does(event)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._decided:
            self._decided = True
            self.dismissed.emit()

    def _does(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._choose_row(self._list.currentIndex().row() + _MOVES[key])
        elif key == Qt.Key.Key_Home and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose_row(0)
        elif key == Qt.Key.Key_End and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose_row(self._model.rowCount() - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(keep=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            self.hide()
        elif _with_alt(event) and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._take_recent(str(key - Qt.Key.Key_0))
        else:
            return False
        return True

    def _search(self, query: str) -> None:
        self._model.search(query)
        hits = self._model.hits
        if hits:
            self._choose_row(0)
        else:
            # What makes a code in the team's codebook is chosen by hand.
            self._list.setCurrentIndex(QModelIndex())
            self._describe()
        announce(self._field, "1 code" if hits == 1 else f"{hits} codes")

    def _choose_row(self, row: int) -> None:
        count = self._model.rowCount()
        if count:
            index = self._model.index(max(0, min(row, count - 1)))
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)
        self._describe()

    def _describe(self) -> None:
        index = self._list.currentIndex()
        if not index.isValid():
            self._definition.setText(_NOTHING if self.typed().strip() else "")
            self._field.setAccessibleDescription(self._definition.text())
            return
        entry = self._model.entry(index.row())
        if entry.code is None:
            self._definition.setText("Makes a new code with this name and puts it on the passage.")
        else:
            self._definition.setText(entry.code.short_definition)
        self._field.setAccessibleDescription(spoken(entry))

    def _take_recent(self, digit: str) -> None:
        for row in range(self._model.rowCount()):
            if self._model.entry(row).key == digit:
                self._choose_row(row)
                self._take(keep=False)
                return
        announce(self._field, f"No recent code with the key {recent_key(digit)} is shown")

    def _take(self, *, keep: bool) -> None:
        index = self._list.currentIndex()
        if not index.isValid():
            said = (
                f"Nothing was chosen: no code has “{' '.join(self.typed().split())}” in its name or definition. {_HOW}"
            )
            self._definition.setText(said)
            announce(self._field, said)
            return
        entry = self._model.entry(index.row())
        if not keep:
            self._decided = True
            self.hide()
        if entry.code is None:
            self.create_requested.emit(entry.name, keep)
        else:
            self.chosen.emit(entry.code.id, keep)
            self._model.mark_applied(entry.code.id)
        if keep:
            self._field.clear()
            self._choose_row(0)

    def _arrange(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        column.setSpacing(Space.S)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._passage)
        column.addLayout(head)
        column.addWidget(self._field)
        column.addWidget(self._list)
        column.addWidget(Hairline(theme))
        column.addWidget(self._definition)
        column.addWidget(self._keys)

    def _place(self, anchor: QRect) -> QPoint:
        """Return where to open: below the line with the caret, above it without room, always on the screen."""
        screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = max(room.left(), min(anchor.left() - Space.XL, room.right() - self.width()))
        top = anchor.bottom() + _GAP
        if top + self.height() > room.bottom():
            above = anchor.top() - _GAP - self.height()
            top = above if above >= room.top() else max(room.top(), room.bottom() - self.height())
        return QPoint(left, top)


def _with_alt(event: QKeyEvent) -> bool:
    """Tell whether Alt is held, and Shift at most, which digits need on some keyboards."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return held == Qt.KeyboardModifier.AltModifier
