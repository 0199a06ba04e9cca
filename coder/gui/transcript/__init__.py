"""A read-only transcript view: plain data in, signals out."""

from coder.gui.transcript.content import DARK, DIRECTION_SIGNS, LIGHT, Mark, TranscriptContent, TurnView, ViewColours
from coder.gui.transcript.mime import CODE_MIME, PASSAGE_MIME, code_mime, dragged_code, dragged_passage, passage_mime
from coder.gui.transcript.view import TranscriptView

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
