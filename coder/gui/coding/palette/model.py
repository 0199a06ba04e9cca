"""The palette's rows: codes that match what is typed, best first, and the row that makes a new code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coder.domain.codebook import Code
from coder.domain.colour import CodeColour
from coder.domain.search import Searchable, entry_words, folded, ranked, reason
from coder.domain.span import Span
from coder.gui.base.emphasis import draw_name, matched_spans
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import ICON_PX, IconSet
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.gui.look.widgets import paint_swatch

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 40
_DIGITS = 9
_SWATCH = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a code with what is shown of it, or (without a code) the name of one to be made."""

    name: str
    code: Code | None = None
    path: str = ""
    key: str = ""
    used: int = 0
    colour: CodeColour | None = None
    spans: tuple[Span, ...] = ()
    reason: str = ""
    """Where what is typed stands in its entry, if not in its name; shown in place of the path."""
    reason_spans: tuple[Span, ...] = ()
    applied: bool = False
    """Already put on the passage while the palette has been open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the palette is opened with."""

    codes: Sequence[Searchable]
    recent: Sequence[str]
    usage: Mapping[str, int]
    colours: Mapping[str, CodeColour]
    paths: Mapping[str, str]


class PaletteModel(QAbstractListModel):
    """Ranks codes by what is typed; rows are dressed only when they are looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._offer = Offer(codes=(), recent=(), usage={}, colours={}, paths={})
        self._query = ""
        self._found: list[Code] = []
        self._new = ""
        self._applied: set[str] = set()
        self._entries: dict[str, Searchable] = {}
        self._words: list[str] = []
        self._words_of: Sequence[Searchable] | None = None

    def start(self, offer: Offer) -> None:
        """Begin anew with other codes and nothing typed."""
        self._offer = offer
        self._applied = set()
        self._entries = {entry.code.id: entry for entry in offer.codes}
        self._query = ""
        self.search("")

    def search(self, query: str) -> None:
        """Show the codes that match, best first."""
        self.beginResetModel()
        self._query = query
        offer = self._offer
        words = self._entry_words() if query.strip() else ()
        self._found = ranked(query, offer.codes, recent=offer.recent, usage=offer.usage, words=words)
        wanted = " ".join(query.split())
        names = {entry.name for entry in self._offer.codes}
        self._new = wanted if wanted and folded(wanted) not in names else ""
        self.endResetModel()

    def _entry_words(self) -> Sequence[str]:
        """Return the words of all definitions, folded once for as long as the codes are the same."""
        if self._words_of is not self._offer.codes:
            self._words_of = self._offer.codes
            self._words = [entry_words(entry.code) for entry in self._offer.codes]
        return self._words

    def mark_applied(self, code_id: str) -> None:
        """Remember that a code was put on the passage."""
        self._applied.add(code_id)
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    @property
    def hits(self) -> int:
        """Return how many codes match."""
        return len(self._found)

    def entry(self, row: int) -> Entry:
        """Return what a row shows."""
        if row >= len(self._found):
            return Entry(self._new)
        code, offer = self._found[row], self._offer
        recent = list(offer.recent[:_DIGITS])
        why = reason(self._query, self._entries[code.id]) if self._query.strip() else None
        return Entry(
            code.name,
            code,
            path=offer.paths.get(code.id, ""),
            key=str(recent.index(code.id) + 1) if code.id in recent else "",
            used=offer.usage.get(code.id, 0),
            colour=offer.colours.get(code.id),
            spans=tuple(matched_spans(code.name, self._query)) if self._query.strip() else (),
            reason=f"{why.where}: {why.text}" if why is not None else "",
            reason_spans=tuple(span.shifted(len(why.where) + 2) for span in why.spans) if why is not None else (),
            applied=code.id in self._applied,
        )

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found) + bool(self._new)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entry(index.row())
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(entry)
        return None


def spoken(entry: Entry) -> str:
    """Return a row in words."""
    if entry.code is None:
        return f"Create code {entry.name}"
    parts = [entry.name]
    if entry.path:
        parts.append(f"in {entry.path}")
    if entry.reason:
        parts.append(entry.reason)
    parts.append("not used yet" if not entry.used else f"used {entry.used} times" if entry.used > 1 else "used once")
    if entry.key:
        parts.append(f"key {recent_key(entry.key)}")
    if entry.applied:
        parts.append("just applied")
    return ", ".join(parts)


def recent_key(digit: str) -> str:
    """Return the key of a recent code as people read it, such as `Alt+1`: a digit alone is typed as text."""
    return QKeySequence(f"Alt+{digit}").toString(QKeySequence.SequenceFormat.NativeText)


class PaletteDelegate(QStyledItemDelegate):
    """Paints a code in two lines: name with the typed letters strong, and where it is in the codebook."""

    def __init__(self, theme: Theme, icons: IconSet) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection"))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS, RADIUS)
        room = option.rect.adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        if entry.code is None:
            self._paint_new(painter, room, entry)
        else:
            self._paint_code(painter, room, entry)
        painter.restore()

    def _paint_new(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        icon = QRect(room.left() - 2, room.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
        self._icons.icon("add", tone="accent").paint(painter, icon)
        line = room.adjusted(_SWATCH + Space.M, 0, 0, 0)
        painter.setFont(ui_font())
        painter.setPen(self._theme.colour("accent"))
        text = painter.fontMetrics().elidedText(
            f"Create code “{entry.name}”", Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_code(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        if entry.colour is not None:
            top = room.center().y() - _SWATCH / 2 + 1
            paint_swatch(painter, QRectF(room.left(), top, _SWATCH, _SWATCH), self._theme.of(entry.colour))
        right = self._paint_asides(painter, room, entry)
        left = room.left() + _SWATCH + Space.M
        half = room.height() / 2
        name = (
            QRectF(left, room.top() - 1, right - left, half + 2)
            if entry.path or entry.reason
            else QRectF(room).adjusted(left - room.left(), 0, right - room.right(), 0)
        )
        draw_name(
            painter,
            name,
            entry.name,
            entry.spans,
            font=ui_font(),
            strong=ui_font(strong=True),
            ink=self._theme.colour("ink"),
        )
        if below := entry.reason or entry.path:
            draw_name(
                painter,
                QRectF(left, room.top() + half, right - left, half),
                below,
                entry.reason_spans,
                font=small_font(),
                strong=small_font(strong=True),
                ink=self._theme.colour("soft_ink" if entry.reason else "faint"),
            )

    def _paint_asides(self, painter: QPainter, room: QRect, entry: Entry) -> int:
        """Write key, use and tick at the right; return where the name must end."""
        right = room.right()
        if entry.applied:
            place = QRect(right - ICON_PX, room.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
            self._icons.icon("check", tone="success").paint(painter, place)
            right -= ICON_PX + Space.S
        painter.setFont(small_font())
        if entry.key:
            key = recent_key(entry.key)
            wide = painter.fontMetrics().horizontalAdvance(key) + Space.S + 2
            box = QRectF(right - wide, room.center().y() - 8, wide, 18)
            painter.setPen(QPen(self._theme.colour("outline"), 1))
            painter.setBrush(self._theme.colour("paper"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(self._theme.colour("soft_ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
            right -= wide + Space.S
        if entry.used:
            text = f"{entry.used:,}"
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(self._theme.colour("faint"))
            place = QRect(right - width, room.top(), width + 1, room.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + Space.S
        return right
