"""Bringing the forms of an English word together, without joining different words.

A full stemmer joins too much for reasons that people read: it finds "personality" in "person", "experiment" in
"experience" and "quit" in "quite". A table of lemmas is 99 MB installed. On labelled comments all three rank alike.
"""

from __future__ import annotations

import re

_IRREGULAR_FORMS = (
    "am/are/been/is/was/were be; agreed agree; ate/eaten eat; became become; began/begun begin; beaten beat; bent bend;"
    " bitten bite; blew/blown blow; bought buy; broke/broken break; brought bring; built build; burnt burn; buses bus;"
    " came come; caught catch; children child; chose/chosen choose; crises crisis; dealt deal; did/does/done do;"
    " drank/drunk drink; drawn/drew draw; dreamt dream; driven/drove drive; dying die; fallen/fell fall; fed feed;"
    " feet foot; felt feel; flew/flown fly; forgave/forgiven forgive; forgot/forgotten forget; fought fight;"
    " found find; freed free; froze/frozen freeze; gave/given give; goes/gone/went go; got/gotten get; grew/grown grow;"
    " guaranteed guarantee; had/has have; halves half; heard hear; held hold; hid/hidden hide; hung hang; kept keep;"
    " knew/known know; knives knife; laid lay; leant lean; learnt learn; led lead; left leave; lent lend; lit light;"
    " lost lose; lying lie; made make; meant mean; men man; met meet; mistaken/mistook mistake; overheard overhear;"
    " paid pay; ran run; rang/rung ring; ridden/rode ride; said say; sang/sung sing; sat sit; saw/seen see; sent send;"
    " shaken/shook shake; shot shoot; shown show; slept sleep; sold sell; sought seek; spent spend; spoilt spoil;"
    " spoke/spoken speak; stole/stolen steal; stood stand; stuck stick; swam/swum swim; taken/took take; taught teach;"
    " teeth tooth; thought think; threw/thrown throw; told tell; tore/torn tear; tying tie; understood understand;"
    " wept weep; wives wife; woke/woken wake; women woman; won win; wore/worn wear; written/wrote write"
)
"""Forms and their word; left out are forms that are more often another word, such as "rose" and "wound"."""

_IRREGULAR = {
    form: word for forms, word in (entry.split() for entry in _IRREGULAR_FORMS.split(";")) for form in forms.split("/")
}

_NO_FORMS = frozenset(
    "anything belongings ceiling crisis during earnings earring evening everything hundred morning news nothing outing"
    " premises savings series sibling something species wedding wellbeing".split()
)
"""Words that only look like forms of others ("even", "save")."""

_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})([iy])z(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)"), r"\1s"),
    (
        re.compile(r"^((?:dis|un|mis)?(?:arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|vap|vig))our"),
        r"\1or",
    ),
    (re.compile(r"^(cent|theat|fib|lit)re(?=s?$)"), r"\1er"),
    (re.compile(r"^programme(?=s?$)"), "program"),
    (re.compile(r"^practis(?=e|ing)"), "practic"),
)
"""Speech recognition often writes American English where the codebook is British."""

_VOWEL = re.compile(r"[aeiouy]")
_POSSESSIVE = re.compile(r"(?<=.)'s?$")
_PLURAL = re.compile(r"(?<=[aeiouy])(.*[^su])s$")
_DOUBLED = re.compile(r"(?<=..)([bdfgmnprt])\1$|(?<=[aeiouy])([^aeiouy]+[aeiouy]+l)l$")
_SHORT = re.compile(r"(?:qu|[^aeiouy])*[aeiouy][^aeiouywx]")
"""One syllable that ends in one consonant: what is left of "hope" and "hoping", but not of "visiting"."""


def base_form(word: str) -> str:
    """Return the form that all inflections of a lower-case word share, in one spelling; it need not be a word.

    Plurals, past tenses, participles and "-ing" are undone by the first steps of M. F. Porter's English stemmer
    ("Porter2") and a table of irregular forms; suffixes that make another word are kept.
    """
    for spelling, replacement in _SPELLINGS:
        word = spelling.sub(replacement, word)
    word = _POSSESSIVE.sub("", word)
    if word in _IRREGULAR:
        return _ended(_IRREGULAR[word])
    if word in _NO_FORMS:
        return word
    singular = _singular(word)
    return singular if singular in _NO_FORMS else _ended(_present(singular))


def _singular(word: str) -> str:
    """Take off the "s" of a plural or of a verb."""
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    return _PLURAL.sub(r"\1", word)


def _present(word: str) -> str:
    """Take off "-ed" and "-ing", and give back the "e" that they took from a short word."""
    if word.endswith("ied"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith("eed") or not word.endswith(("ed", "ing")):
        return word
    stem = word.removesuffix("ing") if word.endswith("ing") else word.removesuffix("ed")
    if not _VOWEL.search(stem):
        return word
    return stem + "e" if _SHORT.fullmatch(stem) else stem


def _ended(word: str) -> str:
    """Bring together the ends that forms of one word can still have: "stopp" and "stop", "lik" and "like"."""
    if len(word) < 3:
        return word
    word = _DOUBLED.sub(lambda found: found[1] or found[2], word)
    if word.endswith("e") and not _SHORT.fullmatch(word[:-1]):
        word = word[:-1]
    if word.endswith("y") and not _VOWEL.match(word[-2:-1]):
        word = word[:-1] + "i"
    return word
