"""The words in which reasons are given, and what is pointed out in the text."""

from __future__ import annotations

from coder.domain.coding import Direction
from coder.domain.span import Span
from coder.domain.suggestion import Reason, ReasonKind, Suggestion
from coder.gui.suggestions.panel.reasons import chance, cue_text, in_short, learned_words, lines, pointed_out

TEXT = "They pay me for travel now, not like before."
TERM = Reason(ReasonKind.TERM, "pay", (Span(5, 8),))
ALIKE = Reason(ReasonKind.SIMILAR, "Travel is\npaid.", (Span(16, 22),), "coding-1", 0.5)
GOOD = Reason(ReasonKind.LEARNED, "travel, now", (Span(16, 22), Span(23, 26)), weight=0.4)
BAD = Reason(ReasonKind.LEARNED, "before", (Span(37, 43),), weight=-0.2)


def offer(*reasons: Reason, **more: object) -> Suggestion:
    return Suggestion("pay", 1, 0.5, reasons, **more)  # type: ignore[arg-type]


def test_lines_come_in_the_order_in_which_they_convince() -> None:
    quote = Reason(ReasonKind.EXAMPLE, "My rent is paid.")
    found = lines([BAD, GOOD, quote, ALIKE, TERM])
    assert [line.label for line in found] == ["Key terms", "Coded alike", "Codebook quote", "Learned"]
    assert found[1].source == "coding-1"
    assert in_short([TERM, ALIKE]) == "Key terms: “pay” · Coded alike: “Travel is paid.”"


def test_learned_words_carry_their_sign() -> None:
    assert learned_words([GOOD, BAD]) == "+ travel, now   − before"
    assert learned_words([TERM]) == ""


def test_the_best_reasons_and_the_cue_are_pointed_out_and_never_what_speaks_against() -> None:
    assert pointed_out(offer(TERM, ALIKE, GOOD)) == [Span(5, 8)]
    assert pointed_out(offer(ALIKE, GOOD)) == [Span(16, 22)]
    assert pointed_out(offer(GOOD, BAD)) == [Span(16, 22), Span(23, 26)]
    assert pointed_out(offer(BAD)) == []
    with_cue = offer(TERM, direction=Direction.CHALLENGES, cue=(Span(28, 31),))
    assert pointed_out(with_cue) == [Span(5, 8), Span(28, 31)]


def test_a_cue_is_quoted_only_for_a_direction() -> None:
    assert cue_text(offer(TERM, direction=Direction.CHALLENGES, cue=(Span(28, 31),)), TEXT) == "“not”"
    assert cue_text(offer(TERM), TEXT) == ""


def test_a_percentage_is_given_only_for_a_known_chance() -> None:
    assert chance(offer(TERM, probability=0.718)) == "72%"
    assert chance(offer(TERM)) == ""
