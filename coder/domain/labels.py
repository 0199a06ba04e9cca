"""What a speaker's label says about the person: a name, a word for a role, or only a number."""

from __future__ import annotations

import re
from enum import StrEnum

from coder.domain.search import folded


class LabelKind(StrEnum):
    """How far a label tells one person from another."""

    NAME = "name"
    """A name or the evaluators' own code: the same label elsewhere is the same person."""
    WORD = "word"
    """Such as "Worker" or "Daughter": somebody with that role, another one in each conversation."""
    NUMBER = "number"
    """Such as "Speaker 1": anybody."""


_NUMBERED = re.compile(
    r"(?:speaker|participant|person|voice|respondent|interviewee|unknown|male|female|man|woman)[ ._-]?#?\d{1,3}[a-z]?"
)
_NOBODY = frozenset(
    (
        "unknown|unknown speaker|speaker unknown|unidentified|unidentified speaker|everyone|all|several|group|audience"
    ).split("|")
)
_WORDS = frozenset(
    "speaker participant respondent interviewee interviewer facilitator moderator researcher evaluator observer host "
    "chair worker carer caregiver owner member family relative volunteer organiser organizer coordinator manager nurse "
    "guest mother father mum dad son daughter wife husband sister brother partner friend neighbour client man woman "
    "translator interpreter question answer q a i p r int fac".split()
)
_QUALIFIERS = frozenset("the a an care support home circle team family and of key senior lead main co".split())


def label_kind(label: str) -> LabelKind:
    """Judge a label by its form alone."""
    low = " ".join(folded(label).rstrip(":. ").split())
    if low in _NOBODY or _NUMBERED.fullmatch(low):
        return LabelKind.NUMBER
    words = re.split(r"[\s/-]+", low)
    if all(word in _WORDS or word in _QUALIFIERS for word in words):
        return LabelKind.WORD
    return LabelKind.NAME
