"""Names that are not to be told: where they stand in titles, notes and headings, and texts without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coder.domain.labels import LabelKind, label_kind, says_role
from coder.domain.search import folded
from coder.domain.transcript import Consent, Participant, Speaker

NAME_WITHHELD = "[name withheld]"
"""What stands where a name stood."""

_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAK = re.compile(r"[\s_]+")
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
    "justice mercy merit patience peace prudence queenie reason sage sky temple true trust unity verity wise worth".split()
)
"""Names that are words as well: names only where they are written with a capital."""


class Names:
    """Names that an audience is not to know, whole and in parts: the first name of “Rosa Tull” alone gives her away.

    Words for a role (“Interviewee”, “Owner”) are no names. A name that may be told (`told`) stays as it is wherever it
    stands whole, also if a part of it is the name of somebody else.
    """

    def __init__(self, secret: Iterable[str], told: Iterable[str] = ()) -> None:
        open_names = {folded(name): name for name in told if name.strip()}
        self.whole = tuple(dict.fromkeys(name for name in secret if _is_name(name) and folded(name) not in open_names))
        hidden = {folded(part): part for name in self.whole for part in _parts(name)}
        both = {**{key: (name, False) for key, name in open_names.items()}, **{k: (p, True) for k, p in hidden.items()}}
        self._secret: re.Pattern[str] | None = None
        if hidden:
            longest_first = sorted(both.items(), key=lambda entry: (-len(entry[0]), entry[0]))
            patterns = "|".join(
                f"(?P<s{place}>{_written(name)})" if secret else _written(name)
                for place, (_, (name, secret)) in enumerate(longest_first)
            )
            self._secret = re.compile(rf"(?<![^\W_])(?:{patterns})(?![^\W_])")

    def __bool__(self) -> bool:
        return self._secret is not None

    def places(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield where such names stand in a text or a part of it: start and end in code points, in order."""
        if self._secret is None:
            return
        for match in self._secret.finditer(text, start, len(text) if end is None else end):
            if match.lastgroup:
                yield match.span()

    def left_out_of(self, text: str) -> str:
        """Return a text in which nobody stands by a name that is not to be told."""
        if self._secret is None or not text:
            return text
        return self._secret.sub(lambda match: NAME_WITHHELD if match.lastgroup else match[0], text)


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


def _parts(name: str) -> Iterator[str]:
    yield name.strip()
    if label_kind(name) is not LabelKind.NAME:
        return
    for word in _LETTERS.findall(name):
        for part in {word, *word.split("-")}:
            if len(part) >= _FEWEST and not says_role(part):
                yield part


def _written(name: str) -> str:
    """Return a pattern for the ways in which a name is written."""
    ways = {name, folded(name)}
    either = "|".join(r"[\s_]+".join(map(re.escape, _BREAK.split(way))) for way in sorted(ways))
    if len(name) >= _FEWEST and folded(name) not in _ALSO_WORDS:
        return f"(?i:{either})"
    return "|".join(map(re.escape, sorted({name.capitalize(), name.upper()})))
