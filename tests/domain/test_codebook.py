"""What counts for what in a roll-up."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from coder.domain.codebook import CodeTree
from tests.helpers.builders import a_domain, a_link, an_outcome
from tests.helpers.random_projects import a_random_tree


@given(st.integers(0, 10**6))
def test_a_code_counts_for_another_exactly_if_the_other_counts_it(seed: int) -> None:
    tree = a_random_tree(random.Random(seed))
    for one in tree:
        for other in tree:
            assert (other.id in tree.counts_for(one.id)) == (one.id in tree.counting_for(other.id))


def test_a_domain_of_a_domain_does_not_count_the_outcome() -> None:
    codes = [a_domain("growth"), a_domain("learning"), an_outcome("skills")]
    for links in (
        [a_link("skills", "learning"), a_link("learning", "growth")],
        [a_link("learning", "growth"), a_link("skills", "learning")],
    ):
        tree = CodeTree(codes, links)
        assert tree.counting_for("growth") == {"growth", "learning"}
        assert tree.counting_for("learning") == {"learning", "skills"}
