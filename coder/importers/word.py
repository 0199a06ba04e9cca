"""Word documents as lines: paragraphs, soft breaks, lists and tables become readable text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coder.domain.text import excerpt
from coder.importers.names import TIME, Likeness, likeness, seconds
from coder.importers.turns import Document, Line, is_rule
from coder.importers.word_package import open_word, related

if TYPE_CHECKING:
    from coder.importers.word_text import Found

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_TIME_CELL = re.compile(rf"[\[(]?({TIME})[\])]?")
_SPEAKER_HEADS = ("speaker", "name", "who", "participant", "voice")
_KINDS = {
    "deletion": ("passage that was deleted with tracked changes", "passages that were deleted with tracked changes"),
    "comment": ("comment", "comments"),
    "picture": ("picture", "pictures"),
}


def read_word(data: bytes, name: str) -> Document:
    """Return the lines of a Word document; raise `ImportFileError` with one sentence if it cannot be read."""
    word = open_word(data, name)
    from coder.importers.word_text import Found, body_text

    found = Found(footnotes=_notes(related(word, "footnotes", name)), endnotes=_notes(related(word, "endnotes", name)))
    numbering, styles = related(word, "numbering", name), list(related(word, "styles", name))
    found.hidden_styles = _hidden_styles(styles)
    reader = _Reader(found, formats=_list_formats(numbering), styles=_style_names(iter(styles)))
    lines = list(reader.lines(word.element.body))
    title = ""
    if lines and lines[0].heading == -1:
        title = lines.pop(0).text
    lines = [replace(line, heading=max(line.heading, 0)) for line in lines]
    margins = [*related(word, "header", name), *related(word, "footer", name)]
    warned = tuple(_warnings(found, margins))
    source = body_text(word.element.body)
    return Document(lines=lines, kind="Word", title=title, warnings=warned, left_out=tuple(found.hidden), source=source)


class _Reader:
    """Walks through a document's body."""

    def __init__(self, found: Found, *, formats: Mapping[tuple[str, str], str], styles: Mapping[str, str]) -> None:
        self._found = found
        self._formats = formats
        self._styles = styles
        self._numbers: Counter[tuple[str, str]] = Counter()

    def lines(self, parent: Any) -> Iterator[Line]:
        """Yield the lines of everything in an element, in order."""
        from docx.oxml.ns import qn

        gap = after_table = False
        for child in parent:
            if child.tag == qn("w:p"):
                made = list(self._paragraph(child))
                if not made:
                    gap = True
                for line in made:
                    yield replace(line, gap=gap, outside=after_table) if gap or after_table else line
                    gap = after_table = False
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
                after_table = True
            elif child.tag in (qn("w:sdt"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")):
                content = child.find(qn("w:sdtContent"))
                yield from self.lines(content if content is not None else child)

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        from coder.importers.word_text import paragraph_text

        read = paragraph_text(paragraph, self._found)
        heading, marker = self._heading(paragraph), self._marker(paragraph)
        at = 0
        first = True
        for part in read.text.split("\n"):
            lead = len(part) - len(part.lstrip())
            clean = part.strip()
            if clean and not is_rule(clean):
                bold = max(0, min(read.bold - at - lead, len(clean)))
                yield Line(clean, first, heading=heading if first else 0, bold=bold, marker=marker if first else "")
                first = False
            at += len(part) + 1
        for box in read.boxes:
            yield from self.lines(box)

    def _heading(self, paragraph: Any) -> int:
        """Return the level of a heading, -1 for a title, 0 for ordinary text."""
        name = self._style_name(paragraph)
        if match := _HEADING.fullmatch(name):
            return int(match[1])
        return -1 if name.lower() == "title" else 0

    def _style_name(self, paragraph: Any) -> str:
        return self._styles.get(paragraph.style or "", "")

    def _marker(self, paragraph: Any) -> str:
        """Return "- " or "2. " for a paragraph of a list."""
        from docx.oxml.ns import qn

        look = paragraph.pPr
        numbered = look.find(qn("w:numPr")) if look is not None else None
        if numbered is None:
            name = self._style_name(paragraph).lower()
            if name.startswith("list bullet"):
                return "- "
            if not name.startswith("list number"):
                return ""
            key = (name, "0")
            kind = "decimal"
        else:
            list_id, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
            key = (
                list_id.get(qn("w:val")) if list_id is not None else "0",
                level.get(qn("w:val")) if level is not None else "0",
            )
            if key[0] == "0":
                return ""
            kind = self._formats.get(key, "bullet")
        if kind in ("bullet", "none"):
            return "- "
        self._numbers[key] += 1
        return f"{self._numbers[key]}. "

    # -- tables --------------------------------------------------------------------------------------------

    def _table(self, table: Any) -> Iterator[Line]:
        """Yield a table of speakers as their talk, and any other one row by row."""
        rows = [[list(self.lines(cell)) for cell in _cells(row)] for row in _rows(table)]
        speakers = _speaker_rows(rows)
        if speakers:
            for speaker, time, said in speakers:
                first = True
                for line in said:
                    yield replace(line, starts=True, speaker=speaker if first else None, time=time if first else None)
                    first = False
            return
        start = True
        for cells in rows:
            texts = [" / ".join(line.marker + line.text for line in cell) for cell in cells]
            if any(texts):
                yield Line(" | ".join(texts), outside=start)
                start = False


def _rows(table: Any) -> Iterator[Any]:
    from docx.oxml.ns import qn

    return iter(table.iter(qn("w:tr"))) if not table.findall(".//" + qn("w:tbl")) else iter(table.findall(qn("w:tr")))


def _cells(row: Any) -> Iterator[Any]:
    from docx.oxml.ns import qn

    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            yield from _cells(content if content is not None else child)


def _speaker_rows(rows: Sequence[Sequence[Sequence[Line]]]) -> list[tuple[str | None, float | None, list[Line]]]:
    """Return speaker, time and talk of each row if this is a table of speakers, else nothing."""
    found: list[tuple[str | None, float | None, list[Line]]] = []
    for number, cells in enumerate(rows):
        words = [" ".join(line.text for line in cell) for cell in cells]
        if not any(words):
            continue
        if number == 0 and any(word.casefold().rstrip(":") in _SPEAKER_HEADS for word in words):
            continue
        times = [at for at, word in enumerate(words) if _TIME_CELL.fullmatch(word)]
        rest = [at for at in range(len(words)) if at not in times and words[at]]
        time = seconds(_TIME_CELL.fullmatch(words[times[0]])[1]) if times else None  # type: ignore[index]  # it matched
        if len(rest) == 1:
            found.append((None, time, list(cells[rest[0]])))
        elif len(rest) == 2 and len(words[rest[0]]) <= 60:
            found.append((words[rest[0]].rstrip(":").strip(), time, list(cells[rest[1]])))
        else:
            return []
    named = [speaker for speaker, _, _ in found if speaker]
    likely = sum(1 for speaker in named if likeness(speaker) >= Likeness.STRONG)
    recur = len(named) > len({speaker.casefold() for speaker in named})
    longer = sum(len(line.text) for _, _, said in found for line in said) / max(1, sum(map(len, named)))
    enough = longer > 1 if recur else longer > 2 and len(named) == 2
    return found if len(named) >= 2 and likely >= 0.8 * len(named) and enough else []


def _style_names(styles: Iterator[Any]) -> dict[str, str]:
    """Return the name of each style by its id."""
    from docx.oxml.ns import qn

    result: dict[str, str] = {}
    for style in (style for root in styles for style in root.iter(qn("w:style"))):
        name = style.find(qn("w:name"))
        if name is not None:
            result[style.get(qn("w:styleId"), "")] = name.get(qn("w:val"), "")
    return result


def _hidden_styles(styles: Sequence[Any]) -> frozenset[str]:
    """Return the ids of styles that hide their text."""
    from docx.oxml.ns import qn

    hidden = set()
    for style in (style for root in styles for style in root.iter(qn("w:style"))):
        look = style.find(qn("w:rPr"))
        sign = look.find(qn("w:vanish")) if look is not None else None
        if sign is not None and (sign.get(qn("w:val")) or "1").lower() not in ("0", "false", "off", "none"):
            hidden.add(style.get(qn("w:styleId"), ""))
    return frozenset(hidden)


def _list_formats(numbering: Iterator[Any]) -> dict[tuple[str, str], str]:
    """Return the number format of each list and level, as the document defines them."""
    from docx.oxml.ns import qn

    roots = list(numbering)
    levels: dict[str, dict[str, str]] = {}
    for abstract in (item for root in roots for item in root.iter(qn("w:abstractNum"))):
        formats = levels.setdefault(abstract.get(qn("w:abstractNumId")), {})
        for level in abstract.iter(qn("w:lvl")):
            kind = level.find(qn("w:numFmt"))
            formats[level.get(qn("w:ilvl"))] = kind.get(qn("w:val")) if kind is not None else "decimal"
    result: dict[tuple[str, str], str] = {}
    for number in (item for root in roots for item in root.iter(qn("w:num"))):
        of = number.find(qn("w:abstractNumId"))
        for level, kind in levels.get(of.get(qn("w:val")) if of is not None else "", {}).items():
            result[number.get(qn("w:numId")), level] = kind
    return result


def _notes(roots: Iterator[Any]) -> dict[str, str]:
    from coder.importers.word_text import note_texts

    return {number: text for root in roots for number, text in note_texts(root).items()}


def _warnings(found: Found, margins: Sequence[Any]) -> Iterator[str]:
    from coder.importers.word_text import plain_text

    notes = found.counts["note"]
    if notes:
        what = "1 footnote was" if notes == 1 else f"{notes} footnotes were"
        yield f"{what} kept, in square brackets where Word has the number."
    for kind, (one, many) in _KINDS.items():
        number = found.counts[kind]
        if number:
            yield f"1 {one} was left out." if number == 1 else f"{number} {many} were left out."
    if found.hidden:
        what = "1 passage" if len(found.hidden) == 1 else f"{len(found.hidden)} passages"
        yield f"Word hides {what} of this document; hidden text was left out."
    margin = " ".join(filter(None, dict.fromkeys(plain_text(root) for root in margins)))
    if any(character.isalpha() for character in margin):
        yield f"The page header and footer were left out: “{excerpt(margin, words=8)}”."
