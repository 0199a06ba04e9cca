"""Deciding, from the contents alone, which layout a text-like file has, and reading it so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coder.importers.chats import read_chat
from coder.importers.heads import is_attendance, is_metadata, is_section
from coder.importers.labelled import Label, find_labels
from coder.importers.marks import with_ranges_as_times, without_f4_times, without_line_numbers, without_lone_times
from coder.importers.names import TIME, Likeness, likeness
from coder.importers.paragraphs import read_paragraphs
from coder.importers.timed import Header, Style, find_headers
from coder.importers.turns import Document, Draft, Line, Recognised, joined, paragraphs, turns

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
_HEADINGS = ("transcript", "transcription", "audio file", "speakers", "transkript", "trascrizione", "transcripcion")
_FOOTER = re.compile(
    # What Meet, and services that write transcripts, put below or above the talk.
    r"(?:meeting|transcription|transkription|besprechung|r[ée]union|reuni[óo]n|riunione|reuni[ãa]o|vergadering)\b.{0,40}\d:\d\d:\d\d.{0,8}"
    r"|.{0,80}(?:transcript|transkript|transcri[pç]|trascri).{0,60}(?:computer|automatic|automatis|autom[aá]ti"
    r"|automatique|ordenador|ordinateur|computador).{0,250}"
    r"|\W*transcri(?:bed|pt (?:generated|created|made|provided)) (?:by|with) .{1,120}"
    r"|\W*(?:end of (?:the )?(?:transcript|transcription|recording|interview)|(?:transcript|recording) ends?)\W*",
    re.IGNORECASE,
)
_FOOTER_LINES = 4
_LONGEST_FOOTER = 400
_TITLE_LENGTH = 120
_TITLE_WORDS = 12


@dataclass(slots=True)
class _Above:
    """What stands before the first speaker: its title, the lines left out, and the lines kept as text."""

    title: str = ""
    left_out: list[str] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)


def recognised(document: Document) -> Recognised:
    """Return the turns of a document in the layout that explains it best.

    Headers of name and time come first, then labels, then paragraphs without speakers. Lines of a tool that are no
    talk are taken off before, and stay in what was left out.
    """
    if chat := read_chat(document):
        return replace(chat, left_out=(*document.left_out, *chat.left_out))
    document, otter = _without_footer(document)
    unnumbered = without_line_numbers(document)
    if unnumbered is not None:
        found = _read(unnumbered, otter=otter)
        if any(turn.speaker for turn in found.turns):
            return replace(found, warnings=(*found.warnings, "The numbers before the lines were left out."))
    return _read(document, otter=otter)


def _read(document: Document, *, otter: bool) -> Recognised:
    document = without_f4_times(document)
    ranged = with_ranges_as_times(document)
    if ranged is not None:
        return _of_ranges(ranged)
    headers = find_headers(document)
    named = [header for header in headers if header.name]
    labels: list[Label] = []
    if len(named) < 0.1 * len(document.lines) or any(line.speaker for line in document.lines):
        labels = find_labels(document)
    if headers and len(named) >= 0.5 * len(labels) and (named or not labels):
        return _timed(document, headers, otter=otter)
    if labels and (placed := without_lone_times(document)) and (found := find_labels(placed)):
        document, labels = placed, found
    if labels:
        return _labelled(document, labels)
    return read_paragraphs(document)


def _of_ranges(document: Document) -> Recognised:
    """Return segments with their times, as Whisper writes them; those of one speaker in a row are one turn."""
    labels = find_labels(document)
    if labels:
        found = _labelled(document, labels, merged=True)
        return replace(found, layout=f"Names with times ({document.kind})")
    return replace(read_paragraphs(document), layout=f"Segments with times ({document.kind})")


def _without_footer(document: Document) -> tuple[Document, bool]:
    """Drop what a tool writes below the talk, or above it; tell whether it was Otter's line."""
    lines = list(document.lines)
    dropped = [
        number
        for number, line in enumerate(lines)
        if (number < 2 or number >= len(lines) - _FOOTER_LINES)
        and len(line.text) <= _LONGEST_FOOTER
        and _FOOTER.fullmatch(line.text)
    ]
    if not dropped or len(dropped) == len(lines):
        return document, False
    otter = any(_OTTER_FOOTER.fullmatch(lines[number].text) for number in dropped)
    left_out = (*document.left_out, *(lines[number].text for number in dropped))
    kept = [line for number, line in enumerate(lines) if number not in set(dropped)]
    return replace(document, lines=kept, left_out=left_out), otter


def _timed(document: Document, headers: Sequence[Header], *, otter: bool) -> Recognised:
    lines = document.lines
    above = lines[: headers[0].line]
    otter = otter or any(_OTTER_MARK.match(line.text) for line in above)
    teams = not otter and (
        any(_TEAMS_TITLE.search(line.text) for line in lines[: headers[0].line + 1])
        or any(_TEAMS_EVENT.fullmatch(line.text) for line in lines if line.text.endswith("transcription"))
    )
    drafts: list[Draft] = []
    if otter and any(_OTTER_MARK.match(line.text) for line in above):
        top = _otter_header(document, above)
    else:
        top = _divided(document, above, timed=True)
    drafts.extend(_kept(top, document))
    left_out = [*document.left_out, *top.left_out]
    ends = [header.line for header in headers[1:]] + [len(lines)]
    for header, end in zip(headers, ends, strict=True):
        block = list(lines[header.line + header.length : end])
        spoken = [line for line in block if not _TEAMS_EVENT.fullmatch(line.text)]
        left_out += [line.text for line in block if _TEAMS_EVENT.fullmatch(line.text)]
        if header.style is Style.INLINE:
            first = lines[header.line]
            spoken.insert(0, replace(first, text=first.text[header.text_from :], marker=""))
        made = _blocks(header.name, spoken, header.time, document)
        if header.name and not any(draft.speaker for draft in made):
            left_out += [line.text for line in lines[header.line : header.line + header.length]]
        drafts.extend(made)
    if headers[0].style is Style.RANGE:
        drafts = _merged(drafts)
    layout = _timed_layout(document, headers, otter=otter, teams=teams)
    return Recognised(layout, turns(drafts), top.title, left_out=tuple(left_out))


def _merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Join what one speaker says in a row: captions are cut to fit a screen."""
    result: list[Draft] = []
    for draft in drafts:
        last = result[-1] if result else None
        if last is not None and last.speaker == draft.speaker and draft.speaker is not None:
            result[-1] = last._replace(text=f"{last.text} {draft.text}")
        else:
            result.append(draft)
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


def _labelled(document: Document, labels: Sequence[Label], *, merged: bool = False) -> Recognised:
    lines = document.lines
    top = _divided(document, lines[: labels[0].line], timed=False)
    drafts: list[Draft] = _kept(top, document)
    left_out = [*document.left_out, *top.left_out]
    ends = [label.line for label in labels[1:]] + [len(lines)]
    for label, end in zip(labels, ends, strict=True):
        first = lines[label.line]
        own = first.text[label.text_from :].lstrip("*_ \t") if first.speaker is None else first.text
        own = f"{label.note} {own}".strip()
        block = list(lines[label.line + 1 : end])
        if own:
            block.insert(0, Line(own, first.starts, first.gap))
        said = _blocks(label.name, block, first.time if label.time is None else label.time, document)
        if not any(draft.speaker for draft in said):
            left_out.append(label.name if first.speaker else first.text)
        drafts.extend(said)
    table = all(lines[label.line].speaker is not None for label in labels)
    layout = f"Table of speakers ({document.kind})" if table else f"Names before the text ({document.kind})"
    made = turns(_merged(drafts) if merged else drafts)
    return Recognised(layout, made, top.title, left_out=tuple(left_out))


def _blocks(speaker: str | None, lines: Sequence[Line], time: float | None, document: Document) -> list[Draft]:
    """Return one speaker's lines as a turn; headings, and what follows a table, are nobody's talk."""
    drafts: list[Draft] = []
    current: list[Line] = []
    for number, line in enumerate(lines):
        heading = line.heading > 0 or _is_heading(line)
        if (heading or line.outside) and not (number == 0 and (line.speaker is not None or not line.heading)):
            if current:
                drafts.append(Draft(speaker, joined(current, wrapped=document.wrapped), time))
            speaker, time, current = None, None, []
            if heading:
                drafts.append(Draft(None, line.marker + line.text, heading=True))
                continue
        current.append(line)
    if current:
        drafts.append(Draft(speaker, joined(current, wrapped=document.wrapped), time))
    return drafts


def _is_heading(line: Line) -> bool:
    """Tell whether a line among the talk is a heading by its words: "Present: Jo, Pat", or "Next steps:" alone."""
    if not line.gap or ":" not in line.text:
        return False
    return is_attendance(line.text) or (line.text.endswith(":") and is_section(line.text[:-1]))


def _kept(top: _Above, document: Document) -> list[Draft]:
    """Return the title and the text before the first speaker as headings."""
    texts = [top.title] if top.title else []
    texts += [joined(lines, wrapped=document.wrapped) for lines in paragraphs(top.kept)]
    return [Draft(None, text, heading=True) for text in texts]


def _otter_header(document: Document, above: Sequence[Line]) -> _Above:
    """Leave out Otter's own header block; its first line is the title."""
    first = above[0].text
    title = document.title or ("" if _OTTER_HEADING.match(first) or len(first) > _TITLE_LENGTH else first)
    return _Above(title, [line.text for line in above if line.text != title], [])


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
        and not is_attendance(f"{label}:")
        and not (colon and (is_metadata(label) or likeness(label) is Likeness.CERTAIN))
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
