"""Texts without speakers: one turn for each paragraph."""

from __future__ import annotations

import re

from coder.importers.names import TIME, seconds
from coder.importers.turns import Document, Recognised, joined, paragraphs, turns

_TIMED = re.compile(rf"(?:[\[(]\s*({TIME})\s*[\])]|({TIME}))\s+[-–—]?\s*(?=\S)")


def read_paragraphs(document: Document) -> Recognised:
    """Return one turn without a speaker for each paragraph, with its time where every paragraph begins with one."""
    texts = [joined(lines, wrapped=document.wrapped) for lines in paragraphs(document.lines)]
    times = [_TIMED.match(text) for text in texts]
    stamped = [match for match in times if match]
    if len(stamped) >= 2 and len(stamped) >= 0.8 * len(texts):
        drafts = [
            (None, text[match.end() :] if match else text, seconds(match[1] or match[2]) if match else None)
            for text, match in zip(texts, times, strict=True)
        ]
        return Recognised(f"Paragraphs with times ({document.kind})", turns(drafts))
    return Recognised(f"Paragraphs ({document.kind})", turns((None, text, None) for text in texts))
