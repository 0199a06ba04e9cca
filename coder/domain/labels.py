"""What a speaker's label says about the person: a name, a word for a role, or only a number; and who asks."""

from __future__ import annotations

import re
from enum import StrEnum

from coder.domain.search import folded

# All words are folded: small letters without accents.
ASKING = frozenset(
    "interviewer interviewerin facilitator moderator moderatorin moderateur moderatrice moderatore moderadora "
    "moderador researcher evaluator interrogator host asker fragesteller fragestellerin forscher forscherin leiter "
    "leiterin enqueteur enquetrice enquetatrice intervieweur intervieweuse animateur animatrice chercheur chercheuse "
    "evaluateur evaluatrice entrevistador entrevistadora encuestador encuestadora investigador investigadora "
    "facilitador facilitadora facilitateur facilitatrice facilitatore facilitatrice evaluador evaluadora "
    "intervistatore intervistatrice ricercatore ricercatrice conduttore conduttrice animatore "
    "pesquisador pesquisadora avaliador avaliadora moderadora interviewster gespreksleider gespreksleidster "
    "onderzoeker onderzoekster begeleider prowadzacy prowadzaca badacz badaczka ведущий интервьюер модератор "
    "采访者 访谈者 主持人 訪談者 採訪者 المحاور الباحث".split()
)
"""Words for those who ask."""

ASKING_ALONE = frozenset("i q int intv fac mod q1 ivr".split())
"""What stands for those who ask only as a whole label, perhaps with a number."""

ANSWERING = frozenset(
    "interviewee participant respondent informant befragte befragter befragtem interviewte interviewter "
    "interviewpartner interviewpartnerin teilnehmer teilnehmerin teilnehmende proband probandin gesprachspartner "
    "gesprachspartnerin antwortende erzahlperson enquete enquetee interviewe interviewee repondant repondante "
    "participante participant intervenant intervenante entrevistado entrevistada encuestado encuestada informante "
    "intervistato intervistata partecipante rispondente inquirido inquirida respondente geinterviewde deelnemer "
    "deelneemster respondentka uczestnik uczestniczka badany badana "
    "респондент участник 受访者 受訪者 被访者 参与者 المستجيب المشارك".split()
)
"""Words for those who answer."""

VOICES = frozenset(
    "speaker sprecher sprecherin sprechende orateur oratrice locuteur locutrice hablante orador oradora parlante "
    "relatore falante locutor locutora spreker spreekster person persona personne pessoa persoon voice voices stimme "
    "voix voz voce stem male female man woman mann frau homme femme hombre mujer uomo donna homem mulher vrouw unknown "
    "unidentified unbekannt inconnu inconnue desconocido desconocida sconosciuto onbekend guest".split()
)
"""Words for anybody who speaks."""

_ROLES = frozenset(
    "chair chairperson presenter organiser organizer worker carer caregiver owner member family relative volunteer "
    "coordinator manager nurse doctor teacher trainer coach mother father mum dad son daughter wife husband sister "
    "brother parent partner friend neighbour neighbor client translator interpreter question answer user farmer "
    "student pupil patient leader chief child boy girl youth elder observer notetaker "
    "frage antwort mutter vater sohn tochter schwester bruder nachbar nachbarin dolmetscher dolmetscherin ubersetzer "
    "lehrer lehrerin bauer bauerin pflegerin pfleger "
    "reponse mere pere fils fille soeur frere voisin voisine interprete traducteur enseignant enseignante agriculteur "
    "pregunta respuesta madre padre hijo hija hermana hermano vecino vecina traductor traductora agricultor docente "
    "domanda risposta figlio figlia sorella fratello vicino vicina traduttore insegnante agricoltore "
    "pergunta resposta mae pai filho filha irma irmao vizinho vizinha tradutor agricultora professor professora "
    "vraag antwoord moeder vader zoon dochter zus broer buurman buurvrouw tolk vertaler boer leraar "
    "q a i p r b e f d t n k m s g int fac resp part".split()
)
_NOBODY = frozenset(
    (
        "unknown|unknown speaker|speaker unknown|unidentified|unidentified speaker|everyone|everybody|all|several|"
        "several voices|group|audience|alle|mehrere|gruppe|unbekannt|unbekannter sprecher|tous|toutes|plusieurs|groupe|"
        "todos|todas|varios|grupo|tutti|tutte|gruppo|allemaal|iedereen|groep|inconnu|desconocido"
    ).split("|")
)
_QUALIFIERS = frozenset(
    "the a an care support home circle team family community village school youth local field peer key senior junior "
    "lead main co and of der die das le la les el los las il lo de del di du do da van un une una ein eine assistant "
    "assistent".split()
)
_WORDS = ASKING | ANSWERING | VOICES | _ROLES
_NUMBERED_WORD = re.compile(
    r"(?P<words>.*?[^\W\d_])(?:[\s._-]*(?:#|no\.? ?|nr\.? ?|n° ?|№ ?)?\d{1,4}[a-z]?|[\s._-]+[a-z])"
)
_CODE = re.compile(
    r"#?\d{1,4}(?:[ ._-]?[^\W\d_]{1,3}){0,2}"
    r"|[^\W\d_]{1,3}[ ._-]?#?\d{1,4}[a-z]?(?:[ ._-]\d{1,4}|[ ._-]?[a-z]{1,3}\d{1,4})*"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){2,}|[^\W\d_](?:[ .-]{1,2}[^\W\d_])+")
_SPLIT = re.compile(r"[\s/&+,()\[\]:;._–—-]+")


class LabelKind(StrEnum):
    """How far a label tells one person from another."""

    NAME = "name"
    """A name: the same label elsewhere is the same person."""
    WORD = "word"
    """Such as "Worker" or "Interviewee": somebody with that role, another one in each conversation."""
    NUMBER = "number"
    """Such as "Speaker 1", "P3", "7" or "B": anybody."""


def label_kind(label: str) -> LabelKind:
    """Judge a label by its form alone."""
    low = " ".join(folded(label).strip(":.,;()[]<>#@*_- ").split())
    if low in _NOBODY or not any(char.isalpha() for char in low):
        return LabelKind.NUMBER
    if _CODE.fullmatch(low):
        return LabelKind.NUMBER
    if _INITIALS.fullmatch(low):
        return LabelKind.NAME
    if (match := _NUMBERED_WORD.fullmatch(low)) and _all_words(match["words"]):
        return LabelKind.NUMBER
    if _all_words(low) or all(_is_role(word) or _is_number(word) for word in _SPLIT.split(low) if word):
        return LabelKind.WORD
    # "FGD: P1" and "FGD 2 – Speaker 3" say no more than their last part.
    first, colon, last = low.rpartition(":")
    if colon and first.strip() and last.strip() and label_kind(last) is not LabelKind.NAME:
        return LabelKind.NUMBER
    return LabelKind.NAME


def asks_by_label(label: str) -> bool:
    """Tell whether a label says that this is somebody who asks: "Moderator", "I", "Anna (interviewer)", "FGD: I2"."""
    low = folded(label).strip(":. ")
    last = low.rpartition(":")[2].strip() or low
    if last.rstrip("0123456789 ._#-") in ASKING_ALONE:
        return True
    words = [word.rstrip("0123456789") for word in _SPLIT.split(low) if word]
    return any(word in ASKING for word in words) and not any(word in ANSWERING - ASKING for word in words)


def says_role(word: str) -> bool:
    """Tell whether a single word says what somebody is, such as "Owner" or "the", rather than who."""
    return _is_role(folded(word))


def is_nobody(label: str) -> bool:
    """Tell whether a label stands for nobody in particular, such as "Unknown speaker" or "All"."""
    return " ".join(folded(label).strip(":.()[] ").split()) in _NOBODY


def distinct(wanted: str, taken: set[str]) -> str:
    """Return a pseudonym that nobody has yet, with a number if need be, and add it (folded) to those taken."""
    name, number = wanted, 1
    while folded(name) in taken:
        number += 1
        name = f"{wanted} ({number})"
    taken.add(folded(name))
    return name


def _is_role(word: str) -> bool:
    return word in _WORDS or word in _QUALIFIERS


def _is_number(word: str) -> bool:
    return word.isdigit() or len(word) == 1


def _all_words(text: str) -> bool:
    words = [word for word in _SPLIT.split(text) if word]
    return bool(words) and all(map(_is_role, words)) and any(word in _WORDS for word in words)
