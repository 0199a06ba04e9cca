"""What is carried when a code or a passage is dragged; nothing that another program could read as text."""

from __future__ import annotations

import json

from PySide6.QtCore import QMimeData

from coder.domain.span import Span
from coder.errors import InvalidValueError

CODE_MIME = "application/x-coder-code"
"""A code's id in UTF-8: dragged from the code tree onto a passage."""
PASSAGE_MIME = "application/x-coder-passage"
"""A transcript's id with start and end in code points, as JSON: dragged from the text onto a code."""


def code_mime(code_id: str) -> QMimeData:
    """Return what is carried while a code is dragged."""
    data = QMimeData()
    data.setData(CODE_MIME, code_id.encode("utf-8"))
    return data


def dragged_code(data: QMimeData) -> str | None:
    """Return the id of a dragged code, or None if something else is dragged."""
    if not data.hasFormat(CODE_MIME):
        return None
    try:
        return bytes(data.data(CODE_MIME).data()).decode("utf-8") or None
    except UnicodeDecodeError:
        return None


def passage_mime(transcript_id: str, span: Span) -> QMimeData:
    """Return what is carried while a passage is dragged."""
    data = QMimeData()
    place = {"transcript": transcript_id, "start": span.start, "end": span.end}
    data.setData(PASSAGE_MIME, json.dumps(place).encode("utf-8"))
    return data


def dragged_passage(data: QMimeData) -> tuple[str, Span] | None:
    """Return the transcript id and span of a dragged passage, or None if something else is dragged."""
    if not data.hasFormat(PASSAGE_MIME):
        return None
    try:
        place = json.loads(bytes(data.data(PASSAGE_MIME).data()).decode("utf-8"))
        return str(place["transcript"]), Span(int(place["start"]), int(place["end"]))
    except (ValueError, KeyError, TypeError, InvalidValueError):
        return None
