"""Finding the codebook's key terms in a text, in every inflection."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.domain.codebook import Code
from coder.suggest.lemmas import Reader
from coder.suggest.reading import reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class TermHit:
    """A key term of a code that occurs in a text."""

    code: int
    """The code's place in the codebook."""
    term: str
    """As written in the codebook."""
    weight: float
    """1 for a term that only this code has, less for one that codes share."""
    ranges: tuple[tuple[int, int], ...]
    """Where it occurs, in code points of the text."""


class CodebookTerms:
    """Pipeline component: puts the key terms found into `doc.user_data["codebook_terms"]` (a list of `TermHit`).

    Terms match by lemma, in their word order. A hyphen in term or text does not matter.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._matcher: PhraseMatcher | None = None
        self._owners: dict[int, list[tuple[int, str, float]]] = {}

    def load(self, codes: Sequence[Code], read: Reader, *, stop: frozenset[int]) -> None:
        """Take the key terms of a codebook; a code without any is found by its name."""
        from spacy.matcher import PhraseMatcher

        patterns: dict[tuple[int, ...], Doc] = {}
        owners: dict[tuple[int, ...], dict[int, str]] = {}
        for number, code in enumerate(codes):
            for term in code.key_terms or (code.name,):
                for variant, pattern in _patterns(term, read):
                    lemmas = tuple(token.lemma for token in pattern)
                    # "Well-being" must not find "may as well be".
                    if variant and all(lemma in stop for lemma in lemmas):
                        continue
                    patterns.setdefault(lemmas, pattern)
                    owners.setdefault(lemmas, {}).setdefault(number, " ".join(term.split()))
        self._matcher = PhraseMatcher(self._vocab, attr="LEMMA")
        self._owners = {}
        for lemmas, pattern in patterns.items():
            name = " ".join(map(str, lemmas))
            self._matcher.add(name, [pattern])
            shared = owners[lemmas]
            weight = math.log1p(len(codes) / len(shared)) / math.log1p(len(codes))
            self._owners[self._vocab.strings[name]] = [(number, term, weight) for number, term in shared.items()]

    def __call__(self, doc: Doc) -> Doc:
        """Find the terms in a text that has lemmas."""
        assert self._matcher is not None, "load() comes first"
        matches = self._matcher(doc)
        if not matches:
            doc.user_data["codebook_terms"] = []
            return doc
        found: dict[int, list[tuple[int, int, str, float]]] = {}
        for match, first, last in matches:
            for number, term, weight in self._owners[match]:
                found.setdefault(number, []).append((first, last, term, weight))
        doc.user_data["codebook_terms"] = [hit for number in sorted(found) for hit in _hits(doc, number, found[number])]
        return doc


def _patterns(term: str, read: Reader) -> Iterator[tuple[bool, Doc]]:
    """Yield the term (False) and its variants in hyphens and blanks (True), as texts with lemmas."""
    written = reading(term).text.strip(" .,;:!?…\"'“”‘’")
    variants = [written]
    if "-" in written:
        variants += [written.replace("-", " "), written.replace("-", "")]
    elif written.count(" ") in (1, 2, 3):
        variants.append(written.replace(" ", "-"))
    for number, variant in enumerate(variants):
        doc = read(variant)
        if any(not (token.is_punct or token.is_space) for token in doc):
            yield number > 0, doc


def _hits(doc: Doc, number: int, found: list[tuple[int, int, str, float]]) -> list[TermHit]:
    """Return one code's terms, the most telling first; what is inside a longer term does not count again."""
    ranges: dict[str, list[tuple[int, int]]] = {}
    weights: dict[str, float] = {}
    reached = -1
    for first, last, term, weight in sorted(found, key=lambda match: (match[0], -match[1])):
        if last <= reached:
            continue
        reached = last
        end = doc[last - 1]
        ranges.setdefault(term, []).append((doc[first].idx, end.idx + len(end)))
        weights[term] = max(weight, weights.get(term, 0.0))
    order = sorted(ranges, key=lambda term: (-weights[term], ranges[term][0]))
    return [TermHit(number, term, weights[term], tuple(ranges[term])) for term in order]
