"""The one normal form of transcript text, and how turns are laid out in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from coder.domain.span import Span

_NEWLINES = re.compile("\r\n|[\r\u0085\u2028\u2029\v\f]")
_LEFT_OUT = dict.fromkeys([0, 0xFEFF, *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)])
_SUSPECT = re.compile("[\x00\r\v\f\u0085\u2028\u2029\ufeff\ud800-\udfff\ufdd0-\ufdef]")


def normalised(raw: str) -> str:
    """Return text in the form that is frozen at import.

    Every line end becomes "\\n"; byte order marks, NUL, lone surrogates and the non-characters that Qt uses
    for itself are left out. Applying it twice changes nothing.
    """
    if not _SUSPECT.search(raw):
        return raw
    return _NEWLINES.sub("\n", raw).translate(_LEFT_OUT)


def text_hash(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 form, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def laid_out(turn_texts: Iterable[str]) -> tuple[str, list[Span]]:
    """Join turn texts with one newline between them; return the text and each turn's span (code points).

    Empty turns are an error of the caller: every turn must have a character.
    """
    spans: list[Span] = []
    position = 0
    parts: list[str] = []
    for part in turn_texts:
        parts.append(part)
        spans.append(Span(position, position + len(part)))
        position += len(part) + 1
    return "\n".join(parts), spans


def word_count(text: str) -> int:
    """Return the number of blank-separated words."""
    return len(text.split())


def context(text: str, span: Span, *, width: int = 60) -> tuple[str, str]:
    """Return up to `width` code points before and after the span, cut at a blank where there is one, on one line."""
    start, end = max(0, span.start - width), min(len(text), span.end + width)
    before, after = text[start : span.start].replace("\n", " "), text[span.end : end].replace("\n", " ")
    if start > 0 and not text[start - 1].isspace() and " " in before:
        before = before.split(" ", 1)[1]
    if end < len(text) and not text[end].isspace() and " " in after:
        after = after.rsplit(" ", 1)[0]
    return one_line(before), one_line(after)


def one_line(text: str) -> str:
    """Return the text with every run of blanks and newlines as one blank."""
    return " ".join(text.split())


def excerpt(text: str, *, words: int = 10) -> str:
    """Return the first words of a text on one line, with an ellipsis where more follows."""
    parts = text.split(None, words)
    return " ".join(parts[:words]) + (" …" if len(parts) > words else "")


def clock(seconds: float | None) -> str:
    """Return a time as `m:ss` or `h:mm:ss`, or an empty string for no time."""
    if seconds is None:
        return ""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def line_starts(text: str) -> Sequence[int]:
    """Return the position of each line's first code point; lines end at "\\n" only."""
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def readable_name(name: str) -> str:
    """Return a file's name as text that can be kept and shown, also where its bytes are not UTF-8."""
    if name.isascii() or not any("\udc80" <= char <= "\udcff" for char in name):
        return name
    # Names of before the systems agreed on UTF-8 are mostly in this encoding, of which five bytes stand for nothing.
    return name.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
