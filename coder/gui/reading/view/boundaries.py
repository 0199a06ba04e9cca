"""Words and sentences around a position, for extending a passage and for snapping its ends.

Boundaries follow the Unicode rules (UAX #29) as Qt knows them, so that combining marks, scripts without blanks
and emoji are not cut. Only a window around the position is looked at, so that a transcript in one paragraph
stays quick.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QTextBoundaryFinder

from coder.domain.span import Span, trimmed
from coder.gui.base.offsets import OffsetMap

_WINDOW = 240
_SENTENCE_WINDOW = 2400
_CLOSING = re.compile("[.!?…\"'”’»)\\]]*")
_OPENING = re.compile("[\"'“‘«(\\[]*$")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"'“‘])(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|vs|e\.g|i\.e|[A-Z])\.\s+$")


def _stops(text: str, kind: QTextBoundaryFinder.BoundaryType) -> list[tuple[int, bool, bool]]:
    """Return each boundary in code points, with whether an item starts and whether one ends there."""
    offsets = OffsetMap(text)
    finder = QTextBoundaryFinder(kind, text)
    reason = QTextBoundaryFinder.BoundaryReason
    stops = []
    place = 0
    while place >= 0:
        reasons = finder.boundaryReasons()
        starts, ends = bool(reasons & reason.StartOfItem), bool(reasons & reason.EndOfItem)
        stops.append((offsets.to_code_points(place), starts, ends))
        place = finder.toNextBoundary()
    return stops


def words(text: str, start: int, end: int) -> list[Span]:
    """Return the words of `text[start:end]` with the quotation marks and full stops that cling to them."""
    part = text[start:end]
    spans: list[Span] = []
    begun: int | None = None
    for place, starts, ends in _stops(part, QTextBoundaryFinder.BoundaryType.Word):
        if ends and begun is not None and place > begun:
            opening, closing = _OPENING.search(part, max(0, begun - 4), begun), _CLOSING.match(part, place)
            first = opening.start() if opening else begun
            spans.append(Span(start + first, start + (closing.end() if closing else place)))
        begun = place if starts else None
    return spans


def _words_around(text: str, position: int, reach: int) -> list[Span]:
    """Return the words within `reach` of a position; the window is widened to the nearest blanks."""
    start, end = max(0, position - reach), min(len(text), position + reach)
    while start > 0 and position - start < 2 * reach and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and end - position < 2 * reach and not text[end].isspace():
        end += 1
    return words(text, start, end)


def snapped(text: str, position: int, *, end: bool) -> int:
    """Return the word end (or with `end` false the word start) that is nearest to a position."""
    places = [word.end if end else word.start for word in _words_around(text, position, _WINDOW)]
    return min(places, key=lambda place: abs(place - position), default=position)


def moved(text: str, position: int, by: int, *, end: bool) -> int:
    """Return a position moved by whole words: to word ends, or with `end` false to word starts."""
    if by == 0:
        return position
    found = _words_around(text, position, _WINDOW + 40 * abs(by))
    places = [word.end if end else word.start for word in found]
    ahead = [place for place in places if place > position] if by > 0 else [p for p in places if p < position][::-1]
    return ahead[min(abs(by), len(ahead)) - 1] if ahead else position


def sentence_at(text: str, position: int) -> Span | None:
    """Return the sentence around a position, within its paragraph and without blanks at its ends; None in a blank line.

    A full stop after a title or an initial ends no sentence. At the end of a paragraph it is the last one, and behind
    all that is said the last of the text.
    """
    if not text[position:].strip():
        position = min(position, len(text.rstrip()))
    start = max(text.rfind("\n", 0, position) + 1, position - _SENTENCE_WINDOW)
    stop = text.find("\n", position)
    end = min(len(text) if stop < 0 else stop, position + _SENTENCE_WINDOW)
    part = text[start:end]
    here = max(0, min(position - start, len(part.rstrip()) - 1))
    first, last = 0, len(part)
    for place, *_ in _stops(part, QTextBoundaryFinder.BoundaryType.Sentence):
        if 0 < place < len(part) and _ABBREVIATION.search(part, max(0, place - 12), place):
            continue
        if place <= here:
            first = place
        else:
            last = place
            break
    return trimmed(text, start + first, start + last)
