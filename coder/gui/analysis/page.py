"""The analysis workspace laid out: its list on the left, one page in the middle, the passages on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coder.domain.coding import Direction
from coder.domain.query import Query
from coder.gui.analysis.passages import PassagePanel
from coder.gui.analysis.places import BY_NAME, PLACES
from coder.gui.base.focus import step_part
from coder.gui.evidence.choices import Choice
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack, ScrolledBody, Share, SideBySide
from coder.gui.look.theme import CONTROL_HEIGHT, Space, Theme
from coder.gui.look.widgets import ElidedLabel, EmptyState, Hairline, SectionTitle, button

_NAME = Qt.ItemDataRole.UserRole


class PlaceList(QListWidget):
    """The quiet list of everything that can be looked at."""

    place_chosen = Signal(str)
    opened = Signal()
    """The person wants to work in the place that is chosen, not to look through the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "places")
        self.setAccessibleName("Analysis")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._looking = False
        """Whether the arrow keys go through the list, so that they must stay here."""
        section = ""
        for place in PLACES:
            if place.section != section:
                section = place.section
                heading = QListWidgetItem()
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, 34))
                self.addItem(heading)
                label = SectionTitle(section)
                label.setContentsMargins(3, Space.M, 0, 0)
                self.setItemWidget(heading, label)
            item = QListWidgetItem(place.title)
            item.setData(_NAME, place.name)
            item.setSizeHint(QSize(0, CONTROL_HEIGHT))
            self.addItem(item)
        self.currentItemChanged.connect(self._told)
        self.itemActivated.connect(lambda _item: self.opened.emit())
        self.itemClicked.connect(self._clicked)

    def choose(self, name: str) -> None:
        """Make a place the current one."""
        for row in range(self.count()):
            if self.item(row).data(_NAME) == name:
                self.setCurrentRow(row)
                return

    def current(self) -> str:
        """Return the name of the place that is chosen."""
        item = self.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def names(self) -> list[str]:
        """Return all that is listed."""
        return [str(self.item(row).data(_NAME)) for row in range(self.count()) if self.item(row).data(_NAME)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if self.current() == "search" and event.text().strip() and event.text().isprintable() and not held:
            # Whoever types while the list has the keys means the field.
            self.opened.emit()
            field = QApplication.focusWidget()
            if field is not None and field is not self:
                QApplication.sendEvent(field, event)
            return
        self._looking = True
        super().keyPressEvent(event)
        self._looking = False

    def _clicked(self, item: QListWidgetItem) -> None:
        """Go on to the field where words are typed; elsewhere a click leaves the keys in the list."""
        if item.data(_NAME) == "search":
            self.opened.emit()

    def _told(self, now: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if now is not None and now.data(_NAME):
            self.place_chosen.emit(str(now.data(_NAME)))
            if now.data(_NAME) == "search" and not self._looking:
                self.opened.emit()


class AnalysisPage(QWidget):
    """What is seen of the analysis; it tells what is wished for and does nothing by itself."""

    left = Signal()
    """The person goes back to the transcripts."""
    narrowed = Signal()
    export_requested = Signal()

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Analysis workspace")
        self._theme = theme
        self.list = PlaceList()
        self.passages = PassagePanel(theme=theme, icons=icons)
        self._title = QLabel()
        font = ui_font(strong=True)
        font.setPixelSize(font.pixelSize() + 2)
        self._title.setFont(font)
        self._about = ElidedLabel()
        self._about.setFont(small_font())
        self._about.setProperty("tone", "soft")
        self.query = Choice("Saved query", "All evidence")
        self.group = Choice("Stakeholder group", "All groups")
        self.direction = Choice("Direction", "Any direction")
        self.direction.offer([(way.value.capitalize(), way.value) for way in Direction] + [("No direction", "")])
        self.transcript = Choice("Transcript", "All transcripts")
        self.export = button("Export…")
        icons.dress(self.export, "export")
        self.export.setToolTip("Export this table or the whole workbook")
        self.back = button("Back to the transcripts")
        icons.dress(self.back, "chevron-left")
        self.waiting = EmptyState(icons, icon="table", title="Counting…", text="The codings are being read.")
        self.blank = QWidget()
        self.pages = PageStack()
        self.pages.addWidget(self.blank)
        self.pages.addWidget(self.waiting)
        self._made: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._arrange(theme)
        self.back.clicked.connect(self.left.emit)
        self.export.clicked.connect(self.export_requested.emit)
        for choice in self.choices():
            choice.value_changed.connect(self.narrowed)

    def choices(self) -> tuple[Choice, ...]:
        """Return what the workspace can be narrowed by."""
        return (self.query, self.group, self.direction, self.transcript)

    def add_pages(self, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        """Say how pages are made when they are first wanted, by the name of their place."""
        self._makers.update(makers)

    def page(self, name: str) -> QWidget:
        """Return a place's page, made when it is first wanted."""
        if name not in self._made:
            self._made[name] = page = self._makers[name]()
            self.pages.addWidget(page)
        return self._made[name]

    def made(self, name: str) -> QWidget | None:
        """Return a place's page if it was made already."""
        return self._made.get(name)

    def show_place(self, name: str, about: str) -> None:
        """Head the workspace with a place's title and a sentence about it."""
        place = BY_NAME[name]
        self._title.setText(place.title)
        self._about.setText(about)
        for choice in self.choices():
            choice.setVisible(place.narrows)

    def offer(
        self, *, queries: Sequence[tuple[str, Query]], groups: Sequence[str], transcripts: Mapping[str, str]
    ) -> None:
        """Offer what can be narrowed to."""
        self.query.offer(list(queries))
        self.group.offer([*((group, group) for group in groups), ("No group", "")])
        self.transcript.offer([(name, key) for key, name in transcripts.items()])

    def queries(self) -> list[Query]:
        """Return what the workspace is narrowed to, each of which must fit."""
        result = [self.query.value] if isinstance(self.query.value, Query) else []
        own = Query(
            groups=() if self.group.value is None else (str(self.group.value),),
            directions=() if self.direction.value is None else (str(self.direction.value),),
            transcript_ids=() if self.transcript.value is None else (str(self.transcript.value),),
        )
        return [*result, own] if not own.is_empty() else result

    def title(self) -> str:
        """Return the heading."""
        return self._title.text()

    @property
    def is_dark(self) -> bool:
        """Tell whether the dark look is on."""
        return self._theme.is_dark

    def step_part(self, by: int) -> None:
        """Give the keys to the next part: the list, the page, the passages, the way back."""
        main = self.pages.currentWidget() or self.blank
        parts: list[tuple[QWidget, Callable[[], object]]] = [(self.list, self.list.setFocus)]
        parts.append((main, getattr(main, "focus_main", main.setFocus)))
        if self.passages.isVisible():
            parts.append((self.passages, self.passages.focus_text))
        parts.append((self, self.back.setFocus))
        step_part(parts, by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # What is being done is stopped first; only then is the workspace left.
            stop: Callable[[], bool] | None = getattr(self.pages.currentWidget(), "stop_work", None)
            if stop is None or not stop():
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self, theme: Theme) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self.back)
        head.addSpacing(Space.M)
        head.addLayout(words, 1)
        for part in (*self.choices(), self.export):
            head.addWidget(part)
        self.split = SideBySide(left=Share(0.14, least=176, most=240), right=Share(0.23, least=200, most=440))
        # A page that needs more than the window has is scrolled; it does not widen the window.
        for part in (self.list, ScrolledBody(self.pages, smallest=QSize(300, 160)), self.passages):
            self.split.addWidget(part)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.split.setStretchFactor(2, 0)
        self.split.setChildrenCollapsible(False)
        self.list.setMinimumWidth(148)
        self.passages.setMinimumWidth(200)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(Hairline(theme))
        whole.addWidget(self.split, 1)
