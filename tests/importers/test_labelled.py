"""Transcripts whose turns begin with a label; a colon alone makes no speaker."""

from __future__ import annotations

import pytest

from tests.importers.conftest import Read
from tests.importers.looks import headings, said, timed, voices


class TestNameColonText:
    def test_each_name_begins_a_turn(self, read: Read) -> None:
        parsed = read("INTERVIEWER: So how was it?\nDAWN: It was good.\nINTERVIEWER: And then?\nDAWN: Home.\n")
        assert parsed.layout == "Names before the text (text)"
        assert said(parsed) == [
            ("INTERVIEWER", "So how was it?"),
            ("DAWN", "It was good."),
            ("INTERVIEWER", "And then?"),
            ("DAWN", "Home."),
        ]

    def test_lines_without_a_name_go_on_with_the_turn(self, read: Read) -> None:
        parsed = read("JO: One.\nTwo.\n\nThree.\n\nPAT: Four.\n\nJO: Five.\n")
        assert said(parsed)[0] == ("JO", "One.\nTwo.\nThree.")

    @pytest.mark.parametrize(
        "sentence",
        [
            "One thing: I liked the food.",
            "My mum said: never again.",
            "The truth is: we never asked.",
            "Note: she laughed here.",
            "So this is what I said: no.",
            "We met at 10:30, I think.",
            "See https://example.org/about: it is there.",
            "Because: money.",
        ],
    )
    def test_a_colon_in_a_sentence_makes_no_speaker(self, read: Read, sentence: str) -> None:
        parsed = read(f"JO: How was it?\nPAT: Good.\n{sentence}\nJO: Why?\nPAT: {sentence}\nJO: I see.\n")
        assert voices(parsed) == ["JO", "PAT"]
        assert said(parsed)[1] == ("PAT", f"Good.\n{sentence}")
        assert said(parsed)[3] == ("PAT", sentence)

    @pytest.mark.parametrize(
        ("asks", "answers"),
        [
            ("I", "R"),
            ("Q", "A"),
            ("Interviewer", "P1"),
            ("Speaker 1", "Speaker 2"),
            ("INT", "RESP"),
            ("Dr O'Neill", "Mary-Ann D'Souza"),
            ("Ms. Müller", "Łukasz"),
            ("Ольга", "Иван"),
            ("محمد", "علي"),
            ("interviewer", "participant"),
            ("FACILITATOR (Anna)", "P1 – Care worker"),
            ("Tobias, facilitator", "Dawn, care worker"),
            ("J.S.", "K.L."),
            ("[Jo]", "[Pat]"),
        ],
    )
    def test_labels_of_many_kinds(self, read: Read, asks: str, answers: str) -> None:
        lines = [f"{asks}: How was it?", f"{answers}: Good: really.", f"{asks}: Why?", f"{answers}: Because."]
        asked, answered = asks.strip("[]"), answers.strip("[]")
        for gap in ("\n", "\n\n"):
            assert said(read(gap.join(lines))) == [
                (asked, "How was it?"),
                (answered, "Good: really."),
                (asked, "Why?"),
                (answered, "Because."),
            ]

    def test_full_width_colons(self, read: Read) -> None:
        parsed = read("采访者：你好吗？\n受访者：我很好。\n采访者：为什么？\n受访者：因为天气。\n")
        assert said(parsed)[:2] == [("采访者", "你好吗？"), ("受访者", "我很好。")]

    def test_voices_that_speak_once_in_a_workshop(self, read: Read) -> None:
        parsed = read(
            "Facilitator: Welcome all.\n\nMrs. Jones: Thanks.\n\nMary-Ann O'Brien: Hello.\n\nFacilitator: So?\n\n"
            "Mrs. Jones: We tried.\n\nVoice from the back: What about us?\n\nSeveral voices: Yes!\n\n"
            "Facilitator: Right.\n"
        )
        assert voices(parsed) == [
            "Facilitator",
            "Mrs. Jones",
            "Mary-Ann O'Brien",
            "Voice from the back",
            "Several voices",
        ]

    def test_one_spelling_for_a_name_that_is_typed_in_several_ways(self, read: Read) -> None:
        parsed = read("Jo: One.\nPAT: Two.\nJO: Three.\nPat: Four.\nJo: Five.\nPat: Six.\n")
        assert voices(parsed) == ["Jo", "Pat"]

    def test_a_remark_behind_the_name_stays_with_the_text(self, read: Read) -> None:
        parsed = read("Jo: One.\nPat [laughs]: Two.\nJo: Three.\nPat: Four.\nPat: Five.\nJo: Six.\n")
        assert said(parsed)[1] == ("Pat", "[laughs] Two.")

    def test_facts_about_the_recording_are_no_speakers(self, read: Read) -> None:
        parsed = read(
            "Interview 5\nDate: 12 March 2026\nPlace: Library\nInterviewer: Jo Smith\nParticipant: P7\n\n"
            "JO: Hello.\nP7: Hi.\nJO: How are you?\nP7: Well.\n"
        )
        assert voices(parsed) == ["JO", "P7"]
        assert parsed.title == "Interview 5"
        assert said(parsed)[0][0] is None
        assert "Date: 12 March 2026" in said(parsed)[0][1]
        assert headings(parsed)[0] == "Interview 5"
        assert any("“Place: Library”" in warning for warning in parsed.warnings)

    def test_two_lines_are_enough_when_both_are_labelled(self, read: Read) -> None:
        assert said(read("Jane: Hello.\nBob: Hi.\n")) == [("Jane", "Hello."), ("Bob", "Hi.")]


class TestWithTimes:
    @pytest.mark.parametrize(
        "form",
        ["{name} ({time}): {text}", "{name} [{time}]: {text}", "[{time}] {name}: {text}", "({time}) {name}: {text}",
         "{time} {name}: {text}", "{name} {time}: {text}", "{name}: [{time}] {text}", "[{time}] {name}\t{text}"],
    )  # fmt: skip
    def test_the_time_may_stand_anywhere_near_the_name(self, read: Read, form: str) -> None:
        turns = [("JO", "00:12:03", "How?"), ("DR O'NEILL", "00:12:10", "It was good."), ("JO", "00:13:00", "And?"),
                 ("DR O'NEILL", "01:00:00", "One thing: tea.")]  # fmt: skip
        parsed = read("\n\n".join(form.format(name=name, time=time, text=text) for name, time, text in turns))
        assert timed(parsed) == [
            ("JO", 723.0, "How?"),
            ("DR O'NEILL", 730.0, "It was good."),
            ("JO", 780.0, "And?"),
            ("DR O'NEILL", 3600.0, "One thing: tea."),
        ]


class TestOtherForms:
    def test_names_set_off_by_a_tab(self, read: Read) -> None:
        parsed = read("Jo\tHow was it?\nPat\tGood: really.\nJo\tWhy?\nPat\tBecause.\n")
        assert said(parsed)[:2] == [("Jo", "How was it?"), ("Pat", "Good: really.")]

    def test_names_on_lines_of_their_own(self, read: Read) -> None:
        parsed = read(
            "Speaker 1\nHow are you?\n\nSpeaker 2\nFine, thanks.\nAnd you?\n\nSpeaker 1\nWell.\n\nSpeaker 2\nGood.\n"
        )
        assert said(parsed) == [
            ("Speaker 1", "How are you?"),
            ("Speaker 2", "Fine, thanks.\nAnd you?"),
            ("Speaker 1", "Well."),
            ("Speaker 2", "Good."),
        ]

    def test_lines_that_were_broken_by_column_are_joined(self, read: Read) -> None:
        long = (
            "JO: When you think back to the first week with the team, what do you remember\n"
            "most about the people whom you met there, and about the way in which they spoke\n"
            "to you and to each other while the work went on around all of you?\n\n"
            "PAT: It was the tea, I think, because they had put the kettle on before I came in\n"
            "and nobody had ever done that for me in any of the other places where I had been\n"
            "working, and I thought that this is how it should be everywhere, you know.\n\n"
            "JO: And then what did you do, once you knew that it was going to be like that in\n"
            "this place for as long as you wanted to stay with them, as you told me before?\n"
        )
        parsed = read(long)
        assert [text.count("\n") for _, text in said(parsed)] == [0, 0, 0]
        assert said(parsed)[1][1].startswith(
            "It was the tea, I think, because they had put the kettle on before I came in and"
        )


class TestPlainParagraphs:
    def test_each_paragraph_is_a_turn_without_a_speaker(self, read: Read) -> None:
        parsed = read("It began in spring.\n\nWhat I felt: joy.\nAnd then sorrow.\n\nThe thing is: we never asked.\n")
        assert parsed.layout == "Paragraphs (text)"
        assert said(parsed) == [
            (None, "It began in spring."),
            (None, "What I felt: joy.\nAnd then sorrow."),
            (None, "The thing is: we never asked."),
        ]

    def test_catchwords_are_no_speakers(self, read: Read) -> None:
        parsed = read("Reasons: there were three.\n\nFood: it was fine.\n\nMoney: not enough.\n\nTime: none.\n")
        assert voices(parsed) == []

    def test_times_before_each_paragraph(self, read: Read) -> None:
        parsed = read("[00:01] It began.\n\n[00:20] It went on.\n\n[01:00:00] It ended.\n")
        assert timed(parsed) == [(None, 1.0, "It began."), (None, 20.0, "It went on."), (None, 3600.0, "It ended.")]

    def test_lines_that_only_draw_a_rule_are_left_out(self, read: Read) -> None:
        assert said(read("One.\n\n-----\n\nTwo.\n* * *\nThree.")) == [(None, "One."), (None, "Two."), (None, "Three.")]
