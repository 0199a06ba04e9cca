"""Whether a text is words of some script, and whether it says itself that it is something else than a text to read.

Bytes that are no text can nearly always be decoded somehow; what comes out then mixes scripts, capitals and signs as
no writing does. All writing systems are welcome, and very short texts too.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from enum import StrEnum
from itertools import pairwise

_BEFORE = "\ufeff\u200b\x04 \t\r\n"
"""What may stand before the first sign of a file that says what it is."""
_SAMPLE = 20_000
"""Code points that are looked at: from the beginning, which shows what a file is."""
_FEW_STRANGE, _STRANGE = 2, 0.05
_FOREIGN = 0.15
"""The share of letters that may stand in a third script."""
_TURNS, _TURNING = 4, 0.2
"""How often, and in which share of pairs of letters, a capital may follow a small letter within a word."""
_COMMON, _ASCII_LIKE, _FEW_IDEOGRAPHS = 0.8, 0.9, 4
_EAST_ASIAN = frozenset("CJK HIRAGANA KATAKANA BOPOMOFO IDEOGRAPHIC KATAKANA-HIRAGANA".split())
_CHARSETS = ("gb2312", "big5", "shift_jis", "euc_kr", "big5hkscs")
_EVERYWHERE = frozenset("\t\n\r\f\v").union(map(chr, range(0xF020, 0xF100)))
"""Blanks, and the bullets that Word takes from its symbol fonts."""


class Says(StrEnum):
    """What a text says that it is."""

    HTML = "a web page (HTML)"
    SVG = "a drawing (SVG)"
    XML = "an XML file"
    JSON = "data in JSON form"
    CSV = "a table (CSV)"
    RTF = "a rich text file (RTF)"
    PDF = "a PDF file"
    POSTSCRIPT = "a PostScript file"


def is_readable(text: str) -> bool:
    """Tell whether a text looks like words of some script; it may be as short as one word."""
    sample = text[:_SAMPLE]
    signs = Counter(sample)
    # Asked once for each sign that occurs, not for each place where it does: a project may hold hundreds of files.
    letters = Counter({sign: number for sign, number in signs.items() if sign.isalpha()})
    count = letters.total()
    if not count:
        return False
    kinds: Counter[str] = Counter()
    for sign, number in signs.items():
        if sign not in _EVERYWHERE:
            kinds[unicodedata.category(sign)] += number
    nobodys = kinds["Cn"] + kinds["Co"]
    strange = nobodys + kinds["Cc"] + kinds["Cs"] + signs["\ufffd"]
    if strange > max(_FEW_STRANGE, _STRANGE * len(sample)) or strange >= count:
        return False
    if nobodys > _STRANGE * len(sample):
        return False
    return not (_mixes_scripts(letters) or _mixes_capitals(sample, letters) or _is_misread(letters))


def says_it_is(text: str) -> Says | None:
    """Return what a text says that it is, by how it begins; nothing for ordinary text, which may well speak of tags."""
    head = text[:4096].lstrip(_BEFORE)
    for sign, what in (("%PDF-", Says.PDF), ("%!PS", Says.POSTSCRIPT), ("{\\rtf", Says.RTF)):
        if head.startswith(sign):
            return what
    if head.startswith("<"):
        return _markup(text.lstrip(_BEFORE))
    if head.startswith(("{", "[")) and _is_json(text.strip(_BEFORE)):
        return Says.JSON
    return Says.CSV if _is_table(head) else None


def _mixes_scripts(letters: Counter[str]) -> bool:
    scripts: Counter[str] = Counter()
    for sign, number in letters.items():
        name = unicodedata.name(sign, "").split(" ", 1)[0]
        scripts["EAST ASIAN" if name in _EAST_ASIAN else "LATIN" if name == "FULLWIDTH" else name] += number
    count = letters.total()
    rest = count - sum(number for _, number in scripts.most_common(2))
    return len(scripts) > 2 and (rest > _FOREIGN * count)


def _mixes_capitals(text: str, letters: Counter[str]) -> bool:
    capitals = sum(number for sign, number in letters.items() if sign.isupper())
    count = letters.total()
    # Each sign between letters parts one pair, so this many pairs there are at least.
    least = count - (len(text) - count) - 1
    if capitals < _TURNS or capitals <= _TURNING * least:
        return False
    pairs = turning = 0
    for (one, other), number in Counter(pairwise(text)).items():
        if one in letters and other in letters:
            pairs += number
            if one.islower() and other.isupper():
                turning += number
    return turning >= _TURNS and turning > _TURNING * pairs


def _is_misread(letters: Counter[str]) -> bool:
    """Tell whether ideographs are other bytes in truth: rare ones without order, or two plain letters in each."""
    ideographs = sorted(sign for sign in letters if "\u3400" <= sign <= "\u9fff")
    syllables = sorted(sign for sign in letters if "\uac00" <= sign <= "\ud7a3")
    count = letters.total()
    if syllables and _share(syllables, "euc_kr") < _COMMON and len(syllables) > 0.1 * count:
        return True
    kana = any("\u3041" <= sign <= "\u30ff" for sign in letters)
    if kana or not ideographs or sum(letters[sign] for sign in ideographs) < 0.5 * count:
        return False
    if syllables:
        return _share(ideographs, "euc_kr") < _COMMON
    common = max(_share(ideographs, charset) for charset in _CHARSETS)
    plain = sum(all(0x20 <= byte < 0x7F for byte in sign.encode("utf-16-le")) for sign in ideographs)
    return common < _COMMON or (len(ideographs) >= _FEW_IDEOGRAPHS and plain >= _ASCII_LIKE * len(ideographs))


def _share(signs: list[str], charset: str) -> float:
    kept = "".join(signs).encode(charset, "ignore").decode(charset)
    return len(kept) / len(signs)


def _markup(text: str) -> Says | None:
    low = re.sub(r"^(?:\s*(?:<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)))+\s*", "", text, flags=re.DOTALL).lower()
    begins_as_xml = text.startswith("<?xml")
    if low.startswith("<!doctype svg") or re.match(r"<svg[\s>]", low):
        return Says.SVG
    if re.match(r"<(?:!doctype\s+html|html|head|body)\b", low):
        return Says.HTML
    if begins_as_xml or low.startswith("<!doctype"):
        return Says.SVG if "<svg" in low[:4096] else Says.HTML if "<html" in low[:4096] else Says.XML
    first = re.match(r"<([a-z][\w:.-]*)(?:\s[^<>]*)?/?>", low)
    if first is None:
        return None
    closed = f"</{first[1]}>" in low
    if first[1] in _HTML_TAGS and (closed or first[1] in ("meta", "link", "br", "hr")):
        tags = re.findall(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", low[:_SAMPLE])
        return Says.HTML if len(tags) >= _LEAST_TAGS else None
    return Says.XML if low.rstrip().endswith(f"</{first[1]}>") else None


_HTML_TAGS = frozenset(
    "meta link title script style div p span table ul ol h1 h2 h3 h4 section article main header nav br hr center font "
    "a img form iframe noscript".split()
)
_LEAST_TAGS = 4
_JSON_BEGINS = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:|\[\s*(?:\{\s*"|"(?:[^"\\]|\\.)*"\s*,|\[\s*["\d\[{])')


def _is_json(text: str) -> bool:
    """Tell whether a text is JSON, also if it is cut off or one value per line."""
    if _JSON_BEGINS.match(text):
        return True
    for part in (text, text.split("\n", 1)[0]):
        try:
            found = json.loads(part) if len(part) <= _SAMPLE else None
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict | list):
            return True
    return False


_HEADS = 40
_LEAST_COLUMNS, _LEAST_ROWS = 3, 3


def _is_table(head: str) -> bool:
    """Tell whether a text begins like CSV: heads above, as many cells in each row, and no blank after the commas.

    In talk a comma is followed by a blank, and a line has as many as it needs. Tabs say nothing: transcripts have them.
    """
    if re.match(r'"?sep=.\r?\n', head, re.IGNORECASE):
        return True
    lines = head.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = lines[:-1] if len(head) >= _HEADS * 50 and len(lines) > _LEAST_ROWS else lines
    heading = next((line for line in whole if line.strip()), "")
    for sign in ",;":
        if sign not in heading or (sign == ";" and heading.count(",") > heading.count(";")):
            continue
        if re.search(rf"{sign}\s|\d{sign}\d|[:?!.]\s", re.sub(r'"[^"]*"', "x", heading)):
            continue
        rows = [row for row in csv.reader((f"{line}\n" for line in whole), delimiter=sign) if any(map(str.strip, row))]
        if not rows:
            continue
        columns = len(rows[0])
        short = all(len(cell) <= _HEADS and len(cell.split()) <= _LEAST_ROWS + 1 for cell in rows[0])
        # The last one may be cut off.
        even = all(len(row) == columns for row in rows[1:-1]) and (len(rows) < 2 or len(rows[-1]) <= columns)
        enough = len(rows) >= _LEAST_ROWS or (columns >= _LEAST_COLUMNS and len(rows) >= 2 and len(rows[1]) == columns)
        if short and even and enough and columns >= 2:
            return True
    return False
