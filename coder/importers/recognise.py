"""Deciding, from the contents alone, which layout a text-like file has, and reading it so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coder.domain.text import excerpt
from coder.importers.labelled import Label, find_labels
from coder.importers.names import TIME, is_metadata
from coder.importers.paragraphs import read_paragraphs
from coder.importers.timed import Header, Style, find_headers
from coder.importers.turns import Document, Line, Recognised, joined, paragraphs, turns

Draft = tuple[str | None, str, float | None]

_OTTER_FOOTER = re.compile(r"Transcribed by https?://(?:www\.)?otter\.ai/?", re.IGNORECASE)
_OTTER_HEADING = re.compile(r"(?:SUMMARY KEYWORDS|KEYWORDS|SPEAKERS|SUMMARY|OUTLINE|ACTION ITEMS)\b:?", re.IGNORECASE)
_OTTER_MARK = re.compile(r"SUMMARY KEYWORDS\b|(?:KEYWORDS|SPEAKERS)\s*:?$")
_TEAMS_EVENT = re.compile(r".{1,80} (?:started|stopped) transcription", re.IGNORECASE)
_TEAMS_TITLE = re.compile(
    r"-\d{8}(?:_\d{6}(?:UTC)?)?[- ]Meeting (?:Recording|Transcript)|^Meeting in .+", re.IGNORECASE
)
_DURATION = re.compile(r"(?:\d+ ?h(?:ours?|rs?)? ?)?(?:\d+ ?m(?:in(?:ute)?s?)? ?)?(?:\d+ ?s(?:ec(?:ond)?s?)?)?")
_DATE = re.compile(r"(?=.*\b(?:19|20)\d\d\b)(?=.*(?<!\d)\d{1,2}(?!\d))[\w ,./:•|·-]{6,80}")
_TEAMS_GAP = re.compile(rf"\S {{3}}{TIME}$")
_RECORDING = re.compile(r"\S.*\.(?:mp3|mp4|m4a|wav|webm|ogg|wma|aac|mov)", re.IGNORECASE)
_HEADINGS = ("transcript", "transcription", "audio file", "speakers")
_TITLE_LENGTH = 120
_TITLE_WORDS = 12
_QUOTED_LINES = 4


@dataclass(slots=True)
class _Above:
    """What stands before the first speaker: its title, the lines left out, and the lines kept as text."""

    title: str = ""
    left_out: list[str] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)


def recognised(document: Document) -> Recognised:
    """Return the turns of a document in the layout that explains it best.

    Headers of name and time come first, then labels, then paragraphs without speakers.
    """
    document, otter = _without_footer(document)
    headers = find_headers(document)
    named = [header for header in headers if header.name]
    labels: list[Label] = []
    if len(named) < 0.1 * len(document.lines) or any(line.speaker for line in document.lines):
        labels = find_labels(document)
    if headers and len(named) >= 0.5 * len(labels) and (named or not labels):
        return _timed(document, headers, otter=otter)
    if labels:
        return _labelled(document, labels)
    plain = read_paragraphs(document)
    return replace(plain, title=document.title)


def _without_footer(document: Document) -> tuple[Document, bool]:
    """Drop Otter's last line; tell whether it was there."""
    lines = list(document.lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
        if _OTTER_FOOTER.fullmatch(lines[number].text):
            del lines[number]
            return replace(document, lines=lines), True
    return document, False


def _timed(document: Document, headers: Sequence[Header], *, otter: bool) -> Recognised:
    lines = document.lines
    above = lines[: headers[0].line]
    otter = otter or any(_OTTER_MARK.match(line.text) for line in above)
    teams = not otter and (
        any(_TEAMS_TITLE.search(line.text) for line in lines[: headers[0].line + 1])
        or any(_TEAMS_EVENT.fullmatch(line.text) for line in lines if line.text.endswith("transcription"))
    )
    warnings: list[str] = []
    drafts: list[Draft] = []
    if otter and any(_OTTER_MARK.match(line.text) for line in above):
        top = _otter_header(document, above)
    else:
        top = _divided(document, above, timed=True)
    drafts.extend(_kept(top, document))
    warnings.extend(_warnings(top))
    ends = [header.line for header in headers[1:]] + [len(lines)]
    events = 0
    for header, end in zip(headers, ends, strict=True):
        block = list(lines[header.line + header.length : end])
        spoken = [line for line in block if not _TEAMS_EVENT.fullmatch(line.text)]
        events += len(block) - len(spoken)
        if header.style is Style.INLINE:
            first = lines[header.line]
            spoken.insert(0, replace(first, text=first.text[header.text_from :], marker=""))
        drafts.extend(_blocks(header.name, spoken, header.time, document))
    if headers[0].style is Style.RANGE:
        drafts = _merged(drafts)
    if events:
        warnings.append("Lines that say who started or stopped the transcription were left out.")
    return Recognised(
        _timed_layout(document, headers, otter=otter, teams=teams), turns(drafts), top.title, tuple(warnings)
    )


def _merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Join what one speaker says in a row: captions are cut to fit a screen."""
    result: list[Draft] = []
    for speaker, text, time in drafts:
        if result and result[-1][0] == speaker and speaker is not None:
            result[-1] = (speaker, f"{result[-1][1]} {text}", result[-1][2])
        else:
            result.append((speaker, text, time))
    return result


def _timed_layout(document: Document, headers: Sequence[Header], *, otter: bool, teams: bool) -> str:
    style = headers[0].style
    if style is Style.WIDE and not otter:
        wide = sum(1 for header in headers if _TEAMS_GAP.search(document.lines[header.line].text))
        teams = teams or wide > 0.5 * len(headers)
    if otter or (document.kind == "text" and style in (Style.WIDE, Style.BARE) and not teams):
        return "Otter text" if document.kind == "text" else f"Otter transcript ({document.kind})"
    if document.kind == "Word" and style is Style.FIRST and not teams:
        return "Word transcript"  # as Word itself writes down a recording
    if teams or style in (Style.RANGE, Style.SPOKEN, Style.APART):
        return f"Teams transcript ({document.kind})"
    return f"Names with times ({document.kind})"


def _labelled(document: Document, labels: Sequence[Label]) -> Recognised:
    lines = document.lines
    top = _divided(document, lines[: labels[0].line], timed=False)
    drafts: list[Draft] = _kept(top, document)
    ends = [label.line for label in labels[1:]] + [len(lines)]
    for label, end in zip(labels, ends, strict=True):
        first = lines[label.line]
        own = first.text[label.text_from :].lstrip("*_ \t") if first.speaker is None else first.text
        own = f"{label.note} {own}".strip()
        block = list(lines[label.line + 1 : end])
        if own:
            block.insert(0, Line(own, first.starts, first.gap))
        drafts.extend(_blocks(label.name, block, label.time, document))
    table = all(lines[label.line].speaker is not None for label in labels)
    layout = f"Table of speakers ({document.kind})" if table else f"Names before the text ({document.kind})"
    return Recognised(layout, turns(drafts), top.title, tuple(_warnings(top)))


def _blocks(speaker: str | None, lines: Sequence[Line], time: float | None, document: Document) -> list[Draft]:
    """Return one speaker's lines as a turn; headings, and what follows a table, are nobody's talk."""
    drafts: list[Draft] = []
    current: list[Line] = []
    for line in lines:
        if (line.heading or line.outside) and not (line is lines[0] and line.speaker is not None):
            if current:
                drafts.append((speaker, joined(current, wrapped=document.wrapped), time))
            speaker, time, current = None, None, []
            if line.heading:
                drafts.append((None, line.marker + line.text, None))
                continue
        current.append(line)
    if current:
        drafts.append((speaker, joined(current, wrapped=document.wrapped), time))
    return drafts


def _kept(top: _Above, document: Document) -> list[Draft]:
    """Return the text before the first speaker as paragraphs without a speaker."""
    return [(None, joined(lines, wrapped=document.wrapped), None) for lines in paragraphs(top.kept)]


def _otter_header(document: Document, above: Sequence[Line]) -> _Above:
    """Leave out Otter's own header block; its first line is the title."""
    first = above[0].text
    title = document.title or ("" if _OTTER_HEADING.match(first) else first)
    rest = [line.text for line in above if line.text != title]
    return _Above(title[:_TITLE_LENGTH], rest, [])


def _divided(document: Document, above: Sequence[Line], *, timed: bool) -> _Above:
    """Divide the lines before the first speaker into title, facts about the recording, and text."""
    result = _Above(document.title)
    for number, line in enumerate(above):
        text = line.text
        if number == 0 and not result.title and _is_title(text):
            result.title = text
        elif timed and _is_fact(text):
            result.left_out.append(text)
        else:
            result.kept.append(line)
    return result


def _is_title(text: str) -> bool:
    label, colon, _ = text.partition(":")
    return (
        len(text) <= _TITLE_LENGTH
        and len(text.split()) <= _TITLE_WORDS
        and not _TEAMS_EVENT.fullmatch(text)
        and not _DURATION.fullmatch(text)
        and text.casefold() not in _HEADINGS
        and text[-1] not in ".?!:,;"
        and not (colon and is_metadata(label))
        and any(character.isalpha() for character in text)
    )


def _is_fact(text: str) -> bool:
    """Tell whether a line is a fact about the recording: a date, a length, a file, "Transcript", a note of Teams."""
    return (
        _TEAMS_EVENT.fullmatch(text) is not None
        or _DURATION.fullmatch(text) is not None
        or _DATE.fullmatch(text) is not None
        or _RECORDING.fullmatch(text) is not None
        or text.casefold() in _HEADINGS
    )


def _warnings(top: _Above) -> list[str]:
    found: list[str] = []
    if top.left_out:
        quoted = ", ".join(f"“{excerpt(line, words=6)}”" for line in top.left_out[:_QUOTED_LINES])
        more = len(top.left_out) - _QUOTED_LINES
        also = f" and {more} more" if more > 0 else ""
        found.append(f"The header before the first speaker was left out: {quoted}{also}.")
    if top.kept:
        number = len(top.kept)
        lines = "1 line" if number == 1 else f"{number} lines"
        found.append(f"{lines} before the first speaker {'was' if number == 1 else 'were'} kept without a speaker.")
    return found
