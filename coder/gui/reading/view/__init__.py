"""A read-only transcript view: plain data in, signals out."""

from coder.gui.reading.view.content import DARK, DIRECTION_SIGNS, LIGHT, Mark, TranscriptContent, TurnView, ViewColours
from coder.gui.reading.view.mime import CODE_MIME, PASSAGE_MIME, code_mime, dragged_code, dragged_passage, passage_mime
from coder.gui.reading.view.view import TranscriptView

__all__ = [
    "CODE_MIME",
    "DARK",
    "DIRECTION_SIGNS",
    "LIGHT",
    "PASSAGE_MIME",
    "Mark",
    "TranscriptContent",
    "TranscriptView",
    "TurnView",
    "ViewColours",
    "code_mime",
    "dragged_code",
    "dragged_passage",
    "passage_mime",
]
