"""Transcripts with a line of name and time before each turn, as Otter, Teams, Zoom and Word write them."""

from __future__ import annotations

import pytest

from tests.importers.conftest import Read
from tests.importers.looks import said, timed, voices

OTTER = """\
Interview with Dawn
Thu, Mar 12, 2026 10:01AM • 45:12

SUMMARY KEYWORDS
care, team, rota

SPEAKERS
Speaker 1, Dr Siobhán O'Neill-Smith, Unknown Speaker

Speaker 1  0:03
So, how did you get involved?

Dr Siobhán O'Neill-Smith  0:12
Well: it was my mum. She said this: "go on then".

And a second paragraph.

Unknown Speaker  0:50
(laughs)

Speaker 1  1:02:03
Right.

Transcribed by https://otter.ai
"""


class TestOtterText:
    def test_names_times_and_talk_are_told_apart(self, read: Read) -> None:
        parsed = read(OTTER)
        assert parsed.layout == "Otter text"
        assert timed(parsed) == [
            ("Speaker 1", 3.0, "So, how did you get involved?"),
            (
                "Dr Siobhán O'Neill-Smith",
                12.0,
                'Well: it was my mum. She said this: "go on then".\nAnd a second paragraph.',
            ),
            ("Unknown Speaker", 50.0, "(laughs)"),
            ("Speaker 1", 3723.0, "Right."),
        ]

    def test_the_header_is_left_out_and_named_and_its_first_line_is_the_title(self, read: Read) -> None:
        parsed = read(OTTER)
        assert parsed.title == "Interview with Dawn"
        assert "SUMMARY KEYWORDS" in " ".join(parsed.warnings)

    def test_the_footer_is_no_talk(self, read: Read) -> None:
        assert "otter.ai" not in " ".join(text for _, text in said(read(OTTER)))

    def test_a_file_with_one_unknown_speaker_and_the_footer(self, read: Read) -> None:
        parsed = read("Unknown Speaker  0:03\nIt began in spring.\n\nTranscribed by https://otter.ai")
        assert (parsed.layout, said(parsed)) == ("Otter text", [("Unknown Speaker", "It began in spring.")])

    def test_windows_line_ends_and_blanks_behind_the_time(self, read: Read) -> None:
        parsed = read("Anna Bell  0:03  \r\nHello.\r\n\r\nP1  0:09  \r\nHi.\r\n")
        assert timed(parsed) == [("Anna Bell", 3.0, "Hello."), ("P1", 9.0, "Hi.")]

    def test_a_time_within_the_talk_begins_no_turn(self, read: Read) -> None:
        parsed = read(
            "Speaker 1  0:00\nWhen?\n\nSpeaker 2  0:05\nI came at 10:30 for tea.\nThe meeting 12:30\n"
            "We stopped at (12:45)\nand went home.\n\nSpeaker 1  0:15\nGood.\n"
        )
        assert [text.count("\n") for _, text in said(parsed)] == [0, 3, 0]

    @pytest.mark.parametrize(
        "name",
        [
            "Jean-Luc D'Arcy",
            "Zoë",
            "王小明",
            "Ольга Петрова",
            "محمد علي",
            "Smith, Jane (Trust)",
            "dawn t",
            "Dr. Ó Súilleabháin",
            "P07",
        ],
    )
    def test_names_of_many_kinds(self, read: Read, name: str) -> None:
        parsed = read(f"Anna Bell  0:03\nHello.\n\n{name}  0:09\nHi: there.\n\nAnna Bell  0:15\nSo.\n")
        assert timed(parsed)[1] == (name, 9.0, "Hi: there.")

    def test_an_export_without_names_keeps_the_times(self, read: Read) -> None:
        parsed = read("0:03\nHello there.\n\n0:11\nAnd more.\n\n1:00:02\nThe end.\n")
        assert timed(parsed) == [(None, 3.0, "Hello there."), (None, 11.0, "And more."), (None, 3602.0, "The end.")]


class TestOthers:
    def test_the_text_that_zoom_saves(self, read: Read) -> None:
        parsed = read("[Jo Smith] 10:01:02\nHello.\n\n[Pat Lee] 10:01:10\nHi.\n\n[Jo Smith] 10:01:15\nSo.\n")
        assert timed(parsed)[:2] == [("Jo Smith", 36062.0, "Hello."), ("Pat Lee", 36070.0, "Hi.")]

    def test_a_paste_from_teams_with_the_time_in_words(self, read: Read) -> None:
        parsed = read(
            "Imogen Sharrow\n0 minutes 3 seconds0:03\nImogen Sharrow 0 minutes 3 seconds\nCan you hear me?\n"
            "Femi Adeyo\n1 minute 10 seconds1:10\nFemi Adeyo 1 minute 10 seconds\nYes, I can.\n"
        )
        assert parsed.layout.startswith("Teams transcript")
        assert timed(parsed) == [("Imogen Sharrow", 3.0, "Can you hear me?"), ("Femi Adeyo", 70.0, "Yes, I can.")]

    def test_time_and_name_above_the_text(self, read: Read) -> None:
        parsed = read("00:00:03 Speaker 1\nHello there.\n00:00:06 Speaker 2\nHi.\n00:01:06 Speaker 1\nBye.\n")
        assert timed(parsed) == [
            ("Speaker 1", 3.0, "Hello there."),
            ("Speaker 2", 6.0, "Hi."),
            ("Speaker 1", 66.0, "Bye."),
        ]

    def test_name_time_and_text_on_lines_of_their_own(self, read: Read) -> None:
        parsed = read("Jo Smith\n0:03\nHello there.\n\nPat Lee\n0:10\nHi.\n\nJo Smith\n0:15\nSo.\n")
        assert timed(parsed) == [
            ("Jo Smith", 3.0, "Hello there."),
            ("Pat Lee", 10.0, "Hi."),
            ("Jo Smith", 15.0, "So."),
        ]

    def test_name_time_and_text_on_one_line(self, read: Read) -> None:
        parsed = read("Jo  0:03  Hello there.\nPat  0:10  Hi: you.\nJo  0:15  So.\n")
        assert timed(parsed) == [("Jo", 3.0, "Hello there."), ("Pat", 10.0, "Hi: you."), ("Jo", 15.0, "So.")]

    def test_a_single_blank_before_the_time(self, read: Read) -> None:
        parsed = read("Anna Bell 0:03\nHello.\n\nP1 0:10\nHi, so yes.\n\nAnna Bell 0:20\nGood.\n")
        assert voices(parsed) == ["Anna Bell", "P1"]
        assert parsed.turns[1].time == 10.0


@pytest.mark.parametrize("form", ["[{}] {}: {}", "{} {}: {}", "({}) {}: {}", "[{}] {}:  {}"])
def test_an_answer_of_one_word_after_time_and_name_is_no_name(read: Read, form: str) -> None:
    turns = [
        ("SARA", 0, "How did you start?"),
        ("BEN", 5, "Goats"),
        ("SARA", 9, "and after that"),
        ("BEN", 12, "we sold honey in town"),
        ("SARA", 20, "where was it"),
        ("BEN", 25, "Kampala"),
        ("SARA", 29, "and who helped"),
        ("BEN", 33, "Auntie"),
    ]
    parsed = read("".join(form.format(f"00:00:{at:02}", who, said) + "\n" for who, at, said in turns))
    assert said(parsed) == [(who, text) for who, _, text in turns]
