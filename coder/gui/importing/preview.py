"""The first turns of a file, as they would be read on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from coder.domain.text import clock, excerpt
from coder.domain.transcript import ParsedTurn
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import SMALL_PX, reading_font
from coder.gui.look.theme import Theme

SHOWN_TURNS = 12
_SHOWN_WORDS = 60
_PX = 15


class TurnPreview(QTextBrowser):
    """Shows speaker, time and the beginning of what is said; questions are quieter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._turns: Sequence[ParsedTurn] = ()
        self._asking: frozenset[str] = frozenset()
        self.setAccessibleName("The first turns")
        self.setProperty("role", "page")
        self.setFont(reading_font(_PX))
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        follow(theme.changed, self, self._draw)

    def show_turns(self, turns: Sequence[ParsedTurn], *, asking: frozenset[str]) -> None:
        """Show the first of these turns; `asking` are the labels of those who lead the conversation."""
        shown = turns[:SHOWN_TURNS]
        if (shown, asking) != (self._turns, self._asking):
            self._turns, self._asking = shown, asking
            self._draw()

    def _draw(self) -> None:
        tokens = self._theme.tokens
        rows = []
        for turn in self._turns:
            quiet = turn.speaker in self._asking
            ink = tokens.soft_ink if quiet else tokens.ink
            time = clock(turn.time)
            who = f'<span style="font-weight:600">{escape(turn.speaker)}</span>' if turn.speaker else ""
            when = f'<br><span style="color:{tokens.faint}">{time}</span>' if time else ""
            said = escape(excerpt(turn.text, words=_SHOWN_WORDS))
            said = f'<span style="font-weight:600">{said}</span>' if turn.heading else said
            rows.append(
                f'<tr><td width="130" align="right" style="color:{tokens.soft_ink};font-size:{SMALL_PX}px;'
                f'padding:3px 12px 12px 0">{who}{when}</td>'
                f'<td style="color:{ink};line-height:120%;padding:0 0 12px 0">{said}</td></tr>'
            )
        self.setHtml(f'<table cellspacing="0" cellpadding="0" width="100%">{"".join(rows)}</table>')
