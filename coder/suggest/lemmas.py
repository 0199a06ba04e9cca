"""One lemma for all forms of a word: folded, in one spelling, without its inflection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
        self._lemmas: Any = nlp.get_pipe("lower_lemmas")
        self._words: dict[str, NDArray[np.uint64]] = {}

    def __call__(self, text: str) -> Doc:
        """Return a text with lemmas."""
        doc: Doc = self._lemmas(self._nlp.make_doc(reading(text).text))
        return doc

    def words(self, text: str) -> NDArray[np.uint64]:
        """Return the lemmas (ids) of a text's words in order; punctuation is left out.

        A codebook's texts are asked for again and again, so they are remembered.
        """
        import numpy as np

        known = self._words.get(text)
        if known is None:
            lemmas = [token.lemma for token in self(text) if any(map(str.isalnum, token.text))]
            known = self._words[text] = np.array(lemmas, dtype=np.uint64)
        return known
