"""Taking in the shared codebook: what would change, what must be decided, and nothing before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coder.domain.codebook_diff import Difference
from coder.domain.codebook_merge import Conflict, Side
from coder.domain.content import FIELD_NAMES, Release
from coder.gui.dialogs.parts import CalmDialog, button_row, card, column
from coder.gui.fonts import small_font, ui_font
from coder.gui.theme import Space
from coder.gui.widgets import SectionTitle, WrappedLabel
from coder.services.sharing import PullPreview, Touched

SIZE = QSize(860, 680)
_WHAT = {
    Difference.ADDED: "new",
    Difference.REMOVED: "gone",
    Difference.CHANGED: "changed",
    Difference.MOVED: "moved",
    Difference.MERGED: "merged",
    Difference.RETIRED: "retired",
    Difference.RESTORED: "in use again",
}


class TakeInDialog(CalmDialog):
    """Shows a preview, lets each conflict be decided, and is accepted only when all are."""

    def __init__(self, preview: PullPreview, *, me: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Take in version {preview.version}")
        self.resize(SIZE)
        self._choices: dict[tuple[str, str], Side] = {}
        self._conflicts = preview.merged.conflicts
        self._why = QLabel()
        self._why.setProperty("tone", "soft")
        self._take = QPushButton("Take in")
        self._take.setProperty("kind", "primary")
        self._take.setToolTip("Take in (Ctrl+Enter)")
        self._list = _changes(preview.touched)
        self._arrange(preview, me)
        self.calm(self._take)
        self._check()

    def choices(self) -> Mapping[tuple[str, str], Side]:
        """Return whose text is taken in each conflict."""
        return dict(self._choices)

    def accept(self) -> None:
        """Leave only when everything is decided."""
        if self._take.isEnabled():
            super().accept()

    def _choose(self, conflict: Conflict, side: Side, _on: bool = True) -> None:
        self._choices[conflict.key] = side
        self._check()

    def _check(self) -> None:
        left = sum(conflict.key not in self._choices for conflict in self._conflicts)
        said = "One conflict is still to be decided." if left == 1 else f"{left} conflicts are still to be decided."
        self._why.setText(said if left else "One step; Ctrl+Z takes it back.")
        self._take.setEnabled(not left)

    def _arrange(self, preview: PullPreview, me: str) -> None:
        parts: list[QWidget | QVBoxLayout] = []
        last = preview.theirs.log[-1] if preview.theirs.log else None
        head = WrappedLabel(_headline(preview, last))
        parts.append(head)
        if self._conflicts:
            title = SectionTitle("To be decided")
            parts.append(column(title, *(self._conflict(item, me, last) for item in self._conflicts), spacing=Space.S))
        parts.append(column(SectionTitle("What changes here"), card(self._list)))
        inside = column(*parts, spacing=Space.L)
        inside.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        page = QWidget()
        page.setLayout(inside)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        buttons = button_row(self._take, QPushButton("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, 0, Space.L, 0)
        foot.addWidget(self._why, 1)
        foot.addWidget(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, Space.L)
        whole.setSpacing(Space.S)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)

    def _conflict(self, conflict: Conflict, me: str, last: Release | None) -> QFrame:
        """Return a card with both texts side by side, who wrote them and why."""
        name = QLabel(f"{conflict.name} · {FIELD_NAMES.get(conflict.field, conflict.field)}")
        name.setFont(ui_font(strong=True))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        their_name = f"{last.editor}, version {last.version}" if last else "the shared file"
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        group = QButtonGroup(self)
        for at, (side, who, text, why) in enumerate(
            (
                (Side.MINE, f"Keep mine ({me})", conflict.mine, ""),
                (Side.THEIRS, f"Take theirs ({their_name})", conflict.theirs, last.why if last else ""),
            )
        ):
            choice = QRadioButton(who)
            choice.setAccessibleName(f"{conflict.name}, {FIELD_NAMES.get(conflict.field, conflict.field)}: {who}")
            choice.setAccessibleDescription(text or "empty")
            choice.clicked.connect(partial(self._choose, conflict, side))
            group.addButton(choice)
            shown = WrappedLabel(text or "(empty)")
            reason = QLabel(f"Why: {why}" if why else "")
            reason.setFont(small_font())
            reason.setProperty("tone", "soft")
            reason.setWordWrap(True)
            grid.addWidget(choice, 0, at)
            grid.addWidget(shown, 1, at, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(reason, 2, at)
            grid.setColumnStretch(at, 1)
        before = QLabel(f"Before: {conflict.base}" if conflict.base else "")
        before.setFont(small_font())
        before.setProperty("tone", "faint")
        before.setWordWrap(True)
        before.setVisible(bool(conflict.base))
        inside = QWidget()
        inside.setLayout(column(name, grid, before, spacing=Space.S))
        return card(inside, margin=Space.M)


def _headline(preview: PullPreview, last: Release | None) -> str:
    count = len(preview.touched)
    codings = sum(item.codings for item in preview.touched)
    what = "nothing here" if not count else f"{count} code{'s' if count > 1 else ''} with {codings:,} codings"
    by = f", published by {last.editor} on {last.date}: {last.why}" if last else ""
    return f"Version {preview.version} of “{preview.file.name}”{by}. It changes {what}; no coding is lost."


def _changes(touched: Sequence[Touched]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("What changes here")
    tree.setHeaderLabels(["Code", "What", "Codings here"])
    tree.setMinimumHeight(200)
    for item in touched:
        difference = item.difference
        row = QTreeWidgetItem([difference.name, _WHAT[difference.what], str(item.codings)])
        row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for change in difference.fields if difference.what is not Difference.ADDED else ():
            before, after = (" / ".join(text.split("\n")) or "nothing" for text in (change.before, change.after))
            child = QTreeWidgetItem([f"{FIELD_NAMES[change.field]}: {before} → {after}"])
            child.setToolTip(0, f"Before:\n{change.before}\n\nAfter:\n{change.after}")
            row.addChild(child)
        tree.addTopLevelItem(row)
        for at in range(row.childCount()):
            if (inner := row.child(at)) is not None:
                inner.setFirstColumnSpanned(True)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for at in (1, 2):
        header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
    tree.expandAll()
    return tree
