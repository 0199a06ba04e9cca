"""What is said about a code in tooltips and to a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coder.domain.codebook import Code, Codebook, CodeStatus

_STATUS = {CodeStatus.DRAFT: "Draft", CodeStatus.RETIRED: "Retired"}


def codings(count: int) -> str:
    """Return a number of codings in words."""
    return "not used yet" if count == 0 else "1 coding" if count == 1 else f"{count:,} codings"


def code_tip(code: Code, *, own: int, rollup: int | None) -> str:
    """Return the tooltip of a code as rich text: what it means, when to use it and how often it was used.

    `rollup` counts the codings of everything that counts for the code; None if that is only itself.
    """
    parts = [f"<p><b>{escape(code.name)}</b>{_status(code)}</p>"]
    if code.short_definition:
        parts.append(f"<p>{escape(code.short_definition)}</p>")
    for heading, text in (("Use", code.when_to_use), ("Do not use", code.when_not_to_use)):
        if text:
            parts.append(f"<p><b>{heading}:</b> {escape(_without_start(text, heading))}</p>")
    if rollup is None:
        parts.append(f"<p>{codings(own).capitalize()}</p>")
    else:
        parts.append(f"<p>{codings(rollup).capitalize()} that count here, {own:,} with this code itself</p>")
    return "".join(parts)


def codebook_tip(codebook: Codebook) -> str:
    """Return the tooltip of a codebook's header as rich text."""
    about = f"<p>{escape(codebook.description)}</p>" if codebook.description else ""
    counts = "<p>As in every table, what only an interviewer or facilitator says is not counted.</p>"
    return f"<p><b>{escape(codebook.name)}</b>, version {escape(codebook.version)}</p>{about}{counts}"


def spoken_code(code: Code, *, path: Sequence[str] = (), count: int, with_below: bool = False) -> str:
    """Return a code's row in words: its name, where it is, how often it was used and its key."""
    parts = [code.name]
    if path:
        parts.append("in " + ", ".join(path))
    parts.append(codings(count) + (" with those below" if with_below and count else ""))
    if code.shortcut:
        parts.append(f"key {code.shortcut}")
    if code.status in _STATUS:
        parts.append(_STATUS[code.status].lower())
    return ", ".join(parts)


def spoken_codebook(codebook: Codebook, count: int) -> str:
    """Return a header's row in words."""
    return f"Codebook {codebook.name}, version {codebook.version}, {codings(count)}"


def _status(code: Code) -> str:
    return f" ({_STATUS[code.status].lower()})" if code.status in _STATUS else ""


def _without_start(text: str, heading: str) -> str:
    """Return a note without a beginning that repeats its heading, as in "Use when …"."""
    start = f"{heading} "
    if text.lower().startswith(start.lower()) and len(text) > len(start):
        return text[len(start)].upper() + text[len(start) + 1 :]
    return text
