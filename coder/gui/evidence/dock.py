"""The evidence at the foot of the desk: how much there is, what it is narrowed to, and every coding as a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from coder.domain.codebook import CodeTree
from coder.domain.colour import CodeColour
from coder.domain.evidence import SEPARATOR, EvidenceRow
from coder.gui.base.actions import key_text
from coder.gui.evidence.filters import Filters
from coder.gui.evidence.table import EvidenceTable
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, EmptyState, Hairline, SectionTitle, announce, button

_COUNT_WIDTH = 72


class EvidenceDock(QFrame):
    """Shows rows of evidence; it emits what the person wishes and changes nothing by itself."""

    filter_changed = Signal(object)
    """The `EvidenceFilter` that the rows should be narrowed to."""
    row_activated = Signal(object)
    """The passage of this `EvidenceRow` should be shown."""
    review_requested = Signal(list, object)
    """Ids of codings, and the `Review` that they should have."""
    export_requested = Signal(bool)
    """The table is wanted as a file, with or without a byte order mark."""

    def __init__(self, *, theme: Theme, icons: IconSet, csv_bom: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bom = csv_bom
        self._in_one_row = True
        self.setProperty("role", "panel")
        self.setAccessibleName("Evidence")
        self._count = ElidedLabel()
        self._count.setFont(small_font())
        self._count.setProperty("tone", "soft")
        self._filters = Filters(theme)
        self._export = button("Export…")
        icons.dress(self._export, "export")
        self._export.setToolTip(f"Export these rows as a CSV file ({key_text('export_evidence')})")
        self._export.setAccessibleName("Export evidence table")
        self._table = EvidenceTable(theme)
        clear = QAction("Clear filters", self)
        self._nothing_yet = EmptyState(
            icons,
            icon="table",
            title="No evidence yet",
            text="Every coding becomes a row here, with who said it and where. Select a passage in the text and press "
            f"{key_text('code_passage')} to code it.",
        )
        self._nothing_found = EmptyState(
            icons,
            icon="filter",
            title="Nothing matches the filters",
            text="There is no coding that fits all of them.",
            actions=[clear],
        )
        clear.triggered.connect(self._filters.clear)
        self._arrange(theme)
        self._connect()
        self.set_rows(())

    def _connect(self) -> None:
        self._filters.changed.connect(self.filter_changed)
        self._table.row_activated.connect(self.row_activated)
        self._table.review_wanted.connect(self.review_requested)
        self._table.code_wanted.connect(self._filters.narrow_to_code)
        self._export.clicked.connect(lambda: self.export_requested.emit(self._bom))

    def set_choices(
        self, *, tree: CodeTree, transcripts: Mapping[str, str], groups: Sequence[str], coders: Mapping[str, str]
    ) -> None:
        """Offer what can be filtered by: codes, names by transcript id, groups, names by coder id.

        `filter_changed` is sent if something that the rows were narrowed to is gone.
        """
        self._filters.set_choices(tree=tree, transcripts=transcripts, groups=groups, coders=coders)

    def offer_older(self, offered: bool) -> None:
        """Offer to narrow to what was coded under an older definition."""
        self._filters.offer_older(offered)

    def set_colours(self, colours: Mapping[str, CodeColour]) -> None:
        """Show codes in these colours, by id."""
        self._filters.set_colours(colours)
        self._table.rows_model.set_colours(colours)

    def set_rows(self, rows: Sequence[EvidenceRow]) -> None:
        """Show these rows, already narrowed; selection, order and place in the table are kept."""
        had_keys = self._table.hasFocus()
        self._table.show_rows(list(rows))
        counted = count_text(rows)
        if counted != self._count.text():
            self._count.setText(counted)
            if self._filters.isAncestorOf(self.focusWidget() or self):
                announce(self, counted or "No rows")
        self._export.setEnabled(bool(rows))
        empty = self._nothing_found if self._filters.narrowed else self._nothing_yet
        self._pages.setCurrentWidget(self._table if rows else empty)
        if had_keys and not rows:
            self.focus_table()

    def narrow_to_code(self, code_id: str) -> None:
        """Show everything that counts for a code, and nothing else."""
        self._filters.narrow_to_code(code_id)

    def set_csv_bom(self, bom: bool) -> None:
        """Ask for files with or without a byte order mark from now on."""
        self._bom = bom

    def focus_table(self) -> None:
        """Give the keys to the table, or to the filters while it is empty."""
        target = self._table if self._table.rows_model.rows else self._filters.first
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._table.select_something()

    def count_text(self) -> str:
        """Return what is said about how much there is."""
        return self._count.text()

    def minimumSizeHint(self) -> QSize:
        needed = max(self._filters.minimumSizeHint().width(), self._beside())
        return QSize(needed + 2 * Space.M, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        """Put the filters into a row of their own where one is too narrow for all."""
        fits = self._beside() + self._filters.minimumSizeHint().width() + Space.S + 2 * Space.M <= self.width()
        if fits is not self._in_one_row:
            self._in_one_row = fits
            self._head.removeWidget(self._filters)
            if fits:
                self._head.addWidget(self._filters, 0, 2)
            else:
                self._head.addWidget(self._filters, 1, 0, 1, 4)

    def _beside(self) -> int:
        """Return the width of what stands beside the filters, in pixels."""
        return self._title.sizeHint().width() + _COUNT_WIDTH + self._export.sizeHint().width() + 2 * Space.S

    def _arrange(self, theme: Theme) -> None:
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._count.setMinimumWidth(_COUNT_WIDTH)
        self._title = SectionTitle("Evidence")
        self._head = head = QGridLayout()
        head.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        head.setHorizontalSpacing(Space.S)
        head.setVerticalSpacing(Space.XS)
        head.addWidget(self._title, 0, 0)
        head.addWidget(self._count, 0, 1)
        head.addWidget(self._filters, 0, 2)
        head.addWidget(self._export, 0, 3)
        head.setColumnStretch(1, 1)
        self._pages = PageStack()
        for page in (self._table, self._nothing_yet, self._nothing_found):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline(theme))
        column.addWidget(self._pages, 1)


def count_text(rows: Sequence[EvidenceRow]) -> str:
    """Return how many rows, participants and groups there are, in words."""
    if not rows:
        return ""
    people = {name for row in rows for name in row.participant.split(SEPARATOR) if name}
    groups = {name for row in rows for name in row.stakeholder_group.split(SEPARATOR) if name}
    parts = [(len(rows), "row"), (len(people), "participant"), (len(groups), "group")]
    said = " · ".join(f"{count:,} {thing}{'' if count == 1 else 's'}" for count, thing in parts)
    aside = sum(not row.counts for row in rows)
    return said + (f" · {aside:,} not counted" if aside else "")
