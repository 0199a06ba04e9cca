"""What the head of a transcript says: words for facts in several languages, and the date and place among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coder.domain.search import folded

# All words are folded: small letters without accents.
_DATES = frozenset(
    "date dates datum interviewdatum aufnahmedatum gesprachsdatum fecha data recorded recorded_on conducted_on".split()
)
_DAY_FIRST = frozenset("datum interviewdatum aufnahmedatum gesprachsdatum fecha data lieu luogo lugar ort".split())
_PLACES = frozenset(
    "place location venue site ort interviewort aufnahmeort standort lugar ubicacion localidad sitio lieu endroit "
    "emplacement luogo sede localita local localidade plaats locatie plek standplaats miejsce".split()
)
_PLACES_TOO = frozenset("village town city dorf stadt pueblo ciudad ville commune villaggio citta cidade dorp".split())
_ATTENDANCE = frozenset(
    "present attendees attending attendance in_attendance apologies participants participant(s) teilnehmende anwesend "
    "anwesende entschuldigt asistentes presentes participantes presents participants_presents excuses "
    "presenti partecipanti assenti participantes aanwezig aanwezigen deelnemers afwezig invitees invited".split()
)
_OTHERS = frozenset(
    "time times duration length recording recorder title subject project programme program interview people name names "
    "age gender role job occupation organisation organization language transcriber reference ref id filename file "
    "consent setting medium mode format study meeting workshop session event theme keywords code "
    "uhrzeit zeit dauer sprache gesprach aufnahme projekt thema titel betreff beruf geschlecht datei einwilligung "
    "transkription transkript transkribiert bemerkung bemerkungen anmerkung anmerkungen notizen organisator "
    "hora duracion idioma entrevista grabacion proyecto tema titulo asunto profesion sexo genero edad archivo "
    "consentimiento transcripcion transcrito observaciones notas "
    "heure duree langue entretien enregistrement projet sujet theme titre profession sexe fichier consentement "
    "transcrit remarques observations "
    "durata lingua intervista registrazione progetto argomento titolo professione sesso trascrizione consenso "
    "osservazioni oggetto "
    "duracao gravacao projeto assunto idade arquivo ficheiro consentimento transcricao observacoes "
    "tijd tijdstip duur taal gesprek opname onderwerp leeftijd geslacht beroep bestand toestemming transcriptie "
    "opmerkingen notities".split()
)
METADATA = frozenset(word.replace("_", " ") for word in _DATES | _PLACES | _PLACES_TOO | _ATTENDANCE | _OTHERS)
"""Labels of facts about a recording, folded."""

_PHRASES = (
    "date of", "time of", "place of", "name of", "length of", "duration of", "interview date", "interview no",
    "interview number", "participant id", "participant no", "interviewee id", "file name", "recording date",
    "transcribed by", "conducted by", "interviewed by", "recorded by", "in attendance", "audio file", "start time",
    "end time", "recorded on", "transcribed on", "number of participants", "meeting title", "also present",
    "datum des", "datum der", "datum van", "ort des", "ort der", "name der", "name des", "dauer des", "fecha de",
    "lugar de", "nombre de", "duracion de", "date de", "date du", "lieu de", "lieu du", "nom de", "duree de",
    "data dell", "data del", "luogo dell", "luogo del", "durata dell", "data da", "data de", "local da", "local de",
    "nome do", "nome da", "plaats van", "locatie van", "naam van", "duur van", "transkribiert von", "transcrito por",
    "transcrit par", "trascritto da", "getranscribeerd door", "durchgefuhrt von", "realizado por", "realise par",
)  # fmt: skip
SECTIONS = frozenset(
    "note notes summary summaries conclusion conclusions result results background introduction discussion method "
    "methods aim aims objective objectives agenda action actions steps topic topics findings finding points remarks "
    "follow-up followup decisions decision observation highlights takeaways takeaway overview impressions impression "
    "issues concerns comments themes recommendations lessons outcomes outcome questions quotes deadlines deadline "
    "budget weather atmosphere appendix annex minutes todo to-do attachments sources references closing opening "
    "zusammenfassung fazit ergebnis ergebnisse schritte einleitung hintergrund diskussion schluss ausblick beobachtung "
    "beobachtungen eindruck eindrucke empfehlungen themen fragen ziele stimmung wetter anhang verlauf inhalt hinweis "
    "resumen conclusiones resultado resultados pasos introduccion antecedentes discusion recomendaciones temas "
    "preguntas objetivos hallazgos acuerdos clima anexo observacion "
    "resume synthese resultats etapes contexte recommandations themes objectifs constats ambiance meteo annexe suite "
    "compte-rendu remarque "
    "riassunto sintesi conclusione conclusioni risultati passi introduzione contesto discussione raccomandazioni temi "
    "obiettivi domande osservazione allegato "
    "resumo conclusao conclusoes passos contexto introducao discussao recomendacoes objectivos perguntas observacao "
    "samenvatting conclusie conclusies resultaten stappen inleiding achtergrond discussie aanbevelingen vragen doelen "
    "opmerking bijlage sfeer indruk".split()
)
"""Words with which sections of notes begin or end ("Next steps", "Zusammenfassung"), folded."""

_MONTHS = (
    "january januar enero janvier gennaio janeiro januari janner",
    "february februar febrero fevrier febbraio fevereiro februari",
    "march marz maerz marzo mars marco maart",
    "april abril avril aprile",
    "may mai mayo maggio maio mei",
    "june juni junio juin giugno junho",
    "july juli julio juillet luglio julho",
    "august agosto aout augustus",
    "september septiembre setiembre septembre settembre setembro",
    "october oktober octubre octobre ottobre outubro",
    "november noviembre novembre novembro",
    "december dezember diciembre decembre dicembre dezembro",
)
_YEAR = r"(?P<y>(?:19|20)\d\d|['’]?\d\d)(?!\d)"
_OF = r"(?:de |del |of |di |van |d['’])?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]?",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|e|o|a|\.)?[ -]*{_OF}"
        rf"(?P<name>[^\W\d_]{{3,10}})\.?,?[ -]*{_OF}{_YEAR}",
        rf"(?<![^\W\d_])(?P<name>[^\W\d_]{{3,10}})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
        rf"(?<!\d)(?P<d>\d{{1,2}})\. ?(?P<m>\d{{1,2}})\. ?{_YEAR}",
    )
)
_SLASHED = re.compile(rf"(?<!\d)(?P<a>\d{{1,2}})(?P<sep>[/-])(?P<b>\d{{1,2}})(?P=sep){_YEAR}")
_LABEL = r"[^\W\d_][^\W_]*(?:[ '’._/()-]{1,2}[^\W_]+){0,4}\)?"
_FACT = re.compile(rf"(?:^|[,;|•·]\s*|\s{{2,}}|\t)(?P<label>{_LABEL})\s*(?:[:：|\t]|\s[-–—]\s)\s*")
_LONGEST = 200
_NO_VALUE = ("", "-", "–", "—", "n/a", "?", "…", "...")


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says of the recording; `notes` tell what had to be guessed or could not be read."""

    date: str = ""
    """As yyyy-mm-dd, empty where it does not say or could be read in two ways."""
    place: str = ""
    notes: tuple[str, ...] = ()


def is_metadata(label: str) -> bool:
    """Tell whether a label names a fact about the recording ("Date", "Lugar"), as header blocks have them."""
    low = _bare(label)
    return low in METADATA or low.startswith(_PHRASES) or _is_date_label(low) or _is_place_label(low)


def is_attendance(text: str) -> bool:
    """Tell whether a line says who was there, such as "Present: Maureen (care owner)"."""
    label, colon, _ = text.replace("：", ":").partition(":")
    return bool(colon) and _bare(label).replace(" ", "_") in _ATTENDANCE


def is_section(label: str) -> bool:
    """Tell whether a label is the heading of a section of notes, such as "Next steps" or "Résumé"."""
    words = _bare(label).split()
    if not words or len(words) > 6:
        return False
    return words[-1] in SECTIONS or (
        words[0] in SECTIONS and len(words) > 1 and words[1] in _JOINS | {"to", "for", "from"}
    )


def read_head(lines: Iterable[str]) -> Head:
    """Return date and place as the lines of a head give them."""
    texts = [line for line in lines if len(line) <= _LONGEST]
    facts = [fact for text in texts for fact in _facts(text)]
    # A line that is nothing but a date says what it is: Otter writes one below the title.
    facts += [("", text) for text in texts if len(text) <= 60 and not any(_facts(text))]
    day_first = any(label.split(" ")[0] in _DAY_FIRST for label, _ in facts if label)
    found, notes = "", []
    for label, value in facts:
        if found or not (_is_date_label(label) if label else len(value.split()) <= 8):
            continue
        found, note = _read_date(value, day_first=day_first)
        if note:
            notes.append(note)
        elif label and not found and any(char.isdigit() for char in value):
            notes.append(f"The date “{value}” could not be read; write it yourself.")
    places = [value for label, value in facts if label and _is_place_label(label)]
    places += [value for label, value in facts if label in _PLACES_TOO]
    return Head(found, places[0] if places else "", tuple(dict.fromkeys(notes)))


def _facts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the facts of a line, folded label and value; several may stand on one line."""
    found = [match for match in _FACT.finditer(text) if not match.start("label") or is_metadata(match["label"])]
    for number, match in enumerate(found):
        until = found[number + 1].start() if number + 1 < len(found) else len(text)
        value = " ".join(text[match.end() : until].strip("*_ \t,;|•·").split())
        if value not in _NO_VALUE:
            yield _bare(match["label"]), value


def _read_date(value: str, *, day_first: bool) -> tuple[str, str]:
    """Return a date as yyyy-mm-dd, or nothing, and what has to be said about the reading."""
    low = folded(value)
    for form in _FORMS:
        if match := form.search(low):
            parts = match.groupdict()
            month = _month(parts["name"]) if parts.get("name") else int(parts["m"])
            if made := _iso(parts["y"], month, int(parts["d"])):
                return made, ""
    match = _SLASHED.search(low)
    if match is None:
        return "", ""
    first, second = int(match["a"]), int(match["b"])
    as_day, as_month = _iso(match["y"], second, first), _iso(match["y"], first, second)
    if as_day == as_month or not (as_day and as_month):
        return as_day or as_month, ""
    if day_first:
        return as_day, f"The date “{value}” was read as day/month: {as_day}. If it is month/day, change it."
    return (
        "",
        f"The date “{value}” can be {_said(as_day)} or {_said(as_month)}, so it was left empty; write it yourself.",
    )


def _iso(year: str, month: int, day: int) -> str:
    digits = year.strip("'’")
    whole = int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)
    try:
        return date(whole, month, day).isoformat()
    except ValueError:
        return ""


def _said(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1].split()[0].capitalize()} {year}"


def _month(name: str) -> int:
    """Return the number of a month from its name or the beginning of it in any of the languages, 0 for none."""
    found = {
        number for number, names in enumerate(_MONTHS, start=1) if any(full.startswith(name) for full in names.split())
    }
    return found.pop() if len(found) == 1 else 0


def _is_date_label(low: str) -> bool:
    words = re.split(r"[ '’_-]+", low)
    return words[0] in _DATES or (words[-1] in ("date", "datum") and len(words) <= 3) or low.endswith("datum")


def _is_place_label(low: str) -> bool:
    words = re.split(r"[ '’_-]+", low)
    last = words[-1] in ("place", "location", "venue") and len(words) <= 3
    return last or (words[0] in _PLACES and (len(words) == 1 or words[1] in _JOINS))


_JOINS = frozenset("of de des du der del dell della da do di van vom l la".split())


def _bare(label: str) -> str:
    return " ".join(folded(label).strip("*_ :").split())
