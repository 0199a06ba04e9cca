"""Which way a passage speaks about a code: only where words near the evidence say so, and with these words shown.

The rules are few, so that an evaluator can follow them. A cue stands in the same clause as a key term of the code and
near it. Words of loss and trouble say "challenges", words of gain say "supports", and a negation turns round what it
comes just before: "not better", "no trouble", "no guaranteed hours". Where cues disagree, the passage is mixed. What is
part of the term itself ("can't plan") is no cue, because terms are written for either direction; nor is anything near
words that the code merely shares. No cue, no direction: most passages have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.domain.coding import Direction
from coder.domain.span import Span
from coder.domain.suggestion import ReasonKind, Suggestion
from coder.suggest.lemmas import Reader

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_NEGATIONS = "not; never; nobody; no one; none; hardly; barely"
_NEGATIONS_AHEAD = "no; without; neither; nor; zero; no longer; no more"
"""Negations that speak only of what comes after them."""
_GAINS = (
    "better; best; improve; improvement; gain; finally; at last; first time; able to; easier; stronger; calmer; safer;"
    " happier; happy; proud; love; lovely; brilliant; wonderful; great; grateful; glad; relief; relieved; enjoy;"
    " thanks to; thrive; flourish; pleased; delighted; look forward; made a difference;"
    " life changing; confident; blossom"
)
_LOSSES = (
    "worse; worst; lose; loss; lack; lacking; fail; failure; struggle; refuse; refused; cancel; cancelled; drop;"
    " trouble; problem; difficult; difficulty; harder; impossible; worry; worried; afraid; scared; frightened; lonely;"
    " unfair; unsafe; unreliable; sadly; unfortunately; let down; fall apart; fed up; dread; bother; exhausted;"
    " worn out; burn out; burnt out; too late; too little; too few; too much; ignored; miss out; give up; cry; angry;"
    " upset; row; blame; fault; mess; chaos; stress; stressed; shortage; unable; breakdown; dragged on"
)
_CONTRASTS = "but; although; though; however; yet; whereas; except; still"
_BEFORE, _AFTER = 6, 5
"""How many words before and after the evidence are looked at."""
_REACH = 3
"""How many words after itself a negation can turn round."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue in a text, as a range of tokens."""

    first: int
    end: int
    sign: int
    """1 for a gain, -1 for a loss, 0 for a negation."""
    ahead: bool = False
    """Whether it speaks only of what comes after it."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A key term in a text, as a range of tokens."""

    first: int
    end: int
    negative: bool


class DirectionCues:
    """Pipeline component: gives the suggestions in `doc.user_data["suggestions"]` a direction where words say so."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._signs: dict[int, int] = {}
        self._contrasts: frozenset[int] = frozenset()

    def load(self, read: Reader) -> None:
        """Take the words of direction, in all their forms."""
        from spacy.matcher import PhraseMatcher

        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LEMMA")
        for name, phrases, sign in (
            ("negation", _NEGATIONS, 0),
            ("negation ahead", _NEGATIONS_AHEAD, 0),
            ("gain", _GAINS, 1),
            ("loss", _LOSSES, -1),
        ):
            self._matcher.add(name, [read(phrase.strip()) for phrase in phrases.split(";")])
            self._signs[self._nlp.vocab.strings[name]] = sign
        self._contrasts = frozenset(read(word.strip())[0].lemma for word in _CONTRASTS.split(";"))

    def __call__(self, doc: Doc) -> Doc:
        """Look for cues near the evidence of each suggestion."""
        from spacy.util import filter_spans

        suggestions: tuple[Suggestion, ...] = doc.user_data["suggestions"]
        if not any(map(_has_terms, suggestions)):
            return doc
        if found := filter_spans(self._matcher(doc, as_spans=True)):
            cues = [
                _Cue(span.start, span.end, self._signs[span.label], span.label_ == "negation ahead") for span in found
            ]
            clauses = self._clauses(doc)
            doc.user_data["suggestions"] = tuple(_directed(each, doc, cues, clauses) for each in suggestions)
        return doc

    def _clauses(self, doc: Doc) -> list[int]:
        """Return for each token the number of its clause: sentences, cut before words of contrast."""
        clauses: list[int] = []
        number = 0
        for token in doc:
            number += token.is_sent_start is True or token.lemma in self._contrasts or token.text in ";:–—"
            clauses.append(number)
        return clauses


def _directed(suggestion: Suggestion, doc: Doc, cues: Sequence[_Cue], clauses: Sequence[int]) -> Suggestion:
    if not _has_terms(suggestion):
        return suggestion
    evidence = _evidence(suggestion, doc)
    outside = [cue for cue in cues if not any(cue.first < end and cue.end > first for first, end in evidence)]
    terms = [_Term(first, end, _negative(first, end, cues)) for first, end in evidence]
    near = [(cue, sign) for cue in _joined(doc, outside) if (sign := _sign(cue, terms, clauses)) is not None]
    if not near:
        return suggestion
    signs = {sign for _, sign in near}
    direction = Direction.MIXED if len(signs) > 1 else Direction.SUPPORTS if signs == {1} else Direction.CHALLENGES
    marked = tuple(Span(doc[cue.first].idx, doc[cue.end - 1].idx + len(doc[cue.end - 1])) for cue, _ in near)
    return replace(suggestion, direction=direction, cue=marked)


def _negative(first: int, end: int, cues: Sequence[_Cue]) -> bool:
    """Return whether a term names something unwanted by a cue of its own: "zero hours"."""
    return any(cue.sign <= 0 and cue.first >= first and cue.end <= end for cue in cues)


def _joined(doc: Doc, cues: Sequence[_Cue]) -> list[_Cue]:
    """Return the cues with negations joined with what they turn round."""
    joined: list[_Cue] = []
    for cue in cues:
        last = joined[-1] if joined else None
        if last is not None and not last.sign and cue.sign and _adjacent(doc, last, cue):
            joined[-1] = _Cue(last.first, cue.end, -cue.sign)
        else:
            joined.append(cue)
    return joined


def _adjacent(doc: Doc, negation: _Cue, cue: _Cue) -> bool:
    """Return whether a negation reaches a cue with nothing but words between."""
    between = doc[negation.end : cue.first]
    return len(between) < _REACH and not any(token.is_punct or token.is_sent_start for token in between)


def _sign(cue: _Cue, terms: Sequence[_Term], clauses: Sequence[int]) -> int | None:
    """Return what a cue says of the evidence, or None if it is too far away."""
    for term in terms:
        if clauses[cue.first] != clauses[term.first]:
            continue
        before, after = term.first - cue.end, cue.first - term.end
        if cue.sign and (0 <= before < _BEFORE or 0 <= after < _AFTER):
            return cue.sign
        # "No guaranteed hours", "guaranteed hours aren't", and "no longer on zero hours", which is a gain.
        if not cue.sign and (0 <= before < _REACH or (0 <= after < _REACH - 1 and not cue.ahead)):
            return 1 if term.negative else -1
    return None


def _has_terms(suggestion: Suggestion) -> bool:
    return any(why.kind is ReasonKind.TERM for why in suggestion.reasons)


def _evidence(suggestion: Suggestion, doc: Doc) -> list[tuple[int, int]]:
    """Return where the code's key terms are, as ranges of tokens."""
    spans = [span for why in suggestion.reasons if why.kind is ReasonKind.TERM for span in why.spans]
    parts = [doc.char_span(span.start, span.end, alignment_mode="expand") for span in spans]
    return [(part.start, part.end) for part in parts if part is not None]
