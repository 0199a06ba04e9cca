"""The colours of the text in the look in use."""

from __future__ import annotations

from dataclasses import asdict

from coder.gui.look.theme import Theme
from coder.gui.reading.view import ViewColours

_AS_NAMED = ("ink", "soft_ink", "paper", "selection", "accent", "hairline", "flash", "hit")


def view_colours(theme: Theme) -> ViewColours:
    """Return what the text is painted with."""
    tokens = asdict(theme.tokens)
    return ViewColours(dark=theme.is_dark, current_hit=tokens["flash"], **{name: tokens[name] for name in _AS_NAMED})
