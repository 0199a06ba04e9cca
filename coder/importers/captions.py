"""Caption files, WebVTT and SRT, as Teams, Zoom and others write them: cues become turns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from coder.domain.text import one_line
from coder.domain.transcript import ParsedTurn
from coder.errors import ImportFileError
from coder.importers.labelled import find_labels
from coder.importers.turns import Document, Line, Recognised, turn

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-{{1,2}}>\s*{_CLOCK}.*")
_ARROW = re.compile(r"\d\s*-->\s*\d|^\s*-->|-->\s*$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:v|c|i|b|u|s|ruby|rt|lang|font|span|p|em|strong)(?:[.\s][^>]*)?/?>|<\d[\d:.]*>", re.IGNORECASE)
_POSITION = re.compile(r"\{\\an?\d\}")
_NOT_CUES = ("NOTE", "STYLE", "REGION", "WEBVTT", "X-TIMESTAMP-MAP", "Kind:", "Language:")
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
    return any(_TIMING.fullmatch(line) for line in head.split("\n")[:_LOOK_AT])


def read_captions(text: str, name: str) -> Recognised:
    """Return the turns of a caption file; a speaker's consecutive cues become one turn with the first cue's time.

    Raises `ImportFileError` for a file without captions.
    """
    cues = list(_cues(text))
    spoken = [cue for cue in cues if _clean(cue.text)]
    if not spoken:
        raise ImportFileError(f"{name} holds no captions; it may be cut off. Export it again.")
    form = "VTT" if text.lstrip("\ufeff \t\n").startswith("WEBVTT") else "SRT"
    warnings = _warnings(cues, text)
    if any(_VOICE.search(cue.text) for cue in spoken):
        said = [part for cue in spoken for part in _voices(cue)]
        return Recognised(f"Teams captions ({form})", _by_speaker(said), "", tuple(warnings))
    labelled = _labelled(spoken)
    if labelled:
        maker = "Zoom captions" if form == "VTT" else "Captions with names"
        return Recognised(f"{maker} ({form})", _by_speaker(labelled), "", tuple(warnings))
    plain = [_Said(None, _clean(cue.text), cue.start, cue.end) for cue in spoken]
    return Recognised(f"Captions without speakers ({form})", _by_pause(plain), "", tuple(warnings))


def _cues(text: str) -> Iterator[_Cue]:
    """Yield the cues in order; text after a blank line that belongs to no other block stays with its cue."""
    current: tuple[float | None, float | None, list[str]] | None = None
    block: list[str] = []

    def finished(extra: Sequence[str] = ()) -> _Cue | None:
        return _Cue(current[0], current[1], "\n".join([*current[2], *extra])) if current is not None else None

    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append(line.strip())
            continue
        while block:
            at = next((n for n, part in enumerate(block) if _is_timing(part)), None)
            if at is None:
                if current is not None and not block[0].startswith(_NOT_CUES) and not _is_id(block):
                    current[2].extend(block)
                block = []
                continue
            # What stands above the times is the cue's number or id, unless it is text of the cue before it.
            if current is not None and at > 1:
                current[2].extend(block[: at - 1])
            if (cue := finished()) is not None:
                yield cue
            start, end = _times(block[at])
            following = next((n for n in range(at + 1, len(block)) if _is_timing(block[n])), None)
            until = (
                len(block)
                if following is None
                else max(at + 1, following - (1 if _is_id(block[following - 1 : following]) else 0))
            )
            current = (start, end, list(block[at + 1 : until]))
            block = block[until:]
    if (cue := finished()) is not None:
        yield cue


def _is_timing(line: str) -> bool:
    return "->" in line and (_TIMING.fullmatch(line) is not None or _ARROW.search(line) is not None)


def _is_id(block: Sequence[str]) -> bool:
    """Tell whether a line on its own is a cue's number or technical id."""
    return len(block) == 1 and re.fullmatch(r"\d+|[0-9a-fA-F-]{8,}(?:/[\w-]+)?", block[0]) is not None


def _times(line: str) -> tuple[float | None, float | None]:
    match = _TIMING.fullmatch(line)
    if match is None:
        return None, None
    return _seconds(*match.groups()[:4]), _seconds(*match.groups()[4:])


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
    lines = [Line(_clean(cue.text)) for cue in cues]
    labels = {label.line: label for label in find_labels(Document(lines=lines, kind="captions"))}
    said: list[_Said] = []
    speaker: str | None = None
    for number, (cue, line) in enumerate(zip(cues, lines, strict=True)):
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


def _warnings(cues: Sequence[_Cue], text: str) -> list[str]:
    found: list[str] = []
    untimed = sum(1 for cue in cues if cue.start is None)
    if untimed:
        what = "1 caption has a time" if untimed == 1 else f"{untimed} captions have times"
        found.append(f"{what} that cannot be read; the text was kept.")
    if cues and not _clean(cues[-1].text) and not text.rstrip(" ").endswith("\n\n"):
        found.append("The file ends in the middle of a caption, so it may be cut off; check its end.")
    notes = len(re.findall(r"(?m)^NOTE\b", text))
    if notes:
        found.append(
            f"{'1 note' if notes == 1 else f'{notes} notes'} in the caption file {'was' if notes == 1 else 'were'} left out."
        )
    return found
