"""Changed words within a definition are marked on both sides, and nothing in a text is taken for a mark."""

from __future__ import annotations

from coder.gui.codebook.difference_words import marked_words


def test_words_that_only_one_side_has_are_marked() -> None:
    assert marked_words("Paid for hours worked", "Paid for all hours") == (
        "Paid for hours<b><u> worked</u></b>",
        "Paid for <b><u>all </u></b>hours",
    )


def test_what_stands_in_a_text_is_no_mark() -> None:
    assert marked_words("a <b>", "a <b>") == ("a &lt;b&gt;", "a &lt;b&gt;")
