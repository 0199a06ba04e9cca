"""Two people edit one codebook: nothing is lost, nothing is decided silently, and both end with the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.codebooks import parse_codebook, write_codebook
from coder.domain.codebook import Code, CodeStatus, CodeTree
from coder.domain.codebook_diff import differences
from coder.domain.codebook_merge import EXISTENCE, Merged, Side, merge, successor
from coder.domain.content import CodebookContent, Notes, Release, next_version
from tests.helpers.builders import a_code
from tests.helpers.codebooks import a_content, edited, in_order

BASE = a_content()
SEEDS = st.integers(0, 10_000)
COUNTS = st.integers(0, 12)


def changed(content: CodebookContent, code_id: str, **fields: object) -> CodebookContent:
    return in_order(
        [replace(code, **fields) if code.id == code_id else code for code in content.codes],  # type: ignore[arg-type]
        content.links,
        content.codebook,
    )


def with_code(content: CodebookContent, code: Code) -> CodebookContent:
    return in_order([*content.codes, replace(code, position=99)], content.links, content.codebook)


def without(content: CodebookContent, *code_ids: str) -> CodebookContent:
    return in_order([code for code in content.codes if code.id not in code_ids], content.links, content.codebook)


def state(content: CodebookContent) -> tuple[object, ...]:
    links = {(link.code_id, link.type, link.target_id) for link in content.links}
    return content.codes, links, content.codebook.name, content.codebook.description


def swapped(merged: Merged) -> dict[tuple[str, str], Side]:
    return {conflict.key: Side.THEIRS for conflict in merged.conflicts}


# -- what holds for every merge ----------------------------------------------------------------------------


@given(SEEDS, COUNTS)
def test_a_side_that_changed_nothing_takes_the_other_side(seed: int, count: int) -> None:
    theirs = edited(BASE, seed, count)
    for merged in (merge(BASE, BASE, theirs), merge(BASE, theirs, BASE)):
        assert merged.conflicts == ()
        assert state(merged.content) == state(theirs)


@given(SEEDS, COUNTS)
def test_the_same_edits_on_both_sides_merge_clean(seed: int, count: int) -> None:
    both = edited(BASE, seed, count)
    merged = merge(BASE, both, both)
    assert merged.conflicts == ()
    assert state(merged.content) == state(both)


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_exchanging_the_sides_gives_the_same_codebook(one: int, many: int, other: int, more: int) -> None:
    mine, theirs = edited(BASE, one, many), edited(BASE, other, more)
    here = merge(BASE, mine, theirs)
    there = merge(BASE, theirs, mine, swapped(here))
    assert {conflict.key for conflict in here.conflicts} == {conflict.key for conflict in there.conflicts}
    assert state(here.content) == state(there.content)


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_what_comes_out_is_a_codebook(one: int, many: int, other: int, more: int) -> None:
    mine, theirs = edited(BASE, one, many), edited(BASE, other, more)
    merged = merge(BASE, mine, theirs)
    codes = merged.content.by_id()
    shown = [code.id for code in CodeTree(merged.content.codes)]
    assert sorted(shown) == sorted(codes), "no code is lost in a circle"
    assert [code.position for code in merged.content.codes] == list(range(len(codes)))
    for code in codes.values():
        assert code.parent_id is None or code.parent_id in codes
        assert code.merged_into is None or code.merged_into in codes
    assert all(link.code_id in codes and link.target_id in codes for link in merged.content.links)
    shortcuts = [code.shortcut.casefold() for code in codes.values() if code.shortcut]
    assert len(shortcuts) == len(set(shortcuts))


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_what_comes_out_can_be_written_and_is_the_same_when_read(one: int, many: int, other: int, more: int) -> None:
    merged = merge(BASE, edited(BASE, one, many), edited(BASE, other, more)).content
    text = write_codebook(merged)
    assert write_codebook(parse_codebook(text, "book.yaml")) == text


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_a_code_goes_only_where_somebody_said(one: int, many: int, other: int, more: int) -> None:
    mine, theirs = edited(BASE, one, many), edited(BASE, other, more)
    merged = merge(BASE, mine, theirs)
    for code_id, code in merged.content.by_id().items():
        named = {side.by_id()[code_id].merged_into for side in (mine, theirs) if code_id in side.by_id()}
        named |= {merged.successors.get(target or "") for target in named}
        assert code.merged_into in (None, merged.successors.get(code_id), *named)


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_deciding_every_conflict_leaves_none_open(one: int, many: int, other: int, more: int) -> None:
    mine, theirs = edited(BASE, one, many), edited(BASE, other, more)
    for side in Side:
        merged, choices = merge(BASE, mine, theirs), dict[tuple[str, str], Side]()
        for _ in range(6):
            choices |= {conflict.key: side for conflict in merged.open}
            merged = merge(BASE, mine, theirs, choices)
        assert merged.open == ()


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_no_code_vanishes_that_nobody_deleted(one: int, many: int, other: int, more: int) -> None:
    mine, theirs = edited(BASE, one, many), edited(BASE, other, more)
    merged = merge(BASE, mine, theirs)
    for code_id in mine.by_id().keys() & theirs.by_id().keys():
        assert code_id in merged.content.by_id()
    for side in (mine, theirs):
        for code_id in side.by_id().keys() - BASE.by_id().keys():
            assert code_id in merged.content.by_id(), "a new code stays, if only as one that went into another"
    for gone, kept in merged.successors.items():
        assert merged.content.by_id()[gone].merged_into == kept


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_a_field_that_one_side_changed_is_taken(one: int, many: int, other: int, more: int) -> None:
    mine, theirs = edited(BASE, one, many), edited(BASE, other, more)
    merged = merge(BASE, mine, theirs)
    for code_id, code in merged.content.by_id().items():
        base, left, right = (side.by_id().get(code_id) for side in (BASE, mine, theirs))
        if base and left and right and left.full_definition == base.full_definition:
            assert code.full_definition == right.full_definition


@given(SEEDS, COUNTS, SEEDS, COUNTS)
def test_merging_again_changes_nothing(one: int, many: int, other: int, more: int) -> None:
    mine, theirs = edited(BASE, one, many), edited(BASE, other, more)
    once = merge(BASE, mine, theirs).content
    assert state(merge(theirs, once, theirs).content) == state(once)


# -- the cases that break others ---------------------------------------------------------------------------


def test_renamed_here_and_moved_there_is_both() -> None:
    merged = merge(BASE, changed(BASE, "c2", name="Fair pay"), changed(BASE, "c2", parent_id="c0"))
    code = merged.content.by_id()["c2"]
    assert (code.name, code.parent_id, merged.conflicts) == ("Fair pay", "c0", ())


def test_two_definitions_of_one_code_are_a_conflict_with_both_texts() -> None:
    mine, theirs = changed(BASE, "c2", full_definition="Mine."), changed(BASE, "c2", full_definition="Theirs.")
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.open
    assert (conflict.field, conflict.base, conflict.mine, conflict.theirs) == (
        "full_definition",
        "",
        "Mine.",
        "Theirs.",
    )
    decided = merge(BASE, mine, theirs, {conflict.key: Side.THEIRS})
    assert decided.open == ()
    assert decided.content.by_id()["c2"].full_definition == "Theirs."


def test_deleted_here_and_edited_there_is_a_conflict() -> None:
    merged = merge(BASE, without(BASE, "c2"), changed(BASE, "c2", name="Kept"))
    (conflict,) = merged.open
    assert (conflict.field, conflict.mine, conflict.theirs) == (EXISTENCE, "deleted", "edited")
    kept = merge(BASE, without(BASE, "c2"), changed(BASE, "c2", name="Kept"), {conflict.key: Side.THEIRS})
    assert kept.content.by_id()["c2"].name == "Kept"


def test_deleted_here_and_untouched_there_is_deleted() -> None:
    merged = merge(BASE, without(BASE, "c2"), changed(BASE, "c3", name="Other"))
    assert "c2" not in merged.content.by_id()
    assert merged.conflicts == ()


def test_a_code_stays_when_somebody_put_another_one_under_it() -> None:
    theirs = with_code(BASE, a_code("new", parent_id="c2"))
    merged = merge(BASE, without(BASE, "c2"), theirs)
    assert merged.content.by_id()["new"].parent_id == "c2"


@pytest.mark.parametrize("name", ["Night visits", "NIGHT  visits", "Night vísits"])
def test_the_same_new_code_under_two_ids_becomes_one(name: str) -> None:
    mine = with_code(BASE, a_code("night-visits", name="Night visits", parent_id="c0", short_definition="At night."))
    theirs = with_code(BASE, a_code("n-visits", name=name, parent_id="c0"))
    merged = merge(BASE, mine, theirs)
    codes = merged.content.by_id()
    assert merged.successors == {"night-visits": "n-visits"}
    assert (codes["night-visits"].merged_into, codes["night-visits"].status) == ("n-visits", CodeStatus.RETIRED)
    assert codes["n-visits"].short_definition == "At night."


def test_the_same_name_under_two_parents_is_two_codes() -> None:
    mine, theirs = with_code(BASE, a_code("a", name="Rota", parent_id="c0")), with_code(BASE, a_code("b", name="Rota"))
    merged = merge(BASE, mine, theirs)
    assert merged.successors == {}
    assert {"a", "b"} <= merged.content.by_id().keys()


def test_a_child_that_a_merged_code_gets_elsewhere_goes_to_its_successor() -> None:
    mine = changed(BASE, "c2", status=CodeStatus.RETIRED, merged_into="c3")
    theirs = with_code(BASE, a_code("child", parent_id="c2"))
    assert merge(BASE, mine, theirs).content.by_id()["child"].parent_id == "c3"


def test_two_moves_that_make_a_circle_are_a_conflict_and_never_a_circle() -> None:
    mine, theirs = changed(BASE, "c2", parent_id="c3"), changed(BASE, "c3", parent_id="c2")
    merged = merge(BASE, mine, theirs)
    assert {conflict.field for conflict in merged.open} == {"parent_id"}
    assert len(list(CodeTree(merged.content.codes))) == len(BASE.codes)
    decided = merge(BASE, mine, theirs, {conflict.key: Side.THEIRS for conflict in merged.open})
    assert decided.content.by_id()["c3"].parent_id == "c2"
    assert decided.open == ()


def test_key_terms_of_both_sides_come_together() -> None:
    mine = changed(BASE, "c2", key_terms=("one", "two", "wage"))
    theirs = changed(BASE, "c2", key_terms=("two", "pay"))
    assert merge(BASE, mine, theirs).content.by_id()["c2"].key_terms == ("two", "pay", "wage")


@pytest.mark.parametrize(("side", "owner"), [(Side.MINE, "c2"), (Side.THEIRS, "c3")])
def test_one_shortcut_given_to_two_codes_is_a_conflict_and_never_on_both(side: Side, owner: str) -> None:
    mine, theirs = changed(BASE, "c2", shortcut="w"), changed(BASE, "c3", shortcut="W")
    merged = merge(BASE, mine, theirs)
    (conflict,) = merged.open
    assert (conflict.code_id, conflict.field, conflict.mine, conflict.theirs) == ("c3", "shortcut", "", "W")
    decided = merge(BASE, mine, theirs, {conflict.key: side})
    assert [code.id for code in decided.content.codes if code.shortcut] == [owner]
    assert decided.open == ()


def test_a_code_stays_when_somebody_merged_another_one_into_it() -> None:
    theirs = changed(BASE, "c3", status=CodeStatus.RETIRED, merged_into="c2")
    merged = merge(BASE, without(BASE, "c2"), theirs)
    assert merged.content.by_id()["c3"].merged_into == "c2"
    assert "c2" in merged.content.by_id()


def test_merges_in_a_chain_end_at_the_last_code() -> None:
    mine = changed(BASE, "c2", status=CodeStatus.RETIRED, merged_into="c3")
    theirs = changed(BASE, "c3", status=CodeStatus.RETIRED, merged_into="c5")
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert successor(merged.content.by_id(), "c2") == "c5"


def test_two_codes_merged_into_each_other_are_a_conflict_and_never_a_circle() -> None:
    mine = changed(BASE, "c2", status=CodeStatus.RETIRED, merged_into="c3")
    theirs = changed(BASE, "c3", status=CodeStatus.RETIRED, merged_into="c2")
    merged = merge(BASE, mine, theirs)
    assert {conflict.field for conflict in merged.open} == {"merged_into"}
    for side, gone, kept in ((Side.MINE, "c2", "c3"), (Side.THEIRS, "c3", "c2")):
        decided = merge(BASE, mine, theirs, {conflict.key: side for conflict in merged.open})
        codes = decided.content.by_id()
        assert (codes[gone].merged_into, codes[kept].merged_into) == (kept, None)


@pytest.mark.parametrize("name", ["Cafe\u0301", "CAFÉ", "  café ", "Caf\u00e9"])
def test_composed_and_decomposed_letters_are_one_name(name: str) -> None:
    mine, theirs = with_code(BASE, a_code("a", name="Café")), with_code(BASE, a_code("b", name=name))
    assert merge(BASE, mine, theirs).successors == {"b": "a"}


def test_a_codebook_without_an_ancestor_keeps_the_codes_of_both_sides() -> None:
    nothing = replace(BASE, codes=(), links=(), codebook=replace(BASE.codebook, name=""))
    mine = with_code(without(BASE, "c4"), a_code("own", name="Own"))
    theirs = with_code(changed(BASE, "c2", name="Fair pay"), a_code("other", name="OWN"))
    merged = merge(nothing, mine, theirs)
    assert merged.content.by_id().keys() == {*BASE.by_id(), "own", "other"}
    assert merged.successors == {"own": "other"}
    assert [conflict.key for conflict in merged.open] == [("c2", "name")]


# -- comments and fields of one's own ----------------------------------------------------------------------


def noted(comments: dict[str, tuple[str, ...]], **extras: object) -> CodebookContent:
    return replace(BASE, notes=Notes(comments, {"c2": extras} if extras else {}))


def test_comments_and_own_fields_of_both_sides_come_together() -> None:
    base = noted({"c2": ("# old",), "end": ("# end",)}, **{"x-a": "1", "x-b": "1"})
    mine = noted({"c2": ("# old", "# mine"), "end": ("# end",)}, **{"x-a": "2", "x-b": "1", "x-m": ["m"]})
    theirs = noted({"c2": ("# old", "# theirs"), "c3": ("# new",)}, **{"x-a": "1", "x-t": "t"})
    for merged in (merge(base, mine, theirs), merge(base, theirs, mine)):
        assert merged.conflicts == ()
        assert set(merged.content.notes.comments["c2"]) == {"# old", "# mine", "# theirs"}
        assert merged.content.notes.comments["c3"] == ("# new",)
        assert "end" not in merged.content.notes.comments
        assert merged.content.notes.extras == {"c2": {"x-a": "2", "x-m": ["m"], "x-t": "t"}}
    assert merge(base, mine, theirs).content.notes == merge(base, theirs, mine).content.notes


def test_an_own_field_that_both_sides_changed_is_a_conflict() -> None:
    base, mine, theirs = (noted({}, **{"x-a": value}) for value in ("1", "2", ["3"]))
    (conflict,) = merge(base, mine, theirs).open
    assert (conflict.key, conflict.base, conflict.mine, conflict.theirs) == (("c2", "x-a"), "1", "2", '["3"]')
    decided = merge(base, mine, theirs, {conflict.key: Side.THEIRS})
    assert decided.content.notes.extras == {"c2": {"x-a": ["3"]}}


def test_the_logs_of_both_sides_are_kept_once_each() -> None:
    first, second, third = (
        Release(version=v, date="2026-03-01", editor=e) for v, e in (("1.1", "A"), ("1.2", "B"), ("1.10", "C"))
    )
    mine, theirs = replace(BASE, log=(first, third)), replace(BASE, log=(first, second))
    assert merge(BASE, mine, theirs).content.log == (first, second, third)


def test_two_releases_of_one_editor_on_one_day_are_both_kept_and_a_corrected_one_is_there_once() -> None:
    one, other, typo = (Release(version="1.1", date="2026-03-01", editor="A", why=why) for why in ("a", "b", "tpyo"))
    fixed = replace(typo, why="typo")
    base = replace(BASE, log=(typo,))
    assert merge(BASE, replace(BASE, log=(one,)), replace(BASE, log=(other,))).content.log == (one, other)
    assert merge(base, replace(BASE, log=(fixed,)), base).content.log == (fixed,)


# -- differences -------------------------------------------------------------------------------------------


@given(SEEDS, COUNTS)
def test_nothing_is_different_only_from_itself(seed: int, count: int) -> None:
    other = edited(BASE, seed, count)
    assert differences(other, other) == []
    told = {item.code_id for item in differences(BASE, other)}
    for code_id, code in other.by_id().items():
        was = BASE.by_id().get(code_id)
        if was is None or was.name != code.name:
            assert code_id in told


def test_differences_say_what_happened() -> None:
    new = changed(changed(BASE, "c2", status=CodeStatus.RETIRED, merged_into="c3"), "c4", full_definition="New.")
    told = {item.code_id: item for item in differences(BASE, new)}
    assert told["c2"].sentence == "merged into c3"
    assert told["c4"].sentence == "changed: full definition"
    assert told["c4"].meaning_changed
    assert not told["c2"].meaning_changed


@pytest.mark.parametrize(("version", "following"), [("1.0", "1.1"), ("1.9", "1.10"), ("3", "4"), ("draft", "draft.1")])
def test_the_next_version_counts_the_last_number(version: str, following: str) -> None:
    assert next_version(version) == following
