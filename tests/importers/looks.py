"""Short ways to look at what was read."""

from __future__ import annotations

from coder.domain.transcript import ParsedTranscript


def said(parsed: ParsedTranscript) -> list[tuple[str | None, str]]:
    """Return who says what, in order."""
    return [(turn.speaker, turn.text) for turn in parsed.turns]


def timed(parsed: ParsedTranscript) -> list[tuple[str | None, float | None, str]]:
    """Return who says what when, in order."""
    return [(turn.speaker, turn.time, turn.text) for turn in parsed.turns]


def voices(parsed: ParsedTranscript) -> list[str]:
    """Return the speakers in order of appearance."""
    return [item.label for item in parsed.speakers()]
