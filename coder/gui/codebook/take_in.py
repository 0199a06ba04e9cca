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
from coder.gui.codebook.difference_words import nothing, spoken_value, told_change
from coder.gui.look.dialog_parts import CalmDialog, button_row, card, column
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.theme import Space
from coder.gui.look.widgets import SectionTitle, WrappedLabel
from coder.services.codebook.sharing import PullPreview, Touched

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
_STATUS_SAID = (Difference.MERGED, Difference.RETIRED, Difference.RESTORED)


class TakeInDialog(CalmDialog):
    """Shows a preview, lets each conflict be decided, and is accepted only when all are."""

    def __init__(self, preview: PullPreview, *, me: str, since: str = "", parent: QWidget | None = None) -> None:
        """Show `preview` to the person called `me`; `since` is the version that was taken in last."""
        super().__init__(parent)
        self.setWindowTitle(f"Take in version {preview.version}")
        self.resize(SIZE)
        self._choices: dict[tuple[str, str], Side] = {}
        self._conflicts = preview.merged.conflicts
        self._news = _since(preview.theirs.log, since)
        codes = (*preview.theirs.codes, *preview.merged.content.codes)
        self._names = {code.id: code.name for code in codes}
        self._why = QLabel()
        self._why.setProperty("tone", "soft")
        self._take = QPushButton("Take in")
        self._take.setProperty("kind", "primary")
        self._take.setToolTip("Take in (Ctrl+Enter)")
        self._list = _changes(preview.touched, self._names)
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
        parts.append(WrappedLabel(_headline(preview, self._news)))
        if self._conflicts:
            title = SectionTitle("To be decided")
            cards = (self._conflict(item, me) for item in self._conflicts)
            parts.append(column(title, *cards, spacing=Space.S))
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

    def _conflict(self, conflict: Conflict, me: str) -> QFrame:
        """Return a card with both texts side by side, who wrote them and why."""
        name = QLabel(f"{conflict.name} · {FIELD_NAMES.get(conflict.field, conflict.field)}")
        name.setFont(ui_font(strong=True))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        found = _written_in(conflict, self._news)
        their_name = " and ".join(f"{item.editor}, version {item.version}" for item in found) or "the shared file"
        reasons = "; ".join(dict.fromkeys(item.why for item in found if item.why))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        group = QButtonGroup(self)
        for at, (side, who, value, why) in enumerate(
            (
                (Side.MINE, f"Keep mine ({me})", conflict.mine, ""),
                (Side.THEIRS, f"Take theirs ({their_name})", conflict.theirs, reasons),
            )
        ):
            choice = QRadioButton(who)
            choice.setAccessibleName(f"{conflict.name}, {FIELD_NAMES.get(conflict.field, conflict.field)}: {who}")
            text = spoken_value(conflict.field, value, self._names) or f"({nothing(conflict.field)})"
            choice.setAccessibleDescription(f"{text}. Why: {why}" if why else text)
            choice.clicked.connect(partial(self._choose, conflict, side))
            group.addButton(choice)
            shown = WrappedLabel(text)
            reason = QLabel(f"Why: {why}" if why else "")
            reason.setTextFormat(Qt.TextFormat.PlainText)
            reason.setFont(small_font())
            reason.setProperty("tone", "soft")
            reason.setWordWrap(True)
            grid.addWidget(choice, 0, at)
            grid.addWidget(shown, 1, at, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(reason, 2, at)
            grid.setColumnStretch(at, 1)
        base = spoken_value(conflict.field, conflict.base, self._names)
        before = QLabel(f"Before: {base}" if base else "")
        before.setTextFormat(Qt.TextFormat.PlainText)
        before.setFont(small_font())
        before.setProperty("tone", "faint")
        before.setWordWrap(True)
        before.setVisible(bool(base))
        inside = QWidget()
        inside.setLayout(column(name, grid, before, spacing=Space.S))
        return card(inside, margin=Space.M)


def _since(log: Sequence[Release], version: str) -> Sequence[Release]:
    """Return what was published after a version; the whole log if the version is not in it."""
    at = next((place for place, item in enumerate(log) if item.version == version), -1)
    return log[at + 1 :]


def _written_in(conflict: Conflict, news: Sequence[Release]) -> Sequence[Release]:
    """Return the releases that changed the code by their own account, or all that may have."""
    return [item for item in news if f"{conflict.name}: " in item.what] or news


def _headline(preview: PullPreview, news: Sequence[Release]) -> str:
    count = len(preview.touched)
    codings = sum(item.codings for item in preview.touched)
    of = f" with {_counted(codings, 'coding')}" if codings else ""
    waiting = len(preview.merged.conflicts)
    decide = f", and {_counted(waiting, 'conflict')} {'waits' if waiting == 1 else 'wait'} for your decision"
    what = f"{_counted(count, 'code')}{of}" if count else "nothing here yet" if waiting else "nothing here"
    what += decide if waiting else ""
    by = f", published by {news[-1].editor} on {news[-1].date}: {news[-1].why}" if news else ""
    earlier = f" ({_counted(len(news) - 1, 'earlier version')} with it)" if len(news) > 1 else ""
    end = "" if by.endswith((".", "!", "?")) else "."
    return f"Version {preview.version} of “{preview.file.name}”{earlier}{by}{end} It changes {what}; no coding is lost."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _changes(touched: Sequence[Touched], names: Mapping[str, str]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("What changes here")
    tree.setHeaderLabels(["Code", "What", "Codings here"])
    tree.setMinimumHeight(200)
    for item in touched:
        difference = item.difference
        row = QTreeWidgetItem([difference.name, _WHAT[difference.what], str(item.codings)])
        row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for change in difference.fields if difference.what is not Difference.ADDED else ():
            if change.field == "status" and difference.what in _STATUS_SAID:
                continue
            before, after = (
                spoken_value(change.field, text, names) or nothing(change.field)
                for text in (change.before, change.after)
            )
            for told in told_change(change.field, change.before, change.after, names):
                child = QTreeWidgetItem([told])
                child.setToolTip(0, f"Before:\n{before}\n\nAfter:\n{after}")
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
