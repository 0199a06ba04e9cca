"""REFI-QDA codebooks: ours come back whole, those of other programs come in sensibly, hostile ones stay out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from coder.codebooks import CodebookFile, codebook_file
from coder.codebooks.exchange.qdc import NAMESPACE, read_qdc, write_qdc
from coder.domain.codebook import Code, CodeKind
from coder.errors import CodebookFileError
from tests.codebooks.exchange.samples import files, shipped, small
from tests.helpers.builders import a_code, a_codebook

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def foreign(codes: str, *, start: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    return f'{start}<CodeBook xmlns="{NAMESPACE}" origin="Other"><Codes>{codes}</Codes></CodeBook>'.encode()


def one(attributes: str, description: str = "") -> Code:
    inner = f"<Description>{description}</Description>" if description else ""
    return read_qdc(foreign(f"<Code {attributes}>{inner}</Code>"), "other.qdc").codes[0]


class TestWriting:
    @pytest.mark.parametrize("name", ["outcomes", "partnership"])
    def test_the_file_is_valid_for_everybody_who_reads_the_standard(self, name: str, shared: Path) -> None:
        etree = pytest.importorskip("lxml.etree")
        schema = etree.XMLSchema(etree.parse(str(shared / "refi-qda" / "Codebook-mrt2019.xsd")))
        schema.assertValid(etree.fromstring(write_qdc(shipped(name))))

    def test_the_elements_are_those_of_the_standard(self) -> None:
        root = ET.fromstring(write_qdc(small()))
        assert root.tag == f"{{{NAMESPACE}}}CodeBook"
        assert [child.tag.rpartition("}")[2] for child in root] == ["Codes", "Sets"]
        for code in root.iter(f"{{{NAMESPACE}}}Code"):
            assert GUID.fullmatch(code.attrib["guid"])
            assert code.attrib["isCodable"] == "true"
            assert re.fullmatch("#[0-9a-f]{6}", code.attrib["color"])
            assert code[0].tag.rpartition("}")[2] == "Description"

    def test_a_code_stands_in_its_parent(self) -> None:
        codes = ET.fromstring(write_qdc(small()))[0]
        assert [code.attrib["name"] for code in codes] == ["Growth", "Night visits", "Old"]
        assert codes[0][1].attrib["name"] == "Peer learning: by doing"

    def test_people_can_read_the_description_in_any_program(self) -> None:
        text = ET.fromstring(write_qdc(small()))[0][0][1][0].text
        assert text is not None
        assert text.startswith("Short definition: Learning from each other.\n\nFull definition: One line.\n")
        assert "\nWhen to use: When somebody learns <from> a peer.\n" in text
        assert "\nExample quotes:\n- I learnt it from Rosa.\n- She said:\n  “just try”.\n" in text
        assert "\nBelongs to domain: Growth\n" in text
        assert "\nComes from dimension: Night visits\n" in text

    def test_guids_are_the_same_in_every_export_even_of_another_version(self) -> None:
        file = small()
        changed = codebook_file(
            replace(file.codebook, version="2.0"), [replace(code, name=code.name + "!") for code in file.codes]
        )
        guids = [re.findall(r'<Code guid="([^"]*)"', write_qdc(each).decode()) for each in (file, changed)]
        assert guids[0] == guids[1]
        assert len(set(guids[0])) == 4
        assert write_qdc(file) == write_qdc(file)

    def test_a_codebook_without_codes_cannot_be_written(self) -> None:
        with pytest.raises(CodebookFileError, match=r"“Book” has no codes yet"):
            write_qdc(codebook_file(a_codebook(), []))

    def test_nesting_without_end_is_refused_before_others_have_to(self) -> None:
        def chain(length: int) -> CodebookFile:
            codes = [a_code(f"c{at}", parent_id=f"c{at - 1}" if at else None, position=at) for at in range(length)]
            return codebook_file(a_codebook(), codes)

        assert read_qdc(write_qdc(chain(100)), "deep.qdc") == chain(100)
        with pytest.raises(CodebookFileError, match="nested more than 100 deep"):
            write_qdc(chain(101))


class TestOurOwnFileComesBack:
    @pytest.mark.parametrize("name", ["outcomes", "partnership"])
    def test_the_shipped_codebooks(self, name: str) -> None:
        assert read_qdc(write_qdc(shipped(name)), "any.qdc") == shipped(name)

    def test_head_and_log(self) -> None:
        assert read_qdc(write_qdc(small()), "any.qdc") == small()

    @given(files(fewest=1))
    def test_whatever_is_in_it(self, file: CodebookFile) -> None:
        assert read_qdc(write_qdc(file), "any.qdc") == file

    def test_a_text_that_was_edited_elsewhere_is_taken_and_the_rest_is_kept(self) -> None:
        data = write_qdc(small()).replace(b"Learning from each other.", b"Learning together.")
        (before, after) = small().codes[1], read_qdc(data, "any.qdc").codes[1]
        assert after == replace(before, short_definition="Learning together.")

    def test_a_note_that_was_added_elsewhere_is_not_lost(self) -> None:
        data = write_qdc(small()).replace(b"}]</Description>", b"}]\n\nDiscuss this on Monday.</Description>")
        code = read_qdc(data, "any.qdc").codes[1]
        assert "Discuss this on Monday." in code.full_definition

    def test_a_code_that_was_moved_elsewhere_moves(self) -> None:
        text = write_qdc(small()).decode()
        start, end = text.index("      <Code"), text.index("    </Code>\n    <Code")
        moved = text[:start] + text[end:].replace("  </Codes>", text[start:end] + "  </Codes>")
        file = read_qdc(moved.encode(), "any.qdc")
        assert file.by_id()["peer-learning"].parent_id is None
        assert [code.id for code in file.codes] == ["growth", "visits", "old", "peer-learning"]

    def test_a_code_that_was_taken_out_elsewhere_leaves_no_loose_ends(self) -> None:
        text = re.sub(r" {6}<Code .*? {6}</Code>\n", "", write_qdc(small()).decode(), count=1, flags=re.DOTALL)
        file = read_qdc(text.encode(), "any.qdc")
        assert [code.id for code in file.codes] == ["growth", "visits", "old"]
        assert file.codes[2].merged_into is None

    def test_a_code_that_was_copied_elsewhere_is_a_new_code(self) -> None:
        text = write_qdc(small()).decode()
        start = text.index("    <Code")
        copy = text[start : text.index("      <Code")] + "    </Code>\n"
        file = read_qdc((text[:start] + copy + text[start:]).encode(), "any.qdc")
        assert [code.name for code in file.codes[:2]] == ["Growth", "Growth"]
        assert file.codes[0].id == "growth"
        assert file.codes[1].id.startswith("growth-")
        assert file.codes[1].shortcut == ""

    def test_a_program_that_drops_descriptions_and_colours_costs_nothing_when_the_original_is_there(self) -> None:
        bare = re.sub(
            r' color="[^"]*"|<Description>.*?</Description>', "", write_qdc(small()).decode(), flags=re.DOTALL
        )
        assert read_qdc(bare.encode(), "any.qdc", base=small()) == small()

    def test_our_line_changed_by_hand_is_not_believed(self) -> None:
        text = write_qdc(small()).decode()
        text = text.replace('"kind": "outcome"', '"kind": ["?"], "shortcut": 7, "links": [1, [2]], "status": {}')
        code = read_qdc(text.encode(), "any.qdc").by_id()["peer-learning"]
        assert code.kind is CodeKind.OTHER


class TestOtherPrograms:
    def test_a_code_gets_an_id_from_its_name(self) -> None:
        code = one('guid="85D17F60-7BB0-481E-B742-B4861DD669DF" name="Waste of time" isCodable="true"')
        assert re.fullmatch("waste-of-time-[0-9a-f]{6}", code.id)
        assert (code.name, code.colour, code.kind) == ("Waste of time", "", CodeKind.OTHER)

    def test_the_codebook_is_named_after_the_file(self) -> None:
        file = read_qdc(foreign('<Code guid="1" name="One" isCodable="true"/>'), "Care Study 2.qdc")
        assert (file.codebook.id, file.codebook.name, file.codebook.version) == ("care-study-2", "Care Study 2", "1.0")

    def test_a_byte_order_mark_and_blank_lines_before_the_xml_do_not_matter(self) -> None:
        data = foreign('<Code guid="{85d17f60-7bb0-481e-b742-b4861dd669df}" name="One" isCodable="1"/>')
        for start in (b"\xef\xbb\xbf", b"\r\n", b"\xef\xbb\xbf\r\n"):
            assert [code.name for code in read_qdc(start + data, "x.qdc").codes] == ["One"]

    def test_utf_16_is_read(self) -> None:
        data = foreign('<Code guid="1" name="Café" isCodable="true"/>', start='<?xml version="1.0" encoding="utf-16"?>')
        assert read_qdc(data.decode().encode("utf-16"), "x.qdc").codes[0].name == "Café"

    @pytest.mark.parametrize(
        "root",
        ['CodeBook xmlns="urn:QDA-XML:codebook:1:0"', "CodeBook", 'q:CodeBook xmlns:q="urn:QDA-XML:codebook:0:4"'],
    )
    def test_any_namespace_will_do(self, root: str) -> None:
        prefix = "q:" if root.startswith("q:") else ""
        data = f'<{root}><{prefix}Codes><{prefix}Code guid="1" name="One"/></{prefix}Codes></{prefix}CodeBook>'
        assert [code.name for code in read_qdc(data.encode(), "x.qdc").codes] == ["One"]

    def test_a_short_description_is_the_short_definition(self) -> None:
        code = one('name="Coke"', "the breakfast of champions")
        assert (code.short_definition, code.full_definition) == ("the breakfast of champions", "")

    def test_a_long_description_is_the_full_definition(self) -> None:
        code = one('name="Coke"', "First.&#xD;&#xA;&#xD;&#xA;Second.")
        assert (code.short_definition, code.full_definition) == ("", "First.\n\nSecond.")

    def test_labels_that_evaluators_use_are_understood(self) -> None:
        code = one(
            'name="Trust"',
            "Definition: To rely on others.\nInclusion criteria:\nSays so.\nEXCLUSION CRITERIA: Mere hope.\n"
            "Example: I count on her.\nKeywords: rely, count on; trust",
        )
        assert code.full_definition == "To rely on others."
        assert (code.when_to_use, code.when_not_to_use) == ("Says so.", "Mere hope.")
        assert code.example_quotes == ("I count on her.",)
        assert code.key_terms == ("rely", "count on", "trust")

    def test_a_folder_of_codes_becomes_a_theme(self) -> None:
        file = read_qdc(
            foreign('<Code name="All" isCodable="false"><Code name="One" isCodable="true"/></Code>'), "x.qdc"
        )
        assert [(code.name, code.kind) for code in file.codes] == [("All", CodeKind.THEME), ("One", CodeKind.OTHER)]
        assert file.codes[1].parent_id == file.codes[0].id

    @pytest.mark.parametrize(
        ("written", "read"), [("#F00082", "#F00082"), ("#abc", "#aabbcc"), ("", ""), ("red", ""), ("#12345", "")]
    )
    def test_colours(self, written: str, read: str) -> None:
        assert one(f'name="One" color="{written}"').colour == read

    def test_a_code_without_a_name_comes_in(self) -> None:
        assert one('guid="1" name=" "').name == "Unnamed code"

    def test_a_real_codebook_of_another_program(self, shared: Path) -> None:
        data = (shared / "refi-qda" / "skyloom_Project.qde").read_bytes()
        file = read_qdc(data, "skyloom.qdc")
        names = {code.name: code for code in file.codes}
        assert names["Coke"].short_definition == "the breakfast of champions"
        assert names["happiness"].colour == "#F00082"


class TestRefused:
    @pytest.mark.parametrize(
        "start",
        ['<!DOCTYPE x [<!ENTITY a "b">]>', "<!doctype html>", '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'],
    )
    def test_entities_and_document_types(self, start: str) -> None:
        with pytest.raises(CodebookFileError, match="declares a document type or entities"):
            read_qdc(foreign('<Code name="One"/>', start=start), "x.qdc")

    def test_a_document_type_in_an_odd_encoding(self) -> None:
        hidden = '<!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>'
        for data in (hidden.encode("utf-16"), b'<?xml version="1.0" encoding="cp037"?>' + hidden.encode("cp037")):
            with pytest.raises(CodebookFileError):
                read_qdc(data, "x.qdc")

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "“x.qdc” is not readable as XML"),
            (b"hello", "“x.qdc” is not readable as XML near line 1"),
            (b"<CodeBook><Codes>", "“x.qdc” is not readable as XML"),
            (b"PK\x03\x04", "“x.qdc” is not readable as XML"),
            (b"<html/>", "“x.qdc” is not a REFI-QDA codebook"),
            (b"<CodeBook/>", "codebook without codes"),
            (b"<CodeBook><Codes/></CodeBook>", "codebook without codes"),
            (b" " * 10_000_001, "larger than 10 MB"),
            (b'<?xml version="1.0" encoding="none-such"?><a/>', "not readable as XML"),
        ],
    )
    def test_what_is_no_codebook(self, data: bytes, message: str) -> None:
        with pytest.raises(CodebookFileError, match=message):
            read_qdc(data, "x.qdc")

    def test_nesting_without_end(self) -> None:
        data = foreign('<Code name="x">' * 50_000 + "</Code>" * 50_000)
        with pytest.raises(CodebookFileError, match="nested too deeply"):
            read_qdc(data, "x.qdc")
