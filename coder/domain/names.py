"""Names that are not to be told: where they stand in titles, notes and headings, and texts without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from coder.domain.labels import LabelKind, label_kind, says_role
from coder.domain.search import folded
from coder.domain.transcript import Consent, Participant, Speaker

NAME_WITHHELD = "[name withheld]"
"""What stands where a name stood."""

_TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_BETWEEN = re.compile(r"[^\w\n]{1,3}|_{1,3}")
"""What stands between two words of one name."""
_FEWEST = 3
"""A part of a name with fewer letters than this is no name by itself."""
_ALSO_WORDS = frozenset(
    "will may mark grace hope joy rose faith bill grant dean art pat rob sue jack green brown white black grey gray "
    "young long short strong little best good sharp june april august summer dawn olive ivy holly heather iris lily "
    "daisy violet ruby pearl amber crystal chance chase miles drew frank gene guy harry jay josh nick rusty sandy "
    "sunny victor ward wade wood woods hall day king queen prince page rich price stone field fields hill hills "
    "lane park parks bush berry wolf fox bird crane finch swan cook baker carter mason miller smith taylor turner "
    "walker weaver potter shepherd bishop pope knight noble major marshall marsh moss reed rivers lake brook brooks "
    "banks bridge bridges church cross ford gates glass house mill mills moon north south east west rain snow "
    "winter spring star cash case love bliss christian constant earnest ernest gay general hardy hunter jewel "
    "justice mercy merit patience peace prudence queenie reason sage sky temple true trust unity verity wise "
    "worth".split()
)
"""Names that are words as well: names only where they are written with a capital."""


class Names:
    """Names that an audience is not to know, whole and in parts: the first name of “Rosa Tull” alone gives her away.

    Words for a role (“Interviewee”, “Owner”) are no names. A name that may be told (`told`) stays as it is wherever it
    stands whole, also if a part of it is the name of somebody else.
    """

    def __init__(self, secret: Iterable[str], told: Iterable[str] = ()) -> None:
        told_words = {words: False for name in told if (words := _words(name))}
        self.whole = tuple(dict.fromkeys(name for name in secret if _is_name(name) and _words(name) not in told_words))
        known = {words: True for name in self.whole for words in _parts(name)} | told_words
        self._by_first: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
        for words, hidden in sorted(known.items(), key=lambda entry: -len(entry[0])):
            self._by_first.setdefault(words[0], []).append((words, hidden))

    def __bool__(self) -> bool:
        return bool(self.whole)

    def places(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield where such names stand in a text or a part of it: start and end in code points, in order."""
        if not self.whole:
            return
        tokens = list(_TOKEN.finditer(text, start, len(text) if end is None else end))
        at = 0
        while at < len(tokens):
            length, hidden = self._name_at(text, tokens, at)
            if hidden:
                yield tokens[at].start(), tokens[at + length - 1].end()
            at += max(1, length)

    def _name_at(self, text: str, tokens: list[re.Match[str]], at: int) -> tuple[int, bool]:
        """Return of how many words the longest name is that begins at a token, and whether it is not to be told."""
        for words, hidden in self._by_first.get(folded(tokens[at][0]), ()):
            here = tokens[at : at + len(words)]
            if (
                len(here) == len(words)
                and all(folded(token[0]) == word for token, word in zip(here, words, strict=True))
                and all(_BETWEEN.fullmatch(text, a.end(), b.start()) for a, b in pairwise(here))
                and (len(here) > 1 or not _only_with_capital(words[0]) or not here[0][0].islower())
            ):
                return len(words), hidden
        return 0, False

    def left_out_of(self, text: str) -> str:
        """Return a text in which nobody stands by a name that is not to be told."""
        parts, position = [], 0
        for start, end in self.places(text):
            parts += [text[position:start], NAME_WITHHELD]
            position = end
        return "".join([*parts, text[position:]]) if parts else text


def names_withdrawn(people: Iterable[Participant], speakers: Iterable[Speaker]) -> Names:
    """Return the names of everybody who withdrew, which are told to nobody."""
    everybody = list(people)
    gone = {person.id for person in everybody if person.consent is Consent.WITHDRAWN}
    if not gone:
        return Names(())
    secret = [person.pseudonym for person in everybody if person.id in gone]
    told = [name for person in everybody if person.id not in gone for name in (person.pseudonym, person.group)]
    for speaker in speakers:
        (secret if speaker.participant_id in gone else told).append(speaker.label)
    return Names(secret, told)


def _is_name(label: str) -> bool:
    """Tell whether a label tells one person from others: a name, or a code of letters and digits."""
    kind = label_kind(label)
    if kind is LabelKind.NUMBER:
        return any(char.isdigit() for char in label) and any(char.isalpha() for char in label)
    return kind is LabelKind.NAME and len(label.strip()) > 1


def _words(name: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in _TOKEN.findall(name))


def _parts(name: str) -> Iterator[tuple[str, ...]]:
    words = _words(name)
    yield words
    if label_kind(name) is LabelKind.NAME:
        yield from ((word,) for word in words if len(word) >= _FEWEST and word.isalpha() and not says_role(word))


def _only_with_capital(word: str) -> bool:
    return word in _ALSO_WORDS or (len(word) < _FEWEST and word.isalpha())
