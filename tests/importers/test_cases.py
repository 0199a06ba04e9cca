"""Inputs that once came in wrong: the shared ones with what is right, and of each kind some with other words."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.text import one_line
from coder.domain.transcript import SpeakerRole
from coder.services.transcripts.importing import look_at, proposed
from tests.importers.conftest import Read
from tests.importers.looks import headings, talk, timed, voices

ANSWERS = [("Sara", "How was it?"), ("Juma", "We sold more."), ("Sara", "Why?"), ("Juma", "The road.")]


@pytest.mark.shared
def test_each_shared_case_comes_in_as_it_should(shared: Path) -> None:
    folder = shared / "cases/import"
    if not folder.is_dir():
        pytest.skip("The shared cases are not on this machine.")
    for name, right in json.loads((folder / "expected.json").read_text(encoding="utf-8")).items():
        if not name.startswith("_"):
            plan = look_at(folder / name)
            said = [turn for turn in plan.parsed.turns if not turn.heading]
            text = "\n".join(turn.text for turn in plan.parsed.turns)
            assert len(said) == right.get("turns", len(said)), name
            assert plan.date == right.get("date", plan.date), name
            assert plan.place == right.get("place", plan.place), name
            for words in right.get("absent", ()):
                assert words not in text, name
            for words in right.get("once", ()):
                assert text.count(words) == 1, name
            for words in right.get("kept_in_notice", ()):
                assert words in "\n".join(plan.warnings), name
            if "speakers" in right and "with" not in right and not name.startswith("role"):
                roles = {item.label: "interviewer" if item.role.asks else item.role.value for item in plan.speakers}
                assert roles == right["speakers"], name


class TestNumbersAndLetters:
    @pytest.mark.parametrize("sign", ["{}: ", "{}) ", "{}. ", "({}) ", "[{}] ", "{} - "])
    @pytest.mark.parametrize("names", ["123", "abc"])
    def test_they_answer_whoever_asks(self, read: Read, sign: str, names: str) -> None:
        one, two, three = (sign.format(name) for name in names)
        parsed = read(
            f"Moderator: How was tea?\n\n{one}Good here.\n\n{two}Bad there.\n\n{three}So so.\n\nModerator: Why?\n\n"
            f"{two}The price.\n\n{one}The milk.\n"
        )
        assert [speaker for speaker, _ in talk(parsed)] == ["Moderator", *names, "Moderator", names[1], names[0]]
        assert talk(parsed)[-1] == (names[0], "The milk.")

    @pytest.mark.parametrize(
        ("asks", "colon", "names"),
        [
            ("主持人", "：", "123"),
            ("司会", "：", "１２３"),
            ("Moderator", ":", "123"),
            ("Moderatorin", ":", ["P1", "P2", "P3"]),
            ("Sara", ":", ["Ada", "Ben", "Cleo"]),
            ("Moderator", "\t", "123"),
        ],
    )
    def test_no_blank_follows_the_sign_and_some_speak_once(
        self, read: Read, asks: str, colon: str, names: Sequence[str]
    ) -> None:
        who = [asks, names[0], names[1], names[0], asks, names[2]]
        words = ["How was it?", "Rice sold.", "Goats died.", "Honey too.", "Why?", "Rain came."]
        parsed = read("".join(f"{name}{colon}{said}\n" for name, said in zip(who, words, strict=True)))
        assert talk(parsed) == list(zip(who, words, strict=True))

    def test_those_who_speak_once_are_nobody_else(self, read: Read) -> None:
        parsed = read("Moderadora: ¿Cómo?\n\n1: Bien.\n\n2: Mal.\n\nModeradora: ¿Y?\n\n3: Lluvia.\n\n4: Sol.\n")
        assert voices(parsed) == ["Moderadora", "1", "2", "3", "4"]

    def test_a_list_within_a_turn_stays_there(self, read: Read) -> None:
        parsed = read("JO: Why?\nPAT: Three things.\n1: money\n2: time\n3: love\nJO: And?\nPAT: That is it.\n")
        assert voices(parsed) == ["JO", "PAT"]

    def test_names_that_hold_a_colon(self, read: Read) -> None:
        parsed = read("Moderator: How?\nFGD: P1: Good.\nFGD: P2: Bad.\nModerator: Why?\nFGD: P1: Milk.\n")
        assert voices(parsed) == ["Moderator", "FGD: P1", "FGD: P2"]


class TestSigns:
    @pytest.mark.parametrize(
        "form",
        ["[{}] {}", "<{}> {}", "#{}: {}", "@{}: {}", "{} - {}", "{} – {}", "{} — {}", "{}— {}", "{} | {}", "{}    {}"],
    )
    @pytest.mark.parametrize("gap", ["\n", "\n\n"])
    def test_names_set_off_by_another_sign(self, read: Read, form: str, gap: str) -> None:
        assert talk(read(gap.join(form.format(name, text) for name, text in ANSWERS))) == ANSWERS

    @pytest.mark.parametrize(("asks", "answers"), [("Q", "A"), ("F", "A"), ("P", "R"), ("D", "R"), ("V", "A")])
    def test_letters_before_a_full_stop(self, read: Read, asks: str, answers: str) -> None:
        parsed = read(f"{asks}. How was it?\n\n{answers}. Good.\n\n{asks}. Why?\n\n{answers}. The road.\n")
        assert voices(parsed) == [asks, answers]

    @pytest.mark.parametrize("text", ["A. first\n\nB. second\n\nC. third\n", "We tried - it failed.\n\nThen - rain.\n"])
    def test_lists_and_dashes_make_no_speakers(self, read: Read, text: str) -> None:
        assert voices(read(text)) == []

    @pytest.mark.parametrize("form", ["{}  {}", "{:03} {}", "{}: {}", "{}\t{}", "[{}] {}"])
    def test_numbered_lines_are_joined(self, read: Read, form: str) -> None:
        lines = ["Sara: How was it", "in the year?", "Juma: We sold", "more maize.", "Sara: Why?", "Juma: The road."]
        parsed = read("\n".join(form.format(n, line) for n, line in enumerate(lines, start=1)))
        assert talk(parsed)[:2] == [("Sara", "How was it in the year?"), ("Juma", "We sold more maize.")]

    def test_numbers_of_a_list_without_speakers_stay(self, read: Read) -> None:
        assert "1. Buy seed." in read("1. Buy seed.\n2. Dig.\n3. Plant.\n").turns[0].text


class TestTools:
    def test_f4_marks_at_the_beginning_of_turns(self, read: Read) -> None:
        parsed = read("#00:00:01-0# I: Wie?\n\n#00:00:05-8# B: Gut.\n\n#00:01:09-1# I: Warum?\n")
        assert timed(parsed) == [("I", 1.0, "Wie?"), ("B", 5.8, "Gut."), ("I", 69.1, "Warum?")]

    def test_segments_with_names(self, read: Read) -> None:
        parsed = read("[0:00:00.000 --> 0:00:02.000] SPEAKER_00: How?\n"
                      "[0:00:02.000 --> 0:00:04.000] SPEAKER_01: Good.\n"
                      "[0:00:04.000 --> 0:00:05.000] SPEAKER_01: Very.\n")  # fmt: skip
        assert timed(parsed) == [("SPEAKER_00", 0.0, "How?"), ("SPEAKER_01", 2.0, "Good. Very.")]

    def test_elan_writes_one_speaker_after_the_other(self, read: Read) -> None:
        parsed = read(
            "Sara\t\t00:00:00.000\t00:00:05.200\tHow was it?\nSara\t\t00:00:09.000\t00:00:10.000\tWhy?\n"
            "Juma\t\t00:00:05.200\t00:00:09.000\tWe sold more.\n"
        )
        assert talk(parsed) == ANSWERS[:3]
        assert any("order of time" in warning for warning in parsed.warnings)

    def test_columns_are_told_by_their_heads(self, read: Read) -> None:
        parsed = read("Sprecher\tZeit\tInhalt\tNotiz\nSara\t0:01\tHow was it?\t\nJuma\t0:05\tWe sold more.\tlaut\n")
        assert timed(parsed) == [("Sara", 1.0, "How was it?"), ("Juma", 5.0, "We sold more.")]
        assert "laut" in parsed.left_out

    def test_a_chat_has_no_interviewer(self, read: Read) -> None:
        plan = proposed(
            read("9:00:01 Von Ada an Alle:\n\tWarum?\n9:00:09 Von Ben Oak an Ada(Direktnachricht) : Darum\n")
        )
        assert {item.role for item in plan.speakers} == {SpeakerRole.PARTICIPANT}
        assert plan.parsed.left_out == ("to Alle", "to Ada(Direktnachricht)")

    def test_captions_that_say_the_same_twice_do_not_roll(self, read: Read) -> None:
        cues = "".join(f"00:0{n}.000 --> 00:0{n}.900\nYes.\n\n" for n in range(1, 5))
        assert read(f"WEBVTT\n\n{cues}", "a.vtt").turns[0].text == "Yes. Yes. Yes. Yes."

    def test_captions_that_roll_by_two_lines(self, read: Read) -> None:
        lines = ["we went", "to the market", "and sold", "more rice"]
        cues = "".join(
            f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{one}\n{two}\n\n"
            for n, (one, two) in enumerate(itertools.pairwise(lines), start=1)
        )
        assert [turn.text for turn in read(cues, "a.srt").turns] == [" ".join(lines)]

    def test_names_above_the_times(self, read: Read) -> None:
        parsed = read(
            "WEBVTT\n\nSara\n00:01.000 --> 00:02.000\nHow?\n\nJuma\n00:03.000 --> 00:04.000\nWell.\n", "a.vtt"
        )
        assert timed(parsed) == [("Sara", 1.0, "How?"), ("Juma", 3.0, "Well.")]

    def test_numbered_cues_are_nobody(self, read: Read) -> None:
        parsed = read(
            "WEBVTT\n\ncue 1\n00:01.000 --> 00:02.000\nHow?\n\ncue 2\n00:03.000 --> 00:04.000\nWell.\n", "a.vtt"
        )
        assert voices(parsed) == []
        assert parsed.left_out == ("cue 1", "cue 2")


class TestHeads:
    @pytest.mark.parametrize(
        ("head", "date", "place"),
        [
            ("Datum: 12. März 2024\nOrt: Köln", "2024-03-12", "Köln"),
            ("Fecha de la entrevista: 3 de mayo de 2023\nLugar: Cali", "2023-05-03", "Cali"),
            ("Date : 1er avril 2023\nLieu : Lyon", "2023-04-01", "Lyon"),
            ("Data: 2 lug 2023\nLuogo: Bari", "2023-07-02", "Bari"),
            ("Data: 3 de março de 2023\nLocal: Recife", "2023-03-03", "Recife"),
            ("Datum: 3 mei 2023\nPlaats: Gent", "2023-05-03", "Gent"),
            ("Date: Tuesday, March 12th, 2024\nVenue: Hall 2", "2024-03-12", "Hall 2"),
            ("Date: 25/03/2024; Location: Leeds", "2024-03-25", "Leeds"),
            ("Datum: 12.03.24\nInterviewort: Bonn", "2024-03-12", "Bonn"),
            ("Date: 2024-03-12\nPlace: Leeds", "2024-03-12", "Leeds"),
        ],
    )
    def test_date_and_place_in_seven_languages(self, read: Read, head: str, date: str, place: str) -> None:
        parsed = read(f"{head}\nInterviewer: Anna\n\nI: How was it?\n\nB: Good.\n\nI: Why?\n\nB: Wind.\n")
        assert (parsed.date, parsed.place) == (date, place)
        assert voices(parsed) == ["I", "B"]
        assert headings(parsed) == [*head.split("\n"), "Interviewer: Anna"]
        assert "“Interviewer: Anna”" in " ".join(parsed.warnings)

    def test_a_date_that_can_be_read_in_two_ways_is_told_and_not_taken(self, read: Read) -> None:
        parsed = read("Date: 03/04/2024\n\nJo: How?\nPat: Well.\nJo: Why?\nPat: Tea.\n")
        assert parsed.date == ""
        assert any("3 April 2024 or 4 March 2024" in warning for warning in parsed.warnings)

    def test_who_is_present_later_on_is_a_heading_and_ends_no_talk(self, read: Read) -> None:
        parsed = read("Jo: How?\n\nPat: Well.\n\nPresent: Jo, Pat, Rosa (care owner)\n\nJo: Why?\n\nRosa: Tea.\n")
        assert talk(parsed) == [("Jo", "How?"), ("Pat", "Well."), ("Jo", "Why?"), ("Rosa", "Tea.")]
        assert headings(parsed) == ["Present: Jo, Pat, Rosa (care owner)"]

    @pytest.mark.parametrize(
        "notes",
        [
            "Location: Nairobi\nSummary: The group met.\nKey findings: Water is far.\nNext steps: Call again.\n",
            "Ort: Kisumu\nZusammenfassung: Die Gruppe kam.\nNächste Schritte: Anrufen.\nBeobachtungen: Staub.\n",
            "Lugar: Cali\nResumen: Llegaron.\nPróximos pasos: Llamar.\nObservaciones: Polvo.\n",
            "Lieu : Lyon\nRésumé : Ils sont venus.\nProchaines étapes : Appeler.\n",
        ],
    )
    def test_headings_in_notes_are_nobody(self, read: Read, notes: str) -> None:
        assert voices(read(notes)) == []

    def test_a_section_on_its_own_line_is_a_heading(self, read: Read) -> None:
        assert headings(read("The well.\n\nNext steps:\nRepair it.\n")) == ["Next steps:"]


class TestWhoAsks:
    @pytest.mark.parametrize("mark", ["?", "？", "؟", "՞"])
    def test_question_marks_of_other_scripts(self, read: Read, mark: str) -> None:
        plan = proposed(read(f"Ana: Ինչպես{mark}\nBen: We sold more rice.\nAna: Ինչու{mark}\nBen: The road.\n"))
        assert [item.role for item in plan.speakers] == [SpeakerRole.INTERVIEWER, SpeakerRole.PARTICIPANT]

    def test_the_greek_one(self, read: Read) -> None:
        plan = proposed(read("Μαρία: Πώς ήταν;\nΝίκος: Καλά ήταν.\nΜαρία: Γιατί;\nΝίκος: Ο δρόμος ήταν καλός.\n"))
        assert [item.role.asks for item in plan.speakers] == [True, False]

    def test_a_name_in_composed_and_decomposed_letters_is_one(self, read: Read) -> None:
        assert voices(read("Jo: Qui?\nAmélie: Moi.\nJo: Et?\nAme\u0301lie: Encore.\n")) == ["Jo", "Amélie"]


LINE = st.sampled_from(
    [
        *(
            "Interviewer: How was it?",
            "Amina: We sold more.",
            "1: Good.",
            "b) Bad.",
            "[Sara] Well.",
            "Present: Jo, Pat",
        ),
        *("Date: 3/4/2024", "00:05:00", "#00:00:05-8#", "Sara  0:05", "Next steps:", "Q. Why?", "Sara - So.", ""),
        *("Meeting ended after 01:06:12", "Transcribed by https://otter.ai", "4  Numbered", "Amina\t0:05\tWe left"),
        *("# Part", "The dairy"),
    ]
)


@given(st.lists(LINE, max_size=14), st.sampled_from(["a.txt", "a.md"]))
def test_every_word_is_in_the_text_or_named_in_the_notice(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    text = "\n".join(lines)
    if not any(char.isalpha() for char in text):
        return
    path.write_text(text, encoding="utf-8")
    parsed = look_at(path).parsed
    kept = " ".join([*(f"{turn.speaker or ''} {turn.text}" for turn in parsed.turns), *parsed.warnings])
    for word in set("".join(char if char.isalpha() else " " for char in text).split()):
        assert word in one_line(kept), word


@pytest.mark.parametrize("end", ["Transcription ended after 00:12:06", "Meeting ended after 00:12:06"])
def test_the_end_of_a_meeting_is_said_by_nobody(read: Read, end: str) -> None:
    parsed = read(
        f"Rosa Bell: How did it start?\nAmina: We sold rice.\nRosa Bell: And then?\nAmina: Honey.\n{end}\n\n"
        "This editable transcript was computer generated and might contain errors.\n"
    )
    assert talk(parsed)[-1] == ("Amina", "Honey.")
    assert end in parsed.left_out


@pytest.mark.parametrize("date", ["2024-03-12 ", "12.03.2024, ", "3/12/2024 "])
def test_a_chat_may_say_the_date_before_each_message(read: Read, date: str) -> None:
    parsed = read(
        f"{date}12:00:01 From  Amina Diallo  to  Everyone : We sold rice\n"
        f"{date}12:00:09 From  Rosa Bell : How did it start?\n"
    )
    assert talk(parsed) == [("Amina Diallo", "We sold rice"), ("Rosa Bell", "How did it start?")]
