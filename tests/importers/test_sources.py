"""Where a transcript's text stood in its file: for every layout, whatever is taken out and put right."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.source_map import SourcePlaces, source_map
from coder.domain.text import laid_out
from coder.domain.transcript import ParsedTranscript, SourceMap
from coder.errors import ImportFileError
from coder.importers import read_transcript
from tests.importers.word_files import paragraph, table, word_file

Talk = Sequence[tuple[str, str]]
WORDS = "we sold honey twice then the bees café “left” Sara Ben yes yes. no? 12 it’s naïve\u00a0so ok, P1".split(" ")
TALK = st.lists(
    st.tuples(st.sampled_from(["Sara", "Ben"]), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)),
    min_size=4,
    max_size=9,
).map(lambda said: [(("Sara", "Ben")[number % 2], words) for number, (_, words) in enumerate(said)])


def otter(talk: Talk) -> str:
    return "Summary keywords\nbees, honey\n\n" + "\n".join(
        f"{who}  0:{at:02}\n{said}\n" for at, (who, said) in enumerate(talk)
    )


def labelled(talk: Talk) -> str:
    return "\n\n".join(f"{who}: {said}" for who, said in talk)


def with_times(talk: Talk) -> str:
    return "\n".join(f"[00:00:{at:02}] {who.upper()}: {said}" for at, (who, said) in enumerate(talk))


def tabbed(talk: Talk) -> str:
    return "\n".join(f"{who}\t{said}" for who, said in talk)


def markdown(talk: Talk) -> str:
    return "# An interview\n\n" + "\n\n".join(f"**{who}:** {said.replace('honey', '*honey*')}" for who, said in talk)


def voices(talk: Talk) -> str:
    cues = (
        f"00:00:{at:02}.000 --> 00:00:{at:02}.900\n<v {who}>{said.replace('&', '&amp;')}</v>\n"
        for at, (who, said) in enumerate(talk)
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def subtitles(talk: Talk) -> str:
    return "\n".join(
        f"{at}\n00:00:{at:02},000 --> 00:00:{at:02},900\n{who}: {said}\n" for at, (who, said) in enumerate(talk, 1)
    )


def paragraphs(talk: Talk) -> str:
    return "\n\n".join(said for _, said in talk)


LAYOUTS: dict[str, tuple[str, Callable[[Talk], str]]] = {
    "otter": ("a.txt", otter),
    "labelled": ("a.txt", labelled),
    "times": ("a.txt", with_times),
    "tabs": ("a.txt", tabbed),
    "markdown": ("a.md", markdown),
    "voices": ("a.vtt", voices),
    "subtitles": ("a.srt", subtitles),
    "paragraphs": ("a.txt", paragraphs),
}


def mapped(parsed: ParsedTranscript) -> tuple[str, SourceMap]:
    """Return the text that the file gives and its map."""
    text, _ = laid_out(turn.text for turn in parsed.turns)
    return text, source_map("t", turns=[(turn.speaker, turn.text) for turn in parsed.turns], source=parsed.source)


def check_pieces(text: str, source: str, found: SourceMap) -> None:
    """Each piece holds the same characters on both sides, blanks aside; both sides rise; all words have a place."""
    numbers = found.pieces
    pieces = [each for each in zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True) if each[2]]
    placed = [False] * len(text)
    for ours, theirs, length in pieces:
        for one, other in zip(text[ours : ours + length], source[theirs : theirs + length], strict=True):
            assert one == other or (one.isspace() and other.isspace())
        placed[ours : ours + length] = [True] * length
    for (ours, theirs, length), (next_ours, next_theirs, _) in itertools.pairwise(pieces):
        assert ours + length <= next_ours
        assert theirs + length <= next_theirs
    assert all(known for known, sign in zip(placed, text, strict=True) if sign.isalnum())
    assert found.source_length == len(source)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(talk=TALK, line_end=st.sampled_from(["\n", "\r\n"]), mark=st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_every_word_of_every_layout_has_its_place(
    tmp_path: Path, layout: str, talk: list[tuple[str, str]], line_end: str, mark: bytes
) -> None:
    name, written = LAYOUTS[layout]
    source = written(talk).replace("\n", line_end)
    (tmp_path / name).write_bytes(mark + source.encode("utf-8"))
    try:
        parsed = read_transcript(tmp_path / name)
    except ImportFileError:
        return  # some random words are no transcript
    assert parsed.source == source
    text, found = mapped(parsed)
    check_pieces(text, source, found)
    places = SourcePlaces(found)
    assert places.double_line_ends == ("\r\n" in source)
    names = {item.label.casefold() for item in parsed.speakers()}
    if layout == "markdown" or names != (set() if layout == "paragraphs" else {"sara", "ben"}):
        return
    at = 0
    for who, said in talk:
        label = who.upper() if layout == "times" else who
        at = source.index(label, at) + len(label) if layout != "paragraphs" else at
        at = source.index(said, at)
        span = places.in_text(at, at + len(said))
        assert span is not None
        assert " ".join(span.of(text).split()) == " ".join(said.split())
        as_one = at - source[:at].count("\r\n")
        assert places.in_text(as_one, as_one + len(said), line_ends_as_one=True) == span
        at += len(said)


def test_a_word_document_is_its_paragraphs_with_one_newline_each(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        word_file(paragraph("An interview", style="Title"), paragraph("Sara: How?"), paragraph("Ben: Bees."))
    )
    parsed = read_transcript(path)
    assert parsed.source == "An interview\nSara: How?\nBen: Bees."
    text, found = mapped(parsed)
    span = SourcePlaces(found).in_text(29, 34)
    assert span is not None
    assert span.of(text) == "Bees."


def test_a_table_of_speakers_in_word(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        word_file(
            table(
                ("Speaker", "What was said"),
                *[("Sara", "How did you begin?"), ("Ben", "With two hives, in the garden.")] * 2,
            )
        )
    )
    parsed = read_transcript(path)
    text, found = mapped(parsed)
    check_pieces(text, parsed.source, found)
    start = parsed.source.rindex("With two")
    span = SourcePlaces(found).in_text(start, start + 14)
    assert span is not None
    assert (span.start, span.of(text)) == (text.rindex("With two"), "With two hives")


def test_what_an_import_leaves_out_within_words_is_looked_past(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Sara: How did it be\ufeffgin?\u2028Then?\r\nBen: With two hi\x00ves.\r\n".encode())
    parsed = read_transcript(path)
    text, found = mapped(parsed)
    check_pieces(text, parsed.source, found)
    start = parsed.source.index("hi\x00ves")
    span = SourcePlaces(found).in_text(start, start + 6)
    assert span is not None
    assert span.of(text) == "hives"


def test_what_stands_only_in_the_file_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(otter([("Sara", "How did you start?"), ("Ben", "With bees."), ("Sara", "Oh?"), ("Ben", "Yes.")]))
    parsed = read_transcript(path)
    text, found = mapped(parsed)
    places = SourcePlaces(found)
    start = parsed.source.index("Sara  0:00")
    assert places.in_text(start, start + 4) is None
    assert places.in_text(5000, 5010) is None
    both = places.in_text(start, parsed.source.index(" did you"))
    assert both is not None
    assert both.of(text) == "How"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text("ab \n.Ä", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=8),
    st.text("ab \r\n.Ä:", max_size=80),
)
def test_any_two_texts_give_a_map_that_is_true(said: list[str], source: str) -> None:
    text, _ = laid_out(said)
    found = source_map("t", turns=[("a", each) for each in said], source=source)
    numbers = found.pieces
    for ours, theirs, length in zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True):
        for one, other in zip(text[ours : ours + length], source[theirs : theirs + length], strict=True):
            assert one == other or (one.isspace() and other.isspace())
