"""Passages beside the form: what is coded with the code, or what its key terms would hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QLabel, QTextBrowser, QVBoxLayout, QWidget

from coder.domain.span import Span
from coder.domain.text import one_line
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import SectionTitle

SHOWN = 200
"""More passages than anybody reads while defining a code would only keep the window waiting."""


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One passage with where it is; `spans` are marked in its text (code points)."""

    transcript_id: str
    span: Span
    where: str
    text: str
    spans: tuple[Span, ...] = ()


class PassageList(QWidget):
    """Shows passages to read; each leads to its place in the transcript."""

    go_requested = Signal(str, object)
    """Transcript id and `Span`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: Sequence[PassageLine] = ()
        self._empty = ""
        self._title = SectionTitle("")
        self._facts = QLabel()
        self._facts.setFont(small_font())
        self._facts.setProperty("tone", "soft")
        self._facts.setWordWrap(True)
        self._text = QTextBrowser()
        self._text.setProperty("role", "page")
        self._text.setOpenLinks(False)
        self._text.setAccessibleName("Passages")
        self._text.anchorClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        column.setSpacing(Space.S)
        for part in (self._title, self._facts):
            column.addWidget(part)
        column.addWidget(self._text, 1)
        follow(theme.changed, self, self._draw)

    def show_lines(self, title: str, facts: str, lines: Sequence[PassageLine], *, empty: str) -> None:
        """Show passages under a title, with a line of facts."""
        self._title.setText(title)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self._lines, self._empty = lines, empty
        self._draw()

    def show_facts(self, facts: str) -> None:
        """Show another line of facts above the same passages."""
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))

    def focus_text(self) -> None:
        """Give the keys to the passages; Tab goes from one to the next and Enter opens it."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def texts(self) -> list[str]:
        """Return what is shown of each passage."""
        return [line.text for line in self._lines]

    def _draw(self) -> None:
        tokens = self._theme.tokens
        parts = [f'<p style="color:{tokens.soft_ink}">{escape(self._empty)}</p>'] if not self._lines else []
        for at, line in enumerate(self._lines[:SHOWN]):
            parts.append(
                f'<p style="margin:0 0 2px 0"><a href="{at}" style="color:{tokens.accent}; text-decoration:none">'
                f'{escape(line.where)}</a></p><p style="margin:0 0 14px 0">{self._marked(line)}</p>'
            )
        if len(self._lines) > SHOWN:
            more = f"and {len(self._lines) - SHOWN:,} more; the evidence table lists them all"
            parts.append(f'<p style="color:{tokens.soft_ink}">{more}</p>')
        self._text.setHtml(f'<div style="color:{tokens.ink}">{"".join(parts)}</div>')

    def _marked(self, line: PassageLine) -> str:
        result, at = "", 0
        for span in _apart(line.spans):
            result += escape(line.text[at : span.start])
            result += f'<span style="background:{self._theme.tokens.hit}">{escape(span.of(line.text))}</span>'
            at = span.end
        return one_line(result + escape(line.text[at:]))

    def _go(self, link: QUrl) -> None:
        line = self._lines[int(link.toString())]
        self.go_requested.emit(line.transcript_id, line.span)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order with those that overlap made one: "key safe" and "safe" are one mark."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return result
