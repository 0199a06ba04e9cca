"""The text of a Word paragraph with everything that can stand in it: breaks, tabs, links, notes, tracked changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from coder.domain.text import one_line

_TEXT, _TAB, _BREAK, _RETURN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
_RUN, _PARAGRAPH, _TEXT_BOX = qn("w:r"), qn("w:p"), qn("w:txbxContent")
_HYPHEN = qn("w:noBreakHyphen")
_DELETED = (qn("w:del"), qn("w:moveFrom"))
_SKIPPED = (qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:delText"), qn("w:sdtPr"), qn("w:rubyPr"), qn("w:rt"))
_FOOTNOTE, _ENDNOTE = qn("w:footnoteReference"), qn("w:endnoteReference")
_COMMENT = qn("w:commentReference")
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOLD, _VALUE, _ID, _TYPE = qn("w:b"), qn("w:val"), qn("w:id"), qn("w:type")
_RUN_LOOK, _RUN_STYLE = qn("w:rPr"), qn("w:rStyle")
_VANISH, _SPEC_VANISH = qn("w:vanish"), qn("w:specVanish")
_OFF = ("0", "false", "off", "none")


@dataclass(slots=True)
class Found:
    """What was met on the way that is not plain text; warnings are made of it."""

    footnotes: dict[str, str] = field(default_factory=dict)
    endnotes: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    """How many notes, comments, pictures and tracked deletions there were, by kind."""
    hidden_styles: frozenset[str] = frozenset()
    """The ids of the styles whose text is hidden."""
    hidden: list[str] = field(default_factory=list)
    """The text that is there and is not shown in Word."""


@dataclass(slots=True)
class ParagraphText:
    """A paragraph's text (a soft break is a newline), how much of its start is bold (code points), and its boxes."""

    text: str = ""
    bold: int = 0
    boxes: list[Any] = field(default_factory=list)
    _still_bold: bool = True

    def add(self, text: str, *, bold: bool) -> None:
        """Put text at the end."""
        self.text += text
        if bold and self._still_bold:
            self.bold += len(text)
        elif text.strip():
            self._still_bold = False


def paragraph_text(paragraph: Any, found: Found) -> ParagraphText:
    """Return what can be read in a paragraph element; insertions are text, deletions are not."""
    result = ParagraphText()
    _walk(paragraph, result, found, bold=False)
    return result


def _walk(element: Any, result: ParagraphText, found: Found, *, bold: bool) -> None:
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            result.add(child.text or "", bold=bold)
        elif tag == _TAB:
            result.add("\t", bold=bold)
        elif tag in (_BREAK, _RETURN):
            if child.get(_TYPE) != "page":
                result.add("\n", bold=bold)
        elif tag == _HYPHEN:
            result.add("-", bold=bold)
        elif tag == _RUN and _is_hidden(child, found):
            if words := one_line(_words(child)):
                found.hidden.append(words)
        elif tag == _RUN:
            _walk(child, result, found, bold=_is_bold(child))
        elif tag in _DELETED:
            found.counts["deletion"] += 1
        elif tag in (_FOOTNOTE, _ENDNOTE):
            _add_note(child, result, found, end=tag == _ENDNOTE)
        elif tag == _COMMENT:
            found.counts["comment"] += 1
        elif tag == _PICTURE:
            found.counts["picture"] += 1
        elif tag == _TEXT_BOX:
            result.boxes.append(child)
        elif tag == _ALTERNATE:
            # The same thing twice, for new and old programs: the first is enough.
            if len(child):
                _walk(child[0], result, found, bold=bold)
        elif tag not in _SKIPPED and isinstance(tag, str):
            _walk(child, result, found, bold=bold)


def _add_note(reference: Any, result: ParagraphText, found: Found, *, end: bool) -> None:
    notes = found.endnotes if end else found.footnotes
    text = notes.get(reference.get(_ID) or "", "")
    if text:
        found.counts["note"] += 1
        result.add(f" [note: {text}]", bold=False)


def _is_hidden(run: Any, found: Found) -> bool:
    look = run.find(_RUN_LOOK)
    if look is None:
        return False
    for sign in (look.find(_VANISH), look.find(_SPEC_VANISH)):
        if sign is not None:
            return (sign.get(_VALUE) or "1").lower() not in _OFF
    style = look.find(_RUN_STYLE)
    return style is not None and style.get(_VALUE) in found.hidden_styles


def _words(run: Any) -> str:
    return "".join(" " if child.tag != _TEXT else child.text or "" for child in run.iter() if child is not run)


def _is_bold(run: Any) -> bool:
    look = run.find(_RUN_LOOK)
    bold = look.find(_BOLD) if look is not None else None
    return bold is not None and (bold.get(_VALUE) or "1").lower() not in _OFF


def note_texts(root: Any) -> dict[str, str]:
    """Return the text of each foot- or endnote by its id; separators have none."""
    return {number: text for note in root if (number := note.get(_ID)) and (text := plain_text(note))}


def plain_text(element: Any) -> str:
    """Return the text of all paragraphs of an element on one line."""
    nothing = Found()
    return one_line(" ".join(paragraph_text(item, nothing).text for item in element.iter(_PARAGRAPH)))


def body_text(body: Any) -> str:
    """Return the text of a document as other tools see it: one newline per paragraph, those of tables and boxes too.

    A soft break is a newline, a tab a tab; numbers of lists and notes are not part of it.
    """
    nothing = Found()
    twice = {paragraph for again in body.iter(_FALLBACK) for paragraph in again.iter(_PARAGRAPH)}
    paragraphs = (item for item in body.iter(_PARAGRAPH) if item not in twice)
    return "\n".join(paragraph_text(item, nothing).text for item in paragraphs)
