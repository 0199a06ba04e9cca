"""Why a code is offered, in the words that the window shows and a screen reader says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coder.domain.span import Span
from coder.domain.suggestion import Reason, ReasonKind, Suggestion
from coder.domain.text import one_line

QUOTED_WORDS = 18
"""Of a quote that are shown; the rest is in the tooltip."""

_POINTED_OUT = (
    (ReasonKind.TERM,),
    (ReasonKind.SIMILAR, ReasonKind.EXAMPLE, ReasonKind.WORDS),
    (ReasonKind.LEARNED,),
)
"""Which reasons are pointed out in the text: the first of these that there are."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One line of reasons; with a `source` it leads to that coding (its id)."""

    label: str
    text: str
    tip: str = ""
    source: str = ""

    @property
    def said(self) -> str:
        """Return the line in words."""
        return f"{self.label}: {self.text}"


def lines(reasons: Sequence[Reason]) -> tuple[ReasonLine, ...]:
    """Return the reasons as lines: terms, passages coded alike, quotes and words of the codebook, learned words."""
    found: list[ReasonLine] = []
    terms = _quoted(reason.text for reason in reasons if reason.kind is ReasonKind.TERM)
    if terms:
        found.append(
            ReasonLine("Key terms", terms, "Key terms of this code's entry in the codebook, marked in the text")
        )
    for reason in reasons:
        if reason.kind is ReasonKind.SIMILAR:
            tip = f"“{one_line(reason.text)}”\nPress to go to this passage, which was coded with this code"
            found.append(ReasonLine("Coded alike", cut(reason.text), tip, reason.source))
    for reason in reasons:
        if reason.kind is ReasonKind.EXAMPLE:
            tip = f"“{one_line(reason.text)}”\nAn example quote of this code's entry in the codebook"
            found.append(ReasonLine("Codebook quote", cut(reason.text), tip))
    shared = _quoted(word for reason in reasons if reason.kind is ReasonKind.WORDS for word in _words(reason))
    if shared:
        found.append(
            ReasonLine("Words of its entry", shared, "Words that the passage shares with the codebook's entry")
        )
    learned = learned_words(reasons)
    if learned:
        tip = "Words that were learned from your team's codings: + speaks for the code, − against it"
        found.append(ReasonLine("Learned", learned, tip))
    return tuple(found)


def learned_words(reasons: Sequence[Reason]) -> str:
    """Return the strongest learned words with their signs, such as `+ paid, calm  − dog`; empty without any."""
    parts: list[str] = []
    for sign, mark in ((1, "+"), (-1, "−")):
        words = [
            word
            for reason in reasons
            if reason.kind is ReasonKind.LEARNED and reason.sign == sign
            for word in _words(reason)
        ]
        if words:
            parts.append(f"{mark} {', '.join(dict.fromkeys(words))}")
    return "   ".join(parts)


def cut(text: str, *, words: int = QUOTED_WORDS) -> str:
    """Return the beginning of a quote in quotation marks on one line."""
    parts = one_line(text).split(" ")
    return f"“{' '.join(parts[:words])}{' …' if len(parts) > words else ''}”"


def in_short(reasons: Sequence[Reason]) -> str:
    """Return the reasons on one line, for a row of a table."""
    return " · ".join(line.said for line in lines(reasons))


def pointed_out(suggestion: Suggestion) -> list[Span]:
    """Return what is highlighted in the text for a suggestion: the words of its best reasons, and its cue."""
    spans: list[Span] = []
    for kinds in _POINTED_OUT:
        spans = [
            span for reason in suggestion.reasons if reason.kind in kinds and reason.sign > 0 for span in reason.spans
        ]
        if spans:
            break
    return sorted({*spans, *suggestion.cue})


def cue_text(suggestion: Suggestion, text: str) -> str:
    """Return the words for which a direction is suggested, quoted; `text` is the transcript's. Empty without any."""
    if suggestion.direction is None:
        return ""
    return _quoted(span.of(text) for span in suggestion.cue)


def chance(suggestion: Suggestion) -> str:
    """Return how likely a person takes the code as a percentage, only where that is known; otherwise nothing."""
    return "" if suggestion.probability is None else f"{suggestion.probability:.0%}"


def _words(reason: Reason) -> list[str]:
    return [word for part in reason.text.split(",") if (word := part.strip())]


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{one_line(word)}”" for word in dict.fromkeys(words))
