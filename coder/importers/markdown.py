"""Markdown transcripts as lines: what the marks mean is kept, the marks themselves are not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coder.importers.plain_text import as_document
from coder.importers.turns import Document, is_rule

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_QUOTE = re.compile(r"(?:>\s?)+")
_BULLET = re.compile(r"[-*+]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_BOLD_START = re.compile(r"\*\*((?:[^*]|\*(?!\*))+)\*\*|__((?:[^_]|_(?!_))+)__")
# No mark may span its like: that keeps the time in step with the length of a line, whatever it holds.
_MARKS = (
    (re.compile(r"!?\[([^\[\]]+)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"\*\*\*(?=\S)([^*]+)(?<=\S)\*\*\*"), r"\1"),
    (re.compile(r"\*\*(?=\S)((?:[^*]|\*(?!\*))+)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)((?:[^_]|_(?!_))+)(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\S(?:[^*]*\S)?)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(\S(?:[^_]*\S)?)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~-])"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the marks of a line say about it."""

    heading: int = 0
    bold: int = 0
    marker: str = ""


def read_markdown(text: str) -> Document:
    """Return the lines of a normalised Markdown text, with headings, bold beginnings and list markers."""
    raw, title = _without_front_matter(text.split("\n"))
    texts: list[str] = []
    looks: list[_Look] = []
    for line in raw:
        plain, look = _read(line)
        texts.append(plain)
        if plain and not is_rule(plain):
            looks.append(look)
    document = as_document(texts, "Markdown", widths=[len(line.rstrip()) for line in raw])
    lines = [
        replace(line, heading=look.heading, bold=look.bold, marker=look.marker, starts=line.starts or bool(look.marker))
        for line, look in zip(document.lines, looks, strict=True)
    ]
    if not title and lines and lines[0].heading == 1:
        title = lines.pop(0).text
    return replace(document, lines=lines, title=title)


def _read(line: str) -> tuple[str, _Look]:
    text = _QUOTE.sub("", line.strip(), count=1) if line.lstrip().startswith(">") else line.strip()
    if is_rule(text):
        return text, _Look()
    if heading := _HEADING.fullmatch(text):
        return _plain(_without_closing(heading[2])), _Look(heading=len(heading[1]))
    marker = ""
    if bullet := _BULLET.match(text):
        text, marker = text[bullet.end() :], "- "
    elif number := _NUMBER.match(text):
        text, marker = text[number.end() :], f"{number[1]}. "
    strong = _BOLD_START.match(text)
    bold = len(_plain(strong[1] or strong[2])) if strong else 0
    return _plain(text), _Look(bold=bold, marker=marker)


def _without_closing(heading: str) -> str:
    """Take off the marks with which a heading may end ("## Part two ##"), but leave "C#"."""
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else heading


def _plain(text: str) -> str:
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    return text.strip()


def _without_front_matter(lines: list[str]) -> tuple[list[str], str]:
    """Leave out the block of settings that some editors put first; it may hold the title."""
    if not lines or lines[0].strip() != "---":
        return lines, ""
    for end in range(1, min(len(lines), 40)):
        if lines[end].strip() == "---":
            facts = dict(line.split(":", 1) for line in lines[1:end] if ":" in line)
            return lines[end + 1 :], facts.get("title", "").strip().strip("\"'")
        if lines[end].strip() and ":" not in lines[end] and not lines[end].startswith((" ", "-")):
            break
    return lines, ""
