"""Turning bytes into text: say which encoding was taken, and say so when it was a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from coder.domain.text import normalised
from coder.errors import EncodingError, ImportFileError


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding that an evaluator can choose: its name on the screen and the codec that reads it."""

    label: str
    codec: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """Normalised text, the encoding it was read with, and what the evaluator should know about that."""

    text: str
    label: str
    warnings: tuple[str, ...] = ()
    raw: str = field(default="", repr=False)
    """The text before it was normalised; places that other tools count are counted in it."""


ENCODINGS: tuple[Encoding, ...] = (
    Encoding("UTF-8", "utf-8-sig"),
    Encoding("UTF-16", "utf-16"),
    Encoding("Windows-1252", "cp1252"),
    Encoding("ISO-8859-15", "iso8859-15"),
    Encoding("Mac Roman", "mac-roman"),
    Encoding("Windows-1250", "cp1250"),
    Encoding("ISO-8859-2", "iso8859-2"),
    Encoding("Windows-1251", "cp1251"),
    Encoding("Windows-1253", "cp1253"),
    Encoding("Windows-1254", "cp1254"),
    Encoding("Windows-1257", "cp1257"),
    Encoding("DOS 850", "cp850"),
)
"""The choices offered when letters look wrong, the likely ones first."""

_UTF16 = "UTF-16"
_UTF8 = "UTF-8"
_BY_LABEL = {encoding.label: encoding for encoding in ENCODINGS}
_WESTERN = ("Windows-1252", "ISO-8859-15", "Mac Roman", "Windows-1250", "ISO-8859-2", "DOS 850")
_SAMPLE = 200_000
_CONTROLS = bytes([*range(9), *range(14, 32), 127])
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_PLAIN_LETTER = re.compile(rb"[A-Za-z]")
_HIGH = re.compile("[^\x00-\x7f]")
_MOJIBAKE = re.compile("â€[™œ\x9d˜”“¦]|Ã[©¨¤¶¼±³¡]|Â£")
_MOJIBAKE_SIGNS = ("â€", "Ã", "Â£")
_SCRIPTS = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
"""What texts are written in; among all tables that exist, a rare one often seems to fit a short text best."""
_SURE = 0.8
_MARGIN = 0.1
_FEW = 20
_FEW_BYTES = 8
_MOST_STRAYS = 200
_RIGHT_PER_STRAY = 4


def decode(data: bytes, name: str, *, encoding: str | None = None) -> Decoded:
    """Return the text of a file as `normalised`.

    `encoding` is a label of `ENCODINGS` or any text codec of Python. Raises `ImportFileError` for bytes that are not
    text, that the chosen encoding cannot read, or whose encoding cannot be told.
    """
    decoded = _with(data, name, encoding) if encoding else _guessed(data, name)
    text = decoded.text
    if _controls(text) > 2 + len(text) // 200:
        raise ImportFileError(f"{name} does not contain readable text; it may be a damaged or a binary file.")
    warnings = list(decoded.warnings)
    if lost := text.count("\ufffd"):
        warnings.append(f"{_count(lost, 'character')} had been lost (�) before this file was imported.")
    if any(sign in text for sign in _MOJIBAKE_SIGNS) and len(_MOJIBAKE.findall(text)) >= 2:
        warnings.append(
            "Some letters look wrongly converted (such as “â€™” for “’”) in the file itself; export it again."
        )
    # "\r\n" first and alone: most files then need no further replacement.
    return Decoded(normalised(text.replace("\r\n", "\n")), decoded.label, tuple(warnings), text)


def _controls(text: str) -> int:
    """Return the number of control characters; counted in bytes, which is many times as fast."""
    raw = text.encode("utf-8", "replace")
    return len(raw) - len(raw.translate(None, _CONTROLS))


def _with(data: bytes, name: str, wanted: str) -> Decoded:
    label, codec = _codec(wanted, name)
    if codec in ("utf-16", "utf_16") and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = _utf16_order(data) or "utf-16-le"
    try:
        return Decoded(data.decode(codec), label)
    except (UnicodeError, ValueError) as error:
        place = f" (at byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise EncodingError(
            f"{name} cannot be read as {label}{place}; choose another encoding, or let it be recognised."
        ) from None


def _codec(wanted: str, name: str) -> tuple[str, str]:
    clean = wanted.strip().casefold()
    for encoding in ENCODINGS:
        if clean == encoding.label.casefold():
            return encoding.label, encoding.codec
    try:
        info = codecs.lookup(clean)
        "".encode(info.name)  # refuses the codecs of Python that are no text encodings
    except (LookupError, ValueError):
        labels = ", ".join(encoding.label for encoding in ENCODINGS)
        raise ImportFileError(
            f"{name} cannot be read as “{wanted}”: no such encoding; choose one of {labels}."
        ) from None
    for encoding in ENCODINGS:
        if codecs.lookup(encoding.codec).name == info.name or (encoding.label == _UTF8 and info.name == "utf-8"):
            return encoding.label, encoding.codec
    return info.name.upper(), info.name


def _guessed(data: bytes, name: str) -> Decoded:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _with(data, name, "utf-32")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, name, "utf-16")
    zeros = data.count(0)
    if zeros > 1 and (order := _utf16_order(data)):
        decoded = _utf16(data, name, order)
        return Decoded(decoded.text, decoded.label, (*decoded.warnings, _guess_warning(_UTF16)))
    if zeros > 2:
        raise ImportFileError(f"{name} is not a text file, whatever its name says; choose the transcript itself.")
    marked = data.startswith(codecs.BOM_UTF8)
    # Without the mark: the places of errors would not count it.
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(data.decode("utf-8"), _UTF8)
    except UnicodeDecodeError as error:
        nearly = _nearly_utf8(data, error)
        if nearly is None and marked:
            raise ImportFileError(f"{name} says that it is UTF-8 text, but it is not; it may be damaged.") from None
        return nearly or _eight_bit(data, name)


def _utf16(data: bytes, name: str, codec: str) -> Decoded:
    """Read UTF-16; a file cut off in the middle of a character loses that character only, with a warning."""
    cut = len(data) % 2
    try:
        text = data[: len(data) - cut].decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(data) - cut - 2:
            raise ImportFileError(f"{name} is damaged: it is not valid UTF-16 text; export it again.") from None
        text, cut = data[: error.start].decode(codec), 1
    return Decoded(text, _UTF16, (_CUT,) if cut else ())


_CUT = "The file ends in the middle of a character, so it may be cut off; check its end."


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """Read UTF-8 that is cut off at its end, or in which a few bytes of Windows-1252 were pasted."""
    if data.startswith(codecs.BOM_UTF8):
        # Places of errors are counted behind the mark.
        data = data[len(codecs.BOM_UTF8) :]
    view = memoryview(data)
    parts: list[str] = []
    start = strays = right = 0
    while True:
        begin, end = start + error.start, start + error.end
        parts.append(str(view[start:begin], "utf-8"))
        right += len(_HIGH.findall(parts[-1]))
        if end >= len(data) and error.reason == "unexpected end of data" and (right or len(data) - begin > 1):
            return Decoded("".join(parts), _UTF8, (_CUT,)) if right >= _RIGHT_PER_STRAY * strays else None
        strays += 1
        if strays > _MOST_STRAYS:
            return None
        parts.append(str(view[begin:end], "cp1252", "replace"))
        start = end
        try:
            parts.append(str(view[start:], "utf-8"))
            break
        except UnicodeDecodeError as following:
            error = following
    if right + len(_HIGH.findall(parts[-1])) < _RIGHT_PER_STRAY * strays:
        return None
    warning = f"{_count(strays, 'character')} did not fit UTF-8 and were read as Windows-1252; check them."
    return Decoded("".join(parts), _UTF8, (warning,))


def _utf16_order(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: blanks and line ends show it in every script."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[0::2], sample[1::2]
    if len(odd) < 2:
        return None
    for codec, low, high in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        zeros = high.count(0)
        if low.count(0) > len(low) // 100 or zeros < max(1, len(high) // 50):
            continue
        text = sample[: len(odd) * 2].decode(codec, "replace")
        readable = sum(1 for character in text if character.isprintable() or character in "\r\n\t\ufeff")
        if readable >= 0.98 * len(text) and text.count("\ufffd") <= len(text) // 100:
            return codec
    return None


def _eight_bit(data: bytes, name: str) -> Decoded:
    label = _western(data) or _other_script(data)
    special, plain = len(_HIGH_BYTE.findall(data[:_SAMPLE])), len(_PLAIN_LETTER.findall(data[:_SAMPLE]))
    # A handful of bytes fits many tables; which one is meant, only a person can know.
    few = label != "Windows-1252" and special < _FEW_BYTES and plain < special
    if label is None or few:
        raise EncodingError(
            f"{name} has an encoding that cannot be recognised; choose its encoding, or save it as UTF-8."
        )
    codec = _BY_LABEL[label].codec if label in _BY_LABEL else label
    if plain == 0 and special < _FEW_BYTES and any(map(str.isalpha, data.decode(codec, "ignore"))):
        raise EncodingError(
            f"{name} has too few letters to recognise its encoding; choose its encoding, or save it as UTF-8."
        )
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    shown = label if label in _BY_LABEL else label.replace("_", "-").upper()
    return Decoded(text, shown, (_guess_warning(shown),))


def _guess_warning(label: str) -> str:
    return (
        f"The file does not say its encoding; it was read as {label}. If letters look wrong, choose another encoding."
    )


def _western(data: bytes) -> str | None:
    """Return the Western encoding in which the special characters stand where people put them, if any does.

    Windows-1252 wins unless another one is clearly better: nearly all such files come from Windows.
    """
    sample = data[:_SAMPLE]
    special, plain = len(_HIGH_BYTE.findall(sample)), len(_PLAIN_LETTER.findall(sample))
    if special > max(plain, _FEW):
        return None  # a script of its own, such as Cyrillic or Greek
    scores: dict[str, float] = {}
    for label in _WESTERN:
        try:
            text = sample.decode(_BY_LABEL[label].codec)
        except UnicodeDecodeError:
            continue
        scores[label] = _plausible(text)
    if not scores:
        return None
    best = max(scores, key=lambda label: scores[label])
    # Byte A4 is the euro sign of ISO-8859-15; in Windows-1252 it is a sign that nobody types.
    margin = 0.0 if b"\xa4" in sample else _MARGIN
    chosen = "Windows-1252" if scores.get("Windows-1252", -1.0) >= scores[best] - margin else best
    return chosen if scores[chosen] >= _SURE else None


def _plausible(text: str) -> float:
    """Return the share (0 to 1) of special characters whose neighbours fit them."""
    total = 0
    good = 0.0
    for match in _HIGH.finditer(text):
        place = match.start()
        total += 1
        good += _fits(match[0], text[place - 1] if place else " ", text[place + 1 : place + 2] or " ")
    return good / total if total else 1.0


def _fits(character: str, before: str, after: str) -> float:
    """Return how well a special character (1 good, 0 bad) suits its neighbours."""
    inside = before.isalpha() and after.isalpha()
    if character.isalpha() and character not in "ªº":
        if not character.isupper():
            return 1.0 if before.isalpha() or after.isalpha() else 0.2
        if before.islower():
            return 0.0  # a capital after a small letter is the sign of the wrong table
        return 1.0 if after.isalpha() or before.isupper() else 0.5
    if character in "’‘":
        return 1.0 if before.isalnum() or after.isalnum() else 0.5
    if character in "„‚":
        return 0.0 if before.isalpha() else 1.0
    if character in "–—…\u00a0":
        return 1.0
    if character in "“”«»‹›•·£€°½¼¾²³©®™§×÷¡¿ªº":
        return 0.0 if inside else 1.0
    return 0.0


def _other_script(data: bytes) -> str | None:
    """Return the codec that charset-normalizer finds for Cyrillic, Greek, Asian and other texts, or nothing."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_SAMPLE], cp_isolation=list(_SCRIPTS)).best()
    if match is None:
        return None
    for encoding in ENCODINGS:
        if codecs.lookup(encoding.codec).name == codecs.lookup(match.encoding).name:
            return encoding.label
    return str(match.encoding)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
