"""What all Word documents here share: the page, the styles, fields, alternative texts, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

INK, SOFT, ACCENT, AGAINST = "1F2328", "4F5359", "433897", "A8480F"
PAGE_WIDTH_MM = 210 - 2 * 22
"""Of the text on a page."""

_DAY = datetime(2000, 1, 1)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def plain(text: str) -> str:
    """Return a text without what no document may hold; line ends are `\\n`."""
    return _NOT_IN_XML.sub("", re.sub("\r\n?|[\x0b\x0c\u2028\u2029\x85]", "\n", text))


def new_document(title: str) -> Document:
    """Return an empty A4 document in British English with the styles of this house and page numbers."""
    import docx
    from docx.shared import Mm, Pt, RGBColor

    document: Document = docx.Document()
    properties = document.core_properties
    # The template's own properties name a program and a day that have nothing to do with the content.
    properties.title, properties.author, properties.comments = plain(title)[:255], "", ""
    properties.created = properties.modified = _DAY
    properties.language = "en-GB"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    _font(document, "Normal", "Calibri", 10.5, INK)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.2
    _language(document)
    for name, size, before, after in (
        ("Title", 26, 0, 4),
        ("Heading 1", 18, 0, 8),
        ("Heading 2", 13, 18, 2),
        ("Heading 3", 10.5, 10, 3),
    ):
        style = document.styles[name]
        _font(document, name, "Calibri", size, INK, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
    _no_border(document.styles["Title"])
    _font(document, "Caption", "Calibri", 9, SOFT)
    document.styles["Caption"].font.bold = False
    document.styles["Caption"].paragraph_format.space_after = Pt(10)
    for name, size, colour in (("About", 9, SOFT), ("Definition", 10.5, SOFT)):
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles["Normal"]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
    document.styles["Definition"].font.italic = True
    _font(document, "Quote", "Calibri", 10.5, INK)
    document.styles["Quote"].font.italic = False
    document.styles["Quote"].paragraph_format.left_indent = Mm(6)
    document.styles["Quote"].paragraph_format.space_after = Pt(1)
    document.styles["Quote"].paragraph_format.keep_with_next = True
    finding = document.styles.add_style("Finding", 1)
    finding.base_style = document.styles["Normal"]
    finding.paragraph_format.left_indent = Mm(4)
    _side_line(finding, ACCENT, 18)
    _footer(document, plain(title))
    return document


def saved(document: Document) -> bytes:
    """Return the document as bytes without the moments of writing, so that the same content gives the same bytes."""
    raw, target = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = _CHANGED.sub(rb"\g<1>2000-01-01T00:00:00Z\2", content)
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The system is part of the bytes; what is written must not depend on where.
            entry.create_system = 3
            copy.writestr(entry, content)
    return target.getvalue()


def element(name: str, /, **attributes: str) -> Any:
    """Return a WordprocessingML element, such as `element("tblHeader", val="true")`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field that Word keeps up to date, such as a page number, with what it shows until then."""
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind is None:
            code = element("instrText")
            code.text = f" {instruction} "
            code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run._r.append(code)
        elif kind == "shown":
            run.text = shown
        else:
            run._r.append(element("fldChar", fldCharType=kind))


def describe_picture(picture: Any, text: str, title: str) -> None:
    """Give a picture its alternative text."""
    properties = picture._inline.docPr
    properties.set("descr", plain(text))
    properties.set("title", plain(title))


def add_table(
    document: Document, columns: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float]
) -> Table:
    """Add a table whose header row is repeated on every page; an empty header is left out. Widths are shares."""
    from docx.shared import Mm, Pt

    headed = any(columns)
    table: Table = document.add_table(rows=len(rows) + headed, cols=len(columns))
    table.autofit = False
    _table_lines(table)
    whole = sum(widths)
    sizes = [Mm(PAGE_WIDTH_MM * share / whole) for share in widths]
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = size
    content = [list(columns), *rows] if headed else list(rows)
    # `table.rows[i].cells` looks through the whole table each time.
    for number, (row, values) in enumerate(zip(table._tbl.tr_lst, content, strict=True)):
        properties = row.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if headed and number == 0:
            properties.append(element("tblHeader"))
        for cell, value, size in zip(row.tc_lst, values, sizes, strict=True):
            cell.width = size
            paragraph = _first_paragraph(cell, document)
            run = paragraph.add_run(plain(value))
            run.font.size = Pt(9)
            run.bold = headed and number == 0
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2.5)
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    return table


def right_to_left(paragraph: Paragraph) -> None:
    """Set a paragraph from right to left."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(element("bidi"))


def _first_paragraph(cell: Any, document: Document) -> Paragraph:
    from docx.text.paragraph import Paragraph

    return Paragraph(cell.p_lst[0], document._body)


def _font(document: Document, style: str, name: str, size: float, colour: str, *, bold: bool | None = None) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    found = document.styles[style]
    found.font.name, found.font.size, found.font.color.rgb = name, Pt(size), RGBColor.from_string(colour)
    if bold is not None:
        found.font.bold = bold
    fonts = found.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), name)


def _language(document: Document) -> None:
    from docx.oxml.ns import qn

    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), "en-GB")


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(f"{{{_W}}}pBdr"):
        properties.remove(border)


def _side_line(style: Any, colour: str, eighths: int) -> None:
    borders = element("pBdr")
    borders.append(element("left", val="single", sz=str(eighths), space="8", color=colour))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing",
        "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
        "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
        "w:pPrChange",
    )  # fmt: skip


def _table_lines(table: Table) -> None:
    """Give a table hairlines between its rows and nothing else."""
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color="CBC8C2"))
    properties.append(borders)
    margins = element("tblCellMar")
    margins.append(element("left", w="0", type="dxa"))
    margins.append(element("right", w="110", type="dxa"))
    properties.append(margins)


def _footer(document: Document, title: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{title[:80]}  ·  ")
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(" of ")
    add_field(paragraph, "NUMPAGES", "1")
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(SOFT)
