"""What looks like words; the short way to count capitals within words says what the long way says."""

from __future__ import annotations

import random
import unicodedata
from itertools import pairwise
from unittest.mock import patch

import pytest

from coder.domain.readable import is_readable


def turns_too_often(text: str) -> bool:
    pairs = [(one, other) for one, other in pairwise(text) if one.isalpha() and other.isalpha()]
    turning = sum(one.islower() and other.isupper() for one, other in pairs)
    return turning >= 4 and turning > 0.2 * len(pairs)


@pytest.mark.parametrize("capitals", [1, 4, 12, 40])
def test_capitals_within_words_are_counted_rightly_at_every_share(capitals: int) -> None:
    chance = random.Random(capitals)
    for _ in range(300):
        text = "".join(chance.choices("abcdefgh" * 5 + "ABCDEFGH"[:8] * (capitals // 8 + 1) + " .", k=80))
        assert is_readable(text) is not turns_too_often(text)


def test_a_long_interview_is_not_looked_at_sign_by_sign() -> None:
    talk = "Sara: We sold more rice, and paid the school. " * 400
    with patch("coder.domain.readable.unicodedata", wraps=unicodedata) as asked:
        assert is_readable(talk)
    assert asked.category.call_count <= len(set(talk))
