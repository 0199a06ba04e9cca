"""Quotes are found by their words, however another program wrote them down, and their places are the text's own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.wording import Wording, alike

SIGNS = "ab ’'“\"–-é…\u00ad\u200b\u0301\n\r\t\u00a0가ᄀ"


def found(text: str, quote: str) -> list[str]:
    return [span.of(text) for span in Wording(text).find_all(quote)]


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("We sold\n  honey  twice.", "sold honey twice", "sold\n  honey  twice"),
        ("We sold honey", "sold\r\n\r\nhoney ", "sold honey"),
        ("a care\u00adful man", "careful", "care\u00adful"),
        ("a careful man", "care\u00adful", "careful"),
        ("a\u00a0b c", "a b", "a\u00a0b"),
        ("at the cafe\u0301, yes", "café,", "cafe\u0301,"),
        ("at the café, yes", "cafe\u0301,", "café,"),
        ("It’s “ours” – now", 'It\'s "ours" - now', "It’s “ours” – now"),
        ("so… then", "so... then", "so… then"),
        ("wo\u200brd \u200b here", "word here", "wo\u200brd \u200b here"),
        ("😀 honey 😀", "honey", "honey"),
    ],
)
def test_the_same_words_are_found(text: str, quote: str, passage: str) -> None:
    assert found(text, quote) == [passage]


def test_other_words_are_not() -> None:
    assert found("We sold honey", "we sold") == []
    assert found("We sold honey", " ") == []


def test_every_hit_is_told() -> None:
    assert [span.start for span in Wording("aa\u00adaa").find_all("aa")] == [0, 1, 3]


@given(st.text(SIGNS, max_size=30), st.data())
def test_any_part_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if start and unicodedata.combining(text[start] if start < len(text) else "a"):
        return  # a letter is not cut from its marks
    if end < len(text) and (unicodedata.combining(text[end]) or text[end] in "가ᄀ"):
        return
    quote = text[start:end]
    for form in ("NFC", "NFD"):
        wanted = unicodedata.normalize(form, quote)
        spans = list(Wording(text).find_all(wanted))
        if alike(wanted):
            assert any(span.start < end and start < span.end for span in spans)
        for span in spans:
            assert alike(span.of(text)) == alike(wanted)


@given(st.text(SIGNS, max_size=40))
def test_places_go_back_to_the_text(text: str) -> None:
    wording = Wording(text)
    for at in range(len(wording.plain)):
        span = wording.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
    assert alike(wording.plain) == wording.plain.strip()
