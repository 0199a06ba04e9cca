"""Where a change is that was undone or redone."""

from __future__ import annotations

from dataclasses import replace

from coder.domain.changes import Change, ChangeSet, Row
from coder.domain.coding import Direction
from coder.domain.project import ProjectInfo
from coder.domain.span import Span
from coder.domain.suggestion import Decision, Verdict
from coder.gui.window.returning import Spot, spot_of
from tests.helpers.builders import a_code, a_coding, a_link, a_participant, a_transcript

ONE = a_transcript(["INTERVIEWER: What changed?", "ROSA: I came in March. Wages come on time."], name="One")
TWO = a_transcript(["INTERVIEWER: What changed?", "AMINA: I plan for winter."], name="Two")
CODE = a_code("wages")


def _changes(*pairs: tuple[Row | None, Row | None]) -> ChangeSet:
    return ChangeSet("Something", tuple(Change(before, after) for before, after in pairs))


def test_a_coding_that_went_or_came_is_at_its_passage() -> None:
    coding = a_coding(ONE, "Wages come on time.", CODE)
    wanted = Spot(transcript_id=ONE.transcript.id, span=coding.span, coding_id=coding.id, code_id="wages")
    assert spot_of(_changes((coding, None)), here="") == wanted
    assert spot_of(_changes((None, coding)), here=TWO.transcript.id) == wanted
    assert spot_of(_changes((coding, replace(coding, direction=Direction.MIXED))), here="") == wanted


def test_of_several_the_first_in_the_open_transcript_is_shown() -> None:
    late, early = a_coding(ONE, "on time", CODE), a_coding(ONE, "I came", CODE)
    elsewhere = a_coding(TWO, "I plan", CODE)
    changes = _changes((None, elsewhere), (None, late), (None, early))
    assert spot_of(changes, here=ONE.transcript.id).span == early.span
    assert spot_of(changes, here=TWO.transcript.id).span == elsewhere.span
    assert spot_of(changes, here="").span == elsewhere.span


def test_a_transcript_that_comes_with_its_codings_is_opened_where_it_was_left() -> None:
    coding = a_coding(ONE, "I came", CODE)
    assert spot_of(_changes((None, ONE.transcript), (None, coding)), here="") == Spot(transcript_id=ONE.transcript.id)


def test_a_transcript_that_goes_leads_nowhere() -> None:
    coding = a_coding(ONE, "I came", CODE)
    assert spot_of(_changes((coding, None), (ONE.transcript, None)), here="") == Spot()


def test_a_code_is_in_the_codebook_and_one_that_went_below_the_one_above_it() -> None:
    below = a_code("pay", parent_id="wages")
    assert spot_of(_changes((CODE, replace(CODE, name="Pay"))), here="") == Spot(code_id="wages", in_codebook=True)
    assert spot_of(_changes((below, None)), here="") == Spot(code_id="wages", in_codebook=True)
    link = a_link("pay", "growth")
    assert spot_of(_changes((None, link)), here="") == Spot(code_id="pay", in_codebook=True)


def test_a_merge_that_moves_codings_is_in_the_codebook() -> None:
    coding = a_coding(ONE, "I came", CODE)
    changes = _changes((CODE, None), (coding, replace(coding, code_id="pay")), (a_code("pay"), a_code("pay", name="P")))
    assert spot_of(changes, here="") == Spot(code_id="pay", in_codebook=True)


def test_a_code_made_for_one_passage_is_at_both_places() -> None:
    coding = a_coding(ONE, "I came", CODE)
    spot = spot_of(_changes((None, CODE), (None, coding)), here="")
    assert spot == Spot(
        transcript_id=ONE.transcript.id, span=coding.span, coding_id=coding.id, code_id="wages", in_codebook=True
    )


def test_a_decision_is_at_its_passage() -> None:
    decision = Decision(
        transcript_id=ONE.transcript.id,
        code_id="wages",
        coder_id="ab",
        start=3,
        end=9,
        verdict=Verdict.REJECTED,
        engine_key="key",
        rank=1,
        decided_at="2026-01-01T00:00:00Z",
    )
    spot = spot_of(_changes((decision, None)), here="")
    assert spot == Spot(transcript_id=ONE.transcript.id, span=Span(3, 9), code_id="wages", offered=True)


def test_what_is_not_seen_beside_the_text_leads_nowhere() -> None:
    rosa = a_participant("Rosa")
    assert spot_of(_changes((rosa, replace(rosa, group="Other"))), here="") is None
    info = ProjectInfo(name="Pilot", created_at="2026-01-01T00:00:00Z")
    assert spot_of(_changes((info, replace(info, name="Study"))), here="") is None
    assert spot_of(ChangeSet("Nothing"), here="") is None
