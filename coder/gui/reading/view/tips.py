"""The calm list that says what is coded under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coder.gui.reading.view.content import DIRECTION_SIGNS, Mark

_MOST = 12


def tip_for(marks: Sequence[Mark]) -> str:
    """Return a tool tip with a line for each mark: its colour, its direction's sign and what it says.

    Tool tips are dark in both looks of the application, so they take the codes' colours for dark paper.
    """
    rows = []
    newline = "\n"
    for mark in marks[:_MOST]:
        chip = "○" if mark.hollow else "●"
        sign = DIRECTION_SIGNS[mark.direction] if mark.direction else ""
        rows.append(
            f'<tr><td style="color:{escape(mark.colours.dark, quote=True)}">{chip}</td><td align="center">{sign}</td>'
            f"<td>{escape(mark.said).replace(newline, '<br>')}</td></tr>"
        )
    if len(marks) > _MOST:
        rows.append(f"<tr><td></td><td></td><td>and {len(marks) - _MOST} more</td></tr>")
    return f'<table cellspacing="0" cellpadding="2">{"".join(rows)}</table>'
