"""One lemma for all forms of a word: folded, in one spelling, without its inflection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.domain.search import folded
from coder.suggest.inflection import base_form
from coder.suggest.reading import reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc


class LowerLemmas:
    """Pipeline component: sets each token's lemma to the base form of its folded normal form.

    The normal form makes "can't" and "cannot" the same two words.
    """

    def __init__(self, nlp: Language) -> None:
        self._strings = nlp.vocab.strings
        self._known: dict[int, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a text."""
        known = self._known
        for token in doc:
            norm = token.norm
            lemma = known.get(norm)
            token.lemma = self._learnt(norm) if lemma is None else lemma
        return doc

    def _learnt(self, norm: int) -> int:
        plain = folded(self._strings[norm]).replace("’", "'")
        lemma = self._known[norm] = self._strings.add(base_form(plain) or self._strings[norm])
        return lemma


class Reader:
    """Reads codebook texts with the tokenizer and the lemmas of a pipeline, and with nothing else of it."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._others = [name for name in nlp.pipe_names if name != "lower_lemmas"]

    def __call__(self, text: str) -> Doc:
        """Return a text with lemmas."""
        return self._nlp(reading(text).text, disable=self._others)

    def words(self, text: str) -> NDArray[np.uint64]:
        """Return the lemmas (ids) of a text's words in order; punctuation is left out."""
        import numpy as np

        return np.array([token.lemma for token in self(text) if any(map(str.isalnum, token.text))], dtype=np.uint64)
