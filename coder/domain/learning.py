"""What suggestions learn from, and how good they were found to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A participant's passage that people have read, with what they decided about it.

    A passage without codes teaches what to leave alone; it counts only from a transcript marked complete.
    """

    id: str
    """Permanent within the project; for a coded passage the id of the (first) coding."""
    text: str
    codes: frozenset[str]
    """Ids of the codes that people put on the passage."""
    refused: frozenset[str] = frozenset()
    """Ids of the codes that people rejected for it."""
    group: str = ""
    """The transcript's id: what is measured is measured on transcripts that were not learned from."""
    complete: bool = False
    """Whether everything in the transcript was coded that should be."""
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The coding (id) to go to by code; `id` where a code is missing."""
    codings: tuple[str, ...] = ()
    """The code of each coding of just this passage, twice where two people put it there; `codes` count if empty."""

    @property
    def teaches(self) -> bool:
        """Return whether there is something to learn from the passage."""
        return bool(self.text.strip()) and bool(self.codes or self.refused or self.complete)

    def source(self, code_id: str) -> str:
        """Return the id of the coding to go to for a code."""
        return self.sources.get(code_id, self.id)


def codings_by_code(examples: Iterable[Example]) -> Counter[str]:
    """Return how many codings there are of each code (id), as people count them.

    A coding that covers other coded passages teaches there too, but it is one coding.
    """
    return Counter(code for example in examples for code in example.codings or example.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeResult:
    """How well one code was suggested for passages that were held out; None where nothing can be said."""

    code_id: str
    examples: int
    """Passages that people coded with it, in all transcripts."""
    precision: float | None
    recall: float | None
    f1: float | None
    too_little: bool
    """Whether so few passages carry the code that its figures would mislead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How well codes were suggested for transcripts that were held out; shares are 0 to 1, None where undefined."""

    engine: str
    """The engine in the user's words."""
    folds: int
    groups: int
    """Transcripts with coded passages."""
    passages: int
    """Coded passages that were held out in turn."""
    uncoded: int
    """Passages left uncoded in completed transcripts."""
    precision_at_1: float | None = None
    recall_at_3: float | None = None
    lrap: float | None = None
    """Label ranking average precision over the coded passages."""
    micro_f1: float | None = None
    macro_f1: float | None = None
    flagged: float | None = None
    """Share of the uncoded passages for which a code passed its threshold."""
    calibration_error: float | None = None
    """Expected calibration error in ten equally wide bins."""
    brier: float | None = None
    calibrated: bool = False
    """Whether probabilities may be shown as percentages."""
    too_little: bool = True
    """Whether too little is coded for these figures to be trusted."""
    note: str = ""
    """Why nothing or little can be said, in the user's words; empty if all is well."""
    per_code: tuple[CodeResult, ...] = ()


class VectorKind(StrEnum):
    """What a model gives vectors to."""

    WORDS = "word vectors"
    SENTENCES = "sentence vectors"


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorModel:
    """A model with vectors on this computer, which suggestions can use in addition."""

    name: str
    kind: VectorKind
    location: str
    """Its folder."""
    size: int
    """Bytes on disk; about as much memory is needed."""
