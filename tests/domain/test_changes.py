"""Change sets: what undo is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.changes import Change, ChangeSet, Row, applied, same_content
from tests.helpers.builders import a_code, a_coder

IDS = st.sampled_from(["a", "b", "c", "d"])


@st.composite
def stories(draw: st.DrawFn) -> tuple[dict[tuple[type, str], Row], ChangeSet]:
    """Draw rows and changes that are possible one after another."""
    rows: dict[tuple[type, str], Row] = {}
    for code_id in draw(st.sets(IDS)):
        code = a_code(code_id)
        rows[type(code), code_id] = code
    now = dict(rows)
    changes = []
    for code_id, name in draw(st.lists(st.tuples(IDS, st.sampled_from(["", "one", "two"])), max_size=12)):
        key = (type(a_code("a")), code_id)
        before = now.get(key)
        after = a_code(code_id, name=name) if name else None
        if before is None and after is None:
            continue
        change = Change(before, after)
        changes.append(change)
        now = applied(now, [change])
    return rows, ChangeSet("Several things", tuple(changes))


@given(stories())
def test_the_inverse_takes_everything_back_and_its_inverse_repeats_it(
    story: tuple[dict[tuple[type, str], Row], ChangeSet],
) -> None:
    rows, changes = story
    after = applied(rows, changes.changes)
    assert applied(after, changes.inverse().changes) == rows
    assert applied(rows, changes.inverse().inverse().changes) == after
    assert changes.inverse().inverse() == changes


def test_a_change_is_about_one_row() -> None:
    with pytest.raises(ValueError, match="one row"):
        Change(a_code("a"), a_code("b"))
    with pytest.raises(ValueError, match="one row of one kind"):
        Change(a_code("a"), a_coder("a"))
    with pytest.raises(ValueError, match="before or after"):
        Change(None, None)


def test_revisions_do_not_make_a_difference() -> None:
    code = a_code("a")
    assert same_content(code, replace(code, revision=7))
    assert not same_content(code, replace(code, name="Other"))
    assert not same_content(code, None)


def test_a_change_set_says_what_it_touched() -> None:
    code, coder = a_code("a"), a_coder("Ana")
    changes = ChangeSet("Both", (Change(None, code), Change(coder, None)))
    assert [change.row for change in changes.of(type(code))] == [code]
    assert changes.touches(type(coder))
    assert not ChangeSet("Nothing")
