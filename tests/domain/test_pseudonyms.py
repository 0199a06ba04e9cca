"""What people are called until somebody says otherwise."""

from __future__ import annotations

import pytest

from coder.domain.pseudonyms import Numbering, is_code


@pytest.mark.parametrize("label", ["R2", "P07", "CW-3", "p1", "FG1-P4", "P_12", "CO-1", "HCW 12", "W2P3"])
def test_a_code_is_no_name(label: str) -> None:
    assert is_code(label)


@pytest.mark.parametrize(
    "label",
    ["Rosa", "Rosa Tull", "ANN", "Ann 2", "Jo2", "SAM 2", "RT", "A", "7", "Interviewee", "Speaker 2", "Dawn1", ""],
)
def test_a_name_a_role_or_a_bare_number_is_no_code(label: str) -> None:
    assert not is_code(label)


def test_numbers_go_on_after_those_of_the_project_and_round_those_of_the_batch() -> None:
    numbering = Numbering(["P01", "p3", "Rosa", "P2026"], reserved=["P05"])
    assert [numbering.number() for _ in range(3)] == ["P04", "P06", "P07"]


def test_a_code_stays_and_a_second_one_is_told_from_it() -> None:
    numbering = Numbering(["R2"])
    assert [numbering.proposed(label) for label in ("R3", "r2", "Rosa")] == ["R3", "r2 (2)", "P01"]
