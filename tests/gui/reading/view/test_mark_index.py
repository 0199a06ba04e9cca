"""Finding the marks over a stretch of text finds exactly those, whatever was added and removed before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.domain.span import Span
from coder.gui.reading.view.marks import MarkIndex
from tests.gui.reading.view.robot import a_mark

spans = st.tuples(st.integers(0, 300), st.integers(1, 120)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
many = st.dictionaries(st.integers(0, 400).map(str), spans, max_size=200)


@given(many, spans)
def test_it_finds_what_looking_at_every_mark_finds(marks: dict[str, Span], where: Span) -> None:
    index = MarkIndex(a_mark(key, span) for key, span in marks.items())
    found = {mark.id for mark in index.within(where)}
    assert found == {key for key, span in marks.items() if span.overlaps(where)}


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 12).map(str), spans), max_size=60), spans)
def test_it_stays_right_through_changes(changes: list[tuple[bool, str, Span]], where: Span) -> None:
    index, known = MarkIndex(), dict[str, Span]()
    for add, key, span in changes:
        if add:
            replaced = index.add(a_mark(key, span))
            assert (replaced.span if replaced else None) == known.get(key)
            known[key] = span
        else:
            gone = index.remove(key)
            assert (gone.span if gone else None) == known.pop(key, None)
        assert {mark.id for mark in index.within(where)} == {k for k, s in known.items() if s.overlaps(where)}
    assert [mark.start for mark in index] == sorted(span.start for span in known.values())
    assert len(index) == len(known)


@given(many, st.integers(0, 420))
def test_at_a_place_the_shortest_comes_first(marks: dict[str, Span], place: int) -> None:
    index = MarkIndex(a_mark(key, span) for key, span in marks.items())
    lengths = [mark.end - mark.start for mark in index.at(place)]
    assert lengths == sorted(lengths)
    assert len(lengths) == sum(span.contains(place) for span in marks.values())
