"""The report as a Word document: headings, captions, tables and pictures that Word knows as such."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from coder.exporters.report.data import Figures, Picture, Quote, Report, Subject
from coder.exporters.report.words import (
    NOTHING_YET,
    about_quote,
    figures_in_words,
    gap_columns,
    linked,
    no_gaps_in_words,
    overview_in_words,
    paragraphs,
    references,
)
from coder.exporters.word_parts import (
    ACCENT,
    AGAINST,
    PAGE_WIDTH_MM,
    add_field,
    add_table,
    describe_picture,
    element,
    new_document,
    plain,
    right_to_left,
    saved,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_PIXELS_PER_MM = 860 / PAGE_WIDTH_MM
"""A picture of 860 pixels is as wide as the text."""
_HIGHEST_MM = 225.0


def report_as_docx(report: Report) -> bytes:
    """Return the report as a Word document; the same report gives the same bytes."""
    return _Paper(report).written()


class _Paper:
    """One report while it is written."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._document: Document = new_document(report.title)
        self._figure = 0
        self._bookmarks = 0
        self._headings: list[tuple[int, str, str]] = []
        self._refs = references(report)
        self._quoted: set[str] = set()

    def written(self) -> bytes:
        from docx.shared import Pt

        report, document = self._report, self._document
        document.add_paragraph(plain(report.title), style="Title")
        if report.notice:
            document.add_paragraph(style="About").add_run(plain(report.notice)).bold = True
        if report.subtitle:
            document.add_paragraph(plain(report.subtitle), style="About")
        contents = document.add_paragraph("Contents", style="About")
        contents.runs[0].bold = True
        self._heading("Overview", 1, new_page=False).paragraph_format.space_before = Pt(24)
        self._opening()
        for domain in report.domains:
            self._heading(domain.name, 1)
            self._subject(domain, 1)
            for part in domain.parts:
                self._heading(part.name, 2)
                self._subject(part, 2)
        if report.unintended is not None:
            self._heading(report.unintended.name, 1)
            self._subject(report.unintended, 1)
        self._gaps()
        if report.conclusion:
            self._heading("Conclusion", 1)
            self._finding(report.conclusion)
        self._method()
        self._contents(contents)
        return saved(document)

    def _opening(self) -> None:
        report = self._report
        if report.introduction:
            self._finding(report.introduction)
        self._document.add_paragraph(plain(overview_in_words(report)) if report.overview.codings else NOTHING_YET)
        for picture in report.pictures:
            self._picture(picture)

    def _heading(self, text: str, level: int, *, new_page: bool = True) -> Paragraph:
        heading: Paragraph = self._document.add_heading(plain(text), level)
        heading.paragraph_format.page_break_before = level == 1 and new_page
        _set_direction(heading, text)
        name = f"part{len(self._headings) + 1}"
        self._bookmark(heading, name)
        self._headings.append((level, text, name))
        return heading

    def _bookmark(self, paragraph: Paragraph, name: str) -> None:
        """Give a paragraph a name that links lead to."""
        self._bookmarks += 1
        start = element("bookmarkStart", id=str(self._bookmarks), name=name)
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(element("bookmarkEnd", id=str(self._bookmarks)))

    def _subject(self, subject: Subject, level: int) -> None:
        document = self._document
        if subject.definition:
            paragraph = document.add_paragraph(plain(subject.definition), style="Definition")
            paragraph.paragraph_format.keep_with_next = True
            _set_direction(paragraph, subject.definition)
        self._finding(subject.finding)
        self._figures(subject.figures, subject.status)
        for picture in subject.pictures:
            self._picture(picture)
        if subject.quotes:
            document.add_heading("In people’s words", level + 1)
            for quote in subject.quotes:
                self._quote(quote, with_code=level == 1, against=False)
        if subject.counter:
            from docx.shared import RGBColor

            heading = document.add_heading("Evidence that challenges or is mixed", level + 1)
            heading.runs[0].font.color.rgb = RGBColor.from_string(AGAINST)
            for quote in subject.counter:
                self._quote(quote, with_code=level == 1, against=True)
        for note in subject.notes:
            document.add_paragraph(plain(note), style="About")
        if subject.traces:
            places = "; ".join(f"{trace.transcript} ({trace.places})" for trace in subject.traces)
            document.add_paragraph(plain(f"All passages behind these figures: {places}."), style="About")

    def _finding(self, text: str) -> None:
        for part in paragraphs(text):
            paragraph = self._document.add_paragraph(style="Finding")
            for words, ref in linked(part, self._refs):
                run = paragraph.add_run(words)
                if ref:
                    _link(paragraph, run, _bookmark_name(ref))
            _set_direction(paragraph, part)

    def _figures(self, figures: Figures, status: str) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.add_run(plain(figures_in_words(figures)))
        if status:
            paragraph.add_run(" State: ")
            paragraph.add_run(f"{plain(status)}.").bold = True

    def _picture(self, picture: Picture) -> None:
        from docx.shared import Mm

        self._figure += 1
        wide = min(PAGE_WIDTH_MM, picture.width / _PIXELS_PER_MM)
        wide = min(wide, _HIGHEST_MM * picture.width / picture.height)
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture.data), width=Mm(wide))
        describe_picture(shape, picture.alternative.summary, picture.caption)
        caption = self._document.add_paragraph("Figure ", style="Caption")
        add_field(caption, "SEQ Figure \\* ARABIC", str(self._figure))
        caption.add_run(f". {plain(picture.caption)}")

    def _quote(self, quote: Quote, *, with_code: bool, against: bool) -> None:
        from docx.shared import Mm, Pt

        paragraph = self._document.add_paragraph(f"“{plain(quote.text)}”", style="Quote")
        _set_direction(paragraph, quote.text)
        about = self._document.add_paragraph(style="About")
        about.paragraph_format.left_indent = Mm(6)
        about.paragraph_format.space_after = Pt(8)
        about.add_run(f"[{plain(quote.ref)}] ").bold = True
        if quote.ref not in self._quoted:
            self._quoted.add(quote.ref)
            self._bookmark(paragraph, _bookmark_name(quote.ref))
        about.add_run(plain(about_quote(quote, with_code=with_code)))
        for each in (paragraph, about):
            _side(each, AGAINST if against else "8A857E")

    def _gaps(self) -> None:
        report = self._report
        self._heading("Gaps in the evidence", 1)
        if report.gaps:
            rows = [(gap.name, gap.under, gap.status, gap.missing) for gap in report.gaps]
            add_table(self._document, gap_columns(report), rows, widths=(3.2, 2.4, 1.5, 3.2))
        else:
            self._document.add_paragraph(plain(no_gaps_in_words(report)))

    def _method(self) -> None:
        report, document = self._report, self._document
        self._heading("How this report was made", 1)
        if report.method_finding:
            self._finding(report.method_finding)
        for text in report.method_text:
            document.add_paragraph(plain(text))
        if report.method:
            add_table(document, ("", ""), [(fact.name, fact.value) for fact in report.method], widths=(1, 2))
        if report.withheld:
            document.add_heading("What was withheld, and why", 2)
            rows = [(item.what, f"{item.count:,}", item.why) for item in report.withheld]
            add_table(document, ("What", "Passages", "Why"), rows, widths=(2, 1, 3))

    def _contents(self, after: Paragraph) -> None:
        """Put the table of contents after a paragraph: links that work at once, a field that Word can renew."""
        from docx.text.paragraph import Paragraph

        entries = [entry for entry in self._headings if entry[0] == 1]
        place = after._p
        for number, (_, text, name) in enumerate(entries):
            new = element("p")
            place.addnext(new)
            place = new
            paragraph = Paragraph(new, after._parent)
            paragraph.style = self._document.styles["Normal"]
            paragraph.paragraph_format.space_after = 0
            if number == 0:
                paragraph.add_run()._r.append(element("fldChar", fldCharType="begin"))
                code = element("instrText")
                code.text = ' TOC \\o "1-1" \\h \\z \\u '
                paragraph.add_run()._r.append(code)
                paragraph.add_run()._r.append(element("fldChar", fldCharType="separate"))
            _link(paragraph, paragraph.add_run(plain(text)), name)
            if number == len(entries) - 1:
                paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def _bookmark_name(ref: str) -> str:
    """Return the name of the place where a passage is quoted, of letters that Word takes."""
    return re.sub(r"\W", "_", f"quote_{ref}")[:40]


def _link(paragraph: Paragraph, run: Run, bookmark: str) -> None:
    """Make a paragraph's last run lead to a bookmark."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(ACCENT)
    link = element("hyperlink", anchor=bookmark)
    paragraph._p.append(link)
    link.append(run._r)


def _side(paragraph: Paragraph, colour: str) -> None:
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="12", space="8", color=colour))
    properties = paragraph._p.get_or_add_pPr()
    style = properties.find(element("pStyle").tag)
    properties.insert(0 if style is None else 1, borders)
    keep = properties.find(element("keepNext").tag)
    if keep is not None:  # the schema wants it before the borders
        properties.remove(keep)
        properties.insert(1, keep)


def _set_direction(paragraph: Paragraph, text: str) -> None:
    """Set a paragraph from right to left if its first letter is written so."""
    first = re.search(r"[^\W\d_]", text)
    if first is not None and "\u0590" <= first[0] <= "\u08ff":
        right_to_left(paragraph)
