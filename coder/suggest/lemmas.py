"""One lemma for all forms of a word: folded, in one spelling, and stemmed."""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING

from coder.domain.search import folded
from coder.suggest.reading import reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

# Speech recognition often writes American English where the codebook is British.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})([iy])z(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)"), r"\1s"),
    (re.compile(r"^((?:dis|un|mis)?(?:arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|vap|vig))our"), r"\1or"),
    (re.compile(r"^(cent|theat|fib|lit)re(?=s?$)"), r"\1er"),
    (re.compile(r"^programme(?=s?$)"), "program"),
    (re.compile(r"^practis(?=e|ing)"), "practic"),
)


class LowerLemmas:
    """Pipeline component: sets each token's lemma to the Snowball English stem of its folded normal form.

    The stemmer stands in for a lemma table, which is 99 MB installed; on labelled comments key terms rank better
    with it. The normal form makes "can't" and "cannot" the same two words.
    """

    def __init__(self, nlp: Language) -> None:
        import snowballstemmer

        self._strings = nlp.vocab.strings
        self._stem = snowballstemmer.stemmer("english").stemWord
        self._known: dict[int, int] = {}
        self._lock = Lock()

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a text."""
        known = self._known
        for token in doc:
            norm = token.norm
            lemma = known.get(norm)
            token.lemma = self._learnt(norm) if lemma is None else lemma
        return doc

    def lemma(self, word: str) -> str:
        """Return the lemma of one word."""
        plain = folded(word).replace("’", "'")
        if not plain:
            return word
        for spelling, replacement in _SPELLINGS:
            plain = spelling.sub(replacement, plain)
        # The stemmer keeps the word that it works on in itself.
        with self._lock:
            return str(self._stem(plain)) or plain

    def _learnt(self, norm: int) -> int:
        lemma = self._strings.add(self.lemma(self._strings[norm]))
        self._known[norm] = lemma
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
