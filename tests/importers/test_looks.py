"""What is no words, or says that it is something else, is refused by name; honest talk of any script comes in."""

from __future__ import annotations

import codecs
import io
import random
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from coder.errors import ImportFileError
from coder.importers import read_codings_table
from tests.importers.conftest import Read

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>Ana: Hello.</text></svg>'
HTML = "<html><body><p>Ana: Hello there.</p><p>Leo: Hello.</p></body></html>"
JSON = '{"turns": [{"speaker": "Ana", "text": "Hello."}]}'
TABLE = 'speaker,time,text\nAna,0:01,"Hello, all"\nLeo,0:05,Hello\n'


def sqlite_file(folder: Path) -> bytes:
    path = folder / "x.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a TEXT)")
    connection.commit()
    connection.close()
    return path.read_bytes()


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a.txt", "Ana: Hello.")
    return target.getvalue()


def picture() -> bytes:
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + zlib.compress(bytes(64))


GARBAGE = {
    "vtt behind a wrong mark": ("x.vtt", b"\xff\xfe\x00WEBVTT\x00\x01"),
    "text behind a mark of UTF-16": ("x.txt", codecs.BOM_UTF16_LE + b"Ana: How did you begin? Leo: With bees."),
    "text behind the other mark": ("x.txt", codecs.BOM_UTF16_BE + b"Ana: How did you begin? Leo: With bees."),
    "text behind a mark of UTF-32": ("x.txt", codecs.BOM_UTF32_LE + b"Ana: How did you begin? Leo: With."),
    "the other mark of UTF-32": ("x.srt", codecs.BOM_UTF32_BE + b"1234567812345678"),
    "no width": ("x.txt", "\u200b\u200b\u200d\ufeff\u2060".encode()),
    "no width in UTF-16": ("x.txt", "\u200b\u200b".encode("utf-16")),
    "signs only": ("x.txt", b"... --- *** !!! ???"),
    "three high bytes": ("x.txt", b"\x80\x81\x8d"),
    "a few high bytes": ("x.txt", b"\xe7\xfe\xb2\xf1"),
    "letters of any table": ("x.txt", b"\xc3\xc4\xc5"),
    "the highest byte": ("x.txt", b"\xff\xff\xff\xff"),
    "captions without width": ("x.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\u200b\u200b\n".encode()),
    "encoded bytes": ("x.txt", b"aGVsbG8gd29ybGQgdGhpcyBpcyBhIHRlc3Qgb2Ygc29tZXRoaW5nIGxvbmc="),
    "private signs": ("x.txt", ("\ue000\ue001\ue002" * 9 + "ab").encode()),
}
NAMED = {
    "HTML": [
        HTML, f"<!-- made by a tool -->\n{HTML}", f"\ufeff  <!DOCTYPE html>\n{HTML}",
        f"<!-- a --><!-- b -->\n<!doctype html>{HTML}",
        "<div><p>Ana: Hello.</p><p>Leo: Hello.</p></div>", f'<?xml version="1.0"?>\n<!-- x -->\n{HTML}',
    ],
    "SVG": [SVG, f'<?xml version="1.0"?>\n{SVG}', f"<!-- drawn -->\n{SVG}"],
    "XML": ['<?xml version="1.0"?>\n<talk><turn>Ana: Hello.</turn></talk>', "<talk>\n<turn>Hello.</turn>\n</talk>\n"],
    "JSON": [JSON, f"[{JSON},\n{JSON}]", f"{JSON}\n{JSON}\n", JSON[:-9], '["Hello", "there"]'],
    "CSV": [TABLE, TABLE.replace(",", ";"), "sep=;\na;b\nc;d\n", "transcript,code,quote\nbees,out,I began.\n"],
    "RTF": ["{\\rtf1\\ansi Ana: Hello.}", "\n{\\rtf1\\ansi Ana: Hello.}"],
    "PDF": ["%PDF-1.7\n1 0 obj\n", "\ufeff%PDF-1.4\nstream"],
    "PostScript": ["%!PS-Adobe-3.0\n/Helvetica findfont (Ana: Hello.) show\n", "\ufeff%!PS\n(Hello) show\n"],
}  # fmt: skip
HONEST = [
    "Yes.", "是的。", "はい。", "Да.", "نعم.", "हाँ।", "ใช่", "네.", "Ναι.", "כן.",
    "Ana: Yes.\nLeo: No.\n",
    "{laughs} Ana: Well, I did.\nLeo: {sighs} So did I.\n",
    "[laughs]\nAna: Well, I did.\nLeo: So did I.\n",
    "[1] Ana: Well, I did.\n[2] Leo: So did I.\n",
    "Ana: In HTML you write <html><body> and then <p>Hello</p>.\nLeo: And <br>, yes.\n",
    "<p> is what Ana wrote, and nobody knew why.\nLeo: <p> again.\n",
    "<Ana> How did you begin?\n<Leo> With two hives.\n<Ana> Oh?\n<Leo> Yes.\n",
    "%PDF is what it said on the screen.\nLeo: Yes.",
    "Ana: Well, yes, so\nLeo: No, no, never\nAna: Well, oh, fine\n",
    "Ana: We had 1,000 hives\nLeo: And then 2,500 more\nAna: So 3,500 in all\n",
    "Ana: JSON is {\"a\": 1}, I said.\nLeo: Yes.\n",
    "Ana: iPhone and YouTube and McDonald and LinkedIn, PayPal.\nLeo: OK.\n",
    "Olga: Да, конечно, мы begin so.\nLeo: Καλημέρα, she said, and we laughed about it for hours.\n",
    "Ana\tHow did you begin?\nLeo\tWith two hives.\nAna\tAnd now?\nLeo\tTwenty.\n",
    "陈：我们是怎么开始的？\n王：从两箱蜜蜂开始，后来卖蜂蜜。\n",
    "田中：どのように始めましたか。\n佐藤：二つの巣箱から。\n",
    "김: 어떻게 시작했어요?\n박: 벌통 두 개로요.\n",
    "أحمد: كيف بدأتم؟\nليلى: بخليتين من النحل.\n",
    "สมชาย: เริ่มอย่างไร\nมาลี: เริ่มจากรังผึ้งสองรัง\n",
    "राम: आपने कैसे शुरू किया?\nसीता: दो छत्तों से।\n",
]  # fmt: skip


@pytest.mark.parametrize("kind", GARBAGE)
def test_bytes_that_are_no_words(read: Read, kind: str) -> None:
    name, data = GARBAGE[kind]
    with pytest.raises(ImportFileError, match=f"“{name}”"):
        read(data, name)


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.vtt"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_says_what_it_is_is_named(read: Read, kind: str, name: str, codec: str) -> None:
    for text in NAMED[kind]:
        with pytest.raises(ImportFileError) as caught:
            read(text.removeprefix("\ufeff").encode(codec), name)
        said = caught.value.message
        assert kind.casefold() in said.casefold() or (kind == "HTML" and "web page" in said), (text, said)


def test_a_name_says_that_it_is_a_table(read: Read) -> None:
    with pytest.raises(ImportFileError, match="is a table"):
        read("id, speaker, text\n1, Ana, hello\n2, Leo, bye\n", "talk.csv")


def test_files_of_other_programs(read: Read, tmp_path: Path) -> None:
    for data, word in (
        (sqlite_file(tmp_path), "database"),
        (zipped(), "Word"),
        (picture(), "picture"),
        (b"\xef\xbb\xbf%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
        (b"\x04%!PS-Adobe-3.0\nHello there", "PostScript"),
        (b"\x7fELF\x02\x01\x01", "program"),
    ):
        with pytest.raises(ImportFileError, match=word):
            read(data, "x.txt")


@pytest.mark.parametrize("text", HONEST)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_honest_talk_comes_in(read: Read, text: str, codec: str) -> None:
    words = "".join(turn.text + (turn.speaker or "") for turn in read(text.encode(codec)).turns)
    assert any(sign in words for sign in text if sign.isalpha())


def test_random_bytes_are_never_a_transcript(read: Read) -> None:
    chance = random.Random(11)
    came_in = {True: 0, False: 0}
    for number in range(300):
        size = chance.choice([3, 8, 20, 60, 200, 1000])
        mark = chance.choice([b"", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8, codecs.BOM_UTF32_LE])
        low, high = chance.choice([(0, 255), (1, 255), (128, 255), (32, 255)])
        data = mark + bytes(chance.randint(low, high) for _ in range(size))
        try:
            read(data, f"{number}.txt")
        except ImportFileError:
            continue
        came_in[size >= 20] += 1
    assert came_in[True] <= 4
    assert came_in[False] <= 30  # of a few bytes some are a word by chance


def test_plain_text_behind_a_mark_of_utf_16_is_never_a_transcript(read: Read) -> None:
    chance = random.Random(12)
    words = "how did you begin with the bees and honey then we sold it twice yes no".split()
    for number in range(100):
        text = f"Ana: {' '.join(chance.choices(words, k=chance.randint(2, 60)))}."
        for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            with pytest.raises(ImportFileError):
                read(mark + text.encode(), f"{number}.txt")


@pytest.mark.parametrize("kind", [kind for kind in NAMED if kind != "CSV"])
def test_a_table_of_codings_is_no_such_thing_either(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "codings.csv"
    path.write_text(NAMED[kind][0], encoding="utf-8")
    with pytest.raises(ImportFileError, match=r"“codings\.csv” is "):
        read_codings_table(path)


@pytest.mark.parametrize("kind", GARBAGE)
def test_a_table_of_codings_needs_words(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "codings.csv"
    path.write_bytes(GARBAGE[kind][1])
    with pytest.raises(ImportFileError, match=r"“codings\.csv”"):
        read_codings_table(path)
