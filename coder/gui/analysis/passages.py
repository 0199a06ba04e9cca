"""What is behind a figure: passages in their context, each leading to its place in the transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from coder.domain.colour import CodeColour
from coder.domain.evidence import EvidenceRow
from coder.domain.span import Span
from coder.domain.text import one_line
from coder.gui.analysis.tints import way_colours
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import EmptyState, SectionTitle, WrappedLabel, announce, button

STEP = 100
"""How many passages are laid out at a time; more come with a press."""
_SIGNS = {"supports": "+", "challenges": "−", "mixed": "~", "unclear": "?"}


class PassagePanel(QFrame):
    """Shows the passages behind what was chosen."""

    go_requested = Signal(str, object, str)
    """Transcript id, `Span` and the coding's id."""
    find_requested = Signal(str)
    """More passages for this code are to be looked for."""
    more_requested = Signal()

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.setAccessibleName("Passages")
        self._theme = theme
        self._colours: Mapping[str, CodeColour] = {}
        self._rows: list[list[EvidenceRow]] = []
        """Each passage once, with a row for each of its codings."""
        self._total = 0
        self._code_id = ""
        self._heading = WrappedLabel("")
        self._facts = WrappedLabel("")
        self._facts.setFont(small_font())
        self._facts.setProperty("tone", "soft")
        self._find = button("Find passages for this code")
        icons.dress(self._find, "search")
        self._find.clicked.connect(lambda: self.find_requested.emit(self._code_id))
        self._more = button("Show more")
        self._more.clicked.connect(self.more_requested.emit)
        self._text = QTextBrowser()
        self._text.setProperty("role", "page")
        self._text.setOpenLinks(False)
        self._text.setAccessibleName("Passages")
        self._text.anchorClicked.connect(self._go)
        self._hint = EmptyState(
            icons,
            icon="transcript",
            title="Every figure leads to its passages",
            text=_hint("a row or a cell"),
        )
        self._nothing = EmptyState(icons, icon="search", title="No passages", text="Nothing is coded here yet.")
        self._pages = PageStack()
        for page in (self._hint, self._nothing, self._text):
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        foot.addWidget(self._find)
        foot.addWidget(self._more)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.S, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(SectionTitle("Passages"))
        column.addWidget(self._heading)
        column.addWidget(self._facts)
        column.addSpacing(Space.XS)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        follow(theme.changed, self, self._draw)
        self.clear()

    def clear(self) -> None:
        """Show that something is to be chosen first."""
        self._rows, self._total = [], 0
        self._heading.setText("")
        self._facts.setText("")
        for part in (self._heading, self._facts, self._find, self._more):
            part.hide()
        self._pages.setCurrentWidget(self._hint)

    def ask_for(self, what: str) -> None:
        """Say what is to be chosen for its passages, such as "a row or a cell"."""
        self._hint.say(_hint(what))

    def hint(self) -> str:
        """Return what is said while nothing is chosen."""
        return self._hint.accessibleDescription()

    def show_rows(
        self,
        heading: str,
        rows: Sequence[EvidenceRow],
        *,
        total: int,
        codings: int,
        colours: Mapping[str, CodeColour],
        code_id: str = "",
        facts: str = "",
    ) -> None:
        """Show passages under a heading: each once, with all of its `rows`, which follow one another.

        `total` is how many passages there are, of which these are the first, and `codings` how many are on all of them.
        """
        passages = [list(each) for _, each in groupby(rows, key=lambda row: (row.transcript_id, row.start, row.end))]
        grown = self._heading.text() == heading and len(passages) > len(self._rows) > 0
        place = self._text.verticalScrollBar().value()
        self._rows, self._total, self._colours, self._code_id = passages, total, colours, code_id
        said = counted(total, codings)
        self._heading.setText(heading)
        self._facts.setText(facts or said)
        self._heading.show()
        self._facts.setVisible(bool(total))
        self._find.setVisible(bool(code_id))
        left = total - len(passages)
        self._more.setVisible(left > 0)
        self._more.setText(f"Show {min(left, STEP):,} more")
        self._pages.setCurrentWidget(self._text if passages else self._nothing)
        self._draw()
        if grown:
            self._text.verticalScrollBar().setValue(place)
        announce(self, f"{heading}: {said}")

    def focus_text(self) -> None:
        """Give the keys to the passages; Tab goes from one to the next and Enter opens it."""
        target = self._text if self._rows else self._find if self._find.isVisible() else self._text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_find(self, text: str) -> None:
        """Say what the button does that looks for more passages."""
        self._find.setText(text)

    def heading(self) -> str:
        """Return what the passages are about."""
        return self._heading.text()

    def facts(self) -> str:
        """Return how many there are, in words."""
        return self._facts.text()

    def passages(self) -> list[str]:
        """Return the words of the passages that are shown."""
        return [passage[0].passage for passage in self._rows]

    def codes(self, number: int) -> list[str]:
        """Return the names of the codes on a passage that is shown; passages count from 0."""
        return [row.code for row in self._rows[number]]

    def open_passage(self, number: int) -> None:
        """Go to a passage as a click on it does; they count from 0."""
        self._go(QUrl(str(number)))

    def _go(self, link: QUrl) -> None:
        row = self._rows[int(link.toString())][0]
        self.go_requested.emit(row.transcript_id, Span(row.start, row.end), row.evidence_id)

    def _draw(self) -> None:
        if not self._rows:
            self._text.clear()
            return
        parts = [self._drawn(at, passage) for at, passage in enumerate(self._rows)]
        self._text.setHtml(f'<div style="color:{self._theme.tokens.ink}">{"".join(parts)}</div>')
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def _drawn(self, at: int, passage: Sequence[EvidenceRow]) -> str:
        tokens, row = self._theme.tokens, passage[0]
        who = (row.participant or row.speaker) + ("" if row.counts else f" ({row.role}, not counted)")
        who = " · ".join(filter(None, (who, row.stakeholder_group, row.transcript, row.time)))
        several = {each.code_id for each in passage if sum(each.code_id == other.code_id for other in passage) > 1}
        codings = "".join(self._coded(each, coder=each.code_id in several) for each in passage)
        before, after = one_line(row.context_before), one_line(row.context_after)
        soft = f'<span style="color:{tokens.faint}">'
        return (
            f'<p style="margin:0 0 2px 0"><a href="{at}" style="color:{tokens.accent}; text-decoration:none">'
            f"{escape(who)}</a></p>"
            f'<p style="margin:0">{soft}{escape(before)} </span>'
            f'<span style="background:{tokens.hit}">{escape(one_line(row.passage))}</span>'
            f"{soft} {escape(after)}</span></p>"
            f'{codings}<p style="margin:0 0 14px 0; font-size:4px">&nbsp;</p>'
        )

    def _coded(self, row: EvidenceRow, *, coder: bool) -> str:
        """Return the line of one coding, with its coder where several people chose the same code."""
        tokens = self._theme.tokens
        colour = self._colours.get(row.code_id)
        square = f'<span style="color:{self._theme.of(colour).name()}">■</span> ' if colour is not None else ""
        sign = ""
        if row.direction:
            fill, _ = way_colours(self._theme, row.direction)
            sign = f' <b style="color:{fill.name()}">{_SIGNS.get(row.direction, "")}</b> {escape(row.direction)}'
        by = f" · {escape(row.coder)}" if coder and row.coder else ""
        memo = (
            f'<p style="margin:2px 0 0 0; color:{tokens.soft_ink}"><i>{escape(one_line(row.memo))}</i></p>'
            if row.memo
            else ""
        )
        return f'<p style="margin:2px 0 0 0; color:{tokens.soft_ink}">{square}{escape(row.code)}{sign}{by}</p>{memo}'


def _hint(what: str) -> str:
    return (
        f"Choose {what} with the mouse or the arrow keys, and read here what people said. A click on a passage opens "
        "the transcript there."
    )


def counted(total: int, codings: int = 0) -> str:
    """Return a number of passages in words, with that of their codings where it is another."""
    if not total:
        return "No passages"
    more = f" · {codings:,} codings" if codings > total else ""
    return f"{total:,} passage{'' if total == 1 else 's'}{more}"
