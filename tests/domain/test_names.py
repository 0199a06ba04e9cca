"""Names that are not to be told are left out whole and in parts, and nothing else is."""

from __future__ import annotations

import pytest

from coder.domain.names import NAME_WITHHELD, Names, names_withdrawn
from coder.domain.transcript import Consent, Speaker
from tests.helpers.builders import a_participant


def left(text: str, *secret: str, told: tuple[str, ...] = ()) -> str:
    return Names(secret, told).left_out_of(text).replace(NAME_WITHHELD, "–")


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Interview with Rosa Tull", "Interview with –"),
        ("Interview with Rosa", "Interview with –"),
        ("rosa_tull_2.docx", "–_2.docx"),
        ("ROSA TULL’s second talk", "–’s second talk"),
        ("Tull, R.", "–, R."),
        ("Rosalind and the tulle", "Rosalind and the tulle"),
        ("", ""),
    ],
)
def test_a_name_is_left_out_whole_and_in_parts(text: str, without: str) -> None:
    assert left(text, "Rosa Tull") == without


def test_words_for_a_role_are_no_names() -> None:
    text = "The interviewee, a care worker and owner, was Speaker 2."
    for label in ("Interviewee", "Care worker", "Owner", "The"):
        assert left(text, label) == text
    assert left("Speaker 2 and Speaker 22", "Speaker 2") == "– and Speaker 22"
    assert left("The owner Rosa", "Rosa (owner)") == "The owner –"
    assert left("7 of 10, P07", "7", "P07") == "7 of 10, –"


def test_a_name_that_is_a_word_is_one_only_with_a_capital() -> None:
    assert left("I will ask Will in may, or Mark", "Will May", "MARK") == "I will ask – in may, or –"


def test_a_short_part_is_no_name_and_a_double_name_is_two() -> None:
    assert left("An Li met Anna and Lena at an inn", "Anna-Lena Li") == "An Li met – and – at an inn"


def test_accents_do_not_hide_a_name() -> None:
    assert left("Zoe_Muller.txt with Zoë Müller", "Zoë Müller") == "–.txt with –"


def test_a_name_that_may_be_told_stays_whole_where_it_shares_a_part() -> None:
    assert left("Wilf Boon, then Wilf", "Wilf Marsh", told=("Wilf Boon",)) == "Wilf Boon, then –"
    assert left("Wilf", "Wilf", told=("wilf",)) == "Wilf"


def test_places_are_those_of_the_part_that_was_asked_about() -> None:
    text = "Rosa. Present: Rosa Tull, Jude."
    assert [text[a:b] for a, b in Names(["Rosa Tull"]).places(text, 6, len(text))] == ["Rosa Tull"]
    assert list(Names([]).places(text)) == []
    assert not Names(["Interviewee"])


def test_who_withdrew_is_named_by_pseudonym_and_in_every_transcript() -> None:
    gone, here = a_participant("Wex", consent=Consent.WITHDRAWN), a_participant("Plax")
    speakers = [
        Speaker(transcript_id="a", label="Wilf Marsh", participant_id=gone.id),
        Speaker(transcript_id="b", label="W. Marshall", participant_id=gone.id),
        Speaker(transcript_id="b", label="Rosa Tull", participant_id=here.id),
        Speaker(transcript_id="b", label="Jude"),
    ]
    names = names_withdrawn([gone, here], speakers)
    said = names.left_out_of("Wilf, Marshall, Wex, Rosa, Plax and Jude")
    assert said.replace(NAME_WITHHELD, "–") == "–, –, –, Rosa, Plax and Jude"
    assert not names_withdrawn([here], speakers)
