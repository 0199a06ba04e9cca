"""Texts without speakers: one turn for each paragraph."""

from __future__ import annotations

import re

from coder.importers.heads import is_metadata, is_section
from coder.importers.names import TIME, seconds
from coder.importers.turns import Document, Draft, Line, Recognised, joined, paragraphs, turns

_TIMED = re.compile(rf"(?:[\[(]\s*({TIME})\s*[\])]|({TIME}))\s+[-–—]?\s*(?=\S)")


_HEAD_LINES = 15
_HEAD_WORDS = 12


def read_paragraphs(document: Document) -> Recognised:
    """Return one turn without a speaker for each paragraph, with its time where every paragraph begins with one.

    The title, headings, facts at the top ("Date: …") and lines such as "Next steps:" are headings.
    """
    groups = [part for lines in paragraphs(document.lines) for part in _without_section(lines)]
    texts = [joined(lines, wrapped=document.wrapped) for lines in groups]
    title = [Draft(None, document.title, heading=True)] if document.title else []
    times = [_TIMED.match(text) for text in texts]
    stamped = [match for match in times if match]
    if len(stamped) >= 2 and len(stamped) >= 0.8 * len(texts):
        drafts = [
            Draft(None, text[match.end() :], seconds(match[1] or match[2])) if match else Draft(None, text)
            for text, match in zip(texts, times, strict=True)
        ]
        layout = f"Paragraphs with times ({document.kind})"
        return Recognised(layout, turns([*title, *drafts]), document.title, left_out=document.left_out)
    drafts = [
        Draft(None, text, lines[0].time, heading=_is_heading(lines, place))
        for place, (text, lines) in enumerate(zip(texts, groups, strict=True))
    ]
    if drafts and all(draft.heading for draft in drafts):
        drafts = [draft._replace(heading=False) for draft in drafts]
    layout = f"Paragraphs ({document.kind})"
    return Recognised(layout, turns([*title, *drafts]), document.title, left_out=document.left_out)


def _without_section(lines: list[Line]) -> list[list[Line]]:
    """Part a section's name on a line of its own ("Observations:") from the paragraph that follows it."""
    first = lines[0].text
    alone = len(lines) > 1 and first.endswith(":") and is_section(first[:-1])
    return [lines[:1], lines[1:]] if alone else [lines]


def _is_heading(lines: list[Line], place: int) -> bool:
    """Tell whether a paragraph is a heading: styled so, a fact at the top, or a section's name and a colon."""
    first = lines[0]
    if len(lines) > 1 and not first.heading:
        return place < _HEAD_LINES and all(_is_fact(line) for line in lines)
    if first.heading:
        return len(lines) == 1
    return (place < _HEAD_LINES and _is_fact(first)) or (first.text.endswith(":") and is_section(first.text[:-1]))


def _is_fact(line: Line) -> bool:
    label, colon, _ = line.text.replace("：", ":").partition(":")
    return bool(colon) and is_metadata(label) and len(line.text.split()) <= _HEAD_WORDS
