"""Short ways to look at what was read."""

from __future__ import annotations

from coder.domain.transcript import ParsedTranscript, ParsedTurn


def said(parsed: ParsedTranscript) -> list[tuple[str | None, str]]:
    """Return who says what, in order, after the title; headings have no speaker."""
    return [(turn.speaker, turn.text) for turn in _below_title(parsed)]


def timed(parsed: ParsedTranscript) -> list[tuple[str | None, float | None, str]]:
    """Return who says what when, in order, after the title; headings have no speaker."""
    return [(turn.speaker, turn.time, turn.text) for turn in _below_title(parsed)]


def talk(parsed: ParsedTranscript) -> list[tuple[str | None, str]]:
    """Return who says what, in order, without headings."""
    return [(turn.speaker, turn.text) for turn in parsed.turns if not turn.heading]


def headings(parsed: ParsedTranscript) -> list[str]:
    """Return the lines that are no talk and stand in the text all the same."""
    return [line for turn in parsed.turns if turn.heading for line in turn.text.split("\n")]


def voices(parsed: ParsedTranscript) -> list[str]:
    """Return the speakers in order of appearance."""
    return [item.label for item in parsed.speakers()]


def _below_title(parsed: ParsedTranscript) -> list[ParsedTurn]:
    return [turn for turn in parsed.turns if not (turn.heading and turn.text == parsed.title)]
