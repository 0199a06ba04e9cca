"""Caption files as Teams, Zoom and others write them."""

from __future__ import annotations

import pytest

from coder.errors import ImportFileError
from tests.importers.conftest import Read
from tests.importers.looks import said, timed, voices

TEAMS = """\
WEBVTT

0b2f7a1c-2f1e-4a77-9c55-1f0c8f1d2b3a/12-0
00:00:03.120 --> 00:00:05.900
<v Imogen Sharrow>Can you hear me?</v>

0b2f7a1c-2f1e-4a77-9c55-1f0c8f1d2b3a/12-1
00:00:05.900 --> 00:00:07.000
<v Imogen Sharrow>Good &amp; well.</v>

0b2f7a1c-2f1e-4a77-9c55-1f0c8f1d2b3a/13-0
00:00:08.000 --> 00:00:09.000
<v Femi Adeyo-Marsh>Yes &lt;ok&gt;&nbsp;fine.
Second line.</v>

0b2f7a1c-2f1e-4a77-9c55-1f0c8f1d2b3a/14-0
01:00:08.000 --> 01:00:09.000
<v Imogen Sharrow>So: shall we?</v>
"""
ZOOM = """\
WEBVTT

1
00:00:01.000 --> 00:00:03.000
Jo Smith: Hello there.

2
00:00:03.500 --> 00:00:05.000
Jo Smith: So: how are you?

3
00:00:06.000 --> 00:00:08.000
Pat Lee: Fine. One thing: tea.

4
00:00:08.000 --> 00:00:09.000
and more.
"""
CUT = "The file ends in the middle of a caption, so it may be cut off; check its end."


def cue(number: int, *lines: str) -> str:
    """Write a cue that begins at so many seconds."""
    return "\n".join([f"00:00:{number:02}.000 --> 00:00:{number:02}.900", *lines]) + "\n\n"


class TestTeams:
    def test_consecutive_cues_of_a_speaker_become_one_turn_with_the_first_time(self, read: Read) -> None:
        parsed = read(TEAMS, "meeting.vtt")
        assert parsed.layout == "Teams captions (VTT)"
        assert timed(parsed) == [
            ("Imogen Sharrow", 3.12, "Can you hear me? Good & well."),
            ("Femi Adeyo-Marsh", 8.0, "Yes <ok> fine. Second line."),
            ("Imogen Sharrow", 3608.0, "So: shall we?"),
        ]
        assert parsed.warnings == ()

    def test_voice_tags_may_stay_open_and_hours_away(self, read: Read) -> None:
        parsed = read(
            "\ufeffWEBVTT - made by Teams\r\nKind: captions\r\n\r\n00:03.120 --> 00:05.900 align:start\r\n"
            "<v O'Neill, Dr Siobhán (NHS)>Can <i>you</i> hear <c.yellow>me</c>?\r\n\r\n"
            "00:06.000 --> 00:07.000\r\n<v.loud Bob>Yes\r\n",
            "meeting.vtt",
        )
        assert timed(parsed) == [("O'Neill, Dr Siobhán (NHS)", 3.12, "Can you hear me?"), ("Bob", 6.0, "Yes")]

    def test_several_voices_in_one_cue(self, read: Read) -> None:
        parsed = read("WEBVTT\n\n" + cue(1, "<v Jo>Hello</v>", "<v Pat>Hi</v>") + cue(4, "<v Jo>So"), "a.vtt")
        assert timed(parsed) == [("Jo", 1.0, "Hello"), ("Pat", 1.0, "Hi"), ("Jo", 4.0, "So")]

    def test_a_cue_without_a_voice_is_nobodys(self, read: Read) -> None:
        parsed = read("WEBVTT\n\n" + cue(1, "<v Jo>Hello") + cue(3, "[music]") + cue(5, "<v Jo>So"), "a.vtt")
        assert said(parsed) == [("Jo", "Hello"), (None, "[music]"), ("Jo", "So")]

    def test_signs_that_are_no_tags_stay(self, read: Read) -> None:
        parsed = read("WEBVTT\n\n" + cue(1, "<v Jo>if a < b and c > d then <laughs>"), "a.vtt")
        assert said(parsed) == [("Jo", "if a < b and c > d then <laughs>")]

    def test_numbers_that_are_said_are_no_cue_numbers(self, read: Read) -> None:
        parsed = read("WEBVTT\n\n1\n" + cue(1, "<v Jo>", "42", "</v>") + "2\n" + cue(4, "<v Pat>7</v>"), "a.vtt")
        assert said(parsed) == [("Jo", "42"), ("Pat", "7")]


class TestZoom:
    def test_names_before_the_text_and_cues_without_a_name(self, read: Read) -> None:
        parsed = read(ZOOM, "zoom.vtt")
        assert parsed.layout == "Zoom captions (VTT)"
        assert timed(parsed) == [
            ("Jo Smith", 1.0, "Hello there. So: how are you?"),
            ("Pat Lee", 6.0, "Fine. One thing: tea. and more."),
        ]

    def test_two_names_in_one_cue(self, read: Read) -> None:
        parsed = read(
            "WEBVTT\n\n" + cue(1, "Jo Smith: Hello.", "Pat Lee: Hi.") + cue(4, "Jo Smith: Bye,", "all of you."), "a.vtt"
        )
        assert said(parsed) == [("Jo Smith", "Hello."), ("Pat Lee", "Hi."), ("Jo Smith", "Bye, all of you.")]


class TestOthers:
    def test_srt_with_names(self, read: Read) -> None:
        parsed = read(
            "1\n00:00:01,000 --> 00:00:03,000\nJo: Hello\n\n"
            "2\n00:00:04,000 --> 00:00:05,500\nPat: <i>Hi</i> {\\an8}you\n\n"
            "3\n00:00:06,000 --> 00:00:07,000\nJo: So\n",
            "film.srt",
        )
        assert parsed.layout == "Captions with names (SRT)"
        assert timed(parsed) == [("Jo", 1.0, "Hello"), ("Pat", 4.0, "Hi you"), ("Jo", 6.0, "So")]

    def test_srt_without_blank_lines(self, read: Read) -> None:
        parsed = read(
            "1\n00:00:01,000 --> 00:00:03,000\nHello\n2\n00:00:03,000 --> 00:00:05,500\nyou\n3\n"
            "00:00:16,000 --> 00:00:17,000\nEnd",
            "film.srt",
        )
        assert parsed.layout == "Captions without speakers (SRT)"
        assert timed(parsed) == [(None, 1.0, "Hello you"), (None, 16.0, "End")]

    def test_long_talk_without_names_is_broken_at_full_stops(self, read: Read) -> None:
        cues = "".join(cue(number, "ten words of talk that go on and on here.") for number in range(40))
        turns = read("WEBVTT\n\n" + cues, "a.vtt").turns
        assert 3 < len(turns) < 10
        assert all(turn.text.endswith("here.") for turn in turns)

    def test_notes_styles_and_regions_are_no_talk_and_notes_are_named(self, read: Read) -> None:
        parsed = read(
            "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\nNOTE duration:10\n\n"
            + cue(1, "<v Jo>Hello", "NOTE this is said")
            + "NOTE\nbut this\nis not\n\n"
            + cue(4, "<v Jo>Bye"),
            "a.vtt",
        )
        assert said(parsed) == [("Jo", "Hello NOTE this is said Bye")]
        assert parsed.warnings == ("2 notes were left out; notes in a caption file are not talk.",)


class TestDamaged:
    @pytest.mark.parametrize("contents", ["WEBVTT", "WEBVTT\n\n", "WEBVTT\n\nNOTE nothing\n", "WEBVTT\n\n" + cue(1)])
    def test_a_file_without_captions_is_refused(self, read: Read, contents: str) -> None:
        with pytest.raises(ImportFileError, match=r"“a\.vtt” holds no captions; it may be cut off"):
            read(contents, "a.vtt")

    @pytest.mark.parametrize("end", range(1, 63))
    def test_a_cut_anywhere_loses_no_whole_cue_and_shows_no_debris(self, read: Read, end: int) -> None:
        head = "WEBVTT\n\n" + cue(1, "<v Jo Smith>Hello there.</v>") + cue(4, "<v Jo Smith>Me again.</v>")
        last = "00:00:07.000 --> 00:00:07.900\n<v Pat Lee>The last one.</v>"
        parsed = read(head + last[: min(end, len(last))], "a.vtt")
        assert said(parsed)[0][1].startswith("Hello there. Me again.")
        shown = " ".join(text for _, text in said(parsed))
        assert "<" not in shown
        assert "-->" not in shown
        assert set(voices(parsed)) <= {"Jo Smith", "Pat Lee"}
        if 12 <= end < len(last):
            assert parsed.warnings == (CUT,)

    def test_times_that_cannot_be_read_lose_no_text(self, read: Read) -> None:
        parsed = read("WEBVTT\n\n00:01 - 00:03\nLost?\n\n" + cue(4, "Kept.") + "00:00:08.000 -->\nFourth.\n", "a.vtt")
        assert "Lost? Kept. Fourth." in said(parsed)[0][1]
        assert parsed.warnings == ("2 captions have times that cannot be read; the text was kept.",)

    def test_text_that_a_blank_line_cuts_off_stays_with_its_cue(self, read: Read) -> None:
        parsed = read("WEBVTT\n\n" + cue(1, "<v Jo>One", "", "two") + cue(4, "<v Jo>three"), "a.vtt")
        assert said(parsed) == [("Jo", "One two three")]
