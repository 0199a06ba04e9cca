"""Word files that are broken, hostile, protected or something else: one clear sentence each, and nothing is opened."""

from __future__ import annotations

import random
import re
import zipfile
from io import BytesIO

import pytest

from coder.errors import ImportFileError
from tests.importers import word_files as w
from tests.importers.conftest import Read
from tests.importers.looks import said

GOOD = w.word_file(w.paragraph("JO: One."), w.paragraph("PAT: Two."), w.paragraph("JO: Three."))
TYPES = "application/vnd.ms-word.{}.main+xml"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ten letters"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DAMAGED = "is damaged or cut off, so Word’s text in it cannot be read; copy or export it again"


def refused(read: Read, data: bytes, name: str = "a.docx") -> str:
    """Return why a file is refused."""
    with pytest.raises(ImportFileError) as caught:
        read(data, name)
    return caught.value.message


class TestBroken:
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
    def test_cut_off(self, read: Read, share: float) -> None:
        assert refused(read, GOOD[: int(len(GOOD) * share)]) == f"“a.docx” {DAMAGED}."

    @pytest.mark.parametrize("missing", ["_rels/.rels", "[Content_Types].xml", "word/styles.xml"])
    def test_a_part_that_everything_needs_is_missing(self, read: Read, missing: str) -> None:
        assert refused(read, w.with_part(GOOD, missing, None)) == f"“a.docx” {DAMAGED}."

    @pytest.mark.parametrize("content", ["", "<w:document", "<a/>", w.part("document", ""), "\0\0"])
    def test_the_main_part_is_nonsense(self, read: Read, content: str) -> None:
        assert refused(read, w.with_part(GOOD, w.MAIN, content)) == f"“a.docx” {DAMAGED}."

    def test_a_note_part_that_is_no_xml(self, read: Read) -> None:
        data = w.word_file(w.paragraph("One."), related={"footnotes": "<w:footnotes"})
        assert refused(read, data) == f"“a.docx” {DAMAGED}."

    def test_bytes_that_changed_on_the_way(self, read: Read) -> None:
        at = GOOD.index(w.MAIN.encode()) + len(w.MAIN) + 20
        assert refused(read, GOOD[:at] + b"zzzzzz" + GOOD[at + 6 :]) == f"“a.docx” {DAMAGED}."

    def test_no_text(self, read: Read) -> None:
        assert "holds no text that could be coded" in refused(read, w.word_file(w.paragraph(), w.paragraph("  ")))

    def test_any_damage_gives_a_sentence_or_the_text(self, read: Read) -> None:
        chance = random.Random(5)
        with zipfile.ZipFile(BytesIO(GOOD)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        refusals = 0
        for _ in range(250):
            name = chance.choice(list(parts))
            content = bytearray(parts[name])
            places = [found.span() for found in re.finditer(rb'<[^>]+>| [\w:]+="[^"]*"', bytes(content))]
            start, end = chance.choice(places)
            content[start:end] = chance.choice([b"", b"<w:x>", b' w:val=""', bytes(content[start:end])[::-1]])
            try:
                read(w.with_part(GOOD, name, bytes(content)), "a.docx")
            except ImportFileError:
                refusals += 1
        assert 0 < refusals < 250


class TestHostile:
    def test_a_part_that_unpacks_to_far_more_than_it_seems(self, read: Read) -> None:
        bomb = w.with_part(GOOD, "word/media/picture.png", bytes(310 * 1024 * 1024))
        assert len(bomb) < 1024 * 1024
        assert "unpacks to far more than a transcript holds" in refused(read, bomb)

    def test_a_main_part_without_end(self, read: Read) -> None:
        bomb = w.with_part(GOOD, w.MAIN, w.document("<w:p/>" * (18 * 1024 * 1024)))
        assert "unpacks to far more than a transcript holds" in refused(read, bomb)

    def test_sizes_that_lie(self, read: Read) -> None:
        size = (5 * 1024 * 1024).to_bytes(4, "little")
        data = w.with_part(GOOD, "word/media/picture.png", bytes(5 * 1024 * 1024))
        assert size in data
        assert refused(read, data.replace(size, (5).to_bytes(4, "little"))) == f"“a.docx” {DAMAGED}."

    def test_more_parts_than_any_document_has(self, read: Read) -> None:
        parts = {f"word/media/{number}.png": "" for number in range(10_001)}
        assert "unpacks to far more" in refused(read, w.zipped({w.MAIN: w.document(), **parts}))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    @pytest.mark.parametrize("padding", ["", f"<!--{'x' * 5000}-->"])
    def test_entities(self, read: Read, encoding: str, padding: str) -> None:
        body = w.document(w.paragraph("JO: &b;").replace("&amp;", "&")).partition("?>")[2]
        xml = f'<?xml version="1.0" encoding="{encoding}"?>{padding}{ENTITIES}{body}'.encode(encoding)
        assert "it declares entities" in refused(read, w.with_part(GOOD, w.MAIN, xml))

    def test_elements_nested_without_end(self, read: Read) -> None:
        deep = "<w:ins>" * 3000 + w.paragraph("x") + "</w:ins>" * 3000
        assert refused(read, w.word_file(deep)) == f"“a.docx” {DAMAGED}."

    def test_paths_that_lead_out_of_the_package_write_nothing(self, read: Read) -> None:
        parsed = read(w.with_part(GOOD, "../../outside.txt", "x"), "a.docx")
        assert len(parsed.turns) == 3


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("part", "what"),
        [
            ("xl/workbook.xml", "an Excel workbook"),
            ("ppt/presentation.xml", "a PowerPoint presentation"),
            ("content.xml", "an OpenDocument file"),
            ("Index/Document.iwa", "a Pages document"),
            ("META-INF/container.xml", "an e-book"),
            ("photo.jpg", "an archive, not a Word document"),
        ],
    )
    def test_another_kind_of_package(self, read: Read, part: str, what: str) -> None:
        assert f"“a.docx” is {what}" in refused(read, w.zipped({part: "x"}))

    def test_a_member_behind_a_password(self, read: Read) -> None:
        data = bytearray(w.zipped({w.MAIN: w.document()}))
        for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(sign) + offset] |= 1
        assert "is protected by a password" in refused(read, bytes(data))

    def test_the_strict_form(self, read: Read) -> None:
        xml = w.document(w.paragraph("x")).replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        assert "“Strict Open XML”" in refused(read, w.with_part(GOOD, w.MAIN, xml))

    @pytest.mark.parametrize("kind", ["document.macroEnabled", "template.macroEnabledTemplate"])
    def test_macros_and_templates_are_read_and_nothing_of_them_is_run(self, read: Read, kind: str) -> None:
        data = w.word_file(w.paragraph("JO: One."), w.paragraph("PAT: Two."), main_type=TYPES.format(kind))
        assert said(read(data, "a.docm")) == [("JO", "One."), ("PAT", "Two.")]

    @pytest.mark.parametrize("name", ["a.txt", "a.vtt", "a.md", "a"])
    def test_a_word_file_with_another_ending_is_read_with_a_warning(self, read: Read, name: str) -> None:
        parsed = read(GOOD, name)
        assert len(parsed.turns) == 3
        assert parsed.warnings[0].startswith(f"“{name}” is a Word document in spite of its ending")
