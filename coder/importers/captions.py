"""Caption files, WebVTT and SRT, as Teams, Zoom and others write them: cues become turns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from coder.domain.text import one_line
from coder.domain.transcript import ParsedTurn
from coder.errors import ImportFileError
from coder.importers.labelled import find_labels
from coder.importers.names import Likeness, likeness
from coder.importers.turns import Document, Line, Recognised, turn

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-{{1,2}}>\s*{_CLOCK}(?P<rest>.*)")
_SETTINGS = re.compile(r"(?:[\w-]+:[\w%.,+-]+\s*)*|[XY][12]:.*")
_NO_VOICE = re.compile(r"(?:cue|caption|subtitle|line|seg|segment|id)\b", re.IGNORECASE)
_ARROW = re.compile(r"\d\s*-->\s*\d|^\s*-->|-->\s*$")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[^\S\n]([^<>\n]+)>", re.IGNORECASE)
_VOICE_END = re.compile(r"</v>", re.IGNORECASE)
_CUT_TAG = re.compile(r"<(?:/v?|v\b[^<>]*)?$", re.IGNORECASE)
_CUT_TIMES = re.compile(r"(?:\d{1,3}:)?\d{2}:\d{2}[.,]\d{0,3}(?:\s*-{0,2})?")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|ruby|rt|lang|font|span|p|em|strong)(?:[.\s][^<>]*)?/?>|<\d[\d:.]*>", re.IGNORECASE
)
_POSITION = re.compile(r"\{\\an?\d\}")
_HEADER = ("WEBVTT", "STYLE", "REGION", "X-TIMESTAMP-MAP", "Kind:", "Language:")
_NOTE = re.compile(r"NOTE(?:\s|$)")
_ID = re.compile(r"\d+|[0-9a-fA-F-]{8,}(?:/[\w-]+)?")
_LOOK_AT = 40
_PAUSE = 2.0
"""Seconds of silence that begin a new paragraph where nobody is named."""
_WORDS = 80
"""Words after which the next full stop ends a paragraph where nobody is named."""
_SENTENCE_ENDS = (".", "?", "!", "…", '."', ".”", "?”", "!”")


@dataclass(frozen=True, slots=True)
class _Cue:
    """One caption: its times in seconds (None where they cannot be read) and its raw text."""

    start: float | None
    end: float | None
    text: str
    name: str = ""
    """What stands above its times, if that is no number."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one voice says in one cue."""

    speaker: str | None
    text: str
    start: float | None
    end: float | None


def looks_like_captions(text: str) -> bool:
    """Tell whether a text is WebVTT or SRT: by its first word, or by a line of two times near its beginning."""
    head = text.lstrip("\ufeff \t\n")[:4000]
    if head.startswith("WEBVTT") and (len(head) == 6 or not head[6].isalnum()):
        return True
    return any(_TIMING.fullmatch(line) and not _after_times(line) for line in head.split("\n")[:_LOOK_AT])


def read_captions(text: str, name: str) -> Recognised:
    """Return the turns of a caption file; a speaker's consecutive cues become one turn with the first cue's time.

    Raises `ImportFileError` for a file without captions.
    """
    cues, notes = _blocks(text)
    whole, cues = _without_cut_end(cues)
    spoken = [cue for cue in cues if _clean(cue.text)]
    if not spoken:
        raise ImportFileError(f"{name} holds no captions; it may be cut off. Export it again.")
    form = "VTT" if text.lstrip("\ufeff \t\n").startswith("WEBVTT") else "SRT"
    warnings = _warnings(cues, text, notes, whole=whole)
    if any(_VOICE.search(cue.text) for cue in spoken):
        said = [part for cue in spoken for part in _voices(cue)]
        return Recognised(f"Teams captions ({form})", _by_speaker(said), "", tuple(warnings))
    labelled = _labelled(spoken)
    if labelled:
        maker = "Zoom captions" if form == "VTT" else "Captions with names"
        return Recognised(f"{maker} ({form})", _by_speaker(labelled), "", tuple(warnings))
    if named := _by_name(spoken):
        return Recognised(f"Captions with names ({form})", _by_speaker(named), "", tuple(warnings))
    names = tuple(dict.fromkeys(cue.name for cue in cues if cue.name))
    rolling = _unrolled(spoken)
    if rolling is not None:
        warnings.append("These captions roll over the screen; what they repeat was taken once.")
    plain = rolling or [_Said(None, _clean(cue.text), cue.start, cue.end) for cue in spoken]
    turns = _by_pause(plain)
    return Recognised(f"Captions without speakers ({form})", turns, "", tuple(warnings), names)


def _blocks(text: str) -> tuple[list[_Cue], int]:
    """Return the cues in order and the number of notes.

    Text that a blank line cuts off from its cue stays with it; text above the first cue becomes a cue without times.
    """
    lines = [line.strip() for line in text.split("\n")]
    timings = [number for number, line in enumerate(lines) if _is_timing(line)]
    cues: list[_Cue] = []
    notes = 0
    following = ""
    for at, until in itertools.pairwise([-1, *timings, len(lines)]):
        start, end = _times(lines[at]) if at >= 0 else (None, None)
        name, following = following, ""
        body = lines[at + 1 : until]
        if at >= 0 and (beside := _after_times(lines[at])):
            body.insert(0, beside)
        if until < len(lines) and body and (_ID.fullmatch(body[-1]) or (len(body) > 1 and not body[-2])):
            above = body.pop()  # the number or name of the next cue
            following = "" if _ID.fullmatch(above) else above
        kept: list[str] = []
        for number, (filled, group) in enumerate(itertools.groupby(body, key=bool)):
            part = list(group)
            if not filled or (at < 0 and part[0].startswith(_HEADER)):
                continue
            aside = at < 0 or number > 0
            if aside and _NOTE.match(part[0]):
                notes += 1
            elif not (aside and len(part) == 1 and _ID.fullmatch(part[0])):
                kept += part
        if at >= 0 or kept:
            cues.append(_Cue(start, end, "\n".join(kept), name))
    return cues, notes


def _after_times(line: str) -> str:
    """Return what stands behind the two times of a cue and is no setting of its place on the screen."""
    match = _TIMING.fullmatch(line)
    rest = match["rest"] if match else ""
    return "" if rest[:1] not in (" ", "\t") or _SETTINGS.fullmatch(rest.strip()) else rest.strip()


def _by_name(cues: Sequence[_Cue]) -> list[_Said]:
    """Return what each name above the times says, where nearly all cues have one that looks like a speaker's."""
    names = [cue.name for cue in cues if cue.name and likeness(cue.name.rstrip(":")) >= Likeness.STRONG]
    if len(names) < 0.8 * len(cues) or any(_NO_VOICE.match(name) for name in names):
        return []
    if len(set(names)) == len(names) and any(char.isdigit() for name in names for char in name):
        return []
    return [_Said(cue.name.rstrip(":").strip() or None, _clean(cue.text), cue.start, cue.end) for cue in cues]


def _unrolled(cues: Sequence[_Cue]) -> list[_Said] | None:
    """Return captions without the lines that each repeats from the one before, or None where they do not roll."""
    said: list[_Said] = []
    before: list[str] = []
    repeated = rolled = 0
    for cue in cues:
        lines = [words for line in cue.text.split("\n") if (words := _clean(line))]
        again = next((n for n in range(min(len(before), len(lines)), 0, -1) if before[-n:] == lines[:n]), 0)
        new = lines[again:]
        if not again and new and before and new[0].startswith(f"{before[-1]} "):
            again, new = 1, [new[0][len(before[-1]) + 1 :], *new[1:]]
        repeated += again > 0
        rolled += again > 0 and bool(new)
        if new:
            said.append(_Said(None, " ".join(new), cue.start, cue.end))
        elif said:
            said[-1] = replace(said[-1], end=cue.end)
        before = lines
    # The same words again and again may have been said; what rolls has something new below what is there still.
    return said if rolled and repeated >= 2 and repeated >= 0.5 * (len(cues) - 1) else None


def _without_cut_end(cues: list[_Cue]) -> tuple[bool, list[_Cue]]:
    """Take off what is left of a tag or of times where a file breaks off; tell whether it seems to be whole."""
    if not cues:
        return True, cues
    last = cues[-1]
    lines = last.text.split("\n")
    text = _CUT_TAG.sub("", last.text)
    if _CUT_TIMES.fullmatch(lines[-1]):
        text = "\n".join(lines[:-1])
    before = [cue.text for cue in cues[:-1] if _VOICE.search(cue.text)]
    closed = bool(before) and all(_VOICE_END.search(said) for said in before)
    whole = text == last.text and bool(text.strip()) and not (closed and _VOICE.search(text) and "</" not in text)
    return whole, [*cues[:-1], replace(last, text=text)]


def _is_timing(line: str) -> bool:
    return "->" in line and (_TIMING.fullmatch(line) is not None or _ARROW.search(line) is not None)


def _times(line: str) -> tuple[float | None, float | None]:
    match = _TIMING.fullmatch(line)
    if match is None:
        return None, None
    return _seconds(*match.groups()[:4]), _seconds(*match.groups()[4:8])


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{fraction}") if fraction else 0.0)


def _clean(text: str) -> str:
    """Return a cue's text in one line without tags: its line breaks only fit the screen."""
    return one_line(unescape(_TAG.sub("", _POSITION.sub("", text))))


def _voices(cue: _Cue) -> Iterator[_Said]:
    """Yield what each named voice of a cue says."""
    parts = _VOICE.split(cue.text)
    if before := _clean(parts[0]):
        yield _Said(None, before, cue.start, cue.end)
    for name, said in zip(parts[1::2], parts[2::2], strict=True):
        if words := _clean(said):
            yield _Said(_clean(name) or None, words, cue.start, cue.end)


def _labelled(cues: Sequence[_Cue]) -> list[_Said]:
    """Return cues of the form "Name: text"; a cue without a name goes on with the speaker before it."""
    lines: list[Line] = []
    sources: list[_Cue] = []
    for cue in cues:
        for number, text in enumerate(cue.text.split("\n")):
            if words := _clean(text):
                lines.append(Line(words, starts=number == 0 or ":" in words[:_LOOK_AT]))
                sources.append(cue)
    labels = {label.line: label for label in find_labels(Document(lines=lines, kind="captions"))}
    said: list[_Said] = []
    speaker: str | None = None
    for number, (cue, line) in enumerate(zip(sources, lines, strict=True)):
        words = line.text
        if label := labels.get(number):
            speaker, words = label.name, f"{label.note} {line.text[label.text_from :]}".strip()
        if words:
            said.append(_Said(speaker, words, cue.start, cue.end))
    return said if labels else []


def _by_speaker(said: Sequence[_Said]) -> list[ParsedTurn]:
    result: list[ParsedTurn] = []
    open_parts: list[_Said] = []
    for part in [*said, None]:
        if open_parts and (part is None or part.speaker != open_parts[0].speaker):
            joined = turn(open_parts[0].speaker, " ".join(item.text for item in open_parts), open_parts[0].start)
            result += [joined] if joined else []
            open_parts = []
        if part is not None:
            open_parts.append(part)
    return result


def _by_pause(said: Sequence[_Said]) -> list[ParsedTurn]:
    """Make readable paragraphs where nobody is named: a pause ends one, or a full stop once it is long."""
    result: list[ParsedTurn] = []
    open_parts: list[_Said] = []
    words = 0
    for part in [*said, None]:
        last = open_parts[-1] if open_parts else None
        if last is not None and (
            part is None or _pauses(last, part) or (words >= _WORDS and last.text.endswith(_SENTENCE_ENDS))
        ):
            joined = turn(None, " ".join(item.text for item in open_parts), open_parts[0].start)
            result += [joined] if joined else []
            open_parts, words = [], 0
        if part is not None:
            open_parts.append(part)
            words += len(part.text.split())
    return result


def _pauses(one: _Said, other: _Said) -> bool:
    return one.end is not None and other.start is not None and other.start - one.end >= _PAUSE


def _warnings(cues: Sequence[_Cue], text: str, notes: int, *, whole: bool) -> list[str]:
    found: list[str] = []
    untimed = sum(1 for cue in cues if cue.start is None and _clean(cue.text))
    if untimed:
        what = "1 caption has a time" if untimed == 1 else f"{untimed} captions have times"
        found.append(f"{what} that cannot be read; the text was kept.")
    if not whole and (_clean(cues[-1].text) or not text.rstrip(" ").endswith("\n\n")):
        found.append("The file ends in the middle of a caption, so it may be cut off; check its end.")
    if notes:
        what = "1 note was" if notes == 1 else f"{notes} notes were"
        found.append(f"{what} left out; notes in a caption file are not talk.")
    return found
