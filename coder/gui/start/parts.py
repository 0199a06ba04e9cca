"""Parts of the start page: its mark, its three big buttons and the list of recent projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QListView, QMenu, QSizePolicy, QWidget

from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.gui.look.two_lines import ROW_HEIGHT, RowRole, TwoLineDelegate

_PATH = Qt.ItemDataRole.UserRole + 10
_ICON = 20


class Mark(QWidget):
    """The sign of the application: lines of talk, two of them with a lane beneath."""

    def __init__(self, theme: Theme, *, px: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(px, px)
        follow(theme.changed, self, self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        unit = self.width() / 22
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(QRectF(self.rect()), 5 * unit, 5 * unit)
        painter.setBrush(self._theme.colour("accent_ink"))
        for top, width in ((5.5, 11), (10.2, 8), (14.9, 10)):
            painter.drawRoundedRect(QRectF(5.5 * unit, top * unit, width * unit, 1.6 * unit), unit * 0.8, unit * 0.8)
        lane = self._theme.colour("accent_ink")
        lane.setAlphaF(0.5)
        painter.setBrush(lane)
        for top, left, width in ((12.6, 5.5, 5), (17.3, 8.5, 7)):
            painter.drawRoundedRect(QRectF(left * unit, top * unit, width * unit, 0.9 * unit), unit * 0.4, unit * 0.4)


class StartButton(QAbstractButton):
    """A wide button that says what it does and what that is good for, with its keys at the end."""

    def __init__(
        self,
        text: str,
        about: str,
        *,
        icon: str,
        keys: str,
        theme: Theme,
        icons: IconSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._about, self._icon_name, self._keys = about, icon, keys
        self._theme, self._icons = theme, icons
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"{about} {keys}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        follow(theme.changed, self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, 64)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 64)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(self._theme.colour("focus" if self.hasFocus() else "hairline"), pen))
        lit = self.underMouse() or self.isDown()
        painter.setBrush(self._theme.colour("selection" if self.isDown() else "hover" if lit else "paper"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), RADIUS, RADIUS)
        middle = self.height() // 2
        picture = QRect(Space.L, middle - _ICON // 2, _ICON, _ICON)
        self._icons.icon(self._icon_name, tone="accent").paint(painter, picture)
        room = self.rect().adjusted(picture.right() + Space.L, 0, -Space.L, 0)
        painter.setFont(small_font())
        painter.setPen(self._theme.colour("faint"))
        painter.drawText(
            QRect(room.left(), middle - 20, room.width(), 18),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            self._keys,
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.colour("soft_ink"))
        about = painter.fontMetrics().elidedText(self._about, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), middle + 1, room.width(), 18), left, about)
        painter.setFont(ui_font(strong=True))
        painter.setPen(self._theme.colour("ink"))
        painter.drawText(QRect(room.left(), middle - 20, room.width(), 18), left, self.text())


class RecentList(QListView):
    """Recent projects: a click or Enter opens one, Delete takes it off the list."""

    chosen = Signal(Path)
    forgotten = Signal(Path)

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._delegate = TwoLineDelegate(icons, theme, detail_elide=Qt.TextElideMode.ElideMiddle)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Recent projects")
        self.setAccessibleDescription("Enter opens a project; Delete takes it off this list, the file stays.")
        self.setProperty("role", "panel")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.clicked.connect(lambda index: self.chosen.emit(index.data(_PATH)))

    def show_projects(self, paths: Sequence[Path], *, today: date) -> None:
        """Show projects in this order with where they are and when they were changed."""
        row = self.currentIndex().row()
        self._model.clear()
        for path in paths:
            changed = when_text(datetime.fromtimestamp(path.stat().st_mtime), today=today)
            item = QStandardItem(path.stem)
            item.setData(path, _PATH)
            item.setData(short_folder(path.parent), RowRole.DETAIL)
            item.setData("file-text", RowRole.ICON)
            item.setData(changed, RowRole.ASIDE)
            item.setToolTip(f"{path}\nDel takes it off this list; the file stays")
            item.setAccessibleText(f"{path.stem}, in {path.parent}, changed {changed}")
            self._model.appendRow(item)
        if paths:
            self.setCurrentIndex(self._model.index(max(0, min(row, len(paths) - 1)), 0))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(360, max(1, self._model.rowCount()) * ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, ROW_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        path = self.currentIndex().data(_PATH)
        if path is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(path)
        elif path is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if not event.isAutoRepeat():
                self.forgotten.emit(path)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        if not index.isValid():
            return
        path = index.data(_PATH)
        menu = QMenu(self)
        menu.addAction("Open", lambda: self.chosen.emit(path))
        menu.addAction("Take off the list", lambda: self.forgotten.emit(path))
        menu.aboutToHide.connect(menu.deleteLater)
        below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(Space.XL, 0))
        menu.popup(below if by_keys else event.globalPos())


def when_text(moment: datetime, *, today: date) -> str:
    """Return a moment as people say it: today with the time, then the day, then the date."""
    days = (today - moment.date()).days
    if days == 0:
        return f"Today, {moment:%H:%M}"
    if days == 1:
        return "Yesterday"
    english = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    day = QDate(moment.year, moment.month, moment.day)
    if 1 < days < 7:
        return english.toString(day, "dddd")
    return english.toString(day, "d MMMM" if moment.year == today.year else "d MMMM yyyy")


def short_folder(folder: Path) -> str:
    """Return a folder's path with a tilde for the person's own one."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
