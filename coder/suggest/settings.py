"""The numbers of the suggestion engine in one place; they are part of the engine key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Weights and limits of the ranking.

    Tuned on labelled comments with codebook text only; ranks change little within a factor of two around
    each weight, so round numbers stand here.
    """

    name_weight: float = 1.0
    definition_weight: float = 1.0
    term_weight: float = 4.0
    quote_weight: float = 0.5
    """Fields of BM25F: quotes weigh less, because long lists of them drown the definition."""

    saturation: float = 6.0
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
    telling_share: float = 0.5
    """A word is telling if at most this share of the codes (but always two) uses it."""
    words_threshold: float = 0.05
    """Shared words alone are a reason from this share of the BM25 scale (0 to 1) on."""

    passed_over: int = 6
    """How many codes without a reason may be passed over in favour of codes further down."""
    most_terms: int = 4
    most_words: int = 4
    """How many terms and words are shown as reasons."""

    rare: int = 1
    """A feature is learned from if this many texts have it."""
    learner_c: float = 5.0
    """Inverse strength of the classifiers' regularization."""
    codebook_weight: float = 0.3
    refused_weight: float = 2.0
    """What a text of the codebook and what a refused code count in learning, where a coded passage counts 1."""
    lexical_odds: float = 1.5
    early: float = 10.0
    """What one point of the codebook's score adds to the learned log odds: up to twice as much before anything is
    coded, half-way between with as many passages as `early`."""
    share_from_above: float = 0.1
    """The share of a code's score by the codebook that goes to each code below it."""
    most_rows: int = 200_000
    """Codes times texts up to which codes without examples have classifiers."""
    similar_threshold: float = 0.3
    """A coded passage is a reason from this similarity on."""
    most_similar: int = 2
    learned_threshold: float = 0.1
    against_threshold: float = 0.3
    """A learned word is a reason from this pull on the log odds on, for the code and against it."""
    inner_folds: int = 3
    """Into how many parts examples are dealt to learn thresholds and calibration."""
    threshold_count: float = 5.0
    """As many examples make a code's own threshold count half."""
    fewest_calibrated: int = 200
    """Coded passages from which chances may be shown."""
    calibration_limit: float = 0.05
    """The greatest expected calibration error with which they may."""

    vector_odds: float = 8.0
    vector_ridge: float = 2.0
    """What a share of 1 by vectors adds to the log odds, and the penalty in learning these shares."""
    vector_threshold: float = 0.4
    """A passage or quote is a reason by its vector alone from this cosine on, where there is no other reason."""
