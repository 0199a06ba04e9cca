"""Putting the pipeline together from registered components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Code
from coder.suggest.directions import DirectionCues
from coder.suggest.learner import CodeLearner
from coder.suggest.lemmas import LowerLemmas, Reader
from coder.suggest.ranker import SuggestionRanker
from coder.suggest.reasons import Reasons
from coder.suggest.settings import Settings
from coder.suggest.similarity import CodebookIndex, CodebookSimilarity
from coder.suggest.terms import CodebookTerms

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

# Words of hesitation and of passing the turn; in example quotes they are rare, but they tell nothing.
_FILLERS = (
    "ah aye bit cos dunno eh er erm gonna got guess hm hmm kind know like literally lot lots maybe mean mhm mm mmm nah "
    "oh ok okay right said say sort sure thing things think um uh wanna yeah yep yes"
)
_LONGEST_TEXT = 10**9
"""Code points; spaCy's own limit protects a parser that this pipeline does not have."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The pipeline for a codebook, with what its parts share; its state is its own, so pipelines live side by side."""

    nlp: Language
    read: Reader
    index: CodebookIndex
    stop: frozenset[int]
    """Lemmas (ids) of words that tell nothing."""


def pipeline(codes: Sequence[Code], *, settings: Settings) -> Pipeline:
    """Return the pipeline for some codes; `Teaching.load` must give it a model before it ranks."""
    import spacy

    _register()
    nlp = spacy.blank("en", vocab=_vocabulary())
    nlp.max_length = _LONGEST_TEXT
    from spacy.pipeline import Sentencizer

    nlp.add_pipe("sentencizer", config={"punct_chars": [*Sentencizer.default_punct_chars, "...", "…"]})
    nlp.add_pipe("lower_lemmas")
    terms: Any = nlp.add_pipe("codebook_terms")
    similarity: Any = nlp.add_pipe("codebook_similarity")
    nlp.add_pipe("code_learner")
    ranker: Any = nlp.add_pipe("suggestion_ranker")
    cues: Any = nlp.add_pipe("direction_cues")

    read = Reader(nlp)
    # Single letters are halves of words at the ends of a selection, never words in common.
    words = " ".join([*sorted(nlp.Defaults.stop_words), _FILLERS, *ascii_lowercase])
    stop = frozenset(token.lemma for token in read(words))
    index = CodebookIndex(codes, read, stop=stop, settings=settings)
    terms.load(codes, read, stop=stop)
    similarity.load(index)
    cues.load(read)
    ranker.load(codes, Reasons(index, settings=settings), settings=settings)
    return Pipeline(nlp, read, index, stop)


def _vocabulary() -> Vocab:
    """Return an English vocabulary that works out only what this pipeline asks of words.

    By default spaCy works out a dozen more features of every new word, which is half the time of a pipeline's making.
    """
    from spacy.attrs import IS_PUNCT, IS_SPACE, LOWER, NORM
    from spacy.lang.en import English
    from spacy.vocab import create_vocab

    vocab: Any = create_vocab("en", English.Defaults)
    vocab.lex_attr_getters = {attr: vocab.lex_attr_getters[attr] for attr in (LOWER, NORM, IS_PUNCT, IS_SPACE)}
    made: Vocab = vocab
    return made


def _register() -> None:
    """Register the components once; spaCy's registries are global, so nothing in them holds state."""
    from spacy.language import Language

    factories: dict[str, Callable[[Language, str], Any]] = {
        "lower_lemmas": lambda nlp, name: LowerLemmas(nlp),
        "codebook_terms": lambda nlp, name: CodebookTerms(nlp),
        "codebook_similarity": lambda nlp, name: CodebookSimilarity(),
        "code_learner": lambda nlp, name: CodeLearner(),
        "suggestion_ranker": lambda nlp, name: SuggestionRanker(),
        "direction_cues": lambda nlp, name: DirectionCues(nlp),
    }
    for component, factory in factories.items():
        if not Language.has_factory(component):
            Language.factory(component, func=factory)
