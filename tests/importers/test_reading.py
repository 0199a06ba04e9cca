"""What holds for every file: nothing that is said gets lost, and the result can be frozen and coded at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.text import laid_out, normalised
from coder.domain.transcript import ParsedTranscript
from coder.errors import ImportFileError
from coder.importers import ENDINGS, read_transcript
from coder.importers.turns import tidy
from tests.importers import word_files as w
from tests.importers.looks import said, timed

WORDS = st.sampled_from(
    "so we went home, then “yes” said: café £5 – naïve… 😀 👩‍👩‍👧 e\u0301t שלום مرحبا 你好 10:30 (laughs) [pause] it’s "
    "O'Neill <3 a&b *no* x_y".split()
)
SENTENCE = st.lists(WORDS, min_size=3, max_size=12).map(lambda words: f"So {' '.join(words)} there.")
NAMES = ("Imogen Sharrow", "Dr O'Neill-Śmith", "P07")
CONVERSATION = st.lists(st.tuples(st.integers(0, 2), SENTENCE), min_size=4, max_size=12).map(
    lambda turns: [
        (NAMES[(number + step) % 3 if step else number % 3], talk) for number, (step, talk) in enumerate(turns)
    ]
)
TALKED = st.characters(
    exclude_categories=["Nd", "Nl", "No", "Cn", "Co", "Cs"],
    exclude_characters="\0",
    include_characters="\n\r\t\x0b\x0c\x1c\x85\u2028\u2029\ufeff:\"'",
)


def read(contents: str | bytes, name: str) -> ParsedTranscript:
    """Write a file and read it; for properties, which cannot have a folder of their own for each example."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(contents.encode("utf-8") if isinstance(contents, str) else contents)
        return read_transcript(path)


def merged(turns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join what one speaker says in a row, as captions are joined."""
    result: list[tuple[str, str]] = []
    for name, talk in turns:
        if result and result[-1][0] == name:
            result[-1] = (name, f"{result[-1][1]} {talk}")
        else:
            result.append((name, talk))
    return result


class TestConversationsComeBack:
    """The same conversation, written in each layout, is read as the same turns."""

    @given(CONVERSATION)
    def test_otter(self, turns: list[tuple[str, str]]) -> None:
        text = "\n\n".join(f"{name}  {at}:0{at % 6}\n{talk}" for at, (name, talk) in enumerate(turns))
        assert said(read(text, "a.txt")) == turns

    @given(CONVERSATION)
    def test_names_before_the_text(self, turns: list[tuple[str, str]]) -> None:
        assert said(read("\n".join(f"{name}: {talk}" for name, talk in turns), "a.txt")) == turns

    @given(CONVERSATION)
    def test_names_and_times_before_the_text(self, turns: list[tuple[str, str]]) -> None:
        lines = [f"[00:{at:02}:07] {name}: {talk}" for at, (name, talk) in enumerate(turns)]
        assert timed(read("\n\n".join(lines), "a.txt")) == [
            (name, 60.0 * at + 7, talk) for at, (name, talk) in enumerate(turns)
        ]

    @given(CONVERSATION)
    def test_word(self, turns: list[tuple[str, str]]) -> None:
        body = [w.paragraph(w.run(f"{name}: ", bold=True), w.run(talk)) for name, talk in turns]
        assert said(read(w.word_file(*body), "a.docx")) == turns

    @given(CONVERSATION)
    def test_teams_in_word(self, turns: list[tuple[str, str]]) -> None:
        body = [w.paragraph(f"{name}   {at}:07\n{talk}") for at, (name, talk) in enumerate(turns)]
        assert timed(read(w.word_file(*body), "a.docx")) == [
            (name, 60.0 * at + 7, talk) for at, (name, talk) in enumerate(turns)
        ]

    @given(CONVERSATION)
    def test_a_table(self, turns: list[tuple[str, str]]) -> None:
        assert said(read(w.word_file(w.table(*turns)), "a.docx")) == turns

    @given(CONVERSATION, st.booleans())
    def test_teams_captions(self, turns: list[tuple[str, str]], closed: bool) -> None:
        end = "</v>" if closed else ""
        cues = [
            f"00:{at:02}:07.000 --> 00:{at:02}:09.000\n<v {name}>{escape(talk)}{end}\n"
            for at, (name, talk) in enumerate(turns)
        ]
        assert said(read("\n".join(["WEBVTT\n", *cues]), "a.vtt")) == merged(turns)

    @given(CONVERSATION)
    def test_zoom_captions(self, turns: list[tuple[str, str]]) -> None:
        cues = [
            f"{at + 1}\n00:{at:02}:07.000 --> 00:{at:02}:09.000\n{name}: {talk}\n"
            for at, (name, talk) in enumerate(turns)
        ]
        assert said(read("\n".join(["WEBVTT\n", *cues]), "a.vtt")) == merged(turns)


class TestNothingIsLost:
    @given(st.text(TALKED), st.sampled_from(["a.txt", "a.docx", "a.vtt"]))
    def test_every_letter_of_any_text_is_in_the_turns_or_their_speakers(self, text: str, name: str) -> None:
        try:
            parsed = read(text, name)
        except ImportFileError:
            return
        assert _letters(_kept(parsed)) == _letters(normalised(text))

    @given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"])), max_size=8))
    def test_every_letter_of_any_word_file(self, paragraphs: list[str]) -> None:
        if not any(_letters(tidy(text)) for text in paragraphs):
            return
        parsed = read(w.word_file(*(w.paragraph(w.run(text)) for text in paragraphs)), "a.docx")
        assert _letters(_kept(parsed)) == _letters(normalised("".join(paragraphs)))

    @given(st.text(TALKED, min_size=1))
    def test_what_is_read_is_frozen_as_it_is(self, text: str) -> None:
        try:
            parsed = read(text, "a.txt")
        except ImportFileError:
            return
        for turn in parsed.turns:
            assert turn.text == turn.text.strip() == tidy(turn.text) == normalised(turn.text)
            assert turn.text
        whole, spans = laid_out(turn.text for turn in parsed.turns)
        assert [span.of(whole) for span in spans] == [turn.text for turn in parsed.turns]
        whole.encode("utf-8")

    @given(st.binary(max_size=300), st.sampled_from([*(f"a{ending}" for ending in ENDINGS), "a"]))
    def test_any_bytes_give_a_transcript_or_a_sentence(self, data: bytes, name: str) -> None:
        found: str | ParsedTranscript
        try:
            found = read(data, name)
        except ImportFileError as error:
            found = error.message
        assert found.startswith(f"“{name}”") if isinstance(found, str) else found.turns


class TestTime:
    """Time grows with the length of a file, whatever it holds; if it grew with the square, these would time out."""

    @pytest.mark.parametrize(
        ("name", "contents"),
        [
            ("a.md", "**a " * 100_000),
            ("a.md", "[a " * 100_000),
            ("a.md", f"# x{' ' * 300_000}y\n\nz"),
            ("a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'<v ' * 100_000}"),
            ("a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'<c.' * 100_000}"),
            ("a.srt", "".join(f"{at}\n00:00:01,000 --> 00:00:02,000\nHello\n" for at in range(10_000))),
            ("a.txt", "".join(f"Name{at}x: Hello there, you.\n" for at in range(15_000))),
            ("a.txt", "Jo Smith  0:01\nhi\n" * 15_000),
            ("a.txt", "a\t" * 150_000),
        ],
        ids=["bold", "links", "heading", "voices", "tags", "captions", "names", "headers", "tabs"],
    )
    def test_no_text_takes_for_ever(self, name: str, contents: str) -> None:
        assert read(contents, name).turns


class TestRealInputs:
    @pytest.mark.shared
    def test_answers_in_word(self, shared: Path) -> None:
        parsed = read_transcript(shared / "data/transcripts/survey_answers.docx")
        assert parsed.layout == "Paragraphs (Word)"
        assert len(parsed.turns) > 50
        assert "199 comments were left out." in parsed.warnings

    @pytest.mark.shared
    def test_short_answers_in_word(self, shared: Path) -> None:
        assert len(read_transcript(shared / "data/transcripts/evaluation_answers.docx").turns) == 11

    @pytest.mark.shared
    def test_interviews_as_pdf_are_refused_with_what_to_do(self, shared: Path) -> None:
        for path in (shared / "data/transcripts").glob("*.pdf"):
            with pytest.raises(ImportFileError, match="is a PDF file; PDF is not supported yet"):
                read_transcript(path)


def _kept(parsed: ParsedTranscript) -> str:
    """Return all that came of a file, what was left out and named with it last."""
    return "".join((turn.speaker or "") + turn.text for turn in parsed.turns) + "".join(parsed.left_out)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha()).casefold()
