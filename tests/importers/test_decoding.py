"""Encodings: what was taken is said, a guess is called one, and nothing is turned into wrong letters without a word."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.text import normalised
from coder.errors import ImportFileError
from coder.importers import ENCODINGS, Encoding
from coder.importers.decoding import decode
from tests.importers.conftest import Read
from tests.importers.looks import said

TALK = (
    "INTERVIEWER: So, how did it begin?\nZOË: It wasn’t easy – my café cost £300… “Never again”, I said. "
    "Then Siân came, and we laughed.\nINTERVIEWER: And then?\nZOË: Señor Núñez gave us a résumé.\n"
)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff"), min_size=1)
ENGLISH = st.lists(st.sampled_from("we said that it was “good” – café, £5 ’s naïve\nthen".split(" ")), min_size=3)


class TestByItself:
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
    def test_utf_8_with_and_without_a_mark(self, codec: str) -> None:
        assert decode(TALK.encode(codec), "“a”") == decode(TALK.encode(), "“a”")
        assert decode(TALK.encode(codec), "“a”").label == "UTF-8"
        assert decode(TALK.encode(codec), "“a”").warnings == ()

    @pytest.mark.parametrize(
        ("mark", "codec"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
    )
    def test_utf_16_with_a_mark(self, mark: bytes, codec: str) -> None:
        found = decode(mark + TALK.encode(codec), "“a”")
        assert (found.text, found.label, found.warnings) == (TALK, "UTF-16", ())

    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("text", [TALK, "Ольга: Привет, как дела?\nИван: Хорошо, спасибо.\n" * 3])
    def test_utf_16_without_a_mark_is_a_guess(self, codec: str, text: str) -> None:
        found = decode(text.encode(codec), "“a”")
        assert (found.text, found.label) == (text, "UTF-16")
        assert "it was read as UTF-16" in found.warnings[0]

    def test_windows_1252_is_a_guess_and_says_so(self, read: Read) -> None:
        parsed = read(TALK.encode("cp1252"))
        assert parsed.encoding == "Windows-1252"
        assert "If letters look wrong, choose another encoding." in parsed.warnings[0]
        assert said(parsed)[1][1].startswith("It wasn’t easy – my café cost £300… “Never again”")

    def test_a_single_strange_letter_is_enough(self) -> None:
        found = decode("Jo: We met at the café.\nPat: Yes.\n".encode("cp1252"), "“a”")
        assert found.text.startswith("Jo: We met at the café.")
        assert found.label == "Windows-1252"

    @pytest.mark.parametrize(
        ("codec", "label", "text"),
        [
            ("mac-roman", "Mac Roman", TALK),
            (
                "cp1251",
                "Windows-1251",
                "Ольга: Привет, как у вас дела сегодня утром?\nИван: Спасибо, у нас всё хорошо.\n" * 5,
            ),
            ("cp1253", "Windows-1253", "Ελένη: Καλημέρα, τι κάνετε σήμερα;\nΝίκος: Πολύ καλά, ευχαριστώ πολύ.\n" * 5),
        ],
    )
    def test_others_are_guessed_from_their_letters(self, codec: str, label: str, text: str) -> None:
        found = decode(text.encode(codec), "“a”")
        assert (found.label, found.text) == (label, text)

    def test_a_few_pasted_bytes_do_not_spoil_a_file(self) -> None:
        found = decode(("ZOË: café, naïve, résumé\n" * 10).encode() + b"JO: it\x92s fine\n", "“a”")
        assert found.text.endswith("JO: it’s fine\n")
        assert found.label == "UTF-8"
        assert found.warnings == ("1 character did not fit UTF-8 and were read as Windows-1252; check them.",)

    @pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
    def test_a_file_cut_off_in_the_middle_of_a_letter(self, codec: str) -> None:
        found = decode(f"{TALK}And é".encode(codec)[:-1], "“a”")
        assert found.text == f"{TALK}And "
        assert "may be cut off" in found.warnings[0]

    def test_letters_lost_before_are_counted(self) -> None:
        assert decode("caf\ufffd and na\ufffdve".encode(), "“a”").warnings == (
            "2 characters had been lost (�) before this file was imported.",
        )

    def test_letters_that_were_wrong_already_are_pointed_out(self) -> None:
        wrong = "it wasn’t the café’s fault".encode().decode("cp1252")
        assert "look wrongly converted" in decode(wrong.encode(), "“a”").warnings[0]

    def test_bytes_that_no_table_explains(self) -> None:
        with pytest.raises(ImportFileError, match="has an encoding that cannot be recognised; choose its encoding"):
            decode(bytes(range(128, 256)) * 40, "“a”")


class TestChosen:
    @pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.label)
    def test_every_choice_reads_what_was_written_with_it(self, encoding: Encoding) -> None:
        text = "Jo: So, that is it.\nPat: Yes.\n"
        found = decode(text.encode(encoding.codec), "“a”", encoding=encoding.label)
        assert (found.text, found.label) == (text, encoding.label)

    @pytest.mark.parametrize("name", ["windows-1252", "cp1252", "latin-1", "utf8", "UTF-16LE"])
    def test_other_names_of_encodings_work(self, name: str) -> None:
        assert decode("Jo: é".encode(name), "“a”", encoding=name).text == "Jo: é"

    @pytest.mark.parametrize(
        ("data", "choice"),
        [
            (TALK.encode("cp1252"), "UTF-8"),
            (b"\xff\xfeJo:", "UTF-16"),
            (b"\x81\x8d", "Windows-1252"),
            (b"\xd2", "Windows-1253"),
        ],
    )
    def test_a_choice_that_cannot_read_the_file(self, data: bytes, choice: str) -> None:
        with pytest.raises(ImportFileError, match=f"“a” cannot be read as {choice}.*; choose another encoding"):
            decode(data, "“a”", encoding=choice)

    @pytest.mark.parametrize("choice", ["klingon", "base64", "rot13", "zip", "\0"])
    def test_a_choice_that_is_no_text_encoding(self, choice: str) -> None:
        with pytest.raises(ImportFileError, match="no such encoding; choose one of UTF-8, UTF-16, Windows-1252"):
            decode(b"Jo: Hello.", "“a”", encoding=choice)

    def test_a_choice_settles_what_a_guess_got_wrong(self, read: Read) -> None:
        text = "Jo: ¤ is a sign.\nPat: Yes.\n"
        assert said(read(text.encode("cp1252"), encoding="Windows-1252"))[0] == ("Jo", "¤ is a sign.")


class TestRoundTrips:
    @given(WORDS)
    def test_any_text_in_any_form_of_utf(self, text: str) -> None:
        forms = [text.encode("utf-8"), text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("utf-32")]
        forms.append(codecs.BOM_UTF16_BE + text.encode("utf-16-be"))
        assert {decode(data, "“a”").text for data in forms} == {normalised(text)}

    @given(st.text(st.characters(codec="cp1252", exclude_categories=["Cc"])))
    def test_any_text_in_a_chosen_encoding(self, text: str) -> None:
        assert decode(text.encode("cp1252"), "“a”", encoding="Windows-1252").text == normalised(text)

    @given(ENGLISH)
    def test_english_in_windows_1252_without_being_told(self, words: list[str]) -> None:
        text = " ".join(words)
        assert decode(text.encode("cp1252"), "“a”").text == text

    @given(st.binary(max_size=400))
    def test_any_bytes_give_normal_text_or_a_sentence(self, data: bytes) -> None:
        try:
            text = decode(data, "“a”").text
        except ImportFileError as error:
            text = error.message.removeprefix("“a” ")
            assert text != error.message  # noqa: PT017  # either outcome is right
        assert normalised(text) == text
        text.encode("utf-8")
