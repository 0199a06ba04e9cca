"""The calm list that says what is coded under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coder.gui.transcript.content import DIRECTION_SIGNS, Mark, ViewColours

_MOST = 12


def tip_for(marks: Sequence[Mark], colours: ViewColours) -> str:
    """Return a tool tip with a line for each mark: its colour, its direction's sign and what it says."""
    rows = []
    for mark in marks[:_MOST]:
        colour = mark.colours.dark if colours.dark else mark.colours.light
        chip = "○" if mark.hollow else "●"
        sign = DIRECTION_SIGNS[mark.direction] if mark.direction else ""
        rows.append(
            f'<tr><td style="color:{escape(colour, quote=True)}">{chip}</td><td align="center">{sign}</td>'
            f"<td>{escape(mark.said)}</td></tr>"
        )
    if len(marks) > _MOST:
        rows.append(f"<tr><td></td><td></td><td>and {len(marks) - _MOST} more</td></tr>")
    return f'<table cellspacing="0" cellpadding="2">{"".join(rows)}</table>'
