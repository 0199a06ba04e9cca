"""The codebook on paper: all of it is there, and nothing in it can do harm."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import docx
from hypothesis import given, settings

from coder.codebooks import CodebookFile, codebook_file
from coder.codebooks.exchange.printed import as_docx, as_html
from tests.codebooks.exchange.samples import files, shipped, small
from tests.helpers.builders import a_code, a_codebook


class Page(HTMLParser):
    """Checks that what is opened is closed, and collects headings and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for key, value in attrs if key in ("href", "src")]
        self.ids += [value or "" for key, value in attrs if key == "id"]
        if tag != "meta":
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            tag, before = self.headings[-1]
            self.headings[-1] = (tag, before + data)


class TestHtml:
    def test_codes_are_headings_by_depth(self) -> None:
        assert Page(as_html(small(), {})).headings == [
            ("h1", "Small & “tidy”"),
            ("h2", "Growth"),
            ("h3", "Peer learning: by doing"),
            ("h2", "Night visits"),
            ("h2", "Old"),
        ]

    def test_everything_that_a_code_says_is_there(self) -> None:
        page = Page(as_html(small(), {"growth": 1, "peer-learning": 1234}))
        for text in (
            "Version 1.2 · 4 codes",
            "Two lines of text.",
            "Domain · growth · shortcut g · used once · colour #2f8f5b",
            "Outcome · peer-learning · used 1,234 times",
            "Output dimension · visits · draft · not used yet",
            "Code · old · retired · merged into Peer learning: by doing",
            "Learning from each other.",
            "When to use: not a label here.",
            "When somebody learns <from> a peer.",
            "I learnt it from Rosa.",
            "learn, + try, 'tis",
            "Belongs to domain\nGrowth",
            "Comes from dimension\nNight visits",
        ):
            assert text in page.text, text

    def test_use_is_not_told_when_nobody_counted(self) -> None:
        assert "used" not in Page(as_html(small(), {})).text.replace("I learnt", "")

    def test_a_colour_is_told_in_words_too(self) -> None:
        assert 'role="img" aria-label="Colour #2f8f5b"' in as_html(small(), {})

    def test_the_page_needs_and_runs_nothing(self) -> None:
        page = Page(as_html(shipped("outcomes"), {}))
        assert not page.tags & {"script", "link", "img", "iframe", "object"}
        assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
        assert "@media print" in as_html(small(), {})

    def test_deep_codes_keep_their_level(self) -> None:
        codes = [a_code(f"c{at}", parent_id=f"c{at - 1}" if at else None, position=at) for at in range(8)]
        page = as_html(codebook_file(a_codebook(), codes), {})
        assert '<h6 aria-level="9">' in page

    def test_an_empty_codebook_says_so(self) -> None:
        assert "This codebook has no codes yet." in as_html(codebook_file(a_codebook(), []), {})

    @given(files())
    def test_no_text_can_break_the_page(self, file: CodebookFile) -> None:
        page = Page(as_html(file, {}))
        assert not page.tags & {"b", "script"}
        assert len(page.headings) == len(file.codes) + 1


class TestWord:
    def test_codes_are_headings_by_depth(self) -> None:
        document = docx.Document(io.BytesIO(as_docx(small(), {"growth": 2})))
        styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style]
        assert ("Title", "Small & “tidy”") in styles
        assert ("Heading 1", "■ Growth") in styles
        assert ("Heading 2", "■ Peer learning: by doing") in styles
        assert ("List Bullet", "I learnt it from Rosa.") in styles
        texts = [text for _, text in styles]
        assert "Domain · growth · shortcut g · used 2 times · colour #2f8f5b" in texts
        assert "When to use: When somebody learns <from> a peer." in texts
        assert "Belongs to domain: Growth" in texts

    def test_the_same_codebook_gives_the_same_bytes(self) -> None:
        data = as_docx(small(), {})
        assert data == as_docx(small(), {})
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"python-docx" not in package.read("docProps/core.xml")

    @settings(max_examples=10)
    @given(files())
    def test_any_text_can_be_written(self, file: CodebookFile) -> None:
        document = docx.Document(io.BytesIO(as_docx(file, {})))
        assert sum(paragraph.text.startswith("■ ") for paragraph in document.paragraphs) >= len(file.codes)
