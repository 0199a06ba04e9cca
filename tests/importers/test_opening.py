"""Files that cannot be transcripts: one clear sentence each, before anything tries to read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coder.errors import ImportFileError
from coder.importers import read_transcript
from coder.importers.opening import MAX_BYTES
from tests.importers.conftest import Read

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(path: Path) -> str:
    """Return why a path is refused; it must be one or two sentences that name the file."""
    with pytest.raises(ImportFileError) as caught:
        read_transcript(path)
    message = caught.value.message
    assert f"“{path.name}”" in message
    assert message.endswith(".")
    assert "\n" not in message
    return message


class TestAccess:
    def test_nothing_there(self, tmp_path: Path) -> None:
        assert "cannot be found" in refused(tmp_path / "gone.txt")

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "is a folder, not a file" in refused(tmp_path)

    def test_an_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.touch()
        assert "is empty (0 bytes)" in refused(path)

    @pytest.mark.parametrize("contents", [b" \n\t\r\n", b"\xef\xbb\xbf", "\ufeff\n".encode("utf-16-le"), b"-----\n"])
    def test_a_file_with_nothing_to_read(self, tmp_path: Path, contents: bytes) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(contents)
        assert "holds no text that could be coded" in refused(path)

    def test_a_file_over_50_mb(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.txt"
        with path.open("wb") as stream:
            stream.truncate(MAX_BYTES + 1024 * 1024)
        assert "is too large (51 MB; the limit is 50 MB)" in refused(path)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no named pipes here.")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        path = tmp_path / "pipe.txt"
        os.mkfifo(path)
        assert "is not an ordinary file" in refused(path)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="Root may read everything.")
    def test_a_file_that_may_not_be_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Jo: Hello.")
        path.chmod(0)
        assert "you may not have the right to read it" in refused(path)

    def test_the_lock_file_of_an_open_document(self, tmp_path: Path) -> None:
        path = tmp_path / "~$terview.docx"
        path.write_bytes(b"\x05Anna")
        assert "is a lock file that Word leaves" in refused(path)


class TestForeignContents:
    @pytest.mark.parametrize(
        ("head", "what"),
        [
            (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "is a PDF file"),
            (b"\n\n%PDF-1.4\n1 0 obj <<>>", "is a PDF file"),
            (b"{\\rtf1\\ansi Jo: Hello}", "is a rich text file (RTF)"),
            (b"\x89PNG\r\n\x1a\n", "is a picture"),
            (b"\xff\xd8\xff\xe0", "is a picture"),
            (b"ID3\x04\x00", "is a sound or video recording"),
            (b"\x00\x00\x00\x20ftypM4A ", "is a sound or video recording"),
            (b"RIFF\x24\x00\x00\x00WAVEfmt ", "is a sound or video recording"),
            (b"SQLite format 3\x00", "open a project instead of importing it"),
            (b"\x1f\x8b\x08", "is a compressed archive"),
            (b"<!DOCTYPE html><html>", "is a web page"),
            (b'<?xml version="1.0"?>\n<html>', "is a web page"),
            (b'\xef\xbb\xbf<?xml version="1.0"?><tt/>', "is an XML file"),
            (OLE2 + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
            (OLE2 + "WordDocument".encode("utf-16-le"), "is in the old Word format (.doc)"),
            (OLE2 + "Workbook".encode("utf-16-le"), "is an old Excel workbook"),
            (OLE2, "is in an old Office format"),
        ],
    )
    @pytest.mark.parametrize("name", ["interview.docx", "interview.txt"])
    def test_what_a_misnamed_file_really_is(self, tmp_path: Path, name: str, head: bytes, what: str) -> None:
        path = tmp_path / name
        path.write_bytes(head + bytes(100))
        assert what in refused(path)

    @pytest.mark.parametrize("contents", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 50, b"\x01\x02text\x03" * 40])
    def test_binary_files_that_nobody_knows(self, tmp_path: Path, contents: bytes) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(contents)
        refused(path)


class TestMisnamedTexts:
    @pytest.mark.parametrize("name", ["a.docx", "a.vtt", "a.srt"])
    def test_text_with_another_ending(self, read: Read, name: str) -> None:
        parsed = read("Jo: Hello.\nPat: Hi.\nJo: So.\n", name)
        assert len(parsed.turns) == 3
        ending = name.removeprefix("a")
        assert parsed.warnings == (f"“{name}” is plain text in spite of its ending “{ending}”, and was read as such.",)

    @pytest.mark.parametrize("name", ["a.txt", "a.md", "a.docx", "a"])
    def test_captions_with_another_ending(self, read: Read, name: str) -> None:
        parsed = read("WEBVTT\n\n00:01.000 --> 00:03.000\n<v Jo>Hello</v>\n", name)
        assert parsed.layout == "Teams captions (VTT)"
        assert parsed.warnings[0].startswith(f"“{name}” is a caption file in spite of its ending")

    @pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
    def test_one_caption_format_named_as_the_other(self, read: Read, name: str) -> None:
        assert read("1\n00:00:01,000 --> 00:00:02,000\nHello\n", name).layout == "Captions without speakers (SRT)"
        assert read("WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", name).layout == "Captions without speakers (VTT)"

    def test_endings_in_capitals_are_no_surprise(self, read: Read) -> None:
        assert read("Jo: Hello.\nPat: Hi.\n", "A.TXT").warnings == ()
