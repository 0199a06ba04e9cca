"""The chat of a meeting as Zoom saves it: a time, from whom, perhaps to whom, and the message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.importers.names import seconds
from coder.importers.turns import Document, Draft, Line, Recognised, joined, turns

LAYOUT = "Zoom chat"
_FROM = "From|Von|De|Da|Van|Från|Fra|От|Od"
_TO = r"to|an|à|a|para|per|aan|naar|till|til|do|кому"
_MESSAGE = re.compile(
    r"(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4},?\s+)?"
    rf"(?P<time>\d{{1,2}}:\d\d:\d\d)(?:\s*[AP]M)?\s+(?:{_FROM})\s+(?P<name>\S[^:\n]{{0,80}}?)"
    rf"(?:\s+(?:{_TO})\s+(?P<to>[^:\n]{{1,120}}?))?\s*[:：](?:\s+|$)(?P<text>.*)"
)


def read_chat(document: Document) -> Recognised | None:
    """Return the messages of a chat as turns with the time of day in seconds, or None for anything else."""
    lines = document.lines
    if not lines or _MESSAGE.fullmatch(lines[0].text) is None:
        return None
    drafts: list[Draft] = []
    left_out: list[str] = []
    for match, said in _messages(lines):
        drafts.append(Draft(match["name"].strip(), joined(said, wrapped=False), seconds(match["time"])))
        if match["to"]:
            left_out.append(f"to {' '.join(match['to'].split())}")
    made = turns(drafts)
    return Recognised(LAYOUT, made, "", (), tuple(dict.fromkeys(left_out))) if made else None


def _messages(lines: Sequence[Line]) -> list[tuple[re.Match[str], list[Line]]]:
    found: list[tuple[re.Match[str], list[Line]]] = []
    for line in lines:
        match = _MESSAGE.fullmatch(line.text)
        if match is not None:
            found.append((match, [Line(match["text"].strip())] if match["text"].strip() else []))
        else:
            found[-1][1].append(line)
    return found
