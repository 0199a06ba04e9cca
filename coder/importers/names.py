"""What looks like a speaker's name, and what looks like a time in a recording."""

from __future__ import annotations

import re
from enum import IntEnum

from coder.domain import labels
from coder.domain.search import folded
from coder.importers.heads import METADATA, is_metadata, is_section

TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
"""A time as m:ss or h:mm:ss, perhaps with a fraction."""

SPOKEN_TIME = r"(?:\d+ hours? )?(?:\d+ minutes? )?\d+ seconds?"
"""A time as Teams reads it out: "1 hour 2 minutes 3 seconds"."""

_NUMBER_UNIT = re.compile(r"(\d+) (hour|minute|second)")
_UNIT_SECONDS = {"hour": 3600, "minute": 60, "second": 1}

_BRACKETED = re.compile(r"\s*[\[(][^\])]*[\])]")
_CODE = re.compile(r"([^\W\d_]{1,14})[ ._-]?(?:#|no\.? ?)?\d{1,3}[A-Za-z]?", re.IGNORECASE)
_INITIALS = re.compile(r"[^\W\d_a-z](?:[.\s-]?[^\W\d_a-z]){0,3}\.?")
_NOT_IN_NAMES = frozenset(',;!?"“”„«»<>{}[]()=…*#$%^~:：\\')
_JOINING = frozenset("&+/|-–—")
_MAX_WORDS = 5
_MAX_LENGTH = 60

_ROLES = (
    frozenset(
        "interviewer interviewee facilitator moderator participant respondent speaker researcher evaluator observer "
        "chair chairperson host presenter organiser organizer carer caregiver worker owner member volunteer "
        "coordinator manager nurse doctor teacher trainer coach mother father mum dad son daughter wife husband sister "
        "brother parent partner friend neighbour client unknown "
        "unidentified inaudible all everyone everybody several group audience "
        "male female "
        "man woman voice voices guest translator interpreter moderatorin befragte befragter interviewerin sprecher "
        "sprecherin moderateur animatrice animateur intervenant enquêteur entrevistador entrevistadora prowadzący "
        "prowadząca badacz badaczka uczestnik uczestniczka respondentka".split()
    )
    | labels.ASKING
    | labels.ANSWERING
    | labels.VOICES
)
_SAID = frozenset("question answer frage antwort reponse pregunta respuesta domanda risposta pergunta resposta".split())
"""What stands before what is asked and answered, but in sentences, too."""
_PARTICLES = frozenset(
    "de da do dos das del della di du la le les van von der den ten ter zu al el bin ibn ben bint of the and und y e "
    "et i in from with für".split()
)
_NAMES_TOO = frozenset(["ben", "al", "di", "van"])
"""Particles that are first names where they stand alone."""
_PLACING = frozenset("at from in near of on with".split())
_NEVER_FIRST = frozenset(
    "i we you he she it they my our your his her its their this that these those there here what when where why how "
    "who which and but so or because if then also well yes no yeah yep nope ok okay right oh um uh er erm mm mhm hmm "
    "the a at on in to for from with by as is are was were be been have had has do does did would can could "
    "should not just like now one two three first second third finally lastly next again maybe perhaps sometimes "
    "anyway actually basically obviously honestly sure great good fine thanks thank please sorry remember imagine "
    "look listen see say said says meaning some any every each both most many another other others".split()
)
_NEVER = frozenset(
    "note notes nb n.b ps p.s re cc fyi aob tbc eg e.g ie i.e example examples warning important summary conclusion "
    "result results background introduction discussion method methods aim aims objective objectives agenda action "
    "actions next steps todo questions answers topic topics theme themes quote quotes source sources "
    "reference references figure table section chapter part page version status http https mailto ftp file "
    "advantages disadvantages strengths weaknesses opportunities threats pros cons positives negatives positive "
    "negative before after morning afternoon evening today tomorrow yesterday reminder tip tips hint context "
    "problem problems solution solutions challenge challenges recommendation recommendations lesson lessons "
    "learning outcome outcomes output outputs transcript transcription end start begin break pause silence laughter "
    "email e-mail phone tel telephone mobile address website web link url advice reason reasons benefit benefits risk "
    "risks goal goals idea ideas point points upshot verdict nhs cqc uk usa eu tv faq".split()
)
_NUMBERED_THINGS = frozenset(
    "q question workshop session interview week day step stage phase item option module unit year month level line "
    "round task exercise activity appendix annex domain principle priority point january february march april may "
    "june july august september october november december".split()
)


class Likeness(IntEnum):
    """How much a label looks like a speaker's name."""

    NO = 0
    WEAK = 1
    """Small letters only, or a word such as "Question": a name if it recurs often."""
    STRONG = 2
    """Written like a name."""
    CERTAIN = 3
    """A role or a code such as "Interviewer", "P1", "Speaker 2"."""


def likeness(label: str) -> Likeness:
    """Judge a label by its form alone; whether it is a speaker depends on the rest of the file too."""
    base = _BRACKETED.sub("", label).strip() or label.strip("[]() ")
    if ": " in base:  # "FGD: P1"
        base = base.rpartition(": ")[2]
    if not base or len(base) > _MAX_LENGTH or not any(character.isalpha() for character in base):
        return Likeness.NO
    low = base.casefold().rstrip(".")
    if low in _NEVER or is_metadata(low) or is_section(low):
        return Likeness.NO
    if folded(low) in _SAID:
        return Likeness.WEAK
    if _INITIALS.fullmatch(base):
        return Likeness.STRONG if len(low) > 1 and low in _NEVER_FIRST else Likeness.CERTAIN
    if code := _CODE.fullmatch(base):
        thing = code[1].casefold()
        if thing in _NUMBERED_THINGS or thing in _NEVER or (thing in METADATA and thing not in _ROLES):
            return Likeness.NO
        return Likeness.CERTAIN if thing in _ROLES or len(thing) <= 3 else Likeness.STRONG
    return _likeness_of_words(base)


def _likeness_of_words(base: str) -> Likeness:
    if base.count(",") == 1 and base[0].isupper():  # "Smith, Jane"
        base = base.replace(",", "", 1)
    words = base.split()
    if sum(word not in _JOINING for word in words) > _MAX_WORDS or not all(_may_be_in_name(word) for word in words):
        return Likeness.NO
    lowered = [folded(word).rstrip(".,:") for word in words]
    if lowered[0] in _NEVER_FIRST or lowered[0] in _NEVER:
        return Likeness.NO
    if lowered[-1] in _ROLES or (lowered[0] in _ROLES and all(_qualifies(word) for word in words[1:])):
        return Likeness.CERTAIN
    if lowered[0] in _ROLES and len(words) > 2 and lowered[1] in _PLACING:  # "Voice from the back"
        return Likeness.CERTAIN
    if len(words) > 2 and lowered[-1].isdigit() and lowered[-2] in _ROLES:  # "Care worker 2"
        return Likeness.CERTAIN
    named = [word for word in words if word.casefold() not in _PARTICLES and word not in _JOINING]
    if len(words) == 1 and lowered[0] in _NAMES_TOO:
        named = words
    if named and all(_named(word) for word in named) and any(character.isalpha() for character in named[0]):
        return Likeness.STRONG
    if len(words) <= 2 and base == base.lower() and not any(word in _NEVER_FIRST for word in lowered):
        return Likeness.WEAK
    return Likeness.NO


def _may_be_in_name(word: str) -> bool:
    return word in _JOINING or (word[0].isalnum() and not any(character in _NOT_IN_NAMES for character in word))


def _named(word: str) -> bool:
    """Tell whether a word is written as a part of a name: a capital, a number, or a script without capitals."""
    if not word[0].islower():
        return True
    # "d'Souza", "iPhone"
    return len(word) > 2 and (word[1].isupper() or (word[1] in "'’" and word[2].isupper()))


def _qualifies(word: str) -> bool:
    """Tell whether a word can follow a role: "Speaker 1", "Participant A", "Woman in audience"."""
    return _named(word) or word.casefold() in _PARTICLES or word.casefold() in _ROLES


def bare(label: str) -> str:
    """Return a label without the square brackets that some tools put around it: "[Jo Smith]"."""
    if label.startswith("[") and label.endswith("]") and label.count("[") == 1:
        return label[1:-1].strip() or label
    return label


def begins_like_talk(label: str) -> bool:
    """Tell whether a would-be name begins with a word that begins sentences, such as "We" or "Then"."""
    return label.split(None, 1)[0].casefold() in _NEVER_FIRST


def seconds(text: str) -> float:
    """Return a time written as `TIME` or `SPOKEN_TIME` in seconds."""
    if ":" not in text:
        return float(sum(int(number) * _UNIT_SECONDS[unit] for number, unit in _NUMBER_UNIT.findall(text)))
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
