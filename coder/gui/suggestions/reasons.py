"""Why a code is offered, in the words that the card shows and a screen reader says."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.suggestion import Reason, ReasonKind
from coder.domain.text import one_line

EXAMPLE_WORDS = 18
"""Of an example that are shown; the rest is in the tooltip."""


def because(reasons: Sequence[Reason]) -> str:
    """Return the matched key terms and the shared words, such as `because “paid”, “hours”`; empty without any."""
    found = [reason.text for reason in reasons if reason.kind is ReasonKind.TERM]
    for reason in reasons:
        if reason.kind is ReasonKind.WORDS:
            found += [word for part in reason.text.split(",") if (word := part.strip())]
    quoted = [f"“{one_line(word)}”" for word in dict.fromkeys(found)]
    return f"because {', '.join(quoted)}" if quoted else ""


def like(reasons: Sequence[Reason], *, words: int = EXAMPLE_WORDS) -> str:
    """Return the start of the most similar example, such as `like “my rent is …”`; empty without one."""
    text = example(reasons)
    if not text:
        return ""
    parts = text.split(" ")
    return f"like “{' '.join(parts[:words])}{' …' if len(parts) > words else ''}”"


def example(reasons: Sequence[Reason]) -> str:
    """Return the whole most similar example on one line; empty without one."""
    return next((one_line(reason.text) for reason in reasons if reason.kind is ReasonKind.EXAMPLE), "")
