"""The numbers of the suggestion engine in one place; they are part of the engine key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Weights and limits of the lexical ranking.

    Tuned on labelled comments with codebook text only; ranks change little within a factor of two around
    each weight, so round numbers stand here.
    """

    name_weight: float = 1.0
    definition_weight: float = 1.0
    term_weight: float = 2.0
    quote_weight: float = 0.5
    """Fields of BM25F: quotes weigh less, because long lists of them drown the definition."""

    saturation: float = 3.0
    length_penalty: float = 0.75
    """BM25's k1 and b."""

    half_bm25: float = 3.25
    """The BM25 score that counts one half in the blend, where a matched key term counts up to one. A word that only
    one code uses adds up to `saturation + 1`, in codebooks of any size."""
    cosine_share: float = 0.25
    example_share: float = 0.25
    example_damping: float = 0.7
    """About one rare word, added to the length of each vector that is compared with quotes, so that one shared word
    in two very short texts is not full agreement."""

    example_threshold: float = 0.3
    example_words: int = 2
    """An example is a reason from this similarity and this many shared words on."""
    telling_share: float = 0.25
    """A word is telling if at most this share of the codes (but always two) uses it."""
    words_threshold: float = 0.2
    """Shared words alone are a reason from this share of the BM25 scale (0 to 1) on."""

    most_terms: int = 4
    most_words: int = 4
    """How many terms and words are shown as reasons."""
