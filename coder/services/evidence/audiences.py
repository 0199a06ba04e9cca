"""For whom a file is made: for the team, or for readers; every export is for one of them and says so."""

from __future__ import annotations

from pathlib import Path

from coder.analysis.data import Audience

__all__ = [
    "TEAM_MARK", "TEAM_NOTICE", "Audience", "for_whom", "notice_for", "proposed_file", "standing",
    "usual_for_chart", "usual_for_table",
]  # fmt: skip

TEAM_MARK = "for the team, not to be passed on"
"""What a file for the team has in its proposed name."""

TEAM_NOTICE = (
    "For the team, not to be passed on. It holds the words of everybody but those who withdrew, also of people who did "
    "not agree to be quoted or were not asked."
)
"""What stands at the head of a document for the team."""

_WITH_WORDS = frozenset({"quotes"})
"""Tables that are made to be quoted from."""


def usual_for_table(table: str) -> Audience:
    """Return for whom a table (or `all`) is made unless somebody says otherwise."""
    return Audience.READERS if table in _WITH_WORDS else Audience.TEAM


def usual_for_chart() -> Audience:
    """Return for whom a chart is made unless somebody says otherwise; its marks may say words."""
    return Audience.READERS


def for_whom(audience: Audience) -> str:
    """Return for whom it is, within a sentence."""
    return TEAM_MARK if audience is Audience.TEAM else "for readers"


def standing(audience: Audience) -> str:
    """Return what is said after a file was made: a sentence, or nothing for readers."""
    return f"It is {TEAM_MARK}." if audience is Audience.TEAM else ""


def notice_for(audience: Audience) -> str:
    """Return what stands at the head of a document; nothing for readers."""
    return TEAM_NOTICE if audience is Audience.TEAM else ""


def proposed_file(file: Path, audience: Audience) -> Path:
    """Return a proposed file with the mark of the team in its name, if it is for them."""
    if audience is not Audience.TEAM:
        return file
    return file.with_name(f"{file.stem} {TEAM_MARK}{file.suffix}")
